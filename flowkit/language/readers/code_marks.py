"""Hyphens and other marks of codes: said (`cam underscore seven`), or left out because the form has them anyway.

Theory of operation. A mark that the pattern must have is seldom said: `O R D four seven one one` is `ORD-4711`. The
pattern without its marks is matched against the letters and figures; where each mark was taken out, it belongs.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from flowkit.language.readers.letters import Sign, sign_runs
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance

WHERE: Final = "where a mark stands was not said"
_LONGEST: Final = 40
_SHIFTS: Final = (-3, -2, -1, 1, 2, 3)
_PART_OF_FORM: Final = re.compile(r"\\[-_/. ]|\\.|\[(?:\\.|[^\]])*\]|\(\?[^)]|[-_/ ]|.", re.DOTALL)
_MARKS: Final = frozenset("-_/. #:&")


@lru_cache(maxsize=64)
def _unmarked(pattern: str) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
    """The pattern with a named empty group for each mark that it must have, and those marks."""
    parts = _PART_OF_FORM.findall(pattern)
    marks: list[str] = []
    result = ""
    for place, part in enumerate(parts):
        mark = part[-1] if part[-1] in _MARKS and (len(part) == 1 or part[0] == "\\") else ""
        optional = place + 1 < len(parts) and parts[place + 1] in ("?", "*", "{", "+")
        if not mark or part == "." or optional:
            result += part
            continue
        result += f"(?P<mark{len(marks)}>)"
        marks.append(mark)
    try:
        return (re.compile(result), tuple(marks)) if marks else None
    except re.error:
        return None


def marked(form: re.Pattern[str], text: str) -> list[str]:
    """The codes that these letters and figures are once the marks of the form are put in; several if they may stand
    in several places."""
    bare = _unmarked(form.pattern)
    match = bare[0].fullmatch(text) if bare is not None and len(text) <= _LONGEST else None
    if bare is None or match is None:
        return []
    places = [(match.start(f"mark{number}"), mark) for number, mark in enumerate(bare[1])]
    places = [(place, mark) for place, mark in places if place >= 0]
    first = _put_in(text, places)
    if not form.fullmatch(first):
        return []
    codes = [first]
    for number, (place, mark) in enumerate(places):
        for shift in _SHIFTS:
            moved = [*places[:number], (place + shift, mark), *places[number + 1 :]]
            code = _put_in(text, moved) if 0 < place + shift < len(text) else first
            if code not in codes and form.fullmatch(code):
                codes.append(code)
    return codes


def _put_in(text: str, places: list[tuple[int, str]]) -> str:
    result, last = "", 0
    for place, mark in places:
        result, last = result + text[last:place] + mark, place
    return result + text[last:]


def with_said_marks(u: Utterance, form: re.Pattern[str]) -> Iterator[Found]:
    """Codes of words, letters and figures with marks that were said between: `cam underscore seven`."""
    v, words = u.vocabulary, u.words
    if v.signs.keys().isdisjoint(words):
        return
    runs = list(sign_runs(u))
    i = 1
    while i < u.size:
        sign = v.signs.get(words[i], "")
        if not sign or sign not in form.pattern:
            i += 1
            continue
        start, text = _left(u, runs, i)
        j = i
        while text and v.signs.get(words[j], "") in form.pattern and words[j] in v.signs:
            right, end = _right(u, runs, j + 1)
            if not right:
                break
            text, j = text + v.signs[words[j]] + right, end
        if j > i:
            way = next((way for way in (text, text.upper(), text.lower()) if form.fullmatch(way)), "")
            if way:
                yield Found(way, start, j)
        i = max(j, i + 1)


def _left(u: Utterance, runs: list[list[Sign]], j: int) -> tuple[int, str]:
    """What ends at part `j`, and where it begins."""
    for run in runs:
        if run[-1].j == j:
            return run[0].i, "".join(sign.text for sign in run)
    word = u.words[j - 1]
    return (j - 1, u.written(j - 1, j)) if word.isalnum() else (j, "")


def _right(u: Utterance, runs: list[list[Sign]], i: int) -> tuple[str, int]:
    """What begins at part `i`, and where it ends."""
    for run in runs:
        if run[0].i == i:
            return "".join(sign.text for sign in run), run[-1].j
    return (u.written(i, i + 1), i + 1) if u.words[i].isalnum() else ("", i)
