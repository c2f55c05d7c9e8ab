"""The floor: who may speak. After every step `settle` picks at most one utterance.

Exact words that are due go first, then what a read-back wants, then the model's own turn with its brief. Nothing is
said while an utterance generates or the caller speaks, and the model says nothing before the disclosure was heard.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking.ask import asked_now
from flowkit.engine.call import Due, LastBrief, Pending, Utterance
from flowkit.engine.effects import Brief, Configure, Must, Reply, Say, Yields
from flowkit.engine.read_back import confirm
from flowkit.engine.scope import FlowScope
from flowkit.engine.speaking.briefs import STALE_AFTER, fill, open_question
from flowkit.engine.tools import open_calls
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Talk
from flowkit.language.phrases import phrases

ASKING = ("disclosure", "question again", "no_input", "repeat")
"""Purposes of the engine's own words with which the open question may be asked."""

_ASKING = (Ask, Choose, Talk)

WEIGHTY = ("result", "repair")
"""Purposes of words that do not stop for a cough."""

MOST_PASSES = 4
"""Replies between two turns of the caller; then the state's own question is said instead."""


def settle(work: Work) -> None:
    """Lets at most one utterance begin."""
    call, floor = work.call, work.call.floor
    if not call.session or call.stage in ("draining", "over") or floor.generating or floor.open_turn:
        return
    if (floor.playing and not call.can.queues_speech) or call.awaited or call.not_before > work.at:
        return
    if call.lost and call.can.audio and call.stage == "live":
        # Nobody would say it; last words may be there as a clip.
        return
    if floor.due:
        if not _words_first(work, floor.due[0].purpose):
            work.set_floor(due=floor.due[1:])
            say(work, floor.due[0])
        return
    if call.stage != "live" or not call.disclosed:
        return
    wanted = confirm.next_words(work)
    if wanted is not None and not floor.want_reply:
        purpose, text, values = wanted
        if _words_first(work, purpose):
            return
        yields = "to_words" if purpose == "statement" else "at_once"
        due = Due(text, purpose, yields, values)  # type: ignore[arg-type]
        if purpose == "statement" and work.call.draft is not None:
            due = altered(due, unfaithful=work.call.draft.unfaithful)
        confirm.said(work, purpose, say(work, due))
        return
    if floor.want_reply and not open_calls.is_waiting(work):
        _reply(work)


def _words_first(work: Work, purpose: str) -> bool:
    """Words that wait for a reply are said before exact words that would overtake them; whether there were any."""
    pending = work.call.pending
    if not pending or purpose in ("filler", "disclosure") or not work.call.disclosed:
        return False
    work.call.pending = ()
    text = " ".join(each.text for each in pending)
    say(work, Due(text, "words", values=tuple(value for each in pending for value in each.values)))
    return True


def say(work: Work, due: Due) -> str:
    """The engine's own words."""
    asks = _asks(work) if due.purpose in ASKING else ()
    if due.purpose == "no_input" and not (asks and open_question(work).text in due.text):
        asks = ()
    yields = _yields(work, due)
    utterance = Utterance(
        "say",
        due.purpose,
        _visit(work),
        work.last_turn,
        work.at,
        due.text,
        asks=asks,
        yields=yields,
        values=due.values,
        repeats=due.repeats,
        unfaithful=due.unfaithful,
        clip=due.unfaithful >= confirm.UNFAITHFUL and work.call.can.plays_clips,
    )
    u = work.new_utterance(utterance)
    work.set_floor(generating=u)
    work.call.silence_left = 0
    work.emit(Say(u, due.text, yields, due.values, utterance.clip))
    return u


def _yields(work: Work, due: Due) -> Yields:
    """When it stops for the caller: what says a value or a result, only for a turn that has words."""
    if work.call.can.audio and due.yields == "at_once" and (due.values or due.purpose in WEIGHTY):
        return "to_words"
    return due.yields


def _asks(work: Work) -> tuple[str, ...]:
    """The slots that the open question is about."""
    return tuple(asked_now(work)) if work.call.frames and isinstance(work.state.does, Ask) else ()


def _visit(work: Work) -> int:
    return work.call.top.visit if work.call.frames else 0


def _reply(work: Work) -> None:
    floor = work.call.floor
    if floor.passes >= MOST_PASSES:
        question = open_question(work)
        work.set_floor(want_reply=False)
        text = question.text or phrases(work.call.language).not_caught
        say(work, Due(text, "question again", values=question.values))
        return
    _configure(work)
    question = open_question(work)
    _brief(work, question)
    must = tuple(_must(work, question))
    utterance = Utterance(
        "reply",
        "reply",
        work.call.top.visit,
        work.last_turn,
        work.at,
        must=tuple((each.text, each.values) for each in must),
        asks=_asks(work),
    )
    u = work.new_utterance(utterance)
    work.emit(Reply(u, floor.reply_tool, must=must))
    work.set_floor(generating=u, want_reply=False, reply_tool="auto", passes=floor.passes + 1)
    work.call.silence_left, work.call.advice = 0, ""


def group_of(work: Work) -> str:
    """The group of the preconditions that hold now: their names joined by `+`, or `open`."""
    scope = FlowScope(work, None)
    holding = [name for name, each in work.program.project.preconditions.items() if each.when.evaluate(scope) is True]
    return "+".join(holding) or "open"


def patience_of(work: Work) -> str:
    """How long a pause ends the caller's turn here: by the state, else by what is asked; typed text needs none."""
    if not work.call.can.audio:
        return "normal"
    state = work.state
    if state.patience is not None:
        return state.patience
    match state.does:
        case Ask(slots=slots):
            kinds = {slot.shape.type for name in slots if (slot := work.program.slot(work.call.top.flow, name))}
            return "long" if kinds & {"digits", "phone", "email", "postcode", "text"} else "normal"
        case _:
            return "normal"


def _configure(work: Work) -> None:
    group, patience = group_of(work), patience_of(work)
    if (group, patience) != (work.call.group, work.call.patience):
        configure(work, group, patience)


def configure(work: Work, group: str, patience: str) -> None:
    """Sets the head of the session."""
    work.call.group, work.call.patience = group, patience
    work.emit(Configure(group, patience))  # type: ignore[arg-type]


def _brief(work: Work, question: Pending) -> None:
    last, visit = work.call.brief, work.call.top.visit
    filled = fill(work, question)
    before = last.words if last.visit == visit else ()
    if filled.digest == last.digest and last.age < STALE_AFTER and all(word in before for word in filled.words):
        work.call.brief = altered(last, age=last.age + 1)
        return
    number = last.number + 1
    work.call.brief = LastBrief(number, filled.digest, filled.words, 1, visit)
    work.emit(Brief(f"STEP {number} (replaces all earlier STEP notes)\n{filled.text}", filled.digest))


def _must(work: Work, question: Pending) -> list[Must]:
    """The brief's words that were not said in this visit yet."""
    musts = [Must(pending.text, pending.values) for pending in work.call.pending]
    if question.text and isinstance(work.state.does, _ASKING) and not was_asked(work, question):
        musts.append(Must(question.text, question.values))
    return musts


def was_asked(work: Work, question: Pending) -> bool:
    """Whether the state's question was said in this visit."""
    return work.call.asked == (work.call.top.visit, question.text)


def mark_said(work: Work) -> None:
    """The words of the brief, and the question with them, were said."""
    work.call.pending = ()
    work.call.repeat = ()
    work.call.asked = (work.call.top.visit, open_question(work).text)
