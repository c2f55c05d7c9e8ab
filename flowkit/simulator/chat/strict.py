"""Strict functions: whether a schema is strict, and what a model that is held to one writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flowkit.simulator.errors import ProtocolError

_KEYWORDS = frozenset(
    (
        *("type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "description"),
        *("title", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
        *("minItems", "maxItems", "$ref", "$defs"),
    )
)


def check_strict(function: Mapping[str, Any], place: int) -> None:
    """Refuses a function that wants to be strict and has a schema that is not.

    Raises:
        ProtocolError: In OpenAI's words; `place` is the tool's number.
    """
    if not function.get("strict"):
        return
    schema = function.get("parameters")
    wrong = _wrong(schema, ())
    if wrong is None and isinstance(schema, dict) and schema.get("type") != "object":
        wrong = ((), f"schema must be a JSON Schema of 'type: \"object\"', got 'type: {json.dumps(schema['type'])}'.")
    if wrong is not None:
        context, reason = wrong
        message = f"Invalid schema for function '{function['name']}': In context={context}, {reason}"
        raise ProtocolError("invalid_function_parameters", message, f"tools[{place}].function.parameters")


_Wrong = tuple[tuple[str, ...], str]


def _wrong(schema: Any, context: tuple[str, ...]) -> _Wrong | None:
    if not isinstance(schema, dict) or not ({"type", "anyOf", "$ref"} & schema.keys()):
        return context, "schema must have a 'type' key."
    unknown = next((keyword for keyword in schema if keyword not in _KEYWORDS), None)
    if unknown is not None:
        return context, f"'{unknown}' is not permitted."
    kinds = schema.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "object" in kinds:
        return _wrong_object(schema, context)
    if "array" in kinds:
        if "items" not in schema:
            return context, "array schema missing items."
        return _wrong(schema["items"], (*context, "items"))
    return None


def _wrong_object(schema: Mapping[str, Any], context: tuple[str, ...]) -> _Wrong | None:
    if schema.get("additionalProperties") is not False:
        return context, "'additionalProperties' is required to be supplied and to be false."
    properties = schema.get("properties") or {}
    required = schema.get("required")
    missing = [name for name in properties if not isinstance(required, list) or name not in required]
    if missing or not isinstance(required, list):
        named = f" Missing '{missing[0]}'." if missing else ""
        return (
            context,
            f"'required' is required to be supplied and to be an array including every key in properties.{named}",
        )
    extra = next((name for name in required if name not in properties), None)
    if extra is not None:
        return context, f"Extra required key '{extra}' supplied."
    for name, inner in properties.items():
        wrong = _wrong(inner, (*context, "properties", name))
        if wrong is not None:
            return wrong
    return None


def held_to(function: Mapping[str, Any], arguments: str) -> str:
    """What the model wrote, as one that is held to the schema writes it: every property, those it left out as null."""
    try:
        given = json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments
    if not function.get("strict") or not isinstance(given, dict):
        return arguments
    properties = function["parameters"].get("properties") or {}
    return json.dumps({name: given.get(name) for name in properties}, ensure_ascii=False)
