"""The socket to a model: who is let in, what a mishap is called, and that a key is never told to anybody."""

import asyncio
import json
import logging
import socket as sockets
from dataclasses import replace

import pytest

from flowkit.carrier import admission
from flowkit.carrier.errors import LineError
from flowkit.carrier.socket import Endpoint
from tests.carrier.bench import Peer, listen, play

KEY = "sk-proj-abcDEF0123456789xyz"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


async def hello(peer: Peer) -> None:
    await peer.hello()
    await peer.hear()
    await asyncio.sleep(30)


def refused(endpoint: Endpoint) -> LineError:
    with pytest.raises(LineError) as caught:
        play(endpoint.connect())
    assert KEY not in f"{caught.value} {caught.value.hint}"
    assert caught.value.message[0] != caught.value.message[0].upper() or caught.value.message[0] == "'"
    return caught.value


async def turned_away(handler=hello, **how) -> LineError:
    async with listen(handler, **how) as server:
        with pytest.raises(LineError) as caught:
            await server.endpoint(KEY).connect()
        assert KEY not in f"{caught.value} {caught.value.hint}"
        return caught.value


def test_frames_go_both_ways():
    async def go():
        async with listen(hello) as server:
            socket = await server.endpoint(KEY).connect()
            assert (await socket.receive())["type"] == "session.created"
            await socket.send({"type": "response.cancel", "event_id": "e1", "text": "Zürich …"})
            while not server.peers[0].frames:
                await asyncio.sleep(0.01)
            await socket.close()
            return server

    server = play(go())
    assert server.peers[0].frames == [{"type": "response.cancel", "event_id": "e1", "text": "Zürich …"}]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert "OpenAI-Beta" not in server.headers[0]
    assert server.paths == ["/v1/realtime?model=gpt-realtime-2.1"]


def test_a_query_of_ones_own():
    async def go():
        async with listen(hello) as server:
            endpoint = replace(server.endpoint(KEY), query={"trace": "a b"})
            await (await endpoint.connect()).close()
            return server.paths[0]

    assert play(go()) == "/v1/realtime?model=gpt-realtime-2.1&trace=a+b"


def test_half_a_character_can_be_sent():
    async def go():
        async with listen(hello) as server:
            socket = await server.endpoint().connect()
            await socket.send({"text": "half \ud83d"})
            while not server.peers[0].frames:
                await asyncio.sleep(0.01)
            await socket.close()
            return server.peers[0].frames[0]

    assert play(go()) == {"text": "half \ud83d"}


def test_key_and_url_of_the_environment(monkeypatch):
    async def go():
        async with listen(hello) as server:
            monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1/")
            monkeypatch.setenv("OPENAI_API_KEY", f" {KEY}\n")
            await (await Endpoint("gpt-realtime").connect()).close()
            return server

    server = play(go())
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert server.paths == ["/v1/realtime?model=gpt-realtime"]


def test_a_proxy_of_the_environment_is_not_for_this_machine(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)

    async def go():
        async with listen(hello) as server:
            await (await server.endpoint().connect()).close()

    play(go())


def test_without_a_key():
    error = refused(Endpoint("gpt-realtime-2.1"))
    assert error.message == "there is no API key for the model 'gpt-realtime-2.1'"
    assert error.hint == "set the environment variable OPENAI_API_KEY"
    assert error.fatal


def test_a_key_that_is_none():
    for key in ("sk-ключ", "sk-a\nsk-b"):
        assert "characters that no key has" in refused(Endpoint("m", key, "http://127.0.0.1:9/v1")).message


@pytest.mark.parametrize(
    ("status", "message", "fatal"),
    [
        (401, "does not accept the API key", True),
        (403, "may not use the model 'gpt-realtime-2.1'", True),
        (404, "does not know the model 'gpt-realtime-2.1'", True),
        (429, "takes no more sessions now", False),
        (400, "refuses the connection (HTTP 400)", True),
        (500, "has a problem (HTTP 500)", False),
        (503, "has a problem (HTTP 503)", False),
    ],
)
def test_an_answer_instead_of_a_socket(status, message, fatal):
    error = play(turned_away(status=status))
    assert message in error.message
    assert "127.0.0.1:" in error.message
    assert error.hint
    assert error.fatal is fatal


def test_the_words_of_a_refusal_are_told_without_the_key():
    body = json.dumps({"error": {"message": f"The key {KEY} (sk-pro*****xyz) has no access."}}).encode()
    error = play(turned_away(status=403, body=body))
    assert error.message.endswith(": The key … (…) has no access.")


def test_a_body_that_is_no_error():
    for body in (b"<html>", b"{}", b'{"error": "x"}', b"[]", b"\xff"):
        assert "(HTTP 400)" in play(turned_away(status=400, body=body)).message


def test_nobody_is_there():
    with sockets.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = refused(Endpoint("m", KEY, f"http://127.0.0.1:{port}/v1"))
    assert error.message == f"nothing answers at 127.0.0.1:{port}"
    assert not error.fatal


def test_a_host_that_does_not_exist():
    error = refused(Endpoint("m", KEY, "http://no-such-host.invalid/v1"))
    assert error.message == "the host of 'http://no-such-host.invalid/v1' cannot be found"


@pytest.mark.parametrize("url", ["ftp://x/v1", "nonsense", "http://", "http://127.0.0.1:99999/v1", "http://[::1/v1"])
def test_a_url_that_is_none(url):
    error = refused(Endpoint("m", KEY, url))
    assert error.message == f"'{url}' is no URL that can be connected to"
    assert error.hint == "check the base URL: it has the form 'https://api.openai.com/v1'"


