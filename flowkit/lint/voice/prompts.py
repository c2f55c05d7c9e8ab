"""What the model is told in words of the flow: short, about the matter, and leaving to the flow what the flow does."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from flowkit.language.codes import (
    LONG_PROMPT,
    PROMPT_BRANCHES,
    PROMPT_ENFORCES,
    PROMPT_FORBIDS,
    THIN_ABOUT,
    TOOL_NOT_OFFERED,
)
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Flow, Project, State, Talk
from flowkit.language.span import Span
from flowkit.language.words import Words
from flowkit.lint.voice.alike import words_of
from flowkit.lint.voice.places import part_of, place_at

MOST_IN_PERSONA: Final = 80
MOST_IN_GOAL: Final = 100
MOST_IN_ABOUT: Final = 40
"""Words. A goal stands in every brief of its state, an 'about' in the head of every prompt."""
FEWEST_IN_ABOUT: Final = 3
MOST_BRANCHES: Final = 2
MOST_FORBIDDEN: Final = 3

_BRANCH: Final = re.compile(r"\b(?:if|unless|otherwise|else|in case|depending on)\b", re.IGNORECASE)
_FORBIDS: Final = re.compile(
    r"\b(?:do not|don['’]t|never|must not|mustn['’]t|avoid|no longer|under no)\b", re.IGNORECASE
)
_NOT_FOR: Final = re.compile(
    r"\b(?:not for|do not (?:use|choose|pick|offer)|don['’]t (?:use|choose|pick|offer)|never (?:use|choose|pick|offer)"
    r"|not when|not if)\b",
    re.IGNORECASE,
)
_ENFORCED: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), what, help)
    for pattern, what, help in (
        (
            r"\bask (?:for|the caller for|them for) (?:a |their )?(?:confirmation|consent|permission|yes)\b"
            r"|\bread (?:it|them|everything|that|the \w+) back\b|\bget (?:a |their )?(?:yes|consent)\b"
            r"|\b(?:until|once|when|after) (?:the caller|they) (?:agrees?|confirms?|consents?|says? yes)\b",
            "consent",
            "the read-back and the yes are the engine's: leave it out",
        ),
        (
            r"\b(?:transfer|hand) (?:the call|the caller|them|it)\b|\bput (?:the caller|them) through\b"
            r"|\bconnect (?:the caller|them) (?:to|with)\b",
            "a handoff",
            "give the talk an exit for it, and lead the exit to a 'handoff' under 'outcomes'",
        ),
        (
            r"\b(?:hang up|end the call|(?:go|move|switch|proceed|return) to (?:the )?(?:state|step|flow)|jump to)\b",
            "a way on",
            "give the talk an exit, and say under 'next' or 'outcomes' where it leads",
        ),
        (
            r"\b(?:verify|authenticate|check) (?:the caller|their identity|who (?:is calling|they are))\b"
            r"|\bidentify the caller\b",
            "a precondition",
            "name it under 'requires': then no state of the flow is reached without it",
        ),
    )
)
_Place = Callable[["re.Match[str]"], Span]
_CALL: Final = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


def check_prompts(flow: Flow, project: Project, english: bool) -> Iterator[Diagnostic]:
    """Findings about the goals of talks, and about what a flow says it is for."""
    for state in flow.states.values():
        if isinstance(state.does, Talk):
            yield from _goal(state.does, state, project, english)
    if flow.about:
        yield from _about(flow, english)


def check_persona(project: Project, english: bool) -> Iterator[Diagnostic]:
    """Findings about the manner of speaking that all calls are told."""
    text = project.persona
    if not text:
        return
    count = len(text.split())
    place = _Lazy(project.span, ("persona",))
    if count > MOST_IN_PERSONA:
        yield _long(
            "the persona",
            count,
            MOST_IN_PERSONA,
            place.span,
            "keep to the manner of speaking; rules belong into flows and tools",
        )
    if english:
        yield from _forbidding(text, "the persona", place.span_of)


def _goal(talk: Talk, state: State, project: Project, english: bool) -> Iterator[Diagnostic]:
    words = talk.goal
    text = words.source
    count = len(text.split())
    if count > MOST_IN_GOAL:
        help = "say what is to be reached; steps that always come are states, what may be said is a fact"
        yield _long("this goal", count, MOST_IN_GOAL, words.span, help)
    offered = {*talk.tools}
    for found in _CALL.finditer(text) if "_" in text else ():
        if found[0] in project.tools and found[0] not in offered:
            message = f"the goal names the tool '{found[0]}', which this talk does not offer"
            help = "add it to 'tools'; what is named and not there is made up, or claimed without being done"
            yield problem(TOOL_NOT_OFFERED, _in(words, found), message, help)
    if not english:
        return
    branches = [*_BRANCH.finditer(text)]
    if len(branches) > MOST_BRANCHES and not words.branches:
        message = f"this goal decides {len(branches)} things in prose; the model may decide them one way or the other"
        help = "let states decide them: an edge with 'when' is taken whenever it holds, and can be tested"
        yield problem(PROMPT_BRANCHES, _in(words, branches[0]), message, help)
    yield from _forbidding(text, "this goal", lambda found: _in(words, found))
    for pattern, what, help in _ENFORCED:
        if (hit := pattern.search(text)) is not None:
            message = f"'{hit[0]}' is no matter of the goal: {what} is enforced by the flow, not by words to the model"
            yield problem(PROMPT_ENFORCES, _in(words, hit), message, help)


def _about(flow: Flow, english: bool) -> Iterator[Diagnostic]:
    words = flow.about.split()
    if len(words) > MOST_IN_ABOUT:
        help = "say in one sentence when callers want this; what they say stands under 'examples'"
        yield _long("this 'about'", len(words), MOST_IN_ABOUT, place_at(flow.span, ("about",)), help)
    same = flow.about == flow.title or words_of(flow.about) == words_of(flow.title)
    if len(words) < FEWEST_IN_ABOUT or same:
        how = "repeats the title" if same else "is hardly a sentence"
        message = f"'about' {how}; by these words the agent decides whether a caller wants '{flow.name}'"
        help = f"write: about: The caller wants … ({flow.title.rstrip('.').lower()})"
        yield problem(THIN_ABOUT, place_at(flow.span, ("about",)), message, help)
    if english and (found := _NOT_FOR.search(flow.about)) is not None:
        message = f"'{found[0]}' says when this flow is not meant; what is named at all comes to mind"
        help = "say only when it is meant, and let the other flow say so of itself"
        yield problem(PROMPT_FORBIDS, place_at(flow.span, ("about",)), message, help)


def _forbidding(text: str, what: str, place: _Place) -> Iterator[Diagnostic]:
    found = [*_FORBIDS.finditer(text)]
    if len(found) >= MOST_FORBIDDEN:
        message = f"{what} forbids {len(found)} things; models follow what they are told to do better than what not"
        help = "say what to do instead; what must not happen at all is a rule of a tool, or a guarantee"
        yield problem(PROMPT_FORBIDS, place(found[0]), message, help)


def _long(what: str, count: int, most: int, span: Span, help: str) -> Diagnostic:
    return problem(LONG_PROMPT, span, f"{what} has {count} words; beyond {most} models lose parts of it", help)


def _in(words: Words, found: "re.Match[str]") -> Span:
    return part_of(words, found.start(), found.end())


class _Lazy:
    """The place of a plain text, looked up when something is found in it."""

    def __init__(self, top: Span, path: tuple[str | int, ...]) -> None:
        self._top, self._path = top, path

    @property
    def span(self) -> Span:
        return place_at(self._top, self._path)

    def span_of(self, found: "re.Match[str]") -> Span:
        return self.span
