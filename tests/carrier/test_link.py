"""Lines that are lost: a call goes on over another socket, or to a person when there is none."""

import asyncio
import time

import pytest

from flowkit.carrier import link
from flowkit.carrier.carrying import carry
from flowkit.carrier.clock import WallClock
from flowkit.carrier.errors import LineError
from flowkit.engine.events import ToolDone
from tests.carrier.bench import START, STARTED, Peer, Room, Tools, listen, play, script, words


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(link, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(link, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(link, "GIVE_UP_AFTER", 0.6)


async def drop_in_a_response(peer: Peer) -> None:
    await peer.hello()
    create = await peer.hear_until("response.create")
    await peer.begin(create)
    peer.socket.transport.abort()


async def run(room: Room, *handlers, messages=("hello", "again", "bye"), **more):
    async with listen(*handlers) as server:
        call = await carry(room.equipment(server.endpoint(), **more), STARTED, script(*messages))
        return call, server


def test_a_drop_in_the_middle_of_a_response():
    room = Room()
    call, server = play(run(room, drop_in_a_response, Peer.behave))
    assert call.over
    assert room.heard == ["Hello.", "I am back.", "Answer 1.", "Goodbye."]
    lost, failed = room.journal.of("lost"), room.journal.of("generated")[1]
    assert [each["what"] for each in lost] == ["model"]
    assert (failed["status"], failed["error"]) == ("failed", "connection_lost")
    assert room.journal.of("back") == [
        {
            "type": "back",
            "at": START,
            "n": room.journal.of("back")[0]["n"],
            "what": "model",
            "fresh": True,
            "session": 2,
        }
    ]
    assert server.peers[1].kinds[0] == "session.update"  # the new session is told everything anew
    assert len(room.journal.of("line_ready")) == 1


def test_what_an_old_socket_still_had_to_say_does_not_count():
    room = Room()

    async def caller(call):
        await call.quiet()
        await call.message("hello")
        await call.quiet()
        stray = {"type": "response.created", "response": {"id": "resp_x", "conversation_id": "conv_1"}}
        call._inbox.put(link.Received(1, stray))
        call._inbox.put(link.Broken(1, LineError("the old one")))
        await call.quiet()
        await call.message("bye")

    async def go():
        async with listen(drop_in_a_response, Peer.behave) as server:
            await carry(room.equipment(server.endpoint()), STARTED, caller)
            return len(server.peers)

    assert play(go()) == 2
    assert room.heard == ["Hello.", "I am back.", "Goodbye."]
    assert len(room.journal.of("lost")) == 1
    assert room.journal.of("trouble") == []


def test_a_tool_outlives_the_socket():
    async def slow(effect):
        await asyncio.sleep(0.3)
        return ToolDone(effect.run, "ok")

    async def drop(peer):
        await peer.hello()
        await peer.hear_until("conversation.item.create")  # the greeting
        await peer.hear_until("conversation.item.create")  # the message
        peer.socket.transport.abort()

    room = Room(tools=Tools(slow))
    play(run(room, drop, Peer.behave, messages=("read", "bye")))
    assert room.heard == ["Hello.", "I am back.", "It is ok.", "Goodbye."]
    assert len(room.tools.runs) == 1


def test_the_model_stays_away():
    async def drop(peer):
        await drop_in_a_response(peer)

    room = Room()
    began = time.monotonic()

    async def go():
        async with listen(drop) as server:
            endpoint, sockets = server.endpoint(), 0

            async def once():
                nonlocal sockets
                sockets += 1
                if sockets == 1:
                    return await endpoint.connect()
                raise LineError("nothing answers")

            call = await carry(room.equipment(once), STARTED, script("hello", "hello?"))
            return call, sockets

    call, sockets = play(go())
    assert call.over
    assert room.heard[-1] == "I connect you."
    assert room.journal.of("trouble")[-1]["detail"] == "nothing answers"
    assert room.journal.of("transferred")
    assert sockets > 4  # it was tried again and again
    assert 0.3 < time.monotonic() - began < 5


def test_a_server_that_hangs_is_not_waited_for_longer():
    room = Room()

    async def go():
        async with listen(drop_in_a_response) as server:
            endpoint, sockets = server.endpoint(), 0

            async def once():
                nonlocal sockets
                sockets += 1
                if sockets == 1:
                    return await endpoint.connect()
                return await asyncio.sleep(30)

            await carry(room.equipment(once), STARTED, script("hello"))

    play(go(), 5)
    assert room.journal.of("trouble")[-1]["detail"] == "the connection to the model did not come back"


def test_a_fatal_end_is_not_tried_again():
    async def throw_out(peer):
        await peer.hello()
        await peer.hear_until("response.create")
        await peer.socket.close(1008, "policy")

    room = Room()
    call, server = play(run(room, throw_out, messages=("hello",)))
    assert call.over
    assert len(server.peers) == 1
    assert [each["kind"] for each in room.journal.of("trouble")] == ["fatal"]
    assert room.journal.names.index("lost") < room.journal.names.index("trouble")


def test_a_fatal_refusal_while_reconnecting():
    room = Room()

    async def go():
        async with listen(drop_in_a_response) as server:
            endpoint, sockets = server.endpoint(), 0

            async def once():
                nonlocal sockets
                sockets += 1
                if sockets == 1:
                    return await endpoint.connect()
                raise LineError("no credit", fatal=True)

            await carry(room.equipment(once), STARTED, script("hello"))
            return sockets

    assert play(go()) == 2


def test_a_line_that_never_was_ready_is_an_error():
    async def drop(peer):
        await peer.hello()
        await peer.hear()
        peer.socket.transport.abort()

    async def throw_out(peer):
        await peer.hello()
        await peer.hear()
        await peer.socket.close(4000, "invalid_request_error.x")

    with pytest.raises(LineError, match=r"^the server at \S+ closed the connection \(4000\)"):
        play(run(Room(), throw_out))
    room = Room()
    with pytest.raises(LineError, match=r"^nothing answers"):
        play(_never(room, drop))
    assert room.heard == []


async def _never(room, handler):
    async with listen(handler) as server:
        endpoint, sockets = server.endpoint(), 0

        async def once():
            nonlocal sockets
            sockets += 1
            if sockets == 1:
                return await endpoint.connect()
            raise LineError("nothing answers")

        await carry(room.equipment(once), STARTED, script("hello"))


def test_a_line_that_is_lost_before_it_is_ready_can_be_ready_later():
    async def drop(peer):
        await peer.hello()
        await peer.hear()
        peer.socket.transport.abort()

    room = Room()
    play(run(room, drop, Peer.behave, messages=("bye",)))
    assert room.journal.names[:4] == ["call_started", "lost", "back", "line_ready"]
    assert room.journal.of("line_ready")[0]["session"] == 2


def test_garbage_does_not_disturb_a_call():
    async def noisy(peer):
        await peer.hello()
        while True:
            frame = await peer.hear()
            for junk in ("{", "[]", '{"type": "response.done"}', '{"type": "response.created", "response": {"id": 4}}'):
                await peer.socket.send(junk)
            if frame["type"] == "session.update":
                await peer.confirm(frame)
            elif frame["type"] == "response.create":
                response = await peer.begin(frame)
                await peer.say("response.from_the_future", response=response)
                await peer.end(response, words("Yes."))
                await peer.end(response, words("Yes."))

    room = Room()
    play(run(room, noisy, messages=("hello", "bye")))
    assert room.heard == ["Hello.", "Yes.", "Goodbye."]


def test_a_slow_server_is_waited_for():
    async def slow(peer):
        await asyncio.sleep(0.2)
        await peer.hello()
        while True:
            frame = await peer.hear()
            await asyncio.sleep(0.2)
            if frame["type"] == "session.update":
                await peer.confirm(frame)
            elif frame["type"] == "response.create":
                response = await peer.begin(frame)
                await asyncio.sleep(0.2)
                await peer.end(response, words("Well."))

    room = Room()
    play(run(room, slow, messages=("hello", "bye")))
    assert room.heard == ["Hello.", "Well.", "Goodbye."]
    assert room.journal.of("tick") == []


# Sessions end after an hour.


def test_a_session_is_exchanged_at_a_quiet_moment():
    room = Room()

    async def caller(call):
        await call.quiet()
        await asyncio.sleep(0.5)
        await call.message("bye")

    async def go():
        async with listen(Peer.behave) as server:
            equipment = room.equipment(server.endpoint(), WallClock(START), renew=(0.1, 30.0))
            await carry(equipment, STARTED, caller)
            return server

    server = play(go())
    assert len(server.peers) >= 2
    assert room.journal.of("lost") == []
    assert room.journal.of("back")[0]["session"] == 2
    assert "session.update" in server.peers[1].kinds


def test_a_session_is_not_exchanged_under_a_response_until_it_must_be():
    async def slow(peer):
        await peer.hello()
        create = await peer.hear_until("response.create")
        response = await peer.begin(create)
        await asyncio.sleep(0.4)
        await peer.end(response, words("At last."))
        await peer.hear()

    def played(renew):
        room = Room()

        async def go():
            async with listen(slow, Peer.behave) as server:
                equipment = room.equipment(server.endpoint(), WallClock(START), renew=renew)
                await carry(equipment, STARTED, script("hello", "bye"))

        play(go())
        return room.heard

    assert played((0.1, 30.0))[:2] == ["Hello.", "At last."]
    assert "At last." not in played((0.1, 0.2))


def test_a_spare_takes_over_when_its_predecessor_breaks():
    async def drop_later(peer):
        await peer.hello()
        create = await peer.hear_until("response.create")
        await peer.begin(create)
        await asyncio.sleep(0.3)
        peer.socket.transport.abort()

    room = Room()

    async def go():
        async with listen(drop_later, Peer.behave) as server:
            endpoint, sockets = server.endpoint(), 0

            async def twice():
                nonlocal sockets
                sockets += 1
                if sockets <= 2:
                    return await endpoint.connect()
                raise LineError("nothing answers", fatal=True)

            equipment = room.equipment(twice, WallClock(START), renew=(0.05, 30.0))
            await carry(equipment, STARTED, script("hello", "bye"))

    play(go())
    assert room.heard == ["Hello.", "I am back.", "Goodbye."]


def test_no_spare_can_be_had():
    room = Room()

    async def caller(call):
        await call.quiet()
        await asyncio.sleep(0.4)
        await call.message("bye")

    async def go():
        async with listen(Peer.behave) as server:
            endpoint, sockets = server.endpoint(), 0

            async def once():
                nonlocal sockets
                sockets += 1
                if sockets == 1:
                    return await endpoint.connect()
                raise LineError("nothing answers")

            await carry(room.equipment(once, WallClock(START), renew=(0.05, 0.2)), STARTED, caller)
            return sockets

    assert play(go()) > 2
    assert room.heard == ["Hello.", "Goodbye."]
