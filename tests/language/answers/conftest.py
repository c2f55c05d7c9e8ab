"""Read-backs that answers are read against, and the lists of answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from flowkit.language.answers import Answer, read_answer
from flowkit.language.locale import Locale
from flowkit.language.speaking import SpokenValue

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Said:
    """A read-back: its values and its text."""

    values: tuple[SpokenValue, ...]
    text: str


@dataclass(frozen=True)
class Line:
    """One answer of a list: what the caller means, the read-back, the words."""

    means: str
    after: str
    words: str


READ_BACKS = {
    "visit": Said(
        (
            SpokenValue("choice", "v1", "dentist"),
            SpokenValue("datetime", "2026-03-07T11:00", "Saturday, March seventh at eleven am"),
        ),
        "I'll move your dentist to Saturday, March seventh at eleven am.",
    ),
    "refund": Said(
        (
            SpokenValue("money", "35.00", "thirty-five dollars"),
            SpokenValue("choice", "i1", "kettle"),
            SpokenValue("digits", "12345", "1 2 3 4 5"),
        ),
        "I'll refund thirty-five dollars for the kettle of order 1 2 3 4 5, to the card you paid with.",
    ),
    "device": Said(
        (SpokenValue("text", "K7QX", "K 7 Q X"),), "I'll restart device K 7 Q X now. It will be off for a minute."
    ),
    "table": Said(
        (SpokenValue("integer", "2", "two"), SpokenValue("date", "2026-05-28", "Thursday, May twenty-eighth")),
        "I'll book a table for two on Thursday, May twenty-eighth.",
    ),
    "stay": Said(
        (
            SpokenValue("date", "2026-05-21", "Thursday, May twenty-first"),
            SpokenValue("date", "2026-05-28", "Thursday, May twenty-eighth"),
        ),
        "I'll book the room from Thursday, May twenty-first to Thursday, May twenty-eighth.",
    ),
    "card": Said(
        (
            SpokenValue("money", "12.50", "twelve dollars and fifty cents"),
            SpokenValue("choice", "credit_card_1", "Visa ending in 1 2 3 4"),
        ),
        "I'll charge twelve dollars and fifty cents to the Visa ending in 1 2 3 4.",
    ),
    "cancel": Said((), "I'll cancel your membership at the end of the month."),
    "email": Said((SpokenValue("email", "ana@example.com", "ana at example dot com"),), ""),
    "address": Said(
        (SpokenValue("text", "710 Sunset Drive", "710 Sunset Drive"),), "I'll send it to 710 Sunset Drive."
    ),
}


@pytest.fixture(scope="session")
def locale() -> Locale:
    return Locale(now=datetime(2026, 3, 2, 10, 0))


@pytest.fixture(scope="session")
def read_backs() -> dict[str, Said]:
    return READ_BACKS


@pytest.fixture(scope="session")
def answer(locale: Locale) -> Callable[[str, str], Answer]:
    """Reads an answer to one of the read-backs."""

    def read(words: str, after: str = "visit") -> Answer:
        said = READ_BACKS[after]
        return read_answer(words, said.values, locale, stated=said.text)

    return read


def _lines(name: str) -> list[Line]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [
        Line(*(part.strip() for part in line.split(" | ", 2))) for line in lines if line and not line.startswith("#")
    ]


@pytest.fixture(scope="session")
def development() -> list[Line]:
    return _lines("development.txt")


@pytest.fixture(scope="session")
def held_out() -> list[Line]:
    return _lines("held_out.txt")
