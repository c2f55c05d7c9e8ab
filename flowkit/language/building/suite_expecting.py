"""What tests expect: states, slots, what was used and refused, what was said, how it ended."""

import re
from collections.abc import Iterator

from flowkit.language import codes
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import meant
from flowkit.language.building.suite_given import chosen
from flowkit.language.building.suite_names import Setting, check_outcome, find_flow, find_state, find_tool
from flowkit.language.building.suite_values import Typing
from flowkit.language.building.world import FlowSource, ToolSource
from flowkit.language.model.suites import Expect, Position, Wanted
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.span import Span
from flowkit.language.tree import Entry, Mapping, Scalar, Sequence


def read_wanted(scalar: Scalar, setting: Setting) -> Wanted | None:
    """A text that must be said, or a regular expression between slashes; None if it would fit anything, or nothing."""
    text = scalar.text.strip()
    regex = len(text) > 1 and text.startswith("/") and text.endswith("/")
    wanted = Wanted(text[1:-1] if regex else scalar.text, regex)
    try:
        if not wanted.fits(""):
            return wanted
    except (re.error, OverflowError, RecursionError) as error:
        setting.world.report.add(codes.BAD_EXPECTATION, scalar, f"this is no regular expression: {error}")
        return None
    setting.world.report.add(
        codes.BAD_EXPECTATION, scalar, "this fits whatever is said", "write words that must be said"
    )
    return None


def read_expect(fields: Fields, flow: FlowSource | None, setting: Setting) -> Expect:
    """`expect` of a test that starts in `flow`."""
    scalar, outcome = fields.scalar("state"), fields.scalar("outcome")
    state = None if scalar is None else find_state(scalar, setting)
    if not fields.mapping.index:
        message = "'expect' is empty, so it expects nothing"
        setting.world.report.add(codes.BAD_STEP, fields.place, message, f"keys here: {', '.join(fields.kind.keys)}")
    ended = outcome is not None and flow is not None and check_outcome(outcome, flow, setting)
    used = _used(fields, setting)
    not_used = _not_used(fields, used, setting)
    wanted = [read_wanted(each, setting) for each in fields.scalars("said")]
    return Expect(
        state,
        _slots(fields, state, flow, setting),
        used,
        not_used,
        tuple(each.text for each in fields.scalars("refused") if _can_refuse(each, setting)),
        tuple(each for each in wanted if each is not None),
        outcome.text if outcome is not None and ended else "",
        fields.place.span,
        _places(fields),
    )


def _places(fields: Fields) -> dict[str, Span]:
    """Where the names stand of which something is expected."""
    places: dict[str, Span] = {}
    for entry in fields.mapping:
        key, value = entry.key.text, entry.value
        if isinstance(value, Mapping):
            names = [each.key for each in value]
        else:
            names = [each for each in (value if isinstance(value, Sequence) else (value,)) if isinstance(each, Scalar)]
        if key in ("state", "outcome") and names:
            places[key] = value.span
        else:
            places |= {f"{key}.{each.text}": each.span for each in names}
    return places


def _slots(fields: Fields, state: Position | None, start: FlowSource | None, setting: Setting) -> dict[str, Value]:
    typing = Typing(codes.BAD_TEST_VALUE, setting)
    values: dict[str, Value] = {}
    for entry in fields.map("slots"):
        shapes = list(_shapes_of(entry.key.text, state, start, setting))
        if not shapes:
            _no_slot(entry.key, setting)
        elif (shape := shapes[0]) is not None:
            values[entry.key.text] = _expected(entry, shape, typing)
    return {name: value for name, value in values.items() if value is not UNSET}


def _expected(entry: Entry, shape: Shape, typing: Typing) -> Value:
    if shape.options_from is not None:
        return chosen(entry, shape, typing)
    return typing.value(entry.value, shape, entry.key.text, entry.key)


def _shapes_of(name: str, state: Position | None, start: FlowSource | None, setting: Setting) -> Iterator[Shape | None]:
    """The shapes of slots of that name: that of the flow which is expected first, then of the one that was started."""
    world = setting.world
    expected = world.flows.get(state.flow) if state is not None else None
    first = [flow for flow in (expected, start) if flow is not None]
    for flow in dict.fromkeys((*first, *world.flows.values())):
        if name in flow.slots:
            yield flow.scope.shape_of(name)
        elif name in world.slots:
            yield world.scope.shape_of(name)
    if name in world.slots:
        yield world.scope.shape_of(name)


