"""The two kinds of rules keep to what they may look at, on every project that the tests and the house have."""

from dataclasses import replace
from pathlib import Path

import pytest

from flowkit.language.model import Flow, Project
from flowkit.language.project import read_project
from flowkit.lint.check import FLOW_RULES, PROJECT_RULES
from flowkit.lint.outline import outline

ROOT = Path(__file__).parents[2]
PROJECTS = sorted(path.parent for folder in ("flows", "tests") for path in (ROOT / folder).rglob("flowkit.yaml"))


def _declared(flow: Flow) -> Flow:
    """A flow as others may see it: without its states."""
    return replace(flow, states={})


def _project(folder: Path) -> Project | None:
    return read_project({str(path): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}).project


@pytest.mark.parametrize("folder", PROJECTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_rule_looks_at_states_that_are_not_its_business(folder):
    project = _project(folder)
    if project is None:
        return
    bare = replace(project, flows={name: _declared(flow) for name, flow in project.flows.items()})
    for rule in FLOW_RULES:
        for name, flow in project.flows.items():
            alone = replace(bare, flows={**bare.flows, name: flow})
            assert list(rule(flow, alone)) == list(rule(flow, project)), rule.__name__
    outlines = {name: outline(flow) for name, flow in project.flows.items()}
    for each in PROJECT_RULES:
        assert list(each(bare, outlines)) == list(each(project, outlines)), each.__name__
