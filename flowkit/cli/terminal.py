"""Whether a stream takes colour."""

import os
from typing import TextIO

from flowkit.cli.failures import UsageProblem

CHOICES = ("auto", "always", "never")


def wants_color(choice: str, stream: TextIO) -> bool:
    """By the option first, then `NO_COLOR` and `FORCE_COLOR` (any non-empty value), then whether it is a terminal."""
    match choice:
        case "always":
            return True
        case "never":
            return False
        case "auto":
            if os.environ.get("NO_COLOR"):
                return False
            return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
    raise UsageProblem(f"'--color' is one of {', '.join(CHOICES)}, not '{choice}'")
