"""Which slots are sure to be set when a call comes to a state.

Theory of operation. What is sure at a state is what is sure on every edge to it. An `ask` that did its job sets its
slots; an edge with `clear` forgets its own, and every choice that was made from something looked up with their help.
The start of a flow, and every state that a ladder leads to, are sure of nothing. From "all are set" everywhere else
the sets only shrink, until they fit together. Wherever it cannot be told from the flow whether a slot outlives a step,
it counts as forgotten: slots of the project while other flows run, choices from a list while the list is renewed.
An `ask` that is content with some of its slots makes none of them sure; that it has enough of them is a fact of its
own, which is gone as soon as one of them may be forgotten.
"""

from collections.abc import Iterable, Iterator, Mapping

from flowkit.language.expressions.paths import names_in
from flowkit.language.frozen import frozen
from flowkit.language.model import Ask, Choose, Confirm, Expression, Flow, Ladder, Project, Run, State, Talk, Use
from flowkit.lint.transitions import NEXT, Transition, by_source, transitions

Names = frozenset[str]
_NONE: Names = frozenset()


@frozen
class KnownSlots:
    """What is sure in one flow: by state on coming to it, and what of that every edge keeps or adds."""

    flow: Flow
    project: Project
    made_of: Mapping[str, Names]
    at: Mapping[str, Names]

    def after(self, transition: Transition) -> Names:
        """The slots that are sure to be set when the call has taken an edge."""
        return _after(self, transition, self.at[transition.source])


def asked(does: Ask, flow: Flow, project: Project) -> tuple[str, ...]:
    """The slots that are sure to be set when an `ask` did its job; it does not wait for optional ones."""
    slots = {} if does.enough else {**project.slots, **flow.slots}
    return tuple(name for name in does.slots if name in slots and not slots[name].shape.optional)


def nothing_to_ask(does: Ask, sure: Names, flow: Flow, project: Project) -> tuple[str, ...]:
    """The slots of an `ask` for which it would be passed over, where these names are sure; none if it may ask."""
    if does.enough:
        told = _enough_of(does) in sure or len(sure.intersection(does.slots)) >= does.enough
        return tuple(dict.fromkeys(does.slots)) if told else ()
    slots = asked(does, flow, project)
    return slots if sure.issuperset(slots) else ()


def _enough_of(does: Ask) -> str:
    """The fact that an `ask` has enough of its slots; it looks like no name."""
    return f"{does.enough} of {', '.join(sorted(does.slots))}" if does.enough else ""


def _facts(flow: Flow) -> dict[str, Names]:
    """The facts of all states that are content with some of their slots, and the slots that they are about."""
    asks = (state.does for state in flow.states.values() if isinstance(state.does, Ask))
    return {_enough_of(does): frozenset(does.slots) for does in asks if does.enough}


def known_slots(flow: Flow, project: Project) -> KnownSlots:
    """Works out what is sure in a flow; a state that nothing leads to is sure of everything."""
    at = dict.fromkeys(flow.states, frozenset((*flow.slots, *project.slots, *_facts(flow))))
    known = KnownSlots(flow, project, _made_of(flow, project), at)
    leaving = by_source(transitions(flow))
    waiting = [name for name in (flow.start, "person", *_left_to(flow, project)) if name in at]
    at.update(dict.fromkeys(waiting, _NONE))
    come_to = set(waiting)
    while waiting:
        for transition in leaving.get(waiting.pop(), ()):
            target, before = transition.target, at[transition.target]
            at[target] = before & known.after(transition)
            if at[target] != before or target not in come_to:
                come_to.add(target)
                waiting.append(target)
    return known


def _after(known: KnownSlots, transition: Transition, before: Names) -> Names:
    state, project = known.flow.states[transition.source], known.project
    match state.does:
        case Ask() as ask if transition.outcome == NEXT:
            before |= frozenset((*asked(ask, known.flow, project), _enough_of(ask))) - {""}
        case Run() | Choose():
            shared = frozenset(project.slots)
            before -= shared.union(fact for fact, slots in _facts(known.flow).items() if slots & shared)
    renewed = _results(state, project)
    if renewed:
        before -= _with_dependents(known, renewed)
    if transition.edge.clear:
        before -= _with_dependents(known, frozenset(transition.edge.clear))
    return before


def _with_dependents(known: KnownSlots, names: Names) -> Names:
    """The names, and everything that is made of them in turn."""
    gone = set(names)
    waiting = list(gone)
    while waiting:
        one = waiting.pop()
        new = [name for name, sources in known.made_of.items() if one in sources and name not in gone]
        gone.update(new)
        waiting += new
    return frozenset(gone)


def _made_of(flow: Flow, project: Project) -> dict[str, Names]:
    """What each computed value, result and choice of a flow is made of, directly."""
    made = {name: names_in(value.expr) for name, value in flow.let.items()} | _facts(flow)
    for name, slot in {**project.slots, **flow.slots}.items():
        if slot.shape.options_from is not None:
            made[name] = names_in(slot.shape.options_from)
    for state in flow.states.values():
        sources = _read_by(state, flow, project)
        for result in _results(state, project):
            made[result] = made.get(result, _NONE) | sources
    return made


def _read_by(state: State, flow: Flow, project: Project) -> Names:
    match state.does:
        case Use(arguments=given) | Confirm(arguments=given) | Run(arguments=given):
            return _names_of(given.values())
        case Talk():
            return frozenset((*flow.slots, *project.slots))  # the model chooses what it looks up
        case _:
            return _NONE


def _names_of(expressions: Iterable[Expression]) -> Names:
    return _NONE.union(*(names_in(each.expr) for each in expressions))


def _results(state: State, project: Project) -> Names:
    """The names under which a state keeps results: its own, and the records that its tools return."""
    match state.does:
        case Use(tool=tool, save_as=name) | Confirm(tool=tool, save_as=name):
            names = frozenset((name, _record(tool, project)))
        case Talk(tools=tools):
            names = frozenset(_record(tool, project) for tool in tools)
        case Run(save_as=name):
            names = frozenset((name,))
        case _:
            names = _NONE
    return names - {""}


def _record(name: str, project: Project) -> str:
    tool = project.tools.get(name)
    return tool.output.record if tool is not None and tool.output is not None else ""


def _left_to(flow: Flow, project: Project) -> Iterator[str]:
    """The states that some ladder of the flow, its states and slots, or the project leads to."""
    slots = (*flow.slots.values(), *project.slots.values())
    ladders: list[Ladder | None] = [flow.no_input, flow.no_match, project.no_input, project.no_match]
    ladders += [ladder for state in flow.states.values() for ladder in (state.no_input, state.no_match)]
    ladders += [ladder for slot in slots for ladder in (slot.no_input, slot.no_match)]
    yield from (rung.edge.go for ladder in ladders for rung in ladder or () if rung.edge is not None)
