"""Options in callers' words."""

from datetime import datetime

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import Candidate, read
from flowkit.language.shapes import Option, Shape

CHOICE = Shape("choice", key="key", fields={"key": Shape("text")})


def thing(key: str, label: str, also: tuple[str, ...] = (), examples: tuple[str, ...] = ()) -> Candidate:
    return Candidate({"key": key}, key, label, also, examples)


OPENINGS = (thing("2026-03-06T10:00", "ten am"), thing("2026-03-06T14:30", "half past two pm"))
TEN, HALF = "2026-03-06T10:00", "2026-03-06T14:30"
TIMES = [
    ("ten", TEN),
    ("Ten, please", TEN),
    ("ten am", TEN),
    ("10 a.m.", TEN),
    ("10:00", TEN),
    ("ten o'clock", TEN),
    ("at ten o'clock please", TEN),
    ("the ten o'clock one", TEN),
    ("half past two", HALF),
    ("half two", HALF),
    ("two thirty", HALF),
    ("2:30", HALF),
    ("14:30", HALF),
    ("fourteen thirty", HALF),
    ("Friday at ten", TEN),
    ("the morning one", TEN),
    ("in the afternoon", HALF),
    ("the first one", TEN),
    ("the second", HALF),
    ("the second one please", HALF),
    ("the second please", HALF),
    ("yes, second please", HALF),
    ("the 2nd", HALF),
    ("on my 2nd try", ""),
    ("option two", HALF),
    ("number one", TEN),
    ("one", TEN + "?"),
    ("the last one", HALF),
    ("the latter", HALF),
    ("2026-03-06T14:30", HALF),
    ("around ten", TEN + "?"),
    ("ten or half past two", f"{TEN} | {HALF}"),
    ("ten, no wait, half past two", HALF + "!"),
    ("not ten, the other one", HALF),
    ("not ten, half past two", HALF),
    ("half past two, not ten", HALF),
    ("three pm", ""),
    ("16:00", ""),
    ("quarter to three", ""),
    ("Saturday", ""),
    ("Saturday at ten", ""),
    ("neither", ""),
    ("whatever", ""),
    ("I don't know", ""),
    ("yes please", ""),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_times(said, text, expected):
    assert said(CHOICE, text, OPENINGS) == expected


VISITS = (
    thing("v1", "dentist on Tuesday, March third at nine am"),
    thing("v2", "dentist on Friday, March sixth at two pm"),
    thing("v3", "hygienist on Friday, March sixth at nine am"),
)
LABELS = [
    ("the hygienist", "v3"),
    ("hygienist's", "v3"),
    ("the dentist", "v1 | v2"),
    ("the dentist on Friday", "v2"),
    ("the dentist on Tuesday, I guess", "v1"),
    ("Tuesday", "v1"),
    ("tomorrow", "v1"),
    ("on the third", "v1"),
    ("the one on March 3rd", "v1"),
    ("Friday", "v2 | v3"),
    ("Friday at nine", "v3"),
    ("the nine o'clock one on Friday", "v3"),
    ("two pm", "v2"),
    ("at two", "v2"),
    ("at nine, the hygienist", "v3"),
    ("dentist at nine", "v1"),
    ("v2", "v2"),
    ("the second one", "v2"),
    ("option three", "v3"),
    ("the last one", "v3"),
    ("hygienist on Friday, March sixth at nine am", "v3"),
    ("not the dentist", ""),
    ("not the dentist, the hygienist", "v3"),
    ("the dentist, no sorry, the hygienist", "v3!"),
    ("March tenth", ""),
    ("Wednesday", ""),
    ("at four", ""),
    ("my visit", ""),
    ("I want to move it", ""),
    ("all of them", ""),
]


@pytest.mark.parametrize(("text", "expected"), LABELS)
def test_labels(said, text, expected):
    assert said(CHOICE, text, VISITS) == expected


ITEMS = (thing("i4", "coffee grinder"), thing("i5", "mug set"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the mug set. no wait, the other one", "i4!"),
        ("the coffee grinder, no sorry, the other one", "i5!"),
        ("not the mug set, the other one", "i4"),
        ("the mug set is broken, the other one is fine", "i5"),
        ("the other one", ""),  # of which?
        ("not the mug set", ""),
        ("the coffee grinder, not the mug set", "i4"),
    ],
)
def test_one_of_two_is_taken_back(said, text, expected):
    assert said(CHOICE, text, ITEMS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the dentist", "v1"),
        ("Tuesday", "v1"),
        ("March third", "v1"),
        ("March sixth", ""),  # not that day
        ("at ten", ""),  # not that time
        ("the kettle", ""),
    ],
)
def test_a_single_option_is_not_taken_for_others(said, text, expected):
    assert said(CHOICE, text, VISITS[:1]) == expected


LIGHT = Shape("choice", options=(Option("off"), Option("red"), Option("green")))
REASON = Shape(
    "choice",
    options=(
        Option("broken", "It arrived damaged.", ("it's cracked", "dead on arrival", "does not work")),
        Option("wrong_item", "Something else was in the box."),
        Option("changed_mind", "Not wanted any more.", ("I don't want it any more",)),
    ),
)
FIXED = [
    (LIGHT, "red", "red"),
    (LIGHT, "it's off", "off"),
    (LIGHT, "The light is red.", "red"),
    (LIGHT, "K7QX, and the light is red", "red"),
    (LIGHT, "red, no, green", "green!"),
    (LIGHT, "red or green", "red | green"),
    (LIGHT, "not red", ""),
    (LIGHT, "it isn't red, it's green", "green"),
    (LIGHT, "blue", ""),
    (LIGHT, "the third one", "green"),
    (REASON, "it came broken", "broken"),
    (REASON, "12345, the kettle came broken", "broken"),
    (REASON, "the item came broken", "broken"),
    (REASON, "it is cracked", "broken"),
    (REASON, "it was dead on arrival", "broken"),
    (REASON, "wrong item", "wrong_item"),
    (REASON, "wrong_item", "wrong_item"),
    (REASON, "you sent the wrong one", "wrong_item"),
    (REASON, "I changed my mind", "changed_mind"),
    (REASON, "hello", ""),
]


