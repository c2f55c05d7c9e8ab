"""What words print: the paths of the values they speak, always or in some cases only.

A path is spoken if its value is printed as it is: `{{ order.status }}` speaks `order.status`; `{{ length(visits) }}`
and `{% if order.open %}` speak nothing. Inside a loop the loop's name stands for what it runs over.
"""

from collections.abc import Iterator, Mapping

from flowkit.language.expressions.paths import Path, bind_loop, path_of, paths_in
from flowkit.language.words import Printed, Statement, Words

_Loops = Mapping[str, Path | None]


def printed_paths(words: Words) -> tuple[Path, ...]:
    """The paths whose values may be spoken, each once, in the order they are printed."""
    return tuple(dict.fromkeys(path for path, _ in _printed(words)))


def always_printed(words: Words) -> frozenset[Path]:
    """The paths whose values are spoken whatever the conditions in the words turn out to be.

    What stands in every branch of an `if` with `else` counts, and what a loop says of each thing of its list does;
    of `a or b` only `a`.
    """
    return _always(list(words.parts), {})[0]


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


def _printed(words: Words) -> Iterator[tuple[Path, Printed]]:
    loops: list[dict[str, Path | None]] = [{}]
    for part in words.parts:
        if isinstance(part, Printed):
            for expr in part.alternatives:
                path = path_of(expr, loops[-1])
                if path is not None:
                    yield path, part
        _enter_or_leave(part, loops)


def _always(parts: list[str | Printed | Statement], loops: _Loops) -> tuple[frozenset[Path], int]:
    """What a block always speaks, and where the statement stands that ends it."""
    spoken: set[Path] = set()
    at = 0
    while at < len(parts):
        match parts[at]:
            case Printed() as printed:
                path = path_of(printed.alternatives[0], loops)
                spoken.update(() if path is None else (path,))
            case Statement(keyword="for", name=name, expr=source):
                inside = dict(loops) if source is None else bind_loop(name, source, loops)
                block, length = _always(parts[at + 1 :], inside)
                spoken |= block
                at += length + 1
            case Statement(keyword="if"):
                block, length = _always_of_branches(parts[at:], loops)
                spoken |= block
                at += length
            case Statement():
                return frozenset(spoken), at
        at += 1
    return frozenset(spoken), at


def _always_of_branches(parts: list[str | Printed | Statement], loops: _Loops) -> tuple[frozenset[Path], int]:
    """What every branch of an `if` speaks, nothing if it has no `else`; and where its `endif` stands."""
    branches: list[frozenset[Path]] = []
    at, last = 0, False
    while at < len(parts):
        block, length = _always(parts[at + 1 :], loops)
        branches.append(block)
        at += length + 1
        ending = parts[at] if at < len(parts) else None
        if not isinstance(ending, Statement) or ending.keyword == "endif":
            break
        last = last or ending.keyword == "else"
    return (frozenset.intersection(*branches) if last else frozenset()), at
