"""Chat endpoints: who is let in, what a mishap is called, and that a request which is taken back is really closed."""

import asyncio
import json
import logging

import pytest

from flowkit.carrier.chat_endpoint import ChatEndpoint
from flowkit.carrier.errors import LineError
from flowkit.simulator import Simulator
from flowkit.simulator.web import Answer
from tests.carrier.bench import play
from tests.carrier.chat_bench import always, listen, said, wrong

KEY = "sk-proj-abcDEF0123456789xyz"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "FLOWKIT_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def refused(endpoint: ChatEndpoint) -> LineError:
    with pytest.raises(LineError) as caught:
        play(endpoint.connect())
    assert KEY not in f"{caught.value} {caught.value.hint}"
    return caught.value


async def turned_away(complete=None, *, model="", key=KEY, models=None, path="/v1") -> LineError:
    more = {} if models is None else {"models": models}
    async with listen(complete or always(said()), **more) as server:
        with pytest.raises(LineError) as caught:
            await ChatEndpoint(server.url + path, model, key).connect()
        assert KEY not in f"{caught.value} {caught.value.hint}"
        return caught.value


async def asked(server, body=None, **endpoint):
    """One request and what comes of it."""
    socket = await server.endpoint(**endpoint).connect()
    await socket.send({"type": "chat.create", "id": "r1", "body": body or {"messages": []}})
    try:
        return await asyncio.wait_for(socket.receive(), 5)
    finally:
        await socket.close()


def test_a_request_and_its_answer():
    async def go():
        async with listen(always(said("Zürich …"))) as server:
            return await asked(server, {"messages": [{"role": "user", "content": "hi"}]}, key=KEY), server.posts

    came, posts = play(go())
    assert (came["type"], came["id"]) == ("chat.answer", "r1")
    assert came["body"]["choices"][0]["message"]["content"] == "Zürich …"
    (post,) = posts
    assert post.path == "/v1/chat/completions"
    assert json.loads(post.body) == {"messages": [{"role": "user", "content": "hi"}], "model": "m1"}
    assert post.headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (wrong(400, "No.", code="invalid_value"), 400, {"message": "No.", "code": "invalid_value"}),
        (wrong(429, "Slow down.", code="rate_limit_exceeded"), 429, {"code": "rate_limit_exceeded"}),
        (wrong(401, f"Incorrect API key provided: {KEY}."), 401, {"message": "Incorrect API key provided: …."}),
        (Answer(500, {"detail": "boom"}), 500, {"message": "boom"}),
        (
            Answer(400, {"object": "error", "message": "vllm", "type": "BadRequestError", "code": 400}),
            400,
            {"message": "vllm"},
        ),
        (Answer(503, {"error": "overloaded"}), 503, {"message": "overloaded"}),
        (Answer(502, "<html>"), 502, {"message": ""}),
    ],
)
def test_an_error_comes_with_its_status(answer, status, error):
    async def go():
        async with listen(always(answer)) as server:
            return await asked(server, key=KEY)

    came = play(go())
    assert (came["type"], came["status"]) == ("chat.failed", status)
    assert error.items() <= came["error"].items()
    assert KEY not in str(came)


def test_a_request_is_not_made_twice_by_itself():
    async def go():
        async with listen(always(wrong(500))) as server:
            await asked(server)
            return len(server.posts)

    assert play(go()) == 1


def test_no_answer_in_time(monkeypatch):
    monkeypatch.setattr("flowkit.carrier.chat_endpoint.ANSWER_SECONDS", 0.2)

    async def slow(request):
        await asyncio.sleep(60)

    async def go():
        async with listen(slow) as server:
            return await asked(server), server.closed

    came, closed = play(go())
    assert came == {"type": "chat.failed", "id": "r1", "status": 0, "error": {"message": "no answer in time"}}
    assert closed


def test_a_request_that_is_taken_back_is_closed():
    async def go():
        begun = asyncio.Event()

        async def slow(request):
            begun.set()
            await asyncio.sleep(60)

        async with listen(slow) as server:
            socket = await server.endpoint().connect()
            await socket.send({"type": "chat.create", "id": "r1", "body": {}})
            await asyncio.wait_for(begun.wait(), 5)
            await socket.send({"type": "chat.abort", "id": "r1"})
            while not server.closed:
                await asyncio.sleep(0.01)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(socket.receive(), 0.05)
            await socket.send({"type": "chat.abort", "id": "r9"})
            await socket.send({"type": "session.update"})
            await socket.close()
            return server.closed

    assert play(go()) == ["/v1/chat/completions"]


