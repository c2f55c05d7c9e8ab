"""Where the letters of a text stand in its file, in every way that YAML writes one; and columns as editors count."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.editor.offsets import where
from flowkit.editor.positions import Position, offset_of, position, range_of_span
from flowkit.language.span import Span
from flowkit.language.text import read
from flowkit.language.tree import Document, Mapping, Scalar


def value(text: str) -> Scalar:
    root, _, _ = read("a.yaml", text.encode())
    assert isinstance(root, Mapping)
    found = root.get("say")
    assert isinstance(found, Scalar)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "say: It is {{ day }} now\n",
        "say: 'It''s {{ day }} now'\n",
        'say: "It\\"s\\t{{ day }} \\u00e9 now"\n',
        'say: "It is\n  {{ day }}\n\n  now"\n',
        'say: "It is \\\n  {{ day }} now"\n',
        "say: It is\n  {{ day }}\n  now\n",
        "say: |\n  It is\n    {{ day }}\n  now\n",
        "say: >-\n  It is\n  {{ day }}\n\n  now\n",
        "say: |2\n  It is\n\n  {{ day }}\n",
    ],
)
def test_a_name_is_found_letter_by_letter(text):
    scalar = value(text)
    at = where(scalar)
    start = scalar.text.index("day")
    assert [at(start + number) for number in range(3)] == [text.index("day") + number for number in range(3)]


@settings(max_examples=100, deadline=None)
@given(
    st.text("ab'\"\\ \n\té🚲{}:#-", min_size=1, max_size=40), st.sampled_from(["'", '"', "|", ">"]), st.integers(8, 40)
)
def test_letters_stand_where_they_are_said_to(text, style, width):
    """Whatever the writer of YAML makes of a text."""
    written = yaml.dump({"say": text}, default_style=style, allow_unicode=True, width=width)
    root, _, _ = read("a.yaml", written.encode())
    scalar = root.get("say") if isinstance(root, Mapping) else None
    if not isinstance(scalar, Scalar):
        return
    at = where(scalar)
    for number, letter in enumerate(scalar.text):
        place = at(number)
        assert place is None or written[place] == letter


def test_columns_are_in_units_of_utf_16():
    document = Document("a.yaml", "a: \U0001f6b2é b\r\nc: d\n")
    at = document.text.index("b")
    assert position(document, at) == Position(0, 7)
    assert offset_of(document, Position(0, 7)) == at
    assert range_of_span(document, Span("a.yaml", 1, 7, 2, 2)).end == Position(1, 1)
    assert offset_of(document, Position(0, 99)) == document.text.index("\r")
    assert offset_of(document, Position(9, 0)) == len(document.text)
