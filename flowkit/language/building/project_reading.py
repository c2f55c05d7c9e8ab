"""The project file: what holds for all calls, and what may differ between the places where it runs."""

from collections.abc import Mapping as MappingOf
from decimal import Decimal
from typing import Final

from flowkit.language import codes
from flowkit.language.building.backend_reading import read_settings
from flowkit.language.building.cases import read_case
from flowkit.language.building.cycles import check_let
from flowkit.language.building.data import data_of
from flowkit.language.building.expression_reading import read_guard, read_words
from flowkit.language.building.guarantees import read_guarantees
from flowkit.language.building.lint_reading import read_lint
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import meant
from flowkit.language.building.slot_reading import read_slot
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.ways import Ways, read_inherited
from flowkit.language.building.world import World
from flowkit.language.frozen import frozen
from flowkit.language.model import AboutUs, Environment, Flow, Place, Precondition, Project, Tool
from flowkit.language.prices import NoPrice, read_prices
from flowkit.language.shapes import Value
from flowkit.language.tree import Mapping, Scalar
from flowkit.language.words import Words

_ABOUT_US, _ENVIRONMENT = KINDS["about us"], KINDS["environment"]
_OPERATIONS = KINDS["operations"]
NO_ANSWERS: Final = AboutUs("", "", "")


@frozen
class Parts:
    """What was read from flows and catalogs."""

    flows: MappingOf[str, Flow]
    tools: MappingOf[str, Tool]


def read_project_file(fields: Fields, parts: Parts, world: World) -> Project:
    """The project around the flows and tools that were read already."""
    report = world.report
    ways = Ways(world.scope, (), [*world.slots])
    slots = {name: slot for name, source in world.slots.items() if (slot := read_slot(name, source, ways, world))}
    _check_roles(fields, world)
    return Project(
        fields.text("title"),
        _start(fields, world),
        read_words(fields.scalar("greeting"), world.scope, report) or Words("", ()),
        _about_us(fields, world),
        parts.flows,
        parts.tools,
        world.records,
        persona=fields.text("persona"),
        languages=fields.texts("languages") or ("en",),
        timezone=fields.text("timezone", "UTC"),
        currency=_known(fields, "currency", "USD", world),
        country=_known(fields, "country", "US", world),
        preconditions=_preconditions(world),
        slots=slots,
        constants={name: constant.value for name, constant in world.constants.items()},
        facts=world.facts,
        places=_places(fields, world),
        case=read_case(fields, world),
        max_turns=fields.whole("max_turns", 60),
        max_minutes=fields.whole("max_minutes", 15),
        clips=fields.text("clips"),
        budget=_budget(fields),
        roles=fields.texts("roles"),
        guarantees=read_guarantees(fields, world.scope, None, world),
        **read_inherited(fields, ways, world),
        environments=_environments(fields, world),
        lint=read_lint(fields, world),
        operations=_operations(fields, world),
        fact_places={entry.key.text: entry.key.span for entry in fields.map("facts")},
        constant_places={name: constant.key.span for name, constant in world.constants.items()},
        span=fields.place.span,
    )


def _start(fields: Fields, world: World) -> str:
    scalar = fields.scalar("start")
    if scalar is not None and scalar.text not in world.flows:
        help = meant(scalar.text, world.flows, "flows")
        world.report.add(codes.UNKNOWN_NAME, scalar, f"there is no flow '{scalar.text}' to start with", help)
    return fields.text("start")


def _known(fields: Fields, key: str, default: str, world: World) -> str:
    """A code of ISO 4217 or ISO 3166; reports one that nobody gave out."""
    code = fields.text(key, default)
    scalar = fields.scalar(key)
    if scalar is None or code == default or not code.isascii() or not code.isupper():
        return code
    # Most projects keep the default, or one of the codes below.
    from flowkit.language.iso_codes import COUNTRIES, CURRENCIES

    codes_known = CURRENCIES if key == "currency" else COUNTRIES
    if code not in codes_known and len(code) == (3 if key == "currency" else 2):
        like = "GB" if code == "UK" else next((one for one in codes_known if sorted(one) == sorted(code)), "")
        help = meant(code, codes_known, f"codes of {'currencies' if key == 'currency' else 'countries'}")
        help = f"did you mean '{like}'?" if like else help if "did you mean" in help else "write it like: " + default
        world.report.add(codes.BAD_VALUE, scalar, f"there is no {key} '{code}'", help)
    return code


def _about_us(fields: Fields, world: World) -> AboutUs:
    node = fields.node("about_us")
    if not isinstance(node, Mapping):
        return NO_ANSWERS
    opened = open_mapping(_ABOUT_US, node, fields.key("about_us"), world.report)
    return AboutUs(opened.text("automated"), opened.text("recording"), opened.text("data"))


def _preconditions(world: World) -> dict[str, Precondition]:
    preconditions = {}
    for name, fields in world.preconditions.items():
        when, run = fields.scalar("when"), fields.scalar("run")
        guard = None if when is None else read_guard(when, world.scope, world.report)
        if run is not None and run.text not in world.flows:
            help = meant(run.text, world.flows, "flows")
            world.report.add(codes.UNKNOWN_NAME, run, f"there is no flow '{run.text}'", help)
        if guard is not None and run is not None:
            preconditions[name] = Precondition(name, guard, run.text, fields.place.span)
    check_let({name: precondition.when for name, precondition in preconditions.items()}, world.report)
    return preconditions


