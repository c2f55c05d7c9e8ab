"""Loops that have no end."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.language.model import AboutUs, Choose, Edge, Flow, Project, Speak, State
from flowkit.language.project import read_project
from flowkit.language.words import Words
from flowkit.lint.graph.loops import check_loops, endless_loops
from flowkit.lint.graph.routes import routes
from tests.lint.graph.graphs import check

PROJECT = """\
flowkit: 1
title: Desk
start: desk
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {front: {to: "sip:desk@example.com", default: true}}
"""
CATALOG = """\
catalog: shop
records: {order: {key: number, fields: {number: digits, late: yes_no}}}
tools:
  get_order:
    about: Looks an order up.
    effect: read
    input: {number: digits}
    output: order
    outcomes: {not_found: There is none.}
    backend: fixture:shop.yaml
"""
FLOW = """\
flow: desk
title: Desk
slots: {number: {type: digits, ask: "Which number?"}}
start: which
states:
  which: {ask: number, next: look}
  look:
    use: get_order
    with: {number: number}
    next: [{when: order.late, go: late}, {go: bye}]
    outcomes:
      not_found: {times: 2, clear: number, say: "None.", go: which}
  late: {say: "It is late.", next: bye}
  bye: {end: resolved}
  more:
    choose: other
    question: Anything else?
    next: bye
