"""`flowkit test`: which tests it plays, what it prints and where, and its exit codes."""

import json
from pathlib import Path

import pytest

from flowkit.cli.failures import UsageProblem
from flowkit.cli.test import test as run
from tests.testing.conftest import files

TESTS = """
  a book is lent for longer:
    start: longer
    steps:
      - caller: "1234"
      - agent: Which one?
  the desk asks what it can do:
    steps:
      - agent: How can I help?
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in files(TESTS).items():
        path = tmp_path / "flows" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "flows"


@pytest.mark.parametrize("paths", [[], ["flows"], ["flows/tests"], ["flows/tests/library.yaml"], ["flows", "longer"]])
def test_suites_are_found_by_file_by_folder_and_without_either(library: Path, capsys: Capture, paths: list[str]):
    assert run(paths, "", "text") == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "flows/tests/library.yaml",
        "  ok    a book is lent for longer",
        "  ok    the desk asks what it can do",
    ]
    assert told.err == "2 tests passed\n"


@pytest.mark.parametrize(
    ("paths", "only", "names"),
    [
        (["longer"], "", ["a book is lent for longer"]),
        (["flows/desk.yaml"], "", ["the desk asks what it can do"]),
        ([], "LENT", ["a book is lent for longer"]),
        ([], "library: the desk", ["the desk asks what it can do"]),
    ],
)
def test_a_flow_means_the_tests_about_it_and_a_text_those_with_it_in_their_name(
    library: Path, capsys: Capture, paths: list[str], only: str, names: list[str]
):
    assert run(paths, only, "json") == 0
    assert [each["test"] for each in json.loads(capsys.readouterr().out)["tests"]] == names


def test_a_failure_is_told_with_its_place_and_ends_with_1(library: Path, capsys: Capture):
    suite = library / "tests" / "library.yaml"
    suite.write_text(suite.read_text().replace("How can I help?", "What can I do?"))
    assert run([], "", "text") == 1
    told = capsys.readouterr()
    assert "  FAIL  the desk asks what it can do\n" in told.out
    assert "  flows/tests/library.yaml:16:9: speech\n    expected  the agent says 'What can I do?'\n" in told.out
    assert told.err == "1 of 2 tests failed\n"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("longer.yaml", "go: which", "go: wich"), ("tests/library.yaml", "start: longer", "start: lnger")],
)
def test_errors_of_the_files_are_shown_and_end_with_2(library: Path, capsys: Capture, file: str, old: str, new: str):
    path = library / file
    path.write_text(path.read_text().replace(old, new))
    assert run([], "", "text") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"flows/{file}:" in told.err
    assert "mend them first" in told.err


def test_what_cannot_be_done_is_said(library: Path):
    for paths, only, format, message in (
        ([], "", "xml", "there is no format 'xml'"),
        ([], "unheard of", "text", "no test has 'unheard of' in its name"),
        (["flows/library.catalog.yaml"], "", "text", "there is no test in flows/library.catalog.yaml"),
        (["nowhere"], "", "text", "there is no flow 'nowhere'"),
    ):
        with pytest.raises(UsageProblem) as problem:
            run(paths, only, format)
        assert problem.value.message == message
        assert problem.value.code == 2


def test_the_command_plays_the_demo_project(shop):  # type: ignore[no-untyped-def]
    ran = shop.flowkit("test", "flows", "-k", "consent")
    assert ran.code == 0, ran.out
    assert "  ok    a yes to other values is not consent\n" in ran.out
    assert ran.err.endswith(" tests passed\n")
