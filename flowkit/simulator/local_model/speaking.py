"""What the model says when no new words of the caller wait: what the note wants said, or what a function answered."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flowkit.simulator.hearing.likeness import kindred, stem, stems
from flowkit.simulator.hearing.words import Utterance
from flowkit.simulator.local_model.briefing import Option, StepNote
from flowkit.simulator.local_model.situation import Situation

OPENING = "How can I help?"
WAITING = "One moment, please."
NOTHING_DONE = "Nothing is done yet."
_TOLD = "the caller is being told"
_NUMBERED = re.compile(r"(.+?)_(?:id|number|no|code)$")
_OFFER = re.compile(r"\bOffer to ([^.;]+)")
_CONTROL_KEYS = frozenset({"kept", "refused", "missing", "because", "you_can"})
_CONTROL_STATUS = frozenset({"ok", "running", "needs_consent", "refused", "void", "over", "duplicate"})
_NOT_YET = re.compile(r"\bIt is not \w+\.$")
WHAT_ELSE = "Of course. What can I do for you?"
WHAT_INSTEAD = "What would you like instead?"
CANNOT = "I'm sorry, I can't do that. I can put you through to a person, if you like."
_BEING = frozenset({"is", "are"})
_FIELDS_SPOKEN = 4
_OPTIONS_SPOKEN = 3


def step_text(situation: Situation) -> str:
    """Say first, repeat, then ask: what of them was not said since the note came. The question comes last."""
    note = situation.note
    texts = [text for text in (*note.say_first, repeated(note)) if text and not _was_said(text, situation)]
    if note.then_ask:
        texts.extend(text for text in (options_text(note), note.then_ask) if text)
    return " ".join(texts)


def is_said_in(told: str, step: str) -> bool:
    """Whether the step's words say all of it: "It is online." and "It's online now."."""
    return set(Utterance(told).norms) - _BEING <= set(Utterance(step).norms)


def options_text(note: StepNote, said: str = "") -> str:
    """What can be chosen for the slot that is asked now: "Nine am or eleven am."; up to three, "" without any.

    Args:
        note: The latest STEP note.
        said: What was said already; with it, those that were not told come first.
    """
    forms = (
        [form for option in note.options.get(note.missing[0], ()) if (form := _spoken(option))] if note.missing else []
    )
    untold = [form for form in forms if form.lower() not in said.lower()] if said else []
    told = (untold or forms)[:_OPTIONS_SPOKEN]
    if not told:
        return ""
    comma = "; " if any("," in form for form in told) else ", "
    link = comma if len(told) < len(forms) else " or "
    text = link.join(part for part in (comma.join(told[:-1]), told[-1]) if part)
    return f"{text[0].upper()}{text[1:]}{', among others' if len(told) < len(forms) else ''}."


def with_options(text: str, note: StepNote) -> str:
    """The text with the options before the question it ends with."""
    told = options_text(note)
    if not told:
        return text
    asked = note.then_ask if note.then_ask and text.endswith(note.then_ask) else ""
    asked = asked or text[len(re.sub(r"[^.!?]*\?\s*$", "", text)) :].strip()
    return " ".join(part for part in (text[: len(text) - len(asked)].strip(), told, asked) if part)


