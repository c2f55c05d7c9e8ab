"""Backends on this machine: whether the functions, fixtures and operations that tools name are where they should be.

Nothing is imported or run: a module is read as text. Something is only said where part of it is there, the folder
without the file, or the file without the function; a backend that is not there at all may be installed elsewhere, or
may still have to be written.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from flowkit.language.backends import FixtureBackend, HttpBackend, PythonBackend, parse_backend
from flowkit.language.codes import NO_SUCH_FIXTURE, NO_SUCH_FUNCTION, NO_SUCH_OPERATION
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.expressions.spelling import did_you_mean
from flowkit.language.model import Project, Tool
from flowkit.language.span import Span

_DEFINED = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]+)?=(?!=)", re.MULTILINE)


def backend_problems(project: Project, folder: Path) -> list[Diagnostic]:
    """Errors about backends of tools that cannot be found in the project's folder."""
    modules: dict[Path, frozenset[str]] = {}
    found = [each for tool in project.tools.values() for each in _of_tool(tool, folder, modules)]
    if any(environment.backends for environment in project.environments.values()):
        found += _of_environments(project, folder)
    return found


def looked_at(project: Project, folder: Path) -> list[Path]:
    """The places on the disk that the answer depends on, whether there is something or not."""
    backends = [tool.backend for tool in project.tools.values()]
    for environment in project.environments.values():
        given = environment.backends.values()
        backends += [f"fixture:{each['openapi']}" for each in given if isinstance(each, Mapping) and "openapi" in each]
        backends += [each for each in given if isinstance(each, str)]
    places: dict[Path, None] = {}
    for backend in dict.fromkeys(backends):
        match parse_backend(backend):
            case PythonBackend(module=module):
                path = folder.joinpath(*module.split("."))
                places.update(dict.fromkeys((path.with_suffix(".py"), path / "__init__.py", path.parent)))
            case FixtureBackend(file=name):
                places.update(dict.fromkeys((folder / name, (folder / name).parent)))
            case _:
                pass
    return list(places)


def _of_tool(tool: Tool, folder: Path, modules: dict[Path, frozenset[str]]) -> Iterator[Diagnostic]:
    place = tool.places.get("backend", tool.span)
    match parse_backend(tool.backend):
        case PythonBackend(module=module, function=function):
            yield from _python(module, function, place, folder, modules)
        case FixtureBackend(file=name):
            yield from _fixture(name, place, folder)
        case _:
            pass


def _python(
    module: str, function: str, place: Span, folder: Path, modules: dict[Path, frozenset[str]]
) -> Iterator[Diagnostic]:
    path = folder.joinpath(*module.split("."))
    file = next((each for each in (path.with_suffix(".py"), path / "__init__.py") if each.is_file()), None)
    if file is None:
        if path.parent != folder and path.parent.is_dir():
            others = [each.stem for each in path.parent.glob("*.py")]
            help = did_you_mean(path.name, others) or f"it is looked for as {module.replace('.', '/')}.py"
            yield problem(NO_SUCH_FUNCTION, place, f"there is no module '{module}'", help)
        return
    if file not in modules:
        modules[file] = _defined(file)
    names = modules[file]
    if function not in names and function not in (brought := _brought_in(file)) and "*" not in brought:
        help = did_you_mean(function, names) or f"it is looked for in {file.name}"
        yield problem(NO_SUCH_FUNCTION, place, f"'{module}' has no function '{function}'", help)


def _defined(file: Path) -> frozenset[str]:
    """What a module plainly defines at its top."""
    text = _text(file)
    return frozenset(name for match in _DEFINED.finditer(text) for name in match.groups() if name)


def _brought_in(file: Path) -> frozenset[str]:
    """What a module has by other ways: imports, and definitions under conditions; `*` where it cannot be told."""
    try:
        tree = ast.parse(_text(file))
    except (SyntaxError, ValueError, RecursionError):
        return frozenset("*")
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=each) | ast.ImportFrom(names=each):
                names.update((one.asname or one.name).partition(".")[0] for one in each)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add("*" if name == "__getattr__" else name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.Call(func=ast.Name(id="globals" | "setattr" | "exec")):
                names.add("*")
    return frozenset(names)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _fixture(name: str, place: Span, folder: Path) -> Iterator[Diagnostic]:
    path = folder / name
    if path.is_file() or not path.parent.is_dir() or path.parent == folder:
        return
    others = [str(Path(name).parent / each.name) for each in path.parent.iterdir()]
    help = did_you_mean(name, others) or f"it is looked for as {name} beside the project file"
    yield problem(NO_SUCH_FIXTURE, place, f"there is no file of fixtures '{name}'", help)


def _of_environments(project: Project, folder: Path) -> Iterator[Diagnostic]:
    """OpenAPI files that environments name, and the operations that the tools of their catalogs need from them."""
    for environment in project.environments.values():
        for catalog, given in environment.backends.items():
            if isinstance(given, str):
                parsed = parse_backend(given)
                if isinstance(parsed, FixtureBackend):
                    yield from _fixture(parsed.file, environment.span, folder)
            elif isinstance(given, Mapping) and "openapi" in given:
                yield from _operations(catalog, str(given["openapi"]), project, environment.span, folder)


def _operations(catalog: str, name: str, project: Project, place: Span, folder: Path) -> Iterator[Diagnostic]:
    path = folder / name
    if not path.is_file():
        if path.parent.is_dir() and (path.parent != folder):
            yield problem(NO_SUCH_OPERATION, place, f"there is no OpenAPI file '{name}'", "look at its path")
        return
    known = re.findall(r"operationId[\"']?\s*:\s*[\"']?([^\s\"',}#]+)", _text(path))
    for tool in project.tools.values():
        parsed = parse_backend(tool.backend)
        if tool.catalog == catalog and isinstance(parsed, HttpBackend) and known and parsed.operation not in known:
            message = f"'{name}' has no operation '{parsed.operation}'"
            help = did_you_mean(parsed.operation, known) or f"it has {len(known)} others"
            yield problem(NO_SUCH_OPERATION, tool.places.get("backend", tool.span), message, help)
