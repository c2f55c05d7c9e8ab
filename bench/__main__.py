"""Prints the figures of the language, of the command line and of the engine (`bench.engine` alone: the engine only)."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import yaml

from bench import engine
from bench.many import many_flows
from bench.projects import ROOT, demo, ready
from bench.timing import Spread, alternate, repeated
from flowkit.language.expressions.evaluate import compile_expression
from flowkit.language.project import read_project
from flowkit.language.shapes import UNSET, Value

MANY = 200
"""So many flows has the project whose reading is measured."""
GUARDS = 1000
"""So many evaluations of a guard are timed together, for one is too short to be."""


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


class Known:
    """Values by name, for guards: as quick to ask as anything can be, so that the guard alone is measured."""

    def __init__(self, values: dict[str, Value]) -> None:
        self._values = values

    def lookup(self, name: str) -> Value:
        """The value of a name, or `UNSET`."""
        return self._values.get(name, UNSET)

    def done(self, tool: str, arguments: Mapping[str, Value]) -> bool:
        """Nothing was carried out."""
        return False


def a_guard() -> Callable[[], object]:
    """The guard on the first way on that `order_status` has behind its look-up, where it is true."""
    program = demo()
    guard = program.project.flows["order_status"].states["look"].next[0].when
    assert guard is not None
    evaluate = compile_expression(guard.expr)
    known = Known({"order": {"order_id": "12345", "status": "shipped", "eta": date(2026, 3, 6)}})
    assert evaluate(known) is True, guard.source
    return lambda: [evaluate(known) for _ in range(GUARDS)]


def reading() -> Iterator[str]:
    """Reading many flows that differ, a file each, beside what libyaml alone takes for the same texts."""
    files = many_flows(MANY)
    assert not read_project(files).diagnostics
    lines = sum(text.count(b"\n") for text in files.values()) / len(files)
    measured = alternate(
        {
            "libyaml alone parses them": lambda: parse_alone(files.values()),
            "YAML to the checked model": lambda: read_project(files),
        },
        rounds=9,
        warm=2,
    )
    for name, spread in measured.items():
        yield line(f"{name}, one of {MANY} flows", spread.each(MANY), "≤ 1 ms" if "model" in name else "")
    alone, whole = (spread.least for spread in measured.values())
    yield f"  {lines:.0f} lines a file; the model costs {whole / alone:.1f} times what libyaml alone does"


def parse_alone(texts: Iterable[bytes]) -> None:
    """Asks for all events of each text, as the reader does, and does nothing with them."""
    for text in texts:
        events = yaml.CSafeLoader(text)
        while type(events.get_event()) is not yaml.StreamEndEvent:
            pass
        events.dispose()


def cold(*words: str) -> Callable[[], object]:
    """A command in a process of its own."""
    return lambda: subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=True)


def line(name: str, measured: Spread, reach: str = "") -> str:
    """One row of the table."""
    return f"{name:46} {_time(measured.median):>10} {_time(measured.p99):>10}   {reach}"


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.{1 if seconds > 1e-5 else 2}f} µs"


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
    for row in reading():
        print(row)
    print(line("a guard is evaluated", repeated(a_guard(), 300).each(GUARDS), "≤ 1 µs"))
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
    for row in (*engine.timed(), *engine.memory()):
        print(row)


if __name__ == "__main__":
    main()
