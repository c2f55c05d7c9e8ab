"""Values in tests: each of the shape that it has on a call, with every problem at its own place."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from flowkit.language.acceptance import accept
from flowkit.language.building.data import plain_data
from flowkit.language.building.durations import milliseconds
from flowkit.language.building.names import meant
from flowkit.language.building.suite_names import Setting
from flowkit.language.building.table.forms import node_is
from flowkit.language.diagnostic import Code
from flowkit.language.expressions.spelling import listed
from flowkit.language.expressions.types import is_thing, one_of, spoken_of
from flowkit.language.mending import named
from flowkit.language.refusal import Refusal
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_LIKE: Final = {
    "date": "2026-03-06",
    "time": '"10:00"',
    "datetime": "2026-03-06T10:00",
    "duration": "2 hours",
    "money": "12.50",
    "number": "12.5",
    "integer": "3",
    "yes_no": "true",
    "digits": '"12345"',
    "phone": '"+12025550123"',
    "email": "ana@example.com",
}
"""How values are written in a test, by type."""


class Typing:
    """Reads values of one part of a test: what a tool returns, what is given, what is expected.

    A value that cannot be read is `UNSET`, and reported under the code of that part.
    """

    __slots__ = ("_code", "_setting")

    def __init__(self, code: Code, setting: Setting) -> None:
        self._code = code
        self._setting = setting

    def report(self, place: Node, message: str, help: str = "") -> None:
        """Reports a value that cannot be."""
        self._setting.world.report.add(self._code, place, message, help)

    def value(self, node: Node, shape: Shape, name: str, place: Node) -> Value:
        """The run-time value in a node.

        Args:
            name: what messages call it: a slot, a field, a tool.
            place: where messages about all of it point: its key.
        """
        if shape.many:
            return self._list(node, shape, name)
        if shape.keyed:
            return self._map(node, shape, name)
        if is_thing(shape):
            return self._thing(node, shape, name, place)
        return self._single(node, shape, name)

    def _list(self, node: Node, shape: Shape, name: str) -> Value:
        if not isinstance(node, Sequence):
            self.report(node, f"{named(name)} is {spoken_of(shape)}; this is {node_is(node)}", "write a list: […, …]")
            return UNSET
        return _all([self.value(item, one_of(shape), name, item) for item in node])

    def _map(self, node: Node, shape: Shape, name: str) -> Value:
        if not isinstance(node, Mapping):
            help = "write a map by id: {id: …}"
            self.report(node, f"{named(name)} is {spoken_of(shape)}; this is {node_is(node)}", help)
            return UNSET
        values = {entry.key.text: self.value(entry.value, one_of(shape), entry.key.text, entry.key) for entry in node}
        return UNSET if any(value is UNSET for value in values.values()) else values

    def _thing(self, node: Node, shape: Shape, name: str, place: Node) -> Value:
        fields = shape.fields
        if not isinstance(node, Mapping):
            help = "write its fields: {" + ", ".join(f"{field}: …" for field in fields) + "}"
            self.report(node, f"{named(name)} is {spoken_of(shape)}; this is {node_is(node)}", help)
            return UNSET
        values: dict[str, Value] = {}
        for entry in node:
            field = fields.get(entry.key.text)
            if field is None:
                if entry.key.text not in self._setting.world.report.doubtful:
                    self._no_field(name, entry.key, fields)
                values[""] = UNSET
            elif not (field.optional and isinstance(entry.value, Scalar) and entry.value.value is None):
                values[entry.key.text] = self.value(entry.value, field, entry.key.text, entry.key)
        missing = [field for field, each in fields.items() if not each.optional and field not in node]
        if missing:
            self.report(place, f"{named(name)} needs {listed(missing, 'and')}", f"add: {missing[0]}: …")
        return UNSET if missing or any(value is UNSET for value in values.values()) else values

    def _no_field(self, name: str, key: Scalar, fields: Collection[str]) -> None:
        help = "an outcome stands alone: {outcome: failed}" if key.text == "outcome" else ""
        self.report(key, f"{named(name)} has no field '{key.text}'", help or meant(key.text, fields, "fields"))

    def _single(self, node: Node, shape: Shape, name: str) -> Value:
        if not isinstance(node, Scalar) or node.value is None:
            several = isinstance(node, Sequence) and shape.type == "choice"
            help = f"if it holds several, add to '{name}': many: true" if several else _like(shape)
            self.report(node, f"{named(name)} is {spoken_of(shape)}; this is {node_is(node)}", help)
            return UNSET
        if shape.type == "duration" and (length := milliseconds(node.text)) is not None:
            return timedelta(milliseconds=length)
        value = accept(shape, plain_data(node), self._setting.locale)
        if not isinstance(value, Refusal):
            return value
        if shape.options:
            help = meant(node.text, [option.value for option in shape.options], "options")
            self.report(node, f"{named(name)} has no option {named(node.text)}", help)
        elif value.reason == "not of the right form":
            self.report(
                node, f"{named(node.text)} does not have the form of {named(name)}", f"its form: {shape.pattern}"
            )
        else:
            self.report(node, f"{named(node.text)} cannot be {named(name)}: {value.reason}", _like(shape))
        return UNSET


def _all(values: list[Value]) -> Value:
    return UNSET if any(value is UNSET for value in values) else values


def _like(shape: Shape) -> str:
    return f"write it like: {_LIKE[shape.type]}" if shape.type in _LIKE else ""
