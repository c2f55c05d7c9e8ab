"""What is said in a call, as values: utterances and turns, words that are due, the floor, the brief, what is asked."""

from collections.abc import Mapping
from typing import Any, Literal

from flowkit.engine.effects import Yields
from flowkit.language.frozen import frozen

SpokenValues = tuple[tuple[str, str, str], ...]
"""Values that words bring, each (type, canonical, spoken)."""

Unread = Literal["", "nothing", "calls", "refused", "uncounted", "waits", "failed", "replaced"]
"""What a reply came to whose turn had no words yet (empty: nothing is left to be read in them).

It spoke and called nothing; its calls brought nothing; some of them were refused; so many were that the turn brings
nothing; it took the turn for one that is not meant for the agent; it failed, and is asked for once more; it failed, and
the engine asked in its place.
"""


@frozen
class Utterance:
    """One thing that the agent says, from its asking to its end for the caller.

    `asks` are the slots that it asks for; `heard_after` the caller's last turn before it began to sound, once it did;
    `sounds`: it began to reach them; `stopped`: it did, and was taken back then. `repeats`: how often it was said
    before and cut, `unfaithful`: and spoken otherwise; `clip`: not by the model. `values` are those of exact words.
    `unread`: it was judged before the words of its turn were in, and these are read for it when they come.
    """

    kind: Literal["say", "reply"]
    purpose: str
    visit: int
    upto_turn: str
    at: int = 0
    text: str = ""
    status: str = "generating"
    void: bool = False
    extent: str = ""
    must: tuple[tuple[str, SpokenValues], ...] = ()
    sounds: bool = False
    asks: tuple[str, ...] = ()
    heard_after: str | None = None
    yields: Yields = "at_once"
    values: SpokenValues = ()
    repeats: int = 0
    stopped: bool = False
    unfaithful: int = 0
    clip: bool = False
    unread: Unread = ""


@frozen
class Turn:
    """One thing that the caller said. `served` are the stretches of its text that filled a slot.

    `over` is the utterance that sounded when it began; `short`: its words have to tell whether it is more than a noise;
    `noise`: it is not. `at_end`: it began when the call was at its end. `voiced_ms`: how long there was voice.
    """

    started: int
    ended: int | None = None
    text: str | None = None
    before_disclosure: bool = False
    served: tuple[tuple[int, int], ...] = ()
    over: str = ""
    short: bool = False
    noise: bool = False
    at_end: bool = False
    voiced_ms: int = 1000


@frozen
class Due:
    """Exact words that are to be spoken as soon as the floor is free.

    `repeats`: how often they were cut before, `unfaithful`: how often they were spoken otherwise.
    """

    text: str
    purpose: str
    yields: Yields = "at_once"
    values: SpokenValues = ()
    repeats: int = 0
    unfaithful: int = 0


@frozen
class Pending:
    """Words that the next reply has to bring: of a state, or a value of `slot` that is repeated to the caller."""

    text: str
    values: SpokenValues = ()
    slot: str = ""


@frozen
class Floor:
    """Who may speak.

    `playing` are utterances that were generated and are not known to be played to their end. `passes` counts replies
    since the caller's last turn.
    """

    generating: str = ""
    playing: tuple[str, ...] = ()
    open_turn: str = ""
    due: tuple[Due, ...] = ()
    want_reply: bool = False
    reply_tool: str = "auto"
    passes: int = 0


@frozen
class LastBrief:
    """The brief that the model has: its number, its digest, the words in it, and how many replies ago it was sent.

    `visit` is that in which it was sent: words that are due again in another one are news, though they are the same.
    """

    number: int = 0
    digest: str = ""
    words: tuple[str, ...] = ()
    age: int = 0
    visit: int = 0


@frozen
class Draft:
    """A write that the caller is asked for: what exactly, in which words, and how far the asking is.

    `question_u` is the latest asking; `asked_at` when it began to sound (0: it has not). `changing`: the caller named
    another value and nothing was recorded for it yet. `called`: the model called the tool in a `talk`. `counting`: how
    much is left of limits across calls is being asked; `run` is the run that waits for its share of them. `turns` are
    what the caller has said since it began to sound, `answered_at` when the last of them ended, `hearing` how the model
    itself heard them (empty: not in yet). `pressed` is the key that agreed. `keyed`: only a key counts; `unproved`:
    nothing proves that the statement was heard; `own_words`: the model's own words stand for the statement.
    `unfaithful` counts statements that were spoken otherwise, `silent` silences, `slow`: values are spoken slowly.
    """

    id: str
    tool: str
    arguments: Mapping[str, Any]
    digest: str
    versions: Mapping[str, int]
    statement: str
    question: str
    values: SpokenValues
    phase: Literal["stating", "asking", "listening", "judging", "agreed", "answering", "reserving", "running"] = (
        "stating"
    )
    statement_u: str = ""
    statement_extent: str = ""
    question_u: str = ""
    asked_at: int = 0
    attempts: int = 0
    unclear: int = 0
    changing: bool = False
    called: bool = False
    counting: bool = False
    run: str = ""
    turns: tuple[str, ...] = ()
    answered_at: int = 0
    hearing: str = ""
    pressed: str = ""
    keyed: bool = False
    unproved: bool = False
    own_words: bool = False
    unfaithful: int = 0
    silent: int = 0


@frozen
class CheckBack:
    """A value about which the caller is asked: whether they said it (`said`), or whether it is right.

    `text` is the question, `values` what it speaks; `version` is the value's. `awaits` is the turn whose words are not
    in yet and may answer it without being asked. `changing`: the caller named another value, and the model is to record
    it. `unclear` counts answers that were neither yes nor no.
    """

    slot: str
    version: int
    text: str
    values: SpokenValues
    said: bool = False
    awaits: str = ""
    changing: bool = False
    unclear: int = 0
