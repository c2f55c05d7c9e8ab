"""Reports: what people and programs read."""

import random

import pytest

from flowkit.language.codes import BAD_YAML, DUPLICATE_KEY, NO_PROJECT, UNKNOWN_IN_GUARD, UNREACHABLE_STATE
from flowkit.language.diagnostic import Code, Diagnostic, Related, problem
from flowkit.language.span import NOWHERE, Span
from flowkit.lint.report import concise, full, json_report, ordered, summary

REFUND = "flow: refund\nslots:\n  verified: {type: yes_no}\nstates:\n  a:\n    when: verifed and amount <= 100\n"
SOURCES = {"flows/refund.yaml": REFUND, "flows/auth.yaml": "flow: auth\n"}


def at(line: int, column: int, end: int, path: str = "flows/refund.yaml") -> Span:
    return Span(path, line, column, line, end)


UNKNOWN = problem(
    UNKNOWN_IN_GUARD,
    at(6, 11, 18),
    "unknown slot 'verifed'; did you mean 'verified'?",
    "flowkit explain FK302",
    (Related(at(3, 3, 11), "declared here"),),
)


def test_a_full_report_shows_both_places_and_the_help() -> None:
    assert full([UNKNOWN], SOURCES, color=False) == (
        "error[FK302]: unknown slot 'verifed'; did you mean 'verified'?\n"
        " --> flows/refund.yaml:6:11\n"
        "  |\n"
        "6 |     when: verifed and amount <= 100\n"
        "  |           ^^^^^^^\n"
        "  |\n"
        "3 |   verified: {type: yes_no}\n"
        "  |   -------- declared here\n"
        "  |\n"
        "  = help: flowkit explain FK302"
    )


def test_a_related_place_in_another_file_is_named() -> None:
    found = problem(DUPLICATE_KEY, at(1, 1, 5), "m", related=(Related(at(1, 7, 11, "flows/auth.yaml"), "first here"),))
    assert full([found], SOURCES, color=False).endswith(
        "1 | flow: refund\n  | ^^^^\n ::: flows/auth.yaml:1:7\n  |\n1 | flow: auth\n  |       ---- first here"
    )


def test_without_its_source_a_place_is_only_named() -> None:
    found = problem(
        DUPLICATE_KEY,
        at(12, 3, 5, "gone.yaml"),
        "m",
        "h",
        (Related(at(1, 1, 2, "gone.yaml"), "first"), Related(at(3, 1, 2, "lost.yaml"), "second")),
    )
    assert full([found], {}, color=False) == (
        "error[FK003]: m\n"
        "  --> gone.yaml:12:3\n"
        "   = gone.yaml:1:1: first\n"
        "  ::: lost.yaml:3:1: second\n"
        "   |\n"
        "   = help: h"
    )


def test_what_stands_in_no_file_has_no_place() -> None:
    found = problem(NO_PROJECT, NOWHERE, "no project", "write one")
    assert full([found], SOURCES, color=False) == "note[FK112]: no project\n  = help: write one"
    assert concise([found]) == "FK112 no project"
    assert summary([found]) == "1 note"


def test_a_place_behind_the_text_gets_no_frame() -> None:
    assert (
        full([problem(BAD_YAML, at(99, 1, 2), "m")], SOURCES, color=False)
        == "error[FK002]: m\n  --> flows/refund.yaml:99:1"
    )


def test_line_numbers_are_aligned() -> None:
    source = "\n".join(f"k{n}: v" for n in range(1, 12))
    found = problem(DUPLICATE_KEY, at(11, 1, 4, "f"), "m", related=(Related(at(2, 1, 3, "f"), "first"),))
    assert full([found], {"f": source}, color=False).splitlines()[1:] == [
        "  --> f:11:1",
        "   |",
        "11 | k11: v",
        "   | ^^^",
        "   |",
        " 2 | k2: v",
        "   | -- first",
    ]


def test_the_word_that_was_meant_stands_behind_the_marks() -> None:
    found = problem(UNKNOWN_IN_GUARD, at(6, 11, 18), "there is no 'verifed' here", "did you mean 'verified'?")
    assert full([found], SOURCES, color=False).splitlines()[-1] == "  |           ^^^^^^^ did you mean 'verified'?"
    assert full([found], {}, color=False).splitlines()[-1] == "  = help: did you mean 'verified'?"
    long = problem(UNKNOWN_IN_GUARD, at(6, 11, 18), "there is no 'verifed' here", "did you mean one?\nor two?")
    assert full([long], SOURCES, color=False).splitlines()[-2:] == ["  = help: did you mean one?", "          or two?"]


