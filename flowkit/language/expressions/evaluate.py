"""The evaluator: a tree to a function of what is known.

Theory of operation. An expression is compiled once to closures, one for each part; evaluating it is calling the
outermost with a `Scope`. Logic is three-valued: `UNSET` is unknown, and `and`, `or`, `not`, comparisons and loops
follow what would hold whatever the unknown value turned out to be, part by part: `unknown and false` is false,
`x == x` is unknown while `x` is. Only `is set` and `is empty` always know. An expression never raises: data that does
not fit (which a check of the shapes keeps out) is unknown too. Loops see their variable through a `_Frame`, which
stands in for the scope inside them; all loops of one evaluation share one budget of rounds.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, Protocol

from flowkit.language.expressions.calculating import calculating
from flowkit.language.expressions.comparing import comparing
from flowkit.language.expressions.loops import Frame, looping
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
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import clock_text, number_text

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_Loops = tuple[str, ...]
_Inner = Callable[[Any], Value]


class Scope(Protocol):
    """What an expression may ask for. Neither method may raise."""

    def lookup(self, name: str) -> Value:
        """The value of a name, or `UNSET`."""
        ...

    def done(self, tool: str, arguments: Mapping[str, Value]) -> bool:
        """Whether a tool was carried out in this call with these values of these arguments."""
        ...


Evaluate = Callable[[Scope], Value]


def compile_expression(expr: Expr) -> Evaluate:
    """The expression as a function of a scope; its result is a value or `UNSET`.

    An expression that went through the checker is compared by the rule of its types (`Compare.by`); one that did not
    is compared by plain equality.
    """
    return _compile(expr, ())


def holds(evaluate: Evaluate, scope: Scope) -> bool:
    """Whether a guard is true; unknown is not."""
    return evaluate(scope) is True


def _compile(expr: Expr, loops: _Loops) -> _Inner:
    def inside(part: Expr) -> _Inner:
        return _compile(part, loops)

    match expr:
        case Literal(value=value):
            return lambda scope: value
        case Name(name=name):
            return _name(name, loops)
        case Field(of=of, name=name):
            return _field(of, name, loops)
        case Item(of=of, keys=keys):
            return _item(inside(of), tuple(inside(key) for key in keys))
        case ListOf(items=items):
            parts = tuple(inside(item) for item in items)
            return lambda scope: [part(scope) for part in parts]
        case Compare():
            return comparing(expr, inside(expr.left), inside(expr.right))
        case Is(of=of, what=what, negated=negated):
            return _is(inside(of), what, negated)
        case Not(of=of):
            return _not(inside(of))
        case And(parts=parts) | Or(parts=parts):
            return _joined(isinstance(expr, Or), tuple(inside(part) for part in parts))
        case Calculate() | Minus() | Call():
            return calculating(expr, inside)
        case Loop():
            return _loop(expr, loops)
        case Done(tool=tool, arguments=arguments):
            return _done(tool, tuple((name, inside(value)) for name, value in arguments), bool(loops))


def _name(name: str, loops: _Loops) -> _Inner:
    if not loops:
        return lambda scope: scope.lookup(name)
    if name not in loops:
        return lambda frame: frame.root.lookup(name)
    outwards = loops[::-1].index(name)
    if outwards == 0:
        return lambda frame: frame.value

    def of_outer_loop(frame: Frame) -> Value:
        for _ in range(outwards):
            frame = frame.outer
        return frame.value

    return of_outer_loop


def _field(of: Expr, name: str, loops: _Loops) -> _Inner:
    """The field of a name in the scope is by far the most frequent part of guards, and has a closure of its own."""
    if isinstance(of, Name) and not loops:
        record = of.name

        def field_of_name(scope: Scope) -> Value:
            thing = scope.lookup(record)
            if type(thing) is dict:
                found = thing.get(name)
                return UNSET if found is None else found
            return _other_field(thing, name)

        return field_of_name
    inner = _compile(of, loops)

    def field(scope: Any) -> Value:
        thing = inner(scope)
        if type(thing) is dict:
            found = thing.get(name)
            return UNSET if found is None else found
        return _other_field(thing, name)

    return field


def _other_field(thing: Value, name: str) -> Value:
    """A field of what is no plain dict: of a date, of another mapping, of a list (the list of them), of nothing."""
    match thing:
        case date() if name == "weekday":
            return WEEKDAYS[thing.weekday()]
        case datetime() if name == "date":
            return thing.date()
        case datetime() if name == "time":
            return thing.time()
        case Mapping():
            found = thing.get(name)
            return UNSET if found is None else found
        case list() | tuple():
            column = [one[name] for one in thing if isinstance(one, Mapping) and one.get(name) is not None]
            return column if len(column) == len(thing) else UNSET
        case _:
            return UNSET


def _item(of: _Inner, keys: tuple[_Inner, ...]) -> _Inner:
    def item(scope: Any) -> Value:
        things = of(scope)
        found = [key(scope) for key in keys]
        if things is UNSET or UNSET in found:
            return UNSET
        try:
            if isinstance(things, Mapping):
                return _by_id(things, found)
            position = found[0]
            if isinstance(things, (list, tuple)) and type(position) in (int, Decimal) and position == int(position):
                return things[int(position)]
        except (LookupError, TypeError, ArithmeticError, ValueError):
            pass
        return UNSET

    return item


def _by_id(things: Mapping[Any, Value], keys: list[Value]) -> Value:
    """The thing with this id; maps that came as JSON have texts for ids, whatever the id is."""
    key = keys[0] if len(keys) == 1 else tuple(keys)
    found = things.get(key)
    if found is None:
        texts = [_id_text(part) for part in keys]
        found = things.get(texts[0] if len(texts) == 1 else tuple(texts))
    return UNSET if found is None else found


def _id_text(value: Value) -> str:
    """A value as the key of a map."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return number_text(value)
        case time() | datetime():
            return clock_text(value)
        case _:
            return str(value)


