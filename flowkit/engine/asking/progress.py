"""Progress: what a turn of the caller's brings without the model, and what a turn that brought nothing costs."""

from flowkit.engine.asking import ask, check_backs, corrections, readings, words_alone
from flowkit.engine.asking.slot_rules import recheck
from flowkit.engine.call import Utterance
from flowkit.engine.effects import Cancel
from flowkit.engine.scope import FlowScope
from flowkit.engine.walking import ladders, walk
from flowkit.engine.work import Work
from flowkit.language.answers import is_courtesy, is_question, read_answer
from flowkit.language.model import Ask, Choose, Talk
from flowkit.language.phrases import phrases


def by_words(work: Work, utterance: Utterance) -> None:
    """The caller's words answer what was asked and the model recorded nothing; a rule may refuse, and is said."""
    kept = words_alone.advance_by_words(work, utterance)
    if kept:
        work.call.no_match = 0
        work.call.missed_turn = utterance.upto_turn
    elif missed(work, utterance.upto_turn):
        return
    broken = recheck(work, kept)
    if not (broken and corrections.correct(work, frozenset(), broken)) and not kept_all(work):
        work.want_reply()


def corrected_by_words(work: Work, utterance: Utterance) -> bool:
    """The caller named another value and the model recorded nothing: the words' only other value is taken."""
    draft = work.call.draft
    if draft is None and isinstance(work.state.does, Talk):
        text = work.call.turns[utterance.upto_turn].text if utterance.upto_turn in work.call.turns else ""
        if not text or is_question(text, work.locale) or read_answer(text, (), work.locale).reading != "changed":
            return False
    elif draft is None or not draft.changing:
        return False
    name = words_alone.correction_by_words(work, utterance.upto_turn)
    changed = frozenset((name,)) if name else frozenset()
    return bool(name) and corrections.correct(work, changed, recheck(work, changed))


def kept_all(work: Work) -> bool:
    """Leaves an `ask` that has its slots, when the caller was asked whether those are right that need it."""
    does = work.state.does
    if isinstance(does, Ask):
        if check_backs.begin_next(work):
            return True
        if ask.filled(work):
            walk.leave(work, work.state.next, "next")
            return True
        return False
    until = getattr(does, "until", None)
    if until is not None and until.evaluate(FlowScope(work, work.call.top)) is True:
        walk.leave(work, work.state.next, "next")
        return True
    return False


def no_progress(work: Work, utterance: Utterance) -> None:
    """The caller's turn brought nothing: a rung of the no-match ladder, unless it was a courtesy or a question."""
    turn = work.call.turns.get(utterance.upto_turn)
    if turn is None or not turn.text or utterance.visit != work.call.top.visit:
        return
    if not (isinstance(work.state.does, Ask | Choose) or work.call.declined) or is_courtesy(turn.text, work.locale):
        return
    if _answers_a_question(work, utterance, turn.text):
        work.call.side_questions += 1
    elif words_alone.optional_asked(work, utterance.upto_turn):
        go_on_without(work, utterance.upto_turn)
    elif missed(work, utterance.upto_turn):
        return
    if work.call.declined and not utterance.text.rstrip().endswith("?"):
        work.due(phrases(work.call.language).what_to_change, "what_to_change")


def _answers_a_question(work: Work, utterance: Utterance, text: str) -> bool:
    """Whether a turn asked something and the reply may be its answer: not the words before the ladder's last rung."""
    if utterance.text.strip() == ladders.leaving_words(work):
        return False
    return is_question(text, work.locale) and work.call.side_questions < ladders.SIDE_QUESTIONS


def records_by_force(work: Work, utterance: Utterance) -> bool:
    """Has the model record what the caller's words may say, where it reported nothing; whether there is anything.

    It is asked to once for each turn.
    """
    turn = utterance.upto_turn
    if work.call.maybe[0] == turn:
        return False
    told = readings.maybe(work, utterance)
    if told:
        work.call.maybe = (turn, told)
        work.want_reply("record")
    return bool(told)


def go_on_without(work: Work, turn: str) -> None:
    """What may stay unset was asked and did not come of it: it is not asked again."""
    words_alone.pass_over(work, words_alone.optional_asked(work, turn))
    work.call.missed_turn = turn
    _take_back(work, turn)
    if not kept_all(work):
        work.want_reply()


def missed(work: Work, turn: str) -> bool:
    """One more turn that brought nothing, counted once and where it was said; whether the ladder left the state."""
    call = work.call
    if turn == call.missed_turn or work.turn_number(turn) <= work.turn_number(call.top.since):
        return False
    call.missed_turn = turn
    edge = ladders.no_match(work)
    if edge is None:
        return False
    work.note("state", {"ladder": "no_match", "attempts": call.no_match})
    _take_back(work, turn)
    walk.leave(work, (edge,), "no_match")
    return True


def _take_back(work: Work, turn: str) -> None:
    """The ladder leaves: what the model said to this turn and asks once more does not sound any more."""
    call = work.call
    work.set_floor(due=tuple(due for due in call.floor.due if due.purpose != "which"))
    for u in call.floor.playing:
        each = call.utterances.get(u)
        if each is None or each.kind != "reply" or each.upto_turn != turn or each.stopped:
            continue
        if each.sounds and call.can.audio:
            # What the caller hears of it does not lead anywhere any more; its end is still awaited.
            work.change_utterance(u, stopped=True)
            work.emit(Cancel(u))
        elif not each.sounds:
            work.change_utterance(u, void=True)
            work.emit(Cancel(u))
            work.set_floor(playing=tuple(other for other in work.call.floor.playing if other != u))
