"""Briefs: the note that tells the model where the call is, filled in from the fixed lines that the compiler made.

A line of a brief stands if there is something to put in it; otherwise it is left out. A brief goes out again when what
it says of the call changed, when it holds words that the last one did not, or when it is `STALE_AFTER` replies old.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowkit.engine.ask import asked_now, missing
from flowkit.engine.call import Pending, SlotValue
from flowkit.engine.facts import candidates, owner_of, say_value
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Slot, Talk
from flowkit.language.phrases import phrases
from flowkit.language.values import canonical

STALE_AFTER = 8
MOST_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Filled:
    """A brief's text without its number, the digest of what it says of the call, and the words it holds."""

    text: str
    digest: str
    words: tuple[str, ...]


def fill(work: Work) -> Filled:
    """The brief of the state the call is in."""
    frame = work.call.top
    template = work.program.briefs.get(f"{frame.flow}.{frame.state}", "")
    question = open_question(work)
    words = (*(pending.text for pending in work.call.pending), *(pending.text for pending in work.call.repeat))
    places = {
        "goal": _goal(work),
        "known": _known(work),
        "missing": _missing(work),
        "options": _options(work),
        "asked": _asked(work),
        "must_not": "Must not: say that it is done." if work.call.draft is not None else "",
    }
    core = _lines(template, {**places, "say": "", "repeat": ""}, question.text)
    says = " ".join(f'"{pending.text}"' for pending in work.call.pending)
    repeats = " ".join(pending.text for pending in work.call.repeat)
    full = {**places, "say": f"Say first: {says}" if says else "", "repeat": f"Repeat: {repeats}." if repeats else ""}
    digest = hashlib.sha256(core.encode()).hexdigest()[:12]
    return Filled(_lines(template, full, question.text), digest, words)


def _lines(template: str, places: Mapping[str, str], question: str) -> str:
    return "\n".join(filter(None, (_line(line, places, question) for line in template.split("\n"))))


def _line(line: str, places: Mapping[str, str], question: str) -> str:
    """One line with its places filled; empty if it has nothing to say."""
    if line.startswith("{") and line.endswith("}"):
        return places.get(line[1:-1], "")
    if line == "Then ask: {ask}":
        return f'Then ask: "{question}"' if question else ""
    for name, value in places.items():
        line = line.replace("{" + name + "}", value)
    return line.replace(" {ask}", f" {question}" if question else "")


def open_question(work: Work) -> Pending:
    """The question that the state the call is in asks now, and the values in it."""
    does = work.state.does
    scope = FlowScope(work, work.call.top, stale=True)
    match does:
        case Ask(question=question):
            names = asked_now(work)
            if question is not None and (len(does.slots) == 1 or len(names) == len(does.slots)):
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


def _goal(work: Work) -> str:
    does = work.state.does
    if isinstance(does, Talk):
        return spoken(does.goal, FlowScope(work, work.call.top, stale=True), work.locale).text
    return ""


def _known(work: Work) -> str:
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


def _missing(work: Work) -> str:
    names = missing(work)
    return f"Missing: {', '.join(names)}." if names else ""


def _options(work: Work) -> str:
    """The options of the missing choices whose options are known only now."""
    told = []
    for name in missing(work):
        owner = owner_of(work, name)
        if owner is None or owner[1].shape.options_from is None:
            continue
        options = candidates(work, work.call.top, owner[1])
        listed = [f"{o.key} ({o.label})" if o.label != o.key else o.key for o in (options or ())[:MOST_OPTIONS]]
        if listed:
            told.append(f"{name}: {', '.join(listed)}")
    return f"Options: {'; '.join(told)}." if told else ""


def _asked(work: Work) -> str:
    draft = work.call.draft
    if draft is None:
        return phrases(work.call.language).what_to_change
    return f"{draft.statement} {draft.question}"
