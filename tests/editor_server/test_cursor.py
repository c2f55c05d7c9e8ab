"""Where the cursor stands, told from the text alone: by indentation, and by open brackets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.editor.cursor import cursor
from tests.editor_server.bikes import FILES

STATES = "flow: a\nstates:\n  look:\n    use: get\n"


@pytest.mark.parametrize(
    ("text", "path", "typed", "is_key", "in_list"),
    [
        ("|", (), "", True, False),
        ("flow: a\nti|", (), "ti", True, False),
        ("flow: a\nstart: |", ("start",), "", False, False),
        (f"{STATES}    |", ("states", "look"), "", True, False),
        (f"{STATES}    next: lo|", ("states", "look", "next"), "lo", False, False),
        (f"{STATES}    next:\n      - |", ("states", "look", "next"), "", True, True),
        (f"{STATES}    next:\n    - go: a|", ("states", "look", "next", "go"), "a", False, False),
        (
            f"{STATES}    next:\n      - {{when: x == 1, go: a}}\n      - {{when: x|",
            ("states", "look", "next", "when"),
            "x",
            False,
            False,
        ),
        (f"{STATES}    next:\n      - when: x\n        g|", ("states", "look", "next"), "g", True, False),
        (f"{STATES}    with: {{a: b, c|", ("states", "look", "with"), "c", True, False),
        (f"{STATES}    with: {{a: b,\n           c: d|", ("states", "look", "with", "c"), "d", False, False),
        (f"{STATES}    ask: [a,\n          b|", ("states", "look", "ask"), "b", False, True),
        (f"{STATES}  more: {{ask: [a, |", ("states", "more", "ask"), "", False, True),
        (f'{STATES}  more: {{say: "a, b: {{c", next: |', ("states", "more", "next"), "", False, False),
        (f"{STATES}  # nothing\n\n  |", ("states",), "", True, False),
        (
            f"{STATES}    outcomes:\n      failed:\n        - go: a\n      oth|",
            ("states", "look", "outcomes"),
            "oth",
            True,
            False,
        ),
    ],
)
def test_the_keys_that_lead_to_the_cursor(text, path, typed, is_key, in_list):
    found = cursor(text.replace("|", ""), text.index("|"))
    assert (found.path(), found.typed, found.is_key, found.in_list) == (path, typed, is_key, in_list)


def test_what_stands_beside_is_known():
    text = f"{STATES}    with: {{}}\n    |\n    next: done\n  other: {{}}\n"
    found = cursor(text.replace("|", ""), text.index("|"))
    assert [key for key, _ in found.frames[-1].others] == ["use", "with", "next"]
    assert found.frames[-1].other("confirm", "use") == ("use", "get")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_no_text_is_too_strange(name, data):
    """Whatever was typed, cut off or left out."""
    text = FILES[name]
    first, last = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
    cut = text[:first] + data.draw(st.text("{}[]:,-'\"# \n\tab|>", max_size=6)) + text[last:]
    offset = data.draw(st.integers(0, len(cut)))
    found = cursor(cut, offset)
    assert 0 <= found.word <= offset
