"""Backends: what runs a tool, named in a text.

A tool names one of four kinds: `python:module:function`, `http:operationId`, `mcp:server/tool`, `fixture:file`. Where
the system of a kind is reached is no business of the tool: an environment says it for the catalog, with an OpenAPI
file and an address, or the command or address of an MCP server; or it lets a file of fixtures answer for all tools.
"""

import re
from typing import Final

from flowkit.language.expressions.spelling import nearest
from flowkit.language.frozen import frozen
from flowkit.language.mending import named


@frozen
class PythonBackend:
    """A function of a module: `python:backend.shop:get_order`."""

    module: str
    function: str


@frozen
class HttpBackend:
    """An operation of an OpenAPI file, by its `operationId`: `http:getOrder`."""

    operation: str


@frozen
class McpBackend:
    """A tool of an MCP server: `mcp:calendar/list`."""

    server: str
    tool: str


@frozen
class FixtureBackend:
    """A file of answers: `fixture:fixtures/shop.yaml`."""

    file: str


Backend = PythonBackend | HttpBackend | McpBackend | FixtureBackend


@frozen
class Mistake:
    """Why a text is no backend, what to do, and the text that was probably meant (empty: it cannot be told)."""

    message: str
    help: str
    instead: str = ""


KINDS: Final = ("python", "http", "mcp", "fixture")
FORMS: Final = (
    "write it like: python:backend.shop:get_order, http:getOrder, mcp:server/tool, fixture:fixtures/shop.yaml"
)
_NAME: Final = r"[A-Za-z_]\w*"
_MODULE: Final = re.compile(rf"{_NAME}(?:\.{_NAME})*")
_FUNCTION: Final = re.compile(_NAME)
_DOTTED: Final = re.compile(rf"({_NAME}(?:\.{_NAME})*)[.:]({_NAME})(?:\(\))?")
_OPERATION: Final = re.compile(r"[^\s/:?#]+")
_VARIABLE: Final = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*")
_SECRET_HEADER: Final = re.compile(r"(?i)auth|token|key|secret|password|cookie|credential|signature")
_SECRET_VALUE: Final = re.compile(
    r"(?i)\b(?:bearer|basic)\s+\S{3,}|\bsk-[\w-]{8,}|://[^/@\s:]+:[^/@\s]+@|[A-Za-z0-9+/_-]{40,}={0,2}$"
    r"|\b(?:api[_-]?key|access[_-]?token|token|secret|password)=(?!env:)[^\s&]+"
)


def parse_backend(text: str) -> Backend | Mistake:
    """The backend that a text names, or why it names none."""
    kind, colon, rest = text.partition(":")
    if text.startswith(("http://", "https://")):
        return Mistake("a backend names an operation, not an address", "write it like: http:getOrder; " + _ADDRESS)
    if kind not in KINDS:
        return _no_kind(text, kind, colon, rest)
    if not rest.strip():
        return Mistake(f"nothing follows '{kind}:'", FORMS)
    if rest != rest.strip() or (kind != "fixture" and re.search(r"\s", rest)):
        fixed = "" if re.search(r"\s", rest.strip()) and kind != "fixture" else f"{kind}:{rest.strip()}"
        return Mistake(f"{named(text)} has a space in it", FORMS, fixed)
    match kind:
        case "python":
            return _python(text, rest)
        case "http":
            if _OPERATION.fullmatch(rest):
                return HttpBackend(rest)
            return Mistake(f"{named(rest)} is no operationId", "write it like: http:getOrder; " + _ADDRESS)
        case "mcp":
            server, slash, tool = rest.partition("/")
            if server and tool:
                return McpBackend(server, tool)
            what = "no server" if slash and not server else "no tool of the server"
            return Mistake(f"{named(text)} names {what}", "write it like: mcp:server/tool")
        case _:
            return FixtureBackend(rest)


_ADDRESS: Final = "where it is stands under 'environments': backends: {catalog: {openapi: …, base_url: …}}"


def _no_kind(text: str, kind: str, colon: str, rest: str) -> Mistake:
    message = f"{named(text)} is no backend"
    meant = nearest(kind, KINDS) if colon else ""
    if meant:
        return Mistake(message, f"did you mean '{meant}:'?", f"{meant}:{rest}")
    if match := _DOTTED.fullmatch(text):
        return Mistake(message, FORMS, f"python:{match[1]}:{match[2]}")
    return Mistake(message, FORMS)


def _python(text: str, rest: str) -> PythonBackend | Mistake:
    module, colon, function = rest.partition(":")
    if _MODULE.fullmatch(module) and _FUNCTION.fullmatch(function):
        return PythonBackend(module, function)
    like = "write it like: python:backend.shop:get_order"
    plain = module.removesuffix(".py").replace("/", ".").strip(".")
    if not colon:
        match = _DOTTED.fullmatch(plain)
        fixed = f"python:{match[1]}:{match[2]}" if match is not None and "." in match[1] else ""
        return Mistake(f"{named(text)} names no function", like, fixed)
    if not _FUNCTION.fullmatch(function):
        bare = function.removesuffix("()").replace("-", "_")
        fixed = f"python:{plain}:{bare}" if _FUNCTION.fullmatch(bare) and _MODULE.fullmatch(plain) else ""
        return Mistake(f"{named(function)} is no name of a function", like, fixed)
    fixed = f"python:{plain}:{function}" if _MODULE.fullmatch(plain) else ""
    return Mistake(f"{named(module)} is no name of a module", like, fixed)


def is_variable(text: str) -> bool:
    """Whether a value is taken from an environment variable: `env:NAME`."""
    return _VARIABLE.fullmatch(text) is not None


def is_secret(header: str, value: str) -> bool:
    """Whether a header holds a secret that stands in the file; `header` may be empty for any other value."""
    if is_variable(value):
        return False
    return bool((header and _SECRET_HEADER.search(header)) or _SECRET_VALUE.search(value))
