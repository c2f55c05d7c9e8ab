"""Playing a call against the engine alone: what the line, the tools and the clock would do, in one breath."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flowkit.compiler import compile_project
from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.effects import Effect
from flowkit.engine.events import Can, Event, FunctionCall
from flowkit.engine.program import Program
from flowkit.engine.step import step
from flowkit.language.project import read_project

FLOWS = Path(__file__).parents[2] / "flows"
MONDAY = 1_772_463_600_000
"""2026-03-02T10:00 in New York, a Monday."""

TEXT = Can(transfer=True)


def project_files(folder: Path) -> dict[str, bytes]:
    """The files of a project, by their path below its folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.yaml"))}


def program_of(files: dict[str, bytes]) -> Program:
    """A program of files that have no error."""
    reading = read_project(files)
    assert reading.project is not None, "\n".join(f"{d.span}: {d.message}" for d in reading.diagnostics)
    compiled = compile_project(reading.project)
    return Program(reading.project, compiled.briefs, compiled.digest, ZoneInfo(reading.project.timezone))


@dataclass
class Conversation:
    """A call under way; every method gives the effects of its step(s), without timers and notes of state."""

    program: Program
    call: Call = field(default_factory=Call)
    at: int = MONDAY
    turns: int = 0
    log: list[tuple[Event, tuple[Effect, ...]]] = field(default_factory=list)
    restore: bool = False

    def tell(self, event: Event) -> list[Effect]:
        """One event."""
        event = replace(event, at=self.at, n=self.call.seq + 1)
        if self.restore:
            self.call = Call.from_json(self.call.to_json())
        self.call, out = step(self.program, self.call, event)
        self.log.append((event, out))
        return [e for e in out if not _left_out(e)]

    def start(self, begin: str = "", **given: Any) -> list[Effect]:
        return self.tell(events.CallStarted("call_1", "text", given=given, begin=begin))

    def ready(self) -> list[Effect]:
        return self.tell(events.LineReady(TEXT))

    def heard(self, u: str) -> list[Effect]:
        """A say reached the caller."""
        text = self.call.utterances[u].text
        return [*self.tell(events.Generated(u, "completed", text)), *self._sounds(u)]

    def _sounds(self, u: str) -> list[Effect]:
        return [*self.tell(events.Audible(u)), *self.tell(events.Played(u, "full"))]

    def caller(self, text: str) -> list[Effect]:
        """A message of the caller."""
        self.turns += 1
        turn = f"t{self.turns}"
        said = [events.TurnStarted(turn), events.TurnEnded(turn), events.Words(turn, text)]
        return [effect for event in said for effect in self.tell(event)]

    def model(self, u: str, text: str = "", **calls: tuple[str, str]) -> list[Effect]:
        """What the model says and calls: `c1=("record", '{"order_id": "12345"}')`."""
        made = tuple(FunctionCall(name, function, arguments) for name, (function, arguments) in calls.items())
        out = self.tell(events.Generated(u, "completed", text, made))
        if text and not any(isinstance(e, effects.Cancel) and e.u == u for e in out):
            out += self._sounds(u)
        return out

    def tool(self, run: str, outcome: str = "ok", result: Any = None, reason: str = "") -> list[Effect]:
        return self.tell(events.ToolDone(run, outcome, result, reason))

    def notes(self, kind: str) -> list[dict[str, Any]]:
        """The notes of a kind so far."""
        found = [e for _, out in self.log for e in out if isinstance(e, effects.Note) and e.kind == kind]
        return [dict(note.data) for note in found]


def _left_out(effect: Effect) -> bool:
    return isinstance(effect, effects.Timer) or (isinstance(effect, effects.Note) and effect.kind == "state")
