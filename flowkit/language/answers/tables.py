"""Word tables: everything the answer grammar knows of one language, as data.

A phrase is written as slots, parted by spaces: `a|b` is one of several, `a_b` two words in one alternative, a slot
that ends in `?` may be left out. `that|it is all? right` stands for four phrases. Contractions are written out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final, cast

from flowkit.language.answers.number_words import NumberWords


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The phrases of one language, by what they do in an answer. What stands in none of them makes no yes.

    Attributes:
        assent: says yes by itself.
        confirmations: take part in a yes behind an assent: "it is", "I do".
        choosing: says yes with a value of the read-back behind it: "let's go with" Friday.
        praise: says yes behind a day, a time or a number: Friday "is fine".
        truth: says yes behind any value: the Visa "is right".
        nods: take part in a yes, and are none: "right", "got it".
        polite, fillers, address: say nothing.
        joiners: part two parts of an answer: "and".
        leads: stand before a value of the read-back: "on", "the one at".
        wishes: stand before the read-back's own verb: "I want to".
        noun_leads: stand before its verb as a noun: go ahead "with the" refund.
        objects: stand behind the read-back's own verb: move "it".
        at_once: "now": takes part in a yes only where the read-back says so as well.
        openers: words of a read-back after which its verb comes: "I will".
        verb_forms: a verb to its other forms: "cancel" to "cancellation".
        swaps: a word to the one the other speaker uses: "my" to "your".
        determiners: stand before a noun of the read-back: "the" table.
        small: words that name nothing.
        side_leads: "also", "by the way", before a side topic.
        side_topics: whole clauses that announce another matter for later.
        refusals: say no by themselves.
        refusal_leads: say no with the read-back's verb or a value behind them: "don't" refund it.
        refusal_tails: take part in a no.
        vetoes: phrases with which nothing is a yes, wherever they stand.
        conditions, contrasts, hedges, negations: vetoes, by kind.
        cues: with something else behind them they ask for a change: "make it".
        pointers: ask for a change by themselves: "the other one".
        questions: how a question opens; question_words: phrases that ask something wherever they stand.
        leaving_out: passes over what was asked: "nothing", "skip it".
        waits, repeats, repeats_alone, giving_up: requests; `repeats_alone` only as the whole text.
        person_calls, persons, person_asides: "speak to", "someone"; and what may stand around a bare "agent".
        greetings, replies, farewells, closings: courtesies.
    """

    contractions: Mapping[str, str]
    endings: tuple[tuple[str, str], ...]
    numbers: NumberWords
    assent: tuple[str, ...]
    confirmations: tuple[str, ...]
    choosing: tuple[str, ...]
    praise: tuple[str, ...]
    truth: tuple[str, ...]
    nods: tuple[str, ...]
    polite: tuple[str, ...]
    fillers: tuple[str, ...]
    address: tuple[str, ...]
    joiners: tuple[str, ...]
    leads: tuple[str, ...]
    wishes: tuple[str, ...]
    noun_leads: tuple[str, ...]
    objects: tuple[str, ...]
    at_once: tuple[str, ...]
    openers: tuple[str, ...]
    verb_forms: Mapping[str, tuple[str, ...]]
    swaps: Mapping[str, str]
    determiners: frozenset[str]
    small: frozenset[str]
    side_leads: tuple[str, ...]
    side_topics: tuple[str, ...]
    refusals: tuple[str, ...]
    refusal_leads: tuple[str, ...]
    refusal_tails: tuple[str, ...]
    vetoes: tuple[str, ...]
    conditions: tuple[str, ...]
    contrasts: tuple[str, ...]
    cues: tuple[str, ...]
    pointers: tuple[str, ...]
    hedges: tuple[str, ...]
    negations: tuple[str, ...]
    questions: tuple[str, ...]
    question_words: tuple[str, ...]
    waits: tuple[str, ...]
    repeats: tuple[str, ...]
    repeats_alone: tuple[str, ...]
    giving_up: tuple[str, ...]
    leaving_out: tuple[str, ...]
    person_calls: tuple[str, ...]
    persons: tuple[str, ...]
    person_asides: tuple[str, ...]
    greetings: tuple[str, ...]
    replies: tuple[str, ...]
    farewells: tuple[str, ...]
    closings: tuple[str, ...]


LANGUAGES: Final[Mapping[str, str]] = {"en": "english"}
"""Language tag to the module of this package that holds its `TABLES`."""


def tables_of(language: str) -> Tables | None:
    """Returns the word tables of a language (BCP 47), or `None` if there are none."""
    name = LANGUAGES.get(language.split("-")[0].lower())
    if name is None:
        return None
    return cast(Tables, import_module(f"flowkit.language.answers.{name}").TABLES)
