"""The engine's bench: every scene decides what it is named after, and the harness runs. Nothing here is timed."""

import pytest

from bench import engine
from bench.projects import demo, orders
from flowkit.engine.effects import AnswerCall, RunTool
from flowkit.engine.events import Generated
from flowkit.engine.step import step

COMES_TO = {
    "one value recorded": {"kept": ["order_id"]},
    "two values recorded, a tool run": {"kept": ["email", "postcode"]},
    "a flow chosen": {"status": "ok"},
    "a tool called, allowed": "hold_order",
    "a tool called, a rule refuses": "Order 1 2 3 4 5 has left already.",
    "a tool called, made up": "order_id: the caller did not say it and it was not looked up",
    "a call that is none": "unknown function",
}


@pytest.fixture(scope="module")
def scenes():
    return engine.scenes()


@pytest.mark.parametrize("name", COMES_TO)
def test_a_scene_comes_to_what_it_is_named_after(scenes, name):
    played, call = scenes[name]
    event = Generated(played.call.floor.generating, "completed", "", (call,), at=engine.MONDAY + 60_000)
    _, out = step(played.program, played.call, event)
    answers = [dict(each.output) for each in out if isinstance(each, AnswerCall)]
    runs = [each.tool for each in out if isinstance(each, RunTool)]
    expected = COMES_TO[name]
    if isinstance(expected, dict):
        assert answers == [expected]
    else:
        assert [each["because"] for each in answers] + runs == [expected]


def test_every_scene_is_measured(scenes):
    assert set(COMES_TO) == set(scenes)
    rows = list(engine.timed(rounds=1, each=1))
    assert len(rows) == 1 + 3 * len(scenes)


def test_the_calls_whose_memory_is_measured_are_what_they_are_said_to_be():
    middle, long = engine.middle(demo()), engine.long(orders())
    assert (middle.top.flow, middle.top.state) == ("refund", "details")
    assert set(middle.records) == {"customer", "order"}
    assert (long.turn_count, len(long.records["order"])) == (40, 5)
    assert engine.bytes_of(engine.middle, demo(), 2) > 1000
