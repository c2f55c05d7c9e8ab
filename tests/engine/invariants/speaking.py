"""2, 3, 4, 10 and 12: who speaks and when, that the call never stands still, and what it must not do any more."""

from collections.abc import Iterator

from flowkit.engine import effects, events
from flowkit.engine.speaking.briefs import fill, open_question
from flowkit.engine.work import Work
from tests.engine.invariants.record import NEVER
from tests.engine.invariants.watch import Watch

MOST_REPLIES = 4


def invariant_02_one_voice(watch: Watch) -> bool:
    """At most one utterance is generating, and none begins while a turn is open or a cancelled one is not finished."""
    begun = [effect for effect in watch.out if isinstance(effect, effects.Say | effects.Reply)]
    generating = watch.record.generating
    for effect in begun:
        assert not generating, f"{effect.u} begins while {generating} is generating"
        assert not watch.record.open_turn, f"{effect.u} begins while the caller speaks"
        assert effect.u not in watch.record.said, f"{effect.u} was there before"
        generating = effect.u
    return bool(begun)


def invariant_03_something_is_pending(watch: Watch) -> bool:
    """After each step the call is over, or all that is waited for has a timer that ends it."""
    call, timers = watch.call, watch.call.timers
    if call.over or call.stage == "new":
        assert not timers, "a call that is over has no timers"
        return False
    assert timers, "nothing will ever happen"
    for run, each in call.runs.items():
        awaited = each.look or run
        assert f"count {run}" in timers if each.reserving else f"tool {awaited}" in timers, f"{run} may never end"
    if call.stage == "draining":
        assert "drain" in timers, "the last writes may never end"
        return True
    assert "call_max" in timers or call.stage in ("ending", "transfer"), "the call may last for ever"
    waited = {u for u in (call.floor.generating,) if u}
    assert not waited or "generate" in timers, f"{waited} may never come"
    assert all(f"play {u}" in timers for u in call.floor.playing), "an utterance may never end"
    assert not call.floor.open_turn or "stuck" in timers, "a turn may never end"
    busy = call.runs or call.floor.generating or call.floor.playing or call.floor.open_turn
    if call.stage == "live" and not busy:
        own = [name for name in timers if name != "call_max"]
        assert own, "the caller's silence may last for ever"
    return True


def invariant_04_brief_of_the_state(watch: Watch) -> bool:
    """Before each reply the last brief that went out is the brief of the state that it is issued in."""
    digest = watch.record.brief
    found = False
    for effect in watch.out:
        match effect:
            case effects.Brief():
                digest = effect.digest
            case effects.Reply(u):
                found = True
                assert digest in _briefs(watch), f"{u} has the brief of another moment"
    return found


def _briefs(watch: Watch) -> Iterator[str]:
    """The digests of the briefs that fit the call as it is now, with any advice about the reply before."""
    for advice in ("", "cut off", "shorter"):
        work = Work(watch.program, watch.call.copy(), watch.event.at)
        work.call.advice = advice
        yield fill(work, open_question(work)).digest


def invariant_10_not_any_more(watch: Watch) -> bool:
    """No reply before the disclosure was heard; nothing new after the caller left, or the call was given away."""
    record = watch.record
    given_away = record.given_away
    for effect in watch.out:
        match effect:
            case effects.Reply(u):
                assert record.disclosed, f"{u} is a reply before the disclosure was heard"
                assert not record.caller_lost, f"{u} is for a caller who is gone"
            case effects.Say(u):
                assert not record.caller_lost, f"{u} is for a caller who is gone"
            case effects.RunTool(run):
                assert not (effect.write and record.caller_lost), f"{run} writes for a caller who is gone"
                assert not given_away, f"{run} begins after the call was given away"
            case effects.Transfer():
                assert not record.caller_lost, "a caller who is gone is given away"
                given_away = True
            case effects.Note(kind="consent"):
                assert not record.caller_lost, "a caller who is gone agrees"
    return record.caller_lost or record.given_away or not record.disclosed


def invariant_12_budgets(watch: Watch) -> bool:
    """At most four replies between two turns of the caller, and the turns of a call have an end."""
    replies = watch.record.replies
    for effect in watch.out:
        if isinstance(effect, effects.Reply):
            replies += 1
            assert replies <= MOST_REPLIES, f"{effect.u} is reply {replies} to one turn"
    event, most = watch.event, watch.program.project.max_turns
    if isinstance(event, events.TurnEnded) and watch.call.turn_count > most:
        turn = watch.record.turns.get(event.turn)
        if turn is not None and turn.ended == watch.record.now != NEVER:
            assert watch.call.stage != "live", f"turn {watch.call.turn_count} of at most {most}"
    return replies > 1
