"""Syntax errors of quotes and of inline collections: what was closed too soon, or never, or with the wrong sign."""

import re

from flowkit.language.codes import BAD_YAML, YAML_TRAP
from flowkit.language.diagnostic import Diagnostic, Related
from flowkit.language.mending import (
    flow_value_end,
    in_quotes,
    indentation,
    known_keys,
    mended,
    named,
    on_line,
    quoted,
)
from flowkit.language.stop import Stop
from flowkit.language.traps import cut_in_braces, print_first, printed_stretch
from flowkit.language.tree import Mapping, Scalar, Sequence

_CLOSING = {"{": "}", "[": "]"}
_QUOTES = ("'", '"')
_KEY_INSIDE = re.compile(r"(?P<sign> *[;|] *| +)(?P<key>[a-z_]+): ")
_HIDING = re.compile(r" #(?=[^\s#!])")
_KEY_HERE = re.compile(r"(?P<key>[a-z_]+):(?= |$)")
_ONE_VALUE = re.compile(r"[\w.]+|\[[^\[\]]*\]|'[^']*'|\"[^\"]*\"")
_SIGNS = tuple("*&!%@>|")
_ENTRY_KEY = re.compile(r"[{,] *[a-z_]+: +")
_TEXT_AND_BRACKET = re.compile(r"""(?:'[^']*'|"[^"]*"|[^\s'"\[{])[^'"\[{]*\[""")
_BEFORE_OPERATOR = re.compile(r" *(?:==|!=|<=|>=|<|>|(?:and|or|in|is|not)\b)")


def printed_text(stop: Stop) -> Diagnostic | None:
    """A text that begins with `{{` or `{%`."""
    text = stop.clean
    starts = [node.start for node in stop.opened if isinstance(node, Mapping) and node.flow]
    if stop.char == "%" and text[stop.at - 1 : stop.at] == "{":
        starts.append(stop.at - 1)
    for start in starts:
        if text.startswith(("{{", "{%"), start):
            around = next((node for node in reversed(stop.opened) if node.start < start), None)
            return print_first(stop.document, *printed_stretch(stop.document, start, around))
    return None


def hidden_closing(stop: Stop) -> Diagnostic | None:
    """A `#` in an inline collection on a line above, which hides its closing bracket and lets it run on."""
    bracket = stop.bracket
    if bracket is None or stop.on_its_line(bracket.start):
        return None
    text, end = stop.document.text, stop.line_end(bracket.start)
    mark = _HIDING.search(text, bracket.start, end)
    closing = _CLOSING[stop.clean[bracket.start]]
    if mark is None or closing not in text[mark.end() : end]:
        return None
    at = mark.end() - 1
    before = text[bracket.start : at].rstrip(" ")
    start = at if before.endswith((":", ",", "{", "[")) else bracket.start + _value_in(before)
    message = f"a '#' with a space before it starts a comment, so the '{closing}' is not read; put the text in quotes"
    last = flow_value_end(text, at, closing == "}")
    return stop.tell(YAML_TRAP, at, at + 1, message, in_quotes(stop.document, start, last))


def _value_in(before: str) -> int:
    """Where the last value begins in the inside of an inline collection."""
    at = max(before.rfind(sign) for sign in (": ", ", ", "{", "["))
    return at + 1 + (len(before[at + 1 :]) - len(before[at + 1 :].lstrip()))


