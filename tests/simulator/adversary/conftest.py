"""Calls of the demo shop with a model that misbehaves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.simulator.adversary.callers import CALLERS
from tests.simulator.adversary.calls import NOW, Called, play


@pytest.fixture
def call(tmp_path: Path, _seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Called]:
    """A call of one of the honest callers: its name, and how the model misbehaves."""
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "shop.db"))
    monkeypatch.setenv("FLOWKIT_NOW", NOW)
    monkeypatch.delenv("SHOP_NOW", raising=False)
    calls = iter(range(10_000))

    def made(name: str, how: str = "", **more: object) -> Called:
        return play(CALLERS[name], how, _seeded, tmp_path / str(next(calls)), **more)

    return made
