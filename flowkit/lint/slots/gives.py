"""What a flow gives back: each slot has to be set on every way to an end that counts as done."""

from collections.abc import Iterator

from flowkit.language.codes import NOT_GIVEN
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Ask, End
from flowkit.lint.slots.knowledge import EVERYTHING, Knowledge


def check_gives(known: Knowledge) -> Iterator[Diagnostic]:
    """Warnings about ends `resolved` that a call can come to without what the flow gives."""
    flow = known.flow
    asked = {name for state in flow.states.values() if isinstance(state.does, Ask) for name in state.does.slots}
    for state in flow.states.values():
        if not isinstance(state.does, End) or state.does.outcome != "resolved" or known.at[state.name] == EVERYTHING:
            continue
        for name in flow.gives:
            if not known.bits[name] & ~known.at[state.name] or name not in asked or flow.slots[name].shape.optional:
                continue
            yield from _not_given(known, name, state.name)


def _not_given(known: Knowledge, name: str, end: str) -> Iterator[Diagnostic]:
    from flowkit.lint.slots.told_ways import passed, told
    from flowkit.lint.slots.walks import GivenUp, Walk

    try:
        walk = Walk(known, (name,))
    except GivenUp:
        return
    for place in walk.places.get(end, ()):
        if walk.conditions.unset((name,), place.store):
            way = place.way()
            message = f"'{known.flow.name}' gives '{name}', but can end here 'resolved' without it"
            help = (
                f"ask for '{name}' on every way here, or end with another outcome; the shortest way: {told(way, end)}"
            )
            span = known.flow.states[end].span
            yield problem(NOT_GIVEN, span, message, help, passed(way, known.flow))
            return