def test_help_may_have_several_lines() -> None:
    report = full([problem(BAD_YAML, at(1, 1, 2), "m", "write:\na: 1")], SOURCES, color=False)
    assert report.endswith("  = help: write:\n          a: 1")


def test_reports_are_separated_by_an_empty_line() -> None:
    two = [problem(BAD_YAML, at(1, 1, 2), "one"), problem(BAD_YAML, at(2, 1, 2), "two")]
    parts = full(two, SOURCES, color=False).split("\n\n")
    assert [part.splitlines()[0] for part in parts] == ["error[FK002]: one", "error[FK002]: two"]


def test_colour_only_adds_escape_sequences() -> None:
    import re

    plain, colored = full([UNKNOWN], SOURCES, color=False), full([UNKNOWN], SOURCES, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert "\x1b[1;31merror[FK302]\x1b[0m" in colored
    assert "\x1b" not in plain


@pytest.mark.parametrize(("kind", "color"), [(BAD_YAML, "31"), (UNREACHABLE_STATE, "33"), (NO_PROJECT, "36")])
def test_each_severity_has_its_colour(kind: Code, color: str) -> None:
    report = full([problem(kind, at(1, 1, 5), "m")], SOURCES, color=True)
    assert report.startswith(f"\x1b[1;{color}m{kind.severity}[{kind.code}]\x1b[0m")
    assert f"\x1b[1;{color}m^^^^" in report


def test_a_byte_order_mark_is_not_a_column() -> None:
    report = full([problem(BAD_YAML, at(1, 1, 5, "f"), "m")], {"f": "\ufeffflow: x\n"}, color=False)
    assert report.endswith("1 | flow: x\n  | ^^^^")


def test_concise_is_one_line_for_each() -> None:
    two = [problem(BAD_YAML, at(2, 3, 4), "one\ntwo\x1b[31m"), UNKNOWN]
    assert concise(two) == (
        "flows/refund.yaml:2:3: FK002 one two�[31m\n"
        "flows/refund.yaml:6:11: FK302 unknown slot 'verifed'; did you mean 'verified'?"
    )


def test_nothing_found_is_a_report_too() -> None:
    assert full([], {}, color=False) == concise([]) == ""
    assert summary([]) == "no problems"


def test_every_report_is_sorted_and_says_nothing_twice() -> None:
    many: list[Diagnostic] = [
        problem(BAD_YAML, at(1, 1, 2, "a"), "m"),
        problem(DUPLICATE_KEY, at(1, 1, 2, "a"), "m"),
        problem(BAD_YAML, at(1, 2, 3, "a"), "m"),
        problem(BAD_YAML, at(2, 1, 2, "a"), "m"),
        problem(BAD_YAML, at(10, 1, 2, "a"), "m"),
        problem(BAD_YAML, at(1, 1, 2, "b"), "m"),
        problem(BAD_YAML, at(1, 1, 2, "b"), "n"),
        problem(BAD_YAML, at(1, 1, 9, "b"), "n"),
    ]
    assert ordered(many) == many
    shuffled = [*many, *many, problem(BAD_YAML, at(1, 1, 2, "a"), "m", "another help")]
    wanted = [(one.kind, one.span, one.message) for one in many]
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert [(one.kind, one.span, one.message) for one in ordered(shuffled)] == wanted
        assert concise(shuffled) == concise(many)
        assert full(shuffled, SOURCES, color=True) == full(sorted(shuffled, key=repr), SOURCES, color=True)
        assert json_report(shuffled, "1") == json_report(sorted(shuffled, key=repr), "1")
        assert summary(shuffled) == "8 errors in 2 files"


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ("E", "1 error in 1 file"),
        ("EE", "2 errors in 1 file"),
        ("EEEW", "3 errors and 1 warning in 1 file"),
        ("EWWNN", "1 error, 2 warnings and 2 notes in 1 file"),
        ("WN", "1 warning and 1 note in 1 file"),
    ],
)
def test_a_summary_counts_by_severity(kinds: str, told: str) -> None:
    of = {"E": BAD_YAML, "W": UNREACHABLE_STATE, "N": NO_PROJECT}
    assert summary(problem(of[kind], at(n + 1, 1, 2), "m") for n, kind in enumerate(kinds)) == told
