"""What was carried out in this call, as the caller knows it: by the titles of the flows that did it."""

from flowkit.engine.work import Work


def titles_of_done(work: Work, depth: int) -> list[str]:
    """The titles of flows in which the caller agreed to a write that worked.

    Args:
        work: the work of a step.
        depth: which of the open flows did it, or ran the flow that did; the first of the call is 0.
    """
    opened = tuple(frame.flow for frame in work.call.frames[: depth + 1])
    mine = [
        entry.flows[-1] if len(entry.flows) == depth + 1 else entry.flows[depth + 1]
        for entry in work.call.done
        if entry.consent and entry.outcome == "ok" and entry.flows[: depth + 1] == opened
    ]
    return [work.program.flow(name).title.rstrip(". ") for name in dict.fromkeys(mine)]
