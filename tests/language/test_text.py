"""The YAML reader, one mistake at a time: what is said, where, and whether the offered line mends it.

The mistakes stand in `yaml_errors.txt`: a source, then the place, slug and message of the one problem, then its help.
"""

import re
from pathlib import Path

import pytest
import yaml

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.text import LibyamlMissing, read
from flowkit.language.tree import Document, Mapping, Node, Scalar, Sequence

MISTAKES = [
    (name, source, told)
    for name, source, told in re.findall(
        r"^## (.+)\n((?:.*\n)*?)->\n((?:.+\n?)+)", (Path(__file__).parent / "yaml_errors.txt").read_text("utf-8"), re.M
    )
]


def problems(source: str | bytes) -> list[Diagnostic]:
    data = source if isinstance(source, bytes) else source.encode()
    return read("f.yaml", data)[2]


def shown(found: Diagnostic) -> str:
    span = found.span
    place = f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"
    return f"{place} {found.kind.slug}: {found.message}" + (f"\n{found.help}" if found.help else "")


def short(source: str | bytes) -> list[str]:
    return [f"{found.span.line}:{found.span.column} {found.kind.code} {found.message}" for found in problems(source)]


def test_the_table_was_read_whole() -> None:
    assert len(MISTAKES) == (Path(__file__).parent / "yaml_errors.txt").read_text("utf-8").count("\n->\n") > 100


@pytest.mark.parametrize(("source", "told"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES])
def test_a_mistake_is_told_once_in_its_place(source: str, told: str) -> None:
    found = problems(source)
    assert [shown(one) for one in found] == [told.strip("\n")]


@pytest.mark.parametrize("source", [case[1] for case in MISTAKES], ids=[case[0] for case in MISTAKES])
def test_a_message_is_one_sentence_in_the_house_style(source: str) -> None:
    for found in problems(source):
        assert found.message[0].islower() or found.message[0] in "'"
        assert not found.message.endswith(".")
        assert "\n" not in found.message


@pytest.mark.parametrize(
    "source",
    [case[1] for case in MISTAKES if "\nwrite: " in case[2]],
    ids=[c[0] for c in MISTAKES if "\nwrite: " in c[2]],
)
def test_the_offered_line_mends_the_mistake(source: str) -> None:
    (found,) = problems(source)
    line = re.sub(r" \(a comment is written .*\)$", "", found.help.removeprefix("write: "))
    lines = source.split("\n")
    wrong = lines[found.span.line - 1]
    indent = wrong[: len(wrong) - len(wrong.lstrip())]
    results = []
    for mended in (line, indent + line.lstrip()):
        lines[found.span.line - 1] = mended
        results.append(short("\n".join(lines)))
    assert [] in results


def test_what_was_meant_takes_the_place_of_what_was_cut() -> None:
    root, _, found = read(
        "f",
        b"- {say: Hello, there, go: x}\n- [min(a, b), c]\n- id: #W12\n- say: Order #5\n"
        b"- say: {{ name }}\n- {say: {{ a }}}\n",
    )
    assert len(found) == 6
    assert plain(root) == [
        {"say": "Hello, there", "go": "x"},
        ["min(a, b)", "c"],
        {"id": "#W12"},
        {"say": "Order #5"},
        {"say": "{{ name }}"},
        {"say": "{{ a }}"},
    ]


def test_all_problems_but_syntax_errors_are_told_together() -> None:
    source = (
        "a: &x 1\na: 2\nb: !t c\nc: {ask: What?}\n? [k]\n: v\n~: 1\nd: {say: Hi, you, go: e}\ne: #W1\nf: say #7\n"
        "g: {{ h }}\n---\nmore\n"
    )
    assert short(source) == [
        "1:4 FK004 '&x' is a YAML anchor, which flows do not have",
        "2:1 FK003 the key 'a' stands twice here; keep one, or give one another name",
        "3:4 FK005 '!t' is a YAML tag, which flows do not have",
        "4:10 FK012 inside {…} other YAML readers end this at '?'; put it in quotes, or on a line of its own",
        "5:3 FK011 a list stands here as a key; a key is a name, as in 'name: …'",
        "7:1 FK011 '~' means 'nothing' in YAML and cannot be a key; use another name",
        "8:10 FK012 inside {…} this ends at ','; put it in quotes, or on a line of its own",
        "9:4 FK012 a '#' with a space before it starts a comment, so there is no value; put the text in quotes",
        "10:8 FK012 a '#' with a space before it starts a comment, so this text ends at 'say'; put the text in quotes",
        "11:4 FK012 a text that begins with '{{' must be in quotes",
        "12:1 FK006 a second document begins here, and a file holds one; "
        "delete this line, or move the rest to its own file",
    ]


