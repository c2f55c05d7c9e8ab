"""What words print: the paths of the values they speak, always or in some cases only.

A path is spoken if its value is printed as it is, or with the other sign (what is charged, or given back):
`{{ order.status }}` speaks `order.status`, `{{ -difference }}` speaks `difference`; `{{ length(visits) }}` and
`{% if order.open %}` speak nothing. Inside a loop the loop's name stands for what it runs over.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from flowkit.language.expressions.paths import Path, bind_loop, path_of, paths_in
from flowkit.language.expressions.syntax import And, Expr, Is, Minus
from flowkit.language.words import Printed, Statement, Words

_Loops = Mapping[str, Path | None]


def printed_paths(words: Words) -> tuple[Path, ...]:
    """The paths whose values may be spoken, each once, in the order they are printed."""
    return tuple(dict.fromkeys(path for path, _ in _printed(words)))


def always_printed(words: Words, given: Iterable[Path] = ()) -> frozenset[Path]:
    """The paths whose values are spoken whatever the conditions in the words turn out to be.

    What stands in every branch of an `if` with `else` counts, and what a loop says of each thing of its list does;
    of `a or b` only `a`. `given` are paths of which it is known that they are set: their `is set` holds.
    """
    return _always(list(words.parts), {}, frozenset(given))[0]


def printed_unset(words: Words, paths: Collection[Path]) -> bool:
    """Whether the words may print one of these values, or part of it, while it is not set, and so leave a gap.

    None is left behind `{% if … is set %}`, or where another value stands behind an `or`.
    """
    guarded: list[bool] = []
    asked_unset: list[bool] = []
    for part in words.parts:
        match part:
            case Statement(keyword="if" | "elif" | "else" as keyword, expr=expr):
                if keyword == "if" or not guarded:
                    guarded.append(False)
                    asked_unset.append(False)
                guarded[-1] = asked_unset[-1] or any(_asks(each, paths, negated=False) for each in _parts(expr))
                asked_unset[-1] = asked_unset[-1] or _asks(expr, paths, negated=True)
            case Statement(keyword="endif") if guarded:
                guarded.pop()
                asked_unset.pop()
            case Printed() as printed if not any(guarded):
                found = path_of(printed.alternatives[-1])
                if found is not None and any(found[: len(path)] == path for path in paths):
                    return True
    return False


def _parts(expr: Expr | None) -> tuple[Expr, ...]:
    """The conditions that all hold where this one does."""
    return expr.parts if isinstance(expr, And) else () if expr is None else (expr,)


def _asks(expr: Expr | None, paths: Collection[Path], *, negated: bool) -> bool:
    """Whether a condition asks just this: whether one of the paths is set, or, negated, is not set."""
    if not isinstance(expr, Is) or expr.what != "set" or expr.negated != negated:
        return False
    return path_of(expr.of) in paths


def read_paths(words: Words) -> tuple[Path, ...]:
    """The paths that the words read, to speak them or to decide what to say, each once."""
    paths: list[Path] = []
    loops: list[dict[str, Path | None]] = [{}]
    for part in words.parts:
        expr = None if isinstance(part, str) else part.expr
        if expr is not None:
            paths.extend(paths_in(expr, loops[-1]))
        _enter_or_leave(part, loops)
    return tuple(dict.fromkeys(paths))


def _enter_or_leave(part: str | Printed | Statement, loops: list[dict[str, Path | None]]) -> None:
    match part:
        case Statement(keyword="for", name=name, expr=source) if source is not None:
            loops.append(bind_loop(name, source, loops[-1]))
        case Statement(keyword="endfor"):
            loops.pop()


def _unsigned(expr: Expr) -> Expr:
    return expr.of if isinstance(expr, Minus) else expr


def _printed(words: Words) -> Iterator[tuple[Path, Printed]]:
    loops: list[dict[str, Path | None]] = [{}]
    for part in words.parts:
        if isinstance(part, Printed):
            for expr in part.alternatives:
                path = path_of(expr, loops[-1])
                if path is not None:
                    yield path, part
        _enter_or_leave(part, loops)


def _always(
    parts: list[str | Printed | Statement], loops: _Loops, given: frozenset[Path]
) -> tuple[frozenset[Path], int]:
    """What a block always speaks, and where the statement stands that ends it."""
    spoken: set[Path] = set()
    at = 0
    while at < len(parts):
        match parts[at]:
            case Printed() as printed:
                path = path_of(_unsigned(printed.alternatives[0]), loops)
                spoken.update(() if path is None else (path,))
            case Statement(keyword="for", name=name, expr=source):
                inside = dict(loops) if source is None else bind_loop(name, source, loops)
                block, length = _always(parts[at + 1 :], inside, given)
                spoken |= block
                at += length + 1
            case Statement(keyword="if"):
                block, length = _always_of_branches(parts[at:], loops, given)
                spoken |= block
                at += length
            case Statement():
                return frozenset(spoken), at
        at += 1
    return frozenset(spoken), at


def _always_of_branches(
    parts: list[str | Printed | Statement], loops: _Loops, given: frozenset[Path]
) -> tuple[frozenset[Path], int]:
    """What every branch of an `if` speaks, nothing if it has no `else`; and where its `endif` stands."""
    branches: list[frozenset[Path]] = []
    at, last = 0, False
    while at < len(parts):
        start = parts[at]
        expr = start.expr if isinstance(start, Statement) else None
        block, length = _always(parts[at + 1 :], loops, given)
        if not last and not _asks(expr, given, negated=True):
            branches.append(block)
        last = last or (isinstance(start, Statement) and start.keyword == "else") or _asks(expr, given, negated=False)
        at += length + 1
        ending = parts[at] if at < len(parts) else None
        if not isinstance(ending, Statement) or ending.keyword == "endif":
            break
    return (frozenset.intersection(*branches) if last and branches else frozenset()), at
