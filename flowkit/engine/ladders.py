"""Ladders: what happens when the caller says nothing, or nothing that helps, again and again.

Each attempt climbs one rung; the nearest ladder (slot, state, flow, project) is used whole. The last rung leaves the
state. Progress starts it over: entering a state and filling a slot set the counts back.
"""

from flowkit.engine.ask import missing
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.work import Work
from flowkit.language.model import Edge, Ladder, Rung
from flowkit.language.phrases import phrases
from flowkit.language.shapes import Value

NO_MATCH_ATTEMPTS = 3
"""Attempts of the built-in no-match ladder before a person is called."""

SIDE_QUESTIONS = 3
"""Questions of the caller in one state that the model answered and that count for no attempt."""


def no_match(work: Work) -> Edge | None:
    """One more turn without progress: the edge that leaves, when the ladder is at its end."""
    work.call.no_match += 1
    ladder = _nearest(work, "no_match")
    attempt = work.call.no_match
    if ladder is None:
        return Edge("person") if attempt >= NO_MATCH_ATTEMPTS else None
    return _climb(work, ladder, attempt, speak=False)


def no_input(work: Work, question: str) -> Edge | None:
    """One more silence: says the rung's words, or gives the edge that leaves."""
    work.call.no_input += 1
    ladder = _nearest(work, "no_input") or _built_in_silence(work, question)
    return _climb(work, ladder, work.call.no_input, speak=True, question=question)


def _built_in_silence(work: Work, question: str) -> Ladder:
    """The built-in rungs, whose words are spoken by the caller of this function's own texts."""
    words = phrases(work.call.language)
    attempt = work.call.no_input
    if attempt == 1:
        work.due(words.still_there, "no_input")
    elif attempt == 2:
        work.due(question or words.still_there, "no_input")
    else:
        work.due(words.goodbye, "no_input")
    return (Rung(), Rung(), Rung(edge=Edge("hang_up")))


def _climb(work: Work, ladder: Ladder, attempt: int, *, speak: bool, question: str = "") -> Edge | None:
    rung = ladder[min(attempt, len(ladder)) - 1]
    if rung.edge is not None:
        return rung.edge
    if speak and rung.say is not None:
        added: dict[str, Value] = {"question": question}
        work.due(spoken(rung.say, FlowScope(work, work.call.top, added, stale=True), work.locale).text, "no_input")
    return None


def _nearest(work: Work, which: str) -> Ladder | None:
    flow, state, project = work.flow, work.state, work.program.project
    slots = [work.program.slot(flow.name, name) for name in missing(work)[:1]]
    for place in (*slots, state, flow, project):
        ladder: Ladder | None = getattr(place, which, None)
        if ladder:
            return ladder
    return None
