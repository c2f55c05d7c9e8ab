"""The cursor: in which map, under which key it stands, told from the text alone.

A line that is being typed is seldom YAML, so nothing here needs a tree: the maps around a place are told by
indentation, and by the brackets that are open. What is looked at is the text up to the cursor, and for keys that stand
already the lines below.
"""

import re
from typing import Final

from flowkit.language.frozen import frozen

_KEY: Final = re.compile(r"""(?P<key>"[^"]*"|'[^']*'|[^\s:{}\[\],"'#&*!|>%@`-][^:{}\[\],#]*?|-?[\w.]+)\s*:(?=\s|$)""")
_DASHES: Final = re.compile(r"(?:- +|-$)*")
_OPENS: Final = {"{": "}", "[": "]"}


@frozen
class Frame:
    """A map around the cursor: the key that leads on to the cursor, and what stands under the other keys."""

    key: str
    others: tuple[tuple[str, str], ...] = ()

    def other(self, *keys: str) -> tuple[str, str]:
        """The first of the keys that stands there, with the text after it."""
        there = dict(self.others)
        return next(((key, there[key].strip("\"' ")) for key in keys if key in there), ("", ""))


@frozen
class Cursor:
    """Where the cursor stands.

    `frames` lead from the root to it; the last one has the key whose value is typed, or, with an empty key, a key is
    typed. `typed`: the value, or the key, up to the cursor. `word`: where the last word of it begins, an offset.
    `in_list`: it is an entry of a list.
    """

    frames: tuple[Frame, ...]
    typed: str
    word: int
    in_list: bool = False

    @property
    def is_key(self) -> bool:
        """Whether a key is typed."""
        return not self.frames[-1].key

    def path(self) -> tuple[str, ...]:
        """The keys from the root."""
        return tuple(frame.key for frame in self.frames if frame.key)


@frozen
class _Line:
    """A line: the columns of its dashes and of its key, the key and what follows it."""

    dashes: tuple[int, ...]
    column: int
    key: str
    rest: str

    @property
    def first(self) -> int:
        return self.dashes[0] if self.dashes else self.column


def cursor(text: str, offset: int) -> Cursor:
    """Where an offset of a text lies."""
    begin = text.rfind("\n", 0, offset) + 1
    above = text[:begin].splitlines()
    end = text.find("\n", offset)
    below = [] if end < 0 else text[end + 1 :].splitlines()
    prefix = text[begin:offset]
    prefix = _with_open_brackets(above, prefix)
    word = offset - len(re.search(r"\w*$", prefix)[0])  # type: ignore[index]
    line = _line(prefix) or _Line((), len(prefix) - len(prefix.lstrip()), "", prefix.strip())
    inner, typed, in_list = _inside(line)
    frames = _outer(above, below, line, not line.key and not inner)
    return Cursor((*frames, *inner), typed, word, in_list or bool(line.dashes and not line.key and not inner))


def _with_open_brackets(above: list[str], prefix: str) -> str:
    """The line together with those above it, where a bracket that was opened there is still open; they are left out."""
    indent = len(prefix) - len(prefix.lstrip())
    for number in range(len(above) - 1, max(-1, len(above) - 30), -1):
        line = above[number]
        if not line.strip():
            continue
        if len(line) - len(line.lstrip()) < indent:
            joined = "\n".join([line, *above[number + 1 :]])
            if _depth(joined) > 0:
                del above[number:]
                return " ".join(f"{joined}\n{prefix}".split("\n"))
            break
    return prefix


def _depth(text: str) -> int:
    """How many brackets of inline collections are open at the end of some lines."""
    depth, quote = 0, ""
    value = re.match(r"[ -]*(?:[\w.]+:[ ]+)?", text)
    start = value.end() if value else 0
    if not text.startswith(("{", "["), start):
        return 0
    for letter in text[start:]:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in _OPENS:
            depth += 1
        elif letter in "}]":
            depth -= 1
    return depth


def _line(line: str) -> _Line | None:
    """A line taken apart; None for one that is empty or a comment."""
    stripped = line.strip()
    if not stripped or stripped.startswith("#"):
        return None
    at = len(line) - len(line.lstrip())
    dashes: list[int] = []
    for dash in re.finditer(r"-(?: +|$)", line[at:]) if (_DASHES.match(line, at) or [""])[0] else ():
        if dash.start() != (at - (len(line) - len(line.lstrip()))):
            break
        dashes.append(at)
        at += len(dash[0])
    found = _KEY.match(line, at)
    if found is None:
        return _Line(tuple(dashes), at, "", line[at:])
    return _Line(tuple(dashes), at, found["key"].strip("\"'"), line[found.end() :].lstrip())


def _inside(line: _Line) -> tuple[tuple[Frame, ...], str, bool]:
    """The maps in brackets of a line that are still open, what is typed in the last one, and whether in a list."""
    if not line.rest.startswith(("{", "[")) or line.rest.startswith("{{"):
        return (), line.rest, False
    rest = f"{line.rest} "  # so that a colon at its end ends a key
    stack: list[tuple[str, str, list[tuple[str, str]]]] = []
    quote, start = "", 0
    for number, letter in enumerate(line.rest):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and not line.rest[start:number].strip():
            quote = letter
        elif letter in _OPENS:
            stack.append((letter, "", []))
            start = number + 1
        elif letter in "}]" and stack:
            stack.pop()
            start = number + 1
        elif letter == "," and stack:
            sign, key, others = stack[-1]
            others += [(key, line.rest[start:number].strip())] if key else []
            stack[-1] = (sign, "", others)
            start = number + 1
        elif letter == ":" and stack and stack[-1][:2] == ("{", "") and rest[number + 1].isspace():
            sign, _, others = stack[-1]
            stack[-1] = (sign, line.rest[start:number].strip().strip("\"'"), others)
            start = number + 1
    frames = tuple(Frame(key, tuple(others)) for sign, key, others in stack if sign == "{")
    return frames, line.rest[start:].lstrip(), bool(stack) and stack[-1][0] == "["


def _outer(above: list[str], below: list[str], line: _Line, open_key: bool) -> tuple[Frame, ...]:
    """The maps around a line, told by indentation; the last one has the line's own key."""
    frames: list[Frame] = []
    key, level, dash = line.key, line.column, line.dashes
    others: list[tuple[str, str]] = _others_below(below, level)
    is_entry = open_key and bool(dash)
    if is_entry:  # an entry of a list without a key yet: what is asked for is the list
        frames.append(Frame(""))
    for text in reversed(above):
        each = _line(text)
        if each is None:
            continue
        if not dash and each.key and each.column == level:
            others.insert(0, (each.key, each.rest))
            dash = each.dashes
            continue
        if dash and (each.first > dash[0] or (each.dashes and each.first == dash[0])):
            continue
        if each.key and (each.column < level if not dash else each.column <= dash[0]):
            if not is_entry:
                frames.insert(0, Frame(key, tuple(others)))
            is_entry = False
            key, level, dash, others = each.key, each.column, each.dashes, _nothing()
    if not is_entry:
        frames.insert(0, Frame(key, tuple(others)))
    return tuple(frames)


def _nothing() -> list[tuple[str, str]]:
    return []


def _others_below(below: list[str], level: int) -> list[tuple[str, str]]:
    """The keys of the same map that stand below."""
    others = []
    for text in below:
        each = _line(text)
        if each is None:
            continue
        if each.first < level or (each.dashes and each.first <= level):
            break
        if each.column == level and each.key:
            others.append((each.key, each.rest))
    return others
