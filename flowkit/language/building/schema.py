"""The published JSON Schemas, made from the declarative table: completion and hover in every editor.

A schema is what an editor can know of one file alone. It says which keys there are, what stands under them, and what
they mean; names, expressions and words are the reader's to check.
"""

from collections.abc import Iterator
from typing import Any, Final

from flowkit.language.building.names import NAME_PATTERN
from flowkit.language.building.table import forms
from flowkit.language.building.table.forms import Form, Key, Kind
from flowkit.language.building.table.kinds import FILE_KINDS, KINDS

Schema = dict[str, Any]
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
FILES: Final = {
    "project": "flowkit",
    "flow": "flow",
    "catalog": "catalog",
    "suite": "suite",
    "words": "words",
}
"""The name of each schema (`schemas/NAME.schema.json`), and the first key of the files it is for."""


def schema(name: str) -> Schema:
    """The schema of one kind of file: `project`, `flow`, `catalog`, `suite` or `words`."""
    kind = FILE_KINDS[FILES[name]]
    body = _of_kind(kind)
    needed = _needed(kind)
    return {
        "$schema": DIALECT,
        "title": f"flowkit {name}",
        **body,
        "$defs": {_ref_name(other): _of_kind(KINDS[other]) for other in sorted(needed)},
    }


def _needed(kind: Kind) -> set[str]:
    """The kinds that a kind refers to, directly or not."""
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        for key in waiting.pop().keys.values():
            for name in _references(key.form):
                if name not in found:
                    found.add(name)
                    waiting.append(KINDS[name])
    return found


def _references(form: Form) -> Iterator[str]:
    match form:
        case forms.Of(kind=kind):
            yield kind
        case forms.MapOf(value=inner) | forms.ListOf(item=inner) | forms.Several(item=inner):
            yield from _references(inner)
        case forms.Either(forms=alternatives):
            for alternative in alternatives:
                yield from _references(alternative)


def _ref_name(kind: str) -> str:
    return kind.replace(" ", "_")


def _of_kind(kind: Kind) -> Schema:
    """A map with the keys of a kind."""
    result: Schema = {
        "type": "object",
        "properties": {name: _of_key(key) for name, key in kind.keys.items()},
        "additionalProperties": False,
    }
    if kind.required:
        result["required"] = list(kind.required)
    if kind.exclusive:
        any_of = [{"required": [name]} for name in kind.exclusive]
        result["oneOf"] = [*any_of, {"not": {"anyOf": any_of}}]
    rules = [rule for name, key in kind.keys.items() for rule in _rules(name, key, kind)]
    if rules:
        result["allOf"] = rules
    return result


def _rules(name: str, key: Key, kind: Kind) -> Iterator[Schema]:
    """What a key needs beside it, or must not have beside it."""
    if key.required and key.unless:
        yield {"anyOf": [{"required": [name]}, *({"required": [other]} for other in key.unless)]}
    if not key.on:
        return
    beside = [{"required": [other]} for other in key.on if other]
    if "" in key.on:
        others = [other for other in kind.exclusive if other not in key.on]
        then: Schema = {"not": {"anyOf": [{"required": [other]} for other in others]}}
    else:
        then = {"anyOf": beside}
    yield {"if": {"required": [name]}, "then": then}


def _of_key(key: Key) -> Schema:
    text = key.about if not key.default else f"{key.about} Default: {key.default}."
    return {"description": text, **_of_form(key.form)}


def _of_form(form: Form) -> Schema:
    match form:
        case forms.Text(pattern=pattern):
            return {"type": "string", "pattern": f"^({pattern})$"} if pattern else {"type": "string"}
        case forms.Name():
            return {"type": "string", "minLength": 1}
        case forms.Flag():
            return {"type": "boolean"}
        case forms.Whole(least=least, most=most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case forms.Amount():
            return {"type": "number"}
        case forms.Duration():
            return {"type": "string", "pattern": r"^\d+(\.\d+)? ?[a-z]+$"}
        case forms.OneOf(words=words):
            return {"enum": list(words)}
        case forms.Guard():
            return {"type": ["string", "number", "boolean"]}
        case forms.Data():
            return {}
        case forms.Of(kind=kind):
            return {"$ref": f"#/$defs/{_ref_name(kind)}"}
        case forms.MapOf(value=value, names=names):
            result: Schema = {"type": "object", "additionalProperties": _of_form(value)}
            return {**result, "propertyNames": {"pattern": f"^{NAME_PATTERN}$"}} if names else result
        case forms.ListOf(item=item):
            return {"type": "array", "items": _of_form(item)}
        case forms.Several(item=item):
            return {"anyOf": [_of_form(item), {"type": "array", "items": _of_form(item)}]}
        case forms.Either(forms=alternatives):
            return {"anyOf": [_of_form(alternative) for alternative in alternatives]}
