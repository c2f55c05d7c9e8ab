"""Edges back to an `ask` that has nothing left to ask."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.language.model import AboutUs, Ask, Edge, Flow, Project, Slot, Speak, State
from flowkit.language.project import read_project
from flowkit.language.shapes import Shape
from flowkit.language.words import Words
from flowkit.lint.check import check
from flowkit.lint.slots.asking_again import back_in_vain
from flowkit.lint.slots.knowledge import Knowledge

PROJECT = """\
flowkit: 1
title: Desk
start: move
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {front: {to: "sip:desk@example.com", default: true}}
slots: {number: {type: digits, ask: "Which number?"}}
"""
CATALOG = """\
catalog: shop
records: {order: {key: number, fields: {number: digits, late: yes_no, lines: {many: true, fields: {id: digits}}}}}
tools:
  get_order:
    about: Looks an order up.
    effect: read
    input: {number: digits}
    output: order
    outcomes: {not_found: There is none.}
    backend: fixture:shop.yaml
  find_hours:
    about: Free hours of a day.
    effect: read
    input: {day: date}
    output: {many: true, fields: {id: digits, start: time}}
    backend: fixture:shop.yaml
"""
FLOW = """\
flow: move
title: Move
slots:
  day: {type: date, ask: "Which day?"}
  note: {type: text, ask: "What for?", optional: true}
  hour: {type: choice, options: hours, key: id, label: "{{ start }}", ask: "What time?"}
start: which
states:
  which: {ask: number, next: look, outcomes: {cannot_say: {times: 1, go: which}}}
  look:
    use: get_order
    with: {number: number}
    next: when
    outcomes: {not_found: {times: 2, clear: number, go: which}}
  when: {ask: [day, note], next: find}
  find:
    use: find_hours
    with: {day: day}
    save_as: hours
    next: [{when: hours is empty, times: 2, clear: day, go: when}, {when: hours is empty, go: bye}, {go: pick}]
  pick: {ask: hour, next: check}
  check:
    next:
      - {when: order.late, times: 1, clear: hour, go: pick}
      - {when: day == today, times: 1, go: find}
      - {go: bye}
  bye: {end: resolved}
