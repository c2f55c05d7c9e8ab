"""The proofs of a consent, found in the journal: what was said and heard, and what the caller answered, in which order.

Nothing of what the engine claims is taken for granted: the note names the utterances and the turn, and everything
about them is looked up in the record.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flowkit.engine import events
from flowkit.engine.program import Program
from flowkit.engine.read_back.keys import digest_of
from flowkit.language.answers import asks_to_wait, read_answer
from flowkit.language.model import Tool
from flowkit.language.speaking import SpokenValue
from tests.engine.invariants.record import NEVER, Record, Said

AGAINST = ("no", "changed", "other")
YES_KEYS = ("1",)
MASK = "‹"
"""Begins what stands in the place of a sensitive value."""


def fits(shown: str, text: str) -> bool:
    """Whether a text of a note is this one, with what is sensitive in it masked."""
    parts = [re.escape(part) for part in re.split("‹[^›]*›", shown)]
    return re.fullmatch(".+".join(parts), text, re.DOTALL) is not None


@dataclass(frozen=True)
class Consent:
    """A `note consent` with the record at the moment of it."""

    program: Program
    record: Record
    data: Mapping[str, Any]
    audio: bool
    language: str

    @property
    def tool(self) -> Tool:
        return self.program.project.tools[self.data["tool"]]

    @property
    def statement(self) -> Said | None:
        return self.record.said.get(self.data["statement"]["u"])

    @property
    def question(self) -> Said | None:
        return self.record.said.get(self.data["question"]["u"])

    @property
    def turns(self) -> tuple[str, ...]:
        """The turns of the answer, the last one last; empty where a key was pressed."""
        answer = self.data["answer"]
        named = answer.get("turns") or ([answer["turn"]] if answer.get("turn") else [])
        return tuple(named)

    @property
    def by_key(self) -> bool:
        """Whether a key agreed."""
        return "key" in self.data["answer"]

    def reads(self, text: str, at: int) -> str:
        """How an answer to this read-back reads."""
        statement, question = self.statement, self.question
        values = [SpokenValue(*each) for each in (statement.values if statement else ())]
        stated = f"{statement.text if statement else ''} {question.text if question else ''}"
        return read_answer(text, values, self.program.locale(at, self.language), stated=stated).reading

    def missing(self, at: int) -> Iterator[str]:
        """What is not proved, in words."""
        yield from self._missing_of_values()
        if self.data.get("heard") == "unproved":
            yield from self._missing_where_nothing_is_proved()
            return
        yield from self._missing_of_statement()
        question = self.question
        if question is None or question.audible == NEVER:
            yield "the question did not begin to sound"
            return
        if question.begun < self.record.broken:
            yield "the line was lost after the question"
        if self.by_key:
            yield from self._missing_of_key(question.audible)
        else:
            yield from self._missing_of_answer(question, at)

    def _missing_of_values(self) -> Iterator[str]:
        shown = self.data["arguments"]
        if MASK not in str(shown) and self.data["digest"] != digest_of(self.data["tool"], shown):
            yield "the digest is not that of the write"

    def _missing_of_statement(self) -> Iterator[str]:
        statement = self.statement
        said = statement and (statement.made if statement.kind == "reply" else statement.text)
        if statement is None or not fits(self.data["statement"]["text"], said or ""):
            yield "the statement is not what was said"
        elif statement.generated == NEVER or statement.status != "completed":
            yield "the statement was not generated whole"
        elif statement.extent != "full":
            yield "the statement was not heard to its end"
        elif statement.begun < self.record.broken:
            yield "the line was lost after the statement"

    def _missing_where_nothing_is_proved(self) -> Iterator[str]:
        """Where the line tells nothing of what was heard: both generated as they stand, then a key; never for money."""
        if self.tool.effect == "money":
            yield "nothing proves what was heard, and it is about money"
        if not self.by_key:
            yield "nothing proves what was heard, and no key was pressed"
        for said in (self.statement, self.question):
            if said is None or said.status != "completed" or said.begun < self.record.broken:
                yield "what was to be heard was not generated"
                return
            yield from self._missing_of_key(said.generated)

    def _missing_of_key(self, since: int) -> Iterator[str]:
        if not any(place > since and digit in YES_KEYS for place, digit in self.record.keys):
            yield "no key was pressed after the question began to sound"

    def _missing_of_answer(self, question: Said, at: int) -> Iterator[str]:
        turns = [self.record.turns.get(turn) for turn in self.turns]
        if any(turn is None or turn.words == NEVER for turn in turns):
            yield "the words of the answer are not known"
            return
        known = [turn for turn in turns if turn is not None]
        if any(turn.started <= question.audible for turn in known):
            yield "the answer began before the question sounded"
        if self.audio and any(turn.ended == NEVER for turn in known):
            yield "the answer is not over"
        text = " ".join(turn.text for turn in known)
        if self.reads(text, at) != "yes":
            yield f"'{text}' is not a yes"
        if self.audio:
            heard = known[-1].hearing
            if heard != "yes" and not (self.tool.witnesses == 1 and heard in ("", "none")):
                yield f"the witness heard '{heard or 'nothing'}'"

    def withdrawn(self, at: int) -> str:
        """What the caller said against it after which the question was not asked again; empty: nothing."""
        question = self.question
        if question is None:
            return ""
        locale = self.program.locale(at, self.language)
        for name, turn in self.record.turns.items():
            if turn.words < question.begun or name in self.turns:
                continue
            reading = self.reads(turn.text, at)
            if reading in AGAINST and not (reading == "other" and asks_to_wait(turn.text, locale)):
                return f"'{turn.text}' ({reading})"
        return ""

    def proofs(self) -> Iterator[tuple[str, events.Event]]:
        """Events, each of which the consent would not stand without: what it proves, and one of its kind."""
        if self.data.get("heard") == "unproved":
            return
        yield "statement heard", events.Played(self.data["statement"]["u"], "full")
        yield "question sounded", events.Audible(self.data["question"]["u"])
        if not self.by_key:
            yield "answer began", events.TurnStarted(self.turns[-1])
            yield "answer words", events.Words(self.turns[-1])
            if self.audio and self.tool.witnesses != 1:
                yield "witness", events.Witnessed(self.turns[-1], "yes")


def is_one(event: events.Event, proof: events.Event) -> bool:
    """Whether an event is that proof, whenever it came."""
    if type(event) is not type(proof):
        return False
    name = "u" if hasattr(proof, "u") else "turn"
    return bool(getattr(event, name) == getattr(proof, name))
