"""Translations: as short to hear as the original, a question where it is one, and translated at all."""

from collections.abc import Iterator
from typing import Final

from flowkit.language.codes import LONG_TRANSLATION, QUESTION_LOST, SAME_IN_BOTH
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.model import Project
from flowkit.language.words import Words
from flowkit.lint.voice.duration import MOST_SECONDS, SIGNS_A_SECOND, seconds, signs_of
from flowkit.lint.voice.texts import fixed_text

_MARKS: Final = ("?", "？", "؟", ";")
_FEWEST_WORDS: Final = 4
_LONGER: Final = 1.5
_SHORTEST: Final = SIGNS_A_SECOND * MOST_SECONDS // 3


def check_translations(project: Project) -> Iterator[Diagnostic]:
    """Findings about the translations of a project's texts."""
    written = project.languages[0].partition("-")[0]
    for language, translation in project.translations.items():
        dialect = language.partition("-")[0] == written
        for original, words in translation.texts.items():
            yield from _judge(original, words, language, dialect)


def _judge(original: str, words: Words, language: str, dialect: bool) -> Iterator[Diagnostic]:
    source = words.source
    if len(source) > _SHORTEST:
        count = signs_of(words)
        if count > MOST_SECONDS * SIGNS_A_SECOND and count > _LONGER * len(original):
            message = f"this takes about {seconds(count)} seconds to say in '{language}', much longer than the original"
            help = f"say it shorter; callers listen to about {MOST_SECONDS} seconds"
            yield problem(LONG_TRANSLATION, words.span, message, help)
    if original.rstrip().endswith("?") and not any(mark in source for mark in _MARKS):
        message = "the original asks, and this translation does not"
        yield problem(QUESTION_LOST, words.span, message, "end it with a question mark: a voice asks by it")
    same = source.strip() == original.strip() and not dialect
    if same and len(fixed_text(words).replace("…", " ").split()) >= _FEWEST_WORDS:
        message = f"this text is the same in '{language}' as in the original"
        yield problem(SAME_IN_BOTH, words.span, message, "translate it, if it is not the same in both languages")
