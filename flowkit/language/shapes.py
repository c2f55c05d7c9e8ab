"""Shapes: what a value is, how it is spoken, and what may be done with it.

A shape stands wherever a value is described: a slot, a tool's argument, a field of a record, a tool's output. Values
at run time are plain Python values, by type:

| type | value |
|---|---|
| text, name, digits, phone, email, postcode | `str` (normalised as section "Slots" of the language says) |
| integer | `int` |
| number, money | `Decimal` |
| date, time, datetime, duration | `date`, `time`, `datetime` (naive, in the project's time zone), `timedelta` |
| yes_no | `bool` |
| choice with fixed options | `str`, the option |
| choice from a list in the data | the chosen thing whole: a `dict` of its fields |
| object, a record | `dict` of its fields (an optional field without a value is left out) |
| many, keyed | `list` of the above, `dict` by id of the above |

What is not known is `UNSET`, never `None`.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final, Literal

from flowkit.language.expressions.syntax import Expr
from flowkit.language.frozen import frozen
from flowkit.language.span import NOWHERE, Span

if TYPE_CHECKING:
    from flowkit.language.words import Words

TypeName = Literal[
    "text",
    "name",
    "digits",
    "integer",
    "number",
    "money",
    "date",
    "time",
    "datetime",
    "duration",
    "phone",
    "email",
    "postcode",
    "yes_no",
    "choice",
    "object",
]
TYPE_NAMES: Final[tuple[TypeName, ...]] = (
    "text",
    "name",
    "digits",
    "integer",
    "number",
    "money",
    "date",
    "time",
    "datetime",
    "duration",
    "phone",
    "email",
    "postcode",
    "yes_no",
    "choice",
    "object",
)

Value = Any
"""A run-time value as in the table above, or `UNSET`."""


class Unset:
    """The type of `UNSET`: what is not known. It is neither true nor false, so it refuses to be asked."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false; compare it with 'is UNSET'")

    def __copy__(self) -> "Unset":
        return self

    def __deepcopy__(self, memo: object) -> "Unset":
        return self


UNSET: Final = Unset()


@frozen
class Option:
    """One fixed option of a `choice`: its value, what it means, and how callers say it.

    `label` is how it is spoken, if not as its value.
    """

    value: str
    about: str = ""
    examples: tuple[str, ...] = ()
    label: str = ""

    @property
    def spoken(self) -> str:
        """How it is spoken: its value with blanks for underscores, unless it has a label."""
        return self.label or self.value.replace("_", " ")


@frozen
class StandsFor:
    """The thing an id stands for: the entry of the list (or map) `source` whose field `key` equals the id.

    An id is spoken as the label of its thing.
    """

    source: Expr
    key: str
    shape: "Shape"


@frozen
class Shape:
    """A description of a value.

    `record` names the record whose shape this is. `options_from` is the list in the data that a `choice` picks from,
    `key` the field that tells its things apart.
    """

    type: TypeName
    options: tuple[Option, ...] = ()
    options_from: Expr | None = None
    key: str = ""
    fields: Mapping[str, "Shape"] = field(default_factory=dict)
    record: str = ""
    many: bool = False
    keyed: bool = False
    optional: bool = False
    pattern: str = ""
    label: "Words | None" = None
    also: tuple["Words", ...] = ()
    about: str = ""
    sensitive: Literal["", "mask", "never_store"] = ""
    speak_as: Literal["", "letters", "digits"] = ""
    stands_for: StandsFor | None = None
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def single(self) -> bool:
        """Whether it is one value, not a list or map of them."""
        return not (self.many or self.keyed)
