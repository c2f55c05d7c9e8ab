"""13: pairs of events whose order is chance. From one moment of a call both orders are taken, to rest, and compared.

Words also come late: when all that the reply to them brought was said and heard already. What a reply brings is chance.
Five things are left out, because there the first to come is meant to count. A value that the words do not bear out is
asked about where it was said, and only read back slowly later (`provenance`). A reply that opens a read-back, or a
question about a value: words that were said before it are taken for a no, a change or a question all the same, as none
of these is ever too late. The second reply in a row that comes to nothing: the call goes on without the model then. And
what a second reply to a turn calls, where the words alone decide before it is there; or what a reply calls where the
words pass over what was asked: a `cancel` is that, too, once they are known.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flowkit.engine import effects, events
from flowkit.engine.asking.words_alone import left_out
from flowkit.engine.call import Call
from flowkit.engine.events import FunctionCall
from flowkit.engine.program import Program
from flowkit.engine.step import step
from flowkit.engine.tools.functions import CONTROL
from flowkit.engine.work import Work
from tests.engine.invariants.pools import CALLED, POOLS, pool
from tests.engine.invariants.watch import Watch
from tests.engine.invariants.world import CANS, World

WAITS = ("settle", "hear_wait", "short_turn", "answer_wait", "yield", "again")
"""Moments that are waited for before a call is at rest."""

MOST_EVENTS = 60


@dataclass(frozen=True)
class Pair:
    """Two events that come at about the same time."""

    kind: str
    one: events.Event
    other: events.Event


def at_rest(program: Program, call: Call, at: int, first: list[events.Event], late: events.Event | None = None) -> Call:
    """Tells events, then does all that a line, a store and a calm clock would do, until nothing more comes.

    Args:
        late: comes when all that was said has been heard, and before any moment has passed that is waited for.
    """
    todo = list(first)
    for _ in range(MOST_EVENTS):
        if not todo and call.floor.playing and not call.over:
            # What was generated is heard, unless it was taken back.
            u = call.floor.playing[0]
            todo = [events.Audible(u), events.Played(u, "full")]
        if not todo and late is not None:
            todo, late = [late], None
        if not todo:
            waits = [name for name in call.timers if name.split()[0] in WAITS]
            if not waits or call.over:
                return call
            name = min(waits, key=lambda each: call.timers[each])
            at = max(at, call.timers[name])
            todo = [events.Tick(name, call.timers[name])]
        at += 1
        call, out = step(program, call, replace(todo.pop(0), at=at, n=call.seq + 1))
        for effect in out:
            todo += _done(effect)
    raise AssertionError("the call does not come to rest")


def _done(effect: effects.Effect) -> list[events.Event]:
    """What an honest world makes of an effect; tools run on, and models only speak."""
    match effect:
        case effects.Say(u, text):
            return [events.Generated(u, "completed", text), events.Audible(u), events.Played(u, "full")]
        case effects.Reply(u):
            return [events.Generated(u, "completed", "All right."), events.Audible(u), events.Played(u, "full")]
        case effects.Witness(turn):
            return [events.Witnessed(turn, "yes")]
        case effects.Count(draft):
            return [events.Counted(draft, {})]
        case effects.Reserve(run):
            return [events.Reserved(run, "ok")]
    return []


def told(call: Call) -> dict[str, Any]:
    """The state of a call at rest: where it is, what is known, what runs and what was done."""
    draft, runs = call.draft, call.runs.values()
    return {
        "stage": call.stage,
        "frames": [(frame.flow, frame.state, dict(frame.counts)) for frame in call.frames],
        "slots": [{name: held.value for name, held in frame.slots.items()} for frame in call.frames],
        "project": {name: held.value for name, held in call.slots.items()},
        "read-back": draft and (draft.tool, draft.digest, draft.phase == "running"),
        # A case tells what was said last, and that is a matter of the moment.
        "runs": sorted((run.tool, run.purpose, run.purpose != "case" and str(run.arguments)) for run in runs),
        "done": [(entry.tool, entry.outcome) for entry in call.done],
        "ended": call.ended,
        "consents": call.consents,
        "open calls": sorted(each.id for each in call.tool_calls if not each.answered),
    }


def pairs(world: World) -> list[Pair]:
    """The pairs of events that are on their way at this moment."""
    call = world.watch.call
    owed = [due.event for due in world.due if due.event is not None]
    last = next(reversed(call.turns), "")
    # A typed message is its words; and of a turn that goes on nobody knows them yet.
    words = [event for event in owed if isinstance(event, events.Words) and call.can.audio and event.turn == last]
    words = [event for event in words if call.turns[last].ended is not None]
    ears = [event for event in owed if isinstance(event, events.Witnessed)]
    found = [Pair("words, witnessed", one, other) for one in words for other in ears if one.turn == other.turn]
    generating = call.floor.generating
    if generating and not any(due.u == generating and due.cancelled for due in world.due):
        said = world.watch.record.said[generating]
        generated = events.Generated(generating, "completed", said.text or SPOKEN)
        # A reply that comes to nothing after "make it Saturday" asks what to change; what was said before is no answer
        # to that, but is taken for one if its words come after.
        if not any(asked is not None and asked.changing for asked in (call.draft, call.check)):
            made = (generated, *_other_replies(world, generating)) if said.kind == "reply" else (generated,)
            found += [Pair("words, generated", one, each) for one in words for each in made]
        found.append(Pair("generated, played", generated, events.Played(generating, "full")))
    return found


SPOKEN = "All right."


def _other_replies(world: World, u: str) -> Iterator[events.Generated]:
    """What else may come of a reply: nothing, a question, calls that are refused or bring nothing, right ones."""
    chance = random.Random(f"{world.at}/{u}/{world.watch.call.seq}")
    if not world.watch.call.malformed:
        yield chance.choice([events.Generated(u, "completed"), events.Generated(u, "failed")])
    right = chance.choice([each for each in world.pool.calls if each[0] in CONTROL])
    calls = (("wait", {}), ("record", {}), ("no_such_function", {}), chance.choice(CALLED), right, right)
    name, arguments = chance.choice(calls)
    call = FunctionCall("c_other", name, json.dumps(arguments), True)
    yield events.Generated(u, "completed", chance.choice(("", SPOKEN, "Sorry, which one?")), (call,))


def compare(watch: Watch, at: int, pair: Pair) -> bool:
    """Both orders of a pair come to the same state and the same runs; whether they have to."""
    program, call = watch.program, watch.call
    audible = [events.Audible(pair.one.u)] if pair.kind == "generated, played" else []
    if pair.kind == "words, generated" and not _has_to_agree(program, call, at, pair):
        return False
    calls = {
        "as named": at_rest(program, call, at, [*audible, pair.one, pair.other]),
        "the other way": at_rest(program, call, at, [*audible, pair.other, pair.one]),
    }
    if pair.kind == "words, generated" and pair.other.text:
        # Without words another reply would have been made to the same turn meanwhile.
        calls["late"] = at_rest(program, call, at, [pair.other], pair.one)
    one = told(calls.pop("as named"))
    for name, other in ((name, told(each)) for name, each in calls.items()):
        if one != other:
            unlike = {part: (one[part], other[part]) for part in one if one[part] != other[part]}
            raise AssertionError(f"{pair.kind}, {name}: {unlike}\n  {pair.one}\n  {pair.other}\n{watch.story(30)}")
    return True


def _has_to_agree(program: Program, call: Call, at: int, pair: Pair) -> bool:
    """Whether the order of words and a reply must not matter: see above."""
    assert isinstance(pair.one, events.Words)
    assert isinstance(pair.other, events.Generated)
    after, _ = step(program, call, replace(pair.one, at=at + 1, n=call.seq + 1))
    passes_over = after.stage == "live" and left_out(Work(program, after, at), pair.one.turn)
    if pair.other.calls and (passes_over or after.utterances[pair.other.u].void):
        return False
    after, _ = step(program, after, replace(pair.other, at=at + 1, n=after.seq + 1))
    opens = after.draft is not None and (call.draft is None or call.draft.id != after.draft.id)
    asks = after.check is not None and after.check != call.check
    if (opens or asks) and pair.other.calls:
        return False
    held = dict(after.slots)
    for frame in (*after.left, *after.frames):
        held.update(frame.slots)
    reported = [name for made in pair.other.calls if made.name == "record" for name in json.loads(made.arguments)]
    return all(name in held and held[name].heard and held[name].turn == pair.one.turn for name in reported)


def compared(seed: int, calls: int) -> Counter[str]:
    """Compares the pairs of many calls by chance.

    Returns:
        How many pairs of each kind were compared, and how many of them met in a read-back.
    """
    counts: Counter[str] = Counter()
    for number in range(calls):
        for name in POOLS:
            for can in CANS:
                chance = random.Random(f"{seed}/{number}/{name}/{can}")
                watch = Watch(pool(name).program, ())
                world = _Comparing(pool(name), CANS[can], watch, chance.choice)
                world.counts = counts
                world.start()
                for _ in range(30):
                    if watch.call.over:
                        break
                    action = chance.choice(_ACTIONS)
                    if action.startswith("caller") and _speaks(world):
                        action = "deliver"
                    getattr(world, action)()
    return counts


class _Comparing(World):
    """A world that compares at every moment."""

    counts: Counter[str]

    def tell(self, event: events.Event) -> None:
        super().tell(event)
        _compare_all(self, self.counts)


def _speaks(world: World) -> bool:
    """Whether the caller has not ended yet; nobody begins two turns at once."""
    return bool(world.watch.call.floor.open_turn) or any(isinstance(x.event, events.TurnEnded) for x in world.due)


def _compare_all(world: World, counts: Counter[str]) -> None:
    if world.watch.call.over or world.watch.call.stage == "starting":
        return
    for pair in pairs(world):
        if not compare(world.watch, world.at, pair):
            counts[f"{pair.kind}, left out"] += 1
            continue
        counts[pair.kind] += 1
        counts[f"{pair.kind} in a read-back"] += world.watch.call.draft is not None


_ACTIONS = ("deliver",) * 6 + ("goes_well",) * 14 + ("caller_writes",) + ("caller_begins",) * 2
