"""Slots that hold several things: taken from words and reports, corrected, read back, written."""

import json

import pytest

from flowkit.engine.effects import AnswerCall, Brief, RunTool, Say
from tests.engine.shop_of_lists import begun, lists_program


@pytest.fixture(scope="module")
def program():
    return lists_program()


def record(talk, **values):
    """The model reports values in its next reply."""
    return talk.model(_reply(talk), **{f"c{talk.call.seq}": ("record", json.dumps(values))})


def _reply(talk):
    return talk.call.floor.generating


def ids(talk, name="things"):
    held = talk.call.top.slots.get(name)
    return None if held is None else [one["item_id"] if isinstance(one, dict) else one for one in held.value]


def said(effects):
    return [one.text for one in effects if isinstance(one, Say)]


def answers(effects):
    return [one.output for one in effects if isinstance(one, AnswerCall)]


@pytest.fixture
def talk(program):
    return begun(program, "send_back.what")


def agreeing(talk):
    """The call at the read-back of the kettle and the lamp."""
    talk.caller("the kettle and the lamp, they are broken")
    record(talk, things=["i1", "i2"], why=["broken"])
    assert talk.call.top.state == "agree"
    hear_out(talk)


def hear_out(talk):
    """The caller hears the read-back with its question."""
    for u in ("statement_u", "question_u"):
        talk.heard(getattr(talk.call.draft, u))


def read_back(talk):
    return talk.call.draft.statement


def test_the_model_reports_a_list_by_keys(talk):
    talk.caller("the kettle and the lamp")
    record(talk, things=["i1", "i2"])
    assert ids(talk) == ["i1", "i2"]
    assert talk.call.top.slots["things"].heard


def test_options_are_told_each_by_its_key(talk):
    talk.caller("well")
    (brief,) = [e for _, out in talk.log for e in out if isinstance(e, Brief)][-1:]
    assert "Options: things: i1 (kettle), i2 (lamp), i3 (chair), i3 (chair)." in brief.text
    assert "why" in brief.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the kettle and the lamp", ["i1", "i2"]),
        ("everything except the lamp", ["i1", "i3", "i3"]),
        ("both chairs", ["i3", "i3"]),
        ("a chair", ["i3"]),
        ("all of them", ["i1", "i2", "i3", "i3"]),
        ("the first two", ["i1", "i2"]),
    ],
)
def test_the_words_alone_are_enough(talk, words, expected):
    talk.caller(words)
    talk.model(_reply(talk), "Hm.")
    assert ids(talk) == expected


def test_words_that_several_fit_are_not_taken_without_the_model(talk):
    talk.caller("the kettle or the lamp")
    talk.model(_reply(talk), "Which?")
    assert ids(talk) is None


def test_a_report_that_is_not_what_was_said_is_asked_back(talk):
    talk.caller("the kettle and the lamp")
    out = record(talk, things=["i1"])
    assert said(out) == ["Kettle, or kettle and lamp?"]
    assert answers(out)[0]["refused"] == {"things": "not heard"}
    assert ids(talk) is None
    talk.heard(list(talk.call.utterances)[-1])
    talk.caller("the kettle and the lamp")
    record(talk, things=["i1", "i2"])
    assert ids(talk) == ["i1", "i2"]


def test_more_than_there_are_is_refused(talk):
    talk.caller("three chairs")
    out = record(talk, things=["i3", "i3", "i3"])
    assert answers(out)[0]["refused"] == {"things": "given more often than there are such things"}


def test_what_is_added_is_added_whether_all_or_only_that_is_reported(program):
    for reported in (["i3"], ["i1", "i2", "i3"], ["i3", "i2", "i1"]):
        talk = begun(program, "send_back.what")
        agreeing(talk)
        talk.caller("and a chair too")
        record(talk, things=reported)
        assert sorted(ids(talk)) == ["i1", "i2", "i3"]
        assert "one hundred forty-five dollars" in read_back(talk)
        assert all(name in read_back(talk) for name in ("kettle", "lamp", "chair"))


@pytest.mark.parametrize(
    "words", ["not the lamp", "no, without the lamp", "yes, but not the lamp", "leave out the lamp"]
)
def test_what_is_taken_out_is_no_consent_and_is_read_back_anew(talk, words):
    agreeing(talk)
    talk.caller(words)
    assert talk.call.draft.phase == "answering"
    talk.model(_reply(talk), "All right.")
    assert ids(talk) == ["i1"]
    assert read_back(talk).startswith("I'll take back kettle of order")
    assert not any(isinstance(e, RunTool) for _, out in talk.log for e in out)


def test_naming_what_is_chosen_is_no_change(talk):
    agreeing(talk)
    out = talk.caller("yes, the kettle and the lamp")
    runs = [e for e in out if isinstance(e, RunTool)]
    assert [run.arguments["item_ids"] for run in runs] == [["i1", "i2"]]


