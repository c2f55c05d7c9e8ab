"""Effects of tools: whether the name of a tool says the same as its `effect`.

A tool that changes something and is called a read is run without consent, is tried again when it fails, and stands in
no guarantee about writes. Only the verb that a name begins with is looked at, and not where the name goes on to a noun
(`book_info`, `order_status`): most of the verbs are nouns too.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from flowkit.language.codes import SOUNDS_LIKE_A_READ, SOUNDS_LIKE_A_WRITE, SOUNDS_LIKE_MONEY
from flowkit.language.diagnostic import Diagnostic, Edit, Fix, Related, problem
from flowkit.language.model import Project, Tool

_WRITES_WORDS: Final = """
    activate add apply approve assign block book buy cancel change charge clear close confirm create credit
    deactivate debit delete disable dispatch edit enable enroll enrol exchange extend file freeze insert install
    issue mail make modify move open order pause pay place post process publish purchase put rebook redeem refund
    register reject release remove renew replace report reschedule reserve reset restart resume return save schedule
    sell send set ship start stop store submit subscribe suspend swap switch transfer unblock unfreeze unlock
    unsubscribe update upgrade upload void waive withdraw write
"""
_WRITES: Final = frozenset(_WRITES_WORDS.split())
_NOUNS_WORDS: Final = """
    amount amounts availability balance balances class cost costs date dates day days description detail details
    eligibility eta fee fees history hours id ids info information invoice invoices limit limits link links list log
    logs lookup method methods name names number numbers offer offers option options plan plans points policies
    policy price prices quote quotes reason reasons record records report reports rules search slot slots state
    status statuses summary terms time times total totals tracking type types window windows
"""
_NOUNS: Final = frozenset(_NOUNS_WORDS.split())
_ALSO_NOUNS_WORDS: Final = """
    book change charge close credit debit exchange file issue mail make open order place post process purchase
    refund release report reserve return schedule set start stop store switch transfer update upgrade
"""
_ALSO_NOUNS: Final = frozenset(_ALSO_NOUNS_WORDS.split())
"""Verbs that are as often a noun in the name of a read."""
_ALONE_WORDS: Final = """
    change close make open purchase refund release reserve reset transfer update upgrade
"""
_ALONE: Final = frozenset(_ALONE_WORDS.split())
"""Those of them that are a verb where they are the whole name."""
_MONEY_WORDS: Final = """
    charge credit debit pay payout refund reimburse transfer withdraw
"""
_MONEY: Final = frozenset(_MONEY_WORDS.split())
_ABOUT_MONEY: Final = re.compile(
    r"\b(?:refunds?|reimburses?|pays?|charges?|credits?|debits?)\b|\bgives?\b.{0,20}\bback\b|\bmoney\b", re.IGNORECASE
)
_READS_WORDS: Final = """
    get list find fetch read search lookup show view describe retrieve query count
"""
_READS: Final = frozenset(_READS_WORDS.split())


def check_effects(project: Project) -> Iterator[Diagnostic]:
    """Warnings about reads that sound like writes, and writes that sound like reads."""
    for tool in project.tools.values():
        verb, *rest = tool.name.split("_")
        if tool.effect == "read":
            written = _written(verb, rest)
            if written:
                yield _told(tool, written)
        elif tool.effect == "write" and (amount := _amount(tool)) and _is_money(tool, amount):
            place = tool.places.get("effect", tool.span)
            message = f"'{tool.name}' moves money ('{amount}'), and is a plain write: nothing has to bound the amount"
            fix = Fix("write 'money'", (Edit(place, "money"),), safe=False)
            here = (Related(tool.places["input"], f"'{amount}' is an amount"),) if "input" in tool.places else ()
            yield problem(SOUNDS_LIKE_MONEY, place, message, "write: effect: money; and a limit", here, (fix,))
        elif verb in _READS and not _written("", rest) and not any(word in _WRITES - _ALSO_NOUNS for word in rest):
            message = f"'{tool.name}' sounds like a read, and is a '{tool.effect}': the caller is asked to agree to it"
            help = "if it changes nothing, write: effect: read; else give it a name that says what it does"
            yield problem(SOUNDS_LIKE_A_READ, tool.places.get("effect", tool.span), message, help)


def _is_money(tool: Tool, amount: str) -> bool:
    """Whether the name of a tool or of its amount, or what it is about, says that money changes hands."""
    named = {*tool.name.split("_"), *amount.split("_")}
    return not _MONEY.isdisjoint(named) or _ABOUT_MONEY.search(tool.about) is not None


def _amount(tool: Tool) -> str:
    """The argument that says how much, and is given to the backend."""
    return next((name for name, each in tool.input.items() if each.send and each.shape.type == "money"), "")


def _written(verb: str, rest: list[str]) -> str:
    """The verb of a write in the name of a tool; empty if there is none."""
    if verb in _WRITES and (verb not in _ALSO_NOUNS or (rest[-1] not in _NOUNS if rest else verb in _ALONE)):
        return verb
    # find_and_cancel, get_or_create
    return next((word for before, word in pairwise(rest) if before in ("and", "or") and word in _WRITES), "")


def _told(tool: Tool, verb: str) -> Diagnostic:
    message = f"'{tool.name}' is a read, and its name says that it changes something ('{verb}')"
    help = "a write needs consent and is never tried again; write: effect: write; or name it by what it reads"
    return problem(SOUNDS_LIKE_A_WRITE, tool.places.get("effect", tool.span), message, help)
