"""Records that no tool returns: whatever asks for them waits for ever."""

from collections.abc import Iterator, Mapping

from flowkit.language.codes import NEVER_RETURNED
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Project
from flowkit.language.shapes import Shape
from flowkit.lint.outline import Outline


def check_records(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Warnings about records that nothing looks up."""
    returned = {name for tool in project.tools.values() if tool.output is not None for name in _records(tool.output)}
    for record in project.records.values():
        if record.name not in returned:
            yield problem(
                NEVER_RETURNED,
                record.span,
                f"no tool returns '{record.name}', so nothing is ever known of it",
                f"let the tool that looks it up say: output: {record.name}",
            )


def _records(shape: Shape) -> Iterator[str]:
    """The records that a shape is or holds."""
    waiting = [shape]
    seen: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one.record:
            if one.record in seen:
                continue
            seen.add(one.record)
            yield one.record
        waiting.extend(one.fields.values())
