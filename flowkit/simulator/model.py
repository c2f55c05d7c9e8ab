"""What stands behind the protocol: a model is a function from what it sees to what it does."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from flowkit.simulator.delivery import Delivered


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything a model sees for one response, and all it may know.

    Attributes:
        instructions: The session's, or the response's own.
        items: The context, oldest first, in the shape of conversation items.
        tools: The functions it may call, as the client described them.
        tool_choice: `auto`, `none`, `required`, or `{"type": "function", "name": …}`.
    """

    instructions: str
    items: tuple[Mapping[str, Any], ...] = ()
    tools: tuple[Mapping[str, Any], ...] = ()
    tool_choice: str | Mapping[str, Any] = "auto"


@dataclass(frozen=True, slots=True)
class Speech:
    """Words of the agent."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `arguments` is JSON text, sent as it is, broken or not."""

    name: str
    arguments: str


Output = Speech | Call
Answer: TypeAlias = "Sequence[Output] | Delivered"


class ModelFailure(Exception):
    """Raised by a model to make its response end as `failed`.

    Args:
        code: The code in `status_details`, such as `server_error` or `insufficient_quota`.
        message: Its message.
    """

    def __init__(self, code: str = "server_error", message: str = "The server had an error.") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Model(Protocol):
    """Answers one response; it may be a coroutine function. `Delivered`: something goes wrong on the way."""

    def __call__(self, seen: Seen) -> Answer | Awaitable[Answer]: ...
