"""Countries: the forms of phone numbers and post codes, and the order of day and month.

Phone numbers are kept as E.164 (ITU-T: `+`, calling code, national number, at most 15 digits). Post codes are kept in
capitals without spaces; a hyphen stays where the country writes one (`12345-6789`, `00-950`, `100-0001`).
"""

import re
from functools import lru_cache
from typing import Final

from flowkit.language.frozen import frozen


@frozen
class Dialling:
    """How numbers of a country are written: calling code, trunk prefix, and the length of the number behind it.

    `bare` numbers may be said without the trunk prefix.
    """

    code: str
    trunk: str
    shortest: int
    longest: int
    bare: bool = False


_NANP: Final = Dialling("1", "1", 10, 10, bare=True)
_DIALLING: Final = {
    **dict.fromkeys(("US", "CA", "PR", "JM", "TT", "BS", "BB", "DO"), _NANP),
    "GB": Dialling("44", "0", 9, 10),
    "IE": Dialling("353", "0", 7, 9),
    "FR": Dialling("33", "0", 9, 9),
    "DE": Dialling("49", "0", 6, 11),
    "AT": Dialling("43", "0", 7, 13),
    "CH": Dialling("41", "0", 9, 9),
    "ES": Dialling("34", "", 9, 9),
    "PT": Dialling("351", "", 9, 9),
    "IT": Dialling("39", "", 6, 11),
    "NL": Dialling("31", "0", 9, 9),
    "BE": Dialling("32", "0", 8, 9),
    "LU": Dialling("352", "", 6, 9),
    "DK": Dialling("45", "", 8, 8),
    "NO": Dialling("47", "", 8, 8),
    "SE": Dialling("46", "0", 7, 10),
    "FI": Dialling("358", "0", 6, 11),
    "IS": Dialling("354", "", 7, 7),
    "PL": Dialling("48", "", 9, 9),
    "CZ": Dialling("420", "", 9, 9),
    "SK": Dialling("421", "0", 9, 9),
    "HU": Dialling("36", "06", 8, 9),
    "RO": Dialling("40", "0", 9, 9),
    "BG": Dialling("359", "0", 8, 9),
    "GR": Dialling("30", "", 10, 10),
    "HR": Dialling("385", "0", 8, 9),
    "SI": Dialling("386", "0", 8, 8),
    "EE": Dialling("372", "", 7, 8),
    "LV": Dialling("371", "", 8, 8),
    "LT": Dialling("370", "0", 8, 8),
    "UA": Dialling("380", "0", 9, 9),
    "TR": Dialling("90", "0", 10, 10),
    "IL": Dialling("972", "0", 8, 9),
    "AE": Dialling("971", "0", 8, 9),
    "SA": Dialling("966", "0", 8, 9),
    "EG": Dialling("20", "0", 8, 10),
    "ZA": Dialling("27", "0", 9, 9),
    "NG": Dialling("234", "0", 7, 10),
    "KE": Dialling("254", "0", 9, 9),
    "IN": Dialling("91", "0", 10, 10, bare=True),
    "PK": Dialling("92", "0", 9, 10),
    "JP": Dialling("81", "0", 9, 10),
    "KR": Dialling("82", "0", 8, 10),
    "CN": Dialling("86", "0", 9, 11, bare=True),
    "HK": Dialling("852", "", 8, 8),
    "SG": Dialling("65", "", 8, 8),
    "MY": Dialling("60", "0", 8, 10),
    "TH": Dialling("66", "0", 8, 9),
    "PH": Dialling("63", "0", 8, 10),
    "ID": Dialling("62", "0", 8, 12),
    "VN": Dialling("84", "0", 9, 10),
    "AU": Dialling("61", "0", 9, 9),
    "NZ": Dialling("64", "0", 8, 10),
    "MX": Dialling("52", "", 10, 10),
    "BR": Dialling("55", "0", 10, 11, bare=True),
    "AR": Dialling("54", "0", 10, 11, bare=True),
    "CL": Dialling("56", "", 9, 9),
    "CO": Dialling("57", "", 10, 10),
    "PE": Dialling("51", "0", 8, 9, bare=True),
}
_BY_CODE: Final = {one.code: one for one in _DIALLING.values()}
_EXIT: Final = {"1": ("011", "00"), "61": ("0011", "00"), "81": ("010", "00")}
_NANP_NUMBER: Final = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}")
_NOT_DIALLED: Final = re.compile(r"[\s().\-/–]+")


def dialling(country: str) -> Dialling | None:
    """How the numbers of a country are written, if that is known."""
    return _DIALLING.get(country)


@lru_cache(maxsize=64)
def e164(number: str, country: str) -> str | None:
    """The number as E.164, or `None` when it cannot be one of this country's and does not begin with `+`.

    Args:
        number: digits with an optional `+` in front; blanks, brackets, dots and hyphens are skipped.
        country: ISO 3166 alpha-2; decides what a number without `+` means.
    """
    plain = _NOT_DIALLED.sub("", number.replace("(0)", "") if number.lstrip().startswith("+") else number)
    home = _DIALLING.get(country)
    for prefix in ("+", *_EXIT.get(home.code if home else "", ("00",))):
        if plain.startswith(prefix):
            return _international(plain[len(prefix) :])
    if home is None or not _digits(plain):
        return None
    return _national(plain, home)


