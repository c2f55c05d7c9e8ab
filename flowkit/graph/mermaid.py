"""A flow as a Mermaid flowchart, which documents, wikis and code hosts show as a picture.

    flowchart TD
      s_which[/"<b>which</b><br/>ask order_id"/]:::k_ask
      s_which --> s_look

Each kind of state has a shape and a colour of its own. Ids and classes have
a prefix, because words such as `end` are Mermaid's.
"""

from collections.abc import Iterator
from typing import Final

from flowkit.graph.arrows import HANG_UP, PERSON, Arrow, arrows, defaults
from flowkit.graph.labels import kind_of, label, lines_of
from flowkit.language.model import Flow, Project

SHAPES: Final = {
    "say": ("(", ")"),
    "ask": ("[/", "/]"),
    "choose": ("{{", "}}"),
    "use": ("[(", ")]"),
    "confirm": ("[", "]"),
    "talk": ("[\\", "\\]"),
    "run": ("[[", "]]"),
    "handoff": (">", "]"),
    "end": ("([", "])"),
    "flow": ("([", "])"),
    "note": ("[", "]"),
}
"""Kind → the brackets that make its shape."""

COLOURS: Final = {
    "say": "fill:#f4f4f4,stroke:#8a8a8a,color:#1a1a1a",
    "ask": "fill:#e3f0ff,stroke:#2f6fb5,color:#0d2b4d",
    "choose": "fill:#d6e6ff,stroke:#2f6fb5,color:#0d2b4d",
    "use": "fill:#e6f4e6,stroke:#3d8b40,color:#143d16",
    "confirm": "fill:#ffe9d6,stroke:#c25e00,stroke-width:3px,color:#4d2500",
    "talk": "fill:#efe6fa,stroke:#6b46a8,color:#2a1650",
    "run": "fill:#fff8d6,stroke:#a58a00,color:#403600",
    "handoff": "fill:#fde2ea,stroke:#b3265a,color:#4d0d25",
    "end": "fill:#dedede,stroke:#4a4a4a,color:#1a1a1a",
    "flow": "fill:#ffffff,stroke:#4a4a4a,color:#1a1a1a",
    "note": "fill:#ffffff,stroke:#b0b0b0,stroke-dasharray:4 3,color:#5a5a5a",
}


def mermaid(flow: Flow, project: Project) -> str:
    """The flowchart of a flow, as text that ends in a line break.

    Drawn are the states, every way on that is written down, and before the start what the flow requires. What the
    language adds by itself stands in one note.
    """
    return "\n".join(["flowchart TD", *(f"  {line}" for line in _lines(flow, project))]) + "\n"


def _lines(flow: Flow, project: Project) -> Iterator[str]:
    drawn = list(arrows(flow, project))
    kinds = {"flow", "note", *(kind_of(state) for state in flow.states.values())}
    yield from _beginning(flow, project)
    for state in flow.states.values():
        yield _node(f"s_{state.name}", kind_of(state), label(lines_of(state, project), state.name))
    for name, kind, line in _built_in(flow, project, drawn):
        kinds.add(kind)
        yield _node(f"s_{name}", kind, label([line], name))
    yield _node("not_drawn", "note", label(defaults(flow), "unless drawn"))
    yield from map(_arrow, drawn)
    if flow.requires:
        kinds.add("run")
    yield from (f"classDef k_{kind} {COLOURS[kind]}" for kind in SHAPES if kind in kinds)


def _beginning(flow: Flow, project: Project) -> Iterator[str]:
    """The flow itself, and one after the other what has to hold before it starts."""
    yield _node("flow_start", "flow", label([flow.title], flow.name))
    last = "flow_start"
    for name in flow.requires:
        yield _node(f"p_{name}", "run", label([f"holds, or {project.preconditions[name].run} runs"], name))
        yield f"{last} --> p_{name}"
        last = f"p_{name}"
    yield f"{last} --> s_{flow.start}"


def _built_in(flow: Flow, project: Project, drawn: list[Arrow]) -> Iterator[tuple[str, str, str]]:
    """States that every flow has, where an arrow leads to them: name, kind, and what they do."""
    targets = {arrow.target for arrow in drawn} - set(flow.states)
    if PERSON in targets:
        place = project.default_place
        yield PERSON, "handoff", f"handoff {place.name}" if place is not None else "handoff"
    if HANG_UP in targets:
        yield HANG_UP, "end", "the call ends"


def _node(name: str, kind: str, text: str) -> str:
    before, after = SHAPES[kind]
    return f"{name}{before}{text}{after}:::k_{kind}"


def _arrow(arrow: Arrow) -> str:
    line = "-.->" if arrow.ladder else "-->"
    words = f"|{label(arrow.words)}|" if arrow.words else ""
    return f"s_{arrow.source} {line}{words} s_{arrow.target}"
