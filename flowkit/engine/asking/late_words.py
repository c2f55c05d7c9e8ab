"""Words that come after the reply to them: they are read as if they had come before it.

Theory of operation. The reply was judged without them, and what it came to is left with it (`unread`). Now they are
read for the rest, in the order in which a reply is judged: the answer to what was asked, then what they say by
themselves, else they are a turn that brought nothing. What does not fit them any more and does not sound yet is taken
back, as it would not have been said: the reply itself, with the words that the engine had added to it, and a question
that is not open any more. Nothing that the reply was to bring is lost with it; what sounds already stays said.
"""

from typing import Any

from flowkit.engine.asking import progress, replies, unread, words_alone
from flowkit.engine.call import Utterance
from flowkit.engine.effects import Cancel
from flowkit.engine.speaking import barge_in, fallback
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.speaking.taken_back import take_back
from flowkit.engine.tools import tool_refusals
from flowkit.engine.walking import requests
from flowkit.engine.work import Work

ADDED = "repair"
"""The purpose of words that the engine adds to a reply that did not bring them."""

ASKED_AGAIN = "question again"


SPOKE = ("nothing", "waits", "replaced")
"""What a reply may come to without another one to the same turn."""


def read(work: Work, turn: str) -> bool:
    """The words of a turn are in: reads them for the reply that was judged without them; whether there is one."""
    found = unread.take(work, turn)
    if found is None:
        return False
    u, reply = found
    spoke = bool(reply.text) and not (reply.void or _overtaken(work, u, reply))
    question, again, wanted = open_question(work).text, _on_their_way(work, ASKED_AGAIN), work.call.floor.want_reply
    if reply.unread not in SPOKE:
        work.set_floor(want_reply=False)
    before = _situation(work)
    match reply.unread:
        case "waits":
            _waited(work, reply, spoke=spoke)
        case "failed":
            fallback.by_words(work, reply)
        case "replaced":
            fallback.stand_in(work, reply)
        case _:
            _judge(work, reply, spoke=spoke)
    if _situation(work) == before:
        work.set_floor(want_reply=wanted)
    elif reply.unread not in SPOKE:
        _no_second(work, turn)
    if work.call.stage != "live" or work.call.top.visit != reply.visit or open_question(work).text != question:
        # It is not asked again any more.
        _withdraw(work, ASKED_AGAIN, again)
    return True


def _situation(work: Work) -> tuple[Any, ...]:
    """What words change that say something: what is to be said or waited for, and where the call is."""
    call, floor = work.call, work.call.floor
    return call.stage, call.frames, floor.due, floor.want_reply, call.hold, call.check


def _no_second(work: Work, turn: str) -> None:
    """The call goes on by the words: another reply to them that does not sound yet would not have been asked for."""
    u = work.call.floor.generating
    other = work.call.utterances.get(u)
    if other is not None and other.kind == "reply" and other.upto_turn == turn and not (other.sounds or other.void):
        work.change_utterance(u, void=True)
        work.emit(Cancel(u))


def _judge(work: Work, reply: Utterance, *, spoke: bool) -> None:
    """A reply spoke, or its calls came to nothing."""
    if words_alone.is_answered(work, reply):
        progress.by_words(work, reply)
    elif reply.unread == "uncounted":
        tool_refusals.count_turn(work, reply.upto_turn)
    elif reply.unread != "refused" and not replies.said_alone(work, reply, spoke=spoke):
        progress.no_progress(work, reply)


def _waited(work: Work, reply: Utterance, *, spoke: bool) -> None:
    """The model took the turn for one that is not meant for the agent, and the call has been silent since."""
    call, visit = work.call, reply.visit
    waited = call.hold == visit
    if waited:
        call.hold = call.held = 0
    if not fallback.takes_over(work, reply, spoke=spoke):
        requests.waits(work, reply.upto_turn)
    if waited and call.hold != visit:
        work.clear_timer("no_input")


def _overtaken(work: Work, u: str, reply: Utterance) -> bool:
    """Takes back a reply that does not fit the words and does not sound yet, with what was added; whether it did."""
    silent = not (reply.sounds or reply.void or reply.stopped or reply.extent) and work.call.can.audio
    if reply.unread != "nothing" or not silent or not replies.is_overtaken(work, reply):
        return False
    take_back(work, u)
    barge_in.unsaid(work, reply)
    _withdraw(work, ADDED, {text for text, _ in reply.must})
    return True


def _on_their_way(work: Work, purpose: str) -> set[str]:
    """The engine's own words of a purpose that do not sound yet."""
    due = {each.text for each in work.call.floor.due if each.purpose == purpose}
    return due | {each.text for _, each in _silent(work, purpose)}


def _withdraw(work: Work, purpose: str, texts: set[str]) -> None:
    """Takes back the engine's own words of a purpose that do not sound yet."""
    work.set_floor(due=tuple(due for due in work.call.floor.due if due.purpose != purpose or due.text not in texts))
    for u, each in _silent(work, purpose):
        if each.text in texts:
            take_back(work, u)


def _silent(work: Work, purpose: str) -> list[tuple[str, Utterance]]:
    """The engine's own words of a purpose that are being said or queue, and do not sound yet."""
    floor = work.call.floor
    found = ((u, work.call.utterances.get(u)) for u in dict.fromkeys((*floor.playing, floor.generating)))
    return [(u, each) for u, each in found if each is not None and each.purpose == purpose and not each.sounds]
