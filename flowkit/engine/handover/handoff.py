"""Giving the call to a person, and ending it: the ways out that work without the model.

The last words are said, and meanwhile the case is written, where the project has one. The call is given away when the
words were heard and nothing is on its way any more. From its beginning on nothing new is run but the case and a look
whether a write was carried out, and nothing can be agreed to.

Where the place has hours and nobody is there, the caller is told the hours, and the case is written all the same. Then,
and when nobody picked up, the place's `callback` runs as a flow; without one, or if it came to nothing, the handoff has
`failed`.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.call import Giving
from flowkit.engine.effects import HangUp, Transfer
from flowkit.engine.handover import cases
from flowkit.engine.handover.summaries import summary
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.tools import open_calls
from flowkit.engine.tools.limits import give_back
from flowkit.engine.tools.use import abandon_reads
from flowkit.engine.walking.flow_ends import end_all
from flowkit.engine.watch import watching
from flowkit.engine.work import Came, Work
from flowkit.language.model import Handoff, Place, State
from flowkit.language.phrases import phrases

CALLBACK = "callback"
"""What a handoff comes to where a flow is to run because nobody is there; it is no outcome that a flow can name."""

FAILED = Came("failed")


def prepare(work: Work, first: str) -> None:
    """Keeps words that come before a handoff that has none of its own."""
    work.call.before_handoff = first


def enter(work: Work, state: State, *, given_up: bool = False) -> Came | None:
    """Says the last words; the call is given away once they were heard. What the state came to, if nobody is there.

    `given_up`: it is the way out where nothing else works, so that no flow runs instead.
    """
    call = work.call
    asked = _let_go(work)
    # Whether somebody is there is not the flow's: it has led to a person.
    watching.handed_off(work)
    place = _place(work, state)
    if place is not None and is_closed(work, place):
        return _closed(work, place, asked, given_up=given_up)
    words = spoken(state.say, FlowScope(work, call.top, stale=True), work.locale)
    text, values = words.text, tuples(words)
    if not text and call.edge_spoke and call.floor.due:
        *due, last = call.floor.due
        work.set_floor(due=tuple(due))
        text, values = last.text, last.values
    own = phrases(call.language)
    default = own.connecting if is_write_running(work) else own.person
    text = text or " ".join(filter(None, (call.before_handoff, default)))
    text = " ".join((*(pending.text for pending in call.pending), text))
    call.pending, call.before_handoff, call.edge_spoke = (), "", False
    call.stage, call.giving = "transfer", Giving(work.at, asked=asked, given_up=given_up)
    work.due(text, "handoff", yields="never", values=values)
    return None


def _let_go(work: Work) -> str:
    """Takes back what is only about to happen: a read-back, reads, and runs that wait for their share of a limit.

    Returns the tool of the read-back, if the caller was asked to agree.
    """
    call = work.call
    asked = call.draft.tool if call.draft is not None and call.draft.phase != "running" else ""
    if asked:
        void_draft(work, "the call goes to a person")
    abandon_reads(work)
    for run in [run for run, each in call.runs.items() if each.reserving and each.purpose != "case"]:
        give_back(work, run)
    work.set_floor(want_reply=False)
    return asked


def _place(work: Work, state: State) -> Place | None:
    """Where a handoff gives the call to."""
    default = work.program.project.default_place
    name = state.does.place if isinstance(state.does, Handoff) else ""
    return work.program.project.places.get(name, default)


# When nobody is there.


def is_closed(work: Work, place: Place) -> bool:
    """Whether a place has hours and this is outside them."""
    if not place.hours:
        return False
    # Few projects have hours; reading them takes the words for days and times.
    from flowkit.language.opening_hours import is_there, read_hours
    from flowkit.language.values import Refusal

    stretches = read_hours(place.hours)
    return not isinstance(stretches, Refusal) and not is_there(stretches, work.locale.now)


def _closed(work: Work, place: Place, asked: str, *, given_up: bool) -> Came | None:
    """Tells the hours, and has the case written meanwhile."""
    from flowkit.language.opening_hours import spoken_hours

    call, own = work.call, phrases(work.call.language)
    hours = own.open_hours.format(hours=spoken_hours(place.hours, call.language))
    before = (*(pending.text for pending in call.pending), call.before_handoff)
    call.pending, call.before_handoff, call.edge_spoke = (), "", False
    work.due(" ".join(filter(None, (*before, own.closed, hours))), "edge")
    work.note("handoff", {"place": place.name, "outcome": "closed"})
    call.giving = Giving(work.at, asked=asked)
    cases.write(work, call.giving)
    call.giving = None
    if given_up:
        nobody(work, told=True)
        return None
    return _instead(work, place)


def _instead(work: Work, place: Place | None) -> Came:
    """What a handoff came to that found nobody: its callback, once, else `failed`."""
    opened = {frame.flow for frame in work.call.frames}
    if place is None or not place.callback or place.callback in opened:
        return FAILED
    return Came(CALLBACK, place.callback)


def give_up(work: Work, why: str) -> None:
    """Something is wrong with the flow or the line: a person, by the project's default place."""
    work.note("trouble", {"kind": "flow", "detail": why})
    place = work.program.project.default_place
    enter(work, State("person", Handoff(place.name if place else "")), given_up=True)


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
    runs, tools = work.call.runs, work.program.project.tools
    of_case = {each.look for each in runs.values() if each.purpose == "case"}
    return any(
        run not in of_case
        if each.purpose == "look"
        else each.purpose != "case" and not each.reserving and tools[each.tool].writes
        for run, each in runs.items()
    )


