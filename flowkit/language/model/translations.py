"""Translations: the texts of the flows in another language."""

from collections.abc import Mapping
from dataclasses import field

from flowkit.language.frozen import frozen
from flowkit.language.model.states import ReadBack
from flowkit.language.span import NOWHERE, Span
from flowkit.language.words import Words


@frozen
class Translation:
    """The texts of one language, each by the text of the flows with single blanks.

    Its words are as parsed, without shapes: those belong to the place where a text stands. Read-backs are apart, in
    their two parts, by their whole text.
    """

    language: str
    texts: Mapping[str, Words]
    read_backs: Mapping[str, ReadBack] = field(default_factory=dict)
    span: Span = field(default=NOWHERE, compare=False)
