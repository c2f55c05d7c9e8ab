"""The forms of a report for other programs: each as its readers want it."""

import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from flowkit.language.codes import BAD_YAML, NO_PROJECT, UNKNOWN_IN_GUARD, UNREACHABLE_STATE
from flowkit.language.diagnostic import Diagnostic, Edit, Fix, Related, problem
from flowkit.language.span import NOWHERE, Span
from flowkit.lint.report.findings import Findings
from flowkit.lint.report.fingerprints import fingerprints
from flowkit.lint.report.formats import FORMATS, written
from flowkit.lint.report.github import github

TEXT = "flow: a\nstates:\n  größe:\n    when: verifed and x\n  lost: {end: done}\n  lost2: {end: done}\n"
SCHEMA = Path(__file__).with_name("sarif-2.1.0-rtm.5.json")
"""The JSON schema of the OASIS standard SARIF 2.1.0, as the npm package @microsoft/jest-sarif carries it (MIT)."""


def at(line: int, column: int, end: int, path: str = "flows/a b.yaml", end_line: int = 0) -> Span:
    return Span(path, line, column, end_line or line, end)


UNKNOWN = problem(
    UNKNOWN_IN_GUARD,
    at(4, 11, 18),
    "there is no 'verifed' here: 100% of it, really",
    "did you mean 'verified'?\nor <b>\"other\"</b> & more",
    (Related(at(1, 1, 5, "flows/ü,:%.yaml"), "declared here"), Related(NOWHERE, "built in")),
    (Fix("write 'verified'", (Edit(at(4, 11, 18), "verified"), Edit(at(1, 1, 1), ""))),),
)
LOST, LOST2 = problem(UNREACHABLE_STATE, at(5, 3, 7), "m"), problem(UNREACHABLE_STATE, at(6, 3, 8), "m")
WHOLE = problem(BAD_YAML, at(1, 1, 3, end_line=6), "bad\x1b[31m")
NOTE = problem(NO_PROJECT, NOWHERE, "no project")
ALL = (UNKNOWN, LOST, WHOLE, NOTE)


def findings(
    told: tuple[Diagnostic, ...] = ALL, kept: tuple[tuple[Diagnostic, str], ...] = ((LOST2, "a draft"),)
) -> Findings:
    sources = {"flows/a b.yaml": TEXT, "flows/ü,:%.yaml": "flow: b\n", "clean.yaml": "flow: c\n"}
    return Findings(told, kept, sources, frozenset((UNKNOWN, WHOLE)), "1.2.3")


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_the_same_in_whatever_order_it_was_found(form: str) -> None:
    reports = set()
    for seed in range(4):
        some = [*ALL, *ALL]
        random.Random(seed).shuffle(some)
        reports.add(written(form, findings(tuple(some))))
    assert reports == {written(form, findings())}


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_steers_the_terminal(form: str) -> None:
    assert "\x1b" not in written(form, findings())


# SARIF.


@cache
def validator() -> Any:
    from jsonschema import Draft4Validator

    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def log(some: Findings) -> Any:
    report = json.loads(written("sarif", some))
    assert [error.message for error in validator().iter_errors(report)] == []
    return report["runs"][0]


def test_the_schema_refuses_what_is_no_sarif() -> None:
    report = json.loads(written("sarif", findings()))
    report["runs"][0]["results"][0]["level"] = "fatal"
    assert list(validator().iter_errors(report))


