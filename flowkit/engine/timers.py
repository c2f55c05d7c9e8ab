"""Timers: after every step something is pending that will end, or a timer runs that ends it.

What has to be armed follows from the state of the call alone, so it is worked out anew after every step and only the
differences go out. A name is armed at most once; a tick for another time than the armed one is old and is ignored.
Times in milliseconds.

Some are due at a time that the call itself tells (when an utterance was asked for, when a turn began) and follow it;
others count from the step that first wanted them.
"""

from flowkit.engine.asking.check_backs import HEAR_WAIT
from flowkit.engine.call import Call
from flowkit.engine.effects import SILENCE_MS, Timer
from flowkit.engine.handover.handoff import is_write_running
from flowkit.engine.read_back import judging
from flowkit.engine.read_back.pressed import PAUSE
from flowkit.engine.speaking import barge_in
from flowkit.engine.work import Work

NO_INPUT = 7_000
NO_INPUT_LAST = 10_000
HOLD = 60_000
"""A caller who asked to wait."""
NO_INPUT_TEXT = 180_000
"""Typed calls: people type slowly and look things up."""
GENERATE = 6_000
GENERATE_SOUNDING = 20_000
"""An utterance that sounds already, and whose rest does not come."""
CANCELLED = 3_000
"""How long an utterance that was taken back may take to end; after that the model is lost."""
PLAY = 3_000
PER_CHARACTER = 80
"""How long a character of an utterance sounds, at most."""
SHORT_TURN = 600
"""How long the words of a turn are waited for that may be a noise."""
LAST_TURN = 1_500
"""How long the words of a turn are waited for that began over the last words of the call."""
YIELD = 500
"""How much longer than a pause that ends a turn, a turn goes on that is more than a cough."""
PROGRESS = 1_200
PROGRESS_AGAIN = 8_000
TOOL_GRACE = 500
COUNT = 1_000
"""How long a store has to tell how much of a limit across calls is left."""
STUCK = 15_000
TRANSFER = 20_000
TRANSFER_WEB = 45_000
"""How long a desk that takes calls in a browser has for it."""
WRITE_WAIT = 5_000
"""How long a write that is on its way is waited for, before the call is given to a person without its end."""
DRAIN = 60_000
LOST = 20_000
"""How long the model may be gone, before the call is given to a person; or the media, before the caller is gone."""
SHORT_TIME = 120_000
"""How long before the call's greatest length it is brought to its end."""
SESSION = 55 * 60_000
"""The greatest age of a session that cannot be exchanged for another."""
SHORT_SESSION = 300_000
GRACE = 60_000
"""How long a call goes on after its time, where nobody took it over."""


FOLLOWING = ("generate", "stuck", "yield", "short_time", "call_max", *judging.TIMERS, "keys")
"""Timers that are armed anew when the time changes that the call tells for them."""


WAIT_FOR_CALLER = frozenset({"no_input", "short_time", "call_max"})
"""Timers beside which the call stands still: while only these run, it is the caller's turn."""


def arm(work: Work) -> None:
    """Arms and clears timers so that they fit the call as it is now."""
    wanted = _wanted(work)
    armed = work.call.timers
    for name in [name for name in armed if name not in wanted]:
        del armed[name]
        work.emit(Timer(name))
    for name, at in wanted.items():
        if name not in armed or (armed[name] != at and name in FOLLOWING):
            armed[name] = at
            work.emit(Timer(name, at))


def _wanted(work: Work) -> dict[str, int]:
    call = work.call
    if call.stage == "over":
        return {}
    wanted: dict[str, int] = {}
    _for_answers(work, wanted)
    _for_runs(work, wanted)
    if call.stage == "draining":
        return wanted | {"drain": work.at + DRAIN}
    _for_the_floor(work, wanted)
    _for_the_line(work, wanted)
    if not wanted and call.session:
        wanted["no_input"] = work.at + (call.silence_left or _silence(work))
    if call.stage in ("starting", "live") or not call.session:
        _until_the_end(work, wanted)
    return wanted


