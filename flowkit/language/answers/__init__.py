"""Reading a caller's answer to a read-back.

Theory of operation. Consent is a closed grammar and denies by default. An answer is taken apart into words
(`heard`), contractions written out so that no negation hides. It is a yes only if a cover of *all* its words is found
(`cover`): words of assent, politeness, fillers, address, and repetitions of the read-back itself, where a repeated
value must equal ours and a part of one must fit exactly one of ours (`readback`, `items`, `moments`). Before that, one
veto anywhere is enough to deny: a question mark, a cut-off end, a negation, a condition, a contrast, a hedge (`scan`).
Nothing searches for a yes. Whatever is left is sorted into the other readings, of which none can do harm.

A no is closed as well, because it ends the asking; refusal with anything else beside it is *changed* or *other*.
"Wait" and "stop" by themselves are a no (a no is never too early); "hold on" and "one moment" ask for time and are
*other*. "Okay" is assent, as an answer to a question that was asked; "right", "great", "fine", "thanks", "mm-hmm" by
themselves are not. A side topic leaves a yes whole only where it is announced for later or as another matter
("Yes. And I have a question about another order."); anything that may be about this one is *other*.

The words are data, one module per language (`english`); numbers, days and money come from the readers' vocabulary. In
a language without tables everything that is said reads *other*.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from flowkit.language.answers import courtesies
from flowkit.language.answers.grammar import Answer, Reading, judged
from flowkit.language.answers.moments import calendar
from flowkit.language.answers.phrasebook import Told, told
from flowkit.language.answers.readback import ReadBack, read_back
from flowkit.language.answers.scan import asks, other_value
from flowkit.language.answers.tables import tables_of
from flowkit.language.locale import Locale

if TYPE_CHECKING:
    from datetime import date

    from flowkit.language.speaking import SpokenValue

__all__ = [
    "Answer",
    "Reading",
    "asks_for_person",
    "asks_to_repeat",
    "asks_to_wait",
    "gives_up",
    "is_courtesy",
    "is_goodbye",
    "is_question",
    "leaves_out",
    "mentions_other_value",
    "read_answer",
]

_LONGEST = 1000
"""More characters than this are not looked at: such an answer is a talk."""


def read_answer(
    text: str, statement: Sequence["SpokenValue"], locale: Locale, options: Sequence[str] = (), *, stated: str = ""
) -> Answer:
    """Reads the final transcript of a caller's answer to a read-back.

    Args:
        text: the words of the whole answer; of several turns, joined by blanks.
        statement: the values that were read back.
        locale: the language of the call, and the day that "tomorrow" is counted from.
        options: labels of the other things that could have been chosen; naming one is a change.
        stated: the text of the read-back, so that its own verb and words may be repeated ("yes, move it").
    """
    tables = tables_of(locale.language)
    if tables is None:
        return Answer("other" if text.strip() else "unclear", False, f"no words for the language '{locale.language}'")
    if len(text) > _LONGEST:
        return Answer("other", False, "a longer talk")
    return judged(told(text, tables), _back(statement, stated, options, locale))


def mentions_other_value(
    text: str, statement: Sequence["SpokenValue"], locale: Locale, options: Sequence[str] = ()
) -> str:
    """Returns the words of the first value in the text that is none of the statement's; empty if there is none."""
    said = _told(text, locale)
    return other_value(said, _back(statement, "", options, locale)) if said is not None else ""


def _back(statement: Sequence["SpokenValue"], stated: str, options: Sequence[str], locale: Locale) -> ReadBack:
    about = (locale.language, locale.country, locale.currency, locale.today)
    return _prepared(tuple(statement), stated, tuple(options), *about)


@lru_cache(maxsize=64)
def _prepared(
    statement: tuple["SpokenValue", ...],
    stated: str,
    options: tuple[str, ...],
    language: str,
    country: str,
    currency: str,
    today: "date",
) -> ReadBack:
    """One read-back is answered several times; what can be known of it before is worked out once."""
    tables = tables_of(language)
    assert tables is not None
    return read_back(statement, stated, options, tables, calendar(tables.numbers, today, country), currency)


def _told(text: str, locale: Locale) -> Told | None:
    tables = tables_of(locale.language)
    return None if tables is None else told(text[:_LONGEST], tables)


def is_courtesy(text: str, locale: Locale) -> bool:
    """Whether it is a greeting, thanks, "okay" or an answer to our greeting, and nothing else."""
    said = _told(text, locale)
    return said is not None and courtesies.is_courtesy(said)


def is_goodbye(text: str, locale: Locale) -> bool:
    """Whether the caller takes leave: "bye", "no thanks, that's all, goodbye", "have a good day"."""
    said = _told(text, locale)
    return said is not None and courtesies.is_goodbye(said)


def asks_for_person(text: str, locale: Locale) -> bool:
    """Whether the caller wants to speak to a person."""
    said = _told(text, locale)
    return said is not None and courtesies.asks_for_person(said)


def asks_to_repeat(text: str, locale: Locale) -> bool:
    """Whether the caller wants to hear the last words again, and nothing else."""
    said = _told(text, locale)
    return said is not None and courtesies.asks_to_repeat(said)


def asks_to_wait(text: str, locale: Locale) -> bool:
    """Whether the caller asks for time, and nothing else."""
    said = _told(text, locale)
    return said is not None and courtesies.asks_to_wait(said)


def gives_up(text: str, locale: Locale) -> bool:
    """Whether the caller drops what the call is about: "forget it", "never mind"."""
    said = _told(text, locale)
    return said is not None and courtesies.gives_up(said)


def leaves_out(text: str, locale: Locale, things: Sequence[str] = ()) -> bool:
    """Whether it passes over what was asked, and nothing else: "nothing", "skip it", "no, thanks", "no toppings".

    Args:
        text: the words of the caller.
        locale: the language of the call.
        things: words for what was asked, such as `toppings`.
    """
    said = _told(text, locale)
    if said is None:
        return False
    names = {form for thing in things for form in (thing.casefold(), thing.casefold().removesuffix("s"))} - {""}
    if not names.intersection(said.words):
        return courtesies.leaves_out(said)
    rest = " ".join(word for word in said.words if word not in names and word.isalpha())
    bare = _told(rest, locale)
    return not said.question and bare is not None and bool(rest) and courtesies.leaves_out(bare)


def is_question(text: str, locale: Locale) -> bool:
    """Whether it asks something, by its question mark or its wording."""
    said = _told(text, locale)
    return asks(said) if said is not None else "?" in text
