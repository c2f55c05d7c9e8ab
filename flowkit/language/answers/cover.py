"""The closed grammar: an answer is a yes (a no) only if every word of it has its place in one.

Theory of operation. The words are covered from left to right with phrases of the tables and repetitions of the
read-back. What was covered last decides what may follow: "on" wants a value, "is fine" wants a day before it. All
covers are followed side by side, as one set of `Reached` at each place, so no phrase is preferred and nothing depends
on the order of the tables. One cover that gets to the end with an assent in it makes a yes; a word that stands in no
phrase ends them all.
"""

from collections.abc import Callable, Iterator
from enum import IntEnum, auto
from functools import lru_cache
from typing import Final, TypeAlias

from flowkit.language.answers.heard import BREAK
from flowkit.language.answers.patterns import Kinds
from flowkit.language.answers.phrasebook import Told, kinds
from flowkit.language.answers.readback import ReadBack

_ASSENT: Final = kinds("assent")
_CONFIRMATION: Final = kinds("confirmations")
_CHOOSING: Final = kinds("choosing")
_PRAISE: Final = kinds("praise")
_TRUTH: Final = kinds("truth")
_NOD: Final = kinds("nods")
_POLITE: Final = kinds("polite")
_FILLER: Final = kinds("fillers", "address")
_JOINER: Final = kinds("joiners")
_LEAD: Final = kinds("leads")
_WISH: Final = kinds("wishes")
_NOUN_LEAD: Final = kinds("noun_leads")
_OBJECT: Final = kinds("objects")
_AT_ONCE: Final = kinds("at_once")
_SIDE_LEAD: Final = kinds("side_leads")
_SIDE: Final = kinds("side_topics")
_REFUSAL: Final = kinds("refusals")
_REFUSAL_LEAD: Final = kinds("refusal_leads")
_TAIL: Final = kinds("refusal_tails")

_VALUE: Final = 1 << 60
"""A value of the read-back."""
_MOMENT: Final = 1 << 61
"""A day, time or number of the read-back."""
_VERB: Final = 1 << 62
"""The read-back's verb as it stands there."""
_VERB_FORM: Final = 1 << 63
"""Another form of it: "cancellation"."""
_STRETCH: Final = 1 << 64
"""Words of the read-back in a row."""

_IN_YES: Final = (
    _ASSENT | _CONFIRMATION | _CHOOSING | _PRAISE | _TRUTH | _NOD | _POLITE | _FILLER | _JOINER | _LEAD | _WISH
    | _NOUN_LEAD | _OBJECT | _SIDE_LEAD | _SIDE
)  # fmt: skip
_IN_NO: Final = _REFUSAL | _REFUSAL_LEAD | _TAIL | _OBJECT | _POLITE | _FILLER | _JOINER


class _Last(IntEnum):
    """What was covered last, as far as it matters for what may follow."""

    NOTHING = 0
    JOINER = auto()
    LEAD = auto()
    WISH = auto()
    NOUN_LEAD = auto()
    PICK = auto()
    VALUE = auto()
    MOMENT = auto()
    VERB = auto()
    SIDE_LEAD = auto()
    SIDE = auto()


_OPEN: Final = frozenset({_Last.JOINER, _Last.LEAD, _Last.WISH, _Last.NOUN_LEAD, _Last.PICK, _Last.SIDE_LEAD})
"""An answer does not end behind these: something was still to come."""
_WANTING: Final = (_OPEN - {_Last.JOINER}) | {_Last.SIDE}
"""Only certain things may follow these."""

Reached: TypeAlias = int
"""A set of states, one bit each: what was covered last, with or without an assent (a refusal) so far."""


def _bit(last: _Last, made: bool) -> Reached:
    return 1 << (2 * last + made)


_START: Final = _bit(_Last.NOTHING, False)
_DONE: Final = sum(_bit(last, True) for last in _Last if last not in _OPEN)


def says_yes(said: Told, back: ReadBack) -> bool:
    """Whether the words are assent and nothing else."""
    return bool(_covered(said, back, _in_yes(back), _after_yes) & _DONE)


def says_no(said: Told, back: ReadBack) -> bool:
    """Whether the words are refusal and nothing else. Our own verb is no refusal, be it "stop"."""
    if back.verb in said.words and any(_begins_refusal(said, place, back.verb) for place in range(len(said.words))):
        return False
    return bool(_covered(said, back, _IN_NO, _after_no) & _DONE)


def _begins_refusal(said: Told, place: int, verb: str) -> bool:
    return said.words[place] == verb and any(phrase.kinds & _REFUSAL for phrase in said.phrases[place])


def says_nothing_else(said: Told, back: ReadBack) -> bool:
    """Whether there is nothing in it that could not stand in a yes, though it need not be one."""
    return bool(_covered(said, back, _in_yes(back), _after_yes))


def _in_yes(back: ReadBack) -> Kinds:
    return _IN_YES | _AT_ONCE if back.at_once else _IN_YES


