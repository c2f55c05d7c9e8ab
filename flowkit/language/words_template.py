"""Texts with `{% %}`: a template of Jinja2's sandbox that holds nothing but statements and numbered names.

Each number stands for a part of the words: a fixed stretch, or a `Numbered` that evaluates its expression when the
template comes to it. So nothing that a designer or a caller wrote is ever source to the engine, and there is nothing
in it to be called: no loader, no filters, no globals.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flowkit.language.words import Printed, Statement

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

Said = Callable[[], str]
Holds = Callable[[], bool]
Rounds = Callable[[], Iterator[None]]


class Numbered:
    """One part of the words inside a template. It is asked when the template comes to it, and not before."""

    __slots__ = ("_holds", "_rounds", "_said")

    def __init__(self, said: Said | None = None, holds: Holds | None = None, rounds: Rounds | None = None) -> None:
        self._said, self._holds, self._rounds = said, holds, rounds

    def __str__(self) -> str:
        return self._said() if self._said is not None else ""

    def __bool__(self) -> bool:
        return self._holds() if self._holds is not None else True

    def __iter__(self) -> Iterator[None]:
        return self._rounds() if self._rounds is not None else iter(())


def render(parts: Sequence[str | Printed | Statement], numbered: Callable[[int], str | Numbered]) -> str:
    """The text that the parts make.

    Args:
        parts: of words whose statements are in balance.
        numbered: what stands for the part of a number.
    """
    names = {f"e{number}": numbered(number) for number in range(len(parts))}
    return _template(structure(parts)).render(names)


def structure(parts: Sequence[str | Printed | Statement]) -> str:
    """The template's source: statements and numbers."""
    return "".join(_source(number, part) for number, part in enumerate(parts))


def _source(number: int, part: str | Printed | Statement) -> str:
    match part:
        case Statement(keyword="if" | "elif" as word):
            return f"{{% {word} e{number} %}}"
        case Statement(keyword="for"):
            return f"{{% for x{number} in e{number} %}}"
        case Statement(keyword=word):
            return f"{{% {word} %}}"
        case _:
            return f"{{{{ e{number} }}}}"


@lru_cache(maxsize=1024)
def _template(source: str) -> "Template":
    return _environment().from_string(source)


@lru_cache(maxsize=1)
def _environment() -> "SandboxedEnvironment":
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(loader=None, autoescape=False, cache_size=0)
    for names in (environment.globals, environment.filters, environment.tests):
        names.clear()
    return environment


__all__: Final = ["Numbered", "render", "structure"]
