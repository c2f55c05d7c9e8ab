"""Backends where they stand: the text of a tool, and what an environment says of a catalog."""

import re
from collections.abc import Iterator
from typing import Final

from flowkit.language.backends import (
    FixtureBackend,
    Mistake,
    is_secret,
    is_variable,
    parse_backend,
)
from flowkit.language.building.data import data_of
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import meant
from flowkit.language.building.report import Report, related
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import World
from flowkit.language.codes import BAD_BACKEND, BAD_VALUE, KEY_NOT_HERE, UNKNOWN_NAME
from flowkit.language.mending import mended, named
from flowkit.language.shapes import Value
from flowkit.language.tree import Entry, Mapping, Scalar

_BACKEND: Final = KINDS["backend"]
_PLACES: Final = {"openapi": "http", "command": "mcp", "url": "mcp"}
_BESIDE: Final = {"base_url": ("openapi",), "headers": ("openapi", "url")}
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\S*|env:[A-Za-z_]\w*")


def read_backend(fields: Fields, world: World) -> str:
    """The backend of a tool; reports a text that names none."""
    scalar = fields.scalar("backend")
    if scalar is None:
        return ""
    parsed = parse_backend(scalar.text)
    if isinstance(parsed, Mistake):
        _report(scalar, parsed, world.report)
    return scalar.text


def _report(scalar: Scalar, mistake: Mistake, report: Report) -> None:
    fix = mended(scalar.document, scalar.start, scalar.end, mistake.instead) if mistake.instead else ""
    report.add(BAD_BACKEND, scalar, mistake.message, fix or mistake.help)


def read_settings(entry: Entry, world: World) -> Value:
    """What an environment says of a catalog: `fixture:file`, or where its HTTP or MCP tools are reached."""
    report, name = world.report, entry.key.text
    if name not in world.catalogs:
        report.add(UNKNOWN_NAME, entry.key, f"there is no catalog '{name}'", meant(name, world.catalogs, "catalogs"))
    if isinstance(entry.value, Scalar):
        _check_fixture(entry.value, report)
    elif isinstance(entry.value, Mapping):
        opened = open_mapping(_BACKEND, entry.value, entry.key, report)
        _check_keys(opened, entry, world)
        _check_addresses(opened, report)
        for value, header in _open_values(opened):
            _check_secret(value, header, report)
    return data_of(entry.value)


def _check_fixture(scalar: Scalar, report: Report) -> None:
    parsed = parse_backend(scalar.text)
    forms = "write it like: fixture:fixtures/shop.yaml, or a map with 'openapi', 'command' or 'url'"
    if isinstance(parsed, FixtureBackend):
        return
    if isinstance(parsed, Mistake):
        fixture = parsed.instead.startswith("fixture:") or scalar.text.endswith((".yaml", ".yml"))
        instead = parsed.instead if parsed.instead.startswith("fixture:") else f"fixture:{scalar.text}"
        fix = mended(scalar.document, scalar.start, scalar.end, f'"{instead}"') if fixture else ""
        report.add(BAD_BACKEND, scalar, f"{named(scalar.text)} is no backend", fix or forms)
        return
    message = f"{named(scalar.text)} runs one tool, and here stands what answers for the whole catalog"
    report.add(BAD_BACKEND, scalar, message, forms)


def _check_keys(opened: Fields, entry: Entry, world: World) -> None:
    """One of the three ways to reach a system, with the keys that belong to it, and a tool that it is for."""
    report = world.report
    ways = [key for key in _PLACES if key in opened.mapping]
    if not ways and not opened.misspelt.intersection(_PLACES):
        message = "a backend has one of 'openapi' (HTTP), 'command' and 'url' (MCP)"
        report.add(BAD_BACKEND, entry.key, message, 'write it like: {openapi: shop.json, base_url: "https://…"}')
    elif len(ways) > 1:
        message = "a backend has one of 'openapi' (HTTP), 'command' and 'url' (MCP)"
        other = related(opened.key(ways[0]), "as well as this one")
        report.add(BAD_BACKEND, opened.key(ways[1]), message, "keep one of them", other)
    for key, beside in _BESIDE.items():
        if key in opened.mapping and len(ways) == 1 and ways[0] not in beside:
            help = f"it stands beside {' or '.join(repr(other) for other in beside)}"
            report.add(KEY_NOT_HERE, opened.key(key), f"'{key}' does not belong to '{ways[0]}'", help)
    if len(ways) == 1 and entry.key.text in world.catalogs:
        _check_meant_for(ways[0], opened, entry, world)


def _check_meant_for(way: str, opened: Fields, entry: Entry, world: World) -> None:
    name, kind = entry.key.text, _PLACES[way]
    backends = [tool.fields.text("backend") for tool in world.tools.values() if tool.catalog.name == name]
    if backends and not any(backend.startswith(f"{kind}:") for backend in backends):
        report, like = world.report, "http:getOrder" if kind == "http" else "mcp:server/tool"
        message = f"'{way}' is for tools with '{kind}:…' as their backend, and '{name}' has none"
        help = f"give its tools backends such as {like}, or leave this out"
        here = related(world.catalogs[name].key, "the catalog is here")
        report.add(BAD_BACKEND, opened.key(way), message, help, here)


def _check_addresses(opened: Fields, report: Report) -> None:
    for key in ("base_url", "url"):
        scalar = opened.scalar(key)
        if scalar is not None and not _ADDRESS.fullmatch(scalar.text):
            bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?", scalar.text)
            fix = mended(scalar.document, scalar.start, scalar.end, f'"https://{scalar.text}"') if bare else ""
            message = f"{named(scalar.text)} is no address"
            report.add(BAD_VALUE, scalar, message, fix or 'write it like: "https://shop.example.com"')


def _open_values(opened: Fields) -> Iterator[tuple[Scalar, str]]:
    """Every value that must hold no secret, with the header it belongs to, if any."""
    for entry in opened.map("headers"):
        if isinstance(entry.value, Scalar):
            yield entry.value, entry.key.text
    for scalar in (*opened.scalars("base_url"), *opened.scalars("url"), *opened.scalars("command")):
        yield scalar, ""


def _check_secret(scalar: Scalar, header: str, report: Report) -> None:
    if header and scalar.text.startswith("env:") and not is_variable(scalar.text):
        message = f"{named(scalar.text)} names no environment variable"
        report.add(BAD_VALUE, scalar, message, f"write it like: {header}: env:{_variable(header)}")
        return
    if not is_secret(header, scalar.text):
        return
    if not header:
        message = "this looks like a secret, which must not stand in a file"
        report.add(BAD_VALUE, scalar, message, "give it in a header: headers: {Authorization: env:NAME}")
        return
    message = f"the header '{header}' looks like a secret, which must not stand in a file"
    report.add(BAD_VALUE, scalar, message, f"write: {header}: env:{_variable(header)}")


def _variable(header: str) -> str:
    return re.sub(r"\W", "_", header).upper()
