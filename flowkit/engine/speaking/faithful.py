"""Whether words that were said bring a value: in the same words, in its plain form, or in words that read as it."""

import re

from flowkit.language.locale import Locale
from flowkit.language.readers import read
from flowkit.language.shapes import Shape
from flowkit.language.values import canonical

_PUNCTUATION = re.compile(r"[^\w]+")


def plain(text: str) -> str:
    """Words without case and punctuation, for comparison."""
    return f" {_PUNCTUATION.sub(' ', text.casefold()).strip()} "


def brings(text: str, value: tuple[str, str, str], locale: Locale) -> bool:
    """Whether a text says a value (type, canonical, spoken)."""
    kind, exact, words = value
    said = plain(text)
    if plain(words) in said or plain(exact) in said:
        return True
    if kind in ("text", "name", "choice", "object"):
        return False
    shape = Shape(kind)  # type: ignore[arg-type]
    return any(canonical(shape, reading.value) == exact for reading in read(shape, text, locale))
