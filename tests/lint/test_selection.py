"""What a project wants to be told."""

from dataclasses import replace

import pytest

from flowkit.language.codes import ENDLESS_LOOP, NO_BUILT_IN_WORDS, NO_PROJECT, UNKNOWN_RULE, UNREACHABLE_STATE
from flowkit.language.diagnostic import Severity, problem
from flowkit.language.project import read_project
from flowkit.language.span import NOWHERE, Span
from flowkit.lint.selection import Settings, fails, narrowed, over, selected, settings_of
from flowkit.lint.told import told
from tests.lint.graph.test_reaching import FLOW, PROJECT

ERROR, UNREACHABLE, WORDS = (
    problem(kind, NOWHERE, "m") for kind in (ENDLESS_LOOP, UNREACHABLE_STATE, NO_BUILT_IN_WORDS)
)


@pytest.mark.parametrize(
    ("lint", "told"),
    [
        ({}, [ERROR, UNREACHABLE, WORDS]),
        ({"ignore": ["FK515"]}, [ERROR, UNREACHABLE]),
        ({"ignore": ["no-built-in-words", "FK202"]}, [ERROR]),
        ({"ignore": ["FK210"]}, [ERROR, UNREACHABLE, WORDS]),
        ({"select": ["FK202"]}, [ERROR, UNREACHABLE]),
        ({"select": ["FK202"], "ignore": ["unreachable-state"]}, [ERROR]),
        ({"severity": {"FK202": "off"}}, [ERROR, WORDS]),
    ],
)
def test_warnings_can_be_left_out_and_errors_cannot(lint, told):
    assert selected([ERROR, UNREACHABLE, WORDS], settings_of(lint)) == told


def test_a_warning_weighs_what_the_project_says():
    lint = {"severity": {"FK202": "error", "no-built-in-words": "note", "FK210": "off"}}
    found = selected([ERROR, UNREACHABLE, WORDS], settings_of(lint))
    assert [each.severity for each in found] == [Severity.ERROR, Severity.ERROR, Severity.NOTE]


def test_what_stands_in_the_project_is_read_so():
    files = {"flowkit.yaml": PROJECT + "lint: {ignore: FK202, severity: {FK515: off}}\n", "hello.yaml": FLOW}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [each.message for each in reading.diagnostics]
    assert reading.lint == reading.project.lint
    assert selected([ERROR, UNREACHABLE, WORDS], settings_of(reading.lint)) == [ERROR]


@pytest.mark.parametrize(
    ("lint", "told"),
    [
        ({"ignore": ["FK5"]}, [UNREACHABLE]),
        ({"ignore": ["FK"]}, []),
        ({"select": ["FK2"]}, [UNREACHABLE]),
        ({"select": ["FK515"], "ignore": ["FK5"]}, [WORDS]),
        ({"select": ["FK5"], "ignore": ["FK515"]}, []),
        ({"select": ["FK515"], "ignore": ["no-built-in-words"]}, []),
        ({"select": []}, []),
        ({"severity": {"FK5": "off", "FK515": "note"}}, [UNREACHABLE, replace(WORDS, severity=Severity.NOTE)]),
    ],
)
def test_a_beginning_means_all_of_its_codes_and_the_closer_name_counts(lint, told):
    assert selected([UNREACHABLE, WORDS], settings_of(lint)) == told


def test_a_rule_can_be_ignored_in_some_files():
    here, there, old = (
        problem(UNREACHABLE_STATE, Span(path, 1, 1, 1, 2), "m")
        for path in ("shop/flows/a.yaml", "shop/b.yaml", "shop/flows/old/c.yaml")
    )
    settings = settings_of({"per_file_ignores": {"flows/*.yaml": ["FK2"], "./b*": ["FK5"]}}, "shop/")
    assert selected([here, there, old], settings) == [there]
    other = settings_of({"per_file_ignores": {"*.yaml": ["FK2"]}}, "sh[o]p/")
    assert selected([here], other) == [here]


def test_the_project_file_wins_key_by_key():
    project = settings_of({"ignore": ["FK202"]})
    around = settings_of({"ignore": ["FK515"], "severity": {"FK515": "note"}, "fail_on": "warning"})
    both = over(project, around)
    assert both == Settings(ignore=("FK202",), severity={"FK515": "note"}, fail_on="warning")
    assert over(Settings(), around) == around


def test_the_command_line_selects_in_place_of_the_files_and_ignores_beside_them():
    files = settings_of({"select": ["FK5"], "ignore": ["FK202"]})
    assert narrowed(files, ("FK202",), ()) == Settings(select=("FK202",))
    assert narrowed(files, (), ("FK515",)).ignore == ("FK202", "FK515")


@pytest.mark.parametrize(("fail_on", "failing"), [("error", "E"), ("warning", "EW"), ("note", "EWN"), ("never", "")])
def test_what_fails_a_check(fail_on, failing):
    note = problem(NO_PROJECT, NOWHERE, "m")
    by_letter = {"E": ERROR, "W": UNREACHABLE, "N": note}
    assert "".join(letter for letter, each in by_letter.items() if fails([each], fail_on)) == failing
    assert fails([note, ERROR], fail_on) == (fail_on != "never")


@pytest.mark.parametrize(
    ("lint", "place", "message", "help"),
    [
        ("{ignore: FK2O2}", "7:16", "there is no rule 'FK2O2'", "did you mean 'FK202'?"),
        (
            "{select: [FK5, unreachable-sate]}",
            "7:22",
            "there is no rule 'unreachable-sate'",
            "did you mean 'unreachable-state'?",
        ),
        ("{severity: {FKX: off}}", "7:19", "there is no rule 'FKX'", "flowkit rules lists all of them"),
        ("{per_file_ignores: {a.yaml: [slow]}}", "7:36", "there is no rule 'slow'", "flowkit rules lists all of them"),
    ],
)
def test_a_rule_that_does_not_exist_is_told_at_its_place(lint, place, message, help):
    reading = read_project({"flowkit.yaml": f"{PROJECT}lint: {lint}\n".encode(), "hello.yaml": FLOW.encode()})
    [found] = reading.diagnostics
    assert (f"{found.span.line}:{found.span.column}", found.message, found.help) == (place, message, help)
    assert found.kind is UNKNOWN_RULE
    assert reading.project is not None


def test_what_is_wanted_holds_where_the_project_has_errors():
    lint = "lint: {severity: {FK903: note}, fail_on: note}\n"
    broken = FLOW.replace("next: bye", "next: by", 1) + "# flowkit: ignore[FK0]\n"
    found = told({"flowkit.yaml": (PROJECT + lint).encode(), "hello.yaml": broken.encode()})
    assert (found.project, found.fail_on) == (None, "note")
    assert [(each.kind.code, each.severity.value) for each in found.diagnostics] == [
        ("FK201", "error"),
        ("FK903", "note"),
    ]
