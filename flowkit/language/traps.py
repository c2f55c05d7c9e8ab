"""YAML traps: places where YAML reads, without a word, something else than the designer wrote.

Each of them is an error with the quoted form as help, and the tree gets the value that was meant, so that one slip
gives one message.
"""

import re

from flowkit.language.advice import Advice
from flowkit.language.codes import YAML_TRAP
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.mending import flow_value_end, in_quotes, known_keys, mended, named, quoted, value_end
from flowkit.language.tree import Document, Entry, Mapping, Node, Scalar, Sequence, scalars

_GUARD = re.compile(r"\{\{(?P<value>[^{}]+)\}\}(?P<rest> *(?:[=!<>]=|[<>]| is (?:not )?(?:set|empty)\b)[^{}]*)")
_KEY_INSIDE = re.compile(r"(?<=[ ,])[a-z_]+:")
_UNSPACED_COMMENT = re.compile(r" #(?=[^\s#!])")


def cut_in_braces(document: Document, start: int, end: int, char: str, brackets: str = "{…}") -> Diagnostic:
    """A value inside `{…}` that ends at `char` for YAML, but was meant to run from `start` to `end`."""
    message = f"inside {brackets} this ends at '{char}'; put it in quotes, or on a line of its own"
    help = in_quotes(document, start, end)
    if _KEY_INSIDE.search(document.text, start + 1, end):  # or a ',' is missing, or a space: nobody can tell
        help = str(help)
    return problem(YAML_TRAP, document.span(start, end), message, help)


def print_first(document: Document, start: int, end: int) -> Diagnostic:
    """A text that begins with `{{` or `{%`, which YAML takes for an inline mapping."""
    opening = document.text[start : start + 2]
    message = f"a text that begins with '{opening}' must be in quotes"
    bare = _GUARD.fullmatch(document.text, start, end)
    if bare:
        fix = mended(document, start, end, f"{bare['value'].strip()}{bare['rest']}", safe=True)
        return problem(YAML_TRAP, document.span(start, end), "a guard has no braces", fix)
    return problem(YAML_TRAP, document.span(start, end), message, in_quotes(document, start, end))


def printed_stretch(document: Document, start: int, around: Mapping | Sequence | None) -> tuple[int, int]:
    """From where to where a text runs that begins with `{{` at `start`, on its line, in the collection around it."""
    if around is not None and around.flow:
        return start, flow_value_end(document.text, start, isinstance(around, Mapping))
    number = document.line_of(start)
    line, first = document.lines[number], document.starts[number]
    return start, first + value_end(line, start - first)


def check_braces(mapping: Mapping) -> list[Diagnostic]:
    """Problems of one `{…}`: entries without a value, which are mostly the rest of a text cut at a comma, and `?`."""
    for entry in mapping.index.values():
        value = entry.value
        if type(value) is Scalar and not value.style and (not value.text or "?" in value.text):
            return _braces(mapping)
    return []


def _braces(mapping: Mapping) -> list[Diagnostic]:
    document = mapping.document
    found: list[Diagnostic] = []
    kept: dict[str, Entry] = {}
    before: Entry | None = None
    cut_until: dict[int, tuple[Scalar, int]] = {}
    for name, entry in mapping.index.items():
        if without_colon(entry):
            rest = before.value if before else None
            if isinstance(rest, Scalar) and rest.plain and "\n" not in document.text[rest.start : entry.key.end]:
                cut_until[rest.start] = (rest, entry.key.end)
            else:
                found.append(_no_value(document, entry.key))
                if entry.key.text.isidentifier():
                    kept[name] = entry  # a name without its value is still a name
            continue
        kept[name] = before = entry
    for scalar, end in cut_until.values():
        found.append(cut_in_braces(document, scalar.start, end, ","))
        scalar.end, scalar.text = end, document.text[scalar.start : end]
    found += [
        _question_mark(document, entry.value)
        for entry in kept.values()
        if isinstance(entry.value, Scalar) and entry.value.plain and "?" in entry.value.text
        if entry.value.start not in cut_until
    ]
    mapping.index.clear()  # in place: the reader still holds it
    mapping.index.update(kept)
    return found


