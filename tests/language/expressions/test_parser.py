"""The parser: what it takes, and what it says of every plausible mistake, at which characters."""

from collections.abc import Callable

import pytest

from flowkit.language import codes
from flowkit.language.expressions.parser import CHARACTERS, LOOPS, parse
from flowkit.language.expressions.reading import LEVELS
from flowkit.language.expressions.syntax import And, Compare, Expr, Field, Literal, Minus, Name
from flowkit.language.expressions.unparse import text_of
from flowkit.language.span import Span


def place(start: int, end: int) -> Span:
    return Span("flow.yaml", 1, start + 1, 1, end + 1)


def parsed(text: str) -> Expr:
    expr, found = parse(text, place)
    assert found == []
    assert expr is not None
    return expr


# The marks « and » stand around the characters that the message points at.
MISTAKES = [
    ("status «=» 'x'", "'=' does not compare", "write: =="),
    ("a «&&» b", "'&&' is not known here", "write: and"),
    ("a «||» b", "'||' is not known here", "write: or"),
    ("«!»x", "'!' is not known here", "write: not x, or: x != y"),
    ("x == «null»", "'null' is no value: what is not known is not set", "write: x is not set"),
    ("x != «None»", "'None' is no value: what is not known is not set", "write: x is set"),
    ("«null» == x", "'null' is no value: what is not known is not set", "write: x is set, or: x is not set"),
    ("x is «null»", "after 'is' stands 'set' or 'empty'", "write: x is not set"),
    ("x is not «null»", "after 'is' stands 'set' or 'empty'", "write: x is set"),
    ("x is not «empty()»", "'empty' takes no brackets", "write: x is not empty"),
    ("x is «empty( )»", "'empty' takes no brackets", "write: x is empty"),
    ("x «===» 1", "'===' is not known here", "write: =="),
    ("x «<>» 1", "'<>' is not known here", "write: !="),
    ("x «/» 2", "there is no division", "multiply instead: 'x * 0.5' is half of x"),
    (
        "«frob»(x)",
        "there is no function 'frob'",
        "there are any, all, count, sum, min, max, length, pairs, days, hours, minutes, done",
    ),
    ("length«(»x", "'(' is never closed", "write ) where its part ends"),
    ("length(x«]»", "'(' is closed by ']'", "write: )"),
    ("x«)»", "')' closes nothing", "leave it out"),
    ("x == «'abc»", "this text has no closing quote", "write ' at its end"),
    (
        "a «b»",
        "'b' follows a value without anything between",
        "join conditions with 'and' or 'or', compare with '==', and put a text of several words in quotes",
    ),
    ("«if» x == 1", "'if' does not belong into an expression", "write the condition alone"),
    (
        "x «if» y else z",
        "'if' stands in loops only",
        "each case is an edge with its own 'when'; in words it is an {% if %}",
    ),
    ("«.5»", "a number begins with a digit", "write 0.5"),
    ("«5.»", "a number does not end with a point", "write 5"),
    ("x == «1_000»", "'1_000' is not a number", "write 1000"),
    ("x == «2026-03-06»", "2026-03-06 is not in quotes", "write dates and times in quotes: '2026-03-06'"),
    ("x == «9:30»", "9:30 is not in quotes", "write dates and times in quotes: '09:30'"),
    ("x == «007»", "a number does not begin with 0", "for digits, such as an order number, write '007' in quotes"),
    (
        "x == «$»200",
        "a currency sign does not belong into an expression",
        "write the amount alone, such as 200 or 12.50",
    ),
    ("x > «3days»", "'3days' is not a number", "write days(3)"),
    ("x > 3 «days»", "'days' is not known here", "write: days(3)"),
    ("today - 30 «days»", "'days' is not known here", "write: days(30)"),
    ("a «AND» b", "'AND' is written in small letters", "write: and"),
    ("«True»", "'True' is written in small letters", "write: true"),
    ("x == «True»", "'True' is written in small letters", "write: true"),
    ("x «==»", "nothing follows '=='", "write a name, a number or a text in quotes after it"),
    ("«and» x", "nothing stands before 'and'", "write a name, a number or a text in quotes before it"),
    ("x == «==» y", "'==' cannot follow '=='", "write a name, a number or a text in quotes between them"),
    ("x «=» = y", "'=' does not compare", "write: =="),
    (
        "a in ('a'«,» 'b')",
        "',' does not join conditions",
        "write: and, or: or; a list stands in square brackets: ['a', 'b']",
    ),
    (
        "«count»(xs)",
        "'count' needs a loop",
        "write: count(condition for x in list); how long a list is says 'length(list)'",
    ),
    ("«any»(x > 1)", "'any' needs a loop", "write: any(condition for x in list)"),
    (
        "any(«for» x in xs)",
        "a value is missing before 'for'",
        "write what the loop asks of each: any(x.open for x in list)",
    ),
    ("any(x for x«)»", "')' follows where 'in' is missing", "write: for x in list"),
    (
        "any(x for x«,» y in xs)",
        "a loop has one name",
        "write: for x in list; for two lists in step: for p in pairs(a, b), then p.first and p.second",
    ),
    ("done(«)»", "'done' needs the name of a tool", "write: done(tool, argument=value)"),
    ("done(«'refund'»)", "a tool is named without quotes", "write: done(refund)"),
    ("done(refund, «5»)", "an argument of 'done' has a name", "write: done(tool, argument=value)"),
    ("done(refund, a «==» 5)", "an argument of 'done' is given with '=', not '=='", "write: a=value"),
    ("x.«lower»() == 'a'", "'.lower' cannot be called", "a field is a value: write it without brackets"),
    ("«length»(a, b)", "'length' takes one value", "write: length(list)"),
    ("«min»(1)", "'min' takes two values", "write: min(a, b), or min(amount for x in list)"),
    ("[1, 2«,»]", "nothing follows this ','", "leave it out"),
    ("x«[»]", "these brackets pick nothing", "write a position, 'x[0]', or an id"),
    ("x«[»0", "'[' is never closed", "write ] where its part ends"),
    ("x == «not» y", "'not' cannot stand here", "put brackets around it: x == (not y)"),
    (
        "a is set «==» true",
        "'==' cannot follow a complete condition",
        "put the condition before it in brackets, or join two with 'and'",
    ),
    ("x «contains» 'a'", "'contains' is not known here", "write it the other way round: 'x in list'"),
    ("x == «‘a’»", "these are not plain quotes", "write 'a'"),
    ("x == 'it'«s»'", "a quote ends the text in its middle", 'use the other quotes around it: "it\'s"'),
    ("«{{» x }}", "braces do not belong into an expression", "write: x"),
    ("«{{» x }} == 3", "braces do not belong into an expression", "write: x == 3"),
    ("«{{» }}", "braces do not belong into an expression", "write the name without them: 'x'"),
    ("x is «in» ['a']", "after 'is' stands 'set' or 'empty'", "leave 'is' out: x in …"),
    ("x is not «in» ['a']", "after 'is' stands 'set' or 'empty'", "leave 'is' out: x not in …"),
    ("x is «true»", "after 'is' stands 'set' or 'empty'", "write: x"),
    ("x is not «true»", "after 'is' stands 'set' or 'empty'", "write: not x"),
    ("x is «'a'»", "after 'is' stands 'set' or 'empty'", "to compare, write: x == …"),
    ("x «is»", "nothing follows 'is'", "write: x is set, or: x is empty"),
    ("-«-»x", "'-' cannot follow '-'", "write a name, a number or a text in quotes between them"),
    ("a < «(b < c < d) »< e", "this comparison holds another chain of them", "join the parts with 'and'"),
    ("«5.x»", "'5.x' is not a number", "for a text write '5.x' in quotes"),
    ("(a)«.»b", "'.' can follow a name only", "give the value before it a name under 'let'"),
    ("x«;» y", "';' does not belong into an expression", "join conditions with 'and' or 'or'"),
    ('x == «"a»', "this text has no closing quote", 'write " at its end'),
    (
        "«any(any(any(any(x for x in a) for b in c) for d in e) for f in g)»",
        "at most 3 loops stand inside each other",
        "give the inner one a name under 'let', or compare by an id",
    ),
    ("x«.»", "after '.' stands the name of a field", "for a position in a list write: x[0]"),
    ("x[0]«.1»", "a number begins with a digit", "write 0.1"),
    ("x «:» y", "':' does not belong into an expression", "leave it out, or put a text that holds it in quotes"),
    ("sum(x for x in a «for» y in b)", "a loop has one 'for'", "write a second any(…) inside the first"),
    ("x «?» y : z", "'?' is not known here", "write one edge for each case; the first whose 'when' is true is taken"),
    ("min(a«=»1, 2)", "'=' does not compare", "write: ==; only 'done' has arguments with names"),
    ("«empty»(x)", "there is no function 'empty'", "write: x is empty"),
    ("x is «unset»", "after 'is' stands 'set' or 'empty'", "write: x is not set"),
    ("x is not «defined»", "after 'is' stands 'set' or 'empty'", "write: x is not set"),
    ("x «equals» 3", "'equals' is not known here", "write: =="),
    ("x.items «=» 3", "'=' does not compare", "write: =="),
    ("(x «=» 3)", "'=' does not compare", "write: =="),
    ("[x «=» 3]", "'=' does not compare", "write: =="),
    ("«max»(x)", "'max' takes two values", "write: max(a, b), or max(amount for x in list)"),
    ("x == «`a`»", "these are not plain quotes", "write 'a'"),
    ("price «between» 1 and 5", "'between' is not known here", "write: low <= x <= high"),
    ("«not»", "nothing follows 'not'", "write a name, a number or a text in quotes after it"),
    ("x «and»", "nothing follows 'and'", "write a name, a number or a text in quotes after it"),
    ("x or «or» y", "'or' cannot follow 'or'", "write a name, a number or a text in quotes between them"),
    ("«(»", "a value is missing here", "write a name, a number or a text in quotes"),
    ("«(»)", "a value is missing here", "write a name, a number or a text in quotes"),
    ("x == 5 «}»", "braces do not belong into an expression", "write a list in square brackets: ['a', 'b']"),
    ("«len»(xs) > 1", "there is no function 'len'", "write: length(x)"),
    ("«isset»(x)", "there is no function 'isset'", "write: x is set"),
    ("«today»() > x", "there is no function 'today'", "write today without brackets"),
    ("«lenght»(x) > 1", "there is no function 'lenght'", "did you mean 'length'?"),
    (
        "x «not» y",
        "'not' cannot follow a complete condition",
        "put the condition before it in brackets, or join two with 'and'",
    ),
    ("x is «not»", "nothing follows 'not'", "write: x is set, or: x is empty"),
    ("«none»", "'none' is no value: what is not known is not set", "write: x is set, or: x is not set"),
    (
        "status == 'a' «then»",
        "'then' is not known here",
        "an expression is the condition alone; where the flow goes stands in 'go'",
    ),
    ("«1e5» > x", "'1e5' is not written out", "write the number with all its figures"),
    ("x == «1.2.3»", "'1.2.3' is not a number", "for a text write '1.2.3' in quotes"),
    ("x«@»y", "'@' is not known here", "leave it out, or put a text in quotes"),
    ('x == "a"«b»', "a quote ends the text in its middle", 'use the other quotes around it: "it\'s"'),
    ("done(refund, amount«:» 5)", "an argument of 'done' is given with '=', not ':'", "write: amount=value"),
    ("done(refund, a=1, «a»=2)", "'a' is given twice", "leave one of them out"),
    ("done(«in»)", "'done' needs the name of a tool", "write: done(tool, argument=value)"),
    ("done«(»refund", "'(' is never closed", "write ) where its part ends"),
    ("«any»(x in xs)", "'any' needs a loop", "write: any(condition for x in list)"),
    ("any(x for «5» in xs)", "after 'for' stands a name, not '5'", "write: for x in list"),
    ("any«(»x for x in xs", "'(' is never closed", "write ) where its part ends"),
    ("any(x for x «of» xs)", "'of' follows where 'in' is missing", "write: for x in list"),
    ("«sum»(x)", "'sum' needs a loop", "write: sum(amount for x in list)"),
    ("«pairs»(a)", "'pairs' takes two values", "write: pairs(list, list)"),
    ("days(«)»", "'days' needs something in its brackets", "write: days(3)"),
    ("x is «set()»", "'set' takes no brackets", "write: x is set"),
    ("x is «in»", "after 'is' stands 'set' or 'empty'", "leave 'is' out: x in …"),
    ("x «>=» ", "nothing follows '>='", "write a name, a number or a text in quotes after it"),
    ("x «=>» 3", "'=>' is not known here", "write: >="),
    ("x «=» < 3", "'=' does not compare", "write: =="),
    ("«'abc»", "this text has no closing quote", "write ' at its end"),
    ("«‘it’s’» == x", "these are not plain quotes", "write 'it’s'"),
    (
        "'a' «'b'»",
        "'b' follows a value without anything between",
        "join conditions with 'and' or 'or', compare with '==', and put a text of several words in quotes",
    ),
    (
        "12 «x»",
        "'x' follows a value without anything between",
        "join conditions with 'and' or 'or', compare with '==', and put a text of several words in quotes",
    ),
    (
        "x «12»",
        "'12' follows a value without anything between",
        "join conditions with 'and' or 'or', compare with '==', and put a text of several words in quotes",
    ),
    ("x «true»", "'true' follows a value", "a yes or no stands alone: 'x' or 'not x'"),
    ("length(a«=»b)", "'=' does not compare", "write: ==; only 'done' has arguments with names"),
    ("x != «null»", "'null' is no value: what is not known is not set", "write: x is set"),
    ("x < «null»", "'null' is no value: what is not known is not set", "write: x is not set"),
    ('«"»', "this text has no closing quote", 'write " at its end'),
    (
        "x == «2026-03-06T10:00»",
        "2026-03-06T10:00 is not in quotes",
        "write dates and times in quotes: '2026-03-06T10:00'",
    ),
    ("«when» order is set", "'when' does not belong into an expression", "write the condition alone"),
    ("x is «defined»", "after 'is' stands 'set' or 'empty'", "write: x is set"),
    ("x is «known»", "after 'is' stands 'set' or 'empty'", "write: x is set"),
    ("x is «equal» to 5", "after 'is' stands 'set' or 'empty'", "to compare, write: x == …"),
    ("x«..»y", "'..' is not known here", "leave it out, or put a text in quotes"),
    ("x «===» null", "'===' is not known here", "write: =="),
    ("x «**» 2", "there are no powers", "write: x * x"),
    ("x «//» 2", "there is no division", "multiply instead: 'x * 0.5' is half of x"),
    ("5 «%» 2", "there is no percentage and no remainder", "write 0.3 for 30 percent: x * 0.3"),
    ("x «:=» 5", "nothing can be set here", "to compare, write: ==; computed values stand under 'let'"),
    ("«{»x}", "braces do not belong into an expression", "write a list in square brackets: ['a', 'b']"),
    ("«${»x}", "braces do not belong into an expression", "write the name without them: 'x'"),
    ("x «->» y", "'->' is not known here", "write '.' before the name of a field"),
    ("a «if»", "'if' stands in loops only", "each case is an edge with its own 'when'; in words it is an {% if %}"),
]


