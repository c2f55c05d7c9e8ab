"""Several options at once: what is chosen, what is left out, what is added to what was chosen before."""

from datetime import datetime

import pytest

from flowkit.language.expressions.syntax import Name
from flowkit.language.locale import Locale
from flowkit.language.readers import Candidate, adds, normalise, read, read_several
from flowkit.language.readers.selections import CHANGED, DENIED, KEPT_BACK, OR_ELSE, SEVERAL_FIT
from flowkit.language.refusal import Refusal
from flowkit.language.shapes import Option, Shape

LOCALE = Locale(datetime(2026, 3, 2, 10), "en", "US")
THINGS = Shape("choice", many=True, key="id", options_from=Name("items"), fields={"id": Shape("text")})


def options(*labels: str) -> list[Candidate]:
    """`1=Desk Lamp`: the key and the label."""
    pairs = [label.split("=") for label in labels]
    return [Candidate({"id": key, "n": place}, key, label) for place, (key, label) in enumerate(pairs)]


SHOP = options("h=Cycling Helmet", "d=Dumbbell Set", "t=Smart Thermostat", "c=Office Chair", "l=Desk Lamp")
BOTTLES = options("c=Office Chair", "b=Water Bottle", "w=Water Bottle", "m=Salt and Pepper Mill")
TWICE = options("j=Fleece Jacket", "l=Laptop", "l=Laptop", "c=Wall Clock")
KETTLES = options("b=blue kettle", "r=red kettle")


def chosen(text, offered, held=""):
    """The keys that are chosen then, and the doubt; nothing if the words name no option."""
    before = []
    for key in held:
        before.append(next(one.value for one in offered if one.key == key and one.value not in before))
    several = read_several(THINGS, text, LOCALE, offered, before)
    return None if several is None else ("".join(one["id"] for one in several.reading.value), several.reading.doubt)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("the chair and the dumbbells", "cd"),
        ("chair, lamp and helmet please", "clh"),
        ("the chair the lamp", "cl"),
        ("the lamp as well as the chair", "lc"),
        ("all of them", "hdtcl"),
        ("everything", "hdtcl"),
        ("all of it please", "hdtcl"),
        ("everything except the lamp", "hdtc"),
        ("all but the lamp and the chair", "hdt"),
        ("everything except the lamp, the chair and the helmet", "dt"),
        ("I want to return the chair, that's all", "c"),
        ("the first two", "hd"),
        ("the last three", "tcl"),
        ("the first and the third", "ht"),
        ("numbers one and three", "ht"),
        ("the second one", "d"),
        ("the chair, not the lamp", "c"),
        ("not the lamp but the chair", "c"),
        ("the chair, no wait, the lamp", "l"),
        ("everything. actually no, just the lamp", "l"),
        ("the office chair because it doesn't work", "c"),
    ],
)
def test_what_is_named_is_chosen(text, keys):
    assert chosen(text, SHOP) == (keys, "")


@pytest.mark.parametrize("text", ["yes please", "that's all", "that's everything", "hello", "not the lamp", "both"])
def test_what_names_nothing_chooses_nothing(text):
    assert chosen(text, SHOP) is None


@pytest.mark.parametrize(
    ("text", "held", "keys"),
    [
        ("and the lamp too", "c", "cl"),
        ("also the helmet", "c", "ch"),
        ("the helmet as well", "c", "ch"),
        ("not the lamp", "cl", "c"),
        ("no, not the lamp", "cl", "c"),
        ("leave out the chair", "cl", "l"),
        ("the helmet instead of the lamp", "cl", "ch"),
        ("add the helmet and remove the lamp", "cl", "ch"),
        ("remove the lamp and add the helmet", "cl", "ch"),
        ("the others too", "c", "chdtl"),
        ("just the lamp", "cl", "l"),
        ("no, the helmet", "cl", "h"),
        ("all of them", "c", "hdtcl"),
    ],
)
def test_words_that_change_what_was_chosen_are_counted_from_that(text, held, keys):
    assert chosen(text, SHOP, held) == (keys, "")


