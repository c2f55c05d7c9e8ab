"""What an answer is an answer to: questions that were heard, rungs in their turn, values that were said no to."""

from datetime import time

import pytest

from flowkit.engine.effects import Brief, Cancel, Effect, Reply, RunTool, Say
from flowkit.engine.events import Tick
from flowkit.language.project import read_project
from tests.engine.conversation import Conversation, program_of

PROJECT = """\
flowkit: 1
title: Bank
start: START
greeting: This is an automated assistant.
timezone: America/New_York
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""


def begun(files: dict[str, str], start: str) -> Conversation:
    """A call of these files in which the greeting was heard."""
    files = {"flowkit.yaml": PROJECT.replace("START", start)} | files
    encoded = {path: text.encode() for path, text in files.items()}
    reading = read_project(encoded)
    assert [each.message for each in reading.diagnostics] == []
    talk = Conversation(program_of(encoded))
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


def reply(effects: list[Effect]) -> str:
    return next(effect.u for effect in effects if isinstance(effect, Reply))


def say(effects: list[Effect]) -> Say:
    return next(effect for effect in effects if isinstance(effect, Say))


def slot(talk: Conversation, name: str) -> object:
    held = talk.call.top.slots.get(name)
    return None if held is None else held.value


# A yes or no.

CARDS = """\
catalog: bank
tools:
  block_card:
    about: Blocks a card.
    effect: write
    input: {card: text}
    read_back: "I'll block card {{ card }}. Shall I do that?"
    backend: fixture:bank.yaml
  order_card:
    about: Orders a card.
    effect: write
    consent: none
    consent_because: The caller was asked.
    input: {card: text}
    backend: fixture:bank.yaml
"""
BLOCK = """\
flow: block
title: Block
slots:
  card: {type: text, ask: "Which card?"}
  wants_new: {type: yes_no, ask: "Shall I send a new one?"}
start: which
states:
  which: {ask: card, next: agree}
  agree: {confirm: block_card, with: {card: card}, next: offer}
  offer:
    ask: wants_new
    next:
      - {when: wants_new, go: order}
      - {go: done}
  order: {use: order_card, with: {card: card}, next: done}
  done: {say: All done., end: resolved}
"""


def blocked(flow: str = BLOCK) -> tuple[Conversation, str]:
    """A call in which a card has just been blocked, and the reply that asks whether a new one is wanted."""
    talk = begun({"tools/bank.yaml": CARDS, "block.yaml": flow}, "block")
    u = reply(talk.caller("the blue one"))
    statement = say(talk.model(u, c1=("record", '{"card": "blue one"}')))
    question = say(talk.heard(statement.u))
    talk.heard(question.u)
    run = next(effect for effect in talk.caller("yes") if isinstance(effect, RunTool))
    return talk, reply(talk.tool(run.run, "ok", {}))


def test_a_yes_to_a_read_back_answers_no_other_question() -> None:
    talk, u = blocked()
    out = talk.model(u, c2=("record", '{"wants_new": true}'))
    assert slot(talk, "wants_new") is None
    assert not any(isinstance(effect, RunTool) for effect in out)
    assert reply(out)


def test_a_yes_to_a_read_back_is_no_option_either() -> None:
    flow = BLOCK.replace("{type: yes_no,", '{options: ["yes", "no"],').replace(
        "when: wants_new,", "when: wants_new == 'yes',"
    )
    talk, u = blocked(flow)
    talk.model(u, c2=("record", '{"wants_new": "yes"}'))
    assert slot(talk, "wants_new") is None


def test_a_yes_counts_once_the_question_was_heard() -> None:
    talk, u = blocked()
    talk.model(u, "Shall I send a new one?")
    out = talk.model(reply(talk.caller("yes please")), c2=("record", '{"wants_new": true}'))
    assert slot(talk, "wants_new") is True
    assert any(isinstance(effect, RunTool) and effect.tool == "order_card" for effect in out)


def test_a_yes_to_are_you_still_there_answers_that() -> None:
    talk, u = blocked()
    talk.model(u, "Shall I send a new one?")
    rung = say(talk.tell(Tick("no_input", talk.call.timers["no_input"])))
    talk.heard(rung.u)
    talk.model(reply(talk.caller("yes")), c2=("record", '{"wants_new": true}'))
    assert slot(talk, "wants_new") is None


def test_a_question_asked_in_the_breath_with_which_a_value_was_recorded_counts() -> None:
    flow = BLOCK.replace("ask: card,", "ask: [card, wants_new],")
    talk = begun({"tools/bank.yaml": CARDS, "block.yaml": flow}, "block")
    u = reply(talk.caller("the blue one"))
    talk.model(u, "Blue. Shall I send a new one?", c1=("record", '{"card": "blue one"}'))
    talk.model(reply(talk.caller("that would be handy")), c2=("record", '{"wants_new": true}'))
    assert slot(talk, "wants_new") is True


# Ladders.

PIZZA = """\
flow: order
title: Order
slots:
  size: {options: [small, large], ask: "What size?"}
  count:
    type: integer
    ask: "How many?"
    only_if: {when: count <= 5, because: "Five at most."}