@pytest.mark.parametrize(("marked", "message", "help"), MISTAKES)
def test_a_mistake_has_its_place_and_its_right_spelling(marked: str, message: str, help: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    start = marked.index("«")
    end = marked.index("»") - 1
    expr, found = parse(text, place)
    assert expr is None
    (one,) = found
    assert one.kind == codes.BAD_EXPRESSION
    assert (one.message, one.help) == (message, help)
    assert one.span == place(start, end)


def test_every_message_says_what_to_do() -> None:
    assert all(help for _, _, help in MISTAKES)
    assert all(message[0].islower() or not message[0].isalpha() for _, message, _ in MISTAKES)


GOOD = [
    ("order.status == 'shipped' and order.eta is set", None),
    ("any(i.item_id == item_id and i.price == amount for i in order.items)", None),
    ("order.delivered_on >= today - days(30)", None),
    ("done(refund, amount=5, order_id=order.order_id)", None),
    ("records.stock[shop, item].left[-1] not in ['a', \"it's\"]", None),
    ("not a is not empty or b is not set", None),
    ("max(x.price for x in items if x.open)", None),
    ("min(a, b) + length(xs) * -3", None),
    ("all(p.first == p.second for p in pairs(a, b))", None),
    ("[]", None),
    ("x\n  is\tset", "x is set"),
    ("x\u00a0==\u00a01", "x == 1"),
    ("((x))", "x"),
    ("(a and b) and c", None),
    ("a or b and not c", None),
    ("(a or b) and c", None),
    ("a - (b - c) - d", None),
    ("-(3)", None),
    ("- 3", "-3"),
    ("count_of == count and days == hours", None),
    ("a.set == b.not", None),
]


@pytest.mark.parametrize(("text", "printed"), GOOD)
def test_what_is_written_well_is_taken(text: str, printed: str | None) -> None:
    assert text_of(parsed(text)) == (printed or text)


def test_a_chain_is_an_and_of_its_links() -> None:
    expr = parsed("1 <= x < 5")
    assert isinstance(expr, And)
    assert [text_of(part) for part in expr.parts] == ["1 <= x", "x < 5"]
    assert [part.span for part in expr.parts] == [place(0, 6), place(5, 10)]


def test_and_binds_closer_than_or_and_not_closest() -> None:
    assert parsed("a or not b and c") == parsed("a or ((not b) and c)")
    assert text_of(parsed("(a or not b) and c")) == "(a or not b) and c"


def test_multiplication_binds_closer_than_addition() -> None:
    assert text_of(parsed("a + (b * c)")) == "a + b * c"
    assert text_of(parsed("(a + b) * c")) == "(a + b) * c"


def test_a_minus_before_a_figure_belongs_to_it() -> None:
    literal = parsed("-3.50")
    assert isinstance(literal, Literal)
    assert str(literal.value) == "-3.50"
    assert isinstance(parsed("-(3)"), Minus)
    assert isinstance(parsed("-x"), Minus)


def test_every_part_knows_its_place() -> None:
    expr = parsed("  order.status ==  'x'")
    assert isinstance(expr, Compare)
    assert expr.span == place(2, 22)
    assert isinstance(expr.left, Field)
    assert expr.left.span == place(2, 14)
    assert isinstance(expr.left.of, Name)
    assert expr.left.of.span == place(2, 7)
    assert expr.right.span == place(19, 22)


def test_nothing_is_no_expression() -> None:
    for text in ("", "   "):
        expr, (one,) = parse(text, place)
        assert expr is None
        assert one.message == "there is no expression here"


def test_an_expression_has_at_most_600_characters() -> None:
    fits = "a or " * 119 + "a".ljust(5)
    assert len(fits) == CHARACTERS
    parsed(fits)
    expr, (one,) = parse(fits + " or a", place)
    assert expr is None
    assert one.message == "an expression has at most 600 characters"
    assert one.span == place(600, 605)


@pytest.mark.parametrize(
    ("grow", "whole"),
    [
        (lambda n: "(" * n + "x" + ")" * n, False),
        (lambda n: "[" * n + "]" * n, False),
        (lambda n: "min(1," * n + "2" + ")" * n, False),
        (lambda n: "not " * n + "x", True),
        (lambda n: "a" + "+a" * n, True),
        (lambda n: "a" + ".b" * n, True),
        (lambda n: "a" + "[0]" * n, True),
    ],
    ids=["brackets", "lists", "calls", "not", "sums", "fields", "positions"],
)
def test_an_expression_has_at_most_32_levels(grow: Callable[[int], str], whole: bool) -> None:
    parsed(grow(LEVELS - 2))
    for levels in (LEVELS + 1, 70):
        text = grow(levels)
        expr, found = parse(text, place)
        assert expr is None
        assert [one.message for one in found] == ["this is nested more than 32 levels deep"]
        # Brackets are told where there is one too many, other parts as a whole.
        assert (found[0].span == place(0, len(text))) is whole
        assert (found[0].span.end_column - found[0].span.column == 1) is not whole


def test_three_loops_may_stand_inside_each_other() -> None:
    text = "x"
    for number in range(LOOPS):
        text = f"any({text} for x{number} in xs)"
    parsed(text)
    _, (one,) = parse(f"any({text} for y in xs)", place)
    assert one.message == "at most 3 loops stand inside each other"


def test_a_chain_in_the_middle_of_a_chain_is_refused_because_its_middle_is_read_twice() -> None:
    _, (one,) = parse("a < (b < c < d) < e", place)
    assert one.message == "this comparison holds another chain of them"
    parsed("(a < b < c) < d")
    parsed("a < b < (b < c < d)")