def test_problems_before_a_syntax_error_are_told_too() -> None:
    root, _, found = read("f", b"a: &x 1\na: 2\nb: c: d\n")
    assert root is None
    assert [one.kind.code for one in found] == ["FK004", "FK003", "FK012"]


def test_a_key_twice_names_the_first_one_and_keeps_it() -> None:
    root, _, found = read("f", b"a: 1\nb: 2\na: 3\n")
    assert isinstance(root, Mapping)
    assert [(str(one.span), one.message) for one in found[0].related] == [("f:1:1", "first written here")]
    assert plain(root) == {"a": 1, "b": 2}


def test_a_key_that_is_no_name_is_left_out() -> None:
    root, _, found = read("f", b"~: 1\na: 2\n? [x]\n: 3\n")
    assert len(found) == 2
    assert plain(root) == {"a": 2}


def test_an_anchor_is_no_part_of_its_value() -> None:
    root, _, _ = read("f", b"a: &x it\nb: !t {c: 1}\nd: &y\n  e: 1\nf: &z [g]\nh: &q 'i'\nj: &w\n")
    assert isinstance(root, Mapping)
    places = [(entry.value.span.line, entry.value.span.column) for entry in root]
    assert places == [(1, 7), (2, 7), (4, 3), (5, 7), (6, 7), (7, 6)]


def test_signs_within_a_text_that_is_told_are_not_told_too() -> None:
    assert [one[:9] for one in short("a: &x b: c\n")] == ["1:4 FK012"]
    assert [one[:9] for one in short("a: !x b: c\n")] == ["1:4 FK012"]
    assert [one[:9] for one in short("d: &y 1\na: &x b: c\n")] == ["1:4 FK004", "2:4 FK012"]


def test_an_anchor_names_the_places_that_copy_it() -> None:
    root, _, found = read("f", b"a: &x 1\nb: *x\n" + b"".join(b"c%d: *x\n" % n for n in range(9)))
    assert root is None
    assert len(found) == 1
    assert [str(one.span) for one in found[0].related] == ["f:2:4", "f:3:5", "f:4:5", "f:5:5", "f:6:5"]
    assert {one.message for one in found[0].related} == {"copied here"}


def test_a_wrong_bracket_names_the_opening_one() -> None:
    assert [str(one.span) for one in problems("a: [b}\n")[0].related] == ["f.yaml:1:4"]


@pytest.mark.parametrize(
    "source",
    [
        "a: b c\n  d e\nf: g\n",
        "a: 'it''s'\nb: \"x\\ty\"\n",
        "- {say: It's, go: b}\n",
        "examples: [it's cracked, dead on arrival, I (really) want, this :), what?]\n",
        "a: x # y\nb: 'z' #w\n#c\nd: #e\n  f: g\n",
        "a: {say: Hi # there\n}\n",
        "on: 1\nyes: no\n",
        "'<<': 1\n",
        "---\na: 1\n...\n# the end\n...\n",
        "a: {b: , c: d}\n",
        "a: |\n  # no comment #here\n  {{ x }}: y\n",
        'a: "order #5: {{ x }}, [y]"\n',
        "when: a[0] == 1 and min(1, 2) > x\n",
        "ask: What time?\n",
        "a: 100% sure\nb: a & b * c ! d | e > f\n",
        "a: http://x\nb: python:module:function\n",
        "\ufeffa: 1\n",
        "a: 1\r\nb: 2\r\n",
    ],
)
def test_what_is_right_is_not_complained_about(source: str) -> None:
    root, _, found = read("f", source.encode())
    assert root is not None
    assert found == []


