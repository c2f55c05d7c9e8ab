"""The chat endpoint as a client meets it: what is refused, with which words, and what is answered."""

import asyncio
import json
from typing import Any

import httpx2
import pytest
from openai import AsyncOpenAI

from flowkit.simulator import Call, ModelFailure, Seen, Simulator, Speech

HI = [{"role": "user", "content": "hi"}]
RECORD = {
    "type": "object",
    "properties": {"postcode": {"type": ["string", "null"], "description": "Which postcode?"}},
    "required": ["postcode"],
    "additionalProperties": False,
}


def tool(name="record", strict=True, **parameters):
    return {"type": "function", "function": {"name": name, "strict": strict, "parameters": {**RECORD, **parameters}}}


def post(body: Any, *, path="/chat/completions", headers=None, **settings: Any) -> httpx2.Response:
    """One request to a simulator of its own."""

    async def main() -> httpx2.Response:
        async with Simulator(**settings) as simulator, httpx2.AsyncClient(trust_env=False) as client:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            return await client.post(simulator.url + path, content=content, headers=headers)

    return asyncio.run(main())


def ask(*messages, model=None, **more) -> dict[str, Any]:
    """A request that is answered."""
    answered = post({"model": "flowkit-local", "messages": list(messages) or HI, **more}, model=model)
    assert answered.status_code == 200, answered.text
    return answered.json()


def refused(body: dict[str, Any], **settings: Any) -> dict[str, Any]:
    """The error of a request that is refused."""
    answered = post({"model": "flowkit-local", "messages": HI, **body}, **settings)
    assert answered.status_code == 400, answered.text
    error = answered.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"
    return error


