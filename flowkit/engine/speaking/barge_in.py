"""Barge-in: what becomes of the agent's words when the caller begins to speak.

Theory of operation. What does not sound yet is taken back, so that nothing begins while a caller speaks; only what
never yields is left. A reply that was taken back is wanted again, words that bind are said again later, and neither
counts as an attempt; words into silence and askings again lapse. What sounds stops at once, or when the turn has gone
on for so long that it is more than a cough, or when its words read *no*, as the utterance says. What a turn made stop
is remembered until its words are in: if it was a noise, it is said again (`silence`).

Typed words cut nothing: they only take back a reply that is still being generated.
"""

from flowkit.engine.altering import altered
from flowkit.engine.call import Call, Due, Pending, Utterance
from flowkit.engine.effects import Cancel
from flowkit.engine.read_back import confirm
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.work import Work
from flowkit.language.answers import read_answer

LAPSING = ("filler", "no_input", "question again", "repeat", "ask_again", "say_again")
"""Purposes of words that are meant for silence, or ask again; they are not said after a caller who speaks."""

REPLY = "reply"


def caller_speaks(work: Work) -> None:
    """A turn of the caller began."""
    call = work.call
    if not call.can.audio:
        u = call.floor.generating
        utterance = call.utterances.get(u)
        if utterance is not None and utterance.kind == "reply" and not utterance.void:
            _withdraw(work, u)
            work.want_reply()
        return
    confirm.caller_begins(work)
    for u in _under_way(call):
        utterance = call.utterances[u]
        if utterance.yields == "never" or utterance.void or utterance.stopped:
            continue
        if not utterance.sounds:
            _take_back(work, u, utterance)
        elif utterance.yields == "at_once":
            stop(work, u)
    lapsed = tuple(due for due in call.floor.due if due.purpose in LAPSING)
    if lapsed:
        call.cut = (*call.cut, *lapsed)
        work.set_floor(due=tuple(due for due in work.call.floor.due if due.purpose not in LAPSING))


def _under_way(call: Call) -> list[str]:
    """Utterances that are not known to be at their end, in the order in which they sound."""
    each = dict.fromkeys((*call.floor.playing, call.floor.generating))
    return [u for u in each if u in call.utterances]


def sounding(call: Call) -> str:
    """The utterance that sounds now."""
    return next((u for u in _under_way(call) if call.utterances[u].sounds), "")


def yielding(call: Call) -> list[str]:
    """Utterances that sound and stop for a turn that goes on, or that refuses."""
    each = ((u, call.utterances[u]) for u in _under_way(call))
    return [u for u, one in each if one.sounds and one.yields == "to_words" and not (one.stopped or one.void)]


def yield_now(work: Work) -> None:
    """The turn has gone on for so long that it is more than a cough."""
    for u in yielding(work.call):
        stop(work, u)


def hear(work: Work, turn: str) -> None:
    """The words of a turn are in: a no stops what would have gone on."""
    said = work.call.turns[turn]
    waits = yielding(work.call) if said.text else []
    if waits and read_answer(said.text or "", (), work.locale).reading == "no":
        for u in waits:
            stop(work, u)


def stop(work: Work, u: str) -> None:
    """Stops what sounds. A reply that is still being generated does not count, even if its end overtakes this."""
    utterance = work.call.utterances[u]
    is_reply = utterance.kind == "reply"
    generating = work.call.floor.generating == u
    work.change_utterance(u, stopped=True, void=utterance.void or (is_reply and generating))
    work.emit(Cancel(u))
    due = Due(utterance.text, REPLY if is_reply else utterance.purpose, utterance.yields, utterance.values)
    work.call.cut = (*work.call.cut, altered(due, repeats=utterance.repeats))


def _withdraw(work: Work, u: str) -> None:
    """Takes back what does not sound."""
    work.change_utterance(u, void=True)
    work.emit(Cancel(u))
    if u in work.call.floor.playing:
        work.set_floor(playing=tuple(other for other in work.call.floor.playing if other != u))


def _take_back(work: Work, u: str, utterance: Utterance) -> None:
    if utterance.kind == "reply":
        if utterance.status == "completed":
            unsaid(work, utterance)
        _withdraw(work, u)
        if utterance.purpose == REPLY:
            work.want_reply(work.call.floor.reply_tool)
        return
    _withdraw(work, u)
    due = Due(utterance.text, utterance.purpose, utterance.yields, utterance.values, utterance.repeats)
    if utterance.purpose in LAPSING:
        work.call.cut = (*work.call.cut, due)
    else:
        work.set_floor(due=(due, *work.call.floor.due))


def unsaid(work: Work, reply: Utterance) -> None:
    """What a reply brought was judged, but nobody heard its words: the next one brings them."""
    call = work.call
    question = open_question(work).text
    words = tuple(Pending(text, values) for text, values in reply.must if text != question)
    call.pending = (*words, *(each for each in call.pending if each not in words))
    if reply.visit == call.top.visit:
        call.asked = (0, "")
