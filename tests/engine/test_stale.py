"""Records that a write has changed: whatever is about to read one looks it up again first."""

from dataclasses import replace

import pytest

from flowkit.engine.effects import AnswerCall, Reply, RunTool, Say
from flowkit.language.project import read_project
from tests.engine.conversation import Conversation, program_of

PROJECT = """\
flowkit: 1
title: Skyway
start: desk
greeting: This is an automated assistant.
handoffs: {agents: {to: "sip:agents@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""
CATALOG = """\
catalog: airline
records:
  user:
    key: id
    single: true
    fields:
      id: text
      level: {options: [regular, gold]}
      cards: {keyed: true, label: "{{ title }}", fields: {id: text, title: text, kind: {options: [card, certificate]}}}
      trips: {type: text, many: true}
  seat:
    key: [flight, row]
    fields: {flight: text, row: integer, taken: yes_no}
rules:
  gold: {when: user.level == 'gold', because: That is for gold members.}
tools:
  find_user:
    about: Finds a customer.
    effect: read
    input: {USER_KEY: text}
    output: user
    outcomes: {not_found: There is none.}
    backend: fixture:f.yaml
  get_seat:
    about: Reads a seat.
    effect: read
    input: {flight: text, seat_row: integer}
    output: seat
    backend: fixture:f.yaml
  send_voucher:
    about: Sends a voucher.
    effect: write
    consent: none
    consent_because: It costs nothing.
    input: {user_id: {type: text, from: user}}
    backend: fixture:f.yaml
  charge:
    about: Takes money for bags.
    effect: write
    consent: none
    consent_because: It is only a test.
    input: {card: {type: text, from: user.cards.id}}
    backend: fixture:f.yaml
  take_seat:
    about: Takes a seat.
    effect: write
    consent: none
    consent_because: It costs nothing.
    input: {flight: {type: text, from: seat.flight}, row: {type: integer, from: seat.row}}
    backend: fixture:f.yaml
  note_card:
    about: Notes a card.
    effect: write
    consent: none
    consent_because: It costs nothing.
    input: {card: {type: text, from: user.cards.id}, level: {type: text, optional: true}}
    only_if: RULES
    backend: fixture:f.yaml
"""
ADA = {
    "id": "u1",
    "level": "gold",
    "cards": {"c1": {"id": "c1", "title": "blue card", "kind": "card"}},
    "trips": ["ABC123"],
}
BOB = {**ADA, "level": "regular"}


def talk_of(flow: str, *, key: str = "user_id", rules: str = "[]", first: str = "desk") -> Conversation:
    catalog = CATALOG.replace("USER_KEY", key).replace("RULES", rules)
    files = {"flowkit.yaml": PROJECT, "tools/airline.yaml": catalog, "desk.yaml": flow.replace("KEY", key)}
    encoded = {path: text.encode() for path, text in files.items()}
    reading = read_project(encoded)
    assert [each.message for each in reading.diagnostics if each.severity == "error"] == []
    talk = Conversation(program_of(encoded))
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


def runs(out: list) -> list[tuple[str, dict]]:
    return [(each.tool, dict(each.arguments)) for each in out if isinstance(each, RunTool)]


def says(out: list) -> list[str]:
    return [each.text for each in out if isinstance(each, Say)]


AGAIN = ("find_user", {"user_id": "u1"})

BEGIN = """\
flow: desk
title: Desk
start: who
LET
states:
  who: {use: find_user, with: {KEY: "'u1'"}, next: send, outcomes: {not_found: person}}
  send: {use: WRITE, with: WITH, next: then}
  gold: {say: You are gold., end: resolved}
  plain: {say: You are regular., end: resolved}
