"""`lint` in the project file: which findings the project wants to be told, and how much each weighs."""

from collections.abc import Iterator
from typing import Final

from flowkit.language import codes
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import World
from flowkit.language.rule_names import names_rules, probably
from flowkit.language.shapes import Value
from flowkit.language.tree import Mapping, Scalar, Sequence

SEVERITIES: Final = ("error", "warning", "note", "off")
_LINT = KINDS["lint"]


def read_lint(fields: Fields, world: World) -> dict[str, Value]:
    """What stands under `lint`; names of rules that do not exist are reported, and left in."""
    node = fields.node("lint")
    if not isinstance(node, Mapping):
        return {}
    opened = open_mapping(_LINT, node, fields.key("lint"), world.report)
    settings: dict[str, Value] = {key: opened.texts(key) for key in ("select", "ignore") if key in opened}
    if "severity" in opened:
        severities = {entry.key.text: entry.value for entry in opened.map("severity")}
        settings["severity"] = {code: node.text for code, node in severities.items() if isinstance(node, Scalar)}
        for node in severities.values():
            if isinstance(node, Scalar) and node.text not in SEVERITIES:
                world.report.add(codes.BAD_VALUE, node, "a severity is one of error, warning, note, off")
    if "per_file_ignores" in opened:
        files = {entry.key.text: entry.value for entry in opened.map("per_file_ignores")}
        settings["per_file_ignores"] = {
            path: tuple(each.text for each in _scalars(node)) for path, node in files.items()
        }
    if "fail_on" in opened:
        settings["fail_on"] = opened.word("fail_on")
    for name in _names(opened):
        if not names_rules(name.text):
            meant = probably(name.text)
            help = f"did you mean '{meant}'?" if meant else "flowkit rules lists all of them"
            world.report.add(codes.UNKNOWN_RULE, name, f"there is no rule '{name.text}'", help)
    return settings


def _names(opened: Fields) -> Iterator[Scalar]:
    """Where rules are named."""
    for key in ("select", "ignore"):
        yield from opened.scalars(key)
    for entry in opened.map("severity"):
        yield entry.key
    for entry in opened.map("per_file_ignores"):
        yield from _scalars(entry.value)


def _scalars(node: object) -> Iterator[Scalar]:
    for each in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(each, Scalar):
            yield each
