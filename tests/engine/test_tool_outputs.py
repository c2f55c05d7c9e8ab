"""What the model gets of a tool's result: no more than it can use, and nothing that it must not see."""

import json

import pytest

from flowkit.engine.call import Call
from flowkit.engine.tools.tool_outputs import of_result
from flowkit.engine.work import Work
from flowkit.language.values import accept
from tests.engine.conversation import MONDAY, program_of
from tests.engine.test_ask import PROJECT

CATALOG = """\
catalog: shop
records:
  order:
    key: id
    fields:
      id: text
      note: text
      pin: {type: text, sensitive: never_store, optional: true}
      items: {many: true, fields: {title: text, code: {type: text, sensitive: never_store, optional: true}}}
tools:
  one: {about: One., effect: read, output: order, backend: "fixture:f.yaml"}
  many: {about: Many., effect: read, output: {type: order, many: true}, backend: "fixture:f.yaml"}
  mapped:
    about: By id.
    effect: read
    output: {keyed: true, fields: {id: text, title: text, pin: {type: text, sensitive: never_store}}}
    backend: "fixture:f.yaml"
  words: {about: Words., effect: read, output: text, backend: "fixture:f.yaml"}
"""
FLOW = """\
flow: find
title: Find
start: done
states:
  done: {say: Done., end: resolved}
"""


@pytest.fixture(scope="module")
def work():
    files = {"flowkit.yaml": PROJECT, "tools.yaml": CATALOG, "find.yaml": FLOW}
    return Work(program_of({path: text.encode() for path, text in files.items()}), Call(), MONDAY)


def told(work, name: str, result) -> dict:
    tool = work.program.project.tools[name]
    return of_result(work, tool, accept(tool.output, result, work.locale))


def order(number: int, note: str = "x", items: int = 1) -> dict:
    return {
        "id": f"o{number}",
        "note": note,
        "pin": "4321",
        "items": [{"title": f"thing {k}", "code": "9876"} for k in range(items)],
    }


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("one", order(1, items=500)),
        ("one", order(1, note="é" * 1_500)),
        ("many", [order(number, items=20) for number in range(50)]),
        ("many", [order(1, note="é" * 1_500, items=500)]),
        ("mapped", {f"c{k}": {"id": f"c{k}", "title": "é" * 50, "pin": "4321"} for k in range(100)}),
        ("mapped", {"c1": {"id": "c1", "title": "é" * 1_500, "pin": "4321"}}),
        ("words", "é" * 1_500),
    ],
)
def test_no_result_is_longer_than_two_kilobytes_and_something_is_told(work, name, result):
    output = told(work, name, result)
    text = json.dumps(output, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= 2_100
    assert "4321" not in text
    assert "9876" not in text
    assert "o1" in text or "c1" in text or "o0" in text or "c0" in text or "é" in text


def test_what_fits_is_told_whole_but_for_what_is_never_told(work):
    assert told(work, "one", order(1)) == {"id": "o1", "note": "x", "items": [{"title": "thing 0"}]}


def test_of_too_many_rows_it_is_told_how_many_there_are(work):
    output = told(work, "many", [order(number, items=20) for number in range(50)])
    assert output["of"] == 50
    assert 0 < len(output["results"]) < 50


def test_of_too_large_a_map_the_first_are_told(work):
    output = told(work, "mapped", {f"c{k}": {"id": f"c{k}", "title": "x" * 50, "pin": "4321"} for k in range(100)})
    assert output["of"] == 100
    assert output["results"]["c0"] == {"id": "c0", "title": "x" * 50}
