"""Functions that the model called, judged in three passes: all facts, at most one decision, then the rest.

Calls count only from a reply that was completed and that the engine did not take back; the caller of this module sees
to that. Every call gets exactly one output, which says what is possible.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flowkit.engine.asking.ask import missing, unsayable
from flowkit.engine.asking.facts import Kept
from flowkit.engine.asking.reports import take
from flowkit.engine.asking.slot_rules import in_order
from flowkit.engine.asking.words_alone import is_answered, left_out
from flowkit.engine.call import Utterance
from flowkit.engine.effects import AnswerCall
from flowkit.engine.events import FunctionCall
from flowkit.engine.walking import anytime
from flowkit.engine.work import Work
from flowkit.language.frozen import frozen
from flowkit.language.model import Ask, Choose, Talk

CONTROL = ("record", "choose", "request", "wait")
SAID = "The caller is being told why."
LONGEST_TOLD = 200
"""Characters of a refused call that the model is told not to make again."""
DEEPEST = 32
"""Levels of lists and objects in arguments; deeper ones are no arguments."""

Wish = tuple[str, str]
"""What the model reported beyond facts: (kind, name), such as `("choose", "refund")`."""

PERSON: Wish = ("request", "person")


@frozen
class Judged:
    """What the calls of a reply came to.

    `called`: there were any. `kept` are slots that were taken, `changed` those among them that had another value;
    `asked`: the caller is being asked which of two values was meant; `told`: they are told why a value cannot be taken.
    `tools` are calls of tools that the state offers: they are judged when it is known whether the flow moved, and are
    not answered yet. `malformed`: a report was none; `bad` are calls of what is not there, as they were made.
    """

    called: bool = False
    kept: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    refused: bool = False
    asked: bool = False
    told: bool = False
    malformed: bool = False
    waits: bool = False
    decision: Wish | None = None
    tools: tuple[FunctionCall, ...] = ()
    bad: tuple[str, ...] = ()


_NOTHING = Judged()


def judge_calls(work: Work, reply: Utterance, calls: Sequence[FunctionCall]) -> Judged:
    """Judges and answers all calls of a reply but those of tools that the state offers."""
    if not calls:
        return _NOTHING
    usable = _usable(work, reply)
    facts = _Facts()
    others: list[tuple[FunctionCall, Wish | None]] = []
    tools: list[FunctionCall] = []
    for call in calls:
        if call.name in usable:
            tools.append(call)
        elif call.name == "record":
            _record(work, call, reply, facts)
        else:
            others.append((call, _wish(call.name, arguments_of(call) or {})))
    decision, turned_down = _decide(work, reply, others, facts.bad) if others else (None, False)
    return Judged(
        True,
        frozenset(facts.kept),
        frozenset(facts.changed),
        facts.refused or turned_down,
        facts.asked,
        facts.told,
        facts.malformed,
        not facts.kept and any(call.name == "wait" for call, _ in others),
        decision,
        tuple(tools),
        tuple(facts.bad),
    )


@dataclass(slots=True)
class _Facts:
    """What the reports of one reply came to, while they are judged; see `Judged`."""

    kept: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    refused: bool = False
    asked: bool = False
    told: bool = False
    malformed: bool = False
    bad: list[str] = field(default_factory=list)


def _usable(work: Work, reply: Utterance) -> tuple[str, ...]:
    """The tools that the state offers to the reply that it asked for."""
    does = work.state.does
    return does.tools if isinstance(does, Talk) and reply.visit == work.call.top.visit else ()


def arguments_of(call: FunctionCall) -> dict[str, Any] | None:
    """The arguments of a call; nothing if they are no JSON object."""
    text = call.arguments or "{}"
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict):
        return None
    return None if text.count("{") + text.count("[") > DEEPEST and _is_too_deep(given) else given


def _is_too_deep(given: Any) -> bool:
    """Whether arguments are nested deeper than any function asks for; what reads them goes down level by level."""
    level = [given]
    for _ in range(DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True


def _answer(work: Work, call: FunctionCall, output: Mapping[str, Any]) -> None:
    work.emit(AnswerCall(call.id, output))


def _record(work: Work, call: FunctionCall, reply: Utterance, facts: _Facts) -> None:
    """Takes the facts of one `record`."""
    arguments = arguments_of(call)
    if arguments is None:
        facts.malformed = True
        facts.bad.append(_as_called(call))
        _answer(work, call, {"status": "refused", "because": "the arguments are not a JSON object"})
        return
    turn = reply.upto_turn
    mine: list[str] = []
    passed = [slot.name for slot in left_out(work, turn)]
    refused: dict[str, str] = {}
    told = asked = False
    for name, given in in_order(work, arguments) if len(arguments) > 1 else arguments.items():
        if given is None or name in passed:
            continue
        taken = take(work, name, given, turn)
        if isinstance(taken, Kept):
            mine.append(name)
            facts.kept.add(taken.slot)
            if taken.changed:
                facts.changed.add(taken.slot)
        else:
            refused[name] = taken.reason
            told |= taken.said
            asked |= taken.asked
            facts.malformed |= taken.unknown
            if taken.unknown:
                facts.bad.append(_as_called(call))
    facts.refused, facts.told, facts.asked = facts.refused or bool(refused), facts.told or told, facts.asked or asked
    work.note("state", {"call": call.id, "turn": turn, "kept": mine, "refused": refused})
    output: dict[str, Any] = {"kept": mine, "refused": refused, "missing": _still_missing(work, reply, refused)}
    output = {name: value for name, value in output.items() if value}
    if told and not asked:
        output["note"] = SAID
    _answer(work, call, output)


def _still_missing(work: Work, reply: Utterance, refused: Mapping[str, str]) -> list[str]:
    """The slots that nothing was reported for, and that the caller's words do not answer either."""
    names = [name for name in missing(work) if name not in refused]
    return [] if names and refused and is_answered(work, reply) else names


