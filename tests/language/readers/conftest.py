"""What a reader finds, as one line of a table: `2026-03-10?` is a reading in doubt, `a | b` are two, `!` corrects."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import GIVEN, Candidate, Reading, read
from flowkit.language.shapes import Shape
from flowkit.language.values import canonical

NOW = datetime(2026, 3, 2, 10, 0)  # a Monday

Said = Callable[..., str]


@pytest.fixture(scope="session")
def said() -> Said:
    def line(
        shape: Shape | str,
        text: str,
        options: Sequence[Candidate] = (),
        *,
        country: str = "US",
        currency: str = "USD",
        now: datetime = NOW,
    ) -> str:
        whole = Shape(shape) if isinstance(shape, str) else shape  # type: ignore[arg-type]
        readings = read(whole, text, Locale(now, "en", country, currency), options)
        for one in readings:
            assert text[one.start : one.end] == one.words
        return " | ".join(_one(whole, one, currency) for one in readings)

    return line


def _one(shape: Shape, reading: Reading, currency: str) -> str:
    value = "given" if reading.value is GIVEN else canonical(shape, reading.value, currency)
    return value + "?" * bool(reading.doubt) + "!" * reading.corrected
