"""The published schemas equal the table, and they and the reader agree on the files of the shop.

After a change of the table: UPDATE_SCHEMAS=1 pytest tests/language/building/test_schema.py
"""

import copy
import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flowkit.language.building.schema import FILES, schema
from flowkit.language.building.table.forms import Kind
from flowkit.language.building.table.kinds import FILE_KINDS, KINDS
from flowkit.language.project import read_project
from flowkit.language.text import read
from flowkit.language.tree import Mapping, Node, Scalar

SCHEMAS = Path(__file__).parents[3] / "schemas"


def data_of(node: Node) -> Any:
    """What an editor checks a schema against."""
    if isinstance(node, Scalar):
        return float(node.value) if isinstance(node.value, Decimal) else node.value
    if isinstance(node, Mapping):
        return {entry.key.text: data_of(entry.value) for entry in node}
    return [data_of(item) for item in node]


def first_key(data: Any) -> str:
    return str(next(iter(data)))


def validator(data: Any) -> Any:
    names = {first: name for name, first in FILES.items()}
    return jsonschema.Draft202012Validator(schema(names[first_key(data)]))


@pytest.mark.parametrize("name", FILES)
def test_the_published_schema_is_what_the_table_gives(name: str) -> None:
    path = SCHEMAS / f"{name}.schema.json"
    text = json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_SCHEMAS"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("kind", [*KINDS.values()], ids=lambda kind: kind.name)
def test_every_key_says_what_it_means(kind: Kind) -> None:
    for name, key in kind.keys.items():
        assert key.about.endswith("."), name
        assert len(key.about) < 130, name


def test_files_of_the_shop_fit_their_schemas(shop: dict[str, str]) -> None:
    for path, text in shop.items():
        root, _, _ = read(path, text.encode())
        assert root is not None
        data = data_of(root)
        assert [error.message for error in validator(data).iter_errors(data)] == [], path


SUITE = """\
suite: calls
now: 2026-03-02T10:00
results: {get_order: {order_id: "12345"}}
tests:
  a refund of one part:
    start: refund
    given: {order_id: "12345"}
    steps:
      - caller: I want my money back
      - agent: /which/
      - model: {use: refund_part, with: {amount: 900}}
      - expect: {refused: refund_part, used: {get_order: {order_id: "12345"}}, not_used: [move_visit]}
    ends: {refund: resolved}
"""


@pytest.mark.parametrize("text", [SUITE, 'words: es\ntexts: {"Goodbye.": "Adiós."}\n'])
def test_suites_and_translations_fit_their_schemas(text: str) -> None:
    root, _, _ = read("x.yaml", text.encode())
    assert root is not None
    data = data_of(root)
    assert [error.message for error in validator(data).iter_errors(data)] == []
    broken = {**data, "unheard_of": 1}
    assert list(validator(broken).iter_errors(broken))


def variations(data: Any) -> Iterator[tuple[str, Any]]:
    """The data with one thing changed: every key taken out, doubled under a wrong name, or given another type."""
    waiting: list[tuple[Any, ...]] = [()]
    while waiting:
        path = waiting.pop()
        node = data
        for step in path:
            node = node[step]
        if not isinstance(node, (dict, list)):
            continue
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            waiting.append((*path, key))
            for how, value in (("delete", None), ("number", 7), ("list", [["x"]]), ("map", {"x_y": {"z": 1}})):
                changed = copy.deepcopy(data)
                spot = changed
                for step in path:
                    spot = spot[step]
                if how == "delete":
                    del spot[key]
                else:
                    spot[key] = value
                yield f"{how} {'.'.join(str(step) for step in (*path, key))}", changed
        if isinstance(node, dict):
            changed = copy.deepcopy(data)
            spot = changed
            for step in path:
                spot = spot[step]
            spot["unheard_of"] = 1
            yield f"add to {'.'.join(str(step) for step in path)}", changed


@pytest.mark.parametrize("path", ["refund.yaml", "help.yaml", "flowkit.yaml", "tools/shop.yaml"])
def test_what_a_schema_refuses_the_reader_refuses_too(shop: dict[str, str], path: str) -> None:
    """Were the table and the reader to drift apart, a file that an editor marks red would run."""
    root, _, _ = read(path, shop[path].encode())
    assert root is not None
    data = data_of(root)
    check, first = validator(data), first_key(data)
    accepted_by_schema = 0
    for number, (what, changed) in enumerate(variations(data)):
        if number % 4 or not changed or first_key(changed) != first:
            continue
        refused = not check.is_valid(changed)
        accepted_by_schema += not refused
        text = json.dumps(changed, ensure_ascii=False)
        reading = read_project({name: (text if name == path else old).encode() for name, old in shop.items()})
        found = {one.kind for one in reading.diagnostics if one.span.path == path}
        if refused:
            assert found, f"only the schema refuses: {what}"
    assert accepted_by_schema > 5


def test_all_kinds_of_files_have_a_schema() -> None:
    assert set(FILES.values()) == set(FILE_KINDS)
