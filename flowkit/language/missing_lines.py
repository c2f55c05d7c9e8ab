"""Lines that are missing: the key or name that a block of lines lost, told from the lines around it.

Such a block still stands there, indented, with nothing above it to belong to. What is missing is worked out from its
neighbours: the keys beside which it should stand say what kind of mapping they are in, and what that kind still lacks.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowkit.language.mending import indentation, known_keys
from flowkit.language.tree import Document

if TYPE_CHECKING:
    from flowkit.language.building.table.forms import Form, Key, Kind

_REACH = 300
_MOST = 4
_KEY = re.compile(r" *(?:- +)?(?P<key>[A-Za-z_]\w*):(?= |$)")


def key_of(line: str) -> str:
    """The key that a line begins with, or nothing."""
    match = _KEY.match(line)
    return match["key"] if match else ""


def name_is_missing(line: str, above: str) -> bool:
    """Whether a line is the first of an entry whose name is not there: a key of the language right below a name."""
    return key_of(line) in known_keys() and bool(key_of(above)) and key_of(above) not in known_keys()


def missing_key(document: Document, number: int, level: int, listed: bool) -> str:
    """`'slots:'`, or several: the keys that may be missing above a line; nothing where that cannot be told.

    Args:
        number: The line, from 0.
        level: How far the lines are indented beside which the key should stand.
        listed: Whether the line is an item of a list.
    """
    beside = list(dict.fromkeys(_beside(document.lines, number, level)))
    child = "" if listed else key_of(document.lines[number])
    names: list[str] = []
    for kind in _kinds(beside, level):
        names += _lacking(kind, beside, child, listed)
    return " or ".join(f"'{name}:'" for name in list(dict.fromkeys(names))[:_MOST])


def _beside(lines: list[str], number: int, level: int) -> Iterator[str]:
    """The keys at a level around a line, up to where the level ends."""
    for step in (-1, 1):
        for at in range(number + step, number + step * _REACH, step):
            if not 0 <= at < len(lines):
                break
            line = lines[at]
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            if indentation(line) < level:
                break
            if indentation(line) == level and (key := key_of(line)):
                yield key


def _kinds(beside: list[str], level: int) -> "list[Kind]":
    from flowkit.language.building.table.kinds import FILE_KINDS, KINDS

    if not beside:
        return []
    if level == 0:
        return [kind for name, kind in FILE_KINDS.items() if name in beside]
    return [kind for kind in KINDS.values() if all(key in kind.keys for key in beside)][:2]


def _lacking(kind: "Kind", beside: list[str], child: str, listed: bool) -> list[str]:
    ones = [name for name in kind.exclusive if name in beside] or [""]
    fitting = {
        name: key
        for name, key in kind.keys.items()
        if name not in beside and _takes(key.form, child, listed) and (not key.on or set(ones) & set(key.on))
    }
    required = [name for name, key in fitting.items() if _required(key, beside)]
    return required or list(fitting)


def _required(key: "Key", beside: list[str]) -> bool:
    return key.required and not any(other in beside for other in key.unless)


def _takes(form: "Form", child: str, listed: bool) -> bool:
    """Whether what stands indented below a key can have this form."""
    from flowkit.language.building.table import forms
    from flowkit.language.building.table.kinds import KINDS

    match form:
        case forms.Several() | forms.ListOf():
            return listed
        case forms.Of(kind=kind):
            return not listed and child in KINDS[kind].keys
        case forms.MapOf():
            return not listed and child not in known_keys()
        case forms.Either(forms=alternatives):
            return any(_takes(each, child, listed) for each in alternatives)
        case _:
            return False
