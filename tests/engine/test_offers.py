"""What a choice offers: only options that its rules let pass, and codes as they are spelt."""

from flowkit.engine.effects import Brief, RunTool, Say
from tests.engine.conversation import Conversation, program_of
from tests.engine.test_stale import PROJECT

CATALOG = """\
catalog: airline
records:
  user:
    key: id
    single: true
    fields:
      id: text
      trips: {type: text, many: true}
      cards: {keyed: true, label: "{{ title }}", fields: {id: text, title: text, kind: {options: [card, certificate]}}}
tools:
  find_user:
    about: Finds a customer.
    effect: read
    input: {user_id: text}
    output: user
    outcomes: {not_found: There is none.}
    backend: fixture:f.yaml
"""
FLOW = """\
flow: desk
title: Desk
slots:
  trip: {options: user.trips, ask: "Which trip?"}
  method:
    options: user.cards
    key: id
    ask: How would you like to pay?
    TAKE
    only_if: {when: method.kind != 'certificate', because: Changes are paid by card.}
  speed:
    options: [normal, express, courier]
    ask: How fast?
    only_if: {when: "speed == 'normal' or length(user.trips) > 1", because: Only frequent travellers have that.}
  reason:
    options: [lost, stolen]
    ask: Why?
    only_if: {when: speed == 'courier', because: Only for the courier.}
start: who
states:
  who: {use: find_user, with: {user_id: "'u1'"}, next: which, outcomes: {not_found: person}}
  which: {ask: ASKED, next: done, outcomes: {cannot_say: none}}
  none: {say: Then I can't change it., end: refused}
  done: {say: That is all., end: resolved}
"""
BLUE = {"id": "c1", "title": "blue card", "kind": "card"}
RED = {"id": "c2", "title": "red card", "kind": "card"}
PAPER = {"id": "p1", "title": "paper certificate", "kind": "certificate"}


def asked(slot: str, *cards: dict, take: str = "", trips: tuple[str, ...] = ()) -> tuple[Conversation, list]:
    flow = FLOW.replace("ASKED", slot).replace("    TAKE\n", take)
    files = {"flowkit.yaml": PROJECT, "a.yaml": CATALOG, "desk.yaml": flow}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}))
    talk.start()
    talk.ready()
    talk.heard("u1")
    out = talk.tool("r1", result={"id": "u1", "trips": list(trips), "cards": {each["id"]: each for each in cards}})
    return talk, out


def options(out: list) -> str:
    text = next(each.text for each in out if isinstance(each, Brief))
    return next((line for line in text.splitlines() if line.startswith("Options:")), "")


def test_options_that_a_rule_would_refuse_are_not_offered_and_are_refused_when_named():
    talk, out = asked("method", BLUE, PAPER, RED)
    assert options(out) == "Options: method: c1 (blue card), c2 (red card)."
    talk.model(talk.call.floor.generating, "How would you like to pay?")
    talk.caller("with the paper certificate")
    out = talk.model(talk.call.floor.generating, c1=("record", '{"method": "paper certificate"}'))
    assert [each.text for each in out if isinstance(each, Say)] == ["Changes are paid by card."]


def test_the_only_option_that_is_left_is_taken():
    _, out = asked("method", PAPER, RED, take="    take_single: true\n")
    assert [each.text for each in out if isinstance(each, Say)] == ["That is all."]
    assert not [each for each in out if isinstance(each, RunTool)]


def test_where_nothing_is_left_the_caller_hears_why_and_the_state_ends_as_cannot_say():
    _, out = asked("method", PAPER)
    assert [each.text for each in out if isinstance(each, Say)] == ["Changes are paid by card."]
    assert [each for each in out if isinstance(each, Brief)] == []


def test_plain_codes_are_offered_spelt():
    _, out = asked("trip", BLUE, trips=("ABC123", "morning"))
    assert options(out) == "Options: trip: ABC123 (A B C, 1 2 3), morning."


def test_fixed_options_that_a_rule_would_refuse_are_not_offered():
    talk, out = asked("speed", trips=("ABC123",))
    assert options(out) == "Options: speed: normal."
    talk.model(talk.call.floor.generating, "How fast?")
    talk.caller("express")
    out = talk.model(talk.call.floor.generating, c1=("record", '{"speed": "express"}'))
    assert [each.text for each in out if isinstance(each, Say)] == ["Only frequent travellers have that."]


def test_fixed_options_that_are_all_on_offer_stand_in_the_function_alone():
    _, out = asked("speed", trips=("ABC123", "DEF456"))
    assert options(out) == ""


def test_a_rule_about_what_is_not_known_yet_leaves_fixed_options_on_offer():
    talk, out = asked("[speed, reason]", trips=("ABC123", "DEF456"))
    assert options(out) == ""
    assert talk.call.top.state == "which"
