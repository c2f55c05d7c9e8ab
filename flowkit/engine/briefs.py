"""Briefs: the note that tells the model where the call is, filled in from the fixed lines that the compiler made.

A line of a brief stands if there is something to put in it; otherwise it is left out. A brief goes out again when what
it says of the call changed, when it holds words that the last one did not, or when it is `STALE_AFTER` replies old.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flowkit.engine import ladders
from flowkit.engine.ask import asked_now, missing, still_needed
from flowkit.engine.call import Pending, SlotValue
from flowkit.engine.facts import offered_candidates, owner_of, say_value
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Slot, Talk
from flowkit.language.notes import ASKED
from flowkit.language.phrases import phrases
from flowkit.language.readers import Candidate
from flowkit.language.speaking import spell
from flowkit.language.values import canonical

STALE_AFTER = 8
MOST_OPTIONS = 12
NOT_CAUGHT = "If you cannot make it out"
"""How the fixed line begins that holds the words for a caller who was not understood."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A brief's text without its number, the digest of what it says of the call, and the words it holds."""

    text: str
    digest: str
    words: tuple[str, ...]


def fill(work: Work, question: Pending) -> Filled:
    """The brief of the state the call is in, with its open question."""
    frame = work.call.top
    lines = work.program.brief_lines(frame.flow, frame.state)
    says = tuple(pending.text for pending in work.call.pending)
    repeats = tuple(pending.text for pending in work.call.repeat)
    words = {"say": _quoted(says), "repeat": f"Repeat: {' '.join(repeats)}." if repeats else ""}
    facts: list[str] = []
    whole: list[str] = []
    asked = work.call.draft is not None and isinstance(work.state.does, Talk)
    for line, place in lines:
        if asked and line.startswith("Goal:"):
            # What the caller is asked to agree to stands in place of what the talk is for.
            line, place = f"Goal: {ASKED}", "asked"
        if place in words:
            filled = words[place]
        elif line.startswith(NOT_CAUGHT) and (rung := _rung(work, question)):
            filled = f"{NOT_CAUGHT}, say: {rung}"
            facts.append(filled)
        else:
            filled = _PLACES[place](work, question, line) if place else line
            if filled:
                facts.append(filled)
        if filled:
            whole.append(filled)
    digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]
    return Filled("\n".join(whole), digest, (*says, *repeats))


def _rung(work: Work, question: Pending) -> str:
    """The words of the ladder's next rung, in quotation marks; nothing if the fixed ones fit."""
    asks = isinstance(work.state.does, Ask | Choose) or bool(work.call.declined)
    open_one = question.text or (phrases(work.call.language).what_to_change if work.call.declined else "")
    text = ladders.rung_words(work, open_one) if asks else None
    return '"' + " ".join(text.split()).replace('"', "'") + '"' if text else ""


def _quoted(says: tuple[str, ...]) -> str:
    return "Say first: " + " ".join(f'"{text}"' for text in says) if says else ""


def _ask(work: Work, question: Pending, line: str) -> str:
    """`Then ask: {ask}` is left out where nothing is asked; elsewhere the question stands behind other words."""
    if line.startswith("Then ask"):
        return line.replace("{ask}", f'"{question.text}"') if question.text else ""
    return line.replace(" {ask}", f" {question.text}" if question.text else "")


def open_question(work: Work) -> Pending:
    """The question that the state the call is in asks now, and the values in it."""
    does = work.state.does
    scope = FlowScope(work, work.call.top, stale=True)
    match does:
        case Ask(question=question):
            names = asked_now(work)
            if question is not None and (not names or len(names) == len(does.slots)):
                words = spoken(question, scope, work.locale)
                return Pending(words.text, tuples(words))
            return _slot_question(work, names or list(does.slots[:1]))
        case Choose(question=question) if question is not None:
            words = spoken(question, scope, work.locale)
            return Pending(words.text, tuples(words))
        case _:
            return Pending("")


def _slot_question(work: Work, names: list[str]) -> Pending:
    owner = owner_of(work, names[0])
    if owner is None or owner[1].ask is None:
        return Pending("")
    words = spoken(owner[1].ask, FlowScope(work, work.call.top, stale=True), work.locale)
    return Pending(words.text, tuples(words))


