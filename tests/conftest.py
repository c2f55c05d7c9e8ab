"""What tests share: a folder of their own to run `flowkit` in, and the command itself."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of `--json`."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def end(self) -> dict[str, Any]:
        """The last line of `--json`."""
        return self.lines[-1]


@dataclass(frozen=True)
class Shop:
    """A folder with the demo project, where calls leave their record and change its rows."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "SHOP_DATABASE": str(self.folder / "shop.db")}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "flowkit", *words]

    def flowkit(self, *words: str, **options: Any) -> Ran:
        """Runs a command to its end."""
        done = subprocess.run(
            self.command(*words),
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self.environment,
            timeout=120,
            check=False,
            **options,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def call(self, flow: str, *said: str, now: str = "2026-03-02T10:00", **options: str) -> Ran:
        """A scripted call, told as JSON."""
        words = ["run", flow, "--json", "--now", now, "--seed", "1"]
        for name, value in options.items():
            words += [f"--{name}", value]
        for each in said:
            words += ["--say", each]
        return self.flowkit(*words)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the shop's own database."""
        import sqlite3

        connection = sqlite3.connect(self.folder / "shop.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


@pytest.fixture(scope="session")
def _seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's rows, made once."""
    folder = tmp_path_factory.mktemp("seeded")
    made = [sys.executable, "-m", "backend.seed", "--database", str(folder / "shop.db"), "--now", "2026-03-02T10:00"]
    subprocess.run(made, cwd=ROOT / "flows", check=True, capture_output=True)
    return folder / "shop.db"


@pytest.fixture
def shop(tmp_path: Path, _seeded: Path) -> Shop:
    shutil.copytree(ROOT / "flows", tmp_path / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(_seeded, tmp_path / "shop.db")
    return Shop(tmp_path)
