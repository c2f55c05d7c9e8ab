"""The thing a sentence is about, where a function asks which thing: "the kettle came broken", "my dentist visit"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.simulator.hearing.likeness import stem, stems
from flowkit.simulator.hearing.words import Span, Utterance, listed
from flowkit.simulator.local_model.parameters import Parameter

_GENERIC_THINGS = frozenset(stem(word) for word in ("item", "product", "article", "thing", "device", "part", "piece"))
_NO_ITEMS = frozenset(
    stem(word)
    for word in listed(
        "order parcel package delivery number balance line call problem issue light box question money item"
    )
)


def find_things(parameter: Parameter, heard: Utterance) -> Iterator[Span]:
    """The thing a sentence is about, where the parameter asks which thing: "the kettle came broken"."""
    cues = "|".join(sorted({norm for norm in heard.norms if parameter.cued_by(norm)}))
    noun = r"(?!(?:new|old|next|last|first|same|other|another|booked|wrong|whole|bit|little|lot|few)\b)\w+"
    determiner = r"(?:the|my|a|an|this|that|our)"
    if cues:
        for _, match in heard.spans(rf"{determiner} (?P<thing>{noun}) (?:{cues})"):
            yield _group_span(heard, match)
            return
    if not parameter.cues & _GENERIC_THINGS:
        return
    verb = r"came|arrived|is|was|broke|has|had|does|doesnt|wont|isnt|stopped|turned|got|looks|keeps"
    for shape in (
        rf"{determiner} (?P<thing>{noun}(?: {noun})?) (?:{verb})",
        rf"(?:return|refund|replace|exchange|send back|back for|refund for|refund on) {determiner} (?P<thing>{noun})",
    ):
        for _, match in heard.spans(shape):
            if not stems(match.group("thing")) & _NO_ITEMS and stems(match.group("thing")):
                first = _group_span(heard, match)
                yield first
                if parameter.many:
                    yield from _following(heard, first, noun)
                return


def _following(heard: Utterance, span: Span, noun: str) -> Iterator[Span]:
    """The things that are named behind one by commas and "and": "the helmet, the chair and the lamp"."""
    more = re.compile(rf"(?:and |plus )?(?:the|my|a|an|this|that|our) (?P<thing>{noun})")
    while span.last + 2 < len(heard.words):
        behind = " ".join(heard.norms[span.last + 1 :])
        match = more.match(behind)
        linked = heard.norms[span.last + 1] in ("and", "plus") or "," in heard.words[span.last + 1].gap
        if match is None or not linked or stems(match.group("thing")) & _NO_ITEMS:
            return
        last = span.last + 1 + behind[: match.end()].count(" ")
        span = Span(last, last)
        yield span


def _group_span(heard: Utterance, match: re.Match[str]) -> Span:
    first = heard.plain[: match.start("thing")].count(" ")
    return Span(first, first + match.group("thing").count(" "))
