"""Ladders: what happens when the caller says nothing, or nothing that helps, again and again.

Each attempt climbs one rung; the nearest ladder (slot, state, flow, project) is used whole. The last rung leaves the
state. Progress starts it over: entering a state and filling a slot set the counts back.
"""

from flowkit.engine.asking.ask import missing
from flowkit.engine.scope import FlowScope, spoken
from flowkit.engine.speaking.sayings import example_words
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


def rung_words(work: Work, question: str) -> str | None:
    """What is said to a caller whose words bring nothing, by how often that was so; nothing for the built-in first.

    Where the next attempt leaves the state, the edge has its own words: nothing to ask is said before them.
    """
    call = work.call
    # A turn that was counted already is answered with the rung that it has climbed to.
    attempt = max(1, call.no_match if call.missed_turn and call.missed_turn == work.last_turn else call.no_match + 1)
    ladder = _nearest(work, "no_match")
    if ladder is None:
        if attempt >= NO_MATCH_ATTEMPTS:
            return leaving_words(work)
        return example_words(work, question) if attempt > 1 else None
    rung = ladder[min(attempt, len(ladder)) - 1]
    if rung.say is None:
        return leaving_words(work)
    added: dict[str, Value] = {"question": question}
    text = spoken(rung.say, FlowScope(work, call.top, added, stale=True), work.locale).text
    # A question alone has no words of its own before it; the built-in ones are better than none.
    return None if attempt == 1 and question and text.startswith(question) else text


def leaving_words(work: Work) -> str:
    """What the model says to words that bring nothing where the next attempt leaves the state."""
    return phrases(work.call.language).filler[0]


def has_own(work: Work) -> bool:
    """Whether the flow has a no-match ladder of its own here."""
    return _nearest(work, "no_match") is not None


def last_edge(work: Work) -> Edge:
    """The edge at the end of the nearest no-match ladder, for a caller who has nothing left to say."""
    ladder = _nearest(work, "no_match")
    return next((rung.edge for rung in reversed(ladder or ()) if rung.edge is not None), Edge("person"))


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
    flow = work.flow
    asked = missing(work)
    slot = work.program.slot(flow.name, asked[0]) if asked else None
    for place in (slot, work.state, flow, work.program.project):
        ladder: Ladder | None = getattr(place, which, None)
        if ladder:
            return ladder
    return None
