"""What rules are called where a project names them: a code, a slug, or the beginning of several codes.

`FK202` and `unreachable-state` are the same rule; `FK5` is every rule about words.
"""

import re
from collections.abc import Mapping
from functools import cache

from flowkit.language import codes
from flowkit.language.diagnostic import Code
from flowkit.language.expressions.spelling import nearest

_BEGINNING = re.compile(r"FK\d{0,2}")


@cache
def all_rules() -> Mapping[str, Code]:
    """Every code of the registry, by its number, in their order."""
    kinds = [each for each in vars(codes).values() if isinstance(each, Code)]
    return {each.code: each for each in sorted(kinds, key=lambda kind: kind.code)}


@cache
def _by_name() -> Mapping[str, Code]:
    return {**all_rules(), **{kind.slug: kind for kind in all_rules().values()}}


def rule(name: str) -> Code | None:
    """The one rule that a code or a slug names."""
    return _by_name().get(name)


def names_rules(name: str) -> bool:
    """Whether a code, a slug, or the beginning of codes names at least one rule."""
    return name in _by_name() or (
        _BEGINNING.fullmatch(name) is not None and any(code.startswith(name) for code in all_rules())
    )


def named_by(kind: Code, name: str) -> int:
    """How closely a name means a rule: 0 where it does not, else by how much of the code it says.

    The whole code and the slug say all of it.
    """
    if name == kind.slug:
        return len(kind.code)
    whole = name == kind.code or _BEGINNING.fullmatch(name) is not None
    return len(name) if whole and kind.code.startswith(name) else 0


def probably(name: str) -> str:
    """The name of the rule that was probably meant, or ""."""
    return nearest(name, all_rules()) if name[:2].upper() == "FK" else nearest(name, _by_name())
