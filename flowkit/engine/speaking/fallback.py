"""Fallback: what becomes of a caller's turn to which the model gave nothing: no reply, an empty one, or only `wait`.

Theory of operation. The caller's words count as they do where the model spoke and reported nothing. What they say by
themselves (a wish, a flow on offer, the answer to what was asked) is done at once, also before a reply that came
to nothing is asked for once more: the next reply is that second try, from further along. Where they say nothing by
themselves and the model gave nothing twice, the turn is one without progress, and the engine asks on; so the ladder
leads to a person even if the model never says a word again.
"""

from flowkit.engine.asking import check_answers, corrections, progress, readings, words_alone
from flowkit.engine.asking.slot_rules import recheck
from flowkit.engine.call import Utterance
from flowkit.engine.read_back import confirm, consent
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.walking import decisions, ladders, requests, walk
from flowkit.engine.work import Work
from flowkit.language.answers import asks_to_wait, is_courtesy, is_question
from flowkit.language.model import Ask, Choose, Talk
from flowkit.language.phrases import phrases


def by_words(work: Work, reply: Utterance) -> bool:
    """Whether the words that a reply answers say by themselves what comes next; it is done then."""
    call, turn = work.call, reply.upto_turn
    if reply.visit != call.top.visit or call.stage != "live":
        return False
    if confirm.is_open(work):
        return requests.wants_person(work, turn) or progress.corrected_by_words(work, reply)
    if requests.heard(work, turn, spoke=False):
        return True
    flow = readings.named_flow(work, reply)
    if flow:
        decisions.decided(work, ("choose", flow))
        return True
    if call.check is None and words_alone.is_answered(work, reply):
        progress.by_words(work, reply)
        return True
    return _changes(work, reply)


def _changes(work: Work, reply: Utterance) -> bool:
    """Whether the words name another value for one that was said no to, or that a `talk` works with."""
    if not work.call.declined:
        return progress.corrected_by_words(work, reply)
    if is_question(_text(work, reply), work.locale):
        return False
    name = words_alone.correction_by_words(work, reply.upto_turn)
    changed = frozenset((name,)) if name else frozenset[str]()
    return bool(name) and corrections.correct(work, changed, recheck(work, changed))


def stand_in(work: Work, reply: Utterance) -> bool:
    """The model gave nothing to a turn twice: the words decide, or are one attempt; whether the call went on.

    Without words, or where they were said before this visit, the question alone is asked again.
    """
    if by_words(work, reply):
        return True
    if reply.visit != work.call.top.visit:
        return False
    if confirm.is_open(work):
        _ask_to_agree(work)
        return True
    return _count(work, reply) or check_answers.reply_done(work, kept=False)


def _ask_to_agree(work: Work) -> None:
    """The words were no answer to a read-back, and nobody said anything to them: it is asked again, so often only."""
    draft = work.call.draft
    if draft is not None and draft.phase == "answering" and not draft.changing:
        walk.came(work, consent.ask_again(work, draft))
    else:
        walk.came(work, consent.reply_done(work, kept=False))


def _count(work: Work, reply: Utterance) -> bool:
    """One more turn without progress, unless it was a courtesy; whether the call went on by it."""
    text, turn = _text(work, reply), reply.upto_turn
    asks = isinstance(work.state.does, Ask | Choose) or bool(work.call.declined)
    if not text or not asks or is_courtesy(text, work.locale):
        return False
    if words_alone.optional_asked(work, turn):
        progress.go_on_without(work, turn)
        return True
    return progress.missed(work, turn)


def question(work: Work) -> bool:
    """The engine asks on in place of the model, in the words of the ladder's rung; whether there is anything to ask."""
    call = work.call
    asked = open_question(work)
    text = asked.text or (phrases(call.language).what_to_change if call.declined else "")
    if not text:
        return False
    rung = ladders.rung_words(work, text) if call.check is None and call.missed_turn == work.last_turn else None
    words = rung if rung and rung != phrases(call.language).filler[0] else text
    work.due(words, "question again", values=asked.values)
    return True


def takes_over(work: Work, reply: Utterance, *, spoke: bool) -> bool:
    """Whether a `wait` is not taken at its word: the caller's words are meant for the agent, and are answered.

    They are if they say what comes next by themselves, or ask something, or if the turn before was waited out, too; and
    so are words to which the call has gone on already. Whoever asks for time is given it. `spoke`: the model said
    something besides, so that nobody is left in silence.
    """
    call, turn, text = work.call, reply.upto_turn, _text(work, reply)
    if reply.visit != call.top.visit or asks_to_wait(text, work.locale):
        return False
    if turn == call.missed_turn or work.turn_number(turn) <= work.turn_number(call.top.since):
        return not spoke and not call.runs and _ask_on(work)
    if not text:
        # It is asked once more when they are in, if they ever are.
        return False
    if by_words(work, reply):
        return True
    again = bool(call.waited) and call.waited == _turn_before(work, turn)
    call.waited = turn
    if spoke or not (again or is_question(text, work.locale)):
        return False
    return _count(work, reply) or _ask_on(work)


def _ask_on(work: Work) -> bool:
    """The open question; where there is none, the model has to say something."""
    if not question(work):
        work.want_reply("none" if isinstance(work.state.does, Talk) else "auto")
    return True


def _turn_before(work: Work, turn: str) -> str:
    """The turn with words before this one, in this visit; empty if there is none."""
    place, since = work.turn_number(turn), work.turn_number(work.call.top.since)
    said = [name for at, (name, each) in enumerate(work.call.turns.items()) if since < at < place and each.text]
    return said[-1] if said else ""


def _text(work: Work, reply: Utterance) -> str:
    said = work.call.turns.get(reply.upto_turn)
    return said.text or "" if said is not None else ""
