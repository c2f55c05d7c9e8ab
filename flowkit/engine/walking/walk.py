"""Walking the graph: entering states, taking edges, running flows inside flows, until something has to be waited for.

Theory of operation. A state is entered, does what it does at once, and either waits (for the caller, for a tool, for
words to be heard) or leaves by an edge, all in the same step. What a state does is in the modules of its kind; here is
only where to go. The flows that are open stand on a stack of frames: a flow that was chosen, run, required or digressed
to is on top, and how it ended decides how the one below goes on.
"""

from collections.abc import Mapping

from flowkit.engine.altering import altered
from flowkit.engine.asking import ask, check_backs
from flowkit.engine.asking.facts import take_quietly
from flowkit.engine.asking.reports import read_waiting
from flowkit.engine.call import Frame, Saved
from flowkit.engine.handover import handoff
from flowkit.engine.program import HANG_UP, PERSON
from flowkit.engine.read_back import confirm
from flowkit.engine.scope import FlowScope
from flowkit.engine.speaking.state_words import speak_words
from flowkit.engine.tools import open_calls, talk, use
from flowkit.engine.tools.records import save
from flowkit.engine.tools.renewals import ON_ENTRY, OPEN, looks_up
from flowkit.engine.tools.stale import before_flow, before_state, before_way
from flowkit.engine.walking import flow_ends, outcomes, ways
from flowkit.engine.walking.preconditions import unmet
from flowkit.engine.watch import watching
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.model import (
    Ask,
    Choose,
    Confirm,
    End,
    Handoff,
    Speak,
    State,
    Talk,
    Use,
    WayOn,
)
from flowkit.language.model import Run as RunFlow
from flowkit.language.shapes import UNSET, Value

MOST_STATES_AT_ONCE = 100
"""More states than this between two turns of the caller have no end: the caller is given to a person."""


WISHES = ("choose", "run", "digression")
"""Flows that begin behind a state of another one, which may wait until what they require is known."""


def start_flow(
    work: Work,
    name: str,
    why: str,
    given: Mapping[str, tuple[Value, str]] | None = None,
    *,
    saved: Mapping[str, Saved] | None = None,
) -> None:
    """Opens a flow on top of the others and walks until something has to be waited for.

    `saved`: results that its states are taken to have kept already. Where the budget of the call is reached, a person
    sees to the caller's next wish.
    """
    if why == "choose" and work.call.budget_reached:
        to_person(work, "the budget is reached")
        return
    looking = before_flow(work, name) if why in WISHES and work.call.frames else None
    if looking is not None and use.renew(work, looking, f"{OPEN} {why} {name}"):
        return
    frame = Frame(name, why, saved=saved or {})  # type: ignore[arg-type]
    work.call.frames = (*work.call.frames, frame)
    flow = work.program.flow(name)
    index = len(work.call.frames) - 1
    for slot_name, (value, source) in (given or {}).items():
        take_quietly(work, index, flow.slots[slot_name], value, source)
    work.note("state", {"flow": name, "opened": why})
    _require(work)


def _require(work: Work) -> None:
    """Starts the flow on top or goes on with it, or first runs the flow of a precondition that does not hold."""
    frame, flow = work.call.top, work.flow
    missing = unmet(work, flow.name)
    if missing:
        start_flow(work, missing[0].run, "requires")
        return
    if frame.state:
        enter(work, frame.state, "back", speak=False)
        return
    read_waiting(work, len(work.call.frames) - 1, list(flow.slots))
    enter(work, flow.start, "started")


def enter(work: Work, name: str, cause: str, *, speak: bool = True, state: State | None = None) -> None:
    """Enters a state of the flow on top: speaks its words and does what its kind does.

    `speak` is false on a return or correction: words that were said are not said again.
    """
    call = work.call
    frame = call.top
    state = state or work.program.state(frame.flow, name)
    against = watching.forbidden_entry(work, name, state)
    if against:
        _person_instead(work, against, f"'{name}' was not entered")
        return
    call.visits += 1
    frame = altered(
        frame,
        state=name,
        visit=call.visits,
        since=work.last_turn,
        path=(*frame.path, (name, call.visits)),
        talked=0 if speak else frame.talked,
        asked_for=None if speak else frame.asked_for,
    )
    work.set_frame(frame)
    watching.happened(work, f"state {frame.flow}.{name}")
    check_backs.drop(work)
    open_calls.close(work)
    call.refusals = call.looked_up = ()
    call.no_match = call.no_input = call.side_questions = call.declined = 0
    work.note("state", {"flow": frame.flow, "state": name, "visit": frame.visit, "cause": cause})
    call.hops += 1
    if call.hops > MOST_STATES_AT_ONCE:
        handoff.give_up(work, "the flow went round in circles")
        return
    if speak and state.say is not None and not isinstance(state.does, Use | Handoff | Confirm):
        speak_words(work, state)
    begin(work, state)


def begin(work: Work, state: State) -> None:
    """Does what the state does, as soon as what it reads is known."""
    if not looks_up(work, before_state(work), ON_ENTRY):
        came(work, _do(work, state))


