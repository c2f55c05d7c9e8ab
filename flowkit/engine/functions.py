"""Functions that the model called, judged in three passes: all facts, at most one decision, then the rest.

Calls count only from a reply that was completed and that the engine did not take back; the caller of this module sees
to that. Every call gets exactly one output, which says what is possible.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flowkit.engine.ask import left_out, missing, unsayable
from flowkit.engine.call import Utterance
from flowkit.engine.effects import AnswerCall
from flowkit.engine.events import FunctionCall
from flowkit.engine.facts import Kept, take
from flowkit.engine.slot_rules import in_order
from flowkit.engine.work import Work
from flowkit.language.model import Ask, Choose, Talk

CONTROL = ("record", "choose", "request", "wait")
SAID = "The caller is being told why."
ASKED = "The caller is being asked which it is."

Wish = tuple[str, str]
"""What the model reported beyond facts: (kind, name), such as `("choose", "refund")`."""

PERSON: Wish = ("request", "person")


@dataclass(frozen=True, slots=True)
class Judged:
    """What the calls of a reply came to.

    `kept` are slots that were taken, `changed` those among them that had another value; `asked`: the caller is being
    asked which of two values was meant; `told`: they are told why a value cannot be taken. `tools` are calls of tools
    that the state offers: they are judged when it is known whether the flow moved, and are not answered yet.
    """

    kept: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    refused: bool = False
    asked: bool = False
    told: bool = False
    malformed: bool = False
    waits: bool = False
    decision: Wish | None = None
    tools: tuple[FunctionCall, ...] = ()


def judge_calls(work: Work, reply: Utterance, calls: Sequence[FunctionCall]) -> Judged:
    """Judges and answers all calls of a reply but those of tools that the state offers."""
    kept: set[str] = set()
    changed: set[str] = set()
    refused = asked = told = malformed = False
    others: list[tuple[FunctionCall, Wish | None]] = []
    usable = _usable(work, reply)
    tools = tuple(call for call in calls if call.name in usable)
    for call in calls:
        if call.name in usable:
            continue
        arguments = arguments_of(call)
        if call.name != "record":
            others.append((call, _wish(call.name, arguments or {})))
        elif arguments is None:
            malformed = True
            _answer(work, call, {"status": "refused", "because": "the arguments are not a JSON object"})
        else:
            turned_down, asks, tells = _record(work, call, arguments, reply.upto_turn, kept, changed)
            refused, asked, told = refused or turned_down, asked or asks, told or tells
    decision, turned_down = _decide(work, reply, others) if others else (None, False)
    waits = any(call.name == "wait" for call, _ in others)
    refused |= turned_down
    waits = waits and not kept
    return Judged(frozenset(kept), frozenset(changed), refused, asked, told, malformed, waits, decision, tools)


def _usable(work: Work, reply: Utterance) -> tuple[str, ...]:
    """The tools that the state offers to the reply that it asked for."""
    does = work.state.does
    return does.tools if isinstance(does, Talk) and reply.visit == work.call.top.visit else ()


def arguments_of(call: FunctionCall) -> dict[str, Any] | None:
    """The arguments of a call; nothing if they are no JSON object."""
    try:
        given = json.loads(call.arguments or "{}")
    except ValueError:
        return None
    return given if isinstance(given, dict) else None


def _answer(work: Work, call: FunctionCall, output: Mapping[str, Any]) -> None:
    work.emit(AnswerCall(call.id, output))


def _record(
    work: Work, call: FunctionCall, arguments: Mapping[str, Any], turn: str, kept: set[str], changed: set[str]
) -> tuple[bool, bool, bool]:
    """Takes the facts of one `record`; whether some were refused, the caller is asked about one, or told why not."""
    mine: list[str] = []
    passed = {slot.name for slot in left_out(work, turn)}
    refused: dict[str, str] = {}
    told = asked = False
    for name, given in in_order(work, arguments):
        if given is None or name in passed:
            continue
        taken = take(work, name, given, turn)
        if isinstance(taken, Kept):
            mine.append(name)
            kept.add(taken.slot)
            if taken.changed:
                changed.add(taken.slot)
        else:
            refused[name] = taken.reason
            told |= taken.said
            asked |= taken.asked
    work.note("state", {"call": call.id, "turn": turn, "kept": mine, "refused": refused})
    output: dict[str, Any] = {"kept": mine, "refused": refused, "missing": missing(work)}
    output = {name: value for name, value in output.items() if value}
    if told or asked:
        output["note"] = ASKED if asked else SAID
    _answer(work, call, output)
    return bool(refused), asked, told


def _decide(
    work: Work, reply: Utterance, calls: Sequence[tuple[FunctionCall, Wish | None]]
) -> tuple[Wish | None, bool]:
    """At most one decision; a wish for a person beats all others. The other calls are answered too."""
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
            _answer(work, call, _refused("unknown function", list(CONTROL[:3])))
        elif decision is not None or (wishes_person and wish != PERSON):
            turned_down = True
            _answer(work, call, _refused("one thing at a time", []))
        else:
            why_not = _why_not(work, reply, wish)
            turned_down |= bool(why_not)
            decision = None if why_not else wish
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
    return ""


def offered(work: Work) -> list[str]:
    """The flows that a caller may turn to meanwhile and that are not open already.

    The nearest `digress` says which; without one, those that some `choose` offers.
    """
    project = work.program.project
    places = (work.state.digress, work.flow.digress, project.digress)
    nearest = next((each for each in places if each is not None), None)
    if nearest is None:
        states = (state.does for flow in project.flows.values() for state in flow.states.values())
        nearest = tuple(dict.fromkeys(flow for does in states if isinstance(does, Choose) for flow in does.flows))
    opened = {frame.flow for frame in work.call.frames}
    return [name for name in nearest if name not in opened]
