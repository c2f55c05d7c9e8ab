"""Limits: within one call judged from what was carried out in it, across calls from what a store has counted.

A write whose end nobody knows counts as carried out. Limits with a day, a week or a month reach across calls: for them
there are counters, one for each limit, value and window of the project's time zone. What cannot be counted, because the
value that it is counted for is not known, is not allowed.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from flowkit.engine.call import DoneTool, Frame, Run
from flowkit.engine.effects import Counter, Release
from flowkit.engine.scope import ToolScope
from flowkit.engine.work import Work
from flowkit.language.model import Limit, Tool
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import canonical, decode, encode


def across_calls(limit: Limit) -> bool:
    """Whether a limit counts other calls too."""
    return limit.window != "call"


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
    # What was left out is a value of its own here.
    wanted = encode(argument.shape, arguments.get(limit.per, UNSET), work.locale.currency)
    return bool(entry.arguments.get(limit.per) == wanted)


def _amount(work: Work, frame: Frame, tool: Tool, limit: Limit, arguments: Mapping[str, Value]) -> Decimal | None:
    """The amount of one call: an argument, or a value computed from them; `None` where it is not known."""
    argument = tool.input.get(limit.amount)
    if argument is not None and argument.shape.optional and limit.amount not in arguments:
        return Decimal(0)
    value = ToolScope(work, frame, tool, arguments, stale=True).lookup(limit.amount)
    return None if value is UNSET else Decimal(value)


# Across calls.


def counter(work: Work, frame: Frame, tool: Tool, limit: Limit, arguments: Mapping[str, Value]) -> Counter | None:
    """What one more call of a tool takes of a limit that reaches across calls; `None` if that cannot be told."""
    amount = _amount(work, frame, tool, limit, arguments) if limit.amount else Decimal(1)
    per = _per(work, tool, limit, arguments)
    if amount is None or per is None:
        return None
    # A store keeps who it is about as a digest: it may be a name or a number. How much is allowed is no part of what
    # is counted, so that a limit that is changed at noon still knows of the morning.
    whose = hashlib.sha256(per.encode()).hexdigest()[:32] if per else ""
    key = " ".join((tool.name, limit.amount or "calls", limit.per or "all", whose)).rstrip()
    return Counter(limit.sentence, key, _window(work, limit), str(amount), str(limit.at_most))


def counters(work: Work, frame: Frame, tool: Tool, arguments: Mapping[str, Value]) -> tuple[Counter, ...]:
    """What a call of a tool takes of all limits that reach across calls."""
    each = (counter(work, frame, tool, limit, arguments) for limit in tool.limits if across_calls(limit))
    return tuple(one for one in each if one is not None)


def _per(work: Work, tool: Tool, limit: Limit, arguments: Mapping[str, Value]) -> str | None:
    """The value that a limit is counted for: of an argument, or the key of a `single` record; empty: for all."""
    argument = tool.input.get(limit.per)
    if argument is not None:
        value = arguments.get(limit.per, UNSET)
        return "" if value is UNSET else canonical(argument.shape, value, work.locale.currency)
    if not limit.per:
        return ""
    key = next(iter(work.call.records.get(limit.per, {})), None)
    return key if key is None or isinstance(key, str) else " ".join(key)


def _window(work: Work, limit: Limit) -> str:
    """The day, week or month of the project's time zone in which a call counts."""
    today = work.locale.today
    match limit.window:
        case "day":
            return today.isoformat()
        case "week":
            year, week, _ = today.isocalendar()
            return f"{year}-W{week:02d}"
    return f"{today.year}-{today.month:02d}"


def give_back(work: Work, run: str) -> None:
    """A run is not wanted any more that waits for its share: whatever the store answers yet, it is given back."""
    if work.call.runs.pop(run, None) is not None:
        work.call.dropped = (*work.call.dropped, run)
        work.emit(Release(run))


def release(work: Work, run: str, running: Run, outcome: str) -> None:
    """Gives back what a run took of limits across calls, if nothing was carried out; what nobody knows of stays."""
    if running.counted and outcome not in ("ok", "unknown"):
        work.emit(Release(run))
