"""Questions: one at a time, short, of one thing, and where somebody listens to the answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from flowkit.language.codes import (
    LEAVE_ASKED_TWICE,
    LONG_QUESTION,
    NOBODY_LISTENS,
    SEVERAL_QUESTIONS,
    TWO_THINGS_ASKED,
)
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.syntax import Name
from flowkit.language.model import Ask, Choose, Confirm, Edge, End, Flow, Project, Speak, State, Talk
from flowkit.language.span import Span
from flowkit.language.words import Printed, Words
from flowkit.lint.outline import Outline
from flowkit.lint.voice.texts import Said, fixed_text
from flowkit.lint.voice.turns import question_of

MOST_WORDS: Final = 25
_LISTENERS: Final = (Ask, Choose, Confirm, Talk)
_SENTENCE: Final = re.compile(r"[^.!?…]+[.!?…]*|[.!?…]+")
_TWO_THINGS: Final = re.compile(
    r"\b(?:what|which|when|where|who|how|can|could|may|please|tell|give)\b[^?]{0,200}?\band\s+"
    r"(?:(?:what|which|when|where|who|how)\b|your\s+(?!own\b))",
    re.IGNORECASE,
)
_ASKS_LEAVE: Final = re.compile(
    r"\b(?:shall|should|may|can) (?:I|we)\b|\b(?:want|like) (?:me|us) to\b|\bare you sure\b|\bgo ahead\b|\bproceed\b"
    r"|\bis that (?:right|ok|okay|all right|correct)\b|\bdo you (?:agree|confirm)\b",
    re.IGNORECASE,
)


def asks(text: str) -> list[str]:
    """The questions of a text that want an answer; a single word, such as "Sorry?", wants none."""
    sentences = (one.strip() for one in _SENTENCE.findall(text) if "?" in one)
    return [one for one in sentences if len(one.split()) > 1 or "…" in one]


def check_questions(texts: Sequence[Said]) -> Iterator[Diagnostic]:
    """Warnings about single texts: several questions in one, and questions that are too long."""
    for said in texts:
        source = said.words.source
        if source.count("?") > 1 and said.role not in ("fact", "answer", "label"):
            yield from _several(said)
        if said.role == "question" and len(source) > 2 * MOST_WORDS:
            count = len(re.sub(r"\{[{%].*?[}%]\}", "x", source, flags=re.DOTALL).split())
            if count > MOST_WORDS:
                message = f"this question has {count} words; after {MOST_WORDS} nobody knows any more what was asked"
                help = "say what has to be known first under 'say', and ask shortly"
                yield problem(LONG_QUESTION, said.place(), message, help)


def _several(said: Said) -> Iterator[Diagnostic]:
    if any(
        isinstance(part, Printed) and isinstance(part.expr, Name) and part.expr.name == "question"
        for part in said.words.parts
    ):
        return
    if said.words.branches:  # of several branches, one is said
        return
    questions = asks(fixed_text(said.words))
    if len(questions) > 1:
        message = f"{len(questions)} questions in one go; callers answer the last one, or none"
        help = "ask one thing at a time; what else is to be known has a slot, and a question, of its own"
        start = said.words.source.find(questions[1])
        place = said.place(start, start + len(questions[1])) if start >= 0 else said.place()
        yield problem(SEVERAL_QUESTIONS, place, message, help)


# Questions and who listens.


def check_listening(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Warnings about questions that nobody listens to, or that are asked together with another one."""
    for state in flow.states.values():
        if state.say is not None and "?" in state.say.source and not isinstance(state.does, End):
            yield from _of_say(state, flow, project)
        for way in (state.next, *state.outcomes.values()):
            for edge in way:
                if edge.say is not None and "?" in edge.say.source and asks(fixed_text(edge.say)):
                    yield from _of_edge(edge, flow, project)


def _of_say(state: State, flow: Flow, project: Project) -> Iterator[Diagnostic]:
    assert state.say is not None
    if isinstance(state.does, Talk) or not asks(fixed_text(state.say)):
        return
    if isinstance(state.does, Ask | Choose):
        yield _asked_together(state.say, question_of(state, flow, project), state)
        return
    yield _nobody(state.say, flow, state.next)


def _of_edge(edge: Edge, flow: Flow, project: Project) -> Iterator[Diagnostic]:
    assert edge.say is not None
    target = flow.states.get(edge.go)
    if target is not None and isinstance(target.does, Talk) and target.say is None:
        return
    if target is not None and isinstance(target.does, _LISTENERS):
        yield _asked_together(edge.say, question_of(target, flow, project) or target.say, target)
        return
    yield _nobody(edge.say, flow, (edge,))


def _asked_together(words: Words, other: Words | None, state: State) -> Diagnostic:
    message = f"this asks, and then '{state.name}' asks at once; callers answer the last question"
    help = "make a statement of it, or leave it out: the state asks by itself"
    place = other.span if other is not None else state.span
    return problem(SEVERAL_QUESTIONS, words.span, message, help, (Related(place, "this is asked in the same go"),))


