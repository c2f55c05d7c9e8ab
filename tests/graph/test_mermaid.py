"""The picture of a flow: what is drawn, how it is told apart, and that Mermaid can read it whatever a flow says."""

import re
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from flowkit.graph import mermaid
from flowkit.graph.labels import LONGEST, escaped, label, lines_of, shortened
from flowkit.graph.mermaid import COLOURS, SHAPES
from flowkit.language.model import Ask, Flow, Project, Speak
from flowkit.language.project import read_project
from flowkit.language.words import Words

PROJECT = """
flowkit: 1
title: Line
start: main
greeting: Hello.
preconditions:
  known: {when: caller is set, run: who}
  gold: {when: known and caller.gold, run: who}
about_us: {automated: A program., recording: "No.", data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""

WHO = """
flow: who
title: Who is there
slots: {name: {type: name, ask: "Who is there?"}}
start: end
states:
  end: {ask: name, next: graph}
  graph: {use: find, with: {name: name}, next: style, outcomes: {not_found: person}}
  style: {end: resolved}
"""

MAIN = """
flow: main
title: Everything at once
about: The caller wants everything.
requires: [known, gold]
slots:
  size:
    type: integer
    ask: How big?
    no_match: ["A number, please.", {say: "Let me get someone.", go: person}]
  why: {type: text, ask: "Why?"}
