"""Limits within one call, judged from what was carried out in it.

A write whose end nobody knows counts as carried out. Limits that reach across calls need a store that counts; until a
call has one, what cannot be counted is not allowed.
"""

from collections.abc import Mapping
from decimal import Decimal

from flowkit.engine.call import DoneTool, Frame
from flowkit.engine.scope import ToolScope
from flowkit.engine.work import Work
from flowkit.language.model import Limit, Tool
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import decode, encode


def countable(limit: Limit) -> bool:
    """Whether this call alone can tell how much of a limit is used."""
    return limit.window == "call"


def within(work: Work, frame: Frame, tool: Tool, limit: Limit, arguments: Mapping[str, Value]) -> bool:
    """Whether one more call of a tool, with these arguments, keeps a limit of this call."""
    earlier = [entry for entry in work.call.done if _counts(work, tool, limit, entry, arguments)]
    if not limit.amount:
        return len(earlier) < limit.at_most
    currency = work.locale.currency
    shapes = {name: argument.shape for name, argument in tool.input.items()}
    past = [{name: decode(shapes[name], value, currency) for name, value in e.arguments.items()} for e in earlier]
    amounts = [_amount(work, frame, tool, limit, each) for each in [*past, arguments]]
    return None not in amounts and sum(filter(None, amounts)) <= limit.at_most


def _counts(work: Work, tool: Tool, limit: Limit, entry: DoneTool, arguments: Mapping[str, Value]) -> bool:
    if entry.tool != tool.name or entry.outcome not in ("ok", "unknown"):
        return False
    argument = tool.input.get(limit.per)
    if argument is None:
        # Nothing divides the calls: no `per`, or a `single` record, which is the same for the whole call.
        return True
    wanted = encode(argument.shape, arguments[limit.per], work.locale.currency)
    return bool(entry.arguments.get(limit.per) == wanted)


def _amount(work: Work, frame: Frame, tool: Tool, limit: Limit, arguments: Mapping[str, Value]) -> Decimal | None:
    """The amount of one call: an argument, or a value computed from them; `None` where it is not known."""
    value = ToolScope(work, frame, tool, arguments, stale=True).lookup(limit.amount)
    return None if value is UNSET else Decimal(value)
