"""Arguments that the model gave to a tool it called in a `talk`: read, looked for where they may come from, judged.

The arguments of a state are written down in the flow; those of a model are only what it says. So each must be of its
shape, must come from somewhere, and those that name parts of one row must be of one row; then the tool's preconditions,
rules and limits are judged as ever.
"""

from collections.abc import Mapping
from typing import Any

from flowkit.engine.call import Frame
from flowkit.engine.scope import FlowScope
from flowkit.engine.tools.authority import Allow, Refuse, Unheard, judge_values, leaks
from flowkit.engine.tools.lookups import LookUpFirst, record_to_look_up
from flowkit.engine.tools.rows import of_one_row
from flowkit.engine.tools.sources import claimed_slots, comes_from, slots_holding
from flowkit.engine.tools.stale import stale_source
from flowkit.engine.work import Work
from flowkit.language.frozen import frozen
from flowkit.language.model import Argument, Tool
from flowkit.language.readers import GIVEN, normalise
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import Refusal, accept, decode


def read_arguments(work: Work, tool: Tool, given: Mapping[str, Any]) -> dict[str, Value] | str:
    """The values of what the model gave, or what is wrong with it."""
    unknown = next((name for name in given if name not in tool.input or _is_hidden(tool.input[name])), None)
    if unknown is not None:
        return f"there is no '{unknown}'"
    values: dict[str, Value] = {}
    for name, argument in tool.input.items():
        value = _read(work, argument, given.get(name))
        if isinstance(value, Refusal):
            return f"{name}: {value.reason}"
        if value is not UNSET:
            values[name] = value
        elif not argument.shape.optional:
            return f"{name}: missing"
    return values


def _is_hidden(argument: Argument) -> bool:
    return argument.shape.sensitive == "never_store"


def _read(work: Work, argument: Argument, given: Any) -> Value | Refusal:
    if _is_hidden(argument):
        # The model never sees such a value: it is taken from the slot of that name, or is not there.
        return FlowScope(work, work.call.top).lookup(argument.name)
    if given is None:
        return UNSET
    shape = argument.shape
    value = accept(shape, given, work.locale) if shape.keyed else normalise(shape, given, work.locale)
    return accept(shape, work.call.caller, work.locale) if value is GIVEN else value


def decoded(work: Work, tool: Tool, plain: Mapping[str, Any]) -> dict[str, Value]:
    """Arguments from their JSON."""
    return {name: decode(tool.input[name].shape, value, work.locale.currency) for name, value in plain.items()}


@frozen
class MadeUp:
    """A value that comes from nowhere it may come from."""

    reason: str


def judge_given(
    work: Work, frame: Frame, tool: Tool, arguments: Mapping[str, Value]
) -> Allow | Refuse | Unheard | LookUpFirst | MadeUp:
    """The verdict on a tool that the model called, with the values that it gave."""
    for name, value in arguments.items():
        against = _not_known(work, frame, tool.input[name], value)
        if against is not None:
            return stale_source(work, tool, {name: value}) or against
    if not of_one_row(work, frame, tool, arguments):
        looking = stale_source(work, tool, arguments)
        if looking is not None:
            return looking
        return MadeUp("these values do not belong together")
    depends = slots_holding(work, frame, tool, arguments)
    refusal = judge_values(work, frame, tool, arguments) or leaks(work, tool, arguments)
    return refusal or Allow(arguments, depends)


def _not_known(work: Work, frame: Frame, argument: Argument, value: Value) -> Unheard | LookUpFirst | MadeUp | None:
    if comes_from(work, frame, argument, value):
        return None
    looking = record_to_look_up(work, argument, value, lambda read: comes_from(work, frame, read, value))
    if looking is not None:
        return looking
    claimed = claimed_slots(work, frame, argument.shape, value)
    if claimed:
        return Unheard(claimed)
    return MadeUp(f"{argument.name}: the caller did not say it and it was not looked up")
