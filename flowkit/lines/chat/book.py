"""The books of a chat line: the history, the request that runs, and the utterances under way.

`Chat` is the value that goes in and out of `flowkit.lines.chat.line.on`. It is frozen, and so is all that it holds.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flowkit.engine.events import Can, Json
from flowkit.lines.chat.history import History
from flowkit.lines.chat.refusals import Feature
from flowkit.lines.utterances import Past, Utterance

ALLOWED = 100_000
"""Characters of a history, some 25,000 tokens: far more than a call comes to, and no more than small models read."""

LEAST_ALLOWED = 4_000
"""Characters below which a history is not cut, however little a model says it can read."""

_REASONING = re.compile(r"(?:.*/)?(?:gpt-5(?!.*chat)|o[1-9])")


def reasons(model: str) -> bool:
    """Whether a model is one of those that take `reasoning_effort`; what else there is may refuse it."""
    return _REASONING.match(model) is not None


@dataclass(frozen=True, slots=True)
class Chat:
    """A line to chat completions, between two inputs.

    `sessions` (compiled, by group), `extras`, `model` and `can` stay as they are for the whole call. `request` names
    the request that runs ('' if none does), `left_out` is what the endpoint does not take, `allowed` how long a history
    may be, in characters. `ids` counts requests and calls.
    """

    sessions: Mapping[str, Mapping[str, Json]]
    extras: Mapping[str, Json]
    model: str
    can: Can
    socket: Literal["new", "open", "lost"] = "new"
    session: int = 0
    ready: bool = False
    group: str = ""
    history: History = ()
    utterances: tuple[Utterance, ...] = ()
    closed: tuple[str, ...] = ()
    request: str = ""
    left_out: frozenset[Feature] = frozenset()
    allowed: int = ALLOWED
    turns: int = 0
    ids: int = 0

    @staticmethod
    def new(
        sessions: Mapping[str, Mapping[str, Json]],
        extras: Mapping[str, Json] | None = None,
        *,
        can: Can | None = None,
        past: Past | None = None,
    ) -> "Chat":
        """A line that has no socket yet.

        Args:
            sessions: group → its compiled session, of which instructions and tools count here.
            extras: what the environment adds to every request, such as a `temperature`; `model` tells what a request
                may hold, and who answers is the carrier's to say.
            can: what this channel can do; text is all there is.
            past: what the call already had, where it was begun by another process.
        """
        before = past or Past()
        rest: dict[str, Any] = {name: value for name, value in (extras or {}).items() if name != "model"}
        model = str((extras or {}).get("model", ""))
        return Chat(sessions, rest, model, can or Can(), ready=before.ready, turns=before.turns)

    @property
    def waiting(self) -> bool:
        """Whether the server owes us something: nothing else will happen here until it comes."""
        return bool(self.request)

    @property
    def quiet(self) -> bool:
        """Whether nothing at all is under way."""
        return self.socket == "open" and not self.utterances

    def find(self, u: str) -> Utterance | None:
        """The utterance of that name, if it is under way."""
        return next((utterance for utterance in self.utterances if utterance.u == u), None)
