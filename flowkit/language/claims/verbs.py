"""What is said when a tool was carried out: its own done words, or those of the verb that it is named by."""

from collections.abc import Mapping
from typing import Final

from flowkit.language.claims.english import ENGLISH
from flowkit.language.claims.tables import ClaimTables, Verb
from flowkit.language.model import Tool

TABLES: Final[Mapping[str, ClaimTables]] = {"en": ENGLISH}
_VOWELS: Final = "aeiou"


def tables(language: str) -> ClaimTables:
    """The tables of a language (BCP 47), English where there are none."""
    return TABLES.get(language.split("-")[0], ENGLISH)


def done_words(tool: Tool, language: str) -> Verb:
    """What claims that a tool was carried out.

    Words that the tool names count for every tool. Without them they come from the verb that a write's name begins
    with, if callers agree to it: what is written for ourselves alone is none of their business.
    """
    if tool.done_words:
        return Verb(tool.done_words)
    if not tool.writes or tool.consent == "none":
        return Verb(())
    name = tool.name.split("_")[0].casefold()
    known = tables(language)
    return known.verbs.get(name) or Verb((name,) if name in known.alike else _regular(name))


def _regular(verb: str) -> tuple[str, ...]:
    """The participle of a verb that no table knows; both spellings where it may double its last letter."""
    if len(verb) < 3:
        return ()
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return (f"{verb[:-1]}ied",)
    doubles = verb[-1] not in f"{_VOWELS}wxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS
    return (f"{verb}ed", f"{verb}{verb[-1]}ed") if doubles else (f"{verb}ed",)
