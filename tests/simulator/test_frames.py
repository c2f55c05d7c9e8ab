"""Every frame the server sends is a frame of the API: the types of the official client accept it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from openai.types.realtime import RealtimeServerEvent
from pydantic import Field, TypeAdapter

from flowkit.simulator import Call, ModelFailure, Output, Seen, Simulator, Speech

Talk = Callable[..., Simulator]
FRAME: TypeAdapter[Any] = TypeAdapter(Annotated[RealtimeServerEvent, Field(discriminator="type")])
TOOLS = [{"type": "function", "name": "record", "description": "d", "parameters": {"type": "object", "properties": {}}}]


def scripted(seen: Seen) -> tuple[Output, ...]:
    words = str(seen.items[-1]) if seen.items else ""
    if "fail" in words:
        raise ModelFailure("insufficient_quota", "No quota.")
    if "call" in words:
        return (Speech("One moment."), Call("record", '{"a": 1}'), Call("record", "{}"))
    return (Speech("Hello, and a few more words than fit into one piece."),)


async def broad(client: Any) -> None:
    await client.text_mode(tools=TOOLS, instructions="Be brief.")
    await client.user("hello")
    assert (await client.respond(metadata={"fk": "u1"}))["status"] == "completed"
    await client.user("call it")
    done = await client.respond()
    call_id = done["output"][1]["call_id"]
    await client.send(
        "conversation.item.create", item={"type": "function_call_output", "call_id": call_id, "output": "{}"}
    )
    await client.until("conversation.item.done")
    assert (await client.respond(conversation="none", max_output_tokens=3))["status"] == "incomplete"
    await client.user("fail")
    assert (await client.respond())["status"] == "failed"
    await client.refused("conversation.item.delete", item_id="none")
    await client.ask("conversation.item.retrieve", item_id=done["output"][0]["id"])
    await client.ask("conversation.item.delete", item_id=done["output"][0]["id"])
    await client.ask("input_audio_buffer.clear")
    await client.send("input_audio_buffer.append", audio="A" * 6400)
    await client.send("input_audio_buffer.commit")
    await client.until("conversation.item.done")
    system = {"type": "message", "role": "system", "content": [{"type": "input_text", "text": "RESULT x: ok"}]}
    await client.send("conversation.item.create", previous_item_id="root", item=system)
    await client.until("conversation.item.done")
    assert (await client.respond(input=[], tools=[], tool_choice="none"))["status"] == "completed"
    await client.send("session.update", session={"type": "realtime", "audio": {"input": {"turn_detection": None}}})
    await client.until("session.updated")


def test_every_frame_is_one_of_the_api(talk: Talk) -> None:
    frames = talk(broad, model=scripted).frames
    sent = [frame.event for frame in frames if frame.sender == "server"]
    for event in sent:
        FRAME.validate_python(event)
    assert len({event["event_id"] for event in sent}) == len(sent)
    assert {event["type"] for event in sent} == {
        "session.created",
        "session.updated",
        "conversation.item.added",
        "conversation.item.done",
        "conversation.item.retrieved",
        "conversation.item.deleted",
        "input_audio_buffer.cleared",
        "input_audio_buffer.committed",
        "response.created",
        "response.output_item.added",
        "response.output_item.done",
        "response.content_part.added",
        "response.content_part.done",
        "response.output_text.delta",
        "response.output_text.done",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.done",
        "rate_limits.updated",
        "error",
    }


def test_the_same_seed_gives_the_same_frames(talk: Talk) -> None:
    def run(seed: int) -> list[Any]:
        return list(talk(broad, model=scripted, seed=seed, clock=lambda: 1_767_229_435.0).frames)

    assert run(7) == run(7)
    assert run(7) != run(8)


def test_the_log_holds_both_directions(talk: Talk) -> None:
    async def script(client: Any) -> None:
        await client.socket.send("not json")
        await client.until("error")

    frames = talk(script).frames
    assert [(frame.sender, frame.event.get("type")) for frame in frames] == [
        ("server", "session.created"),
        ("client", None),
        ("server", "error"),
    ]
    assert frames[1].event == {"unreadable": "'not json'"}
