"""The words of a language that readers and speaking go by: data only, one instance per language.

A word is listed in lower case, without accents where callers leave them out. A phrase is a tuple of words as
`utterance` divides them: `it's` is two words, `it` and `'s`; `don't` is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from flowkit.language.frozen import frozen

Words = frozenset[str]
Phrase = tuple[str, ...]
Phrases = Mapping[str, tuple[Phrase, ...]]
"""Phrases by their first word, the longest first."""
NONE: Words = frozenset()


@frozen
class Money:
    """A word for money: the currencies it may mean, and whether it is their smaller unit."""

    currencies: frozenset[str]
    minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """The words of one language. What is empty is not read in it."""

    # Numbers.
    small: Mapping[str, int] = field(default_factory=dict)
    tens: Mapping[str, int] = field(default_factory=dict)
    hundreds: Words = NONE
    scales: Mapping[str, int] = field(default_factory=dict)
    zeros: Words = NONE
    articles: Words = NONE
    joins: Words = NONE
    minus: Words = NONE
    points: Words = NONE
    repeats: Mapping[str, int] = field(default_factory=dict)
    dozens: Words = NONE
    couples: Words = NONE
    halves: Words = NONE
    quarters: Words = NONE
    ordinals: Mapping[str, int] = field(default_factory=dict)
    ordinal_endings: Words = NONE
    pronoun: str = ""
    """The number word that is a pronoun too: `one`."""
    pronoun_after: Words = NONE
    pronoun_before: Words = NONE

    # Letters.
    alphabet: Mapping[str, str] = field(default_factory=dict)
    letter_names: Mapping[str, str] = field(default_factory=dict)
    double_letters: Mapping[str, tuple[tuple[Phrase, str], ...]] = field(default_factory=dict)
    """Letters that are called a double one: `double u`."""
    letter_zeros: Words = NONE
    """Words that are a letter as well as a zero: `oh`."""
    one_letter_words: Words = NONE
    letter_marks: Words = NONE
    """Words before a letter that say how it is written: `capital`."""
    letter_like: Phrases = field(default_factory=dict)
    """Words after a letter that bring an example: `as in`."""
    signs: Mapping[str, str] = field(default_factory=dict)
    at_words: Words = frozenset({"@"})
    at_behind: Words = NONE
    dot_words: Words = frozenset({"."})

    # Days.
    weekdays: Mapping[str, int] = field(default_factory=dict)
    doubtful_weekdays: Words = NONE
    """Short forms that are other words too (`sun`, `sat`): taken only behind a word of `day_leads`."""
    months: Mapping[str, int] = field(default_factory=dict)
    day_words: Mapping[str, int] = field(default_factory=dict)
    """`tomorrow`: 1 …"""
    day_after: Mapping[str, tuple[tuple[Phrase, int], ...]] = field(default_factory=dict)
    """Phrases for days: `day after tomorrow` …"""
    feasts: Mapping[str, tuple[tuple[Phrase, tuple[int, int]], ...]] = field(default_factory=dict)
    day_leads: Words = NONE
    next_words: Words = NONE
    this_words: Words = NONE
    last_words: Words = NONE
    coming_words: Words = NONE
    weekday_ties: Words = NONE
    """Words between a date and its weekday: `which is a`."""
    of_words: Words = NONE
    the_words: Words = NONE
    in_words: Words = NONE
    from_words: Words = NONE
    now_words: Words = NONE
    ago_words: Words = NONE
    before_after: Words = NONE
    open_ends: Phrases = field(default_factory=dict)
    """What makes a day or time behind which it stands the earliest or latest one: `at the latest`, `or later`."""
    day_ties: Words = NONE
    """Words between days of one month: `the 5th or 6th of April`."""
    after_words: Words = NONE
    weekends: Words = NONE
    ends: Mapping[str, Literal["start", "end"]] = field(default_factory=dict)
    ordinal_nouns: Words = NONE
    """Nouns that an ordinal before them counts, so that it is no day: `the second option`."""
    days: Mapping[str, int] = field(default_factory=dict)
    """Units of whole days: `week`: 7 …"""
    calendar: Mapping[str, str] = field(default_factory=dict)
    """Words for stretches of the calendar: `week`, `month`, `year`."""

    # Times of day.
    clock_words: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    past_words: Words = NONE
    to_words: Words = NONE
    oclock: Words = NONE
    oclock_leads: Words = NONE
    minutes: Words = NONE
    hours: Words = NONE
    am: Words = NONE
    pm: Words = NONE
    half_letters: Mapping[str, str] = field(default_factory=dict)
    """The first letter of am and pm when they are said or written letter by letter."""
    half_letter_end: str = ""
    parts: Mapping[str, Literal["am", "pm", "night"]] = field(default_factory=dict)
    part_leads: Words = NONE
    greetings: Words = NONE
    time_leads: Words = NONE
    time_follows: Words = NONE
    numbered: Words = NONE
    """Nouns behind which a number is a name, not an hour: `order`, `room`."""
    roughly: Words = NONE
    about: Words = NONE
    """Words before a number that make it rough."""
    about_behind: Phrases = field(default_factory=dict)
    """The same behind it: `or so`."""

    # Lengths of time: unit, seconds, and whether it is only about that long.
    lengths: Mapping[str, tuple[int, bool]] = field(default_factory=dict)

    waits: Words = NONE
    """Words before `a second`, `a minute` that make them no length: `just a second`."""

    # Money.
    money: Mapping[str, Money] = field(default_factory=dict)
    thousand_marks: Mapping[str, int] = field(default_factory=dict)

    # What callers say around values.
    fillers: Words = NONE
    hesitations: Words = NONE
    politeness: Words = NONE
    ors: Words = NONE
    digit_gaps: Words = NONE
    counted: Words = NONE
    """Units behind a number that make it no part of a code: `weeks`, `dollars`, `percent`."""
    corrections: Phrases = field(default_factory=dict)
    noes: Words = NONE
    negators: Words = NONE
    negator_leads: Mapping[str, Words] = field(default_factory=dict)
    """Negators that deny only behind one of these words: `anything but`."""
    negator_follows: Mapping[str, Words] = field(default_factory=dict)
    """Negators that deny only before one of these words: `instead of`."""
    negated_links: Words = NONE
    negated_after: Phrases = field(default_factory=dict)
    suggestions: Words = NONE
    harmless_noes: Phrases = field(default_factory=dict)
    questions: Words = NONE
    helping_verbs: Words = NONE
    persons: Words = NONE
    command_verbs: Words = NONE
    """Helping verbs that begin other clauses too (`do it on Friday`): they ask only before one of `speakers`."""
    speakers: Words = NONE
    plain_answers: Words = NONE
    """Answers that stay answers whatever follows: `yes`, `no`."""
    answers: Mapping[str, tuple[tuple[Phrase, bool | None], ...]] = field(default_factory=dict)
    statements: Mapping[str, tuple[tuple[Phrase, bool], ...]] = field(default_factory=dict)
    """How a clause begins that answers as a statement: `I don't have one`."""
    links: Words = NONE
    """Words between clauses: `but`, `and`, `because`."""
    calling_number: Phrases = field(default_factory=dict)
    extension: Words = NONE

    # E-mail.
    mail_stops: Words = NONE
    mail_hosts: Mapping[str, str] = field(default_factory=dict)
    domain_ends: Words = NONE

    # Names.
    name_leads: Phrases = field(default_factory=dict)
    name_follows: Words = NONE
    others_names: Words = NONE
    """Words before `name is` when it is somebody else's: `his`."""
    name_titles: Words = NONE
    name_particles: Words = NONE
    name_weak_leads: Phrases = field(default_factory=dict)
    """As `name_leads`, but other things follow them as often: `it's`."""
    self_leads: Words = NONE
    """Those of them behind which one plain word is seldom a name: `I'm late`."""
    spelling_words: Words = NONE
    spelt_leads: Phrases = field(default_factory=dict)
    family_leads: Phrases = field(default_factory=dict)
    given_leads: Phrases = field(default_factory=dict)
    common: Words = NONE
    """Words that are no names."""

    # Choices.
    option_nouns: Words = NONE
    ordinal_ones: Words = NONE
    last_option: Words = NONE
    idle: Words = NONE
    """Words that tell no option from another."""
    text_leads: Phrases = field(default_factory=dict)


NO_WORDS = Vocabulary()
"""A language without tables: only figures and written forms are read."""
