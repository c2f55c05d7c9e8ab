"""What the words offer for one parameter: every reading, where it stands, and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flowkit.simulator.hearing.answers import is_no, is_yes
from flowkit.simulator.hearing.contact import find_emails, find_names, find_phones, find_postcodes
from flowkit.simulator.hearing.dates import find_days
from flowkit.simulator.hearing.likeness import Topic, best, stem, stems
from flowkit.simulator.hearing.numbers import CURRENCIES, find_amounts, find_numbers
from flowkit.simulator.hearing.spelling import find_codes, find_digits
from flowkit.simulator.hearing.times import COUNTED
from flowkit.simulator.hearing.words import Span, Utterance, listed
from flowkit.simulator.local_model.briefing import Option
from flowkit.simulator.local_model.options import free_clocks, match_option, other_option
from flowkit.simulator.local_model.parameters import Kind, Parameter
from flowkit.simulator.local_model.selecting import known_keys, match_several
from flowkit.simulator.local_model.things import find_things

_CUE_REACH = 4
_WITHOUT_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What a parameter's words are read against.

    Attributes:
        today: The day of the call.
        missing: Whether the parameter is still to be asked.
        first: Whether it is the one asked now.
        options: Its options of the STEP note.
        known: Its value, "" when it has none.
        offered: Its options as they were listed last, in this STEP note or an earlier one.
        before: The value it has or had last, "" when it never had one.
    """

    today: date | None
    missing: bool
    first: bool
    options: tuple[Option, ...]
    known: str
    offered: tuple[Option, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of some words as a parameter's value.

    Attributes:
        value: The value as it is reported.
        span: The words it stands in.
        clear: Whether the words mean such a value even where none was asked.
        named: Whether the parameter is named beside them.
    """

    value: object
    span: Span
    clear: bool = False
    named: bool = False


def readings(parameter: Parameter, heard: Utterance, asked: Asked) -> list[Reading]:
    """Every reading the words offer for a parameter."""
    found = list(_READERS[parameter.kind](parameter, heard, asked))
    if parameter.many:
        found = list(_several(parameter, heard, asked, found))
    return [replace(reading, named=reading.named or _is_named(parameter, heard, reading.span)) for reading in found]


def _several(parameter: Parameter, heard: Utterance, asked: Asked, found: list[Reading]) -> Iterator[Reading]:
    """One reading with all values, of a parameter that takes a list."""
    options = asked.options or asked.offered
    if parameter.kind is Kind.CHOICE:
        options = tuple(Option(value, parameter.meanings.get(value, "")) for value in parameter.values)
    if options:
        selected = match_several(heard, options, asked.today, known_keys(asked.known))
        if selected:
            yield Reading(list(selected.keys), selected.span, clear=asked.missing or selected.changes)
    elif found:
        span = Span(min(one.span.first for one in found), max(one.span.last for one in found))
        yield Reading([one.value for one in found], span, clear=all(one.clear for one in found))


def _is_named(parameter: Parameter, heard: Utterance, span: Span) -> bool:
    """Whether a cue stands before the value ("order number 12345") or right behind it ("4 people")."""
    norms = heard.norms
    own = tuple(parameter.name.rpartition("__")[2].split("_"))
    if len(own) > 1 and any(norms[: max(0, at)][-len(own) :] == own for at in (span.first, span.first - 1)):
        return True
    for index in range(span.first - 1, max(-1, span.first - 1 - _CUE_REACH), -1):
        if parameter.cued_by(norms[index]):
            return True
        if any(sign.isdigit() for sign in norms[index]) or "," in heard.words[index + 1].gap:
            break
    behind = span.last + 1
    if behind < len(norms) and parameter.kind is Kind.NUMBER and parameter.cued_by(norms[behind]):
        return True
    return parameter.kind is Kind.CHOICE and any(parameter.cued_by(norm) for norm in norms)


def _read_yes_no(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    if asked.first and (is_yes(heard) or is_no(heard)):
        yield Reading(not is_no(heard), Span(0, 0))
        return
    for index, norm in enumerate(heard.norms):
        # "with breakfast", "no breakfast": said beside something else.
        if index and parameter.cued_by(norm):
            before = heard.norms[max(0, index - 2) : index]
            if before[-1] in _WITH or before == ("yes", "to"):
                yield Reading(True, Span(index - 1, index))
            elif before[-1] in _WITHOUT:
                yield Reading(False, Span(index - 1, index))


_WITH, _WITHOUT = frozenset({"with", "plus", "including"}), frozenset({"without", "no"})


def _read_number(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    for span, value in find_numbers(heard):
        behind = heard.norms[span.last + 1] if span.last + 1 < len(heard.norms) else ""
        if behind in COUNTED and not parameter.cued_by(behind):
            continue
        if value == int(value) or not parameter.whole:
            yield Reading(int(value) if value == int(value) else value, span)


def _read_money(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    for span, value in find_amounts(heard):
        behind = heard.norms[span.last + 1] if span.last + 1 < len(heard.norms) else ""
        if behind in COUNTED and behind not in CURRENCIES:
            continue
        whole = value == int(value)
        written = str(int(value)) if whole else f"{value:.2f}"
        yield Reading(written if parameter.written else (int(value) if whole else value), span)


def _read_duration(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    """ "two hours", "ninety minutes", "half an hour": as it was said."""
    for span, _ in heard.spans(
        r"(?:\w+ )?(?:a|an|half an?|[a-z]+|\d+) (?:minutes?|hours?|days?|weeks?|months?|years?)"
    ):
        number = next(find_numbers(Utterance(heard.said(span))), None)
        first = span.last - 1 if number is None else span.first + number[0].first
        if number is not None or heard.norms[first] in ("a", "an"):
            first -= heard.norms[first - 1 : first] == ("half",)
            yield Reading(heard.said(Span(first, span.last)), Span(first, span.last))


def _read_choice(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    if {"yes", "no"} <= set(parameter.values):
        if asked.missing and (is_yes(heard) or is_no(heard)):
            yield Reading("no" if is_no(heard) else "yes", Span(0, 0))
        return
    exact = False
    for value in parameter.values:
        for span, _ in heard.spans(_as_words(value)):
            exact = True
            yield Reading(value, span, clear=bool(parameter.meanings))
    if exact or not asked.missing:
        return
    for value, meaning in parameter.meanings.items():
        # "There's no light" is the one that means "No light is on."
        lacking = re.match(r"no \w+", Utterance(meaning).plain)
        for span, _ in heard.spans(lacking.group() if lacking else "$^"):
            yield Reading(value, span)
            return
    topics = tuple(
        Topic(value, value.replace("_", " "), parameter.meanings.get(value, "")) for value in parameter.values
    )
    fit = best(stems(heard.plain), topics)
    if fit:
        yield Reading(fit.name, _touched(heard, fit))
        return
    options = tuple(Option(value, parameter.meanings.get(value, "")) for value in parameter.values)
    index = match_option(heard, options, ordinals_only=True)
    if index:
        yield Reading(index[0].key, index[1])


def _touched(heard: Utterance, topic: Topic) -> Span:
    """The words that a topic was recognised by."""
    own = stems(f"{topic.title} {topic.about}")
    places = [index for index, norm in enumerate(heard.norms) if stem(norm) in own or best([stem(norm)], (topic,), 0.1)]
    return Span(places[0], places[-1]) if places else Span(0, len(heard.norms) - 1)


def _read_option(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    other = None if parameter.many else other_option(heard, asked.offered, asked.before)
    if other:
        yield Reading(other[0].key, other[1], clear=True, named=True)
        return
    if asked.options and not parameter.many:
        found = match_option(heard, asked.options, asked.today)
        if found:
            yield Reading(found[0].key, found[1], clear=asked.missing)
        return
    if parameter.about_time or _is_datetime(asked.known):
        for clock in free_clocks(heard, asked.today):
            yield Reading(heard.said(clock.span), clock.span, clear=clock.clear)
        return
    for span in find_things(parameter, heard):
        yield Reading(heard.said(span), span, clear=True)


def _read_date(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    if asked.today is None:
        return
    for day in find_days(heard, asked.today):
        yield Reading(day.value.isoformat(), day.span, clear=day.clear)


def _read_time(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    for clock in free_clocks(heard, asked.today):
        minute = clock.likely
        yield Reading(f"{minute // 60:02d}:{minute % 60:02d}", clock.span, clear=clock.clear)


def _read_datetime(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    if asked.today is None:
        return
    days, clocks = find_days(heard, asked.today), free_clocks(heard, asked.today)
    if days and clocks:
        first, last = min(days[0].span.first, clocks[0].span.first), max(days[0].span.last, clocks[0].span.last)
        minute = clocks[0].likely
        value = f"{days[0].value.isoformat()}T{minute // 60:02d}:{minute % 60:02d}"
        yield Reading(value, Span(first, last), clear=True)


def _read_digits(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    codes = find_codes(heard, parameter.pattern) if parameter.pattern else find_digits(heard)
    for code in codes:
        if len(code.signs) >= _WITHOUT_DIGITS or parameter.pattern:
            yield Reading(code.signs, code.span)


def _read_code(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    for code in find_codes(heard, parameter.pattern):
        reading = Reading(code.signs, code.span, clear=not code.plain and not code.signs.isdigit())
        # An ordinary word that happens to fit ("same", "have") is a code only where it is the answer.
        whole = _is_whole_answer(heard, asked, code.span)
        if not code.plain or whole or _is_named_code(parameter, heard, code.span):
            yield reading


def _is_whole_answer(heard: Utterance, asked: Asked, span: Span) -> bool:
    return asked.first and len(heard.words) == span.length and heard.norms[span.first] not in _NEVER_CODES


def _is_named_code(parameter: Parameter, heard: Utterance, span: Span) -> bool:
    before = heard.norms[max(0, span.first - 2) : span.first]
    return any(parameter.cued_by(norm) for norm in before) and heard.norms[span.first] not in _LINKS


_NEVER_CODES = frozenset(
    listed(
        "okay ok yes yeah yep nope none same what help sure fine good huh sorry again wait stop more less next last "
        "both here there where when hello thanks great cool nothing pardon cancel person agent human maybe"
    )
)
_LINKS = frozenset({"number", "code", "from", "with", "that", "this", "here", "have", "read", "reads", "says"})


def _read_text_as(find: Callable[[Utterance], Iterator[tuple[Span, str]]], clear: bool) -> _Reader:
    def read(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
        for span, value in find(heard):
            yield Reading(value, span, clear=clear)

    return read


def _read_name(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    for span, value in find_names(heard, asked.missing, asked.first):
        yield Reading(value, span, clear=heard.has("my (?:full |last |first )?name"))


def _read_nothing(parameter: Parameter, heard: Utterance, asked: Asked) -> Iterator[Reading]:
    """Free text is what the other parameters leave over; see `recording`."""
    return iter(())


_Reader = Callable[[Parameter, Utterance, Asked], Iterator[Reading]]
_READERS: Mapping[Kind, _Reader] = {
    Kind.YES_NO: _read_yes_no,
    Kind.NUMBER: _read_number,
    Kind.MONEY: _read_money,
    Kind.DURATION: _read_duration,
    Kind.CHOICE: _read_choice,
    Kind.OPTION: _read_option,
    Kind.DATE: _read_date,
    Kind.TIME: _read_time,
    Kind.DATETIME: _read_datetime,
    Kind.DIGITS: _read_digits,
    Kind.CODE: _read_code,
    Kind.EMAIL: _read_text_as(find_emails, True),
    Kind.PHONE: _read_text_as(find_phones, False),
    Kind.POSTCODE: _read_text_as(find_postcodes, False),
    Kind.NAME: _read_name,
    Kind.TEXT: _read_nothing,
}


def _is_datetime(value: str) -> bool:
    try:
        return bool(value) and len(value) > len("2026-03-06") and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def _as_words(value: str) -> str:
    """An enum value as it would be said."""
    return " ".join(re.escape(part) for part in Utterance(value.replace("_", " ").replace("-", " ")).norms) or "$^"
