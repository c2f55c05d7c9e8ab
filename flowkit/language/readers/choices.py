"""Options: by their label or a part of it, their key, an example, their place in the list, their day or time.

Theory of operation. Everything the caller says that tells options apart is a hit: the set of options it may mean. Whole
labels, days, times and places in the list are strong hits, single words of a label weak ones. Hits that agree narrow
the choice, hits that exclude each other leave it open; a day or time that no option has leaves nothing, for then the
caller wants something that is not offered.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.corrections import correction_between, denied, settle
from flowkit.language.readers.dates import find_dates
from flowkit.language.readers.doubts import ABOUT
from flowkit.language.readers.number_words import is_figure
from flowkit.language.readers.options import Index, Term, index_of, stem, terms
from flowkit.language.readers.reading import Candidate, Found
from flowkit.language.readers.times import SPAN, find_times
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

BY_NUMBER: Final = "chosen by its number"
_FEW: Final = 3
"""In so short an utterance a label may be found that has only words which usually tell nothing (`on`, `no`)."""
_NOT_OFFERED: Final[list[Found]] = []


def find_choices(u: Utterance, shape: Shape, locale: Locale, options: Sequence[Candidate]) -> list[Found]:
    """The options that the words may mean."""
    if not options:
        return []
    index = index_of(options, locale)
    said = terms(u)
    strong = phrases_of(u, index, said) + _bags(u, index, said)
    weak = _words(u, index, said)
    timed = _times(u, index, locale, said, strong)
    dated = _dates(u, index, locale, strong + weak)
    if timed is None or dated is None:
        return []
    covered = timed + dated
    weak = [one for one in weak if not _covers(covered, one.i, one.j)]
    strong = [one for one in strong if not _covers(covered, one.i, one.j)] + covered
    strong += _by_place(u, index, strong + weak)
    strong += _the_other(u, index, strong + weak)
    places = {(one.i, one.j) for one in strong}
    found = _ordered(strong + weak)
    kept = settle(u, found)
    strong = [one for one in kept if (one.i, one.j) in places]
    # "Not the mug set" does not leave the "set".
    gone = [one for one in found if (one.i, one.j) in places and one not in kept and _plainly_denied(u, one)]
    weak = [one for one in kept if one not in strong and not _covers(gone, one.i, one.j)]
    tied = [one for one in weak if any(_tied(u, index, one, other) for other in strong)]
    return _narrowed(strong, weak, tied, options)


def _ordered(found: list[Found]) -> list[Found]:
    return sorted(found, key=lambda one: (one.i, -one.j))


def _plainly_denied(u: Utterance, one: Found) -> bool:
    """Whether it stands right behind its denial: `not the mug set`, and no `not so dark blue`."""
    before = u.words[one.i - 1] if one.i else ""
    return (before in u.vocabulary.the_words or before in u.vocabulary.negators) and denied(u, one)


def _covers(found: list[Found], i: int, j: int) -> bool:
    return any(one.i < j and i < one.j for one in found)


def _tied(u: Utterance, index: Index, one: Found, other: Found) -> bool:
    """Whether only words that tell nothing stand between the two."""
    between = u.words[min(one.j, other.j) : max(one.i, other.i)]
    return all(word in u.vocabulary.idle or stem(word) in index.shared for word in between)


def _narrowed(strong: list[Found], weak: list[Found], tied: list[Found], options: Sequence[Candidate]) -> list[Found]:
    places = _common([one.value for one in strong])
    # Words that tell of another option leave it open: `dark red`, `the Visa ending in 5100`.
    against = [one for one in tied if places and not one.value & places]
    narrower = _common([one.value for one in weak if one not in against])
    if places & narrower:
        places &= narrower
    places = frozenset.union(places or narrower, *(one.value for one in against))
    hits = [one for one in (*strong, *weak) if one.value & places]
    found = []
    for place in sorted(places):
        mine = [one for one in hits if place in one.value]
        doubt = next((one.doubt for one in mine if one.doubt), "") if len(places) == 1 else ""
        i, j = min(one.i for one in mine), max(one.j for one in mine)
        found.append(Found(options[place].value, i, j, doubt, (), any(one.corrected for one in mine)))
    return found


def _common(sets: list[frozenset[int]]) -> frozenset[int]:
    """What all sets have in common; when that is nothing, all they hold."""
    if not sets:
        return frozenset()
    return frozenset.intersection(*sets) or frozenset.union(*sets)


def phrases_of(u: Utterance, index: Index, said: list[Term]) -> list[Found]:
    """Whole labels, keys, other names and examples; the longest at each place."""
    texts = [term.text for term in said]
    found: list[Found] = []
    place = 0
    while place < len(texts):
        step = 1
        for phrase, options in index.phrases.get(texts[place], ()):
            size = len(phrase)
            if tuple(texts[place : place + size]) != phrase:
                continue
            if len(texts) > _FEW and all(word in u.vocabulary.idle for word in phrase):
                continue
            if size == 1 and _bare_number(u, said[place], index.size):
                continue
            found.append(Found(options, said[place].i, said[place + size - 1].j))
            step = size
            break
        place += step
    return found


def _bare_number(u: Utterance, term: Term, size: int) -> bool:
    """Whether the number stands for a place or a time rather than for a label: with `option` before it."""
    led = term.i > 0 and u.words[term.i - 1] in u.vocabulary.option_nouns
    return led and term.text.isdigit() and 0 < int(term.text) <= size


def _bags(u: Utterance, index: Index, said: list[Term]) -> list[Found]:
    if not index.bags:
        return []
    texts = {term.text for term in said}
    found = []
    for bag, option in index.bags:
        if bag <= texts:
            of = [term for term in said if term.text in bag]
            found.append(Found(frozenset({option}), of[0].i, of[-1].j))
    return found


def _words(u: Utterance, index: Index, said: list[Term]) -> list[Found]:
    found = [
        Found(index.words[term.text], term.i, term.j)
        for term in said
        if term.text in index.words and not _bare_number(u, term, index.size)
    ]
    for one, other in pairwise(said):
        if one.j == other.i and one.text.isdigit() and other.text.isdigit() and one.text + other.text in index.words:
            found.append(Found(index.words[one.text + other.text], one.i, other.j))
    return found


def _times(u: Utterance, index: Index, locale: Locale, said: list[Term], strong: list[Found]) -> list[Found] | None:
    """Times of the utterance; `None` when one is said that no option has."""
    if not any(index.times):
        return []
    found: list[Found] = []
    missed = False
    for one in find_times(u, Shape("time"), locale):
        meant = {one.value, *one.others}
        options = frozenset(place for place, times in enumerate(index.times) if not times.isdisjoint(meant))
        if options:
            found.append(Found(options, one.i, one.j, one.doubt if one.doubt in (ABOUT, SPAN) else ""))
        elif one.j > one.i + 1 or not _may_be_place(u, one, index.size):
            missed = missed or bool(settle(u, [one]))
    if not found and not missed:
        found = _part_of_day(u, index)
    return None if missed and not found else found


def _part_of_day(u: Utterance, index: Index) -> list[Found]:
    """`the morning one`, `in the afternoon`."""
    v = u.vocabulary
    found = []
    for i, word in enumerate(u.words[: u.size]):
        if word in v.parts and (not i or u.words[i - 1] not in v.greetings):
            late = v.parts[word] != "am"
            options = frozenset(
                place for place, times in enumerate(index.times) if any((one.hour >= 12) is late for one in times)
            )
            if options and len(options) < index.size:
                found.append(Found(options, i, i + 1))
    return found


def _may_be_place(u: Utterance, one: Found, size: int) -> bool:
    return one.value.minute == 0 and (one.value.hour % 12 or 12) <= size


def _dates(u: Utterance, index: Index, locale: Locale, words: list[Found]) -> list[Found] | None:
    """Days of the utterance; `None` when one is said that no option has. A weekday alone goes by the labels' words."""
    if not any(index.dates):
        return []
    found: list[Found] = []
    missed = False
    for one in find_dates(u, Shape("date"), locale):
        meant = {one.value, *one.others}
        options = frozenset(place for place, dates in enumerate(index.dates) if not dates.isdisjoint(meant))
        weekday_only = _weekday_only(u, one)
        if weekday_only:
            weekday = one.value.weekday()
            options |= frozenset(
                place for place, dates in enumerate(index.dates) if any(day.weekday() == weekday for day in dates)
            )
        if options:
            found.append(Found(options, one.i, one.j))
        elif not _one_of_them(u, one):
            missed = missed or bool(settle(u, [one]))
    return None if missed and not found else found


