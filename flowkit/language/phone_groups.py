"""How callers of a country expect its phone numbers to be grouped when they are spoken."""

import re
from typing import Final

_PAIRS: Final = ((".", (2, 2, 2, 2)), (".", (2, 2, 2, 2, 2)))
_THREES: Final = ((".", (3, 3, 3)),)
_FOURS: Final = ((".", (4, 4)),)
_GROUPS: Final = {
    "FR": _PAIRS,
    "DK": _PAIRS,
    "NO": _PAIRS,
    "ES": _THREES,
    "PT": _THREES,
    "PL": _THREES,
    "CZ": _THREES,
    "SG": _FOURS,
    "HK": _FOURS,
    "IN": ((".", (5, 5)),),
    "GB": (
        ("02", (3, 4, 4)),
        ("01[0-9]?1", (4, 3, 4)),
        ("0[389]", (4, 3, 4)),
        ("0[17]", (5, 3, 3)),
    ),
    "IE": (("08", (3, 3, 4)), ("01", (2, 3, 4))),
    "DE": (("01[5-7]", (4, 3, 4)), ("01[5-7]", (4, 4, 4))),
    "NL": (("06", (2, 4, 4)), ("0[1-5]", (3, 3, 4))),
    "BE": (("04", (4, 2, 2, 2)), ("0[239]", (2, 3, 2, 2))),
    "CH": (("0", (3, 3, 2, 2)),),
    "AU": (("04|1", (4, 3, 3)), ("0", (2, 4, 4))),
    "JP": (("0[5789]0", (3, 4, 4)), ("0[36]", (2, 4, 4))),
    "BR": ((".", (2, 5, 4)), (".", (2, 4, 4))),
    "MX": ((".", (2, 4, 4)),),
}
"""By country: how a number begins, and the sizes of the groups; the first that fits its length holds.

After the national conventions that ITU-T E.123 leaves to each country.
"""


def phone_groups(number: str, country: str) -> tuple[int, ...] | None:
    """The sizes of the groups of a number as it is dialled at home; `None` where threes and fours will do."""
    for start, sizes in _GROUPS.get(country, ()):
        if sum(sizes) == len(number) and re.match(start, number):
            return sizes
    return None
