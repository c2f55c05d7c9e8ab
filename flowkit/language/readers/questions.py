"""Whether a caller asked or denied something: then no reading is taken without the model."""

from functools import lru_cache

from flowkit.language.readers.corrections import denies
from flowkit.language.readers.languages import vocabulary
from flowkit.language.readers.utterance import Utterance, utterance

_ENDS = frozenset(",.;:!-–—")


@lru_cache(maxsize=8)
def has_question(text: str, language: str = "en") -> bool:
    """Whether a clause of the text asks: `is Friday free`, `what about ten?`, `Friday, right?`."""
    u = utterance(text, vocabulary(language))
    return "?" in u.words or any(_asks(u, i) for i in range(u.size) if _begins(u, i))


def _begins(u: Utterance, i: int) -> bool:
    v, before = u.vocabulary, u.words[i - 1] if i else ""
    return before == "" or before in _ENDS or before in v.fillers or before in v.politeness or before in v.links


def _asks(u: Utterance, i: int) -> bool:
    v, word, after = u.vocabulary, u.words[i], u.words[i + 1]
    if word in v.questions:
        return True
    if word in v.command_verbs:
        return after in v.speakers
    return word in v.helping_verbs and (after in v.persons or after in v.weekdays)


@lru_cache(maxsize=8)
def wonders(u: Utterance) -> int:
    """Where a sentence begins that asks and offers nothing (`is Friday free?`), -1 for none.

    `How about ten?` and `can we do Friday?` offer what they name; `what I paid was ten` asks nothing.
    """
    for i in range(u.size):
        if _begins_sentence(u, i) and not _offers(u, i) and (_asks(u, i) or _marked(u, i)):
            return i
    return -1


def _marked(u: Utterance, i: int) -> bool:
    """`Is premium worth it?`: a helping verb first and a question mark at the end."""
    if u.words[i] not in u.vocabulary.helping_verbs:
        return False
    return next((word for word in u.words[i : u.size] if word in ".?!"), "") == "?"


def _begins_sentence(u: Utterance, i: int) -> bool:
    v, words = u.vocabulary, u.words
    while i and (words[i - 1] in v.fillers or words[i - 1] in v.politeness or words[i - 1] == ","):
        i -= 1
    return i == 0 or words[i - 1] in ".;?!"


def _offers(u: Utterance, i: int) -> bool:
    v, word, after = u.vocabulary, u.words[i], u.words[i + 1]
    if word in v.questions:
        return after in v.about or after in v.negators or after in v.speakers
    return word in v.offering_verbs


@lru_cache(maxsize=8)
def negates(text: str, language: str = "en") -> bool:
    """Whether the text denies something; `no problem`, `why not` and corrections (`no wait`) deny nothing."""
    u = utterance(text, vocabulary(language))
    v, i = u.vocabulary, 0
    while i < u.size:
        harmless = u.at(i, v.harmless_noes)
        if harmless:
            i = harmless
            continue
        if u.words[i] in v.noes or denies(u, i):
            return True
        i += 1
    return False
