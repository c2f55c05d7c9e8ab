"""The line to an OpenAI Realtime session: a pure function over the protocol's bookkeeping.

Theory of operation. `on(line, input)` takes one thing that happened: a frame of the server, an effect of the engine,
or a signal of the carrier. It gives back the line as it is now, what goes out, and what the engine has to be told. It
knows the protocol (which response is which utterance, what is confirmed, what has to wait) and decides nothing about
the conversation.

- An utterance `u` is asked for by one `response.create` whose metadata bears its name; `response.created` gives it the
  server's id. Every utterance gets exactly one `generated` and one `played`, whatever happens.
- Frames go out in the order of the effects. `session.update` and `response.create` wait while a response is being
  generated, and everything behind them waits with them; only a cancel overtakes.
- Text: nothing sounds. The engine's own words are delivered as they stand, without the model. A reply is delivered when
  the engine has judged it (`Judged`), so one that it cancels is never shown, and is taken out of the model's history.
- A new socket is a new session that knows nothing: what was under way has failed, and what waits to be sent is dropped.
  The engine tells the new session everything (`configure`, `seed`, `brief`).
- A reply that only calls functions, or was not completed, shows nothing and has played `none`.

Everything about sound (playing, cutting, proving that it was heard) will stand beside this file; here a place is kept
for it by `Can.audio`, which no caller sets yet.
"""

from flowkit.engine import effects, events
from flowkit.lines import frames, server
from flowkit.lines.book import Realtime
from flowkit.lines.kinds import Input, Kind
from flowkit.lines.sessions import session_for
from flowkit.lines.traffic import (
    Delivery,
    Dropped,
    Forsake,
    Frame,
    Judged,
    Message,
    Opened,
    Outgoing,
    Signal,
    Wake,
    Woken,
)
from flowkit.lines.utterances import Past, Utterance
from flowkit.lines.work import Work

__all__ = [
    "REALTIME",
    "Delivery",
    "Dropped",
    "Forsake",
    "Frame",
    "Input",
    "Judged",
    "Message",
    "Opened",
    "Outgoing",
    "Past",
    "Realtime",
    "Wake",
    "Woken",
    "on",
]


def on(line: Realtime, input: Input) -> tuple[Realtime, tuple[Outgoing, ...], tuple[events.Event, ...]]:
    """Takes in one input.

    Args:
        line: the line before it; it is not changed.
        input: a server frame (a dict), an effect, or a signal; effects that do not speak to the model do nothing.

    Returns:
        The line after it, what goes out in order, and events for the engine in order (not stamped yet).
    """
    if isinstance(input, dict):
        # By far the most frames are deltas, and they change nothing.
        if line.socket != "open" or not server.matters(input):
            return line, (), ()
        work = Work(line)
        server.hear(work, input)
    else:
        work = Work(line)
        _take(work, input)
    return work.line, tuple(work.outgoing), tuple(work.events)


def _take(work: Work, input: effects.Effect | Signal) -> None:
    match input:
        case effects.Configure():
            _configure(work, input)
        case effects.Seed(items):
            for role, text in items:
                work.add_item(role, text)
        case effects.Brief(text=text):
            work.add_item("system", text)
        case effects.Result(text):
            work.add_item("system", f"RESULT {text}")
        case effects.AnswerCall():
            _answer(work, input)
        case effects.Reply():
            _reply(work, input)
        case effects.Cancel(u):
            _cancel(work, u)
        case Opened(session):
            _opened(work, session)
        case Dropped():
            _dropped(work)
        case Woken(token):
            server.wake(work, token)
        case _:
            work.take(input)


# Effects of the engine.


def _configure(work: Work, effect: effects.Configure) -> None:
    line = work.line
    compiled = line.sessions.get(effect.group)
    if compiled is None:
        work.events.append(events.Trouble("bug", f"no session is compiled for the group '{effect.group}'"))
        return
    session = session_for(compiled, line.extras, model=line.model, audio=line.can.audio, patience=effect.patience)
    if session != line.configured:
        work.change(configured=session)
        work.send(frames.session_update(work.event_id(), session))


def _answer(work: Work, effect: effects.AnswerCall) -> None:
    """Calls of a former session are unknown in this one, and a call takes one output; the rest is dropped."""
    if effect.id in work.line.calls:
        work.change(calls=work.line.calls - {effect.id})
        work.send(frames.call_output(work.event_id(), work.item_id(), effect.id, effect.output))


def _reply(work: Work, effect: effects.Reply) -> None:
    """Without a socket a reply is not asked for: it fails when the next session is there, which makes up for it."""
    utterance = Utterance(effect.u, "reply", "held", reply=effect)
    if work.add(utterance) and work.line.socket != "lost":
        work.request(utterance)


def _cancel(work: Work, u: str) -> None:
    utterance = work.line.find(u)
    if utterance is None:
        return
    match utterance.stage:
        case "held" | "refused":
            work.change(held=tuple(held for held in work.line.held if held.u != u))
            work.fail(u, "", "cancelled")
            work.flush()
        case "asked" | "active":
            server.cancel(work, utterance)
        case "generated":
            work.drop(u)


# Signals of the carrier.


def _opened(work: Work, session: int) -> None:
    # The engine hears of the new session first: it then knows why all that was under way has failed.
    if session > 1:
        work.events.append(events.Back("model", fresh=True, session=session))
    if work.line.socket != "new":
        _forget(work)
    work.change(socket="open", session=session)
    work.flush()


def _dropped(work: Work) -> None:
    if work.line.socket == "open":
        work.events.append(events.Lost("model"))
        work.change(socket="lost")
        _forget(work)


def _forget(work: Work) -> None:
    """The session is gone, and with it everything that was asked of it."""
    work.change(held=(), updates=(), configured=None, tools=None, calls=frozenset(), finished=())
    for one in work.line.utterances:
        if one.stage != "generated":
            work.fail(one.u, "connection_lost", "cancelled" if one.void else "failed")


REALTIME = Kind(Realtime.new, on, ages=True)
"""The line to a Realtime session, for a carrier."""
