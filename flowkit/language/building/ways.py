"""Ways on: edges with their guards and targets, ladders, and what callers may do anytime."""

from collections.abc import Collection
from typing import Final, TypedDict

from flowkit.language.building.expression_reading import read_guard, read_words
from flowkit.language.building.mappings import Fields, check_text, fitting, open_mapping
from flowkit.language.building.names import meant
from flowkit.language.building.report import Report, related
from flowkit.language.building.scopes import Scope
from flowkit.language.building.table.forms import Text
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.table.way import INHERITED_KEYS, LADDER, WAY_ON
from flowkit.language.building.world import World
from flowkit.language.codes import (
    DUPLICATE_KEY,
    EDGE_AFTER_ELSE,
    LADDER_STAYS,
    MISSING_KEY,
    UNKNOWN_NAME,
    UNKNOWN_STATE,
)
from flowkit.language.frozen import frozen
from flowkit.language.mending import mended
from flowkit.language.model import Anytime, Edge, Ladder, Rung, WayOn
from flowkit.language.shapes import Shape
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_EDGE, _RUNG, _ANYTIME = KINDS["edge"], KINDS["rung"], KINDS["anytime"]
_RUNG_TEXT = Text(prints=True)
_NO_OUTCOMES = ("end", "stop", "exit", "finish", "done")
_ENDS = (*_NO_OUTCOMES, "resolved", "cancelled", "refused", "unresolved")
ALWAYS_THERE = ("person", "hang_up")
"""States that every flow has."""
_INHERITED: Final = frozenset(INHERITED_KEYS)


@frozen
class Ways:
    """Where ways on stand: the scope of their guards and words, and what they may lead to and clear."""

    scope: Scope
    states: Collection[str]
    slots: Collection[str]

    @property
    def asking(self) -> Scope:
        """The scope of a ladder's words, which know the open question."""
        return Scope({"question": Shape("text")}, self.scope)


def read_way_on(node: Node, key: str, ways: Ways, world: World) -> WayOn:
    """A state, an edge, or a list of edges. `key` is what the way on stands under."""
    if type(node) is Scalar:
        return (Edge(node.text, span=node.span),) if check_target(node, ways, world) else ()
    edges: list[Edge] = []
    always: Node | None = None
    for item in fitting(node, WAY_ON.item, key, world.report):
        if always is not None:
            _never_taken(item, always, world.report)
        edge = _read_edge(item, key, ways, world)
        if edge is not None:
            edges.append(edge)
            if edge.when is None and edge.times is None and always is None and _unconditional(item):
                always = item
    if type(node) is Sequence and not node.items:
        world.report.add(MISSING_KEY, node, f"'{key}' names no way on", "write: [{go: state}]")
    return tuple(edges)


def _never_taken(item: Node, always: Node, report: Report) -> None:
    """Reports an edge behind one that always fits, unless that one was reported already: it may lack its guard."""
    begin, end, path = always.span.line, always.span.end_line, always.document.path
    if any(each.span.path == path and begin <= each.span.line <= end for each in report.found):
        return
    help = "put the edge without 'when' last"
    if isinstance(always, Mapping) and "clear" in always:
        often = mended(always.document, always.start + 1, always.start + 1, "times: 2, ") if always.flow else ""
        help = f"{often or 'add: times: 2'}; or {help}"
    what = "this edge can never be taken: the one before it always fits"
    report.add(EDGE_AFTER_ELSE, item, what, help, related(always, "this one has no 'when', so it fits always"))


def _unconditional(item: Node) -> bool:
    return not isinstance(item, Mapping) or not ("when" in item or "times" in item)


def _read_edge(node: Node, key: str, ways: Ways, world: World) -> Edge | None:
    if isinstance(node, Scalar):
        return Edge(node.text, span=node.span) if check_target(node, ways, world) else None
    assert isinstance(node, Mapping)
    report = world.report
    fields = open_mapping(_EDGE, node, node, report)
    when, go = fields.scalar("when"), fields.scalar("go")
    guard = None if when is None else read_guard(when, ways.scope, report)
    say = read_words(fields.scalar("say"), ways.scope, report)
    times = fields.whole("times", 0)
    clear = _cleared(fields, ways, world) if "clear" in fields.entries else ()
    if go is None or not check_target(go, ways, world):
        return None
    return Edge(go.text, guard, times or None, say, clear, node.span)


def check_target(scalar: Scalar, ways: Ways, world: World) -> bool:
    """Whether a state of that name can be gone to; reports why not."""
    name = scalar.text
    if name in ways.states or name in ALWAYS_THERE:
        return True
    if name in world.flows:
        help = f"'{name}' is a flow; go to a state with 'run: {name}'"
    elif name in world.tools:
        verb = "confirm" if world.tools[name].needs_consent else "use"
        help = f"'{name}' is a tool; go to a state with '{verb}: {name}'"
    elif name in _ENDS:
        outcome = "resolved" if name in _NO_OUTCOMES else name
        help = f"to end the flow, go to a state of your own with 'end: {outcome}'"
    else:
        help = meant(name, [*ways.states, *ALWAYS_THERE], "states")
        if any(each.kind is DUPLICATE_KEY and each.span.path == scalar.document.path for each in world.report.found):
            help = f"two things in this file have one name; is one of them meant to be '{name}'?"
    world.report.add(UNKNOWN_STATE, scalar, f"there is no state '{name}'", help)
    return False


