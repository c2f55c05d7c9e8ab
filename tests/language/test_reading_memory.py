"""Reading a project leaves no work behind for the cyclic collector, and leaves the collector as it was."""

import gc
from pathlib import Path

import pytest

from flowkit.language import project as project_module
from flowkit.language.project import read_project

FLOWS = Path(__file__).parents[2] / "flows"
FILES = {str(path.relative_to(FLOWS)): path.read_bytes() for path in sorted(FLOWS.rglob("*.yaml"))}


def test_trees_and_scopes_end_with_the_reading():
    read_project(FILES)  # what is made once and kept is made
    gc.collect()
    running = gc.isenabled()
    gc.disable()
    try:
        reading = read_project(FILES)
        assert gc.collect() == 0
        assert reading.project is not None
    finally:
        if running:
            gc.enable()


@pytest.mark.parametrize("running", [True, False])
def test_the_collector_is_left_as_it_was(running: bool, monkeypatch: pytest.MonkeyPatch):
    was = gc.isenabled()
    during: list[bool] = []

    def broken(*_: object) -> None:
        during.append(gc.isenabled())
        raise RuntimeError

    (gc.enable if running else gc.disable)()
    try:
        read_project(FILES)
        assert gc.isenabled() is running
        monkeypatch.setattr(project_module, "open_names", broken)
        with pytest.raises(RuntimeError):
            read_project(FILES)
        assert gc.isenabled() is running
        assert during == [False]
    finally:
        (gc.enable if was else gc.disable)()
