"""Tools: the systems that the flows act on, and what reaches them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool returns instead of its output when it ended in an outcome its catalog declares.

    Args:
        name: the outcome's name in the catalog, such as "not_found".
    """

    name: str


def outcome(name: str) -> Outcome:
    """The way a tool of a `python:` backend ends in an outcome its catalog declares: `return outcome("not_found")`."""
    return Outcome(name)
