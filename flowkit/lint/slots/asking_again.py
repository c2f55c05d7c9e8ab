"""Asking again: edges back to an `ask` that has nothing left to ask.

An `ask` never asks for a slot that is set; it is passed. An edge that leads back to one, while all its slots are sure
to be set (or enough of them, where it is content with some), brings the call straight back to where it was. Said only
where it is sure: the edge lies on a way around, on every way to it the `ask` did its job, and nothing after that forgot
one of its slots.

The other way to go in circles begins at the question itself: an edge that an answer decides begins a new round (it
counts, and forgets something), and a way leads back from it without the answer being forgotten. Then the edge is taken
again, and the question is not asked a second time.
"""

from collections.abc import Iterator

from flowkit.language.codes import NOTHING_LEFT_TO_ASK
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import children, names_in
from flowkit.language.expressions.spelling import listed
from flowkit.language.expressions.syntax import Expr, Is, Name
from flowkit.language.model import Ask, Edge, Flow, Project, State
from flowkit.language.span import Span
from flowkit.lint.graph.loops import endless_loops
from flowkit.lint.graph.reaching import reachable
from flowkit.lint.graph.transitions import NEXT, Transition, by_source, transitions, way_between, written
from flowkit.lint.slots.knowledge import EVERYTHING, Knowledge, asked


def check_asking_again(known: Knowledge) -> Iterator[Diagnostic]:
    """Errors about edges back to an `ask` whose slots nothing cleared."""
    for transition, slots in back_in_vain(known):
        target = known.flow.states[transition.target]
        which = "it" if len(slots) == 1 else "one of them"
        yield problem(
            NOTHING_LEFT_TO_ASK,
            transition.edge.span,
            f"nothing left to ask in '{target.name}': the call would come straight back",
            _help(transition, slots, known.flow, known.project),
            (Related(target.span, f"this asks for {listed(slots, 'and')}, and nothing on the way clears {which}"),),
        )


def check_same_answer(known: Knowledge) -> Iterator[Diagnostic]:
    """Errors about edges that an answer decides, and that lead back to its question with the answer still set."""
    told: set[Span] | None = None
    for state in known.flow.states.values():
        does = state.does
        if not isinstance(does, Ask) or does.enough or not known.asked or known.at[state.name] == EVERYTHING:
            continue
        slots = asked(does, known.flow, known.project)
        for edge in state.next:
            # Only an edge that counts, and forgets something else, is sure to begin a new round.
            if edge.when is None or edge.times is None or not edge.clear or len(slots) != len(does.slots):
                continue
            read = names_in(edge.when.expr)
            if not read or not read <= set(slots) or read & set(edge.clear):
                continue
            way = _back_with(known, state.name, edge, read, set(slots))
            if way is None:
                continue
            if told is None:
                told = {transition.edge.span for transition, _ in back_in_vain(known)}
            if edge.span not in told:
                yield _same_answer(known, state, edge, tuple(name for name in slots if name in read), way)


def _same_answer(known: Knowledge, state: State, edge: Edge, slots: tuple[str, ...], way: list[str]) -> Diagnostic:
    flow = known.flow
    path = " → ".join(f"'{name}'" for name in way)
    what = listed(slots, "and")
    message = f"this leads back to '{state.name}' with {what} still set, so that is not asked again: {path}"
    clear = tuple(dict.fromkeys((*edge.clear, *slots)))
    help = written(edge, times=None, clear=clear) or f"add to this edge: clear: {', '.join(clear)}"
    related = tuple(Related(flow.states[name].span, "then here") for name in way[1:-1])
    return problem(NOTHING_LEFT_TO_ASK, edge.span, message, help, related)


def _back_with(known: Knowledge, start: str, first: Edge, read: frozenset[str], slots: set[str]) -> list[str] | None:
    """The shortest way from an edge back to its state on which no slot that the state asks for is forgotten."""
    mask = 0
    for name in slots:
        mask |= known.bits[name]
    kept = EVERYTHING
    for name in first.clear:
        kept &= ~known.whole(known.bits.get(name, 0))
    if mask & ~kept or first.go not in known.flow.states:
        return None
    came = {first.go: start}
    waiting = [first.go]
    for name in waiting:
        if name == start:
            break
        keep, _ = known.effects[name]
        for _, stays, target in known.moves[name]:
            if not mask & ~(keep & stays) and target not in came:
                came[target] = name
                waiting.append(target)
    if start not in came:
        return None
    way = [start]
    while True:
        way.append(came[way[-1]])
        if way[-1] == start:
            return way[::-1]


def back_in_vain(known: Knowledge) -> Iterator[tuple[Transition, tuple[str, ...]]]:
    """The edges back to an `ask` that would ask nothing, with the slots that are set there."""
    flow = known.flow
    found = []
    for source, did, stays, edge in known.asks:
        does = flow.states[edge.go].does
        if known.at[source] == EVERYTHING or not isinstance(does, Ask):
            continue
        if known.nothing_to_ask(does, known.after(source, did, stays)):
            found.append((source, did, edge, does))
    if not found:
        return
    reached, leaving = reachable(flow, known.project), by_source(transitions(flow))
    for source, did, edge, does in found:
        slots = tuple(dict.fromkeys(does.slots)) if does.enough else asked(does, flow, known.project)
        outcome = NEXT if did else _outcome(flow, source, edge)
        transition = Transition(source, outcome, edge)
        if not slots or source not in reached:
            continue
        if _leads_back(transition, leaving) and not _only_if_unset(transition, slots):
            yield transition, slots


def _outcome(flow: Flow, source: str, edge: Edge) -> str:
    ways = flow.states[source].outcomes.items()
    return next(name for name, way in ways if any(each is edge for each in way))


def _leads_back(edge: Transition, leaving: dict[str, list[Transition]]) -> bool:
    return edge.source == edge.target or bool(way_between(leaving, edge.target, edge.source))


def _only_if_unset(edge: Transition, slots: tuple[str, ...]) -> bool:
    """Whether the guard itself asks if one of the slots is set: then its author has thought of it."""
    return edge.edge.when is not None and any(
        isinstance(part, Is) and isinstance(part.of, Name) and part.of.name in slots
        for part in _parts(edge.edge.when.expr)
    )


def _parts(expr: Expr) -> Iterator[Expr]:
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(children(part))


def _help(transition: Transition, slots: tuple[str, ...], flow: Flow, project: Project) -> str:
    cleared = slots[0] if len(slots) == 1 else f"[{', '.join(slots)}]"
    # What mends the one has to mend the other as well.
    endless = transition.edge.times is None and any(loop[-1] == transition for loop in endless_loops(flow, project))
    times = 2 if endless else None
    return written(transition.edge, times=times, clear=slots) or f"add to this edge: clear: {cleared}"
