"""What is told of each sentence: how it is broken, why it is unproved, that it can never be about anything."""

from collections.abc import Iterable, Iterator, Mapping

from flowkit.language.codes import (
    CALL_WITHOUT_END,
    GUARANTEE_BROKEN,
    GUARANTEE_EMPTY,
    GUARANTEE_UNLESS_PERSON,
    GUARANTEE_UNPROVED,
    PERSON_UNREACHABLE,
)
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model import Guarantee, Project
from flowkit.lint.outline import Outline
from flowkit.lint.policy.facts import Facts
from flowkit.lint.policy.guards import Guards
from flowkit.lint.policy.persons import hands_over, own_persons, prove_persons, rounds
from flowkit.lint.policy.proving import Proof, Verdict, prove
from flowkit.lint.policy.readings import PERSON
from flowkit.lint.policy.sentences import Sentence, actions, compiled
from flowkit.lint.policy.slot_paths import Leak, leaks, reaching
from flowkit.lint.policy.stories import Line, story
from flowkit.lint.policy.world import World

_MOST_TOLD = 24
_MOST_LEAKS = 5


class Verdicts:
    """The verdicts on all sentences of a project."""

    def __init__(self, project: Project, outlines: Mapping[str, Outline]) -> None:
        self.project, self.outlines = project, dict(outlines)
        self.world = World(project, self.outlines, Guards(project, Facts()))
        self._persons: Proof | None = None
        self._used: frozenset[str] | None = None

    def all(self, written: Iterable[tuple[str, Guarantee]]) -> Iterator[Diagnostic]:
        """What there is to say of sentences, each with the flow that it stands in, and of what is always on."""
        for owner, guarantee in written:
            match guarantee.form:
                case "before" | "never_after" | "only_if" | "leads_to":
                    yield from self._of_calls(guarantee, owner)
                case "goes_only_to":
                    yield from self._of_slots(guarantee, owner)
                case "ends_within":
                    yield from self._of_ends(guarantee)
        yield from self._of_persons()

    # Sentences about what happens.

    def _of_calls(self, guarantee: Guarantee, owner: str) -> Iterator[Diagnostic]:
        empty = self._empty(guarantee)
        if empty:
            message = f"'{guarantee.sentence}' can never be about anything: {empty}"
            yield problem(GUARANTEE_EMPTY, guarantee.span, message, "take it out, or name what is meant")
            return
        sentence = compiled(guarantee, owner, self.project, self.outlines, self.world.guards)
        roots = self.world.roots()
        if guarantee.form == "leads_to":
            sentence.escapes = False
        proof = prove(self.world, sentence, roots)
        if proof.verdict is Verdict.PROVED and guarantee.form == "leads_to":
            sentence.escapes = True
            proof = prove(self.world, sentence, roots)
            if proof.verdict is Verdict.BROKEN:
                yield self._unless_person(guarantee, proof)
                return
        yield from self._told(guarantee, sentence, proof)

    def _told(self, guarantee: Guarantee, sentence: Sentence, proof: Proof) -> Iterator[Diagnostic]:
        if proof.verdict is Verdict.BROKEN:
            yield self._broken(guarantee, proof, _how(guarantee), _mending(guarantee))
        elif proof.verdict is Verdict.UNPROVED:
            yield self._unproved(guarantee, proof.why)

    def _broken(self, guarantee: Guarantee, proof: Proof, how: str, mending: str) -> Diagnostic:
        lines = story(self.world, proof.told)
        message = f"'{guarantee.sentence}' does not hold: {how}"
        return problem(GUARANTEE_BROKEN, guarantee.span, message, _help(lines, mending), _related(lines))

    def _unless_person(self, guarantee: Guarantee, proof: Proof) -> Diagnostic:
        lines = story(self.world, proof.told)
        message = f"'{guarantee.sentence}' holds only as long as the caller goes on: a person may take over before"
        mending = f"let a state 'person' of the flow bring '{guarantee.object}' about first, or put it right behind"
        return problem(GUARANTEE_UNLESS_PERSON, guarantee.span, message, _help(lines, mending), _related(lines))

    @staticmethod
    def _unproved(guarantee: Guarantee, why: str) -> Diagnostic:
        message = f"'{guarantee.sentence}' could not be proved: {why}"
        help = "it is watched on every call all the same; fewer guards on the ways to it would make it provable"
        return problem(GUARANTEE_UNPROVED, guarantee.span, message, help)

    # Sentences that are about nothing.

    def _empty(self, guarantee: Guarantee) -> str:
        """Why nothing a sentence speaks of can happen; empty if it can."""
        name = guarantee.object if guarantee.form == "before" else guarantee.subject
        things = set(actions(name, guarantee.form, self.project, self.outlines))
        tools = {thing[5:] for thing in things if thing.startswith("tool ")}
        if name.startswith("every ") and not tools:
            return f"there is no {' '.join(name.split()[1:])}"
        if guarantee.form == "never_after" or len(tools) != len(things) or not tools or tools & self.used():
            return ""
        return f"no state uses '{name}'" if len(tools) == 1 else f"no state uses any of them ({name})"

    def used(self) -> frozenset[str]:
        """The tools that can be run on some call."""
        if self._used is None:
            names: set[str] = set()
            for outline in self.outlines.values():
                for stop in outline.stops.values():
                    if stop.kind in ("use", "confirm", "talk"):
                        names.update(stop.names)
            for name in list(names):
                look = self.project.tools[name].when_unknown
                names.update([look.use] if look is not None else [])
            names.update(filter(None, (self.world.look_ups.reader(record) for record in self.project.records)))
            names.update([self.project.case.tool] if self.project.case is not None else [])
            self._used = frozenset(names)
        return self._used

    # Slots.

    def _of_slots(self, guarantee: Guarantee, owner: str) -> Iterator[Diagnostic]:
        unsure: list[Leak] = []
        found = 0
        for leak in leaks(self.world, guarantee, owner):
            if not leak.sure:
                unsure.append(leak)
                continue
            proof = prove(self.world, reaching(leak, owner, self.world), self.world.roots())
            if proof.verdict is Verdict.BROKEN and found < _MOST_LEAKS:
                found += 1
                how = f"it is '{leak.argument}' of '{leak.tool}'"
                mending = f"leave it out there, or add '{leak.tool}' to the sentence"
                yield self._broken(guarantee, proof, how, mending)
            elif proof.verdict is Verdict.UNPROVED:
                yield self._unproved(guarantee, proof.why)
        for leak in unsure[:1] if not found else ():
            who = "the model may give it" if self.outlines[leak.flow].stops[leak.stop].kind == "talk" else "it may go"
            message = (
                f"'{guarantee.sentence}' could not be proved: in '{leak.flow}.{leak.stop}' {who} to '{leak.tool}'"
                f" as '{leak.argument}'"
            )
            related = (Related(self.outlines[leak.flow].stops[leak.stop].span, f"'{leak.tool}' may get it here"),)
            help = (
                f"say where '{leak.argument}' comes from (from: …), use the tool elsewhere, or add it to the sentence"
            )
            yield problem(GUARANTEE_UNPROVED, guarantee.span, message, help, related)

    # Always on.

    def _of_ends(self, guarantee: Guarantee) -> Iterator[Diagnostic]:
        """`every call ends within …`: when the limit is reached the call asks for a person, and has to get one."""
        proof = self._proof_of_persons()
        if proof.verdict is Verdict.BROKEN:
            how = "when the limit is reached the call goes to 'person', and that state does not give it away"
            yield self._broken(guarantee, proof, how, "let every way from 'person' lead to a handoff")
        elif proof.verdict is Verdict.UNPROVED:
            yield self._unproved(guarantee, proof.why)

    def _proof_of_persons(self) -> Proof:
        if self._persons is None:
            own = own_persons(self.world)
            self._persons = prove_persons(self.world) if own else Proof(Verdict.PROVED)
        return self._persons

    def _of_persons(self) -> Iterator[Diagnostic]:
        proof = self._proof_of_persons()
        own = own_persons(self.world)
        if proof.verdict is Verdict.BROKEN:
            lines = story(self.world, proof.told)
            flows = [line.where.removesuffix(f".{PERSON}") for line in lines if line.where.endswith(f".{PERSON}")]
            flow = flows[-1] if flows else own[0]
            if hands_over(self.world, flow):  # where no way at all does, that is told of the flow alone
                message = "a caller who asks for a person here may not get one"
                help = _help(lines, "let every way from 'person' lead to a handoff")
                yield problem(
                    PERSON_UNREACHABLE, self.outlines[flow].stops[PERSON].span, message, help, _related(lines)
                )
        elif proof.verdict is Verdict.UNPROVED:
            place = self.outlines[own[0]].stops[PERSON].span
            yield problem(GUARANTEE_UNPROVED, place, f"that a person is reachable could not be proved: {proof.why}")
        for each in rounds(self.world) if own and proof.verdict is Verdict.PROVED else ():
            names = ", ".join(f"'{name}'" for name in each.stops)
            span = self.outlines[each.flow].stops.get(each.stops[0], self.world.room(each.flow).person).span
            message = f"a call that is to go to a person can go round here without end: {names}"
            yield problem(CALL_WITHOUT_END, span, message, "give the way back `times`, and then a handoff")


