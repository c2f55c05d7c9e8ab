"""A session with an MCP server that is kept for as long as it is good, and opened anew after that.

Theory of operation. One task opens the session, holds it, and closes it: the SDK's scopes must be left by the task that
entered them. Calls come from other tasks, any number at once, and share it. It is let go when the server ends, when a
call finds it broken, and at the end; the next call opens another one. A server that does not say hello in time is given
up, so that nobody waits for it forever.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flowkit.tools.addresses import McpCommand, McpUrl, is_loopback
from flowkit.tools.backend import CallFailed
from flowkit.tools.mcp_process import ServerProcess
from flowkit.tools.threads import in_thread

if TYPE_CHECKING:
    from mcp import Client
    from mcp_types import Tool

HELLO_S: Final = 20.0
"""Seconds that a server may take until it says hello."""
_MOST_PAGES: Final = 50

_log = logging.getLogger("flowkit.tools")


@dataclass(slots=True, eq=False)
class Session:
    """An open session: the client, and the server's tools by name."""

    client: "Client"
    tools: "Mapping[str, Tool]"
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set to let it go."""


class KeptSession:
    """The session with one server.

    Args:
        address: how the server is reached.
    """

    def __init__(self, address: McpCommand | McpUrl) -> None:
        self._address = address
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opening: asyncio.Future[Session] | None = None
        self._keepers: set[asyncio.Task[None]] = set()

    async def session(self) -> Session:
        """The session; opens it if there is none.

        Raises:
            CallFailed: the server cannot be reached.
        """
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._opening, self._keepers = loop, None, set()
        if self._opening is None:
            self._opening = opening = loop.create_future()
            # Told to those who wait for it; that nobody does is no error.
            opening.add_done_callback(lambda done: done.cancelled() or done.exception())
            keeper = asyncio.create_task(self._keep(opening), name="MCP session")
            self._keepers.add(keeper)
            keeper.add_done_callback(self._keepers.discard)
        # A call that is called off must not call off the session of all others.
        return await asyncio.shield(self._opening)

    def drop(self, session: Session) -> None:
        """Lets a broken session go; the next call opens another one."""
        session.over.set()
        opening = self._opening
        if opening is not None and opening.done() and not opening.cancelled() and not opening.exception():
            self._opening = None if opening.result() is session else opening

    async def close(self) -> None:
        """Ends the session and the server that was started for it."""
        if self._loop is not asyncio.get_running_loop():
            return
        opening, self._opening = self._opening, None
        if opening is not None and opening.done() and not opening.cancelled() and not opening.exception():
            opening.result().over.set()
        else:
            for keeper in self._keepers:
                keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    async def _keep(self, opening: "asyncio.Future[Session]") -> None:
        process = None
        if isinstance(self._address, McpCommand):
            process = ServerProcess(self._address.command, self._address.folder)
        me = asyncio.current_task()
        assert me is not None
        hello = asyncio.get_running_loop().call_later(HELLO_S, me.cancel)
        try:
            async with self._connected(process) as client:
                session = Session(client, await _tools(client))
                hello.cancel()
                if opening.cancelled():
                    return
                opening.set_result(session)
                await _until_over(session, process)
        except asyncio.CancelledError:
            _fail(opening, "it did not say hello in time", process)
        except Exception as error:
            # Told of a session that is open: the calls that it fails say it themselves.
            _fail(opening, f"it cannot be reached: {_cause(error)}", process)
        finally:
            hello.cancel()
            if self._opening is opening:
                self._opening = None

    @contextlib.asynccontextmanager
    async def _connected(self, process: ServerProcess | None) -> "AsyncIterator[Client]":
        # To import the SDK takes a second or two: not in the loop.
        await in_thread(_import, "import of mcp")
        from mcp import Client

        if process is not None:
            async with Client(process.streams(), cache=None, client_info=_us()) as client:
                yield client
            return
        from mcp.client.streamable_http import streamable_http_client

        from flowkit.tools.mcp_web import make_client

        address = self._address
        assert isinstance(address, McpUrl)
        http = await in_thread(lambda: make_client(address.headers, is_loopback(address.url)), "HTTP")
        streams = streamable_http_client(address.url, http_client=http)
        async with http, Client(streams, cache=None, client_info=_us()) as client:
            yield client


def _import() -> None:
    import jsonschema  # noqa: F401  (the SDK checks answers with it)
    import mcp.client.streamable_http  # noqa: F401

    import flowkit.tools.mcp_web  # noqa: F401


def _us() -> Any:
    from importlib.metadata import version

    from mcp_types import Implementation

    return Implementation(name="flowkit", version=version("flowkit"))


async def _tools(client: "Client") -> "dict[str, Tool]":
    found: dict[str, Tool] = {}
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        page = await client.list_tools(cursor=cursor)
        found.update({tool.name: tool for tool in page.tools})
        cursor = page.next_cursor
        if not cursor:
            break
    return found


async def _until_over(session: Session, process: ServerProcess | None) -> None:
    waits = [asyncio.create_task(session.over.wait())]
    if process is not None:
        waits.append(asyncio.create_task(process.ended.wait()))
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()


def _fail(opening: "asyncio.Future[Session]", why: str, process: ServerProcess | None) -> None:
    if opening.done():
        return
    last = f"; its last words: {process.last_words}" if process is not None and process.last_words else ""
    opening.set_exception(CallFailed(f"the MCP server: {why}{last}", "not reached"))


def _cause(error: BaseException) -> str:
    """The error in the middle of a group of one."""
    while isinstance(error, BaseExceptionGroup) and error.exceptions:
        error = error.exceptions[0]
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
