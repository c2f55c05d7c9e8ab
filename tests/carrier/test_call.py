"""Carrying a call over a real socket: order, record, time, errands, and an end whatever happens."""

import asyncio
import time

import pytest

from flowkit.carrier.call import CarriedCall
from flowkit.carrier.carrying import carry
from flowkit.carrier.clock import WallClock
from flowkit.carrier.errors import LineError
from flowkit.engine import events
from flowkit.engine.codec import event_from_json, to_json
from flowkit.engine.events import Counted, Reserved, ToolDone
from flowkit.lines.realtime import Realtime
from tests.carrier.bench import START, STARTED, Peer, Room, Tools, engine, listen, play, script, words


async def carried(room: Room, *messages: str, handler=Peer.behave, **more):
    async with listen(handler) as server:
        call = await carry(room.equipment(server.endpoint(), **more), STARTED, script(*messages))
        return call, server


def test_a_call_from_hello_to_goodbye():
    room = Room()
    call, server = play(carried(room, "hello", "and then?", "bye"))
    assert room.heard == ["Hello.", "Answer 1.", "Answer 2.", "Goodbye."]
    assert call.over
    assert room.journal.names == [
        *("call_started", "line_ready", "generated", "audible", "played"),
        *("turn_started", "turn_ended", "words", "generated", "audible", "played") * 2,
        *("turn_started", "turn_ended", "words"),
    ]
    assert server.peers[0].kinds.count("response.create") == 2
    assert server.peers[0].frames[0]["session"]["output_modalities"] == ["text"]


def test_what_follows_is_recorded_before_it_goes_out():
    room = Room()
    order = []
    append = room.journal.append

    def note(call_id, rows):
        append(call_id, rows)
        order.extend(row.body["type"] for row in rows if row.body["type"] in ("say", "reply", "run"))

    room.journal.append = note
    room.tools = Tools(lambda effect: _note(order, "tool ran", ToolDone(effect.run, "ok")))

    async def go():
        async def behave(peer):
            await peer.hello()
            while True:
                frame = await peer.hear()
                if frame["type"] == "session.update":
                    await peer.confirm(frame)
                elif frame["type"] == "response.create":
                    order.append("asked")
                    await peer.end(await peer.begin(frame), words("Yes."))

        async with listen(behave) as server:
            equipment = room.equipment(server.endpoint())
            deliver = equipment.deliver
            object.__setattr__(equipment, "deliver", lambda d: (order.append(f"shown {d.u}"), deliver(d)))
            await carry(equipment, STARTED, script("hello", "read", "bye"))

    play(go())
    assert order == [
        "say",
        "shown u1",
        "reply",
        "asked",
        "shown u2",
        "run",
        "tool ran",
        "say",
        "shown u3",
        "say",
        "shown u4",
    ]


async def _note(order, what, result):
    order.append(what)
    return result


def test_a_message_is_recorded_whole():
    room = Room()
    play(carried(room, "bye"))
    kinds = [row.body["type"] for row in room.journal.rows]
    place = kinds.index("turn_started")
    assert room.journal.writes[-1] == len(kinds) - place  # its three events and all that came of them


def test_events_bear_time_and_number():
    room = Room()
    play(carried(room, "hello", "bye"))
    bodies = [row.body for row in room.journal.rows if row.kind == "event"]
    assert [body["n"] for body in bodies] == list(range(1, len(bodies) + 1))
    assert {body["at"] for body in bodies} == {START}  # nothing took any time
    assert [row.step for row in room.journal.rows] == sorted(row.step for row in room.journal.rows)


def test_the_record_can_be_played_again():
    room = Room()
    play(carried(room, "hello", "read", "bye"))
    from flowkit.engine.call import Call

    call, made = Call(), []
    for row in room.journal.rows:
        if row.kind == "event":
            call, wanted = engine(None, call, event_from_json(row.body))
            made += [to_json(effect) for effect in wanted]
    assert made == [row.body for row in room.journal.rows if row.kind == "effect"]


