"""Giving the call to a person, and ending it: the ways out that work without the model.

The last words are said, and meanwhile the case is written, where the project has one. The call is given away when the
words were heard and nothing is on its way any more.
"""

from flowkit.engine import cases, open_calls
from flowkit.engine.altering import altered
from flowkit.engine.call import FlowEnd, Giving
from flowkit.engine.dependents import void_draft
from flowkit.engine.effects import HangUp, Transfer
from flowkit.engine.limits import give_back
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.summaries import summary
from flowkit.engine.work import Work
from flowkit.language.model import Handoff, State
from flowkit.language.phrases import phrases


def prepare(work: Work, first: str) -> None:
    """Keeps words that come before a handoff that has none of its own."""
    work.call.before_handoff = first


def enter(work: Work, state: State) -> None:
    """Says the last words; the call is given away once they were heard."""
    call = work.call
    words = spoken(state.say, FlowScope(work, call.top, stale=True), work.locale)
    text, values = words.text, tuples(words)
    if not text and call.edge_spoke and call.floor.due:
        *due, last = call.floor.due
        work.set_floor(due=tuple(due))
        text, values = last.text, last.values
    text = text or " ".join(filter(None, (call.before_handoff, phrases(call.language).person)))
    text = " ".join((*(pending.text for pending in call.pending), text))
    call.pending, call.before_handoff, call.edge_spoke = (), "", False
    asked = call.draft.tool if call.draft is not None and call.draft.phase != "running" else ""
    if asked:
        void_draft(work, "the call goes to a person")
    call.stage, call.giving = "transfer", Giving(work.at, asked=asked)
    work.set_floor(want_reply=False)
    work.due(text, "handoff", yields="never", values=values)


def give_up(work: Work, why: str) -> None:
    """Something is wrong with the flow or the line: a person, by the project's default place."""
    work.note("trouble", {"kind": "flow", "detail": why})
    place = work.program.project.default_place
    enter(work, State("person", Handoff(place.name if place else "")))


def said(work: Work, u: str) -> None:
    """The last words were heard."""
    if work.call.giving is not None:
        work.call.giving = altered(work.call.giving, said=u)


def proceed(work: Work) -> None:
    """Gives the call away as soon as the words were heard, writes that are on their way are done, and its case is."""
    giving = work.call.giving
    if giving is None or giving.given or (is_write_running(work) and not giving.impatient):
        return
    if not giving.case:
        giving = work.call.giving = cases.write(work, giving)
    if giving.said and giving.case != "running":
        work.call.giving = altered(giving, given=True)
        _transfer(work, giving)


def is_write_running(work: Work) -> bool:
    """Whether a write, or the look after one, is on its way, apart from the case."""
    tools = work.program.project.tools
    return any(
        each.purpose == "look" or (each.purpose != "case" and tools[each.tool].writes)
        for each in work.call.runs.values()
    )


def hurry(work: Work) -> None:
    """Writes that are on their way were waited for long enough."""
    if work.call.giving is not None:
        work.call.giving = altered(work.call.giving, impatient=True)


def _transfer(work: Work, giving: Giving) -> None:
    does = work.state.does
    default = work.program.project.default_place
    name = does.place if isinstance(does, Handoff) else default.name if default else ""
    place = work.program.project.places.get(name)
    work.emit(Transfer(name, place.to if place else "", summary(work) | cases.told(giving), giving.said))


def transferred(work: Work, outcome: str) -> bool:
    """How giving the call away went; true if it is over."""
    work.call.giving = None
    if outcome != "connected":
        work.call.stage = "live"
        return False
    end_all_flows(work, "handed_off")
    work.call.ended_by = "handoff"
    if is_write_running(work):
        # The caller is with a person; how the write ends belongs to the record.
        work.call.stage, work.call.draft = "draining", None
    else:
        close(work, "handoff")
    return True


def nobody(work: Work) -> None:
    """There is nobody: says so and ends the call."""
    end_all_flows(work, "unresolved")
    work.call.ended_by = "handoff"
    work.call.stage = "ending"
    work.due(phrases(work.call.language).nobody, "last")


# Ending.


def last_words(work: Work) -> None:
    """The first flow ended: what is still to be said is said, then the call is hung up."""
    call = work.call
    call.stage = "ending"
    call.ended_by = call.ended_by or "flow"
    work.set_floor(want_reply=False)
    if call.pending:
        text = " ".join(pending.text for pending in call.pending)
        values = tuple(value for pending in call.pending for value in pending.values)
        call.pending = ()
        work.due(text, "last", values=values)


def hang_up(work: Work, by: str) -> None:
    """Ends the call from where it is: every open flow ends `unresolved`."""
    end_all_flows(work, "unresolved")
    work.call.ended_by = by
    last_words(work)


def end_all_flows(work: Work, outcome: str) -> None:
    """Every open flow ends with an outcome; a router that has run a flow keeps the outcome of what it ran."""
    call = work.call
    for frame in reversed(call.frames):
        own = outcome
        flow = work.program.flow(frame.flow)
        if outcome == "abandoned" and flow.router and frame.ran and frame is call.top:
            own = next((ran for ran in frame.ran if ran != "resolved"), "resolved")
        call.ended = (*call.ended, FlowEnd(frame.flow, own, frame.state))
        work.note("state", {"flow": frame.flow, "outcome": own, "state": frame.state})
        call.outcome = own


def close(work: Work, by: str) -> None:
    """The last line of the record, once."""
    call = work.call
    unknown = [entry.tool for entry in call.done if entry.outcome == "unknown"]
    open_calls.close(work)
    for run in [run for run, each in call.runs.items() if each.reserving]:
        give_back(work, run)
    call.stage = "over"
    work.note("closed", {"outcome": call.outcome, "by": by, "unknown": unknown})


def finish(work: Work) -> None:
    """Nothing is left to say or to wait for: hangs up."""
    work.emit(HangUp())
    close(work, work.call.ended_by or "flow")
