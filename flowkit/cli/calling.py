"""One call from the command line: what it runs on, who answers, who speaks for the caller, and who looks on."""

import asyncio
import hashlib
import json
import os
import secrets
import sys
import threading
from collections.abc import AsyncIterator
from collections.abc import Sequence as Rows
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.clock import Clock, VirtualClock, WallClock
from flowkit.carrier.equipment import Equipment
from flowkit.carrier.link import Connect
from flowkit.carrier.socket import Endpoint
from flowkit.channels.masks import Masks
from flowkit.channels.story import Entry, Story
from flowkit.channels.terminal import Printer
from flowkit.cli.choices import LOCAL, OPENAI, OPENAI_MODEL, Choices
from flowkit.cli.failures import UsageProblem
from flowkit.cli.loading import Loaded, compiled, in_environment, load, loaded_from
from flowkit.cli.terminal import wants_color
from flowkit.compiler import Compiled
from flowkit.engine.call import Call
from flowkit.engine.effects import Effect
from flowkit.engine.events import CallStarted, Event
from flowkit.engine.program import Program
from flowkit.journal.rows import Row
from flowkit.journal.sqlite import SqliteJournal
from flowkit.language.model import Environment
from flowkit.language.text import read
from flowkit.language.tree import Mapping, Node, Scalar, Sequence
from flowkit.tools.runner import ToolRunner, check_backends

LOCAL_MODEL = "flowkit-local"
STAND_IN = "No key is needed: a small set of rules on this machine stands in for the model."


@dataclass(slots=True)
class Beginning:
    """What a call begins with: anew, or from what was recorded of it."""

    loaded: Loaded
    program: Program
    compiled: Compiled
    call_id: str
    started: CallStarted
    rows: Rows[Row]
    clock: Clock
    mask_key: bytes
    environment: Environment | None


async def carry(choices: Choices) -> str:
    """Carries one call and returns its outcome; empty if it did not come to one."""
    lines = _script(choices) if choices.scripted else None
    _check_key(choices)
    journal = SqliteJournal(choices.journal)
    try:
        beginning = _resumed(choices, journal) if choices.resume else _anew(choices, journal)
        return await _carried(choices, journal, beginning, lines)
    finally:
        journal.close()


# The beginning.


def _anew(choices: Choices, journal: SqliteJournal) -> Beginning:
    name = choices.environment or os.environ.get("FLOWKIT_ENVIRONMENT", "")
    loaded, environment = in_environment(load(choices.flow or _default_project()), name)
    program, session = _program(loaded, environment)
    begin = _begin(choices, loaded)
    at = _time(choices.now, program.zone) if choices.now else _now()
    call_id = journal.next_call_id()
    mask_key = secrets.token_bytes(16) if choices.seed is None else hashlib.sha256(str(choices.seed).encode()).digest()
    nonce = hashlib.sha256(b"nonce" + mask_key).hexdigest()[:16]
    language = loaded.project.languages[0]
    started = CallStarted(call_id, "text", given=_given(choices.given), begin=begin, language=language, nonce=nonce)
    settings = {
        "folder": str(loaded.files.folder.resolve()),
        "environment": name,
        "model": choices.model,
        "now": choices.now,
        "mask_key": mask_key.hex(),
    }
    journal.begin(call_id, program.digest, loaded.files.contents, settings)
    clock: Clock = VirtualClock(at) if choices.virtual else WallClock(at if choices.now else None)
    return Beginning(loaded, program, session, call_id, started, (), clock, mask_key, environment)


def _resumed(choices: Choices, journal: SqliteJournal) -> Beginning:
    """A recorded call, on the files that it began with."""
    if choices.flow:
        raise UsageProblem("a call that goes on has its flow already", "leave out FLOW, or leave out --resume")
    header = journal.header(choices.resume)
    recorded = loaded_from(header.files, Path(header.settings["folder"]))
    loaded, environment = in_environment(recorded, header.settings["environment"])
    program, session = _program(loaded, environment)
    rows = journal.rows(choices.resume)
    events = [row.body for row in rows if row.kind == "event"]
    if not events:
        raise UsageProblem(f"nothing happened yet in the call '{choices.resume}'", "begin a new one")
    at = int(events[-1]["at"])
    clock: Clock = VirtualClock(at) if choices.virtual else WallClock(None)
    started = CallStarted(choices.resume, "text")
    mask_key = bytes.fromhex(header.settings["mask_key"])
    if header.settings["now"]:
        os.environ.setdefault("FLOWKIT_NOW", header.settings["now"])
    return Beginning(loaded, program, session, choices.resume, started, rows, clock, mask_key, environment)


