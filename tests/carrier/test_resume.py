"""Going on with a recorded call: it must fit, reads are made again, writes never."""

import asyncio
from dataclasses import replace

import pytest

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.carrying import carry_on
from flowkit.carrier.clock import VirtualClock, WallClock
from flowkit.carrier.errors import CallError, LineError
from flowkit.engine.effects import Timer
from flowkit.engine.events import Counted, Reserved
from flowkit.journal.rows import Row
from tests.carrier.bench import START, STARTED, Peer, Room, Tools, engine, listen, play, script


async def never(effect):
    await asyncio.sleep(30)
    raise AssertionError


async def killed(room: Room, *messages: str, until=None, silence=0, **more) -> None:
    """A call whose process ends when `until` holds, or else when it is the caller's turn."""
    async with listen(Peer.behave) as server:
        call = CarriedCall(room.equipment(server.endpoint(), **more))
        task = asyncio.create_task(call.run(STARTED))
        for message in messages:
            assert await call.quiet()
            await call.message(message)
        if until is None:
            assert await call.quiet()
            assert await call.silence(silence)
        while until is not None and not until():
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def resumed(room: Room, rows, *messages: str, **more):
    async with listen(Peer.behave) as server:
        call = await carry_on(room.equipment(server.endpoint(), **more), rows, script(*messages))
        return call, server


def test_a_write_is_never_made_again():
    first = Room(tools=Tools(never))
    play(killed(first, "hello", "write", until=lambda: first.tools.runs))
    second = Room()
    call, server = play(resumed(second, first.journal.rows, "bye"))
    assert call.over
    assert second.tools.runs == []
    assert second.journal.names[:3] == ["back", "tool_done", "generated"]
    done = second.journal.of("tool_done")[0]
    assert (done["run"], done["outcome"], done["reason"]) == ("r1", "unknown", "restarted")
    assert second.heard == ["I am back.", "It is unknown.", "Goodbye."]
    assert server.peers[0].kinds[0] == "session.update"


def test_a_read_is_made_again():
    first = Room(tools=Tools(never))
    play(killed(first, "read", until=lambda: first.tools.runs))
    second = Room()
    play(resumed(second, first.journal.rows, "bye"))
    assert second.tools.runs == first.tools.runs
    assert second.journal.of("tool_done")[0]["outcome"] == "ok"


def test_what_ended_or_was_abandoned_is_left_alone():
    for messages in (("read", "hello"), ("write", "hello")):
        first = Room()
        play(killed(first, *messages))
        second = Room()
        play(resumed(second, first.journal.rows, "bye"))
        assert second.tools.runs == []
        assert second.journal.of("tool_done") == []
    first = Room(tools=Tools(never))

    async def go():
        async with listen(Peer.behave) as server:
            call = CarriedCall(first.equipment(server.endpoint()))
            task = asyncio.create_task(call.run(STARTED))
            await call.quiet()
            await call.message("read")
            while not first.tools.runs:
                await asyncio.sleep(0.01)
            await call.message("forget it")
            await call.quiet()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    play(go())
    second = Room()
    play(resumed(second, first.journal.rows, "bye"))
    assert second.tools.runs == []


def test_numbers_times_turns_and_sessions_go_on():
    first = Room(tools=Tools(never))
    play(killed(first, "hello", "write", until=lambda: first.tools.runs))
    last = first.journal.rows[-1]
    second = Room()
    play(resumed(second, first.journal.rows, "hm", "bye"))
    events = [row.body for row in second.journal.rows if row.kind == "event"]
    assert events[0]["n"] == last.step + 1
    assert events[0]["session"] == 2
    assert second.journal.of("turn_started")[0]["turn"] == "t3"
    assert all(body["at"] >= START for body in events)
    assert "line_ready" not in second.journal.names  # the call was ready before
    # And once more, from both records.
    third = Room()
    rows = [*first.journal.rows, *second.journal.rows]
    with pytest.raises(CallError, match="the call 'call_1' is over"):
        play(resumed(third, rows))


def test_a_call_can_be_taken_up_twice():
    first = Room(tools=Tools(never))
    play(killed(first, "read", until=lambda: first.tools.runs))
    second = Room(tools=Tools(never))

    async def go():
        async with listen(Peer.behave) as server:
            call = CarriedCall(second.equipment(server.endpoint()))
            task = asyncio.create_task(call.resume(first.journal.rows))
            while not second.tools.runs:
                await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    play(go())
    third = Room()
    play(resumed(third, [*first.journal.rows, *second.journal.rows], "bye"))
    assert third.journal.of("back")[0]["session"] == 3
    assert third.heard == ["I am back.", "It is ok.", "Goodbye."]


def test_time_does_not_go_back():
    first = Room()
    play(killed(first, silence=7000))
    assert first.heard[1] == "Still there?"
    last = max(row.body["at"] for row in first.journal.rows if row.kind == "event")
    second = Room()
    play(resumed(second, first.journal.rows, "bye", clock=VirtualClock(START - 1_000_000)))
    assert min(row.body["at"] for row in second.journal.rows if row.kind == "event") >= last >= START + 7000


def test_nor_does_it_on_a_clock_that_goes_wrong():
    first = Room()
    play(killed(first))
    second = Room()
    play(resumed(second, first.journal.rows, "bye", clock=WallClock(START - 1_000_000)))
    assert min(row.body["at"] for row in second.journal.rows if row.kind == "event") >= START


