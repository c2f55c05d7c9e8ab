"""A small project for what may happen anytime: bicycles are brought in, called for and asked about."""

from typing import Any

from flowkit.engine import effects, events
from flowkit.engine.effects import Result, RunTool, Say, Transfer
from flowkit.language.project import read_project
from tests.engine.conversation import Conversation, program_of

PROJECT = """\
flowkit: 1
title: Workshop
start: front
greeting: This is an automated assistant.
timezone: America/New_York
handoffs: {desk: {to: "sip:desk@example.com", default: true HOURS}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
preconditions: {known: {when: customer is set, run: sign_in}}
PROJECT_KEYS
"""
TOOLS = """\
catalog: shop
records:
  customer: {key: id, single: true, fields: {id: text, name: name}}
tools:
  find_customer:
    about: Finds a customer.
    effect: read
    input: {number: digits}
    output: customer
    outcomes: {not_found: There is no such customer.}
    backend: fixture:shop.yaml
  times:
    about: Tells whether there is room on a day.
    effect: read
    input: {day: date}
    output: {fields: {free: yes_no}}
    backend: fixture:shop.yaml
  booked:
    about: Tells whether a day is booked.
    effect: read
    input: {day: date}
    output: {fields: {there: yes_no}}
    backend: fixture:shop.yaml
  book:
    about: Books a day.
    effect: write
    input: {day: date}
    read_back: "I'll book {{ day }}. Shall I do that?"
    WHEN_UNKNOWN
    backend: fixture:shop.yaml
  jot:
    about: Notes that somebody called.
    effect: write
    consent: none
    consent_because: Nothing changes for the caller.
    input: {day: {type: date, optional: true}}
    WHEN_UNKNOWN
    backend: fixture:shop.yaml
"""
WHEN_UNKNOWN = "when_unknown: {use: booked, with: {day: day}, done_if: result.there}"
FLOWS = {
    "front": """\
flow: front
title: Front door
start: help
states:
  help: {choose: [bring, ask, tell], question: "How can I help?", next: help, outcomes: {nothing: bye}}
  bye: {say: Goodbye., end: resolved}
""",
    "bring": """\
flow: bring
title: Bring in a bicycle
about: A bicycle is to be mended.
slots: {day: {type: date, ask: "Which day?", check_back: none}}
start: when
FLOW_KEYS
states:
  when: {ask: day, say: Let us find a day., next: look}
  look: {use: times, with: {day: day}, save_as: room, next: agree}
  agree: {confirm: book, with: {day: day}, next: done AGREE}
  done: {say: It is booked., end: resolved}
""",
    "ask": """\
flow: ask
title: Questions
about: Opening hours.
slots: {topic: {type: text, ask: "What about?", check_back: none}}
start: what
states:
  what: {ask: topic, next: done}
  done: {say: We open at nine., end: resolved}
""",
    "tell": """\
flow: tell
title: Status
about: How far a bicycle is.
requires: known
slots: {ticket: {type: digits, ask: "Which ticket?", check_back: none}}
start: which
states:
  which: {ask: ticket, next: done}
  done: {say: It is mended., end: resolved}
""",
    "sign_in": """\
flow: sign_in
title: Who is calling
slots: {number: {type: digits, ask: "Your customer number?", check_back: none}}
start: who
states:
  who: {ask: number, next: find}
  find: {use: find_customer, with: {number: number}, next: ok, outcomes: {not_found: no}}
  ok: {end: resolved}
  no: {end: refused}
""",
    "stay": """\
flow: stay
title: Stay with us
slots: {sure: {type: yes_no, ask: "Do you really want to stop?"}}
start: keep
states:
  keep: {ask: sure, next: [{when: sure, go: stop}, {go: on}]}
  stop: {end: cancelled}
  on: {say: Good., end: resolved}
""",
    "jotter": """\
flow: jotter
title: A note
about: Notes the call.
slots: {day: {type: date, ask: "Which day?", check_back: none}}
start: when
states:
  when: {ask: day, next: note}
  note: {use: jot, with: {day: day}, next: done}
  done: {say: Noted., end: resolved}
""",
    "later": """\
flow: later
title: Call back
slots: {number: {type: digits, ask: "Under which number shall we call you back?", check_back: none}}
start: ask
states:
  ask: {ask: number, next: done}
  done: {say: We will call you., end: resolved}
""",
}


