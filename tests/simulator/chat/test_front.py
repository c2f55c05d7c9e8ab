"""One port for both: plain HTTP, WebSockets, and whatever else knocks."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import connect

from flowkit.simulator import Seen, Simulator, Speech, front, web

BODY = json.dumps({"model": "flowkit-local", "messages": [{"role": "user", "content": "hi"}]}).encode()


def request(body: bytes = BODY, *headers: str, line: str = "POST /v1/chat/completions HTTP/1.1") -> bytes:
    lines = [line, "Host: x", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


async def read(reader: asyncio.StreamReader) -> tuple[int, Any]:
    """One answer: status and body."""
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).decode()
    length = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length"))
    return int(head.split()[1]), json.loads(await reader.readexactly(length))


def talk(script: Any, **settings: Any) -> Simulator:
    """Runs a script over one connection."""

    async def main() -> Simulator:
        async with Simulator(**settings) as simulator:
            reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
            await asyncio.wait_for(script(reader, writer, simulator), 8)
            writer.close()
        return simulator

    return asyncio.run(main())


def test_a_request_in_pieces_and_others_behind_it():
    async def script(reader: Any, writer: Any, simulator: Simulator) -> None:
        for byte in request():
            writer.write(bytes([byte]))
            await writer.drain()
        assert (await read(reader))[0] == 200
        writer.write(request() + request(b"{") + request())
        assert [(await read(reader))[0] for _ in range(3)] == [200, 400, 200]

    simulator = talk(script)
    assert [each.status for each in simulator.exchanges] == [200, 200, 400, 200]


def test_a_connection_that_is_to_be_closed_is():
    async def script(reader: Any, writer: Any, simulator: Simulator) -> None:
        writer.write(request(BODY, "Connection: close"))
        assert (await read(reader))[0] == 200
        assert await reader.read() == b""

    talk(script)


def test_a_client_that_waits_to_be_let_in():
    async def script(reader: Any, writer: Any, simulator: Simulator) -> None:
        whole = request(BODY, "Expect: 100-continue")
        writer.write(whole[: -len(BODY)])
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(BODY)
        assert (await read(reader))[0] == 200

    talk(script)


def test_a_client_that_goes_away_ends_its_request():
    stopped = asyncio.Event()

    async def slow(seen: Seen) -> list[Speech]:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            stopped.set()
            raise
        return []

    async def script(reader: Any, writer: Any, simulator: Simulator) -> None:
        writer.write(request())
        while not simulator.exchanges:
            await asyncio.sleep(0.01)
        writer.close()
        await asyncio.wait_for(stopped.wait(), 5)

    (exchange,) = talk(script, model=slow).exchanges
    assert (exchange.closed, exchange.status) == (True, 0)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request(b"", line="POST /v1/chat/completions SPDY"), 400),
        (request(b"", "no colon here"), 400),
        (b"POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (b"POST /v1/chat/completions HTTP/1.1\r\nX: " + b"x" * (web.HEAD_LIMIT + 1), 431),
        (request(line="POST /elsewhere HTTP/1.1"), 404),
        (b"GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    ],
)
def test_what_cannot_be_answered(sent, status):
    async def script(reader: Any, writer: Any, simulator: Simulator) -> None:
        writer.write(sent)
        assert (await read(reader))[0] == status

    talk(script)


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00", b"x" * 9000, b"SSH-2.0-client\r\n", b""])
def test_whoever_speaks_neither_is_let_go(sent, monkeypatch):
    monkeypatch.setattr(front, "FIRST_LINE_SECONDS", 0.2)

    async def script(reader: Any, writer: Any, simulator: Simulator) -> None:
        writer.write(sent)
        try:
            rest = await reader.read()
        except ConnectionResetError:
            rest = b""
        assert b" 200 " not in rest

    talk(script)


def test_websockets_and_requests_share_the_port():
    async def main() -> None:
        async with Simulator() as simulator:
            url = f"ws://127.0.0.1:{simulator.port}/v1/realtime?model=gpt-realtime"
            async with connect(url, additional_headers={"Authorization": "Bearer x"}) as socket:
                reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
                writer.write(request())
                assert (await read(reader))[0] == 200
                assert json.loads(await socket.recv())["type"] == "session.created"
                writer.close()

    asyncio.run(main())


def test_the_end_of_the_server_is_the_end_of_its_connections():
    async def main() -> None:
        simulator = Simulator()
        async with simulator:
            reader, writer = await asyncio.open_connection("127.0.0.1", simulator.port)
            writer.write(request())
            assert (await read(reader))[0] == 200
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await asyncio.wait_for(reader.readexactly(1), 5)

    asyncio.run(main())
