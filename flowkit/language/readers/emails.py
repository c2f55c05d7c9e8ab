"""E-mail addresses, said or spelt: `ana underscore b at mail dot co dot uk`, `a n a at mail dot com`.

Theory of operation. Everything starts at an `at`. To its right labels are joined by `dot` (`email_hosts.py`); to its
left single letters, digits and signs belong to the address, and so does the word beside them (`email_names.py`). What
may be read in several ways gives several readings, or one in doubt.
"""

from typing import Final

from flowkit.language.locale import Locale
from flowkit.language.readers.email_hosts import Host, host_at
from flowkit.language.readers.email_names import names_before, said_aside
from flowkit.language.readers.letters import tail
from flowkit.language.readers.reading import Found
from flowkit.language.readers.utterance import Utterance
from flowkit.language.shapes import Shape
from flowkit.language.single_values import email

CHANGED: Final = "something was said to change it"
_REACH: Final = 6
"""How many words behind a correction may change the address."""


def find_emails(u: Utterance, shape: Shape, locale: Locale) -> list[Found]:
    """Every e-mail address, in lower case."""
    v = u.vocabulary
    found: list[Found] = []
    if v.at_words.isdisjoint(u.words) and "@" not in u.words:
        return found
    last = 0
    for at in range(1, u.size - 1):
        if u.words[at] != "@" and u.words[at] not in v.at_words:
            continue
        host = host_at(u, at + 2 if u.words[at + 1] in v.at_behind else at + 1)
        if host is not None:
            found.extend(_addresses(u, at, host, found[-1].j if found else 0))
            last = len(found)
    if last and (_changed(u, found[-1].j) or tail(u, found[-1].j)):
        found[-1] = found[-1]._replace(doubt=found[-1].doubt or CHANGED)
    return found


def _addresses(u: Utterance, at: int, host: Host, floor: int) -> list[Found]:
    found: list[Found] = []
    names = names_before(u, at, floor)
    if len(names) == 2 and said_aside(u, host.j):
        names = [names[0]._replace(doubt="")]
    for name in names:
        value = email(f"{name.text}@{host.text}")
        if value is None:
            continue
        doubt = name.doubt or host.doubt
        others = [email(f"{name.other or name.text}@{host.other or host.text}")] if name.other or host.other else []
        found.append(Found(value, name.i, host.j, doubt, tuple(one for one in others if one and one != value)))
    return found


def _changed(u: Utterance, j: int) -> bool:
    """Whether something behind the address corrects a part of it: `sorry, I mean dot net`."""
    v, words = u.vocabulary, u.words
    for i in range(j, u.size):
        if u.meaning(i, v.mail_asides) is not None:
            return False
        end = u.at(i, v.corrections)
        if end:
            rest = words[end : min(end + _REACH, u.size)]
            return any(
                word in v.signs or (word.isalnum() and not any(word in table for table in _idle(u))) for word in rest
            )
    return False


def _idle(u: Utterance) -> tuple[frozenset[str], ...]:
    v = u.vocabulary
    return v.common, v.fillers, v.politeness, v.one_letter_words