start: which
states:
  which: {ask: [size, count], next: done}
  done: {say: All done., end: resolved}
"""
LADDER = 'no_match: ["Rung A. {{ question }}", "Rung B.", "Rung C.", {say: "Rung D leaves.", go: person}]\n'


def missed(talk: Conversation, text: str = "blah") -> tuple[str, str, list[Effect]]:
    """A turn that brings nothing: the words for it in the brief, the reply, and what came of it."""
    out = talk.caller(text)
    brief = [effect.text for _, effects in talk.log for effect in effects if isinstance(effect, Brief)][-1]
    u = reply(out)
    return brief.partition("make it out, say: ")[2], u, talk.model(u, "Sorry?")


def test_each_rung_is_spoken_in_its_turn_and_the_last_leaves_alone() -> None:
    talk = begun({"order.yaml": PIZZA + LADDER}, "order")
    spoken = [missed(talk)[0] for _ in range(3)]
    assert spoken == ['"Rung A. What size?"', '"Rung B."', '"Rung C."']
    _, u, out = missed(talk)
    assert Cancel(u) in out
    assert [effect.text for effect in out if isinstance(effect, Say)] == ["Rung D leaves."]
    assert not any(isinstance(effect, Say) for effect in talk.heard(say(out).u))
    assert talk.call.giving is not None
    assert talk.call.giving.said


def test_a_ladder_starts_over_when_a_slot_is_filled() -> None:
    talk = begun({"order.yaml": PIZZA + LADDER}, "order")
    missed(talk)
    missed(talk)
    out = talk.model(reply(talk.caller("large")), c1=("record", '{"size": "large"}'))
    talk.model(reply(out), "How many?")
    assert [missed(talk)[0] for _ in range(3)] == ['"Rung A. How many?"', '"Rung B."', '"Rung C."']
    assert talk.call.stage == "live"


def test_a_value_that_a_rule_refuses_is_an_attempt() -> None:
    talk = begun({"order.yaml": PIZZA.replace("[size, count]", "count") + LADDER}, "order")
    for call in ("c1", "c2", "c3"):
        out = talk.model(reply(talk.caller("nine")), **{call: ("record", '{"count": 9}')})
        talk.model(reply(talk.heard(say(out).u)), "How many?")
    out = talk.model(reply(talk.caller("nine")), c4=("record", '{"count": 9}'))
    out += talk.heard(say(out).u)
    assert [effect.text for effect in out if isinstance(effect, Say)] == ["Five at most.", "Rung D leaves."]


def test_the_built_in_rungs_differ_and_the_second_has_an_example() -> None:
    talk = begun({"order.yaml": PIZZA}, "order")
    first, second = missed(talk)[0], missed(talk)[0]
    assert first == '"Sorry, I didn\'t catch that. What size?"'
    assert "'small' or 'large'" in second
    assert second.endswith('What size?"')
    _, u, out = missed(talk)
    assert Cancel(u) in out
    assert [effect.text for effect in out if isinstance(effect, Say)] == ["I'll put you through to a colleague."]


# What may be left out.

SURVEY = """\
flow: survey
title: Survey
slots:
  stars: {type: integer, ask: "How many stars?"}
  comment: {type: text, optional: true, ask: "What could we do better?"}
  again: {type: yes_no, ask: "Will you come again?"}
  toppings: {options: [ham, olives], many: true, ask: "Which toppings?"}
start: first
states:
  first: {ask: [stars, comment, again], next: more}
  more: {ask: toppings, next: write}
  write: {use: save_answers, with: {comment: comment, toppings: toppings}, next: done}
  done: {say: Thank you., end: resolved}
