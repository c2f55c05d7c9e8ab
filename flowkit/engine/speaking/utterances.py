"""The agent's utterances: begun, generated, heard, and what they bring.

Of a reply only what was completed and not taken back counts. Its calls are judged; then the flow moves by what they
brought, or the engine sees to it that the call does not stand still.
"""

import re
from collections.abc import Iterator

from flowkit.engine.altering import altered
from flowkit.engine.asking import ask, replies
from flowkit.engine.asking.askings import asks_too
from flowkit.engine.call import Utterance
from flowkit.engine.effects import AnswerCall, Cancel
from flowkit.engine.events import FunctionCall, Generated
from flowkit.engine.speaking import failures, floor, musts, playback
from flowkit.engine.tools import functions, tool_calls
from flowkit.engine.watch import claims, spending
from flowkit.engine.work import Work
from flowkit.language.model import Ask

_WORD = re.compile(r"\w")
KEPT_CALL_IDS = 50
"""How many functions that were called are remembered, so that none is answered twice."""


def generated(work: Work, event: Generated) -> None:
    """The model finished an utterance; only what was completed and not taken back counts."""
    spending.spent(work, event.usage)
    utterance = work.call.utterances.get(event.u)
    if event.calls:
        fresh = tuple(_new_calls(work, event))
        if len(fresh) < len(event.calls):
            event = altered(event, calls=fresh)
        work.call.call_ids = (*work.call.call_ids, *(call.id for call in event.calls))[-KEPT_CALL_IDS:]
    if utterance is None or utterance.status != "generating":
        work.note("ignored", {"event": "generated", "u": event.u})
        _answer_void(work, event)
        return
    work.change_utterance(event.u, status=event.status, text=event.text or utterance.text)
    if work.call.floor.generating == event.u:
        work.set_floor(generating="")
    if utterance.kind == "say":
        _answer_void(work, event)
        playback.said(work, event, utterance)
    elif utterance.void or event.status != "completed":
        _void(work, event, utterance)
    else:
        _replied(work, event, utterance)


def _new_calls(work: Work, event: Generated) -> Iterator[FunctionCall]:
    """The calls that came whole and have not come before: a call has one output."""
    seen = set(work.call.call_ids)
    for call in event.calls:
        if call.whole and call.id not in seen:
            seen.add(call.id)
            yield call


def _void(work: Work, event: Generated, utterance: Utterance) -> None:
    """A reply that does not count: its calls are answered, and change nothing."""
    _answer_void(work, event)
    if utterance.sounds and not utterance.extent:
        playback.will_sound(work, event.u)
    if utterance.void or work.call.stage != "live":
        return
    failures.reply_failed(work, event)


def _answer_void(work: Work, event: Generated) -> None:
    for call in event.calls:
        work.emit(AnswerCall(call.id, {"status": "void"}))


def _replied(work: Work, event: Generated, utterance: Utterance) -> None:
    """A reply that counts: its calls are judged, then the graph goes on by what they brought."""
    call = work.call
    if call.stage != "live":
        _void(work, event, utterance)
        _take_back(work, event.u, utterance)
        return
    has_words = _WORD.search(event.text) is not None
    if not has_words and not event.calls:
        failures.once_more(work, "nothing", event.u)
        return
    call.malformed = 0
    here = call.top.visit
    spoke = has_words and not _overtaken(work, event, utterance)
    claims_too_much = spoke and claims.caught(work, event.u, event.text, utterance)
    spoke = spoke and not (claims_too_much and not utterance.sounds)
    if spoke:
        playback.will_sound(work, event.u)
        musts.check(work, event.text, utterance)
        if utterance.visit == here:
            floor.mark_said(work)
    judged = functions.judge_calls(work, utterance, event.calls)
    replies.go_on(work, event.u, judged, spoke=spoke, here=here)
    if spoke and call.stage == "live" and call.top.visit == here and isinstance(work.state.does, Ask):
        # In the breath with which it recorded a value it asked for the next one.
        asks_too(work, event.u, ask.asked_now(work))
    tool_calls.judge_tools(work, utterance, judged.tools)
    if claims_too_much:
        claims.go_on(work, utterance)


def _take_back(work: Work, u: str, reply: Utterance) -> None:
    """The call is on its way to its end: what the model still wanted to say does not sound."""
    if work.call.can.audio and not reply.sounds:
        work.change_utterance(u, void=True)
        work.emit(Cancel(u))


def _overtaken(work: Work, event: Generated, utterance: Utterance) -> bool:
    """Takes back a reply that does not fit the caller's words; whether it did. What sounds already stays said."""
    if event.calls or utterance.sounds or utterance.visit != work.call.top.visit:
        return False
    if not replies.is_overtaken(work, altered(utterance, text=event.text)):
        return False
    work.change_utterance(event.u, void=True)
    work.emit(Cancel(event.u))
    return True