def test_two_calls_alike_have_records_alike():
    records = []
    for _ in range(2):
        room = Room()
        play(carried(room, "hello", "read", "hm", "bye"))
        records.append(room.journal.rows)
    assert records[0] == records[1]


def test_observers_see_a_step_before_it_is_shown():
    room = Room()
    seen = []

    async def go():
        async with listen(Peer.behave) as server:
            equipment = room.equipment(
                server.endpoint(),
                observers=(lambda event, effects, call: seen.append((event.n, len(room.heard), call.seq)),),
            )
            await carry(equipment, STARTED, script("bye"))

    play(go())
    assert [n for n, _, _ in seen] == [seq for _, _, seq in seen] == list(range(1, len(seen) + 1))
    assert seen[1] == (2, 0, 2)  # the line is ready, and the greeting is not shown yet
    assert seen[2] == (3, 1, 3)


def test_a_reply_that_the_engine_takes_back_is_not_shown():
    room = Room()

    async def go():
        async def behave(peer):
            await peer.behave(lambda number: "the secret" if number == 1 else "Fine.")

        async with listen(behave) as server:
            await carry(room.equipment(server.endpoint()), STARTED, script("hello", "again", "bye"))
            return server.peers[0].kinds

    kinds = play(go())
    assert room.heard == ["Hello.", "Fine.", "Goodbye."]
    assert "conversation.item.delete" in kinds
    assert room.journal.of("played")[1]["extent"] == "none"


# Time.


def test_silence_takes_no_time_with_a_clock_that_skips():
    room = Room()
    began = time.monotonic()
    call, _ = play(carried(room))
    assert room.heard == ["Hello.", "Still there?", "Still there?", "Goodbye."]
    assert [tick["due"] - START for tick in room.journal.of("tick")] == [7000, 14000, 21000]
    assert [tick["at"] for tick in room.journal.of("tick")] == [tick["due"] for tick in room.journal.of("tick")]
    assert time.monotonic() - began < 5
    assert call.over


def test_time_stands_still_while_the_caller_thinks():
    room = Room()

    async def caller(call):
        await call.quiet()
        await asyncio.sleep(0.2)  # nothing happens meanwhile
        assert await call.quiet()
        await call.message("bye")

    async def go():
        async with listen(Peer.behave) as server:
            await carry(room.equipment(server.endpoint()), STARTED, caller)

    play(go())
    assert room.journal.of("tick") == []


def test_a_silence_of_a_given_length():
    room = Room()

    async def caller(call):
        await call.quiet()
        assert await call.silence(6999)
        assert room.journal.of("tick") == []
        assert await call.silence(1)
        assert len(room.journal.of("tick")) == 1
        assert room.heard[-1] == "Still there?"
        assert not await call.silence(100_000)  # the call ends before

    async def go():
        async with listen(Peer.behave) as server:
            await carry(room.equipment(server.endpoint()), STARTED, caller)

    play(go())
    assert len(room.journal.of("tick")) == 3


def test_a_model_that_says_nothing_is_found_out_in_real_time(monkeypatch):
    monkeypatch.setattr("flowkit.lines.server.CANCEL_MS", 200)
    room = Room()

    def impatient(program, call, event):
        call, wanted = engine(program, call, event)
        return call, tuple(_sooner(effect, event.at) for effect in wanted)

    async def mute(peer):
        await peer.hello()
        while True:
            await peer.hear_until("response.create")

    async def go():
        async with listen(mute, Peer.behave) as server:
            await carry(room.equipment(server.endpoint(), step=impatient), STARTED, script("hello", "and now?", "bye"))

    began = time.monotonic()
    play(go())
    # It is given up, and its server too when it does not even end what was cancelled.
    assert room.heard == ["Hello.", "Sorry?", "I am back.", "Answer 1.", "Goodbye."]
    assert 0.5 <= time.monotonic() - began < 5
    assert [tick["timer"] for tick in room.journal.of("tick")] == ["generate"]


