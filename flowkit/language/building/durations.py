"""Lengths of time as designers write them: `6 seconds`, `2 minutes`."""

import re

from flowkit.language.building.report import Report
from flowkit.language.codes import BAD_VALUE
from flowkit.language.mending import mended
from flowkit.language.tree import Scalar

_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) ?(ms|milliseconds?|s|seconds?|minutes?|hours?|days?)")
_UNITS = {"m": 60_000, "s": 1000, "h": 3_600_000, "d": 86_400_000}


def read_duration(scalar: Scalar | None, default: int, report: Report) -> int:
    """The milliseconds of a length of time; the default where there is none, or it cannot be read."""
    if scalar is None:
        return default
    match = _DURATION.fullmatch(scalar.text.strip())
    if match is not None:
        number, unit = match[1], match[2]
        length = round(float(number) * (1 if unit.startswith(("ms", "milli")) else _UNITS[unit[0]]))
        if length > 0:
            return length
    if re.fullmatch(r"[\d.]+", scalar.text):
        message = f"'{scalar.text}' needs a unit"
        help = mended(scalar.document, scalar.start, scalar.end, f"{scalar.text} seconds")
    else:
        message, help = f"'{scalar.text}' is no length of time", "write it like: 6 seconds"
    report.add(BAD_VALUE, scalar, message, help)
    return default
