"""An answer is read while the caller waits: it must cost nothing beside the rest of a turn."""

from functools import partial
from time import perf_counter
from typing import Any

from flowkit.language.answers import read_answer
from flowkit.language.answers.phrasebook import told
from flowkit.language.locale import Locale
from tests.pace import spent, unit


def test_an_answer_takes_a_few_units(held_out: list[Any], read_backs: dict[str, Any], locale: Locale) -> None:
    times = []
    for line in held_out:
        said = read_backs[line.after]
        best = 1.0
        for _ in range(5):
            told.cache_clear()
            start = perf_counter()
            read_answer(line.words, said.values, locale, stated=said.text)
            best = min(best, perf_counter() - start)
        times.append(best)
    times.sort()
    one = unit()
    assert times[len(times) // 2] < 8 * one
    assert times[-1] < 80 * one


def test_the_longest_text_takes_no_longer_than_a_moment(locale: Locale) -> None:
    for text in ("yes " * 50_000, "1 " * 50_000, "a" * 200_000, "yes and " * 30_000, "'" * 90_000, "1:" * 90_000):
        assert spent(partial(read_answer, text, (), locale)) < 4000