def _sooner(effect, at):
    from dataclasses import replace

    from flowkit.engine.effects import Timer

    return (
        replace(effect, at=at + 300)
        if isinstance(effect, Timer) and effect.name == "generate" and effect.at
        else effect
    )


def test_how_slow_a_model_is_has_nothing_to_do_with_other_timers():
    from flowkit.engine.effects import Timer

    def short(program, call, event):
        call, wanted = engine(program, call, event)
        return call, (*wanted, Timer("no_input", event.at + 100)) if isinstance(event, events.Words) else wanted

    async def slow(peer):
        await peer.hello()
        while True:
            create = await peer.hear_until("response.create")
            response = await peer.begin(create)
            await asyncio.sleep(0.4)
            await peer.end(response, words("Well."))

    room = Room()
    play(carried(room, "hello", "bye", handler=slow, step=short))
    assert room.heard == ["Hello.", "Well.", "Goodbye."]
    assert room.journal.of("tick") == []


def test_real_time_passes_by_itself():
    room = Room()

    def quick(program, call, event):
        from flowkit.engine.effects import Timer

        call, wanted = engine(program, call, event)
        return call, tuple(
            Timer(e.name, event.at + 100) if isinstance(e, Timer) and e.at and e.name == "no_input" else e
            for e in wanted
        )

    began = time.monotonic()
    play(carried(room, clock=WallClock(START), step=quick))
    assert room.heard[-1] == "Goodbye."
    assert 0.3 <= time.monotonic() - began < 5
    assert START <= room.journal.of("tick")[0]["at"] < START + 5000


# Errands.


def test_a_tool_runs_beside_the_call():
    async def slow(effect):
        await asyncio.sleep(0.1)
        return ToolDone(effect.run, "ok", {"x": 2})

    room = Room(tools=Tools(slow))
    play(carried(room, "read", "bye"))
    assert room.heard == ["Hello.", "It is ok.", "Goodbye."]
    assert room.journal.of("tool_done")[0]["result"] == {"x": 2}
    assert room.journal.of("tick") == []  # time stood still for it


def test_a_message_is_taken_while_a_tool_runs():
    async def never(effect):
        await asyncio.sleep(30)
        raise AssertionError

    room = Room(tools=Tools(never))

    async def caller(call):
        await call.quiet()
        await call.message("read")
        while not room.tools.runs:
            await asyncio.sleep(0.01)
        await call.message("forget it")
        await call.quiet()
        await call.message("bye")

    async def go():
        async with listen(Peer.behave) as server:
            await carry(room.equipment(server.endpoint()), STARTED, caller)

    play(go())
    assert room.heard == ["Hello.", "Forgotten.", "Goodbye."]
    assert room.journal.of("tool_done") == []


@pytest.mark.parametrize("skips", [True, False])
def test_an_abandoned_tool_is_called_off_without_a_word(caplog, skips):
    stopped = []

    async def never(effect):
        try:
            await asyncio.sleep(30)
        finally:
            stopped.append(effect.run)

    room = Room(tools=Tools(never))

    async def caller(call):
        await call.quiet()
        await call.message("read")
        while not room.tools.runs:
            await asyncio.sleep(0.01)
        await call.message("forget it")
        await call.quiet()
        assert stopped == ["r1"]
        await call.message("bye")

    async def go():
        async with listen(Peer.behave) as server:
            clock = None if skips else WallClock(START)
            await carry(room.equipment(server.endpoint(), clock), STARTED, caller)

    play(go())
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_it_is_not_the_callers_turn_while_another_timer_runs():
    from flowkit.engine.effects import Say, Timer

    def settles(program, call, event):
        call, wanted = engine(program, call, event)
        if isinstance(event, events.Words) and event.text == "hm":
            return call, (Timer("settle", event.at + 700),)
        if isinstance(event, events.Tick) and event.timer == "settle":
            return call, (Say("u90", "Settled."),)
        return call, wanted

    room = Room()
    play(carried(room, "hm", "bye", step=settles))
    assert room.heard == ["Hello.", "Settled.", "Goodbye."]


