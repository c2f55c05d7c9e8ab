"""Time that runs out: of the call, of a session that cannot be exchanged, of a line that does not come back."""

from flowkit.engine import reconnect, timers
from flowkit.engine.events import Lost, ToolDone
from flowkit.engine.handover import handoff
from flowkit.engine.tools import runs
from flowkit.engine.walking import walk
from flowkit.engine.work import Work
from flowkit.language.phrases import phrases


def short(work: Work) -> None:
    """Little time is left: the model is told to come to an end; the caller, where the session's age ends the call."""
    work.call.time = "short"
    if timers.session_ends(work.call) and work.call.stage == "live":
        work.due(phrases(work.call.language).minutes_left, "edge")


def up(work: Work) -> None:
    """The time is up: a person; and where nobody took the call over, its end."""
    call = work.call
    if call.stage == "starting" or not call.session:
        # The line never came up: nobody is there.
        reconnect.lost(work, Lost("caller"))
        call.ended_by = "line"
    used_up(work, "the call has reached its longest time")


def used_up(work: Work, why: str) -> None:
    """A budget of the call is used up: a person; and where nobody took the call over, its end."""
    call = work.call
    if call.stage != "live":
        return
    if call.time == "up":
        handoff.nobody(work, told=True)
    else:
        call.time = "up"
        walk.to_person(work, why)


def lost(work: Work) -> None:
    """The line has not come back: without the model a person is called; without the media the caller is gone."""
    call = work.call
    call.lost_at = work.at
    if call.lost == "media":
        reconnect.lost(work, Lost("caller"))
    elif call.stage == "live":
        handoff.give_up(work, "the model is lost")


def drained(work: Work) -> None:
    """The caller is gone, and writes have not ended in all that time: nobody knows; somebody has to look."""
    for run, running in list(work.call.runs.items()):
        tool = work.program.project.tools[running.tool]
        if running.purpose == "look" or tool.writes:
            runs.tool_done(work, ToolDone(run, "unknown"))
            work.note("follow_up", {"run": run, "tool": running.tool, "why": "nobody knows how it ended"})
    work.call.runs.clear()
