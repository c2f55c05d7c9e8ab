"""Any single line of a project taken out: it is noticed, unless the language can do without it.

The project stands in `deletions/`: three flows and what they stand on. `silent.txt` there lists every line that can go
without a word, each with the reason; a new one that is not listed fails, and so does a listed one that is noticed.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from flowkit.language import codes
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.project import read_project
from flowkit.lint.check import check

FOLDER = Path(__file__).with_name("deletions")
FILES = {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.yaml"))}
FLOWS = ("auth.yaml", "refund.yaml", "reschedule.yaml")
WORD = re.compile(r"[A-Za-z_]\w*")
AT_THE_PLACE = re.compile(r"name is missing above this line|the name of a new entry")


def found_in(files: dict[str, str]) -> list[Diagnostic]:
    """What is told; not that the three flows have no use for some of what they stand on, which more flows would use."""
    reading = read_project({path: text.encode() for path, text in files.items()})
    found = [*reading.diagnostics, *(check(reading.project) if reading.project is not None else ())]
    return [each for each in found if each.kind not in (codes.UNUSED_TOOL, codes.UNUSED_FACT)]


def without(path: str, number: int) -> list[Diagnostic]:
    """What is told when a line (from 1) of a file is not there."""
    lines = FILES[path].splitlines(keepends=True)
    return found_in({**FILES, path: "".join(lines[: number - 1] + lines[number:])})


@cache
def silent() -> dict[tuple[str, int], tuple[str, str]]:
    """The lines that may go: file and number → the line and the reason."""
    text = (FOLDER / "silent.txt").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^([\w/.]+):(\d+): (.+)\n    (\S.*)$", text)
    return {(path, int(number)): (line, reason) for path, number, line, reason in listed}


def numbered(path: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(FILES[path].splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def containers(path: str, number: int) -> set[str]:
    """The keys around a line."""
    lines = FILES[path].splitlines()
    spaces, keys = len(lines[number - 1]) - len(lines[number - 1].lstrip()), set()
    for line in reversed(lines[: number - 1]):
        before = len(line) - len(line.lstrip())
        if line.strip() and not line.lstrip().startswith("#") and before < spaces:
            spaces = before
            keys.add(line.strip().removeprefix("- ").partition(":")[0])
    return keys


def test_the_project_itself_is_clean_and_long_enough() -> None:
    assert found_in(FILES) == []
    assert sum(len(FILES[path].splitlines()) for path in FLOWS) >= 124


def test_every_listed_line_stands_where_the_list_says() -> None:
    for (path, number), (line, _) in silent().items():
        assert FILES[path].splitlines()[number - 1].strip() == line


@pytest.mark.parametrize("path", FILES)
def test_a_line_that_is_taken_out_is_noticed_unless_it_is_listed(path: str) -> None:
    for number, line in numbered(path):
        found = without(path, number)
        listed = (path, number) in silent()
        assert bool(found) != listed, f"{path}:{number}: {line.strip()} → {[each.message for each in found[:3]]}"


@pytest.mark.parametrize("path", FILES)
def test_the_first_message_leads_to_the_line_that_was_taken_out(path: str) -> None:
    for number, line in numbered(path):
        if (path, number) in silent():
            continue
        first = without(path, number)[0]
        told = f"{first.message} {first.help}"
        leads = containers(path, number).union(WORD.findall(line)) & set(WORD.findall(told))
        here = first.span.path == path and abs(first.span.line - number) <= 1
        assert leads or here or AT_THE_PLACE.search(told), f"{path}:{number}: {line.strip()} → {first.span} {told}"


@pytest.mark.parametrize("path", FILES)
def test_a_blank_line_or_comment_can_go(path: str) -> None:
    said = {number for number, _ in numbered(path)}
    for number in range(1, len(FILES[path].splitlines()) + 1):
        if number not in said:
            assert without(path, number) == [], f"{path}:{number}"
