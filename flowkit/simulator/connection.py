"""One client's connection: every frame is judged, carried out and answered before the next is read.

Only the streaming of a response runs beside the reading, as a task, so that a cancel can reach it.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from flowkit.simulator.audio_buffer import AudioBuffer
from flowkit.simulator.conversation import Conversation
from flowkit.simulator.errors import NOT_A_CALL, ProtocolError, invalid, missing, wrong_type
from flowkit.simulator.events import CLIENT_EVENTS
from flowkit.simulator.ids import Ids
from flowkit.simulator.items import check_item, shown
from flowkit.simulator.model import Model
from flowkit.simulator.plan import Plan, plan_response
from flowkit.simulator.response import Response
from flowkit.simulator.schema import check
from flowkit.simulator.session import Session
from flowkit.simulator.usage import Meter

EVENT_LIMIT = 21 * 1024 * 1024
"""Characters of one client event: 15 MiB of audio as base64, and room around it."""

Handler = Callable[[dict[str, Any]], Awaitable[None]]


class Connection:
    """A session, its conversation and its responses.

    Args:
        session: The session's configuration.
        ids: Where ids come from.
        model: The model that answers.
        send: Sends one event to the client.
        pace: Seconds between two deltas.
    """

    def __init__(
        self,
        session: Session,
        ids: Ids,
        model: Model,
        send: Callable[[dict[str, Any]], Awaitable[None]],
        pace: float = 0.0,
    ) -> None:
        self.session = session
        self.conversation = Conversation(ids)
        self._ids = ids
        self._model = model
        self._send_event = send
        self._pace = pace
        self._audio = AudioBuffer()
        self._meter = Meter()
        self._running: dict[str, tuple[Response, asyncio.Task[None]]] = {}
        self._handlers: dict[str, Handler] = {
            "session.update": self._update_session,
            "input_audio_buffer.append": self._append_audio,
            "input_audio_buffer.commit": self._commit_audio,
            "input_audio_buffer.clear": self._clear_audio,
            "output_audio_buffer.clear": self._clear_playout,
            "conversation.item.create": self._create_item,
            "conversation.item.delete": self._delete_item,
            "conversation.item.retrieve": self._retrieve_item,
            "conversation.item.truncate": self._truncate_item,
            "response.create": self._create_response,
            "response.cancel": self._cancel_response,
        }

    async def open(self) -> None:
        """Sends `session.created`."""
        await self.send("session.created", session=self.session.snapshot())

    async def handle(self, frame: str | bytes) -> None:
        """Carries out one frame; what is refused is answered with an `error` event."""
        event_id: str | None = None
        try:
            event = read_event(frame)
            given = event.get("event_id")
            event_id = given if isinstance(given, str) else None
            kind = event["type"]
            check(event, CLIENT_EVENTS[kind], "")
            await self._handlers[kind](event)
        except ProtocolError as refused:
            await self.send("error", error=refused.body(event_id))

    async def close(self) -> None:
        """Stops every running response; nothing more is sent."""
        tasks = [task for _, task in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def send(self, kind: str, **fields: Any) -> None:
        """Sends one server event under a new event id."""
        await self._send_event({"type": kind, "event_id": self._ids.new("event"), **fields})

    async def _update_session(self, event: dict[str, Any]) -> None:
        self.session.update(event["session"])
        await self.send("session.updated", session=self.session.snapshot())

    async def _append_audio(self, event: dict[str, Any]) -> None:
        self._audio.append(event["audio"])

    async def _commit_audio(self, event: dict[str, Any]) -> None:
        audio = self._audio.take(self.session.input_bytes_per_ms)
        # Kept for `retrieve`; no event and no model gets it, since nothing here hears yet.
        part = {"type": "input_audio", "audio": base64.b64encode(audio).decode(), "transcript": None}
        item = {
            "id": self._ids.new("item"),
            "type": "message",
            "status": "completed",
            "role": "user",
            "content": [part],
        }
        previous = self.conversation.insert(item)
        await self.send("input_audio_buffer.committed", item_id=item["id"], previous_item_id=previous)
        await self._show_item(previous, item)

    async def _clear_audio(self, event: dict[str, Any]) -> None:
        self._audio.clear()
        await self.send("input_audio_buffer.cleared")

    async def _clear_playout(self, event: dict[str, Any]) -> None:
        raise invalid("type", NOT_A_CALL)

    async def _create_item(self, event: dict[str, Any]) -> None:
        check_item(event["item"], "item")
        previous, item = self.conversation.create(event["item"], event.get("previous_item_id"))
        await self._show_item(previous, item)

    async def _show_item(self, previous: str | None, item: dict[str, Any]) -> None:
        await self.send("conversation.item.added", previous_item_id=previous, item=shown(item))
        await self.send("conversation.item.done", previous_item_id=previous, item=shown(item))

    async def _delete_item(self, event: dict[str, Any]) -> None:
        self.conversation.delete(event["item_id"])
        await self.send("conversation.item.deleted", item_id=event["item_id"])

    async def _retrieve_item(self, event: dict[str, Any]) -> None:
        await self.send("conversation.item.retrieved", item=self.conversation.retrieve(event["item_id"]))

    async def _truncate_item(self, event: dict[str, Any]) -> None:
        self.conversation.truncate(event["item_id"])

    async def _create_response(self, event: dict[str, Any]) -> None:
        plan = plan_response(event.get("response", {}), self.session.config, self.conversation, self._ids)
        active = self._active()
        if plan.in_conversation and active is not None:
            message = (
                f"Conversation already has an active response in progress: {active.id}. "
                "Wait until the response is finished before creating a new one."
            )
            raise ProtocolError("conversation_already_has_active_response", message)
        await self._begin(plan, self._model)

    async def _begin(self, plan: Plan, model: Model) -> None:
        response = Response(plan, self._ids, self.conversation, self.send, self._meter, self._pace)
        await response.begin()
        self._running[response.id] = (response, asyncio.create_task(self._run(response, model)))

    async def _run(self, response: Response, model: Model) -> None:
        await response.run(model, lambda: self._forget(response))
        if response.unasked and self._active() is None:
            unasked = response.unasked
            await self._begin(replace(response.plan, metadata=None), lambda seen: unasked)

    def _active(self) -> Response | None:
        """The one response that may write to the default conversation."""
        return next((one for one, _ in self._running.values() if one.plan.in_conversation), None)

    def _forget(self, response: Response) -> None:
        self._running.pop(response.id, None)

    async def _cancel_response(self, event: dict[str, Any]) -> None:
        response_id = event.get("response_id")
        if response_id is None:
            response = self._active()
        else:
            response = self._running[response_id][0] if response_id in self._running else None
        if response is None:
            named = f" with id '{response_id}'" if response_id else ""
            message = f"Cancellation failed: no active response found{named}."
            raise ProtocolError("response_cancel_not_active", message, "response_id" if response_id else None)
        response.cancel()


def read_event(frame: str | bytes) -> dict[str, Any]:
    """A client frame as an event whose type is known.

    Raises:
        ProtocolError: It is binary, too large, no JSON, no object, or of an unknown type.
    """
    if isinstance(frame, bytes):
        raise ProtocolError("invalid_value", "Events are JSON text frames; this one is binary.")
    if len(frame) > EVENT_LIMIT:
        raise ProtocolError("invalid_value", f"The event is too large: at most {EVENT_LIMIT} characters are read.")
    try:
        event = json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("invalid_json", f"The event is not JSON: {error}.") from None
    if not isinstance(event, dict):
        raise wrong_type("event", "an object", event)
    if "type" not in event:
        raise missing("type")
    if not isinstance(event["type"], str):
        raise wrong_type("type", "a string", event["type"])
    if event["type"] not in CLIENT_EVENTS:
        listed = ", ".join(f"'{kind}'" for kind in CLIENT_EVENTS)
        raise invalid("type", f"Invalid value: '{event['type']}'. Supported values are: {listed}.")
    return event