"""


def found_in(flow: str) -> list[tuple[str, str, str, str, list[str]]]:
    files = {"flowkit.yaml": PROJECT, "shop.yaml": CATALOG, "move.yaml": flow}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [found.message for found in reading.diagnostics]
    return [
        (each.kind.code, str(each.span), each.message, each.help, [f"{r.span} {r.message}" for r in each.related])
        for each in check(reading.project)
        if each.kind.code != "FK336"  # these flows ask for what they do not need
    ]


def test_edges_back_that_clear_something_are_clean() -> None:
    assert found_in(FLOW) == []


MISTAKES = [
    ("clear: number, go: which}", "go: which}", "14:27", "which", "{times: 2, clear: number, go: which}"),
    (
        "hours is empty, times: 2, clear: day, go",
        "hours is empty, times: 2, go",
        "20:12",
        "when",
        "{when: hours is empty, times: 2, clear: day, go: when}",
    ),
    (
        "order.late, times: 1, clear: hour, go",
        "order.late, times: 1, go",
        "24:9",
        "pick",
        "{when: order.late, times: 1, clear: hour, go: pick}",
    ),
    (
        "order.late, times: 1, clear: hour, go",
        "order.late, times: 1, clear: note, go",
        "24:9",
        "pick",
        "{when: order.late, times: 1, clear: [note, hour], go: pick}",
    ),
    (
        "{go: bye}",
        "{when: day > today, times: 1, go: which}\n      - {go: bye}",
        "26:9",
        "which",
        "{when: day > today, times: 1, clear: number, go: which}",
    ),
    (
        "{go: bye}",
        "{when: day > today, times: 1, clear: hour, go: when}\n      - {go: bye}",
        "26:9",
        "when",
        "{when: day > today, times: 1, clear: [hour, day], go: when}",
    ),
    (
        "next: look, outcomes",
        "next: [{when: number == '1', times: 1, go: which}, {go: look}], outcomes",
        "9:31",
        "which",
        "{when: number == '1', times: 1, clear: number, go: which}",
    ),
]
SPANS = {"which": (9, "number"), "when": (15, "day"), "pick": (21, "hour")}


@pytest.mark.parametrize(("old", "new", "place", "state", "mended"), MISTAKES)
def test_an_edge_back_that_clears_nothing_is_found(old: str, new: str, place: str, state: str, mended: str) -> None:
    assert FLOW.count(old) == 1
    line, slot = SPANS[state]
    assert found_in(FLOW.replace(old, new)) == [
        (
            "FK211",
            f"move.yaml:{place}",
            f"nothing left to ask in '{state}': the call would come straight back",
            f"write: {mended}",
            [f"move.yaml:{line}:3 this asks for '{slot}', and nothing on the way clears it"],
        )
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("late, times: 1, clear: hour", "late, times: 1, clear: day"),
        ("{when: day == today, times: 1, go: find}", "{when: day == today, times: 1, clear: number, go: forth}"),
        ("{go: bye}", "{when: number is not set, times: 1, go: which}\n      - {go: bye}"),
        ("ask: number, next: look", "ask: number, no_match: [Hm., {say: So., go: find}], next: look"),
        ("ask: [day, note]", "ask: note"),
        ("  bye: {end", "  lost: {say: Hm., next: pick}\n  bye: {end"),
    ],
    ids=[
        "what it is made of is cleared",
        "cleared further back",
        "the guard asks for it",
        "a ladder comes past",
        "only optional",
        "not reached",
    ],
)
def test_no_alarm_where_it_is_not_sure(old: str, new: str) -> None:
    assert FLOW.count(old) == 1
    flow = FLOW.replace(old, new)
    if "go: forth" in flow:
        flow = flow.replace("  bye: {end", "  forth: {say: Again., next: {times: 1, go: which}}\n  bye: {end")
    assert [each for each in found_in(flow) if each[0] == "FK211"] == []


def test_forward_to_what_was_asked_already_is_no_loop() -> None:
    again = FLOW.replace("next: when\n", "next: again\n").replace(
        "  bye: {end", "  again: {ask: number, next: when}\n  bye: {end"
    )
    assert found_in(again) == []


STEPS = """\
flow: steps
title: Steps
about: Steps.
slots:
  day: {type: date, ask: "Which day?"}
  hour: {type: choice, options: hours, key: id, label: "{{ start }}", ask: "What time?"}
  part: {type: choice, options: later, key: id, label: "{{ start }}", ask: "Which part?"}
  line: {type: choice, options: order.lines, key: id, label: "{{ id }}", ask: "Which line?"}
let: {later: "hours"}
start: which
states:
  which: {ask: [number, day], next: hours_of}
  hours_of: {use: find_hours, with: {day: day}, save_as: hours, next: chat}
  chat: {talk: Chat about it., tools: get_order, exits: {ok: It is done.}, next: pick}
  pick: {ask: SLOT, next: step}
  step: STEP
  again: {next: [{when: order.late, times: 1, CLEARgo: pick}, {go: bye}]}
  bye: {end: resolved}
