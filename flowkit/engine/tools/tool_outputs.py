"""What the model gets for a tool it called: results without what it must not see, and no longer than it can use."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flowkit.engine.call import ToolCall
from flowkit.engine.effects import AnswerCall, Result
from flowkit.engine.work import Work
from flowkit.language.model import Talk, Tool
from flowkit.language.phrases import phrases
from flowkit.language.shapes import Shape, Value
from flowkit.language.values import encode

LONGEST = 2_000
"""Bytes of an output; a longer one is cut down to its plain fields or its first rows."""

LONGEST_TEXT = 200
"""Characters of one text in an output that was cut down."""

NEEDS_CONSENT = {"status": "needs_consent", "note": "It will be read to the caller. Say nothing about it."}


def give(work: Work, call: ToolCall, output: Mapping[str, Any]) -> None:
    """Answers a call, or tells its end by a note if it was answered before."""
    if call.answered:
        work.emit(Result(f"{call.tool}: {_text(output)}"))
    elif call.again:
        work.emit(AnswerCall(call.id, {"status": "duplicate", "result": output}))
    else:
        work.emit(AnswerCall(call.id, output))


def of_result(work: Work, tool: Tool, value: Value) -> dict[str, Any]:
    """What a tool returned, as the model gets it."""
    if tool.output is None:
        return {"status": "ok"}
    told = _told(tool.output, encode(tool.output, value, work.locale.currency))
    if isinstance(told, list):
        return _rows(told)
    if not isinstance(told, dict):
        return {"result": told if _fits(told) else _cut(told)}
    if _fits(told):
        return told
    return _entries(told) if tool.output.keyed else _plain_fields(told)


def of_outcome(work: Work, tool: Tool, outcome: str) -> dict[str, Any]:
    """How a tool ended that returned nothing."""
    if outcome == "ok":
        return {"status": "ok"}
    words = phrases(work.call.language)
    return {"status": outcome, "because": tool.outcomes.get(outcome) or words.failed}


def known_results(work: Work) -> Iterator[str]:
    """In a `talk`: what the model was told of records, for a session that knows nothing of it."""
    does = work.state.does if work.call.frames else None
    tools = [work.program.project.tools[name] for name in does.tools] if isinstance(does, Talk) else []
    for name in dict.fromkeys(tool.output.record for tool in tools if tool.output is not None and tool.output.record):
        for row in work.call.records.get(name, {}).values():
            if not row.stale:
                shape = work.program.project.records[name].shape
                yield f"{name}: {_text(_told(shape, encode(shape, row.value, work.locale.currency)))}"


def _told(shape: Shape, plain: Any) -> Any:
    """A value as JSON without the fields that are never told."""
    if isinstance(plain, list):
        return [_told(shape, one) for one in plain]
    if not isinstance(plain, dict):
        return plain
    if shape.keyed:
        return {key: _row(shape, row) for key, row in plain.items()}
    return _row(shape, plain)


def _row(shape: Shape, plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    fields = shape.fields
    return {
        name: _told(fields[name], part)
        for name, part in plain.items()
        if name in fields and fields[name].sensitive != "never_store" and part is not None
    }


def _rows(rows: list[Any]) -> dict[str, Any]:
    """As many of the first rows as fit, and how many there are."""
    kept = list(rows)
    while len(kept) > 1 and not _fits(kept):
        kept = kept[: len(kept) // 2]
    if kept and not _fits(kept):
        kept = [_plain_fields(kept[0]) if isinstance(kept[0], dict) else _cut(kept[0])]
    told: dict[str, Any] = {"results": kept}
    return told if len(kept) == len(rows) else told | {"of": len(rows)}


def _entries(rows: dict[str, Any]) -> dict[str, Any]:
    """As many of the first entries of a map by id as fit, and how many there are."""
    kept: dict[str, Any] = {}
    for key, row in rows.items():
        for told in (row, _plain_fields(row) if isinstance(row, dict) else _cut(row)):
            if _fits({**kept, key: told}):
                kept[key] = told
                break
        else:
            break
    return kept if len(kept) == len(rows) else {"results": kept, "of": len(rows)}


def _plain_fields(row: dict[str, Any]) -> dict[str, Any]:
    """The fields that are no lists and no maps, one after the other while they fit."""
    kept: dict[str, Any] = {}
    for name, part in row.items():
        if not isinstance(part, list | dict) and _fits({**kept, name: _cut(part)}):
            kept[name] = _cut(part)
    return kept


def _cut(value: Any) -> Any:
    return value[: LONGEST_TEXT - 1] + "…" if isinstance(value, str) and len(value) > LONGEST_TEXT else value


def _fits(value: Any) -> bool:
    return len(_text(value).encode()) <= LONGEST


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
