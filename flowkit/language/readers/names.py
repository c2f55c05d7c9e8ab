"""Names of persons: `my name is Ana Lopez`, `Meyer, M E Y E R`, `first name Ana, last name Lopez`.

Theory of operation. A name stands behind words that announce one, or is all that was said. It ends at the first word
that is no name. Letters that spell one of its words, or stand in the place of one, win over that word.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from flowkit.language.locale import Locale
from flowkit.language.readers.letters import Sign, sign_runs, tail
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.readers.vocabulary import Vocabulary
from flowkit.language.shapes import Shape
from flowkit.language.values import folded

NOT_ANNOUNCED: Final = "not said to be a name"
SURNAME_FIRST: Final = "the surname may have been said first"
TAIL: Final = "how it is spelt was said with it"
SPELT_APART: Final = "spelt another way than it was said"
_LONGEST: Final = 6
_SHORT: Final = 24
"""Behind so many words and marks nothing is a name unless it is announced."""
_ENDS: Final = frozenset(".,;:!?")


class _Name(NamedTuple):
    words: tuple[str, ...]
    i: int
    j: int
    doubt: str = ""


def find_names(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every name of a person."""
    spelt = [run for run in sign_runs(u) if letters_only(run)]
    names = _announced(u) or _bare(u, spelt)
    found = [_with_spelling(u, name, spelt) for name in names]
    used = [one for one in found if one is not None]
    if not used:
        used = [Found(_title("".join(sign.text for sign in run)), run[0].i, run[-1].j) for run in spelt]
    return used


def letters_only(run: list[Sign]) -> bool:
    letters = all(sign.text.isalpha() for sign in run)
    return letters and len(run) > 2


@lru_cache(maxsize=8)
def _leads(v: Vocabulary) -> frozenset[str]:
    return frozenset().union(v.name_leads, v.name_weak_leads, v.given_leads, v.family_leads)


def _announced(u: Utterance) -> list[_Name]:
    """Names behind `my name is`, `first name`, `this is` …"""
    v, leads = u.vocabulary, _leads(u.vocabulary)
    given: list[_Name] = []
    family: list[_Name] = []
    names: list[_Name] = []
    i = 0
    while i < u.size:
        if u.words[i] not in leads:
            i += 1
            continue
        if i and (u.words[i - 1] in v.others_names or (u.words[i - 1] == "'s" and u.words[i] not in v.name_weak_leads)):
            i += 1
            continue
        strong = u.at(i, v.name_leads)
        first, last = u.at(i, v.given_leads), u.at(i, v.family_leads)
        part = max(first, last)
        weak = 0 if strong or part else u.at(i, v.name_weak_leads)
        end = max(strong, part, weak)
        name = _name(u, end, strong=not weak) if end else None
        if name is not None and weak:
            name = _weakly(u, i, name)
            if name is not None and weak == i + 1 and _inside_clause(u, i):
                name = name._replace(doubt=NOT_ANNOUNCED)  # `ask for Bob`
        if name is not None:
            name = _said_again(u, name)
        if name is None:
            i += 1
            continue
        (names if not part or part < strong else given if first > last else family).append(name)
        i = name.j
    if given and family:
        parts = [*given, *family]
        words = tuple(word for name in parts for word in name.words)
        return [*names, _Name(words, min(name.i for name in parts), max(name.j for name in parts))]
    return [*names, *given, *family]


def _inside_clause(u: Utterance, i: int) -> bool:
    before = u.words[i - 1] if i else ""
    return before.isalpha() and before not in u.vocabulary.fillers and before not in u.vocabulary.politeness


def _said_again(u: Utterance, name: _Name) -> _Name:
    """`Bond, James Bond`: the longer name wins."""
    longer = _name(u, name.j + 1, strong=True) if u.words[name.j] in (",", ".") else None
    if longer is None or len(longer.words) <= len(name.words) or not set(name.words) <= set(longer.words):
        return name
    return longer._replace(i=name.i, doubt=name.doubt)


def _weakly(u: Utterance, i: int, name: _Name) -> _Name | None:
    """Behind `it's` or `I'm` a word in small letters is a name only perhaps, and only if it ends the sentence."""
    if _capitals(u, name):
        return name
    ends = u.words[name.j] in _ENDS or name.j >= u.size or u.words[name.j] in u.vocabulary.name_follows
    plain = u.words[i] in u.vocabulary.self_leads and len(name.words) == 1
    return name._replace(doubt=NOT_ANNOUNCED) if ends and not plain else None


def _bare(u: Utterance, spelt: list[list[Sign]]) -> list[_Name]:
    """Names that are all that was said, or all between two commas or corrections."""
    v, words = u.vocabulary, u.words
    names: list[_Name] = []
    if u.size > _SHORT:
        return names
    alone, i = True, 0
    taken = {place for run in spelt for place in range(run[0].i, run[-1].j)}
    while i < u.size:
        skip = u.at(i, v.corrections)
        if words[i] in _ENDS or words[i] in v.fillers or words[i] in v.politeness or i in taken or words[i] == "-":
            i += 1
            continue
        if skip or u.at(i, v.spelt_leads):
            i = skip or u.at(i, v.spelt_leads)
            continue
        name = _name(u, i, strong=False)
        if name is not None and _closed(u, name.j, taken):
            names.append(name)
            i = name.j + (words[name.j] in v.name_follows)
            continue
        alone = False
        while i < u.size and words[i] not in _ENDS:
            i += 1
    doubt = "" if alone else NOT_ANNOUNCED
    if alone and len(names) == 2:
        names = _turned(u, *names)
    return [name._replace(doubt=doubt or name.doubt or ("" if _capitals(u, name) else NOT_ANNOUNCED)) for name in names]


