"""The positioned tree: values by YAML 1.2, exact places, and lookups by key."""

import copy
import pickle
from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.language.span import Span
from flowkit.language.text import read
from flowkit.language.tree import Document, Mapping, Node, Scalar, ScalarValue, Sequence, plain_value, scalars


def tree(text: str) -> Node:
    root, _, found = read("f.yaml", text.encode())
    assert not found
    assert root is not None
    return root


def mapping(text: str) -> Mapping:
    root = tree(text)
    assert isinstance(root, Mapping)
    return root


def scalar(text: str, key: str = "a") -> Scalar:
    node = mapping(text).get(key)
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("true", True),
        ("FALSE", False),
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12", 12),
        ("-12", -12),
        ("+12", 12),
        ("0123", 123),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2024-01-01", "2024-01-01"),
        ("19.90", Decimal("19.90")),
        (".5", Decimal("0.5")),
        ("5.", Decimal("5")),
        ("1e3", Decimal("1e3")),
        ("1e99999", "1e99999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("-", "-"),
        ("1.2.3", "1.2.3"),
        ("٣", "٣"),
        ("9" * 64, int("9" * 64)),
        ("9" * 65, "9" * 65),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_scalars_are_read_by_the_core_schema(written: str, value: ScalarValue) -> None:
    got = plain_value(written)
    assert got == value
    assert type(got) is type(value)


def test_money_keeps_its_digits() -> None:
    assert str(scalar("a: 19.90\n").value) == "19.90"


@pytest.mark.parametrize("written", ["'12'", '"12"', "|-\n  12"])
def test_a_quoted_scalar_is_always_a_text(written: str) -> None:
    node = scalar(f"a: {written}\n")
    assert node.value == node.text == "12"
    assert not node.plain
    assert node.block == (written[0] == "|")


def test_text_is_what_was_written_whatever_the_type() -> None:
    node = scalar("a: 0123\n")
    assert (node.text, node.value, node.plain, node.block) == ("0123", 123, True, False)


@pytest.mark.parametrize(
    ("written", "part", "place"),
    [
        ("a: order.status == x\n", (6, 12), (1, 10, 1, 16)),
        ("a: 'it''s here'\n", (5, 9), (1, 11, 1, 15)),
        ("a: 'it''s here'\n", (0, 4), (1, 5, 1, 10)),
        ("a: 'it''s here'\n", (2, 3), (1, 7, 1, 9)),
        ('a: "one two"\n', (4, 7), (1, 9, 1, 12)),
        ('a: "one\\ttwo"\n', (4, 7), (1, 4, 1, 14)),
        ("a: one\n  two\n", (4, 7), (1, 4, 2, 6)),
        ("a: |\n  one\n  two\n", (4, 7), (1, 4, 3, 6)),
        ("a: one\n", (-5, 99), (1, 4, 1, 7)),
        ("a: one\n", (3, 1), (1, 7, 1, 7)),
        ("é: 𝒳 one\n", (2, 5), (1, 6, 1, 9)),
    ],
)
def test_part_is_exact_where_the_source_shows_the_text(
    written: str, part: tuple[int, int], place: tuple[int, int, int, int]
) -> None:
    assert scalar(written, written[0]).part(*part) == Span("f.yaml", *place)


def test_a_mapping_ends_where_its_last_value_ends() -> None:
    root = mapping("states:\n  look:\n    use: get_order\n\n# done\nnext: x\n")
    states = root.get("states")
    assert isinstance(states, Mapping)
    assert states.span == Span("f.yaml", 2, 3, 3, 19)
    assert root.span == Span("f.yaml", 1, 1, 6, 8)


def test_a_sequence_ends_where_its_last_item_ends() -> None:
    items = mapping("a:\n  - one\n  - b: |\n      two\n\n\nc: x\n").get("a")
    assert isinstance(items, Sequence)
    assert items.span == Span("f.yaml", 2, 3, 4, 10)


def test_an_inline_collection_ends_behind_its_bracket() -> None:
    root = mapping("a: {b: 1 }\nc: [1, 2 ]\n")
    assert [entry.value.span for entry in root] == [
        Span("f.yaml", 1, 4, 1, 11),
        Span("f.yaml", 2, 4, 2, 11),
    ]
    assert [entry.value.flow for entry in root if not isinstance(entry.value, Scalar)] == [True, True]


def test_a_mapping_is_looked_up_and_walked_in_order() -> None:
    root = mapping("b: 1\na: 2\n'c': 3\n")
    assert [entry.key.text for entry in root] == [entry.key.text for entry in root.entries] == ["b", "a", "c"]
    assert len(root) == 3
    assert "a" in root
    assert "d" not in root
    assert root.get("d") is None
    assert root.entry("d") is None
    entry = root.entry("c")
    assert entry is not None
    assert entry.key.span == Span("f.yaml", 3, 1, 3, 4)
    assert root.get("c") is entry.value


def test_a_sequence_is_walked_in_order() -> None:
    root = tree("- a\n- [b]\n")
    assert isinstance(root, Sequence)
    assert len(root) == 2
    assert list(root) == root.items


def test_all_scalars_are_found() -> None:
    assert sorted(node.text for node in scalars(tree("a: [b, {c: d}]\ne: f\n"))) == list("abcdef")


def test_lines_end_as_in_an_editor() -> None:
    document = Document("f", "a\r\nb\rc\n\nd")
    assert document.lines == ["a", "b", "c", "", "d"]
    assert document.starts == [0, 3, 5, 7, 8]
    assert [document.line_of(offset) for offset in (0, 2, 3, 5, 7, 8, 9)] == [0, 0, 1, 2, 3, 4, 4]
    assert document.span(3, 9) == Span("f", 2, 1, 5, 2)


def test_a_span_made_of_offsets_is_like_any_other() -> None:
    document = Document("f", "ab\ncd")
    span, same = document.span(1, 4), Span("f", 1, 2, 2, 2)
    assert span == same
    assert same == document.span(1, 4)
    assert hash(document.span(1, 4)) == hash(same)
    assert document.span(0, 1) < same < document.span(3, 4)
    assert sorted([same, document.span(0, 1)]) == [Span("f", 1, 1, 1, 2), same]
    assert copy.copy(document.span(1, 4)) == pickle.loads(pickle.dumps(document.span(1, 4))) == same
    assert span != "f:1:2"
    with pytest.raises(AttributeError):
        document.span(1, 4).nothing  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(FrozenInstanceError):
        document.span(1, 4).line = 3  # type: ignore[misc]


@pytest.mark.parametrize("written", ["a b", "'it''s'", "'its'", '"its"', r'"it\"s"', '"two\n  lines"', "|\n  text\n"])
def test_many_places_of_a_scalar_are_told_as_one_is(written: str) -> None:
    node = mapping(f"a: {written}\n").get("a")
    assert isinstance(node, Scalar)
    place = node.places()
    for start in range(len(node.text)):
        assert place(start, len(node.text)) == node.part(start, len(node.text))


@given(st.one_of(st.text(alphabet="-+.01eEo~nulNULtrfasTRFASx_ ", max_size=7), st.text(max_size=4)))
def test_a_text_is_what_has_a_text_for_its_value(text: str) -> None:
    for style in ("", "'"):
        node = Scalar(Document("f", text), 0, len(text), text, style)
        assert node.is_text is isinstance(node.value, str)
