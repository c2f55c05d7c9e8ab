"""Guarantees: a closed set of sentences, taken apart and with their names resolved."""

import re
from typing import Final, Literal

from flowkit.language.building.expression_reading import read_guard_from
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import meant
from flowkit.language.building.scopes import Scope
from flowkit.language.building.world import FlowSource, World
from flowkit.language.codes import BAD_GUARANTEE
from flowkit.language.expressions.spelling import did_you_mean
from flowkit.language.model import Guarantee
from flowkit.language.tree import Scalar

FORMS: Final = (
    "a before b",
    "never a after b",
    "a only if guard",
    "a leads to b",
    "slot goes only to tool",
    "a person is reachable from every state",
    "every call ends within 60 turns",
)
_ENDS = re.compile(r"every call ends within (\d{1,6}) (turns|minutes)")
_EVERY = re.compile(r"every (read|write|money)(?: of (\w+))?")
_REACHABLE = "a person is reachable from every state"
_WORDS = re.compile(r" (before|only if|leads to|goes only to) ")
_NEARLY: Final = {
    " only goes to ": " goes only to ",
    " goes to only ": " goes only to ",
    " goes to ": " goes only to ",
    " only when ": " only if ",
    " if only ": " only if ",
    " leads only to ": " leads to ",
}
_THING, _ACTION = "thing", "action"


def read_guarantees(fields: Fields, scope: Scope, flow: FlowSource | None, world: World) -> tuple[Guarantee, ...]:
    """The sentences under `guarantees`; in a flow (`flow`), a state may be named without its flow."""
    guarantees = []
    for scalar in fields.scalars("guarantees"):
        guarantee = _Sentence(scalar, scope, flow, world).read()
        if guarantee is not None:
            guarantees.append(guarantee)
    return tuple(guarantees)


class _Sentence:
    """One sentence in its place."""

    def __init__(self, scalar: Scalar, scope: Scope, flow: FlowSource | None, world: World) -> None:
        self.scalar, self.scope, self.flow, self.world = scalar, scope, flow, world
        self.text = scalar.text.rstrip().removesuffix(".") if " only if " not in scalar.text else scalar.text

    def read(self) -> Guarantee | None:
        """The guarantee, or None if it is none of the set or names something unknown."""
        text, span = self.text, self.scalar.span
        if text == _REACHABLE:
            return Guarantee(text, "person_reachable", span=span)
        if match := _ENDS.fullmatch(text):
            unit: Literal["turns", "minutes"] = "turns" if match[2] == "turns" else "minutes"
            return Guarantee(text, "ends_within", number=int(match[1]), unit=unit, span=span)
        if text.startswith("never ") and " after " in text:
            action, _, thing = text[6:].partition(" after ")
            return self.pair("never_after", (action, _ACTION, 6), (thing, _THING, len(text) - len(thing)))
        match = _WORDS.search(text)
        if match is None:
            self.none_of_the_set()
            return None
        left, right, start = text[: match.start()], text[match.end() :], match.end()
        match match[1]:
            case "before":
                return self.pair("before", (left, _THING, 0), (right, _ACTION, start))
            case "leads to":
                return self.pair("leads_to", (left, _THING, 0), (right, _THING, start))
            case "only if":
                return self.only_if(left, right, start)
            case _:
                return self.goes_only_to(left, right, start)

    def pair(
        self, form: Literal["before", "never_after", "leads_to"], one: tuple[str, str, int], two: tuple[str, str, int]
    ) -> Guarantee | None:
        """A sentence about two things: its subject, then its object."""
        subject, object = self.resolve(*one), self.resolve(*two)
        if not subject or not object:
            return None
        return Guarantee(self.text, form, subject, object, span=self.scalar.span)

    def only_if(self, left: str, right: str, start: int) -> Guarantee | None:
        """`action only if expr`."""
        subject = self.resolve(left, _ACTION, 0)
        guard = read_guard_from(self.scalar, right, start, self.scope, self.world.report)
        if not subject or guard is None:
            return None
        return Guarantee(self.text, "only_if", subject, when=guard, span=self.scalar.span)

    def goes_only_to(self, left: str, right: str, start: int) -> Guarantee | None:
        """`slot goes only to tool, tool`."""
        slots = [*(self.flow.slots if self.flow is not None else ()), *self.world.slots]
        good = True
        if left not in slots:
            self.unknown(left, 0, "slot", meant(left, slots, "slots"))
            good = False
        names = []
        for part in re.finditer(r"[^,]+", right):
            name = part[0].strip()
            names.append(name)
            if name not in self.world.tools:
                at = start + part.start() + len(part[0]) - len(part[0].lstrip())
                self.unknown(name, at, "tool", meant(name, self.world.tools, "tools"))
                good = False
        if not good:
            return None
        return Guarantee(self.text, "goes_only_to", left, names=tuple(names), span=self.scalar.span)

    def resolve(self, name: str, role: str, start: int) -> str:
        """The name of a thing or action, a state always with its flow; empty if there is none."""
        world = self.world
        if role == _ACTION and (match := _EVERY.fullmatch(name)):
            if match[2] is None or match[2] in world.catalogs:
                return name
            self.unknown(match[2], start + match.start(2), "catalog", meant(match[2], world.catalogs, "catalogs"))
            return ""
        state = self.state(name)
        known = name in world.tools or name in world.flows or (role == _THING and name in world.preconditions)
        if known and state:
            self.world.report.add(
                BAD_GUARANTEE,
                self.scalar.part(start, start + len(name)),
                f"'{name}' names a state as well",
                f"write '{state}' for the state, or give the state another name",
            )
            return ""
        if known or name == "handoff" or (role == _THING and name == "consent"):
            return name
        if not state:
            self.unknown_thing(name, role, start)
        return state

    def state(self, name: str) -> str:
        """The name of a state with its flow, or an empty text."""
        flow, dot, state = name.rpartition(".")
        source = self.world.flows.get(flow) if dot else self.flow
        return f"{source.name}.{state}" if source is not None and state in source.states else ""

    def unknown_thing(self, name: str, role: str, start: int) -> None:
        """Reports a name that is nothing a sentence of this role can speak of."""
        world = self.world
        if role == _ACTION and name in world.preconditions:
            help = "a precondition is no action; it can stand before 'before', or after 'leads to'"
            self.unknown(name, start, "tool, flow or state", help)
            return
        things = [*world.tools, *world.flows, *(self.flow.states if self.flow is not None else ()), "handoff"]
        if role == _THING:
            things += [*world.preconditions, "consent"]
        what = "tool, flow, state or precondition" if role == _THING else "tool, flow or state"
        if role == _ACTION:
            things += ("every read", "every write", "every money")
        self.unknown(name, start, what, did_you_mean(name, things))

    def unknown(self, name: str, start: int, what: str, help: str) -> None:
        """Reports a name that is not known."""
        if not self.world.report.incomplete:
            place = self.scalar.part(start, start + len(name))
            self.world.report.add(BAD_GUARANTEE, place, f"there is no {what} '{name}'", help)

    def none_of_the_set(self) -> None:
        """Reports a sentence that has none of the forms."""
        help = "the forms are: " + "; ".join(FORMS)
        if "at most" in self.text:
            help = "how often a tool is used is limited by 'limits' of the tool"
        for habit, words in _NEARLY.items():
            if habit in self.text:
                help = f"did you mean '{self.text.replace(habit, words)}'?"
                break
        self.world.report.add(BAD_GUARANTEE, self.scalar, f"'{self.text}' is none of the sentences", help)
