"""The YAML reader on anything: it never raises, keeps every place true, and reads what other readers read."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from flowkit.language.text import read
from flowkit.language.tree import Document, Mapping, Node, Scalar, Sequence, scalars

FLOWS = sorted((Path(__file__).parents[2] / "flows").rglob("*.yaml"))

ODD = [
    *"'\"{}[]:,#?&*!|>%@`\\-~<. \n",
    "é",
    "日",
    "𝒳",
    "\u00a0",
    "\u0301",
    "\t",
    "\r",
    "\u2028",
    "\x00",
    "\ufeff",
    "\x1b",
]
PIECES = [
    *ODD,
    *(
        "a",
        "b: ",
        "- ",
        "  ",
        "\n",
        "\n  ",
        "\n- ",
        ": ",
        " #",
        "{{ x }}",
        "{a: ",
        "[b, ",
        "}",
        "]",
        "'",
        '"',
        "---\n",
        "...\n",
    ),
    *(
        "|\n",
        ">\n",
        "&a ",
        "*a",
        "!t ",
        "<<: ",
        "null",
        "12",
        "it's",
        "when: x[0] == 1",
        "{% if x %}",
        "? ",
        "%YAML 1.1\n",
        "\\n",
    ),
]
anything = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80)

words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=20
) | st.lists(st.sampled_from([*ODD[:26], "é", "日", "𝒳", "a", "no", "12"]), max_size=8).map("".join)
leaves = st.none() | st.booleans() | st.integers() | words
structures = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words.filter(bool), inner, max_size=4),
    max_leaves=12,
)


def inside(document: Document, line: int, column: int) -> bool:
    return 1 <= line <= len(document.lines) and 1 <= column <= len(document.lines[line - 1]) + 3


def check(data: bytes) -> tuple[Node | None, Document]:
    root, document, found = read("f", data)
    assert root is not None or found
    assert found == sorted(found, key=lambda one: one.sort_key)
    for one in found:
        for span in (one.span, *(related.span for related in one.related)):
            assert (span.line, span.column) <= (span.end_line, span.end_column)
            assert inside(document, span.line, span.column)
            assert inside(document, span.end_line, span.end_column)
        assert one.message
    return root, document


@settings(max_examples=600, deadline=None)
@given(anything)
@example("a: {b: c\n d:")
@example("{{")
@example("{%")
@example("a: {x: *")
@example("'")
@example("? ? [")
@example("!")
@example("%")
@example("a: 1\n\u2003\nb: 2")
def test_no_text_makes_the_reader_raise(text: str) -> None:
    check(text.encode())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"\xe9")
@example(b"\xf4\x90\x80\x80")
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    check(data)


@settings(max_examples=400, deadline=None)
@given(anything)
@example("'a' \u00a0")
@example("a\n... b")
def test_a_text_without_problems_means_what_pyyaml_takes_it_for(text: str) -> None:
    root, _, found = read("f", text.encode())
    if not found:
        assert bare(root) == yaml.load(text, Loader=yaml.CBaseLoader)


@settings(max_examples=400, deadline=None)
@given(anything)
def test_the_text_at_a_place_is_the_text(text: str) -> None:
    root, document, found = read("f", text.encode())
    if root is None or found:
        return
    for scalar in scalars(root):
        source = document.text[scalar.start : scalar.end]
        if scalar.plain:
            assert "".join(source.split()) == "".join(scalar.text.split())
        elif not scalar.block:
            assert source[0] == source[-1] == scalar.style
        for at in range(len(scalar.text)):
            part = scalar.part(at, at + 1)
            if part != scalar.span:
                shown = document.lines[part.line - 1][part.column - 1 : part.end_column - 1]
                assert shown == scalar.text[at] or (shown == "''" and scalar.text[at] == "'")


@settings(max_examples=200, deadline=None)
@given(structures)
def test_a_written_structure_is_read_back(structure: object) -> None:
    for text in (json.dumps(structure, ensure_ascii=False), "\n".join(block(structure, 0))):
        root, _, found = read("f", text.encode())
        assert not found
        assert values(root) == structure


@settings(max_examples=100, deadline=None)
@given(structures)
def test_a_structure_dumped_by_pyyaml_is_read_back(structure: object) -> None:
    text = yaml.dump(bare_structure(structure), Dumper=QuotedDumper, allow_unicode=True)
    assume(re.search("(?m)(?:^|- |: ) *\u00a0", text) is None)  # that one is told, as it looks like an indentation
    root, _, found = read("f", text.encode())
    assert not found
    assert bare(root) == bare_structure(structure)


@pytest.mark.parametrize("path", FLOWS, ids=[path.stem for path in FLOWS])
def test_the_flows_of_the_project_are_read_as_pyyaml_reads_them(path: Path) -> None:
    data = path.read_bytes()
    root, document, found = read(str(path), data)
    assert not found
    assert bare(root) == yaml.load(data, Loader=yaml.CBaseLoader)
    assert places(root, document) == [
        (node.start_mark.line, node.start_mark.column) for node in composed(yaml.compose(data, Loader=yaml.CSafeLoader))
    ]


SAMPLE = """\
# a comment
flow: réfund 𝒳
slots:
  item: {type: choice, options: [broken, 'it''s gone', "ok"], key: item_id}   # behind
  "quoted": |
    Two lines
    of text