def test_a_tool_that_cancels_itself_does_not_stop_the_call():
    async def gone(effect):
        raise asyncio.CancelledError

    for clock in (None, WallClock(START)):
        room = Room(tools=Tools(gone))
        play(carried(room, "read", "bye", clock=clock))
        assert room.journal.of("tool_done")[0]["outcome"] == "failed"


def test_errands_come_back_in_their_order_whatever_is_faster():
    async def race(effect):
        await asyncio.sleep(0.2 if effect.run == "r1" else 0)
        return ToolDone(effect.run, "ok")

    def both(program, call, event):
        from flowkit.engine.effects import RunTool

        call, wanted = engine(program, call, event)
        more = (RunTool("r2", "read", {}),) if any(isinstance(each, RunTool) for each in wanted) else ()
        return call, (*wanted, *more)

    for clock, expected in ((None, ["r1", "r2"]), (WallClock(START), ["r2", "r1"])):
        room = Room(tools=Tools(race))
        play(carried(room, "read", "bye", clock=clock, step=both))
        assert [done["run"] for done in room.journal.of("tool_done")] == expected


def test_a_model_comes_before_a_tool_that_is_faster():
    room = Room()

    def early(program, call, event):
        from flowkit.engine.effects import RunTool

        call, wanted = engine(program, call, event)
        return call, (*wanted, RunTool("r1", "read", {})) if event.n == 1 else wanted

    async def slow(peer):
        await peer.hello()
        update = await peer.hear()
        await asyncio.sleep(0.2)
        await peer.confirm(update)
        await asyncio.sleep(30)

    play(carried(room, "bye", handler=slow, step=early))
    assert room.journal.names.index("line_ready") < room.journal.names.index("tool_done")


def test_a_tool_runner_that_breaks_does_not_stop_the_call():
    async def broken(effect):
        raise RuntimeError("no")

    room = Room(tools=Tools(broken))
    play(carried(room, "read", "bye"))
    assert room.journal.of("tool_done")[0]["outcome"] == "failed"
    room = Room(tools=Tools(broken))
    play(carried(room, "write", "bye"))
    assert room.journal.of("tool_done")[0]["outcome"] == "unknown"  # it may have gone out


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("connected", "connected"), ("no_answer", "no_answer"), ("what?", "failed"), (OSError(), "failed")],
)
def test_a_desk_answers(answer, outcome):
    asked = []

    async def desk(transfer):
        asked.append(transfer.target)
        if isinstance(answer, Exception):
            raise answer
        return answer

    room = Room()
    play(carried(room, "person", desk=desk))
    assert asked == ["desk"]
    assert room.journal.of("transferred")[0]["outcome"] == outcome


def test_somebody_is_at_the_desk_of_a_typed_call():
    room = Room()
    play(carried(room, "person"))
    assert room.journal.of("transferred")[0]["outcome"] == "connected"


def test_without_a_store_limits_are_unavailable():
    room = Room()
    play(carried(room, "count", "bye"))
    assert room.journal.of("counted")[0]["available"] is False
    assert room.journal.of("reserved")[0]["outcome"] == "unavailable"


def test_a_store_is_asked():
    class Store:
        released = 0

        async def count(self, effect):
            return Counted(effect.draft, {"l": "5"})

        async def reserve(self, effect):
            return Reserved(effect.run, "ok")

        async def release(self, effect):
            Store.released += 1

    room = Room()
    play(carried(room, "count", "bye", limits=Store()))
    assert room.journal.of("counted")[0]["used"] == {"l": "5"}
    assert room.journal.of("reserved")[0]["outcome"] == "ok"
    assert Store.released == 1


