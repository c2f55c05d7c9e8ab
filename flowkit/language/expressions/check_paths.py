"""Checks of what stands behind a name: fields, parts of dates, positions and ids."""

from dataclasses import replace

from flowkit.language import codes
from flowkit.language.expressions.check_tables import finds_entry
from flowkit.language.expressions.equality import key_fields
from flowkit.language.expressions.fitting import fit, way_to, whole
from flowkit.language.expressions.names import Judge, Typed, table_entries
from flowkit.language.expressions.spelling import did_you_mean, listed
from flowkit.language.expressions.syntax import Expr, Field, Item, Literal, Name
from flowkit.language.expressions.types import INTEGER, PARTS, TEXT, is_thing, likeness, one_of, spoken_of
from flowkit.language.expressions.unparse import quoted, text_of
from flowkit.language.shapes import Shape
from flowkit.language.span import Span

_LENGTH_WORDS = frozenset({"length", "size", "count", "len"})


def typed_field(judge: Judge, expr: Field) -> Typed:
    """`of.name`."""
    of = judge.typed(expr.of)
    result = expr if of.expr is expr.of else Field(of.expr, expr.name, expr.span)
    if of.shape is None:
        return Typed(result, None)
    found = _field_of(of.shape, expr.name)
    if found is None:
        kind = codes.UNKNOWN_IN_GUARD if of.shape.single else codes.TYPE_MISMATCH
        judge.report(kind, _last(expr), *(_picked_by_dot(judge, expr, of) or _no_field(expr, of.shape)))
    return Typed(result, found, of.constant)


def _field_of(shape: Shape, name: str) -> Shape | None:
    """What stands behind the dot: a field, a part of a date, or the list of that field of the things of a list."""
    if shape.keyed:
        return None
    field = shape.fields.get(name)
    if shape.many:
        return replace(field, many=True, optional=False) if field is not None and field.single else None
    return field or PARTS.get(shape.type, {}).get(name)


def _picked_by_dot(judge: Judge, expr: Field, of: Typed) -> tuple[str, str] | None:
    """What to say of `prices.size` where `prices[size]` is meant: a table, and the name of a value."""
    shape = of.shape
    if shape is None or expr.name not in judge.names.known():
        return None
    if shape.keyed or (of.constant and shape.single and _entry_of(shape) is not None):
        return f"'{text_of(expr.of)}' has no '.{expr.name}'", f"write: {text_of(expr.of)}[{expr.name}]"
    return None


def _last(expr: Field) -> Span:
    """The place of the field's own name, at the end of the path."""
    span = expr.span
    return Span(span.path, span.end_line, max(1, span.end_column - len(expr.name)), span.end_line, span.end_column)


def _no_field(expr: Field, shape: Shape) -> tuple[str, str]:
    of, name = text_of(expr.of), expr.name
    if not shape.single:
        if name in _LENGTH_WORDS:
            return f"'{of}' has no '.{name}'", f"write: length({of})"
        pick = f"'{of}[0].{name}'" if shape.many else f"'{of}[id].{name}'"
        return f"'{of}' is {spoken_of(shape)}, not one", f"pick one, {pick}, or loop: any(x.{name} == … for x in {of})"
    if shape.fields:
        help = did_you_mean(name, shape.fields) or f"its fields are {listed(shape.fields, 'and')}"
        return f"'{of}' has no field '{name}'", help
    parts = PARTS.get(shape.type, {})
    if shape.type == "datetime" and name == "weekday":
        return f"'{of}' is a date and time and has no weekday of its own", f"write: {of}.date.weekday"
    if parts:
        help = did_you_mean(name, parts) or f"it has {listed((f'{of}.{part}' for part in parts), 'and')}"
        return f"'{of}' is {spoken_of(shape)} and has no '{name}'", help
    return f"'{of}' is {spoken_of(shape)} and has no fields", f"write: {of}"


