"""The digest: every change that decides something changes it, and no other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from flowkit.compiler import compile_project
from flowkit.language.model import Project
from flowkit.language.project import read_project


def _digest(project: Project) -> str:
    return compile_project(project).digest


@pytest.fixture(scope="module")
def before(project: Project) -> str:
    return _digest(project)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("flowkit.yaml", "title: Bike shop line", "title: Bicycle shop line"),
        ("flowkit.yaml", "the bike shop's automated", "a bike shop's automated"),
        ("flowkit.yaml", "sip:desk@example.com", "sip:other@example.com"),
        ("flowkit.yaml", "currency: EUR", "currency: EUR\nmax_turns: 20"),
        ("flowkit.yaml", "currency: EUR", "currency: EUR\nconstants: {most: 2}"),
        ("flowkit.yaml", "operations: {capacity: 4}", "operations: {capacity: 4}, voice: marin"),
        ("front.yaml", "say: Goodbye.", "say: Bye."),
        ("front.yaml", "next: wish", "next: bye"),
        ("rent.yaml", "end: resolved", "end: rented"),
        ("rent.yaml", "[day, wheels, riders, height, email]", "[wheels, day, riders, height, email]"),
        ("tools/shop.yaml", "A tag can be taken off again.", "A tag is nothing."),
        ("tools/shop.yaml", "python:backend:tag_bike", "python:backend:tag_a_bike"),
        (
            "tools/shop.yaml",
            "    effect: read\n    input: {email",
            "    effect: read\n    timeout: 3 seconds\n    input: {email",
        ),
        ("tools/shop.yaml", "for {{ day }}. Shall I?", "on {{ day }}. Shall I?"),
    ],
)
def test_what_decides_something_changes_it(
    path: str, old: str, new: str, before: str, reads: Any, files: Mapping[str, str]
) -> None:
    assert old in files[path]
    assert _digest(reads({path: files[path].replace(old, new)})) != before


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("flowkit.yaml", "title: Bike", "# the line in the shop\ntitle: Bike"),
        ("flowkit.yaml", "capacity: 4", "capacity: 400"),
        ("flowkit.yaml", "currency: EUR", "currency: EUR\nlint: {ignore: [FK202]}"),
        ("flowkit.yaml", "currency: EUR", "currency: EUR\noperations: {capacity: 9}"),
        ("front.yaml", "say: Goodbye.", 'say: "Goodbye."'),
        ("front.yaml", "title: Front door\nstart: wish", "start: wish\ntitle: Front door"),
    ],
)
def test_what_decides_nothing_does_not(
    path: str, old: str, new: str, before: str, reads: Any, files: Mapping[str, str]
) -> None:
    assert old in files[path]
    assert _digest(reads({path: files[path].replace(old, new)})) == before


def test_values_of_different_types_are_different(project: Project) -> None:
    digests = {_digest(replace(project, constants={"most": value})) for value in (1, Decimal(1), "1", True, [1], None)}
    assert len(digests) == 6


def test_a_value_that_nobody_thought_of_is_an_error(project: Project) -> None:
    @dataclass(frozen=True)
    class Known:
        inner: object

    assert _digest(replace(project, constants={"x": Known(1)})) != _digest(replace(project, constants={"x": Known(2)}))
    with pytest.raises(TypeError, match="a object has no place in a digest"):
        _digest(replace(project, constants={"x": object()}))


WORDS = """\
words: es
texts:
  "Goodbye.": Adiós.
  "What can I do for you?": ¿Qué puedo hacer por usted?
"""
SUITE = """\
suite: calls
tests:
  the caller is greeted:
    steps: [{agent: bike shop}]
"""


@pytest.fixture
def translated(files: Mapping[str, str]) -> Any:
    """The project with a words file, which need not be complete for this."""

    def translated(words: str) -> Project:
        project = files["flowkit.yaml"].replace("currency: EUR", "currency: EUR\nlanguages: [en, es]")
        texts = {**files, "flowkit.yaml": project, "words/es.yaml": words}
        reading = read_project({path: text.encode() for path, text in texts.items()})
        assert reading.project is not None
        return reading.project

    return translated


def test_it_covers_translations(translated: Any, before: str) -> None:
    digest = _digest(translated(WORDS))
    assert digest not in (before, _digest(translated(WORDS.replace("Adiós", "Hasta luego"))))
    first, *texts = WORDS.splitlines()[1:]
    swapped = "\n".join(["words: es # into Spanish", first, *reversed(texts)])
    assert _digest(translated(swapped)) == digest


def test_tests_take_no_part_in_it(reads: Any, before: str) -> None:
    project = reads({"tests/calls.yaml": SUITE})
    assert [*project.suites] == ["calls"]
    assert _digest(project) == before
