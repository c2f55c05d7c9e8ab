"""The agent's utterances: begun, generated, heard, and what they bring.

Of a reply only what was completed and not taken back counts. Its calls are judged; then the flow moves by what they
brought, or the engine sees to it that the call does not stand still.
"""

import re
from collections.abc import Iterator

from flowkit.engine.altering import altered
from flowkit.engine.asking import ask, check_answers, corrections, progress, readings, words_alone
from flowkit.engine.asking.askings import asks_too
from flowkit.engine.asking.slot_rules import recheck
from flowkit.engine.call import Utterance
from flowkit.engine.effects import AnswerCall, Cancel
from flowkit.engine.events import FunctionCall, Generated
from flowkit.engine.read_back import confirm, consent
from flowkit.engine.speaking import failures, fallback, floor, musts, playback
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.tools import functions, tool_calls, tool_refusals
from flowkit.engine.walking import decisions, requests, walk
from flowkit.engine.watch import claims, spending
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Talk

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
    failures.reply_failed(work, event, utterance)


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
        failures.once_more(work, "nothing", utterance)
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
    _act(work, call.utterances[event.u], judged, spoke=spoke, here=here)
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
    """Takes back a reply that missed an answer which the engine reads in the caller's words; whether it did.

    Nothing was recorded, so what it says (`Sorry, I didn't catch that`) does not fit any more, unless it only repeats
    that answer. What sounds already stays said.
    """
    if event.calls or utterance.sounds or utterance.visit != work.call.top.visit:
        return False
    said = altered(utterance, text=event.text)
    if words_alone.is_answered(work, said):
        if words_alone.repeats_answer(work, said):
            return False
    elif not _missed(work, said):
        return False
    work.change_utterance(event.u, void=True)
    work.emit(Cancel(event.u))
    return True


def _missed(work: Work, utterance: Utterance) -> bool:
    """Whether the caller's words name a flow on offer, or hold values of which the reply says nothing."""
    turn = utterance.upto_turn
    if isinstance(work.state.does, Choose):
        return bool(readings.named_flow(work, utterance))
    return work.call.maybe[0] != turn and bool(readings.maybe(work, utterance))


def _act(work: Work, utterance: Utterance, judged: functions.Judged, *, spoke: bool, here: int) -> None:
    """Moves the flow by what a reply brought, or sees to it that the call does not stand still."""
    broken = recheck(work, judged.kept)
    if (judged.changed or broken) and corrections.correct(work, judged.changed, broken):
        return
    if broken:
        work.want_reply()
    if work.call.correcting and requests.corrects(work):
        return
    if judged.decision is not None and not _is_idle(work, utterance, judged):
        decisions.decided(work, judged.decision)
        return
    if judged.kept:
        words_alone.pass_over(work, words_alone.optional_asked(work, utterance.upto_turn))
        work.call.no_match = work.call.declined = 0
        work.call.missed_turn = utterance.upto_turn
    if check_answers.reply_done(work, kept=bool(judged.kept)) or progress.kept_all(work):
        return
    if judged.asked and not judged.kept and not confirm.is_open(work):
        # Which of two values it is was asked: the answer decides, not what was said before.
        progress.missed(work, utterance.upto_turn)
        return
    if (
        judged.told
        and not judged.kept
        and isinstance(work.state.does, Ask)
        and progress.missed(work, utterance.upto_turn)
    ):
        return
    if not judged.kept and not judged.waits and utterance.visit == here and words_alone.is_answered(work, utterance):
        progress.by_words(work, utterance)
        return
    if confirm.is_open(work):
        if not judged.kept and (
            requests.wants_person(work, utterance.upto_turn)
            or progress.corrected_by_words(work, utterance)
            or requests.corrects(work)
        ):
            return
        if not spoke and _looks_up(work, judged):
            return
        walk.came(work, consent.reply_done(work, kept=bool(judged.kept)))
        if work.call.draft is None and isinstance(work.state.does, Talk) and not spoke:
            work.want_reply()
        return
    if judged.called and not judged.waits and utterance.visit == here and tool_refusals.count_bad(work, judged):
        return
    if judged.kept or judged.refused or judged.malformed:
        if not spoke or judged.refused:
            work.want_reply()
        elif judged.kept and isinstance(work.state.does, Ask | Choose) and "?" not in utterance.text:
            # It took what was said, perhaps once more, and asked for nothing.
            question = open_question(work)
            work.due(question.text, "question again", values=question.values)
        return
    if not judged.waits:
        _brought_nothing(work, utterance, judged, spoke=spoke, here=here)
    elif not fallback.takes_over(work, utterance, spoke=spoke):
        requests.waits(work, utterance.upto_turn)


def _is_idle(work: Work, utterance: Utterance, judged: functions.Judged) -> bool:
    """Whether a decision is about a question that the caller has just answered: nothing is to be said again or left."""
    does = work.state.does
    if not judged.kept or not isinstance(does, Ask):
        return False
    match judged.decision:
        case ("request", "repeat"):
            return ask.filled(work) or not judged.kept.isdisjoint(utterance.asks)
        case ("choose", option):
            return not does.enough and option == ask.CANNOT_SAY and ask.filled(work)
    return False


def _brought_nothing(work: Work, utterance: Utterance, judged: functions.Judged, *, spoke: bool, here: int) -> None:
    """A reply reported nothing: what the caller's words say without it, else one more turn that brought nothing."""
    if utterance.visit == here and not judged.called:
        if requests.heard(work, utterance.upto_turn, spoke=spoke):
            return
        flow = readings.named_flow(work, utterance)
        if flow:
            decisions.decided(work, ("choose", flow))
            return
        if progress.records_by_force(work, utterance):
            return
        if work.call.draft is None and progress.corrected_by_words(work, utterance):
            return
    progress.no_progress(work, utterance)
    call = work.call
    if not (spoke or judged.tools or call.floor.due) and call.stage == "live" and call.top.visit == here:
        # Nobody has said anything to the caller's words.
        work.want_reply()


def late_words(work: Work, turn: str) -> None:
    """The words of a turn came after the reply to it, which brought nothing: they are judged as if they came before."""
    call = work.call
    reply = next((each for each in reversed(call.utterances.values()) if each.kind == "reply"), None)
    if reply is None or reply.upto_turn != turn or reply.status != "completed" or reply.void:
        return
    if call.hold and call.waited == turn:
        # The model took it for words that are meant for somebody else.
        if fallback.takes_over(work, reply, spoke=bool(reply.text)):
            call.hold = 0
            work.clear_timer("no_input")
        return
    settled = call.missed_turn == turn or call.hold or call.floor.want_reply or call.floor.due
    if settled or call.floor.generating or reply.visit != call.top.visit:
        return
    if requests.heard(work, turn, spoke=bool(reply.text)):
        return
    flow = readings.named_flow(work, reply)
    if flow:
        decisions.decided(work, ("choose", flow))
    elif words_alone.is_answered(work, reply):
        progress.by_words(work, reply)
    elif not progress.records_by_force(work, reply):
        progress.no_progress(work, reply)


def _looks_up(work: Work, judged: functions.Judged) -> bool:
    """Whether the model looks something up before it answers a question of the caller's."""
    draft = work.call.draft
    tools = work.program.project.tools
    return draft is not None and not draft.changing and any(not tools[call.name].writes for call in judged.tools)
