"""States: the keys that every kind has, and which keys may stand beside which kind."""

from typing import cast

from flowkit.language.building.does_reading import read_does
from flowkit.language.building.expression_reading import read_words
from flowkit.language.building.mappings import Fields
from flowkit.language.building.outcomes import kinds_in, read_outcomes
from flowkit.language.building.table.flow import KIND_KEYS, STATE_KIND
from flowkit.language.building.ways import Ways, read_inherited, read_way_on
from flowkit.language.building.world import FlowSource, World
from flowkit.language.codes import KEY_NOT_HERE, NEXT_MISSING, SEVERAL_KINDS
from flowkit.language.expressions.spelling import listed
from flowkit.language.model import Patience, State, WayOn

_WITHOUT_NEXT = frozenset(("end", "handoff"))
_BESIDE = {
    kind: frozenset(name for name, key in STATE_KIND.keys.items() if not key.on or kind in key.on)
    for kind in ("", *KIND_KEYS)
}
"""The keys that may stand beside each kind key; beside none of them under the empty text."""


def read_state(name: str, fields: Fields, flow: FlowSource, ways: Ways, world: World) -> State | None:
    """An opened state; None if it cannot be told what it does."""
    kinds = kinds_in(fields)
    kind = kinds[0] if kinds else ""
    if not kind and fields.misspelt.intersection(KIND_KEYS):
        return None
    if len(kinds) > 1:
        world.report.add(
            SEVERAL_KINDS,
            fields.key(kinds[1]),
            f"the state '{name}' does several things ({listed(kinds, 'and')}); a state has one kind",
            "make two states, and lead from the first to the second with 'next'",
        )
    _check_keys(kind, kinds, fields, world)
    does = read_does(kind, fields, flow, ways, world)
    say = read_words(fields.scalar("say"), ways.scope, world.report)
    next = _read_next(name, kind, kinds, fields, ways, world)
    outcomes = read_outcomes(kind, fields, ways, world)
    inherited = read_inherited(fields, ways, world)
    if does is None:
        return None
    return State(
        name,
        does,
        say=say,
        exact=fields.flag("exact"),
        next=next,
        outcomes=outcomes,
        patience=cast("Patience | None", fields.word("patience") or None),
        span=fields.place.span,
        does_span=fields.mapping.index[kind].value.span if kind in fields.mapping.index else fields.place.span,
        **inherited,
    )


def _read_next(name: str, kind: str, kinds: list[str], fields: Fields, ways: Ways, world: World) -> WayOn:
    node = fields.node("next")
    if node is not None:
        return read_way_on(node, "next", ways, world)
    missing = "next" not in fields.mapping and "next" not in fields.misspelt
    if missing and _WITHOUT_NEXT.isdisjoint(kinds):
        if kind:
            message = f"the state '{name}' needs 'next': where the flow goes when it did its job"
        else:
            message = f"the state '{name}' leads nowhere: it needs 'next', or 'end' if the flow ends here"
        world.report.add(NEXT_MISSING, fields.place, message, "add: next: the name of a state")
    return ()


def _check_keys(kind: str, kinds: list[str], fields: Fields, world: World) -> None:
    """Keys that do not belong to the kind of the state."""
    if fields.mapping.index.keys() <= _BESIDE[kind]:
        return
    keys = fields.kind.keys
    for name in fields.mapping.index:
        key = keys.get(name)
        if key is None or not key.on or kind in key.on or any(other in key.on for other in kinds):
            continue
        beside = [other for other in key.on if other]
        if kind:
            message = f"'{name}' does not belong to '{kind}'"
        else:
            message = f"'{name}' does not belong to a state without a kind"
        help = f"it stands beside {listed(beside)}" if len(beside) < 5 else _why_not(kind, name)
        world.report.add(KEY_NOT_HERE, fields.key(name), message, help)


def _why_not(kind: str, name: str) -> str:
    match kind, name:
        case "confirm", "say":
            return "the read-back is what is spoken; words before it belong to the edge that leads here"
        case (("end" | "handoff"), "next"):
            return f"'{kind}' is where the flow leaves; nothing comes next"
        case (("" | "end"), _):
            return "such a state has no outcomes of its own; branch with edges under 'next'"
        case _:
            return ""
