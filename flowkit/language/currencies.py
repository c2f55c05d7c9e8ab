"""Currencies: how many decimals each has, and how an amount is written. Source: ISO 4217, minor units."""

from decimal import Decimal
from typing import Final

_DECIMALS: Final = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_UNITS: Final = {0: Decimal(1), 2: Decimal("0.01"), 3: Decimal("0.001")}


def decimals(currency: str) -> int:
    """How many decimals an amount in this currency has: 0, 2 or 3."""
    return _DECIMALS.get(currency, 2)


def exact(amount: Decimal, currency: str) -> Decimal | None:
    """The amount with the currency's decimals; `None` when it has more than the currency. Nothing is rounded."""
    rounded = amount.quantize(_UNITS[decimals(currency)])
    return rounded if rounded == amount else None


def written(amount: Decimal, currency: str) -> str:
    """`12.50`: the amount in figures with the currency's decimals, and with more only where it has more."""
    unit = _UNITS[decimals(currency)]
    if amount.as_tuple().exponent == unit.as_tuple().exponent:
        return format(amount, "f")
    rounded = amount.quantize(unit)
    return format(rounded if rounded == amount else amount, "f")
