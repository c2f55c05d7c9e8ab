"""Checks of comparisons: both sides have one type, and the type has an order where one is asked for."""

from decimal import Decimal

from flowkit.language import codes
from flowkit.language.expressions.fitting import fit
from flowkit.language.expressions.names import Judge, Typed
from flowkit.language.expressions.sides import ONE_TYPE, alike, fit_sides, mismatch, sides, way
from flowkit.language.expressions.syntax import Compare, Field, Is, ListOf, Literal, Not
from flowkit.language.expressions.types import ORDERED, YES_NO, is_textual, is_thing, key_of, one_of, spoken_of
from flowkit.language.expressions.unparse import quoted, text_of
from flowkit.language.shapes import Shape


def typed_compare(judge: Judge, expr: Compare) -> Typed:
    """`left < right`, `left in right`."""
    if expr.operator in ("in", "not in"):
        return _membership(judge, expr)
    left, right = sides(judge, expr.left, expr.right)
    if _needless_truth(judge, expr, left, right) or _needs_each(judge, expr, left, right):
        return Typed(expr, YES_NO)
    left, right = fit_sides(judge, left, right)
    by = None
    if left.shape is not None and right.shape is not None:
        by = alike(left, right)
        if by is None:
            judge.report(codes.TYPE_MISMATCH, expr.span, *mismatch(left, right))
        elif expr.operator not in ("==", "!="):
            _must_have_order(judge, expr, by)
        elif fraction := _fraction(left, right):
            other = text_of(expr.left if fraction is right else expr.right)
            message = f"'{other}' is a whole number and never {text_of(fraction.expr)}"
            judge.report(codes.TYPE_MISMATCH, fraction.expr.span, message, "compare with '<' or '>', or a whole number")
    return Typed(Compare(expr.operator, left.expr, right.expr, by, expr.span), YES_NO)


def _needs_each(judge: Judge, expr: Compare, left: Typed, right: Typed) -> bool:
    """Reports the field of a list that is compared by size: each of its values has to be asked."""
    if expr.operator in ("==", "!=") or left.shape is None or right.shape is None:
        return False
    for side, shape, other in ((expr.left, left.shape, right.shape), (expr.right, right.shape, left.shape)):
        if isinstance(side, Field) and shape.many and other.single:
            ends = [f"x.{side.name}" if end is side else text_of(end) for end in (expr.left, expr.right)]
            help = f"ask each: any({ends[0]} {expr.operator} {ends[1]} for x in {text_of(side.of)})"
            judge.report(codes.TYPE_MISMATCH, expr.span, mismatch(left, right)[0], help)
            return True
    return False


def typed_is(judge: Judge, expr: Is) -> Typed:
    """`of is set`, `of is empty`."""
    of = judge.typed(expr.of)
    shape = of.shape
    if expr.what == "empty" and shape is not None and shape.single and not is_textual(shape):
        text = text_of(expr.of)
        # What is not empty is set, and what is empty is not.
        help = f"write: {text} is {'' if expr.negated else 'not '}set"
        judge.report(codes.TYPE_MISMATCH, expr.span, f"'{text}' is {spoken_of(shape)}; only a list can be empty", help)
    result = expr if of.expr is expr.of else Is(of.expr, expr.what, expr.negated, expr.span)
    return Typed(result, YES_NO)


def _fraction(left: Typed, right: Typed) -> Typed | None:
    """A literal with decimals that a whole number is compared with."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one.expr, Literal) and isinstance(one.expr.value, Decimal) and other.shape is not None:
            fractional = one.expr.value != one.expr.value.to_integral_value()
            if fractional and other.shape.single and other.shape.type == "integer":
                return one
    return None


def _needless_truth(judge: Judge, expr: Compare, left: Typed, right: Typed) -> bool:
    """`x == true`: a yes or no stands alone."""
    for side, other in ((right, left), (left, right)):
        if not (isinstance(side.expr, Literal) and isinstance(side.expr.value, bool)):
            continue
        if other.shape is None or not (other.shape.single and other.shape.type == "yes_no"):
            continue
        text = text_of(other.expr)
        if expr.operator in ("==", "!="):
            positive = side.expr.value is (expr.operator == "==")
            help = f"write: {text if positive else text_of(Not(other.expr))}"
        else:
            help = f"write: {text}, or: {text_of(Not(other.expr))}"
        judge.report(codes.TYPE_MISMATCH, expr.span, f"'{text}' is a yes or no by itself", help)
        return True
    return False


def _must_have_order(judge: Judge, expr: Compare, shape: Shape) -> None:
    if shape.single and shape.type in ORDERED:
        return
    text = text_of(expr.left if not isinstance(expr.left, Literal) else expr.right)
    help = "write '==' or '!='"
    if shape.single and shape.type in ("text", "digits"):
        help += "; to compare by size give it the type 'integer' or 'number'"
    message = f"'{text}' is {spoken_of(shape)} and has no order for '{expr.operator}'"
    judge.report(codes.TYPE_MISMATCH, expr.span, message, help)


def _membership(judge: Judge, expr: Compare) -> Typed:
    if isinstance(expr.right, ListOf):
        return _in_written_list(judge, expr, expr.right)
    left, right = sides(judge, expr.left, expr.right)
    by = None
    if right.shape is not None and right.shape.single:
        judge.report(codes.TYPE_MISMATCH, expr.right.span, *_no_list(expr, right.shape))
    elif right.shape is not None and left.shape is not None:
        item = Typed(right.expr, one_of(right.shape), right.constant)
        things = is_thing(one_of(right.shape)) and not is_thing(left.shape)
        if isinstance(left.expr, Literal) and not things:
            pick = "[0]" if right.shape.many else "[id]"
            left = fit(judge, left, one_of(right.shape), right.expr, pick)
        by = None if things or left.shape is None else alike(left, item)
        if by is None and left.shape is not None:
            judge.report(codes.TYPE_MISMATCH, expr.span, *_not_among(expr, left.shape, right.shape))
    return Typed(Compare(expr.operator, left.expr, right.expr, by, expr.span), YES_NO)


def _not_among(expr: Compare, one: Shape, many: Shape) -> tuple[str, str]:
    """The message and the help for a value that no item of a list can be."""
    message = f"{quoted(expr.left)} is {spoken_of(one)}, but {quoted(expr.right)} is {spoken_of(many)}"
    text, things, item = text_of(expr.left), text_of(expr.right), one_of(many)
    if is_thing(item) and not is_thing(one):
        return message, f"ask each: any(x.{key_of(item) or 'field'} == {text} for x in {things})"
    return message, way(text, one, things, item) or ONE_TYPE


def _in_written_list(judge: Judge, expr: Compare, items: ListOf) -> Typed:
    """`x in ['a', 'b']`: each item against the left side."""
    left = judge.typed(expr.left)
    found = []
    for item in items.items:
        left, part = fit_sides(judge, left, judge.typed(item, left.shape))
        if left.shape is not None and part.shape is not None and alike(left, part) is None:
            judge.report(codes.TYPE_MISMATCH, item.span, *mismatch(left, part))
        found.append(part.expr)
    return Typed(Compare(expr.operator, left.expr, ListOf(tuple(found), items.span), left.shape, expr.span), YES_NO)


def _no_list(expr: Compare, shape: Shape) -> tuple[str, str]:
    left, right = text_of(expr.left), text_of(expr.right)
    sign = "==" if expr.operator == "in" else "!="
    message = f"'{expr.operator}' looks in a list, and {quoted(expr.right)} is {spoken_of(shape)}"
    return message, f"write: {left} {sign} {right}{'; a text cannot be searched' if is_textual(shape) else ''}"
