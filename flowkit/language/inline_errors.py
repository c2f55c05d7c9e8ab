"""Syntax errors of quotes and of inline collections: what was closed too soon, or never, or with the wrong sign."""

from flowkit.language.codes import BAD_YAML, YAML_TRAP
from flowkit.language.diagnostic import Diagnostic, Related
from flowkit.language.mending import flow_value_end, in_quotes, indentation, mended, named, on_line, quoted
from flowkit.language.stop import Stop
from flowkit.language.traps import cut_in_braces, print_first, printed_stretch
from flowkit.language.tree import Mapping, Scalar, Sequence

_CLOSING = {"{": "}", "[": "]"}
_QUOTES = ("'", '"')


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
            help = mended(stop.document, stop.at, stop.at + 1, ": ")
            return stop.tell(BAD_YAML, stop.at, stop.at + 1, "a space is missing after this ':'", help)
        message = f"{named(stop.clean[start : stop.at])} has no value here; write a space and a value behind its ':'"
        return stop.tell(BAD_YAML, start, stop.at + 1, message)
    braces = "{…}" if isinstance(stop.bracket, Mapping) else "[…]"
    end = max(stop.value(start)[1], stop.at + 1)
    return cut_in_braces(stop.document, start, end, ":", braces)


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
    if stop.char and stop.on_its_line(bracket.start):
        message = f"a ',' or '{closing}' is missing before this; if it is part of a text, put the text in quotes"
        return stop.tell(BAD_YAML, stop.at, stop.line_end(stop.at), message)
    return _never_closed(stop, bracket, opening, closing)


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
    return cut_in_braces(stop.document, start, max(end, stop.at + 1), stop.char, braces)


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
