"""Did you mean …: the known word that a misspelt one most likely stands for."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to `word`, or "" where none is close enough to be meant.

    Close means: at most one slip in words of up to four letters, two in words of up to eight, three in longer ones,
    where a slip is a letter missing, added, changed, or swapped with its neighbour. Case, `-` and spaces are no slip.
    """
    wanted = _plain(word)
    allowed = 1 if len(wanted) <= 4 else 2 if len(wanted) <= 8 else 3
    best, found = allowed + 1, ""
    for candidate in sorted(set(known)):
        other = _plain(candidate)
        if abs(len(other) - len(wanted)) >= best:
            continue
        distance = _slips(wanted, other)
        if distance < best and distance < max(len(wanted), len(other)):
            best, found = distance, candidate
    return found


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'x'?`, or ""."""
    found = nearest(word, known)
    return f"did you mean '{found}'?" if found else ""


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
