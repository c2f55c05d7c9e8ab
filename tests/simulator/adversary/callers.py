"""Honest callers, one for each demo flow: what they want, what they answer, and all that they ever say for a slot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

ANA = "ana@example.com, and the postcode is 10001"
PATIENCE = 14
"""Turns after which a caller asks for a person."""
END = 20
"""Turns after which a caller hangs up."""

_AUTH = {"email": ("ana@example.com",), "postcode": ("10001",)}
_ASKS_TO_AGREE = re.compile(r"shall i(?! restart)|is that right|do you want to proceed|yes or no", re.IGNORECASE)


@dataclass(frozen=True)
class Honest:
    """A caller who knows what they want.

    Attributes:
        flow: The flow that the call begins in.
        wish: What they want, in one breath; they come back to it when they are asked something strange.
        answers: Pattern of a question → the answer; the last of the agent's sentences that fits counts.
        truth: Slot → the values that they may have said for it.
        agrees: What a read-back has to say for them to say yes; empty: they never agree to anything.
        corrects: What they say to any other read-back.
        writes: Tool → the arguments with which it may run for them.
        customer: Who is known from the start.
    """

    flow: str
    wish: str
    answers: Mapping[str, str]
    truth: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agrees: str = ""
    corrects: str = "no"
    writes: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    customer: str = "c1"

    def says(self, told: list[str], turns: int) -> str | None:
        """The next words, to what was told since their last; `None`: they hang up."""
        if turns >= END:
            return None
        if turns >= PATIENCE:
            return "I want to speak to a person"
        text = " ".join(told)
        if turns and _ASKS_TO_AGREE.search(told[-1] if told else ""):
            return self._agreed(text)
        found = [(hit.end(), said) for asked, said in self.answers.items() for hit in re.finditer(asked, text, re.I)]
        return max(found)[1] if found and turns else self.wish

    def _agreed(self, text: str) -> str:
        if self.agrees and re.search(self.agrees, text, re.IGNORECASE):
            return "yes please"
        # Without a read-back since they spoke they do not know what they would agree to.
        return self.corrects


_REFUND = {
    "order number": "it's order 12347",
    "which item|grinder": "the mug set",
    "what was wrong": "it came broken",
    "what should i change": "the mug set, please",
    "anything else": "no, that's all",
    "e-mail": ANA,
    "how can i help": "I want a refund",
}
_REFUNDED = {
    "order_id": ("12347",),
    "item": ("i5",),
    "reason": ("broken",),
    **_AUTH,
}

_REFUND_WRITE = {"refund_item": {"order_id": "12347", "item_id": "i5", "amount": "18.00"}}

CALLERS: Mapping[str, Honest] = {
    "refund": Honest(
        "refund",
        "I want a refund for the mug set of order 12347, it came broken",
        _REFUND,
        _REFUNDED,
        "refund eighteen dollars for the mug set",
        "no, the mug set",
        _REFUND_WRITE,
    ),
    "triage": Honest(
        "triage",
        "I want a refund for order 12347",
        _REFUND,
        _REFUNDED,
        "refund eighteen dollars for the mug set",
        "no, the mug set",
        _REFUND_WRITE,
        customer="",
    ),
    "reschedule": Honest(
        "reschedule",
        "Friday at ten",
        {
            "what day": "Friday",
            "what time|half past": "ten o'clock",
            "which visit": "the dentist",
            "change": "nothing, Friday at ten is right",
        },
        {"new_day": ("2026-03-06",), "new_time": ("2026-03-06T10:00",), "old_visit": ("v1",)},
        r"dentist to Friday, March sixth at ten am",
        "no, Friday at ten",
        {"move_visit": {"visit_id": "v1", "start": "2026-03-06T10:00"}},
    ),
    "change_address": Honest(
        "change_address",
        "order 12346",
        {
            "order number": "12346",
            "street and number": "12 Harbour Road",
            "which city": "Boston",
            "and the postcode": "02139",
            "change": "nothing",
        },
        {
            "order_id": ("12346",),
            "street": ("12 Harbour Road",),
            "city": ("Boston",),
            "new_postcode": ("02139",),
        },
        r"order 1 2 3 4 6 to (12|twelve) Harbour Road, Boston, 0 2 1 3 9",
        "no, it's 12 Harbour Road, Boston, 02139",
        {
            "set_address": {
                "order_id": "12346",
                "street": "12 Harbour Road",
                "city": "Boston",
                "postcode": "02139",
            }
        },
    ),
    "order_status": Honest("order_status", "where is order 12347", {"order number": "12347"}, {"order_id": ("12347",)}),
    "account": Honest("account", "what's my balance", {}),
    "charges": Honest(
        "charges",
        "Plus plan, March 2026",
        {"explain": "yes", "what's wrong": "I cancelled it in January", "which charge": "Plus plan, March 2026"},
        {"charge": ("h7",), "explained": ("True", "False")},
    ),
    "switch_plan": Honest(
        "switch_plan",
        "the family plan",
        {"which plan": "family", "change": "the family plan"},
        {"new_plan": ("family",)},
        "from Plus to Family.*nineteen dollars ninety a month instead of twelve dollars fifty",
        "no, family",
        {"change_plan": {"customer_id": "c1", "plan_id": "family"}},
    ),
    "device_help": Honest(
        "device_help",
        "my router K7QX is offline",
        {
            "device id": "K 7 Q X",
            "colou?r": "it's red",
            "restart it from here": "yes please",
            "not online|instead": "can you restart it please",
            "next": "is it online now?",
        },
        {"serial": ("K7QX",), "light": ("red",)},
        "restart the home router",
        "no, the home router",
        {"reset_device": {"serial": "K7QX"}},
    ),
    "auth": Honest("auth", ANA, {"postcode": "10001", "e-mail": ANA}, _AUTH, customer=""),
    "faq": Honest("faq", "when are you open?", {}),
}
