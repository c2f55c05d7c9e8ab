"""Checks of loops and calls."""

from typing import Final

from flowkit.language import codes
from flowkit.language.expressions.fitting import assign
from flowkit.language.expressions.names import Judge, Typed, is_known, known_tools
from flowkit.language.expressions.sides import alike, fit_sides, mismatch, sides
from flowkit.language.expressions.spelling import did_you_mean, listed
from flowkit.language.expressions.syntax import Call, Done, Expr, Loop
from flowkit.language.expressions.types import (
    DURATION,
    INTEGER,
    ORDERED,
    YES_NO,
    is_number,
    is_textual,
    is_thing,
    one_of,
    spoken_of,
)
from flowkit.language.expressions.unparse import quoted, text_of
from flowkit.language.shapes import Shape
from flowkit.language.span import Span

_HAVE_ORDER: Final = "numbers, amounts, dates, times and durations have an order"


def require_yes_no(judge: Judge, part: Typed, expr: Expr, why: str) -> None:
    """Reports a part that must be a yes or no and is something else; `why` says where it stands."""
    shape = part.shape
    if shape is None or (shape.single and shape.type == "yes_no"):
        return
    text = text_of(expr)
    judge.report(
        codes.NOT_YES_NO, expr.span, f"{quoted(expr)} is {spoken_of(shape)}; {why} is a yes or no", _ask(text, shape)
    )


def _ask(text: str, shape: Shape) -> str:
    """How to ask something of a value that is no yes or no."""
    if not shape.single:
        return f"write: {text} is not empty"
    if is_thing(shape):
        return f"write: {text} is set"
    if is_number(shape):
        return f"compare it: {text} > 0"
    return f"compare it: '{text} == …', or write: {text} is set"


def typed_loop(judge: Judge, expr: Loop) -> Typed:
    """`any(item for name in source if condition)` and its kin."""
    source = judge.typed(expr.source)
    if is_known(judge.names, expr.name):
        report_taken(judge, expr.name, expr.name_span)
    inside = judge.inside(expr.name, item_shape(judge, source, expr.source))
    item = inside.typed(expr.item)
    condition = None
    if expr.condition is not None:
        asked = inside.typed(expr.condition)
        require_yes_no(inside, asked, expr.condition, "what follows 'if'")
        condition = asked.expr
    by = None if item.shape is None else Shape(item.shape.type)
    result = Loop(expr.function, item.expr, expr.name, source.expr, condition, by, expr.name_span, expr.span)
    return Typed(result, _loop_result(judge, expr, item))


def report_taken(judge: Judge, name: str, place: Span) -> None:
    """Reports a loop's name that means something else already."""
    message = f"the loop's name '{name}' means something else here"
    judge.report(codes.NAME_TAKEN, place, message, "take another one, such as 'x'")


def item_shape(judge: Judge, source: Typed, expr: Expr) -> Shape | None:
    """The shape of what a loop over a source runs over; reports a source that is no list."""
    if source.shape is None:
        return None
    if not source.shape.single:
        return one_of(source.shape)
    message = f"a loop runs over a list, and {quoted(expr)} is {spoken_of(source.shape)}"
    judge.report(codes.TYPE_MISMATCH, expr.span, message, _list_in(text_of(expr), source.shape))
    return None


def _list_in(text: str, shape: Shape) -> str:
    lists = [f"{text}.{name}" for name, field in shape.fields.items() if not field.single]
    if shape.type == "choice" and "." not in text and "[" not in text:
        return f"if it holds several, add to '{text}': many: true"
    return f"did you mean {listed(lists)}?" if lists else "name a list"


def _loop_result(judge: Judge, expr: Loop, item: Typed) -> Shape | None:
    match expr.function:
        case "any" | "all" | "count":
            before = len(judge.found)
            require_yes_no(judge, item, expr.item, f"what '{expr.function}' asks of each")
            if expr.function == "count" and len(judge.found) > before and expr.condition is not None:
                judge.found[before:] = []
                text = f"count({text_of(expr.condition)} for {expr.name} in {text_of(expr.source)})"
                judge.report(codes.NOT_YES_NO, expr.item.span, "'count' counts what is true", f"write: {text}")
            return INTEGER if expr.function == "count" else YES_NO
        case "sum":
            wanted, noun, can = is_number, "numbers", "numbers, amounts and durations can be added up"
            if item.shape is not None and item.shape.single and item.shape.type == "duration":
                return DURATION
        case _:
            wanted, noun, can = _has_order, "what has an order", _HAVE_ORDER
    if item.shape is None:
        return None
    if not wanted(item.shape):
        text = text_of(expr.item)
        message = f"'{expr.function}' is of {noun}, and {quoted(expr.item)} is {spoken_of(item.shape)}"
        numbers = [f"{text}.{name}" for name, field in item.shape.fields.items() if wanted(field)]
        judge.report(
            codes.TYPE_MISMATCH, expr.item.span, message, f"did you mean {listed(numbers)}?" if numbers else can
        )
        return None
    return Shape(item.shape.type)