def _is(of: _Inner, what: str, negated: bool) -> _Inner:
    if what == "set":
        return lambda scope: (of(scope) is UNSET) is negated

    def is_empty(scope: Any) -> bool:
        value = of(scope)
        return (isinstance(value, (list, tuple, str, Mapping)) and not value) is not negated

    return is_empty


def _not(of: _Inner) -> _Inner:
    def negated(scope: Any) -> Value:
        value = of(scope)
        return False if value is True else True if value is False else UNSET

    return negated


def _joined(decides: bool, parts: tuple[_Inner, ...]) -> _Inner:
    """`and` is decided by the first false, `or` by the first true; unknown only counts when nothing decides."""
    other = not decides

    def joined(scope: Any) -> Value:
        result: Value = other
        for part in parts:
            value = part(scope)
            if value is decides:
                return decides
            if value is not other:
                result = UNSET
        return result

    if len(parts) != 2:
        return joined
    first, second = parts

    def both(scope: Any) -> Value:
        one = first(scope)
        if one is decides:
            return decides
        two = second(scope)
        if two is decides:
            return decides
        return other if one is other and two is other else UNSET

    return both


def _loop(expr: Loop, loops: _Loops) -> _Inner:
    within = (*loops, expr.name)
    condition = None if expr.condition is None else _compile(expr.condition, within)
    return looping(expr, _compile(expr.source, loops), _compile(expr.item, within), condition, nested=bool(loops))


def _done(tool: str, arguments: tuple[tuple[str, _Inner], ...], nested: bool) -> _Inner:
    def done(scope: Any) -> Value:
        values = {name: value(scope) for name, value in arguments}
        if UNSET in values.values():
            return UNSET
        root: Scope = scope.root if nested else scope
        return root.done(tool, values) is True

    return done
