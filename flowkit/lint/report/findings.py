"""What a report is made of."""

from collections.abc import Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.frozen import frozen


@frozen
class Findings:
    """What is told, what is kept by a comment in a file and why, the texts of all files, and what fails the check."""

    told: tuple[Diagnostic, ...]
    kept: tuple[tuple[Diagnostic, str], ...]
    sources: Mapping[str, str]
    failing: frozenset[Diagnostic]
    version: str
    """That of flowkit."""