def broken_quote(stop: Stop) -> Diagnostic | None:
    """A quoted text that goes on behind its closing quote."""
    last = stop.last
    if last is None or last.style not in _QUOTES or stop.clean[last.end : stop.at].strip(" "):
        return None
    if not stop.on_its_line(last.end):
        return None
    mark = last.style
    if not stop.on_its_line(last.start):
        message = f"the quote that opens here is closed only on line {stop.number + 1}; close it on its own line"
        return stop.tell(BAD_YAML, last.start, last.start + 1, message, _closed_on_line(stop, last.start))
    if found := _comma_before_key(stop):
        return found
    start, end = stop.value(last.start)
    goes_on = "text goes on here behind the closing quote; put the whole in quotes"
    if start != last.start:
        return stop.tell(YAML_TRAP, last.start, stop.at + 1, goes_on)
    end = max(end, stop.at)
    if stop.bracket is not None and stop.char and stop.char in ":[]{}":
        return cut_in_braces(stop.document, start, end, stop.char)
    written = stop.document.text[start:end]
    if stop.char != ":" and (last.end == stop.at or written.endswith(mark)):
        message = f"the {mark} inside this text ends it; put the text in other quotes"
        if written.count(mark) % 2 == 0 and _BEFORE_OPERATOR.match(stop.clean, last.end):
            message = f"an expression that begins with {mark} must be in quotes as a whole"
            fix = mended(stop.document, start, end, quoted(written), safe=True)
            return stop.tell(YAML_TRAP, start, end, message, fix)
        text = written[1:].removesuffix(mark)
        text = text.replace('\\"', '"') if mark == '"' else text
        return stop.tell(YAML_TRAP, start, end, message, mended(stop.document, start, end, quoted(text)))
    return stop.tell(YAML_TRAP, start, end, goes_on, in_quotes(stop.document, start, end))


def open_quote(stop: Stop) -> Diagnostic | None:
    """A quote that is never closed, or a backslash that means nothing."""
    if not stop.context.endswith("quoted scalar") or stop.clean[stop.begin : stop.begin + 1] not in _QUOTES:
        return None
    if stop.problem.startswith("found unexpected"):
        mark = stop.clean[stop.begin]
        message = f"the quote that opens here is never closed; write {mark} at the end of the text"
        return stop.tell(BAD_YAML, stop.begin, stop.begin + 1, message, _closed_on_line(stop, stop.begin))
    at = stop.clean.rfind("\\", stop.begin, stop.at + 1)
    written = stop.clean[at : at + 2].rstrip()
    message = f"'{written}' means nothing between \" quotes; write \\\\ for a backslash, or put the text in ' quotes"
    return stop.tell(BAD_YAML, at, at + len(written), message, mended(stop.document, at, at + 1, "\\\\"))


def _closed_on_line(stop: Stop, start: int) -> str:
    """The line with its quote closed, where the text does not seem to go on in the next one."""
    end, lines, number = stop.line_end(start), stop.document.lines, stop.document.line_of(start)
    text = stop.document.text[start + 1 : end]
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if stop.bracket is not None or not text or indentation(below) > indentation(lines[number]):
        return ""
    return mended(stop.document, start, end, quoted(text.rstrip(stop.clean[start])))


def colon_before_bracket(stop: Stop) -> Diagnostic | None:
    """A `:` right before one of `, [ ] { }`: a key without a space behind its colon, or a text that ends with one."""
    if stop.problem != "found unexpected ':'" or stop.bracket is None:
        return None
    start = max(stop.clean.rfind(sign, 0, stop.at) for sign in "{[,:\n") + 1
    start += len(stop.clean[start : stop.at]) - len(stop.clean[start : stop.at].lstrip())
    if stop.clean[start - 1 :].startswith(("{", "[")) or stop.clean[:start].rstrip(" ").endswith(","):
        if stop.clean[stop.at + 1] in "[{":
            help = mended(stop.document, stop.at, stop.at + 1, ": ", safe=True)
            return stop.tell(BAD_YAML, stop.at, stop.at + 1, "a space is missing after this ':'", help)
        message = f"{named(stop.clean[start : stop.at])} has no value here; write a space and a value behind its ':'"
        return stop.tell(BAD_YAML, start, stop.at + 1, message)
    braces = "{…}" if isinstance(stop.bracket, Mapping) else "[…]"
    end = max(stop.value(start)[1], stop.at + 1)
    return cut_in_braces(stop.document, start, end, ":", braces)


