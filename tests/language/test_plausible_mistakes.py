"""The language page's table of plausible mistakes: a test for each row about reading, shape, names and types.

Every mistake of `plausible_mistakes.txt` is made in the shop of `building/conftest.py`. Rows about whole paths, and
about tests and translations, have tests of their own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowkit.language.diagnostic import Diagnostic
from flowkit.lint.check import check
from tests.language.building.conftest import SHOP, read_texts


def rows() -> Iterator[Any]:
    """The blocks of the table: file, old text, new text, code, words."""
    text = Path(__file__).with_name("plausible_mistakes.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        lines = block.strip("\n").split("\n")
        name, _, path = lines[0].rpartition(": ")
        old = "\n".join(line[2:] for line in lines if line.startswith("- "))
        new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
        code, _, words = lines[-1].partition(" ")
        yield pytest.param(path, old, new, code, words, id=name)


def found_in(files: dict[str, str]) -> list[Diagnostic]:
    reading = read_texts(files)
    return [*reading.diagnostics, *(check(reading.project) if reading.project is not None else ())]


SHOWN_ONLY = {"FK124", "FK125", "FK224", "FK336", "FK544", "FK701"}
"""The shop has every key once: some only to be there, and guarantees that show the forms and do not hold."""


def test_the_shop_itself_is_clean() -> None:
    assert {each.kind.code for each in found_in(SHOP)} == SHOWN_ONLY


@pytest.mark.parametrize(("path", "old", "new", "code", "words"), list(rows()))
def test_a_plausible_mistake_is_told(path: str, old: str, new: str, code: str, words: str) -> None:
    assert old in SHOP[path]
    changed = SHOP[path].replace(old, new, 1)
    found = found_in({**SHOP, path: changed})
    told = [f"{each.message} {each.help}" for each in found if each.kind.code == code]
    assert any(words in one for one in told), [f"{each.span} {each.kind.code} {each.message}" for each in found]
