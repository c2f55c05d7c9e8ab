"""`http:operationId`: tools that are operations of a system with an OpenAPI file.

Theory of operation. The file says where each argument goes, so that is settled, and told if it cannot be, before any
call and without a connection. What an answer means is said by its status: one that the tool declares is that outcome,
2xx the output, and all else failed. A write whose answer does not tell how it ended (none came, it makes no sense, the
system broke on the way) is never called failed: it may have been carried out.
"""

import asyncio
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn

from flowkit.language.backends import HttpBackend as Named
from flowkit.language.backends import parse_backend
from flowkit.language.model import Tool
from flowkit.tools import Outcome
from flowkit.tools.addresses import BadAddress, HttpAddress, checked_url
from flowkit.tools.backend import BackendError, CallFailed, NoAnswer
from flowkit.tools.exchange import Answer, exchange, make_client
from flowkit.tools.json_schema import BadReference
from flowkit.tools.json_values import Place, received
from flowkit.tools.openapi import OpenApi, Operation, is_json, read_openapi
from flowkit.tools.placing import Placing, placed
from flowkit.tools.request import filled
from flowkit.tools.threads import in_thread

if TYPE_CHECKING:
    import httpx2

AFTER_S: Final = 60.0
"""Seconds that a write may take beyond its own time, before its connection is given up."""
_TRY_AGAIN: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
_NOT_CARRIED_OUT: Final = frozenset((501, 503, 505))
"""5xx that say themselves that nothing was done (RFC 9110, 15.6)."""


class HttpBackend:
    """Runs the operations of one catalog's system.

    Args:
        catalog: its name, for messages.
        address: where the system is.
        place: the project's currency and time zone.
    """

    def __init__(self, catalog: str, address: HttpAddress, place: Place) -> None:
        self._catalog = catalog
        self._address = address
        self._place = place
        self._openapi: OpenApi | None = None
        self._plans: dict[str, tuple[Operation, Placing, str]] = {}
        self._client: tuple[asyncio.AbstractEventLoop, asyncio.Task[httpx2.AsyncClient]] | None = None

    def problems(self, tool: Tool) -> list[str]:
        """Why this tool cannot be run, each a sentence; empty if it can. Reads the OpenAPI file."""
        try:
            placing = self._plan(tool)
        except BackendError as error:
            return [f"tool '{tool.name}': {error}"]
        return [f"tool '{tool.name}': {sentence}" for sentence in placing.problems]

    async def call(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> Any:
        """Calls the operation of a tool once; see `Backend.call`."""
        if tool.name not in self._plans:
            await in_thread(lambda: self._plan(tool), f"file for {tool.name}")
        operation, placing, base_url = self._plans[tool.name]
        if placing.problems:
            raise BackendError(placing.problems[0])
        request = filled(tool, operation, placing, base_url, arguments, key, self._place)
        client = await self._connected(base_url)
        within_s = tool.timeout_ms / 1000 + (AFTER_S if tool.writes else 0)
        try:
            answer = await exchange(client, request, list(self._address.headers.items()), within_s)
        except CallFailed as error:
            raise type(error)(f"the operation '{operation.name}': {error}", error.reason, again=error.again) from None
        return self._result(tool, operation, answer)

    async def open(self) -> None:
        """Makes the client. Its connections are opened by calls: a system may close those that nobody uses."""
        if self._address.base_url:
            await self._connected(self._address.base_url)

    async def close(self) -> None:
        """Closes its connections."""
        held, self._client = self._client, None
        if held is not None and held[0] is asyncio.get_running_loop():
            await (await held[1]).aclose()

    async def _connected(self, base_url: str) -> "httpx2.AsyncClient":
        loop = asyncio.get_running_loop()
        if self._client is None or self._client[0] is not loop:
            making = loop.create_task(in_thread(lambda: make_client(base_url), "HTTP client"))
            self._client = (loop, making)
        # A call that is called off must not take the client from all others.
        return await asyncio.shield(self._client[1])

    def _plan(self, tool: Tool) -> Placing:
        """Settles how a tool's operation is called."""
        named = parse_backend(tool.backend)
        assert isinstance(named, Named)
        if self._openapi is None:
            self._openapi = read_openapi(self._address.openapi)
        operation = self._openapi.operation(named.operation)
        try:
            base_url = self._address.base_url or checked_url(self._catalog, "servers", operation.server)
        except BadAddress:
            raise BackendError(
                f"nothing says where '{self._catalog}' is: give its backend a 'base_url', such as https://shop.example.com"
            ) from None
        try:
            placing = placed(tool, operation, self._address.headers)
        except BadReference as problem:
            raise BackendError(f"the operation '{named.operation}' cannot be understood: {problem}") from problem
        self._plans[tool.name] = operation, placing, base_url
        return placing

    def _result(self, tool: Tool, operation: Operation, answer: Answer) -> Any:
        if answer.status in tool.statuses:
            return Outcome(tool.statuses[answer.status])
        if not 200 <= answer.status < 300:
            _refused(operation.name, answer.status)
        if tool.output is None or answer.body == b"":
            return None
        if answer.body is None:
            raise NoAnswer(
                f"the operation '{operation.name}': the answer is too large, or packed", "too large", again=False
            )
        return received(_read(operation.name, answer), tool.output, self._place)


def _refused(operation: str, status: int) -> NoReturn:
    message, reason = f"the operation '{operation}': status {status}", f"status {status}"
    # What stood in between got no answer, or the system broke while it worked: a write may be through.
    kind = NoAnswer if status == 408 or (status >= 500 and status not in _NOT_CARRIED_OUT) else CallFailed
    raise kind(message, reason, again=status in _TRY_AGAIN)


def _read(operation: str, answer: Answer) -> Any:
    if not is_json(answer.media_type):
        raise NoAnswer(f"the operation '{operation}': the answer is no JSON", "no JSON", again=False)
    try:
        return json.loads(answer.body or b"", parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NoAnswer(f"the operation '{operation}': the answer is bad JSON", "bad JSON", again=False) from None


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