"""
SAVING = """\
catalog: survey
tools:
  save_answers:
    about: Writes down the answers.
    effect: write
    consent: none
    consent_because: The caller gave them for this.
    input:
      comment: {type: text, from: caller, optional: true}
      toppings: {options: [ham, olives], many: true, from: caller}
    backend: fixture:survey.yaml
"""


def asked_for_a_comment() -> Conversation:
    talk = begun({"tools/survey.yaml": SAVING, "survey.yaml": SURVEY}, "survey")
    out = talk.model(reply(talk.caller("four")), c1=("record", '{"stars": 4}'))
    brief = next(effect.text for effect in out if isinstance(effect, Brief))
    assert 'Then ask: "What could we do better?"' in brief
    talk.model(reply(out), "What could we do better?")
    return talk


@pytest.mark.parametrize("text", ["no", "nothing", "skip it", "No, thanks.", "nothing special"])
@pytest.mark.parametrize(
    "call", [{}, {"c2": ("record", '{"comment": "no"}')}, {"c2": ("choose", '{"option": "cannot_say"}')}]
)
def test_an_optional_slot_is_asked_once_and_may_be_passed_over(text: str, call: dict[str, tuple[str, str]]) -> None:
    talk = asked_for_a_comment()
    out = talk.model(reply(talk.caller(text)), "" if call else "Sorry?", **call)
    assert slot(talk, "comment") is None
    assert [effect.text for effect in out if isinstance(effect, Brief)][-1].count('Then ask: "Will you come again?"')
    talk.model(reply(out), "Will you come again?")
    talk.model(reply(talk.caller("yes")), c3=("record", '{"again": true}'))
    assert talk.call.top.state == "more"


def test_an_optional_slot_takes_what_is_said() -> None:
    talk = asked_for_a_comment()
    talk.model(reply(talk.caller("warmer soup")), c2=("record", '{"comment": "warmer soup"}'))
    assert slot(talk, "comment") == "warmer soup"


def test_an_optional_slot_is_no_reason_to_climb_a_ladder() -> None:
    talk = asked_for_a_comment()
    out = talk.model(reply(talk.caller("hmm bla")), "Sorry, I didn't catch that.")
    assert talk.call.no_match == 0
    assert 'Then ask: "Will you come again?"' in next(effect.text for effect in out if isinstance(effect, Brief))


@pytest.mark.parametrize("text", ["none", "no toppings", "nothing", "I don't want any toppings", "no toppings please"])
@pytest.mark.parametrize("call", [{}, {"c4": ("record", '{"toppings": []}')}])
def test_a_list_may_be_empty(text: str, call: dict[str, tuple[str, str]]) -> None:
    talk = asked_for_a_comment()
    out = talk.model(reply(talk.caller("no")), "Sorry?")
    talk.model(reply(out), "Will you come again?")
    out = talk.model(reply(talk.caller("yes")), c3=("record", '{"again": true}'))
    talk.model(reply(out), "Which toppings?")
    out = talk.model(reply(talk.caller(text)), "" if call else "Sorry?", **call)
    run = next(effect for effect in out if isinstance(effect, RunTool))
    assert run.arguments == {"toppings": []}


def test_a_list_is_not_empty_before_its_question() -> None:
    talk = asked_for_a_comment()
    talk.model(reply(talk.caller("no")), c2=("record", '{"toppings": []}'))
    assert slot(talk, "toppings") is None


# Values in the caller's own words.

METER = """\
catalog: power
tools:
  report_reading:
    about: Reports a reading.
    effect: write
    input: {reading: {type: integer, from: caller}}
    read_back: "I'll report {{ reading }}. Shall I do that?"
    backend: fixture:power.yaml
"""
REPORT = """\
flow: report
title: Report
slots:
  reading: {type: integer, ask: "What does the meter show?"}
start: ask
states:
  ask: {ask: reading, next: agree}
  agree: {confirm: report_reading, with: {reading: reading}, next: done}
  done: {say: It is noted., end: resolved}