start: hello
states:
  hello:
    say: Good day.
    next:
      - {when: "caller.name == 'Bo' and caller.gold", go: what}
      - {when: not caller.gold, times: 2, say: "Not <gold> & \\"new\\".", clear: [size, why], go: what}
      - {times: 1, go: more}
      - {go: bye}
  what: {ask: [size, why], question: "How big, and why?", next: look, no_input: [{go: hang_up}]}
  more: {choose: [main, other], question: "What else?", next: more, outcomes: {nothing: bye, other: chat}}
  look: {use: find, with: {name: why}, next: agree, outcomes: {not_found: {times: 1, clear: why, go: what}}}
  agree: {confirm: pay, with: {size: size}, next: tell, outcomes: {declined: what, unknown: agree_person}}
  tell: {say: It is paid., next: chat}
  chat:
    talk: "Talk about `things`, #1 and so on, until the caller has had enough of it or the line goes down for good."
    tools: [find]
    until: size is set
    exits: {bored: They are bored., gone: They are gone.}
    next: back
    outcomes: {bored: bye}
  back: {run: other, next: bye, outcomes: {odd: person}}
  agree_person: {handoff: desk, say: I'll put you through.}
  bye: {say: Bye., end: resolved}
"""

OTHER = """
flow: other
title: Other
about: Something else.
start: only
states:
  only: {say: "Well.", next: [{when: caller.gold, go: done}, {go: oddly}]}
  done: {end: resolved}
  oddly: {end: odd}
"""

TOOLS = """
catalog: c
records: {caller: {key: name, single: true, fields: {name: name, gold: yes_no}}}
tools:
  find:
    about: Finds.
    effect: read
    input: {name: text}
    output: caller
    outcomes: {not_found: No.}
    backend: python:m:f
  pay:
    about: Pays.
    effect: money
    input: {size: integer}
    limits: at most 1 per call
    read_back: "I'll pay {{ size }}. Shall I?"
    backend: python:m:p
"""


@pytest.fixture(scope="module")
def project() -> Project:
    """A project whose main flow has a state of every kind."""
    texts = {"flowkit.yaml": PROJECT, "main.yaml": MAIN, "other.yaml": OTHER, "who.yaml": WHO, "c.yaml": TOOLS}
    reading = read_project({path: text.encode() for path, text in texts.items()})
    assert reading.project is not None, [f"{each.span}: {each.message}" for each in reading.diagnostics]
    return reading.project


# A reader of the part of Mermaid that is written; everything else is an error.

_LABEL = r'"(?P<label>(?:[^"<>&#`\\]|#(?:\d+|amp|lt|gt);|<br/>|</?b>)*)"'
_NODE = re.compile(rf"  (?P<id>\w+)(?P<open>[\[({{>/\\]+){_LABEL}(?P<close>[\])}}/\\]+):::k_(?P<kind>\w+)")
_ARROW = re.compile(rf"  (?P<source>\w+) (?P<line>-->|-\.->)(?:\|{_LABEL}\|)? (?P<target>\w+)")
_CLASS = re.compile(r"  classDef k_(?P<kind>\w+) [a-z0-9#:, -]+")


@dataclass
class Picture:
    """What was drawn: nodes by id with kind and label, arrows, and kinds that have a colour."""

    nodes: dict[str, tuple[str, str]] = field(default_factory=dict)
    arrows: list[tuple[str, str, str, bool]] = field(default_factory=list)
    coloured: set[str] = field(default_factory=set)

    def arrows_from(self, state: str) -> list[tuple[str, str]]:
        """Where a state leads to, with the words at it."""
        return [(target[2:], words) for source, target, words, _ in self.arrows if source == f"s_{state}"]


def see(text: str) -> Picture:
    """Reads a picture; an assertion fails where Mermaid would."""
    first, *lines = text.removesuffix("\n").split("\n")
    assert first == "flowchart TD"
    picture = Picture()
    for line in lines:
        if match := _NODE.fullmatch(line):
            assert (match["open"], match["close"]) == SHAPES[match["kind"]]
            assert match["id"] not in picture.nodes
            picture.nodes[match["id"]] = (match["kind"], match["label"])
        elif match := _ARROW.fullmatch(line):
            picture.arrows.append((match["source"], match["target"], match["label"] or "", match["line"] == "-.->"))
        else:
            match = _CLASS.fullmatch(line)
            assert match, f"Mermaid cannot read: {line}"
            picture.coloured.add(match["kind"])
    assert {end for arrow in picture.arrows for end in arrow[:2]} <= set(picture.nodes), "arrows lead somewhere"
    assert picture.coloured == {kind for kind, _ in picture.nodes.values()}
    return picture


@pytest.fixture(scope="module")
def picture(project: Project) -> Picture:
    """The main flow, drawn and read."""
    return see(mermaid(project.flows["main"], project))


def test_the_whole_picture(project: Project, snapshot: SnapshotAssertion) -> None:
    assert mermaid(project.flows["main"], project) == snapshot


def test_it_is_always_the_same(project: Project) -> None:
    assert len({mermaid(project.flows["main"], project) for _ in range(3)}) == 1


def test_every_state_is_there_by_its_kind(picture: Picture) -> None:
    kinds = {name[2:]: kind for name, (kind, _) in picture.nodes.items() if name.startswith("s_")}
    assert kinds == {
        "hello": "say",
        "what": "ask",
        "more": "choose",
        "look": "use",
        "agree": "confirm",
        "tell": "say",
        "chat": "talk",
        "back": "run",
        "agree_person": "handoff",
        "bye": "end",
        "person": "handoff",
        "hang_up": "end",
    }


def test_kinds_differ_in_shape_or_colour() -> None:
    assert set(SHAPES) == set(COLOURS)
    looks = [(SHAPES[kind], COLOURS[kind]) for kind in SHAPES]
    assert len(set(looks)) == len(looks)


def test_every_way_that_is_written_is_an_arrow_and_no_other(project: Project) -> None:
    flow = project.flows["main"]
    written = sum(len(way) for each in flow.states.values() for way in (each.next, *each.outcomes.values()))
    picture = see(mermaid(flow, project))
    ladders = [arrow for arrow in picture.arrows if arrow[3]]
    beginning = [arrow for arrow in picture.arrows if not arrow[0].startswith("s_")]
    assert len(picture.arrows) - len(ladders) - len(beginning) == written
    assert len(ladders) == 2


def test_words_at_the_arrows(picture: Picture) -> None:
    assert picture.arrows_from("hello") == [
        ("what", "when caller.name == 'Bo' and caller.gold"),
        ("what", "when not caller.gold<br/>up to 2 times<br/>“Not #lt;gold#gt; #amp; 'new'.”<br/>clears size, why"),
        ("more", "else<br/>once"),
        ("bye", "else"),
    ]
    assert picture.arrows_from("look") == [("agree", ""), ("what", "not_found<br/>once<br/>clears why")]
    assert picture.arrows_from("agree")[0] == ("tell", "carried out")
    assert picture.arrows_from("chat") == [("back", "until size is set or gone"), ("bye", "bored")]
    assert picture.arrows_from("back") == [("bye", "resolved"), ("person", "odd")]


def test_ladders_of_a_state_and_its_slots_are_dashed(picture: Picture) -> None:
    dashed = [(source, target, words) for source, target, words, is_dashed in picture.arrows if is_dashed]
    assert dashed == [
        ("s_what", "s_hang_up", "no_input 1"),
        ("s_what", "s_person", "no_match 2<br/>“Let me get someone.”"),
    ]


def test_what_is_required_comes_first(picture: Picture) -> None:
    path = [(source, target) for source, target, _, _ in picture.arrows if not source.startswith("s_")]
    assert path == [("flow_start", "p_known"), ("p_known", "p_gold"), ("p_gold", "s_hello")]
    assert picture.nodes["p_known"][1] == "<b>known</b><br/>holds, or who runs"


def test_what_is_required_has_its_colour_where_no_state_runs_a_flow(project: Project) -> None:
    flow = replace(project.flows["other"], requires=("known",))
    assert see(mermaid(flow, project)).nodes["p_known"][0] == "run"


def test_what_stands_in_states(picture: Picture) -> None:
    assert picture.nodes["s_what"][1] == "<b>what</b><br/>ask size, why<br/>“How big, and why?”"
    assert picture.nodes["s_agree"][1] == "<b>agree</b><br/>confirm pay, money"
    assert picture.nodes["s_bye"][1] == "<b>bye</b><br/>“Bye.”<br/>end: resolved"
    assert picture.nodes["s_person"][1] == "<b>person</b><br/>handoff desk"
    assert picture.nodes["s_chat"][1].endswith("…<br/>with find")


def test_what_is_not_drawn_is_told(picture: Picture, project: Project) -> None:
    told = picture.nodes["not_drawn"][1]
    for words in ("asks for a person → person", "declined → asked what to change", "failed → person", "too long"):
        assert words.replace(">", "#gt;") in told or words in told
    short = see(mermaid(project.flows["other"], project)).nodes["not_drawn"][1]
    assert short == "<b>unless drawn</b><br/>asks for a person → person"


def test_states_named_like_words_of_mermaid(project: Project) -> None:
    picture = see(mermaid(project.flows["who"], project))
    assert [name for name in picture.nodes if name.startswith("s_")] == ["s_end", "s_graph", "s_style", "s_person"]


def test_a_state_of_ones_own_named_person_is_drawn_once(project: Project) -> None:
    flow = project.flows["who"]
    own = replace(flow, states={**flow.states, "person": replace(flow.states["style"], name="person")})
    assert see(mermaid(own, project)).nodes["s_person"][0] == "end"


@given(st.text(max_size=200))
def test_no_text_breaks_a_picture(text: str) -> None:
    see(mermaid(*_one_state(text)))


@pytest.mark.parametrize(
    "text", ['"', "`md`", "a\nb", "#quot;", "<script>", "a --> b", "%%{init: {}}%%", "]) :::x", "&amp;"]
)
def test_signs_of_mermaid_and_html(text: str) -> None:
    see(mermaid(*_one_state(text)))


def _one_state(text: str) -> tuple[Flow, Project]:
    from flowkit.language.model import AboutUs, State

    words = Words(text, (text,))
    flow = Flow("f", text, "a", {"a": State("a", Speak(), say=words)})
    return flow, Project("P", "f", words, AboutUs("", "", ""), {"f": flow})


def test_long_texts_are_cut() -> None:
    assert shortened("a" * LONGEST) == "a" * LONGEST
    assert shortened("a" * 59 + " b c") == "a" * 59 + "…"
    assert escaped("100%") == "100#37;"
    assert label(["x"]) == '"x"'


def test_an_ask_that_is_content_with_some_of_its_slots_says_with_how_many(project: Project) -> None:
    state = project.flows["who"].states["end"]
    assert lines_of(replace(state, does=Ask(("name", "size"), None, 1)), project) == ["ask any 1 of name, size"]
    assert lines_of(replace(state, does=Ask(("name", "size"))), project) == ["ask name, size"]
