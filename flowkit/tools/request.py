"""One call of an operation over HTTP: the arguments of a tool, each where it belongs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from flowkit.engine.events import Json
from flowkit.language.model import Tool
from flowkit.tools.backend import CallFailed
from flowkit.tools.json_values import Place, as_text, sent
from flowkit.tools.openapi import Operation, Parameter
from flowkit.tools.placing import KEY_HEADER, Placing

_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. Headers are without those that the environment gives."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None


def filled(
    tool: Tool,
    operation: Operation,
    placing: Placing,
    base_url: str,
    arguments: Mapping[str, Any],
    key: str,
    place: Place,
) -> Request:
    """The request of one call.

    Args:
        base_url: where the system is.
        arguments: by name, as values of their shapes; those without a value are missing.
        key: the idempotency key, or empty.

    Raises:
        CallFailed: a value cannot stand where it belongs.
    """
    path, query = operation.path, list[tuple[str, str]]()
    headers = [("Accept", "application/json"), ("Accept-Encoding", "identity")]
    for name, parameter in placing.parameters:
        if name not in arguments:
            continue
        value = sent(arguments[name], tool.input[name].shape, parameter.schema, place)
        match parameter.place:
            case "path":
                path = path.replace(f"{{{parameter.name}}}", _segment(name, _listed(parameter, value)))
            case "query":
                query += _in_query(parameter, value)
            case "header":
                headers.append((parameter.name, _header(name, _listed(parameter, value))))
    body = _body(tool, operation, placing, arguments, place)
    if body is not None:
        headers.append(("Content-Type", operation.body_type))
    if key:
        headers.append((KEY_HEADER, key))
    url = base_url.rstrip("/") + path + (f"?{urlencode(query, quote_via=quote)}" if query else "")
    return Request(operation.method, url, tuple(headers), body)


def _body(
    tool: Tool, operation: Operation, placing: Placing, arguments: Mapping[str, Any], place: Place
) -> bytes | None:
    given = {
        theirs: sent(arguments[name], tool.input[name].shape, schema, place)
        for name, theirs, schema in placing.fields
        if name in arguments
    }
    if not given and not operation.body_required:
        return None
    return json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()


def _listed(parameter: Parameter, value: Json) -> str:
    if parameter.as_json:
        return json.dumps(value, separators=(",", ":"))
    return ",".join(as_text(each) for each in value) if isinstance(value, list) else as_text(value)


def _segment(name: str, text: str) -> str:
    """A value in the path. It must not be able to lead to another place than the operation's."""
    if text in ("", ".", ".."):
        raise CallFailed(f"the value of '{name}' cannot stand in a path", "bad arguments", again=False)
    return quote(text, safe=",")


def _header(name: str, text: str) -> str:
    if not text.isprintable():
        raise CallFailed(f"the value of '{name}' cannot stand in a header", "bad arguments", again=False)
    return text


def _in_query(parameter: Parameter, value: Json) -> list[tuple[str, str]]:
    name = parameter.name
    if parameter.as_json:
        return [(name, json.dumps(value, separators=(",", ":")))]
    if isinstance(value, list):
        texts = [as_text(each) for each in value]
        if parameter.style == "form" and parameter.explode:
            return [(name, each) for each in texts]
        return [(name, _SEPARATORS.get(parameter.style, ",").join(texts))]
    if isinstance(value, dict):
        if parameter.style == "deepObject":
            return [(f"{name}[{each}]", as_text(part)) for each, part in value.items()]
        if parameter.explode:
            return [(each, as_text(part)) for each, part in value.items()]
        return [(name, ",".join(f"{each},{as_text(part)}" for each, part in value.items()))]
    return [(name, as_text(value))]
