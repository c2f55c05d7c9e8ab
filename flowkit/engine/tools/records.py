"""Records: what reads returned is remembered under its key, and what a write changed of it is known by key only."""

from collections.abc import Mapping
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.call import RecordKey, RecordValue, Saved, ToolEnd
from flowkit.engine.tools.rows import stands_in
from flowkit.engine.work import Work
from flowkit.language.model import Tool
from flowkit.language.shapes import Shape, Value
from flowkit.language.values import decode


def save(work: Work, name: str, value: Value, source: str, depends: frozenset[str] = frozenset()) -> None:
    """Keeps a result under a name in the flow on top."""
    frame = work.call.top
    work.set_frame(altered(frame, saved={**frame.saved, name: Saved(value, source, depends)}))


def record_key(key: tuple[str, ...], row: Mapping[str, Value]) -> RecordKey:
    """The key of a record: one field's value, or those of several."""
    return str(row[key[0]]) if len(key) == 1 else tuple(str(row[part]) for part in key)


def remember(work: Work, tool: Tool, value: Value, depends: frozenset[str], *, here: bool = True) -> None:
    """Remembers the records that a tool returned, under their keys."""
    shape = tool.output
    if shape is None or not shape.record or value is None:
        return
    record = work.program.project.records[shape.record]
    rows = list(value.values()) if isinstance(value, dict) and shape.keyed else value if shape.many else [value]
    known = dict(work.call.records.get(record.name, {}))
    for row in rows:
        key = record_key(record.key, row)
        earlier = known.get(key)
        known[key] = RecordValue(row, earlier.version + 1 if earlier else 1)
    work.call.records[record.name] = known
    if here and shape.single:
        frame = work.call.top
        work.set_frame(
            altered(
                frame,
                latest={**frame.latest, record.name: record_key(record.key, value)},
                latest_depends={**frame.latest_depends, record.name: depends},
            )
        )


def make_stale(work: Work, tool: Tool, arguments: Mapping[str, Any]) -> None:
    """After a write the records it took arguments from, and those it says it changes, are known by key only."""
    records = work.call.records
    for name, rows in list(records.items()):
        touched = set(rows) if name in tool.changes else _taken_from(work, tool, arguments, name)
        if touched:
            records[name] = {key: altered(held, stale=key in touched or held.stale) for key, held in rows.items()}
    work.call.tool_ends = tuple(end for end in work.call.tool_ends if not _is_of_stale(work, end))


def _taken_from(work: Work, tool: Tool, arguments: Mapping[str, Any], record: str) -> set[RecordKey]:
    """The keys of the records of a name that arguments were taken from: those that are named, else those that hold the
    values of all arguments that are fields of it."""
    keys: set[RecordKey] = set()
    fields: list[tuple[tuple[str, ...], Shape, Value]] = []
    for name, plain in arguments.items():
        shape = tool.input[name].shape
        for source in tool.input[name].sources:
            if not source.path or source.path[0] != record:
                continue
            if source.kind == "record":
                keys.update(plain if isinstance(plain, list) else [plain])
            else:
                fields.append((source.path[1:], shape, decode(shape, plain, work.locale.currency)))
    if keys or not fields:
        return keys
    rows = work.call.records[record]
    return {key for key, held in rows.items() if all(stands_in(held.value, *field) for field in fields)}


def _is_of_stale(work: Work, end: ToolEnd) -> bool:
    """Whether what a read of the model gave does not stand any more."""
    held = (work.call.records.get(name, {}).get(key) for name, key in end.rows)
    return not work.program.project.tools[end.tool].writes and any(row is None or row.stale for row in held)