def _weekday_only(u: Utterance, one: Found) -> bool:
    return one.j == one.i + 1 and u.words[one.i] in u.vocabulary.weekdays


def _one_of_them(u: Utterance, one: Found) -> bool:
    """Whether an ordinal that reads as a day is rather the place of an option: `the second`."""
    v = u.vocabulary
    said = [word for word in u.words[one.i : one.j] if word not in v.the_words]
    if is_figure(said[0]):
        return len(said) == 1 or (len(said) == 2 and said[1] in v.ordinal_endings)
    return len(said) == 1 and said[0] in v.ordinals


def _by_place(u: Utterance, index: Index, found: list[Found]) -> list[Found]:
    """`the second one`, `option two`, `the last one`; a lone number when nothing else was meant by it."""
    v, words = u.vocabulary, u.words
    places = v.ordinals.keys() | v.small.keys() | v.last_option | v.middle_option | v.next_words
    result = []
    for i in range(u.size):
        word = words[i]
        if word not in places and not is_figure(word):
            continue
        place, doubt = _from_last(u, i, index.size), ""
        if not place:
            place, doubt = _place(u, i, index)
        if len(set(index.dates)) > 1 and words[i + 1] not in v.ordinal_ones and words[i - 1] not in v.option_nouns:
            doubt = BY_NUMBER  # a day of the month as well
        if place and place <= index.size and not _covers(found, i, i + 1):
            result.append(Found(frozenset({place - 1}), i, i + 1, doubt))
    return result


