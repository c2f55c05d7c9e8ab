"""English: words around numbers that make them rough, and what parts of a whole are called."""

from typing import Final

from flowkit.language.readers.english_phrases import phrases, words

ABOUT: Final = words(
    "about around roughly approximately circa nearly almost over under than maybe perhaps another extra additional max "
    "maximum minimum"
)
ABOUT_BEFORE: Final = phrases(
    "up to", "at least", "at most", "close to", "no fewer", "no more", "no less", "just shy of", "upwards of"
)  # fmt: skip
ABOUT_BEHIND: Final = phrases(
    "or so", "ish", "- ish", "- something", "- odd", "and change", "or more", "or less", "or thereabouts", "and a bit",
    "and something", "something", "odd", "plus", "+", "more", "extra", "additional", "too many", "max", "maximum",
    "minimum", "at most", "at least", "tops", "give or take", "at the most", "at the least", "or fewer", "or under",
    "or over", "and up",
)  # fmt: skip
DENOMINATORS: Final = {
    **dict.fromkeys(("half", "halves"), 2),
    **dict.fromkeys(("third", "thirds"), 3),
    **dict.fromkeys(("quarter", "quarters"), 4),
    **dict.fromkeys(("fifth", "fifths"), 5),
    **dict.fromkeys(("sixth", "sixths"), 6),
    **dict.fromkeys(("eighth", "eighths"), 8),
    **dict.fromkeys(("tenth", "tenths"), 10),
    "hundredths": 100,
    "thousandths": 1000,
}
