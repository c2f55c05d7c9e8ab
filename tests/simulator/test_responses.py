"""Responses: the order of events, overrides, cancelling, and what counts against what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from flowkit.simulator import Call, ModelFailure, Output, Seen, Simulator, Speech

Talk = Callable[..., Simulator]
TOOLS = [
    {"type": "function", "name": name, "description": "d", "parameters": {"type": "object", "properties": {}}}
    for name in ("f", "g")
]


class Recorder:
    """A model that gives what it is told to and remembers what it saw."""

    def __init__(self, *outputs: Output) -> None:
        self.outputs = outputs
        self.seen: list[Seen] = []

    def __call__(self, seen: Seen) -> Sequence[Output]:
        self.seen.append(seen)
        return self.outputs


def squeezed(kinds: Sequence[str]) -> list[str]:
    """Kinds of events with a run of one kind as one."""
    return [kind for index, kind in enumerate(kinds) if index == 0 or kinds[index - 1] != kind]


TEXT_ORDER = [
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "conversation.item.done",
    "response.done",
    "rate_limits.updated",
]
CALL_ORDER = [
    "response.output_item.added",
    "conversation.item.added",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "response.output_item.done",
    "conversation.item.done",
]


def test_a_text_turn(talk: Talk) -> None:
    words = "Hello! How can I help you today? It may be an order, a visit, or anything else you have in mind."

    async def script(client: Any) -> None:
        await client.text_mode()
        await client.user("hello", id="u1")
        start = len(client.events)
        done = await client.respond(metadata={"fk": "u7"})
        events = client.events[start:]
        assert squeezed([event["type"] for event in events]) == TEXT_ORDER
        created, item = events[0]["response"], events[1]["item"]
        assert (created["status"], created["output"], created["usage"]) == ("in_progress", [], None)
        assert created["metadata"] == done["metadata"] == {"fk": "u7"}
        assert created["conversation_id"].startswith("conv_")
        assert (item["status"], item["content"], item["role"]) == ("in_progress", [], "assistant")
        assert events[2]["previous_item_id"] == "u1"
        assert events[3]["part"] == {"type": "text", "text": ""}
        deltas = [event for event in events if event["type"] == "response.output_text.delta"]
        assert "".join(event["delta"] for event in deltas) == words
        assert len({len(event["delta"]) for event in deltas}) > 3
        assert all(event["obfuscation"] for event in deltas)
        assert done["output"][0]["content"] == [{"type": "output_text", "text": words}]
        assert (done["status"], done["status_details"]) == ("completed", None)
        # No item carries an object key, and no part the content's type.
        assert all("object" not in event.get("item", {}) for event in events)

    talk(script, model=Recorder(Speech(words)))


def test_a_preamble_and_two_calls(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode(tools=TOOLS)
        start = len(client.events)
        done = await client.respond()
        kinds = squeezed([event["type"] for event in client.events[start:]])
        assert kinds == [*TEXT_ORDER[:9], *CALL_ORDER, *CALL_ORDER, *TEXT_ORDER[9:]]
        arguments = [event for event in client.events if event["type"] == "response.function_call_arguments.done"]
        assert [(event["output_index"], event["name"], event["arguments"]) for event in arguments] == [
            (1, "f", '{"a": "1"}'),
            (2, "g", '{"broken'),
        ]
        calls = done["output"][1:]
        assert [item["status"] for item in calls] == ["completed", "completed"]
        assert len({item["call_id"] for item in calls}) == 2
        added = [event for event in client.events if event["type"] == "response.output_item.added"][1]["item"]
        assert (added["arguments"], added["status"], added["name"]) == ("", "in_progress", "f")

    talk(script, model=Recorder(Speech("One moment."), Call("f", '{"a": "1"}'), Call("g", '{"broken')))


def test_a_model_may_give_nothing(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode()
        done = await client.respond()
        assert (done["status"], done["output"]) == ("completed", [])

    talk(script, model=Recorder())


def test_overrides_count_for_one_response_only(talk: Talk) -> None:
    model = Recorder(Speech("ok"))

    async def script(client: Any) -> None:
        await client.text_mode(instructions="session", tools=TOOLS)
        await client.user("hello", id="u1")
        await client.respond(instructions="mine", tools=[], tool_choice="none", input=[])
        await client.respond()
        await client.respond(input=[{"type": "item_reference", "id": "u1"}], tools=TOOLS[:1], tool_choice="required")

    talk(script, model=model)
    first, second, third = model.seen
    assert (first.instructions, first.tools, first.tool_choice, first.items) == ("mine", (), "none", ())
    assert (second.instructions, second.tools, second.tool_choice) == ("session", tuple(TOOLS), "auto")
    assert [item["role"] for item in second.items] == ["user", "assistant"]
    assert [item["id"] for item in third.items] == ["u1"]
    assert third.tool_choice == "required"


def test_a_no_context_response_joins_the_conversation(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode()
        await client.user("hello", id="u1")
        done = await client.respond(
            input=[], tools=[], tool_choice="none", instructions="Say exactly the following:\nHi."
        )
        assert done["conversation_id"].startswith("conv_")
        assert done["output"][0]["content"][0]["text"] == "Hi."
        read = await client.ask("conversation.item.retrieve", item_id=done["output"][0]["id"])
        assert read["item"]["role"] == "assistant"

    talk(script)


def test_an_own_item_of_the_input_joins_nothing(talk: Talk) -> None:
    item = {"type": "message", "role": "user", "id": "mine", "content": [{"type": "input_text", "text": "x"}]}
    model = Recorder(Speech("ok"))

    async def script(client: Any) -> None:
        await client.text_mode()
        await client.respond(input=[item])
        assert (await client.refused("conversation.item.retrieve", item_id="mine"))["code"].startswith("item_retrieve")

    talk(script, model=model)
    assert [one["id"] for one in model.seen[0].items] == ["mine"]


def test_out_of_band_leaves_the_conversation_alone(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode()
        await client.user("hello")
        start = len(client.events)
        done = await client.respond(conversation="none", metadata={"witness": "t1"})
        kinds = {event["type"] for event in client.events[start:]}
        assert done["conversation_id"] is None
        assert not any(kind.startswith("conversation.") for kind in kinds)
        item_id = done["output"][0]["id"]
        assert (await client.refused("conversation.item.retrieve", item_id=item_id))["code"].startswith("item_retrieve")

    talk(script)


@pytest.mark.parametrize(
    ("choice", "names"), [("none", []), ("auto", ["f", "g"]), ({"type": "function", "name": "g"}, ["g"])]
)
def test_what_tool_choice_forbids_does_not_come_out(talk: Talk, choice: Any, names: list[str]) -> None:
    async def script(client: Any) -> None:
        await client.text_mode(tools=TOOLS)
        done = await client.respond(tool_choice=choice)
        assert [item["name"] for item in done["output"]] == names

    talk(script, model=Recorder(Call("f", "{}"), Call("g", "{}")))


RESPONSE_ERRORS: list[tuple[Any, str, str]] = [
    ({"speed": 1}, "unknown_parameter", "response.speed"),
    ({"output_modalities": ["audio"]}, "invalid_value", "response.output_modalities"),
    ({"conversation": "other"}, "invalid_value", "response.conversation"),
    ({"metadata": {str(index): "x" for index in range(17)}}, "invalid_value", "response.metadata"),
    ({"metadata": {"k": 5}}, "invalid_type", "response.metadata.k"),
    ({"metadata": {"k": "x" * 513}}, "string_above_max_length", "response.metadata.k"),
    ({"tool_choice": {"type": "function", "name": "none"}}, "invalid_value", "response.tool_choice"),
    ({"input": [{"type": "item_reference", "id": "none"}]}, "invalid_value", "response.input[0].id"),
    ({"input": [{"type": "message", "role": "user"}]}, "missing_required_parameter", "response.input[0].content"),
    ({"input": [{}]}, "missing_required_parameter", "response.input[0].type"),
    ({"max_output_tokens": 0}, "integer_below_min_value", "response.max_output_tokens"),
    (None, "invalid_type", "response"),
]


@pytest.mark.parametrize(("response", "code", "param"), RESPONSE_ERRORS)
def test_a_wrong_request_starts_nothing(talk: Talk, response: Any, code: str, param: str) -> None:
    async def script(client: Any) -> None:
        await client.text_mode()
        error = await client.refused("response.create", event_id="r1", response=response)
        assert (error["code"], error["param"], error["event_id"]) == (code, param, "r1")
        assert (await client.respond())["status"] == "completed"

    talk(script)


def test_a_session_left_on_audio_is_told_to_ask_for_text(talk: Talk) -> None:
    async def script(client: Any) -> None:
        assert "text only" in (await client.refused("response.create"))["message"]
        assert (await client.respond(output_modalities=["text"]))["status"] == "completed"

    talk(script)


class Gate:
    """A model that waits until it is let go."""

    def __init__(self) -> None:
        self.open = asyncio.Event()

    async def __call__(self, seen: Seen) -> Sequence[Output]:
        await self.open.wait()
        return (Speech("late"),)


def test_one_response_at_a_time_in_the_conversation(talk: Talk) -> None:
    gate = Gate()

    async def script(client: Any) -> None:
        await client.text_mode()
        await client.send("response.create")
        active = (await client.until("response.created"))["response"]["id"]
        error = await client.refused("response.create", event_id="second")
        assert error["code"] == "conversation_already_has_active_response"
        assert error["message"].startswith(f"Conversation already has an active response in progress: {active}.")
        await client.send("response.create", response={"conversation": "none"})
        beside = (await client.until("response.created"))["response"]
        assert beside["conversation_id"] is None
        gate.open.set()
        ended = {(await client.until("response.done"))["response"]["id"] for _ in range(2)}
        assert ended == {active, beside["id"]}
        assert (await client.respond())["status"] == "completed"

    talk(script, model=gate)


def test_cancelled_in_the_middle_of_a_sentence(talk: Talk) -> None:
    words = "word " * 400

    async def script(client: Any) -> None:
        await client.text_mode()
        await client.send("response.create")
        await client.until("response.output_text.delta")
        await client.send("response.cancel")
        done = (await client.until("response.done"))["response"]
        assert done["status"] == "cancelled"
        assert done["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
        said = "".join(event["delta"] for event in client.events if event["type"] == "response.output_text.delta")
        assert 0 < len(said) < len(words)
        (item,) = done["output"]
        assert (item["status"], item["content"][0]["text"]) == ("incomplete", said)
        kinds = squeezed(client.kinds())
        assert kinds[kinds.index("response.output_text.delta") :] == TEXT_ORDER[4:10]
        assert done["usage"]["output_tokens"] > 0
        read = None
        await client.send("conversation.item.retrieve", item_id=item["id"])
        read = await client.until("conversation.item.retrieved")
        assert read["item"]["status"] == "incomplete"

    talk(script, model=Recorder(Speech(words), Speech("never")), pace=0.005)


def test_cancelled_before_the_model_answers(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode()
        await client.send("response.create")
        created = (await client.until("response.created"))["response"]
        await client.send("response.cancel", response_id=created["id"])
        done = (await client.until("response.done"))["response"]
        assert (done["status"], done["output"]) == ("cancelled", [])

    talk(script, model=Gate())


def test_a_cut_call_says_so(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode(tools=TOOLS)
        await client.send("response.create")
        await client.until("response.function_call_arguments.delta")
        await client.send("response.cancel")
        done = (await client.until("response.done"))["response"]
        (item,) = done["output"]
        assert item["status"] == "incomplete"
        assert len(item["arguments"]) < 1000
        whole = next(event for event in client.events if event["type"] == "response.function_call_arguments.done")
        assert (whole["name"], whole["arguments"]) == ("f", item["arguments"])

    talk(script, model=Recorder(Call("f", "x" * 1000)), pace=0.005)


@pytest.mark.parametrize("fields", [{}, {"response_id": "resp_none"}])
def test_nothing_to_cancel(talk: Talk, fields: dict[str, str]) -> None:
    async def script(client: Any) -> None:
        await client.text_mode()
        await client.respond()
        error = await client.refused("response.cancel", event_id="c1", **fields)
        assert (error["code"], error["event_id"]) == ("response_cancel_not_active", "c1")
        assert error["message"].startswith("Cancellation failed: no active response found")

    talk(script)


def test_out_of_band_is_cancelled_by_its_id_only(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode()
        await client.send("response.create", response={"conversation": "none"})
        created = (await client.until("response.created"))["response"]
        assert (await client.refused("response.cancel"))["code"] == "response_cancel_not_active"
        await client.send("response.cancel", response_id=created["id"])
        assert (await client.until("response.done"))["response"]["status"] == "cancelled"

    talk(script, model=Gate())


def test_tokens_run_out(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode(tools=TOOLS)
        done = await client.respond(max_output_tokens=10)
        assert done["status"] == "incomplete"
        assert done["status_details"] == {"type": "incomplete", "reason": "max_output_tokens"}
        assert done["usage"]["output_tokens"] <= 10
        assert done["output"][0]["status"] == "incomplete"
        assert len(done["output"]) == 1

    talk(script, model=Recorder(Speech("word " * 50), Call("f", "{}")))


def test_a_failing_model_fails_its_response_only(talk: Talk) -> None:
    def model(seen: Seen) -> Sequence[Output]:
        if len(seen.items) == 1:
            raise ModelFailure("insufficient_quota", "No quota left.")
        if len(seen.items) == 2:
            raise KeyError("bug")
        return (Speech("ok"),)

    async def script(client: Any) -> None:
        await client.text_mode()
        codes = []
        for text in ("one", "two", "three"):
            await client.user(text)
            start = len(client.events)
            done = await client.respond()
            codes.append((done["status"], ((done["status_details"] or {}).get("error") or {}).get("code")))
            assert "error" not in [event["type"] for event in client.events[start:]]
        assert codes == [("failed", "insufficient_quota"), ("failed", "server_error"), ("completed", None)]

    talk(script, model=model)


def test_an_update_does_not_touch_a_running_response(talk: Talk) -> None:
    gate = Gate()

    async def script(client: Any) -> None:
        await client.text_mode(max_output_tokens=100)
        await client.send("response.create")
        await client.until("response.created")
        await client.text_mode(max_output_tokens=200)
        gate.open.set()
        assert (await client.until("response.done"))["response"]["max_output_tokens"] == 100
        assert (await client.respond())["max_output_tokens"] == 200

    talk(script, model=gate)


def test_a_client_that_leaves_stops_its_response(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode()
        await client.send("response.create")
        await client.until("response.created")

    talk(script, model=Gate())