def test_a_tab_is_told_once_with_all_its_lines() -> None:
    (found,) = problems("a:\n\tb: 1\n\tc: 2\n\td: 3\n")
    assert shown(found) == (
        "2:1-2:2 tab: this line is indented with a tab; use spaces, two for each level\n"
        "write:   b: 1; also on lines 3 and 4"
    )
    (found,) = problems("a: 'x\ty'\n")
    assert shown(found) == "1:6-1:7 tab: a tab stands here; write spaces instead\nwrite: a: 'x  y'"
    (found,) = problems("a: 'x\ty'\n" + "".join(f"b{n}: 'x\ty'\n" for n in range(9)))
    assert found.help.endswith("also on 9 more lines")


def test_a_tab_is_the_reason_for_a_syntax_error_that_follows() -> None:
    assert short("a:\n\tb: 1\n  c: 2\n") == [
        "2:1 FK007 this line is indented with a tab; use spaces, two for each level",
    ]


def test_a_tab_does_not_hide_other_problems() -> None:
    assert [one[:9] for one in short("a:\n\tb: 1\n\tb: 2\n")] == ["2:1 FK007", "3:2 FK003"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a: x\x01y\x01\n", "1:5 FK002 an invisible character stands here (U+0001); delete it"),
        ("a: x\u2028y\n", "1:5 FK002 an invisible character stands here (U+2028); delete it"),
        ("a: x\x85y\n", "1:5 FK002 an invisible character stands here (U+0085); delete it"),
        ("a: \ufeffy\n", "1:4 FK002 an invisible character stands here (U+FEFF); delete it"),
        (
            "a:\n\u00a0 b: 1\n\u00a0 c: 1\n",
            "2:1 FK002 a non-breaking space stands here, which YAML does not take for a space; write a plain one",
        ),
        (
            "a:\u00a0b\nc: d\n",
            "1:3 FK002 a non-breaking space stands here, which YAML does not take for a space; write a plain one",
        ),
    ],
)
def test_invisible_characters_are_told(source: str, told: str) -> None:
    assert short(source) == [told]


def test_a_non_breaking_space_within_a_text_is_a_text() -> None:
    root, _, found = read("f", "a: 10\u00a0%\n".encode())
    assert not found
    assert plain(root) == {"a": "10\u00a0%"}


def test_other_encodings_are_told_with_the_place() -> None:
    (found,) = problems("a: 1\nsay: 日本 caf".encode() + b"\xe9 ol\xe9\n")
    assert shown(found) == (
        "2:12-2:13 not-utf8: this file is not saved as UTF-8: the byte E9 stands here\n"
        "save it as UTF-8 in your editor; 'é' was probably meant here"
    )
    assert short("a: b\n".encode("utf-16")) == ["1:1 FK001 this file is saved as UTF-16, not as UTF-8"]
    assert short("日本".encode("utf-16")) == ["1:1 FK001 this file is saved as UTF-16, not as UTF-8"]
    assert short(b"\x89PNG\r\n\x00\x00") == ["1:1 FK001 this file is not a text file"]


def test_a_wrong_byte_does_not_hide_other_problems() -> None:
    assert [one[:9] for one in short(b"a: \xff\na: 2\n")] == ["1:4 FK001", "2:1 FK003"]


@pytest.mark.parametrize("source", ["", "\n", "# only a comment\n", "---\n", "\ufeff"])
def test_an_empty_file_says_how_to_begin(source: str) -> None:
    root, _, (found,) = read("f", source.encode())
    assert root is None
    assert found.message == "this file holds nothing yet"
    assert found.help == "begin it with 'flow: name', 'catalog: name', 'suite: name', 'words: language' or 'flowkit: 1'"


def test_without_libyaml_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    with pytest.raises(LibyamlMissing, match="installed here without libyaml"):
        read("f", b"a: 1\n")


def test_the_document_is_the_text_as_written() -> None:
    _, document, _ = read("f", b"\xef\xbb\xbfa:\tb\r\nc: d\n")
    assert isinstance(document, Document)
    assert document.text == "a:\tb\r\nc: d\n"
    assert document.lines == ["a:\tb", "c: d", ""]


def plain(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.value
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node}
        case Sequence():
            return [plain(item) for item in node]
        case None:
            return None