def _spoken(option: Option) -> str:
    """How an option is spoken of; a key of plain words is spoken as it is, any other key is not for the ear."""
    return option.spoken or (option.key if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", option.key) else "")


def repeated(note: StepNote) -> str:
    """The value to say back, with its noun where the note shows which slot it is: "Order 1 2 3 4 5." """
    bare = note.repeat.rstrip(".")
    for name, fact in note.known.items():
        match = _NUMBERED.fullmatch(name)
        if match and bare and fact.spoken == bare:
            return f"{match.group(1).replace('_', ' ').capitalize()} {note.repeat}"
    return note.repeat


def result_text(situation: Situation) -> str:
    """What functions and RESULT notes told since the agent last spoke, as far as it is for the caller."""
    known = situation.passed.union(fact.value for fact in situation.note.known.values())
    late = [output for result in situation.results if (output := _late_output(result)) is not None]
    told = [
        text for output in (*situation.outputs, *late) for text in _output_text(output, situation.last_words, known)
    ]
    return " ".join(dict.fromkeys(told))


def _late_output(result: str) -> Any:
    """What a tool answered after its call had been answered: `device_status: {"online": false}`."""
    _, _, text = result.partition(": ")
    if not text.startswith("{"):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def next_in_talk(situation: Situation, told: str, acting: Collection[str]) -> str:
    """What follows in an open conversation: the offer of its goal while that is not reached, another way if refused.

    Args:
        situation: Where the conversation stands.
        told: What functions told that is for the caller.
        acting: The tools usable now that do more than look something up.
    """
    newest = situation.outputs[-1] if situation.outputs else None
    if isinstance(newest, dict) and newest.get("status") == "refused":
        if told or _is_told(newest):
            return WHAT_INSTEAD
        return CANNOT
    return _offer(situation, acting) if _NOT_YET.search(told) else ""


def opening(situation: Situation) -> str:
    """What follows a greeting where the note has no question."""
    return WAITING if situation.note.is_running else OPENING


def is_silent(situation: Situation) -> bool:
    """Whether no function answer wants anything said: the caller is being asked, or it is still running."""
    waiting = [
        isinstance(each, dict) and each.get("status") in ("needs_consent", "running") for each in situation.outputs
    ]
    return bool(waiting) and all(waiting)


def talk_text(situation: Situation, acting: Collection[str]) -> str:
    """What to say in an open conversation that waits for the agent: the offer of its goal, or a nudge.

    Args:
        situation: Where the conversation stands.
        acting: The tools usable now that do more than look something up; how one ended is worth a word.
    """
    for result in reversed(situation.results):
        tool, _, outcome = result.partition(": ")
        if tool not in acting:
            continue
        match outcome.strip(". "):
            case "ok":
                return "All right. Tell me what you see now."
            case "declined":
                return "All right, I'll leave that. What would you like instead?"
            case "failed":
                return "That didn't work, I'm sorry."
    offer = _offer(situation, acting)
    if offer or situation.refused & set(acting):
        return offer or WHAT_INSTEAD
    return "What would you like to know?" if situation.note.facts else OPENING


def _offer(situation: Situation, acting: Collection[str]) -> str:
    """The offer of the goal; none once the tool for it was refused."""
    offer = None if situation.refused & set(acting) else _OFFER.search(situation.note.goal)
    return f"Let's {offer.group(1).strip()}. Shall I?" if offer else ""


def _was_said(text: str, situation: Situation) -> bool:
    return text.strip(".?! ") in situation.said


def _is_told(output: Mapping[str, Any]) -> bool:
    """Whether the caller hears the reason without the model."""
    return _TOLD in str(output.get("note", "")).lower()


def _output_text(output: Any, asked: str, known: Collection[str] = ()) -> Iterator[str]:
    if not isinstance(output, dict):
        if isinstance(output, str) and output:
            yield output
        return
    if not _is_told(output):
        yield from _reasons(output)
    data = output.get("result") if output.get("status") == "duplicate" else output
    if isinstance(data, dict) and not _is_control(data):
        yield from _fields({name: value for name, value in data.items() if str(value) not in known}, asked)


def _is_control(output: Mapping[str, Any]) -> bool:
    """Whether an answer is about the call of the function and holds no data."""
    return output.get("status") in _CONTROL_STATUS or bool(_CONTROL_KEYS & output.keys())


def _reasons(output: Mapping[str, Any]) -> Iterator[str]:
    """Why something was refused, where the reason is a sentence for the caller."""
    refused = output.get("refused")
    reasons = [output.get("because"), *(refused.values() if isinstance(refused, dict) else ())]
    yield from (
        reason for reason in reasons if isinstance(reason, str) and reason[:1].isupper() and reason[-1:] in ".!?"
    )


def _fields(data: Mapping[str, Any], asked: str) -> Iterator[str]:
    """The fields of a result as sentences: those the caller asked about, else the first few."""
    plain = {name: value for name, value in data.items() if _is_plain(value)}
    words = stems(asked)
    groups = frozenset().union(*(kindred(word) for word in words)) if words else frozenset()
    wanted = {
        n: v for n, v in plain.items() if any(stem(p) in words or kindred(stem(p)) & groups for p in n.split("_"))
    }
    shown = wanted or {name: value for name, value in plain.items() if not name.endswith("_id") and name != "id"}
    if not wanted:
        # Nothing of it was asked for: whether it is so comes before what it is called.
        shown = {name: value for name, value in shown.items() if isinstance(value, bool)} or shown
    for name, value in list(shown.items())[:_FIELDS_SPOKEN]:
        words_of = name.replace("_", " ")
        if isinstance(value, bool):
            yield f"It is {'' if value else 'not '}{words_of}."
        else:
            yield f"The {words_of} is {value}."


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and value != ""


def goal_facts(goal: str) -> Iterator[str]:
    """The values a goal names: "Answer questions about the balance (12.50)" gives "The balance is 12.50."."""
    for noun, value in re.findall(r"\bthe ([a-z][a-z -]*?) \(([^()]+)\)", goal):
        yield f"The {noun} is {value}."


def asked_text(note: StepNote) -> str:
    """What the caller is being asked to agree to, with its question; "" when they are asked nothing."""
    asked = re.search(r"The caller is asked:?\s*\"?(.+?)\"?(?:\s*Answer in one sentence|$)", note.goal, re.DOTALL)
    return asked.group(1).strip() if asked else ""


def confirm_text(heard: Utterance, note: StepNote) -> str:
    """One sentence while the caller is being asked: yes where the note holds what they ask about, or what is asked."""
    if not heard.is_question:
        # Whatever it was, it is for others to take as assent: this must not sound as if it had been taken.
        return NOTHING_DONE
    statement = asked_text(note)
    held = stems(" ".join((statement, *(f"{fact.value} {fact.spoken}" for fact in note.known.values()))))
    words = stems(heard.plain)
    if words and words <= held and re.match(r"(?:is|are|was|will|does|do|it|that|so)\b", heard.plain):
        return "Yes."
    # The question itself is asked again without the model.
    told = re.sub(r"(?<=[.!])\s+[^.!?]*\?\s*$", "", statement)
    return told or NOTHING_DONE
