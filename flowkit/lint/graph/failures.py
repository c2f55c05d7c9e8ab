"""What a flow does when something went wrong: does it again at once, or goes on as if nothing had happened.

Nobody knows whether a write whose outcome is `unknown` was carried out; done once more it may be done twice. A tool
that has failed was tried again already; right after it, it fails again. And a flow that ends `resolved` counts as done.
"""

from collections.abc import Iterator

from flowkit.language.codes import DONE_TWICE, FAILS_AGAIN, FAILURE_AS_SUCCESS, SUCCESS_AS_FAILURE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model import Ask, Confirm, Edge, End, Flow, Handoff, Speak, State, Talk, Use
from flowkit.lint.graph.routes import Routes, at_once

_FAILURES = ("failed", "unknown", "too_long")
_UNDONE = ("cancelled", "refused", "unresolved")
_NOT_DONE = ("cancelled", "refused")
"""What a write that was carried out cannot end as, even where only part of the calls come there."""


def check_failures(routes: Routes) -> Iterator[Diagnostic]:
    """Warnings about what follows on `failed`, `unknown` and `too_long`, and on ladders at their end."""
    for state in routes.flow.states.values():
        if isinstance(state.does, Confirm):
            yield from _after_write(state, state.does.tool, routes.flow)
        if not state.outcomes and state.no_input is None and state.no_match is None:
            continue
        for outcome in _FAILURES:
            for edge in state.outcomes.get(outcome, ()):
                yield from _after_failure(state, outcome, edge, routes.flow)
        for ladder in (state.no_input, state.no_match):
            if ladder and ladder[-1].edge is not None:
                yield from _as_success(ladder[-1].edge, "a caller who was not heard", routes.flow)


def _after_write(state: State, tool: str, flow: Flow) -> Iterator[Diagnostic]:
    """What follows where a write was carried out, and where it was not, and should not be the same."""
    goals = {edge.go for edge in state.next}
    for edge in state.next:
        sure = {target.name for target in at_once(edge.go, flow)}
        for target in at_once(edge.go, flow, guarded=True):
            undone = _UNDONE if target.name in sure else _NOT_DONE
            if isinstance(target.does, End) and target.does.outcome in undone:
                message = f"'{tool}' was carried out, and then the flow ends `{target.does.outcome}`, as if it were not"
                here = Related(state.does_span, "it is carried out here")
                yield problem(SUCCESS_AS_FAILURE, target.does_span, message, "write: end: resolved", (here,))
    for outcome, way in state.outcomes.items():
        for edge in way:
            if edge.go not in goals or outcome in _FAILURES or outcome == "declined":
                continue
            for target in at_once(edge.go, flow):
                if isinstance(target.does, End) and target.does.outcome == "resolved":
                    message = f"'{outcome}' leads to '{edge.go}', where the flow goes when '{tool}' was carried out"
                    help = "lead it to a state of its own that says what happened, or to a person"
                    here = Related(target.does_span, "it ends here, as `resolved`")
                    yield problem(FAILURE_AS_SUCCESS, edge.span, message, help, (here,))


def _after_failure(state: State, outcome: str, edge: Edge, flow: Flow) -> Iterator[Diagnostic]:
    tools = _tools(state)
    if outcome == "unknown" and (again := _written_again(edge.go, tools, flow)) is not None:
        tool = _tools(again)[0]
        message = f"nobody knows whether '{tool}' was done, and '{again.name}' would do it once more"
        help = "go to a person, or look first whether it was done: 'when_unknown' of the tool does that"
        yield problem(DONE_TWICE, edge.span, message, help, (Related(again.does_span, "it is done here again"),))
        return
    if outcome == "failed" and edge.times is None:
        for target in at_once(edge.go, flow):
            if target.name != state.name and not isinstance(target.does, Talk) and set(_tools(target)) & set(tools):
                message = f"'{_tools(target)[0]}' has just failed, and '{target.name}' uses it again at once"
                help = "say so and go to a person, or give this edge `times`"
                yield problem(FAILS_AGAIN, edge.span, message, help, (Related(target.does_span, "it is used here"),))
                return
    what = "a handoff that found nobody" if isinstance(state.does, Handoff) else f"'{outcome}'"
    yield from _as_success(edge, what, flow)


def _as_success(edge: Edge, what: str, flow: Flow) -> Iterator[Diagnostic]:
    for target in at_once(edge.go, flow):
        if isinstance(target.does, End) and target.does.outcome == "resolved":
            message = f"{what} leads to '{target.name}', which ends the flow as `resolved`, as if all had gone well"
            help = "lead it to an end of its own, such as 'end: unresolved', or to a person"
            yield problem(FAILURE_AS_SUCCESS, edge.span, message, help, (Related(target.does_span, "it ends here"),))


def _tools(state: State) -> tuple[str, ...]:
    match state.does:
        case Use(tool=name) | Confirm(tool=name):
            return (name,)
        case Talk(tools=names):
            return names
        case _:
            return ()


def _written_again(name: str, tools: tuple[str, ...], flow: Flow) -> State | None:
    """The state that does one of these writes again, before anything was looked up."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        state = flow.states.get(waiting.pop())
        if state is None or state.name in seen:
            continue
        seen.add(state.name)
        if isinstance(state.does, Confirm) and state.does.tool in tools:
            return state
        if isinstance(state.does, Speak | Ask):
            waiting += [edge.go for edge in state.next]
    return None
