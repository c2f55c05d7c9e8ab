"""What fails between the engine and the model: utterances that come to nothing, errors of the line.

Theory of operation. What failed is asked for once more, after a moment, unless the caller's words say by themselves
what comes next (`fallback`); then the engine says the question that is open itself; if nothing can be said either, the
call is given to a person. A limit of the server's is waited for, but not for
long. Nothing here needs the model to get out.
"""

from flowkit.engine import reconnect
from flowkit.engine.asking import unread
from flowkit.engine.call import Due, Utterance
from flowkit.engine.effects import Cancel
from flowkit.engine.events import Generated, Lost, Trouble
from flowkit.engine.handover import handoff
from flowkit.engine.read_back import confirm
from flowkit.engine.speaking import fallback
from flowkit.engine.speaking.briefs import open_question
from flowkit.engine.walking import walk
from flowkit.engine.work import Work
from flowkit.language.phrases import phrases

TRIES = 2
"""Utterances in a row that may come to nothing, before the engine asks the question itself."""

AGAIN_MS = 300
"""How long to wait before what failed is asked for once more."""

RATE_MS = 3_000
"""How long to wait where too much was asked for; if that does not help, a person is called."""

RATE = "rate_limit_exceeded"
MISFITS = 2
"""Sessions that are not as they were sent, before a person is called: the line sends each once more."""


def reply_failed(work: Work, event: Generated) -> None:
    """A reply was not completed."""
    if event.status == "incomplete" and event.error == "content_filter":
        _ask_instead(work, event.error, event.u)
        return
    if event.status == "incomplete":
        work.call.advice = "shorter"
    elif event.error == RATE:
        work.call.not_before = work.at + RATE_MS
    elif work.call.can.audio:
        work.call.not_before = work.at + AGAIN_MS
    if event.error == RATE and work.call.malformed:
        handoff.give_up(work, event.error)
        return
    once_more(work, event.error or event.status, event.u)


def once_more(work: Work, why: str, u: str) -> None:
    """A reply failed or was empty: what the caller's words say, else once more, then the state's question."""
    work.call.malformed += 1
    if work.call.malformed < TRIES:
        work.note("trouble", {"kind": "reply", "detail": why})
        unread.leave(work, u, "failed")
        if not fallback.by_words(work, work.call.utterances[u]):
            work.want_reply()
    else:
        _ask_instead(work, why, u)


def _ask_instead(work: Work, why: str, u: str) -> None:
    """The engine goes on in place of the model, which could not, or asks the open question; else a person."""
    work.note("trouble", {"kind": "reply", "detail": why})
    work.set_floor(want_reply=False)
    work.call.advice = ""
    # If what is said now fails, too, nothing can be said.
    work.call.malformed = TRIES
    unread.leave(work, u, "replaced")
    if not fallback.stand_in(work, work.call.utterances[u]) and not fallback.question(work):
        work.call.malformed = 0
        walk.to_person(work, "the model does not answer")


def say_failed(work: Work, u: str, utterance: Utterance, why: str) -> None:
    """Exact words could not be spoken: once more, then a person; last words are left out then."""
    call = work.call
    call.malformed += 1
    work.note("trouble", {"kind": "say", "detail": why})
    if call.malformed < TRIES and not call.lost:
        call.not_before = work.at + (RATE_MS if why == RATE else AGAIN_MS if call.can.audio else 0)
        if utterance.purpose in ("statement", "question"):
            walk.came(work, confirm.not_generated(work, u))
            return
        due = Due(utterance.text, utterance.purpose, utterance.yields, utterance.values, utterance.repeats)
        work.set_floor(due=(due, *call.floor.due))
    elif call.stage == "transfer":
        handoff.said(work, u)
    elif call.stage == "live":
        handoff.give_up(work, "the model does not speak")


def silent_model(work: Work) -> None:
    """An utterance does not come: it is taken back; once that does not come either, the model is lost."""
    u = work.call.floor.generating
    utterance = work.call.utterances.get(u)
    if utterance is None or utterance.void or utterance.stopped:
        work.set_floor(generating="")
        if work.call.can.audio:
            reconnect.lost(work, Lost("model"))
        return
    work.change_utterance(u, void=True)
    work.emit(Cancel(u))
    if utterance.kind == "say":
        say_failed(work, u, utterance, "nothing was generated")
    elif work.call.can.audio and work.call.stage == "live":
        _ask_instead(work, "nothing was generated", u)
    else:
        once_more(work, "nothing was generated", u)


def trouble(work: Work, event: Trouble) -> None:
    """Something is wrong with the line; if it cannot go on, the call is given to a person."""
    work.note("trouble", {"kind": event.kind, "detail": event.detail})
    if work.call.stage != "live":
        return
    match event.kind:
        case "fatal":
            handoff.give_up(work, event.detail)
        case "rate":
            work.call.not_before = work.at + RATE_MS
        case "config":
            work.call.misfits += 1
            if work.call.misfits >= MISFITS:
                handoff.give_up(work, event.detail)
        case "bug":
            _bug(work, event.detail)
        case "unsolicited":
            _adopt(work, event.detail)


def _bug(work: Work, why: str) -> None:
    """The server does not take what we sent: the engine speaks where the model was to, else a person is called."""
    floor = work.call.floor
    utterance = work.call.utterances.get(floor.generating)
    is_reply = utterance is not None and utterance.kind == "reply"
    if is_reply:
        work.change_utterance(floor.generating, void=True)
        work.emit(Cancel(floor.generating))
    if is_reply or floor.want_reply:
        text = open_question(work).text or phrases(work.call.language).not_caught
        work.set_floor(want_reply=False)
        work.due(text, "question again")
    else:
        handoff.give_up(work, why)


def _adopt(work: Work, u: str) -> None:
    """A response that nobody asked for: judged like any other if a reply might be made now, else taken back."""
    call, floor = work.call, work.call.floor
    if u in call.utterances or not u:
        return
    adopted = Utterance("reply", "unsolicited", call.top.visit, work.last_turn, work.at)
    may_speak = call.disclosed and not (floor.generating or floor.open_turn or call.awaited or call.draft)
    call.utterances[u] = adopted
    if may_speak:
        work.set_floor(generating=u, want_reply=False, passes=floor.passes + 1)
    else:
        work.change_utterance(u, void=True)
        work.emit(Cancel(u))
