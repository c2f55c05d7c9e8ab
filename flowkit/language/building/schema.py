"""The published JSON Schemas, made from the declarative table: completion and hover in every editor.

A schema is what an editor can know of one file alone. It says which keys there are, what stands under them, what they
mean, and which of them go together; names, expressions and words are the reader's to check.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from flowkit.language.building.schema_forms import of_form, reference
from flowkit.language.building.schema_rules import FILLED, RULES, When
from flowkit.language.building.schema_samples import SAMPLES, SNIPPETS
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
    return {
        "$schema": DIALECT,
        **_of_kind(kind),
        "title": f"flowkit {name}",
        "$defs": {reference(other): _of_kind(KINDS[other]) for other in sorted(_needed(kind))},
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


def _of_kind(kind: Kind) -> Schema:
    """A map with the keys of a kind."""
    result: Schema = {
        "title": kind.what,
        "type": "object",
        "properties": {name: _of_key(kind, name) for name in kind.keys},
        "additionalProperties": False,
    }
    if kind.required:
        result["required"] = list(kind.required)
    rules = [*_one_of_them(kind), *_unless(kind), *_beside(kind), *map(_of_rule, RULES.get(kind.name, ()))]
    if rules:
        result["allOf"] = rules
    if kind.name in SNIPPETS:
        result["defaultSnippets"] = [
            {"label": snippet.label, "description": snippet.about, "body": snippet.body}
            for snippet in SNIPPETS[kind.name]
        ]
    return result


def _of_key(kind: Kind, name: str) -> Schema:
    key = kind.keys[name]
    text = key.about if not key.default else f"{key.about} Default: {key.default}."
    result = {**of_form(key.form, filled=(kind.name, name) in FILLED), "title": key.form.what, "description": text}
    if re.search(r"[`_*#<\[\]{}()\\]", text):
        result["markdownDescription"] = text  # editors show a plain description with such signs escaped
    if (default := _literal(key)) is not None:
        result["default"] = default
    if samples := SAMPLES.get((kind.name, name)):
        result["examples"] = list(samples)
    return result


def _literal(key: Key) -> Any:
    """The default as data, for editors to fill in; None where it is told in words."""
    text = key.default
    match key.form:
        case forms.Flag() if text in ("true", "false"):
            return text == "true"
        case forms.Whole() if text.isdigit():
            return int(text)
        case forms.OneOf(words=words) if text in words:
            return text
        case forms.Duration() | forms.Text(pattern=str()) if text and not text.startswith("the "):
            return text
        case _:
            return None


def _one_of_them(kind: Kind) -> Iterator[Schema]:
    """Which keys a kind key keeps out: the other kind keys, and those that belong beside others."""
    for one in kind.exclusive:
        barred = [name for name, key in kind.keys.items() if _is_barred(name, key, one, kind)]
        yield {"if": {"required": [one]}, "then": _without(barred, f"this does not belong beside '{one}'")}
    if kind.exclusive and kind.needs_one:
        told = f"one of these is needed: {', '.join(kind.exclusive)}"
        yield {"anyOf": [{"required": [one], "errorMessage": told} for one in kind.exclusive]}


def _is_barred(name: str, key: Key, one: str, kind: Kind) -> bool:
    if name in kind.exclusive:
        return name != one
    return bool(key.on) and one not in key.on


def _beside(kind: Kind) -> Iterator[Schema]:
    """Keys that may stand only beside others, where none of those is there."""
    for name, key in kind.keys.items():
        if not key.on or "" in key.on:
            continue
        others = ", ".join(f"'{other}'" for other in key.on)
        beside = {"anyOf": [{"required": [other]} for other in key.on]}
        yield {"if": {"not": beside}, "then": _without([name], f"this stands only beside {others}")}


def _unless(kind: Kind) -> Iterator[Schema]:
    """Keys that are needed except beside others."""
    for name, key in kind.keys.items():
        if key.required and key.unless:
            yield {"anyOf": [{"required": [one]} for one in (name, *key.unless)]}


def _without(keys: list[str], why: str) -> Schema:
    return {"properties": dict.fromkeys(keys, False), "errorMessage": why}


def _of_rule(rule: When) -> Schema:
    tests = [_test(name, value) for name, value in rule.where.items()]
    tests += [{"not": _test(name, value)} for name, value in rule.unless.items()]
    then: Schema = _without(list(rule.bars), rule.why) if rule.bars else {}
    if rule.needs:
        needed = [{"required": [name], "errorMessage": rule.why} for name in rule.needs]
        then |= needed[0] if len(needed) == 1 else {"anyOf": needed}
    return {"if": {"allOf": tests}, "then": then} if tests else then


def _test(name: str, value: tuple[str, ...] | type[str] | None) -> Schema:
    """Whether a key stands there: with one of these words, with a text, or at all."""
    if value is None:
        return {"required": [name]}
    # No `enum`: editors would take its words for all that may stand there.
    fits: Schema = {"type": "string"} | ({} if isinstance(value, type) else {"pattern": f"^({'|'.join(value)})$"})
    return {"required": [name], "properties": {name: fits}}
