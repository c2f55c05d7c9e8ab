"""Ways on: whether some edge fits whatever the values are, and whether each edge can be taken.

Where no edge fits, the engine gives the call to a person. That is what happens by design once an edge with `times` is
used up, so such an edge counts as fitting when gaps are looked for; and it keeps no edge after it from being taken.
"""

from collections.abc import Callable, Iterator

from flowkit.language.codes import (
    ALREADY_TAKEN,
    ALWAYS_TRUE,
    CASE_LEFT_OPEN,
    NOTHING_LEFT,
    SAME_GUARD,
    TOO_MANY_CASES,
    UNSET_LEFT_OPEN,
)
from flowkit.language.diagnostic import Code, Diagnostic, Related, problem
from flowkit.language.model import Edge, WayOn
from flowkit.lint.guards.lists import GuardList, denials
from flowkit.lint.guards.parts import by_rules, denied_while_unset, never_parts, never_true, quoted
from flowkit.lint.guards.surroundings import Surroundings
from flowkit.lint.guards.table import Table, TooManyCases

_MOST_SHOWN = 3
_MOST_TRIED = 20
_PERSON = "as it is, a person would take the call"


def check_way(way: WayOn, around: Surroundings, alone: Callable[[str], bool] = lambda _: False) -> Iterator[Diagnostic]:
    """What is wrong with the guards of one way on; `alone`: whether one edge alone leads to a state."""
    try:
        guards = GuardList([edge.when.expr if edge.when else None for edge in way], around)
    except TooManyCases:
        yield _too_many(way)
        return
    yield from _not_taken(way, guards, alone)
    for edge, true in zip(way, guards.true, strict=True):
        if edge.when is not None and true & guards.possible:
            yield from never_parts(edge.when.expr, guards, guards.possible)
    gaps = list(_gaps(way, guards))
    yield from gaps
    if not gaps:
        yield from _denied_while_unset(way, guards)


def _too_many(way: WayOn) -> Diagnostic:
    first = next(edge.when for edge in way if edge.when is not None)
    message = "these guards test so many values together that it was not checked whether they leave a case open"
    help = "test fewer values here, one after another in several states, or end with an edge without 'when'"
    return problem(TOO_MANY_CASES, first.span, message, help)


# Edges that are never taken.


def _not_taken(way: WayOn, guards: GuardList, alone: Callable[[str], bool]) -> Iterator[Diagnostic]:
    taken = 0
    always = False
    for place, (edge, true) in enumerate(zip(way, guards.true, strict=True)):
        own = true & guards.possible
        if always:
            break  # what comes after it is told with it
        if edge.when is None:
            if place and (
                not guards.possible & ~taken or (alone(edge.go) and guards.none_of(guards.possible & ~taken))
            ):
                yield _nothing_left(edge, way[:place], guards.possible & ~taken)
        elif guards.none_of(own):
            yield never_true(edge.when.expr, guards)
        elif guards.none_of(own & ~taken):
            yield _already_taken(place, way, guards)
        elif guards.none_of(guards.possible & ~true):
            always = edge.times is None
            yield _always_true(edge, true, guards, way[place + 1 :])
        if edge.times is None:
            taken |= own


def _nothing_left(edge: Edge, before: WayOn, unset: int) -> Diagnostic:
    message = "this edge can never be taken: the ones before it take every case"
    message += f" that there can be, so no call comes to '{edge.go}'" if unset else ", also that of a value being unset"
    related = _shown(before, "this one is taken first")
    return problem(NOTHING_LEFT, edge.span, message, "delete it, or narrow one of them", related)


def _always_true(edge: Edge, true: int, guards: GuardList, after: WayOn) -> Diagnostic:
    assert edge.when is not None
    message = f"{quoted(edge.when.expr)} is always true" + ("" if not after else ", so no edge after it is ever taken")
    related = tuple(Related(each.span, "never taken") for each in after[:_MOST_SHOWN]) + by_rules(guards, true)
    return problem(ALWAYS_TRUE, edge.when.span, message, "leave out 'when' if that is meant, or narrow it", related)


def _already_taken(place: int, way: WayOn, guards: GuardList) -> Diagnostic:
    edge = way[place]
    assert edge.when is not None
    own, expr = guards.true[place], edge.when.expr
    earlier = [number for number in range(place) if way[number].times is None and guards.true[number] & own]
    alone = next((number for number in earlier if guards.none_of(own & ~guards.true[number])), None)
    related = _shown(
        tuple(way[number] for number in (earlier if alone is None else (alone,))), "this one is taken first"
    )
    first = None if alone is None else way[alone].when
    if alone is None or first is None:
        message = f"this edge can never be taken: the ones before it take every case in which {quoted(expr)} is true"
        help = "put this edge before them, or narrow one of them"
    elif guards.none_of(guards.true[alone] & ~own):
        same = "the same as that" if first.expr == expr else "true just where that"
        message = f"this guard is {same} of an earlier edge{'' if first.expr == expr else ' is'}, which is taken first"
        help = "delete this edge, or ask for what was meant here"
        return problem(SAME_GUARD, edge.when.span, message, help, related)
    else:
        message = f"this edge can never be taken: where {quoted(expr)} is true, {quoted(first.expr)} is true, too"
        help = "put this edge before that one, or narrow that one"
    return problem(ALREADY_TAKEN, edge.when.span, message, help, related)


