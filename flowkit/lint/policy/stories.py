"""Conversations told in plain words: where the call is, and what the caller, the model and the tools do there."""

from collections.abc import Iterator
from typing import NamedTuple

from flowkit.language.expressions.unparse import text_of
from flowkit.language.span import Span
from flowkit.lint.outline import Move, Stop
from flowkit.lint.policy.playing import Back, Told
from flowkit.lint.policy.values import Label
from flowkit.lint.policy.world import World

_SILENT = ("start", "holds", "back", "over", "listen", "starts", "digress", "kept", "wish", "cancelled")


class Line(NamedTuple):
    """One step: where, the place of that, and what happens."""

    where: str
    span: Span
    what: str

    def __str__(self) -> str:
        return f"{self.where} ({self.span.path}:{self.span.line}): {self.what}"


def story(world: World, told: tuple[Told, ...]) -> list[Line]:
    """The steps of a conversation that are worth telling, in order."""
    lines: list[Line] = []
    for each in told:
        line = _line(world, each)
        if line is not None:
            lines.append(line)
    return lines


def _line(world: World, told: Told) -> Line | None:
    act, flow = told.act, told.flow
    if isinstance(act, Back):
        return _at(
            world, told, f"the caller corrects '{act.slot or 'a value'}', and the call goes back to '{act.stop}'"
        )
    if act[0] in _SILENT and "broken" not in act:
        return None
    if flow[0] in "~!-":
        if act[0] == "turns to":
            return Line(act[1], world.outlines[act[1]].span, f"the caller turns to '{act[1]}'")
        return None
    if act[0] == "requires":
        span = world.outlines[flow].span
        return Line(flow, span, f"'{act[1]}' does not hold, so '{act[2]}' runs first")
    return _at(world, told, "; ".join(_what(world, told, act)))


def _at(world: World, told: Told, what: str) -> Line | None:
    if not what:
        return None
    if told.flow[0] in "~!-":
        return Line(told.flow[1:], world.outlines[told.flow[1:]].span, what) if told.flow[0] == "-" else None
    name = told.point.strip("?~")
    room = world.room(told.flow)
    if not name:
        return Line(told.flow, room.outline.span, what)
    return Line(f"{told.flow}.{name}", room.stop(name).span, what)


def _what(world: World, told: Told, act: Label) -> Iterator[str]:
    """What happens at a state, in the words of a designer."""
    room = world.room(told.flow)
    stop = room.stop(told.point.strip("?~"))
    if "broken" in act:
        yield from _breach(act, stop)
        return
    first, *more = act
    tool = stop.names[0] if stop.kind in ("use", "confirm") else ""
    if first in _EVERYWHERE:
        yield _EVERYWHERE[first]
    elif first == "next":
        yield from _next(stop, tool)
    elif first == "calls":
        ends = {"ok": "", "fails": ", which fails", "unknown": ", and nobody knows whether it was done"}
        yield f"the model uses '{more[0]}'{ends.get(more[1], ', and the caller asks for a person meanwhile')}"
    elif first in _NAMED:
        yield _NAMED[first].format(*more)
    elif first in ("refused", "failed", "unknown") and tool:
        yield {
            "refused": f"'{tool}' is refused",
            "failed": f"'{tool}' fails",
            "unknown": f"nobody knows whether '{tool}' was carried out",
        }[first]
    elif tool:
        yield f"'{tool}' comes to '{first}'"
    elif stop.kind in ("handoff", "run"):
        yield f"'{stop.place or ''.join(stop.names)}' comes to '{first}'"
    else:
        yield f"it comes to '{first}'"
    move = _move(room.ways(stop).get(first if first != "exit" else more[0], ()), more)
    if move is not None and move.when is not None:
        yield f"{text_of(move.when)}"
    if "no way on" in act:
        yield "no edge fits, so a person takes over"


_EVERYWHERE = {
    "person": "the caller asks for a person",
    "cancel": "the caller says to forget it",
    "no_input": "the caller says nothing, again and again",
    "no_match": "the caller is not understood, again and again",
    "not agreed": "no answer to the read-back can be used, so a person takes over",
    "declined": "the caller says no",
    "connected": "the call is given to a person, and ends",
    "called back": "the call ends, as nobody is there",
    "nothing": "the caller wants nothing else",
    "other": "the caller wants what no flow fits",
    "cannot_say": "the caller cannot say",
    "too_long": "the talk takes too long",
    "until": "its 'until' holds",
    "read back": "",
}
_NAMED = {
    "choose": "the caller asks for '{0}'",
    "run": "runs '{0}'",
    "rule": "the rule '{0}' refuses",
    "exit": "the model reports '{0}'",
    "end": "the flow ends '{0}'",
    "callback": "nobody is there, and '{0}' runs",
    "looks up": "the engine looks up with '{0}'",
}


def _next(stop: Stop, tool: str) -> Iterator[str]:
    match stop.kind:
        case "ask":
            yield f"the caller says {' and '.join(repr(name) for name in stop.names)}"
        case "use":
            yield f"'{tool}' is carried out"
        case "confirm":
            yield f"the caller says yes, and '{tool}' is carried out"
        case "talk":
            yield "the talk is over"
        case "run" | "choose":
            yield "back from there"
        case _:
            yield "goes on"


def _move(moves: object, more: list[str]) -> Move | None:
    place = next((each for each in more if each.isdigit()), "")
    found = list(moves) if isinstance(moves, list | tuple) else []
    return found[int(place)] if place and int(place) < len(found) else None


def _breach(act: Label, stop: Stop) -> Iterator[str]:
    """The last step: what must not happen is about to."""
    kind, _, name = act[-1].partition(" ")
    if act[0] == "agreed":
        yield "the caller says yes"
    if act[0] == "calls":
        yield f"the model wants to use '{name}'"
    elif act[0] == "looks up":
        yield f"the engine itself looks up with '{name}'"
    elif kind == "tool":
        yield f"'{name}' is about to be {'read back and ' if act[0] == 'read back' else ''}carried out"
    elif kind == "state":
        yield "this state is entered"
    elif kind == "start":
        yield f"'{name}' begins"
    elif kind == "flow":
        yield f"'{name}' ends resolved"
    else:
        yield "the call goes to a person"
