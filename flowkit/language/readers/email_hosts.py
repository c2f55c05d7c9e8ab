"""The domain of an e-mail address: labels joined by `dot`, said, spelt, or the name of a provider alone."""

from typing import Final

from flowkit.language.frozen import frozen
from flowkit.language.readers.letters import letter
from flowkit.language.readers.number_words import is_figure
from flowkit.language.readers.utterance import Utterance
from flowkit.language.values import folded

HOST: Final = "the end of the address is unusual or was not said"
RUN_TOGETHER: Final = "words were run together"
HYPHENS: Final = "a hyphen may have been said or not"
SPELT_APART: Final = "spelt another way than it was said"
MARKS: Final = frozenset(",()[]")
"""Marks that transcripts put around `at` and `dot`: they are no part of an address."""
_SPELT: Final = 3
"""So many letters with hyphens between are spelling (`A-N-A`); two may be a hyphen that was said."""


@frozen
class Host:
    """A domain up to part `j`; `other` is what it may be as well."""

    text: str
    j: int
    doubt: str = ""
    other: str = ""


@frozen
class _Label:
    text: str
    j: int
    doubt: str = ""


def host_at(u: Utterance, i: int) -> Host | None:
    """The domain from part `i`, in doubt when its end is unusual or went without saying, or words were run together."""
    v, words = u.vocabulary, u.words
    labels: list[str] = []
    i = j = past_marks(u, i)
    doubt = ""
    while True:
        label = _label(u, j, first=not labels)
        if not label.text:
            break
        label = _spelt_behind(u, label)
        labels.append(label.text)
        doubt = doubt or label.doubt
        j = label.j
        marked = past_marks(u, j)
        dot = words[marked] in v.dot_words and (words[marked] != "." or u.touches(marked + 1) or len(labels) == 1)
        if dot and words[marked] != ".":
            j = past_marks(u, marked + 1)
        elif dot and marked == j:
            j += 1
        elif not (len(labels) > 1 and label.text == "co" and words[j] in v.domain_ends):
            break
    return _host(u, i, j, labels, doubt)


def _host(u: Utterance, i: int, j: int, labels: list[str], doubt: str) -> Host | None:
    v, words = u.vocabulary, u.words
    if len(labels) > 1:
        usual = labels[-1] in v.domain_ends or any(u.touches(place) for place in range(i + 1, j))
        parts = sum(len(label.split("-")) for label in labels)
        joined = labels[0] not in v.mail_hosts and labels[0] not in words[i:j] and _plain_words(u, i, j) > parts
        text = ".".join(labels)
        if doubt == HYPHENS:
            return Host(text, j, doubt, ".".join(["-".join(labels[0]), *labels[1:]]))
        return Host(text, j, doubt or (RUN_TOGETHER if joined else "" if usual else HOST))
    whole = v.mail_hosts.get(labels[0]) if labels else None
    return Host(whole, j, HOST) if whole else None


def past_marks(u: Utterance, i: int) -> int:
    """The part behind commas and brackets that begin at `i`."""
    while u.words[i] in MARKS:
        i += 1
    return i


def _plain_words(u: Utterance, i: int, j: int) -> int:
    """How many words of more than one letter stand there that are no sign."""
    v = u.vocabulary
    signs = v.dot_words | v.signs.keys() | v.spelling_words
    return sum(len(word) > 1 and word.isalpha() and word not in signs for word in u.words[i:j])


def _label(u: Utterance, i: int, first: bool) -> _Label:
    """One part of the domain: a word, spelt letters, or (the first) words up to the next `dot`."""
    v, words = u.vocabulary, u.words
    text, j, spelt, hyphens = "", i, 0, 0
    while j < u.size:
        word = words[j]
        if word in v.hesitations:
            j += 1
            continue
        single = _single(u, j, bool(spelt))
        touching = j > i and u.touches(j)
        if single is not None and (first or spelt or not text or touching or _dot_soon(u, j)):
            text, j, spelt = text + single[0], single[1], spelt + 1
        elif word == "-" and spelt and u.touches(j) and u.touches(j + 1) and len(words[j + 1]) == 1:
            j, hyphens = j + 1, hyphens + 1
        elif word == "-" or v.signs.get(word) == "-":
            text, j, spelt = text + "-", j + 1, 0
        elif is_figure(word) and (first or touching or _dot_soon(u, j)):
            text, j = text + word, j + 1
        elif (
            word.isalpha()
            and word not in v.dot_words
            and not (text and word in v.at_words)
            and (not text or touching or text[-1] == "-" or (first and _dot_soon(u, j)))
        ):
            text, j, spelt = text + folded(word), j + 1, 0
        else:
            break
    return _Label(text.strip("-"), j, HYPHENS if hyphens and hyphens + 1 < _SPELT else "")


def _single(u: Utterance, j: int, spelling: bool) -> tuple[str, int] | None:
    """The letter at part `j`; a word for one (`jay`) only among letters."""
    single = letter(u, j)
    if single is None or u.words[j] not in u.vocabulary.letter_names:
        return single
    return single if spelling or letter(u, j + 1) is not None else None


def _spelt_behind(u: Utterance, label: _Label) -> _Label:
    """`acme, that's A-C-M-E, dot com`: a word and then its letters are one."""
    v, words = u.vocabulary, u.words
    j = past_marks(u, label.j)
    while words[j] in v.spelling_words:
        j += 1
    if j == label.j or (words[j] in v.dot_words):
        return label
    spelt = _label(u, j, first=False)
    end = past_marks(u, spelt.j)
    if spelt.j - j < 2 or words[end] not in v.dot_words:
        return label
    if spelt.text == label.text:
        return _Label(label.text, spelt.j, label.doubt)
    alike = spelt.text[:1] == label.text[:1]
    return _Label(spelt.text if alike else label.text, spelt.j, SPELT_APART)


def _dot_soon(u: Utterance, j: int) -> bool:
    """Whether a `dot` follows within two words, so that the label goes on (`hot mail dot com`)."""
    v = u.vocabulary
    return any(
        word in v.dot_words and (word != "." or u.touches(j + 1 + place))
        for place, word in enumerate(u.words[j + 1 : j + 4])
    )
