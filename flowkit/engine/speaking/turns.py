"""The caller's turns: when they begin, when they end, and what their words decide."""

from flowkit.engine import deadlines
from flowkit.engine.altering import altered
from flowkit.engine.asking import check_answers, check_backs, late_words, provenance
from flowkit.engine.asking.askings import serve_whole, was_heard_before
from flowkit.engine.call import Turn
from flowkit.engine.events import TurnEnded, TurnStarted, Words
from flowkit.engine.handover import ending
from flowkit.engine.read_back import confirm, consent, judging
from flowkit.engine.speaking import barge_in, silence
from flowkit.engine.tools import open_calls, talk
from flowkit.engine.walking import requests, walk
from flowkit.engine.work import Work
from flowkit.language.answers import read_answer

VOICED_MS = 250
"""Shorter sounds are looked at before they are answered."""


def turn_started(work: Work, event: TurnStarted) -> None:
    """The caller begins to speak: what the agent says stops as it yields."""
    call = work.call
    if event.turn in call.turns:
        return
    call.hops = call.hold = 0
    call.tool_ends = call.looked_up = ()
    if call.can.audio and (until := call.timers.get("no_input")) is not None:
        # A noise does not begin the silence anew.
        call.silence_left = max(until - work.at, 1)
    over = barge_in.sounding(call)
    at_end = call.stage == "ending"
    work.new_turn(event.turn, Turn(work.at, before_disclosure=not call.disclosed, over=over, at_end=at_end))
    work.set_floor(open_turn=event.turn, passes=0)
    barge_in.caller_speaks(work)


def turn_ended(work: Work, event: TurnEnded) -> None:
    """The caller is done speaking: the model's turn, unless an answer to a read-back is to be judged first."""
    turn = work.call.turns.get(event.turn)
    if turn is None or turn.ended is not None:
        return
    call = work.call
    short = call.can.audio and event.voiced_ms < VOICED_MS
    call.turns[event.turn] = turn = altered(turn, ended=work.at, short=short, voiced_ms=event.voiced_ms)
    if call.floor.open_turn == event.turn:
        work.set_floor(open_turn="")
    judging.caller_ended(work, event.turn)
    count_turn(work)
    if call.can.audio and (short or turn.at_end):
        # Its words tell what it is; nobody speaks before.
        call.awaited = event.turn if turn.text is None else ""
        if turn.text is not None:
            _judge(work, event.turn)
    elif event.voiced_ms >= VOICED_MS and call.stage == "live" and not _words_decide(work):
        call.silence_left = 0
        _answer(work)


def stuck(work: Work) -> None:
    """A turn has no end: it was a noise, and whoever wants to may speak again."""
    turn = work.call.floor.open_turn
    work.set_floor(open_turn="")
    count_turn(work)
    if turn in work.call.turns:
        silence.noise(work, turn)


def no_words(work: Work) -> None:
    """The words of a turn that may be a noise did not come in time."""
    turn, work.call.awaited = work.call.awaited, ""
    draft = work.call.draft
    if draft is not None and turn in draft.turns:
        # A short answer to a read-back: its words have longer.
        return
    if turn in work.call.turns:
        silence.noise(work, turn)


def _answer(work: Work) -> None:
    """The model answers now, and is told first that what it called takes its time."""
    open_calls.running(work)
    work.want_reply()
    walk.came(work, talk.count_turn(work))


def _words_decide(work: Work) -> bool:
    """Whether the words of a turn are to be judged before the model may speak."""
    return _write_runs(work) or confirm.is_open(work) or check_backs.is_open(work) or bool(work.call.declined)


def count_turn(work: Work) -> None:
    """The budget of turns ends every call."""
    if work.call.turn_count > work.program.sentences.most_turns:
        deadlines.used_up(work, "too many turns")


def _write_runs(work: Work) -> bool:
    """Whether the state waits for a write, or for the look after one."""
    tools = work.program.project.tools
    runs = (each for each in work.call.runs.values() if not each.reserving or each.purpose == "write")
    return any(each.purpose == "write" or (each.purpose == "use" and tools[each.tool].writes) for each in runs)


def words(work: Work, event: Words) -> None:
    """The final transcript of a turn."""
    turn = work.call.turns.get(event.turn)
    if turn is None or turn.text is not None:
        return
    work.call.turns[event.turn] = altered(turn, text="" if event.problem else event.text)
    if work.call.awaited == event.turn:
        work.call.awaited = ""
    _judge(work, event.turn)


def _judge(work: Work, name: str) -> None:
    """The words of a turn are in, and where they have to tell what it is, so is its end."""
    call = work.call
    turn = call.turns[name]
    if call.can.audio and turn.ended is not None:
        # What a longer turn without words answers to a read-back is judged there.
        if silence.is_noise(work, turn) and (turn.short or not confirm.is_open(work)):
            silence.noise(work, name)
            return
        barge_in.hear(work, name)
        if turn.text:
            silence.spoken(work)
    if call.stage == "ending" and turn.at_end:
        ending.words(work, name)
    if call.stage == "live":
        _words_of(work, name)


def _words_of(work: Work, name: str) -> None:
    """What the words of a turn decide."""
    provenance.words_came(work, name)
    if check_answers.words_came(work, name):
        return
    if check_backs.is_open(work):
        check_answers.answered(work, name)
        if work.call.hold:
            work.clear_timer("no_input")
    elif confirm.is_open(work):
        walk.came(work, consent.answered(work, name))
        if work.call.hold:
            work.clear_timer("no_input")
    elif work.call.declined:
        _answer_what_to_change(work, name)
    elif _write_runs(work):
        requests.during_write(work, name)
    elif work.call.turns[name].short:
        _answer(work)
    else:
        late_words.read(work, name)


def _answer_what_to_change(work: Work, turn: str) -> None:
    """After "what should I change?": a second no ends the flow, a yes reads it back again, all else is the model's.

    A yes or no that began before the question sounded answers something else.
    """
    reading = read_answer(work.call.turns[turn].text or "", (), work.locale).reading
    if reading in ("yes", "no"):
        serve_whole(work, turn)
        if not was_heard_before(work, "what_to_change", turn):
            late_words.read(work, turn)
            return
    match reading:
        case "no":
            work.set_floor(want_reply=False)
            walk.came(work, confirm.GIVEN_UP)
        case "yes":
            work.call.declined = 0
            walk.came(work, confirm.enter(work))
        case _ if not late_words.read(work, turn):
            work.want_reply()
