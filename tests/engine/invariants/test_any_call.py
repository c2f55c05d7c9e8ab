"""What holds whatever happens, in whatever order: any caller, model, tool, store, line and clock against the engine.

`INVARIANTS_SEED` and `INVARIANTS_STEPS` run other and more calls than the ones that are always the same:

    INVARIANTS_SEED=7 INVARIANTS_STEPS=50000 pytest -n0 tests/engine/invariants
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.engine.invariants.invariants import INVARIANTS, at_the_end
from tests.engine.invariants.pools import POOLS, pool
from tests.engine.invariants.soak import soak
from tests.engine.invariants.watch import Broken, Watch
from tests.engine.invariants.world import ACTIONS, CANS, World

STEPS = int(os.environ.get("INVARIANTS_STEPS", "5000"))
SEED = os.environ.get("INVARIANTS_SEED", "")

STEPS_A_CALL = 40
"""Of a call that Hypothesis makes up; an action is several of them."""

STEPS_AN_EXAMPLE = 160
"""A share of all steps; Hypothesis takes several times as long for one as chance does."""


class AnyCall(RuleBasedStateMachine):
    """A call in which anything may come at any time; every invariant is judged after every event."""

    name = ""
    broken = False

    @initialize(data=st.data())
    def a_call_begins(self, data):
        """In one of the places of its project, on one of the lines."""
        can = data.draw(st.sampled_from(tuple(CANS)))
        self.watch = Watch(pool(self.name).program, INVARIANTS)
        self.world = World(pool(self.name), CANS[can], self.watch, self._chooser(data))
        self._take(self.world.start)

    @rule(action=st.sampled_from(ACTIONS), data=st.data())
    def something_happens(self, action, data):
        """One action of the world; what it chooses is Hypothesis' to choose."""
        if not self.watch.call.over:
            self.world.choose = self._chooser(data)
            self._take(getattr(self.world, action))

    def _chooser(self, data):
        return lambda options: options[data.draw(st.integers(0, len(options) - 1))]

    def _take(self, action):
        try:
            action()
        except Broken:
            self.broken = True
            raise

    def teardown(self):
        """The call comes to its end, and is judged as a whole."""
        if hasattr(self, "watch") and not self.broken:
            at_the_end(self.watch)


@pytest.mark.parametrize("name", POOLS)
def test_any_call(name):
    """Calls that Hypothesis makes up, and makes short when one breaks."""
    machine = type(f"AnyCallOf{name.title()}", (AnyCall,), {"name": name})
    if SEED:
        machine = seed(int(SEED))(machine)
    wanted = settings(
        max_examples=max(STEPS // len(POOLS) // STEPS_AN_EXAMPLE, 2),
        stateful_step_count=STEPS_A_CALL // 4,
        deadline=None,
        derandomize=not SEED,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=wanted)


def test_many_calls():
    """Calls by plain chance, many more of them in the same time; each thing that may come about does."""
    soaked = soak(int(SEED or "1"), STEPS * 4 // 5)
    assert not soaked.broken, "\n".join(why for why, _ in soaked.broken.values())
    unseen = [invariant.__name__ for invariant in INVARIANTS if not soaked.counts[invariant.__name__]]
    assert not unseen, f"never judged: {unseen}"
    for seen in ("situation consent given", "proofs taken out", "situation effect Witness", "event key"):
        assert soaked.counts[seen] > 0, f"never came about: {seen}"
