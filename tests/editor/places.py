"""A file with the cursor in a map of a kind, however deep the kind stands."""

from dataclasses import dataclass

from flowkit.language.building.table import forms
from flowkit.language.building.table.forms import Form, Kind
from flowkit.language.building.table.kinds import KINDS
from tests.language.building.random_files import FIRST, Target, kinds_in, targets


@dataclass(frozen=True)
class Spot:
    """The text of a file, whose last line is the empty one with the cursor."""

    text: str

    @property
    def cursor(self) -> dict[str, int]:
        lines = self.text.split("\n")
        return {"line": len(lines) - 1, "character": len(lines[-1])}


def spots(schema: str, file_kind: Kind) -> dict[str, Spot]:
    """For each kind of map that stands in a file of a kind: such a file, with the cursor in such a map."""
    first = next(iter(file_kind.keys))
    head = f"# yaml-language-server: $schema=../schemas/{schema}.schema.json\n"
    found = {file_kind.name: Spot(f"{head}{first}: {FIRST[first]}\n")}
    for way in targets(file_kind).values():
        kind, key = way[-1]
        for below in kinds_in(KINDS[kind].keys[key].form):
            if below not in found:
                found[below] = Spot(f"{head}{first}: {FIRST[first]}\n{_lines(way, below)}")
    return found


def _lines(way: tuple[Target, ...], last: str) -> str:
    lines: list[str] = []
    indent = ""
    for number, (kind, key) in enumerate(way):
        below = way[number + 1][0] if number + 1 < len(way) else last
        lines.append(f"{indent}{key}:")
        indent += "  "
        for name in _names(KINDS[kind].keys[key].form, below):
            lines.append(f"{indent}{name}:")
            indent += "  "
    return "\n".join((*lines, indent))


def _names(form: Form, below: str) -> list[str]:
    """The names that stand between a key and the map below it."""
    match form:
        case forms.MapOf(value=inner):
            return ["some_name", *_names(inner, below)]
        case forms.Several(item=inner) | forms.ListOf(item=inner):
            return _names(inner, below)
        case forms.Either(forms=alternatives):
            return _names(next(each for each in alternatives if below in kinds_in(each)), below)
        case _:
            return []
