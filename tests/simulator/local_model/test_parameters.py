"""What a schema tells about the words that fill it."""

from __future__ import annotations

from typing import Any

import pytest

from flowkit.simulator.hearing.words import Utterance
from flowkit.simulator.local_model.parameters import Kind, Parameter, parameters, required
from flowkit.simulator.local_model.reading import Asked, readings


def one(name: str, **schema: Any) -> Parameter:
    tool = {"type": "function", "name": "record", "parameters": {"type": "object", "properties": {name: schema}}}
    return parameters(tool)[0]


@pytest.mark.parametrize(
    ("name", "schema", "kind"),
    [
        ("a", {"type": "boolean"}, Kind.YES_NO),
        ("a", {"type": "integer"}, Kind.NUMBER),
        ("a", {"type": "number"}, Kind.NUMBER),
        ("amount", {"type": "number"}, Kind.MONEY),
        ("a", {"type": "string", "enum": ["x", "y"]}, Kind.CHOICE),
        ("a", {"type": "string", "description": "Which? (an option of the STEP note)"}, Kind.OPTION),
        ("a", {"type": "string", "description": "When? (YYYY-MM-DD)"}, Kind.DATE),
        ("a", {"type": "string", "description": "When? (YYYY-MM-DDTHH:MM)"}, Kind.DATETIME),
        ("a", {"type": "string", "description": "When? (HH:MM)"}, Kind.TIME),
        ("a", {"type": "string", "description": "Which number? (digits)", "pattern": "^[0-9]{5}$"}, Kind.DIGITS),
        ("a", {"type": "string", "pattern": "^[0-9]{5}$"}, Kind.DIGITS),
        ("a", {"type": "string", "pattern": "^[A-Z]{4}$"}, Kind.CODE),
        ("email", {"type": "string"}, Kind.EMAIL),
        ("billing__postcode", {"type": "string"}, Kind.POSTCODE),
        ("a", {"type": "string", "description": "What's your phone number?"}, Kind.PHONE),
        ("last_name", {"type": "string"}, Kind.NAME),
        ("a", {"type": "string", "description": "What happened?"}, Kind.TEXT),
    ],
)
def test_kind(name: str, schema: dict[str, Any], kind: Kind) -> None:
    assert one(name, **schema).kind is kind


def test_meanings_of_single_values() -> None:
    description = "What is it? broken: It does not work. not_wanted: It is fine, but: not wanted."
    parameter = one("a", type="string", enum=["broken", "not_wanted"], description=description)
    assert parameter.question == "What is it?"
    assert parameter.meanings == {"broken": "It does not work.", "not_wanted": "It is fine, but: not wanted."}


def test_cues_come_from_the_name_and_the_question() -> None:
    order = one("order_id", type="string", description="What's the order number? (digits)")
    assert order.cued_by("order")
    assert order.cued_by("parcel")
    assert not order.cued_by("number")
    assert one("x", type="string", description="And the postcode?").cued_by("zip")


@pytest.mark.parametrize("words", ["last four 4242", "the last four are 4242", "last four, four two four two"])
def test_a_value_is_named_by_the_whole_name_of_its_parameter(words: str) -> None:
    last_four = Parameter("last_four", Kind.DIGITS, pattern="[0-9]{4}")
    found = readings(last_four, Utterance(words), Asked(None, missing=True, first=False, options=(), known=""))
    assert [(reading.value, reading.named) for reading in found] == [("4242", True)]


def test_a_function_without_parameters_has_none() -> None:
    assert parameters({"type": "function", "name": "wait"}) == ()


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "boolean"},
        {"type": "integer"},
        {"type": "string", "enum": ["x", "y"], "description": "Which? x: This."},
        {"type": "array", "items": {"type": "string"}, "description": "Which?"},
    ],
)
def test_what_may_be_null_is_read_as_what_it_is_otherwise(schema: dict[str, Any]) -> None:
    nullable = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    assert one("a", **nullable) == one("a", **schema)


def test_what_may_be_null_need_not_be_known() -> None:
    properties = {"a": {"type": "string"}, "b": {"type": ["string", "null"]}, "c": {"type": "string"}}
    assert required({"parameters": {"properties": properties, "required": ["a", "b"]}}) == ("a",)
    nullable_thing = {"type": ["object", "null"], "properties": {}}
    assert parameters({"parameters": {"properties": {"it": nullable_thing}}}) == ()
