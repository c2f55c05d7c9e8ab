"""The outline of a flow: what the rest of its project has to know of what it does.

Rules that look at several flows at once look at these instead of the flows. An outline is small and holds plain values
only, so that it can be kept beside the findings of its flow, and given from one process to another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Literal

from flowkit.language.expressions.paths import names_in
from flowkit.language.expressions.syntax import Expr
from flowkit.language.frozen import frozen
from flowkit.language.model import (
    Ask,
    Choose,
    Confirm,
    Does,
    Edge,
    End,
    Flow,
    Guarantee,
    Handoff,
    Ladder,
    Run,
    Slot,
    Speak,
    State,
    Talk,
    Use,
)
from flowkit.language.span import Span
from flowkit.language.tree import Stretch
from flowkit.language.words import Words

NEXT = "next"
NO_NAMES: tuple[str, ...] = ()

Kind = Literal["speak", "ask", "choose", "use", "confirm", "talk", "run", "handoff", "end"]


@frozen
class Move:
    """One way from a state to another, in the order in which ways are tried.

    `outcome` is the one it belongs to, `next` where the state did its job, or the ladder it ends (`no_input`,
    `no_match`).
    """

    outcome: str
    target: str
    span: Span
    when: Expr | None = None
    times: int | None = None
    clear: tuple[str, ...] = ()


@frozen
class Stop:
    """A state as the outside sees it: `names` are the slots that it asks for, or the tools or flows that it may run.

    `given` is its `with`, `said` are the names that its words print or ask about. `anytime` and `digress` are its own,
    None where it has none.
    """

    name: str
    kind: Kind
    span: Span
    names: tuple[str, ...] = ()
    outcome: str = ""
    place: str = ""
    moves: tuple[Move, ...] = ()
    given: tuple[tuple[str, Expr], ...] = ()
    save_as: str = ""
    enough: int = 0
    until: Expr | None = None
    exits: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    anytime: tuple[tuple[str, str], ...] | None = None
    digress: tuple[str, ...] | None = None


@frozen
class Held:
    """A slot: `source` is the list that it is picked from, `rules` what its `only_if` reads, `moves` its ladders' ends.

    `checked`: the caller is asked whether it was understood.
    """

    name: str
    type: str
    options: tuple[str, ...] = ()
    source: Expr | None = None
    optional: bool = False
    rules: tuple[str, ...] = ()
    checked: bool = False
    moves: tuple[Move, ...] = ()


@frozen
class Outline:
    """A flow as the outside sees it.

    `turns_to`: flows that `digress` and `anytime` name in it; `on_cancel` are those of them that run on "forget it".
    `facts`: what its talks may state. `moves` are the ends of its ladders; `anytime` and `digress` are its own, None
    where it has none. `named` are the slots, tools, flows, places and outcomes that its states name, by the kind of
    state: most rules need no more of the states than that.
    """

    name: str
    start: str
    span: Span
    requires: tuple[str, ...]
    guarantees: tuple[Guarantee, ...]
    stops: Mapping[str, Stop]
    named: Mapping[Kind, tuple[str, ...]]
    turns_to: tuple[str, ...] = ()
    on_cancel: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    slots: Mapping[str, Held] = field(default_factory=dict)
    let: tuple[tuple[str, Expr], ...] = ()
    gives: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    anytime: tuple[tuple[str, str], ...] | None = None
    digress: tuple[str, ...] | None = None
    router: bool = False
    person: Kind | Literal[""] = ""
    """What its own state `person` does; empty where it has none."""
    last_questions: tuple[Span, ...] = ()
    """The places of questions that are said on its ends."""
    constants: tuple[str, ...] | None = None
    """The constants of the project whose names stand anywhere in its text; None where that was not looked for."""


def outline(flow: Flow, constants: Iterable[str] | None = None) -> Outline:
    """The outline of a flow.

    Args:
        constants: the names of the project's constants, which are looked for in it.
    """
    stops = {name: _stop(state) for name, state in flow.states.items()}
    turns_to, on_cancel = _turns(flow)
    facts = tuple(fact for state in flow.states.values() if isinstance(state.does, Talk) for fact in state.does.facts)
    return Outline(
        flow.name,
        flow.start,
        flow.span,
        flow.requires,
        flow.guarantees,
        stops,
        _named(stops.values()),
        turns_to,
        on_cancel,
        facts,
        {name: held(slot) for name, slot in flow.slots.items()},
        tuple((name, each.expr) for name, each in flow.let.items()),
        flow.gives,
        ladder_moves(flow.no_input, flow.no_match),
        None if flow.anytime is None else tuple(flow.anytime.items()),
        flow.digress,
        flow.router,
        stops["person"].kind if "person" in stops else "",
        _last_questions(flow),
        _mentioned(constants or (), flow.span) if constants is not None else None,
    )


def _mentioned(names: Iterable[str], span: Span) -> tuple[str, ...] | None:
    """Those of the names that stand in the file of a place; None where the file is no longer known."""
    if not isinstance(span, Stretch):
        return None
    text = span.offsets[0].text
    return tuple(name for name in names if name in text)


def _named(stops: Iterable[Stop]) -> dict[Kind, tuple[str, ...]]:
    named: dict[Kind, dict[str, None]] = {}
    for stop in stops:
        name = stop.outcome or stop.place
        named.setdefault(stop.kind, {}).update(dict.fromkeys((name,) if name else stop.names))
    return {kind: tuple(names) for kind, names in named.items()}


def _last_questions(flow: Flow) -> tuple[Span, ...]:
    ends = (state.say for state in flow.states.values() if state.say is not None and isinstance(state.does, End))
    return tuple(say.span for say in ends if "?" in say.source and " " in say.source.strip())


def held(slot: Slot) -> Held:
    """A slot as the outside of its flow sees it."""
    shape = slot.shape
    options = tuple(option.value for option in shape.options)
    moves = ladder_moves(slot.no_input, slot.no_match)
    rules = tuple(sorted({name for rule in slot.only_if for name in names_in(rule.when.expr)})) if slot.only_if else ()
    return Held(
        slot.name, shape.type, options, shape.options_from, shape.optional, rules, slot.check_back != "none", moves
    )


def _turns(flow: Flow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The flows that a flow and its states name under `digress` and `anytime`, and those for "forget it"."""
    turns: list[str] = []
    cancel: list[str] = []
    places: list[Flow | State] = [flow, *flow.states.values()]
    for each in places:
        if each.digress:
            turns += each.digress
        if each.anytime:
            turns += [name for name in each.anytime.values() if name != "off"]
            cancel += [name for what, name in each.anytime.items() if what == "cancel" and name != "off"]
    return tuple(dict.fromkeys(turns)), tuple(dict.fromkeys(cancel))


