"""Words: texts as they are written, checked, put together, and what they print.

Theory of operation. `parse_words` cuts a text into fixed stretches, printed expressions and statements. `check_words`
gives every printed expression its shape. `put_together` makes the text that is said, and tells which values were said
in it, in order: a value is spoken by its shape; a thing, and the thing that an id stands for, by its label, which is
words again. `printed_paths` tells beforehand what may be spoken. Only a text with `{% %}` needs Jinja2, and it is
imported when the first such text is put together.
"""

import re
from typing import TYPE_CHECKING, Final

from flowkit.language.frozen import frozen
from flowkit.language.words import BEGIN, Words
from flowkit.language.words_check import check_words
from flowkit.language.words_parser import parse_words
from flowkit.language.words_paths import always_printed, printed_paths, printed_unset, read_paths

if TYPE_CHECKING:
    from flowkit.language.expressions.evaluate import Scope
    from flowkit.language.locale import Locale
    from flowkit.language.speaking import SpokenValue

__all__ = [
    "Spoken",
    "always_printed",
    "check_words",
    "parse_words",
    "printed_paths",
    "printed_unset",
    "put_together",
    "read_paths",
]


@frozen
class Spoken:
    """Words put together.

    `values` are the values that were spoken, in order; of a label, those that it prints. `unset` are the expressions
    that were to be spoken or looped over and are not known, as they are written; nothing stands in their place.
    """

    text: str
    values: "tuple[SpokenValue, ...]" = ()
    unset: tuple[str, ...] = ()


_BEGINNING: Final = re.compile(rf"(^\s*|[.!?][\"'”’)]*\s+){BEGIN}([^\W\d_])(?=[^\W\d_]*(?!\w))")


def _capital(found: "re.Match[str]") -> str:
    return found[1] + found[2].upper()


def put_together(words: Words, scope: "Scope", locale: "Locale", *, sentences: bool = False) -> Spoken:
    """The text of words, with the values of a scope.

    Args:
        words: as `check_words` leaves them; without shapes, values are spoken by what they look like.
        scope: where names are looked up.
        locale: the language, and how values are spoken in it.
        sentences: whether a sentence that begins with a printed word gets a capital; a label begins no sentence.
    """
    # Reading and checking files speaks nothing, and need not load what speaks.
    from flowkit.language.words_plan import plan_of
    from flowkit.language.words_speech import Speech

    speech = Speech(scope, locale)
    text = plan_of(words)(speech)
    text = (_BEGINNING.sub(_capital, text) if sentences else text).replace(BEGIN, "")
    return Spoken(text, tuple(speech.values), tuple(dict.fromkeys(speech.unset)))
