"""Values on the way through a call: the state of the sentence, with what is known, and what becomes of both."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flowkit.language.model import Tool
from flowkit.language.span import Span
from flowkit.lint.outline import Stop
from flowkit.lint.policy.facts import NO, UNSET, YES, Known
from flowkit.lint.policy.followed import Followed
from flowkit.lint.policy.rooms import Room
from flowkit.lint.policy.sentences import Sentence
from flowkit.lint.policy.world import World

Value = tuple[int, Known]
Label = tuple[str, ...]
Then = Callable[[str, int, Known], "list[Way]"]


class Way(NamedTuple):
    """One way on. `kind`: `go`, `exit`, `end`, `call`, `broken`, or `listen` for the call waiting where it is."""

    label: Label
    kind: str
    target: str
    state: int
    known: Known
    span: Span | None = None
    cost: int = 1
    then: Then | None = None


class Values:
    """What becomes of values, for one sentence and the facts that are followed."""

    def __init__(self, world: World, sentence: Sentence, followed: Followed, relevant: frozenset[str] | None) -> None:
        self.world, self.sentence, self.followed, self.relevant = world, sentence, followed, relevant
        facts, project = followed.facts, world.project
        self._worth: dict[tuple[frozenset[str], frozenset[str]], list[str]] = {}
        self._slots: dict[str, list[Any]] = {}
        self._results: dict[str, list[Any]] = {}
        self._counts: dict[tuple[str, str], Any] = {}
        for number in followed.numbers:
            fact = facts.all[number]
            if fact.kind == "count":
                self._counts[fact.scope, fact.key[0]] = fact
            elif any(name in self._slots_of(flow) for flow, name in fact.roots) or ("", "now") in fact.roots:
                self._slots.setdefault(fact.scope, []).append(fact)
            elif fact.kind == "term" and fact.scope:
                self._results.setdefault(fact.scope, []).append(fact)
        self._checked = {
            (flow, name)
            for flow, name in followed.by_root
            if name in self._slots_of(flow) and world.slot(flow, name).checked
        }
        self._changing = {("", "now"), *(("", name) for name in world.slots)}
        self._fragile = {
            (flow, name)
            for flow, name in followed.by_root
            if name in self._slots_of(flow) and world.has_rules(flow, name)
        }
        self._record_roots = [
            root for root in followed.by_root if root[1] in project.records or root[1].startswith("rows ")
        ]

    def owed_at_end(self, state: int, known: Known) -> bool:
        """Whether the sentence can be broken by the end of the call."""
        return any(self.sentence.owed_at_end(one) for one, _ in self.sentence.rested(state, known, self.followed))

    def _slots_of(self, flow: str) -> Iterable[str]:
        return self.world.outlines[flow].slots if flow else self.world.slots

    def begun(self, known: Known, flow: str) -> Known:
        """What is known where a flow begins, and that it is open."""
        known = self.followed.put(known, self.followed.facts.find("open", flow, ""), YES)
        for (scope, _), fact in self._counts.items():
            if scope == flow:
                known = self.followed.put(known, fact, 1)
        for fact in self._results.get(flow, ()):
            known = self.followed.put(known, fact, UNSET)
        return known

    def ended(self, known: Known, flow: str) -> Known:
        """What is known to the others once a flow has ended."""
        facts = self.followed.facts.all
        known = tuple(each for each in known if facts[each[0]].scope != flow)
        return self.followed.put(known, self.followed.facts.find("open", flow, ""), NO)

    def rested(self, room: Room, stop: Stop, state: int, known: Known) -> list[Value]:
        """The values after the call waited: the caller may have filled slots, and changed those of the whole call."""
        if known and self._slots:
            known = self.waited(room.name, known, room.settled(stop))
        return self.sentence.rested(state, known, self.followed)

    def waited(self, flow: str, known: Known, settled: frozenset[str] = frozenset()) -> Known:
        """What is known after the call waited in a flow.

        Where a value changes that a state on the way has used, the call goes back there; so what was found there stays.
        `settled` are the slots of the call of which that is sure.
        """
        return self._waited(known, {"", flow, self.sentence.owner}, settled)

    def _waited(self, known: Known, scopes: Iterable[str], settled: frozenset[str] = frozenset()) -> Known:
        if not known or not self._slots:
            return known
        left = dict(known)
        for fact in (each for scope in scopes for each in self._slots.get(scope, ())):
            bits = left.get(fact.number)
            if bits is None:
                continue
            changes = any(root in self._changing and root[1] not in settled for root in fact.roots)
            if bits & UNSET or fact.roots & self._fragile or (changes and fact.kind != "term"):
                del left[fact.number]
            elif changes:
                left[fact.number] = fact.whole & ~UNSET
        return tuple(sorted(left.items()))

    def happened(self, value: Value, *things: str) -> Value:
        """A value after things have happened."""
        state, known = value
        for thing in things:
            state = self.sentence.after(state, known, thing, self.followed)
        return state, known

    def _broken(self, value: Value, thing: str, label: Label, span: Span | None) -> Way | None:
        known = self.sentence.broken(*value, thing, self.followed)
        return None if known is None else Way((*label, "broken", thing), "broken", thing, value[0], known, span)

    def _forgotten(self, room: Room, names: Iterable[str], known: Known) -> Known:
        return self.followed.forget(known, [room.root(name) for name in room.with_dependents(names)])

    def _kept(self, room: Room, stop: Stop, known: Known) -> Known:
        if not stop.save_as or not known:
            return known
        root = (room.name, stop.save_as)
        return self.followed.set(self.followed.forget(known, [root]), root) or known

    def brought(self, room: Room, stop: Stop, tool: Tool, known: Known) -> Known:
        """What is known when a tool was carried out: its result is there, and what it changed is stale."""
        if not known and not self.followed.numbers:
            return known
        followed = self.followed
        if tool.writes:
            known = self._stale(tool, known)
        known = followed.forget(
            known, [("", f"ran {tool.name}"), ("", f"rows {tool.output.record if tool.output else ''}")]
        )
        known = followed.put(known, followed.facts.find("ran", tool.name, ""), YES)
        roots = [(room.name, stop.save_as)] if stop.save_as else []
        if tool.output is not None and tool.output.record:
            record = tool.output.record
            elsewhere = [root for root in self._record_roots if root[1] == record]
            known = followed.forget(known, elsewhere, but_set=True)
            roots += [room.root(record)] if tool.output.single else []
        for root in roots:
            known = followed.set(followed.forget(known, [root]), root) or known
            kept = self.world.project.records.get(root[1])
            for name, shape in kept.shape.fields.items() if kept is not None else ():
                if not shape.optional:
                    known = followed.set(known, root, (root[1], name)) or known
        return known

    def _maybe(self, tool: Tool, known: Known) -> Known:
        """What is known when nobody knows whether a write was carried out."""
        if not known:
            return known
        known = self._stale(tool, known)
        ran = self.followed.facts.find("ran", tool.name, "")
        was = self.followed.bits(known, ran) if ran is not None and ran.number in self.followed.numbers else 0
        known = self.followed.forget(known, [("", f"ran {tool.name}")])
        return self.followed.put(known, ran, YES) if was == YES else known

    def _stale(self, tool: Tool, known: Known) -> Known:
        """After a write, records that it touched are stale: their keys are sure, until they are looked up again."""
        for root in self._record_roots if known else ():
            record = root[1].removeprefix("rows ")
            if tool.name not in self.world.look_ups.changing(record):
                continue
            if self.world.look_ups.reader(record) or record != root[1]:
                known = self.followed.forget(known, [root], but_set=True)
            else:
                surely = record in tool.changes and self.world.project.records[record].single
                known = self.followed.fade(known, root, surely=surely)
        return known

    # Flows on top of flows.

    def is_open(self, known: Known, flow: str) -> bool:
        """Whether a flow is known to be open, so that callers cannot turn to it."""
        return self._opened(known, flow) == YES

    def may_be_open(self, known: Known, flow: str) -> bool:
        """Whether a flow may be open, as far as that is followed."""
        return bool(self._opened(known, flow) & YES)

    def _opened(self, known: Known, flow: str) -> int:
        fact = self.followed.facts.find("open", flow, "")
        if fact is None or fact.number not in self.followed.numbers:
            return YES | NO
        return self.followed.bits(known, fact)

    def passed(self, known: Known, caller: str, flow: str) -> Known:
        """What is known where a flow begins on top of another."""
        facts, owner = self.followed.facts.all, self.sentence.owner
        mine = tuple(each for each in known if facts[each[0]].scope in ("", owner))
        return mine if flow[0] in "~-!" else self.begun(mine, flow)

    def returned(self, known: Known, before: Known, caller: str, flow: str) -> Known:
        """What is known where a flow on top has ended: what it left, and what stood below meanwhile."""
        if not self.followed.numbers:
            return known
        facts, owner = self.followed.facts.all, self.sentence.owner
        if flow[0] not in "~-!":
            known = self.ended(known, flow)
        kept = {number: bits for number, bits in known if facts[number].kind != "open"}
        for number, bits in before:
            fact = facts[number]
            if fact.kind == "open" or (fact.scope == caller != owner):
                kept[number] = bits
        known = self._waited(tuple(sorted(kept.items())), {caller} - {""})
        mine = [root for root in self._record_roots if root[0] == caller]
        if not mine:
            return known
        touched = self.world.touched(caller, flow)
        return self.followed.forget(known, [root for root in mine if root[1] in touched], but_set=True)

    def corrected(self, flow: str, slot: str, known: Known, *, asked: bool) -> Known:
        """What is known once the caller has changed a slot; `asked`: it is asked for anew. `?slot`: any was changed."""
        if not known:
            return known
        room = self.world.room(flow)
        slots = [slot] if slot[0] != "?" else [*room.outline.slots, *self.world.slots]
        gone = room.with_dependents(slots) - set(() if asked else slots)
        known = self.followed.forget(known, [room.root(name) for name in gone])
        return self.followed.forget(known, [room.root(name) for name in slots], but_set=True)

    def back_to(self, flow: str) -> list[tuple[str, str, bool]]:
        """Where corrections may lead back to in a flow: (state, slot, whether it is asked for there anew)."""
        return self.world.room(flow).back_to()

    def asks(self, flow: str, point: str, slot: str) -> bool:
        """Whether a flow asks for a slot at a point."""
        stop = self.world.room(flow).stop(point)
        return stop.kind == "ask" and slot in stop.names