def _do(work: Work, state: State) -> Came | None:
    """Does what a state does on entry; what it came to, if it does not wait."""
    match state.does:
        case Speak():
            return NEXT
        case Ask():
            return ask.enter(work)
        case Use():
            return use.enter(work)
        case Confirm():
            return confirm.enter(work)
        case Choose():
            work.want_reply()
        case Talk():
            return talk.enter(work)
        case RunFlow():
            _run_flow(work, state.does)
        case Handoff():
            return handoff.enter(work, state)
        case End(outcome=result):
            end_flow(work, result)
    return None


# Ways on.


def leave(work: Work, way: WayOn, name: str) -> None:
    """Leaves the state by the first edge that fits; a person, if there is none.

    `name` tells the ways of a state apart (`next`, or the outcome), so that `times` is counted for each.
    """
    if way in (work.state.next, work.state.outcomes.get(name)) and looks_up(work, before_way(work, way), name):
        return
    edge = ways.fitting(work, way, name)
    if edge is None:
        go(work, PERSON, f"{name}: no way on")
    else:
        ways.take(work, edge)
        go(work, edge.go, name if edge.when is None else f"{name}: {edge.when.source}")


def go(work: Work, target: str, cause: str) -> None:
    """Goes to a state of the flow on top, to a person, or ends the call."""
    if target == HANG_UP and HANG_UP not in work.flow.states:
        handoff.hang_up(work, "flow")
        return
    enter(work, target, cause)


def came(work: Work, what: Came | None) -> None:
    """Goes on with what a state came to, if it came to something."""
    if what is not None:
        outcome(work, what)


def outcome(work: Work, what: Came) -> None:
    """The state came to an outcome: the way the flow names for it, else the default of the language."""
    state = work.state
    way = state.next if what.outcome == "next" else state.outcomes.get(what.outcome)
    if way is not None:
        leave(work, way, what.outcome)
    else:
        outcomes.default(work, state, what)


def to_person(work: Work, cause: str, first: str = "") -> None:
    """Goes to the flow's way to a person; `first` is said before it where that state has no words of its own."""
    handoff.prepare(work, first)
    go(work, PERSON, cause)


def _person_instead(work: Work, sentence: str, why: str) -> None:
    """What would break a guarantee is not done: the caller gets a person."""
    watching.put_on_record(work, sentence, why)
    give_to_person(work, "a guarantee would be broken")


def give_to_person(work: Work, cause: str, first: str = "") -> None:
    """A person; without the flow's own way to one where that way was being taken already."""
    if PERSON in (name for name, _ in work.call.top.path):
        handoff.give_up(work, cause)
    else:
        to_person(work, cause, first)


# Flows inside flows.


def _run_flow(work: Work, does: RunFlow) -> None:
    scope = FlowScope(work, work.call.top)
    given = {}
    for name, expression in does.arguments.items():
        value = expression.evaluate(scope)
        if value is not UNSET:
            given[name] = (value, "computed")
    start_flow(work, does.flow, "run", given)


def end_flow(work: Work, result: str) -> None:
    """The flow on top ends; the one below goes on, or the call ends with it."""
    check_backs.drop(work)
    call = work.call
    against = watching.forbidden_end(work, flow_ends.counts(work, result))
    if against:
        _person_instead(work, against, "the flow did not end")
        return
    result = flow_ends.end_top(work, result)
    if len(call.frames) > 1:
        ended, gives = flow_ends.pop(work)
        _go_on(work, ended, result, gives)
        return
    call.outcome = result
    wish, call.wish = call.wish, ""
    if wish and wish != call.top.flow and not unmet(work, wish):
        flow_ends.pop(work)
        start_flow(work, wish, "start")
    else:
        handoff.last_words(work)


def _go_on(work: Work, ended: Frame, result: str, gives: Mapping[str, Value]) -> None:
    """The flow below one that ended."""
    match ended.why:
        case "requires":
            _required_ended(work)
        case "choose":
            frame = work.call.top
            work.set_frame(altered(frame, ran=(*frame.ran, result)))
            leave(work, work.state.next, "next")
        case "run":
            does = work.state.does
            if isinstance(does, RunFlow) and does.save_as:
                save(work, does.save_as, gives, ended.flow)
            outcome(work, NEXT if result == "resolved" else Came(result))
        case "cancel" if result == "cancelled":
            outcomes.drop(work)
        case "callback" if result == "resolved":
            handoff.called_back(work)
        case "callback":
            outcome(work, Came("failed"))
        case _:
            # What was left for it goes on where it stood: its question is asked again, its words are not said again.
            _require(work)


def _required_ended(work: Work) -> None:
    """A precondition's flow ended: the flow that needed it starts if it holds now, and is refused if it does not."""
    ended = work.call.ended[-1].flow
    if ended in [each.run for each in unmet(work, work.flow.name)]:
        end_flow(work, "refused")
        return
    _require(work)
