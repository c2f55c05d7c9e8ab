"""What the frames of the server mean: five kinds of them count here, all others pass unnoticed.

A frame may be of a kind that is not known yet, come twice, or lack what it should have; none of that is an error.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flowkit.engine.events import LineReady, Trouble
from flowkit.lines import frames, responses
from flowkit.lines.book import Update
from flowkit.lines.errors import BUSY, Problem, read_problem
from flowkit.lines.traffic import Forsake, Frame, Wake
from flowkit.lines.utterances import KEPT, Utterance
from flowkit.lines.work import Work

AGAIN_MS = 300
"""How long to wait before a refused request is made anew, when the response that was in its way has ended already."""
AGAIN_TIMES = 3

CANCEL_MS = 3_000
"""How long the server has to end a response that was cancelled; after that it is taken for dead."""


def hear(work: Work, frame: Frame) -> None:
    """Takes in one frame of the server."""
    handler = _HANDLERS.get(frame["type"])
    if handler is not None:
        handler(work, frame)


def matters(frame: Mapping[str, Any]) -> bool:
    """Whether a frame is of a kind that counts."""
    kind = frame.get("type")
    return isinstance(kind, str) and kind in _HANDLERS


# The session.


def _session_updated(work: Work, frame: Frame) -> None:
    """Frames are confirmed in order, without naming which; so the first unconfirmed one is meant."""
    line = work.line
    got = responses.tool_names(frame.get("session"))
    if not line.updates:
        if line.tools is not None and got != line.tools:
            work.events.append(
                Trouble("config", f"the session was changed from elsewhere: {_difference(line.tools, got)}")
            )
        return
    expected, *rest = line.updates
    work.change(updates=tuple(rest))
    if got != expected.tools:
        _wrong_tools(work, expected, got)
        return
    work.change(tools=got)
    if not line.ready:
        work.change(ready=True)
        work.events.append(LineReady(line.can, line.session))


def _wrong_tools(work: Work, update: Update, got: frozenset[str]) -> None:
    detail = f"the session has other tools than were sent: {_difference(update.tools, got)}"
    newer = work.line.updates or any(held.frame["type"] == "session.update" for held in work.line.held)
    if update.again and not newer:
        work.events.append(Trouble("fatal", detail))
        return
    work.events.append(Trouble("config", detail))
    if not newer:
        work.send(frames.session_update(work.event_id(), update.session), again=True)


def _difference(expected: frozenset[str], got: frozenset[str]) -> str:
    missing, extra = sorted(expected - got), sorted(got - expected)
    parts = [f"missing {', '.join(missing)}"] if missing else []
    return "; ".join([*parts, f"extra {', '.join(extra)}"] if extra else parts)


# Responses.


def _response_created(work: Work, frame: Frame) -> None:
    response = responses.response_of(frame)
    response_id = responses.id_of(response)
    if not response_id or response_id in work.line.finished or _by_response(work, response_id):
        return
    _begin(work, response)


def _begin(work: Work, response: Mapping[str, Any]) -> Utterance | None:
    """Finds out which utterance a new response is; None: it stands outside the conversation."""
    response_id = responses.id_of(response)
    wanted = work.line.find(responses.mark_of(response))
    if wanted is None or wanted.stage not in ("asked", "refused"):
        return None if responses.out_of_band(response) else _adopt(work, response_id)
    work.change_utterance(wanted.u, stage="active", response=response_id)
    if wanted.void:
        # The cancel came before the response had a name; sent without one it would have been lost.
        work.send_at_once(frames.response_cancel(work.event_id(), response_id))
    return work.line.find(wanted.u)


def _adopt(work: Work, response_id: str) -> Utterance | None:
    """A response that nobody asked for gets a name of its own and is judged like any other."""
    work.change(adopted=work.line.adopted + 1)
    u = f"x{work.line.adopted}"
    work.add(Utterance(u, "reply", "active", response=response_id))
    work.events.append(Trouble("unsolicited", u))
    return work.line.find(u)


def _response_done(work: Work, frame: Frame) -> None:
    response = responses.response_of(frame)
    response_id = responses.id_of(response)
    if not response_id or response_id in work.line.finished:
        return
    utterance = _by_response(work, response_id) or _begin(work, response)
    if utterance is None:
        return
    work.change(finished=(*work.line.finished, response_id)[-KEPT:])
    made = responses.read_response(response)
    work.change(calls=work.line.calls | {call.id for call in made.calls})
    if made.problem and made.problem.meaning in ("fatal", "rate"):
        work.events.append(Trouble("fatal" if made.problem.meaning == "fatal" else "rate", str(made.problem)))
    work.finish(utterance, made)
    _go_on(work)


def _go_on(work: Work) -> None:
    """A response has come to its end: what was refused because of it is asked for again, and what waited goes out."""
    for one in work.line.utterances:
        if one.stage == "refused":
            work.request(one)
    work.flush()


def _by_response(work: Work, response_id: str) -> Utterance | None:
    return next((one for one in work.line.utterances if one.response == response_id), None)


# Errors.


def _error(work: Work, frame: Frame) -> None:
    problem = read_problem(frame.get("error"))
    asked = next((one for one in work.line.utterances if one.stage == "asked"), None)
    about = asked if asked and asked.event_id == problem.event_id else None
    match problem.meaning:
        case "harmless":
            return
        case "busy":
            if asked is not None:
                _busy(work, asked)
            return
        case "fatal" | "rate":
            work.events.append(Trouble("fatal" if problem.meaning == "fatal" else "rate", str(problem)))
        case "bug":
            _our_mistake(work, problem)
        case "server":
            pass
    if about is not None:
        work.fail(about.u, problem.code, "cancelled" if about.void else "failed")
        _go_on(work)


def _busy(work: Work, asked: Utterance) -> None:
    """Another response is active: the request waits for its end, or a moment if it has ended already."""
    if asked.void or asked.again == AGAIN_TIMES:
        work.fail(asked.u, BUSY, "cancelled" if asked.void else "failed")
        _go_on(work)
        return
    work.change_utterance(asked.u, stage="refused", again=asked.again + 1)
    if not work.line.generating:
        work.outgoing.append(Wake(f"again {asked.again + 1} {asked.u}", AGAIN_MS))
    work.flush()


def cancel(work: Work, utterance: Utterance) -> None:
    """Takes back what the server has been asked for; that it does so has to come within a few seconds."""
    if utterance.void:
        return
    work.change_utterance(utterance.u, void=True)
    work.outgoing.append(Wake(f"void {utterance.u}", CANCEL_MS))
    if utterance.stage == "active":
        work.send_at_once(frames.response_cancel(work.event_id(), utterance.response))


def wake(work: Work, token: str) -> None:
    """A moment that was to be waited for is over."""
    why, _, rest = token.partition(" ")
    again, _, u = rest.partition(" ") if why == "again" else ("", "", rest)
    utterance = work.line.find(u)
    if utterance is None:
        return
    if why == "void" and utterance.stage in ("asked", "active"):
        work.outgoing.append(Forsake())
    elif why == "again" and utterance.stage == "refused" and str(utterance.again) == again:
        work.request(utterance)


def _our_mistake(work: Work, problem: Problem) -> None:
    refused = [update for update in work.line.updates if update.event_id == problem.event_id]
    if refused:
        kept = tuple(update for update in work.line.updates if update not in refused)
        work.change(updates=kept, configured=None)
    # Before the line is ready nothing but the session was sent: without it there is no call.
    work.events.append(Trouble("bug" if work.line.ready else "fatal", str(problem)))


_HANDLERS: Mapping[str, Callable[[Work, Frame], None]] = {
    "session.updated": _session_updated,
    "response.created": _response_created,
    "response.done": _response_done,
    "error": _error,
}
