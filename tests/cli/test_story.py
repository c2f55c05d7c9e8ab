"""The story of a call: how tools ended that did not end as they said, and slots of flows that are left."""

from collections.abc import Iterator
from dataclasses import replace

from flowkit.channels.masks import Masks
from flowkit.channels.recorded_call import RecordedCall, RecordPrinter
from flowkit.channels.story import Story
from flowkit.channels.terminal import Printer
from flowkit.engine import events
from flowkit.engine.call import Call
from tests.engine.conversation import TEXT, Conversation, program_of
from tests.engine.test_stale import PROJECT

CATALOG = """\
catalog: airline
records: {trip: {key: id, fields: {id: text, made: datetime}}}
tools:
  get_trip:
    about: Reads a trip.
    effect: read
    input: {id: text}
    output: trip
    backend: fixture:f.yaml
  add_bag:
    about: Adds a bag.
    effect: write
    consent: none
    consent_because: It is only a test.
    input: {id: text}
    output: trip
    backend: fixture:f.yaml
"""
DESK = """\
flow: desk
title: Desk
slots: {code: {type: digits, ask: "Which one?", check_back: none}}
start: which
states:
  which: {ask: code, next: more}
  more: {run: bags, next: done}
  done: {say: That is all., end: resolved}
"""
BAGS = """\
flow: bags
title: Bags
slots: {code: {type: digits, ask: "Which bag?", check_back: none}}
start: which
states:
  which: {ask: code, next: done}
  done: {end: resolved}
"""
LOOKS = """\
flow: desk
title: Desk
start: look
states:
  look: {use: TOOL, with: {id: "'t1'"}, next: done}
  done: {say: That is all., end: resolved}
"""


def talk_of(*flows: str) -> Conversation:
    files = {"flowkit.yaml": PROJECT, "a.yaml": CATALOG}
    files |= {f"flow{number}.yaml": text for number, text in enumerate(flows)}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}))
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


def told(talk: Conversation) -> Iterator[str]:
    """The lines of the story, from the first event on."""
    from flowkit.engine.step import step

    story, printer, call = Story(talk.program, Masks(talk.program, b"key")), Printer(), Call()
    for event, _ in talk.log:
        call, effects = step(talk.program, call, event)
        for entry in story.tell(event, effects, call):
            yield from (line.strip() for line in printer.lines(entry))


def test_an_answer_that_does_not_fit_is_shown_as_failed_with_the_reason():
    for tool, outcome in (("get_trip", "failed"), ("add_bag", "unknown")):
        talk = talk_of(LOOKS.replace("TOOL", tool))
        talk.tool("r1", result={"id": "t1", "made": "2026-03-02T10:00:00+00:00"})
        why = "made: a time with a time zone; send it in the project's own"
        assert f"tool    {tool}: {outcome}, its answer does not fit: {why}" in list(told(talk))
    talk = talk_of(LOOKS.replace("TOOL", "get_trip"))
    talk.tool("r1", "no_such_thing")
    assert "tool    get_trip: failed, it has no outcome 'no_such_thing'" in list(told(talk))


def test_slots_are_shown_where_the_same_step_leaves_the_flow_and_are_not_cleared_by_entering_another():
    talk = talk_of(DESK, BAGS)
    talk.caller("12345")
    talk.model(talk.call.floor.generating, c1=("record", '{"code": "12345"}'))
    talk.model(talk.call.floor.generating, "Which bag?")
    talk.caller("777")
    talk.model(talk.call.floor.generating, c2=("record", '{"code": "777"}'))
    slots = [line for line in told(talk) if line.startswith("slot")]
    assert slots == ["slot    code = 12345", "slot    code = 777"]


def test_a_slot_of_another_flow_is_named_as_in_the_files():
    story = Story(talk_of(DESK, BAGS).program, Masks(talk_of(DESK, BAGS).program, b"key"))
    entry = story._refused_call("c1", {"refused": {"bags__code": "not a number", "code": "no"}})
    assert entry["because"] == {"bags.code": "not a number", "code": "no"}


GREETER = """\
flow: desk
title: Desk
start: hello
states:
  hello: {say: Hello., next: look}
  look: {use: add_bag, with: {id: "'t1'"}, next: done}
  done: {say: That is all., end: resolved}
guarantees: get_trip before add_bag
"""
BY_HAND = """\
flow: desk
title: Desk
slots: {code: {type: digits, ask: "Which one?", check_back: none}}
start: which
states:
  which: {ask: code, next: agree}
  agree: {confirm: drop, with: {code: code}, next: done}
  done: {say: That is all., end: resolved}
"""
DROP = """\
  drop:
    about: Drops it.
    effect: write
    input: {code: digits}
    read_back: "I'll drop {{ code }}. Shall I?"
    backend: fixture:f.yaml
"""


def test_a_guarantee_is_told_once_with_its_place_and_the_time():
    from flowkit.engine.step import step

    talk = talk_of(GREETER)
    teller, call, entries = RecordedCall.of(talk.program, Masks(talk.program, b"key")), Call(), []
    for event, _ in talk.log:
        before = call
        call, effects = step(talk.program, before, event)
        entries += teller.tell(event, effects, before, call)
    (entry,) = [each for each in entries if "guarantee" in (each["type"], each.get("kind"))]
    assert (entry["sentence"], entry["where"]) == ("get_trip before add_bag", "desk.look")
    assert all(isinstance(each["at"], int) for each in entries)
    assert [line for each in entries for line in RecordPrinter(Printer()).lines(each, 0)]


def test_a_case_that_was_not_written_is_told():
    case = "case: {use: add_bag, with: {id: \"'t1'\"}}\nguarantees: get_trip before add_bag\n"
    files = {"flowkit.yaml": f"{PROJECT}{case}", "a.yaml": CATALOG, "desk.yaml": DESK, "bags.yaml": BAGS}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}))
    talk.start()
    talk.ready()
    talk.heard("u1")
    talk.caller("a person please")
    talk.model(talk.call.floor.generating, c1=("request", '{"kind": "person"}'))
    lines = list(told(talk))
    assert "case    not written by add_bag: the guarantee 'get_trip before add_bag'" in lines
    assert [line for line in lines if line.startswith("guarantee 'get_trip before add_bag'")]


def test_a_key_that_agrees_is_told_as_the_key():
    files = {"flowkit.yaml": PROJECT, "a.yaml": CATALOG + DROP, "desk.yaml": BY_HAND}
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}))
    talk.start()
    talk.tell(events.LineReady(replace(TEXT, keys=True)))
    talk.heard("u1")
    talk.caller("12345")
    talk.model(talk.call.floor.generating, c1=("record", '{"code": "12345"}'))
    talk.heard(talk.call.floor.generating)
    talk.heard(talk.call.floor.generating)
    talk.tell(events.Key("1"))
    assert "consent given for drop: key 1" in list(told(talk))
