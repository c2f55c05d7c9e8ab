"""Spoken calls against the engine alone: what a line with sound would tell, event by event. No sound is needed."""

from typing import Any

from flowkit.engine import events
from flowkit.engine.effects import Brief, Cancel, Effect, Reply, Say
from flowkit.engine.events import Can, FunctionCall
from tests.engine.conversation import Conversation, program_of

PROJECT = """\
flowkit: 1
title: Barber
start: front
greeting: This is an automated assistant.
timezone: America/New_York
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""
FRONT = """\
flow: front
title: Front
start: help
states:
  help:
    choose: [cut, hours]
    question: How can I help?
    next: help
    outcomes: {nothing: bye}
  bye: {say: Goodbye., exact: true, end: resolved}
"""
HOURS = """\
flow: hours
title: Opening hours
about: When we are open.
slots:
  branch: {options: [north, south], ask: "Which branch?"}
start: where
states:
  where: {ask: branch, next: told}
  told: {say: "The {{ branch }} branch is open from nine to six.", exact: true, next: done}
  done: {end: resolved}
"""
BOOK = """\
flow: cut
title: Book a cut
about: The caller wants an appointment.
slots:
  day: {type: date, ask: "Which day?"}
start: when
states:
  when: {ask: day, next: free}
  free: {use: look, with: {day: day}, say: "I'm looking.", next: agree}
  agree: {confirm: book, with: {day: day}, next: booked}
  booked: {say: "It's booked for {{ day }}.", next: done}
  done: {end: resolved}
"""
TOOLS = """\
catalog: shop
tools:
  look:
    about: Looks for a time.
    effect: read
    input: {day: date}
    backend: fixture:shop.yaml
  book:
    about: Books it.
    effect: write
    input: {day: date}
    read_back: "I'll book {{ day }}. Shall I do that?"
    backend: fixture:shop.yaml
"""
FILES = {
    "flowkit.yaml": PROJECT,
    "front.yaml": FRONT,
    "hours.yaml": HOURS,
    "cut.yaml": BOOK,
    "tools/shop.yaml": TOOLS,
}


def barber(**changed: str) -> Any:
    """The project, with lines of it changed: `max_turns=5` adds that line to the project's file."""
    added = "".join(f"{name}: {value}\n" for name, value in changed.items())
    files = FILES | {"flowkit.yaml": PROJECT + added}
    return program_of({path: text.encode() for path, text in files.items()})


class Spoken(Conversation):
    """A spoken call under way."""

    def begun(self, flow: str = "", can: Can | None = None) -> list[Effect]:
        """Until the greeting was heard."""
        self.start(flow)
        self.tell(events.LineReady(can or Can(audio=True)))
        return self.said("u1")

    def later(self, ms: int) -> None:
        """So much time passes."""
        self.at += ms

    def fires(self, timer: str) -> list[Effect]:
        """It is the time of a timer."""
        self.at = max(self.at, self.call.timers[timer])
        return self.tell(events.Tick(timer, self.call.timers[timer]))

    def generated(self, u: str, text: str = "", **calls: tuple[str, str]) -> list[Effect]:
        """An utterance is there, and does not sound yet."""
        text = text or self.call.utterances[u].text
        made = tuple(FunctionCall(name, function, arguments) for name, (function, arguments) in calls.items())
        return self.tell(events.Generated(u, "completed", text, made))

    def sounds(self, u: str) -> list[Effect]:
        """An utterance begins to sound."""
        return self.tell(events.Audible(u))

    def played(self, u: str, extent: Any = "full") -> list[Effect]:
        """An utterance comes to its end for the caller."""
        return self.tell(events.Played(u, extent))

    def said(self, u: str, text: str = "") -> list[Effect]:
        """An utterance is generated, sounds, and is heard to its end."""
        return [*self.generated(u, text), *self.sounds(u), *self.played(u)]

    def begins(self) -> list[Effect]:
        """The caller begins to speak."""
        self.turns += 1
        return self.tell(events.TurnStarted(f"t{self.turns}"))

    def ends(self, voiced: int = 1000) -> list[Effect]:
        """The caller stops."""
        return self.tell(events.TurnEnded(f"t{self.turns}", voiced))

    def words(self, text: str, turn: str = "") -> list[Effect]:
        """The words of the caller's turn are in."""
        problem: Any = "" if text else "empty"
        return self.tell(events.Words(turn or f"t{self.turns}", text, problem))

    def speaks(self, text: str, voiced: int = 1000) -> list[Effect]:
        """A whole turn of the caller."""
        return [*self.begins(), *self.ends(voiced), *self.words(text)]

    @property
    def generating(self) -> str:
        """The utterance that is being generated."""
        return self.call.floor.generating


def says(effects: list[Effect]) -> list[str]:
    """What the engine says, in its own words."""
    return [effect.text for effect in effects if isinstance(effect, Say)]


def replies(effects: list[Effect]) -> list[str]:
    """The replies that are asked for."""
    return [effect.u for effect in effects if isinstance(effect, Reply)]


def cancels(effects: list[Effect]) -> list[str]:
    """What is taken back."""
    return [effect.u for effect in effects if isinstance(effect, Cancel)]


def briefs(effects: list[Effect]) -> str:
    """The briefs that are sent, as one text."""
    return "\n".join(effect.text for effect in effects if isinstance(effect, Brief))
