"""Syntax errors: what libyaml could not read, in the words of who wrote it.

libyaml says where it stopped and what it waited for. The reason mostly stands earlier: a quote or bracket that was
closed too soon or never, a colon inside a text, an indentation. Each function looks at the source around the stop
for one family of reasons; the first that finds its own speaks.
"""

import re

import yaml

from flowkit.language.block_errors import (
    MISSING_SPACE,
    SPECIAL,
    block,
    indented_under_a_value,
    item_among_keys,
    no_dash,
    without_colon,
)
from flowkit.language.codes import BAD_YAML, TAG, TOO_DEEP, YAML_TRAP
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.inline_errors import (
    broken_quote,
    colon_before_bracket,
    hidden_closing,
    in_brackets,
    open_quote,
    path_before_sign,
    printed_text,
)
from flowkit.language.mending import in_quotes, indentation, known_keys, mended, on_line
from flowkit.language.stop import Stop
from flowkit.language.tree import MAX_DEPTH, TOO_DEEP_HERE, Document, Mapping, Scalar, Sequence

_ENTRIES = re.compile(r"(?P<open>\()?(?P<entries>(?P<key>[a-z_]+): [^,]+(?:, [a-z_]+: [^,]+)+?)(?(open)\))")
_BACKEND = re.compile(r"(?P<kind>python|http|mcp|fixture): +(?P<rest>[\w./:-]+)")
_BRACKET = re.compile(r"[\[{\]}]")
_MISSING_COLON = re.compile(r" *(?:- +)*(?P<name>\w+) +[{\[]")
_CANNOT_BEGIN = (
    "found character that cannot start any token",
    "did not find expected alphabetic or numeric character",
    "did not find expected comment or line break",
    "did not find expected node content",
    "did not find expected whitespace or line break",
    "mapping keys are not allowed in this context",
    "found an indentation indicator equal to 0",
)


def explain(
    error: yaml.YAMLError, document: Document, clean: str, opened: list[Mapping | Sequence], last: Scalar | None
) -> Diagnostic:
    """The diagnostic for an error of libyaml.

    `clean` is the text it was given, `opened` the collections that were open, outermost first, and `last` the scalar
    read before it stopped.
    """
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        at = min(getattr(error, "position", 0), len(clean))
        return problem(BAD_YAML, document.span(at, at), "this file cannot be read as YAML from here on")
    at = min(mark.index, len(clean))
    begin = error.context_mark.index if error.context_mark else at
    stop = Stop(document, clean, at, begin, error.problem or "", error.context or "", opened, last)
    for reason in _REASONS:
        found = reason(stop)
        if found is not None:
            return found
    return _unknown(stop)


def _first_character(stop: Stop) -> Diagnostic | None:
    """A text that begins with a sign that YAML keeps for itself."""
    if stop.context.endswith(" a tag") or stop.problem == "found undefined tag handle":
        start = max(0, stop.clean.rfind("!", 0, stop.begin + 1))
        message = "a '!' at the beginning makes this a YAML tag, which flows do not have; put the text in quotes"
        return stop.tell(TAG, start, stop.value(start)[1], message, in_quotes(stop.document, *_whole(stop, start)))
    if stop.problem not in _CANNOT_BEGIN and not stop.context.endswith(" directive"):
        return None
    start = stop.begin if stop.context.endswith((" scalar", " alias", " anchor", " directive")) else stop.at
    sign = stop.clean[start : start + 1]
    if not sign or sign not in SPECIAL:
        return None
    start, end = _whole(stop, start)
    message = f"a text that begins with '{sign}' must be in quotes"
    return stop.tell(YAML_TRAP, start, end, message, in_quotes(stop.document, start, end))


def _whole(stop: Stop, start: int) -> tuple[int, int]:
    """From the sign at `start` to the end of the value it begins."""
    return start, max(start + 1, stop.value(start)[1])