def _the_other(u: Utterance, index: Index, named: list[Found]) -> list[Found]:
    """`the mug, no, the other one`, `not the mug, the other one`: the second of two, behind the one taken back."""
    v, words = u.vocabulary, u.words
    result = []
    for i in range(1, u.size if index.size == 2 else 0):
        if words[i] not in v.other_option or words[i - 1] not in v.the_words:
            continue
        j = i + 2 if words[i + 1] in v.ordinal_ones else i + 1
        for one in named:
            other = Found(frozenset({0, 1}) - one.value, i, j)
            if one.j <= i and len(one.value) == 1 and (denied(u, one) or correction_between(u, one, other)):
                result.append(other)
                break
    return result


def _from_last(u: Utterance, i: int, size: int) -> int:
    """`the second to last`, `the last but one`: a place counted from the end; 0 for none."""
    v, words = u.vocabulary, u.words
    if words[i] in v.last_option and words[i + 1] in v.negators and words[i + 2] in v.small:
        return max(0, size - v.small[words[i + 2]])
    j = i + 1
    if words[j] in v.to_words or words[j] in v.from_words:
        j += 2 if words[j + 1] in v.the_words else 1
    if words[j] not in v.last_option:
        return 0
    count = v.ordinals.get(words[i], 2 if words[i] in v.next_words else 0)
    return max(0, size + 1 - count) if count else 0


def _place(u: Utterance, i: int, index: Index) -> tuple[int, str]:
    """The place that is said at part `i` (0: none), and a doubt."""
    v, words, size = u.vocabulary, u.words, index.size
    word, before, after = words[i], words[i - 1] if i else "", words[i + 1]
    noun = after in v.ordinal_ones or stem(after) in index.shared
    ends = not after[:1].isalnum() or after in v.politeness or noun or after in v.time_follows
    led = before in v.the_words or before in v.joins or before in v.ors or not before[:1].isalnum()
    if word in v.last_option:
        counted = any(_from_last(u, k, size) for k in (i - 1, i - 2, i - 3) if k >= 0)
        return (size if not counted and ((before in v.the_words and ends) or noun) else 0), ""
    if word in v.middle_option:
        return ((size + 1) // 2 if size % 2 and before in v.the_words and ends else 0), ""
    if word in v.next_words:
        return 0, ""
    if word in v.ordinals:
        return (v.ordinals[word] if ends and led else 0), ""
    if is_figure(word) and after in v.ordinal_endings and u.touches(i + 1):
        return int(word) if led else 0, ""
    number = v.small[word] if word in v.small else int(word) if len(word) < 3 else 0
    if before in v.option_nouns or stem(before) in v.option_nouns:
        return number, ""
    if word != v.pronoun and (before in v.ordinal_ones or stem(before) in index.shared):
        return number, BY_NUMBER
    alone = all(not w.isalnum() or w in v.fillers or w in v.politeness for w in (*words[:i], *words[i + 1 : u.size]))
    return (number if alone else 0), BY_NUMBER
