"""What has to be so on every call, whatever the model did: judged from the record, the rows and the words alone."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flowkit.engine.call import Call
from flowkit.engine.codec import effect_from_json, event_from_json
from flowkit.engine.effects import AnswerCall, Note, RunTool
from flowkit.engine.step import step
from tests.simulator.adversary.calls import Called

_YES = {"yes", "yes please"}
_NOT_SAID = ("single", "channel", "given", "computed")
"""Sources of values that no caller has to have said."""

_DONE = re.compile(
    r"\b(?:it|that|this|everything|all)\s*(?:'s| is| was| has been|'s been)\s+(?:all )?(?:now |already )?"
    r"(?:moved|refunded|changed|sent|booked|reset|restarted|updated|cancelled|set|done)\b"
    r"|\bI(?:'ve| have) (?:moved|refunded|changed|sent|booked|reset|restarted|updated|cancelled|set)\b"
    r"|\ball (?:moved|refunded|changed|sent|booked|reset|restarted|updated|cancelled|set)!",
    re.IGNORECASE,
)
"""What nobody may say before it is so; written anew, so that engine and test do not make the same mistake."""


def problems(called: Called) -> list[str]:
    """Everything that is wrong with a call; empty: nothing is."""
    return [
        *_replays(called),
        *_ends(called),
        *_answers(called),
        *_consents(called),
        *_reads(called),
        *_rows(called),
        *_claims(called),
    ]


def _replays(called: Called) -> Iterator[str]:
    """The record gives the same effects again, and no slot on the way holds what the caller never said."""
    call, wanted = Call(), [row for row in called.rows if row.kind == "effect"]
    made = 0
    wrong: set[str] = set()
    for row in called.rows:
        if row.kind != "event":
            continue
        call, effects = step(called.program, call, event_from_json(row.body))
        recorded = [effect_from_json(each.body) for each in wanted[made : made + len(effects)]]
        if recorded != list(effects):
            yield f"step {row.step} is not played again as it was"
            return
        made += len(effects)
        wrong |= {f"slot '{name}' holds '{value}' at step {row.step}" for name, value in _unsaid(called, call)}
    if made != len(wanted):
        yield f"{len(wanted) - made} effects are not made again"
    yield from sorted(wrong)[:3]


def _unsaid(called: Called, call: Call) -> Iterator[tuple[str, str]]:
    held = [*call.slots.items(), *(each for frame in call.frames for each in frame.slots.items())]
    for name, slot in held:
        # What is only claimed may stand there until the words are in; nothing that needs the caller's word uses it.
        if slot.heard and slot.source not in _NOT_SAID and slot.value is not None:
            value = _key(slot.value)
            # In a flow that the model turned to by itself, a caller answers what they never came for.
            truth = called.honest.truth.get(name, (value,) if _spoken_of(slot.value, called.said) else ())
            if value not in truth:
                yield name, value


def _spoken_of(value: Any, said: list[str]) -> bool:
    """Whether any word of a value, or of a row's fields, was said."""
    fields = value.values() if isinstance(value, Mapping) else (value,)
    return any(_within(word, said) for each in fields for word in re.findall(r"\w{3,}", str(each)))


def _within(value: str, said: list[str]) -> bool:
    return re.sub(r"\W", "", value).lower() in re.sub(r"\W", "", " ".join(said)).lower()


def _key(value: Any) -> str:
    """A value as callers' truth names it; a row by its key, which is its first field."""
    if isinstance(value, Mapping):
        value = next(iter(value.values()))
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)


def _ends(called: Called) -> Iterator[str]:
    closed = list(_notes(called, "closed"))
    if not called.call.over or not called.call.outcome:
        yield "the call has not ended"
    if len(closed) != 1:
        yield f"it was closed {len(closed)} times"


def _answers(called: Called) -> Iterator[str]:
    """Every call of a function is answered once; those that came with the end of the call may stay without."""
    asked = [
        (row.step, each["id"])
        for row in called.rows
        if row.name == "generated"
        for each in row.body.get("calls", ())
        if each.get("whole", True)
    ]
    answers = Counter(effect.id for effect in _effects(called, AnswerCall))
    over = max((row.step for row in called.rows), default=0)
    for at, call_id in asked:
        if answers[call_id] != 1 and not (at == over and answers[call_id] == 0):
            yield f"call {call_id} of step {at} was answered {answers[call_id]} times"
    for call_id in answers.keys() - {call_id for _, call_id in asked}:
        yield f"{call_id} was answered and never called"


