"""Every page is read and every example run: a wrong one gives what it says where it says so, a right one nothing."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from flowkit.cli.examples_there import findings_there
from flowkit.language.rule_names import all_rules
from flowkit.lint.pages.form import Example
from flowkit.lint.pages.library import SUBJECTS, page, page_names, shop

PAGES = [page(name) for name in page_names()]


def _examples(part: str) -> list[Any]:
    return [
        pytest.param(each.code, example, id=f"{each.code} {example.heading}")
        for each in PAGES
        for example in getattr(each, part)
    ]


def _told(example: Example) -> list[str]:
    return [f"{each.span}: {each.kind.code} {each.message}" for each in findings_there(example, shop()).diagnostics]


@pytest.mark.parametrize(("code", "example"), _examples("wrong"))
def test_a_wrong_example_gives_its_code_where_it_is_marked(code: str, example: Example):
    found = findings_there(example, shop()).diagnostics
    assert {each.kind.code for each in found} == {code}, _told(example)
    marked = {(file.name, mark) for file in example.files for mark in file.marks}
    assert {(each.span.path, each.span.line) for each in found} == marked, _told(example)


@pytest.mark.parametrize(("code", "example"), _examples("right"))
def test_a_right_example_gives_nothing_at_all(code: str, example: Example):
    assert _told(example) == []


@pytest.mark.parametrize("each", PAGES, ids=lambda each: each.code)
def test_a_page_says_which_fixes_there_are(each):
    found = [found for example in each.wrong for found in findings_there(example, shop()).diagnostics]
    brought = {"safe" if fix.safe else "unsafe" for one in found for fix in one.fixes}
    assert each.fix == ("safe" if "safe" in brought else "unsafe" if brought else "none")


def test_the_shop_of_the_examples_is_clean():
    assert _told(Example("", ())) == []


def test_every_code_has_its_page_and_every_page_its_code():
    assert [*all_rules()] == page_names()


def test_codes_and_slugs_are_given_once():
    from flowkit.language import codes
    from flowkit.language.diagnostic import Code

    kinds = [each for each in vars(codes).values() if isinstance(each, Code)]
    assert len({each.code for each in kinds}) == len({each.slug for each in kinds}) == len(kinds)
    assert all(each.code[:2] == "FK" and each.code[2] in SUBJECTS and len(each.code) == 5 for each in kinds)


@pytest.mark.parametrize("each", PAGES, ids=lambda each: each.code)
def test_a_title_reads_as_a_line_of_a_table(each):
    assert len(each.title) <= 90
    assert not each.title.endswith(".")
    assert each.title[0].islower() or each.title.split()[0].isupper() or each.title[0] in "'`"


def test_pages_and_the_shop_are_shipped():
    root = Path(__file__).parents[3]
    shipped = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["flowkit"]
    package = root / "flowkit"
    there = {path for path in (package / "lint" / "pages").rglob("*") if path.suffix in (".md", ".yaml")}
    assert there
    assert there <= {path for pattern in shipped for path in package.glob(pattern)}
