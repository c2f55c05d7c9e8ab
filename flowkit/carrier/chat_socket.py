"""Requests to a chat endpoint, through the `openai` package, as a socket that the link knows how to keep.

Answers are taken whole, not as a stream: nothing of a reply is shown before the engine has judged all of it, so pieces
would only be put together again, and servers agree better on whole answers than on pieces of function calls. A request
that is taken back is closed together with its connection, which is how a server learns that nobody waits.
"""

import asyncio
import logging
from typing import Any

from flowkit.carrier import chat_admission
from flowkit.carrier.admission import Place
from flowkit.carrier.errors import LineError
from flowkit.lines.chat.requests import ABORT, ANSWER, CREATE, FAILED
from flowkit.lines.traffic import Frame

_log = logging.getLogger(__name__)
_CLOSE_SECONDS = 2.0


class ChatSocket:
    """Carries the requests of one call; made by `ChatEndpoint.connect`.

    Args:
        place: where the server is.
        client: an `AsyncOpenAI`.
        model: which model answers.
    """

    def __init__(self, place: Place, client: Any, model: str) -> None:
        self.model = model
        self._place = place
        self._client = client
        self._running: dict[str, asyncio.Task[None]] = {}
        self._came: asyncio.Queue[Frame | LineError] = asyncio.Queue()

    async def send(self, frame: Frame) -> None:
        """Makes a request, or closes one."""
        request = str(frame.get("id"))
        match frame.get("type"):
            case kind if kind == CREATE:
                self._running[request] = asyncio.create_task(self._run(request, {**frame["body"], "model": self.model}))
            case kind if kind == ABORT:
                task = self._running.pop(request, None)
                if task is not None:
                    task.cancel()
            case _:
                _log.debug("passed over a frame that is no request")

    async def receive(self) -> Frame:
        """What came of the next request that is over.

        Raises:
            LineError: the server is gone.
        """
        came = await self._came.get()
        if isinstance(came, LineError):
            raise came
        return came

    async def close(self) -> None:
        """Closes what runs."""
        tasks = list(self._running.values())
        self._running.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._client.close()
        except (OSError, RuntimeError):
            _log.debug("the connections did not close in time")

    async def _run(self, request: str, body: dict[str, Any]) -> None:
        came = await self._asked(request, body)
        if self._running.pop(request, None) is not None:
            self._came.put_nowait(came)

    async def _asked(self, request: str, body: dict[str, Any]) -> Frame | LineError:
        """A request and what comes of it.

        A connection that breaks is tried anew once: one that was kept open may have been closed by the server just
        when it was wanted again, and a request that was not answered changes nothing.
        """
        from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError

        for last in (False, True):
            try:
                answer = await self._client.post("/chat/completions", cast_to=object, body=body)
            except APITimeoutError:
                return {"type": FAILED, "id": request, "status": 0, "error": {"message": "no answer in time"}}
            except APIStatusError as error:
                return {"type": FAILED, "id": request, "status": error.status_code, "error": self._error(error)}
            except APIConnectionError as error:
                if last:
                    return chat_admission.unreachable(self._place, error)
            except (APIError, ValueError):
                return {"type": ANSWER, "id": request, "body": None}
            else:
                return {"type": ANSWER, "id": request, "body": answer}
        raise AssertionError("one of the two attempts returns")

    def _error(self, error: Any) -> dict[str, Any]:
        """The error object of an answer, in the server's words but without a key."""
        body = error.body if isinstance(error.body, dict) else {}
        found: dict[str, Any] = body["error"] if isinstance(body.get("error"), dict) else body
        named = {name: found[name] for name in ("type", "code", "param") if isinstance(found.get(name), str)}
        return {**named, "message": self._place.clean(chat_admission.words_of(error))}
