"""What stands in a text and does not read aloud: addresses, signs, markup, abbreviations, numbers, capitals.

Theory of operation. A text is spoken by a voice: it has no pictures, no brackets and no bold. Nearly all texts hold
nothing of the kind, so all of a flow's texts together are looked at once, by the set of their characters and words;
only where something stands out are they searched one by one, with the table of patterns in `signs`. Values that are
printed are none of this rule's business: they are spoken by their type.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from flowkit.language.codes import (
    ABBREVIATED,
    IN_CAPITALS,
    LONG_NUMBER,
    NOT_SPEAKABLE,
    SPOKEN_ADDRESS,
    SPOKEN_MARKUP,
    VALUE_IN_WORDS,
)
from flowkit.language.diagnostic import Code, Diagnostic, Edit, Fix, problem
from flowkit.lint.voice import signs
from flowkit.lint.voice.texts import Said, Together, fixed_parts, fixed_text

_PLAIN: Final = frozenset(" \n\t.,!?'\"’‘“”:;…-–—¿¡«»")
_RUN: Final = re.compile(r"[0-9]{4}|[A-Z]{3}|\.[a-z]|\n[ \t]*(?:[-–]|[0-9]+[.)])")
_MOST_IN_TEXT: Final = 10
_ONE_BY_ONE: Final = re.compile(r"[0-9](?: [0-9])*")
_FIGURES_ARE_WELL: Final = frozenset(("fact", "answer"))
"""Where a price or a day in the words is what the text is there for."""


def check_aloud(texts: Sequence[Said], together: Together, english: bool) -> Iterator[Diagnostic]:
    """Findings about texts that cannot be spoken as they are written.

    Args:
        texts: those of a flow or project.
        together: the same texts in one.
        english: whether they are written in English; words are looked at only then.
    """
    if _odd(together.text) or (english and not signs.TELLING_WORDS.isdisjoint(together.words)):
        for said in texts:
            text = fixed_text(said.words)
            if _odd(text) or (english and not signs.TELLING_WORDS.isdisjoint(Together((said,)).words)):
                yield from islice(_of_text(said, english), _MOST_IN_TEXT)


def _odd(text: str) -> bool:
    return not "".join(set(text) - _PLAIN).isalnum() or _RUN.search(text) is not None


def _of_text(said: Said, english: bool) -> Iterator[Diagnostic]:
    for at, part in fixed_parts(said.words):
        end = 0
        for found in signs.PATTERN.finditer(part):
            if found.start() >= end and (told := _tell(said, at, found, english)) is not None:
                end = found.end()
                yield told


def _tell(said: Said, at: int, found: "re.Match[str]", english: bool) -> Diagnostic | None:
    kind, text = str(found.lastgroup), found[0]
    start, end = at + found.start(), at + found.end()
    match kind:
        case "tag":
            message, help = f"'{_short(text)}' is markup; the voice would read it out, or swallow it", "leave it out"
            return _problem(said, SPOKEN_MARKUP, start, end, message, help, "", safe=True)
        case "bold":
            inner = text.strip("*_`")
            message, help = f"'{_short(text)}' is marked up for the eye; a voice has no bold", f"write: {inner}"
            return _problem(said, SPOKEN_MARKUP, start, end, message, help, inner, safe=True)
        case "bullet":
            if "\n" not in said.words.source:
                return None
            message = "this is a list for the eye; a voice reads it as one long sentence"
            help = "say it in sentences: 'First …, then …', or let the caller choose among a few"
            return _problem(said, SPOKEN_MARKUP, start, end, message, help)
        case "email" | "url":
            what = "an e-mail address" if kind == "email" else "a web address"
            message = f"'{_short(text)}' is {what}, which nobody can write down from hearing it"
            return _problem(said, SPOKEN_ADDRESS, start, end, message, f"say it in words: {signs.in_words(text)}")
        case "day" | "digits" | "money" | "dated":
            return _number(said, kind, text, start, end, english)
        case "capitals":
            return _capitals(said, text, start, end) if english else None
        case "short":
            return _abbreviated(said, text, start, end) if english else None
    return _sign(said, kind, text, start, end, english)


def _problem(
    said: Said,
    code: Code,
    start: int,
    end: int,
    message: str,
    help: str,
    instead: str | None = None,
    *,
    safe: bool = False,
) -> Diagnostic:
    span = said.place(start, end)
    fixes: tuple[Fix, ...] = ()
    # Only where the place is that of the stretch itself may it be written over.
    if instead is not None and span.line == span.end_line and span.end_column - span.column == end - start:
        label = f"write '{instead}'" if instead else "leave it out"
        fixes = (Fix(label, (Edit(span, instead),), safe),)
    return problem(code, span, message, help, (), fixes)


def _number(said: Said, kind: str, text: str, start: int, end: int, english: bool) -> Diagnostic | None:
    if kind == "day":
        message = f"'{text}' is a date in figures, and is read in more than one way"
        return _problem(said, LONG_NUMBER, start, end, message, "write it as it is said: March sixth")
    if kind == "digits":
        count = sum(sign.isdigit() for sign in text)
        if count < signs.MOST_DIGITS or _ONE_BY_ONE.fullmatch(text):
            return None
        message = f"'{text}' has {count} digits; a voice says them as one huge number, or in groups nobody can follow"
        help = "let a value of type 'phone' or 'digits' say it, or write it as it is said: five five five, oh one …"
        return _problem(said, LONG_NUMBER, start, end, message, help)
    if said.role in _FIGURES_ARE_WELL or not english:
        return None
    what, help = ("a price", "print it from 'constants', a record or a fact: {{ … }}")
    if kind == "dated":
        what, help = "a day", "print it from 'constants' or a record, or say it in 'facts', where days are kept up"
    message = f"'{text}' is {what} within the words; it stays here when it changes"
    return _problem(said, VALUE_IN_WORDS, start, end, message, help)


def _capitals(said: Said, text: str, start: int, end: int) -> Diagnostic | None:
    words = text.split()
    shouted = [word for word in words if word in signs.SHOUTED or (len(word) > signs.LONGEST_INITIALS)]
    in_a_row = len(words) > 1 and not any(word in signs.INITIALS for word in words)
    if not shouted and not in_a_row:
        return None
    message = f"'{_short(text)}' is in capitals, which a voice spells out or says like any other word"
    return _problem(said, IN_CAPITALS, start, end, message, f"write: {text.lower()}", text.lower())


def _abbreviated(said: Said, text: str, start: int, end: int) -> Diagnostic | None:
    full = signs.SHORT.get(text.casefold().rstrip("."), "")
    if not full:
        return None
    full = full.capitalize() if text[0].isupper() else full
    message = f"'{text}' is short for '{full}', and is not heard that way"
    stays = (
        said.words.source[end : end + 2].strip() == "" and text.endswith(".") and not said.words.source[end:].strip()
    )
    full = f"{full}." if stays else full
    return _problem(said, ABBREVIATED, start, end, message, f"write: {full}", full, safe=True)


def _sign(said: Said, kind: str, text: str, start: int, end: int, english: bool) -> Diagnostic | None:
    match kind:
        case "picture":
            message, instead, help = f"'{text.strip()}' is a picture; nobody hears it", "", "leave it out"
            return _problem(said, NOT_SPEAKABLE, start, end, message, help, instead, safe=True)
        case "brackets":
            message = f"nobody hears the brackets around '{_short(text[1:-1])}'"
            help = "make a sentence of it, set it between commas, or leave it out"
            return _problem(said, NOT_SPEAKABLE, start, end, message, help)
        case "slash":
            instead = signs.SLASHED.get(text.casefold(), text.replace("/", " or ")) if english else ""
            message = f"'{text}' holds a slash, which a voice reads as 'slash' or swallows"
            help = f"write: {instead}" if instead else "write the word that is meant"
            return _problem(said, NOT_SPEAKABLE, start, end, message, help, instead or None)
        case "name":
            instead = text.replace("_", " ").strip()
            message = f"'{text}' is the name of something in the files; callers hear it as 'underscore'"
            help = f"write: {instead}, or to print its value: {{{{ {text} }}}}"
            return _problem(said, NOT_SPEAKABLE, start, end, message, help, instead)
    word = signs.NAMED.get(text, "") if english else ""
    message = f"'{text}' is a sign for the eye; a voice reads it as it likes, or not at all"
    help = f"write: {word}" if word else "write it as it is said, or leave it out"
    spaced = _spaced(said.words.source, start, end, word) if word else None
    return _problem(said, NOT_SPEAKABLE, start, end, message, help, spaced, safe=text in signs.MEAN_ONE_THING)


def _spaced(source: str, start: int, end: int, word: str) -> str:
    """A word with the blanks that it needs in the place of a sign."""
    before = "" if not start or source[start - 1].isspace() else " "
    after = "" if end == len(source) or not source[end].isalnum() else " "
    return f"{before}{word}{after}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def all_of(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings, each once: a rule that several tools share stands in one place."""
    return list(dict.fromkeys(found))
