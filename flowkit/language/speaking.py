"""How values are spoken: by type, in the language of the call.

| type | spoken |
|---|---|
| date | `Friday, March sixth`, with the year when it is not this one; without the weekday when over a year away |
| time | `ten am`, `half past two pm`, `quarter to ten am`, `ten oh five am`, `noon`, `midnight` |
| datetime | date, `at`, time |
| money | `twelve dollars fifty`, `two thousand dollars and five cents`, `minus five dollars`, always in words |
| integer, number | words up to a thousand (`two hundred sixty`, `three point five`), figures above (`1,250`) |
| digits | one by one: `1 2 3 4 5`; six and more in threes and fours: `1 2 3, 4 5 6 7` |
| phone | in the groups of its country, without the calling code, at home; else with `plus`, in threes and fours |
| email | `ana dot lopez at example dot com`; what cannot be said as a word is spelt |
| postcode | `S W 1 A, 1 A A` |
| duration | `two hours and thirty minutes`; the largest unit is the day |
| yes_no | `yes`, `no` |
| choice | its label, or the option with blanks for underscores |
| object | its label, or its fields |
| text, name | as it is; `speak_as: letters` and `digits` spell it: `K 7 Q X` |
| lists, maps | `a, b and c`; an empty list: `none` |

A language without words of its own speaks dates, times and amounts in their written form.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from flowkit.language import countries, english_speech
from flowkit.language.currencies import written
from flowkit.language.frozen import frozen
from flowkit.language.locale import Locale
from flowkit.language.phone_groups import phone_groups
from flowkit.language.phrases import phrases
from flowkit.language.readers.languages import vocabulary
from flowkit.language.readers.vocabulary import Vocabulary
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.values import canonical, number_text
from flowkit.language.words import Words

Label = Callable[[Words, Mapping[str, Value]], str]
"""Puts a label's words together from the fields of a thing."""

_UNGROUPED: Final = 5
_RUN: Final = re.compile(r"[a-z]+|[0-9]+|.", re.DOTALL)
_SPELT_RUN: Final = re.compile(r"[^\W_]+|.", re.DOTALL)
_VOWEL: Final = re.compile("[aeiouy]")


@frozen
class SpokenValue:
    """A value as it stands in spoken words: its type, its canonical text, and the words for it."""

    type: str
    canonical: str
    spoken: str


def spoken_value(value: Value, shape: Shape, locale: Locale, label: Label | None = None) -> SpokenValue:
    """The value with its canonical text and its words."""
    return SpokenValue(shape.type, canonical(shape, value, locale.currency), speak(value, shape, locale, label))


def speak(value: Value, shape: Shape, locale: Locale, label: Label | None = None) -> str:
    """The words for a value.

    Args:
        value: a run-time value of the shape; `UNSET` is spoken as nothing.
        shape: its shape; `label` and `speak_as` decide before the type.
        locale: language, currency, country, and the day that tells which year goes without saying.
        label: puts the words of a thing's label together; without it a thing is spoken as its fields.
    """
    if value is UNSET:
        return ""
    if shape.many:
        return listed([_speak(one, shape, locale, label) for one in value]) or phrases(locale.language).none
    if shape.keyed:
        return listed([_speak(one, shape, locale, label) for one in value.values()])
    return _speak(value, shape, locale, label)


def listed(parts: Iterable[str]) -> str:
    """`a, b and c`."""
    return english_speech.listed(list(parts))


def _speak(value: Value, shape: Shape, locale: Locale, label: Label | None) -> str:
    if not isinstance(value, str) and isinstance(value, Mapping):
        return _thing(value, shape, locale, label)
    if shape.speak_as:
        return spell(value) if shape.speak_as == "letters" else digits(value)
    match shape.type:
        case "digits":
            return digits(value)
        case "phone":
            return phone(value, locale)
        case "email":
            return email(value, vocabulary("en"))
        case "postcode":
            return postcode(value, locale.country)
        case "choice":
            spoken = (option.spoken for option in shape.options if option.value == value)
            return next(spoken, str(value).replace("_", " "))
        case "text" | "name":
            return str(value)
    return _in_words(value, shape, locale) if locale.language.startswith("en") else _written(value, shape, locale)


def _in_words(value: Value, shape: Shape, locale: Locale) -> str:
    match shape.type:
        case "integer" | "number":
            return english_speech.number(value)
        case "money":
            return english_speech.money(value, locale.currency)
        case "date":
            return english_speech.day(value, locale.today)
        case "time":
            return english_speech.clock(value)
        case "datetime":
            return english_speech.moment(value, locale.today)
        case "duration":
            return english_speech.length(value)
        case "yes_no":
            return english_speech.YES if value else english_speech.NO
    return str(value)


def _written(value: Value, shape: Shape, locale: Locale) -> str:
    """What a language without words of its own says."""
    match shape.type:
        case "money":
            return f"{written(value, locale.currency)} {locale.currency}"
        case "number":
            return number_text(value)
        case "datetime":
            return str(canonical(shape, value)).replace("T", " ")
    return canonical(shape, value, locale.currency)


def _thing(value: Mapping[str, Value], shape: Shape, locale: Locale, label: Label | None) -> str:
    if shape.label is not None and label is not None:
        return label(shape.label, value)
    if shape.type == "choice" and shape.key in value:
        return _speak(value[shape.key], shape.fields.get(shape.key, _TEXT), locale, label)
    known = [(value[name], field) for name, field in shape.fields.items() if name in value]
    return ", ".join(filter(None, (speak(one, field, locale, label) for one, field in known)))


