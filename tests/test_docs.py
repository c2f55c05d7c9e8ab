"""The documentation is what the code does: pages made from the code, the README's commands as they run."""

import re
from pathlib import Path

import pytest

from docs.make import ROOT, pages

PAGES = pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_made_page_is_up_to_date(path: Path):
    """If this fails, `make docs` writes the page anew; look at what changed."""
    assert path.read_text(encoding="utf-8") == PAGES[path]


def test_decisions_are_short_and_numbered():
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    for name in names:
        assert len((ROOT / "docs" / "decisions" / name).read_text().splitlines()) <= 40


def test_links_lead_somewhere():
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_flow_in_the_readme_is_the_one_of_the_demo():
    """It is read with the demo project, by the tests of `flows/`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"```yaml\n{(ROOT / 'flows' / 'order_status.yaml').read_text(encoding='utf-8')}```" in text