def typed_item(judge: Judge, expr: Item) -> Typed:
    """`of[key]`: a position in a list, an id in a map."""
    of = judge.typed(expr.of)
    if of.shape is None or of.shape.single:
        if of.shape is not None and (entry := _entry_of(of.shape)) is not None and len(expr.keys) == 1:
            column = _column(judge, expr, of.shape)
            if of.constant and column.shape and not finds_entry(judge, expr.of, column, of.shape.fields):
                column = Typed(column.expr, None)
            return Typed(Item(of.expr, (column.expr,), expr.span), entry if column.shape else None, of.constant)
        keys = tuple(judge.typed(key).expr for key in expr.keys)
        if of.shape is not None:
            message = f"'{text_of(expr.of)}' is {spoken_of(of.shape)}; brackets pick one of a list or map"
            judge.report(codes.TYPE_MISMATCH, expr.span, message, f"write: {text_of(expr.of)}{_dotted(expr, of.shape)}")
        return Typed(Item(of.expr, keys, expr.span), None)
    keys = _positions(judge, expr) if of.shape.many else _ids(judge, expr, of.shape)
    if of.shape.keyed and isinstance(expr.of, Name) and len(keys) == 1:
        entries = table_entries(judge.names, expr.of.name)
        if entries and not finds_entry(judge, expr.of, judge.typed(keys[0]), entries, of.shape.fields):
            return Typed(Item(of.expr, keys, expr.span), None)
    return Typed(Item(of.expr, keys, expr.span), one_of(of.shape), of.constant)


def _dotted(expr: Item, shape: Shape) -> str:
    """`.name` for `['name']`, where the thing has such a field."""
    key = expr.keys[0]
    named = len(expr.keys) == 1 and isinstance(key, Literal) and key.value in shape.fields
    return f".{key.value}" if named and isinstance(key, Literal) else ""


def _entry_of(shape: Shape) -> Shape | None:
    """The one shape of all fields of a thing: it is then the row of a table, and brackets pick a column."""
    first, *others = [replace(field, optional=True) for field in shape.fields.values()] or [shape]
    return first if shape.fields and not first.keyed and all(other == first for other in others) else None


def _column(judge: Judge, expr: Item, row: Shape) -> Typed:
    """What picks from the row of a table: a value that a column may be called after; one in quotes is one of them."""
    key = judge.typed(expr.keys[0])
    if key.shape is not None and (is_thing(key.shape) or not key.shape.single):
        message = f"a column of a table is picked by one value, but {quoted(key.expr)} is {spoken_of(key.shape)}"
        judge.report(codes.TYPE_MISMATCH, key.expr.span, message, way_to(text_of(key.expr), key.shape, TEXT))
        return Typed(key.expr, None)
    if isinstance(key.expr, Literal) and str(key.expr.value) not in row.fields:
        help = did_you_mean(str(key.expr.value), row.fields) or f"its columns are {listed(row.fields, 'and')}"
        message = f"'{text_of(expr.of)}' has no column {quoted(key.expr)}"
        judge.report(codes.UNKNOWN_IN_GUARD, key.expr.span, message, help)
        return Typed(key.expr, None)
    return key


def _positions(judge: Judge, expr: Item) -> tuple[Expr, ...]:
    keys = tuple(_key(judge, key, INTEGER, "a position in a list") for key in expr.keys)
    if len(keys) > 1:
        judge.report(
            codes.TYPE_MISMATCH,
            expr.keys[1].span,
            "a list is picked from by one position",
            "write: list[0] for the first",
        )
    return keys


def _ids(judge: Judge, expr: Item, shape: Shape) -> tuple[Expr, ...]:
    fields = key_fields(shape)
    if fields and len(fields) != len(expr.keys):
        of = text_of(expr.of)
        together = " together" if len(fields) > 1 else " alone"
        message = f"'{of}' is picked from by {listed(fields, 'and')}{together}"
        judge.report(codes.TYPE_MISMATCH, expr.span, message, f"write: {of}[{', '.join(fields)}]")
    wanted = [shape.fields.get(field) for field in fields]
    wanted += [None] * (len(expr.keys) - len(wanted))
    return tuple(
        judge.typed(key).expr if shape_of_key is None else _key(judge, key, shape_of_key, "the id")
        for key, shape_of_key in zip(expr.keys, wanted, strict=False)
    )


def _key(judge: Judge, expr: Expr, wanted: Shape, what: str) -> Expr:
    key = whole(judge, fit(judge, judge.typed(expr, wanted), wanted), wanted)
    if key.shape is not None and likeness(key.shape, wanted) is None and not key.constant:
        message = f"{what} is {spoken_of(wanted)}, but {quoted(expr)} is {spoken_of(key.shape)}"
        judge.report(codes.TYPE_MISMATCH, expr.span, message, way_to(text_of(expr), key.shape, wanted))
    return key.expr
