"""Replies that were judged before the words of their turn were in: what is left to be read in these when they come."""

from flowkit.engine.asking.reports import words_are_awaited
from flowkit.engine.call import Utterance
from flowkit.engine.speech import Unread
from flowkit.engine.work import Work


def leave(work: Work, u: str, what: Unread) -> None:
    """A reply came to this without the words of its turn; if they are still on their way, they are read for it."""
    reply = work.call.utterances.get(u)
    if reply is not None and words_are_awaited(work, reply.upto_turn):
        work.change_utterance(u, unread=what)


def take(work: Work, turn: str) -> tuple[str, Utterance] | None:
    """The last reply in this visit that was judged without the words of a turn: they are read for it, once."""
    replies = {u: each for u, each in work.call.utterances.items() if each.unread and each.upto_turn == turn}
    for u in replies:
        work.change_utterance(u, unread="")
    u = next(reversed(replies), "")
    return (u, replies[u]) if u and replies[u].visit == work.call.top.visit else None
