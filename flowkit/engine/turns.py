"""The caller's turns: when they begin, when they end, and what their words decide."""

from flowkit.engine import confirm, consent, open_calls, talk, timers, utterances, walk
from flowkit.engine.altering import altered
from flowkit.engine.askings import serve_whole
from flowkit.engine.call import Turn
from flowkit.engine.effects import Cancel
from flowkit.engine.events import TurnEnded, TurnStarted, Words
from flowkit.engine.work import Work
from flowkit.language.answers import read_answer
from flowkit.language.phrases import phrases

VOICED_MS = 250
"""Shorter sounds are looked at before they are answered."""


def turn_started(work: Work, event: TurnStarted) -> None:
    """The caller begins to speak: what does not sound yet is taken back."""
    call = work.call
    if event.turn in call.turns:
        return
    call.hops = call.hold = 0
    call.tool_ends = call.looked_up = ()
    work.new_turn(event.turn, Turn(work.at, before_disclosure=not call.disclosed))
    work.set_floor(open_turn=event.turn, passes=0)
    u = call.floor.generating
    utterance = call.utterances.get(u)
    if utterance is not None and utterance.kind == "reply" and not utterance.void:
        work.change_utterance(u, void=True)
        work.emit(Cancel(u))
        work.want_reply()


def turn_ended(work: Work, event: TurnEnded) -> None:
    """The caller is done speaking: the model's turn, unless an answer to a read-back is to be judged first."""
    turn = work.call.turns.get(event.turn)
    if turn is None or turn.ended is not None:
        return
    work.call.turns[event.turn] = altered(turn, ended=work.at)
    if work.call.floor.open_turn == event.turn:
        work.set_floor(open_turn="")
    _count_turn(work)
    if event.voiced_ms >= VOICED_MS and work.call.stage == "live" and not _words_decide(work):
        # The model answers now, and is told first that what it called takes its time.
        open_calls.running(work)
        work.want_reply()
        walk.came(work, talk.count_turn(work))


def _words_decide(work: Work) -> bool:
    """Whether the words of a turn are to be judged before the model may speak."""
    return _write_runs(work) or confirm.is_open(work) or bool(work.call.declined)


def _count_turn(work: Work) -> None:
    """The budget of turns ends every call."""
    if work.call.turn_count > work.program.project.max_turns and work.call.stage == "live":
        walk.to_person(work, "too many turns")


def _write_runs(work: Work) -> bool:
    return any(running.purpose == "write" for running in work.call.runs.values())


def words(work: Work, event: Words) -> None:
    """The final transcript of a turn."""
    turn = work.call.turns.get(event.turn)
    if turn is None or turn.text is not None:
        return
    work.call.turns[event.turn] = altered(turn, text="" if event.problem else event.text)
    if work.call.stage != "live":
        return
    if confirm.is_open(work):
        walk.came(work, consent.answered(work, event.turn))
        if work.call.hold:
            timers.clear(work, "no_input")
    elif work.call.declined:
        _answer_what_to_change(work, event.turn)
    elif _write_runs(work):
        work.due(phrases(work.call.language).already_sent, "filler")
    else:
        utterances.late_words(work, event.turn)


def _answer_what_to_change(work: Work, turn: str) -> None:
    """After "what should I change?": a second no ends the flow, a yes reads it back again, all else is the model's."""
    reading = read_answer(work.call.turns[turn].text or "", (), work.locale).reading
    if reading in ("yes", "no"):
        serve_whole(work, turn)
    match reading:
        case "no":
            work.set_floor(want_reply=False)
            walk.came(work, confirm.GIVEN_UP)
        case "yes":
            work.call.declined = 0
            walk.came(work, confirm.enter(work))
        case _:
            work.want_reply()
