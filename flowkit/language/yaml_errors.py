"""Syntax errors: what libyaml could not read, in the words of who wrote it.

libyaml says where it stopped and what it waited for. The reason mostly stands earlier: a quote or bracket that was
closed too soon or never, a colon inside a text, an indentation. Each function looks at the source around the stop
for one family of reasons; the first that finds its own speaks.
"""

import re

import yaml

from flowkit.language.codes import BAD_YAML, TAG, YAML_TRAP
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.inline_errors import broken_quote, colon_before_bracket, in_brackets, open_quote, printed_text
from flowkit.language.mending import in_quotes, indentation, mended, on_line
from flowkit.language.stop import Stop
from flowkit.language.tree import Document, Mapping, Scalar, Sequence

_MISSING_SPACE = re.compile(r" *(?:- +)*\w+(?P<colon>:)(?=[^\s:/])")
_MISSING_COLON = re.compile(r" *(?:- +)*(?P<name>\w+) +[{\[]")
_SPECIAL = "@`%*&!|>?}],{["
_CANNOT_BEGIN = (
    "found character that cannot start any token",
    "did not find expected alphabetic or numeric character",
    "did not find expected comment or line break",
    "did not find expected node content",
    "did not find expected whitespace or line break",
    "mapping keys are not allowed in this context",
    "found an indentation indicator equal to 0",
)


def explain(
    error: yaml.YAMLError, document: Document, clean: str, opened: list[Mapping | Sequence], last: Scalar | None
) -> Diagnostic:
    """The diagnostic for an error of libyaml.

    `clean` is the text it was given, `opened` the collections that were open, outermost first, and `last` the scalar
    read before it stopped.
    """
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        at = min(getattr(error, "position", 0), len(clean))
        return problem(BAD_YAML, document.span(at, at), "this file cannot be read as YAML from here on")
    at = min(mark.index, len(clean))
    begin = error.context_mark.index if error.context_mark else at
    stop = Stop(document, clean, at, begin, error.problem or "", error.context or "", opened, last)
    for reason in _REASONS:
        found = reason(stop)
        if found is not None:
            return found
    return _unknown(stop)


def _first_character(stop: Stop) -> Diagnostic | None:
    """A text that begins with a sign that YAML keeps for itself."""
    if stop.context.endswith(" a tag") or stop.problem == "found undefined tag handle":
        start = max(0, stop.clean.rfind("!", 0, stop.begin + 1))
        message = "a '!' at the beginning makes this a YAML tag, which flows do not have; put the text in quotes"
        return stop.tell(TAG, start, stop.value(start)[1], message, in_quotes(stop.document, *_whole(stop, start)))
    if stop.problem not in _CANNOT_BEGIN and not stop.context.endswith(" directive"):
        return None
    start = stop.begin if stop.context.endswith((" scalar", " alias", " anchor", " directive")) else stop.at
    sign = stop.clean[start : start + 1]
    if not sign or sign not in _SPECIAL:
        return None
    start, end = _whole(stop, start)
    message = f"a text that begins with '{sign}' must be in quotes"
    return stop.tell(YAML_TRAP, start, end, message, in_quotes(stop.document, start, end))


def _whole(stop: Stop, start: int) -> tuple[int, int]:
    """From the sign at `start` to the end of the value it begins."""
    return start, max(start + 1, stop.value(start)[1])


def _colon(stop: Stop) -> Diagnostic | None:
    """A colon where no key can stand: inside a text, or on a line that goes on with the text above."""
    if stop.problem != "mapping values are not allowed in this context":
        return None
    no_colon = _MISSING_COLON.match(stop.line)
    if no_colon and stop.bracket is None:
        at = stop.line_start + no_colon.end("name")
        message = f"a ':' is missing behind '{no_colon['name']}'"
        return stop.tell(BAD_YAML, at - len(no_colon["name"]), at, message, mended(stop.document, at, at, ":"))
    start, end = stop.value(stop.at)
    if start <= stop.at:
        message = "a text with ': ' in it must be in quotes"
        return stop.tell(YAML_TRAP, start, end, message, in_quotes(stop.document, start, end))
    above = stop.line_before()
    if above is None:
        return None
    line = stop.document.lines[above]
    if _MISSING_SPACE.match(line) or ":" not in line:
        return _without_colon(stop, above)
    message = "this line is indented under the one above, which has a value already; give both the same indentation"
    help = on_line(stop.document, stop.number, " " * indentation(line) + stop.line.lstrip())
    return stop.tell(BAD_YAML, stop.line_start + stop.indent, stop.line_end(stop.at), message, help)