def test_the_order_in_which_the_same_are_reported_changes_nothing(talk):
    agreeing(talk)
    version = talk.call.top.slots["things"].version
    talk.caller("the kettle and the lamp, as I said")
    record(talk, things=["i2", "i1"])
    assert talk.call.top.slots["things"].version == version


def test_a_single_option_of_several_is_taken_as_a_list(program):
    talk = begun(program, "codes.ask_which")
    assert talk.call.top.slots["all_tickets"].value == ["4711"]


def test_fixed_options_are_several_too(talk):
    talk.caller("they are broken and too small")
    record(talk, why=["broken", "too small"])
    assert ids(talk, "why") == ["broken", "too small"]
    talk.model(_reply(talk), "Which items?")
    talk.caller("both chairs")
    record(talk, things=["i3", "i3"])
    assert read_back(talk) == (
        "I'll take back chair and chair of order 1 2 3 4 5 (broken and too small) for one hundred eighty dollars."
    )


def test_what_was_chosen_is_given_by_its_keys(program):
    talk = begun(program, "send_back.what", things=["i1", "i3"])
    assert ids(talk) == ["i1", "i3"]
    talk.caller("they are broken")
    record(talk, why=["broken"])
    assert read_back(talk).startswith("I'll take back kettle and chair of order")


def test_what_is_given_and_not_in_the_list_is_not_taken(program):
    talk = begun(program, "send_back.what", things=["i9"])
    assert ids(talk) is None


# Plain texts of a list in the data.


@pytest.mark.parametrize("words", ["K7QX", "K seven Q X", "the first one", "it's k 7 q x please"])
def test_a_plain_option_is_taken_by_its_letters_or_its_place(program, words):
    talk = begun(program, "codes.ask_which")
    talk.caller(words)
    talk.model(_reply(talk), "Hm.")
    assert talk.call.top.slots["which"].value == "K7QX"


def test_plain_options_are_told_as_they_are_spelt_and_a_single_one_is_taken(program):
    talk = begun(program, "codes.ask_which")
    talk.caller("well")
    (brief,) = [e for _, out in talk.log for e in out if isinstance(e, Brief)][-1:]
    assert "Options: which: K7QX (K 7 Q X), M2ZZ (M 2 Z Z)." in brief.text
    assert talk.call.top.slots["ticket"].value == "4711"


def test_a_plain_option_has_the_source_of_its_list_and_is_a_key_after_the_look_up(program):
    talk = begun(program, "codes.ask_which")
    talk.caller("M2ZZ")
    record(talk, which="M2ZZ")
    assert talk.call.top.state == "look"
    talk.tool("r1", result={"code": "M2ZZ", "customer_id": "c1"})
    assert read_back(talk) == "I'll drop booking M 2 Z Z with ticket 4 7 1 1."
    assert talk.call.draft.arguments == {"code": "M2ZZ", "ticket": "4711"}


# Things with fields, said by the caller.

ANA = {"first_name": "Ana", "last_name": "Lopez", "born": "1990-05-03"}
BEN = {"first_name": "Ben", "last_name": "Lopez", "born": "1992-03-06"}


def test_a_thing_is_heard_field_by_field(program):
    talk = begun(program, "party.who")
    talk.caller("Ana Lopez, born May third 1990")
    record(talk, guests=[ANA])
    assert talk.call.top.slots["guests"].heard
    assert read_back(talk) == "I'll invite Ana Lopez, born May third, nineteen ninety."


def test_a_thing_with_a_field_that_nobody_said_is_only_claimed(program):
    talk = begun(program, "party.who")
    talk.caller("Ana Lopez, born May third 1990")
    out = record(talk, guests=[{**ANA, "born": "1991-05-03"}])
    assert talk.call.draft is None
    (say,) = [effect for effect in out if isinstance(effect, Say)]
    assert say.text == "Did you say Ana Lopez, born May third, nineteen ninety-one?"
    talk.heard(say.u)
    talk.caller("no")
    assert (talk.call.top.state, dict(talk.call.top.slots)) == ("who", {})


def test_a_missing_field_is_told_to_the_model(program):
    talk = begun(program, "party.who")
    talk.caller("Ana Lopez")
    out = record(talk, guests=[{"first_name": "Ana", "last_name": "Lopez"}])
    assert answers(out)[0]["refused"] == {"guests": "born: missing"}
    talk.model(_reply(talk), "When was she born?")
    talk.caller("May third 1990")
    record(talk, guests=[ANA])
    assert talk.call.top.slots["guests"].heard


@pytest.mark.parametrize("reported", [[BEN], [ANA, BEN]])
def test_another_person_is_added(program, reported):
    talk = begun(program, "party.who")
    talk.caller("Ana Lopez, born May third 1990")
    record(talk, guests=[ANA])
    hear_out(talk)
    talk.caller("and Ben Lopez, born March 6 1992")
    record(talk, guests=reported)
    assert [one["first_name"] for one in talk.call.top.slots["guests"].value] == ["Ana", "Ben"]
    assert talk.call.draft is not None
