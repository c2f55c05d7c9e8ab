"""Errands: what runs beside a call and comes back to it as an event, such as tools.

They belong to the call, not to a socket: they go on when the line to the model is lost.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, get_args

from flowkit.carrier.equipment import Desk, Limits, Tools
from flowkit.engine.effects import Abandon, Count, Effect, Release, Reserve, RunTool, Transfer
from flowkit.engine.events import Counted, Event, Reserved, ToolDone, Transferred

Errand = RunTool | Count | Reserve | Release | Transfer
_log = logging.getLogger(__name__)


class Errands:
    """Runs what an engine wants done outside.

    Args:
        tools: runs tools.
        limits: counts across calls, if anybody does.
        desk: puts calls through.
        tell: takes the events that come of it, as they come.
        in_order: the events are not told but wait to be taken, in the order in which their errands were begun; `tell`
            is called with nothing, when there may be one. So a test of a call does not depend on what is faster.
    """

    def __init__(
        self,
        tools: Tools,
        limits: Limits | None,
        desk: Desk,
        tell: Callable[[Event | None], None],
        *,
        in_order: bool = False,
    ) -> None:
        self._tools = tools
        self._limits = limits
        self._desk = desk
        self._tell = tell
        self._in_order = in_order
        self._tasks: dict[str, asyncio.Future[Event | None]] = {}
        self._failed: dict[str, Event | None] = {}

    @property
    def running(self) -> bool:
        """Whether anything is under way, or has an event to be taken."""
        return bool(self._tasks)

    def take(self) -> Event | None:
        """The event of the errand that was begun first, if it is done."""
        while self._tasks:
            name = next(iter(self._tasks))
            if not self._tasks[name].done():
                return None
            event = self._pop(name)
            if event is not None:
                return event
        return None

    def start(self, effect: Errand) -> None:
        """Begins an errand."""
        match effect:
            case RunTool(run=run):
                self._run(f"run {run}", self._tools.run(effect), _broken_tool(effect))
            case Count(draft=draft):
                none = Counted(draft, {}, available=False)
                self._run(f"count {draft}", self._limits.count(effect) if self._limits else _at_once(none), none)
            case Reserve(run=run):
                not_there = Reserved(run, "unavailable")
                self._run(
                    f"reserve {run}", self._limits.reserve(effect) if self._limits else _at_once(not_there), not_there
                )
            case Release(run=run):
                if self._limits:
                    self._run(f"release {run}", self._limits.release(effect), None)
            case Transfer():
                self._run("transfer", self._put_through(effect), Transferred("failed"))

    def abandon(self, effect: Abandon) -> None:
        """Waits no longer for a read."""
        name = f"run {effect.run}"
        if name in self._tasks:
            self._tasks.pop(name).cancel()
            del self._failed[name]

    def stop(self) -> None:
        """Waits no longer for anything."""
        tasks = list(self._tasks.values())
        self._tasks.clear()
        self._failed.clear()
        for task in tasks:
            task.cancel()

    def _run(self, name: str, work: Awaitable[Event | None], failed: Event | None) -> None:
        task = asyncio.ensure_future(work)
        self._tasks[name] = task
        self._failed[name] = failed
        task.add_done_callback(lambda ended: self._ended(name, ended))

    def _ended(self, name: str, task: "asyncio.Future[Event | None]") -> None:
        if self._tasks.get(name) is not task:
            # Nobody waits for it any more; asking it keeps its exception, if it has one, out of the log.
            _ = task.cancelled() or task.exception()
        elif self._in_order:
            self._tell(None)
        else:
            event = self._pop(name)
            if event is not None:
                self._tell(event)

    def _pop(self, name: str) -> Event | None:
        """What came of an errand that is done. Whoever runs it is not to raise; if one does, the call goes on."""
        task, failed = self._tasks.pop(name), self._failed.pop(name)
        if task.cancelled():
            what = "cancelled"
        elif (error := task.exception()) is not None:
            what = type(error).__name__
        else:
            return task.result()
        _log.error("errand '%s' broke: %s", name, what)
        return failed

    async def _put_through(self, effect: Transfer) -> Event:
        match await self._desk(effect):
            case "connected":
                return Transferred("connected")
            case "no_answer":
                return Transferred("no_answer")
            case _:
                return Transferred("failed")


def _broken_tool(effect: RunTool) -> ToolDone:
    """How a run ended whose runner broke: a write may have gone out before that."""
    return ToolDone(effect.run, "unknown" if effect.write else "failed", reason="broken")


def _at_once(event: Any) -> Coroutine[Any, Any, Any]:
    async def answer() -> Any:
        return event

    return answer()


def is_errand(effect: Effect) -> bool:
    """Whether an effect is run beside the call."""
    return isinstance(effect, get_args(Errand))