def _related(lines: list[Line]) -> tuple[Related, ...]:
    return tuple(Related(line.span, f"{number}. {line.what}") for number, line in _shown(lines))


def _help(lines: list[Line], mending: str) -> str:
    told = [f"{number}. {line}" for number, line in _shown(lines)]
    if len(told) < len(lines):
        told.insert(_MOST_TOLD // 2, "…")
    return f"the shortest way: {'; '.join(told)}. {mending}"


def _shown(lines: list[Line]) -> list[tuple[int, Line]]:
    """The steps of a story with their numbers; of a long one its beginning and its end."""
    numbered = list(enumerate(lines, 1))
    half = _MOST_TOLD // 2
    return numbered if len(lines) <= _MOST_TOLD else [*numbered[:half], *numbered[-half:]]


def _how(guarantee: Guarantee) -> str:
    one, other = guarantee.subject, guarantee.object
    match guarantee.form:
        case "before":
            return f"'{other}' can come without '{one}'"
        case "never_after":
            return f"'{one}' can come after '{other}'"
        case "leads_to":
            return f"after '{one}' the call can end without '{other}'"
        case _:
            assert guarantee.when is not None
            return f"'{one}' can come where '{guarantee.when.source}' is not true"


def _mending(guarantee: Guarantee) -> str:
    one, other = guarantee.subject, guarantee.object
    match guarantee.form:
        case "before":
            return f"lead that way through '{one}', or make it a condition of '{other}'"
        case "never_after":
            return f"keep '{one}' away from that way, or give it a rule: not done(…)"
        case "leads_to":
            return f"lead that way through '{other}'"
        case _:
            assert guarantee.when is not None
            return f"guard that way, or give '{one}' the rule: {guarantee.when.source}"
