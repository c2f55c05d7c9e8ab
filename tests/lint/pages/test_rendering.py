"""The pages as they are shown: those in docs/rules are up to date, and say what flowkit says."""

import re

from docs.make import ROOT, rule_pages
from flowkit.language.rule_names import all_rules
from flowkit.lint.pages.library import page, shop
from flowkit.lint.pages.rendering import entries, hover, index, markdown, said
from flowkit.lint.pages.stage import findings


def test_the_pages_in_docs_are_up_to_date():
    """If this fails, `make docs` writes them anew; look at what changed."""
    made = rule_pages()
    there = {path: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert sorted(path.name for path in there) == sorted(path.name for path in made)
    assert [path.name for path, text in made.items() if there[path] != text] == []


def test_a_page_shows_the_finding_with_its_frame():
    shown = markdown(all_rules()["FK202"])
    assert shown.startswith(
        "# FK202 unreachable-state\n\nNothing leads to the state.\n\n*Warning. The graph. Since 0.1.*\n"
    )
    assert "```text\nwarning[FK202]: nothing leads to the state 'offer'\n --> example.yaml:5:3\n" in shown
    assert "  offer: {say: We have a sale on., next: bye}\n  bye" in shown


def test_what_is_said_is_what_is_found():
    (example,) = page("FK202").wrong
    (found,) = findings(example, shop()).diagnostics
    assert said(example).splitlines()[0] == f"warning[FK202]: {found.message}"


def test_a_hover_is_short():
    text = hover(all_rules()["FK202"])
    assert text.startswith("**FK202 unreachable-state**: nothing leads to the state\n\nNo way that you wrote")
    assert text.endswith("or delete it.")
    assert "```" not in text


def test_the_list_has_every_rule_under_its_subject_and_the_shop():
    text = index()
    for each in entries():
        assert f"| [{each['code']}]({each['code']}.md) | `{each['slug']}` | {each['severity']} |" in text
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads[:3] == ["The YAML text", "Shape and names", "The graph"]
    assert heads[-1] == "The shop of the examples"
    assert "# tools/shop.yaml\ncatalog: shop\n" in text
