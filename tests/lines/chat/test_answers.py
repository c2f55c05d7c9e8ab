"""What a chat endpoint answers and refuses, in all the forms that servers have."""

import pytest

from flowkit.engine.events import FunctionCall
from flowkit.lines.chat.answers import read_answer, usage_of
from flowkit.lines.chat.refusals import is_too_long, not_taken, read_failure


def answer(message, finish_reason="stop", **more):
    return {"choices": [{"index": 0, "message": message, "finish_reason": finish_reason}], **more}


def call(name="record", arguments="{}", **more):
    return {"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}, **more}


def test_words_and_several_calls():
    message = {"content": " Thursday. ", "tool_calls": [call(arguments='{"day":"x","time":null}'), call("wait")]}
    made = read_answer(answer(message, "tool_calls"))
    assert (made.status, made.text, made.error) == ("completed", "Thursday.", "")
    assert made.calls == (FunctionCall("call_1", "record", '{"day":"x"}'), FunctionCall("call_1", "wait", "{}"))


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": None, "refusal": "I can't help with that."}, "I can't help with that."),
        ({"content": [{"type": "text", "text": "One "}, {"type": "text", "text": "two."}]}, "One two."),
        ({"content": "<think>\nhm\n</think>\n\nYes."}, "Yes."),
        ({"content": "<think> without an end"}, ""),
        ({"content": "Say <think> aloud."}, "Say <think> aloud."),
        ({"content": 7}, ""),
        ({}, ""),
    ],
)
def test_words(message, text):
    assert read_answer(answer(message)).text == text


@pytest.mark.parametrize(("reason", "error"), [("length", "max_output_tokens"), ("content_filter", "content_filter")])
def test_an_answer_that_is_not_whole_calls_nothing(reason, error):
    made = read_answer(answer({"content": "Thurs", "tool_calls": [call()]}, reason))
    assert (made.status, made.error, made.calls) == ("incomplete", error, ())


@pytest.mark.parametrize("reason", ["stop", "tool_calls", "function_call", None, "eos"])
def test_other_reasons_are_an_end(reason):
    assert read_answer(answer({"content": "Yes."}, reason)).status == "completed"


@pytest.mark.parametrize(
    "body", [None, "<html>", [], {}, {"choices": []}, {"choices": [{}]}, {"choices": {"message": {}}}]
)
def test_no_answer(body):
    made = read_answer(body)
    assert (made.status, made.error) == ("failed", "no_answer")


@pytest.mark.parametrize(
    "calls", ["x", [None], [{}], [{"function": {"arguments": "{}"}}], [{"type": "custom", "custom": {}}]]
)
def test_odd_calls_are_none(calls):
    assert read_answer(answer({"content": "Yes.", "tool_calls": calls})).calls == ()


def test_arguments_that_are_no_text():
    message = {"tool_calls": [{"function": {"name": "record", "arguments": {"day": "x"}}}]}
    assert read_answer(answer(message)).calls == (FunctionCall("", "record", '{"day": "x"}'),)


def test_usage_is_that_of_every_line():
    given = {
        "prompt_tokens": 100,
        "completion_tokens": 20,
        "total_tokens": 120,
        "prompt_tokens_details": {"cached_tokens": 64},
        "completion_tokens_details": {"reasoning_tokens": 12},
    }
    usage = usage_of(given)
    assert (usage["total_tokens"], usage["input_tokens"], usage["output_tokens"]) == (120, 100, 20)
    assert usage["input_token_details"]["cached_tokens"] == 64
    assert usage["output_token_details"]["reasoning_tokens"] == 12
    assert usage_of({"prompt_tokens": 3, "completion_tokens": 4})["total_tokens"] == 7
    assert usage_of({"prompt_tokens": "x"})["input_tokens"] == 0
    assert usage_of(None) == {}


@pytest.mark.parametrize(
    ("status", "error", "meaning"),
    [
        (429, {"code": "rate_limit_exceeded", "message": "Slow down."}, "rate"),
        (429, {"message": "Too many requests"}, "rate"),
        (429, {"code": "insufficient_quota", "message": "You exceeded your current quota."}, "fatal"),
        (429, {"type": "billing_not_active", "message": "Check your billing details."}, "fatal"),
        (401, {"code": "invalid_api_key"}, "fatal"),
        (402, {"message": "Insufficient credit balance"}, "fatal"),
        (403, {}, "fatal"),
        (404, {"code": "model_not_found"}, "fatal"),
        (400, {"code": "invalid_value", "message": "no"}, "bug"),
        (422, {}, "bug"),
        (408, {}, "server"),
        (500, {}, "server"),
        (503, {"message": "overloaded"}, "server"),
        (0, {}, "server"),
    ],
)
def test_errors_by_class(status, error, meaning):
    assert read_failure(status, error).meaning == meaning


def test_an_error_has_a_name():
    assert read_failure(400, {"type": "invalid_request_error", "code": "x"}).code == "x"
    assert read_failure(400, {"type": "invalid_request_error", "code": 400}).code == "invalid_request_error"
    assert read_failure(503, None).code == "http_503"
    assert read_failure(0, {"message": "no answer in time"}).code == "timeout"


@pytest.mark.parametrize(
    ("status", "message", "feature"),
    [
        (
            400,
            "Invalid value: 'developer'. Supported values are: 'system', 'assistant', 'user' and 'tool'.",
            "developer",
        ),
        (500, "Jinja Exception: Unexpected message role.", "developer"),
        (400, "Unrecognized request argument supplied: reasoning_effort", "reasoning_effort"),
        (422, "tools.0.function.strict: extra fields not permitted", "strict"),
        (400, "Invalid schema for function 'record': In context=(), 'pattern' is not permitted.", "strict"),
        (400, "tool_choice 'required' is not supported", "tool_choice"),
        (400, "This model's maximum context length is 4096 tokens, strict", None),
        (400, "Invalid value for 'messages'", None),
        (401, "the developer key is wrong", None),
        (429, "strict limits", None),
    ],
)
def test_what_an_endpoint_does_not_take(status, message, feature):
    problem = read_failure(status, {"message": message})
    assert not_taken(status, problem, frozenset()) == feature
    assert feature is None or not_taken(status, problem, frozenset({feature})) != feature


def test_a_history_that_is_too_long():
    assert is_too_long(read_failure(400, {"code": "context_length_exceeded"}))
    assert is_too_long(read_failure(400, {"message": "the request exceeds the available context size"}))
    assert not is_too_long(read_failure(400, {"message": "no"}))
