"""Sentences as automata, in the very meaning in which calls are watched.

Theory of operation. What happens on a call has a name: `tool move_visit`, `unknown move_visit` (nobody knows how it
ended), `flow refund` (it ended resolved), `state book.agree`, `start refund`, `consent`, `handoff`. A sentence has a
few states, and what happens moves them:

    a before b        0: a has not happened, b breaks it             1: it has; nothing can break it any more
    never a after b   0: b has not happened                          1: it has, or may have; a breaks it
    a leads to b      0: nothing is owed    1: a happened, b has not since    2: paid, while the precondition `a` holds
    person            0: all is well      1: a person was asked for, and the call was not given to one since
    a only if guard   (one state) a breaks it where the guard is not true; so does `before` with a precondition

A sentence of a flow hears all that happens on the call, and can be broken only while the flow is open.
"""

from collections.abc import Iterator
from typing import Final

from flowkit.language.model import Guarantee, Project
from flowkit.lint.outline import Outline
from flowkit.lint.policy.facts import NEVER, NOT_TRUE, TRUE, Formula, Known
from flowkit.lint.policy.followed import Followed
from flowkit.lint.policy.guards import Guards, Scope

CONSENT, HANDOFF, ASKED = "consent", "handoff", "a person is asked for"


class Sentence:
    """One sentence, ready to be proved. `owner` is the flow that it stands in; empty: it speaks of whole calls.

    `forbid`: what may break it. `move`: thing → (from, to) of its states. `condition` is judged where something of
    `forbid` is about to happen, and breaks it where it comes to one of `broken_by`. `stops_at` is a state in which
    nothing can break it any more.
    """

    def __init__(self, text: str, form: str, owner: str = "") -> None:
        self.text, self.form, self.owner = text, form, owner
        self.subject: tuple[str, ...] = ()
        self.object: tuple[str, ...] = ()
        self.forbid: frozenset[str] = frozenset()
        self.condition: Formula | None = None
        self.broken_by = NOT_TRUE
        self.broken_in = -1
        self.stops_at = -1
        self.owes: Formula | None = None
        self.pays: Formula | None = None
        self.open: Formula | None = None
        self.escapes = True
        """Whether callers also ask for a person, cancel, or say nothing; without, only what is written happens."""

    @property
    def things(self) -> frozenset[str]:
        """All names of things that it hears of."""
        return self.forbid.union(self.subject, self.object)

    def after(self, state: int, known: Known, thing: str, followed: Followed) -> int:
        """Its state once a thing has happened."""
        match self.form:
            case "before" if thing in self.subject:
                return 1
            case "never_after" if thing in self.object:
                return 1
            case "leads_to" if thing in self.subject and self._speaks(known, followed):
                return 1
            case "leads_to" if thing in self.object:
                return 2 if state and self.owes is not None else 0
            case "person" if thing in (ASKED, HANDOFF):
                return int(thing == ASKED)
        return state

    def _speaks(self, known: Known, followed: Followed) -> bool:
        return self.open is None or followed.refined(known, self.open, TRUE) is not None

    def broken(self, state: int, known: Known, thing: str, followed: Followed) -> Known | None:
        """What is known where a thing that is about to happen breaks it; None if it cannot."""
        if thing not in self.forbid or self.broken_in not in (-1, state):
            return None
        found: Known | None = known
        if self.open is not None:
            found = followed.refined(known, self.open, TRUE)
        if found is None or self.condition is None:
            return found
        return followed.refined(found, self.condition, self.broken_by)

    def rested(self, state: int, known: Known, followed: Followed) -> list[tuple[int, Known]]:
        """Its states where the call waits: preconditions begin and cease to hold without a name for it."""
        values = [(state, known)]
        if self.owes is not None:
            values = [each for value in values for each in self._owed(*value, followed)]
        if self.pays is not None:
            values = [each for value in values for each in self._paid(*value, followed)]
        return values

    def _owed(self, state: int, known: Known, followed: Followed) -> Iterator[tuple[int, Known]]:
        assert self.owes is not None
        holds = followed.refined(known, self.owes, TRUE)
        if holds is not None:
            speaks = self._speaks(holds, followed)
            yield (1 if state == 0 and speaks else state), holds
        fails = followed.refined(known, self.owes, NOT_TRUE)
        if fails is not None:
            yield (0 if state == 2 else state), fails

    def _paid(self, state: int, known: Known, followed: Followed) -> Iterator[tuple[int, Known]]:
        assert self.pays is not None
        if state != 1:
            yield state, known
            return
        holds = followed.refined(known, self.pays, TRUE)
        if holds is not None:
            yield (2 if self.owes is not None else 0), holds
        fails = followed.refined(known, self.pays, NOT_TRUE)
        if fails is not None:
            yield state, fails

    def owed_at_end(self, state: int) -> bool:
        """Whether it is broken if the call ends now, other than by the caller."""
        return self.form in ("leads_to", "person") and state == 1

    def lets_go(self, state: int) -> bool:
        """Whether callers drop what they are about, turn to something else, or say nothing."""
        return self.form != "person" or state == 0

    def lets_ask(self, state: int) -> bool:
        """Whether callers ask for a person; limits of the call ask for one in their place."""
        return self.escapes and self.lets_go(state)

    def formulas(self) -> Iterator[Formula]:
        """The formulas that it asks."""
        yield from (each for each in (self.condition, self.owes, self.pays) if each is not None)


