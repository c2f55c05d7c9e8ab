"""Time zones: whether the one that a project names exists on this machine.

The names come with the system (or the package `tzdata`), so reading a project cannot know them; only commands can.
"""

from collections.abc import Mapping

from flowkit.language.codes import BAD_VALUE
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Project
from flowkit.language.span import Span


def time_zone_problems(project: Project, contents: Mapping[str, bytes]) -> list[Diagnostic]:
    """An error if there is no time zone of the project's name, at its place; nothing on a machine that knows none.

    `contents` are the project's files by the path that messages show.
    """
    name = project.timezone
    if name == "UTC" or _exists(name):
        return []
    from zoneinfo import available_timezones

    known = available_timezones()
    if not known:
        return []
    place = _place(project.span, contents)
    return [problem(BAD_VALUE, place, f"there is no time zone '{name}'", _help(name, known))]


def _exists(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, such as 'America'
        return False
    return True


def _help(name: str, known: set[str]) -> str:
    """The zone that was meant, also where only its city was named."""
    from flowkit.language.expressions.spelling import nearest

    cities = {_bare(zone.rpartition("/")[2]): zone for zone in sorted(known, reverse=True) if "/" in zone}
    meant = nearest(name, known) or cities.get(_bare(name), "")
    return f"did you mean '{meant}'?" if meant else "name one as 'Europe/Berlin' or 'America/New_York'"


def _bare(city: str) -> str:
    return city.casefold().replace("_", "").replace("-", "")


def _place(project: Span, contents: Mapping[str, bytes]) -> Span:
    """Where the project file names its time zone."""
    from flowkit.language.text import read
    from flowkit.language.tree import Mapping as Tree

    root, _, _ = read(project.path, contents.get(project.path, b""))
    entries = root if isinstance(root, Tree) else ()
    return next((entry.value.span for entry in entries if entry.key.text == "timezone"), project)
