"""The second pass: everything that refers to names is read, and put together to a project."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from flowkit.language.building.cycles import check_choices, check_preconditions, check_runs
from flowkit.language.building.declaring import declare
from flowkit.language.building.flow_reading import open_scope, read_requires
from flowkit.language.building.input_reading import read_input, read_output
from flowkit.language.building.languages import BUILT_IN, check_languages
from flowkit.language.building.project_reading import Parts, read_project_file
from flowkit.language.building.scopes import Pending, Scope
from flowkit.language.building.shape_reading import record_shape
from flowkit.language.building.slot_reading import slot_shape
from flowkit.language.building.standalone import project_around
from flowkit.language.building.tool_checks import check_unused_rules
from flowkit.language.building.tool_reading import read_tool
from flowkit.language.building.world import World, argument_shapes
from flowkit.language.model import Project, Tool
from flowkit.language.shapes import Shape
from flowkit.language.tree import Mapping, Scalar


def open_names(roots: Sequence[tuple[str, Mapping]], world: World) -> None:
    """Takes in what the files define by name, and what each name stands for."""
    open_some(roots, world)
    check_preconditions(world)
    check_runs(world)
    check_choices(world)
    for catalog in world.catalogs.values():
        read_requires(catalog.fields, world)
        check_unused_rules(catalog, world)


def open_some(roots: Sequence[tuple[str, Mapping]], world: World) -> None:
    """The same, where some flows are left out that are known to fit in: what lies between flows is not looked at."""
    declare(roots, world)
    for name in world.record_sources:
        record_shape(name, world)
    for source in world.tools.values():
        read_output(source, world)
    _open_scopes(world)
    for source in world.tools.values():
        read_input(source, world)
    opened = [root.get("flow") for kind, root in roots if kind == "flow"]
    for flow in dict.fromkeys(key.text for key in opened if isinstance(key, Scalar)):
        if flow in world.flows:
            open_scope(world.flows[flow], world)


def open_one_more(root: Mapping, world: World) -> None:
    """One of the flows that were left out."""
    declare([("flow", root)], world)
    key = root.get("flow")
    if isinstance(key, Scalar):
        open_scope(world.flows[key.text], world)


def read_tools(world: World) -> dict[str, Tool]:
    """The tools of all catalogs."""
    return {
        name: tool
        for name, source in world.tools.items()
        if not world.report.full and (tool := read_tool(source, world)) is not None
    }


def put_together(parts: Parts, world: World) -> Project | None:
    """The project around what was read of its flows and tools, with its translations and tests.

    Nothing here looks into the flows, unless there is no project file.
    """
    if world.project is not None:
        project = read_project_file(world.project, parts, world)
    elif world.flows:
        project = project_around(parts, world)
    else:
        return None
    if not BUILT_IN.issuperset(project.languages) or len(project.languages) > 1:
        check_languages(world)
    if world.words:
        # Only translations need what walks through all texts, and only tests what types values.
        from flowkit.language.building.words_reading import read_translations

        project = replace(project, translations=read_translations(world, project))
    if world.suites:
        from flowkit.language.building.suite_reading import read_suites

        project = replace(project, suites=read_suites(world, project))
    if world.fixtures:
        from flowkit.language.building.fixture_reading import check_fixtures

        check_fixtures(world.fixtures, world, project)
    return project


def _open_scopes(world: World) -> None:
    """The scopes of the project, of its tools, and of its flows."""
    calendar: dict[str, Shape | Pending | None] = {"today": Shape("date"), "now": Shape("datetime")}
    constants = {name: constant.shape for name, constant in world.constants.items()}
    singles = {name: record.shape for name, record in world.records.items() if record.single}
    everything = {"records": _all_records(world)}
    world.tool_scope = Scope(
        calendar | constants | singles | everything,
        tools=partial(argument_shapes, world.tools),  # not a method: the world would hold itself, and never end at once
        doubtful=world.report.doubtful,
        constants=world.constants,
        tool_names=world.tools,
        tables={name: constant.value for name, constant in world.constants.items() if isinstance(constant.value, dict)},
    )
    names: dict[str, Shape | Pending | None] = {name: Shape("yes_no") for name in world.preconditions}
    world.scope = Scope(names, world.tool_scope)
    for name, fields in world.slots.items():
        world.scope.add({name: world.later(fields.place, slot_shape, fields, world.scope, world)})
    world.flow_scope = Scope({name: record.shape for name, record in world.records.items()}, world.scope)


def _all_records(world: World) -> Shape:
    """`records`: every record that was looked up, by its name and key."""
    shapes = {name: replace(record.shape, keyed=True) for name, record in world.records.items()}
    return Shape("object", fields=shapes)