def hurry(work: Work) -> None:
    """Writes that are on their way were waited for long enough."""
    if work.call.giving is not None:
        work.call.giving = altered(work.call.giving, impatient=True)


def _transfer(work: Work, giving: Giving) -> None:
    place = _place(work, State("person", Handoff(""))) if giving.given_up else _place(work, work.state)
    told = summary(work) | cases.told(work, giving)
    work.emit(Transfer(place.name if place else "", place.to if place else "", told, giving.said))


def transferred(work: Work, outcome: str) -> Came | None:
    """How giving the call away went; what the handoff came to, if nobody took it."""
    call = work.call
    giving, call.giving = call.giving, None
    if outcome != "connected":
        call.stage = "live"
        if giving is not None and giving.given_up:
            nobody(work, told=False)
            return None
        place = _place(work, work.state)
        if place is not None and place.callback:
            work.due(phrases(call.language).nobody_picked_up, "edge")
        return _instead(work, place)
    end_all(work, "handed_off")
    call.ended_by = "handoff"
    if is_write_running(work) or any(each.purpose == "look" for each in call.runs.values()):
        # The caller is with a person; how the write ends belongs to the record.
        call.stage, call.draft = "draining", None
    else:
        close(work, "handoff")
    return None


def called_back(work: Work) -> None:
    """The flow that ran because nobody was there did what it is for: the call ends with it."""
    end_all(work, "unresolved")
    work.call.ended_by = "handoff"
    last_words(work)


def nobody(work: Work, *, told: bool | None = None) -> None:
    """There is nobody: says so, if the caller was not told yet, and ends the call."""
    own = phrases(work.call.language)
    if told is None:
        place = _place(work, work.state)
        told = place is not None and (bool(place.callback) or is_closed(work, place))
    end_all(work, "unresolved")
    work.call.ended_by = "handoff"
    work.call.stage = "ending"
    work.due(own.call_later if told else own.nobody, "last")


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
    end_all(work, "unresolved")
    work.call.ended_by = by
    last_words(work)


def close(work: Work, by: str) -> None:
    """The last line of the record, once."""
    call = work.call
    unknown = [entry.tool for entry in call.done if entry.outcome == "unknown"]
    open_calls.close(work)
    for run in [run for run, each in call.runs.items() if each.reserving]:
        give_back(work, run)
    call.stage = "over"
    for name in list(call.timers):
        work.clear_timer(name)
    broken = watching.at_the_end(work, by)
    told = {"outcome": call.outcome, "by": by, "unknown": unknown}
    work.note("closed", told | {"broken": list(broken)} if broken else told)


def finish(work: Work) -> None:
    """Nothing is left to say or to wait for: hangs up."""
    work.emit(HangUp())
    close(work, work.call.ended_by or "flow")
