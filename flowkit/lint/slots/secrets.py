"""Values that must never be stored, given to something that would store them; reasons that say what is sensitive."""

from collections.abc import Iterable, Iterator, Mapping

from flowkit.language.codes import SECRET_PASSED_ON, SENSITIVE_REASON
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import path_of
from flowkit.language.model import Confirm, Expression, Flow, Project, Run, Slot, Use
from flowkit.language.shapes import Shape
from flowkit.language.span import Span
from flowkit.language.words import Printed, Words


def check_secrets(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Errors about `never_store` slots whose value goes to an argument, or a slot, that is not `never_store`."""
    yield from _reasons_of_slots(flow.slots.values())
    if not any(slot.shape.sensitive for slots in (flow.slots, project.slots) for slot in slots.values()):
        return
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


def check_reasons(project: Project) -> Iterator[Diagnostic]:
    """Warnings about reasons of tools, and of the project's slots, that say what is sensitive."""
    yield from _reasons_of_slots(project.slots.values())
    for tool in project.tools.values():
        for rule in tool.only_if:
            yield from _reason(rule.because)
        for limit in tool.limits:
            if limit.because is not None:
                yield from _reason(limit.because)


def _reasons_of_slots(slots: Iterable[Slot]) -> Iterator[Diagnostic]:
    for slot in slots:
        for rule in slot.only_if:
            yield from _reason(rule.because)


def _reason(because: Words) -> Iterator[Diagnostic]:
    """What is sensitive in one reason; what is never spoken anywhere was reported in reading."""
    for part in because.parts:
        if not isinstance(part, Printed):
            continue
        for expr, shape in zip(part.alternatives, part.shapes, strict=False):
            if shape is not None and shape.sensitive == "mask":
                name = ".".join(path_of(expr) or ()) or "this"
                message = f"'{name}' is sensitive, and this reason tells it to whoever is refused"
                yield problem(SENSITIVE_REASON, expr.span, message, "say what is wrong without the value")
