"""The agent's utterances: begun, generated, heard, and what they bring.

Of a reply only what was completed and not taken back counts. Its calls are judged; then the flow moves by what they
brought, or the engine sees to it that the call does not stand still.
"""

from flowkit.engine import ask, confirm, floor, functions, handoff, ladders, use, walk
from flowkit.engine.briefs import open_question
from flowkit.engine.call import Utterance
from flowkit.engine.dependents import void_draft
from flowkit.engine.effects import AnswerCall, Cancel
from flowkit.engine.events import Audible, Generated, Played
from flowkit.engine.faithful import brings
from flowkit.engine.scope import FlowScope
from flowkit.engine.work import Came, Work
from flowkit.language.answers import is_courtesy, is_question
from flowkit.language.model import Ask, Choose
from flowkit.language.phrases import phrases

DISCLOSURES = 3
"""How often the disclosure is said before a person is called."""

EMPTY_REPLIES = 2
"""Replies that failed or were empty, before the engine asks the state's own question."""


def audible(work: Work, event: Audible) -> None:
    """An utterance began to reach the caller."""
    if event.u in work.call.utterances:
        confirm.audible(work, event.u)


def _will_sound(work: Work, u: str) -> None:
    """An utterance that was generated stands between the agent and silence until it was played."""
    work.set_floor(playing=(*work.call.floor.playing, u))


def generated(work: Work, event: Generated) -> None:
    """The model finished an utterance; only what was completed and not taken back counts."""
    utterance = work.call.utterances.get(event.u)
    if utterance is None or utterance.status != "generating":
        work.note("ignored", {"event": "generated", "u": event.u})
        if utterance is None:
            _answer_void(work, event)
        return
    work.change_utterance(event.u, status=event.status, text=event.text or utterance.text)
    if work.call.floor.generating == event.u:
        work.set_floor(generating="")
    if utterance.kind == "say":
        _said(work, event, utterance)
    elif utterance.void or event.status != "completed":
        _void(work, event, utterance)
    else:
        _replied(work, event, utterance)


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
        if call.whole:
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
    if event.text:
        _will_sound(work, event.u)
        if utterance.visit == here:
            floor.mark_said(work)
        _check_musts(work, event.text, utterance)
    judged = functions.judge_calls(work, utterance, event.calls)
    _act(work, utterance, judged, spoke=bool(event.text), here=here)


def _check_musts(work: Work, text: str, utterance: Utterance) -> None:
    """Values that the reply had to bring and did not are said by the engine."""
    for must, values in utterance.must:
        if not all(brings(text, value, work.locale) for value in values):
            work.due(must, "repair", values=values)


def _act(work: Work, utterance: Utterance, judged: functions.Judged, *, spoke: bool, here: int) -> None:
    """Moves the flow by what a reply brought, or sees to it that the call does not stand still."""
    if judged.changed and walk.correct(work, judged.changed):
        return
    if judged.decision is not None:
        _decided(work, judged.decision)
        return
    if judged.kept:
        work.call.no_match = work.call.declined = 0
    if _kept_all(work):
        return
    if not judged.kept and not judged.waits and utterance.visit == here and ask.advance_by_words(work, utterance):
        work.call.no_match = 0
        if not _kept_all(work):
            work.want_reply()
        return
    if confirm.is_open(work):
        if not judged.kept and _corrected_by_words(work, utterance):
            return
        walk.came(work, confirm.reply_done(work, kept=bool(judged.kept)))
        return
    if judged.kept or judged.refused or judged.malformed:
        if not spoke or judged.refused:
            work.want_reply()
        return
    if not judged.waits:
        _no_progress(work, utterance)


def _corrected_by_words(work: Work, utterance: Utterance) -> bool:
    """The caller named another value and the model recorded nothing: the words' only other value is taken."""
    draft = work.call.draft
    if draft is None or not draft.changing:
        return False
    name = ask.correction_by_words(work, utterance.upto_turn)
    return bool(name) and walk.correct(work, frozenset((name,)))


def _kept_all(work: Work) -> bool:
    """Leaves an `ask` whose slots are all set."""
    if isinstance(work.state.does, Ask) and not ask.missing(work):
        walk.leave(work, work.state.next, "next")
        return True
    until = getattr(work.state.does, "until", None)
    if until is not None and until.evaluate(FlowScope(work, work.call.top)) is True:
        walk.leave(work, work.state.next, "next")
        return True
    return False


def _no_progress(work: Work, utterance: Utterance) -> None:
    """The caller's turn brought nothing: a rung of the no-match ladder, unless it was a courtesy or a question."""
    turn = work.call.turns.get(utterance.upto_turn)
    if turn is None or not turn.text or utterance.visit != work.call.top.visit:
        return
    if not (isinstance(work.state.does, Ask | Choose) or work.call.declined) or is_courtesy(turn.text, work.locale):
        return
    if is_question(turn.text, work.locale) and work.call.side_questions < ladders.SIDE_QUESTIONS:
        work.call.side_questions += 1
        return
    _missed(work, utterance.upto_turn)


def _missed(work: Work, turn: str) -> bool:
    """One more turn that brought nothing, counted once and where it was said; whether the ladder left the state."""
    call = work.call
    if turn == call.missed_turn or work.turn_number(turn) <= work.turn_number(call.top.since):
        return False
    call.missed_turn = turn
    edge = ladders.no_match(work)
    if edge is None:
        return False
    work.note("state", {"ladder": "no_match", "attempts": call.no_match})
    walk.leave(work, (edge,), "no_match")
    return True


def _decided(work: Work, decision: tuple[str, str]) -> None:
    """What the model reported beyond facts: a flow, an exit, a wish."""
    match decision:
        case ("choose", option) if isinstance(work.state.does, Choose) and option in work.state.does.flows:
            walk.start_flow(work, option, "choose")
        case ("choose", "other" | "cannot_say" as name) if name not in work.state.outcomes:
            if not _missed(work, work.last_turn):
                work.want_reply()
        case ("choose", option):
            walk.outcome(work, Came(option))
        case ("switch", flow):
            walk.digress(work, flow)
        case ("request", "person"):
            _abandon_draft(work, "the caller wants a person")
            walk.to_person(work, "the caller wants a person")
        case ("request", "cancel"):
            _abandon_draft(work, "the caller stops it")
            work.due(phrases(work.call.language).cancelled, "edge")
            walk.end_flow(work, "cancelled")
        case ("request", _):
            _repeat(work)


def _abandon_draft(work: Work, why: str) -> None:
    void_draft(work, why)
    use.abandon_reads(work)


def _repeat(work: Work) -> None:
    """The agent's last words again."""
    said = [
        each.text for each in work.call.utterances.values() if each.text and not each.void and each.extent == "full"
    ]
    if said:
        work.due(said[-1], "repeat")


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
            handoff.transfer(work, event.u)
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
