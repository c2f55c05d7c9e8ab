"""Free text: what a caller's answer still holds when everything that has a form was read from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.simulator.hearing.words import Span, Utterance, listed
from flowkit.simulator.local_model.parameters import Parameter

# Words that lead into an answer and are no part of it.
_LEADS = frozenset(
    listed(
        "it is that about this would be at in to on and so s was for called named a an new of oh yes okay ok "
        "sure address i live we are am think guess hi hello sorry no actually make want d"
    )
)
_DETERMINERS = frozenset({"the", "my", "our", "a", "an", "new", "i"})
_BEHIND_DETERMINER = frozenset({"new", "address", "name", "live", "think", "guess", "am", "want", "need"})
_ENDS = frozenset({"please", "thanks", "thank", "you", "and", "is", "the", "my"})


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
    return norm in _LEADS or (_is_name(norm, every) and _leads_on(heard, index, last))


def _leads_on(heard: Utterance, index: int, last: int) -> bool:
    following = heard.norms[index + 1] if index < last else ""
    return following in ("is", "of", "would", "number", "address", "name") or "'" in heard.words[index].written


def _is_name(norm: str, every: Sequence[Parameter]) -> bool:
    return any(one.cued_by(norm) for one in every)
