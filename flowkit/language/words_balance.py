"""Whether the statements of a text stand in balance: every `if` and `for` closed, every branch inside its `if`."""

from collections.abc import Iterable
from typing import Final

from flowkit.language import codes
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.words import Statement

LOOPS: Final = 3
"""Loops inside each other."""
NESTED: Final = 8
"""Statements inside each other."""


def unbalanced(statements: Iterable[Statement]) -> list[Diagnostic]:
    """What is wrong with the order of the statements of a text."""
    balance = _Balance()
    for statement in statements:
        balance.take(statement)
    for statement in balance.open:
        word = statement.keyword
        balance.report(statement, f"'{word}' is never closed", f"write {{% end{word} %}} where it ends")
    return balance.found


class _Balance:
    def __init__(self) -> None:
        self.open: list[Statement] = []
        self.branched: list[bool] = []  # whether each open statement has had its `else`
        self.found: list[Diagnostic] = []

    def report(self, statement: Statement, message: str, help: str) -> None:
        """Notes a problem."""
        self.found.append(problem(codes.BAD_WORDS, statement.span, message, help))

    def take(self, statement: Statement) -> None:
        """The next statement of the text."""
        match statement.keyword:
            case "if" | "for":
                self._opens(statement)
            case "endif" | "endfor" as word:
                self._closes(statement, word.removeprefix("end"))
            case word:
                self._branches(statement, word)

    def _opens(self, statement: Statement) -> None:
        self.open.append(statement)
        self.branched.append(False)
        loops = sum(one.keyword == "for" for one in self.open)
        if len(self.open) == NESTED + 1 or (statement.keyword == "for" and loops == LOOPS + 1):
            help = "say less, or make two texts of it"
            self.report(statement, f"at most {NESTED} statements and {LOOPS} loops stand inside each other", help)

    def _closes(self, statement: Statement, word: str) -> None:
        if self.open and self.open[-1].keyword == word:
            self.open.pop()
            self.branched.pop()
            return
        if not self.open:
            self.report(statement, f"'end{word}' closes nothing", "leave it out")
            return
        last = self.open[-1].keyword
        self.report(statement, f"'end{word}' stands where '{last}' is to be closed", f"write: {{% end{last} %}}")
        # One message is enough: what was meant to be closed here is taken as closed.
        self.open.pop()
        self.branched.pop()

    def _branches(self, statement: Statement, word: str) -> None:
        if not self.open or self.open[-1].keyword != "if":
            self.report(statement, f"'{word}' belongs to no 'if'", "leave it out")
        elif self.branched[-1]:
            self.report(statement, f"'{word}' comes after 'else'", "an 'if' has one 'else', at its end")
        elif word == "else":
            self.branched[-1] = True
