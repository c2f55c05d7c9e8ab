"""Cells: the stretches of a value between which no guard can tell a difference, each by one value of it.

Whole numbers have nothing between 10 and 11, money nothing between its smallest units, dates nothing between days. What
stands for a cell is the value nearest to the border, for that is what explains a slip best.
"""

from decimal import Decimal
from typing import Any, Final

from flowkit.language.shapes import UNSET
from flowkit.lint.guards.sums import DAY
from flowkit.lint.guards.variables import Variable


class _Other:
    """Stands for a text, or a thing, that is none of those that guards name."""

    def __repr__(self) -> str:
        return "another one"


OTHER: Final = _Other()
_STEPS: Final = {"integer": Decimal(1), "date": Decimal(DAY), "datetime": Decimal(1), "time": Decimal(1)}
_CENT: Final = Decimal("0.01")
_CENTS: Final = frozenset(("USD", "EUR", "GBP"))
_NOTHING: Final = Decimal(0)
_ENDLESS: Final = Decimal("Infinity")
_LAST_MINUTE: Final = Decimal(DAY - 1)


def fill(variable: Variable, currency: str) -> None:
    """Works out the cells of a value; the one of being unset comes first."""
    variable.cells = [UNSET] if variable.can_be_unset else []
    match variable.kind:
        case "number" | "form":
            variable.cells += _numbers(variable, step(variable, currency))
        case "list":
            variable.lowest = Decimal(0)
            variable.constants.setdefault(Decimal(0), Decimal(0))
            variable.cells += _numbers(variable, Decimal(1))
        case "words":
            variable.cells += _words(variable)
        case "truth" | "opaque":
            variable.cells += [True, False]
        case "thing":
            variable.cells.append(OTHER)


def step(variable: Variable, currency: str) -> Decimal | None:
    """How far two neighbouring values are apart; None where there is always one between."""
    narrow = variable.narrow if variable.narrow in ("integer", "money", "number") else variable.type
    if variable.kind == "form" and not (variable.whole and (variable.narrow or variable.type in ("date", "datetime"))):
        return None
    if narrow == "money":
        return _smallest(currency) if variable.narrow == "money" else None
    if narrow == "integer" and variable.narrow != "integer":
        return None
    return _STEPS.get(narrow)


def _smallest(currency: str) -> Decimal:
    """The smallest amount of a currency; that of the most frequent ones is told without the table of all."""
    if currency in _CENTS:
        return _CENT
    from flowkit.language.currencies import decimals

    return Decimal(1).scaleb(-decimals(currency))


def stretch(variable: Variable, value: Decimal, currency: str) -> tuple[Decimal, Decimal]:
    """The least and the largest value of the cell that a value stands for; infinite where it has no end."""
    if value in variable.constants:
        return value, value
    unit = step(variable, currency)
    near = unit or _NOTHING
    lower = max((each for each in variable.constants if each < value), default=None)
    upper = min((each for each in variable.constants if each > value), default=None)
    least = variable.lowest if variable.lowest is not None else -_ENDLESS
    return (
        least if lower is None else _above(lower, unit, near),
        _ENDLESS if upper is None else _below(upper, unit, near),
    )


def _numbers(variable: Variable, step: Decimal | None) -> list[Decimal]:
    """Below, at, between and above the constants, as far as there are values there."""
    borders = sorted(variable.constants)
    if not borders:
        return [Decimal(0)]
    near = step or (_CENT if variable.type in ("money", "number") else Decimal(1))
    found = [_below(borders[0], step, near)]
    for place, border in enumerate(borders):
        if step is None or border % step == 0:
            found.append(border)
        above = _above(border, step, near)
        if place + 1 == len(borders) or above < borders[place + 1]:
            found.append(above)
        elif step is None:
            found.append((border + borders[place + 1]) / 2)
    lowest = variable.lowest if variable.type != "time" else Decimal(0)
    highest = None if variable.type != "time" else _LAST_MINUTE
    return [each for each in found if (lowest is None or each >= lowest) and (highest is None or each <= highest)]


def _below(border: Decimal, step: Decimal | None, near: Decimal) -> Decimal:
    if step is None or border % step == 0:
        return border - near
    return (border // step - (border < 0)) * step


def _above(border: Decimal, step: Decimal | None, near: Decimal) -> Decimal:
    if step is None or border % step == 0:
        return border + near
    return (border // step + (border > 0)) * step


def _words(variable: Variable) -> list[Any]:
    """The options that guards name, and one that none names; or the texts that they name, and any other."""
    if variable.options:
        named = [option for option in variable.options if option in variable.constants]
        rest = next((option for option in variable.options if option not in variable.constants), None)
        return named if rest is None else [*named, rest]
    return [*(each for each in variable.constants if _fits(variable, each)), OTHER]


def _fits(variable: Variable, folded: Any) -> bool:
    pattern = "" if variable.shape is None else variable.shape.pattern
    if not pattern:
        return True
    from flowkit.language.acceptance import matches

    return matches(pattern, variable.constants[folded]) or matches(pattern, folded)