def _goal(work: Work, _: Pending, line: str) -> str:
    does = work.state.does
    goal = does.goal if isinstance(does, Talk) else None
    return line.replace("{goal}", spoken(goal, FlowScope(work, work.call.top, stale=True), work.locale).text)


def _known(work: Work, _: Pending, line: str) -> str:
    today = work.locale.today
    parts = [f"today {_WEEKDAYS[today.weekday()]} {today.isoformat()}"]
    parts.extend(f"{name} {value}" for name, value in _known_slots(work))
    return f"Known: {'; '.join(parts)}."


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _known_slots(work: Work) -> Iterator[tuple[str, str]]:
    project = work.program.project
    seen: set[str] = set()
    places: list[tuple[Mapping[str, Slot], Mapping[str, SlotValue]]] = [(project.slots, work.call.slots)]
    places += [(work.program.flow(frame.flow).slots, frame.slots) for frame in work.call.frames]
    for slots, held in places:
        for name, slot in slots.items():
            if name in held and name not in seen and slot.shape.sensitive != "never_store":
                seen.add(name)
                yield name, _told(work, slot, held[name].value)


def _told(work: Work, slot: Slot, value: object) -> str:
    plain, words = canonical(slot.shape, value), say_value(work, slot.shape, value)
    return plain if plain == words else f"{plain} ({words})"


def _missing(work: Work, _: Pending, line: str) -> str:
    names, does = missing(work), work.state.does
    some = f"any {still_needed(work)} of " if isinstance(does, Ask) and does.enough else ""
    told = (f"{name} (optional)" if _is_optional(work, name) else name for name in names)
    return f"Missing: {some}{', '.join(told)}." if names else ""


def _is_optional(work: Work, name: str) -> bool:
    owner = owner_of(work, name)
    return owner is not None and owner[1].shape.optional


def _options(work: Work, _: Pending, line: str) -> str:
    """The options of the missing choices whose options are known only now."""
    told = []
    for name in missing(work):
        owner = owner_of(work, name)
        if owner is None or owner[1].shape.options_from is None:
            continue
        options = offered_candidates(work, work.call.top, owner[1])
        listed = [_option(option) for option in (options or ())[:MOST_OPTIONS]]
        if listed:
            told.append(f"{name}: {', '.join(listed)}")
    return f"Options: {'; '.join(told)}." if told else ""


def _option(option: Candidate) -> str:
    """What is reported for an option, how it is offered, and how else callers speak of it."""
    also = [f"also {', '.join(option.also)}"] if option.also else []
    label = spell(option.key) if option.label == option.key and _CODE.fullmatch(option.key) else option.label
    told = "; ".join([*([label] if label != option.key else []), *also])
    return f"{option.key} ({told})" if told else option.key


_CODE = re.compile(r"(?=.*[0-9])[A-Za-z0-9_-]+")
"""A key that is no word: it is spelt where it is offered."""


def _asked(work: Work, _: Pending, line: str) -> str:
    draft = work.call.draft
    if draft is not None and draft.phase == "running":
        about = work.program.project.tools[draft.tool].about
        return f"Goal: {about} It is being carried out; no result yet, promise none."
    asked = phrases(work.call.language).what_to_change if draft is None else f"{draft.statement} {draft.question}"
    return line.replace("{asked}", asked)


def _must_not(work: Work, _: Pending, line: str) -> str:
    rules = ["say that it is done"] if work.call.draft is not None else []
    refusals = work.call.refusals
    rules += [f"call {call} again" for call in dict.fromkeys(refusals) if refusals.count(call) > 1]
    looking = dict.fromkeys(call.tool for call in work.call.tool_calls if call.answered)
    rules += [f"promise a result of {tool}, which is being looked up" for tool in looking]
    return f"Must not: {'; '.join(rules)}." if rules else ""


_PLACES: Mapping[str, Callable[[Work, Pending, str], str]] = {
    "known": _known,
    "missing": _missing,
    "options": _options,
    "must_not": _must_not,
    "goal": _goal,
    "asked": _asked,
    "ask": _ask,
}
