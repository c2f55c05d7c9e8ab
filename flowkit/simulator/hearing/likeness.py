"""What words are about: stems, everyday synonyms, and which of several texts they fit best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flowkit.simulator.hearing.words import Utterance, listed

_STOP = frozenset(
    listed(
        "what when why two three four five six seven eight nine ten twenty thirty hundred "
        "a an the this that these those i me my mine we us our you your he she it its they them their and or but "
        "so if of in on at to from for by with about as into up is am are was were be been being do does did done "
        "have has had can could will would shall should may might must want wants wanted need needs like know "
        "please just now then there here caller callers customer someone something anything thing any some all "
        "also too very not no yes dont doesnt didnt isnt cant wont again ask asks tell get gets got give let make "
        "makes going go please hello hi thanks thank one ones under yet already still than how much many which "
        "who whom whose another other others else ve ll re got im id say said take takes long"
    )
)

_GROUPS: Mapping[str, str] = {
    "order": "order parcel package shipment purchase consignment",
    "whereabouts": "where track tracking trace eta arrive status ship shipping dispatched sent coming",
    "appointment": "appointment visit booking reservation consultation checkup session",
    "move": "move reschedule postpone shift rearrange rebook bring forward later earlier",
    "time": "time slot hour date day",
    "refund": "refund money reimburse reimbursement return returning back",
    "address": "address elsewhere",
    "send": "send deliver delivery delivered sent redirect",
    "device": "device router modem hub sensor camera thermostat gadget unit machine printer",
    "connect": "connect connection connecting online offline internet wifi network broadband",
    "hours": "hours opening open openings close closing closed",
    "balance": "balance owe owing owed",
    "charge": "charge charged bill billed invoice payment pay paid fee cost debit",
    "cancel": "cancel terminate cancellation call off",
    "book": "book booking reserve schedule arrange",
    "card": "card visa mastercard",
    "lost": "lost stolen missing lose theft gone",
    "block": "block freeze lock disable deactivate",
    "password": "password login signin passcode pin",
    "price": "price cost costs quote rate rates expensive",
    "prescription": "prescription medicine medication refill pills tablets repeat meds",
    "outage": "outage blackout power electricity cut supply",
    "broken": "broken broke damaged damage cracked crack smashed shattered defective faulty dead scratched",
    "wrong": "wrong incorrect different",
    "item": "item product article",
    "warranty": "warranty guarantee guaranteed",
    "doctor": "doctor gp physician nurse",
    "table": "table dinner lunch",
    "room": "room suite",
    "restart": "restart reboot reset",
    "check": "check look read",
    "stop": "stop quit give",
    "light": "light lamp led",
    "colour": "colour color",
    "flight": "flight plane",
    "luggage": "luggage baggage bag bags suitcase",
    "meter": "meter reading",
    "transfer": "transfer wire",
    "statement": "statement statements",
    "unwanted": "changed mind unwanted",
    "hurt": "pain painful ache aches hurts hurt sore",
}
# "Where is my refund" is about the refund more than about where things are.
_FAINT = 0.5
_VOWELS = frozenset("aeiou")


def stem(word: str) -> str:
    """A word without its ending: "delivered", "delivery" and "delivers" are one."""
    for ending in ("ations", "ation", "ions", "ion", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and _VOWELS & set(word[: -len(ending)]):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


_WHERE = stem("where")
_GROUP_OF: dict[str, frozenset[str]] = {}
for _name, _members in _GROUPS.items():
    for _member in (*_members.split(), _name):
        _GROUP_OF[stem(_member)] = _GROUP_OF.get(stem(_member), frozenset()) | {_name}


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry meaning."""
    words = Utterance(text.replace("_", " ").replace("-", " ")).norms
    return frozenset(stem(word) for word in words if word not in _STOP and not word.isdigit())


def kindred(word: str) -> frozenset[str]:
    """The groups of everyday synonyms that a stem belongs to."""
    return _GROUP_OF.get(word, frozenset())


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that words may be about.

    Attributes:
        name: What is reported when they are.
        title: Its short words; they count in full.
        about: Words that describe it; they count a little less.
    """

    name: str
    title: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well words fit a topic; `score` is about the number of its telling words that were said."""

    topic: Topic
    score: float


def ranked(words: Iterable[str], topics: Sequence[Topic]) -> list[Fit]:
    """The topics that share something with these stems, the best first.

    A word that several topics have tells less than one that only a single topic has.
    """
    said = set(words)
    fits = [Fit(topic, _score(said, topic, topics)) for topic in topics]
    return sorted((fit for fit in fits if fit.score > 0), key=lambda fit: -fit.score)


def best(words: Iterable[str], topics: Sequence[Topic], least: float = 0.4, lead: float = 1.15) -> Topic | None:
    """The one topic that fits clearly best: at least `least`, and `lead` times as well as the next."""
    fits = ranked(words, topics)
    if not fits or fits[0].score < least:
        return None
    if len(fits) > 1 and fits[0].score < lead * fits[1].score:
        return None
    return fits[0].topic


def _score(said: set[str], topic: Topic, topics: Sequence[Topic]) -> float:
    return sum(_weight(word, topic) / _spread(word, topics) * (_FAINT if word == _WHERE else 1.0) for word in said)


def _spread(word: str, topics: Sequence[Topic]) -> float:
    """How much of a word's weight lies over all topics; 1 when only one has it."""
    weights = [_weight(word, topic) for topic in topics]
    return max(1.0, sum(weights) / max(weights, default=1.0)) if any(weights) else 1.0


@lru_cache(maxsize=16384)
def _weight(word: str, topic: Topic) -> float:
    title, about = stems(f"{topic.name} {topic.title}"), stems(topic.about)
    if word in title:
        return 1.0
    if word in about:
        return 0.7
    groups = kindred(word)
    if groups & _groups(title):
        return 0.75
    return 0.5 if groups & _groups(about) else 0.0


def _groups(words: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(kindred(word) for word in words)) if words else frozenset()