def _colon(stop: Stop) -> Diagnostic | None:
    """A colon where no key can stand: inside a text, or on a line that goes on with the text above."""
    if stop.problem != "mapping values are not allowed in this context":
        return None
    if stop.line.lstrip().startswith("- ") and (found := item_among_keys(stop)):
        return found
    no_colon = _MISSING_COLON.match(stop.line)
    if no_colon and stop.bracket is None:
        at = stop.line_start + no_colon.end("name")
        message = f"a ':' is missing behind '{no_colon['name']}'"
        fix = mended(stop.document, at, at, ":", safe=True)
        return stop.tell(BAD_YAML, at - len(no_colon["name"]), at, message, fix)
    start, end = stop.value(stop.at)
    if start <= stop.at:
        inside = _ENTRIES.fullmatch(stop.document.text, start, end)
        if stop.bracket is None and inside and inside["key"] in known_keys():
            message = "several keys on one line stand in braces: {…}"
            fix = mended(stop.document, start, end, f"{{{inside['entries']}}}")
            return stop.tell(BAD_YAML, start, end, message, fix)
        message = "a text with ': ' in it must be in quotes"
        if backend := _BACKEND.fullmatch(stop.document.text, start, end):
            message = "a backend is one word, without a space behind its ':'"
            fix = mended(stop.document, start, end, f"{backend['kind']}:{backend['rest']}", safe=True)
            return stop.tell(YAML_TRAP, start, end, message, fix)
        above = stop.line_before() if start == stop.line_start + stop.indent else None
        if stop.bracket is None and above is not None and ":" in stop.document.lines[above]:
            return stop.tell(YAML_TRAP, start, end, message, "put all of it in quotes, from where it begins above")
        return stop.tell(YAML_TRAP, start, end, message, in_quotes(stop.document, start, end))
    above = stop.line_before()
    if above is None:
        return None
    line = stop.document.lines[above]
    if MISSING_SPACE.match(line) or ":" not in line:
        return without_colon(stop, above)
    return indented_under_a_value(stop, line)


def _no_colon(stop: Stop) -> Diagnostic | None:
    """A line among keys that holds none."""
    if stop.problem != "could not find expected ':'":
        return None
    number = stop.document.line_of(stop.begin)
    if stop.opened and isinstance(stop.opened[-1], Sequence):
        line = stop.document.lines[number]
        return no_dash(stop, number, stop.document.starts[number] + indentation(line), stop.line_end(stop.begin))
    return without_colon(stop, stop.document.line_of(stop.begin))


def _behind_the_end(stop: Stop) -> Diagnostic | None:
    """More text where the one value of the file is closed."""
    if stop.problem != "did not find expected <document start>":
        return None
    if stop.begins_line and not stop.indent and (first := stop.line_before()) is not None:
        top = next(n for n, line in enumerate(stop.document.lines[: first + 1]) if line.strip(" ")[:1] not in ("", "#"))
        spaces = indentation(stop.document.lines[top])
        if spaces:
            start = stop.document.starts[top] + spaces
            message = "this line is indented, and the ones below it are not; begin it at the left edge"
            help = on_line(stop.document, top, stop.document.lines[top].lstrip(" "))
            return stop.tell(BAD_YAML, start, stop.line_end(start), message, help)
    message = "what this file holds is closed before this; delete what follows, or put it inside"
    return stop.tell(BAD_YAML, stop.at, stop.line_end(stop.at), message)


def _too_deep(stop: Stop) -> Diagnostic | None:
    """More open brackets than libyaml (from 0.2.6 on) reads ahead, before it has told of the first of them."""
    if stop.problem != "exceeded maximum nesting depth":
        return None
    depth, at = 0, stop.at
    for bracket in _BRACKET.finditer(stop.clean, 0, stop.at):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            at = bracket.start()
            break
    return stop.tell(TOO_DEEP, at, at + 1, TOO_DEEP_HERE)


_REASONS = (
    _too_deep,
    printed_text,
    hidden_closing,
    broken_quote,
    open_quote,
    path_before_sign,
    colon_before_bracket,
    in_brackets,
    _first_character,
    _colon,
    _no_colon,
    block,
    _behind_the_end,
)


def _unknown(stop: Stop) -> Diagnostic:
    message = "this cannot be read as YAML here; check the quotes, brackets and indentation of this line"
    reason = " ".join(part for part in (stop.context, stop.problem) if part)
    return stop.tell(BAD_YAML, stop.at, stop.line_end(stop.at), message, f"the YAML reader says: {reason}")
