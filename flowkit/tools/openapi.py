"""The operations of an OpenAPI file, 3.0 or 3.1, in JSON or YAML: how each is called, and where its values go."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from flowkit.language.building.data import plain_data
from flowkit.language.expressions.spelling import did_you_mean, listed
from flowkit.language.text import read
from flowkit.tools.backend import BackendError
from flowkit.tools.json_schema import BadReference, Schema, followed

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
MOST_BYTES: Final = 32_000_000
_IGNORED: Final = frozenset(("accept", "content-type", "authorization"))
"""Header parameters that a file may name and that mean nothing (OpenAPI 3.1, "Parameter Object")."""

In = Literal["path", "query", "header", "cookie"]
_PLACES: Final[Mapping[str, In]] = {"path": "path", "query": "query", "header": "header", "cookie": "cookie"}
_STYLES: Final[Mapping[In, str]] = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation. `as_json`: its value is a JSON text (`content` instead of `schema`)."""

    name: str
    place: In
    required: bool
    schema: Schema
    style: str
    explode: bool
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: `body` is the schema of its JSON body, `body_type` the media type (empty: it takes none)."""

    name: str
    method: str
    path: str
    server: str
    parameters: tuple[Parameter, ...]
    body: Schema
    body_type: str
    body_required: bool


class OpenApi:
    """An OpenAPI file.

    Args:
        path: the file, for messages.
        root: what stands in it.
    """

    def __init__(self, path: Path, root: Mapping[str, Any]) -> None:
        self._path = path
        self._root = root
        self._found = {str(node["operationId"]): (way, method, item) for way, method, item, node in self._operations()}

    def operation(self, name: str) -> Operation:
        """The operation with this `operationId`.

        Raises:
            BackendError: there is none, or it cannot be understood.
        """
        found = self._found.get(name)
        if found is None:
            hint = did_you_mean(name, self._found) or (f"it has {listed(self._found, 'and')}" if self._found else "")
            raise BackendError(
                f"the file {self._path} has no operation '{name}'; {hint or 'none there has an operationId'}"
            )
        way, method, item = found
        try:
            return self._read(name, way, method, item)
        except BadReference as problem:
            raise BackendError(f"the operation '{name}' in {self._path} cannot be understood: {problem}") from problem

    def _operations(self) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
        paths = self._root.get("paths")
        for way, node in paths.items() if isinstance(paths, Mapping) else ():
            try:
                item = followed(self._root, node)
            except BadReference:
                continue
            for method in METHODS:
                each = item.get(method) if isinstance(item, Mapping) else None
                if isinstance(each, Mapping) and "operationId" in each:
                    yield str(way), method, item, each

    def _read(self, name: str, way: str, method: str, item: Mapping[str, Any]) -> Operation:
        node = item[method]
        parameters: dict[tuple[str, str], Parameter] = {}
        # Those of an operation stand over those of its path.
        for given in (*_items(item.get("parameters")), *_items(node.get("parameters"))):
            parameter = self._parameter(followed(self._root, given))
            if parameter.place != "header" or parameter.name.lower() not in _IGNORED:
                parameters[parameter.name, parameter.place] = parameter
        body = followed(self._root, node.get("requestBody")) or {}
        content = body.get("content") or {} if isinstance(body, Mapping) else {}
        body_type = next((each for each in content if is_json(each)), next(iter(content), ""))
        media = content.get(body_type)
        return Operation(
            name,
            method.upper(),
            way,
            self._server(node, item),
            tuple(parameters.values()),
            Schema(self._root, media.get("schema", True) if isinstance(media, Mapping) else True),
            body_type,
            bool(body.get("required")) if isinstance(body, Mapping) else False,
        )

    def _parameter(self, node: Any) -> Parameter:
        place = _PLACES.get(str(node.get("in"))) if isinstance(node, Mapping) else None
        if place is None or "name" not in node:
            raise BadReference("a parameter has no 'name', or no 'in' that is path, query, header or cookie")
        content = node.get("content")
        media = next(iter(content.values()), None) if isinstance(content, Mapping) else None
        style = str(node.get("style") or _STYLES[place])
        return Parameter(
            str(node["name"]),
            place,
            bool(node.get("required")) or place == "path",
            Schema(self._root, (media or node).get("schema", True)),
            style,
            bool(node.get("explode", style == "form")),
            media is not None,
        )

    def _server(self, node: Mapping[str, Any], item: Mapping[str, Any]) -> str:
        """The first address that the file names, if it is a whole one."""
        for given in (node.get("servers"), item.get("servers"), self._root.get("servers")):
            for server in _items(given):
                url = str(server.get("url", "")) if isinstance(server, Mapping) else ""
                return url if url.startswith(("http://", "https://")) and "{" not in url else ""
        return ""


def read_openapi(path: Path) -> OpenApi:
    """Reads an OpenAPI file.

    Raises:
        BackendError: it cannot be read, or is none.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BackendError(f"the OpenAPI file {path} has over {MOST_BYTES:,} bytes; leave out what is not used")
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise BackendError(f"the OpenAPI file {path} cannot be read: {reason}") from error
    root = _json(path, data) if data.lstrip()[:1] == b"{" else _yaml(path, data)
    version = str(root.get("openapi", "")) if isinstance(root, Mapping) else ""
    if not isinstance(root, Mapping) or not version.startswith("3."):
        what = f"is of the version {version or str(root.get('swagger'))}" if _is_versioned(root) else "says no version"
        raise BackendError(f"the OpenAPI file {path} {what}; it begins with: openapi: 3.1.0, or 3.0.3")
    return OpenApi(path, root)


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON."""
    plain = media_type.partition(";")[0].strip().lower()
    return plain == "application/json" or plain.endswith("+json")


def _is_versioned(root: Any) -> bool:
    return isinstance(root, Mapping) and bool({"openapi", "swagger"} & set(root))


def _json(path: Path, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}: {error.msg.lower()}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise BackendError(f"the OpenAPI file {path} is no JSON: {where}") from error


def _yaml(path: Path, data: bytes) -> Any:
    root, _, found = read(str(path), data)
    if root is None:
        told = f"{found[0].span}: {found[0].message}" if found else f"{path}: it is empty"
        raise BackendError(f"the OpenAPI file cannot be read: {told}; mend it, or give it as JSON")
    return plain_data(root)


def _items(node: Any) -> list[Any]:
    return node if isinstance(node, list) else []
