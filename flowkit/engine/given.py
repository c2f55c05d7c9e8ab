"""What is known when a call begins: results that states have kept, for a test that starts behind those states."""

from collections.abc import Mapping

from flowkit.engine.call import RecordKey, RecordValue, Saved
from flowkit.engine.events import Json
from flowkit.engine.tools.records import record_key
from flowkit.engine.work import Work
from flowkit.language.model import Confirm, Flow, Run, State, Use
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.values import Refusal, accept


def kept(work: Work, flow: str, given: Mapping[str, Json]) -> dict[str, Saved]:
    """The results of a flow's states (`save_as`) among what is given; the records in them are known, too."""
    whole = work.program.flow(flow)
    saved: dict[str, Saved] = {}
    for state in whole.states.values():
        name = getattr(state.does, "save_as", "")
        if name in given and name not in saved:
            result = _read(work, state, given[name])
            if result is not None:
                saved[name] = result
    return saved


def _read(work: Work, state: State, given: Json) -> Saved | None:
    match state.does:
        case Run(flow=name):
            gives = _gives(work, work.program.flow(name), given)
            return Saved(gives, name)
        case Use(tool=name) | Confirm(tool=name):
            shape = work.program.project.tools[name].output
            value = UNSET if shape is None else accept(shape, given, work.locale)
            if shape is None or isinstance(value, Refusal):
                return None
            _remember(work, shape, value)
            return Saved(value, name)
    return None


def _gives(work: Work, flow: Flow, given: Json) -> dict[str, Value]:
    """What a flow gives back: values of its slots."""
    known = {name: given[name] for name in flow.gives if isinstance(given, dict) and name in given}
    values = {name: accept(flow.slots[name].shape, value, work.locale) for name, value in known.items()}
    return {name: value for name, value in values.items() if not isinstance(value, Refusal)}


def _remember(work: Work, shape: Shape, value: Value) -> None:
    record = work.program.project.records.get(shape.record)
    if record is None:
        return
    rows = value if shape.many else list(value.values()) if shape.keyed else [value]
    known: dict[RecordKey, RecordValue] = dict(work.call.records.get(record.name, {}))
    for row in rows:
        known.setdefault(record_key(record.key, row), RecordValue(row))
    work.call.records[record.name] = known
