"""What counts as a claim that something was done, and what does not."""

from pathlib import Path

import pytest

from flowkit.language.claims import claimed, done_words
from flowkit.language.claims.tables import Verb
from flowkit.language.model import Tool

HELD_OUT = Path(__file__).with_name("held_out.txt")
SECOND = Path(__file__).with_name("second.txt")
TOOLS = (
    "move_visit",
    "refund_item",
    "set_address",
    "change_plan",
    "reset_device",
    "cancel_order",
    "book_time",
    "send_invoice",
)
WORDS = {name: done_words(Tool(name, "shop", "", "write", ""), "en") for name in TOOLS}


def sentences(file=HELD_OUT):
    for line in file.read_text().splitlines():
        if line and not line.startswith("#"):
            tool, _, text = line.partition("|")
            yield tool.strip(), text.strip()


def found(text):
    return [name for name, words in WORDS.items() if claimed(text, words, "en")]


def right(tool, text):
    claims = found(text)
    return tool in claims if tool else not claims


@pytest.mark.parametrize(("tool", "text"), [*sentences()])
def test_the_held_out_sentences(tool, text):
    assert right(tool, text), found(text)


@pytest.mark.parametrize(("tool", "text"), [*sentences(SECOND)])
def test_the_second_list(tool, text):
    assert right(tool, text), found(text)


def test_the_tools_own_words_count_in_the_same_sentences():
    words = done_words(Tool("log_step", "shop", "", "write", "", consent="none", done_words=("on its way",)), "en")
    assert words.done == ("on its way",)
    assert claimed("Your parcel is on its way.", words, "en") == "on its way"
    assert not claimed("Is your parcel on its way?", words, "en")
    assert not claimed("Your parcel will be on its way.", words, "en")


@pytest.mark.parametrize(
    ("name", "words"),
    [("snap_it", "snapped"), ("carry_out", "carried"), ("waive_fee", "waived"), ("fix_it", "fixed")],
)
def test_a_verb_that_no_table_knows_is_regular(name, words):
    assert words in done_words(Tool(name, "shop", "", "write", ""), "en").done


def test_what_callers_are_not_asked_about_has_no_words_of_its_own():
    assert done_words(Tool("log_step", "shop", "", "write", "", consent="none"), "en") == Verb(())
    assert done_words(Tool("move_list", "shop", "", "read", ""), "en") == Verb(())


@pytest.mark.parametrize("text", ["", "...", "?", "'", "moved?", "It 's", "as", ",,,;", "It's"])
def test_odd_texts_claim_nothing(text):
    assert not found(text)


@pytest.mark.parametrize(
    "text",
    [
        "That's set now.",
        "I've set it for you.",
        "It has been set.",
        "Done, it was set.",
        "All set!",
        "That's set for you.",
        "Your new address has been set to 5 Main Street.",
    ],
)
def test_a_verb_that_is_its_own_participle(text):
    assert found(text) == ["set_address"]


@pytest.mark.parametrize(
    "text",
    [
        "The set time is nine.",
        "Is it the mug set?",
        "I have the mug set here.",
        "It's a set.",
        "Your address is set to 5 Main Street.",
        "Set it on the table.",
        "Shall I set it?",
        "Once it's set, I'll tell you.",
    ],
)
def test_where_it_is_no_participle(text):
    assert not found(text)


@pytest.mark.parametrize("name", ["cut_off", "shut_down", "put_hold"])
def test_it_has_no_regular_form(name):
    assert done_words(Tool(name, "shop", "", "write", ""), "en").done == (name.split("_")[0],)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("I've booked nothing.", False),
        ("All right, then I've booked none of them.", False),
        ("I've booked nothing else.", True),
        ("I've booked it, and nothing else.", True),
    ],
)
def test_nothing_behind_a_done_word_denies_it(text, claims):
    assert bool(claimed(text, WORDS["book_time"], "en")) is claims
