"""Arguments that are taken from what another read returned than they must come from.

A time that has to stand among the free ones is refused when it is that of the visit that is booked already: both are
times. Only what is picked from a list that a state of this flow kept, or read from it, can be told; such a value
might stand in both lists by chance.
"""

from collections.abc import Iterator

from flowkit.language.codes import FROM_ELSEWHERE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import path_of
from flowkit.language.model import Argument, Confirm, Expression, State, Tool, Use
from flowkit.lint.slots.knowledge import Knowledge

_OF_READS = frozenset(("record", "field"))


def check_origins(known: Knowledge) -> Iterator[Diagnostic]:
    """Warnings about arguments whose value comes from elsewhere."""
    if not known.kept:
        return
    for state in known.flow.states.values():
        does = state.does
        if type(does) is Use or type(does) is Confirm:
            wanted = known.project.tools[does.tool].input
            for name, given in does.arguments.items():
                argument = wanted.get(name)
                if argument is not None and argument.sources and argument.sources[0].kind in _OF_READS:
                    yield from _from_elsewhere(known, argument, given)


def _from_elsewhere(known: Knowledge, argument: Argument, given: Expression) -> Iterator[Diagnostic]:
    path = path_of(given.expr)
    if path is None or len(path) != 2 or any(source.kind not in _OF_READS for source in argument.sources):
        return
    found = _kept_by(known, path[0])
    if found is None or _fits(argument, found[1], path[1], known):
        return
    state, tool = found
    wanted = " or ".join(f"'{'.'.join(source.path)}'" for source in argument.sources)
    message = f"'{argument.name}' must come from {wanted}, and this is '{path[1]}' of what '{tool.name}' returned"
    help = "it would be refused, unless it stands there too; take the value from what was looked up for it"
    yield problem(FROM_ELSEWHERE, given.span, message, help, (Related(state.span, "it was looked up here"),))


def _kept_by(known: Knowledge, name: str) -> tuple[State, Tool] | None:
    """The state that kept a thing, or the list that a slot is picked from, with the tool that returned it."""
    slot = known.flow.slots.get(name)
    if slot is not None:
        source = slot.shape.options_from
        path = None if source is None else path_of(source)
        if path is None or len(path) != 1:
            return None
        name = path[0]
    state = known.kept.get(name)
    if state is None or not isinstance(state.does, Use):
        return None
    if sum(getattr(each.does, "save_as", "") == name for each in known.flow.states.values()) > 1:
        return None
    return state, known.project.tools[state.does.tool]


def _fits(argument: Argument, tool: Tool, field: str, known: Knowledge) -> bool:
    record = tool.output.record if tool.output is not None else ""
    for source in argument.sources:
        if source.kind == "record":
            if source.path[0] == record and field in known.project.records[record].key:
                return True
        elif source.path[0] in (tool.name, record) and source.path[-1] == field:
            return True
    return False