states:
- ask: [a,
    b]
  say: >-
    folded
    text
-   - deep
    - deeper: 1
      still: ~
empty:
last: "x\\ty"
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_sample_with_everything_is_read_as_pyyaml_reads_it(ends: str) -> None:
    data = SAMPLE.replace("\n", ends).encode()
    root, document, found = read("f", data)
    assert not found
    assert bare(root) == yaml.load(data, Loader=yaml.CBaseLoader)
    assert places(root, document) == [
        (node.start_mark.line, node.start_mark.column) for node in composed(yaml.compose(data, Loader=yaml.CSafeLoader))
    ]


class QuotedDumper(yaml.SafeDumper):
    """Writes every text in some kind of quotes, since PyYAML thinks of YAML 1.1 when it leaves them out."""

    def ignore_aliases(self, data: object) -> bool:
        return True


QuotedDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'\"|"[len(text) % 3])
)


def bare_structure(structure: object) -> object:
    """The structure with every scalar as a text, as PyYAML's base loader gives it."""
    match structure:
        case dict():
            return {key: bare_structure(value) for key, value in structure.items()}
        case list():
            return [bare_structure(item) for item in structure]
        case str():
            return structure
        case _:
            return json.dumps(structure)


def bare(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return {entry.key.text: bare(entry.value) for entry in node}
        case Sequence():
            return [bare(item) for item in node]
        case None:
            return None


def values(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.value
        case Mapping():
            return {entry.key.text: values(entry.value) for entry in node}
        case Sequence():
            return [values(item) for item in node]
        case None:
            return None


def block(structure: object, depth: int) -> list[str]:
    """The structure in block style, with texts in double quotes."""
    pad = "  " * depth
    match structure:
        case dict() if structure:
            lines = []
            for key, value in structure.items():
                inner = block(value, depth + 1)
                nested = isinstance(value, dict | list) and value
                lines += [f"{pad}{json.dumps(key, ensure_ascii=False)}:"] if nested else []
                lines += inner if nested else [f"{pad}{json.dumps(key, ensure_ascii=False)}: {inner[0].strip(' ')}"]
            return lines
        case list() if structure:
            return [
                line
                for item in structure
                for line in (
                    [f"{pad}-", *block(item, depth + 1)]
                    if isinstance(item, dict | list)
                    else [f"{pad}- {block(item, 0)[0]}"]
                )
            ]
        case _:
            return [pad + json.dumps(structure, ensure_ascii=False)]


def places(node: Node | None, document: Document) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    assert node is not None
    found.append((node.span.line - 1, node.span.column - 1))
    match node:
        case Mapping():
            for entry in node:
                found += places(entry.key, document) + places(entry.value, document)
        case Sequence():
            for item in node:
                found += places(item, document)
    return found


def composed(node: yaml.Node | None) -> list[yaml.Node]:
    assert node is not None
    found = [node]
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                found += composed(key) + composed(value)
        case yaml.SequenceNode():
            for item in node.value:
                found += composed(item)
    return found