def calling_code(number: str) -> str:
    """The calling code of an E.164 number, without `+`; empty when it is none of those known here."""
    return next((number[1 : 1 + size] for size in (1, 2, 3) if number[1 : 1 + size] in _BY_CODE), "")


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _international(digits: str) -> str | None:
    if not _digits(digits) or not 7 <= len(digits) <= 15 or digits[0] == "0":
        return None
    for length in (1, 2, 3):
        known = _BY_CODE.get(digits[:length])
        if known is not None:
            rest = digits[length:]
            if known.trunk and known.trunk[0] == "0" and rest.startswith(known.trunk):
                rest = rest[len(known.trunk) :]
            return _number(rest, known)
    return "+" + digits


def _national(digits: str, home: Dialling) -> str | None:
    if home.trunk and digits.startswith(home.trunk):
        found = _number(digits[len(home.trunk) :], home)
        if found is not None or not home.bare:
            return found
    return _number(digits, home) if home.bare or not home.trunk else None


def _number(digits: str, of: Dialling) -> str | None:
    """The number, unless its length is wrong, or it begins with the zero that only the trunk prefix begins with."""
    if not of.shortest <= len(digits) <= of.longest or (of.trunk[:1] == "0" == digits[0]):
        return None
    if of is _NANP and not _NANP_NUMBER.fullmatch(digits):
        return None
    return f"+{of.code}{digits}"


@frozen
class PostcodeForm:
    """The form of a country's post codes without blanks and hyphens, and how they are divided when spoken.

    `hyphen` is the place of a written hyphen; with `over` only in codes longer than that (the ZIP+4).
    """

    form: re.Pattern[str]
    hyphen: int = 0
    over: int = 0
    cut: int = 0

    @property
    def figures_only(self) -> bool:
        """Whether no code of this country has a letter."""
        return "[A" not in self.form.pattern


def _form(form: str, hyphen: int = 0, over: int = 0, cut: int = 0) -> PostcodeForm:
    return PostcodeForm(re.compile(form), hyphen, over, cut)


_CANADA: Final = "[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][0-9][ABCEGHJ-NPRSTV-Z][0-9]"
_POSTCODES: Final = {
    "US": _form("[0-9]{5}(?:[0-9]{4})?", hyphen=5, over=5),
    "GB": _form("GIR0AA|[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]?[0-9][ABD-HJLNP-UW-Z]{2}", cut=-3),
    "CA": _form(_CANADA, cut=3),
    "NL": _form("[1-9][0-9]{3}[A-Z]{2}", cut=4),
    "IE": _form("[AC-FHKNPRTV-Y][0-9][0-9W][0-9AC-FHKNPRTV-Y]{4}", cut=3),
    "PL": _form("[0-9]{5}", hyphen=2),
    "PT": _form("[0-9]{7}", hyphen=4),
    "JP": _form("[0-9]{7}", hyphen=3),
    "BR": _form("[0-9]{8}", hyphen=5),
    "AR": _form("[A-Z]?[0-9]{4}(?:[A-Z]{3})?"),
    "IN": _form("[1-9][0-9]{5}"),
    "IL": _form("[0-9]{7}"),
    "CL": _form("[0-9]{7}"),
    **dict.fromkeys(("AU", "AT", "BE", "CH", "DK", "NO", "NZ", "ZA", "LU", "HU", "BG", "SI", "PH"), _form("[0-9]{4}")),
    **dict.fromkeys(
        (
            "DE",
            "FR",
            "ES",
            "IT",
            "FI",
            "MX",
            "TR",
            "SE",
            "CZ",
            "SK",
            "GR",
            "KR",
            "HR",
            "EE",
            "LT",
            "UA",
            "PE",
            "MY",
            "TH",
        ),
        _form("[0-9]{5}"),
    ),
    **dict.fromkeys(("SG", "CN", "RO", "CO", "VN"), _form("[0-9]{6}")),
}
_ANY_POSTCODE: Final = _form("(?=[A-Z0-9]*[0-9])[A-Z0-9]{3,10}")
_NOT_IN_POSTCODE: Final = re.compile(r"[\s\-–]+")


def postcode_form(country: str) -> PostcodeForm:
    """The form of a country's post codes; for a country without one here, three to ten letters and figures."""
    return _POSTCODES.get(country, _ANY_POSTCODE)


def postcode(text: str, country: str) -> str | None:
    """The post code as it is kept, or `None` when it is none of this country's."""
    form = postcode_form(country)
    plain = _NOT_IN_POSTCODE.sub("", text).upper()
    if len(plain) > 16 or not form.form.fullmatch(plain):
        return None
    if form.hyphen and len(plain) > form.over:
        return f"{plain[: form.hyphen]}-{plain[form.hyphen :]}"
    return plain


_MONTH_FIRST: Final = frozenset({"US", "PH", "JP", "CN", "KR", "HU"})
_DECIMAL_COMMA: Final = frozenset(
    [
        "DE",
        "AT",
        "FR",
        "ES",
        "IT",
        "NL",
        "BE",
        "PT",
        "DK",
        "NO",
        "SE",
        "FI",
        "PL",
        "CZ",
        "SK",
        "HU",
        "RO",
        "BG",
        "GR",
        "HR",
        "SI",
        "EE",
        "LV",
        "LT",
        "UA",
        "TR",
        "BR",
        "AR",
        "CL",
        "CO",
        "ID",
        "VN",
        "ZA",
    ]
)


def month_first(country: str) -> bool:
    """Whether `3/6` is the sixth of March, not the third of June."""
    return country in _MONTH_FIRST


def decimal_comma(country: str) -> bool:
    """Whether `12,5` is twelve and a half and `1.250` more than a thousand."""
    return country in _DECIMAL_COMMA
