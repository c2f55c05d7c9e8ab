"""The tables of each language, by its tag."""

from collections.abc import Mapping
from typing import Final

from flowkit.language.readers.english import ENGLISH
from flowkit.language.readers.vocabulary import NO_WORDS, Vocabulary

_LANGUAGES: Final[Mapping[str, Vocabulary]] = {"en": ENGLISH}


def vocabulary(language: str) -> Vocabulary:
    """The tables of a language (`en`, `en-GB`); empty ones when it has none, so that only figures are read."""
    return _LANGUAGES.get(language.split("-")[0].lower(), NO_WORDS)
