"""Callers' words: the readers of all types behind one function.

Theory of operation. `read` cuts the text into words, lets the reader of the type find every value, drops what the
caller took back, and gives what is left once each. `heard` is the proof that words hold a value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from flowkit.language.acceptance import matches
from flowkit.language.frozen import frozen
from flowkit.language.locale import Locale
from flowkit.language.readers.choices import find_choices
from flowkit.language.readers.corrections import settle
from flowkit.language.readers.dates import find_dates
from flowkit.language.readers.datetimes import find_datetimes
from flowkit.language.readers.digits import find_digits
from flowkit.language.readers.durations import find_durations
from flowkit.language.readers.emails import find_emails
from flowkit.language.readers.languages import vocabulary
from flowkit.language.readers.money import find_money
from flowkit.language.readers.names import find_names
from flowkit.language.readers.numbers import find_numbers
from flowkit.language.readers.objects import find_objects
from flowkit.language.readers.phones import find_phones
from flowkit.language.readers.postcodes import find_postcodes
from flowkit.language.readers.questions import wonders
from flowkit.language.readers.reading import GIVEN, Candidate, Found, Reading
from flowkit.language.readers.selections import adds_more, find_selection
from flowkit.language.readers.texts import find_texts
from flowkit.language.readers.times import find_times
from flowkit.language.readers.utterance import Utterance, utterance
from flowkit.language.readers.yes_no import find_yes_no
from flowkit.language.shapes import Shape, Value
from flowkit.language.values import folded, same

ASKED: Final = "it was asked"
PERHAPS: Final = "only perhaps"
OR_ELSE: Final = "something else was said too"
CHANGED: Final = "something was said to change it"
_FIND: Final[Mapping[str, Callable[[Utterance, Shape, Locale], list[Found]]]] = {
    "text": find_texts,
    "name": find_names,
    "digits": find_digits,
    "integer": find_numbers,
    "number": find_numbers,
    "money": find_money,
    "date": find_dates,
    "time": find_times,
    "datetime": find_datetimes,
    "duration": find_durations,
    "phone": find_phones,
    "email": find_emails,
    "postcode": find_postcodes,
    "yes_no": find_yes_no,
}
_SETTLED: Final = frozenset({"yes_no", "datetime", "text", "choice", "object"})
"""Types whose readers look at denials and corrections themselves, or have none."""
_IN_PIECES: Final = frozenset({"digits", "phone", "postcode"})
"""Types of which a caller may correct a part only (`1234, no, 5 at the end`); texts with a pattern are such too."""


_ASKED_BACK: Final = frozenset(
    ("integer", "number", "money", "date", "time", "datetime", "duration", "yes_no", "choice")
)
"""Types whose values are named as often to ask about them."""


def read(shape: Shape, text: str, locale: Locale, options: Sequence[Candidate] = ()) -> tuple[Reading, ...]:
    """All distinct values of the shape in a caller's final words, in the order they were said.

    Args:
        shape: the slot's shape. `many` gives one reading with all values, `keyed` none.
        text: a final transcript, with or without punctuation.
        locale: language, country, currency and the clock's day.
        options: for a `choice`; left out, its fixed options.

    Returns:
        Nothing when the words hold no value; several readings when they may mean several; a reading with a `doubt` when
        it must be read back. The value of a phone number may be `GIVEN`.
    """
    if shape.many and shape.type == "choice":
        several = read_several(shape, text, locale, options)
        return () if several is None else (several.reading,)
    u = utterance(text, vocabulary(locale.language))
    found = _distinct(shape, _found(u, shape, locale, options))
    if found and shape.type in _ASKED_BACK:
        found = _or_else(u, _guessed(u, _wondered(u, found)))
    if shape.keyed or not found:
        return ()
    if shape.many:
        found = [_together(found)]
    return tuple(_reading(u, one) for one in found)


@frozen
class Several:
    """A reading of a choice of several options.

    Args:
        reading: its value is the list of all that are chosen then.
        named: those that the words name, without what was chosen before.
        possible: every option that some of the words may mean.
        changes: whether the words only change what was chosen before.
    """

    reading: Reading
    named: tuple[Value, ...]
    possible: tuple[Value, ...]
    changes: bool


def read_several(
    shape: Shape, text: str, locale: Locale, options: Sequence[Candidate] = (), held: Sequence[Value] = ()
) -> Several | None:
    """What a caller's words choose of several options; nothing if they name none.

    Args:
        shape: a `choice` that is `many`.
        held: what is chosen already: `and the lamp too` and `not the lamp` are counted from it.
    """
    options = options or fixed_options(shape)
    one = replace(shape, many=False)
    u = utterance(text, vocabulary(locale.language))
    found = find_selection(u, one, locale, options, _places(one, options, held))
    if found is None:
        return None
    values = [options[place].value for place in found.chosen]
    told = Found(values, found.i, found.j, found.doubt, (), found.corrected)
    (told,) = _or_else(u, _guessed(u, _wondered(u, [told])))
    return Several(
        _reading(u, told),
        tuple(options[place].value for place in found.named),
        tuple(options[place].value for place in sorted(found.possible)),
        found.changes,
    )


def _places(shape: Shape, options: Sequence[Candidate], values: Sequence[Value]) -> list[int]:
    """The places of chosen values; what stands in the list twice can be chosen twice."""
    places: list[int] = []
    for value in values:
        free = (k for k, one in enumerate(options) if k not in places and same(shape, one.value, value))
        places += [k for k in (next(free, -1),) if k >= 0]
    return places


def adds(text: str, language: str) -> bool:
    """Whether words add to what was said before: `and my wife`, `the lamp too`."""
    u = utterance(text, vocabulary(language))
    return adds_more(u)


def _wondered(u: Utterance, found: list[Found]) -> list[Found]:
    """In doubt where the caller asks about a value; not where the question is what an option is known by."""
    place = wonders(u)
    if place < 0:
        return found
    return [one if one.i <= place < one.j else one._replace(doubt=one.doubt or ASKED) for one in found]


def _guessed(u: Utterance, found: list[Found]) -> list[Found]:
    """In doubt behind a `maybe`: `maybe on Friday`."""
    v = u.vocabulary
    if v.hedges.isdisjoint(u.words):
        return found
    return [one._replace(doubt=one.doubt or PERHAPS) if _hedged(u, one.i) else one for one in found]


def _hedged(u: Utterance, i: int) -> bool:
    v, place = u.vocabulary, i - 1
    while place > 0 and u.words[place] in v.negated_links:
        place -= 1
    return place >= 0 and u.words[place] in v.hedges


def _or_else(u: Utterance, found: list[Found]) -> list[Found]:
    """A lone value with an `or` behind it is one of several: `tomorrow or the day after`, `three or whatever`."""
    if len(found) > 1:
        return found
    (one,) = found
    j = one.j + 1 if u.words[one.j] == "," else one.j
    return [one._replace(doubt=one.doubt or OR_ELSE)] if u.words[j] in u.vocabulary.ors else found


def _reading(u: Utterance, one: Found) -> Reading:
    start, end = u.starts[one.i], u.ends[one.j - 1]
    return Reading(one.value, start, end, u.text[start:end], one.doubt, one.others, one.corrected)


def _found(u: Utterance, shape: Shape, locale: Locale, options: Sequence[Candidate] = ()) -> list[Found]:
    if shape.type == "choice":
        return find_choices(u, shape, locale, options or fixed_options(shape))
    if shape.type == "object":
        return find_objects(u, shape, locale, _found)
    found = _FIND[shape.type](u, shape, locale)
    if shape.type in _IN_PIECES or (shape.type == "text" and shape.pattern):
        found = _pieces_settled(u, found)
    elif shape.type not in _SETTLED:
        found = settle(u, found)
    if shape.pattern and shape.type not in ("digits", "text"):
        found = [one for one in found if one.value is GIVEN or matches(shape.pattern, one.value)]
    return found


def _pieces_settled(u: Utterance, found: list[Found]) -> list[Found]:
    """A correction counts when it gives a whole value, not when it may be about the end of the one before."""
    settled = [_changed_later(u, one) for one in settle(u, found)]
    if not any(one.corrected for one in settled):
        return settled
    longest = max(len(str(one.value)) for one in found)
    if all(one.value is GIVEN or len(str(one.value)) == longest for one in settled):
        return settled
    return [one._replace(doubt=CHANGED, corrected=False) for one in found]


def _changed_later(u: Utterance, one: Found) -> Found:
    """In doubt when a correction stands behind the value, and more digits behind that."""
    v, words = u.vocabulary, u.words
    for i in range(one.j, u.size):
        end = u.at(i, v.corrections)
        if end:
            more = any(
                word in v.small or word in v.zeros or word in v.tens or word.isdigit() for word in words[end : u.size]
            )
            return one._replace(doubt=CHANGED) if more else one
    return one


def _distinct(shape: Shape, found: list[Found]) -> list[Found]:
    if len(found) < 2:
        return found
    kept: list[Found] = []
    for one in found:
        for place, other in enumerate(kept):
            if same(shape, one.value, other.value):
                if other.doubt and not one.doubt:
                    kept[place] = one
                break
        else:
            kept.append(one)
    return kept


def _together(found: list[Found]) -> Found:
    doubt = next((one.doubt for one in found if one.doubt), "")
    corrected = any(one.corrected for one in found)
    values = [one.value for one in found]
    return Found(values, min(one.i for one in found), max(one.j for one in found), doubt, (), corrected)


def fixed_options(shape: Shape) -> tuple[Candidate, ...]:
    """The candidates of a `choice` whose options are written in the flow."""
    return tuple(
        Candidate(one.value, one.value, one.value.replace("_", " "), (), one.examples) for one in shape.options
    )


def heard(shape: Shape, value: Value, text: str, locale: Locale, options: Sequence[Candidate] = ()) -> Reading | None:
    """The reading that shows the value in a caller's words; `None` when they do not hold it.

    A value that the words may mean among others counts, with the doubt of that reading. Texts and names also count when
    their words stand in the utterance as they are.
    """
    readings = read(shape, text, locale, options)
    for one in readings:
        if same(shape, one.value, value):
            return one
    for one in readings:
        if any(same(shape, other, value) for other in one.others):
            return one
    if shape.type in ("text", "name") and isinstance(value, str):
        return _contained(value, text, locale)
    return None


def _contained(value: str, text: str, locale: Locale) -> Reading | None:
    v = vocabulary(locale.language)
    wanted = [folded(word) for word in utterance(value, v).words if word[:1].isalnum()]
    u = utterance(text, v)
    said = [(folded(word), i) for i, word in enumerate(u.words[: u.size]) if word[:1].isalnum()]
    for place in range(len(said) - len(wanted) + 1):
        if wanted and [word for word, _ in said[place : place + len(wanted)]] == wanted:
            i, j = said[place][1], said[place + len(wanted) - 1][1] + 1
            return _reading(u, Found(value, i, j))
    return None
