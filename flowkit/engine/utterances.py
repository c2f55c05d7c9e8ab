"""The agent's utterances: begun, generated, heard, and what they bring.

Of a reply only what was completed and not taken back counts. Its calls are judged; then the flow moves by what they
brought, or the engine sees to it that the call does not stand still.
"""

from collections.abc import Iterator

from flowkit.engine import (
    ask,
    confirm,
    consent,
    corrections,
    decisions,
    floor,
    functions,
    handoff,
    progress,
    tool_calls,
    walk,
)
from flowkit.engine.altering import altered
from flowkit.engine.askings import asks_too, began_to_sound
from flowkit.engine.briefs import open_question
from flowkit.engine.call import Utterance
from flowkit.engine.effects import AnswerCall, Cancel
from flowkit.engine.events import Audible, FunctionCall, Generated, Played
from flowkit.engine.faithful import brings
from flowkit.engine.slot_rules import recheck
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Talk

DISCLOSURES = 3
"""How often the disclosure is said before a person is called."""

KEPT_CALL_IDS = 50
"""How many functions that were called are remembered, so that none is answered twice."""

EMPTY_REPLIES = 2
"""Replies that failed or were empty, before the engine asks the state's own question."""


def audible(work: Work, event: Audible) -> None:
    """An utterance began to reach the caller."""
    if event.u in work.call.utterances:
        work.change_utterance(event.u, sounds=True)
        began_to_sound(work, event.u)
        confirm.audible(work, event.u)


def _will_sound(work: Work, u: str) -> None:
    """An utterance that was generated stands between the agent and silence until it was played."""
    work.set_floor(playing=(*work.call.floor.playing, u))


def generated(work: Work, event: Generated) -> None:
    """The model finished an utterance; only what was completed and not taken back counts."""
    utterance = work.call.utterances.get(event.u)
    event = altered(event, calls=tuple(_new_calls(work, event)))
    if utterance is None or utterance.status != "generating":
        work.note("ignored", {"event": "generated", "u": event.u})
        if utterance is None:
            _answer_void(work, event)
        return
    work.call.call_ids = (*work.call.call_ids, *(call.id for call in event.calls))[-KEPT_CALL_IDS:]
    work.change_utterance(event.u, status=event.status, text=event.text or utterance.text)
    if work.call.floor.generating == event.u:
        work.set_floor(generating="")
    if utterance.kind == "say":
        _said(work, event, utterance)
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


def _said(work: Work, event: Generated, utterance: Utterance) -> None:
    if event.status != "completed":
        if not utterance.void:
            work.due(utterance.text, utterance.purpose)
    elif not utterance.extent:
        _will_sound(work, event.u)


def _void(work: Work, event: Generated, utterance: Utterance) -> None:
    """A reply that does not count: its calls are answered, and change nothing."""
    _answer_void(work, event)
    if not utterance.void and work.call.stage == "live":
        _once_more(work, event.error or event.status)


def _answer_void(work: Work, event: Generated) -> None:
    for call in event.calls:
        work.emit(AnswerCall(call.id, {"status": "void"}))


def _once_more(work: Work, why: str) -> None:
    """A reply failed or was empty: once more, then the state's own question."""
    work.call.malformed += 1
    work.note("trouble", {"kind": "reply", "detail": why})
    if work.call.malformed < EMPTY_REPLIES:
        work.want_reply()
        return
    work.call.malformed = 0
    question = open_question(work)
    if question.text:
        work.due(question.text, "question again", values=question.values)
    else:
        walk.to_person(work, "the model does not answer")


def silent_model(work: Work) -> None:
    """An utterance does not come: it is taken back, and once that does not come either, it is given up."""
    u = work.call.floor.generating
    utterance = work.call.utterances.get(u)
    if utterance is None or utterance.void:
        work.set_floor(generating="")
        return
    work.change_utterance(u, void=True)
    work.emit(Cancel(u))
    if utterance.kind == "say":
        work.due(utterance.text, utterance.purpose)
    else:
        _once_more(work, "nothing was generated")


