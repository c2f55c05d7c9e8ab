"""The line to chat completions: a pure function over a history of our own.

Theory of operation. `on(line, input)` has the shape of every line: an answer of the endpoint, an effect of the engine
or a signal of the carrier goes in; the line as it is now, what goes out, and events for the engine come back. The
endpoint remembers nothing between two requests, so all that a Realtime session keeps stands here.

- The head is the group's instructions and tools; briefs, RESULT notes and seeds are notes; each reply is one request
  with the head and the whole history, and its answer is `generated`.
- The engine's own words are delivered as they stand, without the model, and join the history as the agent's. A reply is
  delivered when the engine has judged it (`Judged`).
- One request runs at a time. A cancel closes it and is finished at once: an answer that was under way is of a request
  that nobody knows any more. So calls of such an answer never enter the history.
- No request is made while a call has no output. Outputs stand right behind their calls, however late they come.
- A lost connection takes the running request with it, and the calls that were open; the history stays. A process that
  takes up a call has none and is told what it must know (`seed`).
- What an endpoint does not take (`refusals`) is left out from then on.
"""

from flowkit.engine import effects, events
from flowkit.lines.chat import history, requests
from flowkit.lines.chat.answers import read_answer
from flowkit.lines.chat.book import Chat
from flowkit.lines.chat.history import Entry
from flowkit.lines.chat.refusals import read_failure
from flowkit.lines.chat.work import Work
from flowkit.lines.frames import compact
from flowkit.lines.kinds import Input, Kind
from flowkit.lines.traffic import Dropped, Frame, Opened, Outgoing, Signal
from flowkit.lines.utterances import Utterance


def on(line: Chat, input: Input) -> tuple[Chat, tuple[Outgoing, ...], tuple[events.Event, ...]]:
    """Takes in one input.

    Args:
        line: the line before it; it is not changed.
        input: a frame of the carrier about a request (a dict, see `requests`), an effect, or a signal; effects that do
            not speak to the model do nothing.

    Returns:
        The line after it, what goes out in order, and events for the engine in order (not stamped yet).
    """
    work = Work(line)
    if isinstance(input, dict):
        _hear(work, input)
    else:
        _take(work, input)
    return work.line, tuple(work.outgoing), tuple(work.events)


def _hear(work: Work, frame: Frame) -> None:
    """What came of a request; of one that does not run any more nobody wants to know."""
    if not work.line.request or frame.get("id") != work.line.request:
        return
    match frame.get("type"):
        case requests.ANSWER:
            work.answered(read_answer(frame.get("body")))
        case requests.FAILED:
            status = frame.get("status")
            status = status if isinstance(status, int) else 0
            work.failed(status, read_failure(status, frame.get("error")))
        case _:
            pass


def _take(work: Work, input: effects.Effect | Signal) -> None:
    match input:
        case effects.Configure(group):
            _configure(work, group)
        case effects.Seed(items):
            for role, text in items:
                work.note(Entry("note" if role == "system" else role, text))
        case effects.Brief(text=text):
            work.note(Entry("note", text, brief=True))
        case effects.Result(text):
            work.note(Entry("note", f"RESULT {text}"))
        case effects.AnswerCall(call_id, output):
            work.change(history=history.answered(work.line.history, call_id, compact(output)))
            work.ask()
        case effects.Reply():
            _reply(work, input)
        case effects.Cancel(u):
            _cancel(work, u)
        case Opened(session):
            _opened(work, session)
        case Dropped():
            _dropped(work)
        case _:
            work.take(input)


# Effects of the engine.


def _configure(work: Work, group: str) -> None:
    if group in work.line.sessions:
        work.change(group=group)
    else:
        work.events.append(events.Trouble("bug", f"no session is compiled for the group '{group}'"))


def _reply(work: Work, effect: effects.Reply) -> None:
    """Without a connection a reply waits, and fails when there is one again: the engine then makes up for it."""
    if work.add(Utterance(effect.u, "reply", "held", reply=effect)):
        work.ask()


def _cancel(work: Work, u: str) -> None:
    utterance = work.line.find(u)
    if utterance is None:
        return
    match utterance.stage:
        case "held":
            work.fail(u, "", "cancelled")
            work.ask()
        case "asked":
            work.abort(utterance)
        case _:
            work.drop(u)


# Signals of the carrier.


def _opened(work: Work, session: int) -> None:
    # The engine hears first that the model is back: it then knows why all that was under way has failed.
    if session > 1:
        work.events.append(events.Back("model", fresh=work.line.socket == "new", session=session))
    if work.line.socket != "new":
        _forget(work)
    work.change(socket="open", session=session)
    if not work.line.ready:
        work.change(ready=True)
        work.events.append(events.LineReady(work.line.can, session))
    work.ask()


def _dropped(work: Work) -> None:
    if work.line.socket == "open":
        work.events.append(events.Lost("model"))
        work.change(socket="lost")
        _forget(work)


def _forget(work: Work) -> None:
    """The connection is gone, and with it what was asked over it and what the engine now tells otherwise."""
    work.change(request="", history=history.without_open_calls(work.line.history))
    for one in work.line.utterances:
        if one.stage != "generated":
            work.fail(one.u, "connection_lost", "cancelled" if one.void else "failed")


CHAT = Kind(Chat.new, on, ages=False)
"""The line to chat completions, for a carrier."""
