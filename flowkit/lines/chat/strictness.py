"""Strict schemas: what a chat model may be held to, made from the schemas that all models get.

A strict schema names every property as required and allows no others; what may be left out is nullable instead, so null
means *not said*. `plain_arguments` takes these nulls out again, and the engine sees what it would see of any model.
"""

import json
from collections.abc import Mapping
from typing import Any

NOT_SAID = "Give null for all else."


def chat_tool(function: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    """A function of a session as a tool of a chat request.

    Args:
        function: as it is compiled: name, description, parameters.
        strict: whether the model is to be held to its schema, where that can be said of it.
    """
    made = {name: function[name] for name in ("name", "description", "parameters") if name in function}
    parameters = tightened(function.get("parameters") or {}) if strict else None
    if parameters is not None:
        if parameters["properties"] and set(parameters["required"]) != set(function["parameters"].get("required", ())):
            made["description"] = f"{made.get('description', '')} {NOT_SAID}".strip()
        made |= {"parameters": parameters, "strict": True}
    return {"type": "function", "function": made}


def tightened(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """The strict form of a schema; none if it has objects whose names are free."""
    match schema.get("type"):
        case "object":
            return _object(schema)
        case "array":
            items = tightened(schema.get("items") or {})
            return None if items is None else {**schema, "items": items}
        case str():
            return dict(schema)
    return None


def _object(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    if schema.get("additionalProperties") is not False:
        return None
    properties: dict[str, Any] = {}
    for name, inner in (schema.get("properties") or {}).items():
        strict = tightened(inner)
        if strict is None:
            return None
        properties[name] = strict if name in schema.get("required", ()) else _nullable(strict)
    return {**schema, "properties": properties, "required": list(properties)}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    made = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        made["enum"] = [*schema["enum"], None]
    return made


def plain_arguments(arguments: str) -> str:
    """The arguments of a call without what is null in them; as they are, if they are no JSON object."""
    value = _decoded(arguments)
    if value is None or "null" not in arguments:
        return arguments
    try:
        return json.dumps(_without_nulls(value), ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        # Nested deeper than anything that was asked for: the engine judges it as it is.
        return arguments


def whole_arguments(arguments: str) -> str:
    """The arguments as a history may hold them: a JSON object, whatever the model wrote.

    Servers read them again for every request, and some fail at what is none.
    """
    return arguments if _decoded(arguments) is not None else "{}"


def _decoded(arguments: str) -> dict[str, Any] | None:
    try:
        value = json.loads(arguments)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _without_nulls(value: Any) -> Any:
    match value:
        case dict():
            return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
        case list():
            return [_without_nulls(inner) for inner in value if inner is not None]
    return value