def path_before_sign(stop: Stop) -> Diagnostic | None:
    """An expression in `{…}` with a path such as `prices[size]`, which ends it for YAML, and then a sign of YAML's own.

    The sign is what libyaml stops at, for it looks ahead; what is wrong begins with the bracket. Whether the `{` is
    open already cannot be told, for the same reason.
    """
    reads_sign = stop.context.endswith((" alias", " anchor", " scalar", " tag"))
    sign = stop.begin if reads_sign else stop.at
    if stop.clean[sign : sign + 1] not in _SIGNS or not stop.on_its_line(sign):
        return None
    keys = list(_ENTRY_KEY.finditer(stop.clean, stop.line_start, sign))
    if not keys or not _TEXT_AND_BRACKET.match(stop.clean, start := keys[-1].end(), sign):
        return None
    end = max(flow_value_end(stop.document.text, start, in_mapping=True), sign)
    return cut_in_braces(stop.document, start, end, "[")


def in_brackets(stop: Stop) -> Diagnostic | None:
    """What went wrong inside `{…}` or `[…]`."""
    bracket = stop.bracket
    if bracket is None or not stop.problem.startswith(("did not find expected ','", "did not find expected node")):
        return None
    opening = stop.clean[bracket.start]
    closing, last = _CLOSING[opening], stop.last
    if last is not None and last.plain and last.start > bracket.start:
        found = _cut_by_comment(stop, last, closing) or _cut(stop, last)
        if found is not None:
            return found
    if stop.char and stop.char in "]}" and stop.char != closing:
        return _wrong_closing(stop, bracket, opening, closing)
    if stop.char and stop.char in ",]}" and "node content" in stop.problem:
        return stop.tell(BAD_YAML, stop.at, stop.at + 1, f"a value is missing before this '{stop.char}'")
    if stop.char and last is not None and stop.clean[last.end : stop.at].lstrip(": ,")[:1] in ("*", "&", "!"):
        start, end = stop.value(stop.at - len(stop.clean[last.end : stop.at].lstrip(": ,")))
        message = f"a text that begins with '{stop.clean[start]}' must be in quotes"
        return stop.tell(YAML_TRAP, start, end, message, in_quotes(stop.document, start, end))
    if stop.clean.startswith("- ", stop.at):
        message = "a '- ' begins no item inside […]; write the items with commas between them"
        return stop.tell(BAD_YAML, stop.at, stop.at + 1, message)
    if found := _comma_before_key(stop):
        return found
    if stop.char and stop.at and stop.clean[stop.at - 1] in "]}" and (start := _opening(stop, bracket.start)):
        closed = stop.clean[stop.at - 1]
        message = f"text goes on here behind the closing '{closed}'; if it is one text, put it in quotes"
        end = flow_value_end(stop.document.text, start, closing == "}")
        return stop.tell(YAML_TRAP, start, end, message, in_quotes(stop.document, start, end))
    if stop.char and stop.on_its_line(bracket.start):
        message = f"a ',' or '{closing}' is missing before this; if it is part of a text, put the text in quotes"
        return stop.tell(BAD_YAML, stop.at, stop.line_end(stop.at), message)
    return _never_closed(stop, bracket, opening, closing)


def _comma_before_key(stop: Stop) -> Diagnostic | None:
    """A key of the language inside `{…}`, right behind a value that is closed."""
    key = _KEY_HERE.match(stop.clean, stop.at)
    if key is None or not isinstance(stop.bracket, Mapping) or key["key"] not in known_keys():
        return None
    behind = len(stop.clean[: stop.at].rstrip(" "))
    if stop.clean[behind - 1] not in "'\"]}" or not stop.on_its_line(behind):
        return None
    message = f"a ',' is missing before '{key['key']}:'"
    return stop.tell(
        BAD_YAML, stop.at, key.end("key"), message, mended(stop.document, behind, stop.at, ", ", safe=True)
    )


def _opening(stop: Stop, after: int) -> int:
    """Where the inline collection opens that closes right before the stop, on its line; 0 where that cannot be told."""
    depth = 0
    for at in range(stop.at - 1, max(after, stop.line_start), -1):
        depth += (stop.clean[at] in "]}") - (stop.clean[at] in "[{")
        if not depth:
            return at
    return 0


