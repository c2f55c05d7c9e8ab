"""The calls of an expression: loops, `done`, and the few functions there are."""

from collections.abc import Container
from typing import Final, cast

from flowkit.language.expressions import mistakes
from flowkit.language.expressions.reading import Reader
from flowkit.language.expressions.spelling import did_you_mean
from flowkit.language.expressions.syntax import Call, CallFunction, Done, Expr, Loop, LoopFunction
from flowkit.language.expressions.tokens import Token

_LOOPS: Final = ("any", "all", "count", "sum")
_LOOP_OR_TWO: Final = ("min", "max")
_TAKES: Final = {"length": 1, "pairs": 2, "days": 1, "hours": 1, "minutes": 1}
_FORMS: Final = {
    "any": "any(condition for x in list)",
    "all": "all(condition for x in list)",
    "count": "count(condition for x in list)",
    "sum": "sum(amount for x in list)",
    "min": "min(a, b)",
    "max": "max(a, b)",
    "length": "length(list)",
    "pairs": "pairs(list, list)",
    "days": "days(3)",
    "hours": "hours(2)",
    "minutes": "minutes(90)",
    "done": "done(tool, argument=value)",
}


def call(reader: Reader) -> Expr:
    """Reads a call; the next two tokens are a name and `(`."""
    name = reader.take()
    opening = reader.take()
    if name.text not in mistakes.FUNCTIONS:
        _no_such_function(reader, name)
    if name.text == "done":
        return _done(reader, name, opening)
    if reader.sees(")"):
        reader.fail(reader.current, f"'{name.text}' needs something in its brackets", f"write: {_FORMS[name.text]}")
    first = reader.expression()
    if name.text in (*_LOOPS, *_LOOP_OR_TWO) and reader.sees("for"):
        return _loop(reader, name, opening, first)
    if name.text in _LOOPS:
        _no_loop(reader, name, opening)
    return _plain(reader, name, opening, first)


def _plain(reader: Reader, name: Token, opening: Token, first: Expr) -> Call:
    arguments = [first]
    while reader.takes(","):
        arguments.append(reader.expression())
    if reader.sees("="):
        reader.fail(reader.current, "'=' does not compare", "write: ==; only 'done' has arguments with names")
    reader.close(opening)
    wanted = _TAKES.get(name.text, 2)
    if len(arguments) != wanted:
        reader.fail(name, f"'{name.text}' takes {'one value' if wanted == 1 else 'two values'}", _several(name.text))
    return Call(cast(CallFunction, name.text), tuple(arguments), reader.since(name.start))


def _several(name: str) -> str:
    if name in _LOOP_OR_TWO:
        return f"write: {name}(a, b), or {name}(amount for x in list)"
    return f"write: {_FORMS[name]}"


def _no_loop(reader: Reader, name: Token, opening: Token) -> None:
    """Refuses a loop function without a loop, at the best place."""
    if reader.sees(",", ")"):
        help = f"write: {_FORMS[name.text]}"
        if name.text == "count":
            help += "; how long a list is says 'length(list)'"
        reader.fail(name, f"'{name.text}' needs a loop", help)
    reader.close(opening)


def _loop(reader: Reader, name: Token, opening: Token, item: Expr) -> Loop:
    reader.take()
    variable = reader.current
    loop_name(reader)
    source = reader.expression()
    condition = reader.expression() if reader.takes("if") else None
    if reader.sees("for"):
        reader.fail(reader.current, "a loop has one 'for'", "write a second any(…) inside the first")
    reader.close(opening)
    function, place = cast(LoopFunction, name.text), reader.place(variable.start, variable.end)
    return Loop(function, item, variable.text, source, condition, None, place, reader.since(name.start))


def loop_name(reader: Reader) -> str:
    """Reads `name in` of a loop."""
    name = reader.current
    if name.kind != "name" or name.text in mistakes.KEYWORDS:
        found = "nothing" if name.kind == "end" else f"'{name.text}'"
        reader.fail(
            name if name.kind != "end" else reader.previous,
            f"after 'for' stands a name, not {found}",
            "write: for x in list",
        )
    reader.take()
    if reader.sees(","):
        reader.fail(
            reader.current,
            "a loop has one name",
            "write: for x in list; for two lists in step: for p in pairs(a, b), then p.first and p.second",
        )
    if not reader.takes("in"):
        found = "nothing follows" if reader.current.kind == "end" else f"'{reader.current.text}' follows"
        token = name if reader.current.kind == "end" else reader.current
        reader.fail(token, f"{found} where 'in' is missing", f"write: for {name.text} in list")
    return name.text


def _done(reader: Reader, name: Token, opening: Token) -> Done:
    tool = reader.current
    if tool.kind == "text":
        bare = tool.text[1:-1]
        help = reader.instead(tool.start, tool.end, bare, f"write: done({bare})")
        reader.fail(tool, "a tool is named without quotes", help)
    if tool.kind != "name" or tool.text in mistakes.KEYWORDS:
        if tool.kind == "end":
            reader.close(opening)
        reader.fail(tool, "'done' needs the name of a tool", f"write: {_FORMS['done']}")
    reader.take()
    arguments: dict[str, Expr] = {}
    places = [reader.place(tool.start, tool.end)]
    while reader.takes(","):
        argument = reader.current
        arguments[argument.text] = _argument(reader, arguments)
        places.append(reader.place(argument.start, argument.end))
    reader.close(opening)
    return Done(tool.text, tuple(arguments.items()), tuple(places), reader.since(name.start))


def _argument(reader: Reader, before: Container[str]) -> Expr:
    name = reader.current
    if name.kind == "name" and reader.following.text in ("==", ":"):
        sign = reader.following
        help = reader.instead(sign.start, sign.end, "=", f"write: {name.text}=value")
        reader.fail(sign, f"an argument of 'done' is given with '=', not '{sign.text}'", help)
    if name.kind != "name" or name.text in mistakes.KEYWORDS or reader.following.text != "=":
        token = name if name.kind != "end" else reader.previous
        reader.fail(token, "an argument of 'done' has a name", f"write: {_FORMS['done']}")
    if name.text in before:
        reader.fail(name, f"'{name.text}' is given twice", "leave one of them out")
    reader.take()
    reader.take()
    return reader.expression()


def _no_such_function(reader: Reader, name: Token) -> None:
    help = mistakes.INSTEAD_OF_CALL.get(name.text) or did_you_mean(name.text, mistakes.FUNCTIONS)
    if name.text in ("len", "size"):
        help = reader.instead(name.start, name.end, "length", help)
    reader.fail(name, f"there is no function '{name.text}'", help or f"there are {', '.join(mistakes.FUNCTIONS)}")
