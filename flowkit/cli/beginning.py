"""What a call from the command line begins with: anew, or from what was recorded of it."""

import hashlib
import os
import secrets
from collections.abc import Sequence as Rows
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flowkit.carrier.clock import Clock, VirtualClock, WallClock
from flowkit.cli.choices import Choices
from flowkit.cli.failures import UsageProblem
from flowkit.cli.loading import Loaded, compiled, in_environment, load, loaded_from
from flowkit.cli.pricing import prices_for, recorded_prices
from flowkit.compiler import Compiled
from flowkit.engine.events import CallStarted
from flowkit.engine.program import Program
from flowkit.journal.rows import Row
from flowkit.journal.sqlite import SqliteJournal
from flowkit.language.expressions.spelling import did_you_mean
from flowkit.language.locale import Locale
from flowkit.language.model import Environment
from flowkit.language.prices import Prices
from flowkit.language.text import read
from flowkit.language.tree import Mapping, Node, Scalar, Sequence
from flowkit.language.values import Refusal, accept
from flowkit.tools.runner import check_backends


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


def anew(choices: Choices, journal: SqliteJournal) -> Beginning:
    name = choices.environment or os.environ.get("FLOWKIT_ENVIRONMENT", "")
    loaded, environment = in_environment(load(choices.flow or _default_project()), name)
    prices = prices_for(choices, loaded.project, environment)
    program, session = program_of(loaded, environment, prices)
    begin = _begin(choices, loaded)
    at = _time(choices.now, program.zone) if choices.now else _now()
    call_id = journal.next_call_id()
    mask_key = secrets.token_bytes(16) if choices.seed is None else hashlib.sha256(str(choices.seed).encode()).digest()
    nonce = hashlib.sha256(b"nonce" + mask_key).hexdigest()[:16]
    language = loaded.project.languages[0]
    started = CallStarted(
        call_id,
        "text",
        given=_given(choices.given, program, begin, program.locale(at, language)),
        begin=begin,
        language=language,
        nonce=nonce,
        said=True,
    )
    settings = {
        "folder": str(loaded.files.folder.resolve()),
        "environment": name,
        "model": choices.model,
        "now": choices.now,
        "mask_key": mask_key.hex(),
        "prices": prices.to_json() if prices is not None else None,
    }
    journal.begin(call_id, program.digest, loaded.files.contents, settings)
    clock: Clock = VirtualClock(at) if choices.virtual else WallClock(at if choices.now else None)
    return Beginning(loaded, program, session, call_id, started, (), clock, mask_key, environment)


def resumed(choices: Choices, journal: SqliteJournal) -> Beginning:
    """A recorded call, on the files that it began with."""
    if choices.flow:
        raise UsageProblem("a call that goes on has its flow already", "leave out FLOW, or leave out --resume")
    header = journal.header(choices.resume)
    recorded = loaded_from(header.files, Path(header.settings["folder"]))
    loaded, environment = in_environment(recorded, header.settings["environment"])
    program, session = program_of(loaded, environment, recorded_prices(header.settings))
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


def program_of(
    loaded: Loaded, environment: Environment | None, prices: Prices | None = None, *, runs: bool = True
) -> tuple[Program, Compiled]:
    """What a call runs on, and what the model gets; with `runs` its tools have to be there, too.

    `prices` are those of the model that answers.

    Raises:
        UsageProblem: there is no such time zone, or a backend cannot be had.
    """
    project = loaded.project
    try:
        zone = ZoneInfo(project.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, such as 'America'
        raise UsageProblem(
            f"there is no time zone '{project.timezone}'", "name one as 'Europe/Berlin' or 'America/New_York'"
        ) from None
    backends = environment.backends if environment else None
    problems = check_backends(project, loaded.files.folder, backends) if runs else []
    if problems:
        raise UsageProblem("; ".join(problems), "mend the tools' 'backend', or what it names")
    whole = compiled(project)
    return Program(project, whole.briefs, whole.digest, zone, prices), whole


def _begin(choices: Choices, loaded: Loaded) -> str:
    begin = choices.start or loaded.flow or loaded.project.start
    flow, _, state = begin.partition(".")
    known = loaded.project.flows.get(flow)
    if known is None:
        raise UsageProblem(f"there is no flow '{flow}'", f"flows: {', '.join(loaded.project.flows)}")
    if state and state not in known.states:
        raise UsageProblem(f"there is no state '{state}' in '{flow}'", f"states: {', '.join(known.states)}")
    return begin


def _given(given: tuple[str, ...], program: Program, begin: str, locale: Locale) -> dict[str, Any]:
    """`name=value`, the value in YAML, the name that of a record or of a slot of the first flow or the project."""
    project = program.project
    known = (*project.records, *project.slots, *project.flows[begin.partition(".")[0]].slots)
    values: dict[str, Any] = {}
    for each in given:
        name, mark, text = each.partition("=")
        node, _, problems = read("--given", text.strip().encode())
        if not mark or node is None:
            reason = problems[0].message if problems and mark else "it has no value"
            raise UsageProblem(f"'--given {each}' cannot be read: {reason}", "write name=value, such as customer=c1")
        if name.strip() not in known:
            meant = did_you_mean(name.strip(), known)
            raise UsageProblem(
                f"there is no slot or record '{name.strip()}'", meant or f"there are: {', '.join(known)}"
            )
        values[name.strip()] = _data(node)
        reason = _misfit(program, begin.partition(".")[0], name.strip(), values[name.strip()], locale)
        if reason:
            raise UsageProblem(f"'--given {each}' does not fit: {reason}", _FORMS)
    return values


_FORMS = 'write a choice by its key, a day as 2026-03-06, lists and records as JSON: \'customer={"id": "c1"}\''


def _misfit(program: Program, flow: str, name: str, given: Any, locale: Locale) -> str:
    """Why a value is none of what it is given for; empty if it may be one."""
    record, slot = program.project.records.get(name), program.slot(flow, name)
    if record is not None:
        if not isinstance(given, dict):
            return "" if len(record.key) == 1 else f"its key has {len(record.key)} fields: {', '.join(record.key)}"
        fields = {k: replace(shape, optional=k not in record.key) for k, shape in record.shape.fields.items()}
        accepted = accept(replace(record.shape, fields=fields), given, locale)
    elif slot is None or slot.shape.options_from is not None:
        # Whether it is among the options is known when the list is.
        return ""
    else:
        accepted = accept(slot.shape, given, locale)
    return accepted.reason if isinstance(accepted, Refusal) else ""


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
