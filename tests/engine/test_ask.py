"""`ask` where some of the slots are enough: which are asked, which are put aside, and when the state is left."""

import json

import pytest

from flowkit.engine.effects import AnswerCall, Brief, Reply
from flowkit.language.project import read_project
from tests.engine.conversation import Conversation, program_of

PROJECT = """\
flowkit: 1
title: Desk
start: find
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
slots: {postcode: {type: postcode, ask: "What's your post code?"}}
"""
FLOW = """\
flow: find
title: Finding you
slots:
  email: {type: email, ask: "What's your e-mail address?"}
  phone: {type: phone, ask: "What's your phone number?"}
start: which
states:
  which:
    ask: [email, phone, postcode]
    enough: 2
    question: "Two of your e-mail address, phone number and post code, please?"
    next: found
    outcomes: {cannot_say: {times: 1, say: Let us try again., go: which}}
  found: {say: "Thank you.", end: resolved}
"""


def program(flow: str = FLOW):
    files = {"flowkit.yaml": PROJECT, "find.yaml": flow}
    encoded = {path: text.encode() for path, text in files.items()}
    assert [each.message for each in read_project(encoded).diagnostics] == []
    return program_of(encoded)


def begun(flow: str = FLOW) -> Conversation:
    talk = Conversation(program(flow), restore=True)
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


def brief(out) -> str:
    """The last brief among effects."""
    return [effect.text for effect in out if isinstance(effect, Brief)][-1]


def line(text: str, label: str) -> str:
    return next((each.removeprefix(f"{label}: ") for each in text.splitlines() if each.startswith(label)), "")


def says(talk: Conversation, words: str, **calls: tuple[str, str]):
    """The caller says something and the model reports it; the effects of both."""
    while u := talk.call.floor.generating:
        _ = talk.heard(u) if talk.call.utterances[u].kind == "say" else talk.model(u, "Please go on.")
    out = talk.caller(words)
    u = next(effect.u for effect in out if isinstance(effect, Reply))
    return [*out, *talk.model(u, "", **calls)]


def record(**values: str) -> tuple[str, str]:
    return "record", json.dumps(values)


def choose(option: str) -> tuple[str, str]:
    return "choose", json.dumps({"option": option})


def test_the_question_for_all_of_them_comes_first_and_says_how_many_are_enough():
    talk = begun()
    out = talk.caller("hello")
    assert line(brief(out), "Then ask") == '"Two of your e-mail address, phone number and post code, please?"'
    assert line(brief(out), "Missing") == "any 2 of email, phone, postcode."
    assert "choose(cannot_say, cannot_say_email, cannot_say_phone, cannot_say_postcode)" in brief(out)


def test_it_leaves_as_soon_as_enough_are_set():
    talk = begun()
    says(talk, "ana@example.com and 10001", c1=record(email="ana@example.com", postcode="10001"))
    assert talk.call.outcome == "resolved"


def test_what_is_still_missing_is_asked_one_by_one():
    talk = begun()
    out = says(talk, "my post code is 10001", c1=record(postcode="10001"))
    assert line(brief(out), "Missing") == "any 1 of email, phone."
    assert line(brief(out), "Then ask") == '"What\'s your e-mail address?"'
    says(talk, "ana@example.com", c2=record(email="ana@example.com"))
    assert talk.call.outcome == "resolved"


def test_more_than_enough_is_taken_too():
    talk = begun()
    values = {"email": "ana@example.com", "phone": "212 555 0142", "postcode": "10001"}
    says(talk, "ana@example.com, 212 555 0142, post code 10001", c1=record(**values))
    assert set(talk.call.top.slots) == {"email", "phone"}
    assert set(talk.call.slots) == {"postcode"}


def test_a_value_that_was_not_asked_counts():
    talk = begun()
    says(talk, "my post code is 10001", c1=record(postcode="10001"))
    says(talk, "my number is 212 555 0142", c2=record(phone="212 555 0142"))
    assert talk.call.outcome == "resolved"


def test_one_that_the_caller_cannot_say_is_put_aside():
    talk = begun()
    out = says(talk, "I don't have my phone number", c1=choose("cannot_say_phone"))
    assert [effect.output for effect in out if isinstance(effect, AnswerCall)] == [{"status": "ok"}]
    assert talk.call.top.declined == ("phone",)
    assert line(brief(out), "Missing") == "any 2 of email, postcode."
    assert line(brief(out), "Then ask") == '"What\'s your e-mail address?"'


