"""What does not have its form: what is told, and how the line is written right where that can be told."""

from typing import Final

from flowkit.language.building.report import Report
from flowkit.language.building.table.forms import Flag, Form, MapOf, Of, Several, Text, Whole, node_is
from flowkit.language.codes import WRONG_TYPE
from flowkit.language.mending import mended, quoted
from flowkit.language.shapes import TYPE_NAMES
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_YES_NO: Final = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_WHOLE: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS: Final = {word: str(number) for number, word in enumerate(_WHOLE)} | {"once": "1", "twice": "2"}


def misfit(form: Form, node: Node, name: str, report: Report) -> None:
    """Reports a node that does not have the form. `name` is the key it stands under."""
    found = node_is(node)
    if found == "empty":
        report.add(WRONG_TYPE, node, f"'{name}' is empty; it is {form.what}")
    elif type(node) is Sequence and not node.items and isinstance(form, Several):
        report.add(WRONG_TYPE, node, f"'{name}' is an empty list; it is {form.what}", "name at least one")
    elif type(node) is Mapping and not node.index and isinstance(form, MapOf):
        report.add(WRONG_TYPE, node, f"'{name}' is an empty map; it is {form.what}", "name at least one")
    else:
        found = _closer(form, node, found)
        help = _fixed(form, node)
        if name == "ends" and isinstance(form, MapOf) and type(node) is Scalar:
            help = f"write: ends: {{flow: {node.text}}}, with the flow's name"
        report.add(WRONG_TYPE, node, f"'{name}' is {form.what}; this is {found}", help)


def misfit_entry(form: Form, node: Node, name: str, report: Report, among: Sequence) -> None:
    """Reports an entry of a list that does not have the form."""
    found = node_is(node)
    if found == "empty":
        report.add(WRONG_TYPE, node, f"an entry of '{name}' is empty; it is {form.what}")
        return
    help = ""
    if isinstance(form, Text):
        help = all_quoted(among)
    report.add(WRONG_TYPE, node, f"an entry of '{name}' is {form.what}; this is {found}", help or _fixed(form, node))


def all_quoted(among: Sequence) -> str:
    """`write: …` with every entry of a list on one line in quotes that YAML does not take for a text."""
    wrong = [item for item in among.items if not (type(item) is Scalar and isinstance(item.value, str))]
    document = among.document
    numbers = {document.line_of(item.start) for item in wrong} | {document.line_of(item.end) for item in wrong}
    if len(numbers) != 1 or not all(_is_word(item) for item in wrong):
        return ""
    first, last = wrong[0].start, wrong[-1].end
    pieces: list[str] = []
    at = first
    for item in wrong:
        pieces += (document.text[at : item.start], quoted(document.text[item.start : item.end]))
        at = item.end
    return mended(document, first, last, "".join(pieces))


def _is_word(node: Node) -> bool:
    """Whether a node is a plain number, true or false, or a text that was taken for `key: value` in a list."""
    if type(node) is Scalar:
        return node.plain and node.text != ""
    return type(node) is Mapping and node.flow and node.document.text[node.start] != "{"


def _closer(form: Form, node: Node, found: str) -> str:
    """What the node is, said so that the difference can be heard."""
    if type(node) is Scalar and isinstance(form, Whole):
        if found == "a number":
            return node.text
        if node.text.isdigit():
            return "text, for it is in quotes"
    if type(node) is Scalar and isinstance(form, Flag) and node.text.casefold() in ("true", "false"):
        return "text, for it is in quotes"
    return found


def _fixed(form: Form, node: Node) -> str:
    """The line as it is written right, or nothing."""
    start, end, document = node.start, node.end, node.document
    if type(node) is not Scalar:
        if _takes_text(form) and _is_word(node) and "\n" not in document.text[start:end]:
            return mended(document, start, end, quoted(document.text[start:end]), safe=True)
        return ""
    if node.plain and _takes_text(form):
        return mended(document, start, end, quoted(node.text), safe=True)
    word = _instead(form, node.text)
    return mended(document, start, end, word, safe=True) if word and "\n" not in document.text[start:end] else ""


def _instead(form: Form, text: str) -> str:
    match form:
        case Flag():
            return _YES_NO.get(text.casefold(), text.lower() if text.casefold() in ("true", "false") else "")
        case Whole():
            return text if text.isdigit() else _NUMBERS.get(text.casefold(), "")
        case Of(kind="slot") if text in TYPE_NAMES:
            return f'{{type: {text}, ask: "…?"}}'
        case Of(kind="place"):
            return f"{{to: {quoted(text)}}}"
        case Several(item=Of(kind="rule")) | Of(kind="rule"):
            return f'{{when: {text if _bare(text) else quoted(text)}, because: "…"}}'
        case _:
            return ""


def _bare(text: str) -> bool:
    return not any(sign in text for sign in ',[]{}:#?"')


def _takes_text(form: Form) -> bool:
    return isinstance(form, Text) or (isinstance(form, Several) and isinstance(form.item, Text))
