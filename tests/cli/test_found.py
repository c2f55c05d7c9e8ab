"""Large projects: what is found in shares and with what is kept is what is found in one piece, after every change."""

import os
from pathlib import Path

import pytest

from bench.many import many_flows
from flowkit.cli import kept, shares
from flowkit.cli import large_projects as large
from flowkit.cli.files import Files
from flowkit.cli.found import LARGE, find
from flowkit.language.diagnostic import Diagnostic
from flowkit.lint.told import found_in

FLOW = "flows/flow_7.yaml"


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    return many_flows(LARGE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "kept"))
    monkeypatch.setattr(shares, "_cores", lambda: 2)
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def _all(found: tuple[Diagnostic, ...]) -> list[tuple[object, ...]]:
    return sorted({(each.kind.code, str(each.span), each.message, each.help, each.severity) for each in found})


def _same(folder: Path, contents: dict[str, bytes]) -> None:
    """Both ways find the same, once as it comes and once with everything kept."""
    expected = found_in(contents)
    for _ in range(2):
        found = find(Files(folder, contents))
        assert _all(found.diagnostics) == _all(expected.diagnostics)
        assert (found.complete, found.lint, found.path) == (expected.complete, expected.lint, expected.path)
        assert found.sources == expected.sources


def _edited(contents: dict[str, bytes], old: str, new: str, path: str = FLOW) -> dict[str, bytes]:
    text = contents[path].decode()
    assert old in text, old
    return {**contents, path: text.replace(old, new, 1).encode()}


def test_shares_find_what_one_piece_finds(folder, contents):
    assert large._anew(folder, contents, {}) is not None
    found = find(Files(folder, contents), use_kept=False)
    assert _all(found.diagnostics) == _all(found_in(contents).diagnostics)
    assert not (folder.parent / "kept").exists()


CHANGES = {
    "a comment above all": lambda files: _edited(files, "flow: flow_7", "# new\nflow: flow_7"),
    "a word": lambda files: _edited(files, 'say: "', 'say: "Really, '),
    "a warning": lambda files: _edited(
        files, "states:\n", "states:\n  lost_and_gone: {say: Nobody comes here., end: resolved}\n"
    ),
    "a name that is not there": lambda files: _edited(files, "start: step_1", "start: step_one"),
    "a slot": lambda files: _edited(files, "slots:\n", "slots:\n  never_read: {type: text, ask: What is it?}\n"),
    "no YAML": lambda files: _edited(files, "states:\n", "states: [\n"),
    "the project": lambda files: _edited(files, "start: flow_0", "start: flow_1", "flowkit.yaml"),
    "the catalog": lambda files: _edited(
        files, "about: Reads one parcel.", "about: Reads a parcel.", "tools/company.yaml"
    ),
    "one flow less": lambda files: {path: data for path, data in files.items() if path != FLOW},
    "one flow more": lambda files: {**files, "flows/more.yaml": files[FLOW].replace(b"flow: flow_7", b"flow: more")},
    "another name": lambda files: _edited(files, "flow: flow_7", "flow: flow_8"),
    "a flow that is run": lambda files: _edited(files, "states:\n", "states:\n  other: {run: flow_9, next: step_1}\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_same_is_found_as_by_looking_at_everything(change, folder, contents):
    find(Files(folder, contents))
    assert list((folder.parent / "kept").iterdir())
    _same(folder, CHANGES[change](contents))


def test_only_what_changed_is_looked_at(folder, contents, monkeypatch):
    find(Files(folder, contents))
    monkeypatch.setattr(large, "_anew", lambda *_: pytest.fail("everything was looked at again"))
    find(Files(folder, contents))
    find(Files(folder, _edited(contents, 'say: "', 'say: "Really, ')))


def test_what_is_found_in_tests_holds_until_a_flow_looks_otherwise_to_them(folder, contents):
    suite = b"""suite: calls
tests:
  a call from one comes to another:
    start: flow_7
    steps:
      - caller: something else
    ends: {flow_9: resolved}
"""
    tested = {**contents, "tests/calls.yaml": suite}
    assert "FK611" in {each.kind.code for each in find(Files(folder, tested)).diagnostics}
    _same(folder, tested)
    _same(folder, _edited(tested, 'say: "', 'say: "Really, '))
    turning = _edited(tested, "    ask: ", "    digress: flow_9\n    ask: ")
    assert "FK611" not in {each.kind.code for each in find(Files(folder, turning)).diagnostics}
    _same(folder, turning)


def test_a_module_that_comes_or_goes_is_noticed(folder, contents):
    (folder / "company.py").write_text("def nothing(): ...\n")
    codes = {each.kind.code for each in find(Files(folder, contents)).diagnostics}
    assert "FK418" in codes
    (folder / "company.py").unlink()
    assert "FK418" not in {each.kind.code for each in find(Files(folder, contents)).diagnostics}


@pytest.mark.parametrize("damage", ["cut", "foreign", "writable"])
def test_what_is_kept_is_not_trusted_when_it_is_damaged_or_not_ours(damage, folder, contents):
    find(Files(folder, contents))
    (place,) = (folder.parent / "kept").iterdir()
    match damage:
        case "cut":
            place.write_bytes(place.read_bytes()[:1000])
        case "foreign":
            place.write_bytes(b"cos\nsystem\n(S'false'\ntR.")
        case _:
            os.chmod(place, 0o666)
    assert kept.read_kept(folder, contents) is None
    _same(folder, contents)


def test_another_flowkit_looks_at_everything_anew(folder, contents, monkeypatch):
    find(Files(folder, contents))
    assert kept.read_kept(folder, contents) is not None
    monkeypatch.setattr(kept, "_this_flowkit", lambda: "another")
    assert kept.read_kept(folder, contents) is None


def test_a_folder_that_cannot_be_written_is_no_trouble(folder, contents, monkeypatch):
    (folder / "file").write_text("")
    monkeypatch.setenv(kept.FOLDER, str(folder / "file" / "kept"))
    _same(folder, contents)


def test_a_process_that_dies_is_made_up_for(folder, contents, monkeypatch):
    monkeypatch.setattr(shares.pickle, "dump", lambda *_: 1 / 0)
    monkeypatch.setattr(large, "keep", lambda *_: None)
    assert large._anew(folder, contents, {}) is None
    _same(folder, contents)
