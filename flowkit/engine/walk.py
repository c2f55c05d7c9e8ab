"""Walking the graph: entering states, taking edges, running flows inside flows, until something has to be waited for.

Theory of operation. A state is entered, does what it does at once, and either waits (for the caller, for a tool, for
words to be heard) or leaves by an edge, all in the same step. What a state does is in the modules of its kind; here is
only where to go. The flows that are open stand on a stack of frames: a flow that was chosen, run, required or digressed
to is on top, and how it ended decides how the one below goes on.
"""

from collections.abc import Collection, Mapping

from flowkit.engine import ask, confirm, handoff, ladders, open_calls, talk, use
from flowkit.engine.altering import altered
from flowkit.engine.call import FlowEnd, Frame, Pending
from flowkit.engine.carried_out import titles_of_done
from flowkit.engine.dependents import forget
from flowkit.engine.events import ToolDone
from flowkit.engine.facts import read_waiting, take_quietly
from flowkit.engine.lookups import LookUpFirst
from flowkit.engine.program import HANG_UP, PERSON
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.stale import before_state, before_way
from flowkit.engine.work import NEXT, Came, Work
from flowkit.language.model import (
    Ask,
    Choose,
    Confirm,
    Edge,
    End,
    Handoff,
    Speak,
    State,
    Talk,
    Use,
    WayOn,
)
from flowkit.language.model import Run as RunFlow
from flowkit.language.phrases import phrases
from flowkit.language.shapes import UNSET, Value

MOST_STATES_AT_ONCE = 100
"""More states than this between two turns of the caller have no end: the caller is given to a person."""

ON_ENTRY, UNTIL = "(entry)", "(until)"
"""What a state was about to do when a record had to be looked up again first, beside choosing a way on."""

UNHEARD_TRIES = 2
"""How often a value that was only claimed is asked for again, before a person is called."""


def start_flow(work: Work, name: str, why: str, given: Mapping[str, tuple[Value, str]] | None = None) -> None:
    """Opens a flow on top of the others and walks until something has to be waited for."""
    frame = Frame(name, why)  # type: ignore[arg-type]
    work.call.frames = (*work.call.frames, frame)
    flow = work.program.flow(name)
    index = len(work.call.frames) - 1
    for slot_name, (value, source) in (given or {}).items():
        take_quietly(work, index, flow.slots[slot_name], value, source)
    work.note("state", {"flow": name, "opened": why})
    _require(work)


def _require(work: Work) -> None:
    """Starts the flow on top, or first the flow of a precondition of it that does not hold."""
    flow = work.flow
    whole_call = FlowScope(work, None)
    for name in flow.requires:
        precondition = work.program.project.preconditions[name]
        if precondition.when.evaluate(whole_call) is not True:
            start_flow(work, precondition.run, "requires")
            return
    index = len(work.call.frames) - 1
    read_waiting(work, index, list(flow.slots))
    enter(work, flow.start, "started")


def enter(work: Work, name: str, cause: str, *, speak: bool = True, state: State | None = None) -> None:
    """Enters a state of the flow on top: speaks its words and does what its kind does.

    `speak` is false on a return or correction: words that were said are not said again.
    """
    call = work.call
    frame = call.top
    state = state or work.program.state(frame.flow, name)
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
    open_calls.close(work)
    call.refusals = call.looked_up = ()
    call.no_match = call.no_input = call.side_questions = call.declined = 0
    work.note("state", {"flow": frame.flow, "state": name, "visit": frame.visit, "cause": cause})
    call.hops += 1
    if call.hops > MOST_STATES_AT_ONCE:
        handoff.give_up(work, "the flow went round in circles")
        return
    if speak and state.say is not None and not isinstance(state.does, Use | Handoff | Confirm):
        _speak(work, state)
    _begin(work, state)


def _begin(work: Work, state: State) -> None:
    """Does what the state does, as soon as what it reads is known."""
    if not _looks_up(work, before_state(work), ON_ENTRY):
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
            handoff.enter(work, state)
        case End(outcome=result):
            end_flow(work, result)
    return None


def _speak(work: Work, state: State) -> None:
    """A state's words: exact ones are the engine's, all others are part of the next reply."""
    words = spoken(state.say, FlowScope(work, work.call.top, stale=True), work.locale)
    if state.exact or work.call.after_write:
        work.call.after_write = False
        work.due(words.text, "last" if ends_call(work, state) else "result", values=tuples(words))
    else:
        work.call.pending = (*work.call.pending, Pending(words.text, tuples(words)))


