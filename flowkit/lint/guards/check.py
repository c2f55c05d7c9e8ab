"""The guards of a flow: those of its ways on, of its talks, its slots and its computed values; and those of tools.

What does not look fine at a glance is looked through; the modules for that are loaded when there is such a thing.
"""

from collections.abc import Iterator, Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.expressions.paths import names_in
from flowkit.language.expressions.syntax import And, Call, Compare, Expr, Is, Name, Not, Or
from flowkit.language.model import Ask, Confirm, Flow, Project, Slot, State, Talk, Use, WayOn
from flowkit.lint.guards.plain import Plain
from flowkit.lint.outline import Outline


def check_guards(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """Cases that no edge of a flow takes, edges that are never taken, and tests that test nothing."""
    doubtful = _Doubtful(flow, project)
    if not doubtful.any:
        return
    from flowkit.lint.guards.choices import check_choices
    from flowkit.lint.guards.nothing import check_nothing
    from flowkit.lint.guards.refusals import cannot_be_refused, must_be_refused, takes_nothing
    from flowkit.lint.guards.single import check_computed, check_rules, check_until
    from flowkit.lint.guards.surroundings import FlowFacts, OfFlow
    from flowkit.lint.guards.ways import check_way

    around = OfFlow(flow, project, FlowFacts(flow, project))
    for state, outcome, way in doubtful.ways:
        yield from check_way(way, around.at(state, outcome), lambda name: _is_alone(name, flow))
    for state, outcome, way in doubtful.choices:
        yield from check_choices(way, flow, project, around.at(state, outcome))
    for state, slots in doubtful.listing:
        yield from check_nothing(state, slots, around.at(state, "next"), flow)
    for state, outcome, way in doubtful.ruled:
        yield from must_be_refused(way, flow, project, around.at(state, outcome))
    for state in doubtful.limited:
        yield from takes_nothing(state, flow, project, around.at(state, ""))
    for state in doubtful.refused:
        assert isinstance(state.does, Use | Confirm)
        yield from cannot_be_refused(state, project.tools[state.does.tool], project)
    for state in doubtful.talks:
        yield from check_until(state, around.at(None, ""))
    for name in doubtful.computed:
        yield from check_computed(name, flow.let[name], around.at(None, ""))
    for name in doubtful.slots:
        filled = OfFlow(flow, project, around.facts, filled=name)
        yield from check_rules(flow.slots[name].only_if, filled, f"no value of '{name}' is ever taken")


def check_tool_rules(project: Project, outlines: Mapping[str, Outline]) -> Iterator[Diagnostic]:
    """Rules of tools and of the project's slots that always or never refuse, or that say again what holds anyway."""
    plain = Plain(None, project)
    tools = [tool for tool in project.tools.values() if tool.only_if]
    slots = [slot for slot in project.slots.values() if slot.only_if]
    held = [each for each in project.preconditions.values() if not plain.known(each.when.expr)]
    if tools or slots or held:
        from flowkit.lint.guards.tools import check_rules_of_tools

        yield from check_rules_of_tools(tools, slots, held, project)


class _Doubtful:
    """What of a flow has to be looked through: what does not look fine at a glance."""

    def __init__(self, flow: Flow, project: Project) -> None:
        self._plain = Plain(flow, project)
        self.ways: list[tuple[State, str, WayOn]] = []
        self.ruled: list[tuple[State, str, WayOn]] = []
        self.choices: list[tuple[State, str, WayOn]] = []
        self.listing: list[tuple[State, tuple[Slot, ...]]] = []
        self.limited: list[State] = []
        self.refused: list[State] = []
        self.talks: list[State] = []
        self._ruled = _uses_rules(flow, project)
        self._choosing = _choosing(flow, project)
        self._project = project
        self._bounded = {slot.name for slot in flow.slots.values() if slot.only_if}
        self._lists = _lists_of(flow) if self._choosing else {}
        for state in flow.states.values():
            self._look_at(state)
        plain = self._plain.alone
        self.computed = [
            name
            for name, each in flow.let.items()
            if each.shape is not None and each.shape.type == "yes_no" and each.shape.single and not plain(each.expr)
        ]
        self.slots = [
            slot.name
            for slot in flow.slots.values()
            if slot.only_if and not (len(slot.only_if) == 1 and plain(slot.only_if[0].when.expr, slot.name))
        ]

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(
            self.ways
            or self.ruled
            or self.choices
            or self.listing
            or self.limited
            or self.refused
            or self.talks
            or self.computed
            or self.slots
        )

    def _look_at(self, state: State) -> None:
        if state.next:
            self._look_at_way(state, "next", state.next)
        for outcome, way in state.outcomes.items():
            self._look_at_way(state, outcome, way)
            if outcome == "refused" and isinstance(state.does, Use | Confirm):
                self.refused.append(state)
        does = state.does
        if type(does) is Use and does.save_as in self._lists and _may_be_left(state.next, does.save_as):
            self.listing.append((state, self._lists[does.save_as]))
        if self._ruled and self._bounded and (type(does) is Use or type(does) is Confirm):
            tool = self._project.tools.get(does.tool)
            names = {name for each in does.arguments.values() for name in names_in(each.expr)}
            if tool is not None and tool.only_if and not self._bounded.isdisjoint(names):
                self.limited.append(state)
        if type(does) is Talk and does.until is not None and not self._plain.alone(does.until.expr):
            self.talks.append(state)

    def _look_at_way(self, state: State, outcome: str, way: WayOn) -> None:
        first = way[0]
        if first.when is None and (len(way) == 1 or all(edge.when is None for edge in way)):
            return
        if not self._plain.list(way):
            self.ways.append((state, outcome, way))
        if self._ruled:
            self.ruled.append((state, outcome, way))
        if any(edge.go in self._choosing for edge in way) and any(
            edge.when is not None and _speaks_of_empty(edge.when.expr) for edge in way
        ):
            self.choices.append((state, outcome, way))


def _is_alone(name: str, flow: Flow) -> bool:
    """Whether no more than one edge of the flow leads to a state of its own."""
    if name not in flow.states or name == flow.start:
        return False
    ways = (way for state in flow.states.values() for way in (state.next, *state.outcomes.values()))
    return sum(edge.go == name for way in ways for edge in way) == 1


def _lists_of(flow: Flow) -> dict[str, tuple[Slot, ...]]:
    """The kept lists that slots of a flow are picked from, with the slots; those that may stay empty do not count."""
    found: dict[str, tuple[Slot, ...]] = {}
    for slot in flow.slots.values():
        source = slot.shape.options_from
        if type(source) is Name and not slot.shape.optional and not slot.shape.many:
            found[source.name] = (*found.get(source.name, ()), slot)
    return found


def _may_be_left(way: WayOn, name: str) -> bool:
    """Whether edges ask about a list, and none of them plainly takes every empty one for all behind it."""
    asked = False
    for edge in way:
        test = edge.when.expr if edge.when is not None else None
        empty = type(test) is Is and test.what == "empty" and not test.negated and test.of == Name(name)
        if empty and edge.times is None:
            return False
        asked = asked or (test is not None and name in names_in(test))
    return asked


def _uses_rules(flow: Flow, project: Project) -> bool:
    """Whether some state uses a tool with rules."""
    with_rules = {tool.name for tool in project.tools.values() if tool.only_if}
    return bool(with_rules) and any(
        isinstance(state.does, Use | Confirm) and state.does.tool in with_rules for state in flow.states.values()
    )


def _choosing(flow: Flow, project: Project) -> frozenset[str]:
    """The states that ask for a choice from a list."""
    slots = {**project.slots, **flow.slots}
    listed = {name for name, slot in slots.items() if slot.shape.options_from is not None}
    return frozenset(
        state.name
        for state in (flow.states.values() if listed else ())
        if type(state.does) is Ask and not listed.isdisjoint(state.does.slots)
    )


def _speaks_of_empty(expr: Expr) -> bool:
    """Whether a guard says more of a list than that it is empty, which by itself leads to no choice from it."""
    kind = type(expr)
    if kind is Is:
        return expr.what == "empty" and expr.negated  # type: ignore[union-attr]
    if kind is And or kind is Or:
        parts = expr.parts  # type: ignore[union-attr]
        return any(_speaks_of_empty(part) or (type(part) is Is and part.what == "empty") for part in parts)
    if kind is Not:
        return isinstance(expr.of, Is | And | Or)  # type: ignore[union-attr]
    return kind is Compare and type(expr.left) is Call and expr.left.function == "length"  # type: ignore[union-attr]
