"""Who gets in, how a connection ends, and the official client as the client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from openai import AsyncOpenAI
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from flowkit.simulator import Simulator

Talk = Callable[..., Simulator]
KEY = {"Authorization": "Bearer sk-right"}


def attempt(path: str, headers: dict[str, str], **settings: Any) -> tuple[int, str]:
    """The HTTP status of a handshake and the error code of its body, or of the first frame."""

    async def main() -> tuple[int, str]:
        async with Simulator(**settings) as simulator:
            url = f"ws://127.0.0.1:{simulator.port}{path}"
            try:
                async with connect(url, additional_headers=headers) as socket:
                    event = json.loads(await socket.recv())
                    return 101, event.get("error", {}).get("code", event["type"])
            except InvalidStatus as refused:
                return refused.response.status_code, json.loads(refused.response.body or b"")["error"]["code"]

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/v1/realtime?model=gpt-realtime-2.1", KEY, (101, "session.created")),
        ("/v1/realtime?model=gpt-realtime", KEY, (101, "session.created")),
        ("/v1/realtime?model=flowkit-local&extra=1", KEY, (101, "session.created")),
        ("/v1/realtime?model=gpt-realtime-2.1", {}, (401, "invalid_api_key")),
        ("/v1/realtime?model=gpt-realtime-2.1", {"Authorization": "Basic x"}, (401, "invalid_api_key")),
        ("/v1/realtime?model=gpt-4", KEY, (404, "model_not_found")),
        ("/v1/realtime?model=gpt-realtimeless", KEY, (404, "model_not_found")),
        ("/v1/realtime?call_id=rtc_1", KEY, (404, "call_id_not_found")),
        ("/v1/chat?model=gpt-realtime", KEY, (404, "not_found")),
        ("/v1/realtime", KEY, (101, "missing_model")),
    ],
)
def test_admission(path: str, headers: dict[str, str], expected: tuple[int, str]) -> None:
    assert attempt(path, headers) == expected


def test_with_a_key_only_that_key_gets_in() -> None:
    path = "/v1/realtime?model=gpt-realtime"
    assert attempt(path, KEY, api_key="sk-right") == (101, "session.created")
    assert attempt(path, {"Authorization": "Bearer sk-wrong"}, api_key="sk-right") == (401, "invalid_api_key")


@pytest.mark.parametrize(
    ("path", "headers", "code"),
    [
        ("/v1/realtime?model=gpt-realtime", {**KEY, "OpenAI-Beta": "realtime=v1"}, "beta_api_shape_disabled"),
        ("/v1/realtime", KEY, "missing_model"),
    ],
)
def test_some_are_upgraded_and_then_turned_away(path: str, headers: dict[str, str], code: str) -> None:
    async def main() -> None:
        async with (
            Simulator() as simulator,
            connect(f"ws://127.0.0.1:{simulator.port}{path}", additional_headers=headers) as socket,
        ):
            assert json.loads(await socket.recv())["error"]["code"] == code
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
            assert closed.value.rcvd is not None
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4000, f"invalid_request_error.{code}")

    asyncio.run(main())


def test_a_session_ends_after_its_time(talk: Talk) -> None:
    async def script(client: Any) -> None:
        assert (await client.until("error"))["error"]["code"] == "session_expired"
        with pytest.raises(ConnectionClosed) as closed:
            await client.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1001
        assert closed.value.rcvd.reason.startswith("Your session hit the maximum duration of")

    talk(script, session_seconds=0.1)


def test_a_taken_port_is_the_callers_to_explain() -> None:
    async def main() -> None:
        async with Simulator() as simulator:
            with pytest.raises(OSError, match=r"."):
                async with Simulator(port=simulator.port):
                    pass

    asyncio.run(main())


def test_it_is_open_to_other_machines_only_with_a_key() -> None:
    with pytest.raises(ValueError, match="can be reached from other machines"):
        Simulator(host="0.0.0.0")
    with pytest.raises(ValueError, match="can be reached from other machines"):
        Simulator(host="example.com")
    Simulator(host="0.0.0.0", api_key="sk-right")
    Simulator(host="::1")
    Simulator(host="localhost")


def test_url_and_port() -> None:
    async def main() -> None:
        async with Simulator() as simulator:
            assert simulator.url == f"http://127.0.0.1:{simulator.port}/v1"

    asyncio.run(main())
    with pytest.raises(RuntimeError, match="not running"):
        _ = Simulator().port


def test_it_serves_until_it_is_stopped() -> None:
    async def main() -> None:
        simulator = Simulator()
        serving = asyncio.create_task(simulator.serve_forever())
        while simulator._server is None:
            await asyncio.sleep(0.01)
        url = f"{simulator.url.replace('http', 'ws')}/realtime?model=gpt-realtime"
        async with connect(url, additional_headers=KEY) as socket:
            assert json.loads(await socket.recv())["type"] == "session.created"
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving

    asyncio.run(main())


def test_clients_do_not_share_anything(talk: Talk) -> None:
    async def main() -> None:
        async with Simulator() as simulator:
            url = f"{simulator.url.replace('http', 'ws')}/realtime?model=gpt-realtime"
            async with connect(url, additional_headers=KEY) as one, connect(url, additional_headers=KEY) as two:
                first, second = json.loads(await one.recv()), json.loads(await two.recv())
                assert first["session"]["id"] != second["session"]["id"]
                assert {frame.connection for frame in simulator.frames} == {1, 2}

    asyncio.run(main())


def test_the_official_client_holds_a_conversation() -> None:
    async def main() -> None:
        async with Simulator() as simulator:
            client = AsyncOpenAI(base_url=simulator.url, api_key="x")
            connection: Any
            async with client.realtime.connect(model="gpt-realtime-2.1") as connection:
                created = await connection.recv()
                assert created.type == "session.created"
                tool = {
                    "type": "function",
                    "name": "record",
                    "description": "Reports.",
                    "parameters": {
                        "type": "object",
                        "properties": {"postcode": {"type": "string", "description": "Which postcode?"}},
                    },
                }
                await connection.session.update(
                    session={"type": "realtime", "output_modalities": ["text"], "tools": [tool]}
                )
                content = [{"type": "input_text", "text": "my postcode is 10001"}]
                await connection.conversation.item.create(item={"type": "message", "role": "user", "content": content})
                await connection.response.create(response={"metadata": {"fk": "u1"}})
                async for event in connection:
                    if event.type == "response.done":
                        break
                assert event.response.metadata == {"fk": "u1"}
                (call,) = event.response.output or []
                assert call.type == "function_call"
                assert (call.name, json.loads(call.arguments)) == ("record", {"postcode": "10001"})
                await connection.conversation.item.create(
                    item={
                        "type": "function_call_output",
                        "call_id": call.call_id or "",
                        "output": '{"kept":["postcode"]}',
                    }
                )
                await connection.response.create()
                async for event in connection:
                    if event.type == "response.output_text.done":
                        assert event.text
                        break

    asyncio.run(main())
