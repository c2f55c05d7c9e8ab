"""1 and 16: a step is total, deterministic and replayable; what comes twice or names nothing known changes nothing."""

import json
from dataclasses import replace

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.codec import effect_from_json, event_from_json, to_json
from flowkit.engine.step import step
from tests.engine.invariants.watch import Watch, text_of, told

ONCE = (
    events.CallStarted,
    events.LineReady,
    events.TurnStarted,
    events.TurnEnded,
    events.Words,
    events.Audible,
    events.Generated,
    events.Played,
    events.Witnessed,
    events.Counted,
    events.Reserved,
    events.ToolDone,
    events.Tick,
)
"""Events that name what they are about: told a second time with a new number, they say nothing new."""

UNKNOWN: tuple[events.Event, ...] = (
    events.TurnEnded("t_unknown"),
    events.Words("t_unknown", "yes"),
    events.Audible("u_unknown"),
    events.Generated("u_unknown", "completed", "It's done.", ()),
    events.Played("u_unknown", "full"),
    events.Witnessed("t_unknown", "yes"),
    events.Counted("D_unknown", {}),
    events.Reserved("r_unknown", "ok"),
    events.ToolDone("r_unknown", "ok", {}),
    events.Tick("no_input", 1),
    events.Tick("nonsense u1", 1),
    events.Tick("tool r_unknown", 1),
)


def same(one: Call, other: Call) -> bool:
    """Whether two calls differ in nothing but their number of events."""
    return replace(one, seq=0, left=()) == replace(other, seq=0, left=())


def invariant_01_total_and_deterministic(watch: Watch) -> bool:
    """The call before stays as it was; its snapshot goes on exactly as it does; twice is once; unknown is nothing."""
    before, event = watch.before, watch.event
    snapshot = text_of(before.to_json())
    restored = Call.from_json(json.loads(snapshot))
    assert restored == before, "a snapshot is the call"
    again, out = step(watch.program, restored, event)
    assert told(out) == told(watch.out), "a restored call does the same"
    assert text_of(again.to_json()) == text_of(watch.call.to_json()), "a restored call goes on as the same"
    assert text_of(restored.to_json()) == snapshot, "a step leaves the call before as it was"
    assert step(watch.program, watch.call, event) == (watch.call, ()), "an event of a number that was seen does nothing"
    if isinstance(event, ONCE) and not watch.call.over:
        _changes_nothing(watch, event)
    _changes_nothing(watch, UNKNOWN[watch.call.seq % len(UNKNOWN)])
    return True


def _changes_nothing(watch: Watch, event: events.Event) -> None:
    event = replace(event, at=watch.event.at, n=watch.call.seq + 1)
    after, out = step(watch.program, watch.call, event)
    others = [effect for effect in out if not isinstance(effect, effects.Note)]
    assert not others, f"{event} comes again or is unknown, and causes {others}"
    assert same(after, watch.call), f"{event} comes again or is unknown, and changes the call"


def invariant_16_replay(watch: Watch) -> bool:
    """The journal's events, read from their bytes, give the journal's effects, byte for byte; now and then, and at the
    end."""
    if not watch.call.over and watch.call.seq % 29:
        return False
    replay(watch)
    return True


def replay(watch: Watch) -> None:
    """The whole call once more, from the bytes of its events."""
    call = Call()
    entries = watch.record.entries
    if not entries or entries[-1][0].n != watch.event.n:
        entries = [*entries, (watch.event, watch.out)]
    for event, out in entries:
        data = text_of(to_json(event))
        read = event_from_json(json.loads(data))
        assert text_of(to_json(read)) == data, "an event goes to bytes and back"
        call, again = step(watch.program, call, read)
        written = told(out)
        assert told(again) == written, f"the record of {event} gives other effects"
        assert told([effect_from_json(each) for each in json.loads(written)]) == written
    assert text_of(call.to_json()) == text_of(watch.call.to_json()), "the record gives another call"