"""


def metering() -> Conversation:
    return begun({"tools/power.yaml": METER, "report.yaml": REPORT}, "report")


def test_a_value_that_is_asked_back_is_taken_when_it_is_said_again() -> None:
    talk = metering()
    which = say(talk.model(reply(talk.caller("12,350")), c1=("record", '{"reading": 12}')))
    assert which.text == "Twelve, or 12,350?"
    talk.heard(which.u)
    out = talk.model(reply(talk.caller("12,350")), c2=("record", '{"reading": 12}'))
    assert slot(talk, "reading") == 12350
    assert say(out).text == "I'll report 12,350."


def test_a_value_that_was_said_no_to_does_not_come_back() -> None:
    talk = metering()
    statement = say(talk.model(reply(talk.caller("12346")), c1=("record", '{"reading": 12346}')))
    talk.heard(say(talk.heard(statement.u)).u)
    talk.heard(say(talk.caller("no")).u)
    out = talk.model(reply(talk.caller("12,350")), c2=("record", '{"reading": 12}'))
    assert slot(talk, "reading") == 12350
    assert say(out).text == "I'll report 12,350."


PICKUP = """\
flow: order
title: Order
slots:
  pickup:
    type: time
    ask: "When?"
    only_if: {when: pickup >= '11:30' and pickup <= '21:00', because: "We're open from half past eleven to nine."}
  name: {type: name, ask: "What name?", check_back: none}
start: which
states:
  which: {ask: [pickup, name], next: done}
  done: {say: All done., end: resolved}
"""


@pytest.mark.parametrize("call", [{}, *({"c1": ("record", f'{{"pickup": "{hour}:00"}}')} for hour in ("09", "21"))])
def test_the_only_meaning_that_the_rules_allow_is_taken(call: dict[str, tuple[str, str]]) -> None:
    talk = begun({"order.yaml": PICKUP}, "order")
    talk.model(reply(talk.caller("at nine")), "" if call else "Nine.", **call)
    assert slot(talk, "pickup") == time(21)


def test_a_meaning_is_asked_back_where_the_rules_allow_several() -> None:
    talk = begun({"order.yaml": PICKUP.replace(">= '11:30' and pickup <= '21:00'", "!= '03:00'")}, "order")
    out = talk.model(reply(talk.caller("at nine")), c1=("record", '{"pickup": "21:00"}'))
    assert say(out).text == "Nine pm, or nine am?"


def test_a_value_that_is_known_already_leaves_a_question() -> None:
    talk = begun({"order.yaml": PICKUP}, "order")
    out = talk.model(reply(talk.caller("noon")), c1=("record", '{"pickup": "12:00"}'))
    talk.model(reply(out), "What name?")
    out = talk.model(reply(talk.caller("noon")), "Noon.", c2=("record", '{"pickup": "12:00"}'))
    assert say(out).text == "What name?"


# What was done is not undone by dropping the call.

DESK = """\
flow: desk
title: Front desk
start: help
states:
  help: {choose: [report], question: "How can I help?", next: more}
  more: {choose: [report], question: "Anything else?", next: more, outcomes: {nothing: bye}}
  bye: {say: Goodbye., end: resolved}
"""


def test_forget_it_behind_a_write_tells_that_it_was_done() -> None:
    flow = REPORT.replace("title: Report", "title: Report a reading\nabout: The caller reports a reading.")
    talk = begun({"tools/power.yaml": METER, "report.yaml": flow, "desk.yaml": DESK}, "desk")
    out = talk.model(reply(talk.caller("a reading")), c1=("choose", '{"option": "report"}'))
    talk.model(reply(out), "What does the meter show?")
    statement = say(talk.model(reply(talk.caller("12346")), c2=("record", '{"reading": 12346}')))
    talk.heard(say(talk.heard(statement.u)).u)
    run = next(effect for effect in talk.caller("yes") if isinstance(effect, RunTool))
    out = talk.heard(say(talk.tool(run.run, "ok", {})).u)
    talk.model(reply(out), "Anything else?")
    out = talk.model(reply(talk.caller("forget it")), c3=("request", '{"kind": "cancel"}'))
    assert say(out).text == "Report a reading: that has already been done."
    assert say(talk.heard(say(out).u)).text == "Goodbye."
    assert talk.call.outcome == "resolved"


def test_forget_it_before_a_write_only_stops() -> None:
    talk = metering()
    out = talk.model(reply(talk.caller("forget it")), c1=("request", '{"kind": "cancel"}'))
    assert say(out).text == "All right, I've stopped that."
    assert talk.call.outcome == "cancelled"
