"""What a backend is: something that can say whether a tool fits it, and that runs the tool."""

import math
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, runtime_checkable

from flowkit.language.model import Tool


class BackendError(Exception):
    """A backend that cannot be used. The message is a sentence for engineers: what, why, what to do."""


class CallFailed(Exception):
    """A call that did not work, and of which it is known that nothing was carried out.

    Args:
        message: for the log; it holds no secret.
        reason: a few words for the record; they hold no values.
        again: whether it may go better another time.
    """

    def __init__(self, message: str, reason: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.reason = reason
        self.again = again


class NoAnswer(CallFailed):
    """A call that was sent and never answered, or not in a form that tells how it ended: a write may be carried out."""


_last_moment: ContextVar[float] = ContextVar("last_moment", default=math.inf)


@contextmanager
def until(moment: float) -> Iterator[None]:
    """Calls that are begun in here may be sent until this moment of `time.monotonic`."""
    before = _last_moment.set(moment)
    try:
        yield
    finally:
        _last_moment.reset(before)


def check_time() -> None:
    """Right before a call is sent: that its time is not up. Nobody would wait, and a look may have found nothing.

    Raises:
        CallFailed: it is.
    """
    if time.monotonic() >= _last_moment.get():
        raise CallFailed("its time was up before it was sent", "too late", again=False)


class Backend(Protocol):
    """Runs tools."""

    def problems(self, tool: Tool) -> list[str]:
        """Why this tool cannot be run, each a sentence; empty if it can."""

    async def call(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> Any:
        """Runs the tool once.

        Args:
            arguments: by name, as values of their shapes.
            key: the idempotency key of a write, else empty.

        Returns:
            The output, or an `Outcome`.

        Raises:
            NoAnswer: nobody can tell whether it was carried out; of a write it is `unknown`, of a read `failed`.
            Exception: it did not work; whatever else it is, the run has failed.
        """


@runtime_checkable
class Connected(Protocol):
    """A backend that holds connections."""

    async def open(self) -> None:
        """Opens what takes a while to open, so that no caller waits for it. It may fail; a call will tell."""

    async def close(self) -> None:
        """Ends them. A later call opens new ones."""
