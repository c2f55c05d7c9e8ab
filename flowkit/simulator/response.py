"""One response from `response.created` to `response.done`, in the API's order of events.

Theory of operation: `begin` announces the response at once, so that the frame behind a `response.create` meets an
active response; `run` asks the model and streams what it gives. Between two deltas the response looks whether it was
cancelled or its tokens are used up. Either way the whole family of `.done` events follows, over what was really made.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, cast

from flowkit.simulator.conversation import Conversation
from flowkit.simulator.delivery import Delivered, Delivery
from flowkit.simulator.deltas import chunks, obfuscation
from flowkit.simulator.ids import Ids
from flowkit.simulator.model import Answer, Call, Model, ModelFailure, Output, Speech
from flowkit.simulator.plan import Plan
from flowkit.simulator.usage import Meter, prompt_text, text_tokens, zero_usage

_log = logging.getLogger(__name__)

RATE_LIMIT = 40_000
"""Tokens a minute that `rate_limits.updated` speaks of; nothing is ever refused for it."""


class Send(Protocol):
    """Sends one server event; the event id is added."""

    async def __call__(self, kind: str, **fields: Any) -> None: ...


class Response:
    """One running response.

    Args:
        plan: What was asked for.
        ids: Where ids and chance come from.
        conversation: The default conversation.
        send: Sends an event to the client.
        meter: Counts tokens.
        pace: Seconds between two deltas.
    """

    def __init__(
        self, plan: Plan, ids: Ids, conversation: Conversation, send: Send, meter: Meter, pace: float = 0.0
    ) -> None:
        self.id = ids.new("resp")
        self.plan = plan
        self._ids = ids
        self._conversation = conversation
        self._send = send
        self._meter = meter
        self._pace = pace
        self._cancelled = asyncio.Event()
        self._items: list[dict[str, Any]] = []
        self._tokens = 0
        self._cut = False
        self._delivery = Delivery()
        self._half: int | None = None

    async def begin(self) -> None:
        """Sends `response.created`."""
        await self._tell("response.created", response=self._shown("in_progress", None, None))

    @property
    def unasked(self) -> tuple[Output, ...]:
        """What a response says that follows this one without having been asked for."""
        return self._delivery.unasked

    def cancel(self) -> None:
        """Stops it as soon as possible, with reason `client_cancelled`."""
        if not self._delivery.deaf:
            self._cancelled.set()

    async def run(self, model: Model, finished: Callable[[], None]) -> None:
        """Asks the model, streams its answer and sends `response.done`.

        Args:
            model: The model behind the server.
            finished: Called when the response is over, before the client hears of it.
        """
        prompt = prompt_text(self.plan.seen)
        cached = self._meter.cached(prompt)
        try:
            outputs = await self._ask(model)
            await self._delay()
        except ModelFailure as failure:
            finished()
            await self._done("failed", _failed(failure), zero_usage())
            return
        for output in outputs:
            if self._stopped:
                break
            await self._emit(output)
        await self._hang()
        finished()
        status, details = self._ending()
        made = [_made_text(item) for item in self._items]
        await self._done(status, details, self._meter.usage(prompt, cached, made))

    async def _tell(self, kind: str, **fields: Any) -> None:
        """Sends one event; twice where that goes wrong."""
        if not self._delivery.twice:
            await self._send(kind, **fields)
            return
        event_id = self._ids.new("event")
        for _ in range(2):
            await self._send(kind, event_id=event_id, **fields)

    async def _ask(self, model: Model) -> Sequence[Output]:
        try:
            answer = model(self.plan.seen)
            if inspect.isawaitable(answer):
                answer = await self._unless_cancelled(answer)
            outputs = self._taken(answer)
        except ModelFailure:
            raise
        except Exception as error:
            _log.exception("the model behind the simulator broke")
            raise ModelFailure(message=f"The model behind the simulator broke: {error!r}") from error
        return [output for output in outputs if self._permitted(output)]

    def _taken(self, answer: Answer) -> Sequence[Output]:
        """What is to be said; how it is delivered is kept."""
        if not isinstance(answer, Delivered):
            return answer
        self._delivery = answer.delivery
        if self._delivery.incomplete:
            self._half = sum(text_tokens(_text_of(output)) for output in answer.outputs) // 2
        return answer.outputs

    async def _delay(self) -> None:
        if self._delivery.late_s:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._cancelled.wait(), self._delivery.late_s)
        if self._delivery.failed:
            raise ModelFailure(self._delivery.failed)

    async def _hang(self) -> None:
        """Waits for a cancel that may never come, or be heard."""
        if self._delivery.hangs or self._delivery.deaf:
            await self._cancelled.wait()

    async def _unless_cancelled(self, answer: Awaitable[Answer]) -> Answer:
        thinking = asyncio.ensure_future(answer)
        stopping = asyncio.ensure_future(self._cancelled.wait())
        try:
            await asyncio.wait((thinking, stopping), return_when=asyncio.FIRST_COMPLETED)
            return thinking.result() if thinking.done() else ()
        finally:
            thinking.cancel()
            stopping.cancel()

    def _permitted(self, output: Output) -> bool:
        """Whether `tool_choice` lets this out; a real model never writes what it forbids."""
        if isinstance(output, Speech):
            return True
        choice = self.plan.seen.tool_choice
        if isinstance(choice, str):
            return choice != "none"
        return output.name == str(choice["name"])

    async def _emit(self, output: Output) -> None:
        match output:
            case Speech(text):
                item = self._started("message", role="assistant", content=[])
                await self._framed(item, self._speak, text)
            case Call(name, arguments):
                item = self._started("function_call", name=name, call_id=self._ids.new("call"), arguments="")
                await self._framed(item, self._call, arguments)

    def _started(self, kind: str, **fields: Any) -> dict[str, Any]:
        return {"id": self._ids.new("item"), "type": kind, "status": "in_progress", **fields}

    async def _framed(
        self, item: dict[str, Any], fill: Callable[[dict[str, Any], int, str], Awaitable[None]], text: str
    ) -> None:
        """The events around every item: added twice, done twice."""
        index = len(self._items)
        self._items.append(item)
        place = {"response_id": self.id, "output_index": index}
        await self._tell("response.output_item.added", **place, item=item)
        previous = None
        if self.plan.in_conversation:
            previous = self._conversation.insert(item)
            await self._tell("conversation.item.added", previous_item_id=previous, item=item)
        await fill(item, index, text)
        item["status"] = "incomplete" if self._stopped else "completed"
        await self._tell("response.output_item.done", **place, item=item)
        if self.plan.in_conversation:
            await self._tell("conversation.item.done", previous_item_id=previous, item=item)

    async def _speak(self, item: dict[str, Any], index: int, text: str) -> None:
        place = {"response_id": self.id, "item_id": item["id"], "output_index": index, "content_index": 0}
        await self._tell("response.content_part.added", **place, part={"type": "text", "text": ""})
        said = await self._stream("response.output_text.delta", place, text)
        # The item says "output_text" where the part says "text": the API has both.
        item["content"] = [{"type": "output_text", "text": said}]
        await self._tell("response.output_text.done", **place, text=said)
        await self._tell("response.content_part.done", **place, part={"type": "text", "text": said})

    async def _call(self, item: dict[str, Any], index: int, arguments: str) -> None:
        place = {"response_id": self.id, "item_id": item["id"], "output_index": index, "call_id": item["call_id"]}
        item["arguments"] = await self._stream("response.function_call_arguments.delta", place, arguments)
        await self._tell(
            "response.function_call_arguments.done", **place, name=item["name"], arguments=item["arguments"]
        )

    async def _stream(self, kind: str, place: dict[str, Any], text: str) -> str:
        """Sends a text in pieces and returns what went out before it was stopped."""
        said = ""
        for piece in chunks(text, self._ids.chance):
            if self._stopped:
                return said
            if self._limit is not None and self._tokens + text_tokens(said + piece) > self._limit:
                self._cut = True
                break
            said += piece
            await self._tell(kind, **place, delta=piece, obfuscation=obfuscation(piece, self._ids.chance))
            await self._pause()
        self._tokens += text_tokens(said)
        return said

    async def _pause(self) -> None:
        if not self._pace:
            # The client's next frame is read between two deltas even when nothing waits.
            await asyncio.sleep(0)
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._cancelled.wait(), self._pace)

    @property
    def _limit(self) -> int | None:
        limit = self.plan.max_output_tokens if self._half is None else self._half
        return limit if isinstance(limit, int) else None

    @property
    def _stopped(self) -> bool:
        return self._cut or self._cancelled.is_set()

    def _ending(self) -> tuple[str, dict[str, Any] | None]:
        if self._cancelled.is_set():
            return "cancelled", {"type": "cancelled", "reason": "client_cancelled"}
        if self._cut or self._delivery.incomplete:
            return "incomplete", {"type": "incomplete", "reason": self._delivery.incomplete or "max_output_tokens"}
        return "completed", None

    async def _done(self, status: str, details: dict[str, Any] | None, usage: dict[str, Any]) -> None:
        await self._tell("response.done", response=self._shown(status, details, usage))
        spent = usage["total_tokens"]
        limits = {"name": "tokens", "limit": RATE_LIMIT, "remaining": max(0, RATE_LIMIT - spent)}
        limits["reset_seconds"] = round(spent * 60 / RATE_LIMIT, 3)
        await self._tell("rate_limits.updated", rate_limits=[limits])

    def _shown(self, status: str, details: dict[str, Any] | None, usage: dict[str, Any] | None) -> dict[str, Any]:
        return {
            "object": "realtime.response",
            "id": self.id,
            "status": status,
            "status_details": details,
            "output": self._items,
            "conversation_id": self._conversation.id if self.plan.in_conversation else None,
            "output_modalities": self.plan.output_modalities,
            "max_output_tokens": self.plan.max_output_tokens,
            "audio": self.plan.audio,
            "usage": usage,
            "metadata": self.plan.metadata,
        }


def _failed(failure: ModelFailure) -> dict[str, Any]:
    error = {"type": "server_error", "code": failure.code, "message": failure.message}
    return {"type": "failed", "error": error}


def _text_of(output: Output) -> str:
    return output.text if isinstance(output, Speech) else output.arguments


def _made_text(item: dict[str, Any]) -> str:
    if item["type"] == "function_call":
        return f"{item['name']}{item['arguments']}"
    return cast(str, item["content"][0]["text"]) if item["content"] else ""