def _for_answers(work: Work, wanted: dict[str, int]) -> None:
    """What the caller is being asked, and what they type."""
    call = work.call
    if call.draft is not None and call.draft.counting:
        wanted[f"count {call.draft.id}"] = work.at + COUNT
    if call.draft is not None:
        wanted.update(judging.deadlines(work))
    if call.typed[0]:
        wanted["keys"] = call.typed[1] + PAUSE
    if call.check is not None and call.check.awaits:
        wanted[f"hear_wait {call.check.slot}"] = work.at + HEAR_WAIT


def _for_runs(work: Work, wanted: dict[str, int]) -> None:
    """Tools that run, and those that wait for their share of a limit."""
    call = work.call
    for run, running in call.runs.items():
        if running.reserving:
            wanted[f"count {run}"] = work.at + COUNT
        elif not running.look:
            # A write that is looked after has had its time.
            timeout = work.program.project.tools[running.tool].timeout_ms
            wanted[f"tool {run}"] = running.started + timeout + TOOL_GRACE
        # A call that had to wait for something else first has its output in time all the same.
        called = [each.at for each in call.tool_calls if each.run == run and not each.answered]
        since = min(running.started, *called) if called else running.started
        wanted[f"progress {run}"] = since + PROGRESS + running.filler * PROGRESS_AGAIN


def _for_the_floor(work: Work, wanted: dict[str, int]) -> None:
    """What is generated, what sounds, and what the caller is saying."""
    call, floor = work.call, work.call.floor
    if floor.generating:
        wanted["generate"] = _generated_by(work)
    sounds = 0
    for u in floor.playing:
        # What queues behind another sounds after it.
        sounds += PER_CHARACTER * len(call.utterances[u].text if u in call.utterances else "")
        wanted[f"play {u}"] = work.at + PLAY + sounds
    if floor.open_turn:
        began = call.turns[floor.open_turn].started if floor.open_turn in call.turns else work.at
        wanted["stuck"] = began + STUCK
        if barge_in.yielding(call):
            wanted["yield"] = began + SILENCE_MS[call.patience] + YIELD
    if call.awaited:
        wanted["short_turn"] = work.at + (LAST_TURN if call.stage == "ending" else SHORT_TURN)


def _for_the_line(work: Work, wanted: dict[str, int]) -> None:
    """A line that is lost or wants time, and a call that is being given to a person."""
    call, floor = work.call, work.call.floor
    if call.lost and call.stage == "live":
        wanted["lost"] = call.lost_at + LOST
    if call.not_before > work.at:
        wanted["again"] = call.not_before
    if call.stage == "transfer" and call.giving is not None:
        if call.giving.given or not (floor.generating or floor.playing or floor.due or call.runs):
            wanted["transfer"] = work.at + (TRANSFER_WEB if call.channel == "web" else TRANSFER)
        elif is_write_running(work) and not call.giving.impatient:
            wanted["write_wait"] = call.giving.since + WRITE_WAIT


def _generated_by(work: Work) -> int:
    """When the utterance that is being generated has to be there."""
    call = work.call
    utterance = call.utterances.get(call.floor.generating)
    if utterance is None or utterance.void or utterance.stopped:
        return call.timers.get("generate", work.at + CANCELLED)
    return utterance.at + (GENERATE_SOUNDING if utterance.sounds else GENERATE)


def _until_the_end(work: Work, wanted: dict[str, int]) -> None:
    """The budget of minutes, and the age of a session that cannot be exchanged."""
    call = work.call
    if call.time == "up":
        wanted["call_max"] = call.timers.get("call_max", work.at + GRACE)
        return
    end = call.started + work.program.sentences.most_minutes * 60_000
    short = end - min(SHORT_TIME, (end - call.started) // 5)
    if not call.can.renews:
        end, short = min(end, call.started + SESSION), min(short, call.started + SESSION - SHORT_SESSION)
    if not call.time:
        wanted["short_time"] = short
    wanted["call_max"] = end


def session_ends(call: Call) -> bool:
    """Whether it is the age of the session that ends the call, and not its own greatest length."""
    return not call.can.renews and call.timers.get("call_max") == call.started + SESSION


def _silence(work: Work) -> int:
    if not work.call.can.audio:
        return NO_INPUT_TEXT
    if work.call.frames and work.call.hold == work.call.top.visit:
        return HOLD
    return NO_INPUT if work.call.no_input < 2 else NO_INPUT_LAST
