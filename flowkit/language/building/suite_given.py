"""What is known when a test starts, and what was chosen from a list: a choice stands in a test by its key."""

from collections.abc import Mapping as MappingOf

from flowkit.language import codes
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import meant
from flowkit.language.building.suite_names import Setting
from flowkit.language.building.suite_values import Typing
from flowkit.language.building.world import FlowSource
from flowkit.language.expressions.paths import Path, path_of
from flowkit.language.mending import named
from flowkit.language.model.suites import Given
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.tree import Entry, Mapping, Node, Scalar, Sequence


def read_given(fields: Fields, flow: FlowSource | None, setting: Setting) -> Given:
    """`given`: slots and records of a test that starts in `flow`, and what its states kept with `save_as`."""
    world = setting.world
    typing = Typing(codes.BAD_TEST_VALUE, setting)
    slots: list[tuple[Entry, Shape]] = []
    records: dict[str, tuple[Value, ...]] = {}
    results: dict[str, Value] = {}
    for entry in fields.map("given"):
        name = entry.key.text
        if name in world.record_sources:
            if name in world.records:
                records[name] = _records(entry, world.records[name].shape, typing)
        elif (shape := _shape_of(name, flow, setting)) is not None:
            if flow is not None and name in flow.saved:
                results[name] = typing.value(entry.value, shape, name, entry.key)
            else:
                slots.append((entry, shape))
        elif not _is_slot(name, flow, setting):
            _unknown(entry.key, flow, setting)
    known = {name: constant.value for name, constant in world.constants.items()}
    known |= {name: values[-1] if values else UNSET for name, values in records.items()} | results
    values = {
        entry.key.text: chosen(entry, shape, typing, known)
        if shape.options_from is not None
        else typing.value(entry.value, shape, entry.key.text, entry.key)
        for entry, shape in slots
    }
    there = {name: found for name, each in records.items() if (found := _known(each))}
    return Given(_set(values), there, _set(results))


def _set(values: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not UNSET}


def _known(values: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(value for value in values if value is not UNSET)


def _is_slot(name: str, flow: FlowSource | None, setting: Setting) -> bool:
    own = flow is not None and (name in flow.slots or name in flow.saved)
    return own or name in setting.world.slots


def _shape_of(name: str, flow: FlowSource | None, setting: Setting) -> Shape | None:
    """The shape of a slot or kept result; None for any other name, and where it cannot be told."""
    if not _is_slot(name, flow, setting):
        return None
    return (setting.world.scope if flow is None else flow.scope).shape_of(name)


def _records(entry: Entry, shape: Shape, typing: Typing) -> tuple[Value, ...]:
    """One record, or several in the order in which they were looked up."""
    if isinstance(entry.value, Sequence):
        return tuple(typing.value(item, shape, entry.key.text, item) for item in entry.value)
    return (typing.value(entry.value, shape, entry.key.text, entry.key),)


def _unknown(key: Scalar, flow: FlowSource | None, setting: Setting) -> None:
    world, name = setting.world, key.text
    where = f"in the flow '{flow.name}'" if flow is not None else "in the project"
    if flow is not None and name in flow.let:
        setting.unknown(key, f"'{name}' is computed", "give what it is computed from")
    elif name in world.preconditions:
        when = world.preconditions[name].text("when")
        setting.unknown(key, f"'{name}' is a precondition", f"give what makes it hold: {when}")
    elif name in world.constants:
        setting.unknown(key, f"'{name}' is a constant of the project", "leave it out; it has its value already")
    else:
        own = [] if flow is None else [*flow.slots, *flow.saved]
        help = meant(name, [*own, *world.slots, *world.record_sources], "slots and records")
        setting.unknown(key, f"there is no slot or record '{name}' {where}", help)


def chosen(entry: Entry, shape: Shape, typing: Typing, known: MappingOf[str, Value] | None = None) -> Value:
    """The thing, or the things, that a slot picked from a list in the data, written by their keys.

    Args:
        known: records, results and constants in which the list is looked for; it must be there. None: only the key
            is told, which is enough to compare with.
    """
    name = entry.key.text
    if not shape.many:
        return _one_chosen(entry.value, entry.key, shape, typing, known)
    if not isinstance(entry.value, Sequence):
        typing.report(entry.value, f"'{name}' is a list of what was chosen", f"write: {name}: [{_one_of(entry.value)}]")
        return UNSET
    values = [_one_chosen(item, entry.key, shape, typing, known) for item in entry.value]
    return UNSET if any(value is UNSET for value in values) else values


def _one_of(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else "…"


def _one_chosen(node: Node, key: Scalar, shape: Shape, typing: Typing, known: MappingOf[str, Value] | None) -> Value:
    field = shape.fields.get(shape.key) if shape.fields else Shape("digits" if shape.speak_as == "digits" else "text")
    if field is None:
        return UNSET
    name = key.text
    if isinstance(node, Mapping):
        by = f"by its key, '{shape.key}'" if shape.key else "as it stands in the list"
        help = f"write: {name}: {_key_in(node, shape.key)}"
        typing.report(node, f"what was chosen for '{name}' is written {by}", help)
        return UNSET
    value = typing.value(node, field, name, key)
    path = None if shape.options_from is None else path_of(shape.options_from)
    if value is UNSET or known is None or path is None:
        return UNSET if value is UNSET else {shape.key: value} if shape.key else value
    return _from_list(node, key, value, path, shape, typing, known)


def _key_in(mapping: Mapping, key: str) -> str:
    found = mapping.get(key)
    return found.text if isinstance(found, Scalar) else "…"


def _from_list(
    node: Node, key: Scalar, value: Value, path: Path, shape: Shape, typing: Typing, known: MappingOf[str, Value]
) -> Value:
    name, where = key.text, ".".join(path)
    if path[0] not in known:
        message = f"'{name}' is chosen from '{where}', which is not given"
        typing.report(key, message, f"give '{path[0]}' too")
        return UNSET
    things: Value = known[path[0]]
    for field in path[1:]:
        things = things.get(field, UNSET) if isinstance(things, dict) else UNSET
    if things is UNSET:
        return UNSET
    rows = list(things.values() if isinstance(things, dict) else things)
    keys = [thing.get(shape.key) if isinstance(thing, dict) else thing for thing in rows]
    if value in keys:
        return rows[keys.index(value)]
    what = f"'{where}' has no entry with the {shape.key}" if shape.key else f"'{where}' has no entry"
    texts = [str(each) for each in keys]
    typing.report(node, f"{what} {named(str(value))}", meant(str(value), texts, "entries"))
    return UNSET
