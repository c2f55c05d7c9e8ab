"""Conversation items and the caller's audio: added, placed, read, taken out, and refused."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from flowkit.simulator import Simulator

Talk = Callable[..., Simulator]
WORDS = [{"type": "input_text", "text": "hello"}]
USER: dict[str, Any] = {"type": "message", "role": "user", "content": WORDS}


async def add(client: Any, item: dict[str, Any], previous: str | None = None) -> dict[str, Any]:
    fields = {} if previous is None else {"previous_item_id": previous}
    await client.send("conversation.item.create", item=item, **fields)
    added = await client.next()
    done: dict[str, Any] = await client.next()
    assert (added["type"], done["type"]) == ("conversation.item.added", "conversation.item.done")
    assert {key: added[key] for key in ("item", "previous_item_id")} == {
        key: done[key] for key in ("item", "previous_item_id")
    }
    return done


def test_items_stand_where_they_were_put(talk: Talk) -> None:
    async def script(client: Any) -> None:
        first = await add(client, {**USER, "id": "one"})
        assert (first["previous_item_id"], first["item"]["id"]) == (None, "one")
        assert (await add(client, {**USER, "id": "two"}))["previous_item_id"] == "one"
        assert (await add(client, {**USER, "id": "zero"}, "root"))["previous_item_id"] is None
        assert (await add(client, {**USER, "id": "half"}, "one"))["previous_item_id"] == "one"
        assert (await add(client, {**USER, "id": "last"}))["previous_item_id"] == "two"
        own = (await add(client, USER))["item"]
        assert own == {"id": own["id"], "type": "message", "status": "completed", "role": "user", "content": WORDS}
        assert own["id"].startswith("item_")

    talk(script)


def test_an_item_is_read_and_taken_out(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await add(client, {**USER, "id": "one"})
        read = await client.ask("conversation.item.retrieve", item_id="one")
        assert (read["type"], read["item"]["content"]) == ("conversation.item.retrieved", WORDS)
        gone = await client.ask("conversation.item.delete", item_id="one")
        assert (gone["type"], gone["item_id"]) == ("conversation.item.deleted", "one")
        error = await client.refused("conversation.item.retrieve", item_id="one")
        assert error["code"] == "item_retrieve_invalid_item_id"

    talk(script)


ITEM_ERRORS: list[tuple[dict[str, Any], str, str | None]] = [
    ({**USER, "id": "x" * 33}, "string_above_max_length", "item.id"),
    ({**USER, "id": "a.b"}, "invalid_value", "item.id"),
    ({**USER, "id": "taken"}, "invalid_value", "item.id"),
    ({**USER, "name": "x"}, "unknown_parameter", "item.name"),
    ({**USER, "role": "tool"}, "invalid_value", "item.role"),
    ({"type": "message", "content": WORDS}, "missing_required_parameter", "item.role"),
    ({**USER, "content": "hello"}, "invalid_type", "item.content"),
    ({**USER, "content": []}, "missing_required_parameter", "item.content[0]"),
    ({**USER, "role": "assistant"}, "invalid_value", "item.content[0].type"),
    (
        {"type": "message", "role": "assistant", "content": [{"type": "output_audio", "transcript": "Hi."}]},
        "missing_required_parameter",
        "item.content[0].text",
    ),
    ({"type": "note"}, "invalid_value", "item.type"),
    ({"type": "item_reference", "id": "taken"}, "invalid_value", "item.type"),
    ({"type": "function_call_output", "output": "{}"}, "missing_required_parameter", "item.call_id"),
    ({"type": "function_call_output", "call_id": "call_none", "output": "{}"}, "invalid_tool_call_id", "item.call_id"),
    ({"type": "function_call", "name": "f"}, "missing_required_parameter", "item.arguments"),
]


@pytest.mark.parametrize(("item", "code", "param"), ITEM_ERRORS)
def test_a_wrong_item_is_refused(talk: Talk, item: dict[str, Any], code: str, param: str | None) -> None:
    async def script(client: Any) -> None:
        await add(client, {**USER, "id": "taken"})
        error = await client.refused("conversation.item.create", event_id="mine", item=item)
        assert (error["type"], error["code"], error["param"]) == ("invalid_request_error", code, param)
        # The API answers this one error without the client's id.
        assert error["event_id"] == (None if code == "invalid_tool_call_id" else "mine")
        assert (await add(client, USER))["previous_item_id"] == "taken"

    talk(script)


def test_an_unknown_place_adds_nothing(talk: Talk) -> None:
    async def script(client: Any) -> None:
        error = await client.refused("conversation.item.create", item=USER, previous_item_id="none")
        assert error["param"] == "previous_item_id"
        assert (await add(client, USER))["previous_item_id"] is None

    talk(script)


def test_calls_and_their_outputs(talk: Talk) -> None:
    async def script(client: Any) -> None:
        call = {"type": "function_call", "name": "f", "call_id": "c1", "arguments": "{}"}
        await add(client, call)
        output = (await add(client, {"type": "function_call_output", "call_id": "c1", "output": "{}"}))["item"]
        assert (output["call_id"], output["output"]) == ("c1", "{}")

    talk(script)


def test_truncating_text_is_refused(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await add(client, {**USER, "id": "one"})
        where = {"content_index": 0, "audio_end_ms": 10}
        error = await client.refused("conversation.item.truncate", item_id="one", **where)
        assert error["code"] == "unsupported_content_type"
        assert error["message"].startswith("Only model output audio messages can be truncated")
        error = await client.refused("conversation.item.truncate", item_id="none", **where)
        assert error["code"] == "item_truncate_invalid_item_id"

    talk(script)


def test_audio_is_counted_though_nobody_listens(talk: Talk) -> None:
    async def script(client: Any) -> None:
        error = await client.refused("input_audio_buffer.commit")
        assert error["code"] == "input_audio_buffer_commit_empty"
        assert error["message"].endswith("Expected at least 100ms of audio, but buffer only has 0.00ms of audio.")
        sound = base64.b64encode(bytes(48 * 99)).decode()
        await client.send("input_audio_buffer.append", audio=sound)
        assert "99.00ms" in (await client.refused("input_audio_buffer.commit"))["message"]
        await client.send("input_audio_buffer.append", audio=base64.b64encode(bytes(48)).decode())
        committed = await client.ask("input_audio_buffer.commit")
        assert (committed["type"], committed["previous_item_id"]) == ("input_audio_buffer.committed", None)
        added, done = await client.next(), await client.next()
        assert added["item"]["content"] == done["item"]["content"] == [{"type": "input_audio", "transcript": None}]
        assert added["item"]["id"] == committed["item_id"]
        read = await client.ask("conversation.item.retrieve", item_id=committed["item_id"])
        assert len(base64.b64decode(read["item"]["content"][0]["audio"])) == 4800
        assert (await client.refused("input_audio_buffer.commit"))["code"] == "input_audio_buffer_commit_empty"

    talk(script)


def test_the_format_tells_how_long_audio_is(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.text_mode(audio={"input": {"format": {"type": "audio/pcmu"}}})
        await client.send("input_audio_buffer.append", audio=base64.b64encode(bytes(800)).decode())
        assert (await client.ask("input_audio_buffer.commit"))["type"] == "input_audio_buffer.committed"
        await client.until("conversation.item.done")
        await client.send("input_audio_buffer.append", audio=base64.b64encode(bytes(800)).decode())
        assert (await client.ask("input_audio_buffer.clear"))["type"] == "input_audio_buffer.cleared"
        assert (await client.refused("input_audio_buffer.commit"))["code"] == "input_audio_buffer_commit_empty"
        assert (await client.refused("input_audio_buffer.append", audio="%%%"))["param"] == "audio"
        assert (await client.refused("output_audio_buffer.clear"))["param"] == "type"

    talk(script)


@pytest.mark.parametrize(
    ("frame", "code", "param"),
    [
        ("{", "invalid_json", None),
        ("[1]", "invalid_type", "event"),
        ("{}", "missing_required_parameter", "type"),
        ('{"type": 5}', "invalid_type", "type"),
        ('{"type": "response.retrieve"}', "invalid_value", "type"),
        ('{"type": "response.create", "event_id": 5}', "invalid_type", "event_id"),
        ('{"type": "conversation.item.delete"}', "missing_required_parameter", "item_id"),
        ('{"type": "input_audio_buffer.clear", "audio": ""}', "unknown_parameter", "audio"),
        (b"{}", "invalid_value", None),
        ('{"type": "' + "x" * 22_100_000 + '"}', "invalid_value", None),
        ("[" * 200_000, "invalid_json", None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wrong_frame_is_answered_and_the_socket_stays_open(
    talk: Talk, frame: str | bytes, code: str, param: str | None
) -> None:
    async def script(client: Any) -> None:
        await client.socket.send(frame)
        error = (await client.until("error"))["error"]
        assert (error["code"], error["param"]) == (code, param)
        assert (await client.ask("input_audio_buffer.clear"))["type"] == "input_audio_buffer.cleared"

    talk(script)
