"""The limits of the Realtime API and of what models follow: every number in one place, with where it comes from.

Some are the API's own and end a session; the others are those of its models, beyond which functions are mixed up and
instructions forgotten. Where the Realtime reference gives none, that of the same vendor's other endpoints stands here,
as they share their checks of tools.
"""

from typing import Final

LONGEST_NAME: Final = 64
"""Characters of a function's name, which matches ^[a-zA-Z0-9_-]+$ (function calling reference; Realtime refuses the
whole session for one bad name)."""

LONGEST_DESCRIPTION: Final = 1024
"""Characters of a function's description (function calling reference: longer ones are refused there)."""

MOST_FUNCTIONS: Final = 128
"""Functions of one session (function calling reference, `tools`)."""

MOST_TOOLS: Final = 10
"""Tools of one state. Advice, not a limit: with more of them at hand models take the wrong one more often (guide to
function calling: fewer than twenty in all; voice guides: only what the step needs)."""

DEEPEST: Final = 5
"""Things within things in the arguments of a function: what structured outputs took at first, and what a model that is
not held to a schema still gets right."""

MOST_IN_HEAD: Final = 16_384
"""Tokens of instructions and tools together (session reference of gpt-realtime: what is longer is refused). The
models with a context of 128,000 take more, but every reply reads it."""

LONG_HEAD: Final = 8_000
"""Tokens of instructions and tools that every reply reads: half of the limit, and a quarter of the smaller models'
context of 32,000, in which the whole conversation has to have room."""

LONG_BRIEF: Final = 400
"""Tokens of one brief. It is appended at each state and stays in the conversation; 120 words are usual."""

NOT_IN_JSON_SCHEMA: Final = (
    (r"\(\?P[<=>]", "a group with a name ('(?P<…>')", "write a plain group: (…)"),
    (r"\\[AZz]", "'\\A' or '\\Z'", "leave it out: a pattern is that of the whole value"),
    (r"\(\?[aiLmsux]+(?:-[imsx]+)?[:)]", "a flag within the pattern ('(?i)')", "write both cases: [A-Za-z]"),
    (r"\(\?#", "a comment", "leave it out"),
    (r"\(\?>|[*+?}]\+", "a group or repetition that never gives back", "write it without the '+' or '?>'"),
    (r"\(\?\(", "a condition on a group", "write the cases one after the other: (…|…)"),
)
"""What Python's patterns have and those of JSON Schema (ECMA-262) have not: pattern, what it is, what to do."""
