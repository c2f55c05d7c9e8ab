"""Playing a test: its steps one after another, up to the first that does not come out as expected."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from flowkit.compiler import compile_project
from flowkit.engine.events import CallStarted, Json
from flowkit.engine.program import Program
from flowkit.language.frozen import frozen
from flowkit.language.model import Confirm, Flow, Project, Run, Use
from flowkit.language.model.suites import Agent, BargeIn, Caller, Expect, Given, Keys, Model, Silence, Step, Test
from flowkit.language.shapes import Shape, Value
from flowkit.language.translation import translate
from flowkit.language.values import encode
from flowkit.testing.conversation import Conversation, Over, Restless, Then
from flowkit.testing.judging import Failure, Judge
from flowkit.testing.log import Entry
from flowkit.testing.results import Results


@frozen
class Played:
    """How a test went: what failed at its first failing moment (empty: nothing), and all that happened until then."""

    test: Test
    failures: tuple[Failure, ...]
    entries: tuple[Entry, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.failures


@frozen
class _Compiled:
    program: Program
    sessions: Mapping[str, Mapping[str, Json]]


class Stage:
    """Plays the tests of a project.

    Args:
        project: the project, without errors.
        zone: its time zone.
        now: the clock of tests that name none, in the project's time zone.
    """

    def __init__(self, project: Project, zone: tzinfo, now: datetime) -> None:
        self._project = project
        self._zone = zone
        self._now = now
        self._compiled: dict[str, _Compiled] = {}

    def play(self, test: Test) -> Played:
        """Plays one test.

        Raises:
            TooManyGroups: the project cannot be compiled.
        """
        compiled = self._in(test.language)
        results = Results(compiled.program.project, test.results)
        keys = any(isinstance(step, Keys) for step in test.steps)
        at = int((test.now or self._now).replace(tzinfo=self._zone).timestamp() * 1000)
        conversation = Conversation(compiled.program, compiled.sessions, results, at, keys=keys)
        failures = _Playing(test, compiled.program, conversation).failures()
        return Played(test, failures, tuple(conversation.log.entries))

    def _in(self, language: str) -> _Compiled:
        """The project as it is on calls in a language."""
        found = self._compiled.get(language)
        if found is None:
            project = self._project if language == self._project.languages[0] else translate(self._project, language)
            compiled = compile_project(project)
            program = Program(project, compiled.briefs, compiled.digest, self._zone)
            sessions = {name: group.session for name, group in compiled.groups.items()}
            found = self._compiled[language] = _Compiled(program, sessions)
        return found


class _Playing:
    """One test under way."""

    def __init__(self, test: Test, program: Program, conversation: Conversation) -> None:
        self._test = test
        self._program = program
        self._so_far = conversation
        self._judge = Judge(program, conversation)

    def failures(self) -> tuple[Failure, ...]:
        try:
            return self._failures()
        except Restless:
            instead = "one thing led to another without end"
            return (Failure("call", self._test.span, "the call comes to rest", instead, "look for a loop in the flow"),)

    def _failures(self) -> tuple[Failure, ...]:
        test, so_far = self._test, self._so_far
        so_far.start(started(test, self._program.project), then(test.steps))
        failed: list[Failure] = []
        done = behind(test.steps, 0)
        for place, step in enumerate(test.steps):
            if place < done:
                continue
            if isinstance(step, Agent | Expect):
                failed += self._judge.judge(step)
                continue
            # What was expected of one moment is told together; after it nothing is as the test supposes.
            failed += self._missing_results()
            if failed:
                return tuple(failed)
            if so_far.call.over:
                return (self._over_already(step),)
            self._do(step, then(test.steps[place + 1 :]))
            done = behind(test.steps, place + 1)
        return (*failed, *self._missing_results(), *self._judge.ends(test))

    def _do(self, step: Caller | BargeIn | Keys | Silence | Model, after: Then) -> None:
        match step:
            case Caller(words) | BargeIn(words):
                self._so_far.caller(words, after)
            case Model(does):
                self._so_far.unasked(Then((does, *after.script), after.over))
            case Keys(keys):
                self._so_far.keys(keys, after)
            case Silence(ms):
                self._so_far.silence(ms, after)

    def _missing_results(self) -> list[Failure]:
        missing = dict.fromkeys(self._so_far.results.missing)
        return [
            Failure(
                "tool",
                self._test.span,
                f"the test says what '{tool}' returns",
                "it was used, and nothing is said of it",
                f"add under 'results': {tool}: {{…}}, or {tool}: {{outcome: failed}}",
            )
            for tool in missing
        ]

    def _over_already(self, step: Step) -> Failure:
        call = self._so_far.call
        expected = "the call is still under way"
        return Failure("call", step.span, expected, f"it is over, it ended '{call.outcome}'", "leave out what follows")


def then(steps: Sequence[Step]) -> Then:
    """What the model and the caller do right behind a step: the steps that follow it without anything between."""
    script = []
    for place, step in enumerate(steps):
        if isinstance(step, Model):
            script.append(step.does)
        elif isinstance(step, BargeIn):
            return Then(tuple(script), Over(step.words, then(steps[place + 1 :])))
        else:
            break
    return Then(tuple(script))


def behind(steps: Sequence[Step], place: int) -> int:
    """The place of the first step from `place` on that is not done together with the one before it."""
    while place < len(steps) and isinstance(steps[place], Model | BargeIn):
        place += 1
    return place


def started(test: Test, project: Project) -> CallStarted:
    """The beginning of the call that a test is: where it starts, and what is known."""
    begin = f"{test.start.flow}.{test.start.state}" if test.start.state else test.start.flow
    flow = project.flows[test.start.flow]
    given = _given(test.given, flow, project)
    return CallStarted("test", "text", given=given, begin=begin, language=test.language, nonce="test", said=True)


def _given(given: Given, flow: Flow, project: Project) -> dict[str, Json]:
    """What is given as JSON, as the engine takes it: records of one name as a list of them."""

    def plain(shape: Shape, value: Value) -> Json:
        return encode(shape, value, project.currency)

    slots = {**project.slots, **flow.slots}
    records = {
        name: [plain(project.records[name].shape, one) for one in several] for name, several in given.records.items()
    }
    kept = {name: plain(_shape_of_result(flow, name, project), value) for name, value in given.results.items()}
    return {**records, **kept, **{name: plain(slots[name].shape, value) for name, value in given.slots.items()}}


def _shape_of_result(flow: Flow, name: str, project: Project) -> Shape:
    """The shape of what a state of the flow keeps under a name."""
    for state in flow.states.values():
        match state.does:
            case Use(tool=tool, save_as=kept) | Confirm(tool=tool, save_as=kept) if kept == name:
                return project.tools[tool].output or Shape("object")
            case Run(flow=run, save_as=kept) if kept == name:
                gives = project.flows[run]
                return Shape("object", fields={slot: gives.slots[slot].shape for slot in gives.gives})
    return Shape("text")
