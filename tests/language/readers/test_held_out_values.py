"""Utterances written down before the readers were looked at: the share that is read right, and none silently wrong.

A file of `held_out/values` has lines `utterance => expected`; `@now`, `@country`, `@currency` and `@options` say what
the lines behind them are read by. What is expected: `v` that value, plainly; `v ?` in doubt; `v ~` with a doubt or
without; `maybe v` as `v ~`, or nothing; `doubt` no plain value; `nothing` no value. Several readings are a doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import Candidate, Reading, read
from flowkit.language.shapes import Shape
from flowkit.language.values import canonical
from tests.language.readers.conftest import NOW
from tests.language.readers.held_out_options import FIXED, THING, THINGS

FILES = sorted((Path(__file__).parent / "held_out" / "values").glob("*.txt"))
TYPES = {"integer", "number", "money", "date", "time", "datetime", "duration", "yes_no", "choice"}
ENOUGH = 0.9
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


@dataclass(frozen=True)
class Line:
    said: str
    expected: str
    shape: Shape
    locale: Locale
    options: Sequence[Candidate] = ()


def lines(path: Path) -> Iterator[Line]:
    shape = Shape(path.stem.removesuffix("_2"))  # type: ignore[arg-type]
    locale, options = Locale(NOW), ()
    for line in path.read_text().splitlines():
        if line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            if key == "options":
                shape, options = FIXED.get(value, THING), THINGS.get(value, ())
            else:
                locale = replace(locale, **{key: datetime.fromisoformat(value) if key == "now" else value})
        elif line and not line.startswith("#"):
            said, _, expected = line.rpartition(" => ")
            yield Line(said, expected, shape, locale, options)


def meant(line: Line, written: str) -> object:
    """The value that a line expects, as it is compared."""
    match line.shape.type:
        case "integer" | "number" | "money":
            return Decimal(written)
        case "duration":
            parts = {_UNITS[unit]: int(number) for number, unit in re.findall(r"(\d+)([dhms])", written)}
            return timedelta(**parts) * (-1 if written.startswith("-") else 1)
        case "yes_no":
            return written == "yes"
    return written


def found(line: Line, reading: Reading) -> object:
    match line.shape.type:
        case "integer" | "number" | "money":
            return Decimal(reading.value)
        case "duration" | "yes_no":
            return reading.value
        case "choice" if isinstance(reading.value, dict):
            return reading.value["id"]
    return canonical(line.shape, reading.value, line.locale.currency)


def judged(line: Line) -> tuple[str, str]:
    """`right`, `asked` (it is asked back, or not read) or `wrong` (silently), and what was read."""
    readings = read(line.shape, line.said, line.locale, line.options)
    values = [found(line, one) for one in readings]
    plain = len(readings) == 1 and not readings[0].doubt
    shown = " | ".join(f"{value}{'?' * bool(one.doubt)}" for value, one in zip(values, readings, strict=True))
    match line.expected.split():
        case ["nothing"]:
            right = not readings
        case ["doubt"]:
            right = not plain
        case ["maybe", *written]:
            right = not readings or values == [meant(line, " ".join(written))]
        case [*written, "?"]:
            right = not plain and values == [meant(line, " ".join(written))]
        case [*written, "~"]:
            right = values == [meant(line, " ".join(written))]
        case written:
            right = plain and values == [meant(line, " ".join(written))]
    return "right" if right else "wrong" if plain else "asked", shown


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_held_out(path: Path) -> None:
    results = [(line, *judged(line)) for line in lines(path)]
    missed = [
        f"{kind}: {line.said} => {line.expected}, read: {shown}" for line, kind, shown in results if kind != "right"
    ]
    assert not [line for line in missed if line.startswith("wrong")], "\n".join(missed)
    assert len(missed) <= (1 - ENOUGH) * len(results), f"{len(missed)} of {len(results)}\n" + "\n".join(missed)


def test_every_type_is_held_out_twice() -> None:
    assert {path.stem for path in FILES} == TYPES | {f"{one}_2" for one in TYPES}


def test_the_lists_are_long() -> None:
    for path in FILES:
        assert len(list(lines(path))) >= (25 if path.stem.endswith("_2") else 60), path.stem
