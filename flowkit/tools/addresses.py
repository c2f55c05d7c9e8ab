"""Where the systems of a catalog are reached, as an environment says it.

Secrets stand in no file: `env:NAME` is the value of an environment variable. It is read here, and from here on only
ever sent to the system it is for: no message and no log has it.
"""

import os
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from flowkit.language.backends import is_variable

LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "::1"))


class BadAddress(Exception):
    """An address that cannot be used. The message is a sentence without a value of the environment in it."""


@dataclass(frozen=True, slots=True)
class HttpAddress:
    """A system with an HTTP interface: its OpenAPI file, where it is (empty: the file says it), and its headers."""

    openapi: Path
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class McpCommand:
    """An MCP server that is started as a process, with a folder to run in."""

    command: tuple[str, ...] = field(repr=False)
    folder: Path


@dataclass(frozen=True, slots=True)
class McpUrl:
    """An MCP server that is reached over HTTP."""

    url: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


Address = HttpAddress | McpCommand | McpUrl


def read_address(catalog: str, given: Mapping[str, Any], folder: Path) -> Address:
    """The address in an environment's settings of a catalog.

    Args:
        catalog: its name, for messages.
        given: the settings: `openapi`, `base_url`, `headers`; or `command`; or `url`, `headers`.
        folder: the project's folder.

    Raises:
        BadAddress: it is none, or a variable of the environment is missing.
    """
    folder = folder.resolve()
    if "openapi" in given:
        return HttpAddress(
            folder / str(given["openapi"]),
            _address(catalog, "base_url", given["base_url"]) if "base_url" in given else "",
            _headers(catalog, given),
        )
    if "command" in given:
        return McpCommand(_command(catalog, given["command"], folder), folder)
    if "url" in given:
        return McpUrl(_address(catalog, "url", given["url"]), tuple(sorted(_headers(catalog, given).items())))
    raise BadAddress(f"the backend of '{catalog}' has none of 'openapi', 'command' and 'url'; give it one of them")


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    return urlsplit(url).hostname in LOOPBACK


def checked_url(catalog: str, key: str, url: str) -> str:
    """The address itself.

    Raises:
        BadAddress: it is no address of a system that speaks HTTP.
    """
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fine = False
    if not fine or not url.isascii() or not url.isprintable() or " " in url:
        raise BadAddress(f"the '{key}' of '{catalog}' is no address; write it like https://shop.example.com")
    if parts.username or parts.password:
        raise BadAddress(
            f"the '{key}' of '{catalog}' has a password in it; give it in a header: Authorization: env:NAME"
        )
    if parts.query or parts.fragment:
        raise BadAddress(f"the '{key}' of '{catalog}' has a '?' or '#' in it; leave out what follows")
    return url


def _address(catalog: str, key: str, given: Any) -> str:
    return checked_url(catalog, key, _value(catalog, f"the '{key}'", str(given)))


def _headers(catalog: str, given: Mapping[str, Any]) -> dict[str, str]:
    headers = given.get("headers") or {}
    if not isinstance(headers, Mapping):
        raise BadAddress(f"the 'headers' of '{catalog}' are no map; write them like {{Authorization: env:NAME}}")
    return {str(name): _header(catalog, str(name), str(value)) for name, value in headers.items()}


def _header(catalog: str, name: str, given: str) -> str:
    value = _value(catalog, f"the header '{name}'", given)
    if not value.isascii() or not value.isprintable():
        raise BadAddress(f"the header '{name}' of '{catalog}' has characters that no header can have")
    return value


def _command(catalog: str, given: Any, folder: Path) -> tuple[str, ...]:
    try:
        words = shlex.split(given) if isinstance(given, str) else list(given) if isinstance(given, list | tuple) else []
    except ValueError:
        raise BadAddress(f"the 'command' of '{catalog}' has a quote that is not closed; close it") from None
    command = tuple(_value(catalog, "the command", str(word)) for word in words)
    if not command:
        raise BadAddress(f"the 'command' of '{catalog}' is empty; write it like [python, -m, shop_server]")
    program = command[0]
    place = str(folder / program) if "/" in program else program
    if shutil.which(place) is None:
        where = f"in {folder}" if "/" in program else "on the path of this machine"
        raise BadAddress(f"the 'command' of '{catalog}' starts with '{words[0]}', and there is no such program {where}")
    return (place, *command[1:])


def _value(catalog: str, what: str, text: str) -> str:
    """The text, or the value of the variable that it names."""
    if not is_variable(text):
        return text
    name = text.removeprefix("env:")
    value = os.environ.get(name, "").strip()
    if not value:
        raise BadAddress(f"{what} of '{catalog}' is the environment variable {name}, which is not set; set it")
    return value
