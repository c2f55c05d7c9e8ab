"""How values stand to the caller's words: which words say one, and whether they say another.

Theory of operation. A value is *heard* where a turn's words say it that have served nothing yet, newest turn first. It
is *disputed* if they hold exactly one other value, and only *claimed* if they hold none or several. Of a list each part
is heard or was heard before; of a thing each field. Of a choice of several options the words may only change what was
chosen before (`and the lamp too`, `not the lamp`): what is *meant* is worked out from that, whether the model reports
all that is chosen then or only what was added.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from flowkit.engine.altering import altered
from flowkit.engine.call import SlotValue, Turn
from flowkit.engine.work import Work
from flowkit.language.frozen import frozen
from flowkit.language.readers import GIVEN, Candidate, Reading, Several, adds, read, read_several
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.values import Refusal, accept, canonical

TURNS_SEARCHED = 6
_WORD = re.compile(r"[^\W_]+")
_BEGINS, _ENDS = r"(?<!\w)(?<!\w[.+@-])", r"(?!\w)(?![.+@-]\w)"
"""A value stands by itself: it is no part of a longer word or address ("off" in "offline", "kim@" in "jo.kim@")."""
UNKNOWN_NUMBER = Refusal("the number is not known")

Stretch = tuple[str, int, int]
"""A turn, and where in its words a value stands."""


@frozen
class Hearing:
    """How a value stands to the caller's words: the turn and the stretch that say it, or the other value they say.

    `meant` is the whole value where only a change of it was reported; `more` are further stretches that say parts.
    `others` is what else the words that say it may mean.
    """

    how: Literal["heard", "claimed", "disputed"]
    turn: str
    start: int = 0
    end: int = 0
    other: Value = UNSET
    meant: Value = UNSET
    more: tuple[Stretch, ...] = ()
    others: tuple[Value, ...] = ()


def alike(shape: Shape, one: Value, other: Value) -> bool:
    """Whether two values of a slot are the same; a list of options in whatever order they were named."""
    if shape.many and shape.type == "choice" and isinstance(one, list) and isinstance(other, list):
        single = replace(shape, many=False)
        return sorted(canonical(single, each) for each in one) == sorted(canonical(single, each) for each in other)
    return canonical(shape, one) == canonical(shape, other)


def hear(
    work: Work,
    shape: Shape,
    options: Sequence[Candidate],
    value: Value,
    upto_turn: str,
    held: SlotValue | None = None,
) -> Hearing:
    """Looks for a value in the caller's words, newest turn first; `held` is what the slot holds now."""
    if shape.many:
        if shape.type == "choice":
            return _hear_options(work, shape, options, value, upto_turn, held)
        return _hear_list(work, shape, value, upto_turn, held)
    if shape.type == "object":
        return _hear_thing(work, shape, value, upto_turn)
    wanted = canonical(shape, value)
    for turn in _turns_until(work, upto_turn):
        for reading in unserved_readings(work, turn, shape, options):
            if canonical(shape, reading.value) == wanted:
                return Hearing("heard", turn, reading.start, reading.end, others=reading.others)
        place = _said_as_it_stands(work.call.turns[turn], shape, wanted)
        if place is not None:
            return Hearing("heard", turn, *place)
    newest = unserved_readings(work, upto_turn, shape, options) if upto_turn in work.call.turns else ()
    if len(newest) == 1 and shape.type not in ("text", "name"):
        said = newest[0]
        return Hearing("disputed", upto_turn, said.start, said.end, other=said.value, others=said.others)
    return Hearing("claimed", upto_turn)


def _turns_until(work: Work, upto_turn: str) -> list[str]:
    """The turns up to one, that one first."""
    turns = list(work.call.turns)
    last = turns.index(upto_turn) + 1 if upto_turn in work.call.turns else 0
    return turns[max(0, last - TURNS_SEARCHED) : last][::-1]


def _said_as_it_stands(turn: Turn, shape: Shape, wanted: str) -> tuple[int, int] | None:
    if shape.type not in ("text", "name", "email", "postcode", "choice") or not wanted or turn.text is None:
        return None
    if shape.type == "text":
        start, end = _word_for_word(turn.text, wanted)
    else:
        found = re.search(_BEGINS + re.escape(wanted.casefold()) + _ENDS, turn.text.casefold())
        start, end = found.span() if found is not None else (-1, -1)
    return None if start < 0 or _is_served(turn, start, end) else (start, end)


def _word_for_word(text: str, wanted: str) -> tuple[int, int]:
    """Where a text stands in words, whatever its punctuation; nowhere is before the beginning."""
    words = [re.escape(word) for word in _WORD.findall(wanted.casefold())]
    found = re.search(r"(?<!\w)" + r"[\W_]+".join(words) + r"(?!\w)", text.casefold()) if words else None
    return found.span() if found is not None else (-1, -1)


