"""The languages of a project: which there are, whether each has its words, and what flowkit itself knows of them."""

import re
from typing import Final

from flowkit.language import codes
from flowkit.language.building.table.project import LANGUAGE
from flowkit.language.building.world import World

BUILT_IN: Final = frozenset(("en",))
"""Languages in which flowkit itself knows words: yes and no, days and times, numbers, what the agent says unasked."""


def is_tag(text: str) -> bool:
    """Whether a text looks like the tag of a language; one that does not has been reported by its form."""
    return re.fullmatch(LANGUAGE.pattern, text) is not None


def check_languages(world: World) -> None:
    """Every language of the project has its words; of those that flowkit knows little of it is told what is missing."""
    if world.project is None:
        return
    there = {fields.text("words") for fields in world.words} | world.lost_words
    for position, scalar in enumerate(world.project.scalars("languages")):
        tag = scalar.text
        if not is_tag(tag):
            continue
        if position and tag not in there and all(map(is_tag, there)):
            message = f"there are no words in '{tag}': no file begins with 'words: {tag}'"
            help = f"add a file that begins with 'words: {tag}', or take '{tag}' out"
            world.report.add(codes.LANGUAGE_WITHOUT_WORDS, scalar, message, help)
        if tag.split("-")[0] not in BUILT_IN:
            world.report.add(
                codes.NO_BUILT_IN_WORDS,
                scalar,
                f"flowkit has no built-in words in '{tag}', only in {', '.join(sorted(BUILT_IN))}",
                f"texts in '{tag}' are read, checked and spoken; but yes and no, days, and numbers in words are "
                "understood in English only, and what the agent says by itself is English",
            )
