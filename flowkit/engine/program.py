"""What the engine runs: a project, the fixed lines of its briefs, and the digest of both.

A program is made once per project and shared by all its calls. It also holds what can be worked out once: which names
a state reads, which flow has which slot.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from flowkit.engine.watch.guarantees import Sentences, compile_sentences
from flowkit.language.expressions.evaluate import compile_expression
from flowkit.language.expressions.paths import names_in
from flowkit.language.locale import Locale
from flowkit.language.model import (
    Ask,
    Choose,
    Confirm,
    Edge,
    Flow,
    Handoff,
    Project,
    Run,
    Slot,
    State,
    Talk,
    Use,
    WayOn,
)
from flowkit.language.notes import MAY_USE, NOT_CAUGHT
from flowkit.language.prices import Prices
from flowkit.language.shapes import Value
from flowkit.language.words import Printed, Statement, Words

PERSON = "person"
HANG_UP = "hang_up"

QUARTER_HOUR = 900_000
"""Milliseconds; clocks change at whole quarters of an hour of universal time."""

MOST_OFFSETS = 1000
_EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Program:
    """A project ready to run.

    Args:
        briefs: `flow.state` → the fixed lines of its brief, with the places that the engine fills.
        digest: of the files it was compiled from; it stands in every record.
        zone: the project's time zone, in which callers' days and times are meant.
        prices: of the model that answers; without them nothing is counted.
    """

    project: Project
    briefs: Mapping[str, str]
    digest: str
    zone: tzinfo
    prices: Prices | None = None
    _offsets: dict[int, timedelta] = field(default_factory=dict, compare=False, repr=False)
    _options: dict[int, Callable[..., Value]] = field(default_factory=dict, compare=False, repr=False)
    _brief_lines: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, compare=False, repr=False)
    _reads: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    _sentences: list[Sentences] = field(default_factory=list, compare=False, repr=False)
    claims: dict[str, tuple[Any, ...]] = field(default_factory=dict, compare=False, repr=False)
    """By language: what `flowkit.engine.watch.claims` looks for in replies."""

    @property
    def sentences(self) -> Sentences:
        """What the project and its flows guarantee, as it is watched on calls."""
        if not self._sentences:
            self._sentences.append(compile_sentences(self.project))
        return self._sentences[0]

    def flow(self, name: str) -> Flow:
        """The flow of that name."""
        return self.project.flows[name]

    def state(self, flow: str, name: str) -> State:
        """A state of a flow; `person` exists in every flow."""
        found = self.project.flows[flow].states.get(name)
        if found is not None:
            return found
        place = self.project.default_place
        return State(PERSON, Handoff(place.name if place else ""))

    def locale(self, at: int, language: str) -> Locale:
        """How values are read and spoken at a time in milliseconds since the epoch."""
        offset = self._offsets.get(at // QUARTER_HOUR)
        if offset is None:
            if len(self._offsets) > MOST_OFFSETS:
                self._offsets.clear()
            local = (_EPOCH_UTC + timedelta(milliseconds=at)).astimezone(self.zone)
            offset = self._offsets[at // QUARTER_HOUR] = local.utcoffset() or timedelta()
        now = _EPOCH + timedelta(milliseconds=at) + offset
        return Locale(now, language, self.project.country, self.project.currency)

    def slot(self, flow: str, name: str) -> Slot | None:
        """A slot of a flow, else of the project."""
        return self.project.flows[flow].slots.get(name) or self.project.slots.get(name)

    def options(self, slot: Slot) -> Callable[..., Value]:
        """The evaluator of the list that a choice picks from."""
        source = slot.shape.options_from
        assert source is not None
        found = self._options.get(id(source))
        if found is None:
            found = self._options[id(source)] = compile_expression(source)
        return found

    def brief_lines(self, flow: str, state: str) -> tuple[tuple[str, str], ...]:
        """The lines of a state's brief, each with the name of what goes into it; empty: it stands as it is."""
        key = f"{flow}.{state}"
        found = self._brief_lines.get(key)
        if found is None:
            lines = self.briefs.get(key, "").split("\n")
            found = tuple((line, _place_in(line)) for line in lines)
            self._brief_lines[key] = found
        return found

    def reads(self, flow: str, state: str) -> frozenset[str]:
        """The names that a state uses: arguments, guards, options and words; what it asks for is no use."""
        key = (flow, state)
        found = self._reads.get(key)
        if found is None:
            found = self._reads[key] = frozenset(_names_of_state(self, self.flow(flow), self.state(flow, state)))
        return found


_PLACE = re.compile(r"\{(goal|known|missing|options|say|repeat|ask|asked|must_not)\}")


def _place_in(line: str) -> str:
    if line.startswith(NOT_CAUGHT):
        return "not_caught"
    if line.startswith(MAY_USE):
        return "may_use"
    found = _PLACE.search(line)
    return found[1] if found else ""


def names_in_words(words: Words | None) -> Iterator[str]:
    """The names that a text prints or asks about."""
    for part in words.parts if words else ():
        match part:
            case Printed(expr=expr):
                yield from names_in(expr)
            case Statement(expr=expr) if expr is not None:
                yield from names_in(expr)
            case _:
                pass


def _names_of_edge(edge: Edge) -> Iterator[str]:
    if edge.when is not None:
        yield from names_in(edge.when.expr)
    yield from names_in_words(edge.say)


def _names_of_way(way: WayOn) -> Iterator[str]:
    for edge in way:
        yield from _names_of_edge(edge)


def _names_of_kind(program: Program, flow: Flow, state: State) -> Iterator[str]:
    match state.does:
        case Ask(slots=slots, question=question):
            yield from names_in_words(question)
            for name in slots:
                slot = program.slot(flow.name, name)
                if slot is not None and slot.shape.options_from is not None:
                    yield from names_in(slot.shape.options_from)
        case Choose(question=question):
            yield from names_in_words(question)
        case Use(arguments=arguments) | Run(arguments=arguments):
            for expression in arguments.values():
                yield from names_in(expression.expr)
        case Confirm(arguments=arguments, read_back=read_back):
            for expression in arguments.values():
                yield from names_in(expression.expr)
            if read_back is not None:
                yield from names_in_words(read_back.statement)
        case Talk(goal=goal, until=until):
            yield from names_in_words(goal)
            if until is not None:
                yield from names_in(until.expr)
        case _:
            pass


def _names_of_state(program: Program, flow: Flow, state: State) -> Iterator[str]:
    """Names of the state and, through computed values, the names those read."""
    direct = set(_names_of_kind(program, flow, state))
    direct.update(names_in_words(state.say))
    for way in (state.next, *state.outcomes.values()):
        direct.update(_names_of_way(way))
    while direct:
        name = direct.pop()
        yield name
        computed = flow.let.get(name)
        if computed is not None:
            direct.update(names_in(computed.expr))
