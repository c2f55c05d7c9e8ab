"""What callers may do anytime, and what a project, a flow or a state has instead of what is built in.

The nearest `anytime` wins whole: where a state has one, those of its flow and of the project say nothing there.
"""

from typing import Final, Literal

from flowkit.engine.work import Work

OFF: Final = "off"
INSTEAD: Final = "instead"
"""What a state comes to where a flow runs in place of the built-in; no outcome of a flow has such an effect."""

What = Literal["repeat", "wait", "correct", "cancel"]


def own(work: Work, what: What) -> str:
    """What stands in place of the built-in: the name of a flow, `off`, or nothing.

    A flow that is open already stands in for nothing: what is asked of it is built in.
    """
    for place in (work.state, work.flow, work.program.project):
        if place.anytime is not None:
            found = place.anytime.get(what, "")
            return "" if found in {frame.flow for frame in work.call.frames} else found
    return ""


def is_off(work: Work, what: What) -> bool:
    """Whether callers may not do it here."""
    return own(work, what) == OFF


def flow_for(work: Work, what: What) -> str:
    """The flow that runs instead; empty if there is none."""
    found = own(work, what)
    return "" if found == OFF else found
