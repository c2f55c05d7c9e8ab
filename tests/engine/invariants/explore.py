"""Exploring everything that can happen to a small call: breadth first, over the engine itself.

A state is a call with what the world still owes it. Two states are the same if they differ in nothing that the engine
can tell: the names of utterances, and times, of which only their order counts, and which timers are due. That is sound
because every time that the engine looks at is either compared with another one, or the time of a timer; and a timer
fires here at any moment, first or last, which is more than a clock can do.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from flowkit.engine import effects, events
from flowkit.engine.altering import altered
from flowkit.engine.call import Call, Draft
from flowkit.engine.program import Program
from flowkit.engine.step import step

TIME = re.compile(r"\b1\d{12}\b")
UTTERANCE = re.compile(r"'u(\d+)'")
LEFT_OUT = frozenset(
    (
        *(
            "seq",
            "started",
            "utterance_count",
            "brief",
            "timers",
            "utterances",
            "turns",
            "silence_left",
            "left",
            "call_ids",
        ),
        *("visits", "records", "versions", "secrets", "run_count", "tool_ends", "ended", "refusals", "nonce", "id"),
    )
)
"""What the moves of these explorations cannot tell apart: numbers that only count up, and what only briefs show."""


class Place(NamedTuple):
    """A state of the exploration: the call, and what is known about the world around it."""

    call: Call
    world: Any


Moves = Callable[[Place], Iterable[events.Event]]
Follow = Callable[[Place, events.Event, Call, tuple[effects.Effect, ...]], Any]
"""What the world is after a step; it judges the step, too, by `assert`."""


@dataclass
class Explored:
    """What was found: how many states and steps there are, and how they end."""

    states: int = 0
    steps: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    complete: bool = True


class Unsafe(AssertionError):
    """A step that must not be, with the shortest way to it."""


def digest(place: Place, first: Call) -> int:
    """The same number for states that the engine cannot tell apart; `first` is the first call."""
    call, begun = place.call, first.__dict__
    changed = (item for item in call.__dict__.items() if item[1] is not begun[item[0]] and item[0] not in LEFT_OUT)
    shown = [(name, _shown(value)) for name, value in changed if value != begun[name]]
    # Of a timer it counts whether its time has passed; the time itself is that of what it was armed for.
    timers = sorted((name, at <= place.world.now) for name, at in call.timers.items())
    text = f"{shown} {timers} {_alive(call)} {_turns(call)} {bool(call.silence_left)} {place.world.told(call)}"
    # The order of times, and of names, is all that is kept of them.
    times = {found: f"T{rank}" for rank, found in enumerate(sorted(set(TIME.findall(text))))}
    names = {found: f"'U{rank}'" for rank, found in enumerate(sorted(set(UTTERANCE.findall(text)), key=int))}
    text = TIME.sub(lambda found: times[found[0]], text)
    return hash(UTTERANCE.sub(lambda found: names[found[1]], text))


def _shown(value: Any) -> Any:
    """A draft without its times: what they tell is told by its timers, and of each turn."""
    if isinstance(value, Draft):
        return altered(value, asked_at=int(bool(value.asked_at)), answered_at=int(bool(value.answered_at)))
    return value


def _alive(call: Call) -> list[Any]:
    """Utterances that something may still come of: those under way, the read-back's, and the last reply.

    When each was begun counts for its timer alone; to which turn it answers counts for replies.
    """
    draft = call.draft
    wanted = [call.floor.generating, *call.floor.playing]
    if draft is not None:
        wanted += [draft.statement_u, draft.question_u]
    last = next((u for u in reversed(call.utterances) if call.utterances[u].kind == "reply"), "")
    told: list[Any] = []
    for u, each in call.utterances.items():
        if u in wanted:
            upto = each.upto_turn if each.kind == "reply" else ""
            told.append((u, altered(each, at=0, upto_turn=upto, heard_after=None)))
        elif u == last:
            told.append((each.upto_turn, each.status, each.void))
    return told


def _turns(call: Call) -> list[Any]:
    """Turns that count: the last one, those whose words are not known, and those that answer what is asked.

    Of when a turn began it counts whether that was before the question sounded, and of its end whether it came.
    """
    draft = call.draft
    asked_at, answers = (draft.asked_at, draft.turns) if draft is not None else (0, ())
    last = next(reversed(call.turns), "")
    told: list[Any] = [len(call.turns)]
    for name, turn in call.turns.items():
        if name == last or turn.text is None or name in answers:
            times = {"started": int(bool(asked_at) and turn.started >= asked_at), "ended": turn.ended is not None}
            told.append((name, altered(turn, **times)))
    return told


def explore(
    program: Program, start: Place, moves: Moves, follow: Follow, ends: Callable[[Place], str], most: int = 0
) -> Explored:
    """Takes every move from every state.

    Args:
        program: what the call runs on.
        start: the first state.
        moves: what can happen in a state; those that have to happen at some time come first, and are `Must`.
        follow: the world after a step.
        ends: why a state is not gone on from; empty: it is.
        most: states at which it stops, incomplete; 0: none.

    Raises:
        Unsafe: a step breaks a promise, or a state cannot come to an end by what has to happen.
    """
    found = Explored()
    first = digest(start, start.call)
    ways: dict[int, tuple[int, events.Event | None]] = {first: (first, None)}
    backward: dict[int, list[int]] = {}
    over: list[int] = []
    todo: deque[tuple[int, Place]] = deque([(first, start)])
    while todo:
        key, place = todo.popleft()
        why = ends(place)
        if why:
            found.ends[why] += 1
            over.append(key)
            continue
        for event in moves(place):
            found.steps += 1
            after = _take(program, place, event, follow, lambda k=key: _way(ways, k))
            found.seen[type(event).__name__] += 1
            other = digest(after, start.call)
            if _has_to_come(event):
                backward.setdefault(other, []).append(key)
            if other not in ways:
                ways[other] = (key, event)
                todo.append((other, after))
        if most and len(ways) >= most:
            found.complete = False
            break
    found.states = len(ways)
    if found.complete:
        _all_end(ways, backward, over)
    return found


def _has_to_come(event: events.Event) -> bool:
    """Whether an event comes by itself: all but what a caller does of their own accord."""
    return not isinstance(event, events.TurnStarted | events.Key | events.Lost)


def _take(program: Program, place: Place, event: events.Event, follow: Follow, way: Callable[[], str]) -> Place:
    call = place.call
    event = replace(event, n=call.seq + 1)
    try:
        after, out = step(program, call, event)
        return Place(after, follow(place, event, after, out))
    except Exception as failure:
        why = str(failure) if isinstance(failure, AssertionError) else repr(failure)
        raise Unsafe(f"{why}\n{way()}\n  {event}") from failure


def _way(ways: dict[int, tuple[int, events.Event | None]], key: int) -> str:
    told = []
    while ways[key][1] is not None:
        key, event = ways[key]
        told.append(f"  {event}")
    return "\n".join(reversed(told))


def _all_end(ways: dict[int, tuple[int, events.Event | None]], backward: dict[int, list[int]], over: list[int]) -> None:
    """From every state an end is reached by what has to happen, whatever the caller does or leaves."""
    reached, todo = set(over), list(over)
    while todo:
        for key in backward.get(todo.pop(), ()):
            if key not in reached:
                reached.add(key)
                todo.append(key)
    stuck = [key for key in ways if key not in reached]
    if stuck:
        raise Unsafe(f"{len(stuck)} states never end; the first:\n{_way(ways, stuck[0])}")