def _as_called(call: FunctionCall) -> str:
    """A call as the model is told not to make it again."""
    return f"{call.name} {call.arguments[:LONGEST_TOLD]}"


def _decide(
    work: Work, reply: Utterance, calls: Sequence[tuple[FunctionCall, Wish | None]], bad: list[str]
) -> tuple[Wish | None, bool]:
    """At most one decision; a wish for a person beats all others. The other calls are answered too.

    Calls of what is not there are added to `bad`; what is only late, or one too many, is none.
    """
    decision: Wish | None = None
    turned_down = False
    wishes_person = any(wish == PERSON for _, wish in calls)
    for call, wish in calls:
        if call.name == "wait":
            _answer(work, call, {"status": "ok"})
        elif wish is None and call.name in work.program.project.tools and reply.visit != work.call.top.visit:
            turned_down = True
            _answer(work, call, {"status": "over", "now": work.flow.title})
        elif wish is None:
            turned_down = True
            bad.append(_as_called(call))
            _answer(work, call, _refused("unknown function", list(CONTROL[:3])))
        elif decision is not None or (wishes_person and wish != PERSON):
            turned_down = True
            _answer(work, call, _refused("one thing at a time", []))
        else:
            why_not = _why_not(work, reply, wish)
            turned_down |= bool(why_not)
            decision = None if why_not else wish
            if why_not and reply.visit == work.call.top.visit:
                bad.append(_as_called(call))
            _answer(work, call, _refused(why_not, _possible(work)) if why_not else {"status": "ok"})
    return decision, turned_down


def _refused(because: str, you_can: list[str]) -> dict[str, Any]:
    output: dict[str, Any] = {"status": "refused", "because": because}
    return output | {"you_can": you_can} if you_can else output


def _wish(name: str, arguments: Mapping[str, Any]) -> Wish | None:
    """What a call of `choose` or `request` says; nothing if it is another function."""
    match name:
        case "choose":
            return "choose", str(arguments.get("option", ""))
        case "request" if arguments.get("kind") == "switch":
            return "switch", str(arguments.get("flow", ""))
        case "request":
            return "request", str(arguments.get("kind", ""))
    return None


def _possible(work: Work) -> list[str]:
    """What the model may report here by `choose`."""
    match work.state.does:
        case Choose(flows=flows):
            return [*flows, "nothing", "other"]
        case Talk(exits=exits):
            return list(exits)
        case Ask():
            return unsayable(work)
    return []


def _why_not(work: Work, reply: Utterance, wish: Wish) -> str:
    """Why a decision cannot be taken; empty if it can."""
    match wish:
        case ("choose", _) if reply.visit != work.call.top.visit:
            return "that step is over"
        case ("choose", option) if option not in _possible(work):
            return "not one of the options"
        case ("switch", flow) if flow not in offered(work):
            return "not one of the flows"
        case ("request", kind) if kind not in ("person", "repeat", "cancel"):
            return "not one of the requests"
        case ("request", "repeat" | "cancel" as kind) if anytime.is_off(work, kind):
            return "not possible here"
    return ""


def offered(work: Work) -> list[str]:
    """The flows that a caller may turn to meanwhile and that are not open already.

    The nearest `digress` says which; without one, those that some `choose` offers. None once the budget is reached.
    """
    if work.call.budget_reached:
        return []
    project = work.program.project
    places = (work.state.digress, work.flow.digress, project.digress)
    nearest = next((each for each in places if each is not None), None)
    if nearest is None:
        states = (state.does for flow in project.flows.values() for state in flow.states.values())
        nearest = tuple(dict.fromkeys(flow for does in states if isinstance(does, Choose) for flow in does.flows))
    opened = {frame.flow for frame in work.call.frames}
    return [name for name in nearest if name not in opened]
