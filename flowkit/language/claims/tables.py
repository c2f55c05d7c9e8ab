"""Word tables: what makes a done word a claim in one language, as data."""

from collections.abc import Mapping
from dataclasses import dataclass

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Verb:
    """What callers are told when what a verb names was done.

    Attributes:
        done: the words that say so by themselves: "moved".
        nouns: what is "made", "issued" or "processed" instead: "refund".
    """

    done: tuple[str, ...]
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ClaimTables:
    """The closed lists of one language. Words stand as `finding` parts them: `n't` is `not`, `'ve` is `have`.

    Attributes:
        verbs: the first word of a tool's name to what is said of it.
        finished: what is said of the noun of a verb: the refund is "issued".
        anything: what is said of whatever is being asked for: "taken care of".
        openers: stand before a claim and say nothing: "okay".
        leads: phrases behind which a claim begins: "I can confirm that".
        between: adverbs between a claim's parts: has "now" been moved.
        passive: has "been" moved.
        agents: who speaks: "I".
        alike: verbs whose participle is the verb itself: "set". Where such a word stands alone, or behind "is" or
            "was", it claims something only at the end, or before one of these: it is set "now", not "to" something.
        over, for_you: words, and pairs of them, that may stand behind it there.
        present: "is" moved; past: "was" moved; perfect: "has" moved.
        objects: may stand behind a done word that begins a sentence: moved "it".
        joiners: a second thing that was done: opened it "and" moved it.
        auxiliaries, question_words: how a question opens; subjects: what stands behind an auxiliary there.
        tags: make a question of what stands before them: "right".
        negations, futures, conditions, habits: none of them makes a claim.
        nothings: behind a done word they deny it, "booked nothing"; besides: unless one of these follows: "else".
        tellers, told: "you" "said": what somebody else says.
        long_ago: "last", "yesterday": "was" tells of another time.
        days: "on Friday" tells of another time; day_leads: the "on".
    """

    verbs: Mapping[str, Verb]
    finished: tuple[str, ...]
    anything: Verb
    openers: Words
    leads: tuple[tuple[str, ...], ...]
    between: Words
    passive: str
    agents: Words
    alike: Words
    over: Words
    for_you: tuple[tuple[str, str], ...]
    present: Words
    past: Words
    perfect: Words
    objects: Words
    joiners: Words
    auxiliaries: Words
    question_words: Words
    subjects: Words
    tags: Words
    negations: Words
    nothings: Words
    besides: Words
    futures: Words
    conditions: Words
    habits: Words
    tellers: Words
    told: Words
    long_ago: Words
    days: Words
    day_leads: Words
