"""Records that have to be looked up before a tool can be judged, and the read that tells one from its key.

An argument may be demanded to be the key of a record that was looked up in this call. Where it was not, or where a
write has changed the record since (`stale`), and exactly one read returns it from the key, the engine runs that read by
itself and judges again. It does so once per record between two turns of the caller, so that no tool can make it go in
circles.
"""

from collections.abc import Callable, Mapping, Sequence

from flowkit.engine.work import Work
from flowkit.language.frozen import frozen
from flowkit.language.model import Argument
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import Refusal, accept


@frozen
class LookUpFirst:
    """It cannot be judged yet: a record is not known, or not since it was changed, and this read tells it."""

    tool: str
    arguments: Mapping[str, Value]
    depends: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The name under which a look at a record is remembered, so that it is not made twice in a turn."""
        return " ".join(map(str, (self.tool, *self.arguments.values())))


def record_to_look_up(
    work: Work, argument: Argument, value: Value, may_pass: Callable[[Argument], bool]
) -> LookUpFirst | None:
    """The read that tells the record whose key an argument has to be, if there is exactly one.

    `may_pass`: whether the value may be passed on to an argument of that read.
    """
    for source in argument.sources:
        known = work.call.records.get(source.path[0], {}) if source.kind == "record" else None
        missing = (one for one in _each(value) if known is not None and one not in known)
        for one in missing:
            looking = _read_by_key(work, source.path[0], (one,), may_pass)
            if looking is not None:
                return looking
    return None


def _each(value: Value) -> list[Value]:
    """The keys that an argument gives: one, or those of a list."""
    return value if isinstance(value, list) else [value]


def read_again(work: Work, record: str, row: Mapping[str, Value]) -> LookUpFirst | None:
    """The read of a record that a write has changed since, from the key that is still known."""
    key = work.program.project.records[record].key
    return _read_by_key(work, record, tuple(row.get(part, UNSET) for part in key), lambda _: True)


def _read_by_key(
    work: Work, record: str, values: Sequence[Value], may_pass: Callable[[Argument], bool]
) -> LookUpFirst | None:
    """The one read that returns a record and needs nothing but the parts of its key, by their names."""
    key = work.program.project.records[record].key
    found = []
    for read in work.program.project.tools.values():
        if read.writes or read.output is None or read.output.record != record or not read.output.single:
            continue
        needed = [argument for argument in read.input.values() if not argument.shape.optional]
        by_part = [[one for one in needed if one.name in (part, f"{record}_{part}")] for part in key]
        if len(needed) == len(key) == len(values) and all(len(named) == 1 for named in by_part):
            found.append((read, [named[0] for named in by_part]))
    if len(found) != 1 or not all(map(may_pass, found[0][1])):
        return None
    read, named = found[0]
    accepted = {one.name: accept(one.shape, value, work.locale) for one, value in zip(named, values, strict=True)}
    if any(isinstance(value, Refusal) for value in accepted.values()):
        return None
    looking = LookUpFirst(read.name, accepted)
    return None if looking.id in work.call.looked_up else looking
