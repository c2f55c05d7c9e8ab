"""Yes or no, as the answer to a slot's own question: `yep`, `I do`, `not really`, `I don't think so`.

An answer stands at the beginning of a clause. `Yes` and `no` count whatever follows them, other answers only when their
clause ends there. A statement (`I don't have one`) answers in doubt. It is no reading of consent.
"""

from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.corrections import corrected, denied
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape

STATEMENT: Final = "not a plain yes or no"
_WHOLE: Final = 3
"""Answers of so many words need no beginning of a clause before them."""


def find_yes_no(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every yes and no; a plain one decides over others that say the contrary, in doubt."""
    v = u.vocabulary
    found: list[Found] = []
    plain: set[int] = set()
    i, answered = 0, True
    while i < u.size:
        meant = u.meaning(i, v.answers)
        begins = answered or _begins(u, i)
        if meant is not None and (begins or meant[1] - i >= _WHOLE):
            value, end = meant
            one = _answer(u, i, end, value)
            if one is not None and not (one.value and denied(u, one)):
                if u.words[i] in v.plain_answers and end == i + 1:
                    plain.add(len(found))
                found.append(one)
            i, answered = max(end, one.j if one else end), one is not None
            continue
        correction = u.at(i, v.corrections)
        if found and correction > i + 1:
            i, answered = correction, True
            continue
        statement = u.meaning(i, v.statements) if begins else None
        if statement is not None:
            found.append(Found(statement[0], i, statement[1], STATEMENT))
        answered = False
        i += 1
    return _decided(corrected(u, found, found), [found[place] for place in plain])


def _begins(u: Utterance, i: int) -> bool:
    v, before = u.vocabulary, u.words[i - 1] if i else ""
    return (
        (not before[:1].isalnum() and before != "'s")
        or before in v.fillers
        or before in v.politeness
        or before in v.links
    )


def _answer(u: Utterance, i: int, end: int, value: bool | None) -> Found | None:
    v, after = u.vocabulary, u.words[end]
    if value is None:
        return None
    if u.words[i] in v.plain_answers and end == i + 1:
        return Found(value, i, end)
    if value and after in v.negators and after not in v.links:
        return Found(False, i, end + 1, STATEMENT)
    closed = (
        not after[:1].isalnum()
        or after in v.fillers
        or after in v.politeness
        or after in v.links
        or after in v.persons
        or bool(u.meaning(end, v.answers))
    )
    if closed and after != "'s":
        return Found(value, i, end)
    statement = u.meaning(i, v.statements)
    return Found(statement[0], i, statement[1], STATEMENT) if statement is not None else None


def _decided(found: list[Found], plain: list[Found]) -> list[Found]:
    said = {one.value for one in found if (one.i, one.j) in {(other.i, other.j) for other in plain}}
    if len(said) != 1 or all(one.value in said for one in found):
        return found
    return [one._replace(doubt=one.doubt or STATEMENT) for one in found if one.value in said]
