"""Flows: their names, scope, slots, computed values and states."""

from flowkit.language.building.cycles import check_let
from flowkit.language.building.expression_reading import read_expression
from flowkit.language.building.guarantees import read_guarantees
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import check_name, meant
from flowkit.language.building.report import related
from flowkit.language.building.scopes import Pending, Scope
from flowkit.language.building.slot_reading import read_slot, slot_shape
from flowkit.language.building.state_reading import read_state
from flowkit.language.building.ways import Ways, read_inherited
from flowkit.language.building.world import FlowSource, World
from flowkit.language.codes import BAD_VALUE, UNKNOWN_NAME, UNKNOWN_STATE
from flowkit.language.model import Expression, Flow, Slot
from flowkit.language.shapes import Shape
from flowkit.language.tree import Scalar


def open_scope(flow: FlowSource, world: World) -> None:
    """Makes the scope of a flow: slots, computed values and results, each under a name of its own."""
    taken: dict[str, tuple[str, Scalar]] = {}
    names: dict[str, Pending | Shape | None] = {}
    flow.scope = Scope({}, world.flow_scope)
    for name, fields in list(flow.slots.items()):
        assert isinstance(fields.place, Scalar)
        if world.take(fields.place, "a slot", taken):
            names[name] = world.later(fields.place, slot_shape, fields, flow.scope, world)
        else:
            del flow.slots[name]
    for name, entry in list(flow.let.items()):
        if world.take(entry.key, "a computed value", taken):
            names[name] = world.later(entry.key, _let_shape, name, flow, world)
        else:
            del flow.let[name]
    for fields in flow.states.values():
        scalar = fields.scalar("save_as")
        if scalar is None or not check_name(scalar, "a result", world.report):
            continue
        before = taken.get(scalar.text)
        if before is not None and before[0] == "a result":
            flow.saved[scalar.text].append((scalar, fields))
        elif world.take(scalar, "a result", taken):
            flow.saved[scalar.text] = [(scalar, fields)]
            names[scalar.text] = world.later(scalar, _saved_shape, scalar.text, flow, world)
    flow.scope.add(names)


def _let_shape(name: str, flow: FlowSource, world: World) -> Shape | None:
    entry = flow.let[name]
    assert isinstance(entry.value, Scalar)
    expression = read_expression(entry.value, flow.scope, world.report)
    if expression is None:
        return None
    flow.computed[name] = expression
    return expression.shape


def _saved_shape(name: str, flow: FlowSource, world: World) -> Shape | None:
    """The shape of what is kept under a name; states that keep something under the same name must agree."""
    first: Shape | None = None
    first_place: Scalar | None = None
    for place, fields in flow.saved[name]:
        shape = _result(place, fields, world)
        if shape is None:
            continue
        if first is None:
            first, first_place = shape, place
        elif shape != first and first_place is not None:
            world.report.add(
                BAD_VALUE,
                place,
                f"'{name}' already names a result of another shape",
                "give this result a name of its own",
                related(first_place, f"'{name}' is kept here first"),
            )
    return first


def _result(place: Scalar, fields: Fields, world: World) -> Shape | None:
    """What a state gives back; None if nothing, which is reported, or if its tool or flow is unknown."""
    for kind in ("use", "confirm"):
        tool = world.tools.get(fields.text(kind))
        if tool is not None:
            if tool.output is None and "output" not in tool.fields.mapping:
                message = f"'{tool.name}' has no 'output', so there is nothing to keep"
                world.report.add(BAD_VALUE, place, message, "", related(tool.key, "it is defined here"))
            return tool.output
    flow = world.flows.get(fields.text("run"))
    if flow is None:
        return None
    given = [name for name in flow.fields.texts("gives") if name in flow.slots]
    if "gives" not in flow.fields.mapping:
        message = f"the flow '{flow.name}' has no 'gives', so there is nothing to keep"
        world.report.add(BAD_VALUE, place, message, "", related(flow.key, "it is defined here"))
        return None
    shapes = {name: shape for name in given if (shape := flow.scope.shape_of(name)) is not None}
    return Shape("object", fields=shapes)


def read_flow(flow: FlowSource, world: World) -> Flow:
    """A flow whose scope has been opened."""
    fields, report = flow.fields, world.report
    ways = Ways(flow.scope, flow.states, [*flow.slots, *world.slots])
    slots = {name: slot for name, source in flow.slots.items() if (slot := read_slot(name, source, ways, world))}
    let = _read_let(flow, world)
    for name in flow.saved:
        flow.scope.shape_of(name)
    requires = read_requires(fields, world)
    gives = _read_gives(flow, slots, world)
    states = {
        name: state
        for name, source in flow.states.items()
        if not report.full and (state := read_state(name, source, flow, ways, world)) is not None
    }
    start = fields.scalar("start")
    if start is not None and start.text not in flow.states and "states" in fields:
        help = meant(start.text, flow.states, "states")
        report.add(UNKNOWN_STATE, start, f"there is no state '{start.text}' to start with", help)
    return Flow(
        flow.name,
        fields.text("title"),
        fields.text("start"),
        states,
        about=fields.text("about"),
        examples=fields.texts("examples"),
        requires=requires,
        slots=slots,
        let=let,
        gives=gives,
        guarantees=read_guarantees(fields, flow.scope, flow, world),
        **read_inherited(fields, ways, world),
        span=flow.key.span,
    )


def _read_let(flow: FlowSource, world: World) -> dict[str, Expression]:
    for name in flow.let:
        flow.scope.shape_of(name)
    let = {name: flow.computed[name] for name in flow.let if name in flow.computed}
    check_let(let, world.report)
    return let


def _read_gives(flow: FlowSource, slots: dict[str, Slot], world: World) -> tuple[str, ...]:
    given = []
    for scalar in flow.fields.scalars("gives"):
        if scalar.text in flow.slots:
            given.append(scalar.text)
        else:
            help = meant(scalar.text, flow.slots, "slots of this flow")
            world.report.add(UNKNOWN_NAME, scalar, f"this flow has no slot '{scalar.text}' to give", help)
    return tuple(given)


def read_requires(fields: Fields, world: World) -> tuple[str, ...]:
    """The preconditions of a flow, catalog or tool."""
    required = []
    for scalar in fields.scalars("requires"):
        if scalar.text in world.preconditions:
            required.append(scalar.text)
        else:
            help = meant(scalar.text, world.preconditions, "preconditions")
            world.report.add(UNKNOWN_NAME, scalar, f"the project has no precondition '{scalar.text}'", help)
    return tuple(required)
