"""How long `flowkit validate` takes, beside other linters of YAML on the same or equally large files.

    python -m bench.validating            # the table
    python -m bench.validating --plot     # and the figures and the picture of docs/performance.md

Theory of operation. Everything is a command in a process of its own, run in turn with the others, so that a noisy
machine is noisy for all; what counts are ratios within one run. The other linters do other work than ours: the figures
tell how much one waits for each, no more. They come with `pip install -e '.[bench]'`; one that is missing is left out,
and that is said. cfn-lint gets templates of its own kind with as many files and lines.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from shutil import which
from typing import Final

from bench.growth import plot
from bench.many import many_flows
from bench.projects import ROOT
from bench.templates import many_templates
from bench.timing import Spread, alternate

FILES: Final = 200
SIZES: Final = (25, 50, 100, 200, 400)
STATES: Final = (250, 500, 1000, 2000)
_BARE = (
    "import sys, yaml, pathlib\n"
    "for path in pathlib.Path(sys.argv[1]).rglob('*.yaml'):\n"
    "    for _ in yaml.parse(path.read_bytes(), Loader=yaml.CSafeLoader): pass\n"
)


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        many = written(place / "many", many_flows(FILES))
        measured = alternate(_commands(place, many), rounds=5)
        bare = measured["libyaml alone parses them"].median
        print(f"{FILES} flows of about 120 lines, and as much for the others; medians")
        for name, spread in measured.items():
            print(f"  {name:44} {spread.median * 1e3:8.0f} ms   {spread.median / bare:6.1f} times libyaml alone")
        grown = growth(place)
        for title, rows in grown.items():
            print(title)
            for size, spread in rows.items():
                print(f"  {size:6} {spread.median * 1e3:8.0f} ms   {spread.median / size * 1e3:6.2f} ms each")
        if "--plot" in sys.argv:
            picture = ROOT / "docs" / "performance.svg"
            picture.write_text(
                plot({title: {n: one.median for n, one in rows.items()} for title, rows in grown.items()})
            )
            print(f"drawn to {picture.relative_to(ROOT)}")


def _commands(place: Path, many: Path) -> dict[str, Callable[[], object]]:
    one = ROOT / "flows" / "order_status.yaml"
    kept = place / "kept"
    changed = many / "flows" / "flow_7.yaml"
    commands: dict[str, Callable[[], object]] = {
        "libyaml alone parses them": command("-c", _BARE, str(many)),
        "a bare typer command": command("-m", "bench.bare"),
        "flowkit validate, one flow of the demo": command("-m", "flowkit", "validate", str(one)),
        "flowkit validate --no-cache": command("-m", "flowkit", "validate", "--no-cache", str(many)),
        "flowkit validate, one of them changed": _edited(
            changed, command("-m", "flowkit", "validate", str(many), kept=kept)
        ),
        "flowkit validate, nothing changed": command("-m", "flowkit", "validate", str(many), kept=kept),
    }
    return commands | dict(_others(place, many))


def _edited(path: Path, run: Callable[[], object]) -> Callable[[], object]:
    """The command, after a line was put into one flow."""
    number = 0

    def work() -> object:
        nonlocal number
        number += 1
        path.write_text(f"{path.read_text()}# looked at {number} times\n")
        return run()

    return work


def _others(place: Path, many: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Other linters, as far as they are installed."""
    flows = sorted(str(path) for path in (many / "flows").glob("*.yaml"))
    schema = str(ROOT / "schemas" / "flow.schema.json")
    templates = written(place / "templates", many_templates(FILES))
    for name, words in (
        ("yamllint", ["-d", "relaxed", *flows]),
        ("check-jsonschema", ["--schemafile", schema, *flows]),
        ("cfn-lint", sorted(str(path) for path in templates.glob("*.yaml"))),
    ):
        program = which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
        if program is None:
            print(f"{name} is not installed here (pip install -e '.[bench]')", file=sys.stderr)
            continue
        yield name, partial(subprocess.run, [program, *words], capture_output=True, check=False)


