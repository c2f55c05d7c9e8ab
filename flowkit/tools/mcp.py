"""`mcp:server/tool`: tools of an MCP server, started here or reached over HTTP.

What the tool answered is its structured content, or its text as JSON. An error whose text is the name of an outcome
that the catalog declares is that outcome; any other error is a failure. The idempotency key goes with the call's
metadata, and as an argument if the server's tool has one for it.
"""

import importlib.util
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn

from flowkit.language.backends import McpBackend as Named
from flowkit.language.backends import parse_backend
from flowkit.language.expressions.spelling import did_you_mean, listed
from flowkit.language.model import Tool
from flowkit.tools import Outcome
from flowkit.tools.backend import BackendError, CallFailed, NoAnswer, check_time
from flowkit.tools.json_schema import BadReference, Schema, match_name
from flowkit.tools.json_values import Place, received, sent
from flowkit.tools.mcp_codes import CLOSED, NO_ANSWER, REFUSED, SESSION_GONE
from flowkit.tools.mcp_session import KeptSession, Session

if TYPE_CHECKING:
    from mcp_types import CallToolResult

AFTER_S: Final = 60.0
"""Seconds that a write may take beyond its own time, before it is given up."""
KEY_NAMES: Final = ("idempotency_key", "key")
"""The arguments of a server's tool that get the idempotency key, the first that it has."""
KEY_META: Final = "flowkit/idempotency-key"


class McpBackend:
    """Runs tools of one MCP server.

    Args:
        kept: the session with it.
        place: the project's currency and time zone.
    """

    def __init__(self, kept: KeptSession, place: Place) -> None:
        self._kept = kept
        self._place = place

    def problems(self, tool: Tool) -> list[str]:
        """Why this tool cannot be run, each a sentence; empty if it can. The server itself is not asked."""
        if importlib.util.find_spec("mcp") is None:
            return [
                f"tool '{tool.name}': MCP servers need the package 'mcp'; install it with: pip install 'flowkit[mcp]'"
            ]
        return []

    async def call(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> Any:
        """Calls the server's tool once; see `Backend.call`."""
        named = parse_backend(tool.backend)
        assert isinstance(named, Named)
        session = await self._kept.session()
        try:
            result = await self._called(session, tool, named.tool, arguments, key)
        except _SessionGone:
            # It was restarted in between, and has refused the call: it is made once more, in a new session.
            self._kept.drop(session)
            session = await self._kept.session()
            try:
                result = await self._called(session, tool, named.tool, arguments, key)
            except _SessionGone:
                raise CallFailed(f"the MCP tool '{named.tool}': {SESSION_GONE}", "not reached") from None
        return _result(tool, named.tool, result, self._place)

    async def open(self) -> None:
        """Opens the session."""
        await self._kept.session()

    async def close(self) -> None:
        """Ends the session."""
        await self._kept.close()

    async def _called(
        self, session: Session, tool: Tool, name: str, arguments: Mapping[str, Any], key: str
    ) -> "CallToolResult":
        from mcp import MCPError

        given = self._given(session, tool, name, arguments, key)
        within_s = tool.timeout_ms / 1000 + (AFTER_S if tool.writes else 0)
        check_time()
        try:
            meta: Any = {KEY_META: key} if key else None
            return await session.client.call_tool(name, given, read_timeout_seconds=within_s, meta=meta)
        except MCPError as error:
            if error.message == SESSION_GONE:
                raise _SessionGone from None
            self._broken(session, name, error.code, error.message)
        except Exception as error:
            # An answer that is not of the form which the server itself has declared, or is none at all.
            raise NoAnswer(
                f"the MCP tool '{name}': a bad answer: {type(error).__name__}", "bad answer", again=False
            ) from None

    def _given(self, session: Session, tool: Tool, name: str, arguments: Mapping[str, Any], key: str) -> dict[str, Any]:
        theirs = session.tools.get(name)
        if theirs is None:
            hint = did_you_mean(name, session.tools) or f"it has {listed(session.tools, 'and') or 'none'}"
            raise BackendError(f"the MCP server has no tool '{name}'; {hint}")
        root = theirs.input_schema
        schema = Schema(root, root)
        try:
            known = schema.properties()
            names = {each: match_name(each, known) or each for each in arguments}
            given = {
                names[each]: sent(value, tool.input[each].shape, known.get(names[each], Schema(root)), self._place)
                for each, value in arguments.items()
            }
        except BadReference as problem:
            raise BackendError(f"the MCP tool '{name}' cannot be understood: {problem}") from problem
        place = next((found for each in KEY_NAMES if (found := match_name(each, known)) and found not in given), "")
        return {**given, place: key} if key and place else given

    def _broken(self, session: Session, name: str, code: int, message: str) -> NoReturn:
        said = f"the MCP tool '{name}': error {code}: {' '.join(message.split())[:200]}"
        if code == CLOSED:
            self._kept.drop(session)
        if code in NO_ANSWER:
            raise NoAnswer(said, f"error {code}")
        raise CallFailed(said, f"error {code}", again=code not in REFUSED)


class _SessionGone(Exception):
    """The server does not know the session any more."""


def _result(tool: Tool, name: str, result: "CallToolResult", place: Place) -> Any:
    texts = [block.text for block in result.content if block.type == "text"]
    if result.is_error:
        said = "\n".join(texts).strip()
        ends = [each for each in tool.outcomes if said == each or said.endswith(f": {each}")]
        if ends:
            return Outcome(ends[0])
        raise CallFailed(f"the MCP tool '{name}': {' '.join(said.split())[:200]}", "error")
    if tool.output is None:
        return None
    if result.structured_content is not None:
        return received(_unwrapped(tool, result.structured_content), tool.output, place)
    return received(_unwrapped(tool, _from_text(tool, name, "\n".join(texts))), tool.output, place)


def _unwrapped(tool: Tool, content: Any) -> Any:
    """What is no object is put into one by servers, as `result` (MCP SDK, "Structured output")."""
    shape = tool.output
    whole = shape is not None and (shape.many or shape.keyed or not shape.fields)
    if whole and isinstance(content, Mapping) and set(content) == {"result"}:
        return content["result"]
    return content


def _from_text(tool: Tool, name: str, text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        shape = tool.output
        if shape is not None and shape.single and not shape.fields:
            return text
        raise NoAnswer(f"the MCP tool '{name}': the answer is no JSON", "no JSON", again=False) from None