def _consents(called: Called) -> Iterator[str]:
    """Each write has a consent of its own: read back whole, asked, and answered afterwards with a yes of the caller."""
    consents: dict[str, dict[str, Any]] = {}
    used: set[str] = set()
    seen = _Seen()
    for row in called.rows:
        seen.take(row.step, row.body)
        if row.kind != "effect":
            continue
        match effect_from_json(row.body):
            case Note("consent", data):
                consents[str(data["key"])] = dict(data)
                yield from seen.unproved(dict(data))
            case RunTool(write=True) as run if called.program.project.tools[run.tool].consent != "none":
                data = consents.get(run.key, {})
                if not data or data["tool"] != run.tool or run.key in used:
                    yield f"{run.tool} ran at step {row.step} without a consent of its own"
                elif not _same(data["arguments"], run.arguments):
                    yield f"{run.tool} ran with other arguments than were agreed to: {run.arguments}"
                if dict(run.arguments) != called.honest.writes.get(run.tool):
                    yield f"{run.tool} ran with {dict(run.arguments)}, which the caller did not want"
                used.add(run.key)


class _Seen:
    """What the record has shown so far of utterances and turns."""

    def __init__(self) -> None:
        self._audible: dict[str, int] = {}
        self._full: set[str] = set()
        self._began: dict[str, int] = {}
        self._words: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def take(self, at: int, body: Any) -> None:
        match body["type"]:
            case "audible":
                self._audible.setdefault(body["u"], at)
            case "played" if body["extent"] == "full":
                self._full.add(body["u"])
            case "turn_started":
                self._began[body["turn"]] = at
            case "words":
                self._words[body["turn"]] = body.get("text", "")
            case "say":
                self._texts[body["u"]] = body["text"]

    def unproved(self, data: dict[str, Any]) -> Iterator[str]:
        """What a consent says that the record does not show."""
        statement, question, turn = data["statement"]["u"], data["question"]["u"], data["answer"]["turn"]
        if statement not in self._texts or statement not in self._full:
            yield f"the read-back {statement} was not the engine's, or not heard whole"
        if self._began.get(turn, 0) <= self._audible.get(question, 1 << 60):
            yield f"the answer {turn} began before the question {question} was heard"
        said = " ".join(self._words.get(turn, "").lower().strip(" .!").split()).replace(",", "")
        if said not in _YES:
            yield f"'{self._words.get(turn)}' was taken for a yes"


def _same(agreed: Any, ran: Any) -> bool:
    """Whether arguments are the same; a masked one stands for any."""
    return agreed.keys() == ran.keys() and all(
        str(value).startswith("‹") or value == ran[name] for name, value in agreed.items()
    )


def _reads(called: Called) -> Iterator[str]:
    """What a tool takes from the caller alone, the caller has said."""
    said = {value for values in called.honest.truth.values() for value in values}
    for run in _effects(called, RunTool):
        needs = called.program.project.tools[run.tool].input
        for name, value in run.arguments.items():
            if needs[name].sources == ("caller",) and str(value) not in said:
                yield f"{run.tool} was given '{value}' as {name}, which the caller never said"


def _rows(called: Called) -> Iterator[str]:
    """Rows change only under the key of a write that ran."""
    keys = {effect.key for effect in _effects(called, RunTool) if effect.write}
    for table, row, key, _ in called.changed:
        if key not in keys:
            yield f"row '{row}' of {table} changed under the key '{key}', with which nothing ran"


def _claims(called: Called) -> Iterator[str]:
    """Nothing that the caller was given says that it is done before a write was carried out."""
    writes = {effect.run for effect in _effects(called, RunTool) if effect.write}
    shown: dict[str, str] = {}
    for row in called.rows:
        match row.body:
            case {"type": "generated", "u": u, "text": text}:
                shown[u] = text
            case {"type": "tool_done", "run": run, "outcome": "ok"} if run in writes:
                return
            case {"type": "audible", "u": u} if found := _DONE.search(shown.get(u, "")):
                yield f"'{found[0]}' was heard in {u} before anything was done: {shown[u][:120]}"


def _notes(called: Called, kind: str) -> Iterator[Note]:
    return (note for note in _effects(called, Note) if note.kind == kind)


def _effects(called: Called, kind: type) -> Iterator[Any]:
    for row in called.rows:
        if row.kind == "effect":
            effect = effect_from_json(row.body)
            if isinstance(effect, kind):
                yield effect
