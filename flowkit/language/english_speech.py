"""English: values as words that are spoken. What it says, the readers read back.

Numbers are words up to a thousand and figures with commas above, which voices read well; amounts are always words, so
that two in one sentence sound alike.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from flowkit.language import currencies
from flowkit.language.readers.english_money import SPOKEN_CURRENCIES
from flowkit.language.readers.english_names import MONTH_NAMES, ORDINAL_NAMES, SMALL_NAMES, TEN_NAMES, WEEKDAY_NAMES

YES, NO = "yes", "no"
PLUS, AT, DOT = "plus", "at", "dot"
SIGNS: Final = {
    "@": "at", ".": "dot", "-": "dash", "_": "underscore", "+": "plus", "/": "slash", "#": "hash", "&": "ampersand",
    "%": "percent", "'": "apostrophe", "*": "star", "=": "equals",
}  # fmt: skip
_MOST_IN_WORDS: Final = 1000
_SCALES: Final = ((1_000_000, "million"), (1000, "thousand"))
_MOST_MONEY_IN_WORDS: Final = 1_000_000_000
_YEAR: Final = timedelta(days=366)
_MOST_DECIMALS: Final = 4


def number(value: int | Decimal) -> str:
    """`minus three`, `twelve`, `three point five`, `1,250`."""
    if value < 0:
        return f"minus {number(-value)}"
    if isinstance(value, int) or value == value.to_integral_value():
        whole = int(value)
        return _words(whole) if whole <= _MOST_IN_WORDS else f"{whole:,}"
    whole_text, decimals = format(value, "f").split(".")
    decimals = decimals.rstrip("0")
    if value > _MOST_IN_WORDS or len(decimals) > _MOST_DECIMALS:
        return f"{int(whole_text):,}.{decimals}"
    return f"{_words(int(whole_text))} point {' '.join(SMALL_NAMES[int(digit)] for digit in decimals)}"


def _words(value: int) -> str:
    """A whole number from 0 to 1000."""
    if value < 20:
        return SMALL_NAMES[value]
    if value < 100:
        ten, unit = divmod(value, 10)
        return TEN_NAMES[ten - 2] + (f"-{SMALL_NAMES[unit]}" if unit else "")
    if value == _MOST_IN_WORDS:
        return "one thousand"
    hundred, rest = divmod(value, 100)
    return f"{SMALL_NAMES[hundred]} hundred" + (f" {_words(rest)}" if rest else "")


def _amount(value: int) -> str:
    """A whole amount: always words, below a thousand million."""
    if value >= _MOST_MONEY_IN_WORDS:
        return f"{value:,}"
    parts = []
    for size, name in _SCALES:
        count, value = divmod(value, size)
        parts += [f"{_words(count)} {name}"] if count else []
    parts += [_words(value)] if value or not parts else []
    return " ".join(parts)


def ordinal(value: int) -> str:
    """`sixth`, `twenty-first`: the number of a day, 1 to 31."""
    if value <= 20:
        return ORDINAL_NAMES[value]
    if value == 30:
        return "thirtieth"
    ten, unit = divmod(value, 10)
    return f"{TEN_NAMES[ten - 2]}-{ORDINAL_NAMES[unit]}"


def year(value: int) -> str:
    """`twenty twenty-seven`, `two thousand five`, `nineteen oh five`; figures before 1100 and after 2199."""
    century, rest = divmod(value, 100)
    if not 1100 <= value < 2200:
        return str(value)
    if value // 10 == 200:
        return "two thousand" + (f" {_words(rest)}" if rest else "")
    if rest == 0:
        return f"{_words(century)} hundred"
    return f"{_words(century)} {'oh ' if rest < 10 else ''}{_words(rest)}"


def day(value: date, today: date) -> str:
    """`Friday, March sixth`, with the year when it is not this one; more than a year away without the weekday."""
    said = f"{MONTH_NAMES[value.month - 1]} {ordinal(value.day)}"
    if abs(value - today) <= _YEAR:
        said = f"{weekday(value)}, {said}"
    return said if value.year == today.year else f"{said}, {year(value.year)}"


def weekday(value: date) -> str:
    """`Friday`."""
    return WEEKDAY_NAMES[value.weekday()]


def clock(value: time) -> str:
    """`ten am`, `half past two pm`, `quarter to ten am`, `ten twenty am`, `noon`; without seconds."""
    hour, minute = value.hour, value.minute
    if minute == 0 and hour % 12 == 0:
        return "noon" if hour else "midnight"
    half = "pm" if hour >= 12 else "am"
    named = _words(hour % 12 or 12)
    if minute == 0:
        return f"{named} {half}"
    if minute == 30:
        return f"half past {named} {half}"
    if minute == 15:
        return f"quarter past {named} {half}"
    # Before noon and midnight the next hour belongs to the other half of the day: "quarter to twelve am" misleads.
    if minute == 45 and hour % 12 != 11:
        return f"quarter to {_words((hour + 1) % 12 or 12)} {half}"
    return f"{named} {'oh ' if minute < 10 else ''}{_words(minute)} {half}"


def moment(value: datetime, today: date) -> str:
    """`Friday, March sixth at ten am`."""
    return f"{day(value.date(), today)} at {clock(value.time())}"


def money(value: Decimal, currency: str) -> str:
    """`twelve dollars fifty`, `twelve dollars and five cents`, `fifty cents`, `one thousand two hundred dollars`."""
    if value < 0:
        return f"minus {money(-value, currency)}"
    one, several, small, smalls = SPOKEN_CURRENCIES.get(currency, (currency, currency, "", ""))
    exact = currencies.exact(value, currency)
    whole = int(value)
    if exact is None or (value != whole and not small):
        return f"{whole:,}{currencies.written(value, currency)[len(str(whole)) :]} {several}"
    digits = currencies.decimals(currency)
    rest = int((exact - whole) * 10**digits)
    main = f"{_amount(whole)} {one if whole == 1 else several}"
    if not rest:
        return main
    cents = f"{number(rest)} {small if rest == 1 else smalls}"
    if not whole:
        return cents
    return f"{main} {number(rest)}" if digits == 2 and rest >= 10 else f"{main} and {cents}"


def length(value: timedelta) -> str:
    """`one day, two hours and five minutes`: the largest unit first, days being the largest; to the second."""
    if value < timedelta():
        return f"minus {length(-value)}"
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    counts = ((value.days, "day"), (hours, "hour"), (minutes, "minute"), (seconds, "second"))
    parts = [f"{number(count)} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count]
    return listed(parts) if parts else "zero minutes"


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
