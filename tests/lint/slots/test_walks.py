"""What is said of values on all ways, against a walk through every conversation of small random flows."""

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.model import Ask, Flow, Project
from flowkit.language.project import read_project
from flowkit.language.shapes import UNSET
from flowkit.lint.slots.check import check_values
from flowkit.lint.slots.knowledge import EVERYTHING, Knowledge
from tests.lint.slots.shop import CATALOG, HEAD, PROJECT

NAMES = [f"s{number}" for number in range(4)]
SLOTS = {"a": ("v",), "b": ("v",), "k": ("p", "q")}
HEADER = """\
slots:
  a: {type: text, ask: "A?"}
  b: {type: text, ask: "B?"}
  k: {options: [p, q], ask: "K?"}
start: s0
states:
"""
GUARDS = [
    "a is set",
    "a is not set",
    "b is set",
    "k == 'p'",
    "k != 'p'",
    "k == 'q' and b is set",
    "not a is set or k == 'p'",
]
EDGES = st.tuples(st.sampled_from(NAMES), st.sampled_from([None, *GUARDS]), st.sampled_from([None, None, "a", "k"]))
WAYS = st.lists(EDGES, min_size=1, max_size=3)
DOES = st.one_of(st.none(), st.lists(st.sampled_from(list(SLOTS)), min_size=1, max_size=2, unique=True))
STATES = st.tuples(DOES, WAYS, WAYS, st.booleans())
Drawn = list[tuple[list[str] | None, list[Any], list[Any], bool]]


def _way(way: list[Any]) -> str:
    edges = []
    for place, (target, when, clear) in enumerate(way):
        guard = when if place < len(way) - 1 else None  # an edge without a guard stands last
        parts = [f'when: "{guard or "k is set"}"'] if place < len(way) - 1 else []
        parts += [f"clear: {clear}"] if clear else []
        edges.append("{" + ", ".join([*parts, f"go: {target}"]) + "}")
    return f"[{', '.join(edges)}]"


def _flow(drawn: Drawn) -> str:
    lines = []
    for name, (asks, way, other, says) in zip(NAMES, drawn, strict=True):
        ask = f"ask: [{', '.join(asks)}], outcomes: {{cannot_say: {_way(other)}}}, " if asks else ""
        say = 'say: "It is {{ a }}.", ' if says else "say: Well., "
        lines.append(f"  {name}: {{{ask}{say}next: {_way(way)}}}\n")
    return HEADER + "".join(lines)


def _read(drawn: Drawn) -> tuple[Flow, Project]:
    files = {
        "flowkit.yaml": PROJECT.replace("start: front", "start: move"),
        "shop.yaml": CATALOG,
        "move.yaml": HEAD + _flow(drawn),
    }
    project = read_project({path: text.encode() for path, text in files.items()}).project
    assert project is not None
    return project.flows["move"], project


class Values:
    """A scope of slots."""

    def __init__(self, held: dict[str, str]) -> None:
        self.held = held

    def lookup(self, name: str) -> Any:
        return self.held.get(name, UNSET)


Held = frozenset[tuple[str, str]]


def _walked(flow: Flow, unasked: bool = True) -> dict[str, set[Held]]:
    """What may be set at each state, on every conversation: the caller may say anything at a question, and before.

    Without `unasked` they say `a` only where they are asked for it.
    """
    reached: dict[str, set[Held]] = {name: set() for name in flow.states}
    todo = [(flow.start, held) for held in _said(frozenset(), unasked)]
    while todo:
        name, held = todo.pop()
        if held in reached[name]:
            continue
        reached[name].add(held)
        state = flow.states[name]
        for way, did in ((state.next, True), *((way, False) for way in state.outcomes.values())):
            does = state.does
            for after in _said(held, unasked or "a" in does.slots) if isinstance(does, Ask) else [held]:
                if did and isinstance(state.does, Ask) and not set(state.does.slots) <= dict(after).keys():
                    continue
                edge = next((e for e in way if e.when is None or e.when.evaluate(Values(dict(after))) is True), None)
                if edge is not None:
                    todo.append((edge.go, frozenset((n, v) for n, v in after if n not in edge.clear)))
    return reached


def _said(held: Held, with_a: bool) -> list[Held]:
    now = dict(held)
    each = [[(name, now[name])] if name in now else [None, *((name, v) for v in SLOTS[name])] for name in SLOTS]
    each[0] = each[0] if with_a else [("a", now["a"]) if "a" in now else None]
    return [frozenset(pair for pair in pairs if pair is not None) for pairs in product(*each)]


@settings(max_examples=60, deadline=None)
@given(st.lists(STATES, min_size=4, max_size=4))
def test_a_value_is_missing_where_it_is_said_to_be_and_nowhere_else(drawn: Drawn) -> None:
    flow, project = _read(drawn)
    if not any(asks and "a" in asks for asks, *_ in drawn):
        return  # a slot that is never asked for is taken to come from outside
    found = {
        name
        for each in check_values(flow, project)
        if "gap would be spoken" in each.help
        for name, state in flow.states.items()
        if state.span.line == each.span.line
    }
    assert _missing(drawn, _walked(flow, unasked=False)) <= found <= _missing(drawn, _walked(flow))


def _missing(drawn: Drawn, reached: dict[str, set[Held]]) -> set[str]:
    """The states that would say `a` while it is not set."""
    return {
        name
        for name, (_, _, _, says) in zip(NAMES, drawn, strict=True)
        if says and any("a" not in dict(held) for held in reached[name])
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(STATES, min_size=4, max_size=4))
def test_what_is_sure_is_set_on_every_way(drawn: Drawn) -> None:
    flow, project = _read(drawn)
    known, reached = Knowledge(flow, project), _walked(flow)
    for name, held in reached.items():
        if held:
            assert known.at[name] != EVERYTHING
            sure = {slot for slot in SLOTS if known.bits[slot] & known.at[name]}
            assert all(sure <= dict(each).keys() for each in held)
