"""Did you mean …: the known word that a misspelt one most likely stands for."""

from collections.abc import Iterable
from typing import Final

from flowkit.language.advice import Advice

_SAFE_LETTERS: Final = 4


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to `word`, or "" where none is close enough to be meant.

    Close means: at most one slip in words of up to four letters, two in words of up to eight, three in longer ones,
    where a slip is a letter missing, added, changed, or swapped with its neighbour. Case, `-` and spaces are no slip.
    """
    return _two_nearest(word, known)[0]


def _two_nearest(word: str, known: Iterable[str]) -> tuple[str, int, int]:
    """The nearest known word ("": none), its slips, and those of the next one that is near enough (99: none)."""
    wanted = _plain(word)
    allowed = 1 if len(wanted) <= 4 else 2 if len(wanted) <= 8 else 3
    best, found, second = allowed + 1, "", 99
    for candidate in sorted(set(known)):
        other = _plain(candidate)
        if abs(len(other) - len(wanted)) > min(allowed, best):
            continue
        distance = _slips(wanted, other)
        if distance > allowed or distance >= max(len(wanted), len(other)):
            continue
        if distance < best:
            best, found, second = distance, candidate, best if found else 99
        else:
            second = min(second, distance)
    return found, best, second


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'x'?`, or "".

    Where no other known word is as near, it brings a fix; a safe one where a single letter of a word of four or more is
    wrong, and no figure.
    """
    found, slips, others = _two_nearest(word, known)
    if not found:
        return ""
    help = f"did you mean '{found}'?"
    if others <= slips:
        return help
    safe = slips == 0 or (slips == 1 and len(word) >= _SAFE_LETTERS and _figures(word) == _figures(found))
    return Advice(help, found, word, safe)


def _figures(word: str) -> str:
    return "".join(char for char in word if char.isdigit())


def listed(words: Iterable[str], last: str = "or", at_most: int = 8) -> str:
    """`'a', 'b' or 'c'`; of a long list the first ones and how many more there are."""
    quoted = [f"'{word}'" for word in words]
    if len(quoted) > at_most:
        return f"{', '.join(quoted[:at_most])} and {len(quoted) - at_most} more"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")[:60]


def _slips(one: str, other: str) -> int:
    """The number of slips between two words (optimal string alignment distance)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, facing in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