def _no_slot(key: Scalar, setting: Setting) -> None:
    world, name = setting.world, key.text
    if name in world.record_sources:
        help = "a record is what a tool returned; expect what is done with it"
    else:
        known = [*world.slots, *(slot for flow in world.flows.values() for slot in flow.slots)]
        help = meant(name, dict.fromkeys(known), "slots")
    setting.unknown(key, f"there is no slot '{name}'", help)


def _used(fields: Fields, setting: Setting) -> dict[str, dict[str, Value]]:
    if not isinstance(fields.node("used"), Mapping):
        return {scalar.text: {} for scalar in _names(fields, "used") if find_tool(scalar, setting) is not None}
    used: dict[str, dict[str, Value]] = {}
    node = fields.node("used")
    assert isinstance(node, Mapping)
    for entry in node:
        tool = find_tool(entry.key, setting)
        if tool is None:
            continue
        if isinstance(entry.value, Mapping):
            used[tool.name] = _arguments(entry.value, tool, setting)
        else:
            message = f"'{entry.key.text}' is a map of arguments here"
            help = f"write: {entry.key.text}: {{{', '.join(f'{name}: …' for name in tool.arguments)}}}"
            setting.world.report.add(codes.WRONG_TYPE, entry.value, message, help)
    return used


def _names(fields: Fields, key: str) -> list[Scalar]:
    """One or several names under a key that takes a map too."""
    node = fields.node(key)
    items = [node] if isinstance(node, Scalar) else list(node) if isinstance(node, Sequence) else []
    names = [item for item in items if isinstance(item, Scalar) and isinstance(item.value, str) and item.text]
    for item in items:
        if item not in names:
            fields.report.add(codes.WRONG_TYPE, item, f"an entry of '{key}' is the name of a tool")
    return names


def _arguments(mapping: Mapping, tool: ToolSource, setting: Setting) -> dict[str, Value]:
    typing = Typing(codes.BAD_TEST_VALUE, setting)
    values: dict[str, Value] = {}
    for entry in mapping:
        argument = tool.arguments.get(entry.key.text)
        if argument is not None:
            values[entry.key.text] = typing.value(entry.value, argument.shape, entry.key.text, entry.key)
        elif entry.key.text not in setting.world.report.doubtful:
            help = meant(entry.key.text, [name for name in tool.arguments if name not in mapping], "other arguments")
            setting.unknown(entry.key, f"'{tool.name}' has no argument '{entry.key.text}'", help)
    return {name: value for name, value in values.items() if value is not UNSET}


def _not_used(fields: Fields, used: dict[str, dict[str, Value]], setting: Setting) -> tuple[str, ...]:
    names = []
    for scalar in fields.scalars("not_used"):
        if find_tool(scalar, setting) is None:
            continue
        if scalar.text in used:
            message = f"'{scalar.text}' is expected to be used and not to be used"
            setting.world.report.add(codes.BAD_EXPECTATION, scalar, message, "leave it out of one of them")
        names.append(scalar.text)
    return tuple(names)


def _can_refuse(scalar: Scalar, setting: Setting) -> bool:
    """Whether a tool or a rule has that name; reports that none has."""
    world, name = setting.world, scalar.text
    if name in world.tools or name in setting.rules():
        return True
    help = meant(name, [*world.tools, *setting.rules()], "tools and rules")
    setting.unknown(scalar, f"there is no tool or rule '{name}'", help)
    return False


def read_ends(fields: Fields, setting: Setting) -> dict[str, str]:
    """`ends`: how flows have ended at the end of a test."""
    ends: dict[str, str] = {}
    for entry in fields.map("ends"):
        flow = find_flow(entry.key, entry.key.text, setting)
        if flow is not None and isinstance(entry.value, Scalar) and check_outcome(entry.value, flow, setting):
            ends[flow.name] = entry.value.text
    return ends
