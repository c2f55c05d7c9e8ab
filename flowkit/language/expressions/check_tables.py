"""Checks of tables among the constants: that what picks from one finds an entry there."""

from collections.abc import Collection

from flowkit.language import codes
from flowkit.language.expressions.names import Judge, Typed
from flowkit.language.expressions.spelling import did_you_mean, listed, nearest
from flowkit.language.expressions.syntax import Expr, Literal
from flowkit.language.expressions.types import is_choice, options
from flowkit.language.expressions.unparse import quoted, text_of


def finds_entry(judge: Judge, table: Expr, key: Typed, entries: Collection[str], columns: Collection[str] = ()) -> bool:
    """Whether each option of a choice, or a text in quotes, has an entry in a table; reports which has none.

    An option without an entry is only a warning, for a table may leave some out, unless the entry seems misspelt.

    Args:
        key: what stands in the brackets; of anything but a choice or a text nothing can be told.
        columns: the entries of the rows, where it is a table of tables.
    """
    if isinstance(key.expr, Literal) and isinstance(key.expr.value, str):
        wanted: Collection[str] = (key.expr.value,)
    elif key.shape is not None and is_choice(key.shape):
        wanted = options(key.shape)
    else:
        return True
    lacking = sorted(set(wanted).difference(entries))
    if not lacking:
        return True
    name, span = text_of(table), key.expr.span
    if len(lacking) == len(wanted):
        message = f"'{name}' has no entry {quoted(key.expr)}"
        if not isinstance(key.expr, Literal):
            message = f"'{name}' has no entry for any option of '{text_of(key.expr)}'"
        judge.report(codes.UNKNOWN_OPTION, span, message, _help(key.expr, name, lacking, entries, columns))
        return False
    unused = set(entries).difference(wanted)
    for option in lacking:
        if meant := nearest(option, unused):
            message = f"'{name}' has no '{option}'"
            help = f"did you mean '{meant}'? its entries are written as the options of '{text_of(key.expr)}'"
            judge.report(codes.UNKNOWN_OPTION, span, message, help)
            return False
    message = f"'{name}' has no {listed(lacking)}, so nothing is known when '{text_of(key.expr)}' is that"
    judge.report(codes.NOT_IN_TABLE, span, message, f"add to it: {lacking[0]}: …")
    return True


def _help(key: Expr, name: str, lacking: list[str], entries: Collection[str], columns: Collection[str]) -> str:
    """The other order, a word that is near, or what there is."""
    if any(option in columns for option in lacking):
        return f"the entries inside are picked last; write: {name}[…][{text_of(key)}]"
    near = did_you_mean(lacking[0], entries) if isinstance(key, Literal) else ""
    return near or f"its entries are {listed(entries, 'and')}"
