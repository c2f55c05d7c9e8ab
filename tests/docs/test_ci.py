"""What stands between flows and their going live: every command of docs/ci.md, of the action and of the hooks runs."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from flowkit.cli.settings import settings_around
from flowkit.language.project import read_project
from flowkit.lint.selection import settings_of
from tests.conftest import ROOT
from tests.lint.graph.test_reaching import FLOW, PROJECT

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = sorted(
    {found.strip() for found in re.findall(r"flowkit validate [^'\n]+(?=['\n])", "\n".join(text for _, text in BLOCKS))}
)


def run(folder: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command line in bash, with `flowkit` as this Python has it."""
    function = f'flowkit() {{ "{sys.executable}" -m flowkit "$@"; }}\n'
    keep = {key: value for key, value in os.environ.items() if key not in ("GITHUB_ACTIONS", "FORCE_COLOR")}
    return subprocess.run(
        ["bash", "-c", function + command],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**keep, "PYTHONPATH": str(ROOT), **environment},
        timeout=60,
        check=False,
    )


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder whose flows hold an error that can be mended."""
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "flowkit.yaml").write_text(PROJECT.replace("hello", "triage", 1))
    (flows / "triage.yaml").write_text(
        FLOW.replace("flow: hello", "flow: triage").replace("next: bye", "next: soryr", 1)
    )
    return tmp_path


def test_the_page_has_commands():
    assert len(COMMANDS) == 8


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs(broken: Path, command: str):
    done = run(broken, command)
    fine = "--exit-zero" in command or re.search(r"--(unsafe-)?fix", command)
    assert done.returncode == (0 if fine else 1), done.stderr
    written = re.search(r"--output-file (\S+)", command)
    assert not written or "FK201" in (broken / written[1]).read_text()


@pytest.mark.parametrize("text", [text for kind, text in BLOCKS if kind == "yaml"])
def test_every_yaml_block_is_yaml(text: str):
    assert yaml.safe_load(text)


def test_the_settings_are_the_same_in_both_files(tmp_path: Path):
    [lint] = [text for kind, text in BLOCKS if text.startswith("lint:")]
    [table] = [text for kind, text in BLOCKS if kind == "toml"]
    reading = read_project({"flowkit.yaml": (PROJECT + lint).encode(), "hello.yaml": FLOW.encode()})
    assert reading.diagnostics == ()
    (tmp_path / "pyproject.toml").write_text(table)
    assert tomllib.loads(table)
    assert settings_around(tmp_path) == settings_of(reading.lint, f"{tmp_path}/")


def test_the_comment_on_the_page_keeps_what_it_says(tmp_path: Path):
    [line] = [text for kind, text in BLOCKS if "ignore[FK202]" in text]
    (tmp_path / "flowkit.yaml").write_text(PROJECT)
    (tmp_path / "hello.yaml").write_text(FLOW + line)
    assert run(tmp_path, "flowkit validate --fail-on note").returncode == 0


# Before a commit.


def test_the_hooks_are_what_pre_commit_takes():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    ids = {hook["id"] for hook in hooks}
    assert ids == {"flowkit", "flowkit-fix", "flowkit-project"}
    for hook in hooks:
        assert {"id", "name", "entry", "language"} <= set(hook)
        re.compile(hook.get("files", ""))
    [used] = [text for kind, text in BLOCKS if text.startswith("repos:")]
    assert {hook["id"] for repo in yaml.safe_load(used)["repos"] for hook in repo["hooks"]} <= ids


def test_the_hooks_run_on_files_and_on_the_project(broken: Path):
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert re.search(hooks["flowkit"]["files"], "flows/triage.yaml")
    assert run(broken, hooks["flowkit"]["entry"] + " flows/triage.yaml flows/flowkit.yaml").returncode == 1
    assert run(broken, hooks["flowkit-project"]["entry"]).returncode == 1
    assert run(broken, hooks["flowkit-fix"]["entry"] + " flows/triage.yaml").returncode == 0
    assert run(broken, hooks["flowkit-project"]["entry"]).returncode == 0


# GitHub.


ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def test_the_action_uses_its_inputs_and_the_example_gives_no_others():
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert used == set(ACTION["inputs"])
    assert ACTION["runs"]["using"] == "composite"
    assert all("shell" in step for step in ACTION["runs"]["steps"] if "run" in step)
    [workflow] = [yaml.safe_load(text) for kind, text in BLOCKS if text.startswith("name: flows")]
    [step] = [step for step in workflow["jobs"]["validate"]["steps"] if "OWNER/flowkit" in step["uses"]]
    assert set(step["with"]) <= used


def test_the_steps_of_the_action_run(broken: Path):
    steps = {step["name"]: step for step in ACTION["runs"]["steps"] if "name" in step}
    place = {"GITHUB_ACTION_PATH": str(ROOT), "PATHS": "flows"}
    report = run(broken, steps["Write the SARIF report"]["run"], SARIF_FILE="out.sarif", **place)
    assert (report.returncode, json.loads((broken / "out.sarif").read_text())["version"]) == (0, "2.1.0")
    check = steps["Check the flows"]["run"]
    failed = run(broken, check, FORMAT="github", FAIL_ON="", **place)
    assert failed.returncode == 1
    matcher, first = failed.stdout.splitlines()
    assert Path(matcher.removeprefix("::add-matcher::")).is_file()
    assert first.startswith("::error file=flows/triage.yaml,line=8,")
    assert run(broken, check, FORMAT="github", FAIL_ON="never", **place).returncode == 0


def test_the_problem_matcher_reads_the_concise_report(broken: Path):
    [matcher] = json.loads((ROOT / ".github" / "flowkit-matcher.json").read_text())["problemMatcher"]
    [pattern] = matcher["pattern"]
    lines = run(broken, "flowkit validate flows --format concise").stdout.splitlines()
    [found] = [re.match(pattern["regexp"], line) for line in lines]
    assert found is not None
    assert {name: found[pattern[name]] for name in ("file", "line", "column", "code", "message")} == {
        "file": "flows/triage.yaml",
        "line": "8",
        "column": "35",
        "code": "FK201",
        "message": "there is no state 'soryr'",
    }