def _places(fields: Fields, world: World) -> dict[str, Place]:
    places = {}
    defaults = []
    for name, opened in world.places.items():
        callback = opened.scalar("callback")
        if callback is not None:
            check_callback(callback, world)
        _check_hours(opened.scalar("hours"), world)
        if opened.flag("default"):
            defaults.append(opened)
        places[name] = Place(
            name,
            opened.text("to"),
            opened.flag("default"),
            opened.text("hours"),
            opened.text("callback"),
            opened.place.span,
        )
    whole = len(world.places) == len(node.index) if isinstance(node := fields.node("handoffs"), Mapping) else False
    if not defaults and whole and not any(_says_default(opened) for opened in world.places.values()):
        message = "one handoff must be the default: the place for callers who ask for a person"
        first = next(iter(world.places), "desk")
        help = f"write: {first}: {{to: …, default: true}}"
        world.report.add(codes.MISSING_KEY, fields.key("handoffs"), message, help)
    for opened in defaults[1:]:
        world.report.add(codes.BAD_VALUE, opened.key("default"), "only one handoff is the default")
    return places


def _says_default(opened: Fields) -> bool:
    """Whether a place says that it is the default in a way that was reported."""
    return "default" in opened.misspelt or ("default" in opened.mapping and "default" not in opened)


def _check_hours(scalar: Scalar | None, world: World) -> None:
    """Reports a text that does not tell when somebody is there."""
    if scalar is None:
        return
    # Few projects have any; reading them takes the words for days and times.
    from flowkit.language.opening_hours import EXAMPLE, read_hours
    from flowkit.language.values import Refusal

    reading = read_hours(scalar.text)
    if isinstance(reading, Refusal):
        message = f"it does not say when somebody is there: {reading.reason}"
        world.report.add(codes.BAD_VALUE, scalar, message, f"write it like: {EXAMPLE}")


def check_callback(scalar: Scalar, world: World) -> None:
    """Reports a callback that is no flow."""
    if scalar.text not in world.flows:
        help = meant(scalar.text, world.flows, "flows")
        world.report.add(codes.UNKNOWN_NAME, scalar, f"there is no flow '{scalar.text}'", help)


def _budget(fields: Fields) -> Decimal | None:
    scalar = fields.scalar("budget")
    value = None if scalar is None else scalar.value
    if scalar is None or not isinstance(value, (int, Decimal)):
        return None
    if value <= 0:
        message = "a call would be over budget before its first word"
        fields.report.add(codes.BAD_VALUE, scalar, message, "write what a call may cost, such as: budget: 0.80")
    return Decimal(value)


def _environments(fields: Fields, world: World) -> dict[str, Environment]:
    environments = {}
    for entry in fields.map("environments", "an environment"):
        assert isinstance(entry.value, Mapping)
        opened = open_mapping(_ENVIRONMENT, entry.value, entry.key, world.report)
        for place in opened.map("handoffs"):
            if place.key.text not in world.places:
                help = meant(place.key.text, world.places, "handoffs")
                message = f"the project has no handoff '{place.key.text}'"
                world.report.add(codes.UNKNOWN_NAME, place.key, message, help)
        environments[entry.key.text] = Environment(
            entry.key.text,
            opened.text("model"),
            opened.text("voice"),
            {backend.key.text: read_settings(backend, world) for backend in opened.map("backends")},
            {place.key.text: place.value.text for place in opened.map("handoffs") if isinstance(place.value, Scalar)},
            opened.texts("roles"),
            _operations(opened, world),
            entry.key.span,
        )
    return environments


def _operations(fields: Fields, world: World) -> dict[str, Value]:
    node = fields.node("operations")
    if not isinstance(node, Mapping):
        return {}
    opened = open_mapping(_OPERATIONS, node, fields.key("operations"), world.report)
    operations = dict(data_of(node))
    _check_prices(opened, operations, world)
    return operations


def _check_prices(opened: Fields, operations: MappingOf[str, Value], world: World) -> None:
    """Reports prices that are none."""
    given = operations.get("prices")
    if given is None:
        return
    for model, prices in given.items() if isinstance(given, MappingOf) else (("", given),):
        try:
            read_prices(model, prices)
        except NoPrice as problem:
            world.report.add(codes.BAD_VALUE, opened.key("prices"), problem.message, f"write: {problem.hint}")


def _check_roles(fields: Fields, world: World) -> None:
    """Every role that a tool needs is held by the project, here or in some environment."""
    held = set(fields.texts("roles"))
    for entry in fields.map("environments"):
        if isinstance(entry.value, Mapping):
            held.update(open_mapping(_ENVIRONMENT, entry.value, entry.key, type(world.report)()).texts("roles"))
    for tool in world.tools.values():
        role = tool.fields.scalar("role")
        if role is not None and role.text not in held:
            help = meant(role.text, held, "roles") if held else f"add to the project: roles: {role.text}"
            world.report.add(codes.UNKNOWN_NAME, role, f"the project does not hold the role '{role.text}'", help)
