"""Which backend runs which tool: the one that the tool names, or what stands in for its catalog.

Catalogs whose environment gives them the same MCP server share one session with it.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flowkit.language.backends import FixtureBackend, HttpBackend, McpBackend, Mistake, PythonBackend, parse_backend
from flowkit.language.expressions.spelling import listed
from flowkit.language.model import Project, Tool
from flowkit.tools.addresses import Address, BadAddress, HttpAddress, McpCommand, McpUrl, read_address
from flowkit.tools.backend import Backend, BackendError, Connected
from flowkit.tools.fixture import FixtureBackend as FixtureRunner
from flowkit.tools.json_values import Place
from flowkit.tools.python import PythonBackend as PythonRunner

if TYPE_CHECKING:
    from flowkit.tools.mcp_session import KeptSession

Given = Mapping[str, "str | Mapping[str, Any] | Backend"]
"""Catalog → a backend for all its tools (`fixture:file`, or a `Backend`), or where its systems are reached."""


class Backends:
    """The backends of a project, made when they are first needed."""

    def __init__(self, project: Project, folder: Path, given: Given) -> None:
        self._project = project
        self._folder = folder
        self._given = given
        self._made: dict[tuple[str, str], Backend] = {}
        self._sessions: dict[McpCommand | McpUrl, KeptSession] = {}
        self._place = Place(project.currency, _zone(project.timezone))

    def of(self, tool: Tool) -> Backend:
        """The backend that runs a tool.

        Raises:
            BackendError: there is none of its kind, or it cannot be made.
        """
        given = self._given.get(tool.catalog)
        if given is not None and not isinstance(given, str | Mapping):
            return given
        named = given if isinstance(given, str) else tool.backend
        kind = named.partition(":")[0]
        # One importer serves all functions, a file of fixtures all who name it, a system its catalog.
        shared = {"python": "", "fixture": named}.get(kind, tool.catalog)
        if (kind, shared) not in self._made:
            self._made[kind, shared] = self._make(tool, named)
        backend = self._made[kind, shared]
        return backend if named == tool.backend else _Named(backend, named)

    def problems(self, tool: Tool) -> list[str]:
        """Why a tool cannot be run, each a sentence; empty if it can."""
        try:
            return self.of(tool).problems(tool)
        except BackendError as error:
            return [f"tool '{tool.name}': {error}"]

    async def open(self) -> None:
        """Opens the connections of all tools; what cannot be opened stays closed."""
        for tool in self._project.tools.values():
            with contextlib.suppress(BackendError):
                self.of(tool)
        opened = [each.open() for each in self._made.values() if isinstance(each, Connected)]
        await asyncio.gather(*opened, return_exceptions=True)

    async def close(self) -> None:
        """Ends the connections of all that hold some."""
        for backend in self._made.values():
            if isinstance(backend, Connected):
                await backend.close()

    def _make(self, tool: Tool, named: str) -> Backend:
        match parse_backend(named):
            case PythonBackend():
                return PythonRunner(self._folder)
            case FixtureBackend(file=file):
                return FixtureRunner(self._folder / file, self._project)
            case HttpBackend():
                return self._http(tool)
            case McpBackend(server=server):
                return self._mcp(tool, server)
            case Mistake(message=message, help=help):
                raise BackendError(f"{message}; {help}")

    def _http(self, tool: Tool) -> Backend:
        # Most projects have no such tools; their calls need not wait for what these need.
        from flowkit.tools.http import HttpBackend as HttpRunner

        address = self._address(tool, 'openapi: shop.json, base_url: "https://…"')
        if not isinstance(address, HttpAddress):
            raise BackendError(_other_kind(tool, "an OpenAPI file", "an MCP server"))
        return HttpRunner(tool.catalog, address, self._place)

    def _mcp(self, tool: Tool, server: str) -> Backend:
        from flowkit.tools.mcp import McpBackend as McpRunner
        from flowkit.tools.mcp_session import KeptSession

        address = self._address(tool, "command: [python, -m, shop_server]")
        if isinstance(address, HttpAddress):
            raise BackendError(_other_kind(tool, "an MCP server", "an OpenAPI file"))
        others = sorted({each for each in self._servers(tool.catalog) if each != server})
        if others:
            raise BackendError(
                f"'{tool.catalog}' has tools of the MCP servers {listed([server, *others], 'and')}, and a catalog is "
                "reached at one; give each a catalog of its own"
            )
        return McpRunner(self._sessions.setdefault(address, KeptSession(address)), self._place)

    def _servers(self, catalog: str) -> list[str]:
        named = [parse_backend(tool.backend) for tool in self._project.tools.values() if tool.catalog == catalog]
        return [each.server for each in named if isinstance(each, McpBackend)]

    def _address(self, tool: Tool, like: str) -> Address:
        given = self._given.get(tool.catalog)
        if not isinstance(given, Mapping):
            known = [each.name for each in self._project.environments.values() if tool.catalog in each.backends]
            raise BackendError(
                f"where '{tool.catalog}' is reached is said by an environment; choose one with --environment: "
                f"{listed(known)}"
                if known
                else f"nothing says where '{tool.catalog}' is reached; write it in flowkit.yaml, and choose it with "
                f"--environment: environments: {{test: {{backends: {{{tool.catalog}: {{{like}}}}}}}}}"
            )
        try:
            return read_address(tool.catalog, given, self._folder)
        except BadAddress as problem:
            raise BackendError(str(problem)) from problem


def _other_kind(tool: Tool, needed: str, given: str) -> str:
    return (
        f"it needs {needed}, and the environment gives '{tool.catalog}' {given}; "
        "put tools of two kinds into two catalogs"
    )


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # Told when a call begins.
        return UTC


class _Named:
    """A backend under another name than the tool's own, as an environment has it."""

    def __init__(self, backend: Backend, name: str) -> None:
        self._backend = backend
        self._name = name

    def problems(self, tool: Tool) -> list[str]:
        return self._backend.problems(replace(tool, backend=self._name))

    async def call(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> Any:
        return await self._backend.call(replace(tool, backend=self._name), arguments, key)
