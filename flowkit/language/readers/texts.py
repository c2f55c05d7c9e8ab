"""Texts: words as they were said; with a pattern, codes in the words or spelt: `K7QX`, `k seven queue x`.

Without a pattern a text is all that was said, and always in doubt: nothing tells an answer from other words.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.doubts import MORE
from flowkit.language.readers.letters import Sign, sign_runs, spellings
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

ALL_WORDS: Final = "taken from all that was said"
_LONGEST_CODE: Final = 40


def find_texts(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """The codes of the pattern's form, or the whole of what was said without the words around it."""
    if shape.pattern:
        return _codes(u, re.compile(shape.pattern))
    i, j = _core(u)
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
    taken = {place for one in found for place in range(one.i, one.j)}
    for run in sign_runs(u):
        if taken.isdisjoint(range(run[0].i, run[-1].j)):
            found.extend(_spelt(u, run, form))
    return sorted(found, key=lambda one: one.i)


def _written(u: Utterance, form: re.Pattern[str]) -> list[Found]:
    """Codes that stand in the text as they are; a common word is one only if nothing else was said."""
    starts = {start: place for place, start in enumerate(u.starts)}
    ends = {end: place + 1 for place, end in enumerate(u.ends)}
    whole = _core(u)
    found: list[Found] = []
    raised = u.text.upper() if u.text.isascii() else u.text
    for match in (*form.finditer(u.text), *form.finditer(raised)):
        if match.string is raised and (
            match[0].isalpha()
            or any(one.i < u.size and u.starts[one.i] <= match.start() < u.ends[one.j - 1] for one in found)
        ):
            continue
        i, j = starts.get(match.start()), ends.get(match.end())
        if (
            i is None
            or j is None
            or i >= j
            or (u.touches(j) and u.words[j].isalnum())
            or (u.touches(i) and u.words[i - 1].isalnum())
        ):
            continue
        if (i, j) != whole and match[0].isalpha() and (u.text.isupper() or u.words[i] in u.vocabulary.common):
            continue
        if (i, j) != whole and match[0].islower() and match[0].isalpha():
            found.append(Found(match[0], i, j, MORE))
        else:
            found.append(Found(match[0], i, j))
    return found


def _spelt(u: Utterance, run: list[Sign], form: re.Pattern[str]) -> list[Found]:
    """The code in a run of letters and figures: all of it, or all but an `a` or `I` at its ends."""
    for part, doubt in _parts(u, run):
        for text in spellings(part):
            for way in _ways(u, part, text):
                if len(way) <= _LONGEST_CODE and form.fullmatch(way):
                    return [Found(way, part[0].i, part[-1].j, doubt)]
    return []


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