def _has_order(shape: Shape) -> bool:
    return shape.single and shape.type in ORDERED


def typed_call(judge: Judge, expr: Call) -> Typed:
    """The functions without a loop."""
    match expr.function:
        case "min" | "max":
            return _smaller_or_larger(judge, expr)
        case "pairs":
            return _pairs(judge, expr)
    of = judge.typed(expr.arguments[0])
    result = Call(expr.function, (of.expr,), expr.span)
    argument = expr.arguments[0]
    if expr.function == "length":
        if of.shape is not None and of.shape.single and not is_textual(of.shape):
            message = f"'length' is of a list or a text, and {quoted(argument)} is {spoken_of(of.shape)}"
            judge.report(codes.TYPE_MISMATCH, argument.span, message, _list_in(text_of(argument), of.shape))
        return Typed(result, INTEGER)
    if of.shape is not None and (not is_number(of.shape) or of.shape.type == "money"):
        message = f"'{expr.function}' takes a number, and {quoted(argument)} is {spoken_of(of.shape)}"
        judge.report(codes.TYPE_MISMATCH, argument.span, message, f"write: {expr.function}(3)")
    return Typed(result, DURATION)


def _smaller_or_larger(judge: Judge, expr: Call) -> Typed:
    left, right = fit_sides(judge, *sides(judge, *expr.arguments))
    result = Call(expr.function, (left.expr, right.expr), expr.span)
    if left.shape is None or right.shape is None:
        return Typed(result, None)
    by = alike(left, right)
    if by is None:
        judge.report(codes.TYPE_MISMATCH, expr.span, *mismatch(left, right))
        return Typed(result, None)
    if not _has_order(by):
        text = text_of(expr.arguments[0])
        message = f"'{expr.function}' is of what has an order, and {quoted(expr.arguments[0])} is {spoken_of(by)}"
        help = f"write: {expr.function}(amount for x in {text})" if not by.single else _HAVE_ORDER
        judge.report(codes.TYPE_MISMATCH, expr.span, message, help)
        return Typed(result, None)
    return Typed(result, Shape(by.type))


def _pairs(judge: Judge, expr: Call) -> Typed:
    parts = [judge.typed(argument) for argument in expr.arguments]
    shapes = [item_shape(judge, part, argument) for part, argument in zip(parts, expr.arguments, strict=True)]
    result = Call("pairs", tuple(part.expr for part in parts), expr.span)
    first, second = shapes
    if first is None or second is None:
        return Typed(result, None)
    return Typed(result, Shape("object", fields={"first": first, "second": second}, many=True))


def typed_done(judge: Judge, expr: Done) -> Typed:
    """`done(tool, argument=value)`."""
    wanted = judge.names.tool_arguments(expr.tool)
    places = expr.name_spans or (expr.span,) * (len(expr.arguments) + 1)
    if wanted is None:
        tools = known_tools(judge.names)
        there = f"there are {listed(tools, 'and')}" if tools else "tools are written in a catalog"
        help = did_you_mean(expr.tool, tools) or there
        judge.report(codes.UNKNOWN_TOOL, places[0], f"there is no tool '{expr.tool}'", help)
    arguments = []
    for (name, value), place in zip(expr.arguments, places[1:], strict=True):
        shape = None if wanted is None else wanted.get(name)
        part = judge.typed(value, shape)
        if wanted is not None and shape is None:
            there = f"its arguments are {listed(wanted, 'and')}" if wanted else "it has no arguments"
            help = did_you_mean(name, wanted) or there
            judge.report(codes.WRONG_ARGUMENTS, place, f"'{expr.tool}' has no argument '{name}'", help)
        elif shape is not None:
            part = assign(judge, part, shape)
        arguments.append((name, part.expr))
    return Typed(Done(expr.tool, tuple(arguments), expr.name_spans, expr.span), YES_NO)
