"""Values that must never be stored, given to something that would store them."""

from collections.abc import Iterator, Mapping

from flowkit.language.codes import SECRET_PASSED_ON
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import path_of
from flowkit.language.model import Confirm, Expression, Flow, Project, Run, Use
from flowkit.language.shapes import Shape
from flowkit.language.span import Span


def check_secrets(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Errors about `never_store` slots whose value goes to an argument, or a slot, that is not `never_store`."""
    for state in flow.states.values():
        match state.does:
            case Use(tool=name, arguments=given) | Confirm(tool=name, arguments=given):
                tool = project.tools[name]
                wanted = {key: (argument.shape, tool.span) for key, argument in tool.input.items()}
            case Run(flow=name, arguments=given):
                other = project.flows[name]
                wanted = {key: (slot.shape, slot.span) for key, slot in other.slots.items()}
            case _:
                continue
        yield from _passed_on(given, wanted, name, flow, project)


def _passed_on(
    given: Mapping[str, Expression], wanted: Mapping[str, tuple[Shape, Span]], to: str, flow: Flow, project: Project
) -> Iterator[Diagnostic]:
    for key, expression in given.items():
        slot_name = (path_of(expression.expr) or ("",))[0]
        slot = flow.slots.get(slot_name) or project.slots.get(slot_name)
        if slot is None or slot.shape.sensitive != "never_store" or key not in wanted:
            continue
        shape, span = wanted[key]
        if shape.sensitive != "never_store":
            message = f"'{slot_name}' is never stored, but '{key}' of '{to}' is not marked so, and would be"
            help = f"add to '{key}': sensitive: never_store"
            yield problem(SECRET_PASSED_ON, expression.span, message, help, (Related(span, f"'{to}' is defined here"),))
