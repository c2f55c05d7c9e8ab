"""Limits: sentences that say how often, or how much at most."""

import re
from decimal import Decimal
from typing import Literal, cast

from flowkit.language.building.expression_reading import read_words
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import check_name, meant
from flowkit.language.building.scopes import Scope
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import World
from flowkit.language.codes import BAD_LIMIT
from flowkit.language.mending import mended, named
from flowkit.language.model import Limit
from flowkit.language.shapes import Shape
from flowkit.language.tree import Mapping, Scalar
from flowkit.language.words import Words

_LIMIT = KINDS["limit"]
_SENTENCE = re.compile(r"(?:(?P<amount>[a-z]\w*) )?at most (?P<number>\d{1,12}(?:\.\d{1,4})?)(?P<per>(?: per \w+)*)")
_WINDOWS = ("call", "day", "week", "month")
_EXAMPLES = "write it like: at most 3 per call, at most 1 per order_id, amount at most 400 per customer per day"


def read_limits(
    fields: Fields, scope: Scope, numbers: dict[str, Shape], counted: list[str], world: World
) -> tuple[Limit, ...]:
    """The limits of a tool.

    Args:
        numbers: What an amount may be named: arguments and computed values, with their shapes.
        counted: What may stand after `per`: arguments and `single` records.
    """
    limits = []
    for node in fields.items("limits"):
        name, because = "", None
        sentence: Scalar | None
        if isinstance(node, Mapping):
            opened = open_mapping(_LIMIT, node, node, world.report)
            sentence, rule = opened.scalar("limit"), opened.scalar("rule")
            because = read_words(opened.scalar("because"), scope, world.report)
            name = rule.text if rule is not None and check_name(rule, "a rule", world.report) else ""
        else:
            sentence = node if isinstance(node, Scalar) else None
        limit = None if sentence is None else _read_limit(sentence, name, because, numbers, counted, world)
        if limit is not None:
            limits.append(limit)
    return tuple(limits)


def _read_limit(
    scalar: Scalar,
    rule: str,
    because: Words | None,
    numbers: dict[str, Shape],
    counted: list[str],
    world: World,
) -> Limit | None:
    match = _SENTENCE.fullmatch(" ".join(scalar.text.split()))
    if match is None:
        world.report.add(BAD_LIMIT, scalar, f"{named(scalar.text)} is no limit", _written_right(scalar) or _EXAMPLES)
        return None
    amount = match["amount"] or ""
    if amount and not _is_number(amount, scalar, numbers, world):
        return None
    if Decimal(match["number"]) == 0:
        world.report.add(BAD_LIMIT, scalar, "a limit of 0 forbids every use; a limit is 1 or more", _EXAMPLES)
        return None
    if not amount and "." in match["number"]:
        world.report.add(BAD_LIMIT, scalar, "calls are counted in whole numbers", _EXAMPLES)
        return None
    window, per = "", ""
    for word in match["per"].split()[1::2]:
        if word in _WINDOWS and not window:
            window = word
        elif word in counted and not per:
            per = word
        else:
            _bad_per(scalar, word, bool(per if word in counted else window), counted, world)
            return None
    return Limit(
        scalar.text,
        Decimal(match["number"]),
        amount,
        per,
        cast(Literal["call", "day", "week", "month"], window or "call"),
        rule,
        because,
        scalar.span,
    )


_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _written_right(scalar: Scalar) -> str:
    """The line with the sentence as it was probably meant; nothing where that cannot be told."""
    if len(scalar.text) > 200:
        return ""
    text = " ".join(scalar.text.split()).rstrip(".").replace("$", "").replace("€", "").replace(",", "")
    text = re.sub(r"(?i)\b(at most|per call|per day|per week|per month)\b", lambda match: match[0].lower(), text)
    text = re.sub(r"\b(?:max(?:imum)?|no more than|up to|not more than)\b", "at most", text, flags=re.IGNORECASE)
    for number, word in enumerate(_NUMBER_WORDS, 1):
        text = re.sub(rf"(?i)\bat most {word}\b", f"at most {number}", text)
    text = re.sub(r"(?i)^at most (\d+) times?\b", r"at most \1", text)
    text = re.sub(r"(?i)\b(?:a|each|every) (call|day|week|month)\b", r"per \1", text)
    for sentence in (text, f"at most {text}"):
        if _SENTENCE.fullmatch(sentence) and sentence != scalar.text:
            return mended(scalar.document, scalar.start, scalar.end, sentence)
    return ""


def _is_number(amount: str, scalar: Scalar, numbers: dict[str, Shape], world: World) -> bool:
    shape = numbers.get(amount)
    if shape is None:
        if amount not in world.report.doubtful:
            help = meant(amount, numbers, "arguments")
            world.report.add(BAD_LIMIT, scalar, f"there is no argument '{amount}' to limit", help)
        return False
    if shape.type not in ("integer", "number", "money") or not shape.single:
        what = f"a list of '{shape.type}'" if not shape.single else f"'{shape.type}'"
        world.report.add(BAD_LIMIT, scalar, f"only numbers have limits; '{amount}' is {what}", _EXAMPLES)
        return False
    return True


def _bad_per(scalar: Scalar, word: str, twice: bool, counted: list[str], world: World) -> None:
    if twice:
        world.report.add(BAD_LIMIT, scalar, f"'per {word}' is one too many", _EXAMPLES)
        return
    known = [*_WINDOWS, *counted]
    if word in world.records:
        help = f"'{word}' is no 'single' record; name the argument that holds its key"
    else:
        help = meant(word, known, "words after 'per'")
    world.report.add(BAD_LIMIT, scalar, f"'{word}' cannot stand after 'per'", help)
