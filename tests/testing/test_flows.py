"""The suites of the demo project: all of them pass, and together they go everywhere."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flowkit.engine.call import Call
from flowkit.engine.codec import to_json
from flowkit.engine.effects import Effect
from flowkit.engine.events import Event
from flowkit.engine.program import Program
from flowkit.engine.step import step
from flowkit.language.model import End, Handoff, Project
from flowkit.language.project import read_project
from flowkit.testing.play import Played, Stage

FLOWS = Path(__file__).parents[2] / "flows"


@pytest.fixture(scope="module")
def project() -> Project:
    reading = read_project({str(path.relative_to(FLOWS)): path.read_bytes() for path in sorted(FLOWS.rglob("*.yaml"))})
    assert reading.project is not None
    return reading.project


@pytest.fixture(scope="module")
def played(project: Project) -> list[Played]:
    stage = Stage(project, ZoneInfo(project.timezone), datetime(2026, 3, 2, 10))
    return [stage.play(test) for suite in project.suites.values() for test in suite.tests.values()]


def test_all_tests_of_the_demo_project_pass(played: list[Played]):
    assert len(played) > 90
    failed = {each.test.name: each.failures for each in played if not each.passed}
    assert failed == {}


def test_a_call_goes_on_in_the_same_way_from_its_snapshot_at_every_event(
    project: Project, played: list[Played], monkeypatch: pytest.MonkeyPatch
):
    def from_snapshot(program: Program, call: Call, event: Event) -> tuple[Call, tuple[Effect, ...]]:
        restored = Call.from_json(json.loads(json.dumps(call.to_json())))
        after, effects = step(program, restored, event)
        plain = [json.dumps(to_json(effect)) for effect in effects]
        assert plain == [json.dumps(to_json(effect)) for effect in step(program, call, event)[1]]
        return after, effects

    monkeypatch.setattr("flowkit.testing.conversation.step", from_snapshot)
    stage = Stage(project, ZoneInfo(project.timezone), datetime(2026, 3, 2, 10))
    again = [stage.play(test) for suite in project.suites.values() for test in suite.tests.values()]
    assert again == played


def test_every_state_of_every_flow_is_entered_by_a_test(project: Project, played: list[Played]):
    entered = {entry.text for each in played for entry in each.entries if entry.kind == "state"}
    states = {f"{flow.name}.{state}" for flow in project.flows.values() for state in flow.states}
    assert states - entered == set()


def test_every_outcome_of_every_flow_is_reached_by_a_test(project: Project, played: list[Played]):
    reached = {entry.text for each in played for entry in each.entries if entry.kind == "ended"}
    declared = set()
    for flow in project.flows.values():
        for state in flow.states.values():
            match state.does:
                case End(outcome=outcome):
                    declared.add(f"{flow.name}: {outcome}")
                case Handoff():
                    declared.add(f"{flow.name}: handed_off")
    assert declared - reached == set()


def test_every_write_with_consent_is_agreed_to_declined_and_broken(project: Project, played: list[Played]):
    writes = {tool.name for tool in project.tools.values() if tool.writes and tool.consent != "none"}
    told = [entry.text for each in played for entry in each.entries if entry.kind == "tool"]
    assert {
        tool for tool in writes if any(each.startswith(f"{tool}(") and each.endswith("→ ok") for each in told)
    } == writes
    broken = {
        tool for tool in writes if any(each.startswith(f"{tool}(") and each.endswith("→ failed") for each in told)
    }
    assert broken == writes
