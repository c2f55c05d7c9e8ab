"""What tests name: flows, states, tools and outcomes, each found or reported with the one that was probably meant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flowkit.language import codes
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import meant
from flowkit.language.building.outcomes import ENGINES_OWN, PASSED_ON, ends_of
from flowkit.language.building.world import FlowSource, ToolSource, World
from flowkit.language.expressions.spelling import listed, nearest
from flowkit.language.locale import Locale
from flowkit.language.model import Project
from flowkit.language.model.suites import Position
from flowkit.language.span import Span
from flowkit.language.tree import Mapping, Node, Scalar


@dataclass(slots=True, eq=False, repr=False)
class Setting:
    """Where tests are read: what has a name, the project around it, and how its values are written."""

    world: World
    project: Project
    locale: Locale
    _rules: frozenset[str] | None = field(default=None, init=False)

    def rules(self) -> frozenset[str]:
        """The names of all rules and limits, of tools and of slots."""
        if self._rules is None:
            world = self.world
            names = {rule for tool in world.tools.values() for rule in tool.rule_names}
            for slots in (world.slots, *(flow.slots for flow in world.flows.values())):
                names |= {rule for fields in slots.values() for rule in _rules_of(fields)}
            self._rules = frozenset(names)
        return self._rules

    def unknown(self, place: Node | Span, message: str, help: str = "") -> None:
        """Reports a name that nothing has."""
        self.world.report.add(codes.UNKNOWN_IN_TEST, place, message, help)

    def wrong(self, place: Node | Span, message: str, help: str = "") -> None:
        """Reports a value that cannot be."""
        self.world.report.add(codes.BAD_TEST_VALUE, place, message, help)


def _rules_of(slot: Fields) -> Iterator[str]:
    for item in slot.items("only_if"):
        name = item.get("rule") if isinstance(item, Mapping) else None
        if isinstance(name, Scalar):
            yield name.text


def find_flow(scalar: Scalar, name: str, setting: Setting) -> FlowSource | None:
    """The flow of that name, which is all of the scalar or its beginning; reports that there is none."""
    world = setting.world
    flow = world.flows.get(name)
    if flow is None:
        homes = [home for home, source in world.flows.items() if name in source.states]
        if name in world.tools:
            help = f"'{name}' is a tool"
        elif homes and name == scalar.text:
            help = f"'{name}' is a state; write: {homes[0]}.{name}"
        else:
            help = meant(name, world.flows, "flows")
        setting.unknown(scalar.part(0, len(name)), f"there is no flow '{name}'", help)
    return flow


def find_position(scalar: Scalar, setting: Setting) -> Position | None:
    """`flow` or `flow.state`."""
    name, dot, state = scalar.text.partition(".")
    flow = find_flow(scalar, name, setting)
    if flow is None:
        return None
    if dot and state not in flow.states and state != "person":
        place = scalar.part(len(name) + 1, len(scalar.text))
        help = meant(state, [*flow.states, "person"], "its states")
        setting.unknown(place, f"the flow '{name}' has no state '{state}'", help)
        return None
    return Position(name, state)


def find_state(scalar: Scalar, setting: Setting) -> Position | None:
    """`state` or `flow.state`: where a call can be."""
    name, flows = scalar.text, setting.world.flows
    if "." in name:
        return find_position(scalar, setting)
    if name == "person" or any(name in flow.states for flow in flows.values()):
        return Position("", name)
    if name in flows:
        start = flows[name].fields.text("start") or "state"
        help = f"'{name}' is a flow; write the state too: {name}.{start}"
    else:
        help = meant(name, (state for flow in flows.values() for state in flow.states), "states")
    setting.unknown(scalar, f"there is no state '{name}'", help)
    return None


def find_tool(scalar: Scalar, setting: Setting) -> ToolSource | None:
    """The tool of that name; reports that there is none."""
    world = setting.world
    tool = world.tools.get(scalar.text)
    if tool is None:
        if scalar.text in world.flows:
            help = f"'{scalar.text}' is a flow; what it does is seen by 'state' and 'ends'"
        else:
            help = meant(scalar.text, world.tools, "tools")
        setting.unknown(scalar, f"there is no tool '{scalar.text}'", help)
    return tool


def check_outcome(scalar: Scalar, flow: FlowSource, setting: Setting) -> bool:
    """Whether a flow can end so; reports that it cannot."""
    possible = list(ends_of_call(flow, setting.world))
    if scalar.text in possible:
        return True
    if not flow.states:  # which was reported
        return False
    message, help = f"the flow '{flow.name}' cannot end as '{scalar.text}'", meant(scalar.text, possible, "its ends")
    if scalar.text in (*PASSED_ON, "resolved"):
        # It is written right, so a name that is like it is no better.
        own = list(ends_of(flow, setting.world))
        near = nearest(scalar.text, own)
        listed_ends = f"its own ends are {listed(own, 'and')}" if own else "it has no 'end'"
        help = f"it ends as '{near}', which may be meant to be '{scalar.text}'" if near else listed_ends
    setting.world.report.add(codes.IMPOSSIBLE_OUTCOME, scalar, message, help)
    return False


def ends_of_call(flow: FlowSource, world: World) -> Iterable[str]:
    """How a flow can end: by its own states, by what it runs, and by what happens to a call."""
    ends = {**ends_of(flow, world), **dict.fromkeys((*PASSED_ON, *ENGINES_OWN))}
    if any("choose" in state for state in flow.states.values()):
        ends["resolved"] = None
    return ends
