"""An MCP server as a process that is spoken to over its standard input and output, one JSON message a line.

The lines are bounded, so that no server can fill the memory; what it writes to its standard error is kept only as long
as it has not said hello, to tell why it did not, and no caller has said anything. Ending it goes as the protocol has
it: its input is closed, then it is asked to end, then it is made to (MCP, "Lifecycle: Shutdown").
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections import deque
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mcp.shared.message import SessionMessage

MOST_BYTES: Final = 2_000_000
"""The longest message of a server."""
GRACE_S: Final = 1.0
"""Seconds a server has to end after each step."""
_NOT_FOR_THEM: Final = frozenset(("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "FLOWKIT_API_KEY"))
"""Variables of ours that are no business of a server."""

_log = logging.getLogger("flowkit.tools")


class ServerProcess:
    """A server's process.

    Args:
        command: what is started.
        folder: where it runs.
    """

    def __init__(self, command: tuple[str, ...], folder: Path) -> None:
        self._command = command
        self._folder = folder
        self._errors: deque[str] = deque(maxlen=5)
        self.ended = asyncio.Event()
        """Set when the server speaks no more."""

    @property
    def last_words(self) -> str:
        """The last line that it wrote to its standard error."""
        return next((line for line in reversed(self._errors) if line), "")

    @contextlib.asynccontextmanager
    async def streams(self) -> AsyncIterator[tuple[Any, Any]]:
        """Starts the process; gives the streams to read from it and to write to it.

        Raises:
            OSError: it cannot be started.
        """
        import anyio

        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=MOST_BYTES,
            cwd=self._folder,
            env=_environment(os.environ),
            start_new_session=True,
        )
        to_us, read = anyio.create_memory_object_stream[Any](0)
        write, from_us = anyio.create_memory_object_stream[Any](0)
        tasks = [
            asyncio.create_task(self._reading(process, to_us)),
            asyncio.create_task(_writing(process, from_us)),
            asyncio.create_task(self._hearing_errors(process)),
        ]
        try:
            yield read, write
        finally:
            try:
                await _end(process)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                for stream in (to_us, read, write, from_us):
                    stream.close()

    async def _reading(self, process: asyncio.subprocess.Process, to_us: Any) -> None:
        assert process.stdout is not None
        try:
            async with to_us:
                while line := await process.stdout.readline():
                    await to_us.send(_message(line))
        except ValueError:
            _log.error("an MCP server sent a message of more than %d bytes; it is stopped", MOST_BYTES)
        except Exception as error:
            _log.debug("an MCP server is no longer heard: %s", type(error).__name__)
        finally:
            self.ended.set()

    async def _hearing_errors(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while part := await process.stderr.read(65536):
            self._errors.extend(line.strip()[:500] for line in part.decode(errors="replace").splitlines())


async def _writing(process: asyncio.subprocess.Process, from_us: Any) -> None:
    assert process.stdin is not None
    # A server that reads no more is found by its silence; there is nobody here to tell it to.
    with contextlib.suppress(OSError):
        async with from_us:
            async for item in from_us:
                text = item.message.model_dump_json(by_alias=True, exclude_unset=True)
                process.stdin.write(text.encode() + b"\n")
                await process.stdin.drain()


def _message(line: bytes) -> "SessionMessage | Exception":
    from mcp.shared.message import SessionMessage
    from mcp_types import jsonrpc_message_adapter

    try:
        return SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False))
    except ValueError as error:
        return error


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in ours.items() if name not in _NOT_FOR_THEM}


async def _end(process: asyncio.subprocess.Process) -> None:
    try:
        if process.stdin is not None:
            process.stdin.close()
        if not await _ended(process):
            _send(process, signal.SIGTERM)
            await _ended(process)
    finally:
        # Also where this itself is called off: no server outlives its session.
        _send(process, getattr(signal, "SIGKILL", signal.SIGTERM))


async def _ended(process: asyncio.subprocess.Process) -> bool:
    # Not `wait`: it waits for the pipes, too, which a child of the server may hold open.
    steps = int(GRACE_S / 0.01)
    for _ in range(steps):
        if process.returncode is not None:
            return True
        await asyncio.sleep(0.01)
    return process.returncode is not None


def _send(process: asyncio.subprocess.Process, what: int) -> None:
    """To the server and what it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, what)
        elif process.returncode is None:
            process.kill()
