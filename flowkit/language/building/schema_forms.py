"""What may stand under a key, as a schema."""

from collections.abc import Iterable
from typing import Any, Final

from flowkit.language.building.durations import PATTERN as DURATION
from flowkit.language.building.names import NAME_PATTERN
from flowkit.language.building.slot_reading import PATH
from flowkit.language.building.table import forms, way
from flowkit.language.building.table.forms import Form
from flowkit.language.shapes import TYPE_NAMES

Schema = dict[str, Any]
_ANYTHING: Final = ["string", "number", "boolean", "object", "array"]
_FIXED: Final = r"^(?![\s\S]*\{\{)[\s\S]*\S"
_BRACKETS: Final = "options of your own stand in brackets: [one, other]"
_NAMES: Final = {
    "pattern": f"^{NAME_PATTERN}$",
    "patternErrorMessage": "names are lower_snake_case: a letter, then letters, digits and _",
}
_PATHS: Final = ("a source", "a field", "a flow, or flow.state", "a state, or flow.state")
"""Names that may have parts, or are found in data whose keys are any texts."""


def reference(kind: str) -> str:
    """What a kind is called under `$defs`."""
    return kind.replace(" ", "_")


def of_form(form: Form, filled: bool = False) -> Schema:
    """The schema of a form.

    Args:
        filled: Whether a list or map of it must hold something, whatever the form itself says.
    """
    match form:
        case forms.Text():
            return _text(form)
        case forms.Name(what="a type"):
            return _type(TYPE_NAMES)
        case forms.Name(what="a list in the data"):
            return {"type": "string", "pattern": f"^{PATH}$", "patternErrorMessage": _BRACKETS}
        case forms.Name(what=what):
            return {"type": "string"} | ({"minLength": 1} if what in _PATHS else _NAMES)
        case forms.Flag():
            return {"type": "boolean"}
        case forms.Whole(least=least, most=most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case forms.Amount():
            return {"type": "number"}
        case forms.Duration():
            return {
                "type": "string",
                "pattern": rf"^\s*{DURATION}\s*$",
                "patternErrorMessage": "write it like: 6 seconds",
            }
        case forms.OneOf(words=words, means=means):
            return {"enum": list(words)} | ({"markdownEnumDescriptions": list(means)} if means else {})
        case forms.Guard():
            return {"type": ["string", "number", "boolean"], "minLength": 1}
        case forms.Data():
            return {"type": _ANYTHING}
        case forms.Of(kind=kind):
            return {"$ref": f"#/$defs/{reference(kind)}"}
        case forms.MapOf() | forms.ListOf() | forms.Several():
            return _of_many(form, filled)
        case forms.Either(forms=(forms.Name(what="a type"), forms.Of(kind=kind))):
            bare = _type([name for name in TYPE_NAMES if name not in ("choice", "object")])
            return {"anyOf": [of_form(form.forms[1]) | {"title": form.forms[1].what}, *bare["anyOf"]]}
        case forms.Either(forms=alternatives):
            # Maps first: where several fit equally badly an editor tells the first, and what is misspelt is keys.
            maps_first = sorted(alternatives, key=lambda each: not isinstance(each, forms.Of | forms.MapOf))
            return {"anyOf": [of_form(each, filled) | {"title": each.what} for each in maps_first]}


def _type(names: Iterable[str]) -> Schema:
    """One of these types of the language, or a record; a choice and an object need more than their name."""
    record = {"type": "string", "pattern": f"^(?!({'|'.join(TYPE_NAMES)})$)[\\s\\S]", "title": "a record"}
    return {"anyOf": [{"enum": list(names), "title": "a type of the language"}, record]}


def _text(form: forms.Text) -> Schema:
    if form.pattern:
        return {
            "type": "string",
            "pattern": f"^({form.pattern})$",
            "patternErrorMessage": f"write it like: {form.like}",
        }
    if form.prints:
        return {"type": "string", "pattern": r"\S", "patternErrorMessage": "this is empty; write a text"}
    told = "write a text, without {{ }}: no value is printed here"
    return {"type": "string", "pattern": _FIXED, "patternErrorMessage": told}


def _of_many(form: forms.MapOf | forms.ListOf | forms.Several, filled: bool) -> Schema:
    if isinstance(form, forms.MapOf):
        result: Schema = {"type": "object", "additionalProperties": of_form(form.value)}
        result |= {"minProperties": 1} if form.some or filled else {}
        return result | ({"propertyNames": {**_NAMES, "title": "name"}} if form.names else {})
    item = of_form(form.item)
    if isinstance(form, forms.ListOf):
        return {"type": "array", "items": item, "minItems": 1, "uniqueItems": True}
    listed: Schema = {"items": item}
    listed |= {"minItems": 1} if form.some or filled or form is way.WAY_ON else {}
    listed |= {"uniqueItems": True} if form.once or isinstance(form.item, forms.Name) else {}
    what = "a list" if form.item.what == form.what else form.what
    both: list[Schema] = [{**item, "title": form.item.what}, {"type": "array", **listed, "title": what}]
    return {"anyOf": both[::-1] if item.get("type") == "string" else both}
