"""Which of the listed options the words mean, where several may be chosen: "the chair and the lamp", "all but one"."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flowkit.simulator.hearing.answers import correction_place
from flowkit.simulator.hearing.likeness import stem, stems
from flowkit.simulator.hearing.words import Span, Utterance
from flowkit.simulator.local_model.briefing import Option
from flowkit.simulator.local_model.options import match_option

_JOINS = frozenset({"and", "plus", "also", "then", "add"})
_EXCEPT = frozenset({"except", "excluding", "without", "besides"})
_REMOVING = frozenset({"remove", "drop", "exclude", "skip", "leave"})
_DENYING = frozenset({"not", "dont", "isnt", "wont"})
_ALL = frozenset({"all", "everything", "every"})
_TOO = r"too|also|as well|add|another|plus"
_MORE = r"^(?:(?:yes|yeah|okay|ok|oh|sorry|wait|no|actually) )*(?:and|plus)\b"
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_END = r"(?:that|thats|that is|this is|it is) (?:all|everything)"


@dataclass(frozen=True, slots=True)
class Selected:
    """The keys of all options that are chosen then, and the words that choose them.

    `changes`: they only add to what was chosen before, or take away from it.
    """

    keys: tuple[str, ...]
    span: Span
    changes: bool


def known_keys(known: str) -> tuple[str, ...]:
    """The keys that a note's value of a list holds."""
    try:
        held = json.loads(known) if known else []
    except (ValueError, RecursionError):
        return ()
    return tuple(str(key) for key in held) if isinstance(held, list) else ()


def match_several(
    heard: Utterance, options: Sequence[Option], today: date | None = None, known: Sequence[str] = ()
) -> Selected | None:
    """The options that the words choose; `None` when they choose none.

    Args:
        heard: The caller's words.
        options: What is on offer, in the order it was offered.
        today: The day of the call, for words like "Friday".
        known: The keys of what is chosen already: "and the lamp too" and "not the lamp" are counted from them.
    """
    chosen: list[int] = []
    gone: set[int] = set()
    spans: list[Span] = []
    latest: list[int] = []
    whole = False
    corrected = correction_place(heard)
    for first, last, out in _segments(heard, known):
        if corrected is not None and first > corrected and chosen and not out:
            # "the chair, no wait, the lamp": what was named last gives way.
            chosen, corrected = [place for place in chosen if place not in latest], None
        part = Utterance(heard.said(Span(first, last)))
        places, span, everything = _named(part, options, today)
        if span is None:
            continue
        spans.append(Span(span.first + first, span.last + first))
        whole = whole or (everything and not out)
        if out:
            gone.update(places)
        else:
            latest = [place for place in places if place not in chosen]
            chosen += latest
    named = [place for place in chosen if place not in gone]
    places, changes = _with_known(heard, options, known, named, gone, whole)
    if not places or not spans:
        return None
    keys = tuple(options[place].key for place in places)
    return Selected(keys, Span(min(span.first for span in spans), max(span.last for span in spans)), changes)


def _with_known(
    heard: Utterance, options: Sequence[Option], known: Sequence[str], chosen: list[int], gone: set[int], whole: bool
) -> tuple[list[int], bool]:
    """What is chosen then, and whether the words only changed what was chosen before."""
    held: list[int] = []
    for key in known:
        held += [next((k for k, one in enumerate(options) if one.key == key and k not in held), -1)]
    held = [place for place in held if place >= 0]
    kept = [place for place in held if place not in gone]
    adding = bool(chosen) and (heard.has(_TOO) or heard.has(_MORE))
    if held and not whole and (adding or len(kept) < len(held)):
        return [*kept, *(place for place in chosen if place not in kept)], True
    return chosen, False


