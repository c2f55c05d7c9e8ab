"""Rows: what records and results of reads hold, and whether the values that a model names are parts of one row.

Theory of operation. A source names a place in a record or result (`order.items.price`, `search_flights`); what stands
there is a list of values or of rows. A thing is a row if it is that row field for field, of those fields that it has. A
row of a list, and an id in it, can be named as often as it stands there; in a map by id, where everything stands once,
as often as is wanted (two of one variant). Values that stand for parts of one row (a plan and its
price) must be parts of one row; of lists in step, those in each place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flowkit.engine.call import Frame
from flowkit.engine.work import Work
from flowkit.language.model import Source, Tool
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.values import same


def from_rows(work: Work, frame: Frame, source: Source, shape: Shape, value: Value) -> bool:
    """Whether a thing is a row that stands at a source, or each of several things another one."""
    rows, once = found_at(work, frame, source), not by_id(work, source.path)
    for one in value if isinstance(value, list) else [value]:
        place = next((k for k, row in enumerate(rows) if is_row(shape, one, row)), -1)
        if place < 0:
            return False
        if once:
            del rows[place]
    return True


def by_id(work: Work, path: Sequence[str]) -> bool:
    """Whether a path leads through a map by id."""
    project = work.program.project
    record, tool = project.records.get(path[0]), project.tools.get(path[0])
    shape = record.shape if record is not None else tool.output if tool is not None else None
    for name in path[1:]:
        if shape is None or shape.keyed:
            break
        shape = shape.fields.get(name)
    return shape is not None and shape.keyed


def is_row(shape: Shape, value: Value, found: Value) -> bool:
    """Whether a value is what was found: a thing field for field, of those that it has itself."""
    if not isinstance(value, Mapping):
        return equal(shape, found, value)
    if not isinstance(found, Mapping):
        return False
    return all(name in found and _part_equal(shape.fields.get(name), found[name], one) for name, one in value.items())


def _part_equal(shape: Shape | None, one: Value, other: Value) -> bool:
    return shape is not None and (is_row(shape, other, one) if shape.single else same(shape, one, other))


def found_at(work: Work, frame: Frame, source: Source) -> list[Value]:
    if source.kind == "row":
        return [row for whole in _roots(work, frame, source.path[0]) for row in _rows(whole, source.path[1:])]
    return list(_at_path(work, frame, source.path))


def everything(work: Work, frame: Frame) -> Iterator[Value]:
    for rows in work.call.records.values():
        yield from (held.value for held in rows.values())
    yield from (saved.value for saved in frame.saved.values())


def leaves(value: Value) -> Iterator[Value]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from leaves(part)
    elif value is not UNSET and value is not None:
        yield value


def _at_path(work: Work, frame: Frame, path: Sequence[str]) -> Iterator[Value]:
    """The values that stand at a path: `order.items.price`, `find_openings.start`."""
    for whole in _roots(work, frame, path[0]):
        yield from _below(whole, path[1:])


def _roots(work: Work, frame: Frame, name: str) -> Iterator[Value]:
    yield from (held.value for held in work.call.records.get(name, {}).values() if not held.stale)
    yield from (saved.value for saved in frame.saved.values() if saved.tool == name)


def _rows(value: Value, path: Sequence[str]) -> Iterator[Value]:
    """The things that stand at a path: those of a list, of a map by id, or the one thing there."""
    for found in _below(value, path):
        things = list(found.values()) if isinstance(found, Mapping) else []
        if things and all(isinstance(thing, Mapping) for thing in things):
            yield from things
        else:
            yield found


def _below(value: Value, path: Sequence[str]) -> Iterator[Value]:
    if isinstance(value, list | tuple):
        for part in value:
            yield from _below(part, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        if path[0] in value:
            yield from _below(value[path[0]], path[1:])
        else:
            # A map by id: its values are the rows.
            yield from (found for part in value.values() if isinstance(part, Mapping) for found in _below(part, path))


def stands_in(whole: Value, path: Sequence[str], shape: Shape, value: Value) -> bool:
    """Whether a value stands at a path of a thing; of a list of values, one of them."""
    single = replace(shape, many=False)
    values = value if shape.many else [value]
    return any(is_row(single, one, found) for one in values for found in _leaves_at(whole, path))


def _leaves_at(whole: Value, path: Sequence[str]) -> Iterator[Value]:
    for found in (*_below(whole, path), *_rows(whole, path)):
        yield from found if isinstance(found, list | tuple) else (found,)


def of_one_row(work: Work, frame: Frame, tool: Tool, arguments: Mapping[str, Value]) -> bool:
    """Whether arguments that are fields of a row all come from the same row, and that of the record that is named."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in arguments:
        sources = tool.input[name].sources
        if len(sources) == 1 and sources[0].kind == "field":
            groups.setdefault(sources[0].path[:-1], []).append(name)
    return all(_in_a_row(work, frame, tool, arguments, base, names) for base, names in groups.items())


def _in_a_row(
    work: Work, frame: Frame, tool: Tool, arguments: Mapping[str, Value], base: tuple[str, ...], names: Sequence[str]
) -> bool:
    key = _key_of_record(tool, arguments, base[0])
    held = work.call.records.get(base[0], {}).get(key) if key is not None else None
    roots = list(_roots(work, frame, base[0])) if key is None else [held.value] if held and not held.stale else []
    rows = [row for root in roots for row in _rows(root, base[1:])]
    single = [name for name in names if not isinstance(arguments[name], list)]
    if not any(all(_has(tool, row, name, arguments[name]) for name in single) for row in rows):
        return False
    lists = [name for name in names if name not in single]
    once = not by_id(work, base)
    return all(_in_rows(tool, rows, part, arguments, once=once) for part in _in_step(lists, arguments))


def _in_step(names: Sequence[str], arguments: Mapping[str, Value]) -> Iterator[list[str]]:
    """The lists of one length together: their parts in one place are of one row."""
    for length in {len(arguments[name]) for name in names}:
        yield [name for name in names if len(arguments[name]) == length]


def _in_rows(
    tool: Tool, rows: Sequence[Value], names: Sequence[str], arguments: Mapping[str, Value], *, once: bool
) -> bool:
    """Whether the parts in each place of these lists are of one row; `once`: and each of another."""
    left = list(rows)
    for place in range(len(arguments[names[0]])):
        fits = (k for k, row in enumerate(left) if all(_has(tool, row, n, arguments[n][place]) for n in names))
        found = next(fits, -1)
        if found < 0:
            return False
        if once:
            del left[found]
    return True


def _key_of_record(tool: Tool, arguments: Mapping[str, Value], record: str) -> str | None:
    """The key that another argument gives for the record whose fields these are."""
    for name, value in arguments.items():
        if any(source.kind == "record" and source.path == (record,) for source in tool.input[name].sources):
            return str(value)
    return None


def _has(tool: Tool, row: Value, name: str, value: Value) -> bool:
    argument = tool.input[name]
    field = argument.sources[0].path[-1]
    return isinstance(row, Mapping) and field in row and equal(argument.shape, row[field], value)


def equal(shape: Shape, one: Value, other: Value) -> bool:
    """Whether two values are one, as a value of this shape is compared; a value of another type is not."""
    if one is UNSET or type(one) is not type(other):
        return False
    return same(shape, one, other)
