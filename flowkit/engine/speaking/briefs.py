"""Briefs: the note that tells the model where the call is, filled in from the fixed lines that the compiler made.

A line of a brief stands if there is something to put in it; otherwise it is left out. A brief goes out again when what
it says of the call changed, when it holds words that the last one did not, or when it is `STALE_AFTER` replies old.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from flowkit.engine.asking.ask import asked_now, missing, still_needed
from flowkit.engine.asking.facts import owner_of
from flowkit.engine.asking.options import offered_candidates, say_value
from flowkit.engine.call import Call, Pending, SlotValue
from flowkit.engine.scope import FlowScope, spoken, tuples
from flowkit.engine.speaking import advice
from flowkit.engine.walking import ladders
from flowkit.engine.work import Work
from flowkit.language.frozen import frozen
from flowkit.language.model import Ask, Choose, Slot, Talk
from flowkit.language.notes import ASKED, MAY_USE, NOT_CAUGHT
from flowkit.language.phrases import phrases
from flowkit.language.readers import Candidate
from flowkit.language.speaking import spell
from flowkit.language.values import canonical
from flowkit.language.words import Words

STALE_AFTER = 8
MOST_OPTIONS = 12
_ASKING = (Ask, Choose)
_WORDS = ("say", "repeat")
"""What goes out whenever it is new, and is no fact of the call that a brief tells."""


@frozen
class Filled:
    """A brief's text without its number, the digest of what it says of the call, and the words it holds."""

    text: str
    digest: str
    words: tuple[str, ...]


def fill(work: Work, question: Pending) -> Filled:
    """The brief of the state the call is in, with its open question."""
    call = work.call
    frame = call.frames[-1]
    lines = work.program.brief_lines(frame.flow, frame.state)
    if call.check is not None or (call.draft is not None and isinstance(work.state.does, Talk)):
        lines = _with_another_goal(call, lines)
    facts: list[str] = []
    whole: list[str] = []
    for line, place in lines:
        filled = _PLACES[place](work, question, line) if place else line
        if filled:
            whole.append(filled)
            if place not in _WORDS:
                facts.append(filled)
    told = advice.lines(work)
    facts += told
    whole += told
    digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]
    return Filled("\n".join(whole), digest, tuple(pending.text for pending in (*call.pending, *call.repeat)))