@pytest.mark.parametrize(
    ("text", "held", "doubt"),
    [
        ("the chair or the lamp", "", OR_ELSE),
        ("the chair and the lamp, no sorry, the helmet", "", CHANGED),
        ("the lamp isn't one of them", "cl", DENIED),
        ("keep the lamp", "cl", KEPT_BACK),
        ("all three", "", SEVERAL_FIT),
    ],
)
def test_what_may_be_meant_otherwise_is_in_doubt(text, held, doubt):
    assert chosen(text, SHOP, held)[1] == doubt


@pytest.mark.parametrize("text", ["is the lamp in there?", "maybe the lamp"])
def test_what_is_asked_or_guessed_is_in_doubt(text):
    keys, doubt = chosen(text, SHOP)
    assert keys == "l"
    assert doubt


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("both water bottles", "bw"),
        ("the water bottles", "bw"),
        ("all the bottles", "bw"),
        ("the two water bottles and the chair", "bwc"),
        ("the salt and pepper mill and the chair", "mc"),
    ],
)
def test_things_of_one_name_are_told_apart_by_their_number(text, keys):
    assert chosen(text, BOTTLES) == (keys, "")


def test_a_name_that_holds_an_and_is_one_name():
    menu = options("f=Fish", "c=Chips", "b=Fish and Chips")
    assert chosen("fish and chips", menu) == ("b", "")
    assert chosen("chips and fish", menu) == ("cf", "")


def test_one_of_several_of_a_name_is_not_plain():
    assert chosen("the water bottle", BOTTLES) == ("", SEVERAL_FIT)
    several = read_several(THINGS, "the water bottle and the chair", LOCALE, BOTTLES)
    assert [one["id"] for one in several.possible] == ["c", "b", "w"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("the laptop", "l"),
        ("one of the laptops", "l"),
        ("both laptops", "ll"),
        ("two laptops and the clock", "llc"),
        ("the laptops", "ll"),
        ("all laptops", "ll"),
    ],
)
def test_the_same_thing_twice_is_taken_as_often_as_it_is_said(text, keys):
    assert chosen(text, TWICE) == (keys, "")


def test_another_of_the_same_is_added():
    assert chosen("the other laptop too", TWICE, "l") == ("ll", "")


@pytest.mark.parametrize("text", ["both", "both of them", "all kettles", "the kettles", "the blue and the red one"])
def test_two_are_both(text):
    assert chosen(text, KETTLES) == ("br", "")


SIZES = Shape("choice", many=True, options=(Option("small"), Option("no_size"), Option("large")))


def test_fixed_options_are_chosen_alike():
    (reading,) = read(SIZES, "small and large", LOCALE)
    assert reading.value == ["small", "large"]
    assert (reading.start, reading.end) == (0, 15)
    assert read(SIZES, "everything but small", LOCALE)[0].value == ["no_size", "large"]
    assert read(SIZES, "hello", LOCALE) == ()


def test_a_report_is_a_list_of_keys_or_names():
    assert [one["id"] for one in normalise(THINGS, ["c", "desk lamp"], LOCALE, SHOP)] == ["c", "l"]
    assert normalise(SIZES, ["small", "small"], LOCALE) == ["small"]
    assert [one["id"] for one in normalise(THINGS, ["l", "l"], LOCALE, TWICE)] == ["l", "l"]


@pytest.mark.parametrize(("given", "offered"), [(["l", "l", "l"], TWICE), (["l", "l"], SHOP), (["x"], SHOP), (5, SHOP)])
def test_a_report_of_what_is_not_there_is_refused(given, offered):
    assert isinstance(normalise(THINGS, given, LOCALE, offered), Refusal)


@pytest.mark.parametrize("text", ["and my wife", "oh, and Ben Lopez", "the lamp too", "also Friday"])
def test_words_that_add(text):
    assert adds(text, "en")


@pytest.mark.parametrize("text", ["my wife and I", "Ben Lopez", "no, Friday"])
def test_words_that_do_not_add(text):
    assert not adds(text, "en")