def ends_call(work: Work, state: State) -> bool:
    """Whether the call ends with this state."""
    return isinstance(state.does, End) and len(work.call.frames) == 1


# Ways on.


def leave(work: Work, way: WayOn, name: str) -> None:
    """Leaves the state by the first edge that fits; a person, if there is none.

    `name` tells the ways of a state apart (`next`, or the outcome), so that `times` is counted for each.
    """
    if way in (work.state.next, work.state.outcomes.get(name)) and _looks_up(work, before_way(work, way), name):
        return
    scope = FlowScope(work, work.call.top)
    for number, edge in enumerate(way):
        if edge.when is not None and edge.when.evaluate(scope) is not True:
            continue
        counted = f"{work.call.top.state}/{name}/{number}"
        taken = work.call.top.counts.get(counted, 0)
        if edge.times is not None and taken >= edge.times:
            continue
        if edge.times is not None:
            frame = work.call.top
            work.set_frame(altered(frame, counts={**frame.counts, counted: taken + 1}))
        _take(work, edge, name)
        return
    go(work, PERSON, f"{name}: no way on")


def _take(work: Work, edge: Edge, cause: str) -> None:
    if edge.say is not None:
        words = spoken(edge.say, FlowScope(work, work.call.top, stale=True), work.locale)
        work.due(words.text, "edge", values=tuples(words))
        # They are the last words before a person who has none of their own.
        work.call.edge_spoke = bool(words.text) and edge.go == PERSON and PERSON not in work.flow.states
    if edge.clear:
        forget(work, len(work.call.frames) - 1, edge.clear)
    target = work.flow.states.get(edge.go)
    if target is not None and isinstance(target.does, Ask):
        ask.start_over(work, target.does)
    go(work, edge.go, cause)


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
        _default(work, state, what)


def _default(work: Work, state: State, what: Came) -> None:
    words = phrases(work.call.language)
    match state.does, what.outcome:
        case (_, "unheard"):
            _ask_anew(work, what.because.split())
        case (Ask(), ask.CANNOT_SAY):
            leave(work, (ladders.last_edge(work),), "no_match")
        case (Choose(), "nothing"):
            end_flow(work, "resolved")
        case (RunFlow(), "cancelled" | "refused" | "unresolved" as result):
            end_flow(work, result)
        case (Confirm(), "declined"):
            confirm.ask_what_to_change(work)
        case (_, confirm.GIVEN_UP.outcome):
            cancel(work)
        case (Handoff(), "failed"):
            handoff.nobody(work)
        case (_, "failed"):
            to_person(work, "failed", words.failed)
        case (_, "unknown"):
            to_person(work, "unknown", words.unknown)
        case (Use() | Confirm(), _):
            work.due(what.because or words.refused, "because")
            end_flow(work, "refused")
        case (Talk(), confirm.NOT_AGREED.outcome):
            to_person(work, "not agreed", words.failed)
        case (Talk(exits=exits), result) if result in exits:
            leave(work, state.next, "next")
        case _:
            to_person(work, what.outcome)


def _ask_anew(work: Work, slots: list[str]) -> None:
    """Values that the caller was not heard to say are asked for again, where they were asked for."""
    frame = work.call.top
    flow = work.flow
    asking = (name for name, _ in frame.path if asks_for(flow.states.get(name), slots))
    target = next(asking, None)
    tries = frame.counts.get("unheard", 0) + 1
    if target is None or tries > UNHEARD_TRIES:
        to_person(work, "not heard")
        return
    work.set_frame(altered(frame, counts={**frame.counts, "unheard": tries}))
    forget(work, len(work.call.frames) - 1, slots)
    work.due(phrases(work.call.language).not_caught, "because")
    enter(work, target, "not heard")


def asks_for(state: State | None, slots: Collection[str]) -> bool:
    """Whether a state asks for one of the slots."""
    return state is not None and isinstance(state.does, Ask) and bool(set(state.does.slots) & set(slots))


