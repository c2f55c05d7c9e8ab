"""`python:module:function`: tools that are functions of Python modules beside the flows.

A module is imported once, with the project's folder first on the path, and the function is looked at before any call:
one that does not fit its tool is told when a project starts, not when a caller waits.
"""

import importlib
import inspect
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from flowkit.language.expressions.spelling import did_you_mean, listed
from flowkit.language.model import Tool
from flowkit.tools.backend import BackendError, check_time
from flowkit.tools.threads import in_thread

KEY = "key"
"""The parameter that gets the idempotency key, if the tool has no argument of this name itself."""

Function = Callable[..., Any]

_importing = threading.Lock()


class PythonBackend:
    """Runs functions of modules in a project's folder, or installed ones.

    Plain functions run in a thread, so that a slow one blocks nothing; `async` ones run in the event loop.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._functions: dict[str, Function] = {}

    def problems(self, tool: Tool) -> list[str]:
        """Why this tool cannot be run, each a sentence; empty if it can. Imports the module."""
        try:
            function = self._function(tool.backend)
        except BackendError as error:
            return [f"tool '{tool.name}': {error}"]
        return [f"tool '{tool.name}': {sentence}" for sentence in signature_problems(tool, function)]

    async def call(self, tool: Tool, arguments: Mapping[str, Any], key: str) -> Any:
        """Runs the function of a tool once; see `Backend.call`."""
        function = self._functions.get(tool.backend)
        if function is None:
            function = await in_thread(lambda: self._function(tool.backend), f"import for {tool.name}")
            check_time()
        given = dict(arguments)
        if key and KEY not in tool.input and _takes_key(function):
            given[KEY] = key
        if inspect.iscoroutinefunction(function):
            return await function(**given)
        result = await in_thread(lambda: function(**given), f"tool {tool.name}")
        # A plain function may still hand out something to wait for: a wrapper, a partial one.
        return await _awaited(result) if inspect.isawaitable(result) else result

    def _function(self, backend: str) -> Function:
        found = self._functions.get(backend)
        if found is None:
            _, module, name = backend.split(":", 2)
            found = self._functions[backend] = _function_of(import_module(module, self._folder), name)
        return found


async def _awaited(result: Any) -> Any:
    return await result


# Modules.


def import_module(name: str, folder: Path) -> ModuleType:
    """Imports a module with a folder first on the path.

    Raises:
        BackendError: there is none, it cannot be imported, or another project's module of this name is in its place.
    """
    with _importing:
        place = str(folder)
        # It stays on the path: functions import things when they are called, too.
        if place in sys.path:
            sys.path.remove(place)
        sys.path.insert(0, place)
        importlib.invalidate_caches()
        module = _imported(name, folder)
    _check_own(module, name, folder)
    return module


def _imported(name: str, folder: Path) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            raise BackendError(
                f"there is no module '{name}'; it is looked for in {folder} first, as {name.replace('.', '/')}.py"
            ) from error
        raise BackendError(f"the module '{name}' needs '{error.name}', which is not installed") from error
    except (Exception, SystemExit) as error:
        raise BackendError(f"the module '{name}' cannot be imported: {_told(error)}") from error


def _told(error: BaseException) -> str:
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return " ".join(text.split())


def _check_own(module: ModuleType, name: str, folder: Path) -> None:
    """That a module which lies in the folder is the one that was imported, not one of the same name elsewhere."""
    own = folder.joinpath(*name.split("."))
    expected = [path for path in (own.with_suffix(".py"), own / "__init__.py") if path.exists()]
    actual = getattr(module, "__file__", None)
    if expected and actual is not None and Path(actual).resolve() not in [path.resolve() for path in expected]:
        raise BackendError(
            f"the module '{name}' was already imported from {actual}, so {expected[0]} cannot be; "
            "give one of the two another name, or run the projects in processes of their own"
        )


def _function_of(module: ModuleType, name: str) -> Function:
    found: Any = getattr(module, name, None)
    if callable(found):
        function: Function = found
        return function
    if found is not None:
        raise BackendError(f"'{name}' in the module '{module.__name__}' is no function")
    names = [each for each, value in vars(module).items() if callable(value) and not each.startswith("_")]
    hint = did_you_mean(name, names) or (f"it has {listed(names, 'and')}" if names else "it has none")
    raise BackendError(f"the module '{module.__name__}' has no function '{name}'; {hint}")


# Signatures.


def signature_problems(tool: Tool, function: Function) -> list[str]:
    """Why a function cannot take a tool's arguments by keyword, each a sentence without the tool's name."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return []  # Some functions written in C tell nothing about themselves.
    _, module, name = tool.backend.split(":", 2)
    place = f"the function '{name}' in the module '{module}'"
    return [f"{place} {what}" for what in (*_not_taken(tool, parameters), *_not_given(tool, parameters))]


def _not_taken(tool: Tool, parameters: Mapping[str, inspect.Parameter]) -> list[str]:
    if any(each.kind is each.VAR_KEYWORD for each in parameters.values()):
        return []
    by_keyword = [each.name for each in parameters.values() if each.kind in _BY_KEYWORD]
    missing = [name for name, argument in tool.input.items() if argument.send and name not in by_keyword]
    return [_lacks(name, by_keyword) for name in missing]


_BY_KEYWORD = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def _lacks(name: str, parameters: list[str]) -> str:
    hint = did_you_mean(name, parameters)
    return f"has no parameter '{name}' that can be given by name" + (f"; {hint}" if hint else "")


def _not_given(tool: Tool, parameters: Mapping[str, inspect.Parameter]) -> list[str]:
    """Parameters without a default that a call may not bring."""
    return [
        what
        for each in parameters.values()
        if each.default is each.empty and each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)
        if (what := _why_not_given(tool, each))
    ]


def _why_not_given(tool: Tool, parameter: inspect.Parameter) -> str:
    name = parameter.name
    argument = tool.input.get(name)
    if argument is not None and argument.send:
        return f"needs '{name}', which is optional; give the parameter a default" if argument.shape.optional else ""
    if argument is not None:
        return f"needs '{name}', which is only for the rules (send: false)"
    if name != KEY or parameter.kind is parameter.POSITIONAL_ONLY:
        return f"needs '{name}', which is no argument of the tool"
    if not tool.writes:
        return "needs 'key', but a read has no idempotency key; give the parameter a default"
    return "" if tool.takes_key else "needs 'key', but the tool says 'idempotency: none'"


def _takes_key(function: Function) -> bool:
    try:
        parameter = inspect.signature(function).parameters.get(KEY)
    except (TypeError, ValueError):
        return False
    return parameter is not None and parameter.kind in _BY_KEYWORD