def _nobody(words: Words, flow: Flow, way: Sequence[Edge]) -> Diagnostic:
    message = "this asks but nobody listens; use ask or choose"
    again = next((flow.states[edge.go] for edge in way if _listens(flow.states.get(edge.go))), None)
    if again is None:
        help = "a 'yes_no' slot with this question, asked by a state of its own, waits for the answer"
        return problem(NOBODY_LISTENS, words.span, message, help)
    related = (Related(again.span, "this listens, and asks a question of its own"),)
    return problem(NOBODY_LISTENS, words.span, message, f"leave it out: '{again.name}' asks next", related)


def _listens(state: State | None) -> bool:
    return state is not None and isinstance(state.does, _LISTENERS)


def check_last_questions(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Warnings about questions on an `end`, which nobody listens to, with the state that asks again if there is one."""
    for name, outline in outlines.items():
        for span in outline.last_questions:
            message = "this asks but nobody listens; use ask or choose"
            again = _asked_again(name, outlines)
            if again is None:
                yield problem(NOBODY_LISTENS, span, message, "leave it out, or ask it by a state before the end")
                continue
            place, where = again
            help = f"leave it out: '{where}' asks this again"
            yield problem(NOBODY_LISTENS, span, message, help, (Related(place, "this asks when the flow has ended"),))


def _asked_again(flow: str, outlines: Mapping[str, Outline]) -> tuple[Span, str] | None:
    """The state that asks for the next wish when a flow that was chosen has ended."""
    for name, outline in outlines.items():
        for stop in outline.stops.values():
            if stop.kind != "choose" or flow not in stop.names:
                continue
            for move in stop.moves:
                target = outline.stops.get(move.target)
                if move.outcome == "next" and target is not None and target.kind in ("choose", "ask"):
                    return target.span, f"{name}.{target.name}"
    return None


def check_greeting(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """A warning about a greeting that asks where the first state asks as well."""
    start = outlines.get(project.start)
    first = None if start is None else start.stops.get(start.start)
    if first is None or "?" not in project.greeting.source or not asks(fixed_text(project.greeting)):
        return
    if first.kind in ("ask", "choose"):
        message = f"the greeting asks, and then '{project.start}.{first.name}' asks at once"
        help = "leave the question out of the greeting"
        yield problem(
            SEVERAL_QUESTIONS, project.greeting.span, message, help, (Related(first.span, "this is asked next"),)
        )


# What a question asks for.


def check_asked(flow: Flow, english: bool) -> Iterator[Diagnostic]:
    """Warnings about a slot's question that asks for more than the slot, and leave that is asked for twice."""
    if not english:
        return
    for slot in flow.slots.values():
        if slot.ask is None or " and " not in slot.ask.source or slot.shape.type in ("object", "datetime"):
            continue
        found = _TWO_THINGS.search(slot.ask.source)
        if found is not None:
            message = f"this question asks for two things, and only '{slot.name}' is taken from the answer"
            help = (
                f"ask for one here; two slots in one question stand on the state: ask: [{slot.name}, …] with 'question'"
            )
            yield problem(TWO_THINGS_ASKED, slot.ask.span, message, help)
    if any(slot.shape.type == "yes_no" for slot in flow.slots.values()):
        yield from _leave_twice(flow)


def _leave_twice(flow: Flow) -> Iterator[Diagnostic]:
    for state in flow.states.values():
        does = state.does
        if not isinstance(does, Ask) or len(does.slots) != 1:
            continue
        slot = flow.slots.get(does.slots[0])
        question = does.question or (slot.ask if slot is not None else None)
        if slot is None or slot.shape.type != "yes_no" or question is None:
            continue
        confirm = next(filter(None, (_confirm_behind(edge, flow) for edge in state.next)), None)
        if confirm is not None and _ASKS_LEAVE.search(question.source):
            assert isinstance(confirm.does, Confirm)
            message = f"this asks for leave, and then '{confirm.name}' reads back and asks for it again"
            help = f"leave this question out: the caller's yes to the read-back of '{confirm.does.tool}' is what counts"
            yield problem(
                LEAVE_ASKED_TWICE, question.span, message, help, (Related(confirm.span, "it is asked again here"),)
            )


def _confirm_behind(edge: Edge, flow: Flow) -> State | None:
    """The read-back that comes straight behind an edge, over states that only speak."""
    seen: set[str] = set()
    target = flow.states.get(edge.go)
    while target is not None and isinstance(target.does, Speak) and len(target.next) == 1 and target.name not in seen:
        seen.add(target.name)
        target = flow.states.get(target.next[0].go)
    return target if target is not None and isinstance(target.does, Confirm) else None
