"""What a reader finds in the caller's words."""

from typing import Any, NamedTuple

from flowkit.language.frozen import frozen
from flowkit.language.shapes import Value


@frozen
class Reading:
    """A value that stands in the caller's words.

    Args:
        value: the run-time value.
        start: first character of the stretch it was read from.
        end: the place behind its last character.
        words: that stretch.
        doubt: why the value must be read back to the caller, such as `am or pm`; empty when it is plain.
        others: what else the words may mean when they are in doubt (`half past two`: 02:30).
        corrected: whether it replaces an earlier value of the same utterance (`Thursday, no wait, Friday`).
    """

    value: Value
    start: int
    end: int
    words: str
    doubt: str = ""
    others: tuple[Value, ...] = ()
    corrected: bool = False


@frozen
class Candidate:
    """One option that a caller may choose.

    Args:
        value: what the choice is worth, such as the thing whole.
        key: the text that tells it apart (`v1`, `2026-03-06T10:00`, `broken`); a day or time in ISO form is compared
            as one.
        label: how it is offered: `dentist on Tuesday, March third at nine am`.
        also: other ways to speak of it.
        examples: things callers say when they mean it.
    """

    value: Value
    key: str
    label: str
    also: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Found(NamedTuple):
    """A reading before it is judged, from part `i` up to part `j` of the utterance."""

    value: Any
    i: int
    j: int
    doubt: str = ""
    others: tuple[Any, ...] = ()
    corrected: bool = False


class Given:
    """The type of `GIVEN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "GIVEN"

    def __copy__(self) -> "Given":
        return self

    def __deepcopy__(self, memo: object) -> "Given":
        return self


GIVEN = Given()
"""`The number I'm calling from`: stands for what the channel has given; who called `read` puts that in its place."""
