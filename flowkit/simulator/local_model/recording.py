"""Filling the parameters of `record` from what a caller said.

Theory of operation: every parameter offers its readings of the words; each reading gets a rank by how well it stands
(named beside the words, asked now, missing, a correction of what is known, clear by itself); the best ranks take their
words first, and no word serves twice. What is left over goes to the free text that was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from flowkit.simulator.hearing.words import Span, Utterance
from flowkit.simulator.local_model.briefing import Option, StepNote
from flowkit.simulator.local_model.candidates import Ears
from flowkit.simulator.local_model.leftover import fill_text
from flowkit.simulator.local_model.parameters import Kind, Parameter


@dataclass(frozen=True, slots=True)
class Kept:
    """What was heard: values by parameter, and the words they took."""

    values: Mapping[str, object]
    spans: tuple[Span, ...]


def fill(
    heard: Utterance,
    wanted: Sequence[Parameter],
    note: StepNote,
    *,
    free_text: bool,
    offered: Mapping[str, tuple[Option, ...]] | None = None,
    held: Mapping[str, str] | None = None,
    flow: str = "",
) -> Kept:
    """Reads what the words give for any of the parameters.

    Args:
        heard: The caller's new words.
        wanted: The parameters of the function.
        note: The latest STEP note: what is missing, known, on offer.
        free_text: Whether what is left over may be a free text that was asked.
        offered: The options of slots as they were listed last; by default those of the note.
        held: The values that slots had in earlier notes.
        flow: The flow under way: where flows have slots of one name, the notes mean its own (`flow__slot`).
    """
    own = _own_names(wanted, flow)
    note = replace(
        note,
        missing=tuple(own.get(name, name) for name in note.missing),
        known=_renamed(note.known, own),
        options=_renamed(note.options, own),
    )
    offered = note.options if offered is None else _renamed(offered, own)
    ears = Ears(heard, wanted, note, offered, _renamed(held or {}, own))
    values, spans = _best(ears)
    for name, text, span in ears.corrected_texts(spans):
        values[name] = text
        spans.append(span)
    if free_text:
        texts = [one for one in wanted if one.kind is Kind.TEXT and one.name in ears.missing and one.name not in values]
        for name, text, span in fill_text(heard, texts, wanted, spans):
            values[name] = text
            spans.append(span)
    ordered = {one.name: values[one.name] for one in wanted if one.name in values}
    return Kept(ordered, tuple(spans))


def _best(ears: Ears) -> tuple[dict[str, object], list[Span]]:
    """The readings that stand best, each in words of its own, without those that could be meant for another."""
    values: dict[str, object] = {}
    spans = list(ears.repeated())
    for one in sorted(ears.candidates(), key=lambda one: (one.rank, one.order, one.reading.span.first)):
        taken = any(one.reading.span.overlaps(span) for span in spans)
        if one.parameter.name in values or taken:
            continue
        values[one.parameter.name] = one.reading.value
        spans.append(one.reading.span)
    for name in (*ears.undecided(values, spans), *ears.only_turned_down(values)):
        values.pop(name, None)
    return values, spans


Of = TypeVar("Of")


def _own_names(wanted: Sequence[Parameter], flow: str) -> dict[str, str]:
    """How slots of the flow under way are called in the function, where other flows have others of that name."""
    parts = ((one.name, *one.name.partition("__")) for one in wanted)
    return {slot: name for name, owner, _, slot in parts if slot and owner == flow}


def _renamed(values: Mapping[str, Of], names: Mapping[str, str]) -> dict[str, Of]:
    return {names.get(name, name): value for name, value in values.items()}
