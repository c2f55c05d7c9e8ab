"""The engine: `step(program, call, event) -> (call, effects)`.

Theory of operation. The graph decides, the model talks. An event comes with its time; `step` works on its own copy of
the call, brings the graph to rest, lets at most one utterance begin (`floor.settle`), and arms timers so that the call
can never stand still. Nothing here knows a socket, a clock or chance: the same events give the same effects, so a call
can be replayed, resumed on another machine, and tested as arithmetic.

The beginning is in `opening`, the caller's side in `turns`, the agent's in `utterances`, tools in `runs`, lost lines in
`reconnect`; what each kind of state does is in the module of its kind. An event that was seen before (by its number)
or that names something unknown changes nothing.
"""

from flowkit.engine import deadlines, opening, reconnect, timers
from flowkit.engine.asking import check_backs
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.call import Call, Run
from flowkit.engine.effects import Effect
from flowkit.engine.events import (
    Audible,
    Back,
    CallStarted,
    Counted,
    Event,
    Generated,
    Key,
    LineReady,
    Lost,
    Played,
    Reserved,
    Tick,
    ToolDone,
    Transferred,
    Trouble,
    TurnEnded,
    TurnStarted,
    Witnessed,
    Words,
)
from flowkit.engine.handover import handoff
from flowkit.engine.program import Program
from flowkit.engine.read_back import confirm, judging, pressed, proof
from flowkit.engine.speaking import barge_in, failures, floor, playback, silence, turns, utterances
from flowkit.engine.tools import renewals, reservations, runs, talk, tool_calls
from flowkit.engine.walking import digressions, walk
from flowkit.engine.watch import spending, watching
from flowkit.engine.work import Work


def step(program: Program, call: Call, event: Event) -> tuple[Call, tuple[Effect, ...]]:
    """Handles one event.

    Args:
        program: what the call runs on.
        call: the call before; it is not changed.
        event: what happened; `event.n` must be greater than that of the events before, else it was seen already.

    Returns:
        The call after, and what is to be done, in order.
    """
    if call.over or (event.n and event.n <= call.seq):
        return call, ()
    work = Work(program, call.copy(), event.at)
    work.call.seq = event.n or call.seq + 1
    work.call.left = ()
    _handle(work, event)
    if not work.call.over:
        _rest(work)
        if program.sentences.watched:
            watching.rest(work)
        if work.call.budget_reached:
            spending.rest(work)
        _finish_if_done(work)
        floor.settle(work)
    timers.arm(work)
    return work.call, tuple(work.effects)


def _handle(work: Work, event: Event) -> None:
    match event:
        case CallStarted() if work.call.stage == "new":
            opening.call_started(work, event)
        case LineReady() if work.call.frames and not work.call.session:
            opening.line_ready(work, event)
        case TurnStarted():
            turns.turn_started(work, event)
        case TurnEnded():
            turns.turn_ended(work, event)
        case Words():
            turns.words(work, event)
        case Audible():
            playback.audible(work, event)
        case Generated():
            utterances.generated(work, event)
        case Played():
            playback.played(work, event)
        case ToolDone():
            runs.tool_done(work, event)
        case Counted():
            walk.came(work, reservations.counted(work, event))
        case Reserved():
            walk.came(work, reservations.reserved(work, event))
        case Transferred() if work.call.giving is not None and work.call.giving.given:
            transferred(work, event)
        case Lost():
            reconnect.lost(work, event)
        case Back():
            reconnect.back(work, event)
        case Trouble():
            failures.trouble(work, event)
        case Tick():
            tick(work, event)
        case Witnessed():
            judging.witnessed(work, event)
        case Key():
            walk.came(work, pressed.pressed(work, event))
        case _:
            work.note("ignored", {"event": type(event).__name__})


def _rest(work: Work) -> None:
    """Moves on from a talk whose guard has come to hold, and takes up what a digression interrupted in one."""
    renewals.look_up_in_state(work)
    if talk.is_over(work):
        if confirm.is_open(work):
            void_draft(work, "the talk is over")
        walk.leave(work, work.state.next, "next")
    tool_calls.take_up(work)
    if work.call.draft is not None:
        walk.came(work, judging.take_up(work))
    digressions.take_up_wish(work)
    if work.call.stage == "transfer":
        handoff.proceed(work)


def transferred(work: Work, event: Transferred) -> None:
    """How giving the call to a person went."""
    if work.call.stage == "transfer":
        walk.came(work, handoff.transferred(work, event.outcome))


def tick(work: Work, event: Tick) -> None:
    """A timer fired."""
    if work.call.timers.get(event.timer) != event.due:
        work.note("ignored", {"event": "tick", "timer": event.timer})
        return
    del work.call.timers[event.timer]
    name, _, subject = event.timer.partition(" ")
    match name:
        case "tool":
            runs.tool_done(work, ToolDone(subject, "timeout"))
        case "count":
            walk.came(work, reservations.no_answer(work, subject))
        case "hear_wait" if work.call.check is not None:
            check_backs.ask(work)
        case "progress":
            runs.progress(work, subject)
        case "generate":
            failures.silent_model(work)
        case "play":
            playback.played(work, Played(subject, proof.presumed(work, subject)))
        case "keys":
            pressed.paused(work)
        case "stuck":
            turns.stuck(work)
        case "short_turn":
            turns.no_words(work)
        case "yield":
            barge_in.yield_now(work)
        case "no_input":
            silence.no_input(work)
        case "write_wait":
            handoff.hurry(work)
        case "transfer":
            transferred(work, Transferred("no_answer"))
        case "drain":
            deadlines.drained(work)
        case "lost":
            deadlines.lost(work)
        case "short_time":
            deadlines.short(work)
        case "call_max":
            deadlines.up(work)


def _writes(work: Work, running: Run) -> bool:
    return running.purpose == "look" or work.program.project.tools[running.tool].writes


def _finish_if_done(work: Work) -> None:
    """Hangs up when the call is at its end and nothing is left to say, to hear or to wait for."""
    call, at = work.call, work.call.floor
    if call.stage == "ending":
        if not (at.due or at.generating or at.playing or at.open_turn or call.awaited or call.runs):
            handoff.finish(work)
    elif call.stage == "draining" and not any(_writes(work, running) for running in call.runs.values()):
        handoff.close(work, call.ended_by)
