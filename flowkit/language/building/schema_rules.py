"""What the keys of a map ask of each other, told to editors: the reader says the same in words of its own.

A test writes files at random, good ones and bad ones, and holds that the two agree.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from flowkit.language.building.shape_reading import SPELT
from flowkit.language.building.table.suite import EXPECT_KIND
from flowkit.language.building.tool_checks import FOR_WRITES
from flowkit.language.frozen import frozen
from flowkit.language.shapes import TYPE_NAMES

Test = tuple[str, ...] | type[str] | None
"""One of these words; any text; or anything at all."""


@frozen
class When:
    """Where all keys of `where` stand with such a value, and none of `unless`: what must and what must not stand there.

    `needs`: one of these keys. `bars`: none of these. `why`: what is told.
    """

    where: Mapping[str, Test]
    why: str
    unless: Mapping[str, Test] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()


_WRITES: Final = ("write", "money")
_SHAPES: Final = (
    When(
        {}, "this says nothing about its values: add 'type', 'options' or 'fields'", needs=("type", "options", "fields")
    ),
    When({"type": ("choice",)}, "a choice needs 'options'", needs=("options",)),
    When({"type": ("object",)}, "an object needs 'fields'", needs=("fields",)),
    When({"type": None}, "'options' belongs to the type 'choice'", unless={"type": ("choice",)}, bars=("options",)),
    When({"options": None}, "'fields' belongs to the type 'object', not to 'choice'", bars=("fields",)),
    When({"type": None}, "'fields' belongs to the type 'object'", unless={"type": ("object",)}, bars=("fields",)),
    When(
        {"type": tuple(name for name in TYPE_NAMES if name not in ("object", "choice"))},
        "this is for things with fields",
        bars=("label", "also"),
    ),
    When(
        {},
        "only texts and numbers spoken by sign have a pattern",
        unless={"type": tuple(sorted(SPELT))},
        bars=("pattern",),
    ),
)
_FROM_DATA: Final = "this is for options from a list in the data"

RULES: Final[Mapping[str, tuple[When, ...]]] = {
    "state": (
        When({"talk": None}, "a talk needs 'until' or 'exits', or it would never end", needs=("until", "exits")),
        When({"enough": None}, "'enough' needs 'question', for all slots together", needs=("question",)),
    ),
    "shape": (
        *_SHAPES,
        When({"options": str}, "only a slot picks from a list in the data", bars=("options",)),
    ),
    "argument": (
        *_SHAPES,
        When({"options": str}, "an argument cannot pick from a list in the data; a slot can", bars=("options",)),
    ),
    "slot": (
        *_SHAPES,
        When({}, _FROM_DATA, unless={"options": str}, bars=("key", "take_single")),
        When({}, "'speak_as' is for texts", unless={"type": tuple(sorted(SPELT))}, bars=("speak_as",)),
    ),
    "tool": (
        When({"effect": ("read",)}, "this is for writes", bars=FOR_WRITES),
        When({"effect": _WRITES}, "'retry' is for reads; a write is never tried again", bars=("retry",)),
        When(
            {"effect": _WRITES},
            "a write needs 'read_back': what it does with every value, then a question",
            unless={"consent": ("none",)},
            needs=("read_back",),
        ),
        When({"consent": ("none",)}, "a write without consent needs 'consent_because'", needs=("consent_because",)),
        When({}, "this is for 'consent: none'", unless={"consent": ("none",)}, bars=("consent_because",)),
    ),
    "expect": (When({}, "this expects nothing", needs=tuple(EXPECT_KIND.keys)),),
}
"""By kind."""

FILLED: Final = frozenset((("flow", "states"), ("suite", "tests"), ("test", "steps"), ("model step", "record")))
"""Lists and maps that must hold something, for which the reader has words of its own: (kind, key)."""