def _no_colon(stop: Stop) -> Diagnostic | None:
    """A line among keys that holds none."""
    if stop.problem != "could not find expected ':'":
        return None
    number = stop.document.line_of(stop.begin)
    if stop.opened and isinstance(stop.opened[-1], Sequence):
        line = stop.document.lines[number]
        return _no_dash(stop, number, stop.document.starts[number] + indentation(line), stop.line_end(stop.begin))
    return _without_colon(stop, stop.document.line_of(stop.begin))


def _without_colon(stop: Stop, number: int) -> Diagnostic:
    line, first = stop.document.lines[number], stop.document.starts[number]
    start, end = first + indentation(line), first + len(line.rstrip())
    missing = _MISSING_SPACE.match(line)
    if missing:
        at = first + missing.start("colon")
        help = mended(stop.document, at, at + 1, ": ")
        return stop.tell(BAD_YAML, at, at + 1, "a space is missing after this ':'", help)
    message = "this line has no ':'; write 'name: value', or indent it further if it belongs to the text above"
    name, *value = line.split(maxsplit=2) or [""]
    fixed = f"{' ' * indentation(line)}{name}: {' '.join(value)}".rstrip()
    help = on_line(stop.document, number, fixed) if name.isidentifier() and len(value) < 2 else ""
    return stop.tell(BAD_YAML, start, end, message, help)


def _behind_the_end(stop: Stop) -> Diagnostic | None:
    """More text where the one value of the file is closed."""
    if stop.problem != "did not find expected <document start>":
        return None
    if stop.begins_line and not stop.indent and (first := stop.line_before()) is not None:
        top = next(n for n, line in enumerate(stop.document.lines[: first + 1]) if line.strip(" ")[:1] not in ("", "#"))
        spaces = indentation(stop.document.lines[top])
        if spaces:
            start = stop.document.starts[top] + spaces
            message = "this line is indented, and the ones below it are not; begin it at the left edge"
            help = on_line(stop.document, top, stop.document.lines[top].lstrip(" "))
            return stop.tell(BAD_YAML, start, stop.line_end(start), message, help)
    message = "what this file holds is closed before this; delete what follows, or put it inside"
    return stop.tell(BAD_YAML, stop.at, stop.line_end(stop.at), message)


def _block(stop: Stop) -> Diagnostic | None:
    """Lines that do not fit under each other."""
    if stop.problem == "block sequence entries are not allowed in this context":
        message = "a list cannot begin on the line of its key; put '- …' on the next line, or write the list as […]"
        return stop.tell(BAD_YAML, stop.at, stop.line_end(stop.at), message)
    if stop.problem not in ("did not find expected key", "did not find expected '-' indicator"):
        return None
    if not stop.begins_line:
        return _goes_on(stop)
    start, end = stop.line_start + stop.indent, stop.line_end(stop.at)
    column = stop.begin - stop.document.starts[stop.document.line_of(stop.begin)]
    if stop.char and stop.char in "}]":
        return stop.tell(BAD_YAML, start, start + 1, f"this '{stop.char}' closes nothing; delete it")
    if stop.char == ",":
        help = mended(stop.document, start, start + 1, "")
        return stop.tell(BAD_YAML, start, start + 1, "a ',' cannot begin a line; delete it", help)
    if stop.char == ":":
        return stop.tell(BAD_YAML, start, end, "there is no name before this ':'; write 'name: value'")
    if stop.indent > column and stop.last is not None and _before_comment(stop, stop.last):
        message = "a comment ends the text above, so it cannot go on here; move the comment to a line of its own"
        return stop.tell(BAD_YAML, start, end, message)
    if stop.indent != column:
        return _indentation(stop, start, end)
    if stop.problem.endswith("'-' indicator"):
        return _no_dash(stop, stop.number, start, end)
    if stop.clean.startswith("- ", stop.at):
        message = "a list item stands here among keys; put it on a line below the key it belongs to, indented"
        return stop.tell(BAD_YAML, start, end, message)
    return None


