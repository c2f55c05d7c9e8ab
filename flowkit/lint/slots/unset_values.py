"""Values that are read where they are not set: in words, in arguments, and in guards.

Theory of operation. What is read is collected once, as bits, state by state. Where all of them are sure (`knowledge`)
there is nothing more to do; that is nearly everywhere. What is left, and fields that are optional, are looked at value
by value along all ways (`walks`). In words an unset value leaves a gap; an argument that must be given and is not set
lets the engine refuse the tool; a guard about it is never true. A guard that may be about an unset value on some ways
only is no mistake by itself. Values that come from outside (slots of the project, records of which there is one in a
call, slots that another flow gives) are taken to be set, unless this flow clears them.
"""

from collections.abc import Iterator
from typing import Final

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.expressions.paths import Path, path_of
from flowkit.language.expressions.syntax import Expr, Field, Name
from flowkit.language.frozen import frozen
from flowkit.language.model import Ask, Choose, Confirm, Edge, Expression, Handoff, State, Talk, Use
from flowkit.language.shapes import Shape
from flowkit.language.words import Printed, Words
from flowkit.lint.slots.knowledge import EVERYTHING, Knowledge

NEXT: Final = "next"
_WORDS: Final = {Ask: "question", Choose: "question", Talk: "goal", Handoff: "summary"}


@frozen
class Doubt:
    """A read of which it is not sure that its value is set there."""

    state: State
    outcome: str
    edge: Edge | None
    words: Words | None
    guard: Expression | None
    argument: tuple[str, Expression] | None


def doubts(known: Knowledge) -> Iterator[Doubt]:
    """Everything that has to be looked at closely."""
    mask, at = known.mask, known.at
    ignored = from_outside(known) | known.computed
    for state in known.flow.states.values():
        here = at[state.name]
        if here == EVERYTHING:
            continue
        here |= ignored
        does = state.does
        kind = type(does)
        if state.say is not None and _may_gap(state.say, known, here):
            yield Doubt(state, "", None, state.say, None, None)
        words = getattr(does, _WORDS[kind]) if kind in _WORDS else None
        if words is not None and _may_gap(words, known, here):
            yield Doubt(state, "", None, words, None, None)
        if kind is Use or kind is Confirm:
            shapes = known.project.tools[does.tool].input  # type: ignore[union-attr]
            for name, given in does.arguments.items():  # type: ignore[union-attr]
                doubtful = mask(given.expr) & ~here or _optional(given.expr, known)
                if doubtful and name in shapes and not shapes[name].shape.optional:
                    yield Doubt(state, "", None, None, None, (name, given))
        did = known.after(state.name, True) | ignored
        for edge in state.next:
            if edge.when is not None and mask(edge.when.expr) & ~did:
                yield Doubt(state, NEXT, edge, None, edge.when, None)
            if edge.say is not None and _may_gap(edge.say, known, did):
                yield Doubt(state, NEXT, edge, edge.say, None, None)
        if state.outcomes:
            kept = known.after(state.name, False) | ignored
            for outcome, way in state.outcomes.items():
                for edge in way:
                    if edge.when is not None and mask(edge.when.expr) & ~kept:
                        yield Doubt(state, outcome, edge, None, edge.when, None)
                    if edge.say is not None and _may_gap(edge.say, known, kept):
                        yield Doubt(state, outcome, edge, edge.say, None, None)


def _may_gap(words: Words, known: Knowledge, here: int) -> bool:
    parts = words.parts
    if len(parts) == 1 and type(parts[0]) is str:
        return False
    for part in parts:
        if type(part) is Printed:
            if known.mask(part.expr) & ~here or _optional(part.expr, known):
                return True
        elif type(part) is not str and part.expr is not None and known.mask(part.expr) & ~here:  # type: ignore[union-attr]
            return True
    return False


def from_outside(known: Knowledge) -> int:
    """The bits of what this flow may find known when it starts."""
    flow, project, bits = known.flow, known.project, known.bits
    found = 0
    for name in project.slots:
        if name not in known.cleared or name not in known.asked:
            found |= bits[name]
    for name in flow.slots:
        if name not in known.asked:
            found |= bits[name]
    for name, record in project.records.items():
        if record.single:
            found |= bits.get(name) or known._outer(name)
    return found


def shape_of(name: str, known: Knowledge) -> Shape | None:
    """The shape of a slot, a record, a computed value or a result of this flow."""
    flow, project = known.flow, known.project
    slot = flow.slots.get(name) or project.slots.get(name)
    if slot is not None:
        return slot.shape
    if name in project.records:
        return project.records[name].shape
    if name in flow.let:
        return flow.let[name].shape
    for state in flow.states.values():
        does = state.does
        if isinstance(does, (Use, Confirm)) and does.save_as == name:
            return project.tools[does.tool].output
    return None


def _optional(expr: Expr, known: Knowledge) -> bool:
    """Whether a path has a part that is optional."""
    if type(expr) is not Field:
        return False
    if type(expr.of) is not Name:
        path = path_of(expr)
        return path is not None and known.bits.get(path[0], 0) > 0 and _has_optional(path, known)
    key = (expr.of.name, expr.name)
    found = known.optional.get(key)
    if found is None:
        found = known.optional[key] = known.bits.get(key[0], 0) > 0 and _has_optional(key, known)
    return found


def _has_optional(path: Path, known: Knowledge) -> bool:
    return optional_part(path, shape_of(path[0], known)) is not None


def optional_part(path: Path, shape: Shape | None) -> Path | None:
    """The first part of a path that may be missing although what it is a part of is there."""
    for length, name in enumerate(path[1:], 2):
        below = shape.fields.get(name) if shape is not None else None
        if below is None:
            return None
        if below.optional:
            return path[:length]
        if not below.single:
            return None
        shape = below
    return None


def check_unset(known: Knowledge) -> Iterator[Diagnostic]:
    """Errors about values that are spoken or given while they are not set, and guards that nothing can make true."""
    found = list(doubts(known))
    if found:
        from flowkit.lint.slots.unset_findings import findings

        yield from findings(known, found)