def test_an_answer_has_openais_shape():
    made = ask(model=lambda seen: [Speech("Hello."), Call("record", '{"postcode":"1"}')], tools=[tool()])
    assert (made["object"], made["model"]) == ("chat.completion", "flowkit-local")
    (choice,) = made["choices"]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["content"] == "Hello."
    (call,) = choice["message"]["tool_calls"]
    assert call == {
        "id": call["id"],
        "type": "function",
        "function": {"name": "record", "arguments": '{"postcode": "1"}'},
    }
    usage = made["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["completion_tokens"] > 0


def test_a_model_sees_what_a_chat_model_sees():
    seen: list[Seen] = []

    def look(each: Seen) -> list[Speech]:
        seen.append(each)
        return [Speech("Yes.")]

    call = {"id": "c1", "type": "function", "function": {"name": "record", "arguments": "{}"}}
    ask(
        {"role": "system", "content": "Be brief."},
        {"role": "developer", "content": "STEP 1"},
        {"role": "user", "content": [{"type": "text", "text": "he"}, {"type": "text", "text": "llo"}]},
        {"role": "assistant", "content": "One moment.", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "{}"},
        {"role": "system", "content": "STEP 2"},
        model=look,
        tools=[tool()],
        tool_choice={"type": "function", "function": {"name": "record"}},
    )
    (it,) = seen
    assert it.instructions == "Be brief."
    shown = [
        (each["type"], each.get("role"), each.get("output") or each.get("arguments") or each["content"][0]["text"])
        for each in it.items
    ]
    assert shown == [
        ("message", "system", "STEP 1"),
        ("message", "user", "hello"),
        ("message", "assistant", "One moment."),
        ("function_call", None, "{}"),
        ("function_call_output", None, "{}"),
        ("message", "system", "STEP 2"),
    ]
    assert it.tools == ({"type": "function", "name": "record", "parameters": RECORD},)
    assert it.tool_choice == {"type": "function", "name": "record"}


@pytest.mark.parametrize(
    ("body", "param", "words"),
    [
        ({"messages": []}, "messages", "empty array"),
        ({"messages": [{"role": "caller", "content": "hi"}]}, "messages[0].role", "Supported values"),
        ({"messages": [{"role": "user"}]}, "messages[0].content", "Missing required parameter"),
        ({"messages": [{"role": "user", "content": None}]}, "messages[0].content", "expected a string or an array"),
        ({"messages": [{"role": "user", "content": "x", "mood": "bad"}]}, "messages[0].mood", "Unknown parameter"),
        ({"messages": [{"role": "assistant", "content": None}]}, "messages.[0].content", "expected a string, got null"),
        ({"frequency": 1}, "frequency", "Unknown parameter"),
        ({"temperature": 3}, "temperature", "above maximum"),
        ({"tools": []}, "tools", "empty array"),
        ({"tool_choice": "auto"}, "tool_choice", "only allowed when 'tools' are specified"),
        ({"parallel_tool_calls": True}, "parallel_tool_calls", "only allowed when 'tools' are specified"),
        (
            {"tools": [tool()], "tool_choice": {"type": "function", "function": {"name": "x"}}},
            "tool_choice",
            "not found in 'tools'",
        ),
        ({"tools": [{"type": "function", "name": "record"}]}, "tools[0].function", "Missing required parameter"),
        ({"stream": True}, "stream", "answers whole"),
        ({"n": 2}, "n", "one choice"),
        ({"reasoning_effort": "low"}, "reasoning_effort", "not supported with this model"),
    ],
)
def test_what_is_refused(body, param, words):
    error = refused(body)
    assert error["param"] == param
    assert words in error["message"]


CALLING = {"role": "assistant", "content": None, "tool_calls": []}


def calling(*ids):
    call = {"type": "function", "function": {"name": "record", "arguments": "{}"}}
    return CALLING | {"tool_calls": [call | {"id": each} for each in ids]}


def output(call_id):
    return {"role": "tool", "tool_call_id": call_id, "content": "{}"}


@pytest.mark.parametrize(
    ("messages", "param", "words"),
    [
        ([calling("a", "b"), output("a"), *HI], "messages.[2].role", "did not have response messages: b"),
        ([calling("a")], "messages.[1].role", "did not have response messages: a"),
        ([calling("a"), *HI, output("a")], "messages.[1].role", "did not have response messages: a"),
        ([*HI, output("a")], "messages.[1].role", "must be a response to a preceeding message"),
        ([calling("a"), output("b")], "messages.[1].role", "'b' not found in 'tool_calls'"),
        ([calling("a"), output("a"), output("a")], "messages.[2].role", "'a' not found"),
        ([CALLING], "messages[0].tool_calls", "empty array"),
    ],
)
def test_outputs_stand_behind_their_calls(messages, param, words):
    error = refused({"messages": messages})
    assert error["param"] == param
    assert words in error["message"]


def test_outputs_in_any_order():
    assert ask(calling("a", "b"), output("b"), output("a"), *HI)["choices"]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"required": []}, "In context=(), 'required' is required to be supplied and to be an array including every"),
        ({"required": ["postcode", "x"]}, "Extra required key 'x'"),
        ({"additionalProperties": True}, "In context=(), 'additionalProperties' is required"),
        ({"properties": {"postcode": {"description": "?"}}}, "In context=('properties', 'postcode'), schema must have"),
        ({"properties": {"postcode": {"type": "string", "minLength": 1}}}, "'minLength' is not permitted"),
        ({"properties": {"postcode": {"type": "array"}}}, "array schema missing items"),
        (
            {"properties": {"postcode": {"type": "array", "items": {"type": "object", "properties": {}}}}},
            "In context=('properties', 'postcode', 'items'), 'additionalProperties'",
        ),
        ({"type": "string"}, "schema must be a JSON Schema of 'type: \"object\"'"),
    ],
)
def test_a_strict_schema_is_strict(parameters, words):
    error = refused({"tools": [tool(**parameters)]})
    assert error["code"] == "invalid_function_parameters"
    assert error["param"] == "tools[0].function.parameters"
    assert error["message"].startswith("Invalid schema for function 'record': ")
    assert words in error["message"]
    assert ask(tools=[tool(strict=False, **parameters)], model=lambda seen: [Speech("Yes.")])


def test_a_model_that_is_held_to_a_schema_writes_every_property():
    made = ask(model=lambda seen: [Call("record", "{}")], tools=[tool()])
    (call,) = made["choices"][0]["message"]["tool_calls"]
    assert json.loads(call["function"]["arguments"]) == {"postcode": None}
    made = ask(model=lambda seen: [Call("record", "{}")], tools=[tool(strict=False)])
    assert made["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"] == "{}"


def test_the_choice_of_functions_is_kept():
    def both(seen: Seen) -> list[Speech | Call]:
        return [Speech("Yes."), Call("record", "{}"), Call("other", "{}"), Call("record", "{}")]

    def made(**more: Any) -> tuple[str | None, list[str]]:
        message = ask(model=both, tools=[tool(), tool("other"), tool("third")], **more)["choices"][0]["message"]
        return message["content"], [call["function"]["name"] for call in message.get("tool_calls", ())]

    assert made() == ("Yes.", ["record", "other", "record"])
    assert made(tool_choice="none") == ("Yes.", [])
    assert made(tool_choice={"type": "function", "function": {"name": "other"}}) == (None, ["other"])
    assert made(parallel_tool_calls=False) == ("Yes.", ["record"])