def _default_project() -> str:
    for place in ("flows", "."):
        if (Path(place) / "flowkit.yaml").is_file():
            return place
    raise UsageProblem("there is no project here", "give a flow, such as flows/triage.yaml")


def _program(loaded: Loaded, environment: Environment | None) -> tuple[Program, Compiled]:
    project = loaded.project
    try:
        zone = ZoneInfo(project.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise UsageProblem(
            f"there is no time zone '{project.timezone}'", "name one as 'Europe/Berlin' or 'America/New_York'"
        ) from None
    problems = check_backends(project, loaded.files.folder, environment.backends if environment else None)
    if problems:
        raise UsageProblem("; ".join(problems), "mend the tools' 'backend', or the module it names")
    whole = compiled(project)
    return Program(project, whole.briefs, whole.digest, zone), whole


def _begin(choices: Choices, loaded: Loaded) -> str:
    begin = choices.start or loaded.flow or loaded.project.start
    flow, _, state = begin.partition(".")
    known = loaded.project.flows.get(flow)
    if known is None:
        raise UsageProblem(f"there is no flow '{flow}'", f"flows: {', '.join(loaded.project.flows)}")
    if state and state not in known.states:
        raise UsageProblem(f"there is no state '{state}' in '{flow}'", f"states: {', '.join(known.states)}")
    return begin


def _given(given: tuple[str, ...]) -> dict[str, Any]:
    """`name=value`, the value in YAML."""
    values: dict[str, Any] = {}
    for each in given:
        name, mark, text = each.partition("=")
        node, _, problems = read("--given", text.strip().encode())
        if not mark or node is None:
            reason = problems[0].message if problems and mark else "it has no value"
            raise UsageProblem(f"'--given {each}' cannot be read: {reason}", "write name=value, such as customer=c1")
        values[name.strip()] = _data(node)
    return values


def _data(node: Node) -> Any:
    """YAML as JSON: what is no number, true or false is a text."""
    match node:
        case Mapping():
            return {entry.key.text: _data(entry.value) for entry in node.entries}
        case Sequence():
            return [_data(item) for item in node.items]
        case Scalar(value=int() | bool() | None as value):
            return value
    return node.text


def _now() -> int:
    return int(datetime.now().timestamp() * 1000)


def _time(text: str, zone: Any) -> int:
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise UsageProblem(f"'{text}' is no time", "write it as 2026-03-02T10:00") from None
    os.environ["FLOWKIT_NOW"] = local.replace(tzinfo=None).isoformat()
    return int((local if local.tzinfo else local.replace(tzinfo=zone)).timestamp() * 1000)


# Who answers.


def _check_key(choices: Choices) -> None:
    """A model elsewhere wants a key, before anything is begun."""
    if choices.model != LOCAL and not os.environ.get("OPENAI_API_KEY", "").strip():
        raise UsageProblem(
            f"there is no API key for the model '{choices.model}'",
            "set the environment variable OPENAI_API_KEY, or leave out --model: the local model needs none",
        )


@asynccontextmanager
async def _model(choices: Choices, environment: Environment | None) -> AsyncIterator[tuple[Connect, dict[str, Any]]]:
    """The model: one that is connected to, or the stand-in on this machine."""
    if choices.simulated:
        from flowkit.simulator import Simulator

        async with Simulator(seed=choices.seed or 0) as simulator:
            yield Endpoint(LOCAL_MODEL, "local", simulator.url).connect, {"model": LOCAL_MODEL}
        return
    usual = environment.model if environment and environment.model else OPENAI_MODEL
    name = {OPENAI: usual, LOCAL: LOCAL_MODEL}.get(choices.model, choices.model)
    endpoint = Endpoint(name, "local" if choices.model == LOCAL else "", choices.base_url)
    yield endpoint.connect, {"model": name}


# The call.


async def _carried(choices: Choices, journal: SqliteJournal, beginning: Beginning, lines: list[str] | None) -> str:
    view = _View(choices, beginning)
    async with _model(choices, beginning.environment) as (connect, extras):
        backends = beginning.environment.backends if beginning.environment else None
        runner = ToolRunner(beginning.loaded.project, beginning.loaded.files.folder, backends)
        sessions = {name: group.session for name, group in beginning.compiled.groups.items()}
        carried = CarriedCall(
            Equipment(
                program=beginning.program,
                sessions=sessions,
                connect=connect,
                tools=runner,
                journal=journal,
                clock=beginning.clock,
                extras=extras,
                observers=(view.saw,),
                no_input=choices.virtual,
            )
        )
        view.opening(beginning)
        call = asyncio.create_task(carried.resume(beginning.rows) if beginning.rows else carried.run(beginning.started))
        caller = asyncio.create_task(_speak(choices, carried, view, lines))
        try:
            await asyncio.wait({call, caller}, return_when=asyncio.FIRST_EXCEPTION)
            if caller.done() and not caller.cancelled():
                caller.result()
            final: Call = await call
            return final.outcome
        except asyncio.CancelledError:
            view.interrupted(beginning.call_id)
            raise
        finally:
            caller.cancel()
            call.cancel()
            await asyncio.gather(call, caller, return_exceptions=True)


async def _speak(choices: Choices, carried: CarriedCall, view: "_View", script: list[str] | None) -> None:
    """Speaks for the caller: line by line from the script, or whoever sits at the terminal."""
    if script is not None:
        for said in script:
            if not await carried.quiet():
                return
            await carried.message(said)
        if await carried.quiet():
            await carried.hang_up()
        return
    lines = _typed(asyncio.get_running_loop())
    while await carried.quiet():
        if not choices.json:
            view.prompt()
        line = await lines.get()
        if line is None:
            await carried.hang_up()
            return
        if line.strip():
            await carried.message(line.strip())


def _script(choices: Choices) -> list[str]:
    if choices.script is None:
        return list(choices.say)
    try:
        text = choices.script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise UsageProblem(f"cannot read the script '{choices.script}': {reason}", "give a text file") from None
    return [*choices.say, *(line.strip() for line in text.splitlines() if line.strip())]


def _typed(loop: asyncio.AbstractEventLoop) -> "asyncio.Queue[str | None]":
    """Lines as they are typed, then None. A thread of its own waits for them, and does not keep the process."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, name="terminal", daemon=True).start()
    return lines


# Who looks on.


class _View:
    """Shows a call as it goes: lines for a person, or one JSON object a line."""

    def __init__(self, choices: Choices, beginning: Beginning) -> None:
        self._story = Story(beginning.program, Masks(beginning.program, beginning.mask_key))
        self._json = choices.json
        self._typed = not choices.virtual
        self._printer = Printer(wants_color(choices.color, sys.stdout))
        self._choices = choices
        self._last = ""

    def opening(self, beginning: Beginning) -> None:
        """What is to be known before the first word."""
        if self._json:
            self._print({"type": "call_started", "call": beginning.call_id, "digest": beginning.program.digest})
            return
        print(f"Call {beginning.call_id}, recorded in {self._choices.journal}")
        if self._choices.simulated:
            print(STAND_IN)
        if self._typed:
            print("You are the caller. Ctrl-D hangs up.")
        print(flush=True)

    def saw(self, event: Event, effects: tuple[Effect, ...], call: Call) -> None:
        """One step."""
        for entry in self._story.tell(event, effects, call):
            if not (self._typed and entry["type"] == "caller"):
                self._print(entry)

    def _print(self, entry: Entry) -> None:
        if self._json:
            print(json.dumps(entry, ensure_ascii=False), flush=True)
            return
        for line in self._printer.lines(entry):
            print(line, flush=True)

    def prompt(self) -> None:
        """It is the caller's turn."""
        print("you     ", end="", flush=True)

    def interrupted(self, call_id: str) -> None:
        """The process is stopped; the call is not over."""
        journal = "" if self._choices.journal == Path(".flowkit/calls.db") else f" --journal {self._choices.journal}"
        print(f"\nStopped. The call goes on with: flowkit run --resume {call_id}{journal}", file=sys.stderr)
