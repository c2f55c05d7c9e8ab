"""The digest of a project: what a record names to say which flows a call was carried on.

It covers everything that decides what happens on a call: all the model holds, and all that was compiled from it. It
does not cover where the files are, in which order they were read, how they are laid out and commented, how calls are
operated, how they are tested, and how the linter is set.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flowkit.language.model import Project
from flowkit.language.shapes import UNSET

if TYPE_CHECKING:
    from flowkit.language.model.translations import Translation


def digest_of(project: Project, compiled: Mapping[str, Any]) -> str:
    """The SHA-256 of a project and what was compiled from it, as 64 hexadecimal digits.

    Args:
        compiled: the compiled groups and briefs, as JSON.
    """
    text = json.dumps(
        {"project": _canonical(_decisive(project)), "compiled": compiled},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _decisive(project: Project) -> Project:
    """The project without what decides nothing on a call, and with the maps that files add up to in one order."""
    environments = {name: replace(each, operations={}) for name, each in sorted(project.environments.items())}
    return replace(
        project,
        flows=dict(sorted(project.flows.items())),
        tools=dict(sorted(project.tools.items())),
        records=dict(sorted(project.records.items())),
        environments=environments,
        translations={name: _in_order(each) for name, each in sorted(project.translations.items())},
        operations={},
        suites={},
        lint={},
    )


def _in_order(translation: "Translation") -> "Translation":
    texts, read_backs = dict(sorted(translation.texts.items())), dict(sorted(translation.read_backs.items()))
    return replace(translation, texts=texts, read_backs=read_backs)


def _canonical(value: Any) -> Any:
    """A value of the model as JSON; what takes no part in comparing (places, evaluators) is left out."""
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"decimal": format(value, "f")}
        case datetime() | date() | time():
            return {type(value).__name__: value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case Mapping():
            return {"map": [[key, _canonical(item)] for key, item in value.items()]}
        case tuple() | list():
            return [_canonical(item) for item in value]
        case frozenset():
            return {"set": sorted(value)}
    if value is UNSET:
        return {"unset": True}
    if is_dataclass(value) and not isinstance(value, type):
        parts = [[part.name, _canonical(getattr(value, part.name))] for part in fields(value) if part.compare]
        return {type(value).__name__: parts}
    # Leaving out what is not known would let two different projects have one digest.
    raise TypeError(f"a {type(value).__name__} has no place in a digest")
