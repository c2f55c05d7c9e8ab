"""Look-ups that the engine makes by itself: of records whose keys tools need, and of those that writes have changed."""

from collections.abc import Iterator

from flowkit.language.expressions.paths import path_of
from flowkit.language.model import Project, Tool
from flowkit.lint.outline import Stop
from flowkit.lint.policy.facts import ALWAYS, Formula, both
from flowkit.lint.policy.guards import Guards, Scope
from flowkit.lint.policy.rooms import Room


class LookUps:
    """The reads that the engine may run, and when."""

    def __init__(self, project: Project, guards: Guards) -> None:
        self.project, self.guards = project, guards
        self.bringing: dict[str, list[str]] = {}
        for tool in project.tools.values():
            if tool.output is not None and tool.output.record:
                self.bringing.setdefault(tool.output.record, []).append(tool.name)
        self._changing: dict[str, tuple[str, ...]] = {}
        self._readers: dict[str, str] = {}

    def requirements(self, tool: Tool) -> Formula:
        """The preconditions of a tool."""
        whole = Scope(self.project, None)
        return both(self.guards.formula(self.project.preconditions[n].when.expr, whole) for n in tool.requires)

    def of(self, room: Room, stop: Stop, *, again: bool) -> tuple[str, ...]:
        """The reads that the engine may run by itself in a state: `again`, before a way on is chosen."""
        keyed = () if again or stop.kind not in ("use", "confirm", "talk") else self.keyed(stop)
        wanted = dict.fromkeys((*keyed, *room.fields_read(stop, again=again)))
        return tuple(dict.fromkeys(read for record in wanted if (read := self.reader(record))))

    def keyed(self, stop: Stop) -> Iterator[str]:
        """The records that the tools of a state are given the key of, from elsewhere than from the record itself."""
        given = dict(stop.given)
        for name in stop.names:
            for argument in self.project.tools[name].input.values():
                path = path_of(given[argument.name]) if argument.name in given else None
                for source in argument.sources:
                    if source.kind == "record" and (path is None or path[0] != source.path[0]):
                        yield source.path[0]

    def wanted(self, room: Room, stop: Stop, tool: Tool, *, again: bool) -> Formula:
        """When the engine may run a read by itself: where its record may be unknown, or was changed by a write."""
        record = tool.output.record if tool.output is not None else ""
        if not again and stop.kind in ("use", "confirm", "talk") and record in self.keyed(stop):
            return ALWAYS
        return ("some", tuple(("test", self.guards.ran(name), "yes", None) for name in self.changing(record)))

    def changing(self, record: str) -> tuple[str, ...]:
        """The writes after which a record is stale."""
        found = self._changing.get(record)
        if found is None:
            found = self._changing[record] = tuple(
                tool.name
                for tool in self.project.tools.values()
                if tool.writes
                and (
                    record in tool.changes
                    or any(s.path[:1] == (record,) for each in tool.input.values() for s in each.sources)
                )
            )
        return found

    def reader(self, record: str) -> str:
        """The one read that returns a record from its key alone."""
        if record not in self._readers:
            self._readers[record] = self._reader(record)
        return self._readers[record]

    def _reader(self, record: str) -> str:
        key = self.project.records[record].key if record in self.project.records else ()
        found = []
        for name in self.bringing.get(record, ()):
            tool = self.project.tools[name]
            needed = [argument.name for argument in tool.input.values() if not argument.shape.optional]
            if tool.writes or tool.output is None or not tool.output.single or len(needed) != len(key):
                continue
            if all(part in needed or f"{record}_{part}" in needed for part in key):
                found.append(name)
        return found[0] if len(found) == 1 else ""
