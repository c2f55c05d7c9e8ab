"""The sixteen invariants by number, and what is judged of a call beside them."""

from collections.abc import Callable

from tests.engine.invariants import also
from tests.engine.invariants.calling import (
    invariant_05_one_output_each,
    invariant_06_void_calls_do_nothing,
    invariant_11_left_visits,
    invariant_15_noted_and_masked,
)
from tests.engine.invariants.consenting import (
    invariant_07_proved_consent,
    invariant_08_no_early_yes,
    invariant_09_change_voids,
    without_proof,
)
from tests.engine.invariants.speaking import (
    invariant_02_one_voice,
    invariant_03_something_is_pending,
    invariant_04_brief_of_the_state,
    invariant_10_not_any_more,
    invariant_12_budgets,
)
from tests.engine.invariants.twice import invariant_01_total_and_deterministic, invariant_16_replay, replay
from tests.engine.invariants.watch import Broken, Invariant, Watch

INVARIANTS: tuple[Invariant, ...] = (
    invariant_01_total_and_deterministic,
    invariant_02_one_voice,
    invariant_03_something_is_pending,
    invariant_04_brief_of_the_state,
    invariant_05_one_output_each,
    invariant_06_void_calls_do_nothing,
    invariant_07_proved_consent,
    invariant_08_no_early_yes,
    invariant_09_change_voids,
    invariant_10_not_any_more,
    invariant_11_left_visits,
    invariant_12_budgets,
    invariant_15_noted_and_masked,
    invariant_16_replay,
    *also.ALSO,
)
"""Judged after every step. 13 (two orders of the same events) and 14 (the line) have tests of their own."""

MOST_PROVED = 2
"""Writes of a call whose proofs are taken out one by one."""


def at_the_end(watch: Watch) -> None:
    """What is judged once per call: replay, that the clock alone ends it, and that no proof can be left out."""
    _judge(watch, invariant_16_replay, lambda: replay(watch))
    watch.run_out()
    agreed = [each.run for each in watch.record.writes.values() if also.is_agreed(watch, each.run)]
    for run in agreed[:MOST_PROVED]:
        watch.counts["proofs taken out"] += without_proof(watch, run)


def _judge(watch: Watch, invariant: Invariant, check: Callable[[], None]) -> None:
    try:
        check()
    except Exception as failure:
        raise Broken(invariant.__name__, f"{failure}\n{watch.story()}") from failure
