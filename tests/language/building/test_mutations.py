"""Whatever the files hold, reading them never fails: it gives a project, or says what is wrong."""

import copy
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowkit.language.diagnostic import Severity
from flowkit.language.project import read_project
from flowkit.language.text import read
from flowkit.language.tree import Mapping, Node, Scalar

ODD_VALUES: list[Any] = [
    None,
    True,
    0,
    -3,
    12.5,
    "",
    "x",
    "order",
    "customer",
    "person",
    "a b",
    "'quoted'",
    "{{ order.status }}",
    "{{ broken",
    "{% if x %}",
    "order.parts",
    "any(x for x in order.parts)",
    "2026-03-02",
    [],
    [None],
    ["x", {"go": "x"}],
    {},
    {"go": "person"},
    {"type": "choice"},
    {"options": "visits", "key": "id"},
    {"many": True, "type": "order"},
    {"a": {"b": {"c": [1, [2]]}}},
]


def plain(node: Node) -> Any:
    """The data of a tree, as a YAML writer takes it."""
    if isinstance(node, Scalar):
        value = node.value
        return value if value is None or isinstance(value, (str, int, bool)) else float(value)
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node}
    return [plain(item) for item in node]


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every container with each of its keys or positions."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], (dict, list)):
                waiting.append(container[key])
    return found


def mutate(data: Any, at: int, how: str, other: int, value: Any) -> None:
    """Deletes, renames, replaces or moves one node in place."""
    spots = places(data)
    container, key = spots[at % len(spots)]
    donor, donor_key = spots[other % len(spots)]
    match how:
        case "delete":
            del container[key]
        case "rename" if isinstance(container, dict):
            container[str(value)] = container.pop(key)
        case "graft":
            container[key] = copy.deepcopy(donor[donor_key])
        case _:
            container[key] = value


MUTATION = st.tuples(
    st.integers(0, 10_000),
    st.sampled_from(["delete", "rename", "replace", "graft"]),
    st.integers(0, 10_000),
    st.sampled_from(ODD_VALUES),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pick=st.data(), mutations=st.lists(MUTATION, min_size=1, max_size=3))
def test_no_mutation_of_the_shop_breaks_the_reading(
    shop: dict[str, str], pick: st.DataObject, mutations: list[tuple[int, str, int, Any]]
) -> None:
    path = pick.draw(st.sampled_from(sorted(shop)))
    root, _, _ = read(path, shop[path].encode())
    assert root is not None
    data = plain(root)
    for at, how, other, value in mutations:
        if data:
            mutate(data, at, how, other, copy.deepcopy(value))
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    reading = read_project({name: (text if name == path else old).encode() for name, old in shop.items()})
    errors = [found for found in reading.diagnostics if found.severity is Severity.ERROR]
    assert (reading.project is None) == bool(errors)
    assert all(found.span.line >= 1 and found.span.column >= 1 for found in reading.diagnostics)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["tests/calls.yaml", "words/es.yaml"]), mutations=st.lists(MUTATION, min_size=1, max_size=3)
)
def test_no_mutation_of_tests_or_words_breaks_the_reading_or_hides_the_flows(
    tested: dict[str, str], path: str, mutations: list[tuple[int, str, int, Any]]
) -> None:
    root, _, _ = read(path, tested[path].encode())
    assert root is not None
    data = plain(root)
    for at, how, other, value in mutations:
        if data:
            mutate(data, at, how, other, copy.deepcopy(value))
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    reading = read_project({name: (text if name == path else old).encode() for name, old in tested.items()})
    if next(iter(data), "") in ("suite", "words"):
        assert reading.project is not None
    assert {found.span.path for found in reading.diagnostics} <= {path, "flowkit.yaml"}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pick=st.data(), start=st.integers(0, 10_000), length=st.integers(1, 60), junk=st.text(max_size=8))
def test_no_damage_to_the_text_breaks_the_reading(
    shop: dict[str, str], pick: st.DataObject, start: int, length: int, junk: str
) -> None:
    path = pick.draw(st.sampled_from(sorted(shop)))
    text = shop[path]
    start %= len(text)
    damaged = text[:start] + junk + text[start + length :]
    reading = read_project(
        {name: (damaged if name == path else old).encode("utf-8", "replace") for name, old in shop.items()}
    )
    assert reading.project is not None or reading.diagnostics
