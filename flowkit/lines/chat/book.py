"""The books of a chat line: the history, the request that runs, and the utterances under way.

`Chat` is the value that goes in and out of `flowkit.lines.chat.line.on`. It is frozen, and so is all that it holds.
"""

import re
from dataclasses import dataclass

from flowkit.lines.chat.history import History
from flowkit.lines.chat.refusals import Feature
from flowkit.lines.utterances import Book

ALLOWED = 100_000
"""Characters of a history, some 25,000 tokens: far more than a call comes to, and no more than small models read."""

LEAST_ALLOWED = 4_000
"""Characters below which a history is not cut, however little a model says it can read."""

_REASONING = re.compile(r"(?:.*/)?(?:gpt-5(?!.*chat)|o[1-9])")


def reasons(model: str) -> bool:
    """Whether a model is one of those that take `reasoning_effort`; what else there is may refuse it."""
    return _REASONING.match(model) is not None


@dataclass(frozen=True, slots=True)
class Chat(Book):
    """A line to chat completions, between two inputs.

    `request` names the request that runs ('' if none does), `left_out` is what the endpoint does not take, `allowed`
    how long a history may be, in characters.
    """

    group: str = ""
    history: History = ()
    request: str = ""
    left_out: frozenset[Feature] = frozenset()
    allowed: int = ALLOWED

    @property
    def waiting(self) -> bool:
        """Whether the server owes us something: nothing else will happen here until it comes."""
        return bool(self.request)

    @property
    def quiet(self) -> bool:
        """Whether nothing at all is under way."""
        return self.socket == "open" and not self.utterances
