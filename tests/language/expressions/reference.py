"""A second evaluator, written for plainness alone: it walks the tree, and unknown is None.

It knows nothing of closures, frames or folds. Three-valued logic is spelled out as tables; a loop is a list of
copied environments. The tests hold the real evaluator against it.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flowkit.language.expressions.syntax import (
    And,
    Calculate,
    Call,
    Compare,
    Done,
    Expr,
    Field,
    Is,
    Item,
    ListOf,
    Literal,
    Loop,
    Minus,
    Name,
    Not,
    Or,
)
from flowkit.language.shapes import UNSET

AND = {(True, True): True, (True, False): False, (True, None): None, (False, None): False, (False, False): False}
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def conjunction(one: Any, other: Any) -> Any:
    return AND.get((one, other), AND.get((other, one)))


def negation(one: Any) -> Any:
    return None if one is None else not one


def disjunction(one: Any, other: Any) -> Any:
    return negation(conjunction(negation(one), negation(other)))


def evaluate(expr: Expr, names: Mapping[str, Any], done: Any) -> Any:
    """The value of an expression, None for unknown."""

    def of(part: Expr) -> Any:
        return evaluate(part, names, done)

    match expr:
        case Literal(value=value):
            return value
        case Name(name=name):
            value = names.get(name, UNSET)
            return None if value is UNSET else value
        case Field(of=inner, name=name):
            return field(of(inner), name)
        case Item(of=inner, keys=keys):
            return item(of(inner), [of(key) for key in keys])
        case ListOf(items=items):
            return [of(part) for part in items]
        case Compare(operator=operator, left=left, right=right):
            return compare(operator, of(left), of(right))
        case Is(of=inner, what="set", negated=negated):
            return (of(inner) is not None) != negated
        case Is(of=inner, negated=negated):
            value = of(inner)
            return (value is not None and len(value) == 0) != negated
        case Not(of=inner):
            return negation(of(inner))
        case And(parts=parts):
            result: Any = True
            for part in parts:
                result = conjunction(result, of(part))
            return result
        case Or(parts=parts):
            result = False
            for part in parts:
                result = disjunction(result, of(part))
            return result
        case Minus(of=inner):
            value = of(inner)
            return None if value is None else -value
        case Calculate(operator=operator, left=left, right=right):
            return calculate(operator, of(left), of(right))
        case Call(function=function, arguments=arguments):
            return call(function, [of(argument) for argument in arguments])
        case Done(tool=tool, arguments=given):
            values = {name: of(value) for name, value in given}
            return None if None in values.values() else done(tool, values)
        case Loop():
            return loop(expr, names, done)


def field(thing: Any, name: str) -> Any:
    if isinstance(thing, datetime) and name in ("date", "time"):
        return thing.date() if name == "date" else thing.time()
    if isinstance(thing, date) and name == "weekday":
        return WEEK[thing.weekday()]
    return None if thing is None else thing.get(name)


def item(things: Any, keys: list[Any]) -> Any:
    if things is None or None in keys:
        return None
    if isinstance(things, dict):
        return things.get(keys[0] if len(keys) == 1 else tuple(keys))
    position = int(keys[0])
    return things[position] if -len(things) <= position < len(things) else None


def compare(operator: str, one: Any, other: Any) -> Any:
    if one is None or other is None:
        return None
    if operator in ("in", "not in"):
        rows = list(other.values()) if isinstance(other, dict) else other
        found: Any = False
        for row in rows:
            found = disjunction(found, compare("==", one, row))
        return found if operator == "in" else negation(found)
    if (isinstance(one, list) and None in one) or (isinstance(other, list) and None in other):
        return None
    return {
        "==": lambda: one == other,
        "!=": lambda: one != other,
        "<": lambda: one < other,
        "<=": lambda: one <= other,
        ">": lambda: one > other,
        ">=": lambda: one >= other,
    }[operator]()


def calculate(operator: str, one: Any, other: Any) -> Any:
    if one is None or other is None:
        return None
    try:
        if operator == "*":
            return one * other
        return one + other if operator == "+" else one - other
    except OverflowError:
        return None


def call(function: str, values: list[Any]) -> Any:
    if None in values:
        return None
    match function:
        case "length":
            return len(values[0])
        case "min":
            return values[1] if values[1] < values[0] else values[0]
        case "max":
            return values[1] if values[1] > values[0] else values[0]
        case "pairs":
            first, second = (list(value.values()) if isinstance(value, dict) else value for value in values)
            rows = range(max(len(first), len(second)))
            return [
                {
                    **({"first": first[row]} if row < len(first) else {}),
                    **({"second": second[row]} if row < len(second) else {}),
                }
                for row in rows
            ]
        case unit:
            return timedelta(**{unit: float(values[0])})


def loop(expr: Loop, names: Mapping[str, Any], done: Any) -> Any:
    source = evaluate(expr.source, names, done)
    if source is None:
        return None
    rows = list(source.values()) if isinstance(source, dict) else source
    asked = []
    for row in rows:
        inside = {**names, expr.name: UNSET if row is None else row}
        wanted = True if expr.condition is None else evaluate(expr.condition, inside, done)
        asked.append((wanted, evaluate(expr.item, inside, done)))
    if expr.function in ("any", "all", "count"):
        return logical(expr.function, asked)
    if any(wanted is None or (wanted and value is None) for wanted, value in asked):
        return None
    values = [value for wanted, value in asked if wanted]
    if expr.function == "sum":
        total: Any = Decimal(0) if expr.by is not None and expr.by.type in ("number", "money") else 0
        for value in values:
            total = total + value
        return total
    if not values:
        return None
    return sorted(values)[0 if expr.function == "min" else -1]


def logical(function: str, asked: list[tuple[Any, Any]]) -> Any:
    if function == "all":
        result: Any = True
        for wanted, value in asked:
            result = conjunction(result, disjunction(negation(wanted), value))
        return result
    both = [conjunction(wanted, value) for wanted, value in asked]
    if function == "count":
        return None if None in both else sum(both)
    result = False
    for one in both:
        result = disjunction(result, one)
    return result
