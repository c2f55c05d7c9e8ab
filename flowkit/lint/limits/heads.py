"""Limits of a session: names and descriptions of functions, how many there are, and the size of its head in tokens.

The head (instructions and functions) is the same in all states, so it is judged for the whole project: with every flow
that a call can come to, and every tool that their talks may use. That is the head of the group in which all
preconditions hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from flowkit.language.codes import (
    DEEP_ARGUMENTS,
    HEAD_TOO_LONG,
    LONG_DESCRIPTION,
    LONG_HEAD,
    LONG_NAME,
    MANY_FUNCTIONS,
    TOO_MANY_GROUPS,
)
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Project, Tool
from flowkit.language.shapes import Shape
from flowkit.lint.limits import numbers
from flowkit.lint.limits.briefs import check_pattern
from flowkit.lint.outline import Outline

_CONTROL: Final = 4
"""The functions that every session has besides tools."""
_FRAME: Final = 3500
_OF_FUNCTION: Final = 160
_OF_ARGUMENT: Final = 90
"""Characters of what is the same in every head, around a function and around an argument; a little more than are."""
_FEWEST_LETTERS: Final = 2.5
_FEW_PRECONDITIONS: Final = 8
"""So many have at most 256 sets, which is what can be compiled."""


def check_limits_of_project(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Findings about what a session is opened with."""
    for slot in project.slots.values():
        if slot.shape.pattern:
            yield from check_pattern(slot.shape, slot.span)
    flows = _reached(project, outlines)
    offered = _offered(project, [outlines[name] for name in flows])
    for tool in offered:
        yield from _tool(tool)
    count = len(offered) + _CONTROL
    if count > numbers.MOST_FUNCTIONS:
        message = f"a session of this project has {count} functions, and the API takes {numbers.MOST_FUNCTIONS}"
        yield problem(MANY_FUNCTIONS, project.span, message, "let states use the tools instead of talks")
    if len(project.preconditions) > _FEW_PRECONDITIONS:
        yield from _groups(project)
    if _characters(project, flows, offered) > numbers.LONG_HEAD * _FEWEST_LETTERS:
        yield from _head(project, outlines, flows, offered)


def _reached(project: Project, outlines: Mapping[str, Outline]) -> list[str]:
    """The flows that a call can come to."""
    waiting = [project.start, *(project.digress or ()), *(project.anytime or {}).values()]
    waiting += [place.callback for place in project.places.values()]
    reached: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        outline = outlines.get(name)
        if outline is None or name in reached:
            continue
        reached[name] = None
        waiting += outline.turns_to
        waiting += [project.preconditions[each].run for each in outline.requires if each in project.preconditions]
        waiting += [each for stop in outline.stops.values() if stop.kind in ("choose", "run") for each in stop.names]
    return list(reached)


def _offered(project: Project, outlines: Iterable[Outline]) -> list[Tool]:
    """The tools that a model can be given: those of talks."""
    names = {
        name for outline in outlines for stop in outline.stops.values() if stop.kind == "talk" for name in stop.names
    }
    return [project.tools[name] for name in sorted(names) if name in project.tools]


def _tool(tool: Tool) -> Iterator[Diagnostic]:
    if len(tool.name) > numbers.LONGEST_NAME:
        message = f"the name of this tool has {len(tool.name)} characters; the API refuses functions with more than"
        yield problem(LONG_NAME, tool.span, f"{message} {numbers.LONGEST_NAME}", "give it a shorter name")
    if len(tool.about) > numbers.LONGEST_DESCRIPTION:
        message = f"this 'about' has {len(tool.about)} characters; a function's description may have"
        help = "say in a sentence or two what it does and when; how it is used is the matter of flows"
        yield problem(
            LONG_DESCRIPTION, tool.places.get("about", tool.span), f"{message} {numbers.LONGEST_DESCRIPTION}", help
        )
    for argument in tool.input.values():
        depth = _depth(argument.shape)
        if depth > numbers.DEEPEST:
            message = f"'{argument.name}' has things within things, {depth} deep; a model gets {numbers.DEEPEST} right"
            help = "make it flat: fields of the thing itself, or an id of a record that was looked up"
            yield problem(DEEP_ARGUMENTS, tool.places.get("input", tool.span), message, help)
        for shape in _shapes(argument.shape):
            yield from check_pattern(shape, tool.span)


