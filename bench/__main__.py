"""Prints the figures of the engine and of the command line."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from bench.timing import Spread, alternate, repeated
from flowkit.compiler import compile_project
from flowkit.engine import events
from flowkit.engine.call import Call
from flowkit.engine.events import Can, Event, FunctionCall
from flowkit.engine.functions import judge_calls
from flowkit.engine.program import Program
from flowkit.engine.step import step
from flowkit.engine.work import Work
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


def decisions() -> dict[str, Callable[[], object]]:
    """Function calls of a model, each decided on a call that is held in memory.

    A whole step takes the call before and gives the call after: the calls are judged against the caller's words, the
    flow moves, the next reply is asked for with its brief, timers are armed. `judged alone` is the first of these.
    """
    program = ready({str(p.relative_to(FLOWS)): p.read_bytes() for p in sorted(FLOWS.rglob("*.yaml"))})
    triage = _after(program, *_greeted("triage"), *_said("t1", "where's my order 12345 please"))
    auth = _after(program, *_greeted("order_status"), *_said("t1", "ana@example.com, postcode 10001"))
    one = FunctionCall("c1", "record", '{"order_id": "12345"}')
    two = FunctionCall("c1", "record", '{"email": "ana@example.com", "postcode": "10001"}')
    return {
        "a call that is refused, whole step": _step(program, triage, FunctionCall("c1", "get_order", "{}")),
        "a flow that is chosen, whole step": _step(
            program, triage, FunctionCall("c1", "choose", '{"option": "order_status"}')
        ),
        "one value recorded, judged alone": _judged(program, triage, one),
        "one value recorded, whole step": _step(program, triage, one),
        "two values recorded and a tool run, whole step": _step(program, auth, two),
    }


def _greeted(flow: str) -> tuple[Event, ...]:
    played = (events.Generated("u1", "completed", ""), events.Audible("u1"), events.Played("u1", "full"))
    return (events.CallStarted("call_1", "text", begin=flow), events.LineReady(Can()), *played)


def _said(turn: str, text: str) -> tuple[Event, ...]:
    return events.TurnStarted(turn), events.TurnEnded(turn), events.Words(turn, text)


def _after(program: Program, *told: Event) -> Call:
    call = Call()
    for number, event in enumerate(told, 1):
        call, _ = step(program, call, replace(event, at=MONDAY, n=number))
    return call


def _step(program: Program, call: Call, made: FunctionCall) -> Callable[[], object]:
    event = events.Generated(call.floor.generating, "completed", "", (made,), at=MONDAY, n=call.seq + 1)
    _, out = step(program, call, event)
    assert any(type(effect).__name__ == "AnswerCall" for effect in out), out
    return lambda: step(program, call, event)


def _judged(program: Program, call: Call, made: FunctionCall) -> Callable[[], object]:
    reply = call.utterances[call.floor.generating]
    return lambda: judge_calls(Work(program, call.copy(), MONDAY), reply, (made,))


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
    for name, run in decisions().items():
        print(line(name, repeated(run, 3000), "≤ 40 µs, p99 ≤ 120 µs"))
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
