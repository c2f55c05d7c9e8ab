"""Syntax errors of lines: those that do not fit under each other, and those that stand where none of their kind can.

A line that is indented under a value, or a list item among keys, has mostly lost the line above it: then the keys are
named that may be missing there (`missing_lines`).
"""

import re

from flowkit.language.codes import BAD_YAML, YAML_TRAP
from flowkit.language.diagnostic import Diagnostic, Related
from flowkit.language.mending import in_quotes, indentation, known_keys, mended, on_line
from flowkit.language.missing_lines import key_of, missing_key, name_is_missing
from flowkit.language.stop import Stop
from flowkit.language.tree import Mapping, Scalar, Sequence

SPECIAL = "@`%*&!|>?}],{["
"""Signs that YAML keeps for itself at the beginning of a text."""

MISSING_SPACE = re.compile(r" *(?:- +)*\w+(?P<colon>:)(?=[^\s:/])")


def indented_under_a_value(stop: Stop, above: str) -> Diagnostic:
    """A key that is indented under a line whose key has its value: too far, or its own header is missing."""
    message = "this line is indented under the one above, which has a value already; give both the same indentation"
    help = on_line(stop.document, stop.number, " " * indentation(above) + stop.line.lstrip())
    missing = missing_key(stop.document, stop.number, indentation(above), listed=False)
    if missing or name_is_missing(stop.line, above):
        message += f", or write {missing or 'the name of a new entry'} above it"
        help = ""
    return stop.tell(BAD_YAML, stop.line_start + stop.indent, stop.line_end(stop.at), message, help)


def item_among_keys(stop: Stop) -> Diagnostic | None:
    """An item of a list below a key that has its value already, or among keys: its own key is missing."""
    above = stop.line_before()
    if above is None or stop.document.lines[above].lstrip().startswith("- "):
        return None
    level = indentation(stop.document.lines[above])
    if stop.indent < level or not key_of(stop.document.lines[above]):
        return None
    return _among_keys(stop)


def _among_keys(stop: Stop) -> Diagnostic:
    levels = sorted((level for level in _open_levels(stop) if level <= stop.indent), reverse=True)
    keys = (missing_key(stop.document, stop.number, level, listed=True) for level in levels)
    missing = next((key for key in keys if key), "")
    such = f", such as {missing}" if missing else ""
    message = f"a list item stands here among keys; put it on a line below the key it belongs to{such}, indented"
    return stop.tell(BAD_YAML, stop.line_start + stop.indent, stop.line_end(stop.line_start), message)


def without_colon(stop: Stop, number: int) -> Diagnostic:
    line, first = stop.document.lines[number], stop.document.starts[number]
    word = line.strip().removeprefix("- ").strip()
    if line.lstrip().startswith("- ") and word.isidentifier() and number < stop.number and key_of(stop.line):
        message = f"'{word}' above holds no keys: the line that begins the next entry of this list is missing"
        fix = f"write: {' ' * indentation(line)}- {stop.line.lstrip()}"
        return stop.tell(BAD_YAML, stop.line_start + stop.indent, stop.line_end(stop.at), message, fix)
    start, end = first + indentation(line), first + len(line.rstrip())
    missing = MISSING_SPACE.match(line)
    if missing:
        at = first + missing.start("colon")
        help = mended(stop.document, at, at + 1, ": ", safe=True)
        return stop.tell(BAD_YAML, at, at + 1, "a space is missing after this ':'", help)
    message = "this line has no ':'; write 'name: value', or indent it further if it belongs to the text above"
    name, *value = line.split(maxsplit=2) or [""]
    fixed = f"{' ' * indentation(line)}{name}: {' '.join(value)}".rstrip()
    help = on_line(stop.document, number, fixed) if name.isidentifier() and len(value) < 2 else ""
    return stop.tell(BAD_YAML, start, end, message, help)


def block(stop: Stop) -> Diagnostic | None:
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
        help = mended(stop.document, start, start + 1, "", safe=True)
        return stop.tell(BAD_YAML, start, start + 1, "a ',' cannot begin a line; delete it", help)
    if stop.char == ":":
        return stop.tell(BAD_YAML, start, end, "there is no name before this ':'; write 'name: value'")
    if stop.clean.startswith("- ", stop.at) and (found := item_among_keys(stop)):
        return found
    if stop.indent > column and (key := stop.line_before()) is not None and key_of(stop.line) and stop.last is not None:
        above_line = stop.document.lines[key]
        if indentation(above_line) < stop.indent and _before_comment(stop, stop.last):
            return indented_under_a_value(stop, above_line)
    if stop.indent > column and stop.last is not None and _before_comment(stop, stop.last):
        message = "a comment ends the text above, so it cannot go on here; move the comment to a line of its own"
        return stop.tell(BAD_YAML, start, end, message)
    if stop.indent != column:
        return _indentation(stop, start, end)
    if stop.problem.endswith("'-' indicator"):
        return no_dash(stop, stop.number, start, end)
    if stop.clean.startswith("- ", stop.at):
        return _among_keys(stop)
    return None


