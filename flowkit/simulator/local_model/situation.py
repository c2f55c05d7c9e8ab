"""Where the conversation stands: what was said to whom, and which of the caller's words are new."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flowkit.simulator.items import text_of
from flowkit.simulator.local_model.briefing import Flow, Option, StepNote, step_note

RESULT = "RESULT "


@dataclass(frozen=True, slots=True)
class Situation:
    """What the items amount to.

    Attributes:
        note: The latest STEP note; an empty one when there is none.
        words: The caller's words that nothing has answered yet.
        unheard: Whether the caller said something new of which no words came.
        moved_on: Whether the latest note came behind those words.
        last_words: The caller's latest words, answered or not.
        wish: The caller's words that led into the flow chosen last.
        agent: The agent's latest words.
        said: The agent's words since the note came.
        outputs: Answers of functions since the agent last spoke, newest last, as JSON values.
        results: RESULT notes since the agent last spoke, without the word RESULT.
        opened: Flows that were chosen or switched to and may still be under way.
        current: The flow that the latest notes are about, "" when none of the instructions' flows.
        offered: The options of slots as they were listed last, in this note or an earlier one.
        held: The values of slots as they were known last, in this note or an earlier one.
        called: The functions that were called so far, newest last.
        refused: The functions whose last call was refused.
        passed: Values that functions were called with, as they were written.
    """

    note: StepNote
    words: str
    unheard: bool
    last_words: str
    wish: str
    agent: str
    said: str
    outputs: tuple[Any, ...]
    results: tuple[str, ...]
    opened: frozenset[str]
    current: str
    offered: Mapping[str, tuple[Option, ...]]
    held: Mapping[str, str]
    called: tuple[str, ...] = ()
    refused: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    moved_on: bool = False


def situation(items: Sequence[Mapping[str, Any]], flows: Sequence[Flow] = ()) -> Situation:
    """Reads the items, oldest first.

    Args:
        items: The items of the conversation.
        flows: The flows of the instructions.
    """
    void = _void_calls(items)
    noted = _latest_note(items)
    course = _course(items, flows)
    answered = _last(items, lambda item: _answers(item, void))
    spoke = _last(items, _is_agent)
    caller = [index for index, item in enumerate(items) if _is_caller(item)]
    recent = items[spoke + 1 :]
    new = [index for index in caller if index > answered]
    words = " ".join(text_of(items[index]) for index in new).strip()
    return Situation(
        note=noted[1],
        words=words,
        unheard=bool(new) and not words,
        last_words=text_of(items[caller[-1]]) if caller else "",
        wish=_wish(items),
        agent=text_of(items[spoke]) if spoke >= 0 else "",
        said=" ".join(text_of(item) for item in items[noted[0] + 1 :] if _is_agent(item)),
        outputs=tuple(_value(item["output"]) for item in recent if item["type"] == "function_call_output"),
        results=tuple(text_of(item)[len(RESULT) :].strip() for item in recent if _is_result(item)),
        opened=course.opened,
        current=course.current,
        offered=course.offered,
        held=course.held,
        called=tuple(str(item["name"]) for item in items if item["type"] == "function_call"),
        refused=_refused(items),
        passed=frozenset(str(value) for item in items if item["type"] == "function_call" for value in _values(item)),
        moved_on=bool(new) and noted[0] > new[-1],
    )


def _values(item: Mapping[str, Any]) -> Iterator[Any]:
    given = _value(item["arguments"])
    yield from given.values() if isinstance(given, dict) else ()


def _refused(items: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    names = {item["call_id"]: str(item["name"]) for item in items if item["type"] == "function_call"}
    last = {
        names.get(item["call_id"], ""): _status(_value(item["output"]))
        for item in items
        if item["type"] == "function_call_output"
    }
    return frozenset(name for name, status in last.items() if status == "refused")


def _void_calls(items: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Calls that were answered as void: what they answered is still open."""
    outputs = (item for item in items if item["type"] == "function_call_output")
    return frozenset(item["call_id"] for item in outputs if _status(_value(item["output"])) == "void")


def _latest_note(items: Sequence[Mapping[str, Any]]) -> tuple[int, StepNote]:
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        if _role(item) == "system":
            note = step_note(text_of(item))
            if note:
                return index, note
    return -1, StepNote()


def _answers(item: Mapping[str, Any], void: frozenset[str]) -> bool:
    """Whether an item deals with the words before it. Half a sentence and a void call do not."""
    if item.get("status") == "incomplete":
        return False
    if item["type"] == "function_call":
        return str(item["call_id"]) not in void
    # What the caller said was read without the model; it is not to be answered once more.
    return _is_agent(item) or (_is_result(item) and text_of(item).startswith(f"{RESULT}kept: "))


def _role(item: Mapping[str, Any]) -> str:
    """Who speaks in an item; "" when it is no message."""
    return str(item["role"]) if item["type"] == "message" else ""


def _is_agent(item: Mapping[str, Any]) -> bool:
    return _role(item) == "assistant" and bool(text_of(item))


def _is_caller(item: Mapping[str, Any]) -> bool:
    return _role(item) == "user"


def _is_result(item: Mapping[str, Any]) -> bool:
    return _role(item) == "system" and text_of(item).startswith(RESULT)


def _last(items: Sequence[Mapping[str, Any]], test: Callable[[Mapping[str, Any]], bool]) -> int:
    return next((index for index in range(len(items) - 1, -1, -1) if test(items[index])), -1)


@dataclass(frozen=True, slots=True)
class _Course:
    """What the notes and calls so far tell about flows and options."""

    opened: frozenset[str]
    current: str
    offered: Mapping[str, tuple[Option, ...]]
    held: Mapping[str, str]


def _course(items: Sequence[Mapping[str, Any]], flows: Sequence[Flow]) -> _Course:
    titles = {flow.title.rstrip(". "): flow.name for flow in flows}
    opened: set[str] = set()
    offered: dict[str, tuple[Option, ...]] = {}
    held: dict[str, str] = {}
    current = ""
    for item in items:
        if item["type"] == "function_call":
            opened.update(_opened(item))
        note = step_note(text_of(item)) if _role(item) == "system" else None
        if note is None:
            continue
        offered.update(note.options)
        held.update((name, fact.value) for name, fact in note.known.items())
        # A flow that is on offer again is over, and so is one from which the call has come to another.
        opened -= {option.key for option in note.choices}
        named = titles.get(note.goal.rstrip(". "), "")
        if named:
            opened &= {named}
        current = named or ("" if any(option.key in titles.values() for option in note.choices) else current)
    return _Course(frozenset(opened), current, offered, held)


def _opened(item: Mapping[str, Any]) -> Iterator[str]:
    call = _value(item["arguments"])
    name = (call.get("option") or call.get("flow")) if isinstance(call, dict) else None
    if isinstance(name, str):
        yield name


def _wish(items: Sequence[Mapping[str, Any]]) -> str:
    chosen = _last(items, lambda item: item["type"] == "function_call" and item["name"] in ("choose", "request"))
    asked = _last(items[: chosen + 1], _is_caller)
    return text_of(items[asked]) if asked >= 0 else ""


def _status(value: Any) -> str:
    return str(value.get("status", "")) if isinstance(value, dict) else ""


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
