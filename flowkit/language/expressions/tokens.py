"""An expression cut into words, numbers, texts and signs.

Signs and spellings of other languages (`&&`, `===`, `null`, a date without quotes) are cut out as one token too: a
token of kind "wrong" carries the message that the parser gives when it comes to it. So the first mistake of an
expression is the one that is told, whether it is one of spelling or one of order.
"""

import re
from typing import Final

from flowkit.language.advice import Advice, write


class Token:
    """One token: `text` as it stands from `start` up to, not including, `end`.

    `kind` is "name", "number", "text", "sign", "wrong" or "end". `word` is what the grammar goes by: the text of a name
    or sign, and empty for every other token.
    """

    __slots__ = ("end", "help", "kind", "message", "start", "text", "word")

    def __init__(
        self, kind: str, text: str, start: int, end: int, word: str = "", message: str = "", help: str = ""
    ) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = end
        self.word = word
        self.message = message
        self.help = help


_PIECE: Final = re.compile(
    r"""\s*(?:
        (?P<name>[^\W\d]\w*)
      | (?P<date>\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2})?(?![\w.]) | \d{1,2}:\d{2}(?![\w.]))
      | (?P<number>\d[\w.]*)
      | (?P<point>\.\d[\w.]*)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<curly>[‘’‚‛“”„`´][^'"]*?[‘’“”`´](?!\w))
      | (?P<open>['"‘’‚‛“”„`´].*)
      | (?P<foreign>===|!==|<>|=<|=>|&&|\|\||\*\*|//|->|:=|\.\.+|\{\{|\}\}|\$\{)
      | (?P<sign>==|!=|<=|>=|[-+*<>=.,()\[\]])
      | (?P<other>\S)
    )""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")

_WRITE_AND_OR: Final = {"&&": "and", "&": "and", "||": "or", "|": "or"}
_WRITE_SIGN: Final = {"===": "==", "!==": "!=", "<>": "!=", "=<": "<=", "=>": ">="}
_FOREIGN: Final = {
    "!": ("'!' is not known here", "write: not x, or: x != y"),
    "/": ("there is no division", "multiply instead: 'x * 0.5' is half of x"),
    "//": ("there is no division", "multiply instead: 'x * 0.5' is half of x"),
    "%": ("there is no percentage and no remainder", "write 0.3 for 30 percent: x * 0.3"),
    "**": ("there are no powers", "write: x * x"),
    "^": ("there are no powers", "write: x * x"),
    "?": ("'?' is not known here", "write one edge for each case; the first whose 'when' is true is taken"),
    ":": ("':' does not belong into an expression", "leave it out, or put a text that holds it in quotes"),
    ";": ("';' does not belong into an expression", "join conditions with 'and' or 'or'"),
    "{{": ("braces do not belong into an expression", "write the name without them: 'x'"),
    "}}": ("braces do not belong into an expression", "write the name without them: 'x'"),
    "${": ("braces do not belong into an expression", "write the name without them: 'x'"),
    "{": ("braces do not belong into an expression", "write a list in square brackets: ['a', 'b']"),
    "}": ("braces do not belong into an expression", "write a list in square brackets: ['a', 'b']"),
    ":=": ("nothing can be set here", "to compare, write: ==; computed values stand under 'let'"),
    "->": ("'->' is not known here", "write '.' before the name of a field"),
    "$": ("a currency sign does not belong into an expression", "write the amount alone, such as 200 or 12.50"),
    "€": ("a currency sign does not belong into an expression", "write the amount alone, such as 200 or 12.50"),
    "£": ("a currency sign does not belong into an expression", "write the amount alone, such as 200 or 12.50"),
}
_OTHER_WORDS: Final = {
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
    **{word: word.lower() for word in ("AND", "And", "OR", "Or", "NOT", "Not", "IN", "In", "IS", "Is")},
}


def cut(text: str) -> list[Token]:
    """The tokens of a text, the last of kind "end"."""
    tokens = []
    for found in _PIECE.finditer(text):
        kind, end = found.lastgroup, found.end()
        assert kind is not None  # every alternative has a name
        piece = found[kind]
        start = end - len(piece)
        if (kind == "name" and piece not in _OTHER_WORDS) or kind == "sign":
            tokens.append(Token(kind, piece, start, end, piece))
        elif kind == "text":
            tokens.append(Token(kind, piece, start, end))
        else:
            tokens.append(_rarer(kind, piece, start, text))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _rarer(kind: str, piece: str, start: int, text: str) -> Token:
    """A token that is a number, or wrong; `text` is the whole expression."""
    if kind == "open":
        piece = piece.rstrip()
    end = start + len(piece)

    def wrong(message: str, help: str) -> Token:
        return Token("wrong", piece, start, end, "", message, help)

    match kind:
        case "name":
            return wrong(f"'{piece}' is written in small letters", write(_OTHER_WORDS[piece], piece))
        case "number" if _NUMBER.fullmatch(piece):
            return Token("number", piece, start, end)
        case "number" | "point":
            return wrong(*_bad_number(piece))
        case "date":
            quoted = f"'{_canonical(piece)}'"
            return wrong(
                f"{piece} is not in quotes", Advice(f"write dates and times in quotes: {quoted}", quoted, piece)
            )
        case "curly":
            plain = f"'{piece[1:-1]}'"
            return wrong("these are not plain quotes", Advice(f"write {plain}", plain, piece, safe=True))
        case "open":
            return wrong("this text has no closing quote", f"write {_straight(piece[0])} at its end")
        case "foreign" if piece == "{{" and (inner := text[end:].partition("}}")[0].strip()):
            rest = " ".join(f"{text[:start]}{inner}{text[end:].partition('}}')[2]}".split())
            return wrong(_FOREIGN[piece][0], f"write: {rest}")
        case _:
            return wrong(*_foreign(piece))


def _foreign(sign: str) -> tuple[str, str]:
    if sign in _WRITE_AND_OR:
        return f"'{sign}' is not known here", write(_WRITE_AND_OR[sign], sign)
    if sign in _WRITE_SIGN:
        return f"'{sign}' is not known here", write(_WRITE_SIGN[sign], sign)
    return _FOREIGN.get(sign, (f"'{sign}' is not known here", "leave it out, or put a text in quotes"))


def _bad_number(piece: str) -> tuple[str, str]:
    if piece.startswith("."):
        return "a number begins with a digit", Advice(f"write 0{piece}", f"0{piece}", piece, safe=True)
    if piece.endswith(".") and _NUMBER.fullmatch(piece[:-1]):
        return "a number does not end with a point", Advice(f"write {piece[:-1]}", piece[:-1], piece, safe=True)
    if _NUMBER.fullmatch(piece.replace("_", "")):
        plain = piece.replace("_", "")
        return f"'{piece}' is not a number", Advice(f"write {plain}", plain, piece, safe=True)
    if piece.isdecimal():
        return "a number does not begin with 0", f"for digits, such as an order number, write '{piece}' in quotes"
    unit = re.fullmatch(r"([0-9]+)(d|h|m|days?|hours?|minutes?)", piece)
    if unit:
        span = f"{_UNITS[unit[2][0]]}({int(unit[1])})"
        return f"'{piece}' is not a number", Advice(f"write {span}", span, piece, safe=True)
    if re.fullmatch(r"[0-9.]+[eE][0-9]+", piece):
        return f"'{piece}' is not written out", "write the number with all its figures"
    return f"'{piece}' is not a number", f"for a text write '{piece}' in quotes"


_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}


def _canonical(piece: str) -> str:
    """The form that dates and times have in quotes: `2026-03-06T09:30`, `09:30`."""
    day, _, clock = piece.replace("T", " ").rpartition(" ")
    if not day and ":" not in clock:
        return clock
    return f"{day}T{clock:0>5}" if day else f"{clock:0>5}"


def _straight(quote: str) -> str:
    return quote if quote in "'\"" else "a plain quote, ',"