def test_sarif_of_nothing() -> None:
    run = log(Findings((), (), {}, frozenset(), "1"))
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_sarif_holds_rules_and_results() -> None:
    run = log(findings())
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"], run["columnKind"]) == ("flowkit", "1.2.3", "unicodeCodePoints")
    assert [rule["id"] for rule in driver["rules"]] == ["FK002", "FK112", "FK202", "FK302"]
    for rule in driver["rules"]:
        assert rule["helpUri"].endswith(f"/{rule['id']}.md")
        assert rule["help"]["text"]
    assert [rule["defaultConfiguration"]["level"] for rule in driver["rules"]] == ["error", "note", "warning", "error"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == [
        "clean.yaml",
        "flows/a%20b.yaml",
        "flows/%C3%BC%2C%3A%25.yaml",
    ]


def test_a_result_has_its_place_its_other_place_and_its_fix() -> None:
    [result] = [each for each in log(findings())["results"] if each["ruleId"] == "FK302"]
    region = {"startLine": 4, "startColumn": 11, "endLine": 4, "endColumn": 18}
    [location] = result["locations"]
    assert location["physicalLocation"]["region"] == region
    [other] = result["relatedLocations"]
    assert (other["id"], other["message"]["text"]) == (1, "declared here")
    [fix] = result["fixes"]
    [change] = fix["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "verified"}},
        {"deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}},
    ]
    [note] = [each for each in log(findings())["results"] if each["ruleId"] == "FK112"]
    assert note["locations"] == []


def test_what_is_kept_is_suppressed_with_its_reason() -> None:
    suppressed = [each for each in log(findings())["results"] if "suppressions" in each]
    assert [each["suppressions"] for each in suppressed] == [
        [{"kind": "inSource", "status": "accepted", "justification": "a draft"}]
    ]


def test_an_absolute_path_is_a_file_address() -> None:
    found = problem(BAD_YAML, at(1, 1, 2, "/tmp/a b.yaml"), "m")
    [result] = log(Findings((found,), (), {}, frozenset(), "1"))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///tmp/a%20b.yaml"


def test_a_fingerprint_survives_that_lines_move() -> None:
    before = fingerprints([UNKNOWN, LOST], {"flows/a b.yaml": TEXT})
    moved = [problem(each.kind, at(each.span.line + 2, 9, 10), "in other words") for each in (UNKNOWN, LOST)]
    assert fingerprints(moved, {"flows/a b.yaml": "# one\n# two\n" + TEXT}) == before
    assert fingerprints(moved, {"flows/a b.yaml": "# one\n# two\n" + TEXT.replace("verifed", "other")})[0] != before[0]
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in before)


def test_every_finding_has_its_own_fingerprint() -> None:
    same = [problem(UNREACHABLE_STATE, at(line, column, 9), "m") for line in (5, 6) for column in (3, 4)]
    text = TEXT.replace("lost2", "lost")
    assert len(set(fingerprints(same, {"flows/a b.yaml": text}))) == 4
    assert fingerprints([LOST], {}) != fingerprints([problem(UNREACHABLE_STATE, at(5, 3, 7), "n")], {})


# GitHub.


def test_a_workflow_command_escapes_what_would_end_it() -> None:
    assert github([UNKNOWN]) == (
        "::error file=flows/a b.yaml,line=4,endLine=4,col=11,endColumn=18,title=FK302 unknown-in-guard::"
        "there is no 'verifed' here: 100%25 of it, really%0Adid you mean 'verified'?%0A"
        'or <b>"other"</b> & more'
    )
    odd = problem(UNREACHABLE_STATE, at(1, 1, 2, "a,b:c%.yaml"), "one\r\n::error::two")
    assert github([odd]) == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=1,endColumn=2,title=FK202 unreachable-state::"
        "one  ::error::two"
    )


def test_a_workflow_command_over_lines_has_no_end_column_and_one_without_a_file_no_place() -> None:
    assert github([WHOLE]).startswith("::error file=flows/a b.yaml,line=1,endLine=6,col=1,title=FK002 bad-yaml::bad")
    assert github([NOTE]) == "::notice title=FK112 no-project::no project"
    assert github([]) == ""


# JUnit and GitLab.


def test_junit_has_a_suite_for_each_file_and_fails_only_what_fails_the_check() -> None:
    root = ElementTree.fromstring(written("junit", findings()))
    assert {key: root.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "6",
        "failures": "2",
        "errors": "0",
    }
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["project", "clean.yaml", "flows/a b.yaml", "flows/ü,:%.yaml"]
    assert [case.get("name") for case in suites["clean.yaml"]] == ["no findings"]
    bad, unknown, lost = suites["flows/a b.yaml"]
    assert unknown.get("name") == "FK302 unknown-in-guard at line 4, column 11"
    assert unknown[0].tag == bad[0].tag == "failure"
    assert unknown[0].get("message") == UNKNOWN.message
    assert (unknown[0].text or "").endswith('or <b>"other"</b> & more')
    assert lost[0].tag == "system-out"
    assert sum(len(suite) for suite in root) == 6


def test_gitlab_gets_severities_places_and_fingerprints() -> None:
    entries = json.loads(written("gitlab", findings()))
    assert [(each["check_name"], each["severity"]) for each in entries] == [
        ("FK112", "info"),
        ("FK002", "critical"),
        ("FK302", "critical"),
        ("FK202", "minor"),
    ]
    unknown = entries[2]
    assert unknown["location"] == {"path": "flows/a b.yaml", "lines": {"begin": 4, "end": 4}}
    assert unknown["description"].startswith("there is no 'verifed' here")
    assert len({each["fingerprint"] for each in entries}) == 4
    assert json.loads(written("gitlab", findings(()))) == []