def cancel(work: Work) -> None:
    """The caller drops what the flow is about: it ends, and they are told so.

    Where nothing is under way, because the call stands between two flows, they want nothing else. What was carried out
    is not undone by it, and must not sound as if it were.
    """
    words, frame = phrases(work.call.language), work.call.top
    between = isinstance(work.state.does, Choose) and work.flow.router and bool(frame.ran)
    done = titles_of_done(work, 0 if between else len(work.call.frames) - 1)
    if not between:
        work.due(words.cancelled, "edge")
    if done:
        work.due(words.already_done.format(what=", ".join(done)), "edge")
    if between:
        outcome(work, Came("nothing"))
    else:
        end_flow(work, "cancelled")


def to_person(work: Work, cause: str, first: str = "") -> None:
    """Goes to the flow's way to a person; `first` is said before it where that state has no words of its own."""
    handoff.prepare(work, first)
    go(work, PERSON, cause)


# Records that a write has changed since.


def _looks_up(work: Work, looking: LookUpFirst | None, then: str) -> bool:
    """Whether the call has to wait for a stale record, which is looked up again, before the state goes on."""
    waits = [each.then for each in work.call.runs.values() if each.then and each.visit == work.call.top.visit]
    if then in waits or (waits and isinstance(work.state.does, Ask)):
        return True
    return looking is not None and use.renew(work, looking, then)


def look_up_in_state(work: Work) -> None:
    """Looks up again what a value waits for that is asked now, and what the guard reads that ends a `talk`.

    In a `talk` the model may be able to do so itself.
    """
    call = work.call
    does = work.state.does if call.frames and call.stage == "live" else None
    if any(running.purpose in ("write", "look") for running in call.runs.values()):
        return
    match does:
        case Ask(slots=names) if not call.waiting.keys().isdisjoint(names):
            _looks_up(work, before_state(work), ON_ENTRY)
        case Talk(tools=tools):
            looking = before_state(work)
            if looking is not None and looking.tool not in tools:
                _looks_up(work, looking, f"{UNTIL} reply" if call.floor.want_reply else UNTIL)


def renewed(work: Work, event: ToolDone) -> None:
    """A stale record was looked up again: the state goes on. What is still not known stays unset."""
    running = work.call.runs.pop(event.run)
    end = use.read_ended(work, event, running)
    if not end.here or work.call.stage not in ("starting", "live"):
        return
    does, state = work.state.does, work.state
    if running.then == ON_ENTRY:
        _begin(work, state)
    elif running.then.startswith(UNTIL):
        if running.then != UNTIL and not talk.holds(work) and work.call.draft is None:
            work.want_reply()
    elif isinstance(does, Ask) and not ask.filled(work):
        work.want_reply()
    else:
        leave(work, state.next if running.then == "next" else state.outcomes[running.then], running.then)


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
    call = work.call
    frame = call.top
    if work.flow.router and frame.ran and result == "resolved":
        result = next((ran for ran in frame.ran if ran != "resolved"), "resolved")
    elif work.flow.router and not frame.ran and result == "resolved":
        result = "unresolved"
    work.note("state", {"flow": frame.flow, "outcome": result, "state": frame.state})
    call.ended = (*call.ended, FlowEnd(frame.flow, result, frame.state))
    if frame.why != "requires":
        # Its answer has been given: to repeat what it was asked with would come too late.
        call.repeat = ()
    if len(call.frames) == 1:
        call.outcome = result
        handoff.last_words(work)
        return
    gives = {name: frame.slots[name].value for name in work.flow.gives if name in frame.slots}
    call.frames, call.left = call.frames[:-1], (*call.left, frame)
    _go_on(work, frame, result, gives)


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
                use.save(work, does.save_as, gives, ended.flow)
            outcome(work, NEXT if result == "resolved" else Came(result))
        case _:
            come_back(work)


def _required_ended(work: Work) -> None:
    """A precondition's flow ended: the flow that needed it starts if it holds now, and is refused if it does not."""
    whole_call = FlowScope(work, None)
    ended = work.call.ended[-1].flow
    for name in work.flow.requires:
        precondition = work.program.project.preconditions[name]
        if precondition.run == ended and precondition.when.evaluate(whole_call) is not True:
            end_flow(work, "refused")
            return
    _require(work)


def come_back(work: Work) -> None:
    """Goes back to the state that was left for a digression; its question is asked again, its words are not."""
    frame = work.call.top
    enter(work, frame.state, "back", speak=False)
