"""What models cost, and what a response cost: its `usage` times the prices of its model.

Theory of operation. A price stands for a kind of token: text, audio or image, each fresh, cached or made by the model,
per million tokens; a minute of transcription has a price of its own. Cached tokens are a part of those that were read.
Everything is exact decimal arithmetic. Nothing is ever free because nobody knows its price: a model or a kind without
one is a `NoPrice`, with what to do about it.

The table of known prices is `prices.json` beside this module, each entry with its source and the day it was read.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from flowkit.language.frozen import frozen

MILLION: Final = Decimal(1_000_000)
AUDIO_A_MINUTE: Final = 600
"""Tokens of a minute of a caller's sound: one for each tenth of a second."""
KINDS: Final = ("text", "audio", "image")
PARTS: Final = ("in", "cached", "out")
_ABOUT: Final = ("source", "date")
_DATED: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_LITTLE: Final = Decimal("0.000001")


class NoPrice(Exception):
    """Something has no price.

    Args:
        message: what, in one sentence.
        hint: what to do about it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@frozen
class Prices:
    """What one model costs.

    Args:
        tokens: kind and part (`text in`, `audio cached`) → price of a million tokens.
        minute: price of a minute of sound, for transcription.
        source, date: where the prices were read, and on which day; empty if the project says them itself.
    """

    model: str
    tokens: Mapping[str, Decimal]
    minute: Decimal | None = None
    currency: str = "USD"
    source: str = ""
    date: str = ""

    def to_json(self) -> dict[str, Any]:
        """The prices as JSON, to be kept with a call."""
        tokens = {name: str(price) for name, price in self.tokens.items()}
        minute = None if self.minute is None else str(self.minute)
        return {
            "model": self.model,
            "tokens": tokens,
            "minute": minute,
            "currency": self.currency,
            "source": self.source,
            "date": self.date,
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Prices":
        """The prices that `to_json` made an object of."""
        tokens = {name: Decimal(price) for name, price in data["tokens"].items()}
        minute = None if data["minute"] is None else Decimal(data["minute"])
        return Prices(data["model"], tokens, minute, data["currency"], data["source"], data["date"])


# Finding prices.


def known_prices(text: str) -> Mapping[str, Prices]:
    """The prices of all models in a table such as `prices.json`.

    Args:
        text: JSON.

    Raises:
        NoPrice: an entry is no price.
    """
    table = json.loads(text)
    return {model: read_prices(model, given, table["currency"]) for model, given in table["models"].items()}


def prices_of(model: str, known: Mapping[str, Prices], own: Any = None, currency: str = "USD") -> Prices:
    """The prices of a model.

    Args:
        model: its name; a dated snapshot has the prices of the model that it is one of.
        known: the table.
        own: what a project says under `operations.prices`, which goes before the table.
        currency: of `own`.

    Raises:
        NoPrice: the model is in neither, or what the project says is no price.
    """
    plain = _DATED.sub("", model)
    if own is not None and not isinstance(own, Mapping):
        raise NoPrice("'prices' is no map", _SHAPE)
    for name in dict.fromkeys((model, plain)):
        if own and name in own:
            return read_prices(name, own[name], currency)
    for name in dict.fromkeys((model, plain)):
        if name in known:
            return known[name]
    raise NoPrice(f"there is no price for the model '{model}'", f"say it in the project: {_SHAPE}")


_SHAPE: Final = "operations: {prices: {the-model: {text: {in: 4.00, cached: 0.40, out: 24.00}}}}, per million tokens"


def read_prices(model: str, given: Any, currency: str = "USD") -> Prices:
    """The prices that a table or a project says for a model.

    Raises:
        NoPrice: it is no price.
    """
    if not isinstance(given, Mapping):
        what = f"the price of '{model}'" if model else "'prices'"
        raise NoPrice(f"{what} is no map", _SHAPE)
    tokens: dict[str, Decimal] = {}
    minute: Decimal | None = None
    for kind, prices in given.items():
        if kind in _ABOUT:
            continue
        if kind == "minute":
            minute = _amount(model, kind, prices)
        elif kind not in KINDS or not isinstance(prices, Mapping):
            raise NoPrice(f"'{kind}' is no kind of price of '{model}'", _SHAPE)
        else:
            for part, price in prices.items():
                if part not in PARTS:
                    raise NoPrice(f"'{part}' is no part of the price of {kind} of '{model}'", _SHAPE)
                tokens[f"{kind} {part}"] = _amount(model, f"{kind} {part}", price)
    if not tokens and minute is None:
        raise NoPrice(f"no price is said for '{model}'", _SHAPE)
    return Prices(model, tokens, minute, currency, str(given.get("source", "")), str(given.get("date", "")))


def _amount(model: str, what: str, given: Any) -> Decimal:
    try:
        amount = Decimal(str(given))
    except InvalidOperation:
        amount = Decimal(-1)
    if isinstance(given, bool) or not amount.is_finite() or amount < 0:
        raise NoPrice(f"the price '{what}' of '{model}' is no amount: {given}", _SHAPE)
    return amount


# What things cost.


def cost_of(usage: Mapping[str, Any], prices: Prices) -> Decimal:
    """What a response cost.

    Args:
        usage: the `usage` of its `response.done`, of a chat completion, or of a transcription.
        prices: of its model.

    Raises:
        NoPrice: it used something that has no price.
    """
    return sum(cost_by_kind(usage, prices).values(), Decimal(0))


def cost_by_kind(usage: Mapping[str, Any], prices: Prices) -> dict[str, Decimal]:
    """What a response cost, by kind and part of what it used: `text in`, `audio cached`, …, `minute`.

    Raises:
        NoPrice: it used something that has no price.
    """
    if usage.get("type") == "duration":
        return {"minute": _seconds(usage.get("seconds")) / 60 * _minute(prices)}
    if prices.minute is not None and not prices.tokens:
        # What is sold by the minute tells its use in tokens all the same.
        heard = tokens_by_kind(usage)
        return {"minute": Decimal(heard["audio in"] + heard["audio cached"]) / AUDIO_A_MINUTE * prices.minute}
    return {name: count * _price(name, prices) / MILLION for name, count in tokens_by_kind(usage).items() if count}


def _minute(prices: Prices) -> Decimal:
    if prices.minute is None:
        raise NoPrice(f"a minute of '{prices.model}' has no price", _SHAPE)
    return prices.minute


def _price(name: str, prices: Prices) -> Decimal:
    found = prices.tokens.get(name)
    if found is None and name.endswith(" cached"):
        # What is not sold cheaper when it is cached costs what it costs fresh.
        found = prices.tokens.get(name.replace(" cached", " in"))
    if found is None:
        raise NoPrice(f"'{name}' of '{prices.model}' has no price", _SHAPE)
    return found


def tokens_by_kind(usage: Mapping[str, Any]) -> dict[str, int]:
    """The tokens of a response by kind and part; what is in none of the details is text.

    Cached tokens are taken out of those that were read. Where it is not said of which kind they are, they are text
    first. Tokens of thinking are text that was made.
    """
    read = _object(usage.get("input_token_details") or usage.get("prompt_tokens_details"))
    made = _object(usage.get("output_token_details") or usage.get("completion_tokens_details"))
    total_in = _count(usage.get("input_tokens", usage.get("prompt_tokens")))
    total_out = _count(usage.get("output_tokens", usage.get("completion_tokens")))
    found = {kind: _count(read.get(f"{kind}_tokens")) for kind in KINDS}
    found["text"] += max(0, total_in - sum(found.values()))
    cached = _cached(read, found)
    out_audio = _count(made.get("audio_tokens"))
    out_text = max(_count(made.get("text_tokens")), total_out - out_audio)
    tokens: dict[str, int] = {}
    for kind in KINDS:
        tokens[f"{kind} in"] = found[kind] - cached[kind]
        tokens[f"{kind} cached"] = cached[kind]
    return tokens | {"text out": out_text, "audio out": out_audio}


def _cached(read: Mapping[str, Any], found: Mapping[str, int]) -> dict[str, int]:
    """The cached tokens of each kind, never more than were read."""
    details = _object(read.get("cached_tokens_details"))
    cached = {kind: min(found[kind], _count(details.get(f"{kind}_tokens"))) for kind in KINDS}
    left = _count(read.get("cached_tokens")) - sum(cached.values())
    for kind in KINDS:
        more = max(0, min(left, found[kind] - cached[kind]))
        cached[kind] += more
        left -= more
    return cached


def rounded(cost: Decimal) -> str:
    """A cost as text, to a millionth of the currency."""
    return format(cost.quantize(_LITTLE), "f")


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _seconds(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return Decimal(0)
    seconds = Decimal(str(value))
    return seconds if seconds.is_finite() and seconds > 0 else Decimal(0)