"""
OTHER = """\
flow: other
title: Other
about: Another wish.
start: ok
states: {ok: {say: "Well.", end: resolved}}
"""


def found_in(flow: str) -> list[tuple[str, str, str, str]]:
    files = {"flowkit.yaml": PROJECT, "shop.yaml": CATALOG, "desk.yaml": flow, "other.yaml": OTHER}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [found.message for found in reading.diagnostics]
    return [
        (each.kind.code, str(each.span), each.message, each.help)
        for each in check(reading.project)
        if each.kind.code == "FK210"
    ]


AFTER = "; after that the next edge that fits is taken, or a person takes over"
LOOK = "this loop has no end: 'which' → 'look' → 'which'; give one of its edges `times`"
LATE = "this loop has no end: 'which' → 'look' → 'late' → 'which'; give one of its edges `times`"

MISTAKES = [
    pytest.param(
        {"{times: 2, clear": "{clear"},
        [("12:18", LOOK, 'write: {times: 2, say: "None.", clear: number, go: which}')],
        id="an outcome",
    ),
    pytest.param(
        {'late.", next: bye': 'late.", next: which'},
        [("13:36", LATE, "write: {times: 2, clear: number, go: which}")],
        id="next",
    ),
    pytest.param(
        {"go: late}, {go: bye}": "go: which}, {when: order.late is set, go: which}, {go: late}"},
        [
            ("10:12", LOOK, "write: {when: order.late, times: 2, clear: number, go: which}"),
            ("10:43", LOOK, "write: {when: order.late is set, times: 2, clear: number, go: which}"),
        ],
        id="two edges between the same states",
    ),
    pytest.param(
        {'late.", next: bye': 'late.", next: late'},
        [
            (
                "13:36",
                "this loop has no end: 'late' → 'late'; give one of its edges `times`",
                "write: {times: 2, go: late}",
            )
        ],
        id="back to itself",
    ),
    pytest.param(
        {"{times: 2, clear": "{clear", 'late.", next: bye': 'late.", next: which'},
        [
            ("12:18", LOOK, 'write: {times: 2, say: "None.", clear: number, go: which}'),
            ("13:36", LATE, "write: {times: 2, clear: number, go: which}"),
        ],
        id="two loops, both told",
    ),
    pytest.param(
        {'"None."': f'"{"No. " * 40}"', "{times: 2, clear": "{clear"},
        [("12:18", LOOK, "add to this edge: times: 2")],
        id="a long edge",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), MISTAKES)
def test_a_loop_without_an_end_is_found_at_the_edge_that_closes_it(
    changes: Mapping[str, str], expected: list[tuple[str, str, str]]
) -> None:
    flow = FLOW
    for old, new in changes.items():
        assert old in flow
        flow = flow.replace(old, new)
    assert found_in(flow) == [("FK210", f"desk.yaml:{at}", what, help + AFTER) for at, what, help in expected]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('late.", next: bye', 'late.", next: more'),
        ('late.", next: bye}', 'late.", next: [{times: 3, go: late}, {go: bye}]}'),
        ("bye: {end: resolved}", "bye: {end: resolved}\n  lost: {say: Hm., next: lost}"),
        ("next: bye\n", "next: more\n"),
        ("go: late}, {go: bye}]", "go: late}, {go: bye}]\n    no_match: [Hm., {say: Again., go: which}]"),
    ],
    ids=["times", "straight on", "times on itself", "no call comes there", "choose again", "a ladder"],
)
def test_a_loop_that_ends_is_clean(old: str, new: str) -> None:
    assert found_in(FLOW.replace(old, new)) == []


def test_a_way_around_by_a_choose_is_clean() -> None:
    around = FLOW.replace('late.", next: bye', 'late.", next: more').replace("next: bye\n", "next: which\n")
    assert found_in(around) == []


def flow_of(ways: Mapping[str, list[Edge]], choosing: frozenset[str] = frozenset()) -> tuple[Flow, Project]:
    states = {
        name: State(
            name, Choose(()) if name in choosing else Speak(), next=tuple(way[:2]), outcomes={"x": tuple(way[2:])}
        )
        for name, way in ways.items()
    }
    flow = Flow("desk", "Desk", "s0", states)
    return flow, Project("Desk", "desk", Words("", ()), AboutUs("", "", ""), {"desk": flow})


def brute_loops(flow: Flow) -> Iterator[tuple[str, ...]]:
    """Every way around that passes no state twice, by trying all; found once for each state it begins with."""

    def on(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        state = flow.states[path[-1]]
        if isinstance(state.does, Choose):
            return
        for edge in (*state.next, *state.outcomes["x"]):
            if edge.go == path[0] and edge.times is None:
                yield path
            elif edge.go in flow.states and edge.go not in path and edge.times is None:
                yield from on((*path, edge.go))

    for name in flow.states:
        if name in all_reached(flow):
            yield from on((name,))


def all_reached(flow: Flow) -> set[str]:
    reached = {flow.start}
    for _ in flow.states:
        for name in tuple(reached):
            state = flow.states[name]
            reached |= {edge.go for edge in (*state.next, *state.outcomes["x"]) if edge.go in flow.states}
    return reached


NAMES = [f"s{number}" for number in range(6)]
EDGES = st.builds(Edge, st.sampled_from([*NAMES, "person"]), times=st.sampled_from([None, None, None, 2]))
WAYS = st.fixed_dictionaries({name: st.lists(EDGES, max_size=3) for name in NAMES})


@given(WAYS, st.frozensets(st.sampled_from(NAMES), max_size=2))
def test_the_rule_agrees_with_trying_every_way_around(ways: Mapping[str, list[Edge]], choosing: frozenset[str]) -> None:
    flow, project = flow_of(ways, choosing)
    brute = list(brute_loops(flow))
    found = list(endless_loops(flow, project))
    assert bool(found) == bool(brute)
    if found:
        assert len(found[0]) == min(len(loop) for loop in brute)
    for loop in found:
        names = tuple(each.source for each in loop)
        assert tuple(each.target for each in loop) == (*names[1:], names[0])
        assert names in brute
    lengths = [len(loop) for loop in found]
    assert lengths == sorted(lengths)
    mended = {id(loop[-1].edge) for loop in found}
    for name, way in ways.items():
        ways = {**ways, name: [Edge(e.go, times=1) if id(e) in mended else e for e in way]}
    assert list(endless_loops(*flow_of(ways, choosing))) == []


def test_a_long_loop_is_shown_short_and_found_fast() -> None:
    size = 3000
    _, project = flow_of({f"s{n}": [Edge(f"s{(n + 1) % size}")] for n in range(size)})
    (found,) = [each for flow in project.flows.values() for each in check_loops(routes(flow, project))]
    assert found.message == (
        "this loop has no end: 's0' → 's1' → 's2' → 's3' → 's4' → 's5' → 's6' → … → 's2999' → 's0'; "
        "give one of its edges `times`"
    )


def test_of_very_many_loops_the_first_are_told() -> None:
    names = [f"s{n}" for n in range(30)]
    _, project = flow_of({name: [Edge(other) for other in names] for name in names})
    assert len([each for flow in project.flows.values() for each in check_loops(routes(flow, project))]) == 20