def _segments(heard: Utterance, known: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Stretches of words between "and", commas and words that leave out; whether they are left out."""
    first, out, lasting = 0, False, False
    for index, word in enumerate(heard.words):
        apart = any(mark in word.gap for mark in ",.;!?") and index > 0
        # Whoever keeps what was chosen to be given away does not choose it any more.
        keeps = word.norm == "keep" and bool(known)
        leaves = keeps or word.norm in (_EXCEPT | _REMOVING | _DENYING) or _is_all_but(heard, index)
        swaps = word.norm == "instead" and heard.norms[index + 1 : index + 2] == ("of",)
        if not (apart or leaves or swaps or word.norm in _JOINS or word.norm == "but"):
            continue
        if first < index:
            yield first, index - 1, out
        if (apart and not lasting) or word.norm == "but" or word.norm in ("plus", "also", "add"):
            out = False
        if leaves or swaps:
            out, lasting = True, word.norm not in _DENYING and not swaps
        first = index if apart and not (leaves or swaps or word.norm in _JOINS) else index + 1
    if first < len(heard.words):
        yield first, len(heard.words) - 1, out


def _is_all_but(heard: Utterance, index: int) -> bool:
    return heard.norms[index] == "but" and any(norm in _ALL for norm in heard.norms[max(0, index - 3) : index])


def _named(part: Utterance, options: Sequence[Option], today: date | None) -> tuple[list[int], Span | None, bool]:
    """The places of the options that a stretch names, its words, and whether it names all there are."""
    if found := _from_an_end(part, len(options)):
        return *found, False
    wide = _width(part)
    alike = _alike(part, options) if wide else []
    if wide and alike and not part.has("one of") and (len(alike) == wide or wide < 0 or wide > len(alike)):
        return alike, Span(0, len(part.words) - 1), len(alike) == len(options)
    if wide < 0 or (wide == len(options) and part.has("both|all")):
        if not part.has(_END) and not _tells_more(part, options):
            return list(range(len(options))), Span(0, len(part.words) - 1), True
        return [], None, False
    one = match_option(part, options, today) or _twice(part, options)
    if one is None:
        plural = [place for place in _alike(part, options) if _is_plural(part, options[place])]
        return plural, Span(0, len(part.words) - 1) if plural else None, False
    same = [place for place, option in enumerate(options) if option.key == one[0].key]
    several = _is_plural(part, one[0]) and not part.has("one of")
    count = len(same) if several else min(max(wide, 1), len(same))
    return same[:count], one[1], False


def _width(part: Utterance) -> int:
    """How many a stretch says there are: -1 for all."""
    if any(norm in _ALL for norm in part.norms):
        return -1
    return 2 if part.has("both") else next((_NUMBERS[norm] for norm in part.norms if norm in _NUMBERS), 0)


def _alike(part: Utterance, options: Sequence[Option]) -> list[int]:
    """The options whose every word is said: "both water bottles"."""
    said = stems(part.plain)
    own = [stems(option.spoken or option.key) for option in options]
    return [place for place, words in enumerate(own) if words and words & said == words] or [
        place for place, words in enumerate(own) if words & said
    ]


def _twice(part: Utterance, options: Sequence[Option]) -> tuple[Option, Span] | None:
    """The option that stands in the list several times, as one of them: "the laptop"."""
    single = list({option.key: option for option in options}.values())
    return match_option(part, single) if len(single) < len(options) else None


def _is_plural(part: Utterance, option: Option) -> bool:
    own = Utterance(option.spoken or option.key).norms
    return any(
        norm.endswith("s") and norm not in own and stem(norm) in {stem(word) for word in own} for norm in part.norms
    )


def _tells_more(part: Utterance, options: Sequence[Option]) -> bool:
    """Whether "all" is said of some that the options do not know: "all the blue ones"."""
    at = next(index for index, norm in enumerate(part.norms) if norm in _ALL or norm == "both")
    known = frozenset().union(*(stems(option.spoken) for option in options)) | stems("item thing product")
    return bool(stems(" ".join(part.norms[at + 1 :])) - known)


def _from_an_end(part: Utterance, size: int) -> tuple[list[int], Span] | None:
    """ "the first two", "the last three"."""
    for span, match in part.spans(r"(first|last) (\w+)"):
        number = _NUMBERS.get(match.group(2), 0)
        if 0 < number <= size:
            places = range(number) if match.group(1) == "first" else range(size - number, size)
            return list(places), span
    return None
