"""What holds for every answer, whatever its words: nothing that is put into a yes leaves one that should not be."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flowkit.language.answers import read_answer
from flowkit.language.answers.tables import tables_of
from flowkit.language.locale import Locale
from flowkit.language.shapes import Shape
from flowkit.language.speaking import SpokenValue, spoken_value

LOCALE = Locale(now=datetime(2026, 3, 2, 10, 0))
STATED = "I'll move your dentist to Saturday, March seventh at eleven am."
VALUES = (
    SpokenValue("choice", "v1", "dentist"),
    SpokenValue("datetime", "2026-03-07T11:00", "Saturday, March seventh at eleven am"),
)
_LISTS = [
    line.split(" | ", 2)
    for name in ("development.txt", "held_out.txt")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
YESES = sorted({words.strip() for means, after, words in _LISTS if means.strip() == "yes" and after.strip() == "visit"})


def words_of(*tables: tuple[str, ...]) -> set[str]:
    """Every word that stands in the patterns of these tables."""
    slots = (slot for table in tables for pattern in table for slot in pattern.split())
    return {word for slot in slots for word in re.split(r"[|?_]", slot) if word}


_TABLES = tables_of("en")
assert _TABLES is not None
MAKERS = words_of(_TABLES.assent, _TABLES.choosing, _TABLES.praise, _TABLES.truth)
WORDS = sorted(
    {word for _, _, words in _LISTS for word in words.split()}
    | words_of(_TABLES.assent, _TABLES.nods, _TABLES.leads, _TABLES.wishes)
)
NEGATIONS = ["no", "not", "don't", "never", "nope", "isn't", "cannot", "won't", "nothing"]
DOUBTS = ["but", "if", "unless", "maybe", "instead", "actually", "wait", "I guess", "probably", "although"]

_yes = st.sampled_from(YESES)


def is_yes(text: str, values: Sequence[SpokenValue] = VALUES, stated: str = STATED) -> bool:
    return read_answer(text, values, LOCALE, stated=stated).reading == "yes"


@st.composite
def answers(draw: st.DrawFn) -> str:
    """Any row of words, most of them from the tables and the read-back."""
    return " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7)))


@given(st.one_of(_yes, answers()), st.sampled_from([*NEGATIONS, *DOUBTS]), st.data())
@settings(max_examples=400, deadline=None)
def test_no_yes_with_a_negation_or_a_doubt_in_it(text: str, word: str, data: st.DataObject) -> None:
    words = text.split()
    at = data.draw(st.integers(0, len(words)))
    assert not is_yes(" ".join([*words[:at], word, *words[at:]]))


@given(st.one_of(_yes, answers()), st.data())
@settings(max_examples=300, deadline=None)
def test_no_yes_with_a_question_mark_in_it(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert not is_yes(text[:at] + "?" + text[at:])


@given(st.one_of(_yes, answers()), st.text(st.characters(categories=["L"]), min_size=3, max_size=8), st.data())
@settings(max_examples=300, deadline=None)
def test_no_yes_with_an_unknown_word_in_it(text: str, word: str, data: st.DataObject) -> None:
    assume(word.casefold() not in {known.strip(".,!?").casefold() for known in WORDS})
    words = text.split()
    at = data.draw(st.integers(0, len(words)))
    assert not is_yes(" ".join([*words[:at], "q" + word, *words[at:]]))


@given(_yes, st.sampled_from(["please", "thanks", "thank you", "thank you very much", "sir"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_politeness_keeps_a_yes(text: str, polite: str, first: bool) -> None:
    assume(is_yes(text))
    assert is_yes(f"{polite}, {text}" if first else f"{text.rstrip('.!')}, {polite}")


@given(st.permutations(["yes", "please", "thank you", "sir", "um"]), st.sampled_from([" ", ", ", ". "]))
@settings(max_examples=120, deadline=None)
def test_the_order_of_polite_words_does_not_matter(parts: list[str], between: str) -> None:
    assert is_yes(between.join(parts))


@given(answers())
@settings(max_examples=600, deadline=None)
def test_a_yes_says_yes(text: str) -> None:
    """Only the assent makes it: without the words of assent nothing is left that reads as one."""
    if is_yes(text):
        assert any(word.strip(".,!").lower() in MAKERS for word in re.split(r"[\s']", text))


@given(st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_an_error_and_noise_is_no_yes(text: str) -> None:
    answer = read_answer(text, VALUES, LOCALE, ("optician", "gift card"), stated=STATED)
    assert answer.reading in ("yes", "no", "changed", "other", "unclear")
    assert answer.why
    assert answer.reading != "yes" or re.search(r"[a-z]", text, re.IGNORECASE)


_days = st.dates(date(2026, 3, 3), date(2027, 12, 31))
_times = st.times(time(0, 0), time(23, 59)).map(
    lambda at: at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
)
_moments = st.builds(datetime.combine, _days, _times)
_cents = st.integers(1, 99_999).map(lambda cents: Decimal(cents) / 100)


def spoken(kind: str, value: object) -> SpokenValue:
    return spoken_value(value, Shape(kind), LOCALE)  # type: ignore[arg-type]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[SpokenValue, SpokenValue]:
    """Two values of one type as they are spoken, not the same."""
    kind, of = draw(
        st.sampled_from(
            [
                ("date", _days),
                ("time", _times),
                ("datetime", _moments),
                ("money", _cents.map(lambda amount: amount.quantize(Decimal("0.01")))),
                ("integer", st.integers(0, 2000)),
                ("digits", st.from_regex(r"[0-9]{4,8}", fullmatch=True)),
                ("email", st.from_regex(r"[a-z]{2,6}(\.[a-z]{2,5})?@[a-z]{3,7}\.(com|org)", fullmatch=True)),
                ("duration", st.integers(1, 40).map(lambda quarters: timedelta(minutes=15 * quarters))),
                ("name", st.sampled_from(["Ana Silva", "Ana Lopez", "Ben Silva", "Maria del Mar"])),
            ]
        )
    )
    one, other = draw(of), draw(of)
    assume(one != other)
    return spoken(kind, one), spoken(kind, other)


@given(pairs())
@settings(max_examples=500, deadline=None)
def test_our_own_value_may_be_repeated_and_no_other(pair: tuple[SpokenValue, SpokenValue]) -> None:
    ours, other = pair
    assert is_yes(f"yes, {ours.spoken}", [ours], "")
    assert not is_yes(f"yes, {other.spoken}", [ours], "")
    assert not is_yes(f"yes, {other.spoken}, please", [ours], f"I'll take {ours.spoken} for that.")


@given(pairs())
@settings(max_examples=300, deadline=None)
def test_a_value_in_figures_is_the_value_in_words(pair: tuple[SpokenValue, SpokenValue]) -> None:
    ours, other = pair
    assume(ours.type in ("date", "time", "money", "integer", "digits", "email"))
    assert is_yes(f"yes, {ours.canonical}", [ours], "")
    assert not is_yes(f"yes, {other.canonical}", [ours], "")
