"""Expressions back to text: `parse(text_of(expr))` gives the same tree."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

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

# How tightly a part holds together; a part that holds less tightly than its surroundings wears brackets.
_ANY, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGNED, _VALUE = range(8)
_CALCULATE: Final = {"+": _SUM, "-": _SUM, "*": _PRODUCT}


def text_of(expr: Expr) -> str:
    """The expression as a designer would write it, with as few brackets as its meaning needs."""
    return _text(expr, _ANY)


def quoted(expr: Expr) -> str:
    """How a message speaks of a part: a literal as it stands, anything else in quotes."""
    return text_of(expr) if isinstance(expr, Literal) else f"'{text_of(expr)}'"


def _text(expr: Expr, around: int) -> str:
    holds, text = _written(expr)
    return text if holds >= around else f"({text})"


def _written(expr: Expr) -> tuple[int, str]:
    match expr:
        case Or(parts=parts):
            return _ANY, " or ".join(_text(part, _AND) for part in parts)
        case And(parts=parts):
            return _AND, " and ".join(_text(part, _NOT) for part in parts)
        case Not(of=of):
            return _NOT, f"not {_text(of, _NOT)}"
        case Compare(operator=operator, left=left, right=right):
            return _COMPARE, f"{_text(left, _SUM)} {operator} {_text(right, _SUM)}"
        case Is(of=of, what=what, negated=negated):
            return _COMPARE, f"{_text(of, _SUM)} is {'not ' if negated else ''}{what}"
        case Calculate(operator=operator, left=left, right=right):
            holds = _CALCULATE[operator]
            return holds, f"{_text(left, holds)} {operator} {_text(right, holds + 1)}"
        case Minus(of=of):
            plain = isinstance(of, Literal) and isinstance(of.value, (int, Decimal))
            return _SIGNED, f"-({_text(of, _ANY)})" if plain else f"-{_text(of, _VALUE)}"
        case Literal(value=value):
            written = _value(value)
            return (_SIGNED if written.startswith("-") else _VALUE), written
        case _:
            return _VALUE, _path_or_call(expr)


def _path_or_call(expr: Expr) -> str:
    match expr:
        case Name(name=name):
            return name
        case Field(of=of, name=name):
            return f"{_text(of, _VALUE)}.{name}"
        case Item(of=of, keys=keys):
            return f"{_text(of, _VALUE)}[{_row(keys)}]"
        case ListOf(items=items):
            return f"[{_row(items)}]"
        case Call(function=function, arguments=arguments):
            return f"{function}({_row(arguments)})"
        case Done(tool=tool, arguments=named):
            return f"done({', '.join([tool, *(f'{name}={_text(value, _ANY)}' for name, value in named)])})"
        case Loop(function=function, item=item, name=name, source=source, condition=condition):
            only = "" if condition is None else f" if {_text(condition, _ANY)}"
            return f"{function}({_text(item, _ANY)} for {name} in {_text(source, _ANY)}{only})"
        case _:
            raise AssertionError(f"no text for {type(expr).__name__}")


def _row(parts: tuple[Expr, ...]) -> str:
    return ", ".join(_text(part, _ANY) for part in parts)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return format(value, "f") if isinstance(value, Decimal) else str(value)
        case datetime():
            return f"'{value.isoformat(timespec='minutes')}'"
        case date():
            return f"'{value.isoformat()}'"
        case time():
            return f"'{value.isoformat(timespec='minutes')}'"
        case timedelta():
            return _duration(value)
        case _:
            text = str(value)
            return f'"{text}"' if "'" in text else f"'{text}'"


def _duration(value: timedelta) -> str:
    minutes = value // timedelta(minutes=1)
    if minutes % 1440 == 0:
        return f"days({minutes // 1440})"
    return f"hours({minutes // 60})" if minutes % 60 == 0 else f"minutes({minutes})"
