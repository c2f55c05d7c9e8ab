"""Preconditions: what a flow requires that does not hold now."""

from flowkit.engine.scope import FlowScope
from flowkit.engine.work import Work
from flowkit.language.model import Precondition


def unmet(work: Work, flow: str) -> list[Precondition]:
    """The preconditions of a flow that do not hold, in the order in which it requires them."""
    names = work.program.flow(flow).requires
    if not names:
        return []
    whole_call = FlowScope(work, None)
    needed = (work.program.project.preconditions[name] for name in names)
    return [each for each in needed if each.when.evaluate(whole_call) is not True]
