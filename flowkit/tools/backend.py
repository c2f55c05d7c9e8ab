"""What a backend is: something that can say whether a tool fits it, and that runs the tool."""

from collections.abc import Mapping
from typing import Any, Protocol

from flowkit.language.model import Tool


class BackendError(Exception):
    """A backend that cannot be used. The message is a sentence for engineers: what, why, what to do."""


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
            Exception: it did not work; whatever it is, the run has failed.
        """