_SURE: Final = ("before", "leads_to", "only_if")


def compiled(
    guarantee: Guarantee, owner: str, project: Project, outlines: dict[str, Outline], guards: Guards
) -> Sentence:
    """A written guarantee made ready to be proved: `before`, `never … after`, `only if` or `leads to`."""
    sentence = Sentence(guarantee.sentence, guarantee.form, owner)
    form, whole = guarantee.form, Scope(project, None)
    action, thing = (guarantee.object, guarantee.subject) if form == "before" else (guarantee.subject, guarantee.object)
    sentence.subject = tuple(_things(guarantee.subject, project, outlines, sure=form == "before"))
    sentence.object = tuple(_things(guarantee.object, project, outlines, sure=form != "never_after"))
    holds = _precondition(thing, project, outlines)
    if form != "leads_to":
        sentence.forbid = frozenset(actions(action, form, project, outlines))
    if (
        form == "before"
        and thing == CONSENT
        and sentence.forbid
        and all(n.startswith("tool ") for n in sentence.forbid)
    ):
        # Writes are agreed to before they run, but for those that say themselves that nobody has to.
        unasked = {f"tool {name}" for name, tool in project.tools.items() if tool.consent == "none"}
        sentence.forbid = sentence.forbid & unasked if not action.startswith("every ") else frozenset()
        sentence.condition = NEVER
        return _owned(sentence, guards)
    condition = None if holds is None else guards.formula(project.preconditions[holds].when.expr, whole)
    match form:
        case "before" if condition is None:
            sentence.broken_in, sentence.stops_at = 0, 1
        case "before":
            sentence.condition = condition
        case "never_after" if condition is None:
            sentence.broken_in = 1
        case "never_after":
            sentence.condition, sentence.broken_by = condition, TRUE
        case "only_if" if guarantee.when is not None:
            place = Scope(project, outlines[owner]) if owner in outlines else whole
            sentence.condition = guards.formula(guarantee.when.expr, place)
        case "leads_to":
            subject = _precondition(guarantee.subject, project, outlines)
            if subject is not None:
                sentence.owes = guards.formula(project.preconditions[subject].when.expr, whole)
            sentence.pays = condition
    return _owned(sentence, guards)


def _owned(sentence: Sentence, guards: Guards) -> Sentence:
    if sentence.owner:
        sentence.open = ("test", guards.opened(sentence.owner), "yes", None)
    return sentence


def _precondition(name: str, project: Project, outlines: dict[str, Outline]) -> str | None:
    if name in project.tools or name in outlines or name not in project.preconditions:
        return None
    return name


def _things(name: str, project: Project, outlines: dict[str, Outline], *, sure: bool) -> Iterator[str]:
    """The names of what happens when a thing happens; `sure`: only what is known to have happened."""
    if name in (CONSENT, HANDOFF):
        yield name
    elif name in project.tools:
        yield f"tool {name}"
        if not sure:
            yield f"unknown {name}"
    elif name in outlines:
        yield f"flow {name}"
    elif "." in name:
        yield f"state {name}"


def actions(name: str, form: str, project: Project, outlines: dict[str, Outline]) -> Iterator[str]:
    """The names of actions that an action of a sentence stands for."""
    word, _, rest = name.partition(" ")
    if word == "every":
        effect, _, catalog = rest.partition(" of ")
        for tool in project.tools.values():
            fits = tool.effect == effect or (effect == "write" and tool.writes)
            if fits and catalog in ("", tool.catalog):
                yield f"tool {tool.name}"
        return
    yield from _things(name, project, outlines, sure=True)
    if form == "never_after" and name in outlines and name not in project.tools:
        # Once it can only break the sentence, a flow is not begun either.
        yield f"start {name}"
