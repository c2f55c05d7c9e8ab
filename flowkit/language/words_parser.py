"""Texts to `Words`: fixed stretches, `{{ }}`, and `{% %}`.

Everything inside the braces is an expression, read by the parser of expressions at its own place in the file, so a
message points at the very characters. Each pair of braces that is wrong is told; what is right is kept. The statements
of a text must be in balance, or none of them is kept: what comes out can always be put together.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import Final, cast, get_args

from flowkit.language import codes
from flowkit.language.diagnostic import Code, Diagnostic, problem
from flowkit.language.expressions.mistakes import KEYWORDS
from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.spelling import did_you_mean, listed
from flowkit.language.span import Span
from flowkit.language.words import Filter, Keyword, Printed, Statement, Words
from flowkit.language.words_balance import unbalanced

FILTERS: Final[tuple[str, ...]] = get_args(Filter)
_KEYWORDS: Final[tuple[str, ...]] = get_args(Keyword)

_BRACES: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSERS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_QUOTED: Final = re.compile(r"""'[^']*'|"[^"]*\"""")
_SINGLE: Final = re.compile(r"[$#]?\{(?:(?P<name>[a-z_]\w*(?:\.\w+)*)| *(?P<path>[a-z_]\w*(?:\.\w+)+) *)\}")
_FOR: Final = re.compile(r"\s*(?P<name>[^\W\d]\w*)\s+in(?=\s|\()")

_NO_FILTER: Final = {
    "default": "write: {{ x or 'something else' }}",
    "d": "write: {{ x or 'something else' }}",
    "length": "write: {{ length(x) }}",
    "count": "write: {{ length(x) }}",
    "first": "write: {{ x[0] }}",
    "last": "write: {{ x[-1] }}",
    "sum": "write: {{ sum(i.price for i in x) }}",
    "join": "write: {% for i in x %}{{ i }}, {% endfor %}",
    "letters": "write: {{ x | spell }}",
    "upper": "a value is spoken by its type; leave the filter out",
    "lower": "a value is spoken by its type; leave the filter out",
    "title": "a value is spoken by its type; leave the filter out",
    "capitalize": "a value is spoken by its type; leave the filter out",
    "round": "a value is spoken by its type; leave the filter out",
    "format": "a value is spoken by its type; leave the filter out",
    "money": "a value is spoken by its type; leave the filter out",
    "currency": "a value is spoken by its type; leave the filter out",
}
_NO_STATEMENT: Final = {
    "set": "give computed values a name under 'let'",
    "with": "give computed values a name under 'let'",
    "elseif": "write: {% elif … %}",
    "elsif": "write: {% elif … %}",
    "end": "write: {% endif %} or {% endfor %}",
    "fi": "write: {% endif %}",
    "unless": "write: {% if not … %}",
    "foreach": "write: {% for x in list %}",
    "while": "write: {% for x in list %}",
    "print": "write: {{ x }}",
    "raw": "braces cannot be spoken; leave them out",
}
MOST_PARTS: Final = 500
"""The most values and statements of one text."""
MOST_FOUND: Final = 50
"""After so many mistakes of one text no more of it is read."""
Place = Callable[[int, int], Span]
Part = str | Printed | Statement


def parse_words(text: str, place: Place) -> tuple[Words, list[Diagnostic]]:
    """A text as words, and what is wrong with it.

    Args:
        text: as it stands in the file.
        place: the span of the stretch from one offset in `text` up to, not including, another.
    """
    reader = _TextReader(text, place)
    parts = list(reader.parts())
    statements = [part for part in parts if isinstance(part, Statement)]
    found = reader.found + unbalanced(statements)
    if statements and found:
        parts = [part for part in parts if not isinstance(part, Statement)]
    found.sort(key=lambda one: one.sort_key)
    return Words(text, tuple(part for part in parts if part != ""), place(0, len(text))), found


