"""What every part of the parser stands on: the tokens in turn, the place of a stretch, and the first mistake."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final, NoReturn

from flowkit.language.advice import Advice
from flowkit.language.diagnostic import Edit
from flowkit.language.expressions import mistakes
from flowkit.language.expressions.syntax import Expr
from flowkit.language.expressions.tokens import Token, cut
from flowkit.language.span import Span
from flowkit.language.tree import Stretch

LEVELS: Final = 32
TOO_DEEP: Final = (
    f"this is nested more than {LEVELS} levels deep",
    "give a part of it a name under 'let', and write the name",
)
_IN_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}
_CLOSES: Final = {"(": ")", "[": "]"}


class Wrong(Exception):
    """The first mistake of an expression; never leaves the parser."""

    def __init__(self, start: int, end: int, message: str, help: str = "") -> None:
        super().__init__(message)
        self.start, self.end, self.message, self.help = start, end, message, help


class Reader(ABC):
    """The tokens of one expression, read from left to right."""

    def __init__(self, text: str, place: Callable[[int, int], Span]) -> None:
        self.text = text
        self.place = place
        self.tokens = cut(text)
        self.at = 0
        self.next = self.tokens[0]
        """The next token as it is, right or wrong; it is for looking at its `word`, which a wrong one does not have."""
        self.level = 0

    @abstractmethod
    def expression(self) -> Expr:
        """Reads one whole expression."""

    @property
    def current(self) -> Token:
        """The token to be read next; a token that is wrong in itself ends the reading here."""
        token = self.next
        if token.kind == "wrong":
            self.fail(token, token.message, token.help)
        return token

    @property
    def following(self) -> Token:
        """The token after the next one."""
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    @property
    def previous(self) -> Token:
        """The token that was read last."""
        return self.tokens[max(self.at - 1, 0)]

    def take(self) -> Token:
        """Reads one token."""
        token = self.next
        if token.kind == "wrong":
            self.fail(token, token.message, token.help)
        self.at += 1
        self.next = self.tokens[self.at]
        return token

    def sees(self, *words: str) -> bool:
        """Whether the next token is one of these keywords or signs."""
        token = self.next
        if token.kind == "wrong":
            self.fail(token, token.message, token.help)
        return token.word in words

    def takes(self, *words: str) -> bool:
        """Reads the next token if it is one of these keywords or signs."""
        token = self.next
        if token.word in words:
            self.at += 1
            self.next = self.tokens[self.at]
            return True
        if token.kind == "wrong":
            self.fail(token, token.message, token.help)
        return False

    def since(self, start: int) -> Span:
        """The place from `start` to the end of what was read."""
        return self.place(start, self.tokens[self.at - 1].end)

    def fail(self, token: Token, message: str, help: str = "") -> NoReturn:
        """Ends the reading with a mistake at a token."""
        raise Wrong(token.start, token.end, message, help)

    def instead(self, start: int, end: int, text: str, help: str = "", safe: bool = True) -> str:
        """A help, with the change of a stretch of the expression where its file shows it as it is.

        `help`: `write: …` with the new text, where it is empty.
        """
        help, place = help or f"write: {text}", self.place(start, end)
        if not isinstance(place, Stretch):
            return help
        document, first, last = place.offsets
        if document.text[first:last] != self.text[start:end]:
            return help
        return Advice(help, text, safe=safe, edits=(Edit(place, text),))

    def close(self, opening: Token) -> None:
        """Reads the bracket that closes `opening`."""
        wanted = _CLOSES[opening.text]
        token = self.current
        if self.takes(wanted):
            return
        if token.kind == "end":
            self.fail(opening, f"'{opening.text}' is never closed", f"write {wanted} where its part ends")
        if token.text in _CLOSES.values():
            self.fail(token, f"'{opening.text}' is closed by '{token.text}'", f"write: {wanted}")
        if token.text == "," and opening.text == "(":
            self.fail(
                token,
                "',' does not join conditions",
                "write: and, or: or; a list stands in square brackets: ['a', 'b']",
            )
        self.left_over(token)

    def left_over(self, token: Token) -> NoReturn:
        """Ends the reading at a token that follows a complete expression."""
        before = self.previous
        word = f"'{token.text}'"
        if token.text in (")", "]"):
            self.fail(token, f"{word} closes nothing", "leave it out")
        if token.text == "=":
            self.fail(token, "'=' does not compare", self.instead(token.start, token.end, "=="))
        if token.text == ",":
            if before.kind == "number" and re.fullmatch(r"\d{3}", self.following.text):
                whole = f"{before.text}{self.following.text}"
                self.fail(token, "a number has no ',' in it", self.instead(before.start, self.following.end, whole))
            self.fail(token, "',' does not join conditions", "write: and, or: or")
        if token.text == "if":
            self.fail(
                token,
                "'if' stands in loops only",
                "each case is an edge with its own 'when'; in words it is an {% if %}",
            )
        if token.text == "for":
            self.fail(token, "a loop stands in brackets only", "write any(…), all(…), count(…) or sum(…) around it")
        if token.kind == "name" and before.kind == "text" and before.end == token.start:
            self.fail(token, "a quote ends the text in its middle", 'use the other quotes around it: "it\'s"')
        if before.kind == "number" and before.text.isdigit() and token.text.removesuffix("s") in _IN_DAYS:
            days = int(before.text[:6]) * _IN_DAYS[token.text.removesuffix("s")]
            help = self.instead(before.start, token.end, f"days({days})")
            self.fail(token, f"{word} is not known here", help)
        if token.kind == "name" and token.text in mistakes.BETWEEN:
            help = mistakes.BETWEEN[token.text]
            if token.text in mistakes.ONE_FOR_ONE:
                help = self.instead(token.start, token.end, help.removeprefix("write: "))
            self.fail(token, f"{word} is not known here", help)
        if token.text in (".", "[", "("):
            self.fail(token, f"{word} can follow a name only", "give the value before it a name under 'let'")
        if token.text in ("true", "false"):
            self.fail(token, f"{word} follows a value", "a yes or no stands alone: 'x' or 'not x'")
        if token.kind == "sign" or token.text in mistakes.KEYWORDS:
            self.fail(
                token,
                f"{word} cannot follow a complete condition",
                "put the condition before it in brackets, or join two with 'and'",
            )
        self.fail(
            token,
            f"{token.text if token.kind == 'text' else word} follows a value without anything between",
            "join conditions with 'and' or 'or', compare with '==', and put a text of several words in quotes",
        )
