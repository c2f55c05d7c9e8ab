"""One language server for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor.language_server import Editor

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def editor() -> Iterator[Editor]:
    with Editor(ROOT) as started:
        yield started
