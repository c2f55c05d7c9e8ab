"""The published schemas equal the table, and they and the reader agree on the files of the shop.

After a change of the table: UPDATE_SCHEMAS=1 pytest tests/language/building/test_schema.py
"""

import copy
import json
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flowkit.language.building.schema import FILES, schema
from flowkit.language.building.schema_samples import SAMPLES
from flowkit.language.building.table.forms import Kind
from flowkit.language.building.table.kinds import FILE_KINDS, KINDS
from flowkit.language.codes import NOT_TRANSLATED
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


def test_files_of_the_shop_fit_their_schemas(tested: dict[str, str]) -> None:
    for path, text in tested.items():
        root, _, _ = read(path, text.encode())
        assert root is not None
        data = data_of(root)
        assert [error.message for error in validator(data).iter_errors(data)] == [], path


def test_files_with_an_unknown_key_do_not(tested: dict[str, str]) -> None:
    for path, text in tested.items():
        root, _, _ = read(path, text.encode())
        assert root is not None
        broken = {**data_of(root), "unheard_of": 1}
        assert list(validator(broken).iter_errors(broken)), path


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


AGREEING = ("refund.yaml", "help.yaml", "flowkit.yaml", "tools/shop.yaml", "tests/calls.yaml", "words/es.yaml")


@pytest.mark.parametrize("path", AGREEING)
def test_what_a_schema_refuses_the_reader_refuses_too(shop: dict[str, str], tested: dict[str, str], path: str) -> None:
    """Were the table and the reader to drift apart, a file that an editor marks red would run."""
    shop = shop if path in shop else tested
    root, _, _ = read(path, shop[path].encode())
    assert root is not None
    data = data_of(root)
    check, first = validator(data), first_key(data)
    accepted_by_schema = 0
    for number, (what, changed) in enumerate(variations(data)):
        if number % 5 or not changed or first_key(changed) != first:
            continue
        refused = not check.is_valid(changed)
        accepted_by_schema += not refused
        text = json.dumps(changed, ensure_ascii=False)
        reading = read_project({name: (text if name == path else old).encode() for name, old in shop.items()})
        found = {one.kind for one in reading.diagnostics if one.span.path == path} - {NOT_TRANSLATED}
        if refused:
            assert found, f"only the schema refuses: {what}"
    assert accepted_by_schema > 1


def test_examples_under_keys_fit_them() -> None:
    whole = {name: schema(name) for name in FILES}
    for (kind, key), samples in SAMPLES.items():
        assert key in KINDS[kind].keys, (kind, key)
        for sample in samples:
            for one in whole.values():
                place = one if one["title"] == f"flowkit {kind}" else one["$defs"].get(kind.replace(" ", "_"))
                if place is not None:
                    fits = jsonschema.Draft202012Validator({**place["properties"][key], "$defs": one["$defs"]})
                    assert fits.is_valid(sample), (kind, key, sample)


def test_defaults_fit_their_keys() -> None:
    found = 0
    for name in FILES:
        whole = schema(name)
        for place in (whole, *whole["$defs"].values()):
            for key, told in place["properties"].items():
                if "default" in told:
                    found += 1
                    fits = jsonschema.Draft202012Validator({**told, "$defs": whole["$defs"]})
                    assert fits.is_valid(told["default"]), (name, key)
    assert found > 20


def test_the_files_of_the_demo_name_their_schema() -> None:
    """Every editor with the YAML language server finds it by the first line."""
    for path in (SCHEMAS.parent / "flows").glob("**/*.yaml"):
        line, text = path.read_text(encoding="utf-8").split("\n", 1)
        assert (found := re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)), path
        root, _, _ = read(str(path), text.encode())
        assert root is not None
        name = next(name for name, first in FILES.items() if first == first_key(data_of(root)))
        assert (path.parent / found[1]).resolve() == SCHEMAS / f"{name}.schema.json"


def test_all_kinds_of_files_have_a_schema() -> None:
    assert set(FILES.values()) == set(FILE_KINDS)