def _stop(state: State) -> Stop:
    does = state.does
    kind, names = _does(does)
    given: tuple[tuple[str, Expr], ...] = ()
    save_as = outcome = place = ""
    enough, until, exits = 0, None, NO_NAMES
    match does:
        case Use(arguments=arguments, save_as=save_as) | Confirm(arguments=arguments, save_as=save_as):
            given = tuple([(name, each.expr) for name, each in arguments.items()])
        case Run(arguments=arguments, save_as=save_as):
            given = tuple([(name, each.expr) for name, each in arguments.items()])
        case Ask(enough=enough):
            pass
        case End(outcome=outcome):
            pass
        case Handoff(place=place):
            pass
        case Talk(until=expression, exits=named):
            until, exits = expression.expr if expression is not None else None, tuple(named)
    moves, said = _moves(state), _said(state)
    own = None if state.anytime is None else tuple(state.anytime.items())
    return Stop(
        state.name,
        kind,
        state.span,
        names,
        outcome,
        place,
        moves,
        given,
        save_as,
        enough,
        until,
        exits,
        said,
        own,
        state.digress,
    )


def _said(state: State) -> tuple[str, ...]:
    """The names that the words of a state read; most words read none."""
    found: set[str] = set()
    for words in _texts(state):
        for part in words.parts if words is not None else ():
            if not isinstance(part, str) and part.expr is not None:
                found |= names_in(part.expr)
    return tuple(sorted(found)) if found else ()


def _texts(state: State) -> list[Words | None]:
    does = state.does
    texts = [state.say, *[edge.say for edge in state.next]]
    for way in state.outcomes.values():
        texts += [edge.say for edge in way]
    if isinstance(does, Ask | Choose):
        texts.append(does.question)
    elif isinstance(does, Talk):
        texts.append(does.goal)
    elif isinstance(does, Confirm) and does.read_back is not None:
        texts.append(does.read_back.statement)
    return texts


def _does(does: Does) -> tuple[Kind, tuple[str, ...]]:
    match does:
        case Speak():
            return "speak", ()
        case Ask(slots=names):
            return "ask", names
        case Choose(flows=names):
            return "choose", names
        case Use(tool=name):
            return "use", (name,)
        case Confirm(tool=name):
            return "confirm", (name,)
        case Talk(tools=names):
            return "talk", names
        case Run(flow=name):
            return "run", (name,)
        case Handoff():
            return "handoff", ()
        case End():
            return "end", ()


def _moves(state: State) -> tuple[Move, ...]:
    moves = [_move(NEXT, edge) for edge in state.next]
    for outcome, way in state.outcomes.items():
        moves += [_move(outcome, edge) for edge in way]
    if state.no_input or state.no_match:
        moves += ladder_moves(state.no_input, state.no_match)
    return tuple(moves)


def ladder_moves(no_input: Ladder | None, no_match: Ladder | None) -> tuple[Move, ...]:
    """The ways on at the ends of ladders."""
    if not no_input and not no_match:
        return ()
    ladders = (("no_input", no_input), ("no_match", no_match))
    return tuple(_move(name, edge) for name, ladder in ladders for edge in _last_rungs(ladder))


def _last_rungs(ladder: Ladder | None) -> Iterator[Edge]:
    yield from (rung.edge for rung in ladder or () if rung.edge is not None)


def _move(outcome: str, edge: Edge) -> Move:
    when = edge.when.expr if edge.when is not None else None
    return Move(outcome, edge.go, edge.span, when, edge.times, edge.clear)
