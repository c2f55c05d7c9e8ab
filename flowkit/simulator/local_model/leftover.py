"""Free text: what a caller's answer still holds when everything that has a form was read from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flowkit.simulator.hearing.numbers import cardinal_at
from flowkit.simulator.hearing.words import Span, Utterance, listed
from flowkit.simulator.local_model.parameters import Parameter

# Words that lead into an answer and are no part of it.
_LEADS = frozenset(
    listed(
        "it is that about this would be at in to on and so s was for called named a an new of oh yes okay ok "
        "sure address i live we are am think guess hi hello sorry no actually make want d"
    )
)
# "send it to 12 Oak Street"
_SENDING, _SENT = (
    frozenset({"send", "deliver", "ship", "bring", "post", "redirect"}),
    frozenset({"it", "them", "this", "that", "everything"}),
)
_DETERMINERS = frozenset({"the", "my", "our", "a", "an", "new", "i"})
_BEHIND_DETERMINER = frozenset({"new", "address", "name", "live", "think", "guess", "am", "want", "need"})
# What is said of a text and is none itself: "the city is wrong", "the street is not that".
_NO_TEXT = frozenset(
    listed(
        "wrong right correct incorrect fine okay ok good not it that this there what which where different missing "
        "old same yours yes no be change changed"
    )
)
_STREETS = frozenset(
    listed(
        "street st road rd avenue ave lane ln drive dr way court ct place pl square sq boulevard blvd close terrace "
        "crescent highway parkway row walk hill gardens grove"
    )
)
_ENDS = frozenset({"please", "thanks", "thank", "you", "and", "is", "the", "my", "instead"})


def fill_text(
    heard: Utterance, asked: Sequence[Parameter], every: Sequence[Parameter], taken: Sequence[Span]
) -> Iterator[tuple[str, str, Span]]:
    """The free texts among `asked` that the untaken words give: name, text and words.

    Args:
        heard: The caller's words.
        asked: The parameters of free text that are missing, in the order they are asked.
        every: All parameters; words that only name one of them are no text.
        taken: Words that were read as something else.
    """
    if not asked:
        return
    segments = list(_segments(heard, taken, split=len(asked) > 1))
    open_texts = list(asked)
    rest: list[Span] = []
    for segment in segments:
        named = next((one for one in open_texts if _names(heard, segment, one)), None)
        trimmed = _trimmed(heard, segment, every)
        if trimmed is None:
            continue
        if named is not None:
            open_texts.remove(named)
            yield named.name, heard.said(trimmed), trimmed
        else:
            rest.append(trimmed)
    if len(asked) == 1 and open_texts and rest:
        whole = rest[0] if taken else Span(rest[0].first, rest[-1].last)
        yield open_texts[0].name, heard.said(whole), whole
        return
    for one, span in zip(open_texts, rest, strict=False):
        yield one.name, heard.said(span), span


def correct_text(
    heard: Utterance,
    texts: Sequence[Parameter],
    known: Mapping[str, str],
    every: Sequence[Parameter],
    taken: Sequence[Span],
) -> Iterator[tuple[str, str, Span]]:
    """Known free texts that the words put right: name, text and words.

    One is put right where it is named ("the city is Cambridge"), or by words of the same form where its value has one:
    a number and a street. What follows such a street by commas puts right the texts that follow that one.

    Args:
        heard: The caller's words.
        texts: The parameters of free text that are known, in the order in which they were asked.
        known: Their values.
        every: All parameters.
        taken: Words that were read as something else.
    """
    open_texts, following = list(texts), list[Parameter]()
    for segment in _segments(heard, taken, split=True):
        found = _named_text(heard, segment, open_texts)
        trimmed = _trimmed(heard, segment, every) if found is None else None
        if trimmed is not None:
            street = _street(heard, trimmed)
            alike = next((one for one in open_texts if _is_street(known[one.name])), None)
            if alike is not None and street is not None:
                found = alike, street
                following = open_texts[open_texts.index(alike) + 1 :]
            elif following and all(norm.isalpha() for norm in heard.norms[trimmed.first : trimmed.last + 1]):
                found = following[0], trimmed
        if found is None:
            continue
        one, span = found
        open_texts.remove(one)
        following = [other for other in following if other is not one]
        if heard.said(span).lower() != known[one.name].lower():
            yield one.name, heard.said(span), span


def _named_text(heard: Utterance, segment: Span, texts: Sequence[Parameter]) -> tuple[Parameter, Span] | None:
    """A text that is named and then given: "the city is Cambridge", "change the city to Cambridge"."""
    for index in range(segment.first, segment.last):
        one = next((one for one in texts if one.cued_by(heard.norms[index])), None)
        if one is None:
            continue
        first = index + 1
        if heard.norms[first : first + 2] == ("should", "be"):
            first += 2
        elif heard.norms[first] in ("is", "to"):
            first += 1
        elif "'" not in heard.words[index].written and "’" not in heard.words[index].written:
            continue
        last = segment.last
        while last >= first and heard.norms[last] in (*_ENDS, "now", "though"):
            last -= 1
        words = heard.norms[first : last + 1]
        if words and not set(words) & _NO_TEXT:
            return one, Span(first, last)
    return None


def _street(heard: Utterance, span: Span) -> Span | None:
    """The last words of a span that are a number and a street."""
    for first in range(span.first, span.last):
        if _is_street(heard.said(Span(first, span.last))):
            return Span(first, span.last)
    return None


def has_street(text: str) -> bool:
    """Whether the words hold a number and a street."""
    heard = Utterance(text)
    return len(heard.words) > 1 and _street(heard, Span(0, len(heard.words) - 1)) is not None


def _is_street(text: str) -> bool:
    norms = Utterance(text).norms
    number = cardinal_at(norms, 0)
    if number is None and norms and norms[0][0].isdigit():
        number = 0, 1
    return number is not None and len(norms) > number[1] and bool(_STREETS & set(norms[number[1] :]))


def _segments(heard: Utterance, taken: Sequence[Span], split: bool) -> Iterator[Span]:
    """Untaken words that stand together; commas and "and" part them when several texts are asked."""
    first: int | None = None
    for index, word in enumerate(heard.words):
        here = Span(index, index)
        free = not any(here.overlaps(span) for span in taken)
        cut = split and (any(mark in word.gap for mark in ",;\n") or word.norm in ("and", "in"))
        if first is not None and (cut or not free):
            yield Span(first, index - 1)
            first = None
        if free and first is None:
            first = index
    if first is not None:
        yield Span(first, len(heard.words) - 1)


def _names(heard: Utterance, segment: Span, one: Parameter) -> bool:
    """Whether a segment begins by naming the parameter: "the city is Springfield"."""
    norms = heard.norms[segment.first : segment.last + 1]
    leads = _LEADS | _DETERMINERS
    lead = next((index for index, norm in enumerate(norms) if norm not in leads), len(norms))
    if lead >= len(norms) - 1 or not one.cued_by(norms[lead]):
        return False
    return norms[lead + 1] in ("is", "of", "would") or "'" in heard.words[segment.first + lead].written


def _trimmed(heard: Utterance, segment: Span, every: Sequence[Parameter]) -> Span | None:
    """A segment without the words that lead into it, or `None` when nothing is left."""
    first, last = segment.first, segment.last
    while first <= last and _is_lead(heard, first, last, every):
        first += 1
    while last >= first and heard.norms[last] in _ENDS:
        last -= 1
    if first > last or all(_is_name(heard.norms[index], every) for index in range(first, last + 1)):
        return None
    return Span(first, last)


def _is_lead(heard: Utterance, index: int, last: int, every: Sequence[Parameter]) -> bool:
    norm, behind = heard.norms[index], heard.norms[index + 1] if index < last else ""
    if norm in _DETERMINERS:
        return behind in _BEHIND_DETERMINER or _is_name(behind, every)
    if norm in _SENDING and (behind in _SENT or behind in ("to", "over")):
        return True
    if norm in _SENT and index > 0 and heard.norms[index - 1] in _SENDING:
        return True
    return norm in _LEADS or (_is_name(norm, every) and _leads_on(heard, index, last))


def _leads_on(heard: Utterance, index: int, last: int) -> bool:
    following = heard.norms[index + 1] if index < last else ""
    return following in ("is", "of", "would", "number", "address", "name") or "'" in heard.words[index].written


def _is_name(norm: str, every: Sequence[Parameter]) -> bool:
    return any(one.cued_by(norm) for one in every)
