"""Every mistake of the tables gives one message, at its place, that says what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

KINDS = ("project", "catalog", "flow", "suite", "words")


@dataclass(frozen=True)
class Mistake:
    """One block of a table. The help is compared where the block has one.

    `alone`: nothing else is found. Few mistakes have others follow from them; their blocks say so.
    """

    path: str
    old: str
    new: str
    message: str
    help: str
    alone: bool


def mistakes() -> Iterator[Any]:
    """The blocks of all tables, named by their new text."""
    for kind in KINDS:
        text = Path(__file__).with_name(f"{kind}_mistakes.txt").read_text(encoding="utf-8")
        for block in text.split("\n\n")[1:]:
            lines = block.strip("\n").split("\n")
            old = "\n".join(line[2:] for line in lines if line.startswith("- "))
            new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
            message = next(line for line in lines if line.startswith("FK"))
            help = next((line[6:] for line in lines if line.startswith("help: ")), "")
            alone = "(others follow)" not in lines
            yield pytest.param(Mistake(lines[0], old, new, message, help, alone), id=f"{lines[0]}: {new}"[:70])


@pytest.mark.parametrize("mistake", list(mistakes()))
def test_a_mistake_gives_one_message_at_its_place(slip: Callable[..., Any], mistake: Mistake) -> None:
    made = slip(mistake.path, mistake.old, mistake.new)
    messages = [f"{found.kind.code} {found.message}" for found in made.found]
    assert mistake.message in messages
    assert not mistake.alone or messages == [mistake.message]
    found = made.found[messages.index(mistake.message)]
    span = found.span
    assert span.path == mistake.path
    assert (span.line, span.column, span.end_line, span.end_column) == made.marked
    assert found.help == (mistake.help or found.help)


@pytest.mark.parametrize("mistake", list(mistakes()))
def test_messages_keep_the_house_style(mistake: Mistake) -> None:
    message = mistake.message[6:]
    assert not message.endswith("."), "one sentence, no full stop"
    assert not message[0].isupper()