def program(**changes: str):
    """The project with `HOURS`, `PROJECT_KEYS`, `FLOW_KEYS`, `AGREE` and `WHEN_UNKNOWN` filled in."""
    filled = {"HOURS": "", "PROJECT_KEYS": "", "FLOW_KEYS": "", "AGREE": "", "WHEN_UNKNOWN": "", **changes}
    files = {"flowkit.yaml": PROJECT, "tools/shop.yaml": TOOLS, **{f"{n}.yaml": text for n, text in FLOWS.items()}}
    for name, text in files.items():
        for key, value in filled.items():
            text = text.replace(f" {key}", f" {value}" if value else "").replace(key, value)
        files[name] = "\n".join(line for line in text.split("\n") if line.strip()) + "\n"
    encoded = {path: text.encode() for path, text in files.items()}
    reading = read_project(encoded)
    assert reading.project is not None, [f"{each.span}: {each.message}" for each in reading.diagnostics]
    return program_of(encoded)


def begun(flow: str = "bring", **changes: str) -> Conversation:
    """A call in a flow, its disclosure heard."""
    talk = Conversation(program(**changes), restore=True)
    talk.start(flow)
    talk.ready()
    settle(talk)
    return talk


def settle(talk: Conversation, text: str = "Yes?") -> list[effects.Effect]:
    """Everything that is generating is said and heard, until the caller's turn; the effects of that."""
    out: list[effects.Effect] = []
    while u := talk.call.floor.generating:
        say = talk.call.utterances[u].kind == "say"
        out += talk.heard(u) if say else talk.model(u, text)
    return out


def says(out) -> list[str]:
    return [effect.text for effect in out if isinstance(effect, Say)]


def runs(out) -> list[tuple[str, Any]]:
    return [(effect.tool, dict(effect.arguments)) for effect in out if isinstance(effect, RunTool)]


def results(out) -> list[str]:
    return [effect.text for effect in out if isinstance(effect, Result)]


def transfers(out) -> list[Transfer]:
    return [effect for effect in out if isinstance(effect, Transfer)]


def reply(talk: Conversation) -> str:
    """The reply that is generating."""
    assert talk.call.utterances[talk.call.floor.generating].kind == "reply"
    return talk.call.floor.generating


def says_and_calls(talk: Conversation, words: str, function: str = "", arguments: str = "{}", text: str = ""):
    """A turn of the caller and the model's reply to it."""
    out = talk.caller(words)
    calls = {f"c{talk.turns}": (function, arguments)} if function else {}
    return [*out, *talk.model(reply(talk), text, **calls)]


def at_read_back(**changes: str) -> Conversation:
    """A call in which the booking of Friday has been read back and asked for."""
    talk = begun(**changes)
    says_and_calls(talk, "Friday", "record", '{"day": "Friday"}')
    talk.tool("r1", "ok", {"free": True})
    settle(talk)
    assert talk.call.draft is not None
    assert talk.call.draft.phase == "listening"
    return talk


def flows(talk: Conversation) -> list[str]:
    return [frame.flow for frame in talk.call.frames]


def where(talk: Conversation) -> str:
    return f"{talk.call.top.flow}.{talk.call.top.state}"


def tick(talk: Conversation, timer: str):
    """The timer fires at its time."""
    due = talk.call.timers[timer]
    talk.at = max(talk.at, due)
    return talk.tell(events.Tick(timer, due))
