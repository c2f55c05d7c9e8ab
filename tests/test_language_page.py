"""Every example of `docs/language.md` is read: files as one project, pieces in the place that their fence names."""

import pytest

from docs.examples import PAGE, Examples

EXAMPLES = Examples(PAGE.read_text(encoding="utf-8"))
PIECES = [pytest.param(*piece, id=f"{piece[0]}: {piece[1].split(':')[0]}") for piece in EXAMPLES.pieces]


def _said(place: str = "", piece: str = "") -> list[str]:
    return [f"{each.span}: {each.message}. {each.help}" for each in EXAMPLES.problems(place, piece)]


def test_the_files_of_the_page_are_one_project_without_a_problem():
    assert len(EXAMPLES.files) >= 7
    assert _said() == []


@pytest.mark.parametrize(("place", "piece"), PIECES)
def test_a_piece_of_the_page_is_read_where_it_stands(place: str, piece: str):
    assert _said(place, piece) == []


@pytest.mark.parametrize("place", ["states", "slots", "let", "flow", "tools", "project"])
def test_a_wrong_piece_is_noticed(place: str):
    assert _said(place, "nonsense: {nothing: here}\n") != []
