"""Values that nothing reads: slots that are asked for nothing, computed values, results that were kept.

A slot counts as read by everything that speaks of it: guards, arguments, words, lists, rules of other slots, what the
flow gives, its guarantees. Where a flow goes on to a person by itself, all slots go with it, and count as read.
"""

from collections.abc import Iterator

from flowkit.language.codes import NEVER_READ
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.expressions.paths import names_in
from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import Ask, Choose, Confirm, Flow, Guarantee, Handoff, Ladder, Run, Slot, State, Talk, Use
from flowkit.language.words import Words
from flowkit.lint.removal import without
from flowkit.lint.slots.knowledge import Knowledge


def check_unused(known: Knowledge) -> Iterator[Diagnostic]:
    """Warnings about names of a flow that nothing reads. `known` must have seen what its states read."""
    flow, bits, read = known.flow, known.bits, known.read
    left = [name for name in flow.slots if not bits[name] & read]
    left += [name for name in flow.let if name not in bits or not bits[name] & known.computed & read]
    results = {name: state for name, state in known.kept.items() if not bits[name] & read}
    if not left and not results:
        return
    spoken = frozenset(_names(flow))
    goes_on = _goes_to_a_person(flow)
    for name in left:
        if name not in spoken and not (goes_on and name in flow.slots):
            yield _unused(name, flow)
    for name, state in results.items():
        if name not in spoken:
            message = f"nothing reads '{name}', which '{state.name}' keeps"
            fixes = without(flow.span, ("states", state.name, "save_as"))
            yield problem(NEVER_READ, state.span, message, f"take 'save_as: {name}' out, or use it", fixes=fixes)


def _unused(name: str, flow: Flow) -> Diagnostic:
    if name in flow.let:
        fixes = without(flow.span, ("let", name))
        return problem(
            NEVER_READ, flow.let[name].span, f"nothing reads '{name}'", "take it out, or use it", fixes=fixes
        )
    asked = any(isinstance(state.does, Ask) and name in state.does.slots for state in flow.states.values())
    message = f"'{name}' is asked for, and nothing reads it" if asked else f"nothing asks for '{name}' or reads it"
    return problem(NEVER_READ, flow.slots[name].span, message, "use it in a guard, a 'with' or words, or take it out")


def _goes_to_a_person(flow: Flow) -> bool:
    for state in flow.states.values():
        if any(_is_handoff(edge.go, flow) for edge in state.next):
            return True
    return isinstance(flow.states[flow.start].does, Handoff)


def _is_handoff(name: str, flow: Flow) -> bool:
    target = flow.states.get(name)
    return name == "person" if target is None else isinstance(target.does, Handoff)


def _names(flow: Flow) -> Iterator[str]:
    """All names that a flow speaks of, but for those that a slot says of itself."""
    yield from flow.gives
    for slot in flow.slots.values():
        exprs = [*_of_words(slot.ask), *_of_words(slot.shape.label), *(rule.when.expr for rule in slot.only_if)]
        exprs += [each for rule in slot.only_if for each in _of_words(rule.because)]
        exprs += [slot.shape.options_from] if slot.shape.options_from is not None else []
        yield from (name for expr in exprs for name in names_in(expr) if name != slot.name)
    for name, value in flow.let.items():
        yield from names_in(value.expr) - {name}
    for guarantee in flow.guarantees:
        yield from _of_guarantee(guarantee)
    for state in flow.states.values():
        yield from (name for expr in _of_state(state) for name in names_in(expr))
    several: tuple[Flow | State | Slot, ...] = (flow, *flow.states.values(), *flow.slots.values())
    for each in several:
        for ladder in (each.no_input, each.no_match):
            yield from (name for expr in _of_ladder(ladder) for name in names_in(expr))


def _of_guarantee(guarantee: Guarantee) -> Iterator[str]:
    yield from (guarantee.subject, guarantee.object, *guarantee.names)
    if guarantee.when is not None:
        yield from names_in(guarantee.when.expr)


def _of_state(state: State) -> Iterator[Expr]:
    yield from _of_words(state.say)
    match state.does:
        case Ask(question=words) | Choose(question=words) | Handoff(summary=words):
            yield from _of_words(words)
        case Talk(goal=goal, until=until):
            yield from _of_words(goal)
            if until is not None:
                yield until.expr
        case Use(arguments=given) | Run(arguments=given):
            yield from (each.expr for each in given.values())
        case Confirm(arguments=given, read_back=read_back):
            yield from (each.expr for each in given.values())
            if read_back is not None:
                yield from _of_words(read_back.statement)
                yield from _of_words(read_back.question)
    for way in (state.next, *state.outcomes.values()):
        for edge in way:
            yield from _of_words(edge.say)
            if edge.when is not None:
                yield edge.when.expr


def _of_words(words: Words | None) -> Iterator[Expr]:
    for part in words.parts if words is not None else ():
        if not isinstance(part, str) and part.expr is not None:
            yield part.expr


def _of_ladder(ladder: Ladder | None) -> Iterator[Expr]:
    for rung in ladder or ():
        yield from _of_words(rung.say)
        if rung.edge is not None:
            yield from _of_words(rung.edge.say)
