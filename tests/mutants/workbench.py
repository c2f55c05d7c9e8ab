"""A copy of the project in which checks are switched off, one after the other, and tests are run.

Theory of operation. A worker has a copy of its own, so that nothing in the project is ever changed, and restores the
file after each mutant. The copy's modules are compiled once with `checked-hash`: Python looks at what a source holds,
not at its age, so a changed file is never taken for the old one; nothing is compiled into the copy after that.
A mutant is noticed if a test fails. Tests that cannot even be collected, or that do not end in time, notice nothing:
such a mutant is not what it was meant to be.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.mutants.table import ROOT, DoesNotApply, Mutant, parsed

COPIED = ("flowkit", "flows", "tests", "docs", "schemas", "bench", "pyproject.toml", "README.md", "Makefile")
LONGEST = 120
"""Seconds that the tests of one mutant may take."""

_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".hypothesis", "*.egg-info")
_FAILED = re.compile(r"^FAILED ([^\s\[]+)", re.MULTILINE)
_QUIET = ("-q", "-p", "no:cacheprovider", "--hypothesis-seed=0")
_ONE_BY_ONE = ("-x", "-p", "no:xdist", "--tb=no", "-rf")

NOTICED, ALL_PASSED = 1, 0
"""How pytest ends when a test failed, and when none did."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a mutant; `test` is the one that noticed, `detail` what an engineer needs if none did."""

    mutant: Mutant
    end: Literal["noticed", "survived", "does not apply", "broke the tests", "did not end"]
    test: str = ""
    detail: str = ""


class Workbench:
    """One copy of the project.

    Args:
        folder: an empty folder for it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=_LEFT_OUT)
            elif source.exists():
                shutil.copy(source, folder / name)
        self._python("-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "flowkit", "tests")
        own = self._python("-c", "import flowkit; print(flowkit.__file__)").stdout.strip()
        if Path(own) != folder / "flowkit" / "__init__.py":
            raise RuntimeError(f"the tests would run {own}, and not the copy in {folder}")

    def unchanged(self, tests: Sequence[str], processes: int) -> str:
        """Runs tests with every check in place; what is wrong with them, or nothing."""
        done = self._python("-m", "pytest", *_QUIET, "-n", str(processes), "--dist", "worksteal", *tests)
        return "" if done.returncode == ALL_PASSED else (done.stdout + done.stderr)[-4000:]

    def tried(self, mutant: Mutant, first: str = "") -> Result:
        """Switches a check off and runs its tests until one fails; `first` is the test that noticed before."""
        path = self.folder / mutant.file
        whole = path.read_text(encoding="utf-8")
        try:
            path.write_text(parsed(mutant, whole), encoding="utf-8")
            result = self._run(mutant, [first]) if first else None
            return result if result is not None and result.end == "noticed" else self._run(mutant, mutant.tests)
        except DoesNotApply as problem:
            return Result(mutant, "does not apply", detail=str(problem))
        finally:
            path.write_text(whole, encoding="utf-8")

    def _run(self, mutant: Mutant, tests: Sequence[str]) -> Result:
        try:
            done = self._python("-m", "pytest", *_QUIET, *_ONE_BY_ONE, *tests, seconds=LONGEST)
        except subprocess.TimeoutExpired:
            return Result(mutant, "did not end", detail=f"the tests took more than {LONGEST} s")
        if done.returncode == ALL_PASSED:
            return Result(mutant, "survived")
        failed = _FAILED.search(done.stdout)
        if done.returncode != NOTICED or failed is None:
            return Result(mutant, "broke the tests", detail=(done.stdout + done.stderr)[-2000:])
        return Result(mutant, "noticed", failed.group(1))

    def _python(self, *words: str, seconds: float | None = None) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self.folder)}
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
