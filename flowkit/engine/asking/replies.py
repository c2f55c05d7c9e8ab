"""What a reply of the model brought, and how the flow goes on by it; or what the caller's words say where it brought
nothing.

Changed values send the flow back, a decision moves it, values that are all there let it leave. Where none of that came,
the caller's words are read without the model; what they do not say either is a turn that brought nothing. Words that
are not in yet are read when they come (`late_words`): what is to be read in them then is left with the reply.
"""

from flowkit.engine.asking import ask, check_answers, corrections, progress, readings, unread, words_alone
from flowkit.engine.asking.slot_rules import recheck
from flowkit.engine.call import Utterance
from flowkit.engine.read_back import confirm, consent
from flowkit.engine.speaking import fallback
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.tools import tool_refusals
from flowkit.engine.tools.functions import Judged
from flowkit.engine.walking import decisions, requests, walk
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Talk


def go_on(work: Work, u: str, judged: Judged, *, spoke: bool, here: int) -> None:
    """Moves the flow by what a reply brought, or sees to it that the call does not stand still.

    Args:
        u: the reply.
        spoke: the caller gets to hear it.
        here: the visit that the call was in when it came.
    """
    reply = work.call.utterances[u]
    if _moved(work, reply, judged):
        return
    if judged.kept:
        words_alone.pass_over(work, words_alone.optional_asked(work, reply.upto_turn))
        work.call.no_match = work.call.declined = 0
        work.call.missed_turn = reply.upto_turn
    if check_answers.reply_done(work, kept=bool(judged.kept)) or progress.kept_all(work):
        return
    if _is_told(work, reply, judged):
        return
    if not judged.kept and not judged.waits and reply.visit == here and words_alone.is_answered(work, reply):
        progress.by_words(work, reply)
    elif confirm.is_open(work):
        _in_a_read_back(work, reply, judged, spoke=spoke)
    elif judged.called and not judged.waits and reply.visit == here and (bad := tool_refusals.count_bad(work, judged)):
        unread.leave(work, u, bad)
    elif judged.kept or judged.refused or judged.malformed:
        unread.leave(work, u, "" if judged.kept else "refused")
        _asks_on(work, reply, judged, spoke=spoke)
    elif not judged.waits:
        unread.leave(work, u, "" if judged.tools else "calls" if judged.called else "nothing")
        _brought_nothing(work, reply, judged, spoke=spoke, here=here)
    elif not fallback.takes_over(work, reply, spoke=spoke):
        unread.leave(work, u, "waits")
        requests.waits(work, reply.upto_turn)


def _moved(work: Work, reply: Utterance, judged: Judged) -> bool:
    """Goes back because of a changed value, or on by a decision; whether there was one."""
    broken = recheck(work, judged.kept)
    if (judged.changed or broken) and corrections.correct(work, judged.changed, broken):
        return True
    if broken:
        work.want_reply()
    if work.call.correcting and requests.corrects(work):
        return True
    if judged.decision is not None and not _is_idle(work, reply, judged):
        decisions.decided(work, judged.decision)
        return True
    return False


def _is_told(work: Work, reply: Utterance, judged: Judged) -> bool:
    """Whether the caller is asked which of two values it is, or is told why not until the ladder leaves."""
    if judged.kept:
        return False
    if judged.asked and not confirm.is_open(work):
        # The answer decides, not what was said before.
        progress.missed(work, reply.upto_turn)
        return True
    return judged.told and isinstance(work.state.does, Ask) and progress.missed(work, reply.upto_turn)


def _in_a_read_back(work: Work, reply: Utterance, judged: Judged, *, spoke: bool) -> None:
    """The reply answered what the caller said instead of yes or no."""
    if not judged.kept and (
        requests.wants_person(work, reply.upto_turn)
        or progress.corrected_by_words(work, reply)
        or requests.corrects(work)
    ):
        return
    if not spoke and _looks_up(work, judged):
        return
    walk.came(work, consent.reply_done(work, kept=bool(judged.kept)))
    if work.call.draft is None and isinstance(work.state.does, Talk) and not spoke:
        work.want_reply()


def _asks_on(work: Work, reply: Utterance, judged: Judged, *, spoke: bool) -> None:
    """Something is still to be asked: the reply has done so, or another one has to, or the engine does."""
    if not spoke or judged.refused:
        work.want_reply()
    elif judged.kept and isinstance(work.state.does, Ask | Choose) and "?" not in reply.text:
        # It took what was said, perhaps once more, and asked for nothing.
        question = open_question(work)
        work.due(question.text, "question again", values=question.values)


def _looks_up(work: Work, judged: Judged) -> bool:
    """Whether the model looks something up before it answers a question of the caller's."""
    draft = work.call.draft
    tools = work.program.project.tools
    return draft is not None and not draft.changing and any(not tools[call.name].writes for call in judged.tools)


def _is_idle(work: Work, reply: Utterance, judged: Judged) -> bool:
    """Whether a decision is about a question that the caller has just answered: nothing is to be said again or left."""
    does = work.state.does
    if not judged.kept or not isinstance(does, Ask):
        return False
    match judged.decision:
        case ("request", "repeat"):
            return ask.filled(work) or not judged.kept.isdisjoint(reply.asks)
        case ("choose", option):
            return not does.enough and option == ask.CANNOT_SAY and ask.filled(work)
    return False


def _brought_nothing(work: Work, reply: Utterance, judged: Judged, *, spoke: bool, here: int) -> None:
    """A reply reported nothing: what the caller's words say without it, else one more turn that brought nothing."""
    if reply.visit == here and not judged.tools and said_alone(work, reply, spoke=spoke):
        return
    progress.no_progress(work, reply)
    call = work.call
    if not (spoke or judged.tools or call.floor.due) and call.stage == "live" and call.top.visit == here:
        # Nobody has said anything to the caller's words.
        work.want_reply()


def said_alone(work: Work, reply: Utterance, *, spoke: bool) -> bool:
    """Whether the words that a reply answers say something of which it reported nothing, and that was not asked.

    It is done then: a wish, a flow that is on offer, another value; or the model is to record what they may say.
    `spoke`: the caller gets to hear the reply.
    """
    if requests.heard(work, reply.upto_turn, spoke=spoke):
        return True
    flow = readings.named_flow(work, reply)
    if flow:
        decisions.decided(work, ("choose", flow))
        return True
    if progress.records_by_force(work, reply):
        return True
    return work.call.draft is None and progress.corrected_by_words(work, reply)


def is_overtaken(work: Work, reply: Utterance) -> bool:
    """Whether a reply that called nothing does not fit the caller's words: the engine reads in them what it missed.

    What it says (`Sorry, I didn't catch that`) is wrong then, unless it only repeats that answer.
    """
    if words_alone.is_answered(work, reply):
        return not words_alone.repeats_answer(work, reply)
    turn = reply.upto_turn
    if isinstance(work.state.does, Choose):
        return bool(readings.named_flow(work, reply))
    return work.call.maybe[0] != turn and bool(readings.maybe(work, reply))
