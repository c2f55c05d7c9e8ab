"""`flowkit explain` and `flowkit rules`."""

import json
import subprocess
import sys

import pytest

from flowkit import __version__
from flowkit.cli.explain import explain, rules
from flowkit.cli.failures import UsageProblem
from flowkit.language.rule_names import all_rules

PAGE = """\
FK202 unreachable-state (warning, since 0.1)
nothing leads to the state
"""


@pytest.mark.parametrize("name", ["FK202", "fk202", "unreachable-state", "Unreachable-State"])
def test_a_rule_is_explained_by_code_and_name(name: str, capsys: pytest.CaptureFixture[str]):
    assert explain(name, "never") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(PAGE)
    for part in (
        "\nWrong:\n",
        "    warning[FK202]: nothing leads to the state 'offer'\n",
        "\nRight:\n",
        "\nWhat to do:\n",
    ):
        assert part in shown
    assert "<-- here" not in shown
    assert "\x1b" not in shown


def test_headings_are_bold_where_colours_are_wanted(capsys: pytest.CaptureFixture[str]):
    explain("FK202", "always")
    assert capsys.readouterr().out.startswith("\x1b[1mFK202 unreachable-state\x1b[0m (warning")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("unreachable-stat", "did you mean 'unreachable-state'?"),
        ("FK2020", "did you mean 'FK202'?"),
        ("gibberish-of-mine", "all rules: flowkit rules"),
    ],
)
def test_an_unknown_rule_is_told_with_what_was_meant(name: str, meant: str):
    with pytest.raises(UsageProblem) as told:
        explain(name, "never")
    assert (told.value.message, told.value.hint, told.value.code) == (f"there is no rule '{name}'", meant, 2)


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]):
    assert rules("text") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [
        [kind.code, kind.slug, kind.severity.value] for kind in all_rules().values()
    ]
    assert next(line for line in lines if line.startswith("FK202")).endswith("  nothing leads to the state")


def test_all_rules_as_json(capsys: pytest.CaptureFixture[str]):
    assert rules("json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed["schema_version"], listed["version"]) == (1, __version__)
    assert [each["code"] for each in listed["rules"]] == [*all_rules()]
    rule = next(each for each in listed["rules"] if each["code"] == "FK202")
    assert {key: rule[key] for key in ("slug", "severity", "subject", "fix", "since", "title")} == {
        "slug": "unreachable-state",
        "severity": "warning",
        "subject": "The graph",
        "fix": "none",
        "since": "0.1",
        "title": "nothing leads to the state",
    }
    assert rule["why"].startswith("No way that you wrote")
    assert rule["mend"].startswith("Lead a `next`")


def test_another_form_of_the_list_is_refused():
    with pytest.raises(UsageProblem, match="there is no format 'xml'"):
        rules("xml")


def _flowkit(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "flowkit", *words], capture_output=True, text=True, check=False)


def test_the_commands_are_there():
    done = _flowkit("explain", "fk202")
    assert (done.returncode, done.stdout[: len(PAGE)]) == (0, PAGE)
    done = _flowkit("explain", "nonsense-here")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no rule 'nonsense-here'" in done.stderr
