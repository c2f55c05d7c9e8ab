"""Limits within one flow: the size of each brief, the number of tools of a talk, patterns of slots."""

import re
from collections.abc import Iterator
from typing import Final

from flowkit.language.codes import LONG_BRIEF, MANY_TOOLS, ODD_PATTERN
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Choose, Flow, Project, State, Talk
from flowkit.language.shapes import Shape
from flowkit.language.span import Span
from flowkit.lint.limits import numbers

_FRAME: Final = 500
"""Characters of a brief that are the same everywhere, and a little more."""
_FEWEST_LETTERS: Final = 2.5
"""Characters to a token in the texts of briefs: prose of any alphabet, below which none is. Others are counted by it
too early, which costs time only."""


def check_limits(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Findings about the sizes of a flow's briefs, its talks' tools, and its slots' patterns."""
    for slot in flow.slots.values():
        if slot.shape.pattern:
            yield from check_pattern(slot.shape, slot.span)
    for state in flow.states.values():
        does = state.does
        if isinstance(does, Talk):
            if len(does.tools) > numbers.MOST_TOOLS:
                message = (
                    f"this talk offers {len(does.tools)} tools; beyond {numbers.MOST_TOOLS} the wrong one is taken"
                )
                help = "make several talks of it, each with the tools of its goal, or let states use the tools"
                yield problem(MANY_TOOLS, state.does_span, message, help)
            size = len(does.goal.source) + sum(len(name) + len(text) + 6 for name, text in does.exits.items())
            size += sum(len(project.facts.get(name, "")) for name in does.facts)
        elif isinstance(does, Choose):
            size = sum(len(name) + len(_title(name, project)) + 6 for name in does.flows)
        else:
            continue
        if size + _FRAME > numbers.LONG_BRIEF * _FEWEST_LETTERS:
            yield from _brief(flow, state, project)


def _title(name: str, project: Project) -> str:
    flow = project.flows.get(name)
    return "" if flow is None else flow.title


def _brief(flow: Flow, state: State, project: Project) -> Iterator[Diagnostic]:
    # Few briefs can be long; the compiler is loaded for those.
    from flowkit.compiler.briefs import brief_of
    from flowkit.language.tokens import tokens

    count = tokens(brief_of(project, flow, state))
    if count <= numbers.LONG_BRIEF:
        return
    what = "flows that it offers" if isinstance(state.does, Choose) else "goal, its exits and its facts"
    message = (
        f"the brief of '{state.name}' has about {count} tokens; beyond {numbers.LONG_BRIEF} each reply gets slower"
    )
    help = f"shorten the {what}, or make several states of it; 'flowkit compile' prints the brief"
    yield problem(LONG_BRIEF, state.does_span, message, help)


def check_pattern(shape: Shape, place: Span) -> Iterator[Diagnostic]:
    """A warning about a pattern that JSON Schema, which the model is given it in, does not know."""
    for pattern, what, help in numbers.NOT_IN_JSON_SCHEMA:
        if re.search(pattern, shape.pattern) is not None:
            message = f"this pattern holds {what}, which a model that is given it as JSON Schema does not know"
            yield problem(ODD_PATTERN, shape.span if shape.span.path else place, message, help)