class _TextReader:
    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place
        self.found: list[Diagnostic] = []

    def report(self, start: int, end: int, message: str, help: str, kind: Code = codes.BAD_WORDS) -> None:
        """Notes a problem."""
        self.found.append(problem(kind, self.place(start, end), message, help))

    def parts(self) -> Iterator[Part]:
        """The parts in order; what is wrong is left out."""
        at, trim, printed = 0, False, 0
        while (opening := _BRACES.search(self.text, at)) is not None:
            start, closer = opening.start(), _CLOSERS.get(opening.group(), "")
            end = _closing(self.text, opening.end(), closer) if closer else -1
            inner, last = opening.end(), end
            trim_before = end >= 0 and self.text.startswith("-", inner)
            self._single_braces(at, start)
            yield _fixed(self.text[at:start], trim, trim_before)
            if end < 0:
                self._no_pair(opening, closer)
                yield self.text[start : opening.end()] if not closer else ""
                at, trim = (opening.end(), False) if not closer else (len(self.text), False)
                continue
            inner += self.text[inner] in "-+" and inner < end
            trim = end > inner and self.text[end - 1] == "-"
            last -= end > inner and self.text[end - 1] in "-+"
            at = end + 2
            part = self._inside(opening.group(), start, inner, last, at)
            if part is not None:
                yield part
            printed += 1
            if printed > MOST_PARTS or len(self.found) > MOST_FOUND:
                self._too_many(printed, start, end)
                return
        self._single_braces(at, len(self.text))
        yield _fixed(self.text[at:], trim, False)

    def _too_many(self, printed: int, start: int, end: int) -> None:
        if printed > MOST_PARTS:
            message = f"this text prints more than {MOST_PARTS} values; nobody says that much at once"
            self.report(start, end, message, "say less, or make several texts of it")

    def _single_braces(self, start: int, end: int) -> None:
        """`{name}` prints nothing: it would be spoken as it stands."""
        for found in islice(_SINGLE.finditer(self.text, start, end), MOST_FOUND):
            help = f"write: {{{{ {found['name'] or found['path']} }}}}"
            self.report(found.start(), found.end(), f"'{found[0]}' prints no value", help)

    def _no_pair(self, opening: re.Match[str], closer: str) -> None:
        sign = opening.group()
        if closer:
            what = {"{{": "the value", "{%": "the statement", "{#": "the comment"}[sign]
            self.report(opening.start(), opening.end(), f"'{sign}' is never closed", f"write {closer} behind {what}")
        else:
            self.report(opening.start(), opening.end(), f"'{sign}' closes nothing", "leave it out")

    def _inside(self, sign: str, start: int, inner: int, last: int, end: int) -> Part | None:
        if sign == "{#":
            self.report(start, end, "words hold no comments", "write the comment behind a '#' outside the text")
            return None
        if sign == "{%":
            return self._statement(start, inner, last, end)
        return self._printed(start, inner, last, end)

    def _printed(self, start: int, inner: int, last: int, end: int) -> Printed | None:
        bars = [*_bars(self.text, inner, last), last]
        filters = tuple(self._filters(bars))
        first, behind = _stripped(self.text, inner, bars[0])
        if first == behind:
            self.report(start, end, "there is nothing to speak in these braces", "write the name of a value")
            return None
        expr, found = parse(self.text[first:behind], lambda a, b: self.place(first + a, first + b))
        self.found += found
        return None if expr is None else Printed(expr, filters, self.place(start, end))

    def _filters(self, bars: list[int]) -> Iterator[Filter]:
        for bar, behind in pairwise(bars):
            start, end = _stripped(self.text, bar + 1, behind)
            name = self.text[start:end]
            if name in FILTERS:
                yield cast(Filter, name)
                continue
            bare = re.match(r"\w*", name)
            word = bare.group() if bare else ""
            if not word:
                self.report(bar, bar + 1, "a filter is missing after '|'", f"there are {listed(FILTERS, 'and')}")
            elif word in FILTERS and name[len(word) :].lstrip().startswith("("):
                self.report(start, end, f"the filter '{word}' takes no brackets", f"write: | {word}")
            elif word in FILTERS:
                help = "write the filter last: {{ x or 'something else' | " + word + " }}"
                self.report(start, end, f"nothing can follow the filter '{word}'", help)
            else:
                help = _NO_FILTER.get(word) or did_you_mean(word, FILTERS) or f"there are {listed(FILTERS, 'and')}"
                self.report(start, start + len(word), f"there is no filter '{word}'", help, codes.UNKNOWN_FILTER)

    def _statement(self, start: int, inner: int, last: int, end: int) -> Statement | None:
        first, behind = _stripped(self.text, inner, last)
        found = re.match(r"\w*", self.text[first:behind])
        word = found.group() if found else ""
        span, rest = self.place(start, end), first + len(word)
        if word not in _KEYWORDS:
            help = _NO_STATEMENT.get(word) or did_you_mean(word, _KEYWORDS) or f"there are {listed(_KEYWORDS, 'and')}"
            message = f"there is no statement '{word}'" if word else "this statement is empty"
            self.report(first if word else start, rest if word else end, message, help)
            return None
        keyword = cast(Keyword, word)
        start_of_rest, _ = _stripped(self.text, rest, behind)
        if keyword in ("else", "endif", "endfor"):
            if start_of_rest < behind:
                help = "write: {% elif … %}" if self.text.startswith("if", start_of_rest) else "leave it out"
                self.report(start_of_rest, behind, f"nothing can follow '{word}'", help)
            return Statement(keyword, span=span)
        if start_of_rest >= behind:
            help = "write: {% for x in list %}" if keyword == "for" else f"write: {{% {word} order is set %}}"
            self.report(first, rest, f"nothing follows '{word}'", help)
            return Statement(keyword, span=span)
        return self._with_expression(keyword, rest, behind, span)

    def _with_expression(self, keyword: Keyword, rest: int, behind: int, span: Span) -> Statement:
        name, name_span = "", span
        if keyword == "for":
            found = _FOR.match(self.text, rest, behind)
            if found is None or found["name"] in KEYWORDS:
                start, _ = _stripped(self.text, rest, behind)
                self.report(start, behind, "this is not how a loop begins", "write: {% for x in list %}")
                return Statement(keyword, span=span)
            name, name_span, rest = found["name"], self.place(*found.span("name")), found.end()
        first, end = _stripped(self.text, rest, behind)
        if first >= end:
            self.report(behind - 2, behind, "nothing follows 'in'", "write: {% for x in list %}")
            return Statement(keyword, name=name, span=span)
        expr, found_wrong = parse(self.text[first:end], lambda a, b: self.place(first + a, first + b))
        self.found += found_wrong
        return Statement(keyword, expr, name, name_span, span)


