"""Flows among each other: what no call ever comes to, what never comes back as expected, who is there at the end.

A call comes to a flow by the start of the project, by a `choose`, a `run` or a digression of a flow that it comes to,
by what such a flow or its tools require, by `anytime`, or by the callback of a handoff.
"""

from collections.abc import Iterator, Mapping

from flowkit.language.codes import CANNOT_BE_CANCELLED, NEXT_NEVER_TAKEN, NOBODY_THERE, UNUSED_FLOW
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.spelling import listed
from flowkit.language.model import Anytime, Project
from flowkit.lint.outline import NEXT, Outline, Stop

Outlines = Mapping[str, Outline]
_TOOL_STOPS = ("use", "confirm", "talk")


def check_flows(project: Project, outlines: Outlines) -> Iterator[Diagnostic]:
    """What is wrong between the flows of a project."""
    yield from _unused(project, outlines)
    for outline in outlines.values():
        for stop in outline.stops.values() if "run" in outline.named else ():
            if stop.kind == "run":
                yield from _next_never_taken(stop, outlines)
    yield from _cancelling(project, outlines)
    yield from _nobody_there(project, outlines)


def leads_to(outline: Outline, project: Project) -> Iterator[str]:
    """The flows that a call can come to from a flow."""
    yield from outline.turns_to
    required = [*outline.requires]
    for kind, names in outline.named.items():
        if kind in ("run", "choose"):
            yield from names
        elif kind in _TOOL_STOPS:
            required += [each for name in names if name in project.tools for each in project.tools[name].requires]
    for name in required:
        if name in project.preconditions:
            yield project.preconditions[name].run


def _unused(project: Project, outlines: Outlines) -> Iterator[Diagnostic]:
    if not project.span.path:
        return  # flows without a project file: nobody knows what begins a call
    leads = {name: frozenset(leads_to(outline, project)) for name, outline in outlines.items()}
    came: set[str] = set()
    waiting = [project.start, *(project.digress or ()), *_answers(project.anytime)]
    waiting += [place.callback for place in project.places.values()]
    while waiting:
        name = waiting.pop()
        if name in leads and name not in came:
            came.add(name)
            waiting.extend(leads[name])
    lost = [name for name in outlines if name not in came]
    by: dict[str, list[str]] = {name: [] for name in lost}
    for each in lost:
        for name in leads[each]:
            if name in by and name != each:
                by[name].append(each)
    for name in lost:
        if by[name]:
            lead = "leads" if len(by[name]) == 1 else "lead"
            message = f"no call comes to the flow '{name}': only {listed(by[name], 'and')} {lead} there"
        else:
            message = f"no call comes to the flow '{name}': nothing offers, runs or requires it"
        help = f"offer it where callers say what they want: choose: [{name}, …]; or take it out"
        yield problem(UNUSED_FLOW, outlines[name].span, message, help)


def _answers(anytime: Anytime | None) -> Iterator[str]:
    yield from (name for name in (anytime or {}).values() if name != "off")


def _next_never_taken(stop: Stop, outlines: Outlines) -> Iterator[Diagnostic]:
    """A `run` whose flow never ends `resolved`: what stands under `next` never comes."""
    other = outlines.get(stop.names[0]) if stop.names else None
    way = [move for move in stop.moves if move.outcome == NEXT]
    if other is None or not way or _may_end(other, "resolved"):
        return
    ends = dict.fromkeys(each.outcome for each in other.stops.values() if each.kind == "end")
    how = f"it ends {listed(ends, 'or')}" if ends else "it always ends with a handoff"
    message = f"the flow '{other.name}' never ends `resolved`, so 'next' is never taken; {how}"
    help = f"end '{other.name}' somewhere with: end: resolved; or give what it ends as a way on under 'outcomes'"
    yield problem(NEXT_NEVER_TAKEN, way[0].span, message, help, (Related(other.span, "the flow is here"),))


def _may_end(outline: Outline, outcome: str) -> bool:
    """Whether a flow may end so. A `choose` ends its flow as `resolved`, or as the flows it ran."""
    return any(stop.kind == "choose" or stop.outcome == outcome for stop in outline.stops.values())


def _cancelling(project: Project, outlines: Outlines) -> Iterator[Diagnostic]:
    """Flows that run on "forget it" and never end `cancelled`: nothing can be dropped then."""
    names = {name for outline in outlines.values() for name in outline.on_cancel}
    if project.anytime is not None:
        names.add(project.anytime.get("cancel", "off"))
    for name in sorted(names & outlines.keys()):
        other = outlines[name]
        if _may_end(other, "cancelled") or any(stop.kind in ("run", "confirm") for stop in other.stops.values()):
            continue
        message = f"'{name}' runs when a caller says “forget it”, and never ends `cancelled`: nothing is ever dropped"
        yield problem(CANNOT_BE_CANCELLED, other.span, message, "end it somewhere with: end: cancelled")


def _nobody_there(project: Project, outlines: Outlines) -> Iterator[Diagnostic]:
    for place in project.places.values():
        if place.callback in outlines and not _may_end(outlines[place.callback], "resolved"):
            other = outlines[place.callback]
            message = f"the callback '{other.name}' of '{place.name}' never ends `resolved`, so it never counts as done"
            help = "end it with 'end: resolved' where the callback is arranged"
            yield problem(NEXT_NEVER_TAKEN, other.span, message, help, (Related(place.span, "it is named here"),))
        if place.hours and not place.callback:
            message = (
                f"outside the hours of '{place.name}' callers are told the hours, and nothing else is done for them"
            )
            help = "add a flow that takes their number: callback: …"
            yield problem(NOBODY_THERE, place.span, message, help)
