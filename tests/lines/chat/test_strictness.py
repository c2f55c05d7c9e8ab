"""Schemas that a chat model may be held to, and arguments as they were before."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.lines.chat.strictness import chat_tool, plain_arguments, tightened, whole_arguments


def closed(properties, required=()):
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


TEXT = {"type": "string"}


def test_what_may_be_left_out_is_nullable_and_all_is_required():
    schema = closed(
        {"kind": {"type": "string", "enum": ["a", "b"]}, "flow": TEXT | {"description": "Which?"}}, ["kind"]
    )
    assert tightened(schema) == closed(
        {"kind": {"type": "string", "enum": ["a", "b"]}, "flow": {"type": ["string", "null"], "description": "Which?"}},
        ["kind", "flow"],
    )


def test_options_that_may_be_left_out_have_null_among_them():
    assert tightened(closed({"light": {"type": "string", "enum": ["off", "red"]}})) == closed(
        {"light": {"type": ["string", "null"], "enum": ["off", "red", None]}}, ["light"]
    )


def test_lists_and_things_are_strict_inside():
    schema = closed({"items": {"type": "array", "items": closed({"id": TEXT, "note": TEXT}, ["id"])}}, ["items"])
    inner = closed({"id": TEXT, "note": {"type": ["string", "null"]}}, ["id", "note"])
    assert tightened(schema) == closed({"items": {"type": "array", "items": inner}}, ["items"])


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "properties": {"a": TEXT}},
        closed({"by_name": {"type": "object", "additionalProperties": TEXT}}),
        closed({"many": {"type": "array", "items": {"type": "object", "additionalProperties": TEXT}}}),
        closed({"anything": {}}),
    ],
)
def test_what_cannot_be_strict_is_left_as_it_is(schema):
    assert tightened(schema) is None
    function = {"type": "function", "name": "save", "description": "Saves.", "parameters": schema}
    made = {"name": "save", "description": "Saves.", "parameters": schema}
    assert chat_tool(function, strict=True) == {"type": "function", "function": made}


def test_the_schema_itself_is_not_changed():
    schema = closed({"a": {"type": "string", "enum": ["x"]}})
    before = json.dumps(schema)
    tightened(schema)
    assert json.dumps(schema) == before


def test_a_tool_says_what_null_is_where_it_takes_it():
    function = {"type": "function", "name": "f", "description": "Does it.", "parameters": closed({"a": TEXT})}
    made = chat_tool(function, strict=True)["function"]
    assert made["strict"] is True
    assert made["description"] == "Does it. Give null for all else."
    whole = function | {"parameters": closed({"a": TEXT}, ["a"])}
    assert chat_tool(whole, strict=True)["function"]["description"] == "Does it."
    assert "strict" not in chat_tool(function, strict=False)["function"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{"a":1,"b":null}', '{"a":1}'),
        ('{"a":{"b":null,"c":[1,null,{"d":null}]}}', '{"a":{"c":[1,{}]}}'),
        ('{"a": 1}', '{"a": 1}'),
        ('{"say":"null"}', '{"say":"null"}'),
        ('{"a":null', '{"a":null'),
        ("[null]", "[null]"),
        ("", ""),
    ],
)
def test_null_is_not_said(written, read):
    assert plain_arguments(written) == read


@pytest.mark.parametrize(("written", "kept"), [('{"a":1}', '{"a":1}'), ('{"a":', "{}"), ("[]", "{}"), ("", "{}")])
def test_a_history_holds_objects(written, kept):
    assert whole_arguments(written) == kept


@pytest.mark.parametrize("depth", [300, 700, 2_000, 20_000])
def test_nothing_is_too_deep(depth):
    deep = '{"a":' * depth + "null" + "}" * depth
    assert plain_arguments(deep)
    assert whole_arguments(deep)


VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), st.sets(st.text(min_size=5, max_size=6), max_size=3))
def test_arguments_come_back_as_they_were(arguments, left_out):
    """A strict model writes null for all that was not said; the engine sees what another model writes."""
    strict = arguments | dict.fromkeys(left_out)
    assert json.loads(plain_arguments(json.dumps(strict))) == arguments
