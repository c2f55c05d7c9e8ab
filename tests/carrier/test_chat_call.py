"""Calls over a chat endpoint, with the small engine that is easy to foretell: errors by class, cancels, a way back."""

import asyncio
import json

import pytest

from flowkit.carrier.carrying import carry, carry_on
from flowkit.carrier.clock import WallClock
from flowkit.carrier.errors import LineError
from flowkit.engine.codec import event_from_json
from flowkit.engine.effects import Cancel
from flowkit.engine.events import Generated, Lost, Trouble, TurnStarted
from flowkit.lines.chat.line import CHAT
from tests.carrier.bench import STARTED, Room, engine, play, script
from tests.carrier.chat_bench import always, listen, said, wrong


async def carried(room, complete, *messages, **more):
    async with listen(complete) as server:
        equipment = room.equipment(server.endpoint().connect, line=CHAT, **more)
        call = await carry(equipment, STARTED, script(*messages))
        return call, server


def contents(post):
    """What a request tells of the call, without notes."""
    return [each["content"] for each in json.loads(post.body)["messages"] if each["role"] != "developer"]


def events_of(room):
    return [event_from_json(row.body) for row in room.journal.rows if row.kind == "event"]


def test_a_call_from_hello_to_goodbye():
    room = Room()
    call, server = play(carried(room, always(said("One."), said("Two.")), "hello", "and then?", "bye"))
    assert room.heard == ["Hello.", "One.", "Two.", "Goodbye."]
    assert call.over
    assert room.journal.names == [
        *("call_started", "line_ready", "generated", "audible", "played"),
        *("turn_started", "turn_ended", "words", "generated", "audible", "played") * 2,
        *("turn_started", "turn_ended", "words"),
    ]
    assert contents(server.posts[1]) == [
        "Be brief.",
        "Hello.",
        "hello",
        "One.",
        "and then?",
    ]


@pytest.mark.parametrize(
    ("answer", "trouble", "error"),
    [
        (wrong(429, code="rate_limit_exceeded"), "rate", "rate_limit_exceeded"),
        (wrong(429, code="insufficient_quota"), "fatal", "insufficient_quota"),
        (wrong(401, code="invalid_api_key"), "fatal", "invalid_api_key"),
        (wrong(400, code="invalid_value"), "bug", "invalid_value"),
        (wrong(503), None, "invalid_request_error"),
    ],
)
def test_an_error_by_its_class(answer, trouble, error):
    room = Room()
    play(carried(room, always(answer, said("Later.")), "hello", "again", "bye"))
    told = events_of(room)
    assert [each.kind for each in told if isinstance(each, Trouble)] == ([trouble] if trouble else [])
    made = [each for each in told if isinstance(each, Generated) and each.status == "failed"]
    assert [each.error for each in made] == [error]
    after = ["I connect you."] if trouble == "fatal" else ["Later.", "Goodbye."]
    assert room.heard == ["Hello.", *after]


def hasty(program, call, event):
    """An engine that takes back what it had asked for when the caller begins anew."""
    call, wanted = engine(program, call, event)
    return call, (Cancel(f"u{call.utterance_count}"), *wanted) if isinstance(event, TurnStarted) else wanted


def test_a_new_message_closes_the_request_that_runs():
    """The caller does not wait: the first request is closed on the wire, and nothing of it is ever shown."""
    room = Room()

    async def go():
        begun = asyncio.Event()

        async def complete(request):
            if not begun.is_set():
                begun.set()
                await asyncio.sleep(60)
            return said("To the second.")

        async def caller(call):
            await call.quiet()
            await call.message("first")
            await asyncio.wait_for(begun.wait(), 5)
            await call.message("second")
            await call.quiet()
            await call.message("bye")
            await call.ended()

        async with listen(complete) as server:
            await carry(room.equipment(server.endpoint().connect, line=CHAT, step=hasty), STARTED, caller)
            return server

    server = play(go())
    assert server.closed == ["/v1/chat/completions"]
    assert room.heard == ["Hello.", "To the second.", "Goodbye."]
    assert contents(server.posts[1])[2:] == ["first", "second"]
    statuses = [each.status for each in events_of(room) if isinstance(each, Generated)]
    assert statuses == ["completed", "cancelled", "completed"]


def test_a_server_that_comes_back():
    """It goes down in the middle of a request; the call is on a new connection, with its history."""
    room = Room()

    async def go():
        down = asyncio.Event()

        async def dies(request):
            down.set()
            await asyncio.sleep(60)

        async def caller(call):
            await call.quiet()
            await call.message("first")
            await call.quiet()
            await call.message("second")
            await call.quiet()
            await call.message("bye")
            await call.ended()

        async with listen(dies) as server:
            port = int(server.url.rpartition(":")[2])
            running = asyncio.create_task(carry(room.equipment(server.endpoint().connect, line=CHAT), STARTED, caller))
            await asyncio.wait_for(down.wait(), 5)
        while "lost" not in room.journal.names:
            await asyncio.sleep(0.01)
        async with listen(always(said("Here again.")), port=port) as server:
            await asyncio.wait_for(running, 10)
            return server

    server = play(go())
    told = events_of(room)
    assert [each.what for each in told if isinstance(each, Lost)] == ["model"]
    assert "back" in room.journal.names
    assert "first" in contents(server.posts[0])


def test_a_connection_does_not_grow_old():
    """There is no session that a server would end."""
    room = Room()

    async def go():
        async with listen(always(said("One."))) as server:

            async def caller(call):
                await call.quiet()
                await asyncio.sleep(0.3)
                await call.message("bye")
                await call.ended()

            connect = server.endpoint().connect
            await carry(room.equipment(connect, WallClock(), line=CHAT, renew=(0.01, 0.02)), STARTED, caller)
            return server

    assert len(play(go()).requests) == 1
    assert "back" not in room.journal.names


def test_no_server_at_the_beginning():
    room = Room()

    async def go():
        async with listen(always(said())) as server:
            endpoint = server.endpoint()
        with pytest.raises(LineError) as caught:
            await carry(room.equipment(endpoint.connect, line=CHAT), STARTED, script("hello"))
        return caught.value

    assert "nothing answers at" in play(go()).message
    assert room.journal.rows == []


def test_a_recorded_call_goes_on():
    room = Room()

    async def go():
        async with listen(always(said("One."))) as server:
            begun = asyncio.Event()

            async def caller(call):
                await call.quiet()
                await call.message("hello")
                await call.quiet()
                begun.set()
                await asyncio.sleep(60)

            equipment = room.equipment(server.endpoint().connect, line=CHAT)
            running = asyncio.create_task(carry(equipment, STARTED, caller))
            await asyncio.wait_for(begun.wait(), 5)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            again = room.equipment(server.endpoint().connect, line=CHAT)
            call = await carry_on(again, list(room.journal.rows), script("more", "bye"))
            return call, server

    call, server = play(go())
    assert call.over
    assert "back" in room.journal.names
    assert contents(server.posts[-1])[-1] == "more"
