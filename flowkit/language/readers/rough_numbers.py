"""Numbers that are not exactly what was said: `around 20`, `at least ten`, `twenty or so`, `and a half`."""

from flowkit.language.readers.utterance import Utterance
from flowkit.language.readers.vocabulary import Words


def rough(u: Utterance, i: int, j: int) -> bool:
    """Whether the number from `i` to `j` is only about that: `around 20`, `20 or so`, `less than 20`."""
    v = u.vocabulary
    if about_before(u, i, v.about) or (i > 1 and u.at(i - 2, v.about_before) == i):
        return True
    return bool(u.at(j, v.about_behind))


def about_before(u: Utterance, i: int, about: Words) -> bool:
    """Whether such a word stands before part `i`; `how about` suggests and makes nothing rough."""
    return i > 0 and u.words[i - 1] in about and not (i > 1 and u.words[i - 2] in u.vocabulary.questions)


def torn(u: Utterance, i: int, j: int) -> bool:
    """Whether a part of the number is missing or not read: `and a half`, `seven point`, `two and a third`."""
    v, words = u.vocabulary, u.words
    if words[j] in v.points or words[j] in v.denominators or words[j] in v.ordinals:
        return True
    if words[j] == "-" and u.touches(j) and words[j + 1] in v.points:
        return True
    if words[j] in v.joins:
        k = j + 2 if words[j + 1] in v.articles else j + 1
        if words[k] in v.denominators or (words[k] in v.small and words[k + 1] in v.denominators):
            return True
    return i > 0 and words[i - 1] in v.joins and (i == 1) and (words[i] in v.articles or words[i] in v.halves)
