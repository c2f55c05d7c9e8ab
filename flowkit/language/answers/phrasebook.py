"""All phrases of a language in one automaton, and a text with every phrase that stands in it.

A text is walked once; what looks at it afterwards asks for the kinds of phrases that it is about.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Final, NamedTuple

from flowkit.language.answers.heard import BREAK, heard
from flowkit.language.answers.items import Item, items_of
from flowkit.language.answers.patterns import Kinds, State, automaton
from flowkit.language.answers.tables import Tables
from flowkit.language.frozen import frozen

_NAMES: Final = tuple(field.name for field in fields(Tables) if field.type == tuple[str, ...])


def kinds(*names: str) -> Kinds:
    """The set of these tables.

    Args:
        names: of tables, as in `Tables`.

    Raises:
        ValueError: there is no such table.
    """
    found = 0
    for name in names:
        found |= 1 << _NAMES.index(name)
    return found


@lru_cache(maxsize=8)
def _book(tables: Tables) -> State:
    return automaton({kinds(name): getattr(tables, name) for name in _NAMES})


class Phrase(NamedTuple):
    """A phrase in a text: the word behind its end, the tables it stands in, and whether a comma divides it."""

    end: int
    kinds: Kinds
    divided: bool


@frozen
class Told:
    """A text with what stands in it.

    Attributes:
        words, items: the text, without and with its numbers put together.
        phrases: for each word the phrases that begin at it.
        kinds: the tables of all its phrases.
        question: it has a question mark.
        cut_off: it ends in a mark that says more was to come.
    """

    words: tuple[str, ...]
    items: tuple[Item, ...]
    phrases: tuple[tuple[Phrase, ...], ...]
    kinds: Kinds
    question: bool
    cut_off: bool
    tables: Tables

    def first(self, of: Kinds) -> str:
        """The words of the first phrase of these kinds; empty if there is none."""
        for start, phrases in enumerate(self.phrases):
            for phrase in phrases:
                if phrase.kinds & of:
                    return " ".join(word for word in self.words[start : phrase.end] if word != BREAK)
        return ""

    def held(self, by: Kinds) -> bytearray:
        """For each word whether a phrase of these kinds holds it."""
        held = bytearray(len(self.words))
        for start, phrases in enumerate(self.phrases):
            for phrase in phrases:
                if phrase.kinds & by:
                    held[start : phrase.end] = b"\1" * (phrase.end - start)
        return held

    def made_of(self, needed: Kinds, allowed: Kinds) -> bool:
        """Whether it is phrases of the kinds `needed` (one at least) and `allowed`, and nothing else."""
        if not self.kinds & needed:
            return False
        # Bit 0: this place can be reached. Bit 1: with a needed phrase on the way.
        reached = bytearray(len(self.words) + 1)
        reached[0] = 1
        for place, word in enumerate(self.words):
            here = reached[place]
            if not here:
                continue
            if word == BREAK:
                reached[place + 1] |= here
            for phrase in self.phrases[place]:
                if phrase.kinds & needed:
                    reached[phrase.end] |= 2
                if phrase.kinds & allowed:
                    reached[phrase.end] |= here
        return reached[-1] >= 2


@lru_cache(maxsize=16)
def told(text: str, tables: Tables) -> Told:
    """Takes a text apart. The last few are kept, because several questions are asked about one text."""
    said = heard(text, tables)
    book = _book(tables)
    phrases = tuple(tuple(_phrases(book, said.words, place)) for place in range(len(said.words)))
    found = 0
    for here in phrases:
        for phrase in here:
            found |= phrase.kinds
    return Told(said.words, items_of(said.words, tables.numbers), phrases, found, said.question, said.cut_off, tables)


def _phrases(book: State, words: tuple[str, ...], start: int) -> Iterator[Phrase]:
    if words[start] == BREAK:
        return
    state: State | None = book
    divided = False
    for place in range(start, len(words)):
        if words[place] == BREAK:
            divided = True
            continue
        assert state is not None
        state = state.after(words[place])
        if state is None:
            return
        if state.kinds:
            yield Phrase(place + 1, state.kinds, divided)
