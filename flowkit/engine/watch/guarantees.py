"""Guarantees as automata: what each sentence remembers of a call, and what it says of the next action.

Theory of operation. Sentences are compiled once for a project. What can happen on a call has a name: `tool move_visit`,
`flow refund`, `state book.agree`, `consent`, `handoff`. A sentence that needs to remember something is an automaton
with two states, 0 and 1; the states of all of them stand in one tuple in the call, and change only when something
happens that a sentence speaks of. The others (preconditions, `only if`) ask how things are now.

    a before b        0: a has not happened; b is forbidden          1: it has
    never a after b   0: b has not happened                          1: it has; a is forbidden
    a leads to b      0: nothing is owed                             1: a happened, and b has not since

`X leads to X` owes X once more. A tool that nobody knows the end of has not happened for `before`, and has for
`never … after`: what is not sure is taken so that the sentence holds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from flowkit.language.model import Expression, Guarantee, Project

CONSENT, HANDOFF, ASKED_FOR_PERSON = "consent", "handoff", "a person is asked for"
PERSON_REACHABLE = "a person is reachable from every state"
CONSENT_ALWAYS = "consent before every write"

States = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, compiled.

    Args:
        number: its place among the states of the call.
        text: as it is written.
        flow: it speaks only while this flow is open; empty: of the whole call.
        subject, object: the names of things, as `Sentences` has them.
        holds: what the precondition on its one side says, where it has one.
        when: the guard of `only if`.
        explicit: it names the action itself, not `every write`.
    """

    number: int
    text: str
    form: Literal["before", "never_after", "only_if", "leads_to"]
    flow: str = ""
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    holds: Expression | None = None
    when: Expression | None = None
    explicit: bool = True


@dataclass(frozen=True, slots=True)
class SlotSentence:
    """`slot goes only to tools`; `owner` is the flow that has the slot, empty for one of the project."""

    text: str
    flow: str
    slot: str
    owner: str
    tools: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sentences:
    """All sentences of a project, by what they speak of.

    Args:
        forbid: action → the sentences that may forbid it; `start refund` is the beginning of a flow.
        move: thing → the sentences whose state it changes.
        watched: `leads to` of preconditions, which begin and cease to hold without a name for it.
        slots: where slots may go.
        ends: the sentences that bound the call, with the most of it, in turns or milliseconds.
        most_turns, most_minutes: the least that the project and its sentences allow.
    """

    forbid: Mapping[str, tuple[Sentence, ...]]
    move: Mapping[str, tuple[Sentence, ...]]
    watched: tuple[tuple[Sentence, Expression, bool], ...]
    slots: tuple[SlotSentence, ...]
    owed: tuple[Sentence, ...]
    ends: tuple[tuple[str, Literal["turns", "ms"], int], ...]
    count: int
    most_turns: int
    most_minutes: int


def after(sentence: Sentence, state: int, thing: str) -> int:
    """The state of a sentence once a thing has happened."""
    match sentence.form:
        case "before":
            return 1 if thing in sentence.subject else state
        case "never_after":
            return 1 if thing in sentence.object else state
        case "leads_to" if thing in sentence.subject:
            return 1
        case "leads_to" if thing in sentence.object:
            return 0
    return state


def moved(states: States, sentence: Sentence, state: int, count: int) -> States:
    """The states of a call with one of them replaced."""
    whole = states or (0,) * count
    if whole[sentence.number] == state:
        return states
    return (*whole[: sentence.number], state, *whole[sentence.number + 1 :])


def state_of(states: States, sentence: Sentence) -> int:
    """The state of a sentence in a call; 0 where nothing has happened yet."""
    return states[sentence.number] if states else 0


# Compiling.


def compile_sentences(project: Project) -> Sentences:
    """The sentences of a project and of its flows, and those that are always on."""
    compiling = _Compiling(project)
    compiling.add("", project.guarantees)
    for flow in project.flows.values():
        compiling.add(flow.name, flow.guarantees)
    return compiling.whole()


