"""What an expression reads: its parts, the names in it, and the paths of fields it follows.

A path is a tuple of names, `("order", "status")`; positions and keys in brackets are left out of it, and a loop's
name stands for what the loop runs over: `any(i.price > 5 for i in order.items)` reads `order.items` and
`order.items.price`.
"""

from collections.abc import Iterator, Mapping

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

Path = tuple[str, ...]


def children(expr: Expr) -> tuple[Expr, ...]:
    """The parts that an expression is made of, in the order they are written."""
    match expr:
        case Literal() | Name():
            return ()
        case Field(of=of) | Is(of=of) | Not(of=of) | Minus(of=of):
            return (of,)
        case Item(of=of, keys=keys):
            return (of, *keys)
        case ListOf(items=parts) | And(parts=parts) | Or(parts=parts) | Call(arguments=parts):
            return parts
        case Compare(left=left, right=right) | Calculate(left=left, right=right):
            return (left, right)
        case Done(arguments=arguments):
            return tuple(value for _, value in arguments)
        case Loop(item=item, source=source, condition=condition):
            return (item, source) if condition is None else (item, source, condition)


def levels(expr: Expr, counting: type | None = None) -> int:
    """How deep an expression is nested: in parts of any kind (a bare name is 1), or in parts of the kind `counting`.

    Does not recurse, so it may be asked of any tree.
    """
    deepest, open_parts = 0, [(expr, 0)]
    while open_parts:
        part, above = open_parts.pop()
        level = above + (counting is None or isinstance(part, counting))
        deepest = max(deepest, level)
        open_parts.extend((child, level) for child in children(part))
    return deepest


def names_in(expr: Expr) -> frozenset[str]:
    """The names that an expression reads from its surroundings; names of its own loops are not among them."""
    match expr:
        case Name(name=name):
            return frozenset((name,))
        case Loop(name=name, source=source):
            inside = frozenset[str]().union(*(names_in(part) for part in children(expr) if part is not source))
            return names_in(source) | (inside - {name})
        case _:
            return frozenset[str]().union(*(names_in(part) for part in children(expr)))


def paths_in(expr: Expr, loops: Mapping[str, Path | None] | None = None) -> tuple[Path, ...]:
    """The paths that an expression reads, each once, in the order they are written; `loops` as in `path_of`."""
    return tuple(dict.fromkeys(_paths(expr, loops or {})))


def path_of(expr: Expr, loops: Mapping[str, Path | None] | None = None) -> Path | None:
    """The path that an expression is, or None where it is more than a path (a sum, a call, a literal).

    `loops` says what loop names stand for; None there is a source that is no path.
    """
    bound = loops or {}
    match expr:
        case Name(name=name):
            return bound.get(name, (name,))
        case Field(of=Name(name=name), name="first" | "second" as side) if f"{name}.{side}" in bound:
            return bound[f"{name}.{side}"]
        case Field(of=of, name=name):
            before = path_of(of, bound)
            return None if before is None else (*before, name)
        case Item(of=of):
            return path_of(of, bound)
        case _:
            return None


def bind_loop(name: str, source: Expr, loops: Mapping[str, Path | None]) -> dict[str, Path | None]:
    """What loop names stand for inside a loop of `name` over `source`."""
    bound = {**loops, name: path_of(source, loops)}
    match source:
        case Call(function="pairs", arguments=(first, second)):
            bound[f"{name}.first"] = path_of(first, loops)
            bound[f"{name}.second"] = path_of(second, loops)
    return bound


def _paths(expr: Expr, loops: Mapping[str, Path | None]) -> Iterator[Path]:
    match expr:
        case Name() | Field() | Item():
            yield from _along(expr, loops)
        case Loop(item=item, name=name, source=source, condition=condition):
            yield from _paths(source, loops)
            inside = bind_loop(name, source, loops)
            yield from _paths(item, inside)
            if condition is not None:
                yield from _paths(condition, inside)
        case _:
            for part in children(expr):
                yield from _paths(part, loops)


def _along(expr: Expr, loops: Mapping[str, Path | None]) -> Iterator[Path]:
    """The path itself, then what stands in its brackets."""
    whole = path_of(expr, loops)
    if whole is not None:
        yield whole
    part = expr
    while isinstance(part, (Field, Item)):
        if isinstance(part, Item):
            for key in part.keys:
                yield from _paths(key, loops)
        part = part.of
    if whole is None and not isinstance(part, Name):
        yield from _paths(part, loops)
