"""A flow without a project file: the smallest project around it, so that it can be checked alone."""

from flowkit.language.building.project_reading import Parts
from flowkit.language.building.world import World
from flowkit.language.codes import NO_PROJECT
from flowkit.language.model import AboutUs, Handoff, Place, Project
from flowkit.language.words import Words

_GREETING = "Hello, you are talking to an automated assistant."
_ABOUT_US = AboutUs(
    "I'm an automated assistant. I can put you through to a person any time.",
    "This call is not recorded.",
    "It is used for this call only.",
)


def project_around(parts: Parts, world: World) -> Project:
    """A project of the flows and tools alone; notes that there is no project file.

    The handoffs that the flows name exist in it, with no place to go to, and one default.
    """
    first = next(iter(world.flows.values()))
    if "flowkit" not in world.report.lost:
        world.report.add(
            NO_PROJECT,
            first.key,
            "there is no project file, so this is checked alone",
            "the project file begins with 'flowkit: 1' and stands in the same folder or above",
        )
    named = [
        state.does.place
        for flow in parts.flows.values()
        for state in flow.states.values()
        if isinstance(state.does, Handoff)
    ]
    places = {name: Place(name, "") for name in dict.fromkeys(named)}
    places["person"] = Place("person", "", default=True)
    return Project(
        first.fields.text("title"),
        first.name,
        Words(_GREETING, (_GREETING,)),
        _ABOUT_US,
        parts.flows,
        parts.tools,
        world.records,
        places=places,
    )
