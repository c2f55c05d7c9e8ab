"""Utterances written down before the readers were looked at: how much is read right, and nothing silently wrong.

Each file of `held_out/` has lines `utterance => value`; instead of a value stands `nothing`, `given`, or `doubt` when
it must be asked back or not be read. `[US]`, `[pattern …]`, `[letters]` and `[fields name:type[:pattern] …]` say what
the lines behind them are read by. A value counts as right with or without a doubt; one plain reading that is wrong
never.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from flowkit.language.locale import Locale
from flowkit.language.readers import GIVEN, Reading, read
from flowkit.language.shapes import Shape
from flowkit.language.values import canonical
from tests.language.readers.conftest import NOW

HELD_OUT = Path(__file__).parent / "held_out"
TYPES = ("digits", "phone", "postcode", "email", "name", "text", "object")
FILES = [path for path in sorted(HELD_OUT.glob("*.txt")) if path.stem.removesuffix("_2") in TYPES]
ENOUGH = 0.9


@dataclass(frozen=True)
class Line:
    shape: Shape
    country: str
    said: str
    expected: str


def lines(path: Path) -> Iterator[Line]:
    shape, country = Shape(path.stem.removesuffix("_2")), "US"  # type: ignore[arg-type]
    for line in path.read_text().splitlines():
        if line.startswith("["):
            head = line[1:-1]
            if len(head) == 2:
                country = head
            elif head == "letters":
                shape = replace(shape, pattern="", speak_as="letters")
            elif head.startswith("pattern "):
                shape = replace(shape, pattern=head[8:])
            else:
                shape = _thing(head)
        elif line and not line.startswith("#"):
            said, _, expected = line.rpartition(" => ")
            yield Line(shape, country, said, expected)


def _thing(head: str) -> Shape:
    fields = {}
    for field in head.split()[1:]:
        name, kind, *pattern = field.split(":", 2)
        fields[name] = Shape(kind, pattern="".join(pattern), optional=True)  # type: ignore[arg-type]
    return Shape("object", fields=fields)


def told(shape: Shape, reading: Reading) -> str:
    if reading.value is GIVEN:
        return "given"
    if shape.type == "object":
        fields = reading.value.items()
        return "; ".join(f"{name}={canonical(shape.fields[name], value, 'USD')}" for name, value in fields)
    value = canonical(shape, reading.value, "USD")
    return value.lower() if shape.type == "name" else value


def judged(line: Line) -> tuple[str, str]:
    """`right`, `asked` or `wrong`, and what was read."""
    readings = read(line.shape, line.said, Locale(NOW, "en", line.country, "USD"))
    values = [told(line.shape, one) for one in readings]
    plain = len(readings) == 1 and not readings[0].doubt
    shown = " | ".join(value + "?" * bool(one.doubt) for value, one in zip(values, readings, strict=True))
    match line.expected:
        case "nothing":
            right = not readings
        case "doubt":
            right = not plain
        case _:
            right = values == [line.expected.lower() if line.shape.type == "name" else line.expected]
    return ("right" if right else "wrong" if plain else "asked"), shown


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_held_out(path: Path) -> None:
    results = [(line, *judged(line)) for line in lines(path)]
    missed = [
        f"{kind}: {line.said} => {line.expected}, read: {shown}" for line, kind, shown in results if kind != "right"
    ]
    assert not [line for line in missed if line.startswith("wrong")], "\n".join(missed)
    assert len(missed) <= (1 - ENOUGH) * len(results), f"{len(missed)} of {len(results)}\n" + "\n".join(missed)


def test_every_type_is_held_out() -> None:
    assert {path.stem for path in FILES} >= set(TYPES)