"""
RENEW = "{use: find_hours, with: {day: day}, save_as: hours, next: again}"


@pytest.mark.parametrize(
    ("slot", "step", "clear", "sure"),
    [
        ("hour", "{say: Well., next: again}", "", True),
        ("hour", "{say: Well., next: again}", "clear: day, ", False),
        ("hour", RENEW, "", False),
        ("part", "{say: Well., next: again}", "", True),
        ("part", "{say: Well., next: again}", "clear: day, ", False),
        ("part", RENEW, "", False),
        ("line", "{say: Well., next: again}", "", True),
        ("line", "{say: Well., next: again}", "clear: number, ", False),
        ("line", "{talk: More., tools: get_order, exits: {ok: Done.}, next: again}", "", False),
        ("line", "{run: hello, next: again}", "", True),
        ("number", RENEW, "", True),
        ("number", "{run: hello, next: again}", "", False),
        ("number", "{choose: hello, question: Well then, next: again}", "", False),
        ("day", "{run: hello, next: again}", "", True),
    ],
)
def test_what_a_step_on_the_way_may_forget(slot: str, step: str, clear: str, sure: bool) -> None:
    flow = STEPS.replace("SLOT", slot).replace("STEP", step).replace("CLEAR", clear)
    hello = "flow: hello\ntitle: Hi\nabout: Hi.\nstart: ok\nstates: {ok: {end: resolved}}\n"
    files = {"flowkit.yaml": PROJECT.replace("start: move", "start: steps"), "shop.yaml": CATALOG, "s.yaml": flow}
    reading = read_project({path: text.encode() for path, text in {**files, "h.yaml": hello}.items()})
    assert reading.project is not None, [found.message for found in reading.diagnostics]
    found = [str(each.span) for each in check(reading.project) if each.kind.code == "FK211"]
    assert found == (["s.yaml:17:18"] if sure else [])


def test_the_projects_own_flows_are_clean() -> None:
    folder = Path(__file__).parents[3] / "flows"
    reading = read_project({str(path): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))})
    assert reading.project is not None
    assert check(reading.project) == []


NAMES = [f"s{number}" for number in range(5)]
SLOTS = ("a", "b", "c")
EDGES = st.builds(Edge, st.sampled_from(NAMES), clear=st.lists(st.sampled_from(SLOTS), max_size=1).map(tuple))
DOES = st.one_of(
    st.just(Speak()), st.lists(st.sampled_from(SLOTS), min_size=1, max_size=2, unique=True).map(lambda s: Ask(tuple(s)))
)
SOME = st.one_of(DOES, st.sampled_from([Ask(SLOTS, enough=1), Ask(SLOTS, enough=2), Ask(SLOTS[:2], enough=1)]))
Drawn = dict[str, tuple[Ask | Speak, list[Edge], list[Edge]]]


def states_with(does: st.SearchStrategy[Ask | Speak]) -> st.SearchStrategy[Drawn]:
    return st.fixed_dictionaries(
        {name: st.tuples(does, st.lists(EDGES, max_size=2), st.lists(EDGES, max_size=1)) for name in NAMES}
    )


@given(states_with(DOES))
def test_the_rule_agrees_with_walking_every_way(drawn: Drawn) -> None:
    assert found_and_walked(drawn)[0] == found_and_walked(drawn)[1]


@given(states_with(SOME))
def test_the_rule_says_nothing_that_some_way_belies(drawn: Drawn) -> None:
    found, sure = found_and_walked(drawn)
    assert found <= sure


def found_and_walked(drawn: Drawn) -> tuple[set[int], set[int]]:
    states = {
        name: State(name, does, next=tuple(way), outcomes={"cannot_say": tuple(other)})
        for name, (does, way, other) in drawn.items()
    }
    slots = {name: Slot(name, Shape("text")) for name in SLOTS}
    flow = Flow("desk", "Desk", "s0", states, slots=slots)
    project = Project("Desk", "desk", Words("", ()), AboutUs("", "", ""), {"desk": flow})
    return {id(transition.edge) for transition, _ in back_in_vain(Knowledge(flow, project))}, walked(flow)


def walked(flow: Flow) -> set[int]:
    """Edges on a way around after which, however the call came there, all that their `ask` wants is set."""
    seen: set[tuple[str, frozenset[str]]] = set()
    arrivals: dict[int, list[bool]] = {}
    todo = [(flow.start, frozenset[str]())]
    around: dict[int, tuple[str, str]] = {}
    while todo:
        name, held = todo.pop()
        if (name, held) in seen:
            continue
        seen.add((name, held))
        state = flow.states[name]
        for way, worked in ((state.next, True), (state.outcomes["cannot_say"], False)):
            does = state.does
            for after in held_after(does, held) if worked and isinstance(does, Ask) else [held]:
                for edge in way:
                    left = frozenset(after - set(edge.clear))
                    todo.append((edge.go, left))
                    target = flow.states[edge.go].does
                    if isinstance(target, Ask):
                        wanted = target.enough or len(target.slots)
                        arrivals.setdefault(id(edge), []).append(len(left.intersection(target.slots)) >= wanted)
                        around[id(edge)] = (edge.go, name)
    return {edge for edge, full in arrivals.items() if all(full) and leads(flow, *around[edge])}


def held_after(does: Ask, held: frozenset[str]) -> list[frozenset[str]]:
    """What may be set when an `ask` did its job."""
    least = does.enough or len(does.slots)
    some = (frozenset(taken) for size in range(len(does.slots) + 1) for taken in combinations(does.slots, size))
    return [held | taken for taken in some if len((held | taken).intersection(does.slots)) >= least]


def leads(flow: Flow, start: str, goal: str) -> bool:
    reached = {start}
    for _ in flow.states:
        for name in tuple(reached):
            state = flow.states[name]
            reached |= {edge.go for edge in (*state.next, *state.outcomes["cannot_say"])}
    return goal in reached


def test_what_is_cleared_after_all_was_set_is_forgotten() -> None:
    states = {
        "s0": State("s0", Ask(SLOTS), next=(Edge("s1"),)),
        "s1": State("s1", Speak(), next=(Edge("s2", clear=("a",)),)),
        "s2": State("s2", Speak(), next=(Edge("s0"),)),
    }
    flow = Flow("desk", "Desk", "s0", states, slots={name: Slot(name, Shape("text")) for name in SLOTS})
    project = Project("Desk", "desk", Words("", ()), AboutUs("", "", ""), {"desk": flow})
    assert list(back_in_vain(Knowledge(flow, project))) == []


ENOUGH = """\
flow: move
title: Move
slots:
  day: {type: date, ask: "Which day?"}
  name: {type: name, ask: "Your name?"}
