"""What the engine wants done: everything it does to the world, as values, in the order in which it goes out.

The carrier carries effects out; the line turns those that speak to the model into frames. Like events they hold JSON
only, and they are in the journal before they are carried out.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from flowkit.engine.events import Json
from flowkit.language.frozen import frozen

SILENCE_MS: Mapping[str, int] = {"short": 300, "normal": 500, "long": 900}
"""How long a pause ends the caller's turn, by the patience of the state."""

Yields = Literal["at_once", "to_words", "never"]
"""When a caller's speech stops an utterance: as soon as they speak, when it has words, or never."""


@frozen
class Must:
    """Words that a reply has to bring, and the values (canonical and spoken) that it is checked for."""

    text: str
    values: tuple[tuple[str, str, str], ...] = ()
    """Each (type, canonical, spoken)."""


@frozen
class Configure:
    """The head of a group (instructions, tools) and the patience of turn taking."""

    group: str
    patience: Literal["short", "normal", "long"] = "normal"


@frozen
class Seed:
    """What a new session has to know of a call that is under way: items in order, each (role, text)."""

    items: tuple[tuple[Literal["system", "user", "assistant"], str], ...]


@frozen
class Brief:
    """The note that tells the model where the call is. Replaces all earlier ones."""

    text: str
    digest: str


@frozen
class Result:
    """A note of a fact, such as how a tool run ended."""

    text: str


@frozen
class AnswerCall:
    """The output of a function that the model called; every call gets exactly one."""

    id: str
    output: Mapping[str, Json]


@frozen
class Reply:
    """The model's own turn. `effort` is the reasoning effort."""

    u: str
    tool: str = "auto"
    yields: Yields = "at_once"
    effort: Literal["minimal", "low"] = "low"
    must: tuple[Must, ...] = ()


@frozen
class Say:
    """The engine's own words, to be spoken as they stand.

    `clip`: by a voice that says exactly this, not by the model, which said something else before.
    """

    u: str
    text: str
    yields: Yields = "at_once"
    values: tuple[tuple[str, str, str], ...] = ()
    """Each (type, canonical, spoken)."""
    clip: bool = False


@frozen
class Cancel:
    """Stops an utterance, generating, queued or sounding, and what queues behind it."""

    u: str


@frozen
class Witness:
    """Asks for the model's own hearing of a turn, given the utterances it answers."""

    turn: str
    items: tuple[str, ...] = ()


@frozen
class Counter:
    """One limit across calls: its sentence, whose count it is, the window it falls in, and the amount of this use."""

    limit: str
    key: str
    window: str
    amount: str
    at_most: str


@frozen
class Count:
    """Asks how much of the limits is used, before a read-back."""

    draft: str
    counters: tuple[Counter, ...]


@frozen
class Reserve:
    """Takes a share of the limits for a write that is about to run."""

    run: str
    counters: tuple[Counter, ...]


@frozen
class Release:
    """Gives a reserved share back: the write did not happen."""

    run: str


@frozen
class RunTool:
    """Runs a tool. `key` is the idempotency key of a write, if its system takes one. Time in milliseconds."""

    run: str
    tool: str
    arguments: Mapping[str, Json]
    key: str = ""
    timeout_ms: int = 8000
    write: bool = False


@frozen
class Abandon:
    """Ignores the answer of a read that runs."""

    run: str


@frozen
class Transfer:
    """Gives the call to a person at `target`, with a summary of what is known and done."""

    target: str
    to: str = ""
    summary: Mapping[str, Json] = field(default_factory=dict)
    say: str = ""


@frozen
class HangUp:
    """Ends the call."""


@frozen
class Timer:
    """Arms a timer for `at` (milliseconds, same clock as events); `None` clears it."""

    name: str
    at: int | None = None


@frozen
class Note:
    """Something for the record only. Sensitive values stand masked in it."""

    kind: str
    data: Mapping[str, Json] = field(default_factory=dict)


Effect = (
    Configure
    | Seed
    | Brief
    | Result
    | AnswerCall
    | Reply
    | Say
    | Cancel
    | Witness
    | Count
    | Reserve
    | Release
    | RunTool
    | Abandon
    | Transfer
    | HangUp
    | Timer
    | Note
)