# Ends.


def test_nothing_is_shown_to_a_caller_who_is_gone():
    room = Room()

    async def caller(call):
        await call.quiet()
        await call.message("hello")
        assert await call.hang_up()
        assert not await call.message("anybody?")
        assert not await call.quiet()
        assert not await call.silence(5)
        assert not await call.key("1")
        assert (await call.ended()).over

    async def go():
        async with listen(Peer.behave) as server:
            return await carry(room.equipment(server.endpoint()), STARTED, caller)

    assert play(go()).over
    assert room.heard == ["Hello."]
    assert room.journal.names[-1] == "lost"


def test_a_write_is_awaited_for_a_caller_who_is_gone():
    async def slow(effect):
        await asyncio.sleep(0.2)
        return ToolDone(effect.run, "ok")

    room = Room(tools=Tools(slow))

    async def caller(call):
        await call.quiet()
        await call.message("write")
        while not room.tools.runs:
            await asyncio.sleep(0.01)
        await call.hang_up()

    async def go():
        async with listen(Peer.behave) as server:
            await carry(room.equipment(server.endpoint()), STARTED, caller)

    play(go())
    assert room.journal.of("say")[-1]["text"] == "It is ok."
    assert room.heard == ["Hello."]  # nobody is there to read it


def test_a_call_that_is_hung_up_takes_no_more_words():
    async def slow(effect):
        await asyncio.sleep(0.2)
        return ToolDone(effect.run, "ok")

    def drains(program, call, event):
        from flowkit.engine.effects import HangUp

        call, wanted = engine(program, call, event)
        if getattr(event, "text", "") == "write":
            call.stage = "draining"
            return call, (*wanted, HangUp())
        return call, wanted

    room, told = Room(tools=Tools(slow)), []

    async def caller(call):
        await call.quiet()
        await call.message("write")
        while not room.tools.runs:
            await asyncio.sleep(0.01)
        told.extend([await call.message("wait!"), await call.quiet(), call.over])
        await call.ended()

    async def go():
        async with listen(Peer.behave) as server:
            await carry(room.equipment(server.endpoint(), step=drains), STARTED, caller)

    play(go())
    assert told == [False, False, True]
    assert room.journal.names[-1] == "tool_done"


def test_nothing_is_recorded_behind_the_end():
    def abrupt(program, call, event):
        call, wanted = engine(program, call, event)
        if isinstance(event, events.TurnEnded):
            call.stage = "over"
        return call, wanted

    room = Room()
    play(carried(room, "hello", step=abrupt))
    assert room.journal.names[-2:] == ["turn_started", "turn_ended"]


def test_a_key_reaches_the_engine():
    room = Room()

    async def caller(call):
        await call.quiet()
        await call.key("1")
        await call.quiet()
        await call.message("bye")

    async def go():
        async with listen(Peer.behave) as server:
            await carry(room.equipment(server.endpoint()), STARTED, caller)

    play(go())
    assert room.journal.of("key")[0]["digit"] == "1"


def test_the_call_goes_on_without_its_channel():
    room = Room()
    call, _ = play(carried(room, "hello"))  # the script ends, and the silence ends the call
    assert call.over
    assert room.heard[-1] == "Goodbye."


def test_time_goes_on_without_the_channel_that_was_told_of_its_turn():
    async def caller(call):
        assert await call.quiet()

    async def go():
        async with listen(Peer.behave) as server:
            return await carry(room.equipment(server.endpoint()), STARTED, caller)

    room = Room()
    assert play(go()).over


def test_who_waits_for_the_callers_turn_hears_of_the_end():
    async def go():
        async with listen(Peer.behave) as server:
            call = CarriedCall(Room().equipment(server.endpoint()))
            task = asyncio.create_task(call.run(STARTED))
            await call.quiet()
            await call.message("person")
            turn = await call.quiet()
            silence = await call.silence(5)
            await task
            return turn, silence

    assert play(go()) == (False, False)


