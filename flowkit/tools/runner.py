"""The tool runner: carries out `run` effects and turns whatever happens into `tool_done` events.

Theory of operation. A run decodes the arguments, hands them to the tool's backend, and waits for at most the time that
the effect gives. It never raises: an exception of a backend is the outcome `failed`, and its text goes to the log only.
Reads that fail are tried again, inside the same time. A write is tried once and is never cancelled: if its time is up
the outcome is `timeout`, and the work goes on behind it, because half a write is worse than a late one; but what has
not been sent by then is not sent any more, because somebody may have looked meanwhile and found nothing. A write of
which nobody can tell whether it was carried out is `unknown`, never `failed`.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flowkit.engine.effects import RunTool
from flowkit.engine.events import Json, ToolDone
from flowkit.language.model import Project, Tool
from flowkit.tools import Outcome
from flowkit.tools.account import account
from flowkit.tools.arguments import decoded
from flowkit.tools.backend import Backend, BackendError, CallFailed, NoAnswer, until
from flowkit.tools.backends import Backends, Given
from flowkit.tools.results import NotJson, as_json

__all__ = ["Backend", "ToolRunner", "check_backends"]

FIRST_PAUSE: Final = 0.1
"""Seconds before a failed read is tried again; doubled each time."""

_log = logging.getLogger("flowkit.tools")


def check_backends(project: Project, folder: Path, backends: Given | None = None) -> list[str]:
    """Why tools of a project cannot be run, each a sentence; empty if all can.

    Args:
        folder: the project's folder.
        backends: as for `ToolRunner`.
    """
    found = Backends(project, folder, backends or {})
    return list(dict.fromkeys(sentence for tool in project.tools.values() for sentence in found.problems(tool)))


@dataclass(frozen=True, slots=True)
class _End:
    """How one attempt ended."""

    outcome: str
    result: Json = None
    reason: str = ""
    again: bool = False


class ToolRunner:
    """Runs the tools of a project.

    Args:
        project: whose tools are run.
        folder: the project's folder, where modules and files of backends are looked for first.
        backends: by catalog, what stands in for the backends that its tools name: `fixture:file`, or a `Backend`.
            Settings (a map) say where the system of its `http:` or `mcp:` tools is reached.

    Connections are opened by `open`, or when they are first needed, and kept until `close`.
    """

    def __init__(self, project: Project, folder: Path, backends: Given | None = None) -> None:
        self._project = project
        self._backends = Backends(project, folder, backends or {})
        self._late: set[asyncio.Task[_End]] = set()

    async def open(self) -> None:
        """Opens all connections, so that no caller waits for them; what cannot be opened is told when it is needed."""
        await self._backends.open()

    async def close(self) -> None:
        """Ends all connections, and the servers that were started for them."""
        await self._backends.close()

    async def run(self, effect: RunTool) -> ToolDone:
        """Runs a tool; whatever happens, the event says how it ended.

        `outcome` is `ok`, `failed`, `timeout`, `unknown` (a write may have been carried out, but its answer is lost or
        makes no sense), or an outcome that the tool declares. `reason` is a few words for the record and holds no
        values.
        """
        tool = self._project.tools.get(effect.tool)
        if tool is None:
            return ToolDone(effect.run, "failed", reason="no such tool")
        try:
            arguments = decoded(tool, effect.arguments, self._project.currency)
        except ValueError:
            _log.error("tool '%s': its arguments are not of their shapes", tool.name)
            return ToolDone(effect.run, "failed", reason="bad arguments")
        with until(time.monotonic() + effect.timeout_ms / 1000):
            work = asyncio.create_task(self._attempts(tool, arguments, effect.key))
        end = await self._in_time(tool, work, effect.timeout_ms)
        return ToolDone(effect.run, end.outcome, end.result, end.reason)

    async def _in_time(self, tool: Tool, work: "asyncio.Task[_End]", timeout_ms: int) -> _End:
        try:
            await asyncio.wait({work}, timeout=timeout_ms / 1000)
        except asyncio.CancelledError:
            self._leave(tool, work)
            raise
        if not work.done():
            _log.warning("tool '%s' did not answer within %d ms", tool.name, timeout_ms)
            self._leave(tool, work)
            return _End("timeout")
        # Nobody but the backend itself can have cancelled it.
        return _End("failed", reason="CancelledError") if work.cancelled() else work.result()

    def _leave(self, tool: Tool, work: "asyncio.Task[_End]") -> None:
        """Waits no longer: a read is called off, a write goes on and its end is logged."""
        if not tool.writes:
            work.cancel()
            return
        self._late.add(work)
        work.add_done_callback(lambda ended: self._came_late(tool, ended))

    def _came_late(self, tool: Tool, work: "asyncio.Task[_End]") -> None:
        self._late.discard(work)
        outcome = "cancelled" if work.cancelled() else work.result().outcome
        _log.warning("tool '%s' ended after its time: %s", tool.name, outcome)

    async def _attempts(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> _End:
        left = 0 if tool.writes else tool.retry
        pause = FIRST_PAUSE
        while True:
            end = await self._once(tool, arguments, key)
            if not end.again or left <= 0:
                return end
            left -= 1
            await asyncio.sleep(pause)
            pause *= 2

    async def _once(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> _End:
        try:
            result = await self._backends.of(tool).call(tool, arguments, key)
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            # Also an interrupt: a real one cancels the main task of the loop, so this one is the backend's own.
            return self._failure(tool, error, arguments)
        if isinstance(result, Outcome):
            return self._outcome(tool, result)
        try:
            return _End("ok", as_json(result, tool.output, self._project.currency))
        except NotJson as error:
            _log.error("tool '%s' returned what has no form in JSON: %s", tool.name, error)
        except Exception as error:
            # Maps and lists of classes of its own may do anything when they are looked into.
            _log.error("tool '%s' returned what cannot be read: %s", tool.name, account(error, arguments))
        # The write itself was carried out; to call it failed would be a lie.
        return _End("unknown" if tool.writes else "failed", reason="bad result")

    def _failure(self, tool: Tool, error: BaseException, arguments: Mapping[str, Any]) -> _End:
        _log.error("tool '%s' failed: %s", tool.name, account(error, arguments))
        if isinstance(error, CallFailed):
            unknown = tool.writes and isinstance(error, NoAnswer)
            return _End("unknown" if unknown else "failed", reason=error.reason, again=error.again)
        again = isinstance(error, Exception | SystemExit) and not isinstance(error, BackendError)
        return _End("failed", reason=type(error).__name__, again=again)

    def _outcome(self, tool: Tool, outcome: Outcome) -> _End:
        if outcome.name in tool.outcomes:
            return _End(outcome.name)
        _log.error("tool '%s' ended in '%s', an outcome that its catalog does not declare", tool.name, outcome.name)
        return _End("failed", reason="undeclared outcome")