def _cleared(fields: Fields, ways: Ways, world: World) -> tuple[str, ...]:
    cleared = []
    for scalar in fields.scalars("clear"):
        if scalar.text in ways.slots:
            cleared.append(scalar.text)
        else:
            help = meant(scalar.text, ways.slots, "slots")
            world.report.add(UNKNOWN_NAME, scalar, f"there is no slot '{scalar.text}' to clear", help)
    return tuple(cleared)


def read_ladder(fields: Fields, key: str, ways: Ways, world: World) -> Ladder | None:
    """The rungs under `no_input` or `no_match`; None where there is no such key."""
    if (node := fields.node(key)) is None:
        return None
    scope, report = ways.asking, world.report
    rungs: list[Rung] = []
    items = list(fitting(node, LADDER.item, key, report))
    for item in items:
        if isinstance(item, Scalar):
            check_text(_RUNG_TEXT, item, key, report)
            rungs.append(Rung(read_words(item, scope, report)))
            continue
        assert isinstance(item, Mapping)
        rung = open_mapping(_RUNG, item, item, report)
        say, go = read_words(rung.scalar("say"), scope, report), rung.scalar("go")
        if go is not None and check_target(go, ways, world):
            rungs.append(Rung(None, Edge(go.text, say=say, span=item.span)))
        if item is not items[-1]:
            report.add(LADDER_STAYS, item, "the ladder leaves here; the rungs after this one are never reached")
    if not items or isinstance(items[-1], Scalar):
        last = items[-1].text if items and isinstance(items[-1], Scalar) else ""
        to_state = last in ways.states or last in ALWAYS_THERE
        report.add(
            LADDER_STAYS,
            items[-1] if items else node,
            f"the last rung of '{key}' must leave, or the call would stand still",
            f"write: {{go: {last}}}" if to_state else 'add: {say: "Let me get someone.", go: person}',
        )
    return tuple(rungs)


class Inherited(TypedDict, total=False):
    """What the project, a flow and a state may each say anew, as fields of the model."""

    no_input: Ladder | None
    no_match: Ladder | None
    anytime: Anytime | None
    digress: tuple[str, ...] | None


def read_inherited(fields: Fields, ways: Ways, world: World) -> Inherited:
    """What is said anew under these keys; nothing is, almost everywhere."""
    if _INHERITED.isdisjoint(fields.entries):
        return {}
    return {
        "no_input": read_ladder(fields, "no_input", ways, world),
        "no_match": read_ladder(fields, "no_match", ways, world),
        "anytime": _read_anytime(fields, world),
        "digress": _read_digress(fields, world),
    }


def _read_anytime(fields: Fields, world: World) -> Anytime | None:
    """What callers may do anytime: a flow for each, or `off`; None where the key is missing."""
    node = fields.node("anytime")
    if not isinstance(node, Mapping):
        return None
    opened = open_mapping(_ANYTIME, node, fields.key("anytime"), world.report)
    answers: dict[str, str] = {}
    for name in opened.entries:
        scalar = opened.scalar(name)
        if scalar is None:
            continue
        if scalar.text == "off" or scalar.text in world.flows:
            answers[name] = scalar.text
        else:
            switched = {"on": "leave it out: it is on", "yes": "leave it out: it is on"}
            switched |= dict.fromkeys(("no", "none", "never"), f"write: {name}: off")
            help = switched.get(scalar.text) or meant(scalar.text, [*world.flows, "off"], "flows")
            world.report.add(UNKNOWN_NAME, scalar, f"there is no flow '{scalar.text}'", help)
    return answers


def _read_digress(fields: Fields, world: World) -> tuple[str, ...] | None:
    """Flows that a caller may turn to meanwhile; None where the key is missing."""
    if "digress" not in fields:
        return None
    scalars = fields.scalars("digress")
    if len(scalars) == 1 and scalars[0].text in ("off", "none", "no", "never") and scalars[0].text not in world.flows:
        world.report.add(UNKNOWN_NAME, scalars[0], f"there is no flow '{scalars[0].text}'", "write: digress: []")
        return ()
    return tuple(scalar.text for scalar in scalars if check_offered(scalar, world))


def check_offered(scalar: Scalar, world: World) -> bool:
    """Whether a flow can be offered to callers: it exists, and says when they want it."""
    flow = world.flows.get(scalar.text)
    if flow is None:
        if scalar.text in world.tools:
            help = f"'{scalar.text}' is a tool; a flow can use it"
        else:
            help = meant(scalar.text, world.flows, "flows")
        world.report.add(UNKNOWN_NAME, scalar, f"there is no flow '{scalar.text}'", help)
        return False
    if "about" not in flow.fields.mapping and flow.name not in world.undescribed:
        world.undescribed.add(flow.name)
        world.report.add(
            MISSING_KEY,
            flow.key,
            f"the flow '{flow.name}' is offered to callers, so it needs 'about'",
            "about: when the caller wants this",
            related(scalar, "it is offered here"),
        )
    return True
