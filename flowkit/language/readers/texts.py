"""Texts: words as they were said; with a pattern, codes in the words or spelt: `K7QX`, `k seven queue x`.

Without a pattern a text is all that was said, and always in doubt: nothing tells an answer from other words.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.code_marks import WHERE, marked, with_said_marks
from flowkit.language.readers.digit_doubts import UNCLEAR, unclear
from flowkit.language.readers.doubts import MORE, O_OR_ZERO
from flowkit.language.readers.letters import Sign, sign_runs, spellings
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

ALL_WORDS: Final = "taken from all that was said"
FROM_WORD: Final = "letters were taken from a word"
_LONGEST_START: Final = 6
"""The longest word that may be the letters of a code."""
_LONGEST_CODE: Final = 40


def find_texts(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """The codes of the pattern's form, or the whole of what was said without the words around it."""
    if shape.pattern:
        return _codes(u, re.compile(shape.pattern))
    i, j = _core(u)
    if shape.speak_as == "letters" and i < j:
        for run in sign_runs(u, sentences=True):
            if run[0].i == i and run[-1].j == j:
                return [Found("".join(sign.text for sign in run).upper(), i, j, ALL_WORDS)]
    return [Found(u.written(i, j), i, j, ALL_WORDS)] if i < j else []


def _core(u: Utterance) -> tuple[int, int]:
    """The stretch without fillers, thanks and `it's` at its ends."""
    v, words = u.vocabulary, u.words
    i, j = 0, u.size
    while i < j and (words[i] in v.hesitations or words[i] in v.politeness or words[i] in ",.-;:!"):
        i += 1
    lead = u.at(i, v.text_leads)
    if 0 < lead < j:
        i = lead
    while j > i and (words[j - 1] in v.politeness or words[j - 1] in v.hesitations or words[j - 1] in ",.;:!?"):
        j -= 1
    return i, j


def _codes(u: Utterance, form: re.Pattern[str]) -> list[Found]:
    found = _written(u, form)
    found.extend(one for one in with_said_marks(u, form) if not any(_overlap(one, other) for other in found))
    taken = {place for one in found for place in range(one.i, one.j)}
    for sentences in (False, True):
        for run in sign_runs(u, sentences):
            if taken.isdisjoint(range(run[0].i, run[-1].j)):
                found.extend(_spelt(u, run, form) or _behind_word(u, run, form))
        if found or "." not in u.words:
            break
    return sorted(found, key=lambda one: one.i)


def _behind_word(u: Utterance, run: list[Sign], form: re.Pattern[str]) -> list[Found]:
    """`ord 4711`: letters that stand there like a word; in doubt unless the form itself has them."""
    i = run[0].i - 1
    word = u.words[i] if i >= 0 else ""
    if not word.isalpha() or len(word) > _LONGEST_START or word in u.vocabulary.common or not run[0].text.isdigit():
        return []
    text = f"{word}{''.join(sign.text for sign in run)}"
    for way in (text.upper(), text):
        codes = [way] if form.fullmatch(way) else marked(form, way)
        if codes:
            doubt = "" if way[: len(word)] in form.pattern else FROM_WORD
            return [Found(codes[0], i, run[-1].j, doubt or (WHERE if codes[1:] else ""), tuple(codes[1:]))]
    return []


def _overlap(one: Found, other: Found) -> bool:
    return one.i < other.j and other.i < one.j


def _written(u: Utterance, form: re.Pattern[str]) -> list[Found]:
    """Codes that stand in the text as they are, or but for their capitals."""
    starts = {start: place for place, start in enumerate(u.starts)}
    ends = {end: place + 1 for place, end in enumerate(u.ends)}
    whole = _core(u)
    found: list[Found] = []
    for text in (u.text, u.text.upper(), u.text.lower()) if u.text.isascii() else (u.text,):
        for match in form.finditer(text):
            i, j = starts.get(match.start()), ends.get(match.end())
            if i is None or j is None or i >= j or _goes_on(u, i, j):
                continue
            one = _as_written(u, match[0], i, j, whole, text is u.text)
            if one is not None and not any(_overlap(one, other) for other in found):
                found.append(one)
    return found


def _goes_on(u: Utterance, i: int, j: int) -> bool:
    """Whether the word or figure goes on to either side."""
    return (u.touches(j) and u.words[j].isalnum()) or (u.touches(i) and u.words[i - 1].isalnum())


def _as_written(u: Utterance, text: str, i: int, j: int, whole: tuple[int, int], exact: bool) -> Found | None:
    """Words are a code only if nothing else was said: all of them as they are, or else in doubt."""
    if not all(word.isalpha() for word in text.split()):
        return Found(text, i, j) if exact or not text.islower() or (i, j) == whole else None
    if (i, j) == whole:
        return Found(text, i, j) if exact or text.islower() else None
    if not exact or u.text.isupper() or u.words[i] in u.vocabulary.common:
        return None
    return Found(text, i, j, MORE) if text.islower() else Found(text, i, j)


def _spelt(u: Utterance, run: list[Sign], form: re.Pattern[str]) -> list[Found]:
    """The code in a run of letters and figures: all of it, or all but an `a` or `I` at its ends."""
    for part, doubt in _parts(u, run):
        ways = [way for text in spellings(part) if (way := _way(u, part, text, form))]
        if ways:
            doubt = doubt or (UNCLEAR if unclear(u, part[0].i, part[-1].j) else O_OR_ZERO if ways[1:] else "")
            return [Found(ways[0], part[0].i, part[-1].j, doubt, tuple(ways[1:]))]
        for text in spellings(part):
            codes = marked(form, text.upper()) or marked(form, text)
            if codes:
                more = WHERE if len(codes) > 1 else ""
                return [Found(codes[0], part[0].i, part[-1].j, doubt or more, tuple(codes[1:]))]
    return []


def _way(u: Utterance, part: list[Sign], text: str, form: re.Pattern[str]) -> str:
    """How the letters and figures have the form; empty when they have not."""
    fit = (way for way in _ways(u, part, text) if len(way) <= _LONGEST_CODE and form.fullmatch(way))
    return next(fit, "")


def _parts(u: Utterance, run: list[Sign]) -> Iterator[tuple[list[Sign], str]]:
    yield run, ""
    v = u.vocabulary
    first = u.words[run[0].i] in v.one_letter_words
    if first and len(run) > 1:
        yield run[1:], ""
    breaks = [place for place, sign in enumerate(run) if sign.apart]
    edges = [0, *breaks, len(run)]
    for start, end in pairwise(edges):
        if end - start < len(run):
            yield run[start:end], MORE


def _ways(u: Utterance, part: list[Sign], text: str) -> Iterator[str]:
    """In capitals, in small letters, and with the hyphens that were said."""
    yield text.upper()
    yield text
    hyphened = ""
    for place, sign in enumerate(part):
        gap = u.words[part[place - 1].j : sign.i] if place else ()
        hyphened += (
            "-" if any(word in "-‑–" or u.vocabulary.signs.get(word) == "-" for word in gap) else ""
        ) + sign.text
    if "-" in hyphened:
        yield hyphened.upper()
        yield hyphened