@pytest.mark.parametrize(("shape", "text", "expected"), FIXED)
def test_fixed_options(said, shape, text, expected):
    assert said(shape, text) == expected


CARDS = (
    thing("card_1", "Visa ending in 4 4 1 7", ("the original card", "the card ending in 4417")),
    thing("card_2", "Mastercard ending in 9 0 0 2", ("the card ending in 9002",)),
    thing("gift", "gift card"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Visa", "card_1"),
        ("the original card", "card_1"),
        ("4417", "card_1"),
        ("the one ending in 9002", "card_2"),
        ("the gift card", "gift"),
        ("card_2", "card_2"),
        ("the Visa or the Mastercard", "card_1 | card_2"),
        ("the card", ""),
    ],
)
def test_also(said, text, expected):
    assert said(CHOICE, text, CARDS) == expected


HOURS = tuple(
    thing(f"2026-03-06T{hour:02}:00", label)
    for hour, label in ((9, "nine am"), (10, "ten am"), (11, "eleven am"), (14, "two pm"))
)
DAYS = (
    thing("2026-03-06", "Friday, March sixth"),
    thing("2026-03-09", "Monday, March ninth"),
    thing("2026-03-13", "Friday, March thirteenth"),
)
CARRIERS = (
    thing("ups", "UPS Ground", (), ("the cheap one",)),
    thing("dhl", "DHL Express", ("express delivery",), ("the fast one", "overnight")),
)
PLANS = (thing("10", "10 GB"), thing("20", "20 GB"), thing("50", "50 GB"))
SMALL_PLANS = (thing("p2", "2 GB"), thing("p5", "5 GB"))
ANSWERS = (thing("yes", "yes"), thing("no", "no"))


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        (HOURS, "two", "2026-03-06T14:00"),  # the time rather than the second option
        (HOURS, "2", "2026-03-06T14:00"),
        (HOURS, "number two", "2026-03-06T10:00"),
        (HOURS, "3", "2026-03-06T11:00?"),  # no option at three, so it is the third
        (HOURS, "11", "2026-03-06T11:00"),
        (HOURS, "the first slot", "2026-03-06T09:00"),
        (HOURS, "nine to eleven", "2026-03-06T09:00 | 2026-03-06T11:00"),
        (HOURS, "ten thirty", ""),
        (HOURS, "I can do ten but not eleven", "2026-03-06T10:00"),
        (HOURS, "any time but nine", ""),
        (HOURS, "in the morning", "2026-03-06T09:00 | 2026-03-06T10:00 | 2026-03-06T11:00"),
        (DAYS, "Friday", "2026-03-06 | 2026-03-13"),
        (DAYS, "Friday the 13th", "2026-03-13"),
        (DAYS, "the sixth", "2026-03-06"),
        (DAYS, "the second Friday", "2026-03-13"),
        (DAYS, "the second", "2026-03-09?"),  # no option on the second, so perhaps the second option
        (DAYS, "the second one", "2026-03-09"),
        (DAYS, "the fifth", ""),
        (DAYS, "the 10th", ""),
        (DAYS, "a week from Friday", "2026-03-13"),
        (DAYS, "March", ""),
        (DAYS, "tomorrow", ""),
        (CARRIERS, "U P S", "ups"),
        (CARRIERS, "D. H. L.", "dhl"),
        (CARRIERS, "the cheap", "ups"),
        (CARRIERS, "express", "dhl"),
        (CARRIERS, "overnight please", "dhl"),
        (CARRIERS, "not express", ""),
        (PLANS, "twenty", "20"),
        (PLANS, "20 gigabytes", "20"),
        (PLANS, "number 50", "50"),
        (PLANS, "option three", "50"),
        (PLANS, "two", "20?"),
        (SMALL_PLANS, "the 2 gig one", "p2"),
        (SMALL_PLANS, "option 2", "p5"),
        (SMALL_PLANS, "number 2 GB", "p2"),
        (CARRIERS, "option express", "dhl"),
        (HOURS, "four o'clock", ""),
        (HOURS, "four", "2026-03-06T14:00?"),
        (HOURS, "three in the afternoon", ""),
        (HOURS, "good morning", ""),
        (HOURS, "not three pm, ten", "2026-03-06T10:00"),
        (HOURS[:3], "in the morning", ""),
        (ANSWERS, "yes please", "yes"),
        (ANSWERS, "I have no idea", ""),
    ],
)
def test_kinds_of_labels(said, options, text, expected):
    assert said(CHOICE, text, options) == expected


def test_equal_labels_stay_open(said):
    two = (thing("i1", "kettle"), thing("i2", "kettle"), thing("i3", "lamp"))
    assert said(CHOICE, "the kettle", two) == "i1 | i2"
    assert said(CHOICE, "the lamps", two) == "i3"


def test_the_longest_label_wins(said):
    two = (thing("i1", "kettle"), thing("i2", "travel kettle"))
    assert said(CHOICE, "the travel kettle", two) == "i2"
    assert said(CHOICE, "the kettle", two) == "i1"


def test_no_options_no_reading():
    assert read(Shape("choice"), "ten", Locale(datetime(2026, 3, 2))) == ()