def _replied(work: Work, event: Generated, utterance: Utterance) -> None:
    """A reply that counts: its calls are judged, then the graph goes on by what they brought."""
    call = work.call
    if call.stage != "live":
        _void(work, event, utterance)
        return
    if not event.text and not event.calls:
        _once_more(work, "nothing")
        return
    call.malformed = 0
    here = call.top.visit
    spoke = bool(event.text) and not _overtaken(work, event, utterance)
    if spoke:
        _will_sound(work, event.u)
        if utterance.visit == here:
            floor.mark_said(work)
        _check_musts(work, event.text, utterance)
    judged = functions.judge_calls(work, utterance, event.calls)
    _act(work, altered(utterance, text=event.text), judged, spoke=spoke, here=here)
    if spoke and call.stage == "live" and call.top.visit == here and isinstance(work.state.does, Ask):
        # In the breath with which it recorded a value it asked for the next one.
        asks_too(work, event.u, ask.asked_now(work))
    tool_calls.judge_tools(work, utterance, judged.tools)


def _overtaken(work: Work, event: Generated, utterance: Utterance) -> bool:
    """Takes back a reply that missed an answer which the engine reads in the caller's words; whether it did.

    Nothing was recorded, so what it says (`Sorry, I didn't catch that`) does not fit any more. What sounds already
    stays said.
    """
    if event.calls or utterance.sounds or utterance.visit != work.call.top.visit:
        return False
    if not ask.is_answered(work, utterance):
        return False
    work.change_utterance(event.u, void=True)
    work.emit(Cancel(event.u))
    return True


def _check_musts(work: Work, text: str, utterance: Utterance) -> None:
    """Values that the reply had to bring and did not are said by the engine."""
    for must, values in utterance.must:
        if not all(brings(text, value, work.locale) for value in values):
            work.due(must, "repair", values=values)


def _act(work: Work, utterance: Utterance, judged: functions.Judged, *, spoke: bool, here: int) -> None:
    """Moves the flow by what a reply brought, or sees to it that the call does not stand still."""
    broken = recheck(work, judged.kept)
    if (judged.changed or broken) and corrections.correct(work, judged.changed, broken):
        return
    if broken:
        work.want_reply()
    if judged.decision is not None:
        decisions.decided(work, judged.decision)
        return
    if judged.kept:
        ask.pass_over(work, ask.optional_asked(work, utterance.upto_turn))
        work.call.no_match = work.call.declined = 0
        work.call.missed_turn = utterance.upto_turn
    if progress.kept_all(work):
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
    if not judged.kept and not judged.waits and utterance.visit == here and ask.is_answered(work, utterance):
        progress.by_words(work, utterance)
        return
    if confirm.is_open(work):
        if not judged.kept and progress.corrected_by_words(work, utterance):
            return
        if not spoke and _looks_up(work, judged):
            return
        walk.came(work, consent.reply_done(work, kept=bool(judged.kept)))
        if work.call.draft is None and isinstance(work.state.does, Talk) and not spoke:
            work.want_reply()
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
        progress.no_progress(work, utterance)
    elif work.call.held != here:
        work.call.hold = work.call.held = here


def late_words(work: Work, turn: str) -> None:
    """The words of a turn came after the reply to it, which brought nothing: they are judged as if they came before."""
    call = work.call
    reply = next((each for each in reversed(call.utterances.values()) if each.kind == "reply"), None)
    if reply is None or reply.upto_turn != turn or reply.status != "completed" or reply.void:
        return
    settled = call.missed_turn == turn or call.hold or call.floor.want_reply or call.floor.due
    if settled or call.floor.generating or reply.visit != call.top.visit:
        return
    if ask.is_answered(work, reply):
        progress.by_words(work, reply)
    else:
        progress.no_progress(work, reply)


def _looks_up(work: Work, judged: functions.Judged) -> bool:
    """Whether the model looks something up before it answers a question of the caller's."""
    draft = work.call.draft
    tools = work.program.project.tools
    return draft is not None and not draft.changing and any(not tools[call.name].writes for call in judged.tools)


def played(work: Work, event: Played) -> None:
    """An utterance came to its end for the caller."""
    utterance = work.call.utterances.get(event.u)
    if utterance is None or utterance.extent:
        return
    work.change_utterance(event.u, extent=event.extent)
    work.set_floor(playing=tuple(u for u in work.call.floor.playing if u != event.u))
    match utterance.purpose:
        case "disclosure":
            _disclosed(work, utterance, event.extent)
        case "handoff" if work.call.stage == "transfer":
            handoff.said(work, event.u)
        case _:
            walk.came(work, confirm.played(work, event.u, event.extent))


def _disclosed(work: Work, utterance: Utterance, extent: str) -> None:
    if extent == "full":
        work.call.disclosed = True
    elif work.call.malformed < DISCLOSURES - 1:
        work.call.malformed += 1
        work.due(utterance.text, "disclosure", yields="never")
    else:
        handoff.give_up(work, "the disclosure could not be said")
