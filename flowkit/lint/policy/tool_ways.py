"""The ways on of states that use tools: `use`, `confirm` and `talk`."""

from collections.abc import Iterator

from flowkit.language.model import Tool
from flowkit.lint.outline import NEXT, Stop
from flowkit.lint.policy.facts import NOT_TRUE, TRUE, Known
from flowkit.lint.policy.leaving import OFF, Leaving
from flowkit.lint.policy.readings import PERSON, speaks_of_result
from flowkit.lint.policy.rooms import Room
from flowkit.lint.policy.sentences import ASKED, CONSENT
from flowkit.lint.policy.values import Value, Way


class ToolWays(Leaving):
    """The ways on where a tool is run."""

    def allowed(self, room: Room, stop: Stop, tool: Tool, known: Known) -> Known | None:
        """What is known where a tool of a state is let run; None if it surely is not."""
        formula, sure = room.gate(stop, tool)
        found = self.followed.refined(known, formula, TRUE)
        for root, path in sure:
            found = self.followed.set(found, root, path) if found is not None else None
        return found

    def _refused(self, room: Room, stop: Stop, tool: Tool, value: Value, *, after: bool = False) -> Iterator[Way]:
        """The ways where a rule of a tool refuses; `after`: one that is about the record which a read returned."""
        ways, scope = room.ways(stop), None
        named = {limit.rule for limit in tool.limits if limit.rule} if not after else set()
        for rule in tool.only_if:
            if speaks_of_result(tool, rule.when.expr) is not after:
                continue
            known: Known | None = value[1]
            if not after:
                scope = scope or room.rule_scope(stop, tool)
                known = self.followed.refined(value[1], self.world.guards.formula(rule.when.expr, scope), NOT_TRUE)
            if rule.name and rule.name in ways and known is not None:
                yield from self._leave(room, stop, rule.name, (value[0], known), ("rule", rule.name))
        for name in sorted(named & ways.keys()):
            yield from self._leave(room, stop, name, value, ("rule", name))
        if stop.kind != "talk" and (after or self._may_refuse(room, stop, tool, value[1])):
            if "refused" in ways:
                yield from self._leave(room, stop, "refused", value)
            else:
                yield from self._end(room, "refused", value, ("refused", "default"), stop.span)

    def _may_refuse(self, room: Room, stop: Stop, tool: Tool, known: Known) -> bool:
        """Whether a tool can be refused before it runs: it has arguments, limits, or something that may not hold."""
        if tool.input or tool.limits:
            return True
        formula, _ = room.gate(stop, tool)
        return bool(formula[1]) and self.followed.refined(known, formula, NOT_TRUE) is not None

    def _use(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        tool = self.world.project.tools[stop.names[0]]
        yield from self._refused(room, stop, tool, value)
        known = self.allowed(room, stop, tool, value[1])
        if known is None:
            return
        broken = self._broken((value[0], known), f"tool {tool.name}", ("run",), stop.span)
        if broken is not None:
            yield broken
            return
        for one in self.rested(room, stop, value[0], known):
            yield from self._waits(room, stop, one)
            yield from self._done(room, stop, tool, one)
            if not tool.writes and tool.only_if:
                yield from self._refused(room, stop, tool, self.happened(one, f"tool {tool.name}"), after=True)

    def _confirm(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        tool = self.world.project.tools[stop.names[0]]
        yield from self._refused(room, stop, tool, value)
        known = self.allowed(room, stop, tool, value[1])
        if known is None:
            return
        broken = self._broken((value[0], known), f"tool {tool.name}", ("read back",), stop.span)
        if broken is not None:
            yield broken
            return
        for one in self.rested(room, stop, value[0], known):
            yield from self._waits(room, stop, one)
            yield from self._unagreed(room, stop, one)
            sure = self.allowed(room, stop, tool, one[1])
            if sure is None:
                continue
            agreed = self.happened((one[0], sure), CONSENT)
            broken = self._broken(agreed, f"tool {tool.name}", ("agreed",), stop.span)
            if broken is not None:
                yield broken
            else:
                yield from self._done(room, stop, tool, agreed)

    def _unagreed(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        """The caller says no, gives no answer that can be used, or cannot be asked."""
        if "declined" in room.ways(stop):
            yield from self._leave(room, stop, "declined", value)
        elif self.sentence.lets_ask(value[0]) and room.anytime(stop).get("cancel") != OFF:
            yield from self._cancel(room, stop, value, ("declined", "default"))
        yield from self._ladder(room, stop, "no_input", value)
        if self.sentence.lets_ask(value[0]):
            yield Way(("not agreed",), "go", PERSON, *value, stop.span, 2)

    def _done(self, room: Room, stop: Stop, tool: Tool, value: Value) -> Iterator[Way]:
        """How a tool that a state runs ends, and the way from there."""
        name, state, known = tool.name, *value
        done = self.happened((state, self.brought(room, stop, tool, known)), f"tool {name}")
        if "failed" not in tool.outcomes:
            yield from self._default(room, stop, "failed", value)
        for outcome in tool.outcomes:
            yield from self._default(room, stop, outcome, value)
        if tool.writes:
            lost = self.happened((state, self._maybe(tool, known)), f"unknown {name}")
            yield from self._default(room, stop, "unknown", lost)
            if self.sentence.escapes and (done[0], lost[0]) != (state, state):
                for after in (done, lost):
                    yield Way(("person", "meanwhile"), "go", PERSON, *self.happened(after, ASKED), stop.span, 2)
        yield from self._leave(room, stop, NEXT, done)

    def _talk(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        for one in self.rested(room, stop, *value):
            yield from self._waits(room, stop, one)
            for name in stop.names:
                yield from self._called(room, stop, self.world.project.tools[name], one)
            yield from self._talked(room, stop, one)

    def _called(self, room: Room, stop: Stop, tool: Tool, value: Value) -> Iterator[Way]:
        """The model calls a tool."""
        name, label = tool.name, ("calls", tool.name)
        yield from self._refused(room, stop, tool, value)
        known = self.allowed(room, stop, tool, value[1])
        if known is None:
            return
        broken = self._broken((value[0], known), f"tool {name}", label, stop.span)
        if broken is not None:
            yield broken
            return
        asked = tool.writes and tool.consent != "none"
        agreed = self.happened((value[0], known), CONSENT) if asked else (value[0], known)
        if agreed != value or asked:
            yield Way((*label, "fails"), "go", f"{stop.name}~", *agreed, stop.span)
        done = self.happened((agreed[0], self.brought(room, stop, tool, agreed[1])), f"tool {name}")
        yield Way((*label, "ok"), "go", f"{stop.name}~", *done, stop.span)
        if tool.writes:
            lost = self.happened((agreed[0], self._maybe(tool, agreed[1])), f"unknown {name}")
            yield from self._default(room, stop, "unknown", lost, (*label, "unknown"))
            if self.sentence.escapes:
                yield Way((*label, "person"), "go", PERSON, *self.happened(done, ASKED), stop.span, 2)
        elif tool.only_if:
            yield from self._refused(room, stop, tool, self.happened(value, f"tool {name}"), after=True)

    def _talked(self, room: Room, stop: Stop, value: Value) -> Iterator[Way]:
        """The ways out of a `talk`."""
        ways = room.ways(stop)
        for name in stop.exits:
            yield from self._leave(room, stop, name if name in ways else NEXT, value, ("exit", name))
        if stop.until is not None:
            known = self.followed.refined(value[1], self.world.guards.formula(stop.until, room.scope), TRUE)
            if known is not None:
                yield from self._leave(room, stop, NEXT, (value[0], known), ("until",))
        if "too_long" in ways or self.sentence.escapes:
            yield from self._default(room, stop, "too_long", value)
        if self.sentence.lets_ask(value[0]):
            yield Way(("not agreed",), "go", PERSON, *value, stop.span, 2)
        yield from self._ladder(room, stop, "no_input", value)
        yield from self._ladder(room, stop, "no_match", value)
