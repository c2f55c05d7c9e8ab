"""Prints the figures of the engine and of the command line."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from bench.timing import Spread, alternate, repeated
from flowkit.compiler import compile_project
from flowkit.engine import events
from flowkit.engine.call import Call
from flowkit.engine.events import Can, Event, FunctionCall
from flowkit.engine.program import Program
from flowkit.engine.step import step
from flowkit.language.project import read_project

ROOT = Path(__file__).parents[1]
FLOWS = ROOT / "flows"
MONDAY = 1_772_463_600_000


def ready(files: dict[str, bytes]) -> Program:
    """YAML to a program that can run."""
    project = read_project(files).project
    assert project is not None
    compiled = compile_project(project)
    return Program(project, compiled.briefs, compiled.digest, ZoneInfo(project.timezone))


def ten_states() -> dict[str, bytes]:
    """One project with one flow of ten states."""
    return {"flowkit.yaml": _PROJECT.encode(), "ten.yaml": _TEN.encode()}


_PROJECT = """\
flowkit: 1
title: Ten states
start: ten
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""

_TEN = """\
flow: ten
title: Ten states
slots:
  number: {type: digits, ask: "What's the number?"}
  day: {type: date, ask: "What day suits you?"}
  size: {options: [small, large], ask: "Small or large?"}
start: number
states:
  number: {ask: number, next: day}
  day:
    ask: day
    next:
      - {when: day < today, times: 2, say: That day has passed., clear: day, go: day}
      - {when: day < today, go: person}
      - {go: size}
  size:
    ask: size
    next:
      - {when: size == 'small', go: small}
      - {go: large}
  small: {say: A small one., next: both}
  large: {say: A large one., next: both}
  both:
    next:
      - {when: day == today, go: now}
      - {go: later}
  now: {say: Today., next: thanks}
  later: {say: "On {{ day }}.", next: thanks}
  thanks: {say: "Thanks for {{ number }}.", next: bye}
  bye: {say: Goodbye., end: resolved}
"""


def one_decision() -> Callable[[], object]:
    """One function call of the model decided: `record` with two values, judged against the caller's words."""
    program = ready({str(p.relative_to(FLOWS)): p.read_bytes() for p in sorted(FLOWS.rglob("*.yaml"))})
    call = Call()
    for event in _until_asked():
        call, _ = step(program, call, event)
    calls = (FunctionCall("c1", "record", '{"email": "ana@example.com", "postcode": "10001"}'),)
    decided = events.Generated("u3", "completed", "", calls, at=MONDAY, n=call.seq + 1)
    _, effects = step(program, call, decided)
    assert any(type(effect).__name__ == "RunTool" for effect in effects), effects
    return lambda: step(program, call, decided)


def _until_asked() -> list[Event]:
    said = [
        events.CallStarted("call_1", "text", begin="order_status"),
        events.LineReady(Can()),
        events.Generated("u1", "completed", ""),
        events.Audible("u1"),
        events.Played("u1", "full"),
        events.TurnStarted("t1"),
        events.TurnEnded("t1"),
        events.Words("t1", "my order please"),
        events.Generated("u2", "completed", "What's your e-mail address and your postcode?"),
        events.Audible("u2"),
        events.Played("u2", "full"),
        events.TurnStarted("t2"),
        events.TurnEnded("t2"),
        events.Words("t2", "ana@example.com, postcode 10001"),
    ]
    import dataclasses

    return [dataclasses.replace(event, at=MONDAY, n=number) for number, event in enumerate(said, 1)]


def cold(*words: str) -> Callable[[], object]:
    """A command in a process of its own."""
    return lambda: subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)


def line(name: str, measured: Spread, reach: str = "") -> str:
    """One row of the table."""
    return f"{name:46} {_time(measured.median):>10} {_time(measured.p99):>10}   {reach}"


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.1f} µs"


def main() -> None:
    """Measures and prints."""
    print(f"{'work':46} {'median':>10} {'p99':>10}   reach")
    files = ten_states()
    text = files["ten.yaml"]
    pair = alternate(
        {
            "libyaml alone parses the same flow": lambda: list(yaml.parse(text, Loader=yaml.CSafeLoader)),
            "YAML to a ready engine, 10 states": lambda: ready(files),
        },
        rounds=200,
        warm=20,
    )
    for name, measured in pair.items():
        print(line(name, measured, "≤ 3 ms" if "ready" in name else ""))
    print(line("one function call decided", repeated(one_decision(), 3000), "≤ 40 µs, p99 ≤ 120 µs"))
    commands = alternate(
        {
            "python -c pass": cold("-c", "pass"),
            "a bare typer command": cold("-m", "bench.bare"),
            "flowkit validate, one flow, cold": cold("-m", "flowkit", "validate", "flows/order_status.yaml"),
        },
        rounds=9,
    )
    for name, measured in commands.items():
        print(line(name, measured, "≤ 200 ms" if "validate" in name else ""))


if __name__ == "__main__":
    main()