# Cases that no edge takes.


def _gaps(way: WayOn, guards: GuardList) -> Iterator[Diagnostic]:
    left = guards.possible
    for true in guards.true:
        left &= ~true
    if not left:
        return
    if left == guards.possible:
        help = f"change a guard, or add a last edge without 'when': {{go: …}}; {_PERSON}"
        yield _open(CASE_LEFT_OPEN, "no edge is ever taken here", help, way, guards, {})
        return
    found = _gap(left, guards, ())
    if found:
        case, told = found
        help = f"add an edge for it, or a last one without 'when': {{go: …}}; {_PERSON}"
        yield _open(CASE_LEFT_OPEN, f"nothing is taken when {told}", help, way, guards, case)
        return
    still = sorted(guards.open_keys())
    for key in still:
        found = _gap(left, guards, (key,))
        if found:
            case, told = found
            help = f"add an edge for it, or a last one without 'when': {{go: …}}; {_PERSON}"
            yield _open(UNSET_LEFT_OPEN, f"nothing is taken while {told}", help, way, guards, case)
            return


def _gap(left: int, guards: GuardList, unset: tuple[str, ...]) -> tuple[dict[str, int], str] | None:
    """A case among those that are left, and what it is like, where only these values may be unset.

    Several are tried: what cannot be told for sure in one may be in another.
    """
    from flowkit.lint.guards.examples import example

    table = guards.table
    held = table.all_set(_with_fields(unset, guards))
    for key in unset:
        held &= table.unset(table.variables[key])
    possible = guards.possible & held
    cases = left & possible
    for _ in range(_MOST_TRIED):
        if not cases:
            return None
        whole = table.case(cases)
        case = table.matters(whole, left, possible) or table.matters(whole, left, guards.possible)
        for each in (_at_border(case, table, left, possible), case):
            told = example(table, {**each, **dict.fromkeys(unset, 0)})
            if told:
                return each, told
        cases &= ~table.cases_of(case)
    return None


def _at_border(case: dict[str, int], table: Table, left: int, possible: int) -> dict[str, int]:
    """The same case with numbers next to such as some edge takes: that shows best where a border was missed."""
    for key, cell in case.items():
        if table.variables[key].kind not in ("number", "form"):
            continue
        inside = [not table.cases_of({**case, key: each}) & possible & ~left for each in range(_cells(table, key))]
        borders = (
            each
            for each in range(len(inside))
            if inside[each]
            and table.cases_of({**case, key: each}) & possible
            and False in inside[max(each - 1, 0) : each + 2]
        )
        case = {**case, key: next(borders, cell)}
    return case


def _cells(table: Table, key: str) -> int:
    return len(table.variables[key].cells)


def _with_fields(keys: tuple[str, ...], guards: GuardList) -> set[str]:
    """Values, and what cannot be set while they are not: their fields, and what is made of them."""
    return {
        key
        for key, variable in guards.table.variables.items()
        for each in keys
        if key == each or any(f"{'.'.join(path)}.".startswith(f"{each}.") for path in variable.depends)
    }


def _open(kind: Code, message: str, help: str, way: WayOn, guards: GuardList, case: dict[str, int]) -> Diagnostic:
    nearest = _nearest(way, guards, case)
    others = tuple(edge for number, edge in enumerate(way) if number != nearest)
    when = way[nearest].when
    assert when is not None
    return problem(kind, when.span, message, help, _shown(others, "this is not taken then"))


def _nearest(way: WayOn, guards: GuardList, case: dict[str, int]) -> int:
    """The last edge that a step of one value to a neighbouring cell would take; the last one if there is none."""
    table = guards.table
    steps = [
        table.cases_of({**case, key: moved})
        for key, cell in case.items()
        for moved in (cell - 1, cell + 1)
        if table.variables[key].kind in ("number", "form", "list") and 0 <= moved < len(table.variables[key].cells)
    ]
    for number in range(len(way) - 1, -1, -1):
        if any(cases & guards.true[number] & guards.possible for cases in steps):
            return number
    return len(way) - 1


# Denials of what may be unset.


def _denied_while_unset(way: WayOn, guards: GuardList) -> Iterator[Diagnostic]:
    exprs = [edge.when.expr for edge in way if edge.when is not None]
    taken = 0
    for edge, condition, true in zip(way, guards.conditions, guards.true, strict=True):
        if edge.when is not None and condition is not None:
            for part in denials(edge.when.expr):
                yield from denied_while_unset(edge.when.expr, part, guards, taken, exprs)
        taken |= true


# How guards are spoken of.


def _shown(edges: WayOn, what: str) -> tuple[Related, ...]:
    return tuple(Related(edge.when.span, what) for edge in edges[-_MOST_SHOWN:] if edge.when is not None)
