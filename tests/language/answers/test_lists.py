"""The lists of answers: what the grammar was tuned on, and what it was only measured on."""

from collections.abc import Callable
from typing import Any

from flowkit.language.answers import Answer

Line = Any
"""A line of a list, as in `conftest`."""
Read = Callable[[str, str], Answer]


def test_development_list_is_read_as_written(answer: Read, development: list[Line]) -> None:
    assert len(development) >= 80
    wrong = [(line, answer(line.words, line.after)) for line in development]
    assert [pair for pair in wrong if pair[1].reading != pair[0].means] == []


def test_no_held_out_non_consent_is_a_yes(answer: Read, held_out: list[Line]) -> None:
    others = [line for line in held_out if line.means != "yes"]
    assert len(others) >= 200
    assert [line for line in others if answer(line.words, line.after).reading == "yes"] == []


def test_held_out_consents_are_read_as_yes(answer: Read, held_out: list[Line]) -> None:
    consents = [line for line in held_out if line.means == "yes"]
    assert len(consents) >= 150
    missed = [line.words for line in consents if answer(line.words, line.after).reading != "yes"]
    assert len(missed) <= len(consents) * 0.1, missed


def test_plain_refusals_are_read_as_no(answer: Read, held_out: list[Line]) -> None:
    refusals = [line for line in held_out if line.means == "no"]
    assert len(refusals) >= 25
    assert [line for line in refusals if answer(line.words, line.after).reading != "no"] == []


def test_lists_share_no_answer(development: list[Line], held_out: list[Line]) -> None:
    def plain(line: Line) -> tuple[str, str]:
        return line.after, "".join(c for c in line.words.lower() if c.isalnum() or c in " ?")

    tuned = {plain(line) for line in development if len(line.words.split()) > 2}
    assert tuned.isdisjoint(plain(line) for line in held_out)
    assert len(held_out) == len({(line.after, line.words) for line in held_out})
