"""What a chat model is told of the call: a history of our own, sent whole with every request.

Entries stand in the order in which they happened. The outputs of an entry's calls belong to it, so that they follow it
at once however late they come, and an entry is dropped with them or not at all. A history that has grown too long loses
its oldest part, and enough of it that the next requests begin alike: a prompt that changes at its front is read anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from flowkit.lines.chat.strictness import whole_arguments

KEPT_SHARE = 0.8
"""How much of what is allowed is left after a cut."""

NEWEST = 6
"""How many of the newest entries are never dropped."""

Role = Literal["note", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Called:
    """A function that the model called, and its output once it has one."""

    id: str
    name: str
    arguments: str
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was noted, said or called. `u` names the utterance; `brief`: a later brief replaces it."""

    role: Role
    text: str
    u: str = ""
    brief: bool = False
    calls: tuple[Called, ...] = ()

    @property
    def open(self) -> bool:
        """Whether a call of it has no output yet."""
        return any(call.output is None for call in self.calls)

    @property
    def size(self) -> int:
        """Its length in characters."""
        calls = sum(len(call.name) + len(call.arguments) + len(call.output or "") for call in self.calls)
        return len(self.text) + calls


History = tuple[Entry, ...]


def messages(history: History, note_role: str) -> list[dict[str, Any]]:
    """A history as messages; notes have the role `note_role`."""
    return [message for entry in history for message in _messages(entry, note_role)]


def _messages(entry: Entry, note_role: str) -> Iterator[dict[str, Any]]:
    role = note_role if entry.role == "note" else entry.role
    if not entry.calls:
        yield {"role": role, "content": entry.text}
        return
    calls = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in entry.calls
    ]
    yield {"role": role, "content": entry.text or None, "tool_calls": calls}
    for call in entry.calls:
        yield {"role": "tool", "tool_call_id": call.id, "content": call.output or ""}


def called(call_id: str, name: str, arguments: str) -> Called:
    """A call as a history holds it."""
    return Called(call_id, name, whole_arguments(arguments))


def is_open(history: History) -> bool:
    """Whether a call has no output yet: the model cannot be asked before it has."""
    return any(entry.open for entry in history)


def answered(history: History, call_id: str, output: str) -> History:
    """With the output of a call; a call that is unknown or has one already stays as it is."""
    return tuple(replace(entry, calls=tuple(_answered(entry.calls, call_id, output))) for entry in history)


def _answered(calls: Sequence[Called], call_id: str, output: str) -> Iterator[Called]:
    for call in calls:
        yield replace(call, output=output) if call.id == call_id and call.output is None else call


def without_words(history: History, u: str) -> History:
    """Without the words of an utterance that the caller never got; what it called was called all the same."""
    return _whole(replace(entry, text="") if u and entry.u == u else entry for entry in history)


def without_open_calls(history: History) -> History:
    """Without the calls that have no output and will get none."""
    return _whole(
        replace(entry, calls=tuple(call for call in entry.calls if call.output is not None)) for entry in history
    )


def _whole(entries: Iterator[Entry]) -> History:
    return tuple(entry for entry in entries if entry.text or entry.calls)


def bounded(history: History, allowed: int) -> History:
    """The history cut to what is allowed, in characters: briefs that were replaced go first, then the oldest entries.

    The latest brief, the newest entries and those with a call that has no output yet stay whatever is allowed.
    """
    if sum(entry.size for entry in history) <= allowed:
        return history
    latest = max((place for place, entry in enumerate(history) if entry.brief), default=-1)
    left = [entry for place, entry in enumerate(history) if not entry.brief or place == latest]
    over = sum(entry.size for entry in left) - int(allowed * KEPT_SHARE)
    kept: list[Entry] = []
    for place, entry in enumerate(left):
        if over > 0 and place < len(left) - NEWEST and not entry.brief and not entry.open:
            over -= entry.size
        else:
            kept.append(entry)
    return tuple(kept)
