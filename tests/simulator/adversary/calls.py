"""Whole calls over a real socket: an honest caller, an adversary behind the server, and the shop's own rows."""

import asyncio
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.carrying import carry
from flowkit.carrier.clock import VirtualClock
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.socket import Endpoint
from flowkit.cli.adversaries import adversary
from flowkit.compiler import Compiled, compile_project
from flowkit.engine.call import Call
from flowkit.engine.events import CallStarted
from flowkit.engine.program import Program
from flowkit.journal.limits import SqliteLimits
from flowkit.journal.rows import Row
from flowkit.journal.sqlite import SqliteJournal
from flowkit.language.project import read_project
from flowkit.simulator import Simulator
from flowkit.simulator.adversary import Strike, read_plan, read_script
from flowkit.simulator.server import Frame
from flowkit.tools.runner import ToolRunner
from tests.simulator.adversary.callers import Honest

FLOWS = Path(__file__).parents[3] / "flows"
MONDAY = 1_772_463_600_000
NOW = "2026-03-02T10:00"
SECONDS = 60
"""Real seconds after which a call has not come to its end."""

Says = Callable[[list[str], int], str | None]


@dataclass(frozen=True)
class Called:
    """A call that is over: its record, and what is left of it."""

    honest: Honest
    program: Program
    call: Call
    rows: list[Row]
    strikes: list[Strike]
    told: list[str]
    said: list[str]
    changed: list[tuple[str, str, str, dict[str, object]]]
    frames: list[Frame]

    @property
    def outcome(self) -> str:
        """How the call ended, in the table's words: resolved, person, or how else."""
        how = self.call.outcome
        return {"handed_off": "person"}.get(how, how)


class HurriedClock(VirtualClock):
    """Virtual time in which a server's silence takes a fiftieth."""

    def left(self, at: int) -> float:
        return (at - self._now) / 50_000 + super().left(self._now)


@cache
def demo() -> tuple[Program, Compiled]:
    """The demo project, compiled once."""
    files = {str(path.relative_to(FLOWS)): path.read_bytes() for path in sorted(FLOWS.rglob("*.yaml"))}
    project = read_project(files).project
    assert project is not None
    compiled = compile_project(project)
    return Program(project, compiled.briefs, compiled.digest, ZoneInfo(project.timezone)), compiled


def play(
    honest: Honest, how: str, seeded: Path, folder: Path, *, says: Says | None = None, hurried: bool = False
) -> Called:
    """A call of this caller with a model that misbehaves: `seed:7`, a name, or the lines of a script."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(seeded, folder / "shop.db")
    os.environ["SHOP_DATABASE"] = str(folder / "shop.db")
    return asyncio.run(asyncio.wait_for(_play(honest, how, folder, says or honest.says, hurried), SECONDS))


async def _play(honest: Honest, how: str, folder: Path, says: Says, hurried: bool) -> Called:
    program, compiled = demo()
    plan = (read_plan(how) or read_script(how)) if how else None
    enemy = adversary(plan, program.project) if plan else None
    told: list[str] = []
    said: list[str] = []
    news: list[str] = []

    async def caller(call: CarriedCall) -> None:
        while await call.quiet():
            words = says(list(news), len(said))
            news.clear()
            if words is None:
                await call.hang_up()
                return
            said.append(words)
            await call.message(words)

    def deliver(delivery) -> None:
        told.append(delivery.text)
        news.append(delivery.text)

    given = {"customer": {"id": honest.customer}} if honest.customer else {}
    started = CallStarted("call_1", "text", given=given, begin=honest.flow, nonce="n", said=True)
    runner = ToolRunner(program.project, FLOWS, None)
    async with Simulator(seed=1, adversary=enemy) as simulator:
        with SqliteJournal(folder / "calls.db") as journal:
            journal.begin("call_1", program.digest, {}, {})
            equipment = Equipment(
                program=program,
                sessions=compiled.sessions,
                connect=Endpoint("flowkit-local", "local", simulator.url).connect,
                tools=runner,
                journal=journal,
                clock=(HurriedClock if hurried else VirtualClock)(MONDAY),
                extras={"model": "flowkit-local"},
                deliver=deliver,
                limits=SqliteLimits(folder / "calls.db", "call_1"),
            )
            try:
                final = await carry(equipment, started, caller)
            finally:
                await runner.close()
            rows = journal.rows("call_1")
    strikes = enemy.strikes if enemy else []
    return Called(
        honest, program, final, list(rows), strikes, told, said, _changed(folder / "shop.db"), list(simulator.frames)
    )


def _changed(database: Path) -> list[tuple[str, str, str, dict[str, object]]]:
    """What was written: table, row, idempotency key, and the row as it is now."""
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute("SELECT table_name, row_id, key, after FROM changes ORDER BY id").fetchall()
        return [(table, row, key, json.loads(after)) for table, row, key, after in rows]
    finally:
        connection.close()
