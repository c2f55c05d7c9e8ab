"""Findings that an author looked at and keeps: `# flowkit: ignore[FK202] kept for the autumn`.

Theory of operation. Such a comment holds for its line; alone on a line, for the next line that holds something; above
the first line of the file, for the whole file. It names rules by code or slug, and says why. It is a comment only
where YAML takes it for one: in a text, in quotes or behind a `|`, it is what the caller hears. So the files that may
have one, which are few, are read once more, and what lies inside a value is passed by.

A rule whose own severity is error speaks of what keeps a flow from running, or of a promise that is broken: that
cannot be ignored, whether reading found it or a rule. Nor can what is told of these comments themselves.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from flowkit.language import codes
from flowkit.language.diagnostic import Code, Diagnostic, Edit, Fix, Severity, problem
from flowkit.language.frozen import frozen
from flowkit.language.rule_names import probably, rule
from flowkit.language.span import Span
from flowkit.language.tree import Document, scalars

_SIGN = re.compile(
    r"#[ \t]*flowkit[ \t]*:[ \t]*(?:(?P<word>[\w-]+)[ \t]*\[(?P<rules>[^\]\r\n]*)\]|ignore\b)(?P<reason>[^\r\n]*)"
)
_NAME = re.compile(r"[^\s,]+")
_FORM: Final = "write it like: # flowkit: ignore[FK202] why it stays"
_ABOUT_COMMENTS: Final = frozenset(
    (codes.UNUSED_IGNORE, codes.IGNORE_WITHOUT_REASON, codes.UNKNOWN_IN_IGNORE, codes.ERROR_IGNORED)
)


@frozen
class Ignored:
    """One rule in a comment: its name as written, the rule (None: there is none), and why it is ignored.

    `line` is the line it holds for; None: the whole file. `place` is where the name stands, `comment` the comment.
    """

    name: str
    kind: Code | None
    line: int | None
    reason: str
    place: Span
    comment: Span

    def holds_for(self, found: Diagnostic) -> bool:
        """Whether a finding is one that this comment is about."""
        return (
            found.kind == self.kind
            and found.span.path == self.place.path
            and self.line in (None, found.span.line)
            and found.kind.severity is not Severity.ERROR
            and found.kind not in _ABOUT_COMMENTS
        )


@frozen
class Sifted:
    """The findings that are told, those that are kept with their reasons, and what is wrong with the comments."""

    told: tuple[Diagnostic, ...]
    kept: tuple[tuple[Diagnostic, str], ...]
    used: frozenset[Ignored]
    comments: tuple[Diagnostic, ...]


def sift(found: Iterable[Diagnostic], sources: Mapping[str, str], complete: bool = True) -> Sifted:
    """The findings without those that the files' comments ignore.

    Args:
        sources: the texts of the files by path, without a byte order mark.
        complete: whether all rules looked at all files; only then a comment that met nothing is of no use.
    """
    ignores = [each for path, text in sources.items() if "flowkit" in text for each in ignores_in(path, text)]
    if not ignores:
        return Sifted(tuple(found), (), frozenset(), ())
    told: list[Diagnostic] = []
    kept: list[tuple[Diagnostic, str]] = []
    used: set[Ignored] = set()
    for each in found:
        by = [ignore for ignore in ignores if ignore.holds_for(each)]
        used.update(by)
        if by:
            kept.append((each, next((ignore.reason for ignore in by if ignore.reason), "")))
        else:
            told.append(each)
    wrong = [each for ignore in ignores for each in _wrong_with(ignore, ignore in used or not complete, sources)]
    return Sifted(tuple(told), tuple(kept), frozenset(used), tuple(dict.fromkeys(wrong)))


def ignores_in(path: str, text: str) -> list[Ignored]:
    """What the comments of one file ignore, in its order."""
    signs = [*_SIGN.finditer(text)]
    if not signs:
        return []
    from flowkit.language.text import read

    root, document, _ = read(path, text.encode())
    if root is None:
        return []
    inside = [_inside(document, each.start, each.end, each.block) for each in scalars(root)]
    comments = [sign for sign in signs if not any(start < sign.start() < end for start, end in inside)]
    return [each for sign in comments for each in _ignores(document, sign)]


def _inside(document: Document, start: int, end: int, block: bool) -> tuple[int, int]:
    """From where to where a value holds text; that of a `|` begins on the next line."""
    if block:
        line = document.line_of(start) + 1
        start = document.starts[line] - 1 if line < len(document.starts) else end
    return start - 1, end


def _ignores(document: Document, sign: re.Match[str]) -> Iterator[Ignored]:
    end = sign.start() + len(sign[0].rstrip())
    comment = document.span(sign.start(), end)
    reason = sign["reason"].strip(" \t:-–—")
    line = _line_of(document, sign.start())
    names = [*_NAME.finditer(document.text, *sign.span("rules"))] if sign["word"] == "ignore" else []
    if not names:
        yield Ignored("", None, line, reason, comment, comment)
    for name in names:
        yield Ignored(name[0], rule(name[0]), line, reason, document.span(*name.span()), comment)


def _line_of(document: Document, at: int) -> int | None:
    """The line that a comment holds for, from 1; None: the whole file."""
    number = document.line_of(at)
    if document.text[document.starts[number] : at].strip():
        return number + 1
    if all(_is_empty(line) for line in document.lines[:number]):
        return None
    below = range(number + 1, len(document.lines))
    return next((line + 1 for line in below if not _is_empty(document.lines[line])), number + 1)


def _is_empty(line: str) -> bool:
    line = line.strip()
    return not line or line.startswith("#") or line in ("---", "...")


def _wrong_with(ignore: Ignored, met: bool, sources: Mapping[str, str]) -> Iterator[Diagnostic]:
    if ignore.kind is None:
        yield _unknown(ignore)
        return
    where = "in this file" if ignore.line is None else "here"
    if ignore.kind.severity is Severity.ERROR:
        message = f"'{ignore.name}' is an error, and errors cannot be ignored"
        help = "mend what it says, and take this away; only warnings and notes can be ignored"
        yield problem(codes.ERROR_IGNORED, ignore.place, message, help, fixes=_without(ignore, sources))
    elif not met:
        message = f"nothing is told as '{ignore.name}' {where}, so there is nothing to ignore"
        yield problem(codes.UNUSED_IGNORE, ignore.place, message, "take it away", fixes=_without(ignore, sources))
    if not ignore.reason:
        message = "it does not say why this is ignored"
        help = f"write the reason behind it: # flowkit: ignore[{ignore.name}] why it stays"
        yield problem(codes.IGNORE_WITHOUT_REASON, ignore.comment, message, help)


def _unknown(ignore: Ignored) -> Diagnostic:
    if not ignore.name:
        return problem(codes.UNKNOWN_IN_IGNORE, ignore.place, "this comment ignores no rule", _FORM)
    meant = probably(ignore.name)
    help = f"did you mean '{meant}'?" if meant else "flowkit rules lists all of them"
    fixes = (Fix(f"write '{meant}'", (Edit(ignore.place, meant),), safe=False),) if meant else ()
    return problem(codes.UNKNOWN_IN_IGNORE, ignore.place, f"there is no rule '{ignore.name}'", help, fixes=fixes)


def _without(ignore: Ignored, sources: Mapping[str, str]) -> tuple[Fix, ...]:
    """The text without this rule in its comment; without the comment, where it is its only rule."""
    document = Document(ignore.place.path, sources[ignore.place.path].removeprefix("\ufeff"))
    comment, first = ignore.comment, document.starts[ignore.comment.line - 1]
    start, end = first + comment.column - 1, first + comment.end_column - 1
    text = document.text
    names = [
        match.span() for match in _NAME.finditer(text, text.index("[", start, end) + 1, text.index("]", start, end))
    ]
    own = first + ignore.place.column - 1
    if len(names) > 1:
        at = next(number for number, (begin, _) in enumerate(names) if begin == own)
        cut = (names[at][0], names[at + 1][0]) if at + 1 < len(names) else (names[at - 1][1], names[at][1])
    elif text[first:start].strip():
        cut = (first + len(text[first:start].rstrip()), end)
    elif comment.line < len(document.starts):
        cut = (first, document.starts[comment.line])
    else:
        cut = (first, len(text))
    return (Fix("take the comment away", (Edit(document.span(*cut), ""),)),)