def _with_another_goal(call: Call, lines: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The lines with what the caller is asked to agree to, or to check, in place of what the state is for."""
    goal = (f"Goal: {ASKED}", "asked")
    if call.check is not None:
        goal = (f"Goal: The caller is asked: {call.check.text} Answer in one sentence, or record what changes.", "")
    return tuple(goal if line.startswith("Goal:") else (line, place) for line, place in lines)


def _say(work: Work, _: Pending, line: str) -> str:
    says = [f'"{pending.text}"' for pending in work.call.pending]
    return f"Say first: {' '.join(says)}" if says else ""


def _repeat(work: Work, _: Pending, line: str) -> str:
    repeats = [pending.text for pending in work.call.repeat]
    return f"Repeat: {' '.join(repeats)}." if repeats else ""


def _not_caught(work: Work, question: Pending, line: str) -> str:
    """The fixed words for a caller who was not understood, or those of the ladder's next rung."""
    rung = _rung(work, question)
    return f"{NOT_CAUGHT}, say: {rung}" if rung else _ask(work, question, line)


def _rung(work: Work, question: Pending) -> str:
    """The words of the ladder's next rung, in quotation marks; nothing if the fixed ones fit."""
    asks = isinstance(work.state.does, _ASKING) or bool(work.call.declined)
    open_one = question.text or (phrases(work.call.language).what_to_change if work.call.declined else "")
    text = ladders.rung_words(work, open_one) if asks else None
    return '"' + " ".join(text.split()).replace('"', "'") + '"' if text else ""


def _usable(work: Work, _: Pending, line: str) -> str:
    """The functions that may be used, without the tools whose own preconditions do not hold now."""
    does, project = work.state.does, work.program.project
    if not isinstance(does, Talk):
        return line
    whole_call = FlowScope(work, None)
    out = {
        name
        for name in does.tools
        if any(
            project.preconditions[each].when.evaluate(whole_call) is not True for each in project.tools[name].requires
        )
    }
    if not out:
        return line
    names = line.removeprefix(MAY_USE).rstrip(".").split(", ")
    return f"{MAY_USE}{', '.join(name for name in names if name not in out)}."


def _ask(work: Work, question: Pending, line: str) -> str:
    """`Then ask: {ask}` is left out where nothing is asked; elsewhere the question stands behind other words."""
    if line.startswith("Then ask"):
        if work.call.check is not None:
            # The engine asks it itself, in these very words.
            return ""
        return line.replace("{ask}", f'"{question.text}"') if question.text else ""
    return line.replace(" {ask}", f" {question.text}" if question.text else "")


def open_question(work: Work) -> Pending:
    """The question that the state the call is in asks now, and the values in it."""
    does, check = work.state.does, work.call.check
    if check is not None:
        return Pending(check.text, check.values)
    match does:
        case Ask(question=question):
            names = asked_now(work)
            if question is None or (names and len(names) != len(does.slots)):
                slot = work.program.slot(work.call.frames[-1].flow, names[0] if names else does.slots[0])
                question = slot.ask if slot is not None else None
            return _put(work, question)
        case Choose(question=question):
            return _put(work, question)
        case _:
            return _NO_QUESTION


_NO_QUESTION = Pending("")


def _put(work: Work, question: Words | None) -> Pending:
    """A question as it is spoken now, and the values in it."""
    if question is None:
        return _NO_QUESTION
    if len(question.parts) == 1 and isinstance(question.parts[0], str):
        return Pending(question.parts[0])
    words = spoken(question, FlowScope(work, work.call.top, stale=True), work.locale)
    return Pending(words.text, tuples(words))


def _goal(work: Work, _: Pending, line: str) -> str:
    does = work.state.does
    goal = does.goal if isinstance(does, Talk) else None
    return line.replace("{goal}", spoken(goal, FlowScope(work, work.call.top, stale=True), work.locale).text)


def _known(work: Work, _: Pending, line: str) -> str:
    today = work.locale.today
    parts = [f"today {_WEEKDAYS[today.weekday()]} {today.isoformat()}"]
    known: set[str] = set()
    project = work.program.project
    _tell_slots(work, project.slots, work.call.slots, known, parts)
    for frame in work.call.frames:
        _tell_slots(work, project.flows[frame.flow].slots, frame.slots, known, parts)
    return f"Known: {'; '.join(parts)}."


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _tell_slots(
    work: Work, slots: Mapping[str, Slot], held: Mapping[str, SlotValue], known: set[str], parts: list[str]
) -> None:
    """What slots hold, in the order in which they are declared; a name stands for the outermost slot that has it."""
    for name, slot in slots.items() if held else ():
        if name in held and name not in known and slot.shape.sensitive != "never_store":
            known.add(name)
            parts.append(f"{name} {_told(work, slot, held[name].value)}")


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
    """The options of the missing choices that are known only now, or of which rules leave some out.

    Behind them stands what the caller's words may say that nothing was recorded of.
    """
    told = []
    for name in missing(work):
        owner = owner_of(work, name)
        if owner is None or owner[1].shape.type != "choice":
            continue
        slot = owner[1]
        options = offered_candidates(work, work.call.top, slot) if slot.shape.options_from or slot.only_if else ()
        if slot.shape.options_from is None and len(options or ()) == len(slot.shape.options):
            # The function itself lists them all.
            continue
        listed = [_option(option) for option in (options or ())[:MOST_OPTIONS]]
        if listed:
            told.append(f"{name}: {', '.join(listed)}")
    lines = [f"Options: {'; '.join(told)}."] if told else []
    turn, maybe = work.call.maybe
    if maybe and turn == work.last_turn:
        lines.append(f"The caller may have said: {'; '.join(maybe)}. Record what they meant, and nothing else.")
    return "\n".join(lines)


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
    if refusals := work.call.refusals:
        rules += [f"call {call} again" for call in dict.fromkeys(refusals) if refusals.count(call) > 1]
    if work.call.tool_calls:
        looking = dict.fromkeys(call.tool for call in work.call.tool_calls if call.answered)
        rules += [f"promise a result of {tool}, which is being looked up" for tool in looking]
    if isinstance(work.state.does, Ask):
        rules += [f"ask whether {name} is right: the caller is asked when it is recorded" for name in _checked(work)]
    return f"Must not: {'; '.join(rules)}." if rules else ""


def _checked(work: Work) -> Iterator[str]:
    """The missing slots about which the caller is asked in exact words once they are recorded."""
    for name in missing(work):
        slot = work.program.slot(work.call.top.flow, name)
        if slot is not None and slot.check_back == "explicit":
            yield name


_PLACES: Mapping[str, Callable[[Work, Pending, str], str]] = {
    "say": _say,
    "repeat": _repeat,
    "may_use": _usable,
    "not_caught": _not_caught,
    "known": _known,
    "missing": _missing,
    "options": _options,
    "must_not": _must_not,
    "goal": _goal,
    "asked": _asked,
    "ask": _ask,
}