def _closing(text: str, start: int, closer: str) -> int:
    """Where the braces close: the first closer that stands in no quotes, or the first at all if a quote is open."""
    first = text.find(closer, start)
    if "'" not in (inside := text[start:first]) and '"' not in inside:
        return first
    at = start
    while at < len(text):
        if text.startswith(closer, at):
            return at
        quoted = _QUOTED.match(text, at)
        at = quoted.end() if quoted and closer in text[quoted.end() :] else at + 1
    return first


def _bars(text: str, start: int, end: int) -> Iterator[int]:
    """Where filters begin: each `|` that stands in no quotes; `||` is left to the parser of expressions."""
    at = start if text.find("|", start, end) >= 0 else end
    while at < end:
        quoted = _QUOTED.match(text, at, end)
        if quoted:
            at = quoted.end()
        elif text.startswith("||", at):
            at += 2
        else:
            if text[at] == "|":
                yield at
            at += 1


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks at its ends."""
    inner = text[start:end]
    first = start + len(inner) - len(inner.lstrip())
    return first, max(first, start + len(inner.rstrip()))


def _fixed(text: str, trim_start: bool, trim_end: bool) -> str:
    """A fixed stretch, without its blanks next to `-%}` and `{%-`."""
    text = text.lstrip() if trim_start else text
    return text.rstrip() if trim_end else text