def _cut_by_comment(stop: Stop, last: Scalar, closing: str) -> Diagnostic | None:
    """A `#` inside an inline collection, which hides the rest of the line and with it the closing bracket."""
    end = stop.line_end(last.end)
    rest = stop.document.text[last.end : end]
    if not rest.lstrip().startswith("#") or closing not in rest:
        return None
    mark = end - len(rest.lstrip())
    message = f"a '#' with a space before it starts a comment, so the '{closing}' is not read; put the text in quotes"
    end = flow_value_end(stop.document.text, last.start, closing == "}")
    return stop.tell(YAML_TRAP, mark, mark + 1, message, in_quotes(stop.document, last.start, end))


def _cut(stop: Stop, last: Scalar) -> Diagnostic | None:
    """A text or guard that goes on with a sign that ends it for YAML."""
    if not stop.on_its_line(last.start) or stop.clean[last.end : stop.at].strip(" "):
        return None
    if not stop.char or stop.char not in ":[{":
        return None
    braces = "{…}" if isinstance(stop.bracket, Mapping) else "[…]"
    start, end = stop.value(last.start)
    if stop.char == ":" and braces == "{…}" and (found := _missing_comma(stop, start, end)):
        return found
    return cut_in_braces(stop.document, start, max(end, stop.at + 1), stop.char, braces)


def _missing_comma(stop: Stop, start: int, end: int) -> Diagnostic | None:
    """A value that goes on with a key of the language: the `,` between two entries is missing, or is a `;`."""
    text = stop.document.text[start:end]
    keys = [match for match in _KEY_INSIDE.finditer(text) if match["key"] in known_keys()]
    if not keys or not _ONE_VALUE.fullmatch(text[: keys[0].start()]):
        return None
    fixed = _KEY_INSIDE.sub(lambda match: f", {match['key']}: " if match["key"] in known_keys() else match[0], text)
    sign = keys[0]["sign"].strip()
    at = start + keys[0].start("key")
    message = f"a ',' is missing before '{keys[0]['key']}:'"
    if sign:
        message = f"entries are parted by ',', not by '{sign}'"
        at = start + keys[0].start("sign")
    return stop.tell(BAD_YAML, at, start + keys[0].end("key"), message, mended(stop.document, start, end, fixed))


def _wrong_closing(stop: Stop, bracket: Mapping | Sequence, opening: str, closing: str) -> Diagnostic:
    around = stop.brackets[-2] if len(stop.brackets) > 1 else None
    related = Related(stop.document.span(bracket.start, bracket.start + 1), "opened here")
    if around is not None and _CLOSING[stop.clean[around.start]] == stop.char:
        message = f"a '{opening}' is still open before this '{stop.char}'; close it with '{closing}' first"
        help = mended(stop.document, stop.at, stop.at + 1, closing + stop.char)
    else:
        message = f"a '{opening}' is closed with '{stop.char}' here; write '{closing}'"
        help = mended(stop.document, stop.at, stop.at + 1, closing)
    return stop.tell(BAD_YAML, stop.at, stop.at + 1, message, help, related)


def _never_closed(stop: Stop, bracket: Mapping | Sequence, opening: str, closing: str) -> Diagnostic:
    number = stop.document.line_of(bracket.start)
    line = stop.document.lines[number].rstrip()
    over_lines = line.endswith(opening)
    if over_lines and stop.last is not None and stop.char and not stop.on_its_line(stop.last.start):
        at = stop.line_end(stop.last.start)
        message = f"a ',' is missing at the end of this line, or a '{closing}' behind it"
        return stop.tell(BAD_YAML, at, at, message, mended(stop.document, at, at, ","))
    message = f"the '{opening}' that opens here is never closed; write '{closing}' at its end"
    inner_first = [node for node in reversed(stop.brackets) if stop.document.line_of(node.start) == number]
    closers = "".join(_CLOSING[stop.clean[node.start]] for node in inner_first)
    unclear = line.endswith((opening, ",")) or "#" in line
    help = "" if unclear else on_line(stop.document, number, line + closers)
    return stop.tell(BAD_YAML, bracket.start, bracket.start + 1, message, help)
