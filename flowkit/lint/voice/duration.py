"""How long a text takes to say.

Theory of operation. A narrator is counted on 155 words a minute: the figure of audio books (ACX reckons 9,300 words to
a finished hour), in the middle of the 150 to 160 that are advised for speech on the telephone. With an English word
at 5.8 signs, its blank included, that is 15 signs a second, and signs can be counted in any language whose letters are
sounds; a sign of a script that writes syllables or words counts as three. A figure is a word of its own. A value
counts by its type, as it is spoken; of things one by one, three are counted; of the branches of an `{% if %}` the
longest.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from flowkit.language.shapes import Shape
from flowkit.language.words import Printed, Statement, Words

SIGNS_A_SECOND: Final = 15
MOST_SECONDS: Final = 15
"""Of one turn: two breaths. Who listens longer without a word to say loses the beginning."""
MOST_IN_GREETING: Final = 12
MOST_IN_READ_BACK: Final = 20
"""Of a read-back: forty words (the most that its statement may have), its values and the question."""

_FIGURE: Final = 4
_WIDE: Final = re.compile("[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff]")
_SEVERAL: Final = 3
_VALUES: Final = {
    "text": 12,
    "name": 10,
    "digits": 24,
    "integer": 10,
    "number": 12,
    "money": 22,
    "date": 20,
    "time": 12,
    "datetime": 36,
    "duration": 14,
    "phone": 36,
    "email": 36,
    "postcode": 16,
    "yes_no": 3,
    "choice": 12,
    "object": 24,
}
"""Signs of a value as it is spoken, by its type: what is common, not the longest."""


def seconds(signs: float) -> int:
    """The time that so many signs take to say, in whole seconds."""
    return round(signs / SIGNS_A_SECOND)


def signs_of(words: Words) -> int:
    """How many signs are spoken, values as they commonly are."""
    parts = words.parts
    if len(parts) == 1 and isinstance(parts[0], str):
        return _signs(parts[0])
    return _counted(iter(parts))[0]


def _signs(text: str) -> int:
    count = len(text)
    if not text.isascii():
        count += 2 * len(_WIDE.findall(text))
    return count + _FIGURE * sum(map(str.isdigit, text))


def _counted(parts: Iterator[str | Printed | Statement]) -> tuple[int, str]:
    """What the parts come to up to the statement that ends them, and its keyword."""
    count = longest = 0
    for part in parts:
        match part:
            case str():
                count += _signs(part)
            case Printed():
                count += _value(part.shapes)
            case Statement(keyword="if"):
                count += _counted(parts)[0]
            case Statement(keyword="for"):
                count += _SEVERAL * _counted(parts)[0]
            case Statement(keyword="elif" | "else"):
                longest, count = max(longest, count), 0
            case Statement(keyword=keyword):
                return max(longest, count), keyword
    return max(longest, count), ""


def _value(shapes: Sequence[Shape | None]) -> int:
    shape = next((each for each in shapes if each is not None), None)
    if shape is None:
        return _VALUES["text"]
    count = _VALUES[shape.type]
    if shape.label is not None and shape.type == "object":
        count = max(count, len(shape.label.source) // 2)
    return count if shape.single else _SEVERAL * count
