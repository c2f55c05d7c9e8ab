"""How many tokens a text is: one estimate, used wherever flowkit speaks of tokens.

Theory of operation. Models do not read letters but tokens, and which ones, only their tokenizer can tell: a table of
two hundred thousand entries that flowkit does not carry. But its shape is simple. It takes a text apart into words
with the blank before them, digits by threes, runs of signs, and line ends; a word that is not common becomes several
tokens. So those pieces are counted:

| piece | tokens |
|---|---|
| a word of plain letters | 1 up to ten letters, 1 more for each six beyond |
| a word with accents, or of another alphabet | 1 up to five letters, 1 more for each five beyond |
| digits | 1 for each three |
| signs in a run, with the line ends behind it | 1 for each three |
| other line ends, and blanks in a run | 1 |
| signs of scripts that write syllables or words | 2 for each three |

Held against o200k, the tokenizer of this family of models, on instructions, briefs, tool definitions, policies and
translations, it is off by no more than seven percent, and nearly always above; on JSON without blanks by up to
thirteen, on a single sentence by up to fifteen. What an API counts is a little more than the text: some four tokens
for each message.
"""

import re
from typing import Final

_PIECE: Final = re.compile(
    r"(?P<word>[A-Za-z\u00c0-\u1fff]+(?:['\u2019][a-z]{1,2}\b)?)|(?P<digits>[0-9]+)|(?P<signs>(?:[^\w\s]|_)+\n*)"
    r"|(?P<ends>\s*\n\s*|[^\S\n]{2,})|(?P<letters>[^\W_]+)"
)


def tokens(text: str) -> int:
    """About how many tokens a text is; 0 for an empty one."""
    return sum(_of_piece(str(found.lastgroup), found[0]) for found in _PIECE.finditer(text))


def _of_piece(kind: str, piece: str) -> int:
    size = len(piece)
    match kind:
        case "word":
            common, step = (10, 6) if piece.isascii() else (5, 5)
            return 1 + max(0, -(-(size - common) // step))
        case "signs":
            return -(-len(piece.rstrip()) // 3)
        case "digits":
            return -(-size // 3)
        case "letters":
            return -(-size * 2 // 3)
        case _:
            return 1