def test_a_silent_model_is_found_out_in_a_call_that_goes_on(monkeypatch):
    monkeypatch.setattr("flowkit.lines.server.CANCEL_MS", 200)
    first = Room()
    play(killed(first))
    second = Room()

    def impatient(program, call, event):
        call, wanted = engine(program, call, event)
        return call, tuple(
            replace(each, at=event.at + 200)
            if isinstance(each, Timer) and each.name == "generate" and each.at
            else each
            for each in wanted
        )

    async def mute(peer):
        await peer.hello()
        while True:
            await peer.hear_until("response.create")

    async def go():
        async with listen(mute, Peer.behave) as server:
            equipment = second.equipment(server.endpoint(), VirtualClock(START - 1_000_000), step=impatient)
            await carry_on(equipment, first.journal.rows, script("hello", "bye"))

    play(go(), 10)
    assert second.heard[:2] == ["I am back.", "Sorry?"]


def test_timers_run_on():
    first = Room()
    play(killed(first))
    second = Room()

    async def silent(call):
        await call.ended()

    async def on_with_it():
        async with listen(Peer.behave) as server:
            quiet = lambda program, call, event: _mute_back(program, call, event)  # noqa: E731
            await carry_on(second.equipment(server.endpoint(), step=quiet), first.journal.rows, silent)

    play(on_with_it())
    assert second.journal.of("tick")[0]["due"] == START + 7000


def _mute_back(program, call, event):
    from flowkit.engine.events import Back

    if isinstance(event, Back):
        call = call.copy()
        call.seq = event.n
        return call, ()
    return engine(program, call, event)


def test_a_call_that_was_not_ready_becomes_so():
    first = Room()

    async def mute(peer):
        await peer.hello()
        await asyncio.sleep(30)

    async def go():
        async with listen(mute) as server:
            call = CarriedCall(first.equipment(server.endpoint()))
            task = asyncio.create_task(call.run(STARTED))
            while not first.journal.rows:
                await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    play(go())
    second = Room()
    play(resumed(second, first.journal.rows, "bye"))
    assert second.journal.names[:2] == ["back", "line_ready"]
    assert second.heard == ["Hello.", "Goodbye."]


def test_inquiries_are_made_again():
    class Store:
        asked = 0

        def __init__(self, answers):
            self.answers = answers

        async def count(self, effect):
            self.asked += 1
            return Counted(effect.draft) if self.answers else await never(effect)

        async def reserve(self, effect):
            self.asked += 1
            return Reserved(effect.run, "ok") if self.answers else await never(effect)

        async def release(self, effect):
            self.asked += 1

    first, store = Room(), Store(False)
    play(killed(first, "count", until=lambda: store.asked == 3, limits=store))
    second, store = Room(), Store(True)
    play(resumed(second, first.journal.rows, "bye", limits=store))
    assert store.asked == 3
    assert second.journal.of("reserved")[0]["outcome"] == "ok"
    assert second.journal.of("counted")[0]["available"] is True


def test_what_was_given_back_is_not_taken_again():
    class Store:
        def __init__(self):
            self.asked = []

        async def reserve(self, effect):
            self.asked.append("reserve")
            return await never(effect)

        async def release(self, effect):
            self.asked.append("release")

    first, store = Room(), Store()
    play(killed(first, "give back", until=lambda: len(store.asked) == 2, limits=store))
    play(resumed(Room(), first.journal.rows, "bye", limits=store))
    assert store.asked == ["reserve", "release", "release"]


def test_answered_inquiries_are_not():
    first = Room()
    play(killed(first, "count"))
    assert len(first.journal.of("counted")) == 1
    second = Room()
    play(resumed(second, first.journal.rows, "bye"))
    assert second.journal.of("counted") == second.journal.of("reserved") == []


def test_a_desk_that_had_not_answered_is_asked_again():
    asked = []

    async def desk(transfer):
        asked.append(transfer)
        if len(asked) == 1:
            await asyncio.sleep(30)
        return "no_answer"

    first = Room()
    play(killed(first, "person", until=lambda: asked, desk=desk))
    second = Room()
    play(resumed(second, first.journal.rows, desk=desk))
    assert len(asked) == 2
    assert second.journal.of("transferred")[0]["outcome"] == "no_answer"


# Records that do not fit.


def recorded() -> list[Row]:
    room = Room(tools=Tools(never))
    play(killed(room, "hello", "read", until=lambda: room.tools.runs))
    return room.journal.rows


def refused(rows) -> CallError:
    with pytest.raises(CallError) as caught:
        play(resumed(Room(), rows))
    assert caught.value.hint
    return caught.value


def test_flows_that_have_changed_since():
    rows = recorded()
    place = next(i for i, row in enumerate(rows) if row.body["type"] == "say")
    rows[place] = replace(rows[place], body={**rows[place].body, "text": "Good day."})
    error = refused(rows)
    assert error.message == "step 2 of the record ('line_ready') goes otherwise with the flows as they are now"
    assert "the files that the call was begun with" in error.hint


def test_a_row_too_many_or_too_few():
    rows = recorded()
    place = next(i for i, row in enumerate(rows) if row.kind == "effect")
    assert "goes otherwise" in refused([*rows[:place], *rows[place + 1 :]]).message
    assert "goes otherwise" in refused([*rows[: place + 1], *rows[place:]]).message


def test_a_record_of_another_version():
    rows = recorded()
    for body in ({"type": "beamed_up"}, {}, {"type": "words", "colour": "red"}):
        assert "cannot be read" in refused([replace(rows[0], body=body), *rows[1:]]).message
    assert "cannot be read" in refused([rows[0], Row(1, "effect", {"type": "sing"}), *rows[1:]]).message


def test_a_record_of_nothing():
    assert refused([]).message == "nothing of this call was recorded"


def test_a_call_stays_as_it_was_when_there_is_no_line():
    room = Room()

    async def nobody():
        raise LineError("nothing answers")

    async def go():
        await carry_on(room.equipment(nobody), rows, script())

    rows = recorded()
    with pytest.raises(LineError):
        play(go())
    assert room.journal.rows == []
