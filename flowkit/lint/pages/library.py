"""All pages: found by code or slug, read when they are asked for.

The texts lie beside this module, as its code does, so that reading one is like importing it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from flowkit.language.diagnostic import Code
from flowkit.language.rule_names import rule
from flowkit.lint.pages.form import Page, parse

SUBJECTS: Final = {
    "0": "The YAML text",
    "1": "Shape and names",
    "2": "The graph",
    "3": "Guards and slots",
    "4": "Tools and consent",
    "5": "Words and translations",
    "6": "Tests",
    "7": "Policies",
    "8": "Limits of the Realtime API",
    "9": "Checking itself",
}
"""What a code is about, by the digit behind FK."""
_SHOP: Final = (
    "flowkit.yaml",
    "front_door.yaml",
    "identify.yaml",
    "orders.yaml",
    "repairs.yaml",
    "example.yaml",
    "tools/shop.yaml",
)


def subject(code: str) -> str:
    """What a code is about."""
    return SUBJECTS[code[2]]


def find(name: str) -> Code | None:
    """The rule that a code or a slug means, in capitals or not."""
    wanted = name.strip()
    return rule(wanted.upper()) or rule(wanted.casefold().replace("_", "-"))


@cache
def page(code: str) -> Page:
    """The page of a code.

    Raises:
        FileNotFoundError: it has none.
        NotAPage: its text is none.
    """
    return parse(code, _text(f"{code}.md"))


@cache
def shop() -> Mapping[str, str]:
    """The files of the shop that examples stand in, by path."""
    return {name: _text(f"shop/{name}") for name in _SHOP}


def page_names() -> list[str]:
    """The codes that have a page, in their order."""
    from importlib.resources import files

    names = (each.name for each in files(__package__).iterdir())
    return sorted(name.removesuffix(".md") for name in names if name.endswith(".md"))


def _text(path: str) -> str:
    from importlib.resources import files  # twenty milliseconds, where a page is wanted

    return files(__package__).joinpath(path).read_text(encoding="utf-8")
