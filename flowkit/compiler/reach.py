"""Which flows a call can come to: offered by a `choose` or as a digression, required, run, or called on the way."""

from collections.abc import Iterator

from flowkit.language.model import Anytime, Choose, Flow, Project, Run, State


def reachable_flows(project: Project) -> tuple[str, ...]:
    """The flows that a call that begins at the project's start can come to, by name."""
    return tuple(sorted(_walk(project)))


def offered_flows(project: Project) -> tuple[str, ...]:
    """The flows that callers can ask for, in the order in which a call first meets them."""
    found: dict[str, None] = {}
    for name in _walk(project):
        found.update(dict.fromkeys(_offers(project.flows[name])))
    found.update(dict.fromkeys(project.digress or ()))
    return tuple(found)


def _walk(project: Project) -> tuple[str, ...]:
    """The flows in the order in which they are met, nearest to the start first."""
    met = dict.fromkeys([project.start, *_of_project(project)])
    waiting = list(met)
    while waiting:
        flow = project.flows[waiting.pop(0)]
        for name in _leads_to(project, flow):
            if name not in met:
                met[name] = None
                waiting.append(name)
    return tuple(met)


def _of_project(project: Project) -> Iterator[str]:
    yield from project.digress or ()
    yield from _called(project, project.anytime)
    yield from (place.callback for place in project.places.values() if place.callback)


def _leads_to(project: Project, flow: Flow) -> Iterator[str]:
    yield from (project.preconditions[name].run for name in flow.requires)
    yield from _offers(flow)
    yield from _called(project, flow.anytime)
    for state in flow.states.values():
        if isinstance(state.does, Run):
            yield state.does.flow
        yield from _called(project, state.anytime)


def _offers(flow: Flow) -> Iterator[str]:
    for state in flow.states.values():
        yield from _offers_of_state(state)
    yield from flow.digress or ()


def _offers_of_state(state: State) -> Iterator[str]:
    if isinstance(state.does, Choose):
        yield from state.does.flows
    yield from state.digress or ()


def _called(project: Project, anytime: Anytime | None) -> Iterator[str]:
    """The flows that stand in for something built in; the other values are switches."""
    yield from (name for name in (anytime or {}).values() if name in project.flows)