"""


def begin(states: str, *, write: str = "send_voucher", given: str = "{user_id: user.id}", let: str = "") -> str:
    return BEGIN.replace("WRITE", write).replace("WITH", given).replace("LET\n", let) + states


VOUCHER = begin("")


@pytest.mark.parametrize("key", ["user_id", "id"])
def test_a_single_record_that_a_guard_reads_is_looked_up_again_before_the_way_is_chosen(key):
    flow = begin("  then:\n    next:\n      - {when: user.level == 'gold', go: gold}\n      - {go: plain}\n")
    talk = talk_of(flow, key=key)
    talk.tool("r1", result=ADA)
    out = talk.tool("r2", result={})
    assert runs(out) == [("find_user", {key: "u1"})]
    assert says(out) == []
    assert says(talk.tool("r3", result=BOB)) == ["You are regular."]


def test_a_guard_through_a_computed_value_and_one_that_asks_what_is_not_set_look_it_up_too():
    let = "let: {is_gold: user.level == 'gold'}\n"
    flow = begin("  then:\n    next:\n      - {when: is_gold, go: gold}\n      - {go: plain}\n", let=let)
    talk = talk_of(flow)
    talk.tool("r1", result=ADA)
    assert runs(talk.tool("r2", result={})) == [AGAIN]
    flow = begin("  then:\n    next:\n      - {when: user.level is not set, go: plain}\n      - {go: gold}\n")
    talk = talk_of(flow)
    talk.tool("r1", result=ADA)
    assert runs(talk.tool("r2", result={})) == [AGAIN]
    assert says(talk.tool("r3", result=ADA)) == ["You are gold."]


def test_a_guard_that_reads_only_the_key_looks_nothing_up():
    flow = begin(
        "  then:\n    next:\n      - {when: \"user is set and user.id == 'u1'\", go: gold}\n      - {go: plain}\n"
    )
    talk = talk_of(flow)
    talk.tool("r1", result=ADA)
    out = talk.tool("r2", result={})
    assert runs(out) == []
    assert says(out) == ["You are gold."]


def test_where_it_cannot_be_looked_up_it_stays_unset():
    flow = begin("  then:\n    next:\n      - {when: user.level == 'gold', go: gold}\n      - {go: plain}\n")
    talk = talk_of(flow)
    talk.tool("r1", result=ADA)
    assert runs(talk.tool("r2", result={})) == [AGAIN]
    out = talk.tool("r3", "failed")
    assert runs(out) == []
    assert says(out) == ["You are regular."]


def test_an_argument_that_is_taken_from_a_field_makes_the_record_stale():
    flow = begin(
        "  then:\n    next:\n      - {when: user.level == 'gold', go: gold}\n      - {go: plain}\n",
        write="charge",
        given="{card: \"user.cards['c1'].id\"}",
    )
    talk = talk_of(flow)
    talk.tool("r1", result=ADA)
    assert runs(talk.tool("r2", result={})) == [AGAIN]


@pytest.mark.parametrize(
    "given", ["{card: \"user.cards['c1'].id\", level: user.level}", "{card: \"user.cards['c1'].id\"}"]
)
def test_what_arguments_and_rules_read_is_looked_up_first(given):
    rules = "[gold]"
    flow = begin(f"  then: {{use: note_card, with: {given}, next: gold}}\n")
    talk = talk_of(flow, rules=rules)
    talk.tool("r1", result=ADA)
    assert runs(talk.tool("r2", result={})) == [AGAIN]
    out = talk.tool("r3", result=ADA)
    assert [tool for tool, _ in runs(out)] == ["note_card"]
    talk = talk_of(flow, rules=rules)
    talk.tool("r1", result=ADA)
    talk.tool("r2", result={})
    assert says(talk.tool("r3", result=BOB)) == ["That is for gold members."]


ASKS = """\
flow: desk
title: Desk
slots:
  trip: {options: user.trips, ask: "Which trip?"}
  bags: {type: integer, ask: "How many bags?", only_if: {when: bags < length(user.trips), because: Too many.}}
start: who
states:
  who: {use: find_user, with: {user_id: "'u1'"}, next: send, outcomes: {not_found: person}}
  send: {use: send_voucher, with: {user_id: user.id}, next: then}
  then: {ask: ASKED, next: done}
  done: {say: That is all., end: resolved}