def test_an_answer_is_cut_at_its_limit():
    made = ask(model=lambda seen: [Speech("One two three four five."), Call("record", "{}")], max_completion_tokens=2)
    (choice,) = made["choices"]
    assert choice["finish_reason"] == "length"
    assert choice["message"]["content"] == "One two "
    assert "tool_calls" not in choice["message"]
    assert made["usage"]["completion_tokens"] == 2


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (ModelFailure(), 500, None),
        (ModelFailure("rate_limit_exceeded", "Slow down."), 429, "rate_limit_exceeded"),
        (ModelFailure("insufficient_quota", "No credit."), 429, "insufficient_quota"),
        (ModelFailure("context_length_exceeded", "Too long."), 400, "context_length_exceeded"),
        (ValueError("oh"), 500, None),
    ],
)
def test_a_model_that_fails(failure, status, code):
    def fail(seen: Seen) -> list[Speech]:
        raise failure

    answered = post({"model": "flowkit-local", "messages": HI}, model=fail)
    assert (answered.status_code, answered.json()["error"]["code"]) == (status, code)


def test_a_model_that_is_stopped_by_a_filter():
    def fail(seen: Seen) -> list[Speech]:
        raise ModelFailure("content_filter", "")

    (choice,) = ask(model=fail)["choices"]
    assert (choice["finish_reason"], choice["message"]["content"]) == ("content_filter", "")


def test_the_front_of_a_prompt_is_cached():
    async def main() -> list[int]:
        async with Simulator() as simulator, httpx2.AsyncClient(trust_env=False) as client:
            counts = []
            for words in ("hi", "hi again"):
                head = {"role": "system", "content": "Be brief. " * 100}
                body = {"model": "flowkit-local", "messages": [head, {"role": "user", "content": words}]}
                answered = await client.post(f"{simulator.url}/chat/completions", json=body)
                counts.append(answered.json()["usage"]["prompt_tokens_details"]["cached_tokens"])
            return counts

    first, second = asyncio.run(main())
    assert first == 0
    assert second >= 192


def test_models():
    async def main() -> list[Any]:
        async with Simulator() as simulator, httpx2.AsyncClient(trust_env=False) as client:
            paths = ("/models", "/models/flowkit-local", "/models/gpt-5")
            return [await client.get(simulator.url + path) for path in paths]

    listed, one, none = asyncio.run(main())
    assert [each["id"] for each in listed.json()["data"]] == ["flowkit-local"]
    assert one.json()["object"] == "model"
    assert (none.status_code, none.json()["error"]["code"]) == (404, "model_not_found")
    wrong = post({"model": "gpt-5", "messages": HI})
    assert (wrong.status_code, wrong.json()["error"]["param"]) == (404, "model")


def test_paths_and_methods_that_are_not_there():
    assert post({}, path="/chat").json()["error"]["message"] == "Invalid URL (POST /v1/chat)"
    assert post({}, path="/chat").status_code == 404
    assert post({}, path="/models").status_code == 405


@pytest.mark.parametrize(
    ("body", "words"), [(b"{", "could not parse"), (b"[]", "JSON object"), (b"", "could not parse")]
)
def test_a_body_that_is_no_request(body, words):
    answered = post(body)
    assert answered.status_code == 400
    assert words in answered.json()["error"]["message"]


def test_with_a_key_only_that_key_gets_in():
    def status(headers: dict[str, str]) -> int:
        return post({"model": "flowkit-local", "messages": HI}, headers=headers, api_key="sk-right").status_code

    assert status({"Authorization": "Bearer sk-right"}) == 200
    assert status({"Authorization": "Bearer sk-wrong"}) == 401
    assert status({}) == 401


def test_the_official_client_records_a_postcode():
    async def main() -> Any:
        async with Simulator() as simulator:
            client = AsyncOpenAI(base_url=simulator.url, api_key="x", max_retries=0)
            messages: list[Any] = [{"role": "user", "content": "my postcode is 10001"}]
            made: Any = await client.chat.completions.create(model="flowkit-local", messages=messages, tools=[tool()])
            await client.close()
            return made, simulator.exchanges

    made, exchanges = asyncio.run(main())
    (call,) = made.choices[0].message.tool_calls
    assert json.loads(call.function.arguments) == {"postcode": "10001"}
    (exchange,) = exchanges
    assert (exchange.status, exchange.closed) == (200, False)
    assert exchange.request["messages"][0]["content"] == "my postcode is 10001"
