"""A project with one write, whose consent is of any kind; a call begins where it is to be read back."""

from flowkit.engine import effects, events
from flowkit.engine.events import Can
from flowkit.engine.program import Program
from tests.engine.conversation import program_of
from tests.engine.spoken_calls import AUDIO, Spoken, texts

PROJECT = """
flowkit: 1
title: Workshop line
start: order
greeting: "Hi, this is the workshop's automated assistant."
timezone: America/New_York
about_us: {automated: I'm a program., recording: Yes., data: It is deleted after a week.}
handoffs: {counter: {to: "sip:counter@example.com", default: true}}
"""

ORDER = """
flow: order
title: Book a repair
slots:
  ticket: {type: digits, pattern: "[0-9]{5}", ask: "What's the ticket number?"}
  day: {type: date, ask: "What day?"}
start: which
states:
  which: {ask: [ticket, day], next: agree}
  agree:
    confirm: book
    with: {ticket: ticket, day: day}
    next: done
    outcomes: OUTCOMES
  done: {say: "It's booked.", end: resolved}
  nothing: {say: "All right, I've booked nothing.", end: unresolved}
"""

TALK = """
flow: order
title: Book a repair
start: serve
slots:
  ticket: {type: digits, pattern: "[0-9]{5}", ask: "What's the ticket number?"}
states:
  serve:
    talk: See to the caller's repair.
    tools: book
    exits: {served: The caller has what they wanted.}
    next: done
  done: {end: resolved}
"""

TOOLS = """
catalog: desk
tools:
  book:
    about: Books a repair.
    effect: EFFECT
    input:
      ticket: {type: digits, pattern: "[0-9]{5}", from: caller}
      day: {type: date, from: caller}
    read_back: "I'll book {{ ticket }} in for {{ day }}. Shall I do that?"
    MORE
    backend: python:backend.shop:book
"""

STATEMENT = "I'll book 1 2 3 4 5 in for Friday, March sixth."
QUESTION = "Shall I do that?"
KEY_QUESTION = "Please press 1 to confirm, or 2 to leave it as it is."
BOOK = '{"ticket": "12345", "day": "2026-03-06"}'


def desk(
    more: str = "", *, effect: str = "write", outcomes: str = "{declined: nothing}", talk: bool = False
) -> Program:
    """The project; `more` are further keys of its tool, each on its own line."""
    flow = TALK if talk else ORDER.replace("OUTCOMES", outcomes)
    tools = TOOLS.replace("EFFECT", effect).replace("MORE", more.replace("\n", "\n    ") or "timeout: 6 seconds")
    files = {"flowkit.yaml": PROJECT, "order.yaml": flow, "tools/tools.yaml": tools}
    return program_of({name: text.encode() for name, text in files.items()})


def begun(program: Program, can: Can = AUDIO) -> Spoken:
    """A call in which the disclosure was heard, and the statement is being said."""
    call = Spoken(program, can=can)
    call.tell(
        events.CallStarted(
            "call_1", "phone", begin="order.agree", given={"ticket": "12345", "day": "2026-03-06"}, said=True
        )
    )
    call.ready()
    if call.call.draft.counting:
        call.tell(events.Counted("D1", {}))
    out = call.spoken("u1")
    assert texts(out) == [STATEMENT]
    return call


def asked(program: Program, can: Can = AUDIO) -> Spoken:
    """A call in which the statement was heard, and the question as well."""
    call = begun(program, can)
    (question,) = (e for e in call.spoken("u2") if isinstance(e, effects.Say))
    call.spoken(question.u)
    return call
