"""Timers: after every step something is pending that will end, or a timer runs that ends it.

What has to be armed follows from the state of the call alone, so it is worked out anew after every step and only the
differences go out. A name is armed at most once; a tick for another time than the armed one is old and is ignored.
Times in milliseconds.
"""

from flowkit.engine.effects import Timer
from flowkit.engine.handoff import is_write_running
from flowkit.engine.work import Work

NO_INPUT = 7_000
NO_INPUT_LAST = 10_000
HOLD = 60_000
"""A caller who asked to wait."""
NO_INPUT_TEXT = 180_000
"""Typed calls: people type slowly and look things up."""
GENERATE = 6_000
PLAY = 3_000
PROGRESS = 1_200
PROGRESS_AGAIN = 8_000
TOOL_GRACE = 500
COUNT = 1_000
"""How long a store has to tell how much of a limit across calls is left."""
STUCK = 15_000
TRANSFER = 20_000
WRITE_WAIT = 5_000
"""How long a write that is on its way is waited for, before the call is given to a person without its end."""
DRAIN = 60_000


def arm(work: Work) -> None:
    """Arms and clears timers so that they fit the call as it is now."""
    wanted = _wanted(work)
    armed = work.call.timers
    for name in [name for name in armed if name not in wanted]:
        del armed[name]
        work.emit(Timer(name))
    for name, at in wanted.items():
        if name not in armed:
            armed[name] = at
            work.emit(Timer(name, at))


def clear(work: Work, name: str) -> None:
    """Takes a timer back, so that it is armed anew from now if it is still wanted."""
    if work.call.timers.pop(name, None) is not None:
        work.emit(Timer(name))


def _wanted(work: Work) -> dict[str, int]:
    call, floor = work.call, work.call.floor
    if call.stage == "over":
        return {}
    wanted: dict[str, int] = {}
    if call.draft is not None and call.draft.counting:
        wanted[f"count {call.draft.id}"] = work.at + COUNT
    for run, running in call.runs.items():
        if running.reserving:
            wanted[f"count {run}"] = work.at + COUNT
        else:
            timeout = work.program.project.tools[running.tool].timeout_ms
            wanted[f"tool {run}"] = running.started + timeout + TOOL_GRACE
        # A call that had to wait for something else first has its output in time all the same.
        called = [each.at for each in call.tool_calls if each.run == run and not each.answered]
        since = min(running.started, *called) if called else running.started
        wanted[f"progress {run}"] = since + PROGRESS + running.filler * PROGRESS_AGAIN
    if call.stage == "draining":
        return wanted | {"drain": work.at + DRAIN}
    if floor.generating:
        wanted["generate"] = work.at + GENERATE
    for u in floor.playing:
        wanted[f"play {u}"] = work.at + PLAY + 80 * len(call.utterances[u].text if u in call.utterances else "")
    if floor.open_turn:
        wanted["stuck"] = work.at + STUCK
    if call.stage == "transfer" and call.giving is not None:
        if call.giving.given or not (floor.generating or floor.playing or floor.due or call.runs):
            wanted["transfer"] = work.at + TRANSFER
        elif is_write_running(work) and not call.giving.impatient:
            wanted["write_wait"] = call.giving.since + WRITE_WAIT
    if not wanted and call.stage != "starting":
        wanted["no_input"] = work.at + _silence(work)
    wanted["call_max"] = call.started + work.program.project.max_minutes * 60_000
    return wanted


def _silence(work: Work) -> int:
    if not work.call.can.audio:
        return NO_INPUT_TEXT
    if work.call.frames and work.call.hold == work.call.top.visit:
        return HOLD
    return NO_INPUT if work.call.no_input < 2 else NO_INPUT_LAST
