"""The parameters of a function, with what their schema and description tell about the words that fill them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from flowkit.simulator.hearing.likeness import kindred, stem, stems
from flowkit.simulator.hearing.words import listed


class Kind(Enum):
    """What a parameter takes."""

    YES_NO = auto()
    NUMBER = auto()
    MONEY = auto()
    DURATION = auto()
    CHOICE = auto()
    OPTION = auto()
    DATE = auto()
    TIME = auto()
    DATETIME = auto()
    DIGITS = auto()
    CODE = auto()
    EMAIL = auto()
    PHONE = auto()
    POSTCODE = auto()
    NAME = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        name: Its name.
        kind: What it takes.
        question: How it is asked for, from the description.
        values: The enum's values.
        meanings: What the description says about single values.
        pattern: The regular expression of the whole value.
        whole: Whether a number has no fraction.
        written: Whether a number is given as a text.
        many: Whether it takes a list.
        cues: Stems that name it in a sentence ("postcode" before a post code).
    """

    name: str
    kind: Kind
    question: str = ""
    values: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    whole: bool = False
    written: bool = False
    many: bool = False
    cues: frozenset[str] = frozenset()

    @property
    def about_time(self) -> bool:
        """Whether it is a time of day, whatever its type says."""
        return self.kind is Kind.TIME or bool(self.cues & _TIME_CUES)

    def cued_by(self, norm: str) -> bool:
        """Whether a word names this parameter."""
        word = stem(norm)
        return word in self.cues or bool(kindred(word) & _groups(self.cues))


_HINT = re.compile(r"\(([^()]*)\)\s*$")
_HINTS: tuple[tuple[str, Kind], ...] = (
    (r"option of the step note", Kind.OPTION),
    (r"yyyy-mm-ddthh|date-time|datetime", Kind.DATETIME),
    (r"yyyy-mm-dd|date\b", Kind.DATE),
    (r"length of time|duration", Kind.DURATION),
    (r"hh:mm|time\b", Kind.TIME),
    (r"digits?\b", Kind.DIGITS),
    (r"e-?mail", Kind.EMAIL),
    (r"post ?code|zip", Kind.POSTCODE),
    (r"phone|e\.?164", Kind.PHONE),
    (r"amount|money|price|[A-Z]{3}\b", Kind.MONEY),
    (r"yes/no|true or false", Kind.YES_NO),
    (r"name\b", Kind.NAME),
)
_NAMES: tuple[tuple[str, Kind], ...] = (
    (r"e-?mail", Kind.EMAIL),
    (r"post ?code|postal ?code|zip", Kind.POSTCODE),
    (r"phone|mobile|cell number|telephone|callback number", Kind.PHONE),
    (r"\bname\b", Kind.NAME),
)
_MONEY = r"amount|price|cost|money|pay|fee|deposit|sum"
_EXTRA_CUES: Mapping[Kind, str] = {
    Kind.EMAIL: "email mail",
    Kind.POSTCODE: "postcode zip postal code",
    Kind.PHONE: "phone mobile cell telephone",
    Kind.NAME: "name",
}
# Words of names and questions that name no parameter.
_EMPTY = frozenset(
    stem(word)
    for word in listed(
        "id number no code new old value kind read last four three character characters suit suits call find "
        "account first full right best under address mail speak spell letter digit under main long like off else "
        "think exact live come reach use take make give far near many much"
    )
)
_TIME_CUES = frozenset(stem(word) for word in ("time", "hour", "oclock", "slot"))


def parameters(tool: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """The parameters of a function tool, in the order of its schema."""
    schema = tool.get("parameters") or {}
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict):
        return ()
    # An object is filled by nobody who speaks: its fields would have to be asked one by one.
    shown = {name: _without_null(one) for name, one in properties.items() if isinstance(one, dict)}
    plain = {name: one for name, one in shown.items() if one.get("type") != "object"}
    return tuple(_parameter(name, one) for name, one in plain.items())


def required(tool: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the parameters that a call must bring with a value: null says that there is none."""
    schema = tool.get("parameters") or {}
    if not isinstance(schema, dict):
        return ()
    properties = schema.get("properties") or {}
    return tuple(name for name in schema.get("required") or () if not _takes_null(properties.get(name)))


def _takes_null(schema: object) -> bool:
    return isinstance(schema, dict) and isinstance(schema.get("type"), list) and "null" in schema["type"]


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema that may be null as the one of the value that it holds otherwise."""
    if not _takes_null(schema):
        return dict(schema)
    kinds = [kind for kind in schema["type"] if kind != "null"]
    made = {**schema, "type": kinds[0] if len(kinds) == 1 else kinds}
    if "enum" in made:
        made["enum"] = [value for value in made["enum"] if value is not None]
    return made


def _parameter(name: str, schema: Mapping[str, Any]) -> Parameter:
    description = str(schema.get("description", ""))
    many = schema.get("type") == "array"
    if many:
        schema = {**(schema.get("items") or {}), "description": description}
    values = tuple(str(one) for one in schema.get("enum") or ())
    question = _question(description)
    kind = _kind(name, question, description, schema)
    own = name.rpartition("__")[2]
    cues = stems(own) | (stems(question) - stems(_after_of(question)))
    return Parameter(
        name=name,
        kind=kind,
        question=question,
        values=values,
        meanings=_meanings(description, values),
        pattern=str(schema.get("pattern", "")),
        whole=schema.get("type") == "integer",
        written=schema.get("type") not in ("integer", "number"),
        many=many,
        cues=(cues - _EMPTY) | stems(_EXTRA_CUES.get(kind, "")) - frozenset({"cod"}),
    )


def _question(description: str) -> str:
    match = re.match(r"[^?.]*[?.]", description)
    return (match.group() if match else _HINT.sub("", description)).strip()


def _after_of(question: str) -> str:
    """What only says where to look: "… is the account under"."""
    match = re.search(r"\b(?:is|are) the (.+) (?:under|on|in)\b", question)
    return match.group(1) if match else ""


def _kind(name: str, question: str, description: str, schema: Mapping[str, Any]) -> Kind:
    match schema.get("type"):
        case "boolean":
            return Kind.YES_NO
        case "integer":
            return Kind.NUMBER
        case "number":
            return Kind.MONEY if re.search(_MONEY, f"{name} {question}", re.IGNORECASE) else Kind.NUMBER
    if schema.get("enum"):
        return Kind.CHOICE
    hint = _HINT.search(description)
    if hint:
        for pattern, kind in _HINTS:
            if re.search(pattern, hint.group(1), 0 if "[A-Z]" in pattern else re.IGNORECASE):
                return kind
    if schema.get("pattern"):
        return Kind.DIGITS if re.fullmatch(r"[\^$\[\]0-9{},\\d+*-]+", str(schema["pattern"])) else Kind.CODE
    for text in (name.rpartition("__")[2].replace("_", " "), question):
        for pattern, kind in _NAMES:
            if re.search(pattern, text, re.IGNORECASE):
                return kind
    return Kind.TEXT


def _meanings(description: str, values: tuple[str, ...]) -> dict[str, str]:
    """What stands behind `value:` for each value, up to the next one."""
    if not values:
        return {}
    named = "|".join(re.escape(value) for value in values)
    parts = re.split(rf"(?:^|(?<=[\s.]))({named}):\s", description)
    return {value: text.strip() for value, text in zip(parts[1::2], parts[2::2], strict=True)}


def _groups(words: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(kindred(word) for word in words)) if words else frozenset()