def _no_dash(stop: Stop, number: int, start: int, end: int) -> Diagnostic:
    line = stop.document.lines[number]
    message = "this line stands among the items of a list; begin it with '- ', or indent it under its item"
    help = on_line(stop.document, number, " " * indentation(line) + "- " + line.lstrip(" "))
    return stop.tell(BAD_YAML, start, end, message, help)


def _before_comment(stop: Stop, last: Scalar) -> bool:
    rest = stop.document.text[last.end : stop.line_end(last.end)].lstrip()
    return last.plain and rest.startswith("#") and stop.document.line_of(last.end) == stop.line_before()


def _indentation(stop: Stop, start: int, end: int) -> Diagnostic:
    """A line that is indented unlike every line above to which it could belong."""
    document = stop.document
    kind = Sequence if stop.clean.startswith("- ", stop.at) else Mapping
    opened = [node for node in stop.opened if isinstance(node, kind) and not node.flow]
    levels = {node.start - document.starts[document.line_of(node.start)] for node in opened}
    above = stop.line_before()
    if above is not None:
        line = document.lines[above]
        levels.add(_key_column(line) if kind is Mapping and line.lstrip().startswith("- ") else indentation(line))
    levels -= {stop.indent, -1}
    if not levels:
        return _unknown(stop)
    nearest = min(levels, key=lambda level: (abs(level - stop.indent), -level))
    *some, last = map(str, sorted(levels)[-3:])
    spaces = "1 space" if stop.indent == 1 else f"{stop.indent} spaces"
    wanted = f"{', '.join(some)} or {last}" if some else last
    message = f"this line is indented by {spaces}; to belong to the lines above it needs {wanted}"
    return stop.tell(BAD_YAML, start, end, message, on_line(document, stop.number, " " * nearest + stop.line.lstrip()))


def _key_column(line: str) -> int:
    """The column of the key in `- key: …`; -1 where the item is no mapping."""
    content = line.lstrip("- ")
    return len(line) - len(content) if ": " in content or content.endswith(":") else -1


def _goes_on(stop: Stop) -> Diagnostic | None:
    """Text behind a value that is closed."""
    if stop.char and stop.char in "]}":
        message = f"this '{stop.char}' closes nothing; delete it"
        return stop.tell(BAD_YAML, stop.at, stop.at + 1, message, mended(stop.document, stop.at, stop.at + 1, ""))
    start, end = stop.value(stop.at)
    sign = stop.clean[start : start + 1]
    if not stop.line_start <= start < stop.at or sign not in _SPECIAL:
        return None
    message = f"a text that begins with '{sign}' must be in quotes"
    if sign in "{[":
        closing = "}" if sign == "{" else "]"
        message = f"text goes on here behind the closing '{closing}'; if all of it is one text, put it in quotes"
    return stop.tell(YAML_TRAP, start, end, message, in_quotes(stop.document, start, end))


_REASONS = (
    printed_text,
    broken_quote,
    open_quote,
    colon_before_bracket,
    in_brackets,
    _first_character,
    _colon,
    _no_colon,
    _block,
    _behind_the_end,
)


def _unknown(stop: Stop) -> Diagnostic:
    message = "this cannot be read as YAML here; check the quotes, brackets and indentation of this line"
    reason = " ".join(part for part in (stop.context, stop.problem) if part)
    return stop.tell(BAD_YAML, stop.at, stop.line_end(stop.at), message, f"the YAML reader says: {reason}")
