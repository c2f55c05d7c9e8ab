"""The rules of slots that speak of other slots: judged again when one of those has another value.

`back_day >= out_day` was true when the day of return was taken. If the caller then leaves later, the day of return does
not stand any more: it is forgotten, the rule's `because` is said, and it is asked for again. A rule that is unknown,
because something it names is to be looked up anew, decides nothing yet; it is judged when the slot's `ask` is entered.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flowkit.engine.asking.dependents import forget
from flowkit.engine.call import SlotValue
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.work import Work
from flowkit.language.expressions.paths import names_in
from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import Flow, Rule, Slot


def recheck(work: Work, changed: Collection[str]) -> frozenset[str]:
    """Forgets the slots whose rules name one of these slots and do not hold any more; which they were."""
    if not changed:
        return frozenset()
    gone: set[str] = set()
    for index, slot, _ in list(_held(work)):
        flow = work.program.flow(work.call.frames[index].flow)
        rules = [rule for rule in slot.only_if if (_names(flow, rule.when.expr) - {slot.name}) & set(changed)]
        if _broken(work, index, rules, slot):
            gone.add(slot.name)
    return frozenset(gone)


def recheck_asked(work: Work, names: Collection[str]) -> None:
    """Judges the rules of what the caller said for an `ask` that is entered: what they name may be another by now."""
    top = len(work.call.frames) - 1
    for index, slot, value in list(_held(work)):
        if index == top and slot.name in names and value.source == "caller":
            _broken(work, index, slot.only_if, slot)


def in_order(work: Work, reported: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Values that are reported together, each behind those that its rules name."""
    flow = work.flow

    def behind(name: str) -> int:
        slot = work.program.slot(flow.name, name)
        rules = slot.only_if if slot is not None else ()
        return sum(len((_names(flow, rule.when.expr) - {name}) & set(reported)) for rule in rules)

    return sorted(reported.items(), key=lambda each: behind(each[0]))


def _held(work: Work) -> Iterator[tuple[int, Slot, SlotValue]]:
    """Every slot that has a value and rules, with the place of its frame; those of the project with the top one."""
    for index, frame in enumerate(work.call.frames):
        slots = work.program.flow(frame.flow).slots
        yield from ((index, slots[name], held) for name, held in frame.slots.items() if slots[name].only_if)
    own, top = work.program.project.slots, len(work.call.frames) - 1
    yield from ((top, own[name], held) for name, held in work.call.slots.items() if own[name].only_if)


def _broken(work: Work, index: int, rules: Collection[Rule], slot: Slot) -> bool:
    scope = FlowScope(work, work.call.frames[index])
    rule = next((rule for rule in rules if rule.when.evaluate(scope) is False), None)
    if rule is None:
        return False
    because = spoken(rule.because, scope, work.locale).text
    forget(work, index, (slot.name,))
    work.due(because, "because")
    return True


def _names(flow: Flow, expr: Expr) -> set[str]:
    """The names that an expression reads, through computed values."""
    names: set[str] = set()
    todo = list(names_in(expr))
    while todo:
        name = todo.pop()
        if name not in names:
            names.add(name)
            computed = flow.let.get(name)
            todo.extend(names_in(computed.expr) if computed is not None else ())
    return names