def growth(place: Path) -> dict[str, dict[int, Spread]]:
    """How the time grows with the number of flows, and with the states of one flow that has guarantees."""
    flows = {n: written(place / f"flows_{n}", many_flows(n)) for n in SIZES}
    states = {n: written(place / f"states_{n}", long_flow(n)) for n in STATES}
    titles = {"flows in a project": flows, "states in one flow with three guarantees": states}
    work = {
        f"{title}|{n}": command("-m", "flowkit", "validate", "--no-cache", str(folder))
        for title, folders in titles.items()
        for n, folder in folders.items()
    }
    measured = alternate(work, rounds=3)
    return {title: {n: measured[f"{title}|{n}"] for n in folders} for title, folders in titles.items()}


def long_flow(states: int) -> dict[str, bytes]:
    """A project with one flow of so many states, in which three sentences are guaranteed."""
    asked = [f"wish_{number}" for number in range(0, states, 32)]
    slots = [
        f'  {name}: {{type: yes_no, ask: "Shall it be as wish {place} says?"}}' for place, name in enumerate(asked)
    ]
    lines = []
    for number in range(states):
        after, later = (f"s{number + ahead}" if number + ahead < states else "change" for ahead in (1, 3))
        wish = asked[number // 32]
        if number % 32 == 0:
            lines.append(f"  s{number}: {{ask: {wish}, next: {after}}}")
        elif number % 4 == 1:
            guard = f"{wish} and size == 'small'" if number % 8 == 1 else f"not {wish}"
            lines.append(f'  s{number}: {{next: [{{when: "{guard}", go: {later}}}, {{go: {after}}}]}}')
        else:
            lines.append(f"  s{number}: {{use: get_thing, with: {{thing_id: thing_id}}, next: {after}}}")
    flow = "\n".join([_LONG_HEAD, *slots, _LONG_STATES, *lines, _LONG_END])
    return {"flowkit.yaml": _LONG_PROJECT, "tools/things.yaml": _LONG_TOOLS, "long.yaml": flow.encode()}


_LONG_PROJECT = b"""\
flowkit: 1
title: One long flow
start: long
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""

_LONG_TOOLS = b"""\
catalog: things
records: {thing: {key: thing_id, label: "{{ title }}", fields: {thing_id: text, title: text}}}
tools:
  get_thing:
    about: Reads one thing.
    effect: read
    input: {thing_id: text}
    output: thing
    backend: "python:things:get_thing"
  change_thing:
    about: Changes the size of a thing.
    effect: write
    input: {thing_id: {type: text, from: thing}, size: {options: [small, large]}}
    read_back: "I'll make {{ thing_id }} {{ size }}. Shall I?"
    backend: "python:things:change_thing"
"""

_LONG_HEAD = """\
flow: long
title: Something long
guarantees:
  - get_thing before change_thing
  - consent before every write
  - never get_thing after change_thing
slots:
  thing_id: {type: text, ask: "Which thing is it?"}
  size: {options: [small, large], ask: "Small or large?"}"""

_LONG_STATES = """\
start: which
states:
  which: {ask: [thing_id, size], next: look}
  look: {use: get_thing, with: {thing_id: thing_id}, next: s0}"""

_LONG_END = """\
  change: {confirm: change_thing, with: {thing_id: thing.thing_id, size: size}, next: bye}
  bye: {say: "That is changed.", end: resolved}
"""


def written(folder: Path, files: dict[str, bytes]) -> Path:
    """The folder, with these files in it."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def command(*words: str, kept: Path | None = None) -> Callable[[], object]:
    """A command of Python in a process of its own; `kept` is where it may keep what it found."""
    around = {**os.environ, "FLOWKIT_CACHE_DIR": str(kept or ROOT / "nowhere")}
    around.pop("PYTHONDONTWRITEBYTECODE", None)  # a start as users have it: every module was compiled by an earlier one
    return lambda: subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=False, env=around)


if __name__ == "__main__":
    main()
