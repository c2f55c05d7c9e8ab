"""What a JSON Schema says of a value: its types, its fields, what it needs; for filling in, not for checking.

A schema stands in a document (an OpenAPI file, or the input schema of an MCP tool), and its references lead to places
in it. They are followed only as deep as a value goes, so one that leads back to itself does no harm.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

MOST_STEPS: Final = 32
"""References in a row, and levels of `allOf` in each other."""


class BadReference(ValueError):
    """A reference that leads nowhere in its document. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema in its document.

    Args:
        root: the document.
        node: the schema itself; it may be a reference.
    """

    root: Mapping[str, Any]
    node: Any = True

    def parts(self) -> list[Mapping[str, Any]]:
        """The maps that all hold: the schema itself and those of its `allOf`, behind their references."""
        return list(self._parts(self.node, 0))

    def _parts(self, node: Any, level: int) -> Iterator[Mapping[str, Any]]:
        node = followed(self.root, node)
        if not isinstance(node, Mapping) or level > MOST_STEPS:
            return
        yield node
        for part in _list(node.get("allOf")):
            yield from self._parts(part, level + 1)

    def choices(self) -> list["Schema"]:
        """The schemas of `oneOf` and `anyOf`."""
        return [
            Schema(self.root, each)
            for part in self.parts()
            for word in ("oneOf", "anyOf")
            for each in _list(part.get(word))
        ]

    def types(self, level: int = 0) -> frozenset[str]:
        """The types that a value may have, without `null`; empty where nothing is said."""
        found: set[str] = set()
        for part in self.parts():
            said = part.get("type")
            found.update([said] if isinstance(said, str) else [str(each) for each in _list(said)])
            if not said and "properties" in part:
                found.add("object")
        if not found and level < MOST_STEPS:
            for each in self.choices():
                found |= each.types(level + 1)
        return frozenset(found - {"null"})

    def _all_parts(self) -> list[Mapping[str, Any]]:
        """Its parts and those of its choices."""
        return [*self.parts(), *(part for each in self.choices() for part in each.parts())]

    def format(self) -> str:
        """Its format, such as `date-time`."""
        said = (part.get("format") for part in self._all_parts())
        return next((each for each in said if isinstance(each, str)), "")

    def properties(self) -> dict[str, "Schema"]:
        """Its fields that may be written, those of all its choices too."""
        found: dict[str, Schema] = {}
        for part in self._all_parts():
            for name, node in _map(part.get("properties")).items():
                schema = Schema(self.root, node)
                if not any(one.get("readOnly") is True for one in schema.parts()):
                    found.setdefault(name, schema)
        return found

    def required(self) -> list[str]:
        """Fields without which no value of it is complete, in their order."""
        names = [str(name) for part in self.parts() for name in _list(part.get("required"))]
        for word in ("oneOf", "anyOf"):
            for part in self.parts():
                each = [Schema(self.root, one).required() for one in _list(part.get(word))]
                names += [name for name in each[0] if all(name in other for other in each)] if each else []
        writable = self.properties()
        read_only = {name for part in self.parts() for name in _map(part.get("properties")) if name not in writable}
        return [name for name in dict.fromkeys(names) if name not in read_only]

    def items(self) -> "Schema":
        """The schema of an entry of a list."""
        return Schema(self.root, next((part["items"] for part in self.parts() if "items" in part), True))

    def entries(self) -> "Schema":
        """The schema of an entry of a map."""
        said = (part["additionalProperties"] for part in self.parts() if "additionalProperties" in part)
        return Schema(self.root, next(said, True))

    def takes_any_name(self) -> bool:
        """Whether fields may have any names: it says so, or it is a thing and says nothing of its fields."""
        said = [part["additionalProperties"] for part in self.parts() if "additionalProperties" in part]
        return any(each is not False for each in said) if said else not self.properties()


def followed(root: Mapping[str, Any], node: Any) -> Any:
    """The node behind all references.

    Raises:
        BadReference: one leads out of the document, nowhere, or to itself.
    """
    for _ in range(MOST_STEPS):
        if not isinstance(node, Mapping) or not isinstance(node.get("$ref"), str):
            return node
        node = _at(root, node["$ref"])
    raise BadReference("its references lead to each other and never to a value")


def _at(root: Mapping[str, Any], reference: str) -> Any:
    if not reference.startswith("#"):
        raise BadReference(f"the reference '{reference}' leads to another file; put both into one")
    found: Any = root
    for step in reference[1:].split("/")[1:]:
        name = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping) and name in found:
            found = found[name]
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            raise BadReference(f"the reference '{reference}' leads nowhere")
    return found


def match_name(name: str, names: Iterable[str]) -> str:
    """The one of `names` that is `name`, or is it but for case, `-` and `_` (`order_id`, `orderId`); else empty."""
    names = list(names)
    if name in names:
        return name
    plain = _plain(name)
    found = [each for each in names if _plain(each) == plain]
    return found[0] if len(found) == 1 else ""


@lru_cache(4096)
def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _list(node: Any) -> list[Any]:
    return node if isinstance(node, list) else []


def _map(node: Any) -> Mapping[str, Any]:
    return node if isinstance(node, Mapping) else {}
