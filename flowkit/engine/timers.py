"""Timers: after every step something is pending that will end, or a timer runs that ends it.

What has to be armed follows from the state of the call alone, so it is worked out anew after every step and only the
differences go out. A name is armed at most once; a tick for another time than the armed one is old and is ignored.
Times in milliseconds.
"""

from flowkit.engine.effects import Timer
from flowkit.engine.work import Work

NO_INPUT = 7_000
NO_INPUT_LAST = 10_000
NO_INPUT_TEXT = 180_000
"""Typed calls: people type slowly and look things up."""
GENERATE = 6_000
PLAY = 3_000
PROGRESS = 1_200
PROGRESS_AGAIN = 8_000
TOOL_GRACE = 500
STUCK = 15_000
TRANSFER = 20_000
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
    for run, running in call.runs.items():
        timeout = work.program.project.tools[running.tool].timeout_ms
        wanted[f"tool {run}"] = running.started + timeout + TOOL_GRACE
        wanted[f"progress {run}"] = running.started + PROGRESS + running.filler * PROGRESS_AGAIN
    if call.stage == "draining":
        return wanted | {"drain": work.at + DRAIN}
    if floor.generating:
        wanted["generate"] = work.at + GENERATE
    for u in floor.playing:
        wanted[f"play {u}"] = work.at + PLAY + 80 * len(call.utterances[u].text if u in call.utterances else "")
    if floor.open_turn:
        wanted["stuck"] = work.at + STUCK
    if call.stage == "transfer" and not (floor.generating or floor.playing or floor.due):
        wanted["transfer"] = work.at + TRANSFER
    if not wanted and call.stage != "starting":
        wanted["no_input"] = work.at + _silence(work)
    wanted["call_max"] = call.started + work.program.project.max_minutes * 60_000
    return wanted


def _silence(work: Work) -> int:
    if not work.call.can.audio:
        return NO_INPUT_TEXT
    return NO_INPUT if work.call.no_input < 2 else NO_INPUT_LAST
