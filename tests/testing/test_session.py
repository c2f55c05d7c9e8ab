"""The model's side of a call: what it takes, what it refuses, and what `record` calls a slot."""

import json

import pytest

from flowkit.language.model.suites import Calls, Nothing, Records, Says
from flowkit.testing.session import ModelSession, parameter

RECORD = {
    "type": "function",
    "name": "record",
    "parameters": {"type": "object", "properties": {"day": {"type": "string"}, "book__time": {"type": "string"}}},
}
CREATE = {"type": "response.create", "response": {"metadata": {"fk": "u1"}, "tool_choice": "auto"}}


@pytest.fixture
def session() -> ModelSession:
    made = ModelSession()
    (updated,) = made.take({"type": "session.update", "session": {"type": "realtime", "tools": [RECORD]}})
    assert [tool["name"] for tool in updated["session"]["tools"]] == ["record"]
    return made


def test_what_a_server_would_refuse_is_refused(session: ModelSession):
    (error,) = session.take({"type": "session.update", "event_id": "e7", "session": {"tools": "all of them"}})
    assert error["type"] == "error"
    assert error["error"]["event_id"] == "e7"
    output = {"type": "function_call_output", "call_id": "call_1", "output": "{}"}
    (error,) = session.take({"type": "conversation.item.create", "item": output})
    assert error["error"]["code"] == "invalid_tool_call_id"


@pytest.mark.parametrize(
    ("does", "items"),
    [
        (Says("Good day."), [("message", "Good day.")]),
        (Nothing(), []),
        (Calls("move_visit", {"visit_id": "v1"}), [("move_visit", {"visit_id": "v1"})]),
        (Records({"day": "Friday", "time": "ten"}), [("record", {"day": "Friday", "book__time": "ten"})]),
    ],
)
def test_the_script_is_what_the_model_does(session: ModelSession, does, items):
    session.script.append(does)
    (created,) = session.take(CREATE)
    assert created["response"]["metadata"] == {"fk": "u1"}
    done = session.finish()["response"]
    made = [
        ("message", item["content"][0]["text"])
        if item["type"] == "message"
        else (item["name"], json.loads(item["arguments"]))
        for item in done["output"]
    ]
    assert (done["status"], made) == ("completed", items)
    assert not session.script
    assert not session.answering


def test_a_response_that_is_cancelled_brings_nothing_and_leaves_the_script(session: ModelSession):
    session.script.append(Says("Too late."))
    session.take(CREATE)
    session.take({"type": "response.cancel"})
    done = session.finish()["response"]
    assert (done["status"], done["output"], len(session.script)) == ("cancelled", [], 1)


def test_a_slot_is_that_of_the_topmost_flow_that_has_it():
    known = ["day", "book__time", "move__time"]
    assert parameter("day", known, ["move"]) == "day"
    assert parameter("time", known, ["move", "book"]) == "move__time"
    assert parameter("time", known, ["other", "book"]) == "book__time"
    assert parameter("time", known, []) == "book__time"
    assert parameter("colour", known, ["book"]) == "colour"
