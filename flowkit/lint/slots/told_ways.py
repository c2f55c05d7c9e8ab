"""Ways as they are told: the states that a call passes, and what happened in each."""

from collections.abc import Sequence
from typing import Final

from flowkit.language.diagnostic import Related
from flowkit.language.model import Flow
from flowkit.lint.slots.walks import NEXT, Step

_MOST_SHOWN: Final = 8
_LONGEST_GUARD: Final = 40


def told(way: Sequence[Step], here: str) -> str:
    """`which → look (not_found) → tell`: the states of a way, each with what came of it, up to this one."""
    names = [step.state + _how(step) for step in way]
    if len(names) > _MOST_SHOWN:
        names = [*names[: _MOST_SHOWN - 2], "…", names[-1]]
    return " → ".join((*names, here))


def _how(step: Step) -> str:
    if step.outcome != NEXT:
        return f" ({step.outcome})" if step.outcome != "person" else " (the caller wants a person)"
    when = step.edge.when if step.edge is not None else None
    return f" (when {when.source})" if when is not None and len(when.source) <= _LONGEST_GUARD else ""


def passed(way: Sequence[Step], flow: Flow) -> tuple[Related, ...]:
    """The states of a way as further places."""
    shown = list(dict.fromkeys(step.state for step in way))[:_MOST_SHOWN]
    return tuple(
        Related(flow.states[name].span, "the call comes here first" if not number else "then here")
        for number, name in enumerate(shown)
    )