def test_errands_end_with_the_call():
    stopped = []

    async def never(effect):
        try:
            await asyncio.sleep(30)
        finally:
            stopped.append(effect.run)

    async def go():
        room = Room(tools=Tools(never))
        async with listen(Peer.behave) as server:
            call = CarriedCall(room.equipment(server.endpoint()))
            task = asyncio.create_task(call.run(STARTED))
            await call.quiet()
            await call.message("read")
            while not room.tools.runs:
                await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await asyncio.sleep(0)
            return list(stopped)

    assert play(go()) == ["r1"]


def test_a_channel_that_breaks_ends_the_call():
    async def caller(call):
        await call.quiet()
        raise BrokenPipeError("no terminal")

    async def go():
        async with listen(Peer.behave) as server:
            await carry(Room().equipment(server.endpoint()), STARTED, caller)

    with pytest.raises(BrokenPipeError):
        play(go())


def test_the_channel_is_stopped_when_the_call_is_over():
    stopped = []

    async def caller(call):
        try:
            await call.quiet()
            await call.message("bye")
            await asyncio.sleep(30)
        finally:
            stopped.append(True)

    async def go():
        async with listen(Peer.behave) as server:
            await carry(Room().equipment(server.endpoint()), STARTED, caller)

    play(go())
    assert stopped == [True]


def test_a_stop_in_the_middle_leaves_a_record_of_whole_steps():
    room = Room()

    async def go():
        async with listen(Peer.behave) as server:
            call = CarriedCall(room.equipment(server.endpoint()))
            task = asyncio.create_task(call.run(STARTED))
            await call.quiet()
            await call.message("hello")
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert not await call.quiet()
            assert not await call.message("hello?")

    play(go())
    from flowkit.engine.call import Call

    call = Call()
    rows = list(room.journal.rows)
    while rows:
        row = rows.pop(0)
        call, wanted = engine(None, call, event_from_json(row.body))
        assert [to_json(effect) for effect in wanted] == [rows.pop(0).body for _ in wanted]


def test_a_journal_that_fails_stops_the_call_before_anything_is_done():
    room = Room()
    append = room.journal.append

    def full(call_id, rows):
        if any(row.body["type"] == "run" for row in rows):
            raise OSError("disk full")
        append(call_id, rows)

    room.journal.append = full
    with pytest.raises(OSError, match="disk full"):
        play(carried(room, "read"))
    assert room.tools.runs == []


# A session that never comes to life.


def test_a_refused_session_is_a_sentence():
    async def refuse(peer):
        await peer.hello()
        frame = await peer.hear()
        error = {
            "type": "invalid_request_error",
            "code": "invalid_value",
            "message": "Invalid 'session.tools[0].name'.",
        }
        await peer.say("error", error=error | {"event_id": frame["event_id"]})
        await asyncio.sleep(30)

    with pytest.raises(
        LineError, match=r"refuses the session: invalid_value: Invalid 'session.tools\[0\].name'."
    ) as caught:
        play(carried(Room(), "hello", handler=refuse))
    assert caught.value.fatal
    assert "flowkit compile" in caught.value.hint


def test_a_session_of_other_tools_is_never_used():
    async def confused(peer):
        await peer.hello()
        while True:
            await peer.hear()
            await peer.say("session.updated", session={"tools": [{"name": "buy"}]})

    room = Room()
    with pytest.raises(LineError, match="other tools than were sent: extra buy"):
        play(carried(room, "hello", handler=confused))
    assert [body["kind"] for body in room.journal.of("trouble")] == ["config", "fatal"]


def test_a_line_that_was_ready_is_a_value_of_its_own():
    assert Realtime.new({}, {}).ready is False
    assert events.CallStarted("c", "text").n == 0