def test_a_server_that_speaks_something_else():
    async def go():
        async def answer(reader, writer):
            writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            with pytest.raises(LineError) as caught:
                await Endpoint("m", KEY, f"http://127.0.0.1:{port}/v1").connect()
            return caught.value

    error = play(go())
    assert "does not speak the Realtime API" in error.message
    assert error.hint == "check the base URL: as a rule it ends in '/v1'"


def test_a_server_that_is_not_secure():
    async def go():
        async with listen(hello) as server:
            with pytest.raises(LineError) as caught:
                await Endpoint("m", KEY, server.url.replace("http:", "https:") + "/v1").connect()
            return caught.value

    error = play(go())
    assert "broke off the connection" in error.message or "could not be made secure" in error.message
    assert "'https:'" in error.hint or "check the base URL" in error.hint


# An open socket is no admission yet.


def test_an_error_as_the_first_event():
    async def refuse(peer):
        error = {"type": "invalid_request_error", "code": "invalid_api_key", "message": f"Incorrect key: {KEY}."}
        await peer.say("error", error=error)
        await peer.socket.close(4000, "invalid_request_error.invalid_api_key")

    error = play(turned_away(refuse))
    assert "refuses the session: Incorrect key: …." in error.message
    assert error.fatal


def test_a_server_that_has_no_time_now():
    async def refuse(peer):
        await peer.say("error", error={"type": "server_error", "code": None, "message": "Overloaded."})
        await asyncio.sleep(30)

    error = play(turned_away(refuse))
    assert (error.hint, error.fatal) == ("try again in a moment", False)


def test_a_server_that_closes_at_once():
    async def close(peer):
        await peer.socket.close(4000, "invalid_request_error.missing_model")

    error = play(turned_away(close))
    assert "closed the connection (4000): invalid_request_error.missing_model" in error.message
    assert error.fatal


def test_a_server_that_says_nothing(monkeypatch):
    monkeypatch.setattr("flowkit.carrier.socket.OPEN_SECONDS", 0.2)
    monkeypatch.setattr(admission, "OPEN_SECONDS", 0.2)

    async def mute(peer):
        await asyncio.sleep(30)

    assert "took the connection but said nothing for 0.2 seconds" in play(turned_away(mute)).message


def test_a_handshake_that_hangs(monkeypatch):
    monkeypatch.setattr("flowkit.carrier.socket.OPEN_SECONDS", 0.2)
    monkeypatch.setattr(admission, "OPEN_SECONDS", 0.2)

    async def go():
        async def hang(reader, writer):
            await reader.read()
            writer.close()

        server = await asyncio.start_server(hang, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            with pytest.raises(LineError) as caught:
                await Endpoint("m", KEY, f"http://127.0.0.1:{port}/v1").connect()
            return caught.value

    assert "did not answer within 0.2 seconds" in play(go()).message


# An open socket.


def test_what_is_no_json_object_is_passed_over():
    async def garbage(peer):
        await peer.hello()
        for frame in ("", "{", "[1]", "null", '"x"', '{"a": NaN}', "[" * 100_000, b"\xff\xfe", '{"type": "last"}'):
            await peer.socket.send(frame)
        await asyncio.sleep(30)

    async def go():
        async with listen(garbage) as server:
            socket = await server.endpoint().connect()
            await socket.receive()
            frame = await socket.receive()
            await socket.close()
            return frame

    assert play(go()) == {"type": "last"}


@pytest.mark.parametrize(
    ("code", "fatal"), [(1000, False), (1001, False), (1011, False), (1012, False), (1008, True), (4000, True)]
)
def test_a_socket_that_the_server_closes(code, fatal):
    async def close(peer):
        await peer.hello()
        await peer.socket.close(code, "because")

    async def go():
        async with listen(close) as server:
            socket = await server.endpoint().connect()
            await socket.receive()
            with pytest.raises(LineError) as caught:
                await socket.receive()
            await socket.send({"type": "x"})  # not an error: `receive` has told
            await socket.close()
            return caught.value

    error = play(go())
    assert error.message.endswith(f"closed the connection ({code}): because")
    assert error.fatal is fatal


def test_a_socket_that_breaks_off():
    async def drop(peer):
        await peer.hello()
        await asyncio.sleep(0.05)
        peer.socket.transport.abort()

    async def go():
        async with listen(drop) as server:
            socket = await server.endpoint().connect()
            await socket.receive()
            with pytest.raises(LineError) as caught:
                await socket.receive()
            await socket.close()
            return caught.value

    error = play(go())
    assert "broke off" in error.message
    assert not error.fatal


def test_no_log_has_the_key(caplog):
    caplog.set_level(logging.DEBUG)

    async def go():
        async with listen(hello) as server:
            await (await server.endpoint(KEY).connect()).close()
        async with listen(hello, status=401) as server:
            with pytest.raises(LineError):
                await server.endpoint(KEY).connect()

    play(go())
    # The server of this test logs what it gets; ours are the records of the client's side.
    mine = [record.getMessage() for record in caplog.records if "server" not in record.name]
    assert mine
    assert not [line for line in mine if KEY in line]


def test_no_representation_has_the_key():
    endpoint = Endpoint("m", KEY, "http://127.0.0.1:9/v1")
    assert KEY not in repr(endpoint)
    assert KEY not in repr(endpoint.place)
