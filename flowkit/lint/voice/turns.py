"""What is said in one go, from where the caller has spoken to where they may speak again.

Theory of operation. States that do not listen follow each other without a pause for the caller: what they and the
edges between them say is one speech. For every way from a place where somebody listened (or from the start) the
longest such speech is worked out, each state once, from its end backwards. Loops are bounded elsewhere; here a state
that comes round again ends the speech.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from flowkit.language.codes import LONG_LIST, LONG_SPEECH, SAID_TWICE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model import Ask, Choose, Confirm, Flow, Handoff, Project, Run, State, Talk
from flowkit.language.words import Words
from flowkit.lint.voice.duration import (
    MOST_IN_GREETING,
    MOST_IN_READ_BACK,
    MOST_SECONDS,
    SIGNS_A_SECOND,
    seconds,
    signs_of,
)
from flowkit.lint.voice.texts import Said, fixed_text

MOST_OPTIONS: Final = 5
_DIGIT: Final = re.compile("[0-9]")
_LISTENING: Final = (Ask, Choose, Confirm, Talk)
_STOPS: Final = (*_LISTENING, Run, Handoff)
_MOST_OF_VALUE: Final = 40
"""No single value counts for more signs; lists and things are counted where a text may be too long."""

Speech = tuple[int, tuple[Words, ...]]
_NOTHING: Final[Speech] = (0, ())


def check_length(texts: Sequence[Said]) -> Iterator[Diagnostic]:
    """Warnings about single texts that take too long to say, and questions that read out too long a list."""
    for said in texts:
        most = _most(said)
        source = said.words.source
        if not _may_exceed(said.words, most):
            count = 0
        elif (count := signs_of(said.words)) > most * SIGNS_A_SECOND + SIGNS_A_SECOND // 2:
            what = {"greeting": "the greeting", "statement": "this read-back"}.get(said.role, "this")
            message = f"{what} takes about {seconds(count)} seconds to say; callers listen to about {most}"
            yield problem(LONG_SPEECH, said.place(), message, _HOW_TO_SHORTEN.get(said.role, _SHORTEN))
        if source.count(",") >= MOST_OPTIONS - 1 and "?" in source:
            yield from _long_list(said)


_SHORTEN: Final = "say what matters most, and leave the rest for when it is asked; or let the caller speak in between"
_HOW_TO_SHORTEN: Final = {
    "greeting": "greet, say that this is an automated assistant, and come to the question",
    "statement": "say the values that are agreed to, and nothing else",
    "fact": "keep to one thing per fact; the agent states one of them at a time",
}


def _bound(words: Words) -> int:
    """No fewer signs than are spoken, from the letters of a text alone."""
    source = words.source
    if "{" in source:
        return 10_000 if "{%" in source else len(source) + _MOST_OF_VALUE * source.count("{{")
    if not source.isascii():
        return 5 * len(source)
    return len(source) + 4 * len(_DIGIT.findall(source)) if _DIGIT.search(source) is not None else len(source)


def _may_exceed(words: Words, most: int) -> bool:
    return _bound(words) > most * SIGNS_A_SECOND


def _most(said: Said) -> int:
    return {"greeting": MOST_IN_GREETING, "statement": MOST_IN_READ_BACK}.get(said.role, MOST_SECONDS)


def _long_list(said: Said) -> Iterator[Diagnostic]:
    text = fixed_text(said.words)
    for sentence in text.replace("!", ".").replace("?", "?.").split("."):
        head, joined, _ = sentence.rpartition(" or ")
        if not sentence.endswith("?") or not joined:
            continue
        count = head.rstrip(", ").count(",") + 2
        if count > MOST_OPTIONS:
            start = said.words.source.find(sentence.strip())
            place = said.place(start, start + len(sentence.strip())) if start >= 0 else said.place()
            message = f"this reads out {count} options; nobody keeps more than {MOST_OPTIONS} in mind while listening"
            help = "ask openly ('What is it about?'), and let the options stand under 'options'; or narrow down first"
            yield problem(LONG_LIST, place, message, help)


def check_turns(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Warnings about speeches that are too long together, and about words that are said twice in a row."""
    states = flow.states
    yield from _said_twice(flow)
    if not any(_goes_on(state) for state in states.values()) or not _may_be_long(flow, project):
        return
    after: dict[str, Speech] = {}
    told: set[int] = set()
    starts = [_from(flow.start, project, flow, after)]
    for state in states.values():
        if isinstance(state.does, _STOPS):
            for way in (state.next, *state.outcomes.values()):
                for edge in way:
                    ahead = _from(edge.go, project, flow, after)
                    starts.append(_joined(edge.say, ahead) if edge.say is not None else ahead)
    for count, speech in starts:
        if count > MOST_SECONDS * SIGNS_A_SECOND + SIGNS_A_SECOND // 2 and len(speech) > 1:
            yield from _too_long(count, speech, told)


