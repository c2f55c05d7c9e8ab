"""How to reach someone: e-mail addresses, phone numbers, post codes, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.simulator.hearing.spelling import find_codes, find_digits
from flowkit.simulator.hearing.words import Span, Utterance, listed

_LINK = r"(?:\.| dot | point | underscore | dash | hyphen | plus )"
_PART = r"(?:[a-z0-9](?: [a-z0-9])+(?= (?:at|dot)\b)|[a-z0-9_+-]+)"
_EMAIL = re.compile(
    rf"(?<![\w@.])({_PART}(?:{_LINK}{_PART})*)(?:\s*@\s*| at )((?:[a-z0-9-]+)(?:(?:\.| dot )[a-z0-9-]+)+)"
)
_SAID = {" dot ": ".", " point ": ".", " underscore ": "_", " dash ": "-", " hyphen ": "-", " plus ": "+"}
_SPELT = re.compile(r"(?<![a-z0-9_+-])[a-z0-9](?:-[a-z0-9]){2,}(?![a-z0-9_+-])")
"""Letters that were spelt, as transcripts write them: `A-N-A`. Two may have a hyphen that was said."""
_POSTCODES = (
    r"[0-9]{5}(?:[0-9]{4})?",  # five digits, or nine
    r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}",  # SW1A 1AA
    r"[A-Z][0-9][A-Z][0-9][A-Z][0-9]",  # K1A 0B1
    r"[0-9]{4}[A-Z]{2}",  # 1012 AB
    r"[0-9]{4}",
    r"[0-9]{6}",
)
_LONGEST_NAME = 4
_SHORTEST_PHONE = 7
_LONGEST_PHONE = 15
_NAME = re.compile(
    r"(?:my name|my full name|the name|name|this|it|i|call me|i am|speaking)(?: is| am|'s|’s|'m|’m)?(?: called)?\s+"
    r"((?:[A-Z][\w'’-]+)(?:\s+[A-Z][\w'’-]+){0,3})"
)
_SPOKEN_NAME = re.compile(
    r"(?:my (?:full |last |first )?name is|my name'?s|call me|name is)\s+((?:[\w'’-]+\s*){1,3})", re.I
)
_NOT_A_NAME = frozenset(
    listed(
        "yes no hello hi hey thanks thank you okay ok i my the a an what where when why how is it not want need "
        "would can and but so sorry please sure right good morning afternoon order number "
        "on at in from back to later for under about with am pm noon midnight"
    )
)


def find_emails(utterance: Utterance) -> Iterator[tuple[Span, str]]:
    """Every e-mail address, written or said ("ana dot gomez at example dot com"), in lower case."""
    for match in _EMAIL.finditer(utterance.text.lower()):
        local, domain = match.group(1), match.group(2)
        if not re.search(r"(?:\.| dot )[a-z]{2,}$", domain):
            continue
        span = utterance.span_of(match.start(), match.end())
        if span:
            yield span, f"{_written(local)}@{_written(domain)}"


def find_phones(utterance: Utterance) -> Iterator[tuple[Span, str]]:
    """Every run of 7 to 15 digits, with its `+` when it was given."""
    for code in find_digits(utterance):
        if _SHORTEST_PHONE <= len(code.signs) <= _LONGEST_PHONE:
            first = utterance.words[code.span.first]
            international = "+" in first.gap or utterance.norms[max(0, code.span.first - 1)] == "plus"
            yield code.span, ("+" if international else "") + code.signs


def find_postcodes(utterance: Utterance) -> Iterator[tuple[Span, str]]:
    """Every post code in one of the common shapes, in upper case without spaces; the longest reading of a place."""
    taken: list[Span] = []
    for shape in _POSTCODES:
        for code in find_codes(utterance, shape):
            if not code.plain and not any(code.span.overlaps(span) for span in taken):
                taken.append(code.span)
                yield code.span, code.signs


def find_names(utterance: Utterance, asked: bool, whole_answer: bool) -> Iterator[tuple[Span, str]]:
    """A person's name: behind "my name is"; when a name is asked, the words with capitals, or the whole answer.

    Args:
        utterance: The caller's words.
        asked: Whether a name is still to be asked.
        whole_answer: Whether it is asked now, so that the whole answer may be one.
    """
    span = _introduced(utterance)
    if span is None and asked:
        span = _spelt(utterance) or next(_capitalised(utterance), None)
    if span is None and asked and whole_answer and 0 < len(utterance.words) <= _LONGEST_NAME:
        whole = Span(0, len(utterance.words) - 1)
        span = whole if _name_in(utterance, whole) == whole else None
    if span is not None:
        yield span, _as_name(utterance.said(span))


def _introduced(utterance: Utterance) -> Span | None:
    for shape in (_SPOKEN_NAME, _NAME):
        for match in shape.finditer(utterance.text):
            span = utterance.span_of(match.start(1), match.end(1))
            named = _name_in(utterance, span) if span else None
            if named:
                return named
    return None


def _spelt(utterance: Utterance) -> Span | None:
    """The whole answer, when it is letters: "A N A"."""
    letters = len(utterance.words) > 1 and all(len(norm) == 1 and norm.isalpha() for norm in utterance.norms)
    return Span(0, len(utterance.words) - 1) if letters else None


def _capitalised(utterance: Utterance) -> Iterator[Span]:
    """Words with a capital that stand together: two or more, or one that is no beginning of a sentence."""
    index = 0
    while index < len(utterance.words):
        last = index - 1
        while last + 1 < len(utterance.words) and _is_capitalised(utterance, last + 1, first=last < index):
            last += 1
        length = last - index + 1
        alone = length == 1 and (index > 0 or last == len(utterance.words) - 1 or "," in utterance.words[last + 1].gap)
        if 2 <= length <= _LONGEST_NAME or alone:
            yield Span(index, last)
        index = max(index, last) + 1


def _is_capitalised(utterance: Utterance, index: int, *, first: bool) -> bool:
    word = utterance.words[index]
    parted = not first and bool(set(word.gap) & set(",.;"))
    capital = word.written[0].isupper() and word.norm.isalpha() and len(word.norm) > 1
    return capital and not parted and word.norm not in _NOT_A_NAME


def _name_in(utterance: Utterance, span: Span) -> Span | None:
    """The leading words of a span that can be a name."""
    last = span.first - 1
    for index in range(span.first, span.last + 1):
        word = utterance.words[index]
        if not word.norm.isalpha() or word.norm in _NOT_A_NAME or (index > span.first and set(word.gap) & set(",.;")):
            break
        last = index
    return Span(span.first, last) if last >= span.first else None


def _as_name(said: str) -> str:
    """A name as it is written: capitals when it came without, letters joined when it was spelt."""
    parts = said.split()
    if len(parts) > 1 and all(len(part.strip(".-")) == 1 for part in parts):
        return "".join(part.strip(".-") for part in parts).capitalize()
    return " ".join(part if part != part.lower() else part.capitalize() for part in parts)


def _written(said: str) -> str:
    said = _SPELT.sub(lambda match: match[0].replace("-", ""), said)
    for spoken, sign in _SAID.items():
        said = said.replace(spoken, sign)
    return said.replace(" ", "")
