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
    digit_words: Words = field(init=False)
    """All words with which digits may begin: derived, so that a reader can pass over the others at once."""
    pronoun: str = ""
    """The number word that is a pronoun too: `one`."""
    pronoun_after: Words = NONE
    pronoun_before: Words = NONE

    # Letters.
    alphabet: Mapping[str, str] = field(default_factory=dict)
    letter_names: Mapping[str, str] = field(default_factory=dict)
    letter_sounds: Mapping[str, str] = field(default_factory=dict)
    """Words that are letters in codes only, being words or names too: `bee`."""
    double_letters: Mapping[str, tuple[tuple[Phrase, str], ...]] = field(default_factory=dict)
    """Letters that are called a double one: `double u`."""
    letter_zeros: Words = NONE
    """Words that are a letter as well as a zero: `oh`."""
    one_letter_words: Words = NONE
    letter_words: Words = NONE
    """`letter` and its like."""
    partial_words: Words = NONE
    """Words before a value that make it a part only: `it starts with`."""
    like_digits: Words = NONE
    """Words that sound like a digit: `won`."""
    like_first_digits: Words = NONE
    """The same, but they stand behind digits in any sentence: `for`."""
    other_numbers: Words = NONE
    """Nouns before a number that is neither a phone number nor a post code: `order`."""
    street_words: Words = NONE
    text_links: Words = NONE
    """Words between a noun and its number: `is`."""
    end_words: Words = NONE
    """Words before a count that make a value a part only: `the last four`."""
    unclear_phrases: Phrases = field(default_factory=dict)
    """What callers say when they cannot say all of it: `I can't read the rest`."""
    unclear_words: Words = NONE
    """Words in the place of what a caller cannot say: `something`."""
    sign_nouns: Words = NONE
    """Nouns before a single sign: `number seven`, `digit two`."""
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
    any_words: Words = NONE
    """Words before a weekday that leave its week open: `any`."""
    feast_weekdays: Words = NONE
    """Words that make a weekday a feast: `good` of `Good Friday`."""
    coming_words: Words = NONE
    weekday_ties: Words = NONE
    """Words between a date and its weekday: `which is a`."""
    of_words: Words = NONE
    the_words: Words = NONE
    in_words: Words = NONE
    from_words: Words = NONE
    now_words: Words = NONE
    ago_words: Words = NONE
    before_words: Words = NONE
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
    parts: Mapping[str, Literal["am", "pm", "evening", "night"]] = field(default_factory=dict)
    part_leads: Words = NONE
    greetings: Words = NONE
    time_leads: Words = NONE
    time_follows: Words = NONE
    numbered: Words = NONE
    """Nouns behind which a number is a name, not an hour: `order`, `room`."""
    roughly: Words = NONE
    about: Words = NONE
    """Words before a number that make it rough."""
    hedges: Words = NONE
    """Words before a value that make it a guess: `maybe`."""
    about_behind: Phrases = field(default_factory=dict)
    """The same behind it: `or so`."""
    about_before: Phrases = field(default_factory=dict)
    """The same in several words before it: `up to`."""
    between: Words = NONE
    denominators: Mapping[str, int] = field(default_factory=dict)
    """What the parts of a whole are called: `tenths`: 10 …"""

    # Lengths of time: unit, seconds, and whether it is only about that long.
    lengths: Mapping[str, tuple[int, bool]] = field(default_factory=dict)

    length_marks: Mapping[str, int] = field(default_factory=dict)
    """Letters that are a unit only where they touch their figure: `90m`, `2d`; in seconds."""
    percents: Words = NONE
    rates: Words = NONE
    """Words beside a value that make it one of several, or a rate: `each`, `per`, `twice`."""
    waits: Words = NONE
    """Words before `a second`, `a minute` that make them no length: `just a second`."""

    # Money.
    money: Mapping[str, Money] = field(default_factory=dict)
    money_of: Mapping[str, tuple[tuple[Phrase, str], ...]] = field(default_factory=dict)
    """Words before money that tell whose it is: `canadian`: CAD …"""
    thousand_marks: Mapping[str, int] = field(default_factory=dict)

    # What callers say around values.
    fillers: Words = NONE
    hesitations: Words = NONE
    politeness: Words = NONE
    ors: Words = NONE
    digit_gaps: Words = NONE
    counted: Words = NONE
    """Units behind a number that make it no part of a code: `weeks`, `dollars`, `percent`."""
    plural_ending: str = ""
    """How most nouns end that are counted."""
    never_counted: Words = NONE
    """Words with that ending that are no nouns: `always`."""
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
    unsure_answers: Phrases = field(default_factory=dict)
    """Answers that are half one: `I guess so`."""
    intensifiers: Words = NONE
    """Answers that only strengthen a yes or no behind them: `definitely no`."""
    conditions: Words = NONE
    """Words behind a yes or no that take a part of it back: `yes, but only …`."""
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
    mail_asides: Mapping[str, tuple[tuple[Phrase, bool], ...]] = field(default_factory=dict)
    """What is said about an address beside it, and whether it makes its words one: `all one word`, `lowercase`."""
    letter_tails: Phrases = field(default_factory=dict)
    """Words between a word and a letter that says how it is written: `Smith with a y`."""

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
    names_too: Words = NONE
    """Those of them that are names as well, with a capital: `will`, `may`."""

    # Choices.
    option_nouns: Words = NONE
    ordinal_ones: Words = NONE
    last_option: Words = NONE
    middle_option: Words = NONE
    other_option: Words = NONE
    """The word for the second of two that was not named: `the other one`."""
    offering_verbs: Words = NONE
    """Helping verbs whose questions are offers: `can we do Friday?`."""
    idle: Words = NONE
    """Words that tell no option from another."""
    text_leads: Phrases = field(default_factory=dict)

    # Several options at once.
    list_joins: Phrases = field(default_factory=dict)
    """What stands between things that are named one after the other: `and`, `as well as`."""
    everything: Words = NONE
    all_follows: Words = NONE
    """Words behind one of `everything` that leave it meaning everything: `all of them`."""
    that_is: Words = NONE
    """Words before one of `everything` that make it an end: `that's all`."""
    both_words: Words = NONE
    rest_words: Words = NONE
    """Words for what was not named yet: `the others`."""
    exceptions: Words = NONE
    """Words behind which things are left out, up to the next sentence: `except`."""
    taking_away: Words = NONE
    """Verbs that take a thing out of what was chosen: `remove`."""
    keeping_back: Words = NONE
    """Verbs that may take a thing out or choose it: `keep` the lamp."""
    additions: Phrases = field(default_factory=dict)
    """What adds to what was chosen before: `too`, `as well`."""
    swaps: Phrases = field(default_factory=dict)
    """What puts what stands before it in the place of what stands behind it: `instead of`."""

    def __post_init__(self) -> None:
        """Derives what readers ask for most."""
        words = {*self.small, *self.tens, *self.zeros, *self.repeats, *self.articles}
        object.__setattr__(self, "digit_words", frozenset(words))


NO_WORDS = Vocabulary()
"""A language without tables: only figures and written forms are read."""
