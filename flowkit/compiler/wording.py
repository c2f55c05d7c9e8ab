"""Texts of a flow where they stand for themselves: in descriptions, instructions and the fixed lines of briefs."""

from flowkit.language.words import Printed, Statement, Words

_ENDS = (".", "!", "?", "…", ".'", '."')


def plain(text: str) -> str:
    """A text in one line. Braces become brackets: in a brief they mark the places that the engine fills."""
    return " ".join(text.split()).replace("{", "(").replace("}", ")")


def sentence(text: str) -> str:
    """A text in one line that ends as a sentence does."""
    text = plain(text)
    return text if not text or text.endswith(_ENDS) else f"{text}."


def quoted(text: str) -> str:
    """A text in quotation marks; its own become single ones, so that it is seen where it ends."""
    return '"' + plain(text).replace('"', "'") + '"'


def without_values(words: Words | None) -> str:
    """Words as they can be told before anything is known: printed values become `…`.

    Empty where statements decide what is said.
    """
    if words is None or any(isinstance(part, Statement) for part in words.parts):
        return ""
    return plain("".join("…" if isinstance(part, Printed) else str(part) for part in words.parts))
