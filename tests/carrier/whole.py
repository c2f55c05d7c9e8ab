"""A call of the demo project as a process of its own, which can be killed: `python whole.py journal url`.

It moves an appointment up to the write. The write itself never ends: it leaves its key in the file `journal.running`.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.carrying import carry
from flowkit.carrier.clock import VirtualClock
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.socket import Endpoint
from flowkit.compiler import compile_project
from flowkit.engine.effects import RunTool
from flowkit.engine.events import CallStarted, ToolDone
from flowkit.engine.program import Program
from flowkit.journal.sqlite import SqliteJournal
from flowkit.language.project import read_project

FLOWS = Path(__file__).parents[2] / "flows"
MONDAY = 1_772_463_600_000
MESSAGES = ("Friday at ten", "yes please")
STARTED = CallStarted("call_1", "text", given={"customer": {"id": "c1"}}, begin="reschedule")


def files() -> dict[str, bytes]:
    """The demo project's files."""
    return {str(path.relative_to(FLOWS)): path.read_bytes() for path in sorted(FLOWS.rglob("*.yaml"))}


class Shop:
    """The tools of the demo project, with one visit that can be moved to a Friday."""

    def __init__(self, running: Path | None = None, moved: bool = False) -> None:
        self.running = running
        self.moved = moved
        self.keys: list[str] = []

    async def run(self, effect: RunTool) -> ToolDone:
        at = "2026-03-06T10:00" if self.moved else "2026-03-03T09:00"
        match effect.tool:
            case "list_visits":
                return ToolDone(effect.run, "ok", [{"id": "v1", "title": "dentist", "start": at}])
            case "find_openings":
                openings = [{"start": f"2026-03-06T{hour}"} for hour in ("10:00", "14:30")]
                return ToolDone(effect.run, "ok", openings)
            case "record_case":
                return ToolDone(effect.run, "ok", {"case_id": "k1"})
        self.keys.append(effect.key)
        if self.running is not None:
            self.running.write_text(effect.key)
            await asyncio.sleep(60)
        self.moved = True
        return ToolDone(effect.run, "ok", {})


def equipment(journal: SqliteJournal, url: str, tools: Any, **more: Any) -> Equipment:
    """The demo project against the server at `url`."""
    project = read_project(files()).project
    assert project is not None
    compiled = compile_project(project)
    return Equipment(
        program=Program(project, compiled.briefs, compiled.digest, ZoneInfo(project.timezone)),
        sessions=compiled.sessions,
        connect=Endpoint("gpt-realtime-2.1", "local", url).connect,
        tools=tools,
        journal=journal,
        clock=VirtualClock(MONDAY),
        extras={"model": "gpt-realtime-2.1"},
        **more,
    )


async def caller(call: CarriedCall) -> None:
    """Says what moves the appointment, and then waits for what comes."""
    for message in MESSAGES:
        if not await call.quiet():
            return
        await call.message(message)
    await call.ended()


def main(path: str, url: str) -> None:
    with SqliteJournal(path) as journal:
        made = equipment(journal, url, Shop(Path(f"{path}.running")))
        journal.begin("call_1", made.program.digest, files(), {})
        asyncio.run(carry(made, STARTED, caller))


if __name__ == "__main__":
    main(*sys.argv[1:])
