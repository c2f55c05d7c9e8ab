"""Values as spoken words, and that the readers read them back."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from flowkit.language import countries
from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import UNSET, Shape
from flowkit.language.speaking import FILTERS, SpokenValue, groups, speak, spell, spoken_value
from flowkit.language.words import Words

HERE = Locale(datetime(2026, 3, 2, 10))
BRITAIN = Locale(datetime(2026, 3, 2, 10), "en", "GB", "GBP")

SPOKEN = [
    (Shape("date"), date(2026, 3, 6), "Friday, March sixth"),
    (Shape("date"), date(2027, 12, 31), "December thirty-first, twenty twenty-seven"),
    (Shape("date"), date(2005, 5, 1), "May first, two thousand five"),
    (Shape("date"), date(1905, 5, 20), "May twentieth, nineteen oh five"),
    (Shape("date"), date(1910, 5, 20), "May twentieth, nineteen ten"),
    (Shape("date"), date(1900, 1, 30), "January thirtieth, nineteen hundred"),
    (Shape("time"), time(10), "ten am"),
    (Shape("time"), time(14, 30), "half past two pm"),
    (Shape("time"), time(9, 15), "quarter past nine am"),
    (Shape("time"), time(9, 45), "quarter to ten am"),
    (Shape("time"), time(12, 45), "quarter to one pm"),
    (Shape("time"), time(11, 45), "eleven forty-five am"),
    (Shape("time"), time(23, 45), "eleven forty-five pm"),
    (Shape("time"), time(10, 20), "ten twenty am"),
    (Shape("time"), time(10, 5), "ten oh five am"),
    (Shape("time"), time(0, 30), "half past twelve am"),
    (Shape("time"), time(12), "noon"),
    (Shape("time"), time(0), "midnight"),
    (Shape("datetime"), datetime(2026, 3, 3, 9), "Tuesday, March third at nine am"),
    (Shape("money"), Decimal("35.00"), "thirty-five dollars"),
    (Shape("money"), Decimal("260.00"), "two hundred sixty dollars"),
    (Shape("money"), Decimal("12.50"), "twelve dollars fifty"),
    (Shape("money"), Decimal("12.05"), "twelve dollars and five cents"),
    (Shape("money"), Decimal("1.01"), "one dollar and one cent"),
    (Shape("money"), Decimal("0.50"), "fifty cents"),
    (Shape("money"), Decimal("0.00"), "zero dollars"),
    (Shape("money"), Decimal("-5.00"), "minus five dollars"),
    (Shape("money"), Decimal("1000.00"), "one thousand dollars"),
    (Shape("money"), Decimal("1250.75"), "one thousand two hundred fifty dollars seventy-five"),
    (Shape("money"), Decimal("12.505"), "12.505 dollars"),
    (Shape("integer"), 0, "zero"),
    (Shape("integer"), 21, "twenty-one"),
    (Shape("integer"), 340, "three hundred forty"),
    (Shape("integer"), 1250, "1,250"),
    (Shape("integer"), -3, "minus three"),
    (Shape("number"), Decimal("3.50"), "three point five"),
    (Shape("number"), Decimal("3.00"), "three"),
    (Shape("number"), Decimal("2500.75"), "2,500.75"),
    (Shape("number"), Decimal("0.12345"), "0.12345"),
    (Shape("digits"), "12345", "1 2 3 4 5"),
    (Shape("digits"), "4711", "4 7 1 1"),
    (Shape("digits"), "1234567", "1 2 3, 4 5 6 7"),
    (Shape("digits"), "1234567890", "1 2 3, 4 5 6, 7 8 9 0"),
    (Shape("phone"), "+12125550100", "2 1 2, 5 5 5, 0 1 0 0"),
    (Shape("phone"), "+442079460958", "plus 4 4, 2 0 7, 9 4 6, 0 9 5 8"),
    (Shape("email"), "ana@example.com", "ana at example dot com"),
    (Shape("email"), "ana.lopez99@example.co.uk", "ana dot lopez 9 9 at example dot co dot uk"),
    (Shape("email"), "k7qx_b@my-shop.de", "k 7 q x underscore b at my dash shop dot de"),
    (Shape("postcode"), "10001", "1 0 0 0 1"),
    (Shape("postcode"), "12345-6789", "1 2 3 4 5, 6 7 8 9"),
    (Shape("duration"), timedelta(hours=2), "two hours"),
    (Shape("duration"), timedelta(minutes=90), "one hour and thirty minutes"),
    (Shape("duration"), timedelta(days=1, hours=2, minutes=5), "one day, two hours and five minutes"),
    (Shape("duration"), timedelta(), "zero minutes"),
    (Shape("duration"), -timedelta(seconds=1), "minus one second"),
    (Shape("yes_no"), True, "yes"),
    (Shape("yes_no"), False, "no"),
    (Shape("choice"), "wrong_item", "wrong item"),
    (Shape("text"), "12 Main Street", "12 Main Street"),
    (Shape("name"), "Ana de la Cruz", "Ana de la Cruz"),
    (Shape("text", speak_as="letters"), "K7QX", "K 7 Q X"),
    (Shape("text", speak_as="digits"), "4711", "4 7 1 1"),
    (Shape("integer", speak_as="digits"), 4711, "4 7 1 1"),
    (Shape("date", many=True), [date(2026, 3, 6)], "Friday, March sixth"),
    (Shape("integer", many=True), [1, 2, 3], "one, two and three"),
    (Shape("integer", many=True), [], "none"),
    (Shape("text", keyed=True), {"a": "x", "b": "y"}, "x and y"),
    (Shape("text"), UNSET, ""),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "value", "words"), SPOKEN)
def test_spoken(shape, value, words):
    assert speak(value, shape, HERE) == words


ELSEWHERE = [
    ("money", Decimal("12.50"), "GB", "GBP", "twelve pounds fifty"),
    ("money", Decimal("0.01"), "GB", "GBP", "one penny"),
    ("money", Decimal("0.50"), "GB", "GBP", "fifty pence"),
    ("money", Decimal("1.00"), "DE", "EUR", "one euro"),
    ("money", Decimal("12.50"), "DE", "EUR", "twelve euros fifty"),
    ("money", Decimal("1250"), "JP", "JPY", "one thousand two hundred fifty yen"),
    ("money", Decimal("12.500"), "KW", "KWD", "twelve dinars and five hundred fils"),
    ("money", Decimal("12.50"), "CZ", "CZK", "12.50 crowns"),
    ("money", Decimal("12.00"), "TH", "THB", "twelve THB"),
    ("phone", "+442079460958", "GB", "GBP", "0 2 0, 7 9 4 6, 0 9 5 8"),
    ("postcode", "SW1A1AA", "GB", "GBP", "S W 1 A, 1 A A"),
    ("postcode", "M11AE", "GB", "GBP", "M 1, 1 A E"),
    ("postcode", "K1A0B1", "CA", "CAD", "K 1 A, 0 B 1"),
    ("postcode", "1234AB", "NL", "EUR", "1 2 3 4, A B"),
    ("postcode", "00-950", "PL", "PLN", "0 0, 9 5 0"),
]


@pytest.mark.parametrize(("type_", "value", "country", "currency", "words"), ELSEWHERE)
def test_spoken_elsewhere(type_, value, country, currency, words):
    assert speak(value, Shape(type_), Locale(datetime(2026, 3, 2), "en", country, currency)) == words


def test_a_language_without_words_speaks_written_forms():
    spanish = Locale(datetime(2026, 3, 2), "es", "ES", "EUR")
    assert speak(date(2026, 3, 6), Shape("date"), spanish) == "2026-03-06"
    assert speak(datetime(2026, 3, 6, 10), Shape("datetime"), spanish) == "2026-03-06 10:00"
    assert speak(Decimal("12.50"), Shape("money"), spanish) == "12.50 EUR"
    assert speak(Decimal("12.50"), Shape("number"), spanish) == "12.5"
    assert speak("12345", Shape("digits"), spanish) == "1 2 3 4 5"


VISIT = {"title": Shape("text"), "start": Shape("datetime")}


def test_a_thing_is_spoken_by_its_label():
    label = Words("{{ title }} on {{ start }}", ())
    value = {"title": "dentist", "start": datetime(2026, 3, 3, 9)}

    def put_together(words, fields):
        assert words is label
        return f"{fields['title']} on {speak(fields['start'], VISIT['start'], HERE)}"

    shape = Shape("object", key="title", fields=VISIT, label=label)
    assert speak(value, shape, HERE, put_together) == "dentist on Tuesday, March third at nine am"
    both = speak([value, value], Shape("object", many=True, fields=VISIT, label=label), HERE, put_together)
    assert both.count("dentist on Tuesday") == 2
    assert speak(value, Shape("object", fields=VISIT), HERE) == "dentist, Tuesday, March third at nine am"
    assert speak(value, Shape("choice", key="start", fields=VISIT), HERE) == "Tuesday, March third at nine am"


def test_spoken_value():
    assert spoken_value(Decimal("35"), Shape("money"), HERE) == SpokenValue("money", "35.00", "thirty-five dollars")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("spell", "K7QX", "K 7 Q X"),
        ("spell", "ana@b-c.de", "A N A at B dash C dot D E"),
        ("spell", "Ana Lopez", "A N A, L O P E Z"),
        ("spell", "ABCDEFG", "A B C, D E F G"),
        ("digits", "123456", "1 2 3, 4 5 6"),
        ("digits", 42, "4 2"),
        ("digits", "K7", "K 7"),
        ("date", datetime(2026, 3, 6, 10), "Friday, March sixth"),
        ("date", date(2026, 3, 6), "Friday, March sixth"),
        ("time", datetime(2026, 3, 6, 10), "ten am"),
        ("time", time(14, 30), "half past two pm"),
        ("weekday", datetime(2026, 3, 6, 10), "Friday"),
        ("weekday", date(2026, 3, 6), "Friday"),
    ],
)
def test_filters(name, value, words):
    assert FILTERS[name](value, HERE) == words


def test_groups_are_threes_and_fours():
    for size in range(6, 60):
        assert sum(groups(size)) == size
        assert set(groups(size)) <= {3, 4}
    assert [groups(size) for size in (0, 4, 5)] == [[], [4], [5]]


def _back(value, shape, locale=HERE):
    words = speak(value, shape, locale)
    readings = read(shape, words, locale)
    assert [one.value for one in readings] == [value], words
    return readings[0]


YEARS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@settings(max_examples=300, deadline=None)
@given(YEARS)
@example(date(2026, 3, 1))
@example(date(2026, 1, 1))
@example(date(2028, 2, 29))
@example(date(2000, 10, 10))
@example(date(2026, 12, 31))
@example(date(2020, 3, 20))
def test_dates_come_back(value):
    _back(value, Shape("date"))


@settings(max_examples=300, deadline=None)
@given(YEARS, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_dates_come_back_on_any_day(value, today):
    _back(value, Shape("date"), Locale(datetime(today.year, today.month, today.day, 10)))


def test_all_times_come_back_without_a_doubt():
    for minute in range(24 * 60):
        assert not _back(time(minute // 60, minute % 60), Shape("time")).doubt


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_moments_come_back(value):
    _back(value.replace(second=0, microsecond=0), Shape("datetime"))


CURRENCIES = [
    ("US", "USD"),
    ("GB", "GBP"),
    ("DE", "EUR"),
    ("JP", "JPY"),
    ("KW", "KWD"),
    ("CZ", "CZK"),
    ("IN", "INR"),
    ("SE", "SEK"),
]


@settings(max_examples=400, deadline=None)
@given(st.integers(-2_000_000, 2_000_000), st.sampled_from(CURRENCIES))
@example(100_005, ("US", "USD"))
@example(1, ("GB", "GBP"))
@example(-50, ("US", "USD"))
def test_money_comes_back(units, where):
    from flowkit.language.currencies import decimals

    value = Decimal(units).scaleb(-decimals(where[1]))
    _back(value, Shape("money"), Locale(datetime(2026, 3, 2), "en", *where))


@settings(max_examples=300, deadline=None)
@given(st.integers(-(10**12), 10**12) | st.integers(-1100, 1100))
def test_integers_come_back(value):
    _back(value, Shape("integer"))


@settings(max_examples=300, deadline=None)
@given(st.decimals(-2000, 2000, places=3))
def test_numbers_come_back(value):
    _back(value, Shape("number"))


@settings(max_examples=200, deadline=None)
@given(st.text("0123456789", min_size=1, max_size=20))
def test_digits_come_back(value):
    _back(value, Shape("digits", pattern=f"[0-9]{{{len(value)}}}"))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**8).map(lambda seconds: timedelta(seconds=seconds)))
@example(timedelta())
@example(timedelta(days=1001, seconds=1))
def test_durations_come_back(value):
    _back(value, Shape("duration"))


PLACES = ["US", "GB", "DE", "FR", "ES", "IT", "NL", "AU", "CA", "IE", "PL", "JP", "IN", "BR", "SE"]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.text("0123456789", min_size=7, max_size=11))
def test_phones_come_back(here, there, digits):
    known = countries.dialling(there)
    value = countries.e164(f"+{known.code}{digits}", there)
    assume(value is not None)
    _back(value, Shape("phone"), Locale(datetime(2026, 3, 2), "en", here))


POSTCODES = {
    "US": "[0-9]{5}(-[0-9]{4})?",
    "GB": "(SW1A|EC1A|M1|B33|CR2|DN55|OX1)[0-9][ABDEHJ]{2}",
    "CA": "[KMV][0-9][ABC][0-9][ABC][0-9]",
    "NL": "[1-9][0-9]{3}[A-Z]{2}",
    "DE": "[0-9]{5}",
    "AU": "[0-9]{4}",
    "PL": "[0-9]{2}-[0-9]{3}",
    "PT": "[0-9]{4}-[0-9]{3}",
    "JP": "[0-9]{3}-[0-9]{4}",
    "BR": "[0-9]{5}-[0-9]{3}",
    "SG": "[0-9]{6}",
    "IE": "D02[A-Z]{2}[0-9]{2}",
}
CODES = st.sampled_from(sorted(POSTCODES)).flatmap(
    lambda country: st.tuples(st.just(country), st.from_regex(POSTCODES[country], fullmatch=True))
)


@settings(max_examples=300, deadline=None)
@given(CODES)
def test_postcodes_come_back(place):
    country, value = place
    value = countries.postcode(value, country)
    assume(value is not None)
    _back(value, Shape("postcode"), Locale(datetime(2026, 3, 2), "en", country))


NAMES = st.from_regex(r"[a-z]{1,8}[0-9]{0,3}([._+-][a-z0-9]{1,8}){0,2}", fullmatch=True) | st.sampled_from(
    [
        "ana.lopez",
        "info",
        "double.trouble",
        "at.work",
        "dot",
        "one.two",
        "it",
        "mike99",
        "me+shop",
        "oh0o",
        "jay.kay",
        "x-ray",
    ]
)
HOSTS = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?(\.[a-z]{2,6}){1,2}", fullmatch=True) | st.sampled_from(
    ["example.com", "mail.co.uk", "my-company.de", "web2.de", "s3.example.com", "dot.dash.com", "one.at", "jay.io"]
)


@settings(max_examples=500, deadline=None)
@given(NAMES, HOSTS)
def test_emails_come_back(name, host):
    _back(f"{name}@{host}", Shape("email"))


@settings(max_examples=100, deadline=None)
@given(st.text("ABCDEFGHKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=12))
def test_spelt_codes_come_back(value):
    shape = Shape("text", pattern=f"[A-Z0-9]{{{len(value)}}}", speak_as="letters")
    assert spell(value)
    _back(value, shape)


def test_a_sentence_that_begins_with_a_printed_word_has_a_capital():
    from flowkit.language.span import NOWHERE
    from flowkit.language.wording import parse_words, put_together

    class Scope:
        def lookup(self, name: str) -> object:
            return {"amount": Decimal("12.5"), "code": "k7qx"}[name]

        def done(self, tool: str, arguments: object) -> bool:
            return False

    def said(text: str, *, sentences: bool = True) -> str:
        words, _ = parse_words(text, lambda start, end: NOWHERE)
        return put_together(words, Scope(), HERE, sentences=sentences).text

    assert (
        said("{{ amount }} is due. {{ amount }}, {{ amount }}.")
        == "Twelve point five is due. Twelve point five, twelve point five."
    )
    assert said("{% if amount > 1 %}{{ amount }} is due.{% endif %}") == "Twelve point five is due."
    assert said("{{ code }} is the code.") == "k7qx is the code."
    assert said("{{ amount }} is due.", sentences=False) == "twelve point five is due."
