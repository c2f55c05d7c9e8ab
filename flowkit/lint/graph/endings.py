"""Endings: parts of a flow that no way leads out of, and flows that never end as `resolved`.

Theory of operation. A state is a way out if the flow ends there, or if one of its ways on leads to a person, hangs up
or is left open (nothing may fit, and then a person takes over). A failure is no way out: it is not what the flow is
for. Walking backwards from all ways out finds every state with an end before it; where that is all of them, nothing
else is done. What is left is reported once for each part, at the edge that leads into it.
"""

from collections.abc import Iterator

from flowkit.language.codes import NEVER_RESOLVED, NO_WAY_TO_AN_END
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.spelling import listed
from flowkit.language.model import Ask, Choose, Confirm, End, Handoff, Run, State, Talk, Use
from flowkit.lint.graph.routes import Routes, as_path, ways
from flowkit.lint.graph.transitions import Transition

FAILURES = ("failed", "unknown", "too_long")


def check_endings(routes: Routes, in_loops: frozenset[str]) -> Iterator[Diagnostic]:
    """Warnings about parts without an end, and about flows that never end as `resolved`.

    Args:
        in_loops: the states of loops that are reported already.
    """
    endless = _endless(routes)
    if endless:
        yield from _parts(routes, endless, in_loops)
    else:
        yield from _never_resolved(routes)


def _endless(routes: Routes) -> set[str]:
    """The states that a call can come to and that no end lies before."""
    states = routes.flow.states
    waiting = [name for name, state in states.items() if _leads_out(state, routes)]
    before: dict[str, list[str]] = {}
    for edge in routes.edges:
        if edge.outcome not in FAILURES:
            before.setdefault(edge.edge.go, []).append(edge.source)
    good = set(waiting)
    while waiting:
        for name in before.get(waiting.pop(), ()):
            if name not in good:
                good.add(name)
                waiting.append(name)
    return set() if len(good) == len(states) else {name for name in routes.reached if name not in good}


def _leads_out(state: State, routes: Routes) -> bool:
    does = state.does
    if isinstance(does, End | Handoff) or (isinstance(does, Choose) and "nothing" not in state.outcomes):
        return True
    states = routes.flow.states
    for outcome, way in ways(state):
        if outcome in FAILURES:
            continue
        if any(edge.go not in states for edge in way):
            return True
        # Where every edge has a guard, none may fit, and a person takes over.
        if way[-1].when is not None and any(edge.when is not None for edge in way):
            return True
    return False


def _parts(routes: Routes, endless: set[str], in_loops: frozenset[str]) -> Iterator[Diagnostic]:
    told: set[str] = set(in_loops)
    start = routes.flow.states.get(routes.flow.start)
    if start is not None and start.name in endless:
        part = _from(start.name, routes)
        if not told.intersection(part):
            message = f"nothing in this flow leads to an end: {as_path(part)}"
            yield problem(NO_WAY_TO_AN_END, start.span, message, _HELP)
        return
    for edge in routes.edges:
        if edge.edge.go in endless and edge.source in routes.reached and edge.source not in endless:
            part = _from(edge.edge.go, routes)
            if told.intersection(part):
                continue
            told.update(part)
            yield _no_end_behind(edge, part, routes)


def _no_end_behind(edge: Transition, part: list[str], routes: Routes) -> Diagnostic:
    state = routes.flow.states[edge.edge.go]
    message = f"from '{state.name}' on no way leads to an end of the flow: {as_path(part)}"
    return problem(NO_WAY_TO_AN_END, edge.edge.span, message, _HELP, (Related(state.span, "it begins here"),))


_HELP = "lead one of these states to a state with 'end', or to a person"


def _from(name: str, routes: Routes) -> list[str]:
    """The states from one on, in the order in which they can be come to, and at last the first that comes again."""
    found = [name]
    for each in found:
        found += [
            edge.edge.go
            for edge in routes.leaving.get(each, ())
            if edge.outcome not in FAILURES and edge.edge.go not in found
        ]
    again = next((e.edge.go for e in routes.leaving.get(found[-1], ()) if e.edge.go in found), name)
    return [*dict.fromkeys(found), again]


_UNDONE = ("cancelled", "refused", "unresolved")


def _never_resolved(routes: Routes) -> Iterator[Diagnostic]:
    """A flow that does something, ends by itself, and none of its ends counts as resolved."""
    flow = routes.flow
    ends: list[State] = []
    active = False
    for state in flow.states.values():
        match state.does:
            case End(outcome=outcome) if outcome not in _UNDONE:
                return
            case End():
                ends.append(state)
            case Choose():
                return
            case Ask() | Use() | Confirm() | Talk() | Run():
                active = True
            case _:
                pass
    if not active:
        return
    by_handoff = {edge.edge.go for edge in routes.edges if isinstance(flow.states[edge.source].does, Handoff)}
    ends = [state for state in ends if state.name not in by_handoff and state.name in routes.reached]
    if ends:
        outcomes = dict.fromkeys(state.does.outcome for state in ends if isinstance(state.does, End))
        message = f"'{flow.name}' never ends `resolved`, only {listed(outcomes, 'or')}: it never counts as done"
        help = "write where the caller got what they wanted: end: resolved"
        yield problem(NEVER_RESOLVED, ends[-1].does_span, message, help)
