"""Arguments of a tool: from the JSON of an effect to the values that a backend gets."""

from collections.abc import Mapping
from typing import Any

from flowkit.engine.events import Json
from flowkit.language.model import Tool
from flowkit.language.shapes import UNSET
from flowkit.language.values import decode


def decoded(tool: Tool, arguments: Mapping[str, Json], currency: str) -> dict[str, Any]:
    """The arguments as values of their shapes: days as `date`, money as `Decimal`.

    What is only for the rules (`send: false`) and what has no value is left out.

    Raises:
        ValueError: an argument is none of the tool's, or not of its shape.
    """
    values: dict[str, Any] = {}
    for name, given in arguments.items():
        argument = tool.input.get(name)
        if argument is None:
            raise ValueError(f"'{tool.name}' has no argument '{name}'")
        value = decode(argument.shape, given, currency)
        if argument.send and value is not UNSET:
            values[name] = value
    return values