def no_dash(stop: Stop, number: int, start: int, end: int) -> Diagnostic:
    line = stop.document.lines[number]
    message = "this line stands among the items of a list; begin it with '- ', or indent it under its item"
    help = on_line(stop.document, number, " " * indentation(line) + "- " + line.lstrip(" "))
    items = stop.opened[-1] if stop.opened and isinstance(stop.opened[-1], Sequence) else None
    if items is None:
        return stop.tell(BAD_YAML, start, end, message, help)
    begins = stop.document.span(items.start, items.start + 1)
    first = Related(begins, "this '-' makes it a list; without it these are keys")
    return stop.tell(BAD_YAML, start, end, message, help, first)


def _before_comment(stop: Stop, last: Scalar) -> bool:
    rest = stop.document.text[last.end : stop.line_end(last.end)].lstrip()
    return last.plain and rest.startswith("#") and stop.document.line_of(last.end) == stop.line_before()


def _indentation(stop: Stop, start: int, end: int) -> Diagnostic | None:
    """A line that is indented unlike every line above to which it could belong."""
    document = stop.document
    kind = Sequence if stop.clean.startswith("- ", stop.at) else Mapping
    opened = [node for node in stop.opened if isinstance(node, kind) and not node.flow]
    levels = {node.start - document.starts[document.line_of(node.start)] for node in opened}
    above = stop.line_before()
    if above is not None:
        line = document.lines[above]
        levels.add(_key_column(line) if kind is Mapping and line.lstrip().startswith("- ") else indentation(line))
    if kind is Mapping:
        levels |= _open_levels(stop)
    levels -= {stop.indent, -1}
    if kind is Mapping and (lost := _lost_name(stop)):
        return lost
    over = document.lines[above] if above is not None else ""
    if stop.indent > indentation(over) and name_is_missing(stop.line, over):
        return indented_under_a_value(stop, over)
    if not levels:
        return None
    # A name of its own belongs beside the names above, a key of the language inside the last of them.
    outwards = kind is Mapping and key_of(over) in known_keys() and key_of(stop.line) not in known_keys()
    nearest = min(levels, key=lambda level: (abs(level - stop.indent), level if outwards else -level))
    *some, last = map(str, sorted(levels)[-3:])
    spaces = "1 space" if stop.indent == 1 else f"{stop.indent} spaces"
    wanted = f"{', '.join(some)} or {last}" if some else last
    message = f"this line is indented by {spaces}; to belong to the lines above it needs {wanted}"
    return stop.tell(BAD_YAML, start, end, message, on_line(document, stop.number, " " * nearest + stop.line.lstrip()))


def _lost_name(stop: Stop) -> Diagnostic | None:
    """Lines above that are indented further than this one, directly under a key: the name they belong to is missing."""
    document, first = stop.document, -1
    for number in range(stop.number - 1, max(-1, stop.number - 200), -1):
        line = document.lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if indentation(line) <= stop.indent:
            break
        first = number
    else:
        return None
    owner, line = document.lines[number], document.lines[first]
    if first < 0 or not owner.split(" #")[0].rstrip().endswith(":") or indentation(owner) >= stop.indent - 1:
        return None
    if key_of(line) not in known_keys() or key_of(stop.line) in known_keys():
        return None
    message = f"a name is missing above this line: what stands under '{key_of(owner)}' begins further left, like line "
    message += str(stop.number + 1)
    start = document.starts[first] + indentation(line)
    fix = f"write above it: {' ' * stop.indent}name:"
    return stop.tell(BAD_YAML, start, document.starts[first] + len(line.rstrip()), message, fix)


def _open_levels(stop: Stop) -> set[int]:
    """The indentations of the lines above that are not closed by another line: libyaml has closed some by now."""
    levels: set[int] = set()
    least = 1_000
    for number in range(stop.number - 1, max(-1, stop.number - 200), -1):
        line = stop.document.lines[number]
        content = line.lstrip(" ")
        if content and not content.startswith("#") and (spaces := indentation(line)) < least:
            least = spaces
            levels.add(_key_column(line) if content.startswith("- ") else spaces)
    return levels


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
    if not stop.line_start <= start < stop.at or sign not in SPECIAL:
        return None
    message = f"a text that begins with '{sign}' must be in quotes"
    if sign in "{[":
        closing = "}" if sign == "{" else "]"
        message = f"text goes on here behind the closing '{closing}'; if all of it is one text, put it in quotes"
    return stop.tell(YAML_TRAP, start, end, message, in_quotes(stop.document, start, end))
