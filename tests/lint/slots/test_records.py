"""Records that no tool returns."""

from flowkit.language.project import read_project
from flowkit.lint.check import check
from tests.lint.graph.test_reaching import FLOW, PROJECT

CATALOG = """\
catalog: shop
records:
  order: {key: id, fields: {id: text, owner: customer}}
  customer: {key: id, fields: {id: text}}
  visit: {key: id, fields: {id: text}}
tools:
  get_order: {about: Reads., effect: read, input: {id: text}, output: order, backend: "fixture:a.yaml"}
  visits: {about: Lists., effect: read, output: {many: true, type: visit}, backend: "fixture:a.yaml"}
"""


def found_in(catalog: str) -> list[tuple[str, str, str]]:
    files = {"flowkit.yaml": PROJECT, "hello.yaml": FLOW, "shop.yaml": catalog}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [found.message for found in reading.diagnostics]
    found = check(reading.project)
    return [(each.kind.code, str(each.span), each.message) for each in found if each.kind.slug != "unused-tool"]


def test_a_record_is_returned_alone_in_a_list_or_within_another() -> None:
    assert found_in(CATALOG) == []


def test_a_record_that_no_tool_returns_is_found_at_its_name() -> None:
    told = "no tool returns 'visit', so nothing is ever known of it"
    assert found_in(CATALOG.replace("{many: true, type: visit}", "text")) == [("FK408", "shop.yaml:5:3", told)]


def test_what_only_an_unreturned_record_holds_is_not_returned_either() -> None:
    found = found_in(CATALOG.replace("output: order", "output: text"))
    assert [at for _, at, _ in found] == ["shop.yaml:3:3", "shop.yaml:4:3"]