"""


@pytest.mark.parametrize(("asked", "question"), [("trip", "Which trip?"), ("bags", "How many bags?")])
def test_options_and_rules_of_a_slot_are_looked_up_again_before_it_is_asked(asked, question):
    talk = talk_of(ASKS.replace("ASKED", asked))
    talk.tool("r1", result=ADA)
    out = talk.tool("r2", result={})
    assert runs(out) == [AGAIN]
    assert not [each for each in out if isinstance(each, Reply)]
    out = talk.tool("r3", result={**ADA, "trips": ["ABC123", "XYZ789"]})
    assert [must.text for each in out if isinstance(each, Reply) for must in each.must] == [question]
    value = '{"trip": "XYZ789"}' if asked == "trip" else '{"bags": 1}'
    talk.model(talk.call.floor.generating, question)
    out = talk.caller("XYZ789" if asked == "trip" else "one")
    out = talk.model(talk.call.floor.generating, c1=("record", value))
    assert says(out) == ["That is all."]


def test_a_value_whose_rule_reads_a_stale_record_waits_for_it():
    states = "then: {ask: trip, next: last}\n  last: {ask: bags, next: done}"
    talk = talk_of(ASKS.replace("then: {ask: ASKED, next: done}", states))
    talk.tool("r1", result=ADA)
    talk.tool("r2", result={})
    talk.tool("r3", result={**ADA, "trips": ["ABC123", "XYZ789"]})
    rows = talk.call.records["user"]
    talk.call.records["user"] = {key: replace(held, stale=True) for key, held in rows.items()}
    talk.model(talk.call.floor.generating, "Which trip?")
    talk.caller("ABC123, with one bag")
    out = talk.model(talk.call.floor.generating, c1=("record", '{"trip": "ABC123", "bags": 1}'))
    assert "Too many." not in says(out)
    assert runs(out) == [AGAIN]
    out = talk.tool("r4", result={**ADA, "trips": ["ABC123", "XYZ789"]})
    assert says(out) == ["That is all."]


def test_a_record_of_two_key_fields_is_read_again_by_both():
    flow = """\
flow: desk
title: Desk
start: look
states:
  look: {use: get_seat, with: {flight: "'SK1'", seat_row: 4}, next: take}
  take: {use: take_seat, with: {flight: seat.flight, row: seat.row}, next: [{when: seat.taken, go: gone}, {go: free}]}
  gone: {say: It is yours., end: resolved}
  free: {say: It is still free., end: resolved}
"""
    talk = talk_of(flow)
    talk.tool("r1", result={"flight": "SK1", "row": 4, "taken": False})
    out = talk.tool("r2", result={})
    assert runs(out) == [("get_seat", {"flight": "SK1", "seat_row": 4})]
    assert says(talk.tool("r3", result={"flight": "SK1", "row": 4, "taken": True})) == ["It is yours."]


TALKS = """\
flow: desk
title: Desk
start: who
states:
  who: {use: find_user, with: {user_id: "'u1'"}, next: help, outcomes: {not_found: person}}
  help:
    talk: Help them.
    tools: [send_voucher, note_cardMORE]
    until: user.level == 'regular'
    next: done
  done: {say: That is all., end: resolved}
"""


def test_the_guard_of_a_talk_is_looked_up_again_unless_the_model_can():
    for more, expected in (("", [AGAIN]), (", find_user", [])):
        talk = talk_of(TALKS.replace("MORE", more))
        (reply,) = [each for each in talk.tool("r1", result=ADA) if isinstance(each, Reply)]
        talk.model(reply.u, "What can I do?")
        talk.caller("a voucher please")
        talk.model(talk.call.floor.generating, c1=("send_voucher", '{"user_id": "u1"}'))
        out = talk.tool("r2", result={})
        assert runs(out) == expected
    talk = talk_of(TALKS.replace("MORE", ""))
    (reply,) = [each for each in talk.tool("r1", result=ADA) if isinstance(each, Reply)]
    talk.model(reply.u, "What can I do?")
    talk.caller("a voucher please")
    talk.model(talk.call.floor.generating, c1=("send_voucher", '{"user_id": "u1"}'))
    talk.tool("r2", result={})
    assert says(talk.tool("r3", result=BOB)) == ["That is all."]


def test_a_field_that_the_model_passes_on_from_a_stale_record_is_looked_up_again():
    talk = talk_of(TALKS.replace("MORE", ", find_user"))
    (reply,) = [each for each in talk.tool("r1", result=ADA) if isinstance(each, Reply)]
    talk.model(reply.u, "What can I do?")
    talk.caller("a voucher please")
    talk.model(talk.call.floor.generating, c1=("send_voucher", '{"user_id": "u1"}'))
    (reply,) = [each for each in talk.tool("r2", result={}) if isinstance(each, Reply)]
    out = talk.model(reply.u, c2=("note_card", '{"card": "c1"}'))
    assert runs(out) == [AGAIN]
    out = talk.tool("r3", result=ADA)
    assert runs(out) == [("note_card", {"card": "c1"})]
    assert not [each for each in out if isinstance(each, AnswerCall) and each.output.get("status") == "refused"]


REQUIRES_GOLD = """\
flow: club
title: Club
about: The caller wants to be in the club.
requires: gold_member
slots: {day: {type: date, ask: "What day?"}}
start: when
states:
  when: {ask: day, next: done}
  done: {say: Fine., end: resolved}
