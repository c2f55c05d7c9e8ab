"""What the log says of a backend's error: all that helps an engineer, and nothing of what a caller said."""

import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

SHORTEST_HIDDEN: Final = 2
"""Values of fewer characters are not looked for: hiding every `1` would leave nothing to read."""


def account(error: BaseException, arguments: Mapping[str, Any]) -> str:
    """An error in one line: type, text, and the line it came from. Values of arguments stand as their names."""
    text = " ".join(str(error).split())
    said = f"{type(error).__name__}: {_hidden(text, arguments)}" if text else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return said
    last = frames[-1]
    return f"{said} ({Path(last.filename).name}, line {last.lineno}, in {last.name})"


def _hidden(text: str, arguments: Mapping[str, Any]) -> str:
    found = {value: name for name, given in arguments.items() for value in _texts(given)}
    # The longest first, so that a part of a value never hides the rest of it from being found.
    for value in sorted(found, key=len, reverse=True):
        if len(value) >= SHORTEST_HIDDEN:
            text = text.replace(value, f"‹{found[value]}›")
    return text


def _texts(value: Any) -> Iterator[str]:
    """A value, and all that is in it, as it may stand in a text."""
    match value:
        case Mapping():
            for part in value.values():
                yield from _texts(part)
        case list() | tuple():
            for part in value:
                yield from _texts(part)
        case None | bool():
            return
        case _:
            yield str(value)
            yield " ".join(str(value).split())
            yield repr(value)
