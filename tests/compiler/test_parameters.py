"""The parameters of `record` and of tools."""

import re
from typing import Any

import pytest

from flowkit.compiler import Compiled
from flowkit.compiler.parameters import record_parameters, tool_parameters
from flowkit.language.model import Project, Slot, Tool
from flowkit.language.shapes import Option, Shape
from flowkit.language.words import Words


def _record(compiled: Compiled) -> dict[str, Any]:
    properties: dict[str, Any] = compiled.groups["open"].session["tools"][0]["parameters"]["properties"]
    return properties


def _tool(compiled: Compiled, name: str) -> dict[str, Any]:
    tools = compiled.groups["member+gold"].session["tools"]
    parameters: dict[str, Any] = next(each["parameters"] for each in tools if each["name"] == name)
    return parameters


def test_slots_of_the_project_come_first_then_flows_by_name(compiled: Compiled) -> None:
    assert list(_record(compiled)) == [
        *["bike_no", "rent__day", "wheels", "riders", "height", "email", "part", "repair__day"],
        *["note", "ridden", "price_cap", "score", "at_time", "callback_phone", "friend"],
    ]


def test_a_flow_that_no_call_comes_to_is_not_in_it(compiled: Compiled) -> None:
    assert "colour" not in _record(compiled)


def test_one_name_and_one_shape_is_one_parameter(compiled: Compiled) -> None:
    assert _record(compiled)["email"]["description"] == "Where shall the bill go?"


def test_one_name_and_several_shapes_are_told_apart(compiled: Compiled) -> None:
    record = _record(compiled)
    assert "day" not in record
    assert record["rent__day"]["description"].endswith("(YYYY-MM-DDTHH:MM)")
    assert record["repair__day"]["description"].endswith("(YYYY-MM-DD)")


def test_a_hidden_slot_still_tells_others_of_its_name_apart() -> None:
    """A never_store slot is in no function, but the name alone would not say whose value it is."""
    shown, hidden = Shape("digits"), Shape("digits", sensitive="never_store")
    flows = {"one": {"pin": Slot("pin", hidden)}, "two": {"pin": Slot("pin", shown)}}
    assert list(record_parameters(_project(flows), ["one", "two"])) == ["two__pin"]


@pytest.mark.parametrize(
    ("shape", "schema"),
    [
        (Shape("text"), {"type": "string", "description": "What?"}),
        (Shape("name"), {"type": "string", "description": "What? (a name)"}),
        (Shape("digits"), {"type": "string", "description": "What? (digits)"}),
        (Shape("phone"), {"type": "string", "description": "What? (a phone number)"}),
        (Shape("email"), {"type": "string", "description": "What?"}),
        (Shape("postcode"), {"type": "string", "description": "What?"}),
        (Shape("integer"), {"type": "integer", "description": "What?"}),
        (Shape("number"), {"type": "number", "description": "What?"}),
        (Shape("money"), {"type": "string", "description": "What? (an amount in USD)"}),
        (Shape("date"), {"type": "string", "description": "What? (YYYY-MM-DD)"}),
        (Shape("time"), {"type": "string", "description": "What? (HH:MM)"}),
        (Shape("datetime"), {"type": "string", "description": "What? (YYYY-MM-DDTHH:MM)"}),
        (Shape("duration"), {"type": "string", "description": "What? (a length of time)"}),
        (Shape("yes_no"), {"type": "boolean", "description": "What?"}),
        (
            Shape("choice", options=(Option("a", "The first"), Option("b"))),
            {"type": "string", "description": "What? a: The first.", "enum": ["a", "b"]},
        ),
        (
            Shape("text", many=True),
            {"type": "array", "description": "What? Give all of them each time.", "items": {"type": "string"}},
        ),
        (
            Shape("object", fields={"a": Shape("integer"), "b": Shape("text", sensitive="never_store")}),
            {
                "type": "object",
                "description": "What?",
                "properties": {"a": {"type": "integer"}},
                "required": [],
                "additionalProperties": False,
            },
        ),
    ],
    ids=lambda value: value.type + ("s" if value.many else "") if isinstance(value, Shape) else "",
)
def test_every_type(shape: Shape, schema: dict[str, Any]) -> None:
    project = _project({"one": {"it": Slot("it", shape, Words("What?", ("What?",)))}})
    assert record_parameters(project, ["one"]) == {"it": schema}


def test_a_question_that_prints_values_says_none(compiled: Compiled) -> None:
    assert _record(compiled)["repair__day"]["description"] == "Which day suits you, …? (YYYY-MM-DD)"


def test_a_question_that_depends_on_what_is_known_gives_way_to_about(compiled: Compiled) -> None:
    assert _record(compiled)["note"]["description"] == "What else the mechanic should know."


def test_without_a_question_the_name_has_to_do() -> None:
    record = record_parameters(_project({"one": {"last_name": Slot("last_name", Shape("text"))}}), ["one"])
    assert record["last_name"]["description"] == "Last name?"


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        ("[0-9]{5}", "^[0-9]{5}$"),
        ("^[0-9]{5}$", "^[0-9]{5}$"),
        ("A|BB", "^(?:A|BB)$"),
        (r"\^x", r"^\^x$"),
        (r"x\$", r"^x\$$"),
    ],
)
def test_a_pattern_is_of_the_whole_value(pattern: str, anchored: str) -> None:
    slot = Slot("it", Shape("text", pattern=pattern))
    found = record_parameters(_project({"one": {"it": slot}}), ["one"])["it"]["pattern"]
    assert found == anchored
    assert re.search(found, "BBB") is None


def test_arguments_of_a_tool(compiled: Compiled) -> None:
    parameters = _tool(compiled, "find_bike")
    assert list(parameters["properties"]) == ["day", "colour", "up_to", "size", "tags"]
    assert parameters["required"] == ["day"]
    assert parameters["properties"]["day"] == {"type": "string", "description": "(YYYY-MM-DD)"}
    assert parameters["properties"]["up_to"]["description"] == "The most it may cost. (an amount in EUR)"


def test_a_thing_given_to_a_tool_is_whole() -> None:
    fields = {"cm": Shape("integer"), "colour": Shape("text", optional=True)}
    tool = Tool("t", "c", "A.", "read", "python:a:b", input={"size": _argument(Shape("object", fields=fields))})
    assert tool_parameters(tool, "USD")["properties"]["size"]["required"] == ["cm"]


def test_the_digits_of_a_tool_need_no_hint() -> None:
    tool = Tool("t", "c", "A.", "read", "python:a:b", input={"no": _argument(Shape("digits"))})
    assert tool_parameters(tool, "USD")["properties"] == {"no": {"type": "string"}}


def _argument(shape: Shape) -> Any:
    from flowkit.language.model import Argument

    return Argument("it", shape)


def _project(flows: dict[str, dict[str, Slot]]) -> Project:
    from flowkit.language.model import AboutUs, Flow

    made = {name: Flow(name, name, "a", {}, slots=slots) for name, slots in flows.items()}
    return Project("P", next(iter(flows)), Words("Hi", ("Hi",)), AboutUs("a", "r", "d"), made)
