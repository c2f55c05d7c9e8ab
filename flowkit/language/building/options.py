"""The options of a choice that stand in the file itself: a list of texts, or a map of value to meaning."""

import re

from flowkit.language.building.mappings import check_text, open_mapping
from flowkit.language.building.misfits import all_quoted
from flowkit.language.building.report import Report, related
from flowkit.language.building.table.forms import Text
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.codes import BAD_VALUE, WRONG_TYPE
from flowkit.language.mending import mended, named, quoted
from flowkit.language.shapes import Option
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_OPTION, _TEXT = KINDS["option"], Text()
_LOOP = re.compile(r"\bfor \w+ in ([\w.]+)")
"""What somebody writes who wants some of the options of a list only."""


def read_fixed_options(node: Mapping | Sequence, report: Report) -> tuple[Option, ...]:
    """The options; those that cannot be read are reported and left out."""
    options = _listed(node, report) if type(node) is Sequence else _mapped(node, report)
    if not node:
        report.add(BAD_VALUE, node, "a choice needs at least one option")
    return options


def _listed(node: Sequence, report: Report) -> tuple[Option, ...]:
    seen: dict[str, Scalar] = {}
    for item in node:
        if type(item) is Scalar and (loop := _LOOP.search(item.text)):
            message = "options are not computed; name the list itself"
            help = f"write: options: {loop[1]}, and under 'only_if' what an option must be"
            report.add(WRONG_TYPE, item, message, help)
        elif type(item) is not Scalar:
            report.add(WRONG_TYPE, item, "an option in a list is a text; to say what it means, write a map of options")
        elif _is_text(item, report, node) and not _seen(item, seen, report):
            seen[item.text.casefold()] = item
            check_text(_TEXT, item, "options", report)
    return tuple(Option(item.text) for item in seen.values())


def _mapped(node: Node, report: Report) -> tuple[Option, ...]:
    options = []
    assert type(node) is Mapping
    seen: dict[str, Scalar] = {}
    said: dict[str, Scalar] = {}
    for entry in node:
        if not _is_text(entry.key, report) or _seen(entry.key, seen, report):
            continue
        seen[entry.key.text.casefold()] = entry.key
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
        for scalar in fields.scalars("examples"):
            _check_told_apart(scalar, entry.key, said, report)
        options.append(Option(entry.key.text, fields.text("about"), fields.texts("examples"), fields.text("label")))
    return tuple(options)


def _check_told_apart(scalar: Scalar, option: Scalar, said: dict[str, Scalar], report: Report) -> None:
    """Reports an example that stands under two options: nobody could tell which of them was meant."""
    before = said.setdefault(plain(scalar.text), scalar)
    if before is not scalar:
        message = f"{named(scalar.text)} is an example of another option already"
        help = f"leave it out here or there, or say it so that only '{option.text}' is meant"
        report.add(BAD_VALUE, scalar, message, help, related(before, "it stands here first"))


def plain(example: str) -> str:
    """An example as it is compared: without case and the marks at its end."""
    return " ".join(example.casefold().split()).rstrip(" .?!")


def _is_text(scalar: Scalar, report: Report, among: Sequence | None = None) -> bool:
    """Whether an option is a text; numbers and true/false are taken for something else by readers of the file."""
    if isinstance(scalar.value, str):
        return True
    all_fixed = "" if among is None else all_quoted(among)
    report.add(
        WRONG_TYPE,
        scalar,
        f"the option {scalar.text or 'here'} is no text for YAML; quote it",
        all_fixed or mended(scalar.document, scalar.start, scalar.end, quoted(scalar.text)),
    )
    return False


def _seen(scalar: Scalar, seen: dict[str, Scalar], report: Report) -> bool:
    before = seen.get(scalar.text.casefold())
    if before is None:
        return False
    report.add(BAD_VALUE, scalar, f"the option '{scalar.text}' stands twice", "", related(before, "first here"))
    return True
