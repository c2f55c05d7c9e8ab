"""Code frames: the marks stand under their place, whatever the line holds."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.span import Span
from flowkit.language.tree import Document
from flowkit.lint.report.frames import WINDOW, Style, frame, safe
from tests.pace import spent

PLAIN = Style(color=False)


def shown(line: str, column: int, end: int, end_line: int = 1) -> tuple[str, str]:
    code, marks = frame(Document("f", line + "\nmore"), Span("f", 1, column, end_line, end), "", "error", PLAIN, 1)
    return code.removeprefix("1 | ").removeprefix("1 |"), marks.removeprefix("  | ")


def columns(text: str) -> int:
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


@pytest.mark.parametrize(
    ("line", "column", "end", "marks"),
    [
        ("say: Done: bye", 6, 15, "     ^^^^^^^^^"),
        ("say: x", 7, 7, "      ^"),
        ("say: x", 30, 31, "      ^"),
        ("说: 你好 x", 4, 6, "    ^^^^"),
        ("说: 你好 x", 7, 8, "         ^"),
        ("e\u0301e\u0301: x", 7, 8, "    ^"),
        ("a: 👋 x", 6, 7, "      ^"),
        ("a:\tb", 4, 5, "   ^"),
    ],
)
def test_the_marks_stand_under_the_place(line: str, column: int, end: int, marks: str) -> None:
    assert shown(line, column, end)[1] == marks


def test_a_stretch_over_lines_is_marked_to_the_end_of_its_first() -> None:
    assert shown("a: one   ", 4, 3, end_line=2) == ("a: one", "   ^^^")


def test_what_steers_a_terminal_is_not_shown() -> None:
    assert shown("a: \x1b[31m\u202ex\x07", 4, 5) == ("a: �[31m�x�", "   ^")
    assert safe("a\r\nb\tc\u2028d\x9b") == "a  b c�d�"
    assert safe("👩\u200d🚀 é") == "👩\u200d🚀 é"


@pytest.mark.parametrize(
    ("column", "end", "code", "marks"),
    [
        (1, 5, "a" * 99 + "…", "^^^^"),
        (301, 305, "…" + "a" * 25 + "B" * 4 + "a" * 69 + "…", " " * 26 + "^^^^"),
        (597, 601, "…" + "a" * 98, " " * 95 + "^^^^"),
    ],
)
def test_a_long_line_is_shown_around_its_place(column: int, end: int, code: str, marks: str) -> None:
    line = "a" * 300 + "B" * 4 + "a" * 296
    got = shown(line, column, end)
    assert got[1] == marks
    assert len(got[0]) <= WINDOW
    if column == 301:
        assert got[0] == code
    assert got[0][marks.index("^") : marks.index("^") + 4] == line[column - 1 : end - 1]


def test_an_endless_line_costs_no_time() -> None:
    line = "a: " + "é" * 2_000_000

    def show() -> None:
        for column in (4, 1_000_000, 2_000_000):
            code, marks = shown(line, column, column + 4)
            assert len(code) <= WINDOW
            assert code[marks.index("^")] == "é"

    assert spent(show) < 40_000


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*"ab: {}", "你", "👋", "e\u0301", "\x1b", "\t", "\u202e"]), min_size=1, max_size=160).map(
        "".join
    ),
    st.data(),
)
def test_the_character_at_the_marks_is_the_one_at_the_place(line: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(line) - 1))
    code, marks = shown(line, at + 1, at + 2)
    assert columns(code) <= WINDOW
    wanted = safe(line)[at]
    if not wanted.strip() or unicodedata.category(wanted) == "Mn":
        return
    before = marks.index("^")
    found = next(n for n in range(len(code)) if columns(code[:n]) == before and columns(code[n]))
    assert code[found] == wanted
    assert marks.count("^") == columns(wanted)
