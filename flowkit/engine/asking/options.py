"""Choices: the things that a slot picks from, which of them are on offer, and how they are spoken.

Options that are written in the flow are always there; those of a list in the data are there once it was looked up. A
rule that refuses an option takes it from the offer, and is told to a caller who names it all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flowkit.engine.call import Frame
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.work import Work
from flowkit.language.model import Rule, Slot
from flowkit.language.readers import Candidate
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.speaking import speak
from flowkit.language.values import canonical


def options_of(work: Work, frame: Frame, slot: Slot) -> list[Value] | None:
    """The things a choice picks from, now; `None` if they are not looked up yet."""
    if slot.shape.options_from is None:
        return [one.value for one in slot.shape.options] if slot.shape.type == "choice" else []
    found = work.program.options(slot)(FlowScope(work, frame, stale=True))
    if found is UNSET:
        return None
    return list(found.values()) if isinstance(found, dict) else list(found)


def offered_of(work: Work, frame: Frame, slot: Slot) -> list[Value] | None:
    """The things a choice offers now: those that its rules would not refuse; `None` if they are not looked up yet.

    Of several that are chosen together the rules judge the whole, so that all are offered.
    """
    things = options_of(work, frame, slot)
    if things is None or slot.shape.many:
        return things
    return [thing for thing in things if refusing(work, frame, slot, thing) is None]


def refusing(work: Work, frame: Frame, slot: Slot, value: Value) -> Rule | None:
    """The first rule of a slot that does not let an option be taken.

    Fixed options are there before anything is known: one is offered until a rule is known not to hold for it.
    """
    scope = FlowScope(work, frame, {slot.name: value})
    fixed = slot.shape.options_from is None
    judged = ((rule, rule.when.evaluate(scope)) for rule in slot.only_if)
    return next((rule for rule, holds in judged if holds is False or (holds is not True and not fixed)), None)


def offered_candidates(work: Work, frame: Frame, slot: Slot) -> Sequence[Candidate] | None:
    """What a choice offers, as `candidates`."""
    things = offered_of(work, frame, slot)
    if things is None:
        return None
    if slot.shape.options_from is None:
        return [each for each in candidates(work, frame, slot) or () if each.value in things]
    return [_candidate(work, frame, slot, thing) for thing in things]


def candidates(work: Work, frame: Frame, slot: Slot) -> Sequence[Candidate] | None:
    """The options of a choice as readers want them; `None` if they are not looked up yet."""
    shape = slot.shape
    if shape.type != "choice":
        return ()
    if shape.options_from is None:
        return [Candidate(one.value, one.value, one.spoken, (), one.examples) for one in shape.options]
    things = options_of(work, frame, slot)
    if things is None:
        return None
    return [_candidate(work, frame, slot, thing) for thing in things]


def _candidate(work: Work, frame: Frame, slot: Slot, thing: Value) -> Candidate:
    shape = replace(slot.shape, many=False)
    if not isinstance(thing, Mapping):
        return Candidate(thing, str(thing), say_value(work, shape, thing), (), ())
    scope = FlowScope(work, frame, thing, stale=True)
    label = spoken(shape.label, scope, work.locale, inside=True).text if shape.label else ""
    key = canonical(shape, thing)
    also = tuple(spoken(words, scope, work.locale, inside=True).text for words in shape.also)
    return Candidate(thing, key, label or key, also, ())


def say_value(work: Work, shape: Shape, value: Value) -> str:
    """A value as it is spoken; a thing by its label."""

    def label(words: Any, thing: Mapping[str, Value]) -> str:
        return spoken(words, FlowScope(work, None, thing, stale=True), work.locale, inside=True).text

    return speak(value, shape, work.locale, label)
