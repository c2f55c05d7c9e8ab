"""When the line is lost and comes back: nothing is run again, what was not heard is said again."""

from typing import Literal

from flowkit.engine.altering import altered
from flowkit.engine.asking.dependents import void_draft
from flowkit.engine.call import Due, Utterance
from flowkit.engine.effects import Brief, Seed
from flowkit.engine.events import Back, Lost
from flowkit.engine.read_back import confirm
from flowkit.engine.speaking import floor
from flowkit.engine.speaking.barge_in import LAPSING
from flowkit.engine.speaking.briefs import fill, open_question
from flowkit.engine.tools import open_calls, use
from flowkit.engine.tools.tool_outputs import known_results
from flowkit.engine.transcript import transcript
from flowkit.engine.walking import flow_ends, walk
from flowkit.engine.work import Work
from flowkit.language.model import Confirm, Talk
from flowkit.language.phrases import phrases

UNNOTICED = 2_000
"""How long the line may be gone, in milliseconds, without a word about it, if nothing was broken off."""

OF_DRAFT = ("statement", "question", "ask_again")
"""What a read-back says; it starts anew."""

SEEDED_TURNS = 6
"""How many of the last turns a new session is told."""


def lost(work: Work, event: Lost) -> None:
    """Caller, model or media went away."""
    call = work.call
    if event.what == "caller":
        if call.stage not in ("draining", "over"):
            _caller_gone(work)
        return
    work.note("trouble", {"kind": "line", "detail": f"{event.what} lost"})
    if not call.lost:
        call.lost, call.lost_at = event.what, work.at
    if event.what == "model":
        open_calls.forget(work)
    _break_off(work)


def _caller_gone(work: Work) -> None:
    """Nothing is said, agreed to or begun any more; writes that were sent are awaited."""
    call = work.call
    if call.stage != "ending":
        flow_ends.end_all(work, "abandoned")
    call.draft = None
    use.abandon_reads(work)
    call.ended_by = "caller"
    call.stage = "draining"
    call.awaited, call.cut = "", ()
    work.set_floor(due=(), want_reply=False, generating="", playing=(), open_turn="")


def _break_off(work: Work) -> None:
    """What is under way is gone. Where there is sound, words that bind are said again once the line is back."""
    call = work.call
    under_way = [u for u in dict.fromkeys((*call.floor.playing, call.floor.generating)) if u in call.utterances]
    again = [call.utterances[u] for u in under_way if call.can.audio and not call.utterances[u].void]
    for u in under_way:
        work.change_utterance(u, void=True, status="cancelled")
    work.set_floor(generating="", playing=())
    call.broken_off = call.broken_off or bool(again)
    if any(each.kind == "reply" for each in again):
        work.want_reply()
    due = tuple(
        Due(each.text, each.purpose, each.yields, each.values, each.repeats)
        for each in again
        if each.kind == "say" and each.purpose not in (*LAPSING, *OF_DRAFT)
    )
    work.set_floor(due=(*due, *call.floor.due))


def back(work: Work, event: Back) -> None:
    """Model or media came back: a new session is told what it must know; what was asked is asked anew."""
    call = work.call
    if event.what == "model":
        call.session = event.session
    unheard = [each for each in call.utterances.values() if each.kind == "say" and not each.extent and not each.void]
    _break_off(work)
    work.set_floor(open_turn="")
    call.awaited = ""
    if call.can.audio:
        _no_more_words(work)
    gone, call.lost, call.lost_at = work.at - call.lost_at if call.lost else 0, "", 0
    if event.what == "model":
        _tell(work, fresh=event.fresh)
    if call.stage in ("new", "starting"):
        return
    _void_draft(work)
    if call.can.audio:
        _say_on(work, gone)
    else:
        _say_again(work, unheard)
    call.broken_off = False


def _no_more_words(work: Work) -> None:
    """Words of turns that were on their way do not come any more."""
    for name, turn in work.call.turns.items():
        if turn.text is None:
            ended = work.at if turn.ended is None else turn.ended
            work.call.turns[name] = altered(turn, text="", ended=ended)


def _tell(work: Work, *, fresh: bool) -> None:
    """Sets the session up, and tells it where the call is."""
    call = work.call
    floor.configure(work, floor.group_of(work), call.patience)
    if fresh:
        work.emit(Seed(tuple(_seed(work))))
    call.brief = altered(call.brief, digest="", words=())
    if call.stage in ("new", "starting"):
        return
    filled = fill(work, open_question(work))
    call.brief = altered(call.brief, number=call.brief.number + 1, digest=filled.digest, words=filled.words, age=0)
    work.emit(Brief(f"STEP {call.brief.number} (replaces all earlier STEP notes)\n{filled.text}", filled.digest))


def _void_draft(work: Work) -> None:
    """Nobody knows what was heard of a read-back: nothing of it counts, and it is made anew.

    What the caller has agreed to goes on: their consent is on record.
    """
    call, draft = work.call, work.call.draft
    if draft is None or draft.phase in ("reserving", "running") or call.stage != "live":
        return
    if draft.called:
        work.set_frame(altered(call.top, asked_for=confirm.as_call(work, draft)))
        void_draft(work, "the line was lost")
    elif isinstance(work.state.does, Confirm):
        void_draft(work, "the line was lost")
        walk.came(work, confirm.enter(work))


def _say_on(work: Work, gone: int) -> None:
    """Says that the line was gone, and the open question, if the caller noticed; words that bind come first."""
    call = work.call
    if not (call.broken_off or gone > UNNOTICED) or call.stage != "live" or not call.disclosed:
        return
    first = phrases(call.language).lost
    question = open_question(work)
    reads_back = call.draft is not None or call.top.asked_for is not None
    if call.floor.due or reads_back or isinstance(work.state.does, Talk) or not question.text:
        work.set_floor(due=(Due(first, "lost"), *call.floor.due))
        if not reads_back and not call.runs:
            work.want_reply()
        return
    work.due(f"{first} {question.text}", "question again", values=question.values)
    call.asked = (call.top.visit, question.text)
    work.set_floor(want_reply=False)


def _say_again(work: Work, unheard: list[Utterance]) -> None:
    """Typed calls: what was not delivered is said again; a read-back starts anew; else the open question."""
    call = work.call
    first = phrases(call.language).lost
    again = [each for each in unheard if each.purpose not in OF_DRAFT]
    if again:
        for number, each in enumerate(again):
            lead = f"{first} " if number == 0 and each.purpose != "disclosure" else ""
            yields = "never" if each.purpose in ("disclosure", "handoff") else "at_once"
            work.due(lead + each.text, each.purpose, yields=yields)
        return
    if isinstance(work.state.does, Confirm) or not call.disclosed:
        work.due(first, "lost")
        return
    if isinstance(work.state.does, Talk):
        work.due(first, "lost")
        if call.draft is None and call.top.asked_for is None and call.stage == "live":
            work.want_reply()
        return
    question = open_question(work)
    work.due(f"{first} {question.text}".strip(), "question again", values=question.values)
    call.asked = (call.top.visit, question.text)
    work.set_floor(want_reply=False)


def _seed(work: Work) -> list[tuple[Literal["system", "user", "assistant"], str]]:
    call = work.call
    said = transcript(work)[-SEEDED_TURNS:]
    facts = "; ".join(f"{entry.tool}: {entry.outcome}" for entry in call.done)
    first = f"The call goes on after an interruption. Done so far: {facts or 'nothing'}."
    known = " ".join((first, *known_results(work)))
    return [("system", known), *(("user" if speaker == "caller" else "assistant", text) for speaker, text in said)]
