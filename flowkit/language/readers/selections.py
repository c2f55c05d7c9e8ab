"""Several options at once: `the chair and the lamp`, `both`, `everything except the kettle`, `the first two`.

Theory of operation. Each stretch of the words is read as the choice of one option is; a word that counts (`both`,
`all the`, a plural) takes all that it may mean, and where several fit that nothing tells apart the reading is in doubt.
What stands behind a word that leaves out is taken away again. Words that only change what was chosen before (`and the
kettle too`, `not the lamp`) are counted from that. Options that are the same thing twice are taken as often as said.
"""

from collections.abc import Sequence
from typing import Final

from flowkit.language.frozen import frozen
from flowkit.language.locale import Locale
from flowkit.language.readers.choices import find_choices, phrases_of
from flowkit.language.readers.options import Index, index_of, stem, terms
from flowkit.language.readers.reading import Candidate, Found
from flowkit.language.readers.stretches import Cut, Stretch, stretches
from flowkit.language.readers.utterance import Utterance, utterance
from flowkit.language.shapes import Shape

SEVERAL_FIT: Final = "several fit"
DENIED: Final = "it may be denied"
KEPT_BACK: Final = "it may be kept back"
CHANGED: Final = "something was said to change it"
OR_ELSE: Final = "something else was said too"


@frozen
class Selection:
    """What words say about a choice of several; options by their places in the list.

    Args:
        chosen: all that are chosen then, in the order they were named.
        named: those that these words name, without what was chosen before.
        possible: every option that some word may mean.
        changes: whether the words only change what was chosen before.
    """

    chosen: tuple[int, ...]
    named: tuple[int, ...]
    possible: frozenset[int]
    changes: bool
    i: int
    j: int
    doubt: str = ""
    corrected: bool = False


def find_selection(
    u: Utterance, shape: Shape, locale: Locale, options: Sequence[Candidate], held: Sequence[int] = ()
) -> Selection | None:
    """What the words choose; nothing if they name no option.

    Args:
        shape: that of one option.
        held: the places of what is chosen already.
    """
    if not options:
        return None
    ears = _Ears(u, shape, locale, options, held)
    for one in stretches(u, ears.names):
        ears.take(one)
    return ears.selection()


def adds_more(u: Utterance) -> bool:
    """Whether words add to what was said before: `and the kettle`, `the kettle too`."""
    v, i = u.vocabulary, 0
    while i < u.size and (u.words[i] in v.fillers or u.words[i] in v.politeness or u.words[i] == ","):
        i += 1
    if u.at(i, v.list_joins):
        return True
    return any(u.at(k, v.additions) and not u.at(k, v.list_joins) for k in range(u.size))


