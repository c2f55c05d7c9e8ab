"""The options of a choice that stand in the file itself: a list of texts, or a map of value to meaning."""

from flowkit.language.building.mappings import open_mapping
from flowkit.language.building.report import Report, related
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.codes import BAD_VALUE, WRONG_TYPE
from flowkit.language.mending import mended, quoted
from flowkit.language.shapes import Option
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_OPTION = KINDS["option"]


def read_fixed_options(node: Mapping | Sequence, report: Report) -> tuple[Option, ...]:
    """The options; those that cannot be read are reported and left out."""
    options = _listed(node, report) if type(node) is Sequence else _mapped(node, report)
    if not node:
        report.add(BAD_VALUE, node, "a choice needs at least one option")
    return options


def _listed(node: Sequence, report: Report) -> tuple[Option, ...]:
    seen: dict[str, Scalar] = {}
    for item in node:
        if type(item) is not Scalar:
            report.add(WRONG_TYPE, item, "an option in a list is a text; to say what it means, write a map of options")
        elif _is_text(item, report) and not _seen(item, seen, report):
            seen[item.text] = item
    return tuple(Option(value) for value in seen)


def _mapped(node: Node, report: Report) -> tuple[Option, ...]:
    options = []
    assert type(node) is Mapping
    for entry in node:
        if not _is_text(entry.key, report):
            continue
        if type(entry.value) is not Mapping:
            if type(entry.value) is Scalar and isinstance(entry.value.value, str):
                fix = mended(
                    node.document,
                    entry.value.start,
                    entry.value.end,
                    f"{{about: {quoted(entry.value.text)}}}",
                )
            else:
                fix = f"write: {entry.key.text}: {{about: …, examples: […]}}"
            report.add(
                WRONG_TYPE, entry.value, f"the option '{entry.key.text}' is a map of 'about' and 'examples'", fix
            )
            options.append(Option(entry.key.text))
            continue
        fields = open_mapping(_OPTION, entry.value, entry.key, report)
        options.append(Option(entry.key.text, fields.text("about"), fields.texts("examples")))
    return tuple(options)


def _is_text(scalar: Scalar, report: Report) -> bool:
    """Whether an option is a text; numbers and true/false are taken for something else by readers of the file."""
    if isinstance(scalar.value, str):
        return True
    report.add(
        WRONG_TYPE,
        scalar,
        f"the option {scalar.text or 'here'} is no text for YAML; quote it",
        mended(scalar.document, scalar.start, scalar.end, quoted(scalar.text)),
    )
    return False


def _seen(scalar: Scalar, seen: dict[str, Scalar], report: Report) -> bool:
    before = seen.get(scalar.text)
    if before is None:
        return False
    report.add(BAD_VALUE, scalar, f"the option '{scalar.text}' stands twice", "", related(before, "first here"))
    return True
