"""`flowkit run`: a call in the terminal, or from a script, over the real protocol."""

import asyncio

from flowkit.carrier.errors import CarrierError
from flowkit.cli.calling import carry
from flowkit.cli.choices import Choices
from flowkit.cli.failures import FOUND, UsageProblem
from flowkit.journal.rows import JournalError


def run(choices: Choices) -> int:
    """Carries one call; 0 for any outcome but `abandoned`, 1 for that or for a call that could not be carried on."""
    try:
        outcome = asyncio.run(carry(choices))
    except (CarrierError, JournalError) as problem:
        raise UsageProblem(problem.message, problem.hint, FOUND) from None
    return FOUND if outcome in ("", "abandoned") else 0
