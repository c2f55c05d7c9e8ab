"""Options that held-out utterances choose from, by the name in `@options …`."""

from typing import Final

from flowkit.language.readers import Candidate
from flowkit.language.shapes import Option, Shape

THING: Final = Shape("choice", key="id", fields={"id": Shape("text")})


def _fixed(*options: Option) -> Shape:
    return Shape("choice", options=options)


def _thing(key: str, label: str, *also: str) -> Candidate:
    return Candidate({"id": key}, key, label, also)


FIXED: Final = {
    "colors": _fixed(Option("red"), Option("dark blue"), Option("light blue"), Option("green")),
    "topic": _fixed(
        Option("billing", "A charge or an invoice.", ("there's a charge I don't recognize", "question about my bill")),
        Option("delivery", "Where a parcel is.", ("where is my parcel", "my package is late")),
        Option("returns", "Sending something back.", ("I want to send it back", "I need a return label")),
        Option("other", "Anything else.", ("something else", "none of those")),
    ),
    "size": _fixed(Option("small"), Option("medium"), Option("large"), Option("extra large")),
    "plan": _fixed(
        Option("basic", "Email support only.", ("the cheapest", "the plain one")),
        Option("plus", "Phone support on weekdays.", ("the middle one",)),
        Option("premium", "Phone support at any hour.", ("the full package", "everything included")),
    ),
}
THINGS: Final = {
    "visits": (
        _thing("boiler", "boiler service on Friday, March sixth at ten am"),
        _thing("window", "window repair on Monday, March ninth at two pm"),
        _thing("roof", "roof inspection on Tuesday, March tenth at ten am"),
    ),
    "cards": (
        _thing("visa", "Visa ending in 4242", "the card ending in 4242", "the original card"),
        _thing("master", "Mastercard ending in 5100", "the card ending in 5100"),
    ),
    "orders": (
        _thing("a1", "espresso machine for 249 dollars", "the coffee maker"),
        _thing("a2", "desk lamp for 39 dollars", "the light"),
        _thing("a3", "office chair for 180 dollars"),
        _thing("a4", "standing desk for 420 dollars"),
    ),
}
