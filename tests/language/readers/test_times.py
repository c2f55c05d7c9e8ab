"""Times of day in callers' words."""

from datetime import datetime, time

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import Shape

SAID = [
    ("half past two", "14:30?"),
    ("half past two pm", "14:30"),
    ("Half past two in the afternoon.", "14:30"),
    ("quarter to nine", "08:45?"),
    ("a quarter to nine am", "08:45"),
    ("quarter past nine in the morning", "09:15"),
    ("quarter of nine", "08:45?"),
    ("ten", "10:00?"),
    ("Ten, please", "10:00?"),
    ("at ten", "10:00?"),
    ("ten o'clock", "10:00?"),
    ("ten o clock", "10:00?"),
    ("10 o’clock am", "10:00"),
    ("2:30pm", "14:30"),
    ("2:30 p.m.", "14:30"),
    ("2.30", "14:30?"),
    ("10am", "10:00"),
    ("10 a.m. please", "10:00"),
    ("ten a m", "10:00"),
    ("fourteen thirty", "14:30"),
    ("14:30", "14:30"),
    ("at 1430", "14:30?"),
    ("1430 hours", "14:30"),
    ("oh nine hundred", "09:00"),
    ("zero nine thirty", "09:30"),
    ("09:00", "09:00"),
    ("9:00", "09:00?"),
    ("nine oh five", "09:05?"),
    ("ten thirty", "10:30?"),
    ("two fifteen pm", "14:15"),
    ("ten twenty five am", "10:25"),
    ("twelve fifty", "12:50?"),
    ("noon", "12:00"),
    ("twelve noon", "12:00"),
    ("midday works", "12:00"),
    ("midnight", "00:00"),
    ("12", "12:00?"),
    ("twelve thirty am", "00:30"),
    ("half past twelve", "12:30?"),
    ("ten to three", "14:50?"),
    ("five minutes to three", "14:55?"),
    ("twenty five to six pm", "17:35"),
    ("ten past nine", "09:10?"),
    ("twenty after eight", "08:20?"),
    ("ten past noon", "12:10"),
    ("half two", "14:30?"),
    ("eight at night", "20:00"),
    ("tonight at eight", "20:00"),
    ("two at night", "02:00"),
    ("Friday morning at nine", "09:00"),
    ("six in the evening", "18:00"),
    ("Good morning, ten please", "10:00?"),
    ("around ten am", "10:00?"),
    ("ten-ish", "10:00?"),
    ("after three pm", "15:00?"),
    ("before noon", "12:00?"),
    ("one o'clock", "13:00?"),
    ("at one", "13:00?"),
    ("seven", "07:00?"),
    ("the nine o'clock one", "09:00?"),
    ("quarter to twelve am", "11:45?"),
    ("10h30", "10:30?"),
    ("ten or half past two", "10:00? | 14:30?"),
    ("between two and three", "14:00? | 15:00?"),
    ("nine to five", "09:00? | 17:00?"),
    ("ten, no wait, eleven", "11:00?!"),
    ("ten am, sorry, eleven am", "11:00!"),
    ("not ten", ""),
    ("ten doesn't work, eleven am", "11:00"),
    ("I have two dogs", ""),
    ("order 12", ""),
    ("March 3 at ten am", "10:00"),
    ("on the 3rd at 3pm", "15:00"),
    ("3/6 at noon", "12:00"),
    ("the second one", ""),
    ("one moment", ""),
    ("12345", ""),
    ("4 7 1 1", ""),
    ("25:00", ""),
    ("ten dollars", ""),
    ("in two hours", ""),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_times(said, text, expected):
    assert said("time", text) == expected


def test_the_other_half_of_the_day_is_kept():
    (reading,) = read(Shape("time"), "half past two", Locale(datetime(2026, 3, 2, 10)))
    assert (reading.value, reading.others, reading.doubt) == (time(14, 30), (time(2, 30),), "am or pm")


MOMENTS = [
    ("Friday at ten am", "2026-03-06T10:00"),
    ("Friday at ten", "2026-03-06T10:00?"),
    ("friday ten am", "2026-03-06T10:00"),
    ("ten am on Friday", "2026-03-06T10:00"),
    ("tomorrow at half past two pm", "2026-03-03T14:30"),
    ("tomorrow morning at nine", "2026-03-03T09:00"),
    ("tomorrow at noon please", "2026-03-03T12:00"),
    ("on the 21st at 3pm", "2026-03-21T15:00"),
    ("the twenty first at fifteen hundred hours", "2026-03-21T15:00"),
    ("March 6th at 2:30 pm", "2026-03-06T14:30"),
    ("March sixth, ten thirty am", "2026-03-06T10:30"),
    ("Tuesday, March third at nine am", "2026-03-03T09:00"),
    ("tonight at eight", "2026-03-02T20:00"),
    ("today at 4pm", "2026-03-02T16:00"),
    ("this afternoon at three", "2026-03-02T15:00"),
    ("in two hours", "2026-03-02T12:00"),
    ("half an hour from now", "2026-03-02T10:30"),
    ("in a week at noon", "2026-03-09T12:00"),
    ("next Tuesday at ten am", "2026-03-10T10:00?"),
    ("Friday at ten am or half past two pm", "2026-03-06T10:00 | 2026-03-06T14:30"),
    ("Friday or Saturday at ten am", "2026-03-06T10:00 | 2026-03-07T10:00"),
    ("Friday at ten am or Saturday at eleven am", "2026-03-06T10:00 | 2026-03-07T11:00"),
    ("Friday at ten am, no wait, Saturday", "2026-03-07T10:00!"),
    ("Friday at ten am, sorry, eleven am", "2026-03-06T11:00!"),
    ("2026-03-06 14:30", "2026-03-06T14:30"),
    ("3/6 at 14:30", "2026-03-06T14:30"),
    ("the third of March, quarter past nine am", "2026-03-03T09:15"),
    ("um could I have Wednesday at, say, nine am", "2026-03-04T09:00"),
    ("Monday the 9th at 8am", "2026-03-09T08:00"),
    ("the day after tomorrow at midday", "2026-03-04T12:00"),
    ("Friday morning, nine thirty", "2026-03-06T09:30"),
    ("nine thirty on Friday morning", "2026-03-06T09:30"),
    ("Friday around noon", "2026-03-06T12:00?"),
    ("December 24th 2026 at 11:15 am", "2026-12-24T11:15"),
    ("not Friday at ten", ""),
    ("Friday", ""),
    ("ten am", ""),
    ("the second one", ""),
    ("I don't know yet", ""),
    ("call me in a minute", "2026-03-02T10:01"),
]


@pytest.mark.parametrize(("text", "expected"), MOMENTS)
def test_days_with_times(said, text, expected):
    assert said("datetime", text) == expected
