"""Reading responses and errors: what a real server sends, and what it had better not send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.lines.errors import read_problem
from flowkit.lines.responses import id_of, mark_of, out_of_band, read_response, response_of, tool_names

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "id",
    "metadata",
    "status",
    "status_details",
    "output",
    "usage",
    "error",
    "type",
    "content",
    "tools",
    "name",
    "fk",
)
ODD = st.dictionaries(st.sampled_from(FIELDS), JSON | st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON)))


def test_the_words_of_several_parts_and_messages(said):
    first = said.message("") | {
        "content": [{"type": "output_audio", "transcript": "Your order"}, {"type": "output_text", "text": " is here."}]
    }
    made = read_response(said.finished("r1", "u1", first, said.call("c1"), said.message("Anything else?")))
    assert made.text == "Your order is here. Anything else?"
    assert made.items == ("item_m", "item_m")
    assert [call.id for call in made.calls] == ["c1"]


@pytest.mark.parametrize(
    ("item_status", "response_status", "whole"),
    [
        ("completed", "completed", True),
        ("completed", "cancelled", True),
        ("incomplete", "cancelled", False),
        ("in_progress", "failed", False),
        (None, "completed", True),
        (None, "incomplete", False),
    ],
)
def test_whether_the_arguments_of_a_call_are_whole(said, item_status, response_status, whole):
    item = said.call("c1", status=item_status or "")
    if item_status is None:
        del item["status"]
    (call,) = read_response(said.finished("r1", "u1", item, status=response_status)).calls
    assert call.whole is whole


def test_the_reason_of_a_cancel(said):
    details = {"type": "cancelled", "reason": "client_cancelled"}
    made = read_response(said.finished("r1", "u1", status="cancelled", status_details=details))
    assert (made.status, made.error) == ("cancelled", "client_cancelled")


def test_an_unknown_status_is_a_failure(said):
    assert read_response(said.finished("r1", "u1", status="in_progress")).status == "failed"


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        ({"code": "conversation_already_has_active_response"}, "busy"),
        ({"code": "invalid_api_key"}, "fatal"),
        ({"code": "insufficient_quota"}, "fatal"),
        ({"code": "rate_limit_exceeded"}, "rate"),
        ({"type": "rate_limit_exceeded", "code": None}, "rate"),
        ({"type": "server_error", "code": None}, "server"),
        ({"code": "invalid_tool_call_id", "event_id": None}, "harmless"),
        ({"code": "invalid_value", "message": "Audio content of 1ms is already shorter than 2ms"}, "harmless"),
        ({"code": "invalid_value", "message": "Invalid value"}, "bug"),
        ({}, "bug"),
        (None, "bug"),
    ],
)
def test_what_an_error_means(error, meaning):
    assert read_problem(error).meaning == meaning


@given(st.one_of(JSON, ODD))
def test_nothing_odd_is_an_exception(value):
    frame = {"type": "response.done", "response": value}
    response = response_of(frame)
    read_response(response)
    read_problem(value)
    tool_names(value)
    assert isinstance(id_of(response), str)
    assert isinstance(mark_of(response), str)
    assert isinstance(out_of_band(response), bool)
