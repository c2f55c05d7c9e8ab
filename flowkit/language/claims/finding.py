"""Where a text claims that something was done."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from flowkit.language.claims.tables import ClaimTables, Verb
from flowkit.language.claims.verbs import tables

_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[.!?;:,\u2026\u2013\u2014]| - ")
_ENDS: Final = ".!?;\u2026"
_PARTS: Final = {",", ":", "\u2013", "\u2014", " - "}
_SHORT: Final = {"'ve": "have", "'re": "are", "'ll": "will", "'d": "would", "'m": "am"}
_IRREGULAR: Final = {"can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}

NOUN_NEAR: Final = 3
"""How many words behind "processed" the noun may stand: I processed "the refund"."""

Clause = tuple[str, ...]


def claimed(text: str, verb: Verb, language: str) -> str:
    """The words of a text that claim that something was done; empty if none do.

    Args:
        text: what the agent said.
        verb: the done words, and the nouns of what was done.
        language: BCP 47.
    """
    known = tables(language)
    for clauses, asks in _sentences(text):
        conditional = False
        for number, clause in enumerate(clauses):
            rest = _behind_leads(clause, known)
            last = number == len(clauses) - 1
            if not (asks and (last or _tagged(clauses, number, known))) and not _asks(rest, known):
                spoken_of = frozenset(word for each in clauses[:number] for word in each)
                found = _claim(rest, verb, known, spoken_of, conditional=conditional)
                if found:
                    return found
            conditional = conditional or _first(rest, known) in known.conditions or rest[:1] == ("as",)
    return ""


# Taking a text apart.


def _sentences(text: str) -> list[tuple[list[Clause], bool]]:
    """Sentences in order: each as its clauses, and whether it ends with a question mark."""
    sentences: list[tuple[list[Clause], bool]] = []
    clauses: list[Clause] = []
    words: list[str] = []

    def part() -> None:
        if words:
            clauses.append(tuple(words))
            words.clear()

    for token in _TOKEN.findall(text.casefold().replace("\u2019", "'")):
        if token in _PARTS:
            part()
        elif token in _ENDS:
            part()
            if clauses:
                sentences.append((clauses, token == "?"))
                clauses = []
        else:
            words += _written_out(token)
    part()
    if clauses:
        sentences.append((clauses, False))
    return sentences


def _written_out(token: str) -> tuple[str, ...]:
    word, mark, end = token.partition("'")
    if not mark:
        return ("can", "not") if token == "cannot" else (token,)
    if token in _IRREGULAR:
        return _IRREGULAR[token]
    if token.endswith("n't"):
        return (token[:-3], "not")
    return (word, _SHORT.get(mark + end, mark + end))


def _behind_leads(clause: Clause, known: ClaimTables) -> Clause:
    """The clause behind words that only lead to it."""
    for lead in known.leads:
        start = 1 if clause and clause[0] in known.openers and clause[: len(lead)] != lead else 0
        if clause[start : start + len(lead)] == lead and len(clause) > start + len(lead):
            return clause[start + len(lead) :]
    return clause


def _first(clause: Clause, known: ClaimTables) -> str:
    """The first word that says something."""
    return next((word for word in clause if word not in known.openers), "")


def _asks(clause: Clause, known: ClaimTables) -> bool:
    """Whether a clause is a question by the order of its words."""
    words = [word for number, word in enumerate(clause) if word not in known.openers or number > 2]
    if len(words) < 2:
        return False
    return words[0] in known.question_words or (words[0] in known.auxiliaries and words[1] in known.subjects)


def _tagged(clauses: Sequence[Clause], number: int, known: ClaimTables) -> bool:
    """Whether a question mark stands behind a tag only, that asks what is said before it: `…, right?`"""
    tag = clauses[-1]
    is_tag = (len(tag) == 1 and tag[0] in known.tags) or (
        len(tag) <= 3 and "not" in tag and tag[0] in known.auxiliaries
    )
    return is_tag and number == len(clauses) - 2


# One clause.


def _claim(clause: Clause, verb: Verb, known: ClaimTables, spoken_of: frozenset[str], *, conditional: bool) -> str:
    for word in verb.done:
        for start, end in _places(clause, word):
            if _is_claim(clause, start, end, known, conditional=conditional):
                return word
    for word in known.finished if verb.nouns else ():
        for start, end in _places(clause, word):
            # The refund was made; I made the refund; the refund went through, and was made.
            near = (*clause[:start], *clause[end : end + NOUN_NEAR])
            behind = spoken_of if end == len(clause) else frozenset[str]()
            noun = next((noun for noun in verb.nouns if noun in near or noun in behind), "")
            if noun and _is_claim(clause, start, end, known, conditional=conditional):
                return f"{noun} {word}"
    return ""


def _places(clause: Clause, word: str) -> list[tuple[int, int]]:
    """Where a word or phrase stands in a clause."""
    parts = tuple(word.casefold().split())
    length = len(parts)
    return [(at, at + length) for at in range(len(clause) - length + 1) if clause[at : at + length] == parts]


def _is_claim(clause: Clause, start: int, end: int, known: ClaimTables, *, conditional: bool) -> bool:
    """Whether the done word at `start` is something that the clause says has happened."""
    before, after = clause[:start], clause[end:]
    alike = end - start == 1 and clause[start] in known.alike
    if not known.habits.isdisjoint(clause) or _blocked(before, known) or _nothing(after, known):
        return False
    at, been = start - 1, False
    while at >= 0 and clause[at] in known.between:
        been = been or clause[at] == known.passive
        at -= 1
    if at < 0 or all(word in known.openers for word in clause[: at + 1]):
        # "Put it down" is no claim: it tells the caller what to do.
        ends = _is_over(after, known) if alike else not after or after[0] in known.objects
        return not been and not conditional and ends
    if alike and not been and clause[at] in known.present | known.past and not _is_over(after, known):
        # "Your address is set to …" tells what is there, not what was done.
        return False
    return _governed(clause, at, after, known, been=been, conditional=conditional)


def _is_over(after: Clause, known: ClaimTables) -> bool:
    """Whether a word that is its own participle is at its end here: "it is set", "set now", "set for you"."""
    return not after or after[0] in known.over or after[:2] in known.for_you


def _governed(clause: Clause, at: int, after: Clause, known: ClaimTables, *, been: bool, conditional: bool) -> bool:
    """Whether the word that governs a done word makes a claim of it."""
    word, earlier = clause[at], clause[:at]
    if been:
        return word in known.perfect or word == "'s"
    if word in known.present:
        return not conditional and known.conditions.isdisjoint(after)
    if word in known.past:
        return not _long_ago(clause, known)
    if word in known.agents:
        return True
    if word in known.perfect:
        subject = next((each for each in reversed(earlier) if each not in known.between), "")
        return subject in known.agents
    return word in known.joiners and not known.agents.isdisjoint(earlier)


def _blocked(before: Clause, known: ClaimTables) -> bool:
    """Whether something before a done word denies it, puts it off, or makes it depend on something."""
    if any(word in known.negations or word in known.futures or word in known.conditions for word in before):
        return True
    return any(one in known.tellers and two in known.told for one, two in pairwise(before))


def _nothing(after: Clause, known: ClaimTables) -> bool:
    """Whether what follows on a done word denies it: booked "nothing", but not "nothing else"."""
    return bool(after) and after[0] in known.nothings and (len(after) == 1 or after[1] not in known.besides)


def _long_ago(clause: Clause, known: ClaimTables) -> bool:
    """Whether a clause tells of another time."""
    if not known.long_ago.isdisjoint(clause):
        return True
    return any(one in known.day_leads and two in known.days for one, two in pairwise(clause))
