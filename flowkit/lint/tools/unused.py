"""Names that nothing uses: tools, facts, constants and handoffs. Each is a leftover, or what should use it was lost.

A read is also used where it is not named: the engine looks a record up by itself when an argument comes from it, and
when a write has made it stale.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from flowkit.language.codes import UNUSED_CONSTANT, UNUSED_FACT, UNUSED_HANDOFF, UNUSED_TOOL
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Project, Tool
from flowkit.language.tree import Document, Stretch
from flowkit.lint.outline import Kind, Outline
from flowkit.lint.removal import without

Outlines = Mapping[str, Outline]
_TOOL_STOPS: Final[tuple[Kind, ...]] = ("use", "confirm", "talk")


def check_unused(project: Project, outlines: Outlines) -> Iterator[Diagnostic]:
    """Warnings about tools, facts, constants and handoffs that no flow uses."""
    if not project.span.path:
        return  # flows without a project file: others may use what these do not
    named = [outline.named for outline in outlines.values()]
    yield from _tools(project, {name for each in named for kind in _TOOL_STOPS for name in each.get(kind, ())})
    told = {name for outline in outlines.values() for name in outline.facts}
    for name in project.facts:
        if name in told:
            continue
        place = project.fact_places.get(name, project.span)
        help = f"let a state that talks state it: facts: [{name}, …]; or take it out"
        fixes = without(project.span, ("facts", name))
        yield problem(UNUSED_FACT, place, f"no state may state the fact '{name}'", help, fixes=fixes)
    if project.constants:
        yield from _constants(project, outlines)
    if len(project.places) > 1:
        given = {place for each in named for place in each.get("handoff", ())}
        for handoff in project.places.values():
            if handoff.name not in given and not handoff.default:
                message = f"nothing gives a call to '{handoff.name}'"
                help = f"use it in a state: handoff: {handoff.name}; or take it out"
                yield problem(UNUSED_HANDOFF, handoff.span, message, help)


def _constants(project: Project, outlines: Outlines) -> Iterator[Diagnostic]:
    """Constants whose names stand nowhere else; where a file is no longer known, nothing is said."""
    documents = _documents(project)
    if documents is None or any(outline.constants is None for outline in outlines.values()):
        return
    mentioned = {name for outline in outlines.values() for name in outline.constants or ()}
    for name in project.constants.keys() - mentioned:
        place = project.constant_places.get(name, project.span)
        if sum(document.text.count(name) for document in documents) == 1:
            help = f"use it in place of its value: {{{{ {name} }}}} in words, {name} in a guard; or take it out"
            fixes = without(project.span, ("constants", name))
            yield problem(UNUSED_CONSTANT, place, f"nothing reads the constant '{name}'", help, fixes=fixes)


def _documents(project: Project) -> set[Document] | None:
    """The files of the project beside its flows."""
    spans = [each.span for several in (project.tools, project.records) for each in several.values()]
    found = {span.offsets[0] for span in (project.span, *spans) if isinstance(span, Stretch)}
    return found if isinstance(project.span, Stretch) else None


def _tools(project: Project, named: set[str]) -> Iterator[Diagnostic]:
    used = set(named)
    if project.case is not None:
        used.add(project.case.tool)
    used.update(tool.when_unknown.use for tool in project.tools.values() if tool.when_unknown is not None)
    unnamed = [tool for tool in project.tools.values() if tool.name not in used]
    if not unnamed:
        return
    records = looked_up(project, used)
    for tool in unnamed:
        if tool.writes or tool.output is None or tool.output.record not in records:
            verb = "confirm" if tool.writes and tool.consent != "none" else "use"
            help = f"use it in a state: {verb}: {tool.name}; or take it out"
            yield problem(UNUSED_TOOL, tool.span, f"no flow uses the tool '{tool.name}'", help)


def looked_up(project: Project, used: set[str]) -> set[str]:
    """The records that the engine may look up by itself."""
    tools = [project.tools[name] for name in used if name in project.tools]
    records = {name for tool in tools for name in _sources(tool)}
    for precondition in project.preconditions.values():
        records |= names_in(precondition.when.expr)
    return records


def _sources(tool: Tool) -> Iterator[str]:
    yield from (source.path[0] for argument in tool.input.values() for source in argument.sources if source.path)
    yield from tool.changes