class _Ears:
    """One utterance against one list of options."""

    def __init__(
        self, u: Utterance, shape: Shape, locale: Locale, options: Sequence[Candidate], held: Sequence[int]
    ) -> None:
        self.u, self.shape, self.locale, self.held = u, shape, locale, tuple(held)
        self.keys = [one.key for one in options]
        self.labels = [frozenset(utterance(one.label.lower(), u.vocabulary).words) for one in options]
        self.placed = [Candidate(place, *_known(one)) for place, one in enumerate(options)]
        self.index: Index = index_of(options, locale)
        self.names = {one.i: one.j for one in phrases_of(u, self.index, terms(u)) if one.j - one.i > 1}
        self.adds = bool(held) and adds_more(u)
        self.chosen: list[int] = []
        self.removed: list[int] = []
        self.possible: set[int] = set()
        self.spans: list[tuple[int, int]] = []
        self.doubt = ""
        self.everything = self.corrected = self.by_number = False
        self.last: tuple[list[int], int] = ([], -1)

    def take(self, stretch: Stretch) -> None:
        """Takes what one stretch names, or takes it away."""
        before = self.last
        named = self._named(stretch)
        if stretch.cut is Cut.OR and named and self.chosen:
            self.doubt = self.doubt or OR_ELSE
        if stretch.cut is Cut.CORRECTION and named and self.chosen:
            self._correct(before[0])
        kept_back = bool(named) and self.u.words[stretch.at] in self.u.vocabulary.keeping_back
        if kept_back:
            self.doubt = self.doubt or KEPT_BACK
        if stretch.out and not (kept_back and not self.held):
            if not named and before[0] and stretch.at == before[1]:
                # `the lamp isn't …`: it may be meant or not.
                self.doubt = self.doubt or DENIED
            self.removed += named
        else:
            self.chosen += [place for place in named if place not in self.chosen]

    def _correct(self, gone: list[int]) -> None:
        """What was named last gives way; with more before it, how far the correction reaches is not plain."""
        self.chosen = [place for place in self.chosen if place not in gone]
        self.doubt = self.doubt or (CHANGED if self.chosen else "")
        self.corrected, self.everything = True, False

    def _named(self, stretch: Stretch) -> list[int]:
        i, j = stretch.i, stretch.j
        if i >= j:
            return []
        counted = self._from_an_end(i, j)
        if counted is not None:
            places, i = counted
            self._keep(places, stretch.i, i)
            return places
        count = self._counts_all(i, j)
        if count and count != len(self.placed):
            self.doubt = self.doubt or SEVERAL_FIT
            self.spans.append((i, j))
            return []
        groups = [] if count else self._groups(i, j)
        if not groups:
            return self._all(i, j)
        places = []
        for group in groups:
            places += self._meant(group, i, j)
        self.possible.update(one.value for group in groups for one in group)
        self.last = (places, max(one.j for group in groups for one in group))
        self.spans += [(one.i, one.j) for group in groups for one in group]
        return places if not stretch.out else [one.value for group in groups for one in group]

    def _keep(self, places: list[int], i: int, j: int) -> None:
        self.possible.update(places)
        self.spans.append((i, j))
        self.last = (places, j)

    def _groups(self, i: int, j: int) -> list[list[Found]]:
        """The options that a stretch names; those that the same words may mean are together."""
        part = utterance(self.u.text[self.u.starts[i] : self.u.ends[j - 1]], self.u.vocabulary)
        found = [
            one._replace(i=one.i + i, j=one.j + i) for one in find_choices(part, self.shape, self.locale, self.placed)
        ]
        groups: list[list[Found]] = []
        for one in sorted(found, key=lambda each: (each.i, each.value)):
            if groups and any(one.i < other.j and other.i < one.j for other in groups[-1]):
                groups[-1].append(one)
            else:
                groups.append([one])
        return groups

    def _meant(self, group: list[Found], i: int, j: int) -> list[int]:
        """Which of the options that the same words may mean are meant."""
        places = [one.value for one in group]
        if len(places) == 1:
            # `Numbers one and three`: a number behind another is a place as that one is.
            by_number = self._is_number(group[0])
            doubt = "" if by_number and self.by_number else group[0].doubt
            self.doubt, self.by_number = self.doubt or doubt, by_number
            return places
        count = self._count(group, i, j)
        if count == len(places):
            return places
        if len({self.keys[place] for place in places}) == 1:
            # The same thing several times: as often as it was said.
            gone = {*self.chosen, *(self.held if self.adds else ())}
            free = [place for place in places if place not in gone]
            return (free or places)[: count or 1]
        self.doubt = self.doubt or SEVERAL_FIT
        return []

    def _is_number(self, one: Found) -> bool:
        v = self.u.vocabulary
        return all(word in v.small or word in v.ordinals or word.isdigit() for word in self.u.words[one.i : one.j])

    def _count(self, group: list[Found], i: int, j: int) -> int:
        """How many a stretch says there are: `both`, `two`, `all`, a plural; 0 if it does not say."""
        v, words = self.u.vocabulary, self.u.words
        size = len(group)
        start, end = min(one.i for one in group), max(one.j for one in group)
        for k in range(i, j):
            word = words[k]
            if word in v.both_words:
                return 2
            if word in v.everything and words[k - 1] not in v.that_is:
                return size
            number = v.small.get(word, int(word) if word.isdigit() and len(word) < 3 else 0)
            if k < start and number == 1 and words[k + 1] in v.of_words:
                return 1
            if k < start and number > 1 and words[k - 1] not in v.option_nouns:
                return number
        said = words[start:end]
        known = self.labels[group[0].value]
        plural = any(word.endswith(v.plural_ending) and word not in known and stem(word) != word for word in said)
        return size if v.plural_ending and plural else 0

    def _from_an_end(self, i: int, j: int) -> tuple[list[int], int] | None:
        """`the first two`, `the last three`: the places, and where these words end."""
        v, words, size = self.u.vocabulary, self.u.words, len(self.placed)
        for k in range(i, j - 1):
            first, last = v.ordinals.get(words[k]) == 1, words[k] in v.last_option
            number = v.small.get(words[k + 1], int(words[k + 1]) if words[k + 1].isdigit() else 0)
            if (first or last) and 1 < number <= size:
                return list(range(number) if first else range(size - number, size)), k + 2
        return None

    def _counts_all(self, i: int, j: int) -> int:
        """How many `all three` says there are; 0 where nothing does. The number is no place in the list then."""
        v, words = self.u.vocabulary, self.u.words
        for k in range(i, j - 1):
            number = v.small.get(words[k + 1], int(words[k + 1]) if words[k + 1].isdigit() else 0)
            if words[k] in v.everything and number > 1 and self._ends(k + 2, j):
                return number
        return 0

    def _all(self, i: int, j: int) -> list[int]:
        """`everything`, `all of them`, `both`, `the rest`, where no option is named beside it."""
        v, words, size = self.u.vocabulary, self.u.words, len(self.placed)
        for k in range(i, j):
            word = words[k]
            if word in v.rest_words and words[k - 1] in v.the_words:
                places = [place for place in range(size) if place not in {*self.chosen, *self.held}]
                self.adds = self.adds or bool(self.held)
            elif self._means_all(k, j):
                places = list(range(size))
            else:
                continue
            self.everything = self.everything or word not in v.rest_words
            self._keep(places, k, k + 1)
            return places
        return []

    def _means_all(self, k: int, j: int) -> bool:
        v, words = self.u.vocabulary, self.u.words
        if words[k] in v.both_words:
            return len(self.placed) == 2
        if words[k] in v.everything:
            return words[k - 1] not in v.that_is and self._ends(k + 1, j)
        return self._is_noun_of_all(k)

    def _is_noun_of_all(self, k: int) -> bool:
        """`the kettles`, where every option is one."""
        v, word = self.u.vocabulary, self.u.words[k]
        plural = bool(v.plural_ending) and word.endswith(v.plural_ending) and stem(word) != word
        return plural and stem(word) in self.index.shared and not any(word in label for label in self.labels)

    def _ends(self, k: int, j: int) -> bool:
        """Whether nothing stands behind `all` that tells which: `all of them, please`."""
        v, words = self.u.vocabulary, self.u.words
        if k < j and words[k] not in v.all_follows and words[k] not in v.small and not words[k].isdigit():
            return stem(words[k]) in self.index.shared or words[k] in v.fillers
        rest = words[k:j]
        return all(
            word in v.idle or word in v.all_follows or word in v.small or word.isdigit() or word in v.fillers
            for word in rest
        ) or any(stem(word) in self.index.shared for word in rest)

    def selection(self) -> Selection | None:
        """What all stretches come to."""
        if not self.spans or (not self.chosen and not self.removed and not self.doubt):
            return None
        named = tuple(place for place in self.chosen if place not in self.removed)
        chosen, changes = self._with_held(named)
        if not chosen and not self.doubt:
            return None
        i, j = min(one for one, _ in self.spans), max(one for _, one in self.spans)
        return Selection(tuple(chosen), named, frozenset(self.possible), changes, i, j, self.doubt, self.corrected)

    def _with_held(self, named: tuple[int, ...]) -> tuple[list[int], bool]:
        """What is chosen then, and whether the words only changed what was chosen before."""
        if not self.held or self.everything:
            return list(named), False
        kept = [place for place in self.held if place not in self.removed]
        if (self.adds and named) or (self.removed and (not named or set(self.removed) <= set(self.held))):
            return [*kept, *(place for place in named if place not in kept)], True
        return list(named), False


def _known(one: Candidate) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    return one.key, one.label, one.also, one.examples
