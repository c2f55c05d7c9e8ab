"""Checks of `+`, `-`, `*`: which types go together, and what becomes of them."""

from flowkit.language import codes
from flowkit.language.expressions.fitting import fit
from flowkit.language.expressions.names import Judge, Typed
from flowkit.language.expressions.syntax import Calculate, Call, Expr, Literal, Minus
from flowkit.language.expressions.types import DURATION, is_number, is_textual, spoken_of, wider
from flowkit.language.expressions.unparse import text_of
from flowkit.language.shapes import Shape

_DAYS = frozenset({"date", "datetime"})


def typed_calculate(judge: Judge, expr: Calculate) -> Typed:
    """`left + right`, `left - right`, `left * right`."""
    left, right = judge.typed(expr.left), judge.typed(expr.right)
    if expr.operator == "-":
        left, right = _fit_date(judge, left, right), _fit_date(judge, right, left)
    result = Calculate(expr.operator, left.expr, right.expr, expr.span)
    if left.shape is None or right.shape is None:
        return Typed(result, None)
    if expr.operator != "*" and _moves_by_hours(expr, left.shape, right.shape):
        judge.report(codes.TYPE_MISMATCH, expr.right.span, "a date moves by whole days", "write: days(n)")
    shape = _result(expr.operator, left.shape, right.shape)
    if shape is None:
        message = _message(expr, left.shape, right.shape)
        judge.report(codes.TYPE_MISMATCH, expr.span, message, _help(expr, left.shape, right.shape))
    return Typed(result, shape, left.constant and right.constant)


def _fit_date(judge: Judge, side: Typed, other: Typed) -> Typed:
    """A text in quotes beside a date is a date."""
    text = isinstance(side.expr, Literal) and isinstance(side.expr.value, str)
    if text and other.shape is not None and _is(other.shape, *_DAYS):
        return fit(judge, side, other.shape, other.expr)
    return side


def typed_minus(judge: Judge, expr: Minus) -> Typed:
    """`-of`."""
    of = judge.typed(expr.of)
    if of.shape is not None and not (is_number(of.shape) or _is(of.shape, "duration")):
        text = text_of(expr.of)
        help = f"write: not {text}" if _is(of.shape, "yes_no") else "leave it out"
        judge.report(codes.TYPE_MISMATCH, expr.span, f"'-' is of numbers, and '{text}' is {spoken_of(of.shape)}", help)
        return Typed(Minus(of.expr, expr.span), None)
    return Typed(Minus(of.expr, expr.span), None if of.shape is None else Shape(of.shape.type))


def _is(shape: Shape, *types: str) -> bool:
    return shape.single and shape.type in types


def _result(operator: str, left: Shape, right: Shape) -> Shape | None:
    """The shape of the result, or None where the two do not go together."""
    if is_number(left) and is_number(right):
        if operator == "*" and left.type == right.type == "money":
            return None
        return wider(left, right)
    if operator == "*" or not (left.single and right.single):
        return None
    if left.type in (*_DAYS, "duration") and right.type == "duration":
        return Shape(left.type)
    if operator == "+" and left.type == "duration" and right.type in _DAYS:
        return Shape(right.type)
    if operator == "-" and left.type in _DAYS and left.type == right.type:
        return DURATION
    return None


def _moves_by_hours(expr: Calculate, left: Shape, right: Shape) -> bool:
    return _is(left, "date") and _is(right, "duration") and _in_hours(expr.right)


def _in_hours(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.function in ("hours", "minutes")


def _message(expr: Calculate, left: Shape, right: Shape) -> str:
    verb = {"+": "added to", "-": "taken from", "*": "multiplied with"}[expr.operator]
    one, other = (right, left) if expr.operator != "*" else (left, right)
    return f"{spoken_of(one)} cannot be {verb} {spoken_of(other)}"


def _help(expr: Calculate, left: Shape, right: Shape) -> str:
    a, b, sign = text_of(expr.left), text_of(expr.right), expr.operator
    if sign == "*":
        return "one of the two is a plain number"
    if _is(left, *_DAYS, "duration") and _is(right, "integer", "number"):
        unit = "days" if left.type in _DAYS else "hours"
        return f"write: {a} {sign} {unit}({b})"
    if _is(left, "datetime") and _is(right, "date"):
        return f"write: {a}.date {sign} {b}"
    if _is(left, "date") and _is(right, "datetime"):
        return f"write: {a} {sign} {b}.date"
    if is_textual(left) or is_textual(right):
        return 'texts are put together in words: "{{ first }} {{ second }}"'
    if _is(left, "time") or _is(right, "time"):
        return "a time alone does not move; a date and time does"
    return "numbers go with numbers; a date moves by days(n), or is taken from a date"
