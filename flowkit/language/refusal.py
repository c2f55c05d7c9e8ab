"""Why a value was not taken."""

from flowkit.language.frozen import frozen


@frozen
class Refusal:
    """A value that was not taken.

    Args:
        reason: a short phrase in the caller's terms, such as `not a day`; with the field in front when it is inside a
            thing: `items[0].price: not an amount`.
        where: that field alone, empty for the value itself.
    """

    reason: str
    where: str = ""


NOT_CLEAR = Refusal("not clear")
"""More than one reading, so none is taken."""
