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
        self._tasks: dict[str, asyncio.Task[Event | None]] = {}

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
            event = self._tasks.pop(name).result()
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
        task = self._tasks.pop(f"run {effect.run}", None)
        if task is not None:
            task.cancel()

    def stop(self) -> None:
        """Waits no longer for anything."""
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()

    def _run(self, name: str, work: Awaitable[Event | None], failed: Event | None) -> None:
        task = asyncio.create_task(_safely(name, work, failed), name=name)
        self._tasks[name] = task
        task.add_done_callback(lambda ended: self._ended(name, ended))

    def _ended(self, name: str, task: "asyncio.Task[Event | None]") -> None:
        if self._tasks.get(name) is not task:
            return  # abandoned
        if self._in_order:
            self._tell(None)
        else:
            del self._tasks[name]
            self._tell(task.result())

    async def _put_through(self, effect: Transfer) -> Event:
        match await self._desk(effect):
            case "connected":
                return Transferred("connected")
            case "no_answer":
                return Transferred("no_answer")
            case _:
                return Transferred("failed")


async def _safely(name: str, work: Awaitable[Event | None], failed: Event | None) -> Event | None:
    """Whoever runs errands is not to raise; a call must not stand still because one does."""
    try:
        return await work
    except Exception as error:
        _log.error("errand '%s' broke: %s", name, type(error).__name__)
        return failed


def _broken_tool(effect: RunTool) -> ToolDone:
    """How a run ended whose runner broke: a write may have gone out before that."""
    return ToolDone(effect.run, "unknown" if effect.key else "failed", reason="broken")


def _at_once(event: Any) -> Coroutine[Any, Any, Any]:
    async def answer() -> Any:
        return event

    return answer()


def is_errand(effect: Effect) -> bool:
    """Whether an effect is run beside the call."""
    return isinstance(effect, get_args(Errand))
