"""The stretches of an utterance that name several things: `the chair`, `and the lamp`, `but not the kettle`.

Theory of operation. The words are divided where one thing follows another (`and`, a comma), where things are left out
(`except`, `not`, `remove`), where one takes another's place (`no wait`), and at the ends of sentences; never inside the
name of an option, which may hold such a word itself (`salt and pepper`).
"""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Final, NamedTuple

from flowkit.language.readers.corrections import denies
from flowkit.language.readers.utterance import Utterance

_ENDS: Final = frozenset(".;!?")
_COMMAS: Final = frozenset(",&+")


class Cut(Enum):
    """Why a stretch begins where it does."""

    START = auto()
    COMMA = auto()
    JOIN = auto()
    OR = auto()
    OUT = auto()
    """What follows is left out, up to the end of the sentence: `except`."""
    NOT = auto()
    """What follows is denied, up to the next comma: `not`."""
    CORRECTION = auto()
    STOP = auto()


class Stretch(NamedTuple):
    """Words from part `i` up to part `j`; `at` is where the words stand that divide it from what is before it."""

    i: int
    j: int
    cut: Cut
    out: bool
    at: int


def stretches(u: Utterance, names: Mapping[int, int]) -> list[Stretch]:
    """The stretches in order; `names` are the parts where names begin that hold a dividing word, and where they end."""
    found: list[Stretch] = []
    out = lasting = False
    cut, at, start = Cut.START, 0, 0
    for kind, i, j in (*_cuts(u, names), (Cut.STOP, u.size, u.size)):
        if kind is Cut.COMMA and i == start:
            # `no wait, the lamp`, `and, well, the chair`: the words before the comma decide.
            start = j
            continue
        found.append(Stretch(start, i, cut, out, at))
        cut = kind
        match kind:
            case Cut.OUT | Cut.NOT:
                out, lasting = True, kind is Cut.OUT
            case Cut.STOP | Cut.CORRECTION:
                out = lasting = False
            case Cut.COMMA:
                out = out and lasting
        at, start = i, j
        if out and u.at(start, u.vocabulary.additions):
            out = lasting = False
    return found


def _cuts(u: Utterance, names: Mapping[int, int]) -> Iterator[tuple[Cut, int, int]]:
    i = 0
    while i < u.size:
        if i in names:
            i = names[i]
            continue
        found = _cut(u, i)
        if found is None:
            i += 1
        else:
            yield found[0], i, found[1]
            i = found[1]


def _cut(u: Utterance, i: int) -> tuple[Cut, int] | None:
    """The dividing words that stand at part `i`, and where they end."""
    v, word = u.vocabulary, u.words[i]
    if end := u.at(i, v.swaps):
        return Cut.NOT, end
    if end := u.at(i, v.list_joins):
        return Cut.JOIN, end
    if (end := u.at(i, v.corrections)) and _may_correct(u, i, end):
        return Cut.CORRECTION, end
    excepts = word in v.exceptions and (word not in v.negator_leads or denies(u, i))
    if word in v.taking_away or word in v.keeping_back or excepts:
        return Cut.OUT, i + 1
    if denies(u, i):
        # `Not only the chair` denies nothing.
        return None if u.words[i + 1] in ("only", "just") else (Cut.NOT, i + 1)
    if word in v.ors:
        return Cut.OR, i + 1
    if word in _COMMAS:
        return Cut.COMMA, i + 1
    return (Cut.STOP, i + 1) if word in _ENDS or word in v.negator_leads else None


def _may_correct(u: Utterance, i: int, end: int) -> bool:
    """A single word such as `actually` corrects behind a mark, not where more is added behind it."""
    if u.at(end, u.vocabulary.additions) or denies(u, end):
        return False
    return end - i > 1 or i == 0 or not u.words[i - 1].isalnum()
