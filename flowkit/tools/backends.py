"""Which backend runs which tool: the one that the tool names, or what stands in for its catalog."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flowkit.language.model import Project, Tool
from flowkit.tools.backend import Backend, BackendError
from flowkit.tools.fixture import FixtureBackend
from flowkit.tools.python import PythonBackend

Given = Mapping[str, "str | Mapping[str, Any] | Backend"]
"""Catalog → a backend for all its tools (`fixture:file`, or a `Backend`), or settings of a kind of backend."""


class Backends:
    """The backends of a project, made when they are first needed."""

    def __init__(self, project: Project, folder: Path, given: Given) -> None:
        self._project = project
        self._folder = folder
        self._given = given
        self._made: dict[str, Backend] = {}

    def of(self, tool: Tool) -> Backend:
        """The backend that runs a tool.

        Raises:
            BackendError: there is none of its kind, or it cannot be made.
        """
        given = self._given.get(tool.catalog)
        if given is not None and not isinstance(given, str | Mapping):
            return given
        named = given if isinstance(given, str) else tool.backend
        kind, _, rest = named.partition(":")
        shared = kind if kind == "python" else named
        if shared not in self._made:
            self._made[shared] = self._make(kind, rest)
        backend = self._made[shared]
        return backend if named == tool.backend else _Named(backend, named)

    def problems(self, tool: Tool) -> list[str]:
        """Why a tool cannot be run, each a sentence; empty if it can."""
        try:
            return self.of(tool).problems(tool)
        except BackendError as error:
            return [f"tool '{tool.name}': {error}"]

    def _make(self, kind: str, rest: str) -> Backend:
        match kind:
            case "python":
                return PythonBackend(self._folder)
            case "fixture":
                return FixtureBackend(self._folder / rest, self._project)
        raise BackendError(f"there is no backend of the kind '{kind}'; there are 'python' and 'fixture'")


class _Named:
    """A backend under another name than the tool's own, as an environment has it."""

    def __init__(self, backend: Backend, name: str) -> None:
        self._backend = backend
        self._name = name

    def problems(self, tool: Tool) -> list[str]:
        return self._backend.problems(replace(tool, backend=self._name))

    async def call(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> Any:
        return await self._backend.call(replace(tool, backend=self._name), arguments, key)
