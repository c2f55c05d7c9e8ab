"""Labels: the few words that stand in a state, and texts as Mermaid can take them."""

from collections.abc import Iterable, Iterator

from flowkit.language.model import Ask, Choose, Confirm, End, Handoff, Project, Run, State, Talk, Use
from flowkit.language.words import Words

LONGEST = 60
"""Characters of a text; the rest is cut off."""

_ENTITIES = {"#": "#35;", "&": "#amp;", "<": "#lt;", ">": "#gt;", "`": "#96;", "\\": "#92;", "%": "#37;"}


def kind_of(state: State) -> str:
    """The name of a state's kind as it stands in the file; `say` for one without."""
    match state.does:
        case Ask():
            return "ask"
        case Choose():
            return "choose"
        case Use():
            return "use"
        case Confirm():
            return "confirm"
        case Talk():
            return "talk"
        case Run():
            return "run"
        case Handoff():
            return "handoff"
        case End():
            return "end"
    return "say"


def lines_of(state: State, project: Project) -> list[str]:
    """What stands in a state under its name, in the order in which it happens: what it says, does and asks."""
    question: Words | None = getattr(state.does, "question", None)
    return [*_spoken(state.say), *_does(state, project), *_spoken(question)]


def _does(state: State, project: Project) -> Iterator[str]:
    match state.does:
        case Ask(slots=names, enough=enough) if enough:
            yield f"ask any {enough} of {', '.join(names)}"
        case Ask(slots=names) | Choose(flows=names):
            yield f"{kind_of(state)} {', '.join(names)}"
        case Use(tool=tool):
            yield f"use {tool}"
        case Confirm(tool=tool):
            yield f"confirm {tool}, {_effect(project, tool)}"
        case Talk(tools=tools, goal=goal):
            yield f"talk: {goal.source}"
            if tools:
                yield f"with {', '.join(tools)}"
        case Run(flow=flow):
            yield f"run {flow}"
        case Handoff(place=place):
            yield f"handoff {place}" if place else "handoff"
        case End(outcome=outcome):
            yield f"end: {outcome}"


def _effect(project: Project, tool: str) -> str:
    found = project.tools.get(tool)
    return "money" if found is not None and found.effect == "money" else "a write"


def _spoken(words: Words | None) -> list[str]:
    return [] if words is None else [f"“{words.source}”"]


def label(lines: Iterable[str], title: str = "") -> str:
    """Lines as one quoted label, the title in bold."""
    told = [escaped(shortened(line)) for line in lines]
    return '"' + "<br/>".join([*([f"<b>{escaped(title)}</b>"] if title else []), *told]) + '"'


def shortened(text: str) -> str:
    """A text in one line of at most `LONGEST` characters."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def escaped(text: str) -> str:
    """A text that means nothing to Mermaid or HTML. Quotation marks become single ones: a label ends with the first."""
    return "".join(_ENTITIES.get(sign, sign) for sign in text.replace('"', "'"))
