"""Good files with one thing broken in them."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from flowkit.language.building.table.kinds import KINDS
from tests.language.building.random_files import Draw

LIKE: dict[type, tuple[Any, ...]] = {
    str: ("", "  ", "Not A Name", "{{ x }}", "6 weeks", "0 seconds"),
    int: (-1, 0, 7, 101, 1_000_001, 12.5),
    float: ("12.5", True),
    bool: ("yes", 1),
    list: ([], [[]], [None], ["x", "x"], [5], ["x", {"go": "which"}]),
    dict: ({}, {"x_y": {"z": 1}}, {"Not A Name": "x"}),
}
"""What stands there instead, of the same type, but wrong or odd in most places."""
ODD: tuple[Any, ...] = (None, *(value for values in LIKE.values() for value in values))


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with each of its keys or positions."""
    waiting = [data]
    while waiting:
        container = waiting.pop()
        for key in list(container) if isinstance(container, dict) else range(len(container)):
            yield container, key
            if isinstance(container[key], dict | list):
                waiting.append(container[key])


def _keys_of(container: dict[str, Any]) -> list[str]:
    """The keys that a map of its kind may have, beside this or that; those of all kinds where that cannot be told."""
    kinds = [kind for kind in KINDS.values() if container.keys() <= kind.keys.keys()]
    return sorted({name for kind in kinds or KINDS.values() for name in kind.keys})


def broken(draw: Draw, data: dict[str, Any], goal: str) -> dict[str, Any]:
    """A copy with one thing changed, mostly where the wanted key stands; never the line that says what file it is."""
    data = copy.deepcopy(data)
    first = next(iter(data))
    spots = [(container, key) for container, key in places(data) if container is not data or key != first]
    if not spots:
        return data
    near = [spot for spot in spots if spot[1] == goal]
    container, key = draw(st.sampled_from(near if near and draw(st.integers(0, 3)) else spots))
    how = draw(st.sampled_from(("replace", "another", "delete", "misspell", "add", "beside")))
    if how == "replace":
        container[key] = copy.deepcopy(draw(st.sampled_from(LIKE[type(container[key])])))
    elif how == "another" or not isinstance(container, dict):
        container[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
    elif how == "delete" and len(data) > 1:
        del container[key]
    elif how == "misspell":
        container.update({f"{each}q" if each == key else each: container.pop(each) for each in list(container)})
    else:
        name = "unheard_of" if how == "add" else draw(st.sampled_from(_keys_of(container)))
        container.setdefault(name, copy.deepcopy(draw(st.sampled_from(ODD))))
    return data
