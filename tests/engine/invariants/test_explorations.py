"""The read-back and the floor, explored completely within small bounds; `make nightly` has the large ones."""

import pytest

from flowkit.engine import events
from flowkit.engine.call import Call
from tests.engine.invariants import read_back
from tests.engine.invariants.explorations import QUICK
from tests.engine.invariants.explore import Place, Unsafe, explore
from tests.engine.invariants.world import TEXT


@pytest.mark.parametrize("exploration", QUICK, ids=lambda each: each.name)
def test_explored_completely(exploration, record_property):
    found = exploration.run()
    record_property("states", found.states)
    print(f"{exploration.name}: {found}")
    assert found.complete
    assert found.states > 100
    if "read-back" in exploration.name:
        assert found.ends["agreed"] > 0, "nobody ever agrees: the exploration does not explore"


def test_a_state_that_never_ends_is_found():
    """Where the clock does nothing, a call stands still."""
    bounds = read_back.Bounds(0, 2, 2, trouble=0)

    def only_turns(place: Place):
        return [event for event in read_back.Moving(bounds)(place) if isinstance(event, events.Generated)]

    with pytest.raises(Unsafe, match="never end"):
        explore(
            read_back.read_back_program(),
            read_back.begun(TEXT),
            only_turns,
            read_back.follow,
            read_back.Ending(bounds),
        )


def test_an_unproved_write_is_found():
    """The judge of the exploration, told of a consent that nothing proves."""
    place = read_back.begun(TEXT)
    assert isinstance(place.call, Call)
    note = {"statement": {"u": "u2"}, "question": {"u": "u3"}, "answer": {"turn": "t1"}}
    with pytest.raises(AssertionError, match="not heard"):
        read_back.judge_consent(place.world, note, "u2", "u3", audio=False)
