"""Making what was written fit what it stands against: literals become values of the other side's type."""

from decimal import Decimal

from flowkit.language import codes
from flowkit.language.expressions.literals import Misfit, fitted
from flowkit.language.expressions.names import Judge, Typed
from flowkit.language.expressions.spelling import listed
from flowkit.language.expressions.syntax import Expr, ListOf, Literal
from flowkit.language.expressions.types import (
    NUMERIC,
    is_bare_digits,
    is_choice,
    is_number,
    is_textual,
    is_thing,
    key_of,
    one_of,
    options,
    spoken_of,
)
from flowkit.language.expressions.unparse import quoted, text_of
from flowkit.language.shapes import Shape


def fit(judge: Judge, part: Typed, shape: Shape, other: Expr | None = None, pick: str = "") -> Typed:
    """A literal as a value of a shape, reported where it can be none; anything else as it is.

    Args:
        other: what the literal is compared with, None where it stands alone.
        pick: what stands behind `other` in messages, such as `[0]` if it is compared with one of a list.
    """
    match part.expr:
        case Literal() as literal:
            value = fitted(literal, shape)
            if isinstance(value, Misfit):
                if other is not None:
                    value = fitted(literal, shape, text_of(other) + pick)
                    assert isinstance(value, Misfit)
                judge.report(value.kind, literal.span, value.message, value.help)
                return Typed(literal, None)
            return Typed(Literal(value, literal.span), shape)
        case ListOf(items=items, span=span) if not shape.single:
            fitting = [fit(judge, Typed(item, None), one_of(shape), other, pick) for item in items]
            return Typed(ListOf(tuple(item.expr for item in fitting), span), part.shape and shape)
        case _:
            return part


def whole(judge: Judge, part: Typed, wanted: Shape) -> Typed:
    """A literal with decimals is no whole number."""
    match part.expr:
        case Literal(value=Decimal() as number) if wanted.type == "integer" and number != number.to_integral_value():
            message = f"{number} is no whole number"
            judge.report(codes.TYPE_MISMATCH, part.expr.span, message, "write a number without decimals")
            return Typed(part.expr, None)
        case _:
            return part


def assign(judge: Judge, part: Typed, wanted: Shape) -> Typed:
    """A part as the value of something of the shape `wanted`: an argument, a slot."""
    part = whole(judge, fit(judge, part, wanted), wanted)
    if part.shape is not None and not isinstance(part.expr, Literal):
        misfit = _misfit(part, part.shape, wanted)
        if misfit is not None:
            judge.report(misfit.kind, part.expr.span, misfit.message, misfit.help)
    return part


def _misfit(part: Typed, shape: Shape, wanted: Shape) -> Misfit | None:
    """Why a value of one shape is none of another, or None where it is."""
    if (shape.many, shape.keyed) == (wanted.many, wanted.keyed):
        one, other = one_of(shape), one_of(wanted)
        if is_choice(one) and is_choice(other):
            return _lacking(part, one, other)
        if _passes(one, other) or (part.constant and is_textual(one) and (is_textual(other) or is_choice(other))):
            return None
    text = text_of(part.expr)
    kind = codes.NOT_YES_NO if wanted.single and wanted.type == "yes_no" else codes.TYPE_MISMATCH
    return Misfit(
        kind,
        f"{quoted(part.expr)} is {spoken_of(shape)}, but {spoken_of(wanted)} is wanted here",
        way_to(text, shape, wanted),
    )


def _passes(one: Shape, wanted: Shape) -> bool:
    if is_number(one) and is_number(wanted):
        return NUMERIC.index(one.type) <= NUMERIC.index(wanted.type)
    if is_thing(one) and is_thing(wanted):
        return _has_fields(one, wanted)
    if is_thing(one) or is_thing(wanted):
        return False
    if wanted.type == "text" or (wanted.type == "choice" and is_textual(wanted)):
        return is_textual(one) or is_choice(one)
    return one.type == wanted.type or (wanted.type == "digits" and is_bare_digits(one))


def _has_fields(one: Shape, wanted: Shape) -> bool:
    if one.record and wanted.record:
        return one.record == wanted.record
    return all(
        field.optional if name not in one.fields else one.fields[name].type == field.type
        for name, field in wanted.fields.items()
    )


def _lacking(part: Typed, one: Shape, wanted: Shape) -> Misfit | None:
    lacking = sorted(options(one) - options(wanted))
    if not lacking:
        return None
    message = f"'{text_of(part.expr)}' can be {listed(lacking)}, which is no option here"
    return Misfit(codes.UNKNOWN_OPTION, message, f"the options here are {listed(sorted(options(wanted)), 'and')}")


def way_to(text: str, shape: Shape, wanted: Shape) -> str:
    """How to get from one shape to another."""
    if not shape.single and wanted.single:
        return f"pick one: {text}[{'0' if shape.many else 'id'}]"
    if shape.single and not wanted.single:
        if wanted.many and shape.type == "choice" and text.isidentifier():
            return f"write a list: [{text}]; or, if it holds several, add to '{text}': many: true"
        return f"write a list: [{text}]" if wanted.many else "name a map in the data"
    if shape.type == "datetime" and wanted.type in ("date", "time"):
        return f"write: {text}.{wanted.type}"
    if shape.many and is_thing(one_of(shape)) and not is_thing(one_of(wanted)):
        return f"name the list of one of its fields: {text}.{key_of(one_of(shape)) or next(iter(shape.fields), 'id')}"
    if is_thing(shape) and not is_thing(wanted):
        key = key_of(shape)
        return f"name its field: {text}.{key}" if key else "name one of its fields"
    if is_thing(wanted):
        return f"name a whole {wanted.record or 'thing'}"
    if wanted.type == "yes_no":
        return f"compare it, or write: {text} is set"
    if is_number(shape) and is_number(wanted):
        return f"a number with decimals is no whole number; give what is wanted the type '{shape.type}'"
    if is_number(wanted):
        return "write a number, such as 3"
    return "give both the same type where they are defined"
