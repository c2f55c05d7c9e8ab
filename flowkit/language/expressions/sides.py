"""The two sides of a comparison: whether they are alike, and what to do where they are not."""

import re
from typing import Final

from flowkit.language.expressions.fitting import fit
from flowkit.language.expressions.names import Judge, Typed, is_unknown
from flowkit.language.expressions.spelling import listed
from flowkit.language.expressions.syntax import Expr, ListOf, Literal
from flowkit.language.expressions.types import (
    is_choice,
    is_number,
    is_textual,
    is_thing,
    key_of,
    likeness,
    one_of,
    options,
    spoken_of,
)
from flowkit.language.expressions.unparse import quoted, text_of
from flowkit.language.shapes import Shape

_PATH: Final = re.compile(r"[a-z][\w.]*")
ONE_TYPE: Final = "both sides of a comparison have one type"


def sides(judge: Judge, left: Expr, right: Expr) -> tuple[Typed, Typed]:
    """Both sides; one that is an unknown name is looked at last, so that the other can help."""
    if is_unknown(judge, left):
        other = judge.typed(right)
        return judge.typed(left, other.shape), other
    one = judge.typed(left)
    return one, judge.typed(right, one.shape)


def fit_sides(judge: Judge, left: Typed, right: Typed) -> tuple[Typed, Typed]:
    if is_literal(right.expr) and not is_literal(left.expr) and left.shape is not None:
        return left, fit(judge, right, left.shape, left.expr)
    if is_literal(left.expr) and not is_literal(right.expr) and right.shape is not None:
        return fit(judge, left, right.shape, right.expr), right
    return left, right


def is_literal(expr: Expr) -> bool:
    """Whether a part is a literal, or a list of them."""
    return isinstance(expr, Literal) or (isinstance(expr, ListOf) and all(map(is_literal, expr.items)))


def alike(left: Typed, right: Typed) -> Shape | None:
    """The shape to compare by. A text of a constant passes as any type of text, as a literal does."""
    one, other = left.shape, right.shape
    assert one is not None
    assert other is not None
    found = likeness(one, other)
    if found is None and (one.many, one.keyed) == (other.many, other.keyed):
        for side, facing, constant in ((one, other, left.constant), (other, one, right.constant)):
            plain = one_of(facing)
            if constant and one_of(side).type == "text" and (is_textual(plain) or is_choice(plain)):
                return facing
    return found


def mismatch(left: Typed, right: Typed) -> tuple[str, str]:
    """The message and the help for two sides that are not alike."""
    one, other = left.shape, right.shape
    assert one is not None
    assert other is not None
    a, b = text_of(left.expr), text_of(right.expr)
    if one.single and other.single and is_choice(one) and is_choice(other):
        return f"'{a}' and '{b}' have no option in common", f"'{a}' can be {listed(sorted(options(one)))}"
    message = f"{quoted(left.expr)} is {spoken_of(one)}, but {quoted(right.expr)} is {spoken_of(other)}"
    return message, way(a, one, b, other) or way(b, other, a, one) or ONE_TYPE


def way(a: str, one: Shape, b: str, other: Shape) -> str:
    """How to compare values of two different types, seen from one of them."""
    if not other.single and one.single:
        return f"write: {a} in {b}"
    if is_thing(one) and not is_thing(other):
        key = key_of(one)
        return f"compare its field: {a}.{key}" if key else "compare one of its fields"
    if one.type == "datetime" and other.type in ("date", "time"):
        return f"write: {a}.{other.type}"
    if one.single and other.single and (is_number(one) or is_textual(one)) and (is_number(other) or is_textual(other)):
        for name, shape, wanted in ((a, one, other), (b, other, one)):
            if is_textual(shape) and is_number(wanted) and _PATH.fullmatch(name):
                return f"to compare them as numbers give '{name}' the type '{wanted.type}'"
        return "give both the same type where they are defined"
    return ""
