"""Readers: values of every slot type out of callers' words, by rules alone.

Nothing is guessed: what may mean several things gives several readings, and what a careful listener would repeat to the
caller carries a doubt. English is built in; a language is one more table (`vocabulary.py`).
"""

from flowkit.language.readers.callers import Several, adds, fixed_options, heard, read, read_several
from flowkit.language.readers.questions import has_question, negates
from flowkit.language.readers.reading import GIVEN, Candidate, Given, Reading
from flowkit.language.readers.reports import normalise

__all__ = [
    "GIVEN",
    "Candidate",
    "Given",
    "Reading",
    "Several",
    "adds",
    "fixed_options",
    "has_question",
    "heard",
    "negates",
    "normalise",
    "read",
    "read_several",
]
