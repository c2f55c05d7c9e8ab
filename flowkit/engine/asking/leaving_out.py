"""Questions that callers may pass over: an `optional` slot stays unset, a list stays empty.

"No", "nothing", "skip it" leave out what was asked; "no toppings" is a list with nothing in it. Only words that came
after the question count, and none that are a value of the slot: to a `yes_no` slot "no" is an answer.
"""

from flowkit.engine.asking.askings import has_served, was_put
from flowkit.engine.work import Work
from flowkit.language.answers import leaves_out
from flowkit.language.model import Slot

_OWN_NO = ("yes_no",)


def is_left_out(work: Work, slot: Slot, turn: str) -> bool:
    """Whether the words of a turn pass over a slot that was asked, and that may be passed over."""
    said = work.call.turns.get(turn)
    if said is None or not said.text or not (slot.shape.optional or slot.shape.many) or has_served(work, turn):
        return False
    if slot.shape.type in _OWN_NO or not was_put(work, slot.name, turn):
        return False
    return leaves_out(said.text, work.locale, slot.name.split("_"))


def is_passed_over(work: Work, slot: Slot, turn: str) -> bool:
    """Whether an `optional` slot was asked and a turn came to that question: it is not asked twice in a visit."""
    return slot.shape.optional and was_put(work, slot.name, turn)