def _depth(shape: Shape) -> int:
    inner = max((_depth(field) for field in shape.fields.values()), default=0)
    return inner + (1 if shape.fields else 0) + (0 if shape.single else 1)


def _shapes(shape: Shape) -> Iterator[Shape]:
    if shape.pattern:
        yield shape
    for field in shape.fields.values():
        yield from _shapes(field)


def _groups(project: Project) -> Iterator[Diagnostic]:
    from flowkit.compiler.groups import TooManyGroups, groups_of

    try:
        groups_of(project)
    except TooManyGroups as error:
        place = next(iter(project.preconditions.values())).span
        yield problem(TOO_MANY_GROUPS, place, error.message, error.hint)


def _characters(project: Project, flows: list[str], offered: list[Tool]) -> int:
    """About how many characters a head has; rather more than fewer."""
    count = _FRAME + len(project.persona)
    about = project.about_us
    count += len(about.automated) + len(about.recording) + len(about.data)
    slots = list(project.slots.values())
    for flow in (project.flows[name] for name in flows):
        count += len(flow.name) + len(flow.title) + len(flow.about) + 8
        slots += flow.slots.values()
    # Slots of one name are mostly one parameter.
    for slot in {slot.name: slot for slot in slots}.values():
        count += (
            _OF_ARGUMENT
            + len(slot.name)
            + (len(slot.ask.source) if slot.ask is not None else 0)
            + _of_shape(slot.shape)
        )
    for tool in offered:
        count += _OF_FUNCTION + len(tool.name) + len(tool.about)
        count += sum(_OF_ARGUMENT + len(name) + _of_shape(each.shape) for name, each in tool.input.items())
    return count


def _of_shape(shape: Shape) -> int:
    count = len(shape.about) + len(shape.pattern)
    count += sum(2 * len(option.value) + len(option.about) + 6 for option in shape.options)
    return count + sum(_OF_ARGUMENT + len(name) + _of_shape(field) for name, field in shape.fields.items())


def _head(
    project: Project, outlines: Mapping[str, Outline], flows: list[str], offered: list[Tool]
) -> Iterator[Diagnostic]:
    # Few projects have so much to say; the compiler is loaded for those.
    import json

    from flowkit.compiler.functions import functions_with
    from flowkit.compiler.instructions import instructions_with
    from flowkit.language.tokens import tokens

    asked_for = {*(project.digress or ()), *(each for name in flows for each in outlines[name].turns_to)}
    stops = (stop for name in flows for stop in outlines[name].stops.values() if stop.kind == "choose")
    asked_for.update(name for stop in stops for name in stop.names)
    told = tokens(instructions_with(project, sorted(asked_for & project.flows.keys())))
    functions = tokens(json.dumps(functions_with(project, sorted(flows), offered), ensure_ascii=False))
    count = told + functions
    if count <= numbers.LONG_HEAD:
        return
    help = (
        "shorten the 'about' of flows and tools, and the questions of slots; what a talk does not need, states can use"
    )
    message = f"every reply reads about {count:,} tokens of instructions ({told:,}) and functions ({functions:,})"
    if count > numbers.MOST_IN_HEAD:
        message = f"{message}; the API takes {numbers.MOST_IN_HEAD:,}"
        yield problem(HEAD_TOO_LONG, project.span, message, help)
        return
    yield problem(LONG_HEAD, project.span, f"{message}; beyond {numbers.LONG_HEAD:,} calls get slow and dear", help)
