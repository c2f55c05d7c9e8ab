"""The list of mutants: what is switched off, where, and what becomes of the source then.

A text of one line may stand anywhere in a line. One of several lines is whole lines, written without their indentation;
they stand there with any.
"""

import ast
import hashlib
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
CHECKS = Path(__file__).parent / "checks"
NOTICED = Path(__file__).parent / "noticed.yaml"
DEEPEST = 32
"""The deepest indentation at which lines are looked for."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One check, switched off.

    Args:
        name: a few words, unlike all others.
        without: a sentence that says what would become of a caller without the check.
        file: the file of the check, below the project's folder.
        text: the source as it stands there, exactly once.
        instead: what stands there when the check is switched off.
        tests: the test files that ought to notice.
    """

    name: str
    without: str
    file: str
    text: str
    instead: str
    tests: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Tells whether a recorded result is of this very mutant."""
        return hashlib.sha256("\0".join((self.file, self.text, self.instead)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Group:
    """The mutants of one rule."""

    name: str
    rule: str
    mutants: tuple[Mutant, ...]


class DoesNotApply(ValueError):
    """The source of a mutant does not stand in its file exactly once, or makes no Python when it is replaced."""


def groups() -> tuple[Group, ...]:
    """All groups, in the order of the files in `checks/`."""
    read = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(CHECKS.glob("*.yaml")))
    return tuple(_group(each) for whole in read for each in whole)


def _group(plain: Mapping[str, Any]) -> Group:
    mutants = tuple(
        Mutant(
            each["name"],
            each["without"],
            each["file"],
            each["text"],
            each["instead"],
            tuple(each.get("tests") or plain["tests"]),
        )
        for each in plain["mutants"]
    )
    return Group(plain["group"], plain["rule"], mutants)


def mutants() -> tuple[Mutant, ...]:
    """All mutants."""
    return tuple(mutant for group in groups() for mutant in group.mutants)


def switched_off(mutant: Mutant, source: str) -> str:
    """A source with the check of a mutant switched off.

    Raises:
        DoesNotApply: the text does not stand there exactly once.
    """
    found = list(_places(mutant.text, source))
    if len(found) != 1:
        times = "not" if not found else f"{len(found)} times"
        raise DoesNotApply(f"'{mutant.name}': its text is {times} in {mutant.file}")
    start, end, indent = found[0]
    return source[:start] + textwrap.indent(mutant.instead, indent) + source[end:]


def parsed(mutant: Mutant, source: str) -> str:
    """The same, looked at once more.

    Raises:
        DoesNotApply: the text does not stand there exactly once, or what comes of it is no Python.
    """
    mutated = switched_off(mutant, source)
    try:
        ast.parse(mutated)
    except SyntaxError as error:
        raise DoesNotApply(f"'{mutant.name}': what is left of {mutant.file} is no Python: {error}") from error
    return mutated


def _places(text: str, source: str) -> Iterator[tuple[int, int, str]]:
    """Where a text stands, each as (start, end, the indentation of its lines)."""
    if "\n" not in text:
        yield from ((found.start(), found.end(), "") for found in re.finditer(re.escape(text), source))
        return
    for depth in range(0, DEEPEST, 4):
        indent = " " * depth
        lines = re.escape(textwrap.indent(text, indent))
        yield from ((found.start(), found.end(), indent) for found in re.finditer(rf"^{lines}", source, re.MULTILINE))


# What was noticed.


@dataclass(frozen=True, slots=True)
class Noticed:
    """A result on record: the test that noticed, as `file::name`, and the digest of the mutant that it noticed."""

    test: str
    digest: str


def noticed() -> dict[str, Noticed]:
    """The results of the last runs, by the mutants' names."""
    plain = yaml.safe_load(NOTICED.read_text(encoding="utf-8")) if NOTICED.exists() else {}
    return {name: Noticed(each["test"], each["digest"]) for name, each in (plain or {}).items()}


def keep(found: Mapping[str, Noticed | None], every: Sequence[Mutant]) -> None:
    """Puts results on record, in the order of the list; what nobody noticed goes, and what is not in the list any more.

    Args:
        found: what was found out just now, by the mutants' names; all others stay as they were.
    """
    known: dict[str, Noticed | None] = {**noticed(), **found}
    kept = ((one.name, known.get(one.name)) for one in every)
    plain = {name: {"test": each.test, "digest": each.digest} for name, each in kept if each is not None}
    head = "# Written by `make mutants`: which test noticed that a check was switched off.\n"
    NOTICED.write_text(head + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=1000), encoding="utf-8")
