"""`flowkit calls`: the calls of a journal, as a list, or one of them as a story with its reasons."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from itertools import groupby
from pathlib import Path

from flowkit.channels.masks import Masks
from flowkit.channels.recorded_call import RecordedCall, RecordPrinter
from flowkit.channels.terminal import Printer
from flowkit.channels.tracing import trace_entry, trace_lines
from flowkit.cli.beginning import program_of
from flowkit.cli.failures import FOUND, UsageProblem
from flowkit.cli.loading import in_environment, loaded_from
from flowkit.cli.pricing import recorded_prices
from flowkit.cli.terminal import wants_color
from flowkit.engine.call import Call
from flowkit.engine.codec import effect_from_json, event_from_json
from flowkit.engine.effects import Effect
from flowkit.engine.events import Event
from flowkit.engine.step import step
from flowkit.journal.rows import Header, JournalError, Row
from flowkit.journal.sqlite import SqliteJournal


def calls_list(journal: Path, as_json: bool) -> int:
    """Lists the calls of a journal, the latest last."""
    with _opened(journal) as opened:
        for entry in opened.calls():
            told = {"call": entry.call, "started": _local(entry.started), "digest": entry.digest[:12]}
            told |= {name: entry.settings[name] for name in ("model", "environment") if entry.settings.get(name)}
            told["ended"] = _ended(opened.rows(entry.call))
            print(json.dumps(told) if as_json else "  ".join(str(one) for one in told.values()))
    return 0


def calls_show(call_id: str, journal: Path, *, trace: bool, as_json: bool, color: str) -> int:
    """Tells a recorded call: what was decided where, and why.

    Returns:
        0; 1 if the engine decides otherwise today than it did on that call.
    """
    with _opened(journal) as opened:
        header, rows = opened.header(call_id), opened.rows(call_id)
    told = _Telling(header, trace=trace, as_json=as_json, color=color)
    return FOUND if told.tell(rows) else 0


class _Telling:
    """One call on its way to standard output."""

    def __init__(self, header: Header, *, trace: bool, as_json: bool, color: str) -> None:
        recorded = loaded_from(header.files, Path(header.settings["folder"]))
        loaded, environment = in_environment(recorded, header.settings["environment"])
        self._program, _ = program_of(loaded, environment, recorded_prices(header.settings), runs=False)
        self._masks = Masks(self._program, bytes.fromhex(header.settings["mask_key"]))
        self._recorded = RecordedCall.of(self._program, self._masks)
        self._printer = RecordPrinter(Printer(wants_color(color, sys.stdout)))
        self._header, self._trace, self._json = header, trace, as_json
        self._shown_at = -1

    def tell(self, rows: list[Row]) -> bool:
        """Tells all steps; whether the engine now decides otherwise than is recorded."""
        call, differs = Call(), 0
        steps = []
        for event, recorded in _steps(rows):
            before = call
            call, effects = step(self._program, before, event)
            steps.append((event, effects, before, call))
            # What turned out to be sensitive is masked from the first time that it was said.
            self._masks.learn(call)
            if list(effects) != recorded:
                differs = differs or event.n
        if steps and not self._json:
            started = _local(steps[0][0].at, self._program.zone)
            print(f"Call {self._header.call}, {started}, files {self._header.digest[:12]}", end="\n\n")
        for each in steps:
            self._step(*each)
        if not call.over and not self._json:
            print(f"\nThe call is not over: flowkit run --resume {call.id}")
        if differs:
            print(
                f"flowkit: from step {differs} on, this flowkit decides otherwise than the one that carried the call;"
                " what is told here is what it would decide",
                file=sys.stderr,
            )
        return bool(differs)

    def _step(self, event: Event, effects: Sequence[Effect], before: Call, call: Call) -> None:
        entries = self._recorded.tell(event, effects, before, call)
        if self._trace:
            if self._json:
                print(json.dumps(trace_entry(event, effects, self._masks), ensure_ascii=False))
            else:
                print(*trace_lines(event, effects, self._masks, call.started), sep="\n")
            return
        for entry in entries:
            if self._json:
                print(json.dumps(entry, ensure_ascii=False))
                continue
            for line in self._printer.lines(entry, self._shown_at):
                print(line)
            self._shown_at = entry["at"]


def _steps(rows: Sequence[Row]) -> Iterator[tuple[Event, list[Effect]]]:
    """The event of each step, and the effects that were recorded with it."""
    for _, group in groupby(rows, key=lambda row: row.step):
        first, *others = group
        yield event_from_json(first.body), [effect_from_json(row.body) for row in others]


def _ended(rows: list[Row]) -> str:
    """How a call ended, from the last line of its record."""
    for row in reversed(rows):
        if row.name == "note" and row.body["kind"] == "closed":
            return str(row.body["data"]["outcome"])
    return "not over"


def _local(milliseconds: int, zone: tzinfo | None = None) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, zone).isoformat(" ", "minutes")[:16]


@contextmanager
def _opened(journal: Path) -> Iterator[SqliteJournal]:
    try:
        with SqliteJournal(journal, create=False) as opened:
            yield opened
    except JournalError as problem:
        raise UsageProblem(problem.message, problem.hint, FOUND) from None
