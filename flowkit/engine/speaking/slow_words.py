"""Values in words that no voice gets wrong: every figure and letter by itself, figures as words."""

import re

from flowkit.language.locale import Locale
from flowkit.language.shapes import Shape
from flowkit.language.speaking import speak

_SIGN_BY_SIGN = ("digits", "phone", "postcode", "text", "email")
_FIGURES = re.compile(r"\d(?:[\d\s]*\d)?")


def slow_words(kind: str, exact: str, words: str, locale: Locale) -> str:
    """The words for a value, its figures one by one: `1 2 3, 4 5` is `one, two, three, four, five`.

    Args:
        kind: its type.
        exact: its canonical text.
        words: how it is spoken otherwise; that stays, where no figure of it is said sign by sign.
        locale: the language; where numbers have no words it keeps the figures.
    """
    if kind not in _SIGN_BY_SIGN or not any(sign.isdecimal() for sign in exact):
        return words
    return _FIGURES.sub(lambda run: ", ".join(_figure(sign, locale) for sign in run.group() if sign.isdecimal()), words)


def _figure(sign: str, locale: Locale) -> str:
    return speak(int(sign), Shape("integer"), locale)
