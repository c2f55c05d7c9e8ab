"""Edges that lead to a choice from a list that is empty whenever they are taken."""

from collections.abc import Iterator

from flowkit.language.codes import NOTHING_TO_CHOOSE_FROM
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.syntax import Field, Name
from flowkit.language.model import Ask, Flow, Project, WayOn
from flowkit.lint.guards.lists import GuardList
from flowkit.lint.guards.surroundings import Surroundings
from flowkit.lint.guards.table import TooManyCases


def check_choices(way: WayOn, flow: Flow, project: Project, around: Surroundings) -> Iterator[Diagnostic]:
    """Edges of one way on to an `ask` whose options are sure to be none."""
    try:
        guards = GuardList([edge.when.expr if edge.when else None for edge in way], around)
    except TooManyCases:
        return
    left = guards.possible
    for edge, true in zip(way, guards.true, strict=True):
        state = flow.states.get(edge.go)
        does = state.does if state is not None else None
        for name in does.slots if isinstance(does, Ask) else ():
            slot = flow.slots.get(name) or project.slots.get(name)
            source = None if slot is None else slot.shape.options_from
            if slot is None or not isinstance(source, Name | Field):
                continue
            path = around.path(around.meaning(source))
            listed = None if path is None else guards.table.variables.get(".".join(path))
            if listed is None or listed.kind != "list":
                continue
            there = guards.table.all & ~guards.table.unset(listed) & ~guards.table.cell(listed, listed.cells.index(0))
            if left & true and not left & true & there:
                message = f"'{name}' is picked from '{listed.key}', which is empty whenever this edge is taken"
                help = "lead this edge elsewhere, or turn the guard round"
                span = edge.when.span if edge.when is not None else edge.span
                yield problem(
                    NOTHING_TO_CHOOSE_FROM, span, message, help, (Related(slot.span, "its options are here"),)
                )
        if edge.times is None:
            left &= ~true
