"""Files of fixtures: told from files of the language, and checked like the results of tests."""

import pytest

from flowkit.language.project import Reading, read_project
from tests.language.building.conftest import SHOP

FIXTURES = """\
find_customer:
  - with: {email: ana@example.com}
    output: {id: c1, first_name: Ana, email: ana@example.com, tier: gold}
  - {outcome: not_found}
get_order: {after: 2 seconds, outcome: failed}
ring_bell: {output: {}}
"""


def reading(fixtures: str, path: str = "fixtures/shop.yaml", folder: str = "") -> Reading:
    """The shop, whose environment 'local' names `fixtures/shop.yaml`, with a file of that name or another one."""
    files = {folder + name: text.encode() for name, text in SHOP.items()}
    return read_project({**files, folder + path: fixtures.encode()})


def found(fixtures: str, path: str = "fixtures/shop.yaml", folder: str = "") -> list[str]:
    return [
        f"{each.kind.code} {each.span.line}:{each.span.column} {each.message}"
        for each in reading(fixtures, path, folder).diagnostics
    ]


@pytest.mark.parametrize("folder", ["", "shop/", "./", "a/../shop/", "C:\\\\shop\\\\"])
def test_a_file_that_a_backend_names_is_data(folder: str) -> None:
    assert found(FIXTURES, folder=folder) == []


def test_a_file_that_no_backend_names_is_told_how_to_be_named() -> None:
    made = reading(FIXTURES, "fixtures/other.yaml")
    assert [each.kind.code for each in made.diagnostics] == ["FK101"]
    assert "fixture:file" in made.diagnostics[0].help


def test_a_fixture_of_a_tool_is_found_even_where_its_catalog_cannot_be_read() -> None:
    files = {name: text.encode() for name, text in SHOP.items()}
    files["tools/more.yaml"] = b"catalog: more\ntools:\n  get: {about: Reads., backend: fixture:tools/more_data.yaml\n"
    files["tools/more_data.yaml"] = b"get: {output: {}}\n"
    codes = {each.kind.code for each in read_project(files).diagnostics}
    assert "FK002" in codes
    assert "FK101" not in codes


def test_fixtures_with_mistakes_do_not_keep_the_flows_from_being_looked_at() -> None:
    made = reading("get_ordr: {output: {}}\n")
    assert made.project is not None
    assert [each.help for each in made.diagnostics] == ["did you mean 'get_order'?"]


@pytest.mark.parametrize(
    ("fixtures", "told"),
    [
        ("find_custmer: {outcome: failed}", "FK401 1:1 there is no tool 'find_custmer'"),
        ("get_order: {outcome: lost}", "FK203 1:22 'get_order' has no outcome 'lost'"),
        ("get_order: {outcome: failed, aftr: 2 seconds}", "FK102 1:30 an answer has no 'aftr'"),
        ("get_order: {with: {order: '1'}, outcome: failed}", "FK403 1:20 'get_order' has no argument 'order'"),
        ("find_customer: {output: {id: c1, first_name: Ana, email: ana}}", "FK604 1:17 'find_customer' needs 'tier'"),
        ("list_visits: {output: {id: v1}}", "FK604 1:23 'list_visits' is a list of things; this is a map"),
        ("ring_bell: {output: {rang: true}}", "FK604 1:21 'ring_bell' has no 'output', so it returns nothing"),
        ("get_order: 3", "FK104 1:12 an answer is a map of with, output, outcome, after"),
        ("- get_order", "FK104 1:1 a file of fixtures is a map of tools"),
        ("get_order: {after: 2, outcome: failed}", "FK109 1:20 '2' needs a unit"),
        ("get_order: {output: {}, outcome: failed}", "FK110 1:12 an answer has 'output' or 'outcome', not both"),
    ],
)
def test_what_fixtures_say_is_checked(fixtures: str, told: str) -> None:
    assert told in found(fixtures + "\n")
