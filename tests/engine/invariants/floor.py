"""The floor, explored completely: who may speak, with a tool that the model calls and one that the engine runs."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.events import Can, FunctionCall
from flowkit.engine.program import Program
from flowkit.engine.step import step
from tests.engine.conversation import MONDAY, program_of
from tests.engine.invariants.explore import Explored, Place, explore
from tests.engine.invariants.read_back import FAR, PROJECT, TROUBLE, at, judge_floor

FLOW = """\
flow: move
title: Look something up
start: look
states:
  look: {use: get_weather, save_as: weather, next: talk}
  talk:
    talk: Tell about the weather.
    tools: [get_weather]
    exits: {served: The caller has what they wanted.}
    next: done
  done: {say: Bye., end: resolved}
"""
CATALOG = """\
catalog: weather
tools:
  get_weather: {about: Tells the weather., effect: read, output: {fields: {sky: text}}, backend: "python:backend:x"}
"""
SKY = {"sky": "clear"}
MOST_FILLERS = 1
"""More "one moment" than this for one tool only come again."""


class FloorBounds(NamedTuple):
    """How much of everything there is: turns of the caller, tools that the model calls, and things that go wrong."""

    turns: int = 2
    calls: int = 1
    failures: int = 1


class World(NamedTuple):
    """What the exploration keeps beside the call: the time, calls without an output, and how many there were."""

    now: int
    owed: tuple[str, ...] = ()
    called: int = 0
    replies: int = 0
    failures: int = 0

    def told(self, call: Call) -> "World":
        """What of it may still count."""
        return self._replace(now=0)


@cache
def floor_program() -> Program:
    """The project, ready to run."""
    files = {"flowkit.yaml": PROJECT, "move.yaml": FLOW, "tools/weather.yaml": CATALOG}
    return program_of({name: text.encode() for name, text in files.items()})


def begun(can: Can) -> Place:
    """A call that looks something up, with its disclosure on the way."""
    call = Call()
    for number, event in enumerate((events.CallStarted("call_1", "phone"), events.LineReady(can))):
        call, _ = step(floor_program(), call, at(event, MONDAY + number, number + 1))
    return Place(call, World(MONDAY + 2))


class Moving:
    """All that can happen within bounds."""

    def __init__(self, bounds: FloorBounds) -> None:
        self.bounds = bounds

    def __call__(self, place: Place) -> Iterator[events.Event]:
        call, now = place.call, place.world.now + 10
        for event in (*self._line(place), *self._caller(call), *self._tools(call)):
            yield at(event, now)
        for name, due in call.timers.items():
            kind = name.split()[0]
            wrong = kind in (*TROUBLE, "tool")
            if (kind not in FAR or kind in ("progress", "tool")) and (not wrong or self._may_fail(place)):
                yield events.Tick(name, due, at=max(now, due))

    def _may_fail(self, place: Place) -> bool:
        return place.world.failures < self.bounds.failures

    def _line(self, place: Place) -> Iterator[events.Event]:
        call = place.call
        u = call.floor.generating
        if u:
            yield from self._generated(place, u)
        for name in call.floor.playing[:1]:
            each = call.utterances[name]
            if not each.sounds and not each.void:
                yield events.Audible(name)
            if each.sounds:
                yield events.Played(name, "full")
            if self._may_fail(place) or each.void or each.stopped:
                yield events.Played(name, "cut" if each.sounds else "none")

    def _generated(self, place: Place, u: str) -> Iterator[events.Event]:
        each = place.call.utterances[u]
        if each.void or each.stopped:
            yield events.Generated(u, "cancelled")
        elif self._may_fail(place):
            yield events.Generated(u, "failed")
        if each.kind == "say":
            yield events.Generated(u, "completed", each.text)
            return
        yield events.Generated(u, "completed", "It is fine.")
        if self._may_fail(place):
            yield events.Generated(u, "completed", "")
        if place.world.called < self.bounds.calls:
            made = (FunctionCall(f"c{place.world.called + 1}", "get_weather", "{}"),)
            yield events.Generated(u, "completed", "", made)
            yield events.Generated(u, "completed", "Let me see.", made)

    def _caller(self, call: Call) -> Iterator[events.Event]:
        for turn, each in call.turns.items():
            if each.ended is not None and each.text is None:
                yield events.Words(turn, "how is it tomorrow?")
                yield events.Words(turn, "", "empty")
        if call.floor.open_turn:
            yield events.TurnEnded(call.floor.open_turn)
            if call.can.audio:
                yield events.TurnEnded(call.floor.open_turn, 100)
        elif len(call.turns) < self.bounds.turns:
            yield events.TurnStarted(f"t{len(call.turns) + 1}")

    def _tools(self, call: Call) -> Iterator[events.Event]:
        for run in call.runs:
            yield events.ToolDone(run, "ok", SKY)


def follow(place: Place, event: events.Event, after: Call, out: tuple[effects.Effect, ...]) -> World:
    """Judges who speaks, and that every call has its output once and in time."""
    judge_floor(place.call, event, after, out)
    world = place.world._replace(now=event.at, failures=place.world.failures + _fails(place.call, event))
    if isinstance(event, events.TurnStarted):
        world = world._replace(replies=0)
    if isinstance(event, events.Generated) and event.calls:
        world = world._replace(owed=(*world.owed, *(call.id for call in event.calls)), called=world.called + 1)
    for effect in out:
        match effect:
            case effects.AnswerCall(name):
                assert name in world.owed, f"{name} has an output already"
                world = world._replace(owed=tuple(each for each in world.owed if each != name))
            case effects.Reply():
                world = world._replace(replies=world.replies + 1)
                assert world.replies <= 4, "a fifth reply to one turn"
                assert after.disclosed or not after.can.proves_playback, "a reply before the disclosure was heard"
    waiting = {each.id: each.run for each in after.tool_calls if not each.answered}
    for name in world.owed:
        assert name in waiting, f"{name} will never have an output"
        assert f"progress {waiting[name]}" in after.timers, f"{name} waits without a timer"
    return world


def _fails(before: Call, event: events.Event) -> bool:
    """Whether something goes wrong with this event."""
    match event:
        case events.Tick(timer):
            return timer.split()[0] in (*TROUBLE, "tool")
        case events.Generated(u, status, text):
            return status == "failed" or (status == "completed" and not text and not event.calls)
        case events.Played(u, extent):
            each = before.utterances[u]
            return extent != "full" and not (each.void or each.stopped)
    return False


def ends(place: Place) -> str:
    """Why a state is not gone on from."""
    if any(run.filler > MOST_FILLERS for run in place.call.runs.values()):
        return "bound: fillers"
    if place.call.stage != "live":
        return f"stage {place.call.stage}"
    return ""


def explore_floor(can: Can, bounds: FloorBounds, most: int = 0) -> Explored:
    """Every state that the floor can come to on a line."""
    return explore(floor_program(), begun(can), Moving(bounds), follow, ends, most)