def unserved_readings(
    work: Work, turn: str, shape: Shape, options: Sequence[Candidate], held: SlotValue | None = None
) -> tuple[Reading, ...]:
    """The readings of a type in a turn's words that have served no slot yet.

    `held` is what the slot holds now: words that only change a list are counted from it.
    """
    said = work.call.turns.get(turn)
    if said is None or not said.text or shape.type == "object" or (shape.type == "text" and not shape.pattern):
        return ()
    if shape.many and shape.type == "choice":
        several = _several(work, said, shape, options, held)
        return () if several is None else (several.reading,)
    found = read(shape, said.text, work.locale, options)
    fresh = [reading for reading in found if not _is_served(said, reading.start, reading.end)]
    if shape.type == "phone" and any(reading.value is GIVEN for reading in fresh):
        number = callers_number(work, shape)
        fresh = [altered(each, value=number) if each.value is GIVEN else each for each in fresh]
    if shape.many and held is not None and adds(said.text, work.locale.language):
        fresh = [altered(each, value=[*held.value, *each.value]) for each in fresh]
    return tuple(reading for reading in fresh if not isinstance(reading.value, Refusal))


def callers_number(work: Work, shape: Shape) -> Value | Refusal:
    """What "the number I call from" is, where the channel says it."""
    return accept(shape, work.call.caller, work.locale) if work.call.caller else UNKNOWN_NUMBER


def _is_served(turn: Turn, start: int, end: int) -> bool:
    return bool(turn.served) and any(start < other_end and other < end for other, other_end in turn.served)


# Several options.


def _several(
    work: Work, said: Turn, shape: Shape, options: Sequence[Candidate], held: SlotValue | None
) -> Several | None:
    """What words choose that have served nothing yet."""
    found = read_several(shape, said.text or "", work.locale, options, held.value if held is not None else ())
    if found is None or _is_served(said, found.reading.start, found.reading.end):
        return None
    return found


def _hear_options(
    work: Work, shape: Shape, options: Sequence[Candidate], value: Value, upto_turn: str, held: SlotValue | None
) -> Hearing:
    possible: list[Value] = list(held.value) if held is not None and held.heard else []
    newest: Reading | None = None
    place: Stretch = (upto_turn, 0, 0)
    for turn in _turns_until(work, upto_turn):
        found = _several(work, work.call.turns[turn], shape, options, held)
        if found is None:
            continue
        said = found.reading
        if alike(shape, said.value, value):
            return Hearing("heard", turn, said.start, said.end)
        if found.changes and alike(shape, list(found.named), value):
            return Hearing("heard", turn, said.start, said.end, meant=said.value)
        possible += [one for one in found.possible if one not in possible]
        if turn == upto_turn:
            newest, place = said, (turn, said.start, said.end)
    if newest is not None and not newest.doubt:
        return Hearing("disputed", upto_turn, other=newest.value)
    if value and _all_among(replace(shape, many=False), value, possible):
        return Hearing("heard", *place)
    return Hearing("claimed", upto_turn)


def _all_among(shape: Shape, values: Sequence[Value], possible: Sequence[Value]) -> bool:
    known = {canonical(shape, each) for each in possible}
    return all(canonical(shape, each) in known for each in values)


# Lists and things.


def _hear_list(work: Work, shape: Shape, value: Value, upto_turn: str, held: SlotValue | None) -> Hearing:
    """Each part was said, or was heard before; what is only added to what is held is added to it."""
    single = replace(shape, many=False)
    before = {canonical(single, each) for each in held.value} if held is not None and held.heard else set()
    fresh = [each for each in value if canonical(single, each) not in before]
    parts = [hear(work, single, (), each, upto_turn) for each in fresh]
    if any(part.how != "heard" for part in parts) or not value:
        return Hearing("claimed", upto_turn)
    said = work.call.turns.get(upto_turn)
    adding = held is not None and len(fresh) == len(value) and said is not None
    meant: Value = UNSET
    if adding and held is not None and said is not None and adds(said.text or "", work.locale.language):
        meant = [*held.value, *value]
    return _joined(parts, upto_turn, meant)


def _hear_thing(work: Work, shape: Shape, value: Value, upto_turn: str) -> Hearing:
    """Each field was said, in whatever turns."""
    parts = [
        hear(work, shape.fields[name], _options(shape.fields[name]), part, upto_turn) for name, part in value.items()
    ]
    heard = bool(parts) and all(part.how == "heard" for part in parts)
    return _joined(parts, upto_turn, UNSET) if heard else Hearing("claimed", upto_turn)


def _options(shape: Shape) -> Sequence[Candidate]:
    return [Candidate(one.value, one.value, one.spoken, (), one.examples) for one in shape.options]


def _joined(parts: Sequence[Hearing], upto_turn: str, meant: Value) -> Hearing:
    here = [one for one in _stretches(parts) if one[0] == upto_turn][:1]
    _, start, end = here[0] if here else (upto_turn, 0, 0)
    more = tuple(one for one in _stretches(parts) if one not in here)
    return Hearing("heard", upto_turn, start, end, meant=meant, more=more)


def _stretches(parts: Sequence[Hearing]) -> Iterator[Stretch]:
    for part in parts:
        yield part.turn, part.start, part.end
        yield from part.more
