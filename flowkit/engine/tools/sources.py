"""Where values come from that a model puts into a tool call: it may pass on what is known, and make up nothing.

Theory of operation. A flow writes down where its arguments come from; a model just names values. So the value is looked
for where it can have come from: in the caller's words and what was taken from them, in what the channel gave, in values
the flow computes, and in the records and results of this call. What is found nowhere was made up. Values that stand for
parts of one row (a plan and its price) must be parts of one row (`rows`). A list is judged part by part, a thing field
by field.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flowkit.engine.call import Frame
from flowkit.engine.scope import FlowScope
from flowkit.engine.tools.rows import by_id, equal, everything, found_at, is_row, leaves
from flowkit.engine.work import Work
from flowkit.language.model import Argument, Source, Tool
from flowkit.language.readers import fixed_options, read
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.values import Refusal, accept, canonical


def comes_from(work: Work, frame: Frame, argument: Argument, value: Value) -> bool:
    """Whether a value can have come from one of the places that an argument may come from; without any, from any.

    Of a list each part can have come from another place.
    """
    shape = argument.shape
    if not argument.sources:
        return _is_known(work, frame, shape, value)
    if not isinstance(value, list):
        return any(_is_from(work, frame, source, shape, value) for source in argument.sources)
    single = replace(shape, many=False)
    left = {source: found_at(work, frame, source) for source in argument.sources if source.kind in ("field", "row")}
    return all(_takes_one(work, frame, argument.sources, left, single, one) for one in value)


def _takes_one(
    work: Work, frame: Frame, sources: Sequence[Source], left: dict[Source, list[Value]], shape: Shape, value: Value
) -> bool:
    """Whether a part of a list can have come from one of the places; what stands in a list there is named once."""
    for source in sources:
        if source not in left:
            if _is_from(work, frame, source, shape, value):
                return True
            continue
        place = next((k for k, one in enumerate(left[source]) if is_row(shape, value, one)), -1)
        if place >= 0:
            if not by_id(work, source.path):
                del left[source][place]
            return True
    return False


def claimed_slots(work: Work, frame: Frame, shape: Shape, value: Value) -> tuple[str, ...]:
    """The slots that hold the value, none of which the caller was heard to say."""
    holding = {name: held for name, held in _slots(work, frame) if equal(shape, _key(work, frame, name), value)}
    return () if any(held.heard for held in holding.values()) else tuple(holding)


def slots_holding(work: Work, frame: Frame, tool: Tool, arguments: Mapping[str, Value]) -> frozenset[str]:
    """The slots whose values a call passes on: when one of them changes, what came of the call is forgotten."""
    return frozenset(
        name
        for name, _ in _slots(work, frame)
        if any(equal(tool.input[each].shape, _key(work, frame, name), value) for each, value in arguments.items())
    )


def _is_known(work: Work, frame: Frame, shape: Shape, value: Value) -> bool:
    """Whether a value comes from anywhere at all; of a list or a thing each part does."""
    if isinstance(value, list):
        return all(_is_known(work, frame, shape, one) for one in value)
    if isinstance(value, Mapping):
        return all(_is_known(work, frame, shape.fields.get(name, shape), part) for name, part in value.items())
    kinds = ("caller", "channel", "computed")
    if any(_is_from(work, frame, Source(kind), shape, value) for kind in kinds):  # type: ignore[arg-type]
        return True
    if shape.type == "yes_no":
        # Some record always holds a yes: that says nothing about this one.
        return False
    return any(equal(shape, leaf, value) for whole in everything(work, frame) for leaf in leaves(whole))


def _is_from(work: Work, frame: Frame, source: Source, shape: Shape, value: Value) -> bool:
    if isinstance(value, Mapping) and source.kind in ("caller", "channel", "computed"):
        fields = shape.fields
        return all(name in fields and _is_from(work, frame, source, fields[name], one) for name, one in value.items())
    match source.kind:
        case "caller":
            return _slot_has(work, frame, ("caller", "given"), shape, value) or _was_said(work, shape, value)
        case "channel":
            return _slot_has(work, frame, ("channel", "given"), shape, value) or _is_number(work, shape, value)
        case "computed":
            return _slot_has(work, frame, ("computed", "single"), shape, value) or _is_computed(
                work, frame, shape, value
            )
        case "record":
            return isinstance(value, str) and value in work.call.records.get(source.path[0], {})
        case "field" | "row":
            return any(is_row(shape, value, found) for found in found_at(work, frame, source))


# What the caller said.


def _slots(work: Work, frame: Frame) -> Iterator[tuple[str, Any]]:
    yield from frame.slots.items()
    yield from ((name, held) for name, held in work.call.slots.items() if name not in frame.slots)


def _key(work: Work, frame: Frame, name: str) -> Value:
    """What a slot holds as an argument has it: a thing by its key."""
    held = frame.slots.get(name) or work.call.slots[name]
    slot = work.program.slot(frame.flow, name)
    key = slot.shape.key if slot is not None else ""
    return [_by_key(key, one) for one in held.value] if isinstance(held.value, list) else _by_key(key, held.value)


def _by_key(key: str, value: Value) -> Value:
    return value.get(key, UNSET) if key and isinstance(value, Mapping) else value


def _holds(shape: Shape, held: Value, value: Value) -> bool:
    """Whether what a slot holds is a value, or has it among its parts."""
    if isinstance(held, list) and not isinstance(value, list):
        return any(_holds(shape, one, value) for one in held)
    if isinstance(held, Mapping) and not isinstance(value, Mapping):
        return any(equal(shape, part, value) for part in held.values())
    return equal(shape, held, value)


def _slot_has(work: Work, frame: Frame, sources: Sequence[str], shape: Shape, value: Value) -> bool:
    return any(
        held.heard and held.source in sources and _holds(shape, _key(work, frame, name), value)
        for name, held in _slots(work, frame)
    )


def _was_said(work: Work, shape: Shape, value: Value) -> bool:
    """Whether a turn of the caller says the value, as its type reads it or letter by letter."""
    wanted = canonical(shape, value)
    spelt = _spelt(wanted) if shape.type in ("text", "name", "email", "postcode", "choice") else None
    options = fixed_options(shape) if shape.type == "choice" else ()
    for turn in work.call.turns.values():
        if not turn.text:
            continue
        if spelt is not None and spelt.search(turn.text.casefold()):
            return True
        if shape.type not in ("text", "object") and any(
            canonical(shape, each.value) == wanted for each in _readings(work, shape, turn.text, options)
        ):
            return True
    return False


def _readings(work: Work, shape: Shape, text: str, options: Any) -> list[Any]:
    return [each for each in read(shape, text, work.locale, options) if not isinstance(each.value, Refusal)]


def _spelt(text: str) -> re.Pattern[str] | None:
    """A text as it may stand in words, also letter by letter: "K 7 Q X" for `K7QX`."""
    letters = [re.escape(sign) for sign in text.casefold() if sign.isalnum()]
    return re.compile(r"(?<!\w)" + r"[\W_]*".join(letters) + r"(?!\w)") if letters else None


def _is_number(work: Work, shape: Shape, value: Value) -> bool:
    """Whether it is the number that the caller calls from."""
    if not work.call.caller or shape.type not in ("phone", "text"):
        return False
    number = accept(shape, work.call.caller, work.locale)
    return not isinstance(number, Refusal) and equal(shape, number, value)


def _is_computed(work: Work, frame: Frame, shape: Shape, value: Value) -> bool:
    scope = FlowScope(work, frame)
    names = (*work.program.flow(frame.flow).let, *work.program.project.constants)
    return any(equal(shape, leaf, value) for name in names for leaf in leaves(scope.lookup(name)))
