"""Which one of the listed options the words mean: by its day and time, its number in the list, or its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flowkit.simulator.hearing.answers import correction_place
from flowkit.simulator.hearing.dates import find_days
from flowkit.simulator.hearing.likeness import Topic, ranked, stem, stems
from flowkit.simulator.hearing.times import Clock, daypart, find_clocks
from flowkit.simulator.hearing.words import Span, Utterance
from flowkit.simulator.local_model.briefing import Option

_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1, "latest": -1, "earliest": 0}
_ORDINALS |= {"former": 0, "latter": -1, "earlier": 0, "later": -1}
_NUMBERS = {"one": 0, "1": 0, "two": 1, "2": 1, "three": 2, "3": 2, "four": 3, "4": 3}
_THE_OTHER = r"(?:the )?other (?:one|time|day|option|slot|choice)|the other|other one"
_SHIFTED = r"(?:a (?:bit|little|little bit) |something |slightly |somewhat )?(?:later|earlier)"
_LEAST = 0.4
_LEAD = 1.2


def match_option(
    heard: Utterance, options: Sequence[Option], today: date | None = None, ordinals_only: bool = False
) -> tuple[Option, Span] | None:
    """The option that the words mean, and the words that mean it; `None` when it is none or several.

    Args:
        heard: The caller's words.
        options: What is on offer, in the order it was offered.
        today: The day of the call, for words like "Friday".
        ordinals_only: Whether only places in the list count ("the second one").
    """
    if behind := _behind_correction(heard, options, today, ordinals_only):
        return behind
    if not ordinals_only:
        found, named = _by_moment(heard, options, today)
        if named:
            return found
        found = _by_words(heard, options)
        if found:
            return found
    return _by_place(heard, options)


def _behind_correction(
    heard: Utterance, options: Sequence[Option], today: date | None, ordinals_only: bool
) -> tuple[Option, Span] | None:
    """The option that the words behind "no wait" mean, seen from the one before it: "the mug, no, the other one"."""
    place = correction_place(heard)
    if place is None or not 0 < place < len(heard.words) - 1:
        return None
    before = Utterance(heard.said(Span(0, place - 1)))
    behind = Utterance(heard.said(Span(place + 1, len(heard.words) - 1)))
    first = match_option(before, options, today, ordinals_only)
    second = other_option(behind, options, first[0].key) if first else None
    second = second or match_option(behind, options, today, ordinals_only)
    if first is None or second is None:
        return None
    return second[0], Span(0, second[1].last + place + 1)


def other_option(heard: Utterance, options: Sequence[Option], known: str) -> tuple[Option, Span] | None:
    """The option meant by "the other one" or "a bit later", as seen from the known one; `None` unless it is just one.

    Args:
        heard: The caller's words.
        options: What is on offer, the known one among it.
        known: The key of the option that is known.
    """
    here = next((option for option in options if option.key == known), None)
    if here is None:
        return None
    for span, _ in heard.spans(_THE_OTHER):
        others = [option for option in options if option.key != known]
        return (others[0], span) if len(others) == 1 else None
    for span, match in heard.spans(_SHIFTED):
        moments = [(option, moment) for option in options if (moment := _moment(option))]
        known_at = _moment(here)
        if known_at is None or len(moments) < len(options):
            return None
        later = match.group().rpartition(" ")[2] == "later"
        beyond = [one for one, moment in moments if (moment > known_at if later else moment < known_at)]
        return (beyond[0], span) if len(beyond) == 1 else None
    return None


def free_clocks(heard: Utterance, today: date | None) -> list[Clock]:
    """Times of day that are not part of a date: "March 6 at ten" has one."""
    days = find_days(heard, today) if today else []
    return [clock for clock in find_clocks(heard) if not any(clock.span.overlaps(day.span) for day in days)]


def _by_moment(
    heard: Utterance, options: Sequence[Option], today: date | None
) -> tuple[tuple[Option, Span] | None, bool]:
    """The option at the moment that was named, and whether one was named at all."""
    moments = [(option, moment) for option in options if (moment := _moment(option))]
    if not moments:
        return None, False
    offered = {moment.date() for _, moment in moments}
    days = [day for day in (find_days(heard, today) if today else []) if day.clear or day.value in offered]
    clocks = [clock for clock in find_clocks(heard) if not any(clock.span.overlaps(day.span) for day in days)]
    left = [
        (option, moment)
        for option, moment in moments
        if (not days or any(day.value == moment.date() for day in days))
        and (not clocks or _is_day(option) or any(clock.fits(moment.hour * 60 + moment.minute) for clock in clocks))
    ]
    half = daypart(heard)
    if half and not clocks:
        left = [(option, moment) for option, moment in left if (moment.hour < 12) == (half == "am")]
    named = bool(days or clocks or half)
    if len(left) != 1 or not named:
        return None, named
    places = [day.span for day in days] + [clock.span for clock in clocks]
    if not places:
        places = [Span(0, len(heard.words) - 1)]
    return (left[0][0], Span(min(span.first for span in places), max(span.last for span in places))), True


def _by_words(heard: Utterance, options: Sequence[Option]) -> tuple[Option, Span] | None:
    for option in options:
        for span, _ in heard.spans(" ".join(Utterance(option.key).norms) or "$^"):
            if len(option.key) > 1:
                return option, span
    topics = [Topic(option.key, f"{option.spoken or option.key} {option.also}") for option in options]
    fits = ranked(stems(heard.plain), topics)
    if not fits or fits[0].score < _LEAST or (len(fits) > 1 and fits[0].score < _LEAD * fits[1].score):
        return None
    chosen = next(option for option in options if option.key == fits[0].topic.name)
    own = stems(fits[0].topic.title) | stems(chosen.key)
    places = [index for index, norm in enumerate(heard.norms) if stem(norm) in own]
    span = Span(places[0], places[-1]) if places else Span(0, len(heard.words) - 1)
    return chosen, span


def _by_place(heard: Utterance, options: Sequence[Option]) -> tuple[Option, Span] | None:
    for index, norm in enumerate(heard.norms):
        place = _ORDINALS.get(norm)
        if place is None and index and heard.norms[index - 1] in ("number", "option"):
            place = _NUMBERS.get(norm)
        if place is not None and -len(options) <= place < len(options):
            return options[place], Span(index, index)
    return None


def _moment(option: Option) -> datetime | None:
    try:
        return datetime.fromisoformat(option.key)
    except ValueError:
        return None


def _is_day(option: Option) -> bool:
    return "T" not in option.key and ":" not in option.key
