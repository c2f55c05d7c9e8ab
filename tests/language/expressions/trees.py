"""Expressions at random: well-typed ones over a few names, and trees of any parts at all."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

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
from flowkit.language.shapes import UNSET, Option, Shape

THING = {"number": Shape("integer"), "word": Shape("text"), "open": Shape("yes_no", optional=True)}
SHAPES: dict[str, Shape] = {
    "n": Shape("integer"),
    "m": Shape("number"),
    "word": Shape("text"),
    "state": Shape("choice", options=(Option("a"), Option("b"))),
    "yes": Shape("yes_no"),
    "day": Shape("date"),
    "thing": Shape("object", fields=THING, record="thing"),
    "things": Shape("object", fields=THING, many=True),
    "by_id": Shape("object", fields=THING, keyed=True),
    "words": Shape("text", many=True),
}
TEXTS = st.sampled_from(["a", "b", "it's", 'say "x"', ""])
NUMBERS = st.one_of(st.integers(-3, 3).map(Decimal), st.sampled_from([Decimal("0.5"), Decimal("2.50")]))


class Tools:
    """The names above, and one tool."""

    def shape_of(self, name: str) -> Shape | None:
        return SHAPES.get(name)

    def known(self) -> list[str]:
        return list(SHAPES)

    def tool_arguments(self, tool: str) -> Mapping[str, Shape] | None:
        return {"n": Shape("integer"), "word": Shape("text")} if tool == "mend" else None


def things() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"number": st.integers(-3, 3), "word": TEXTS}, optional={"open": st.booleans()})


def scopes() -> st.SearchStrategy[dict[str, Any]]:
    """Values for the names; any of them may be unset."""
    values: dict[str, st.SearchStrategy[Any]] = {
        "n": st.integers(-3, 3),
        "m": NUMBERS,
        "word": TEXTS,
        "state": st.sampled_from(["a", "b"]),
        "yes": st.booleans(),
        "day": st.dates(date(2026, 3, 1), date(2026, 3, 9)),
        "thing": things(),
        "things": st.lists(things(), max_size=3),
        "by_id": st.dictionaries(TEXTS, things(), max_size=3),
        "words": st.lists(TEXTS, max_size=3),
    }
    return st.fixed_dictionaries({name: st.one_of(st.just(UNSET), value) for name, value in values.items()})


class Grower:
    """Draws well-typed expressions; `loops` are the names of loops over things around the place."""

    def __init__(self, draw: st.DrawFn, knows: bool = True) -> None:
        self.draw = draw
        self.knows = knows  # whether `is set` and `is empty` may occur

    def pick(self, *ways: Any) -> Expr:
        way = self.draw(st.sampled_from(ways))
        grown: Expr = way()
        return grown

    def thing(self, depth: int, loops: tuple[str, ...]) -> Expr:
        ways: list[Any] = [lambda: Name("thing")]
        ways += [lambda name=name: Name(name) for name in loops]
        if depth:
            ways.append(lambda: Item(self.path("things"), (self.number(depth - 1, loops, whole=True),)))
            ways.append(lambda: Item(self.path("by_id"), (self.text(depth - 1, loops),)))
        return self.pick(*ways)

    def path(self, name: str) -> Expr:
        return Name(name)

    def rows(self, depth: int, loops: tuple[str, ...]) -> Expr:
        return self.pick(lambda: Name("things"), lambda: Name("by_id"))

    def number(self, depth: int, loops: tuple[str, ...], whole: bool = False) -> Expr:
        integral = st.integers(-3, 3).map(lambda n: Literal(Decimal(n)))
        ways: list[Any] = [
            lambda: self.draw(integral if whole else NUMBERS.map(Literal)),
            lambda: Name("n"),
            lambda: Field(self.thing(max(depth - 1, 0), loops), "number"),
        ]
        if not whole:
            ways.append(lambda: Name("m"))
        if depth:
            sub = depth - 1
            ways += [
                lambda: Calculate(
                    self.draw(st.sampled_from(("+", "-", "*"))),
                    self.number(sub, loops, whole),
                    self.number(sub, loops, whole),
                ),
                lambda: Minus(self.number(sub, loops, whole)),
                lambda: Call(
                    "length", (self.pick(lambda: Name("words"), lambda: Name("word"), lambda: Name("by_id")),)
                ),
                lambda: Call(
                    self.draw(st.sampled_from(("min", "max"))),
                    (self.number(sub, loops, whole), self.number(sub, loops, whole)),
                ),
                lambda: self.loop("count", sub, loops),
                lambda: self.loop(self.draw(st.sampled_from(("sum", "min", "max"))), sub, loops),
            ]
        return normal(self.pick(*ways))

    def text(self, depth: int, loops: tuple[str, ...]) -> Expr:
        return self.pick(
            lambda: Literal(self.draw(TEXTS)),
            lambda: Name("word"),
            lambda: Field(self.thing(max(depth - 1, 0), loops), "word"),
        )

    def day(self, depth: int, loops: tuple[str, ...]) -> Expr:
        ways: list[Any] = [lambda: Name("day")]
        if depth:
            ways.append(
                lambda: Calculate(
                    self.draw(st.sampled_from(("+", "-"))),
                    self.day(depth - 1, loops),
                    Call("days", (Literal(Decimal(2)),)),
                )
            )
        return self.pick(*ways)

    def loop(self, function: Any, depth: int, loops: tuple[str, ...]) -> Expr:
        if len(loops) == 2:
            return Literal(Decimal(1)) if function not in ("any", "all") else Literal(True)
        name = f"x{len(loops)}"
        inside = (*loops, name)
        asks = function in ("any", "all", "count")
        item = self.yes_no(depth, inside) if asks else self.number(depth, inside, whole=True)
        condition = self.yes_no(depth, inside) if self.draw(st.booleans()) else None
        return Loop(function, item, name, self.rows(depth, loops), condition)

    def yes_no(self, depth: int, loops: tuple[str, ...] = ()) -> Expr:
        ways: list[Any] = [
            lambda: Name("yes"),
            lambda: Literal(self.draw(st.booleans())),
            lambda: Field(self.thing(0, loops), "open"),
        ]
        if not depth:
            return self.pick(*ways)
        sub = depth - 1
        order: st.SearchStrategy[Any] = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
        equal: st.SearchStrategy[Any] = st.sampled_from(("==", "!="))
        member: st.SearchStrategy[Any] = st.sampled_from(("in", "not in"))
        ways += [
            lambda: Not(self.yes_no(sub, loops)),
            lambda: And(tuple(self.yes_no(sub, loops) for _ in range(self.draw(st.integers(2, 3))))),
            lambda: Or(tuple(self.yes_no(sub, loops) for _ in range(self.draw(st.integers(2, 3))))),
            lambda: Compare(self.draw(order), self.number(sub, loops, True), self.number(sub, loops, True)),
            lambda: Compare(self.draw(order), Name("m"), self.number(sub, loops)),
            lambda: Compare(self.draw(equal), self.text(sub, loops), self.text(sub, loops)),
            lambda: Compare(self.draw(order), self.day(sub, loops), self.day(sub, loops)),
            lambda: Compare(self.draw(equal), Name("state"), Literal(self.draw(st.sampled_from(("a", "b"))))),
            lambda: Compare(self.draw(member), self.text(sub, loops), Name("words")),
            lambda: Compare(
                self.draw(member),
                self.number(sub, loops, True),
                ListOf(tuple(self.number(sub, loops, True) for _ in range(self.draw(st.integers(1, 3))))),
            ),
            lambda: Done("mend", (("n", self.number(sub, loops, True)), ("word", self.text(sub, loops)))),
            lambda: self.loop(self.draw(st.sampled_from(("any", "all"))), sub, loops),
        ]
        if self.knows:
            ways += [
                lambda: Is(self.number(sub, loops), "set", self.draw(st.booleans())),
                lambda: Is(self.pick(lambda: Name("words"), lambda: Name("by_id")), "empty", self.draw(st.booleans())),
            ]
        return self.pick(*ways)


def normal(expr: Expr) -> Expr:
    """The form that the parser gives a minus before a figure."""
    if isinstance(expr, Minus) and isinstance(expr.of, Literal) and isinstance(expr.of.value, Decimal):
        return Literal(-abs(expr.of.value))
    return expr


@st.composite
def conditions(draw: st.DrawFn, knows: bool = True) -> Expr:
    """A well-typed condition over the names above."""
    return Grower(draw, knows).yes_no(3)


def trees() -> st.SearchStrategy[Expr]:
    """Trees of any parts, in the form that the parser gives them; nothing else need make sense."""
    names = st.sampled_from(["n", "m", "word", "yes", "day", "thing", "things", "by_id", "words", "nobody"])
    fields = st.sampled_from(["number", "word", "open", "first", "weekday", "nothing"])
    numbers = st.decimals(0, 99, places=2) | st.integers(0, 99).map(Decimal)
    literals = st.one_of(
        numbers.map(Literal),
        numbers.filter(bool).map(lambda n: Literal(-n)),
        TEXTS.map(Literal),
        st.booleans().map(Literal),
    )
    paths = st.recursive(
        names.map(Name),
        lambda of: st.one_of(
            st.builds(Field, of, fields), st.builds(Item, of, st.tuples(literals) | st.tuples(literals, literals))
        ),
        max_leaves=3,
    )

    def grow(part: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        parts = st.lists(part, min_size=2, max_size=3).map(tuple)
        compare = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
        loops = st.sampled_from(["any", "all", "count", "sum", "min", "max"])
        loop_names = st.sampled_from(["n", "x", "y"])
        return st.one_of(
            parts.map(And),
            parts.map(Or),
            part.map(Not),
            part.map(Minus).map(normal),
            st.builds(Compare, compare, part, part),
            st.builds(Calculate, st.sampled_from(["+", "-", "*"]), part, part),
            st.builds(Is, part, st.sampled_from(["set", "empty"]), st.booleans()),
            st.lists(part, max_size=3).map(tuple).map(ListOf),
            st.builds(Loop, loops, part, loop_names, part, st.none() | part),
            st.builds(Call, st.sampled_from(["min", "max", "pairs"]), st.tuples(part, part)),
            st.builds(Call, st.sampled_from(["length", "days", "hours", "minutes"]), st.tuples(part)),
            st.builds(Done, st.just("mend"), st.tuples(st.tuples(st.just("n"), part))),
        )

    return st.recursive(literals | paths, grow, max_leaves=8)


def junk() -> st.SearchStrategy[Any]:
    """Values that no shape of these tests allows."""
    atoms = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.decimals(),
        st.text(max_size=3),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
        st.binary(max_size=2),
        st.just(UNSET),
        st.just(timedelta.max),
        st.just(date.max),
    )
    return st.recursive(
        atoms,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["number", "first", "word"]), inner)
        ),
        max_leaves=4,
    )
