"""Values that a flow expects to find when it starts: slots that others give, slots of the project, single records.

What a flow cannot set by itself has to come from outside: a flow that runs it gives it a slot, what it requires has
asked or looked up what the whole call shares, or the flow that offers it has. Where none of that can be, the value is
missing on every call that begins there.
"""

from collections.abc import Iterator, Mapping

from flowkit.language.codes import ARGUMENT_UNSET, NEVER_ASKED, READ_TOO_EARLY, UNUSED_PROJECT_VALUE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import names_in
from flowkit.language.expressions.syntax import Expr
from flowkit.language.model import Project
from flowkit.lint.outline import Outline, Stop
from flowkit.lint.removal import without
from flowkit.lint.slots.preconditions import known_from_start, run_flows
from flowkit.lint.slots.requiring import makes_hold, not_required, told


def check_entering(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Errors about values that nothing ever sets, and arguments that nothing sets before they are needed."""
    yield from _never_given(project, outlines)
    shared = {*project.slots, *(name for name, record in project.records.items() if record.single)}
    if project.slots:
        yield from _unused(project, outlines)
    if shared:
        run = run_flows(outlines)
        offered = _offered(project, outlines) if run else frozenset[str]()
        for flow in outlines.values():
            if flow.name not in run or flow.name in offered:
                yield from _not_known(flow, shared, project, outlines)


def _never_given(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Slots that no state asks for and no flow gives."""
    given: dict[str, set[str]] = {}
    for flow in outlines.values():
        for stop in flow.stops.values() if "run" in flow.named else ():
            if stop.kind == "run":
                given.setdefault(stop.names[0], set()).update(name for name, _ in stop.given)
    for flow in outlines.values():
        if not flow.slots:
            continue
        left = set(flow.slots) - given.get(flow.name, set()) - set(flow.named.get("ask", ()))
        talks = "talk" in flow.named
        for name in flow.slots:
            if name not in left or flow.slots[name].optional:
                continue
            if talks:
                yield from _shortest(name, flow, project)  # what is said in a talk may fill it
            else:
                reading = tuple(_reading(name, flow))
                if reading:  # where nothing reads it either, it is only too much
                    message = f"nothing asks for '{name}', and no flow gives it, so it stays unset"
                    help = f"ask for it: ask: {name}, or take the slot out"
                    yield problem(NEVER_ASKED, project.flows[flow.name].slots[name].span, message, help, reading)


def _reading(name: str, flow: Outline) -> Iterator[Related]:
    """The first place that reads a name."""
    for stop in flow.stops.values():
        guards = [move.when for move in stop.moves if move.when is not None]
        for expr in (*(expr for _, expr in stop.given), *guards):
            if name in names_in(expr):
                yield Related(expr.span, "this reads it")
                return
        if name in stop.said:
            yield Related(stop.span, "this speaks of it")
            return
    for computed, expr in flow.let:
        if name in names_in(expr):
            yield Related(expr.span, f"'{computed}' is made of it")
            return


def _unused(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Slots of the project that no flow asks for, or that nothing speaks of."""
    asked = {name for flow in outlines.values() for name in flow.named.get("ask", ())}
    talks = any("talk" in flow.named for flow in outlines.values())
    for name, slot in project.slots.items():
        if name in asked or talks:
            continue
        if _speaks_of(name, project, [stop for flow in outlines.values() for stop in flow.stops.values()]):
            message = f"no flow asks for '{name}', so it stays unset"
            yield problem(NEVER_ASKED, slot.span, message, f"ask for it: ask: {name}, or take the slot out")
        else:
            message = f"no flow uses the slot '{name}'"
            fixes = without(project.span, ("slots", name))
            yield problem(UNUSED_PROJECT_VALUE, slot.span, message, _OR_ASKED, fixes=fixes)


_OR_ASKED = "take it out, or ask for it in a flow"


def _speaks_of(name: str, project: Project, stops: list[Stop]) -> bool:
    if any(name in names_in(each.when.expr) for each in project.preconditions.values()):
        return True
    return any(
        name in stop.said
        or any(name in names_in(expr) for _, expr in stop.given)
        or any(move.when is not None and name in names_in(move.when) for move in stop.moves)
        for stop in stops
    )


def _not_known(
    flow: Outline, shared: set[str], project: Project, outlines: Mapping[str, Outline]
) -> Iterator[Diagnostic]:
    """Arguments that need what the whole call shares, on a way on which nothing has set it."""
    refused = set[str]()
    for stop, tool, precondition in not_required(flow, project, outlines):
        read = names_in(precondition.when.expr) & shared
        if makes_hold(precondition, flow, outlines, project) or not read:
            continue
        if read.isdisjoint(_set_within(flow, outlines, project) | _set_around(flow, project, outlines)):
            refused |= read
            yield told(stop, tool, precondition, flow)
    wanted = {name for stop in flow.stops.values() for name, _ in _needed(stop, project) if name in shared} - refused
    if not wanted:
        return
    wanted -= known_from_start(flow, project, outlines)
    for name in sorted(wanted - _set_around(flow, project, outlines)):
        yield from _shortest(name, flow, project)


def _offered(project: Project, outlines: Mapping[str, Outline]) -> frozenset[str]:
    """The flows that callers may come to by their own wish, or with which every call begins."""
    found = {project.start}
    for flow in outlines.values():
        found.update(flow.turns_to, flow.named.get("choose", ()))
    return frozenset(found)


def _set_within(flow: Outline, outlines: Mapping[str, Outline], project: Project) -> set[str]:
    """What the whole call shares and a flow, or one that it runs, may set itself."""
    found: set[str] = set()
    waiting = [flow.name]
    for name in waiting:
        for stop in outlines[name].stops.values() if name in outlines else ():
            found.update(_sets(stop, project))
            waiting += [other for other in stop.names if stop.kind in ("run", "choose") and other not in waiting]
    return found


def _needed(stop: Stop, project: Project) -> Iterator[tuple[str, Expr]]:
    """The names that the arguments of a tool cannot do without, with the expressions."""
    if stop.kind not in ("use", "confirm") or stop.names[0] not in project.tools:
        return
    from flowkit.lint.slots.conditions import needed

    wanted = project.tools[stop.names[0]].input
    for argument, expr in stop.given:
        if argument in wanted and not wanted[argument].shape.optional:
            yield from ((path[0], expr) for path in needed(expr))


def _sets(stop: Stop, project: Project) -> Iterator[str]:
    """What is known of what the whole call shares once a state did its job."""
    if stop.kind == "ask":
        yield from stop.names
    for tool in stop.names if stop.kind in ("use", "confirm", "talk") else ():
        output = project.tools[tool].output if tool in project.tools else None
        if output is not None and output.record:
            yield output.record


def _set_around(flow: Outline, project: Project, outlines: Mapping[str, Outline]) -> set[str]:
    """What the flows that offer this one, and the flows that its preconditions run, may have set before."""
    offering = [each.name for each in outlines.values() if _offers(each, flow.name)]
    waiting = [*offering, *(project.preconditions[name].run for name in flow.requires if name in project.preconditions)]
    found: set[str] = set()
    seen: set[str] = {flow.name}
    for name in waiting:
        if name in seen or name not in outlines:
            continue
        seen.add(name)
        for stop in outlines[name].stops.values():
            found.update(_sets(stop, project))
            if stop.kind == "run" or (stop.kind == "talk" and stop.names):
                waiting += stop.names
        waiting += [
            project.preconditions[each].run for each in outlines[name].requires if each in project.preconditions
        ]
    return found


def _offers(flow: Outline, name: str) -> bool:
    return name in flow.turns_to or any(stop.kind == "choose" and name in stop.names for stop in flow.stops.values())


def _shortest(name: str, flow: Outline, project: Project) -> Iterator[Diagnostic]:
    """The first argument that needs a name, on the shortest way on which nothing sets it."""
    came: dict[str, tuple[str, str]] = {flow.start: ("", "")}
    waiting = [flow.start]
    for place in waiting:
        stop = flow.stops.get(place)
        if stop is None:
            continue
        expr = next((expr for wanted, expr in _needed(stop, project) if wanted == name), None)
        if expr is not None:
            yield _unknown(name, name in project.records, stop, expr, _way(came, place), flow)
            return
        if stop.kind == "talk" and name in flow.slots:
            continue
        guard = next((move.when for move in stop.moves if move.when is not None and _is_needed(name, move.when)), None)
        if guard is not None and name in flow.slots:
            yield _too_early(name, stop, guard, _way(came, place), flow)
            return
        sets = set(_sets(stop, project))
        for move in stop.moves:
            if move.target in came or (name in sets and move.outcome == "next" and not stop.enough):
                continue
            came[move.target] = (place, "" if move.outcome == "next" else f" ({move.outcome})")
            waiting.append(move.target)


def _is_needed(name: str, expr: Expr) -> bool:
    from flowkit.lint.slots.conditions import needed

    return any(path[0] == name for path in needed(expr))


def _too_early(name: str, stop: Stop, guard: Expr, way: list[str], flow: Outline) -> Diagnostic:
    message = f"'{name}' is read here, and nothing before '{stop.name}' sets it"
    help = f"the guard cannot be true; ask for '{name}' before; the shortest way here: {' → '.join(way)}"
    return problem(READ_TOO_EARLY, guard.span, message, help)


def _way(came: Mapping[str, tuple[str, str]], place: str) -> list[str]:
    way = [place]
    while came[place][0]:
        place, how = came[place]
        way.append(place + how)
    return way[::-1]


def _unknown(name: str, record: bool, stop: Stop, expr: Expr, way: list[str], flow: Outline) -> Diagnostic:
    message = f"'{name}' may not be known here: '{stop.names[0]}' would be refused"
    what = f"look '{name}' up, or require what does" if record else f"ask for '{name}'"
    shortest = f"the shortest way here: {' → '.join(way)}" if len(way) > 1 else f"'{flow.name}' starts here"
    before = [flow.stops[each.split(" ")[0]].span for each in way[:-1]]
    related = tuple(
        Related(span, "then here" if place else "the flow starts here") for place, span in enumerate(before)
    )
    return problem(ARGUMENT_UNSET, expr.span, message, f"{what}, before; {shortest}", related)
