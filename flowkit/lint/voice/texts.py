"""The texts of a flow, and of the project around it, that callers hear: each with what it is there for."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from flowkit.language.model import Ask, Choose, Confirm, Flow, Ladder, Project, Rule, Slot, State, Tool
from flowkit.language.span import Span
from flowkit.language.words import Words
from flowkit.lint.voice.places import Path, place_in

Role = Literal[
    "say", "edge", "question", "rung", "because", "statement", "leave", "label", "greeting", "answer", "fact"
]

LONGEST: Final = 2000
"""Characters of a text that is looked at word by word; a longer one takes minutes to say, and is told for that."""


class Said:
    """One text: its words, what it is (`leave` is the question of a read-back), and the state, slot or tool it is of.

    `top` and `path` lead to a text that has no place of its own. A plain class: they are made by the thousand.
    """

    __slots__ = ("owner", "path", "role", "top", "words")

    def __init__(self, words: Words, role: Role, owner: str, top: Span, path: Path = ()) -> None:
        self.words = words
        self.role = role
        self.owner = owner
        self.top = top
        self.path = path

    def place(self, start: int = 0, end: int | None = None) -> Span:
        """Where a stretch of it stands; without offsets, all of it."""
        if not start and end is None and not self.path:
            return self.words.span
        size = len(self.words.source)
        return place_in(self.top, self.path, self.words, start, size if end is None else end)


def texts_of_flow(flow: Flow) -> list[Said]:
    """Every text of a flow that a caller may hear, in the order of the file."""
    top = flow.span
    found: list[Said] = []
    add = found.append
    for slot in flow.slots.values():
        _of_slot(slot, top, found)
    for name, state in flow.states.items():
        if state.say is not None:
            found.append(Said(state.say, "say", name, top))
        _of_state(name, state, top, found)
        for way in (state.next, *state.outcomes.values()):
            for edge in way:
                if (say := edge.say) is not None:
                    add(Said(say, "edge", name, top))
    _of_ladders((flow.no_input, flow.no_match), flow.name, top, found)
    return found


def _of_slot(slot: Slot, top: Span, found: list[Said]) -> None:
    if slot.ask is not None:
        found.append(Said(slot.ask, "question", slot.name, top))
    if slot.shape.label is not None:
        found.append(Said(slot.shape.label, "label", slot.name, top))
    _of_rules(slot.only_if, slot.name, top, found)
    _of_ladders((slot.no_input, slot.no_match), slot.name, top, found)


def _of_state(name: str, state: State, top: Span, found: list[Said]) -> None:
    does = state.does
    kind = type(does)
    if kind is Ask or kind is Choose:
        assert isinstance(does, Ask | Choose)
        if does.question is not None:
            found.append(Said(does.question, "question", name, top))
    elif kind is Confirm:
        assert isinstance(does, Confirm)
        if does.read_back is not None:
            found.append(Said(does.read_back.statement, "statement", name, top))
            found.append(Said(does.read_back.question, "leave", name, top))
    if state.no_input is not None or state.no_match is not None:
        _of_ladders((state.no_input, state.no_match), name, top, found)


def _of_ladders(ladders: Iterable[Ladder | None], owner: str, top: Span, found: list[Said]) -> None:
    for rung in (rung for ladder in ladders if ladder for rung in ladder):
        words = rung.say if rung.edge is None else rung.edge.say
        if words is not None:
            found.append(Said(words, "rung", owner, top))


def _of_rules(rules: Iterable[Rule], owner: str, top: Span, found: list[Said]) -> None:
    found += [Said(rule.because, "because", owner, top) for rule in rules]


def texts_of_project(project: Project) -> list[Said]:
    """Every text that stands outside of flows and that a caller may hear."""
    top = project.span
    found = [Said(project.greeting, "greeting", "greeting", top)]
    about = project.about_us
    for name, text in (("automated", about.automated), ("recording", about.recording), ("data", about.data)):
        found.append(Said(Words(text, (text,)), "answer", name, top, ("about_us", name)))
    for name, text in project.facts.items():
        found.append(Said(Words(text, (text,)), "fact", name, top, ("facts", name)))
    for slot in project.slots.values():
        _of_slot(slot, top, found)
    _of_ladders((project.no_input, project.no_match), project.title, top, found)
    for tool in project.tools.values():
        found += _of_tool(tool)
    return found


def _of_tool(tool: Tool) -> Iterator[Said]:
    found: list[Said] = []
    # A rule that several tools name stands in one place: what is found there twice is told once.
    _of_rules(tool.only_if, tool.name, tool.span, found)
    yield from found
    for limit in tool.limits:
        if limit.because is not None:
            yield Said(limit.because, "because", tool.name, tool.span)
    if tool.read_back is not None:
        yield Said(tool.read_back.statement, "statement", tool.name, tool.span)
        yield Said(tool.read_back.question, "leave", tool.name, tool.span)


def fixed_parts(words: Words) -> Iterator[tuple[int, str]]:
    """The stretches of a text that are spoken as they are written: where each begins in `source`, and its letters."""
    at = 0
    for part in words.parts:
        if isinstance(part, str):
            at = words.source.find(part, at)
            if at < 0:  # blanks were taken out around a statement
                return
            yield at, part
            at += len(part)


class Together:
    """All texts of a flow or project in one: what is not in it is in none of them.

    `words` are its words without case, as they stand between blanks and signs.
    """

    __slots__ = ("text", "words")

    def __init__(self, texts: Iterable[Said]) -> None:
        self.text = "\n".join([fixed_text(said.words) for said in texts])
        self.words = words_in(self.text)


def words_in(text: str) -> frozenset[str]:
    """The words of a text without case, parted at blanks and at the signs that stand beside words."""
    text = text.lower()
    for sign in _BESIDE_WORDS if text.isascii() else (*_BESIDE_WORDS, "…", "–", "—", "“", "”", "¿", "¡"):
        text = text.replace(sign, " ")
    return frozenset(text.replace("’", "'").split())


_BESIDE_WORDS: Final = (".", ",", "?", "!", ":", ";", '"', "(", ")", "/")


def fixed_text(words: Words) -> str:
    """A text with a blank sign where a value is printed."""
    parts = words.parts
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return "".join(part if isinstance(part, str) else "…" for part in parts)
