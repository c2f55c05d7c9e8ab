"""Values that nobody said: of the right kind, so that only the caller's words can tell that they are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from flowkit.simulator.adversary.scene import Scene
from flowkit.simulator.local_model.parameters import Kind, Parameter, parameters

_PIECE = re.compile(r"\[([^\]]+)\](?:\{(\d+)(?:,\d*)?\}|([+*?]))?|\\d(?:\{(\d+)(?:,\d*)?\}|([+*?]))?|([^\\\[\](){}|])")
_SOME_DAY = date(2026, 3, 9)
_PLAIN: Mapping[Kind, tuple[Any, ...]] = {
    Kind.EMAIL: ("somebody@example.org", "no.one@example.net", "root@example.com"),
    Kind.PHONE: ("+12125550199", "+13475550111"),
    Kind.POSTCODE: ("90210", "60601", "73301"),
    Kind.NAME: ("Robin", "Alex", "Sam"),
    Kind.TEXT: ("1 Invented Road", "Nowhere", "as usual"),
    Kind.TIME: ("08:15", "17:45"),
    Kind.DURATION: ("PT45M", "P3D"),
    Kind.CODE: ("ZZ99", "X0X0"),
    Kind.DIGITS: ("4711", "90909"),
}


def options(scene: Scene, parameter: Parameter) -> tuple[str, ...]:
    """The real values of a parameter that are known: an enum's, or the options that the notes listed."""
    offered = scene.note.options.get(parameter.name) or scene.now.offered.get(parameter.name, ())
    return parameter.values or tuple(option.key for option in offered)


def invented(scene: Scene, parameter: Parameter, but: Any = None) -> Any:
    """A value of the parameter's kind that is not `but`; from its options, where they are known."""
    found = [value for value in _candidates(scene, parameter) if str(value) != str(but)]
    value = scene.chance.choice(found) if found else "something else"
    return [value] if parameter.many else value


def other_real(scene: Scene, parameter: Parameter, value: Any) -> Any:
    """Another real value: another option; where there are none, `None`."""
    kept = str(value[0] if isinstance(value, list) and value else value)
    others = [option for option in options(scene, parameter) if option != kept]
    if others:
        chosen = scene.chance.choice(others)
        return [chosen] if parameter.many else chosen
    if parameter.kind in (Kind.DATE, Kind.DATETIME) and (day := _day(kept)):
        return (day + timedelta(scene.chance.choice((1, 7)))).isoformat() + kept[10:]
    if parameter.kind is Kind.YES_NO:
        return not value
    return None


def misheard(scene: Scene, value: Any) -> Any:
    """A text with one sign changed, or a number with one added."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    places = [index for index, sign in enumerate(str(value)) if sign.isalnum()]
    if not isinstance(value, str) or not places:
        return None
    place = scene.chance.choice(places)
    sign = value[place]
    alphabet = "0123456789" if sign.isdigit() else "abcdefghijklmnopqrstuvwxyz"
    other = scene.chance.choice([each for each in alphabet if each != sign.lower()])
    return f"{value[:place]}{other.upper() if sign.isupper() else other}{value[place + 1 :]}"


def arguments_of(scene: Scene, function: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments for a function: what is known under that name, or what looks most like it."""
    return {one.name: _argument(scene, one) for one in parameters(function)}


def _argument(scene: Scene, parameter: Parameter) -> Any:
    known = {**scene.now.held, **{name: fact.value for name, fact in scene.note.known.items()}}
    if parameter.name in known:
        return known[parameter.name]
    tail = parameter.name.rpartition("_")[2]
    alike = [value for name, value in known.items() if tail in name or name in parameter.name]
    listed = [option.key for group in scene.now.offered.values() for option in group]
    return scene.chance.choice(alike or listed or [invented(scene, parameter)])


def _candidates(scene: Scene, parameter: Parameter) -> Iterator[Any]:
    listed = options(scene, parameter)
    if listed:
        yield from listed
        return
    chance = scene.chance
    day = (scene.note.today or _SOME_DAY) + timedelta(chance.randint(1, 20))
    match parameter.kind:
        case Kind.YES_NO:
            yield from (True, False)
        case Kind.NUMBER | Kind.MONEY:
            number = chance.randint(2, 400)
            yield from (number, number + 1) if not parameter.written else (str(number), str(number + 1))
        case Kind.DATE:
            yield from (day.isoformat(), (day + timedelta(1)).isoformat())
        case Kind.DATETIME | Kind.OPTION:
            yield from (f"{day.isoformat()}T{chance.randint(8, 17):02}:30", "x99")
        case _ if made := of_pattern(parameter.pattern, chance):
            yield made
            yield of_pattern(parameter.pattern, chance)
        case kind:
            yield from _PLAIN.get(kind, ("something",))


def of_pattern(pattern: str, chance: Random) -> str:
    """A text that a simple pattern allows, such as `[A-Z0-9]{4}`; empty for one that is not simple."""
    made = ""
    for piece in _PIECE.finditer(pattern.strip("^$")):
        signs, times, many, digits, more, literal = piece.groups()
        if literal:
            made += literal
            continue
        count = int(times or digits or (3 if many or more else 1))
        made += "".join(chance.choice(_signs(signs or "0-9")) for _ in range(count))
    return made if pattern and re.fullmatch(pattern, made) else ""


def _signs(inside: str) -> str:
    spans = re.sub(r"(\w)-(\w)", lambda span: "".join(map(chr, range(ord(span[1]), ord(span[2]) + 1))), inside)
    return spans.replace("\\d", "0123456789") or "0"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