def test_closing_closes_what_runs():
    async def go():
        begun = asyncio.Event()

        async def slow(request):
            begun.set()
            await asyncio.sleep(60)

        async with listen(slow) as server:
            socket = await server.endpoint().connect()
            await socket.send({"type": "chat.create", "id": "r1", "body": {}})
            await asyncio.wait_for(begun.wait(), 5)
            await asyncio.wait_for(socket.close(), 3)
            while not server.closed:
                await asyncio.sleep(0.01)

    play(go())


def test_a_connection_that_breaks_is_tried_once_more():
    async def go():
        async def breaks(request):
            if len(server.posts) == 1:
                server.cut()
                await asyncio.sleep(60)
            return said("After all.")

        async with listen(breaks) as server:
            return await asked(server), len(server.posts)

    came, posts = play(go())
    assert came["body"]["choices"][0]["message"]["content"] == "After all."
    assert posts == 2


def test_a_server_that_is_gone_ends_the_socket():
    async def go():
        async def breaks(request):
            server.cut()
            await asyncio.sleep(60)

        async with listen(breaks) as server:
            with pytest.raises(LineError) as caught:
                await asked(server)
            assert len(server.posts) == 2
        return caught.value

    error = play(go())
    assert "broke off" in error.message
    assert not error.fatal


# Who is let in.


@pytest.mark.parametrize("url", ["nonsense", "ws://127.0.0.1:1/v1", "http://", "http://[::1", "127.0.0.1:8000/v1"])
def test_a_url_that_is_none(url):
    error = refused(ChatEndpoint(url, "m"))
    assert error.fatal
    assert "is no URL of a chat endpoint" in error.message
    assert "chat:http://127.0.0.1:8000/v1#name" in error.hint


def test_a_url_holds_no_secret():
    error = refused(ChatEndpoint(f"https://me:{KEY}@127.0.0.1/v1", "m"))
    assert "holds a name or a password" in error.message
    assert "FLOWKIT_API_KEY" in error.hint


def test_a_server_elsewhere_wants_a_key():
    error = refused(ChatEndpoint("https://chat.invalid/v1", "m"))
    assert error.message == "there is no API key for the server at chat.invalid"
    assert "FLOWKIT_API_KEY" in error.hint
    assert "api.openai.com" in refused(ChatEndpoint("", "m")).message


def test_a_key_that_is_none():
    assert "characters that no key has" in refused(ChatEndpoint("https://chat.invalid/v1", "m", "sk-ä")).message


def test_which_key_goes_where(monkeypatch):
    assert ChatEndpoint("http://127.0.0.1:1/v1").place.key == ""
    monkeypatch.setenv("OPENAI_API_KEY", f" {KEY}\n")
    assert ChatEndpoint("https://api.example.com/v1").place.key == KEY
    assert ChatEndpoint().place.key == KEY
    assert ChatEndpoint("http://127.0.0.1:1/v1").place.key == ""  # it is OpenAI's, and this is not
    assert ChatEndpoint("http://box.example.com/v1").place.key == ""  # nor in clear text
    monkeypatch.setenv("FLOWKIT_API_KEY", "other")
    assert ChatEndpoint("https://api.example.com/v1").place.key == "other"
    assert ChatEndpoint("http://127.0.0.1:1/v1").place.key == "other"
    monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere.example.com/v1")
    assert ChatEndpoint().place.host == "elsewhere.example.com"
    assert KEY not in repr(ChatEndpoint("", "m", KEY))
    assert KEY not in repr(ChatEndpoint("", "m", KEY).place)


def test_nobody_is_there():
    error = refused(ChatEndpoint("http://127.0.0.1:9/v1", "m"))
    assert error.message == "nothing answers at 127.0.0.1:9"
    assert not error.fatal
    error = refused(ChatEndpoint("http://no-such-host.invalid/v1", "m"))
    assert error.message == "the host 'no-such-host.invalid' cannot be found"


def test_a_connection_that_cannot_be_made_secure():
    async def go():
        async with Simulator() as simulator:
            with pytest.raises(LineError) as caught:
                await ChatEndpoint(simulator.url.replace("http", "https"), "m", KEY).connect()
            return caught.value

    error = play(go())
    assert "could not be made secure" in error.message
    assert error.fatal


