"""The demo shop's backend, imported as the flows import it: with the project's folder first on the path."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

FLOWS = Path(__file__).parents[2] / "flows"
sys.path.insert(0, str(FLOWS))

MONDAY = "2026-03-02T10:00"


@pytest.fixture(autouse=True)
def shop_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty place for a database, and the clock of a Monday."""
    from backend import database

    path = tmp_path / "shop.db"
    monkeypatch.setenv("SHOP_DATABASE", str(path))
    monkeypatch.setenv("SHOP_NOW", MONDAY)
    monkeypatch.delenv("SHOP_SEED", raising=False)
    yield path
    database.close()
