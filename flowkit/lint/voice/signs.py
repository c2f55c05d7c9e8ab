"""What does not read aloud, as data: the pattern that finds it, and the words to say instead."""

import re
from collections.abc import Mapping
from typing import Final

MOST_DIGITS: Final = 5
"""From so many digits in a row on they are no number that a voice reads well; a year has four."""
LONGEST_INITIALS: Final = 5
"""Capitals up to here may be initials, which are read letter by letter as they should be."""

SHORT: Final[Mapping[str, str]] = {
    "approx": "about",
    "appt": "appointment",
    "apt": "apartment",
    "asap": "as soon as possible",
    "ave": "avenue",
    "blvd": "boulevard",
    "btw": "by the way",
    "dept": "department",
    "e.g": "for example",
    "etc": "and so on",
    "ext": "extension",
    "fyi": "for your information",
    "hr": "hour",
    "hrs": "hours",
    "i.e": "that is",
    "incl": "including",
    "min": "minutes",
    "mins": "minutes",
    "misc": "other",
    "n/a": "not there",
    "pls": "please",
    "plz": "please",
    "qty": "quantity",
    "resp": "respectively",
    "sec": "seconds",
    "secs": "seconds",
    "tel": "telephone",
    "thx": "thanks",
    "vs": "or",
    "w/": "with",
    "w/o": "without",
    "yr": "year",
    "yrs": "years",
}
"""Abbreviations without their last point, and what is said; those that mean several things are left out."""

_POINTED: Final = ("min", "sec", "hr", "apt", "ext", "tel", "resp", "ave", "misc")
"""Those that are abbreviations with a point only: they are words, or names, without it."""
_BARE: Final = [key for key in SHORT if key not in _POINTED]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INITIALS: Final = _words(
    "AI ATM ID PIN SMS VAT USA UK EU TV USB DVD GPS SIM PDF NHS IBAN UPS DHL USPS IMEI ETA OK PO VIP LED FAQ IT HR "
    "CEO BBC CVV CVC BIC DSL LTE VPN IP RSA SSN EIN DOB MOT PAYG ESIM QR XL XXL EUR USD GBP AM PM IRS DMV HDMI WIFI "
    "ISBN RMA SKU LCD PC HD UTC EST PST CST MRI DNA NATO NASA IKEA LAN WLAN OLED QLED"
)
"""Initials that stand beside others without being a shout."""
SHOUTED: Final = _words(
    "NOT NEVER MUST ALWAYS ONLY FREE NOW ALL VERY PLEASE STOP YES ANY HERE THIS THAT YOUR YOU AND BUT FOR THE ARE WILL "
    "NEW SALE WARNING NOTE IMPORTANT ATTENTION CAUTION URGENT HELLO SORRY THANK THANKS BEFORE AFTER TODAY"
)
"""Common words: in capitals they are no initials."""
SLASHED: Final[Mapping[str, str]] = {"and/or": "or", "his/her": "their", "he/she": "they", "him/her": "them"}
NAMED: Final[Mapping[str, str]] = {
    "&": "and",
    "%": "percent",
    "#": "number",
    "+": "plus",
    "=": "is",
    "@": "at",
    "→": "to",
    "->": "to",
    "=>": "to",
    "°": "degrees",
    "§": "paragraph",
}
MEAN_ONE_THING: Final = frozenset("&%")
"""Signs that stand for one word wherever they stand."""

_HOSTS: Final = "com|org|net|io|co|gov|edu|info|biz|app|dev|ai|shop|eu|uk|us|ca|au|de|fr|es|it|nl|pl|mx|br|jp|in"
_MONTHS: Final = (
    "January|February|March|April|June|July|August|September|October|November|December|Jan|Feb|Apr|Aug|Sept?|Oct|Nov"
)
_MONEY: Final = r"dollars?|euros?|pounds?|cents?|USD|EUR|GBP|bucks"
_NUMBERS: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand)"
)
_SHORT: Final = "|".join(re.escape(key) for key in sorted(_BARE, key=len, reverse=True))
_DOTTED: Final = "|".join(_POINTED)

_TELLING: Final = (
    *SHORT,
    *_MONTHS.casefold().replace("?", "").split("|"),
    *("sep", "dollar", "dollars", "euro", "euros", "pound", "pounds", "cent", "cents", "bucks", "usd", "eur", "gbp"),
)
TELLING_WORDS: Final = frozenset(
    part for word in _TELLING for part in (word, word.partition(".")[0], word.partition("/")[0])
) - {"i", "n", "w", ""}
"""What a text holds, parted at its signs and blanks, where it may hold an abbreviation, a price or a day."""

PATTERN: Final = re.compile(
    rf"""
    (?P<tag></?[A-Za-z][^<>]{{0,80}}>)
  | (?P<email>[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+)
  | (?P<url>(?:https?://|www\.)[^\s,;!?]*[\w/]|\b[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,5}}\.(?:{_HOSTS})\b(?:/[^\s,;!?]*[\w/])?(?!\.?\w))
  | (?P<bold>\*\*[^*\n]+\*\*|__[^_\n]+__|(?<!\w)\*[^\s*][^*\n]*\*(?!\w)|(?<!\w)_[^\s_][^_\n]*_(?!\w)|`[^`\n]+`)
  | (?P<bullet>(?:(?<=\n)|^)[ \t]*(?:[-*•–][ \t]+|[0-9]{{1,2}}[.)][ \t]+(?=\S)))
  | (?P<day>\b[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\b
      |(?<![\d/])(?!24/7)[0-9]{{1,2}}/[0-9]{{1,2}}(?:/[0-9]{{2,4}})?(?![\d/]))
  | (?P<money>[$€£]\ ?[0-9][0-9,.]*[0-9]|[$€£]\ ?[0-9]|\b[0-9][0-9,.]*\ (?i:{_MONEY})\b
      |(?i:\b(?:{_NUMBERS}[ -]){{1,9}}(?:{_MONEY})\b))
  | (?P<dated>\b(?:(?:{_MONTHS})\.?\ [0-9]{{1,2}}(?:st|nd|rd|th)?
      |[0-9]{{1,2}}(?:st|nd|rd|th)?\ (?:of\ )?(?:{_MONTHS}|May))\b(?:,?\ [0-9]{{4}})?)
  | (?P<digits>(?<!\w)\+?\(?[0-9](?:[ ().-]{{0,2}}[0-9]){{3,}})
  | (?P<short>(?<![\w.])(?i:(?:{_SHORT})(?:\.(?!\w)|(?=[\s,?!]|\Z))|(?:{_DOTTED})\.))
  | (?P<picture>\ ?[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+)
  | (?P<brackets>\([^()\n]*\)|\[[^\[\]\n]*\])
  | (?P<slash>\b[^\W\d_]+(?:/[^\W\d_]+)+\b)
  | (?P<name>\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b)
  | (?P<capitals>\b[A-Z]{{3,}}(?:\ [A-Z]{{2,}})*\b)
  | (?P<sign>->|=>|(?<![0-9])/|/(?![0-9])|[&%\#*_→⇒+=~^|<>@\\°©®™§()\[\]•`])
    """,
    re.VERBOSE,
)
"""Everything at once, longest things first; what is found goes by the name of its group."""


def in_words(address: str) -> str:
    """An address as somebody says it: `shop dot example dot com`."""
    text = re.sub(r"^https?://(?:www\.)?|^www\.", "", address)
    for sign, word in ((".", "dot"), ("@", "at"), ("/", "slash"), ("-", "dash"), ("_", "underscore"), ("+", "plus")):
        text = text.replace(sign, f" {word} ")
    return " ".join(text.split())
