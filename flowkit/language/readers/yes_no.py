"""Yes or no, as the answer to a slot's own question: `yep`, `I do`, `not really`, `I don't think so`.

An answer stands at the beginning of a clause. `Yes` and `no` count whatever follows them, other answers only when their
clause ends there. A statement (`I don't have one`) answers in doubt. It is no reading of consent.
"""

from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.corrections import corrected, denied
from flowkit.language.readers.reading import Found
from flowkit.language.readers.rough_numbers import about_before
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
        if u.words[i] in v.intensifiers and (u.words[i + 1] in v.plain_answers or u.words[i + 1] in v.intensifiers):
            i += 1
            continue
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
            if u.words[correction - 1] in v.plain_answers and not u.meaning(correction, v.answers):
                correction -= 1  # `actually no` with nothing behind it answers itself
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


def _conditional(u: Utterance, end: int) -> bool:
    """`yes, but only …`, `no, unless …`: what follows takes a part of it back."""
    v, words = u.vocabulary, u.words
    while words[end] in (",", ".", "-", "–") or words[end] in v.politeness:
        end += 1
    return words[end] in v.conditions


def _of_something(u: Utterance, end: int) -> bool:
    """`No objection`, `no receipt`: a `no` that belongs to the word behind it, and may agree."""
    v, after = u.vocabulary, u.words[end]
    if not after[:1].isalpha() or after.split("'")[0] in v.persons or u.meaning(end, v.answers):
        return False
    tables = (
        v.fillers,
        v.politeness,
        v.links,
        v.negators,
        v.noes,
        v.helping_verbs,
        v.questions,
        v.intensifiers,
        v.negated_links,
    )
    return not any(after in table for table in tables) and not u.meaning(end, v.statements)


def _answer(u: Utterance, i: int, end: int, value: bool | None) -> Found | None:
    v, after = u.vocabulary, u.words[end]
    if value is None:
        return None
    if u.words[i] in v.plain_answers and end == i + 1:
        half = _conditional(u, end) or about_before(u, i, v.about) or (not value and _of_something(u, end))
        return Found(value, i, end, STATEMENT if half else "")
    if u.at(i, v.unsure_answers) == end:
        return Found(value, i, end, STATEMENT)
    if value and after in v.negators and after not in v.links:
        return Found(False, i, end + 1, STATEMENT)
    about_a_thing = u.words[i] in v.speakers and (after in v.articles or after in v.the_words or after in v.noes)
    closed = not about_a_thing and (
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
