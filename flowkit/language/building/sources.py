"""`from`: where an argument may come from, and what thing an id stands for.

A source is `caller`, `channel`, `computed`, a record (its key), a field of a record or of a read's result, or, for an
argument with fields, a list there: then it is one of its rows, or several, field for field. An argument that is the key
of a labelled record, or the id of a labelled entry of a record's list, stands for that thing: it is spoken as the
thing's label.
"""

from dataclasses import replace
from typing import Final

from flowkit.language.building.names import meant
from flowkit.language.building.world import World
from flowkit.language.codes import BAD_SOURCE
from flowkit.language.expressions.syntax import Expr, Field, Name
from flowkit.language.model import Record, Source
from flowkit.language.shapes import Shape, StandsFor
from flowkit.language.tree import Scalar
from flowkit.language.wording import read_paths
from flowkit.language.words import Printed, Words

_PLAIN: Final = {"caller": Source("caller"), "channel": Source("channel"), "computed": Source("computed")}
_IDS: Final = frozenset(("text", "digits", "integer"))
_TEXTS: Final = frozenset(("text", "name", "digits", "phone", "email", "postcode", "choice"))
_NUMBERS: Final = frozenset(("integer", "number", "money"))


def read_source(scalar: Scalar, argument: str, shape: Shape, world: World) -> tuple[Source | None, StandsFor | None]:
    """One source of an argument, and what the argument then stands for.

    Args:
        argument: The argument's name.
        shape: Its shape.
    """
    if (plain := _PLAIN.get(scalar.text)) is not None:
        return plain, None
    first, *rest = scalar.text.split(".")
    record = world.records.get(first)
    if record is not None:
        if not rest and shape.type != "object":
            return _key_of(record, scalar, argument, shape, world)
        return _field_of(record.shape, (first, *rest), scalar, shape, world)
    tool = world.tools.get(first)
    rows = shape.type == "object" and tool is not None and tool.output is not None and bool(tool.output.fields)
    if tool is not None and not tool.writes and tool.output is not None and (rest or rows):
        return _field_of(tool.output, (first, *rest), scalar, shape, world)
    _unknown(scalar, first, bool(rest), world)
    return None, None


def _unknown(scalar: Scalar, first: str, dotted: bool, world: World) -> None:
    tool = world.tools.get(first)
    if tool is None:
        help = meant(first, [*_PLAIN, *world.records, *world.tools], "sources")
        message = f"there is no source '{scalar.text}'"
    elif tool.writes:
        message, help = f"'{first}' is a write; a value can come from the result of a read", ""
    elif tool.output is None:
        message, help = f"'{first}' has no 'output' that a value could come from", ""
    else:
        message = f"'{first}' returns more than one value"
        help = "name a field of its result: " + ", ".join(f"{first}.{name}" for name in tool.output.fields)
    if scalar.text not in world.report.doubtful and first not in world.report.doubtful:
        world.report.add(BAD_SOURCE, scalar, message, help)


def _key_of(
    record: Record, scalar: Scalar, argument: str, shape: Shape, world: World
) -> tuple[Source | None, StandsFor | None]:
    key = record.key[0] if len(record.key) == 1 else argument
    if key not in record.key:
        names = ", ".join(record.key)
        world.report.add(
            BAD_SOURCE,
            scalar,
            f"'{record.name}' is kept under {names}, so '{argument}' does not say which of them it is",
            f"write: from: {record.name}.{record.key[0]}" if record.key else "",
        )
        return None, None
    leaf = record.shape.fields.get(key)
    if leaf is not None:
        _check_type(scalar, shape, leaf, world)
    stands_for = None
    if record.shape.label is not None and len(record.key) == 1 and shape.type in _IDS:
        stands_for = StandsFor(Field(Name("records"), record.name), key, record.shape)
    return Source("record", (record.name,)), stands_for


def _field_of(
    start: Shape, path: tuple[str, ...], scalar: Scalar, shape: Shape, world: World
) -> tuple[Source | None, StandsFor | None]:
    thing, lists = start, 0
    for position, name in enumerate(path[1:], 1):
        below = thing.fields.get(name)
        if below is None:
            if name not in world.report.doubtful:
                help = meant(name, thing.fields, "fields")
                before = ".".join(path[:position])
                place = scalar.part(len(before) + 1, len(before) + 1 + len(name))
                world.report.add(BAD_SOURCE, place, f"'{before}' has no field '{name}'", help)
            return None, None
        lists += not thing.single
        parent, thing = thing, below
    if shape.type == "object" and thing.fields:
        _check_rows(scalar, shape, thing, world)
        return Source("row", path), None
    _check_type(scalar, shape, thing, world)
    source = Source("field", path)
    if path[0] in world.records and lists == 1 and not parent.single and _is_id(path[-1], parent, shape):
        return source, StandsFor(_expr(path[:-1]), path[-1], replace(parent, many=False, keyed=False))
    return source, None


def _check_rows(scalar: Scalar, shape: Shape, row: Shape, world: World) -> None:
    """Reports fields of an argument that the rows it has to be one of do not have, or have as something else."""
    for name, field in shape.fields.items():
        other = row.fields.get(name)
        if other is None:
            if name not in world.report.doubtful:
                message = f"this argument has the field '{name}', but '{scalar.text}' has none"
                world.report.add(BAD_SOURCE, scalar, message, meant(name, row.fields, "fields"))
        elif field.type != other.type and not {field.type, other.type} <= _TEXTS:
            message = f"'{name}' is '{field.type}' here, but '{scalar.text}.{name}' is '{other.type}'"
            world.report.add(BAD_SOURCE, scalar, message, f"write: {name}: {other.type}")


def row_label(source: Source, shape: Shape, world: World) -> Shape:
    """The argument with the label of the rows it is one of, where it has every field that the label prints."""
    first, *rest = source.path
    record, tool = world.records.get(first), world.tools.get(first)
    row = record.shape if record is not None else tool.output if tool is not None else None
    for name in rest:
        row = row.fields.get(name) if row is not None else None
    if row is None or row.label is None or not {path[0] for path in read_paths(row.label)} <= shape.fields.keys():
        return shape
    return replace(shape, label=row.label, also=row.also)


def _is_id(field: str, thing: Shape, shape: Shape) -> bool:
    """Whether a field of a labelled thing tells it apart, rather than describing it."""
    if thing.label is None or shape.type not in _IDS:
        return False
    ids = [name for name in thing.fields if name == "id" or name.endswith("_id")]
    return field in ids if ids else field not in _printed(thing.label)


def _printed(label: Words) -> set[str]:
    return {part.expr.name for part in label.parts if isinstance(part, Printed) and isinstance(part.expr, Name)}


def _expr(path: tuple[str, ...]) -> Expr:
    expr: Expr = Name(path[0])
    for name in path[1:]:
        expr = Field(expr, name)
    return expr


def _check_type(scalar: Scalar, shape: Shape, leaf: Shape, world: World) -> None:
    """Reports a source whose values could never be those of the argument."""
    one, other = shape.type, leaf.type
    if one == other or any(one in family and other in family for family in (_TEXTS, _NUMBERS)):
        return
    what = f"the key of '{scalar.text}'" if "." not in scalar.text else f"'{scalar.text}'"
    world.report.add(BAD_SOURCE, scalar, f"this argument is '{one}', but {what} is '{other}'")
