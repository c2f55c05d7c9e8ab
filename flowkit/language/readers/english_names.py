"""English: the names of numbers, days, months and letters, in their order."""

from typing import Final

SMALL_NAMES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TEN_NAMES: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINAL_NAMES: Final = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
WEEKDAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SPELLING_ALPHABET: Final = (
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima", "mike",
    "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey", "xray", "yankee",
    "zulu", "alfa", "juliett", "whisky",
)  # fmt: skip

SMALL: Final = {word: value for value, word in enumerate(SMALL_NAMES)}
TENS: Final = {word: 10 * (place + 2) for place, word in enumerate(TEN_NAMES)}
ORDINALS: Final = {word: value for value, word in enumerate(ORDINAL_NAMES) if value} | {"thirtieth": 30}
WEEKDAYS: Final = {name.lower(): place for place, name in enumerate(WEEKDAY_NAMES)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
MONTHS: Final = {name.lower(): place + 1 for place, name in enumerate(MONTH_NAMES)} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
LETTER_NAMES: Final = {"zed": "z", "zee": "z", "aitch": "h", "haitch": "h", "jay": "j", "kay": "k"}
ALPHABET: Final = {word: word[0] for word in SPELLING_ALPHABET}
LETTER_SOUNDS: Final = {
    "ay": "a", "bee": "b", "cee": "c", "dee": "d", "ee": "e", "ef": "f", "eff": "f", "gee": "g", "el": "l", "em": "m",
    "en": "n", "pee": "p", "cue": "q", "queue": "q", "ar": "r", "ess": "s", "tee": "t", "vee": "v", "ex": "x",
    "wye": "y", "eks": "x",
}  # fmt: skip
"""Letters as transcripts sometimes write them; most are words or names too, so that only codes are read by them."""
