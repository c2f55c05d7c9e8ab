"""Days in callers' words."""

from datetime import date, datetime

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import Shape

# Monday, the second of March 2026.
SAID = [
    ("Friday", "2026-03-06"),
    ("friday please", "2026-03-06"),
    ("um, Friday?", "2026-03-06"),
    ("Could we do Thursday", "2026-03-05"),
    ("FRIDAY", "2026-03-06"),
    ("on Fri", "2026-03-06"),
    ("Friday's fine", "2026-03-06"),
    ("Monday", "2026-03-09?"),  # today is one
    ("this Friday", "2026-03-06"),
    ("this coming Friday", "2026-03-06"),
    ("next Tuesday", "2026-03-10?"),
    ("next Monday", "2026-03-09"),
    ("last Friday", "2026-02-27"),
    ("Tuesday week", "2026-03-10"),
    ("Tuesday next week", "2026-03-10"),
    ("next week Tuesday", "2026-03-10"),
    ("next week on Thursday", "2026-03-12"),
    ("Wednesday of next week", "2026-03-11"),
    ("the Friday after next", "2026-03-13?"),
    ("the third", "2026-03-03"),
    ("the 3rd please", "2026-03-03"),
    ("the second", "2026-03-02"),
    ("the first", "2026-04-01?"),
    ("the twenty first", "2026-03-21"),
    ("the twenty-first works", "2026-03-21"),
    ("21st", "2026-03-21"),
    ("yes, the 21st", "2026-03-21"),
    ("on the 21", "2026-03-21"),
    ("the 21st of May", "2026-05-21"),
    ("21st May", "2026-05-21"),
    ("5 March", "2026-03-05"),
    ("March 5th", "2026-03-05"),
    ("march fifth", "2026-03-05"),
    ("March the fifth", "2026-03-05"),
    ("Mar. 5", "2026-03-05"),
    ("the fifth of march twenty twenty seven", "2027-03-05"),
    ("March 5, 2027", "2027-03-05"),
    ("March fifth two thousand and twenty seven", "2027-03-05"),
    ("December 31st, nineteen ninety nine", "1999-12-31"),
    ("the first of May nineteen oh five", "1905-05-01"),
    ("January 5th", "2027-01-05?"),
    ("3/6", "2026-03-06"),
    ("3/6/26", "2026-03-06"),
    ("03/06/2026", "2026-03-06"),
    ("2026-03-06", "2026-03-06"),
    ("21/5", "2026-05-21"),
    ("today", "2026-03-02"),
    ("can I come in this afternoon", "2026-03-02"),
    ("tomorrow", "2026-03-03"),
    ("tomorrow morning, please", "2026-03-03"),
    ("the day after tomorrow", "2026-03-04"),
    ("yesterday", "2026-03-01"),
    ("in two weeks", "2026-03-16"),
    ("in 10 days", "2026-03-12"),
    ("in a week", "2026-03-09"),
    ("in a fortnight", "2026-03-16"),
    ("in a month", "2026-04-02?"),
    ("in a couple of days", "2026-03-04?"),
    ("three days from now", "2026-03-05"),
    ("two weeks from tomorrow", "2026-03-17"),
    ("a week from Friday", "2026-03-13"),
    ("a week from Monday", "2026-03-16?"),
    ("two weeks ago", "2026-02-16"),
    ("a week today", "2026-03-09"),
    ("the end of the month", "2026-03-31?"),
    ("end of next month", "2026-04-30?"),
    ("beginning of next week", "2026-03-09?"),
    ("the weekend", "2026-03-07? | 2026-03-08?"),
    ("Christmas Eve", "2026-12-24"),
    ("Friday the 6th", "2026-03-06"),
    ("Friday, March sixth", "2026-03-06"),
    ("March 6th, which is a Friday", "2026-03-06"),
    ("Friday the 13th", "2026-03-13"),
    ("Friday the seventh", "2026-03-06 | 2026-03-07"),  # the seventh is a Saturday
    ("Tuesday, March third at nine am", "2026-03-03"),
    ("the first Monday in April", "2026-04-06"),
    ("last Friday of the month", "2026-03-27"),
    ("the sixth of the third", "2026-03-06"),
    ("the fifth of next month", "2026-04-05"),
    ("the fifth in the evening", "2026-03-05"),
    ("Thursday or Friday", "2026-03-05 | 2026-03-06"),
    ("any time after Wednesday", "2026-03-04?"),
    ("before the tenth", "2026-03-10?"),
    ("Thursday, no wait, Friday", "2026-03-06!"),
    ("Thursday... sorry, I mean Friday", "2026-03-06!"),
    ("Thursday, no, Friday", "2026-03-06!"),
    ("thursday actually make that friday", "2026-03-06!"),
    ("not Friday", ""),
    ("not Friday, Saturday", "2026-03-07"),
    ("I can't do Friday", ""),
    ("Friday doesn't work for me, what about Saturday", "2026-03-07"),
    ("anything but Friday", ""),
    ("Friday, not Saturday", "2026-03-06"),
    ("not Thursday or Friday", ""),
    ("I don't know, Friday?", "2026-03-06"),
    ("why not Friday", "2026-03-06"),
    ("the second one", ""),
    ("just a second", ""),
    ("I may call you back", ""),
    ("next week", ""),
    ("one of the first things", ""),
    ("I sat on it", ""),
    ("my order is 12345", ""),
    ("half past two", ""),
    ("March", ""),
    ("the following Tuesday", "2026-03-10?"),
    ("April 5th or 6th", "2026-04-05 | 2026-04-06"),
    ("the 5th or 6th of April", "2026-04-05 | 2026-04-06"),
    ("the fifth or sixth", "2026-03-05 | 2026-03-06"),
    ("5 or 6 April", "2026-04-05 | 2026-04-06"),
    ("5-6 March", "2026-03-05 | 2026-03-06"),
    ("April 5, 6 and 7", "2026-04-05 | 2026-04-06 | 2026-04-07"),
    ("April 5 and 2 more people", "2026-04-05"),
    ("April 5 at 6", "2026-04-05"),
    ("between the 5th and the 10th", "2026-03-05 | 2026-03-10"),
    ("5 March 27", "2027-03-05"),
    ("Friday 13", "2026-03-13"),
    ("Friday 21", "2026-03-06?"),
    ("Friday 10", "2026-03-06"),  # ten o'clock
    ("next month on the 5th", "2026-04-05"),
    ("the third Tuesday", "2026-03-17?"),
    ("Friday at the earliest", "2026-03-06?"),
    ("by Friday", "2026-03-06?"),
    ("two days after Friday", "2026-03-08"),
    ("the day before Friday", "2026-03-06?"),
    ("tomorrow, Wednesday", "2026-03-03 | 2026-03-04"),
    ("tomorrow, Tuesday", "2026-03-03"),
    ("next Friday the 13th", "2026-03-13"),
    ("the 31st of April", ""),
    ("my 21st birthday", ""),
    ("the 20th century", ""),
    ("the sun is shining", ""),
    ("in March", ""),
    ("March 2027", ""),
    ("March twenty twenty seven", ""),
    ("in three working days", ""),
    ("February 30th", ""),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_days(said, text, expected):
    assert said("date", text) == expected


BY_COUNTRY = [
    ("3/6", "GB", "2026-06-03"),
    ("3/6", "US", "2026-03-06"),
    ("3/6", "DE", "2026-06-03"),
    ("3/6", "CA", "2026-06-03?"),
    ("3/6", "JP", "2026-03-06"),
    ("03.06.2026", "DE", "2026-06-03"),
    ("6/13", "GB", "2026-06-13"),
]


@pytest.mark.parametrize(("text", "country", "expected"), BY_COUNTRY)
def test_written_days_go_by_the_country(said, text, country, expected):
    assert said("date", text, country=country) == expected


def test_others_hold_what_else_is_meant():
    (reading,) = read(Shape("date"), "next Tuesday", Locale(datetime(2026, 3, 2, 10)))
    assert reading.others == (date(2026, 3, 3),)


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        (datetime(2026, 3, 6), "next Tuesday", "2026-03-10"),  # next week either way
        (datetime(2026, 3, 6), "Friday", "2026-03-13?"),
        (datetime(2026, 3, 4), "this Monday", "2026-03-09?"),
        (datetime(2026, 3, 7), "last Friday", "2026-03-06?"),
        (datetime(2026, 1, 31), "in a month", "2026-02-28?"),
        (datetime(2026, 12, 30), "the second", "2027-01-02?"),
        (datetime(2024, 2, 28), "February 29th", "2024-02-29"),
        (datetime(2025, 2, 28), "February 29th", "2028-02-29?"),
        (datetime(2026, 1, 31), "the 30th", "2026-03-30?"),
    ],
)
def test_days_go_by_the_clock(said, today, text, expected):
    assert said("date", text, now=today) == expected
