"""The interface of a flow: what the rest of its project may see of it.

What other flows, tests and preconditions refer to: how a flow is called and described, what it requires, takes and
gives, the names of its states with what kind they are, and the outcomes it ends with. Not the words that its states
say, their guards and where they lead. As long as its interface is the same text, nothing that was found in other files
can change.
"""

from typing import Final

from flowkit.language.building.world import FlowSource
from flowkit.language.tree import Entry

_OF_A_STATE: Final = ("ask", "choose", "use", "confirm", "talk", "run", "handoff", "end", "save_as", "tools", "exits")


def interface(flow: FlowSource) -> str:
    """All of it as one text; the same for two flows that look the same from outside."""
    declared = [_text(entry) for key, entry in flow.fields.mapping.index.items() if key != "states"]
    for name, state in flow.states.items():
        index = state.mapping.index
        declared += [name, *(_text(index[key]) for key in _OF_A_STATE if key in index)]
    return "\n".join(declared)


def _text(entry: Entry) -> str:
    value = entry.value
    return f"{entry.key.text}: {value.document.text[value.start : value.end]}"
