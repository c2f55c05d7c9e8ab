"""What names mean while an expression is evaluated or words are put together.

A name has one meaning wherever it stands, so looking it up is a walk through a fixed order: the clock, what the place
itself adds (a tool's arguments, the question of a ladder), slots, computed values, saved results, records, constants,
preconditions. What is not known is `UNSET`.
"""

from collections.abc import Mapping
from typing import Any

from flowkit.engine.call import Frame, RecordKey, RecordValue
from flowkit.engine.work import Work
from flowkit.language.locale import Locale
from flowkit.language.model import Tool
from flowkit.language.shapes import UNSET, Value
from flowkit.language.values import encode
from flowkit.language.wording import Spoken, put_together
from flowkit.language.words import Words

_NO_WORDS = Spoken("", ())
_NOTHING: Mapping[str, Value] = {}


class FlowScope:
    """Names as a flow sees them. `frame` is `None` where only what the whole call shares is meant.

    `stale` tells what of a stale record is seen: for guards its key alone, for words all of it.
    """

    __slots__ = ("added", "frame", "stale", "work")

    def __init__(
        self, work: Work, frame: Frame | None, added: Mapping[str, Value] = _NOTHING, *, stale: bool = False
    ) -> None:
        self.work = work
        self.frame = frame
        self.added = added
        self.stale = stale

    def lookup(self, name: str) -> Value:
        """The value of a name, or `UNSET`."""
        if name in self.added:
            return self.added[name]
        frame = self.frame
        if frame is not None:
            held = frame.slots.get(name)
            if held is not None:
                return held.value
            saved = frame.saved.get(name)
            if saved is not None:
                return saved.value
            computed = self.work.program.flow(frame.flow).let.get(name)
            if computed is not None:
                return computed.evaluate(self)
        return self._shared(name)

    def _shared(self, name: str) -> Value:
        call, project = self.work.call, self.work.program.project
        held = call.slots.get(name)
        if held is not None:
            return held.value
        if name in project.records:
            return self.record(name)
        if name in project.constants:
            return project.constants[name]
        if name in project.preconditions:
            return project.preconditions[name].when.evaluate(FlowScope(self.work, None))
        return self._clock_and_records(name)

    def _clock_and_records(self, name: str) -> Value:
        match name:
            case "today":
                return self.work.locale.today
            case "now":
                return self.work.locale.now
            case "records":
                return {
                    record: {key: self._seen(record, held) for key, held in rows.items()}
                    for record, rows in self.work.call.records.items()
                }
        return UNSET

    def record(self, name: str) -> Value:
        """The record of that name: the only one if it is single, else the one this flow looked up last."""
        key = self.key_of(name)
        return UNSET if key is None else self.row(name, key)

    def key_of(self, name: str) -> RecordKey | None:
        """The key of the record that a record's name means here; nothing if it means none."""
        rows = self.work.call.records.get(name)
        if rows and self.work.program.project.records[name].single:
            return next(iter(rows))
        return self.frame.latest.get(name) if rows and self.frame is not None else None

    def row(self, name: str, key: RecordKey) -> Value:
        """The record of that name under a key."""
        held = self.work.call.records.get(name, {}).get(key)
        return UNSET if held is None else self._seen(name, held)

    def _seen(self, name: str, held: RecordValue) -> Value:
        if not held.stale or self.stale:
            return held.value
        key = self.work.program.project.records[name].key
        return {part: value for part, value in held.value.items() if part in key}

    def done(self, tool: str, arguments: Mapping[str, Value]) -> bool:
        """Whether a tool was carried out in this call with these values."""
        shapes = self.work.program.project.tools[tool].input
        wanted = {
            name: encode(shapes[name].shape, value, self.work.locale.currency)
            for name, value in arguments.items()
            if value is not UNSET
        }
        return any(
            entry.tool == tool and entry.outcome == "ok" and all(entry.arguments.get(n) == v for n, v in wanted.items())
            for entry in self.work.call.done
        )


class ToolScope(FlowScope):
    """Names as a tool's rules and words see them: its arguments first, then its `let` and the records they name."""

    __slots__ = ("arguments", "tool")

    def __init__(
        self,
        work: Work,
        frame: Frame | None,
        tool: Tool,
        arguments: Mapping[str, Value],
        added: Mapping[str, Value] = _NOTHING,
        *,
        stale: bool = False,
    ) -> None:
        super().__init__(work, frame, added, stale=stale)
        self.tool = tool
        self.arguments = arguments

    def lookup(self, name: str) -> Value:
        """The value of a name, or `UNSET`."""
        if name in self.added:
            return self.added[name]
        if name in self.tool.input:
            return self.arguments.get(name, UNSET)
        computed = self.tool.let.get(name)
        if computed is not None:
            return computed.evaluate(self)
        if name in self.work.program.project.records:
            return self.record(name)
        return self._shared(name)

    def key_of(self, name: str) -> RecordKey | None:
        """The key of the record that a record's name means here: the one that an argument gives, if there is one."""
        for argument in self.tool.input.values():
            for source in argument.sources:
                if source.kind == "record" and source.path == (name,):
                    key = self.arguments.get(argument.name, UNSET)
                    # Of several records none is *the* record.
                    return None if key is UNSET or isinstance(key, list) else key
        return super().key_of(name)


def spoken(words: Words | None, scope: FlowScope, locale: Locale, *, inside: bool = False) -> Spoken:
    """Words put together with the values of a scope; `inside`: they stand inside other words, as a label does."""
    if words is None:
        return _NO_WORDS
    if len(words.parts) == 1 and isinstance(words.parts[0], str):
        return Spoken(words.parts[0], ())
    return put_together(words, scope, locale, sentences=not inside)


def tuples(parts: Spoken) -> tuple[tuple[str, str, str], ...]:
    """The values of spoken words as effects carry them."""
    return tuple((value.type, value.canonical, value.spoken) for value in parts.values)


def arguments_json(tool: Tool, arguments: Mapping[str, Value], currency: str) -> dict[str, Any]:
    """A tool's arguments as JSON, in the order of their names."""
    return {name: encode(tool.input[name].shape, arguments[name], currency) for name in sorted(arguments)}