start: who
states:
  who: {ask: [number, day, name], enough: 2, question: "Two of number, day and name?", next: NEXT}
  go_on: {next: [{when: name is not set, times: 1, CLEARgo: who}, {go: bye}]}
  back: {next: [{when: number == '1', times: 1, CLEARgo: who}, {go: bye}]}
  bye: {end: resolved}
"""


@pytest.mark.parametrize(
    ("after", "clear", "sure"),
    [
        ("back", "", True),
        ("back", "clear: day, ", False),
        ("back", "clear: [day, name], ", False),
        ("go_on", "", False),
        ("[{when: day is set, times: 1, go: who}, {go: bye}]", "", False),
    ],
)
def test_an_ask_that_is_content_with_some_of_its_slots(after: str, clear: str, sure: bool) -> None:
    flow = ENOUGH.replace("NEXT", after).replace("CLEAR", clear)
    found = [each for each in found_in(flow) if each[0] == "FK211"]
    assert len(found) == sure
    if sure:
        assert found[0][3] == "write: {when: number == '1', times: 1, clear: [number, day, name], go: who}"


@pytest.mark.parametrize(("step", "sure"), [("{say: Well., next: back}", True), ("{run: hello, next: back}", False)])
def test_another_flow_may_forget_one_of_them(step: str, sure: bool) -> None:
    flow = ENOUGH.replace("NEXT", "on_the_way").replace("CLEAR", "").replace("  bye:", f"  on_the_way: {step}\n  bye:")
    hello = "flow: hello\ntitle: Hi\nabout: Hi.\nstart: ok\nstates: {ok: {end: resolved}}\n"
    files = {"flowkit.yaml": PROJECT, "move.yaml": flow, "hello.yaml": hello}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None
    assert [each.kind.code for each in check(reading.project)].count("FK211") == sure


def test_none_of_the_slots_of_such_an_ask_is_sure() -> None:
    flow = ENOUGH.replace("NEXT", "day_again").replace(
        "  bye:", "  day_again: {ask: day, next: back}\n  last: {ask: day, next: bye}\n  bye:"
    )
    reading = read_project({"flowkit.yaml": PROJECT.encode(), "move.yaml": flow.replace("CLEAR", "").encode()})
    assert reading.project is not None
    known = Knowledge(reading.project.flows["move"], reading.project)
    day, others = known.bits["day"], known.bits["number"] | known.bits["name"]
    assert not known.at["day_again"] & (day | others)
    assert known.at["back"] & day


ROUND = """\
flow: move
title: Move
slots:
  again: {type: yes_no, ask: "Another one?"}
start: when
states:
  when: {ask: number, next: tell}
  tell: {say: "That is {{ number }}.", next: more}
  more:
    ask: again
    next:
      - {when: again, times: 3, clear: [number, again], go: when}
      - {go: bye}
  bye: {end: resolved}
"""


def _about_asking(flow: str) -> list[tuple[str, str, str, str, list[str]]]:
    return [each for each in found_in(flow) if each[0] == "FK211"]


def test_a_new_round_forgets_the_answer_that_began_it() -> None:
    assert _about_asking(ROUND) == []
    assert _about_asking(ROUND.replace("clear: [number, again]", "clear: number")) == [
        (
            "FK211",
            "move.yaml:12:9",
            "this leads back to 'more' with 'again' still set, so that is not asked again: "
            "'more' → 'when' → 'tell' → 'more'",
            "write: {when: again, times: 3, clear: [number, again], go: when}",
            ["move.yaml:7:3 then here", "move.yaml:8:3 then here"],
        )
    ]


def test_an_answer_that_holds_for_all_rounds_may_stay() -> None:
    once = ROUND.replace(
        "{when: again, times: 3, clear: [number, again], go: when}", "{when: again, times: 1, go: tell}"
    )
    assert _about_asking(once) == []
