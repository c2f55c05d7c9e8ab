"""The mended line: a line of a file as it should be written, for the help of a message.

A mended line is offered only where it is short enough to be read in a terminal; otherwise the message has to do.
"""

import re
from functools import cache

from flowkit.language.advice import Advice
from flowkit.language.diagnostic import Edit
from flowkit.language.tree import Document, Entry

_LONGEST = 160
_LONGEST_LINE = 400  # with its indentation; beyond it not even a copy is made
_LONGEST_VALUE = 1000
_LONGEST_NAME = 60
_LONG_QUOTE = re.compile(r"(?<!\w)'([^']{60})[^']{20,}'")


def named(name: str) -> str:
    """A name from a file as it stands in a message: in quotes, on one line, and cut where it is very long."""
    name = " ".join(name.split())
    return f"'{name}'" if len(name) <= _LONGEST_NAME else f"'{name[:_LONGEST_NAME]}…'"


def in_one_line(message: str) -> str:
    """A message on one line, with what it quotes from a file cut where that is very long."""
    if len(message) <= _LONGEST and message.isprintable():
        return message
    return _LONG_QUOTE.sub(lambda match: f"'{match[1]}…'", " ".join(message.split()))


def quoted(text: str) -> str:
    """The text in the quotes that need the fewest changes: double, else single, else double with escapes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def mended(document: Document, start: int, end: int, replacement: str, safe: bool = False) -> str:
    """`write: …` with the line at `start`, where the stretch up to `end` is replaced; empty if it would be too long.

    It brings a fix; `safe`: nothing else can be meant.
    """
    number = document.line_of(start)
    line, first = document.lines[number], document.starts[number]
    if len(line) > _LONGEST_LINE:
        return ""
    changed = (line[: start - first] + replacement + line[end - first :]).strip()
    edit = Edit(document.span(start, end), replacement)
    return Advice(f"write: {changed}", changed, safe=safe, edits=(edit,)) if len(changed) <= _LONGEST else ""


def in_quotes(document: Document, start: int, end: int) -> str:
    """`write: …` with the stretch of one line in quotes; quotes of a word processor are taken for quotes.

    A quote that closes what none has opened is taken for the end of the text.
    """
    text = document.text[start:end]
    if len(text) > 1 and text[0] in "“”„‘" and text[-1] in "”“’‘":
        text = text[1:-1]
    elif text.endswith('"') and text.count('"') == 1:
        text = text[:-1]
    doubtful = '"' in text or text.startswith("'") or text.endswith("'") or _goes_on_below(document, end)
    return mended(document, start, end, quoted(text), safe=not doubtful)


def _goes_on_below(document: Document, end: int) -> bool:
    """Whether the next line is indented further, so that it may belong to the text that ends here."""
    number = document.line_of(end)
    below = document.lines[number + 1] if number + 1 < len(document.lines) else ""
    return bool(below.strip()) and indentation(below) > indentation(document.lines[number])


def on_line(document: Document, number: int, line: str) -> str:
    """`write: …` with a whole new text, indentation included, for the line with this number (from 0)."""
    changed, before = line.rstrip(), document.lines[number]
    if len(changed) > _LONGEST or changed == before:
        return ""
    first = document.starts[number]
    edit = Edit(document.span(first, first + len(before)), changed)
    return Advice(f"write: {changed}", changed.strip(), edits=(edit,))


def without_repetition(before: Entry, again: Entry) -> str:
    """The help, with its fix, for an entry of a block that stands there word for word already; else empty."""
    document, start, end = again.key.document, again.key.start, again.value.end
    text = document.text
    if text[before.key.start : before.value.end] != text[start:end]:
        return ""
    number, last = document.line_of(start), document.line_of(end)
    first = document.starts[number]
    behind = document.starts[last + 1] if last + 1 < len(document.starts) else len(text)
    if text[first:start].strip(" ") or text[end:behind].strip():
        return ""
    edit = Edit(document.span(first, behind), "")
    return Advice("it says the same as the first one: take it away", "it once", safe=True, edits=(edit,))


@cache
def known_keys() -> frozenset[str]:
    """Every key of the language: what probably stands before a `:`."""
    # The table stands above this module, and is asked only when something is wrong already.
    from flowkit.language.building.table.kinds import KINDS

    return frozenset(key for kind in KINDS.values() for key in kind.keys)


def indentation(line: str) -> int:
    """The spaces before a line."""
    return len(line) - len(line.lstrip(" "))


def value_start(line: str) -> int:
    """The column, from 0, where the value of a block line begins: behind its dashes and its `key:`."""
    at = indentation(line)
    while line.startswith("- ", at):
        at = _next_word(line, at + 1)
    if line[at : at + 1] in ("{", "[", "*", "&", "!"):
        return at
    behind_quotes = line.find(line[at], at + 1) + 1 if line[at : at + 1] in ("'", '"') else at
    colon = line.find(": ", behind_quotes)
    if colon < 0:
        return len(line) if line.endswith(":") else at
    return _next_word(line, colon + 1)


def value_end(line: str, start: int) -> int:
    """The column where the value that begins at `start` ends: before a comment, or at the end of the line."""
    comment = line.find(" # ", start)
    return len(line[: comment if comment >= 0 else len(line)].rstrip())


def _next_word(line: str, at: int) -> int:
    return len(line) - len(line[at:].lstrip())


def flow_value_end(text: str, start: int, in_mapping: bool) -> int:
    """Where, in an inline `{…}` or `[…]`, the value that begins at `start` was meant to end, on the same line.

    Brackets, parentheses and quotes are balanced. In a mapping a `,` ends the value only where a key follows.
    """
    depth, at, quote = 0, start, ""
    while at < min(len(text), start + _LONGEST_VALUE) and text[at] not in "\r\n":
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"" and text[at - 1] in " ([,=":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}" and depth:
            depth -= 1
        elif char in "]}" or (char == "," and not depth and (not in_mapping or _key_follows(text, at + 1))):
            break
        at += 1
    return start + len(text[start:at].rstrip())


def _key_follows(text: str, at: int) -> bool:
    """Whether, behind a comma, a `key:` comes next, or the end of the line."""
    while text[at : at + 1] == " ":
        at += 1
    begin = at
    while at < len(text) and (text[at].isalnum() or text[at] in "_'\""):
        at += 1
    return text[at : at + 1] == ":" if at > begin else text[at : at + 1] in ("", "\r", "\n", "#")