def _may_be_long(flow: Flow, project: Project) -> bool:
    """Whether what may be said in one go can be long, each state's words counted by their length alone."""
    longest: dict[str, int] = {}
    for state in reversed(list(flow.states.values())):  # most ways lead down
        longest[state.name] = _bound_of(state, flow, project)
    ahead: dict[str, int] = {}
    most = MOST_SECONDS * SIGNS_A_SECOND
    for name in longest:
        state = flow.states[name]
        best = 0
        for way in (state.next, *state.outcomes.values()) if state.outcomes else (state.next,):
            for edge in way:
                said = 0 if edge.say is None else _bound(edge.say)
                if edge.go in ahead:
                    said += ahead[edge.go]
                elif edge.go in longest:
                    # It leads back up: what is behind there is not known yet, and bounded by nothing.
                    said += longest[edge.go] + (0 if isinstance(flow.states[edge.go].does, _STOPS) else most)
                best = max(best, said)
        if best > most:
            return True
        ahead[name] = longest[name] + (0 if isinstance(state.does, _STOPS) else best)
    return ahead.get(flow.start, 0) > most


def _bound_of(state: State, flow: Flow, project: Project) -> int:
    count = 0 if state.say is None else _bound(state.say)
    if isinstance(state.does, Ask | Choose) and (question := question_of(state, flow, project)) is not None:
        count += _bound(question)
    return count


def _goes_on(state: State) -> bool:
    """Whether a state speaks and does not listen, and something may follow."""
    return state.say is not None and bool(state.next) and not isinstance(state.does, _STOPS)


def _too_long(count: int, speech: tuple[Words, ...], told: set[int]) -> Iterator[Diagnostic]:
    longest = max(speech, key=lambda words: len(words.source))
    if id(longest) in told or any(signs_of(words) > MOST_SECONDS * SIGNS_A_SECOND for words in speech):
        return
    told.add(id(longest))
    others = tuple(
        Related(words.span, "this is said in the same go")
        for words in speech
        if words is not longest and words.span.path
    )
    message = f"{len(speech)} texts are said here in one go, about {seconds(count)} seconds; callers listen to about"
    help = "say less, or let the caller speak in between: an 'ask' with a short question"
    yield problem(LONG_SPEECH, longest.span, f"{message} {MOST_SECONDS}", help, others)


def _joined(words: Words, ahead: Speech) -> Speech:
    return signs_of(words) + ahead[0], (words, *ahead[1])


def _from(start: str, project: Project, flow: Flow, after: dict[str, Speech]) -> Speech:
    """The longest speech that begins with a state's own words; `after` has those that are known."""
    waiting = [start]
    begun: set[str] = set()
    while waiting:
        name = waiting[-1]
        if name in after:
            waiting.pop()
        elif name in begun:
            after[waiting.pop()] = _speech(flow.states[name], project, flow, after)
        elif name in flow.states:
            begun.add(name)
            waiting += [target for target in _targets(flow.states[name]) if target not in begun]
        else:
            after[waiting.pop()] = _NOTHING
    return after[start]


def _targets(state: State) -> list[str]:
    if isinstance(state.does, _STOPS):
        return []
    return [edge.go for way in (state.next, *state.outcomes.values()) for edge in way]


def _speech(state: State, project: Project, flow: Flow, after: dict[str, Speech]) -> Speech:
    """What a state says and what follows, as far as that is known: not where it comes round again."""
    ahead = _NOTHING
    if isinstance(state.does, _STOPS):
        question = question_of(state, flow, project)
        ahead = (signs_of(question), (question,)) if question is not None else _NOTHING
    else:
        for way in (state.next, *state.outcomes.values()):
            for edge in way:
                one = after.get(edge.go, _NOTHING)
                one = _joined(edge.say, one) if edge.say is not None else one
                ahead = one if one[0] > ahead[0] else ahead
    return _joined(state.say, ahead) if state.say is not None else ahead


def question_of(state: State, flow: Flow, project: Project) -> Words | None:
    """The question that a state asks first, if it is written."""
    match state.does:
        case Ask(question=None, slots=slots) if slots:
            slot = flow.slots.get(slots[0]) or project.slots.get(slots[0])
            return None if slot is None else slot.ask
        case Ask(question=question) | Choose(question=question):
            return question
    return None


def _said_twice(flow: Flow) -> Iterator[Diagnostic]:
    """The same words on an edge and on the state that it leads to, or on two states in a row."""
    for state in flow.states.values():
        speaks_on = state.say is not None and not isinstance(state.does, _STOPS)
        for way in (state.next, *state.outcomes.values()):
            for edge in way:
                target = flow.states.get(edge.go)
                then = None if target is None else target.say
                first = edge.say if edge.say is not None else state.say if speaks_on else None
                if first is None:
                    continue
                if speaks_on and edge.say is not None and state.say is not None and _same(state.say, edge.say):
                    yield _twice(edge.say, state.say)
                if then is not None and target is not state and _same(first, then):
                    yield _twice(first, then)


def _same(one: Words, other: Words) -> bool:
    return one.source == other.source or (
        len(one.source) - len(other.source) in (-1, 0, 1)
        and one.source.casefold().rstrip(" .!") == other.source.casefold().rstrip(" .!")
    )


def _twice(first: Words, then: Words) -> Diagnostic:
    message = "the same words are said twice in a row"
    return problem(SAID_TWICE, first.span, message, "leave one of them out", (Related(then.span, "here they follow"),))