_TEXT: Final = Shape("text")


def groups(size: int) -> list[int]:
    """How so many digits are divided into threes and fours: 10 is 3, 3, 4; up to five stay together."""
    if size <= _UNGROUPED:
        return [size] if size else []
    fours = size % 3
    return [3] * ((size - 4 * fours) // 3) + [4] * fours


def _grouped(signs: str, sizes: Iterable[int]) -> str:
    parts: list[str] = []
    start = 0
    for size in sizes:
        parts.append(" ".join(signs[start : start + size]))
        start += size
    return ", ".join(parts)


def digits(value: Value) -> str:
    """The filter `digits`: one by one, in threes and fours from six on. Other signs than digits are spelt."""
    text = str(value)
    if text.isdigit():
        return _grouped(text, groups(len(text)))
    return spell(text)


def spell(value: Value) -> str:
    """The filter `spell`: letter by letter: `K 7 Q X`; words apart, signs by their names."""
    words = str(value).upper().split()
    return ", ".join(_spelt(word) for word in words)


def _spelt(word: str) -> str:
    if word.isalnum():
        return _grouped(word, groups(len(word)))
    runs = _SPELT_RUN.findall(word)
    return " ".join(
        _grouped(run, groups(len(run))) if run.isalnum() else english_speech.SIGNS.get(run, run) for run in runs
    )


def date(value: Value, locale: Locale) -> str:
    """The filter `date`: the day of a date or a datetime."""
    day = value.date() if isinstance(value, datetime) else value
    return speak(day, Shape("date"), locale)


def time(value: Value, locale: Locale) -> str:
    """The filter `time`: the time of day of a time or a datetime."""
    return speak(value.time() if isinstance(value, datetime) else value, Shape("time"), locale)


def weekday(value: Value, locale: Locale) -> str:
    """The filter `weekday`: `Friday`."""
    return english_speech.weekday(value)


def _spell(value: Value, locale: Locale) -> str:
    return spell(value)


def _digits(value: Value, locale: Locale) -> str:
    return digits(value)


FILTERS: Final[Mapping[str, Callable[[Value, Locale], str]]] = {
    "spell": _spell,
    "digits": _digits,
    "date": date,
    "time": time,
    "weekday": weekday,
}
"""The filters of words, by name. `date` and `weekday` take dates and datetimes, `time` times and datetimes."""


def phone(value: str, locale: Locale) -> str:
    """An E.164 number: as it is dialled at home, else with `plus`."""
    home = countries.dialling(locale.country)
    if home is not None and value.startswith(f"+{home.code}"):
        rest = value[len(home.code) + 1 :]
        national = rest if home.bare or not home.trunk else home.trunk + rest
        if countries.e164(national, locale.country) == value:
            return _grouped(national, phone_groups(national, locale.country) or groups(len(national)))
    code = len(countries.calling_code(value))
    return f"{english_speech.PLUS} {_grouped(value[1:], [*groups(code), *groups(len(value) - 1 - code)])}"


def postcode(value: str, country: str) -> str:
    """A post code sign by sign, divided where the country divides it."""
    if "-" in value:
        return ", ".join(" ".join(part) for part in value.split("-"))
    cut = countries.postcode_form(country).cut
    if cut:
        return ", ".join(" ".join(part) for part in (value[:cut], value[cut:]))
    return _grouped(value, groups(len(value)))


def email(value: str, words: Vocabulary) -> str:
    """An address with `at` and `dot`; a stretch that is no plain word is spelt."""
    name, _, host = value.partition("@")
    labels = [_label(label, words) for label in host.split(".")]
    return f"{_name(name, words)} {english_speech.AT} {f' {english_speech.DOT} '.join(labels)}"


def _name(text: str, words: Vocabulary) -> str:
    """The part before the `@`: a word is said whole only where a name may begin, so that it can be told apart."""
    parts, begins = [], True
    for run in _RUN.findall(text):
        if run.isalpha() and begins and _sayable(run, words):
            parts.append(run)
        elif run.isalnum():
            parts.append(" ".join(run))
        else:
            parts.append(english_speech.SIGNS.get(run, run))
        begins = not run.isalnum()
    return " ".join(parts)


def _label(text: str, words: Vocabulary) -> str:
    if text in words.domain_ends:
        return text
    parts: list[str] = []
    begins = True
    for run in _RUN.findall(text):
        whole = begins and run.isalpha() and _sayable(run, words, host=True)
        parts.append(run if whole else english_speech.SIGNS.get(run, " ".join(run)))
        begins = not run.isalnum()
    return " ".join(parts)


def _sayable(word: str, words: Vocabulary, host: bool = False) -> bool:
    """Whether a reader takes the word as it is: long enough, and no letter, number, sign or filler.

    Before the `@` it must also be none of the words that end an address to the left.
    """
    if len(word) < (2 if host else 3) or not _VOWEL.search(word):
        return False
    tables = (
        words.small, words.tens, words.zeros, words.scales, words.hundreds, words.repeats, words.letter_names,
        words.signs, words.at_words, words.dot_words, words.hesitations, words.letter_marks, words.minus,
        words.ordinals,
    )  # fmt: skip
    stops = () if host else (words.mail_stops, words.spelling_words, words.joins, words.thousand_marks)
    return not any(word in table for table in (*tables, *stops))
