"""Keys that people write from habit or from other tools, and what flowkit has instead."""

from collections.abc import Iterable
from typing import Final

FORMER: Final = {
    "on": "success is 'next', everything else stands under 'outcomes'",
    "call": "a tool is run by 'use', a flow by 'run'",
    "decide": "a state without a kind branches: only 'next' with its edges",
    "prompt": "write 'ask' on a slot, 'question' on a state",
    "check": "write 'only_if' with a rule",
    "attempts": "write a ladder under 'no_match'",
    "depends_on": "leave it out: what depends on what is derived from what reads what",
    "remember": "let 'output' name a record",
    "human": "go to 'person'",
    "switch": "another wish is a digression: see 'digress'",
    "required": "leave it out: a value that may be missing says 'optional: true'",
    "on_error": "write it under 'outcomes': an error is 'failed'",
    "on_failure": "write it under 'outcomes': an error is 'failed'",
    "else": "the last edge without 'when' takes what is left: {go: …}",
}
"""What flowkit has instead of a key, where that takes a sentence."""

_WORDS: Final = {
    "money": "pay payment charge refund transfer debit credit",
    "read": "get query lookup look_up fetch search find none",
    "write": "change update create delete insert post put set book cancel",
    "never_store": "secret never hidden password pin",
    "mask": "true yes masked personal private",
    "letters": "spell spelling letter",
    "digits": "digit numbers",
}
"""What is meant by other words than those that a key takes."""


def instead_of_word(text: str, words: Iterable[str]) -> str:
    """The help for a word that a key does not take, where another one is meant by it."""
    for word in words:
        if text.casefold() in _WORDS.get(word, "").split():
            return f"write: {word}"
    return ""


_WAY: Final = {"state": "next", "edge": "go", "rung": "go"}
_SPOKEN: Final = dict.fromkeys(("state", "edge", "rung"), "say")
_CONDITION: Final = dict.fromkeys(("edge", "rule", "named rule", "precondition"), "when")
_ABOUT: Final = dict.fromkeys(
    ("flow", "tool", "shape", "slot", "argument", "record", "option", "tool outcome"), "about"
)
_OPTIONS: Final = dict.fromkeys(("shape", "slot", "argument"), "options")
_GIVEN: Final = {"state": "with", "tool": "input"}
_REASON: Final = dict.fromkeys(("rule", "named rule", "limit"), "because")
_PERSON: Final = {"state": "handoff"}
_TIMES: Final = {"edge": "times"}

_HABITS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("goto go_to to target then transition", _WAY),
    ("go", {"state": "next"}),
    ("next", {"edge": "go", "rung": "go"}),
    ("speak text respond utterance", _SPOKEN),
    ("message", _SPOKEN | _REASON),
    ("prompt", {"slot": "ask", "state": "question"}),
    ("question", {"slot": "ask"}),
    ("if condition", _CONDITION),
    ("description desc", _ABOUT),
    ("enum choices values", _OPTIONS),
    ("args arguments params parameters inputs", _GIVEN),
    ("returns result response", {"tool": "output"}),
    ("reason why explanation", _REASON),
    ("transfer escalate human", _PERSON),
    ("max max_times attempts repeat", _TIMES),
    ("retries", {"tool": "retry"}),
    ("call tool", {"state": "use"}),
    ("flow subflow", {"state": "run"}),
    ("goal converse", {"state": "talk"}),
    ("check", {"slot": "only_if", "tool": "only_if"}),
    ("on", {"state": "outcomes"}),
)
_INSTEAD: Final = {word: keys for words, keys in _HABITS for word in words.split()}
_ELSEWHERE: Final = {
    ("state", "when"): "a condition stands on an edge: next: [{when: …, go: …}]",
    ("state", "times"): "it stands on an edge: next: {times: 2, go: …}",
    ("state", "clear"): "it stands on an edge: next: {clear: …, go: …}",
    ("edge", "end"): "an edge leads to a state; go to one with 'end'",
    ("edge", "use"): "an edge leads to a state; go to one with 'use'",
    ("edge", "ask"): "an edge leads to a state; go to one with 'ask'",
    ("rung", "when"): "the rungs of a ladder are taken one after the other",
    ("slot", "default"): "a slot is what the caller says; a value that is always the same is a constant of the project",
    ("slot", "from"): "where a value may come from is said by the argument of the tool",
    ("shape", "ask"): "only a slot is asked for",
    ("argument", "ask"): "only a slot is asked for",
}


def instead(kind: str, name: str) -> tuple[str, str]:
    """The key of a kind of mapping that a habit means (empty: none), and the help."""
    meant = _INSTEAD.get(name, {}).get(kind, "")
    help = _ELSEWHERE.get((kind, name)) or FORMER.get(name, "")
    if meant and name in ("call", "human", "on", "check"):
        return meant, help
    return meant, f"write '{meant}'" if meant else help