def _covered(said: Told, back: ReadBack, of: Kinds, after: Callable[[Reached, Kinds], Reached]) -> Reached:
    """The states that are reached at the end of the words."""
    reached = [0] * (len(said.words) + 1)
    reached[0] = _START
    for number, item in enumerate(said.items):
        for place in range(item.start, item.end):
            here = reached[place]
            if not here:
                continue
            if said.words[place] == BREAK:
                reached[place + 1] |= here
                continue
            for phrase in said.phrases[place]:
                if phrase.kinds & of and not phrase.divided:
                    reached[phrase.end] |= after(here, phrase.kinds & of)
            if place == item.start:
                for end, step in _repetitions(said, number, back):
                    reached[end] |= after(here, step)
    return reached[-1]


def _repetitions(said: Told, number: int, back: ReadBack) -> Iterator[tuple[int, Kinds]]:
    """What of the read-back is repeated from an item on: the word behind its end, and what it is."""
    items, item = said.items, said.items[number]
    if item.text == back.verb:
        yield item.end, _VERB | _VERB_FORM
    elif item.text in back.verb_forms:
        yield item.end, _VERB_FORM
    if not back.may_begin(item):
        return
    for behind, plain in back.repeated(items, number):
        yield items[behind - 1].end, _MOMENT if plain else _VALUE
    determined = number > 0 and items[number - 1].text in said.tables.determiners
    behind = back.restated(items, number, determined)
    if behind:
        yield items[behind - 1].end, _STRETCH


def _each(reached: Reached) -> Iterator[tuple[_Last, bool]]:
    for last in _Last:
        for made in (False, True):
            if reached & _bit(last, made):
                yield last, made


@lru_cache(maxsize=4096)
def _after_yes(reached: Reached, step: Kinds) -> Reached:
    """The states behind a step of a yes."""
    behind = 0
    for last, made in _each(reached):
        for then, now_made in _next_in_yes(last, made, step):
            behind |= _bit(then, now_made)
    return behind


@lru_cache(maxsize=4096)
def _after_no(reached: Reached, step: Kinds) -> Reached:
    """The states behind a step of a no."""
    behind = 0
    for last, made in _each(reached):
        for then, now_made in _next_in_no(last, made, step):
            behind |= _bit(then, now_made)
    return behind


def _next_in_yes(last: _Last, made: bool, step: Kinds) -> Iterator[tuple[_Last, bool]]:
    free = last not in _WANTING
    if step & (_POLITE | _FILLER):
        yield (_Last.NOTHING if last is _Last.JOINER and step & _POLITE else last), made
    if step & _MOMENT and (free or last in (_Last.LEAD, _Last.PICK)):
        yield _Last.MOMENT, made
    if step & _VALUE and (free or last is _Last.LEAD):
        yield _Last.VALUE, made
    if step & _STRETCH and (free or last in (_Last.LEAD, _Last.WISH, _Last.NOUN_LEAD)):
        yield _Last.VALUE, made
    if (step & _VERB and free) or (step & _VERB_FORM and last in (_Last.WISH, _Last.NOUN_LEAD)):
        yield _Last.VERB, made
    if step & _ASSENT and (free or last is _Last.WISH):
        yield _Last.NOTHING, True
    if step & _WISH and (free or last is _Last.WISH):
        yield _Last.WISH, made
    if step & _NOUN_LEAD and (free or last is _Last.WISH):
        yield _Last.NOUN_LEAD, made
    if step & _SIDE and made and (free or last is _Last.SIDE_LEAD):
        yield _Last.SIDE, True
    if free:
        yield from _next_if_free(last, made, step)


def _next_if_free(last: _Last, made: bool, step: Kinds) -> Iterator[tuple[_Last, bool]]:
    if step & _CHOOSING:
        yield _Last.PICK, True
    if (step & _PRAISE and last is _Last.MOMENT) or (step & _TRUTH and last in (_Last.MOMENT, _Last.VALUE)):
        yield _Last.NOTHING, True
    if step & (_NOD | _AT_ONCE) or (step & _CONFIRMATION and made):
        yield _Last.NOTHING, made
    if step & _JOINER and last is not _Last.JOINER:
        yield _Last.JOINER, made
    if step & _LEAD:
        yield _Last.LEAD, made
    if step & _OBJECT and last is _Last.VERB:
        yield _Last.VERB, made
    if step & _SIDE_LEAD and made:
        yield _Last.SIDE_LEAD, True


def _next_in_no(last: _Last, made: bool, step: Kinds) -> Iterator[tuple[_Last, bool]]:
    """Here `WISH` stands for a "don't" that a verb or a value may follow."""
    if step & (_POLITE | _FILLER):
        yield (_Last.NOTHING if last is _Last.JOINER and step & _POLITE else last), made
    if step & _REFUSAL:
        yield _Last.NOTHING, True
    if step & _REFUSAL_LEAD:
        yield _Last.WISH, True
    if step & _TAIL and last is not _Last.WISH:
        yield _Last.NOTHING, made
    if step & _JOINER and last is _Last.NOTHING:
        yield _Last.JOINER, made
    if step & (_VALUE | _MOMENT | _STRETCH) and last in (_Last.WISH, _Last.VERB):
        yield _Last.VALUE, made
    if step & _VERB and last is _Last.WISH:
        yield _Last.VERB, made
    if step & _OBJECT and last is _Last.VERB:
        yield _Last.VERB, made
