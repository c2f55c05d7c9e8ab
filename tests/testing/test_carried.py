"""A test goes as the call would go that is carried over a socket, against the simulator's server."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.carrying import carry
from flowkit.carrier.clock import VirtualClock
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.socket import Endpoint
from flowkit.compiler import compile_project
from flowkit.engine.effects import Count, Release, Reserve, RunTool
from flowkit.engine.events import Counted, Reserved, ToolDone
from flowkit.engine.program import Program
from flowkit.journal.sqlite import SqliteJournal
from flowkit.language.model import Project, suites
from flowkit.language.model.suites import Agent, Caller, Expect, Silence
from flowkit.language.project import read_project
from flowkit.simulator import Simulator
from flowkit.testing.counts import Counts
from flowkit.testing.play import Stage, started
from flowkit.testing.results import Results
from flowkit.testing.session import MODEL

FLOWS = Path(__file__).parents[2] / "flows"
FILES = {str(path.relative_to(FLOWS)): path.read_bytes() for path in sorted(FLOWS.rglob("*.yaml"))}
ZONE = ZoneInfo("America/New_York")
NAMES = (
    "a refund shows in the balance that is asked for next",
    "a caller who drops one thing can still have another",
    "a move of which nobody knows is looked up, and was done",
    "more than four hundred dollars in a day is for a colleague",
    "silence is asked after and then ends the call",
)


class Tools:
    """What a test says as the tools of a call that is carried."""

    def __init__(self, results: Results) -> None:
        self.results = results

    async def run(self, effect: RunTool) -> ToolDone:
        return self.results.run(effect)


class Store:
    """Limits across calls, for one call."""

    def __init__(self) -> None:
        self.counts = Counts()

    async def count(self, effect: Count) -> Counted:
        return self.counts.count(effect)

    async def reserve(self, effect: Reserve) -> Reserved:
        return self.counts.reserve(effect)

    async def release(self, effect: Release) -> None:
        self.counts.release(effect)


async def carried(project: Project, test: suites.Test, folder: Path) -> tuple[list[str], list[str]]:
    """What the agent says and which tools it uses, on a call over a socket."""
    said: list[str] = []
    results = Results(project, test.results)
    compiled = compile_project(project)
    assert test.now is not None

    async def caller(call: CarriedCall) -> None:
        for step in test.steps:
            if not await call.quiet():
                return
            match step:
                case Caller(words):
                    await call.message(words)
                case Silence(ms):
                    await call.silence(ms)
        await call.quiet()
        await call.hang_up()

    with SqliteJournal(folder / "calls.db") as journal:
        async with Simulator() as simulator:
            made = Equipment(
                program=Program(project, compiled.briefs, compiled.digest, ZONE),
                sessions={name: group.session for name, group in compiled.groups.items()},
                connect=Endpoint(MODEL, "local", simulator.url).connect,
                tools=Tools(results),
                journal=journal,
                clock=VirtualClock(int(test.now.replace(tzinfo=ZONE).astimezone(UTC).timestamp() * 1000)),
                extras={"model": MODEL},
                deliver=lambda delivery: said.append(delivery.text),
                limits=Store(),
            )
            journal.begin("test", made.program.digest, FILES, {})
            await carry(made, started(test, project), caller)
    return said, [f"{each.tool} {each.outcome}" for each in results.used]


@pytest.fixture(scope="module")
def project() -> Project:
    read = read_project(FILES).project
    assert read is not None
    return read


@pytest.mark.parametrize("name", NAMES)
def test_a_test_goes_as_the_call_would(project: Project, tmp_path: Path, name: str):
    test = next(suite.tests[name] for suite in project.suites.values() if name in suite.tests)
    assert all(isinstance(step, Caller | Silence | Agent | Expect) for step in test.steps)
    said, used = asyncio.run(carried(project, test, tmp_path))
    played = Stage(project, ZONE, datetime(2026, 3, 2, 10)).play(test)
    assert [entry.text for entry in played.entries if entry.kind == "agent"] == said
    tools = [entry.text for entry in played.entries if entry.kind == "tool"]
    assert [f"{each.partition('(')[0]} {each.rpartition(' ')[2]}" for each in tools] == used
