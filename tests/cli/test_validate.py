"""`flowkit validate`: what it prints where, its settings, and its exit codes."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from flowkit.cli.app import app
from flowkit.cli.failures import guarded
from tests.conftest import ROOT
from tests.lint.graph.test_reaching import FLOW, PROJECT

LOST = FLOW + "  lost: {end: resolved}\n"
WRONG = FLOW.replace("next: bye", "next: soryr", 1)


@pytest.fixture
def desk(shop) -> Path:
    """A folder with a small project in it, and nothing else."""
    folder = shop.folder / "desk"
    folder.mkdir()
    (folder / "flowkit.yaml").write_text(PROJECT)
    (folder / "hello.yaml").write_text(FLOW)
    return folder


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run(desk: Path, *words: str, stdin: str = "", **environment: str) -> Done:
    """The command in this process, with streams of its own: to start Python anew would take most of the time."""
    streams = [io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="") for data in (stdin.encode(), b"", b"")]
    plain = dict.fromkeys(("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR"), "")
    with (
        chdir(desk),
        patch.dict(os.environ, plain | environment),
        patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]),
        pytest.raises(SystemExit) as ended,
    ):
        guarded(lambda: app(["validate", *words], standalone_mode=True))
    out, err = (stream.buffer.getvalue().decode() for stream in _flushed(streams[1:]))
    return Done(int(ended.value.code or 0), out, err)


def _flushed(streams: list[io.TextIOWrapper]) -> list[Any]:
    for stream in streams:
        stream.flush()
    return streams


def codes(done: Done) -> list[str]:
    return [each["code"] for each in json.loads(done.stdout)["diagnostics"]]


# Exit codes.


def test_without_a_path_it_is_the_project_here(desk):
    assert run(desk).returncode == 0
    (desk / "hello.yaml").write_text(WRONG)
    done = run(desk)
    assert done.returncode == 1
    assert "hello.yaml:8:35" in done.stdout
    assert done.stderr.splitlines() == [
        "1 error in 1 file",
        "can be mended: 1 with --fix (--diff shows how)",
        "to know more: flowkit explain FK201",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "note"), 1),
        (("--fail-on", "error"), 0),
        (("--fail-on", "never"), 0),
        (("--fail-on", "warning", "--exit-zero"), 0),
        (("--fail-on", "warning", "--ignore", "FK2"), 0),
        (("--fail-on", "warning", "--select", "FK5,unreachable-state"), 1),
        (("--fail-on", "warning", "--select", "FK5"), 0),
    ],
)
def test_what_fails_is_told_by_the_exit_code(desk, words, code):
    (desk / "hello.yaml").write_text(LOST)
    assert run(desk, *words).returncode == code


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere/",), "there is no file or folder 'nowhere/'"),
        (("no/*.yaml",), "no files match 'no/*.yaml'"),
        (("empty",), "no flow was found in 'empty'"),
        (("--format", "xml"), "there is no format 'xml'"),
        (("--fail-on", "fatal"), "'--fail-on' is one of error, warning, note, never, not 'fatal'"),
        (("--color", "blue"), "'--color' is one of auto, always, never, not 'blue'"),
        (("--select", "FK2O2"), "there is no rule 'FK2O2' (--select)\n  did you mean 'FK202'?"),
        (("--ignore", "unreachable-sate"), "did you mean 'unreachable-state'?"),
        (("--stdin-filename", "hello.yaml"), "'--stdin-filename' names what comes by stdin"),
        (("--watch", "--fix"), "'--watch' only looks on"),
        (("--output-file", "no/such/report.json"), "cannot write 'no/such/report.json': No such file or directory"),
    ],
)
def test_what_means_nothing_is_a_usage_error(desk, words, message):
    (desk / "empty").mkdir()
    done = run(desk, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_folder_without_a_project_around_it(desk, tmp_path):
    (tmp_path / "bare").mkdir()
    done = run(tmp_path / "bare")
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "flowkit: there is no project here")


def test_a_bug_names_the_file_and_shows_no_traceback(desk):
    script = (
        "import flowkit.lint.told as told\n"
        "def check(project): raise KeyError('oops')\n"
        "told.check = check\n"
        "from flowkit.cli.app import main\n"
        "main()\n"
    )
    for debug in ("", "1"):
        done = subprocess.run(
            [sys.executable, "-c", script, "validate", "hello.yaml"],
            capture_output=True,
            text=True,
            cwd=desk,
            env={**os.environ, "PYTHONPATH": str(ROOT), "FLOWKIT_DEBUG": debug},
            timeout=60,
            check=False,
        )
        assert done.returncode == 3
        assert "this is a bug of flowkit's own (in 'hello.yaml'): KeyError: 'oops'" in done.stderr
        assert ("Traceback" in done.stderr) == bool(debug)


def test_a_reader_that_has_gone_is_no_error(desk):
    (desk / "hello.yaml").write_text(FLOW + "".join(f"  lost_{n}: {{end: resolved}}\n" for n in range(2000)))
    command = f"{sys.executable} -m flowkit validate | head -1"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == "" or ("Traceback" not in done.stderr and "Broken" not in done.stderr)


# Where reports go.


def test_a_report_goes_to_a_file_and_the_summary_to_stderr(desk):
    (desk / "hello.yaml").write_text(WRONG)
    done = run(desk, "--format", "sarif", "--output-file", "report.sarif")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "1 error in 1 file\n")
    assert json.loads((desk / "report.sarif").read_text())["version"] == "2.1.0"
    assert sorted(path.name for path in desk.iterdir()) == ["flowkit.yaml", "hello.yaml", "report.sarif"]


@pytest.mark.parametrize("format", ["json", "sarif", "gitlab", "junit"])
def test_a_form_for_programs_is_whole_where_nothing_is_found(desk, format):
    done = run(desk, "--format", format)
    assert done.returncode == 0
    assert done.stdout.strip()
    assert done.stderr == "no problems\n"


def test_auto_is_for_github_there_and_for_people_elsewhere(desk):
    (desk / "hello.yaml").write_text(WRONG)
    assert run(desk, "--format", "auto", GITHUB_ACTIONS="true").stdout.startswith("::error file=hello.yaml,line=8,")
    assert run(desk, "--format", "auto").stdout.startswith("error[FK201]")
    assert run(desk, GITHUB_ACTIONS="true").stdout.startswith("error[FK201]")


@pytest.mark.parametrize(
    ("words", "environment", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": ""}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(desk, words, environment, colored):
    (desk / "hello.yaml").write_text(WRONG)
    assert ("\x1b[" in run(desk, *words, **environment).stdout) == colored


def test_paths_in_any_order_and_number_give_one_report(desk):
    (desk / "hello.yaml").write_text(LOST)
    (desk / "more.yaml").write_text(LOST.replace("flow: hello", "flow: more"))
    reports = {
        run(desk, *paths, "--format", "json").stdout
        for paths in (["hello.yaml", "more.yaml"], ["more.yaml", "hello.yaml"], ["*.yaml"], ["."], ["more.yaml", "."])
    }
    assert len(reports) == 1
    assert [each["code"] for each in json.loads(reports.pop())["diagnostics"]] == ["FK202", "FK120", "FK202"]


# Settings.


def test_pyproject_says_what_is_wanted_and_the_project_file_wins(desk):
    (desk / "hello.yaml").write_text(LOST)
    settings = "[tool.flowkit]\nseverity = {FK202 = 'error'}\nper-file-ignores = {'other/*' = ['FK2']}\n"
    (desk / "pyproject.toml").write_text(settings)
    assert run(desk).returncode == 1
    (desk / "flowkit.yaml").write_text(PROJECT + "lint: {severity: {FK202: note}}\n")
    assert run(desk).returncode == 0
    (desk / "flowkit.yaml").write_text(PROJECT)
    (desk / "pyproject.toml").write_text("[tool.flowkit]\nper-file-ignores = {'desk/h*' = ['FK2']}\nfail-on = 'note'\n")
    assert run(desk).returncode == 1
    (desk / "pyproject.toml").rename(desk.parent / "pyproject.toml")
    assert run(desk).returncode == 0
    assert run(desk.parent, "desk").returncode == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.flowkit]\nselect = ['FK2O2']\n", "there is no rule 'FK2O2' ([tool.flowkit] in pyproject.toml)"),
        (
            "[tool.flowkit]\nselct = []\n",
            "there is no key 'selct' ([tool.flowkit] in pyproject.toml)\n  did you mean 'select'?",
        ),
        ("[tool.flowkit]\nignore = 'FK202'\n", "'ignore' is a list of rules"),
        (
            "[tool.flowkit]\nseverity = {FK202 = 'fatal'}\n",
            "'severity' is one of error, warning, note, off, not 'fatal'",
        ),
        ("[tool.flowkit]\nseverity = 'off'\n", "'severity' is a table"),
        ("[tool.flowkit]\nper-file-ignores = {'a' = 'FK202'}\n", "'a' is a list of rules"),
        ("[tool.flowkit]\nfail-on = 'fatal'\n", "'fail-on' is one of error, warning, note, never, not 'fatal'"),
        ("[tool.flowkit\n", "'pyproject.toml' cannot be read"),
        ("[tool]\nflowkit = 1\n", "is no table"),
    ],
)
def test_settings_that_mean_nothing_are_a_usage_error(desk, text, message):
    (desk / "pyproject.toml").write_text(text)
    done = run(desk)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_comment_with_a_reason_keeps_a_warning(desk):
    (desk / "hello.yaml").write_text(LOST.rstrip() + "  # flowkit: ignore[FK202] for the autumn\n")
    assert run(desk, "--fail-on", "note").returncode == 0
    report = json.loads(run(desk, "--format", "sarif").stdout)
    [result] = report["runs"][0]["results"]
    assert result["suppressions"][0]["justification"] == "for the autumn"


# Fixes.


def test_fix_writes_the_files_and_tells_what_is_left(desk):
    path = desk / "hello.yaml"
    path.write_bytes(("\ufeff" + WRONG + "  lost: {end: resolved}").replace("\n", "\r\n").encode())
    path.chmod(0o640)
    done = run(desk, "--fix", "--format", "concise")
    assert (done.returncode, done.stdout) == (0, "hello.yaml:11:3: FK202 nothing leads to the state 'lost'\n")
    assert done.stderr == "mended 1 finding in 1 file\n1 warning in 1 file\n"
    fixed = ("\ufeff" + WRONG + "  lost: {end: resolved}").replace("soryr", "sorry").replace("\n", "\r\n").encode()
    assert path.read_bytes() == fixed
    assert path.stat().st_mode & 0o777 == 0o640
    before = path.stat().st_mtime_ns
    assert run(desk, "--fix").stderr.startswith("1 warning in 1 file")
    assert path.stat().st_mtime_ns == before


def test_fix_keeps_a_link_a_link(desk):
    (desk / "hello.yaml").rename(desk.parent / "real.yaml")
    (desk.parent / "real.yaml").write_text(WRONG)
    (desk / "hello.yaml").symlink_to(desk.parent / "real.yaml")
    assert run(desk, "--fix").returncode == 0
    assert (desk / "hello.yaml").is_symlink()
    assert "sorry" in (desk.parent / "real.yaml").read_text()


def test_diff_shows_the_change_and_writes_nothing(desk):
    (desk / "hello.yaml").write_text(WRONG)
    done = run(desk, "--diff")
    assert done.returncode == 1
    assert "-  later: {say: Later then., next: soryr}\n+  later: {say: Later then., next: sorry}\n" in done.stdout
    assert done.stderr == "would mend 1 finding in 1 file\n"
    assert (desk / "hello.yaml").read_text() == WRONG
    patched = subprocess.run(["patch", "-p0"], input=done.stdout, text=True, cwd=desk, capture_output=True, check=False)
    assert patched.returncode == 0, patched.stdout
    done = run(desk, "--diff")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "nothing to mend\n")


def test_unsafe_fixes_are_made_when_they_are_wanted(desk):
    (desk / "hello.yaml").write_text(FLOW.replace("next: bye", "next: by", 1))
    assert run(desk, "--fix").returncode == 1
    assert "--unsafe-fixes" in run(desk).stderr
    assert run(desk, "--unsafe-fixes").returncode == 0
    assert (desk / "hello.yaml").read_text() == FLOW


def test_only_named_files_are_mended(desk):
    (desk / "hello.yaml").write_text(WRONG)
    (desk / "more.yaml").write_text(WRONG.replace("flow: hello", "flow: more"))
    run(desk, "more.yaml", "--fix")
    assert "soryr" in (desk / "hello.yaml").read_text()
    assert "soryr" not in (desk / "more.yaml").read_text()


# By stdin.


def test_stdin_stands_in_for_a_file_of_its_project(desk):
    done = run(desk, "-", "--stdin-filename", "hello.yaml", "--format", "json", stdin=LOST)
    assert (done.returncode, codes(done)) == (0, ["FK202"])
    assert json.loads(done.stdout)["diagnostics"][0]["path"] == "hello.yaml"
    new = WRONG.replace("flow: hello", "flow: new")
    assert codes(run(desk, "-", "--stdin-filename", "new.yaml", "--format", "json", stdin=new)) == ["FK201"]
    whole = run(
        desk, "-", "--stdin-filename", "flowkit.yaml", "--format", "json", stdin=PROJECT.replace("hello", "gone", 1)
    )
    assert codes(whole) == ["FK108"]


def test_stdin_without_a_name_is_checked_alone(desk):
    done = run(desk.parent, "-", "--format", "concise", stdin=LOST)
    assert done.returncode == 0
    assert "stdin:11:3: FK202" in done.stdout


def test_stdin_mended_goes_to_stdout(desk):
    done = run(desk, "-", "--stdin-filename", "hello.yaml", "--fix", stdin=WRONG)
    assert (done.returncode, done.stdout) == (0, WRONG.replace("soryr", "sorry"))
    assert "mended 1 finding" in done.stderr
    assert (desk / "hello.yaml").read_text() == FLOW
    clean = run(desk, "-", "--stdin-filename", "hello.yaml", "--fix", stdin=FLOW)
    assert clean.stdout == FLOW


# Watching.


def test_watch_reports_again_when_a_file_changes_and_ends_well(desk):
    watching = subprocess.Popen(
        [sys.executable, "-m", "flowkit", "validate", "--watch", "--format", "concise"],
        stdout=(desk.parent / "out").open("wb"),
        stderr=(desk.parent / "err").open("wb"),
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )
    try:
        _until(lambda: (desk.parent / "err").read_text().count("watching") == 1)
        (desk / "hello.yaml").write_text(WRONG)
        _until(lambda: "FK201" in (desk.parent / "out").read_text())
        (desk / "hello.yaml").write_text(FLOW)
        (desk / "new.yaml").write_text(LOST.replace("flow: hello", "flow: new"))
        _until(lambda: "FK202" in (desk.parent / "out").read_text())
        watching.send_signal(signal.SIGINT)
        assert watching.wait(10) == 0
        assert "Traceback" not in (desk.parent / "err").read_text()
    finally:
        watching.kill()
        watching.wait()


def _until(holds) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