def _turned(u: Utterance, one: _Name, other: _Name) -> list[_Name]:
    """`Smith, John` is John Smith, in doubt; `Priya. Priya Khan` is the longer name."""
    if set(one.words) < set(other.words):
        return [other]
    comma = u.words[one.j : other.i] == (",",)
    if comma and len(one.words) == 1 and len(other.words) < 3:
        return [_Name((*other.words, *one.words), one.i, other.j, SURNAME_FIRST)]
    return [one, other]


def _closed(u: Utterance, j: int, taken: set[int]) -> bool:
    v, word = u.vocabulary, u.words[j]
    return (
        j >= u.size
        or j in taken
        or word in _ENDS
        or word in v.name_follows
        or word in v.politeness
        or bool(u.at(j, v.spelt_leads) or u.at(j, v.corrections))
    )


def _name(u: Utterance, i: int, strong: bool) -> _Name | None:
    """The words of a name from part `i`."""
    v, words = u.vocabulary, u.words
    while words[i] in v.name_titles or (words[i] == "." and words[i - 1] in v.name_titles) or words[i] in v.hesitations:
        i += 1
    parts: list[str] = []
    j = i
    while j < u.size and len(parts) < _LONGEST:
        word = words[j]
        if not _name_word(u, j, strong):
            break
        end = j + 1
        while words[end] in ("-", "‑", "'") and u.touches(end) and u.touches(end + 1) and words[end + 1].isalpha():
            end += 2
        if len(word) == 1 and words[end] == "." and u.touches(end):
            end += 1
        part = _title(u.written(j, end), lower=bool(parts) and word in v.name_particles)
        if parts and u.touches(j) and parts[-1].endswith("."):
            parts[-1] += part
        else:
            parts.append(part)
        j = end
    while parts and words[j - 1] in v.name_particles and len(parts) > 1:
        parts.pop()
        j -= 1
    if words[j] == "'s" and u.touches(j):
        return None  # `Ana's husband`
    if all(len(part.strip(".")) == 1 or part.lower() in v.name_particles for part in parts):
        return None
    return _Name(tuple(parts), i, j)


def _name_word(u: Utterance, i: int, strong: bool) -> bool:
    v, word = u.vocabulary, u.words[i]
    if not word[:1].isalpha() or (u.touches(i + 1) and u.words[i + 1].isdigit()):
        return False
    if len(word) == 1:
        return _capital(u, i) and word not in v.self_leads and (len(u.words[i + 1]) > 1 or u.words[i + 1] == ".")
    if word in v.name_particles:
        return True
    if word not in v.common:
        return True
    if not _capital(u, i) or u.text.isupper():
        return False
    return strong or (len(word) > 1 and _named_too(u, i))


def _named_too(u: Utterance, i: int) -> bool:
    """Whether a common word with a capital is a name here: `Will Grant`, `this is Will`, `Nguyen Van An`."""
    v = u.vocabulary
    inside = i > 0 and u.words[i - 1].isalpha() and len(u.words[i - 1]) > 1 and _capital(u, i - 1)
    if inside and u.words[i - 1] not in v.common:
        return True
    if u.words[i] not in v.names_too:
        return False
    begins = i == 0 or u.words[i - 1] in _ENDS
    return not begins or (u.words[i + 1].isalpha() and i + 1 < u.size and _capital(u, i + 1))


def _capital(u: Utterance, i: int) -> bool:
    return u.text[u.starts[i]].isupper()


def _capitals(u: Utterance, name: _Name) -> bool:
    """Whether every word of the name has a capital, particles apart: `Amazon delivery` is no plain name."""
    v, words = u.vocabulary, u.words
    return all(
        words[i] in v.name_particles or not words[i].isalpha() or _capital(u, i) or u.touches(i)
        for i in range(name.i, name.j)
    )


def _title(word: str, lower: bool = False) -> str:
    """The word as a name is written: as it was written when it has a capital, else with one."""
    if word.islower() or (word.isupper() and len(word) > 2):
        plain = word.lower()
        return plain if lower else "-".join(part[:1].upper() + part[1:] for part in plain.split("-"))
    return word


def _with_spelling(u: Utterance, name: _Name, spelt: list[list[Sign]]) -> Found | None:
    """The name, with a word of it replaced by its spelling."""
    words, i, j, doubt = list(name.words), name.i, name.j, name.doubt
    for run in spelt:
        if run[0].i < name.i or not _follows(u, j, run[0].i):
            continue
        text = "".join(sign.text for sign in run)
        if folded("".join(words)) == text:
            j = run[-1].j
            continue
        place = _spelt_word(words, text)
        if place is not None:
            words[place] = words[place] if folded(words[place]) == text else _title(text)
        else:
            words.append(_title(text))
            doubt = doubt or SPELT_APART
        j = run[-1].j
    if not doubt and tail(u, j):
        doubt = TAIL
    return Found(" ".join(words), i, j, doubt)


def _follows(u: Utterance, j: int, i: int) -> bool:
    v = u.vocabulary
    between = u.words[j:i]
    return all(not word.isalnum() or word in v.spelling_words or word in v.fillers for word in between)


def _spelt_word(words: list[str], text: str) -> int | None:
    """Which word the letters spell: an equal one, else the last that begins alike and is about as long."""
    for place, word in enumerate(words):
        if folded(word) == text:
            return place
    for place in range(len(words) - 1, -1, -1):
        word = folded(words[place])
        if word[:1] == text[:1] and abs(len(word) - len(text)) < 3:
            return place
    return None