class _Compiling:
    """The sentences of a project as they are compiled, one by one."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.sentences: list[Sentence] = []
        self.slots: list[SlotSentence] = []
        self.watched: list[tuple[Sentence, Expression, bool]] = []
        self.ends: list[tuple[str, Literal["turns", "ms"], int]] = []
        self.actions: dict[str, list[Sentence]] = {}

    def add(self, flow: str, guarantees: Iterable[Guarantee]) -> None:
        """Compiles the sentences of one place."""
        for each in guarantees:
            match each.form:
                case "goes_only_to":
                    owner = flow if flow and each.subject in self.project.flows[flow].slots else ""
                    self.slots.append(SlotSentence(each.sentence, flow, each.subject, owner, frozenset(each.names)))
                case "ends_within":
                    turns = each.unit == "turns"
                    self.ends.append(
                        (each.sentence, "turns" if turns else "ms", each.number * (1 if turns else 60_000))
                    )
                case "before" | "never_after" | "only_if" | "leads_to" as form:
                    self._add(flow, each, form)

    def _add(self, flow: str, each: Guarantee, form: Literal["before", "never_after", "only_if", "leads_to"]) -> None:
        # In `before` the action stands on the right, in all others on the left.
        action, thing = (each.object, each.subject) if form == "before" else (each.subject, each.object)
        holds = self._precondition(thing)
        sentence = Sentence(
            len(self.sentences),
            each.sentence,
            form,
            flow,
            tuple(self._things(each.subject, sure=form == "before")),
            tuple(self._things(each.object, sure=form != "never_after")),
            holds,
            each.when,
            not action.startswith("every "),
        )
        self.sentences.append(sentence)
        if form == "leads_to":
            self._watch(sentence, each)
            return
        for name in self._actions(action, form):
            self.actions.setdefault(name, []).append(sentence)

    def _watch(self, sentence: Sentence, each: Guarantee) -> None:
        """Preconditions of a `leads to`: each with whether it is the one that owes."""
        for name, owes in ((each.subject, True), (each.object, False)):
            holds = self._precondition(name)
            if holds is not None:
                self.watched.append((sentence, holds, owes))

    def _precondition(self, name: str) -> Expression | None:
        project = self.project
        if name in project.tools or name in project.flows or name not in project.preconditions:
            return None
        return project.preconditions[name].when

    def _things(self, name: str, *, sure: bool) -> Iterator[str]:
        """The names of what happens when a thing happens; `sure`: only what is known to have happened."""
        if name in (CONSENT, HANDOFF):
            yield name
        elif name in self.project.tools:
            yield f"tool {name}"
            if not sure:
                yield f"unknown {name}"
        elif name in self.project.flows:
            yield f"flow {name}"
        elif "." in name:
            yield f"state {name}"

    def _actions(self, name: str, form: str) -> Iterator[str]:
        """The names of actions that an action of a sentence stands for."""
        word, _, rest = name.partition(" ")
        if word == "every":
            effect, _, catalog = rest.partition(" of ")
            for tool in self.project.tools.values():
                fits = tool.effect == effect or (effect == "write" and tool.writes)
                if fits and catalog in ("", tool.catalog):
                    yield f"tool {tool.name}"
            return
        yield from self._things(name, sure=True)
        if form == "never_after" and name in self.project.flows and name not in self.project.tools:
            # Once it can only break the sentence, a flow is not begun either.
            yield f"start {name}"

    def whole(self) -> Sentences:
        """All of them, with those that are always on."""
        project = self.project
        number = len(self.sentences)
        asked = Sentence(number, PERSON_REACHABLE, "leads_to", "", (ASKED_FOR_PERSON,), (HANDOFF,))
        self.sentences.append(asked)
        move: dict[str, list[Sentence]] = {}
        for sentence in self.sentences:
            for thing in self._moving(sentence):
                move.setdefault(thing, []).append(sentence)
        turns = [most for _, unit, most in self.ends if unit == "turns"]
        minutes = [most // 60_000 for _, unit, most in self.ends if unit == "ms"]
        return Sentences(
            {name: tuple(each) for name, each in self.actions.items()},
            {name: tuple(each) for name, each in move.items()},
            tuple(self.watched),
            tuple(self.slots),
            tuple(each for each in self.sentences if each.form == "leads_to"),
            tuple(self.ends),
            len(self.sentences),
            min(project.max_turns, *turns) if turns else project.max_turns,
            min(project.max_minutes, *minutes) if minutes else project.max_minutes,
        )

    @staticmethod
    def _moving(sentence: Sentence) -> Iterator[str]:
        """The things that change a sentence's state."""
        match sentence.form:
            case "before":
                yield from sentence.subject
            case "never_after":
                yield from sentence.object
            case "leads_to":
                yield from dict.fromkeys((*sentence.subject, *sentence.object))