def without_colon(entry: Entry) -> bool:
    """Whether an entry of a `{…}` has neither a `:` nor a value."""
    value, key = entry.value, entry.key
    if type(value) is not Scalar or value.text or value.style:
        return False
    return ":" not in key.document.text[key.end : value.start]


def _no_value(document: Document, key: Scalar) -> Diagnostic:
    name, colon, rest = key.text.partition(":")
    if colon and rest and key.plain:
        message = f"{named(key.text)} needs a space after the ':'"
        fix = mended(document, key.start, key.end, f"{name}: {rest}", safe=True)
        return problem(YAML_TRAP, key.span, message, fix)
    first, space, _ = key.text.partition(" ")
    if key.plain and space and first in known_keys():
        fix = mended(document, key.start, key.start + len(first), f"{first}:")
        return problem(YAML_TRAP, key.span, f"a ':' is missing behind '{first}'", fix)
    message = f"{named(key.text)} has no value here; give it one behind a ':', or put its whole text in quotes"
    return problem(YAML_TRAP, key.span, message)


def _question_mark(document: Document, scalar: Scalar) -> Diagnostic:
    message = "inside {…} other YAML readers end this at '?'; put it in quotes, or on a line of its own"
    one_line = "\n" not in document.text[scalar.start : scalar.end]
    return problem(YAML_TRAP, scalar.span, message, in_quotes(document, scalar.start, scalar.end) if one_line else "")


def check_brackets(sequence: Sequence) -> list[Diagnostic]:
    """Items of a `[…]` that are one expression cut at the commas between its parentheses."""
    document, found = sequence.document, []
    kept: list[Node] = []
    opened: Scalar | None = None
    opened_at = 0
    for item in sequence.items:
        kept.append(item)
        if not isinstance(item, Scalar) or not item.plain:
            opened = None
            continue
        balance = item.text.count("(") - item.text.count(")")
        if opened is None and balance > 0:
            opened, opened_at = item, len(kept)
        elif opened is not None and balance < 0 and "\n" not in document.text[opened.start : item.end]:
            found.append(cut_in_braces(document, opened.start, item.end, ",", "[…]"))
            opened.end, opened.text = item.end, document.text[opened.start : item.end]
            del kept[opened_at:]
            opened = None
    sequence.items = kept
    return found


def check_comments(root: Node, clean: str, most: int) -> list[Diagnostic]:
    """Texts that lost their end, or all they had, to a `#` that was meant as part of them.

    Only a `#` without a space behind it is taken for such; a real comment has one. At most `most` are told.
    """
    marks = [match.start() for match in _UNSPACED_COMMENT.finditer(clean)] if " #" in clean else []
    if not marks:
        return []
    by_end = {scalar.end: scalar for scalar in scalars(root) if scalar.plain}
    found: list[Diagnostic] = []
    for mark in marks:
        if len(found) >= most:
            break
        behind = mark
        while clean[behind - 1] == " ":
            behind -= 1
        if scalar := by_end.get(behind):
            found.append(lost_to_comment(scalar, mark + 1))
    return found


def lost_to_comment(scalar: Scalar, mark: int) -> Diagnostic:
    """A plain scalar that ends, or is empty, because of the `#` at `mark`; gets back the text that was meant."""
    document = scalar.document
    number = document.line_of(mark)
    line, first = document.lines[number], document.starts[number]
    end = first + len(line.rstrip())
    start = mark if not scalar.text else scalar.start
    lost = "there is no value" if not scalar.text else f"this text ends at '{scalar.text[-20:]}'"
    message = f"a '#' with a space before it starts a comment, so {lost}; put the text in quotes"
    one_line = document.line_of(start) == number
    fix = mended(document, start, end, quoted(document.text[start:end]), safe=True) if one_line else ""
    scalar.start, scalar.end, scalar.text = start, end, " ".join(document.text[start:end].split())
    comment = "a comment is written '# ' with a space"
    help = fix.told_as(f"{fix} ({comment})") if isinstance(fix, Advice) else comment
    return problem(YAML_TRAP, document.span(mark, end), message, help)
