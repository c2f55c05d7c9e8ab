"""Fixes of many broken files: each ends in fewer errors or none, brings no new one, and is made once."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flowkit.lint.fixing import fixed
from flowkit.lint.told import told

ROOT = Path(__file__).parents[2] / "flows"
PARTS = ("flowkit.yaml", "auth.yaml", "reschedule.yaml", "refund.yaml", "order_status.yaml", "triage.yaml")


def _project() -> dict[str, bytes]:
    """The demo project in one language, without its tests."""
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in sorted(ROOT.rglob("*.yaml"))}
    kept = {path: data for path, data in files.items() if not path.startswith(("tests/", "words/"))}
    kept["flowkit.yaml"] = re.sub(rb"(?m)^languages:.*\n", b"", kept["flowkit.yaml"])
    return kept


def _errors(files: dict[str, bytes]) -> list[str]:
    return [f"{each.span} {each.kind.code}" for each in told(files).diagnostics if each.severity.value == "error"]


def _replaced(pattern: str, text: str) -> Callable[[random.Random, str], str]:
    def replace(chance: random.Random, source: str) -> str:
        places = [*re.finditer(pattern, source)]
        if not places:
            return source
        place = chance.choice(places)
        return source[: place.start()] + place.expand(text) + source[place.end() :]

    return replace


def _misspelt(chance: random.Random, source: str) -> str:
    word = chance.choice([*re.finditer("[a-z_]{5,}", source)])
    at = chance.randrange(len(word[0]) - 1)
    letters = list(word[0])
    match chance.randrange(3):
        case 0:
            del letters[at]
        case 1:
            letters.insert(at, letters[at])
        case _:
            letters[at : at + 2] = letters[at + 1], letters[at]
    return source[: word.start()] + "".join(letters) + source[word.end() :]


HABITS: dict[str, Callable[[random.Random, str], str]] = {
    "misspelt": _misspelt,
    "misspelt again": _misspelt,
    "signs for and": _replaced(" and ", " && "),
    "one equals sign": _replaced(" == ", " = "),
    "three equals signs": _replaced(" == ", " === "),
    "is for equals": _replaced(" == '", " is '"),
    "compared with nothing": _replaced(r"\bis set\b", "!= null"),
    "compared with none": _replaced(r"\bis not set\b", "== None"),
    "no space behind a colon": _replaced(r"(?m)^( *\w+): (?=\w)", r"\1:"),
    "no comma": _replaced(r", (?=go:|say:|end:)", " "),
    "no quotes": _replaced(r'"([^"\n]*)"', r"\1"),
    "no opening quote": _replaced(r'(?<=: )"', ""),
    "no closing quote": _replaced(r'"(?=[,}\n])', ""),
    "a word for true": _replaced("true", "yes"),
    "a line twice": _replaced(r"(?m)^( +\w+: .*\n)", r"\1\1"),
    "a tab for a space": _replaced(r"(?<=\w: )", "\t"),
    "a tab to indent": _replaced(r"(?m)^  ", "\t"),
}


def _broken() -> Iterator[tuple[str, str, bytes]]:
    project, chance = _project(), random.Random(7)
    for habit, breaks in HABITS.items():
        for path in chance.sample(PARTS, 2):
            yield habit, path, breaks(chance, project[path].decode()).encode()


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize(
    ("habit", "path", "data"), [pytest.param(*each, id=f"{each[0]}-{each[1]}") for each in _broken()]
)
def test_mending_leaves_fewer_errors_and_is_done_once(habit: str, path: str, data: bytes, unsafe: bool) -> None:
    files = {**_project(), path: data}
    before = _errors(files)
    mended = fixed(files, lambda some: told(some).diagnostics, unsafe)
    after = {**files, **mended.files}
    left = _errors(after)
    assert len(left) < len(before) if mended.applied and before else left == before
    assert not fixed(after, lambda some: told(some).diagnostics, unsafe).applied


def test_most_of_them_are_mended_whole() -> None:
    whole = 0
    for _, path, data in _broken():
        files = {**_project(), path: data}
        after = {**files, **fixed(files, lambda some: told(some).diagnostics, unsafe=True).files}
        whole += bool(_errors(files)) and not _errors(after)
    assert whole >= 14


def test_the_project_itself_has_nothing_to_mend() -> None:
    assert _errors(_project()) == []
    assert not fixed(_project(), lambda some: told(some).diagnostics, unsafe=True).applied
