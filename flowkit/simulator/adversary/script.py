"""When an adversary misbehaves: by chance from a seed, or by a script.

A script is a text with one line for each misbehaviour; `#` begins a comment:

    2: claim_success        the second response that the server gives
    3-5: nothing            the third to the fifth
    6+: invent new_day      the sixth and all after it
    once: swap              the first response that it fits
    always: mishear         every response that it fits
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from flowkit.simulator.adversary.catalogue import MISBEHAVIOURS, nearest

OFTEN = 0.35
"""How probable it is that a response misbehaves, if a seed says nothing else."""

_SEED = re.compile(r"seed:(-?\d+)(?::(0|1|0?\.\d+|1\.0))?")
_LINE = re.compile(r"(?:(\d+)(?:-(\d+)|(\+))?|(once|always))\s*:\s*([\w-]+)(?:\s+(.*))?")


class ScriptError(ValueError):
    """A script or seed that cannot be read.

    Args:
        message: What is wrong, and where.
        hint: What to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Wanted:
    """A misbehaviour that may strike now; `line` is its place in the script, from 0, or -1."""

    name: str
    detail: str = ""
    line: int = -1


@dataclass(frozen=True, slots=True)
class Seeded:
    """Each response misbehaves with a probability, the first that fits of all in an order by chance.

    Attributes:
        seed: The same seed does the same in the same call.
        often: The probability, 0 to 1.
        among: The names that it takes from; all by default.
    """

    seed: int
    often: float = OFTEN
    among: tuple[str, ...] = tuple(MISBEHAVIOURS)

    def wanted(self, number: int, chance: Random, struck: frozenset[int]) -> Iterator[Wanted]:
        """What may strike at a response, in order."""
        if chance.random() < self.often:
            yield from (Wanted(name) for name in chance.sample(self.among, len(self.among)))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script: for the responses from `first` to `last`, or only `once`."""

    first: int
    last: int | None
    name: str
    detail: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """Misbehaviours at their responses; of several at one, the first that fits."""

    lines: tuple[Line, ...]
    seed: int = 0

    def wanted(self, number: int, chance: Random, struck: frozenset[int]) -> Iterator[Wanted]:
        """What may strike at a response, in order."""
        for place, line in enumerate(self.lines):
            due = line.first <= number and (line.last is None or number <= line.last)
            if due and not (line.once and place in struck):
                yield Wanted(line.name, line.detail, place)


Plan = Seeded | Script


def read_plan(text: str) -> Plan | None:
    """`seed:7`, `seed:7:0.5` (with a probability) or the name of a misbehaviour; `None` if it is neither.

    Raises:
        ScriptError: It begins like a seed and is none.
    """
    if text.startswith("seed:"):
        found = _SEED.fullmatch(text)
        if found is None:
            raise ScriptError(f"'{text}' is no seed", "write it as seed:7, or with a probability as seed:7:0.5")
        return Seeded(int(found[1]), float(found[2]) if found[2] else OFTEN)
    return Script((Line(1, None, text),)) if text in MISBEHAVIOURS else None


def read_script(text: str, name: str = "script") -> Script:
    """A script.

    Args:
        text: Its lines.
        name: How errors call it.

    Raises:
        ScriptError: A line cannot be read, a name is unknown, or there is no line at all.
    """
    lines = []
    for number, written in enumerate(text.splitlines(), 1):
        line = written.partition("#")[0].strip()
        if line:
            lines.append(_read_line(line, f"{name}, line {number}"))
    if not lines:
        raise ScriptError(f"{name} says nothing", "write lines such as '2: claim_success'")
    return Script(tuple(lines))


def _read_line(line: str, where: str) -> Line:
    found = _LINE.fullmatch(line)
    if found is None:
        hint = "write 'response: misbehaviour', such as '2: claim_success', '3-5: nothing' or 'once: swap'"
        raise ScriptError(f"{where}: '{line}' cannot be read", hint)
    first, last, on, how, name, detail = found.groups()
    check_name(name, where)
    takes = MISBEHAVIOURS[name].takes
    if detail and not takes:
        raise ScriptError(f"{where}: nothing may stand behind '{name}', but '{detail}' does", "leave it out")
    if how:
        return Line(1, None, name, detail or "", once=how == "once")
    start, end = int(first), int(last or first)
    if start < 1 or end < start:
        raise ScriptError(f"{where}: there are no responses '{line.partition(':')[0]}'", "they are counted from 1")
    return Line(start, None if on else end, name, detail or "")


def check_name(name: str, where: str = "") -> None:
    """Raises a `ScriptError` if there is no misbehaviour of that name."""
    if name not in MISBEHAVIOURS:
        meant = nearest(name)
        hint = f"did you mean '{meant}'?" if meant else "'flowkit simulate --adversary list' shows all"
        raise ScriptError(f"{where}: there is no misbehaviour '{name}'" if where else f"no misbehaviour '{name}'", hint)