def test_a_server_that_says_nothing(monkeypatch):
    monkeypatch.setattr("flowkit.carrier.chat_endpoint.OPEN_SECONDS", 0.1)

    async def go():
        async def say_nothing(reader, writer):
            await asyncio.sleep(5)

        listener = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        with pytest.raises(LineError) as caught:
            await ChatEndpoint(f"http://127.0.0.1:{port}/v1", "m").connect()
        listener.close()
        return caught.value

    assert "did not answer within" in play(go()).message


@pytest.mark.parametrize(
    ("models", "words", "fatal"),
    [
        (wrong(401, f"Incorrect API key provided: {KEY}"), "does not accept the API key", True),
        (wrong(403, "Country not supported"), "may not be used at", True),
        (wrong(429, "Slow down"), "takes no more requests now: Slow down", False),
        (wrong(503, "Down"), "has a problem (HTTP 503): Down", False),
        (wrong(418, "Teapot"), "refuses to answer (HTTP 418): Teapot", True),
        (Answer(200, {"hello": "world"}), "there are no chat completions at", True),
        (Answer(200, "<html>"), "there are no chat completions at", True),
    ],
)
def test_who_is_not_let_in(models, words, fatal):
    error = play(turned_away(models=models))
    assert words in error.message
    assert error.fatal is fatal


def test_a_server_that_wants_a_key_and_gets_none():
    error = play(turned_away(key="", models=wrong(401)))
    assert "wants an API key" in error.message
    assert "FLOWKIT_API_KEY" in error.hint


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_path_without_completions(status):
    error = play(turned_away(always(wrong(status)), models=wrong(status), model="m1"))
    assert "there are no chat completions at" in error.message
    assert error.hint == "check the URL, and whether the server there speaks this API"


def test_a_path_that_lacks_the_version():
    async def go():
        async with listen(always(wrong(404))) as server:
            with pytest.raises(LineError) as caught:
                await ChatEndpoint(f"{server.url}/", "m").connect()
            return caught.value, server.url

    error, url = play(go())
    assert error.hint == f"try 'chat:{url}/v1'"


def test_a_server_without_a_list_of_models():
    async def go(complete, model):
        async with listen(complete, models=wrong(404)) as server:
            socket = await server.endpoint(model).connect()
            await socket.close()
            return socket.model, [json.loads(each.body) for each in server.posts]

    assert play(go(always(wrong(400, "messages is missing")), "m7")) == ("m7", [{}])
    error = play(turned_away(always(wrong(400)), models=wrong(404)))
    assert "does not say which models it has" in error.message
    error = play(turned_away(always(wrong(401)), models=wrong(404), model="m7"))
    assert "does not accept the API key" in error.message


MANY = Answer(200, {"data": [{"id": f"model-{number}"} for number in range(10)]})


def test_which_model_answers():
    async def go(model, models):
        async with listen(always(said()), models) as server:
            socket = await server.endpoint(model).connect()
            await socket.close()
            return socket.model

    one = Answer(200, {"data": [{"id": "only"}]})
    assert play(go("", one)) == "only"
    assert play(go("model-3", MANY)) == "model-3"
    error = play(turned_away(models=MANY))
    assert "has 10 models" in error.message
    assert "#model-0'; there are: model-0, " in error.hint
    assert error.hint.endswith("model-7 and 2 more")
    error = play(turned_away(models=Answer(200, {"data": []})))
    assert "does not say which models it has" in error.message


def test_a_model_that_is_not_there():
    error = play(turned_away(models=MANY, model="gpt-9"))
    assert error.message.endswith("does not know the model 'gpt-9'")
    assert "there are: model-0" in error.hint
    assert error.fatal


def test_a_model_under_another_name():
    """A server may know a model that is not on its list: only what it says itself is held against it."""

    async def go():
        async with listen(always(said()), Answer(200, {"data": [{"id": "qwen3:latest"}]}), known=("qwen3",)) as server:
            socket = await server.endpoint("qwen3").connect()
            await socket.close()
            return socket.model

    assert play(go()) == "qwen3"


def test_a_proxy_of_the_environment_is_not_for_this_machine(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)

    async def go():
        async with listen(always(said())) as server:
            return await asked(server)

    assert play(go())["type"] == "chat.answer"


def test_a_key_is_never_logged(caplog):
    caplog.set_level(logging.DEBUG)

    async def go():
        async with listen(always(wrong(401, f"Incorrect API key provided: {KEY}"))) as server:
            await asked(server, key=KEY)

    play(go())
    flowkit = [each for each in caplog.records if each.name.startswith("flowkit")]
    assert not any(KEY in each.getMessage() for each in flowkit)