"""
PROMOTE = """\
flow: promote
title: Promote
start: no
states:
  no: {say: "You can't join yet.", end: refused}
"""


def club(then: str) -> Conversation:
    project = PROJECT + "preconditions: {gold_member: {when: user.level == 'gold', run: promote}}\n"
    files = {
        "flowkit.yaml": project,
        "tools/airline.yaml": CATALOG.replace("USER_KEY", "user_id").replace("RULES", "[]"),
        "desk.yaml": begin(then).replace("KEY", "user_id"),
        "club.yaml": REQUIRES_GOLD,
        "promote.yaml": PROMOTE,
    }
    encoded = {path: text.encode() for path, text in files.items()}
    assert [each.message for each in read_project(encoded).diagnostics if each.severity == "error"] == []
    talk = Conversation(program_of(encoded), restore=True)
    talk.start()
    talk.ready()
    talk.heard("u1")
    talk.tool("r1", result=ADA)
    return talk


def test_what_a_flow_requires_is_looked_up_again_before_it_is_chosen():
    talk = club('  then: {choose: [club], question: "What now?", next: gold}\n')
    talk.tool("r2", result={})
    talk.model(talk.call.floor.generating, "What now?")
    talk.caller("the club")
    out = talk.model(talk.call.floor.generating, "", c1=("choose", '{"option": "club"}'))
    assert runs(out) == [AGAIN]
    assert [frame.flow for frame in talk.call.frames] == ["desk"]
    talk.tool("r3", result=ADA)
    assert [frame.flow for frame in talk.call.frames] == ["desk", "club"]
    assert talk.call.top.state == "when"


def test_what_does_not_hold_any_more_is_found_out_first():
    talk = club('  then: {choose: [club], question: "What now?", next: gold}\n')
    talk.tool("r2", result={})
    talk.model(talk.call.floor.generating, "What now?")
    talk.caller("the club")
    talk.model(talk.call.floor.generating, "", c1=("choose", '{"option": "club"}'))
    talk.tool("r3", result=BOB)
    assert [(end.flow, end.outcome) for end in talk.call.ended][:2] == [("promote", "refused"), ("club", "refused")]


def test_a_flow_that_is_run_waits_for_what_it_requires_too():
    talk = club("  then: {run: club, next: gold, outcomes: {refused: plain}}\n")
    assert runs(talk.tool("r2", result={})) == [AGAIN]
    talk.tool("r3", result=ADA)
    assert [frame.flow for frame in talk.call.frames] == ["desk", "club"]


def test_a_caller_who_has_moved_on_is_not_led_back_to_it():
    talk = club('  then: {choose: [club], question: "What now?", next: gold}\n')
    talk.tool("r2", result={})
    talk.model(talk.call.floor.generating, "What now?")
    talk.caller("the club")
    talk.model(talk.call.floor.generating, "", c1=("choose", '{"option": "club"}'))
    talk.caller("a person please")
    talk.model(talk.call.floor.generating, "", c2=("request", '{"kind": "person"}'))
    talk.tool("r3", result=ADA)
    assert "club" not in [frame.flow for frame in talk.call.frames]
