"""The parser: the text of an expression to its parts.

Theory of operation. `tokens.cut` makes tokens; a recursive descent, one method per line of the grammar, makes the
tree. The first mistake ends the reading and is told with the exact stretch it stands at: after it, everything else
would be guessing. Three bounds make every later pass over a tree safe without checks of its own: 600 characters, 32
levels (of brackets and of the tree), and 3 loops inside each other. Names, types and options are no business of the
parser: see `check`.

Whether an operator follows is told by the `word` of the next token, which costs next to nothing: most values have none.
A token that is wrong has no word, so it ends whatever is being read, and is told where something is asked for again.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Final, NoReturn, cast

from flowkit.language import codes
from flowkit.language.diagnostic import Diagnostic, problem
from flowkit.language.expressions import mistakes
from flowkit.language.expressions.calls import call
from flowkit.language.expressions.paths import levels
from flowkit.language.expressions.reading import LEVELS, TOO_DEEP, Reader, Wrong
from flowkit.language.expressions.syntax import (
    And,
    Arithmetic,
    Calculate,
    Compare,
    Comparison,
    Expr,
    Field,
    Is,
    Item,
    Known,
    ListOf,
    Literal,
    Loop,
    Minus,
    Name,
    Not,
    Or,
)
from flowkit.language.expressions.tokens import Token
from flowkit.language.span import Span

CHARACTERS: Final = 600
LOOPS: Final = 3
_TRUTHS: Final = ("true", "false")
_NO_PATH: Final = frozenset((*mistakes.KEYWORDS, *_TRUTHS))
"""Names that no path begins with."""
_FOLLOW: Final = (".", "[")
"""Signs that follow a name in a path."""
_COMPARISONS: Final = ("==", "!=", "<=", ">=", "<", ">", "in")
_COMPARED: Final = frozenset((*_COMPARISONS, "not", "is"))
"""The words that make a comparison of the value before them."""
_CALCULATED: Final = frozenset(("+", "-", "*"))


def parse(text: str, place: Callable[[int, int], Span]) -> tuple[Expr | None, list[Diagnostic]]:
    """The tree of an expression, or its first mistake.

    Args:
        text: the expression, at most 600 characters.
        place: the span of the stretch from one offset in `text` up to, not including, another.
    """
    try:
        return _Parser(text, place).whole(), []
    except Wrong as wrong:
        return None, [problem(codes.BAD_EXPRESSION, place(wrong.start, wrong.end), wrong.message, wrong.help)]


class _Parser(Reader):
    def __init__(self, text: str, place: Callable[[int, int], Span]) -> None:
        if len(text) > CHARACTERS:
            help = "give parts of it names under 'let', and write the names"
            raise Wrong(CHARACTERS, len(text), f"an expression has at most {CHARACTERS} characters", help)
        super().__init__(text, place)
        self.chains = 0

    def whole(self) -> Expr:
        """The whole text as one expression."""
        self._leave_out_if()
        expr = self.expression()
        if self.current.kind != "end":
            self.left_over(self.current)
        if len(self.tokens) > LEVELS and levels(expr) > LEVELS:  # every level is made of a token or more
            raise Wrong(0, len(self.text), *TOO_DEEP)
        if self.text.count("for") > LOOPS and levels(expr, Loop) > LOOPS:
            help = "give the inner one a name under 'let', or compare by an id"
            raise Wrong(0, len(self.text), f"at most {LOOPS} loops stand inside each other", help)
        return expr

    def _leave_out_if(self) -> None:
        token = self.current
        if token.kind == "end":
            self.fail(token, "there is no expression here", "write a condition, such as 'order is set'")
        if token.text in ("if", "when") and self.following.kind in ("name", "text", "number"):
            help = self.instead(token.start, self.following.start, "", "write the condition alone")
            self.fail(token, f"'{token.text}' does not belong into an expression", help)

    def expression(self) -> Expr:
        """`or`: the loosest binding."""
        self.level += 1
        if self.level > LEVELS:
            self.fail(self.current, *TOO_DEEP)
        start = self.next.start
        expr = self._both()
        if self.next.word == "or":
            parts = [expr]
            while self.takes("or"):
                parts.append(self._both())
            expr = Or(tuple(parts), self.since(start))
        self.level -= 1
        return expr

    def _both(self) -> Expr:
        start = self.next.start
        expr = self._negated()
        if self.next.word != "and":
            return expr
        parts = [expr]
        while self.takes("and"):
            parts.append(self._negated())
        return And(tuple(parts), self.since(start))

    def _negated(self) -> Expr:
        start = self.next.start
        if self.next.word != "not":
            return self._compared()
        self.take()
        return Not(self._negated(), self.since(start))

    def _compared(self) -> Expr:
        start = self.next.start
        left = self._sum()
        if self.next.word not in _COMPARED:
            return left
        if self.sees("is"):
            return self._is(left, start)
        links: list[Expr] = []
        link_start, chains = start, self.chains
        while operator := self._comparison():
            if links and self.chains != chains:
                raise Wrong(
                    link_start,
                    self.previous.start,
                    "this comparison holds another chain of them",
                    "join the parts with 'and'",
                )
            link, chains = self.current.start, self.chains
            self._no_nothing(operator, link_start)
            right = self._sum()
            links.append(Compare(operator, left, right, None, self.since(link_start)))
            left, link_start = right, link
        if len(links) < 2:
            return links[0] if links else left
        self.chains += 1
        return And(tuple(links), self.since(start))

    def _comparison(self) -> Comparison | None:
        if self.takes(*_COMPARISONS):
            return cast(Comparison, self.previous.text)
        if self.sees("not") and self.following.text == "in":
            self.take()
            self.take()
            return "not in"
        return None

    def _no_nothing(self, operator: Comparison, start: int) -> None:
        """`x == null` and its kin get the right spelling with their own name in it."""
        token = self.current
        if token.text in mistakes.NOTHING and token.kind == "name":
            left = self.text[start : self.previous.start].strip()
            right = {"==": f"{left} is not set", "!=": f"{left} is set"}.get(operator, "")
            help = self.instead(start, token.end, right) if right else "write: x is not set"
            self.fail(token, f"'{token.text}' is no value: what is not known is not set", help)

    def _is(self, of: Expr, start: int) -> Expr:
        left = self.text[start : self.previous.end]
        sign = self.take()
        negated = self.takes("not")
        what = self.current
        if not self.takes("set", "empty"):
            self._bad_is(sign, what, left, negated)
        if self.sees("("):
            self.take()
            end = self.current.end if self.sees(")") else self.previous.end
            help = f"write: {left} is {'not ' if negated else ''}{what.text}"
            bare = self.text[what.end : end].strip() == "()"
            help = self.instead(what.end, end, "", help) if bare else help
            raise Wrong(what.start, end, f"'{what.text}' takes no brackets", help)
        return Is(of, cast(Known, what.text), negated, self.since(start))

    def _bad_is(self, sign: Token, what: Token, left: str, negated: bool) -> NoReturn:
        word, start = what.text, sign.start - len(self.text[: sign.start]) + len(self.text[: sign.start].rstrip())
        if what.kind == "end":
            self.fail(
                self.previous, f"nothing follows '{self.previous.text}'", f"write: {left} is set, or: {left} is empty"
            )
        if what.kind == "name" and word in mistakes.UNKNOWN_WORDS | mistakes.KNOWN_WORDS:
            is_set = (word in mistakes.KNOWN_WORDS) != negated
            right = f"is {'' if is_set else 'not '}set"
            help = self.instead(sign.start, what.end, right, f"write: {left} {right}")
        elif word in ("true", "false"):
            if (word == "true") != negated:
                help = self.instead(start, what.end, "", f"write: {left}")
            else:
                help = self.instead(start - len(left), what.end, f"not {left}", safe=left.isidentifier())
        elif word in ("in", "not"):
            help = f"leave 'is' out: {left} {'not ' if negated or word == 'not' else ''}in …"
            if word == "in":
                help = self.instead(sign.start, what.start, "not " if negated else "", help)
        else:
            compare = "!=" if negated else "=="
            help = f"to compare, write: {left} {compare} …"
            if what.kind in ("text", "number"):
                help = self.instead(sign.start, what.start, f"{compare} ", help)
        self.fail(what, "after 'is' stands 'set' or 'empty'", help)

    def _sum(self) -> Expr:
        start = self.next.start
        left = self._signed()
        if self.next.word not in _CALCULATED:
            return left
        left = self._product(left, start)
        while self.takes("+", "-"):
            operator, right = cast(Arithmetic, self.previous.text), self.next.start
            left = Calculate(operator, left, self._product(self._signed(), right), self.since(start))
        return left

    def _product(self, left: Expr, start: int) -> Expr:
        """What its first factor `left`, which begins at `start`, begins."""
        while self.takes("*"):
            left = Calculate("*", left, self._signed(), self.since(start))
        return left

    def _signed(self) -> Expr:
        start = self.next.start
        if self.next.word != "-":
            return self._value()
        self.take()
        if self.current.kind == "number":
            return Literal(-Decimal(self.take().text), self.since(start))
        return Minus(self._value(), self.since(start))

    def _value(self) -> Expr:
        token = self.next
        match token.kind:
            case "name" if token.text not in _NO_PATH:
                return call(self) if self.tokens[self.at + 1].text == "(" else self._path()
            case "number":
                self.take()
                return Literal(Decimal(token.text), self.since(token.start))
            case "text":
                self.take()
                return Literal(token.text[1:-1], self.since(token.start))
            case "name" if token.text in _TRUTHS:
                self.take()
                return Literal(token.text == "true", self.since(token.start))
        if token.text == "(":
            self.take()
            expr = self.expression()
            self.close(token)
            return expr
        if token.text == "[":
            self.take()
            items = () if self.sees("]") else self._row()
            self.close(token)
            return ListOf(items, self.since(token.start))
        return self._no_value(self.current)

    def _path(self) -> Expr:
        name = self.take()
        if name.text in mistakes.NOTHING:
            self.fail(
                name, f"'{name.text}' is no value: what is not known is not set", "write: x is set, or: x is not set"
            )
        expr: Expr = Name(name.text, self.since(name.start))
        while self.next.word in _FOLLOW:
            sign = self.take()
            if sign.text == "[":
                keys = self._keys(sign)
                self.close(sign)
                expr = Item(expr, keys, self.since(name.start))
                continue
            field = self.current
            if field.kind != "name":
                self.fail(sign, "after '.' stands the name of a field", "for a position in a list write: x[0]")
            if self.tokens[self.at + 1].text == "(":
                self.fail(field, f"'.{field.text}' cannot be called", "a field is a value: write it without brackets")
            self.take()
            expr = Field(expr, field.text, self.since(name.start))
        return expr

    def _keys(self, opening: Token) -> tuple[Expr, ...]:
        if self.sees("]"):
            self.fail(opening, "these brackets pick nothing", "write a position, 'x[0]', or an id")
        return self._row()

    def _row(self) -> tuple[Expr, ...]:
        """`a, b, c` up to, not including, the closing `]`."""
        parts = [self.expression()]
        while self.takes(","):
            if self.sees("]"):
                self.fail(self.previous, "nothing follows this ','", "leave it out")
            parts.append(self.expression())
        return tuple(parts)

    def _no_value(self, token: Token) -> NoReturn:
        before = self.previous if self.at else None
        word = f"'{token.text}'"
        if token.kind == "end" or token.text in (")", "]", ","):
            if before is None or before.text == "(":
                self.fail(before or token, "a value is missing here", "write a name, a number or a text in quotes")
            self.fail(before, f"nothing follows '{before.text}'", "write a name, a number or a text in quotes after it")
        if token.text == "not":
            self.fail(token, "'not' cannot stand here", "put brackets around it: x == (not y)")
        if token.text in ("for", "if"):
            self.fail(
                token,
                f"a value is missing before {word}",
                "write what the loop asks of each: any(x.open for x in list)",
            )
        if before is None or before.text in ("(", "["):
            self.fail(token, f"nothing stands before {word}", "write a name, a number or a text in quotes before it")
        self.fail(
            token, f"{word} cannot follow '{before.text}'", "write a name, a number or a text in quotes between them"
        )
