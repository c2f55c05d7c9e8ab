"""The list of mutants fits the project: each applies to the source as it is, and what noticed it is there."""

import ast
from functools import cache

import pytest

from docs.noticing import checks_table
from tests.mutants.table import ROOT, DoesNotApply, Mutant, groups, mutants, noticed, parsed, switched_off

EVERY = mutants()
RUN = "run `make mutants`"
LINE = Mutant("a name", "A sentence.", "a.py", "if broken:", "if False:", ())
LINES = Mutant("a name", "A sentence.", "a.py", "if broken:\n    stop()", "pass", ())


@cache
def _source(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@cache
def _tests(file: str) -> frozenset[str]:
    tree = ast.parse(_source(file))
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_check_stands_in_the_source_once():
    """If this fails, a check was moved or changed: write down its line as it is now, and run `make mutants K=name`."""
    wrong = []
    for each in EVERY:
        try:
            assert switched_off(each, _source(each.file)) != _source(each.file)
        except DoesNotApply as problem:
            wrong.append(str(problem))
    assert not wrong, "\n".join(wrong)


def test_every_name_is_one_of_a_kind_and_every_sentence_is_one():
    names = [each.name for each in EVERY]
    assert len(set(names)) == len(names)
    for each in EVERY:
        assert each.without.endswith("."), each.name
        assert "\n" not in each.without, each.name
    assert all(group.mutants for group in groups())


def test_every_test_that_should_notice_is_there():
    assert not sorted({test for each in EVERY for test in each.tests if not (ROOT / test).exists()})


def test_every_check_was_noticed_as_it_is_now():
    found = noticed()
    assert [each.name for each in EVERY if each.name not in found] == [], RUN
    assert [each.name for each in EVERY if found[each.name].digest != each.digest] == [], RUN
    assert set(found) == {each.name for each in EVERY}, RUN


def test_every_test_that_noticed_is_still_there():
    for name, each in noticed().items():
        file, *_, test = each.test.split("::")
        assert test in _tests(file), f"{name}: {each.test}; {RUN}"


def test_the_page_has_the_results():
    assert checks_table() in (ROOT / "docs" / "safety.md").read_text(encoding="utf-8"), "run `make docs`"


def test_a_line_is_replaced_wherever_it_stands():
    source = "def f():\n    if broken:\n        stop()\n"
    assert switched_off(LINE, source) == "def f():\n    if False:\n        stop()\n"


def test_lines_are_replaced_with_their_indentation():
    source = "def f():\n    if broken:\n        stop()\n    go()\n"
    assert switched_off(LINES, source) == "def f():\n    pass\n    go()\n"


@pytest.mark.parametrize(
    ("mutant", "source", "told"),
    [
        (LINE, "if whole:\n    go()\n", "is not in a.py"),
        (LINE, "if broken:\n    stop()\nif broken:\n    go()\n", "is 2 times in a.py"),
        (LINES, "if broken:\n    go()\n", "is not in a.py"),
        (LINES, "    if broken:\n        stop()\nif broken:\n    stop()\n", "is 2 times in a.py"),
        (Mutant("a name", "A sentence.", "a.py", "if broken:", "if", ()), "if broken:\n    stop()\n", "is no Python"),
    ],
)
def test_what_does_not_apply_is_told(mutant, source, told):
    with pytest.raises(DoesNotApply, match=told):
        parsed(mutant, source)
