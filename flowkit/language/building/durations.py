"""Lengths of time as designers write them: `6 seconds`, `2 minutes`."""

import re
from typing import Final

from flowkit.language.building.report import Report
from flowkit.language.codes import BAD_VALUE
from flowkit.language.mending import mended
from flowkit.language.tree import Scalar

PATTERN: Final = r"(?=.*[1-9])(\d{1,9}(?:\.\d{1,3})?) ?(ms|milliseconds?|s|seconds?|minutes?|hours?|days?)"
"""What a length of time looks like, for the reader and for editors."""
_DURATION = re.compile(PATTERN)
_UNITS = {"m": 60_000, "s": 1000, "h": 3_600_000, "d": 86_400_000}


_SHORT = re.compile(r"(\d+(?:\.\d+)?) ?(secs?|mins?|m|hrs?|h|hs|d|sec\.|min\.)", re.IGNORECASE)
_WHOLE = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _written_right(text: str) -> str:
    match = _SHORT.fullmatch(text.strip())
    return f"{match[1]} {_WHOLE[match[2][0].lower()]}" if match else ""


def read_duration(scalar: Scalar | None, default: int, report: Report) -> int:
    """The milliseconds of a length of time; the default where there is none, or it cannot be read."""
    if scalar is None:
        return default
    length = milliseconds(scalar.text)
    if length:
        return length
    if re.fullmatch(r"[\d.]+", scalar.text):
        message = f"'{scalar.text}' needs a unit"
        help = mended(scalar.document, scalar.start, scalar.end, f"{scalar.text} seconds")
    elif fixed := _written_right(scalar.text):
        message = f"'{scalar.text}' is no length of time"
        help = mended(scalar.document, scalar.start, scalar.end, fixed)
    else:
        message, help = f"'{scalar.text}' is no length of time", "write it like: 6 seconds"
    report.add(BAD_VALUE, scalar, message, help)
    return default


def milliseconds(text: str) -> int | None:
    """The milliseconds of a text such as `6 seconds`; None if it is no length of time."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    number, unit = match[1], match[2]
    return round(float(number) * (1 if unit.startswith(("ms", "milli")) else _UNITS[unit[0]]))
