"""Silence and noise: a caller who says nothing, and turns that turn out to have no words.

A turn with little voice in it is answered only once its words are in. Without words, or with only an echo of what the
agent just said, it was a noise: nobody answers it, the silence goes on where it was, and what it cut is said again.
"""

from flowkit.engine.altering import altered
from flowkit.engine.call import Due, Turn
from flowkit.engine.handover import handoff
from flowkit.engine.read_back import confirm, judging, unanswered
from flowkit.engine.speaking import barge_in
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.speaking.faithful import plain
from flowkit.engine.walking import flow_ends, ladders, walk, ways
from flowkit.engine.work import Work
from flowkit.language.answers import read_answer

NOISES = 3
"""Noises in a row that count as one silence."""

OF_DRAFT = ("statement", "question")
"""What a read-back says by itself, as soon as it may."""

REPEATS = 2
"""How often words are said again that noises cut; the last time only a longer turn stops them."""


def no_input(work: Work) -> None:
    """The caller has said nothing for too long: the next rung of the ladder."""
    held = work.call.hold
    work.call.hold = work.call.silence_left = 0
    if not held and unanswered.unanswered(work):
        return
    edge = ladders.no_input(work, open_question(work).text)
    if edge is None:
        return
    if edge.go == "hang_up":
        ways.take(work, edge)
        flow_ends.end_all(work, "abandoned")
        work.call.ended_by = "silence"
        handoff.last_words(work)
    else:
        walk.leave(work, (edge,), "no_input")


def is_noise(work: Work, turn: Turn) -> bool:
    """Whether the words of a turn are none: it is empty, or a short one that repeats what sounded when it began."""
    if not turn.text:
        return True
    over = work.call.utterances.get(turn.over)
    if not turn.short or over is None or plain(turn.text) not in plain(over.text):
        return False
    # A no is never too early, and never taken for an echo.
    return read_answer(turn.text, (), work.locale).reading != "no"


def noise(work: Work, name: str) -> None:
    """A turn was a noise: what it cut is said again; some in a row count as one silence."""
    call = work.call
    turn = call.turns[name]
    if turn.noise or not call.can.audio:
        return
    call.turns[name] = altered(turn, noise=True)
    call.noises += 1
    work.note("state", {"turn": name, "noise": call.noises})
    if call.stage != "live" or call.floor.open_turn:
        # The caller speaks again already: that turn tells what becomes of what was cut.
        return
    cut, call.cut = call.cut, ()
    again: list[Due] = []
    for due in cut:
        if due.purpose == barge_in.REPLY:
            if turn.short or turn.ended is None:
                call.advice = "cut off"
                work.want_reply()
        elif due.purpose not in OF_DRAFT and due.repeats < REPEATS:
            yields = "to_words" if due.repeats + 1 == REPEATS else due.yields
            again.append(altered(due, repeats=due.repeats + 1, yields=yields))
    work.set_floor(due=(*again, *work.call.floor.due))
    _ask_on(work)
    if call.noises >= NOISES:
        call.noises = 0
        no_input(work)


def _ask_on(work: Work) -> None:
    """A read-back that was judged, or whose question was cut, goes on as if nothing had been said."""
    draft = work.call.draft
    if draft is None:
        return
    question = work.call.utterances.get(draft.question_u)
    if question is not None and question.stopped and not judging.is_answered(work, draft):
        walk.came(work, confirm.ask_anew(work, draft, attempt=False))
    elif draft.phase == "judging":
        work.call.draft = altered(draft, phase="listening")


def spoken(work: Work) -> None:
    """A turn had words: what it cut stays cut, but for a result that was not heard to its end yet."""
    call = work.call
    cut, call.cut = call.cut, ()
    call.noises = call.silence_left = 0
    results = tuple(altered(due, repeats=1) for due in cut if due.purpose in ("result", "repair") and not due.repeats)
    if results:
        work.set_floor(due=(*results, *call.floor.due))
