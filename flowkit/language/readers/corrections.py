"""What callers take back: `Thursday, no wait, Friday` and `not Friday`.

Theory of operation. A reader first finds every value of its type. `settle` then drops what is denied, and everything
before a correction that has a value on both sides. Both look only at the words that tie a value to its denial or
correction, so that `I don't know, Friday` keeps its Friday.
"""

from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance

_REACH = 5
"""How many words may stand between a denial and what it denies."""
_MARKS = frozenset(",.;!?-–—…")


def settle(u: Utterance, found: list[Found]) -> list[Found]:
    """The values that stand after denials and corrections."""
    if not found:
        return found
    kept: list[Found] = []
    last: Found | None = None
    for one in found:
        if (last is not None and _listed(u, last.j, one.i)) or denied(u, one):
            last = one
        else:
            last = None
            kept.append(one)
    return corrected(u, kept, found)


def _listed(u: Utterance, i: int, j: int) -> bool:
    """Whether only `or` stands between: `not Thursday or Friday` denies both."""
    between = [word for word in u.words[i:j] if word not in u.vocabulary.negated_links]
    return bool(between) and all(word in u.vocabulary.ors for word in between)


def denied(u: Utterance, one: Found) -> bool:
    """Whether the words around a value deny it."""
    v, words = u.vocabulary, u.words
    place = one.i - 1
    for _ in range(_REACH):
        if place < 0:
            break
        word = words[place]
        if word in v.negators:
            suggests = words[place - 1] in v.suggestions
            if denies(u, place) and not suggests:
                return True
            break
        if word not in v.negated_links:
            break
        place -= 1
    after = u.at(one.j, v.negated_after)
    return bool(after) and words[after] not in v.persons


def denies(u: Utterance, i: int) -> bool:
    """Whether the word at part `i` denies: `not`; `but` only behind `anything`, `instead` only before `of`."""
    v, word = u.vocabulary, u.words[i]
    if word not in v.negators:
        return False
    if word in v.negator_leads:
        return u.words[i - 1] in v.negator_leads[word]
    return word not in v.negator_follows or u.words[i + 1] in v.negator_follows[word]


def corrected(u: Utterance, kept: list[Found], found: list[Found]) -> list[Found]:
    """What stands behind the last correction that has a value on both sides.

    `found` is every value, `kept` those that are not denied.
    """
    if not kept:
        return kept
    for place in range(len(found) - 1, 0, -1):
        before, after = found[place - 1], found[place]
        if after in kept and correction_between(u, before, after):
            later = [one for one in kept if one.i >= after.i]
            return [one._replace(corrected=True) for one in later]
    return kept


def correction_between(u: Utterance, before: Found, after: Found) -> bool:
    """Whether the second value takes the first one's place."""
    i = before.j
    while i < after.i:
        end = _correction(u, i, after.i)
        if end and _corrects(u, i, end, before, after):
            return True
        i += 1
    return False


def _correction(u: Utterance, i: int, limit: int) -> int:
    """Where the longest correction that stands at part `i` ends, not behind `limit`; 0 when none does."""
    for phrase in u.vocabulary.corrections.get(u.words[i], ()):
        end = i + len(phrase)
        if end <= limit and u.words[i:end] == phrase:
            return end
    return 0


def _corrects(u: Utterance, i: int, end: int, before: Found, after: Found) -> bool:
    """A lone `no`, `better`, `wait` … corrects only when nothing but it ties the two values together."""
    if end - i > 1:
        return True
    tie = [*u.words[before.j : i], *u.words[end : after.i]]
    v = u.vocabulary
    if any(word in v.ors for word in tie):
        return False
    return all(
        word in _MARKS
        or word in v.fillers
        or word in v.negated_links
        or word in v.politeness
        or (word,) in v.corrections.get(word, ())
        for word in tie
    )
