"""Ways on: which edge of a way fits, what taking it does besides, and where a value is asked for.

An edge fits whose guard is true and which was not taken as often as its `times` allow; the first that fits is taken.
"""

from collections.abc import Collection, Iterable

from flowkit.engine.altering import altered
from flowkit.engine.asking import ask
from flowkit.engine.asking.dependents import forget
from flowkit.engine.call import Frame
from flowkit.engine.program import PERSON
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Edge, Flow, State, WayOn


def fitting(work: Work, way: WayOn, name: str) -> Edge | None:
    """The first edge of a way that fits, counted as taken; nothing if none does.

    `name` tells the ways of a state apart (`next`, or the outcome), so that `times` is counted for each.
    """
    scope = FlowScope(work, work.call.top)
    for number, edge in enumerate(way):
        if edge.when is not None and edge.when.evaluate(scope) is not True:
            continue
        counted = f"{work.call.top.state}/{name}/{number}"
        taken = work.call.top.counts.get(counted, 0)
        if edge.times is not None and taken >= edge.times:
            continue
        if edge.times is not None:
            frame = work.call.top
            work.set_frame(altered(frame, counts={**frame.counts, counted: taken + 1}))
        return edge
    return None


def take(work: Work, edge: Edge) -> None:
    """Says and forgets what an edge says and clears."""
    if edge.say is not None:
        # The last rung of a ladder may repeat the question; elsewhere the name is not to be had.
        scope = FlowScope(work, work.call.top, {"question": open_question(work).text}, stale=True)
        words = spoken(edge.say, scope, work.locale)
        work.due(words.text, "edge", values=tuples(words))
        # They are the last words before a person who has none of their own.
        work.call.edge_spoke = bool(words.text) and edge.go == PERSON and PERSON not in work.flow.states
    if edge.clear:
        forget(work, len(work.call.frames) - 1, edge.clear)
    target = work.flow.states.get(edge.go)
    if target is not None and isinstance(target.does, Ask):
        ask.start_over(work, target.does)


def asks_for(state: State | None, slots: Collection[str]) -> bool:
    """Whether a state asks for one of the slots."""
    return state is not None and isinstance(state.does, Ask) and bool(set(state.does.slots) & set(slots))


def asked_in(flow: Flow, frame: Frame, slots: Iterable[str]) -> str | None:
    """The first state on a flow's path that asks for one of the slots."""
    wanted = set(slots)
    return next((name for name, _ in frame.path if asks_for(flow.states.get(name), wanted)), None)
