"""What callers take back, whatever the type."""

import pytest

from flowkit.language.shapes import Shape

FIVE = Shape("digits", pattern="[0-9]{5}")
TAKEN_BACK = [
    ("date", "Thursday wait no Friday", "2026-03-06!"),
    ("date", "Thursday. No. Friday.", "2026-03-06!"),
    ("date", "Thursday or rather Friday", "2026-03-06!"),
    ("date", "Thursday, scratch that, Friday", "2026-03-06!"),
    ("date", "Thursday, on second thought Friday", "2026-03-06!"),
    ("date", "Tuesday, no Wednesday, no wait, Friday", "2026-03-06!"),
    ("date", "Thursday? Hmm, better Friday", "2026-03-06!"),
    ("date", "actually Friday", "2026-03-06"),
    ("date", "Thursday, no please Friday", "2026-03-06!"),
    ("date", "Thursday, no wait, not Friday", "2026-03-05"),
    ("date", "Thursday, no, on Friday", "2026-03-06!"),
    ("date", "no, Friday", "2026-03-06"),
    ("date", "sorry, Friday", "2026-03-06"),
    ("date", "Thursday or actually Friday", "2026-03-05 | 2026-03-06"),
    ("date", "I'm free Thursday, but no problem, Friday too", "2026-03-05 | 2026-03-06"),
    ("money", "20 dollars, I mean 30 dollars", "30.00!"),
    ("money", "20 dollars, I mean 30", "30.00!"),
    ("time", "ten am, make that eleven am", "11:00!"),
    ("duration", "an hour, sorry, two hours", "PT2H!"),
    ("email", "ana at example dot com sorry I meant anna at example dot com", "anna@example.com!"),
    ("integer", "two no three", "3!"),
    (FIVE, "12345, no, 12354", "12354!"),
    (FIVE, "12345, no, 54 at the end", "12345?"),
]
DENIED = [
    ("date", "not on Friday", ""),
    ("date", "never on a Friday", ""),
    ("date", "I don't want Friday", ""),
    ("date", "I really can't make Friday", ""),
    ("date", "any day except Friday", ""),
    ("date", "Friday won't work", ""),
    ("date", "Friday's no good", ""),
    ("date", "Friday is out", ""),
    ("date", "Friday isn't it", "2026-03-06"),
    ("date", "Friday is too late", ""),
    ("date", "Saturday instead of Friday", "2026-03-07"),
    ("date", "Saturday rather than Friday", "2026-03-07"),
    ("date", "not Thursday but Friday", "2026-03-06"),
    ("date", "neither Thursday nor Friday", ""),
    ("date", "if not Friday then Saturday", "2026-03-06 | 2026-03-07"),
    ("date", "I can't wait, Friday is great", "2026-03-06"),
    ("date", "I don't mind, Friday", "2026-03-06"),
    ("date", "not before Friday", "2026-03-06?"),
    ("integer", "it's not five, it's six", "6"),
    ("email", "it isn't ana at example dot com", ""),
]


@pytest.mark.parametrize(("shape", "text", "expected"), TAKEN_BACK)
def test_the_words_after_a_correction_win(said, shape, text, expected):
    assert said(shape, text) == expected


@pytest.mark.parametrize(("shape", "text", "expected"), DENIED)
def test_what_is_denied_is_no_reading(said, shape, text, expected):
    assert said(shape, text) == expected