def test_the_one_that_was_asked_is_put_aside():
    talk = begun()
    says(talk, "my post code is 10001", c1=record(postcode="10001"))
    out = says(talk, "I don't know that", c2=choose("cannot_say"))
    assert talk.call.top.declined == ("email",)
    assert line(brief(out), "Then ask") == '"What\'s your phone number?"'
    says(talk, "212 555 0142", c3=record(phone="212 555 0142"))
    assert talk.call.outcome == "resolved"


def test_not_knowing_at_the_question_for_all_has_them_asked_one_by_one():
    talk = begun()
    out = says(talk, "I don't know", c1=choose("cannot_say"))
    assert talk.call.top.declined == ()
    assert line(brief(out), "Then ask") == '"What\'s your e-mail address?"'
    out = says(talk, "I don't know", c2=choose("cannot_say"))
    assert line(brief(out), "Then ask") == '"What\'s your phone number?"'


def test_when_those_left_are_not_enough_the_state_comes_to_cannot_say():
    talk = begun()
    says(talk, "I don't have my phone number", c1=choose("cannot_say_phone"))
    says(talk, "nor an e-mail address", c2=choose("cannot_say"))
    assert talk.notes("state")[-1]["cause"] == "cannot_say"
    # The flow comes back once: then everything is asked again.
    assert (talk.call.top.state, talk.call.top.declined, talk.call.top.singly) == ("which", (), False)
    says(talk, "I don't have my phone number", c3=choose("cannot_say_phone"))
    says(talk, "nor an e-mail address", c4=choose("cannot_say"))
    assert talk.call.top.state == "person"


def test_a_value_that_was_put_aside_counts_when_it_comes_all_the_same():
    talk = begun()
    says(talk, "I don't have my phone number", c1=choose("cannot_say_phone"))
    says(talk, "post code 10001", c2=record(postcode="10001"))
    says(talk, "oh, I found my number: 212 555 0142", c3=record(phone="212 555 0142"))
    assert talk.call.outcome == "resolved"


def test_a_value_and_a_gap_in_one_breath():
    talk = begun()
    calls = {"c1": record(postcode="10001"), "c2": choose("cannot_say_email")}
    out = says(talk, "I have no e-mail address; my post code is 10001", **calls)
    assert line(brief(out), "Missing") == "any 1 of phone."
    calls = {"c3": record(phone="212 555 0142"), "c4": choose("cannot_say")}
    says(talk, "I don't know. Wait: 212 555 0142", **calls)
    assert talk.call.outcome == "resolved"


def test_without_a_way_of_its_own_it_goes_where_the_ladder_ends():
    flow = FLOW.replace("\n    outcomes: {cannot_say: {times: 1, say: Let us try again., go: which}}", "")
    talk = begun(flow)
    says(talk, "I have neither a phone", c1=choose("cannot_say_phone"))
    says(talk, "nor an e-mail address", c2=choose("cannot_say_email"))
    assert talk.call.top.state == "person"
    ladder = "\n    no_match: [Sorry?, {say: Too bad., go: found}]"
    talk = begun(flow.replace("enough: 2", f"enough: 2{ladder}"))
    says(talk, "I have neither a phone", c1=choose("cannot_say_phone"))
    says(talk, "nor an e-mail address", c2=choose("cannot_say_email"))
    assert talk.call.top.state == "found"


@pytest.mark.parametrize("option", ["cannot_say_email", "cannot_say_name"])
def test_what_is_not_asked_cannot_be_put_aside(option):
    talk = begun()
    says(talk, "ana@example.com", c1=record(email="ana@example.com"))
    out = says(talk, "I don't know", c2=choose(option))
    (answer,) = [effect.output for effect in out if isinstance(effect, AnswerCall)]
    assert answer["status"] == "refused"
    assert answer["you_can"] == ["cannot_say", "cannot_say_phone", "cannot_say_postcode"]
    assert talk.call.top.declined == ()


def test_it_is_passed_over_where_enough_are_known():
    again = '  again: {ask: [phone, postcode], enough: 1, question: "One of the two?", next: found}\n  found:'
    talk = begun(FLOW.replace("next: found", "next: again").replace("  found:", again))
    says(talk, "ana@example.com and 10001", c1=record(email="ana@example.com", postcode="10001"))
    assert talk.call.outcome == "resolved"
    assert "again" in [note.get("state") for note in talk.notes("state")]
