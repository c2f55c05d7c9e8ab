"""What is given before a call begins: values of slots, also where their options come later, and records."""

from flowkit.engine.effects import RunTool, Say
from flowkit.engine.events import CallStarted
from tests.engine.conversation import Conversation, program_of
from tests.engine.test_stale import ADA, PROJECT

CATALOG = """\
catalog: airline
records:
  user: {key: id, single: true, fields: {id: text, trips: {type: text, many: true}}}
tools:
  find_user:
    about: Finds a customer.
    effect: read
    input: {user_id: text}
    output: user
    outcomes: {not_found: There is none.}
    backend: fixture:f.yaml
  add_bag:
    about: Adds bags.
    effect: write
    consent: none
    consent_because: It is only a test.
    input: {trip: {type: text, from: user.trips}, bags: {type: integer, from: SOURCE}}
    backend: fixture:f.yaml
"""
IDENTIFY = """\
flow: identify
title: Identify
start: who
slots: {trip: {type: text, ask: "Which trip?"}}
states:
  who: {use: find_user, with: {user_id: "'u1'"}, next: found, outcomes: {not_found: person}}
  found: {end: resolved}
"""
BAGS = """\
flow: desk
title: Bags
requires: identified
slots:
  trip: {options: user.trips, ask: "Which trip?"}
  bags: {type: integer, ask: "How many bags?"}
start: which
states:
  which: {ask: [trip, bags], next: add}
  add: {use: add_bag, with: {trip: trip, bags: bags}, next: done}
  done: {say: They are added., end: resolved}
"""


def talk_of(source: str, *, said: bool, begin: str = "", **given: object) -> Conversation:
    project = f"{PROJECT}preconditions: {{identified: {{when: user is set, run: identify}}}}\n"
    catalog = CATALOG.replace("SOURCE", source)
    files = {"flowkit.yaml": project, "a.yaml": catalog, "identify.yaml": IDENTIFY, "desk.yaml": BAGS}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}))
    talk.tell(CallStarted("call_1", "text", given=given, begin=begin, said=said))
    talk.ready()
    return talk


def runs(out: list) -> list[tuple[str, dict]]:
    return [(each.tool, dict(each.arguments)) for each in out if isinstance(each, RunTool)]


def test_given_slots_outlast_what_is_required_first_and_are_not_asked_again():
    talk = talk_of("caller", said=True, trip="ABC123", bags=2)
    out = talk.tool("r1", result={"id": "u1", "trips": ADA["trips"]})
    assert runs(out) == [("add_bag", {"trip": "ABC123", "bags": 2})]


def test_what_is_given_as_said_counts_as_the_callers_and_as_the_channels():
    for source in ("caller", "channel"):
        talk = talk_of(source, said=True, trip="ABC123", bags=2)
        assert [tool for tool, _ in runs(talk.tool("r1", result={"id": "u1", "trips": ["ABC123"]}))] == ["add_bag"]


def test_what_the_channel_brings_is_nothing_that_the_caller_said():
    talk = talk_of("caller", said=False, trip="ABC123", bags=2)
    assert runs(talk.tool("r1", result={"id": "u1", "trips": ["ABC123"]})) == []
    talk = talk_of("channel", said=False, trip="ABC123", bags=2)
    assert [tool for tool, _ in runs(talk.tool("r1", result={"id": "u1", "trips": ["ABC123"]}))] == ["add_bag"]


def test_a_given_option_that_is_not_in_the_list_is_asked():
    talk = talk_of("caller", said=True, trip="XYZ789", bags=2)
    assert runs(talk.tool("r1", result={"id": "u1", "trips": ["ABC123"]})) == []
    assert talk.call.top.state == "which"
    assert "trip" not in talk.call.top.slots


def test_a_record_that_is_given_by_its_key_is_looked_up_when_more_of_it_is_read():
    talk = talk_of("caller", said=True, user="u1", trip="ABC123", bags=2)
    (run,) = [each for _, out in talk.log for each in out if isinstance(each, RunTool)]
    assert (run.tool, run.arguments) == ("find_user", {"user_id": "u1"})
    assert [each.text for _, out in talk.log for each in out if isinstance(each, Say)] == [
        "This is an automated assistant."
    ]
    out = talk.tool("r1", result={"id": "u1", "trips": ["ABC123"]})
    assert runs(out) == [("add_bag", {"trip": "ABC123", "bags": 2})]
    assert not [each for each in out if isinstance(each, Say)]


def test_a_start_inside_a_flow_has_what_is_given():
    user = {"id": "u1", "trips": ["ABC123"]}
    talk = talk_of("caller", said=True, begin="desk.add", user=user, trip="ABC123", bags=2)
    assert [tool for _, out in talk.log for tool, _ in runs(list(out))] == ["add_bag"]
