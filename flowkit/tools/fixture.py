"""`fixture:file`: answers that stand in a file, for trying flows out before there is a system to ask."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowkit.language.model import Project, Tool
from flowkit.language.values import canonical
from flowkit.tools import Outcome
from flowkit.tools.backend import BackendError
from flowkit.tools.fixture_file import Answer, Fixtures, read_fixtures


class FixtureFailed(Exception):
    """An answer with the outcome `failed`."""


class FixtureBackend:
    """Answers from a file; it is read once.

    Args:
        path: the file.
        project: whose tools it is about.
    """

    def __init__(self, path: Path, project: Project) -> None:
        self._path = path
        self._project = project
        self._read: Fixtures | None = None

    def problems(self, tool: Tool) -> list[str]:
        """Why this tool cannot be run, each a sentence: what is wrong with the file, or that it has no answers."""
        try:
            fixtures = self._fixtures()
        except BackendError as error:
            return [str(error)]
        if fixtures.problems:
            return list(fixtures.problems)
        if tool.name not in fixtures.answers:
            return [
                f"tool '{tool.name}': the file {self._path} has no answers for it; write: {tool.name}: [{{output: …}}]"
            ]
        return []

    async def call(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> Any:
        """Gives the first answer that fits; see `Backend.call`."""
        fixtures = self._fixtures()
        if fixtures.problems:
            raise BackendError(fixtures.problems[0])
        answer = self._first(tool, arguments, fixtures.answers.get(tool.name, ()))
        if answer.after_ms:
            await asyncio.sleep(answer.after_ms / 1000)
        if answer.outcome == "failed" and "failed" not in tool.outcomes:
            raise FixtureFailed
        return Outcome(answer.outcome) if answer.outcome else answer.output

    def _first(self, tool: Tool, arguments: Mapping[str, Any], answers: tuple[Answer, ...]) -> Answer:
        currency = self._project.currency
        texts = {name: canonical(tool.input[name].shape, value, currency) for name, value in arguments.items()}
        for answer in answers:
            if all(texts.get(name) == value for name, value in answer.given.items()):
                return answer
        raise BackendError(f"no answer in {self._path} fits this call of '{tool.name}'")

    def _fixtures(self) -> Fixtures:
        if self._read is None:
            try:
                data = self._path.read_bytes()
            except OSError as error:
                reason = error.strerror or type(error).__name__
                raise BackendError(f"the file of fixtures {self._path} cannot be read: {reason.lower()}") from error
            self._read = read_fixtures(str(self._path), data, self._project)
        return self._read
