"""The checker: every mistake with its code, place, message and help; and what literals become."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flowkit.language.expressions.check import Checked, Names, check, check_guard
from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.syntax import And, Call, Compare, Done, Expr, Is, Item, ListOf, Literal, Loop, Not
from flowkit.language.expressions.unparse import text_of
from flowkit.language.shapes import Option, Shape
from flowkit.language.span import Span
from tests.language.expressions.conftest import ITEM, ORDER


def place(start: int, end: int) -> Span:
    return Span("flow.yaml", 1, start + 1, 1, end + 1)


def parsed(text: str) -> Expr:
    expr, found = parse(text, place)
    assert found == []
    assert expr is not None
    return expr


def guard(text: str, names: Names) -> Checked:
    return check_guard(parsed(text), names)


# The marks « and » stand around the characters that the message points at.
MISTAKES = [
    ("order.status == «'shiped'»", "FK304", "'shiped' is no option of 'order.status'", "did you mean 'shipped'?"),
    (
        "order.status == «shipped»",
        "FK302",
        "there is no 'shipped' here",
        "for the text itself write 'shipped' in quotes",
    ),
    (
        "order.status == «shiped»",
        "FK302",
        "there is no 'shiped' here",
        "did you mean 'shipped'? a text stands in quotes",
    ),
    (
        "order.status in ['shipped', «'foo'»]",
        "FK304",
        "'foo' is no option of 'order.status'",
        "its options are 'packed', 'shipped', 'delivered' and 'cancelled'",
    ),
    (
        "order.status in [«shipped», 'packed']",
        "FK302",
        "there is no 'shipped' here",
        "for the text itself write 'shipped' in quotes",
    ),
    ("«wants_pause == true»", "FK303", "'wants_pause' is a yes or no by itself", "write: wants_pause"),
    ("«wants_pause != true»", "FK303", "'wants_pause' is a yes or no by itself", "write: not wants_pause"),
    ("not «wants_pause == false»", "FK303", "'wants_pause' is a yes or no by itself", "write: not wants_pause"),
    ("order.«statsu» == 'x'", "FK302", "'order' has no field 'statsu'", "did you mean 'status'?"),
    ("«ordr».status == 'shipped'", "FK302", "there is no 'ordr' here", "did you mean 'order'?"),
    ("«status» == 'shipped'", "FK302", "there is no 'status' here", "did you mean 'order.status'?"),
    (
        "order.items.title == «'x'»",
        "FK303",
        "'order.items.title' is a list of texts, but 'x' is a text",
        "write: 'x' in order.items.title",
    ),
    (
        "«order.items.price > 3»",
        "FK303",
        "'order.items.price' is a list of amounts of money, but 3 is a whole number",
        "ask each: any(x.price > 3 for x in order.items)",
    ),
    (
        "order.items == «'x'»",
        "FK303",
        "'order.items' is a list of things, but 'x' is a text",
        "write: 'x' in order.items",
    ),
    (
        "item == «'i1'»",
        "FK303",
        "'item' is a whole thing, but 'i1' is a text",
        "compare its field: item.item_id == 'i1'",
    ),
    (
        "«'i1' in order.items»",
        "FK303",
        "'i1' is a text, but 'order.items' is a list of things",
        "ask each: any(x.item_id == 'i1' for x in order.items)",
    ),
    (
        "«order_id in tags»",
        "FK303",
        "'order_id' is a row of digits, but 'tags' is a list of texts",
        "give both the same type where they are defined",
    ),
    ("order_id == «12345»", "FK303", "'order_id' is a row of digits, but 12345 is a number", "write '12345' in quotes"),
    ("order_id == «'abc'»", "FK303", "'abc' is not made of digits", "it is kept as digits only; leave the rest out"),
    ("email == «'x'»", "FK303", "'x' is not an e-mail address", "write it whole: 'name@example.com'"),
    ("new_day == «'monday'»", "FK303", "'monday' is not a date", "write: new_day.weekday == 'monday'"),
    (
        "new_day == «monday»",
        "FK302",
        "there is no 'monday' here",
        "a day of the week is compared with '.weekday' and stands in quotes: 'monday'",
    ),
    (
        "new_day.weekday == «'mon'»",
        "FK304",
        "'mon' is no option of 'new_day.weekday'",
        "its options are 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' and 'sunday'",
    ),
    ("new_day.weekday == «'Monday'»", "FK304", "'Monday' is no option of 'new_day.weekday'", "did you mean 'monday'?"),
    ("start == «'2026-03-06'»", "FK303", "'2026-03-06' is not a date and time", "compare the day alone: start.date"),
    ("start == «'2026-03-06 10:00'»", "FK303", "'2026-03-06 10:00' is not a date and time", "write '2026-03-06T10:00'"),
    ("«start == today»", "FK303", "'start' is a date and time, but 'today' is a date", "write: start.date"),
    ("new_time == «'9:30'»", "FK303", "'9:30' is not a time", "write '09:30'"),
    (
        "new_time < «'25:00'»",
        "FK303",
        "'25:00' is not a time",
        "write hours and minutes, from '00:00' to '23:59': '09:30'",
    ),
    ("«today - 30» > new_day", "FK303", "a whole number cannot be taken from a date", "write: today - days(30)"),
    ("today - «hours(3)» > new_day", "FK303", "a date moves by whole days", "write: days(n)"),
    (
        "start.«weekday» == 'monday'",
        "FK302",
        "'start' is a date and time and has no weekday of its own",
        "write: start.date.weekday",
    ),
    ("wait > «3»", "FK303", "'wait' is a duration, but 3 is a number", "write days(3), hours(3) or minutes(3)"),
    (
        "«amount * amount» > 3",
        "FK303",
        "an amount of money cannot be multiplied with an amount of money",
        "one of the two is a plain number",
    ),
    (
        "«amount + 'x'» == 'y'",
        "FK303",
        "a text cannot be added to an amount of money",
        'texts are put together in words: "{{ first }} {{ second }}"',
    ),
    ("amount == «'5'»", "FK303", "'amount' is an amount of money, but '5' is a text", "write 5 without quotes"),
    (
        "count == «2.5»",
        "FK303",
        "'count' is a whole number and never 2.5",
        "compare with '<' or '>', or a whole number",
    ),
    ("«refund_item»", "FK302", "'refund_item' is a tool, and no value", "write: done(refund_item)"),
    ("done(«refund_itm»)", "FK401", "there is no tool 'refund_itm'", "did you mean 'refund_item'?"),
    ("done(refund_item, «amont»=5)", "FK403", "'refund_item' has no argument 'amont'", "did you mean 'amount'?"),
    (
        "done(refund_item, amount=«'x'»)",
        "FK303",
        "an amount of money is wanted here, but 'x' is a text",
        "write a number, such as 12.50",
    ),
    (
        "«records.stock['a']».left > 0",
        "FK303",
        "'records.stock' is picked from by 'shop' and 'item' together",
        "write: records.stock[shop, item]",
    ),
    (
        "records.order.«status» == 'packed'",
        "FK303",
        "'records.order' is a map of things, not one",
        "pick one, 'records.order[id].status', or loop: any(x.status == … for x in records.order)",
    ),
    (
        "order.items[«'x'»].price > 5",
        "FK303",
        "a whole number is wanted here, but 'x' is a text",
        "write a number, such as 3",
    ),
    ("order.items[0, «1»].price > 5", "FK303", "a list is picked from by one position", "write: list[0] for the first"),
    (
        "sum(«i» for i in order.items) > 5",
        "FK303",
        "'sum' is of numbers, and 'i' is a whole thing",
        "did you mean 'i.price' or 'i.qty'?",
    ),
    (
        "count(«i» for i in order.items if i.price > 5) > 1",
        "FK305",
        "'count' counts what is true",
        "write: count(i.price > 5 for i in order.items)",
    ),
    (
        "any(order.price > 1 for «order» in order.items)",
        "FK107",
        "the loop's name 'order' means something else here",
        "take another one, such as 'x'",
    ),
    (
        "length(«order») > 1",
        "FK303",
        "'length' is of a list or a text, and 'order' is a whole order",
        "did you mean 'order.items'?",
    ),
    ("order.items.«length» == 2", "FK303", "'order.items' has no '.length'", "write: length(order.items)"),
    ("«order is empty»", "FK303", "'order' is a whole order; only a list can be empty", "write: order is not set"),
    (
        "order.status == 'packed' or «'shipped'»",
        "FK305",
        "'shipped' stands alone; what 'or' joins is a yes or no",
        "write: order.status in ['packed', 'shipped']",
    ),
    (
        "«order» or wants_pause",
        "FK305",
        "'order' is a whole order; what 'or' joins is a yes or no",
        "write: order is set",
    ),
    ("«amount»", "FK305", "'amount' is an amount of money; a condition is a yes or no", "compare it: amount > 0"),
    ("«reason < 'broken'»", "FK303", "'reason' is a choice and has no order for '<'", "write '==' or '!='"),
    (
        "«note > 'a'»",
        "FK303",
        "'note' is a text and has no order for '>'",
        "write '==' or '!='; to compare by size give it the type 'integer' or 'number'",
    ),
    (
        "«order.status == reason»",
        "FK303",
        "'order.status' and 'reason' have no option in common",
        "'order.status' can be 'cancelled', 'delivered', 'packed' or 'shipped'",
    ),
    (
        "«order.status == order.eta»",
        "FK303",
        "'order.status' is a choice, but 'order.eta' is a date",
        "both sides of a comparison have one type",
    ),
    (
        "broken_def == 5 and «foo»",
        "FK302",
        "there is no 'foo' here",
        "known here are 'amount', 'broken_def', 'count', 'email', 'first_name', 'item' and 19 more",
    ),
    ("«-wants_pause»", "FK303", "'-' is of numbers, and 'wants_pause' is a yes or no", "write: not wants_pause"),
    (
        "'broken' in «note»",
        "FK303",
        "'in' looks in a list, and 'note' is a text",
        "write: 'broken' == note; a text cannot be searched",
    ),
    ("phone == «'555'»", "FK303", "'555' is not a phone number", "write it with its country: '+12125550100'"),
    ("«yes»", "FK302", "there is no 'yes' here", "write: true"),
    (
        "«item.item_id == order»",
        "FK303",
        "'item.item_id' is a text, but 'order' is a whole order",
        "compare its field: order.order_id",
    ),
    (
        "[1, «'a'»] == [2]",
        "FK303",
        "a list holds values of one type; 1 is a whole number, but 'a' is a text",
        "give both the same type where they are defined",
    ),
    (
        "order.total.«cents» == 5",
        "FK302",
        "'order.total' is an amount of money and has no fields",
        "write: order.total",
    ),
    (
        "«x».y.z == 5",
        "FK302",
        "there is no 'x' here",
        "known here are 'amount', 'broken_def', 'count', 'email', 'first_name', 'item' and 19 more",
    ),
    (
        "note == «broken_thing»",
        "FK302",
        "there is no 'broken_thing' here",
        "for the text itself write 'broken_thing' in quotes",
    ),
    ("count == «'a'»", "FK303", "'count' is a whole number, but 'a' is a text", "write a number, such as 3"),
    (
        "«count == note»",
        "FK303",
        "'count' is a whole number, but 'note' is a text",
        "to compare them as numbers give 'note' the type 'integer'",
    ),
    (
        "order.status == 'packed' or «'shipped'» or 'delivered'",
        "FK305",
        "'shipped' stands alone; what 'or' joins is a yes or no",
        "write: order.status in ['packed', 'shipped', 'delivered']",
    ),
    (
        "order.status != 'packed' and «'shipped'»",
        "FK305",
        "'shipped' stands alone; what 'and' joins is a yes or no",
        "write: order.status not in ['packed', 'shipped']",
    ),
    (
        "records.order[«12345»].status == 'packed'",
        "FK303",
        "a row of digits is wanted here, but 12345 is a number",
        "write '12345' in quotes",
    ),
    (
        "records.order[«item»].status == 'packed'",
        "FK303",
        "the id is a row of digits, but 'item' is a whole thing",
        "name its field: item.item_id",
    ),
    ("«item[0]» == 1", "FK303", "'item' is a whole thing; brackets pick one of a list or map", "write: item"),
    (
        "order.items[«item»].price > 1",
        "FK303",
        "a position in a list is a whole number, but 'item' is a whole thing",
        "name its field: item.item_id",
    ),
    ("«wait + 3» > wait", "FK303", "a whole number cannot be added to a duration", "write: wait + hours(3)"),
    ("«now - today» > wait", "FK303", "a date cannot be taken from a date and time", "write: now.date - today"),
    ("«today - now» > wait", "FK303", "a date and time cannot be taken from a date", "write: today - now.date"),
    (
        "«today + today» > wait",
        "FK303",
        "a date cannot be added to a date",
        "numbers go with numbers; a date moves by days(n), or is taken from a date",
    ),
    (
        "«new_time + hours(1)» > new_time",
        "FK303",
        "a duration cannot be added to a time",
        "a time alone does not move; a date and time does",
    ),
    (
        "«start + amount» > start",
        "FK303",
        "an amount of money cannot be added to a date and time",
        "numbers go with numbers; a date moves by days(n), or is taken from a date",
    ),
    ("days(«'x'») > wait", "FK303", "'days' takes a number, and 'x' is a text", "write: days(3)"),
    (
        "length(«amount») > 1",
        "FK303",
        "'length' is of a list or a text, and 'amount' is an amount of money",
        "name a list",
    ),
    (
        "all(«i.title» for i in order.items)",
        "FK305",
        "'i.title' is a text; what 'all' asks of each is a yes or no",
        "compare it: 'i.title == …', or write: i.title is set",
    ),
    (
        "any(i.price > 1 for i in «order»)",
        "FK303",
        "a loop runs over a list, and 'order' is a whole order",
        "did you mean 'order.items'?",
    ),
    (
        "any(i.price > 1 for i in «amount»)",
        "FK303",
        "a loop runs over a list, and 'amount' is an amount of money",
        "name a list",
    ),
    (
        "any(i.price > 1 for i in order.items if «i.title»)",
        "FK305",
        "'i.title' is a text; what follows 'if' is a yes or no",
        "compare it: 'i.title == …', or write: i.title is set",
    ),
    (
        "max(«i» for i in order.items) > 1",
        "FK303",
        "'max' is of what has an order, and 'i' is a whole thing",
        "did you mean 'i.price' or 'i.qty'?",
    ),
    (
        "sum(«i.title» for i in order.items) > 1",
        "FK303",
        "'sum' is of numbers, and 'i.title' is a text",
        "numbers, amounts and durations can be added up",
    ),
    (
        "«max(amount, today)» > 1",
        "FK303",
        "'amount' is an amount of money, but 'today' is a date",
        "both sides of a comparison have one type",
    ),
    (
        "«max(note, note)» == note",
        "FK303",
        "'max' is of what has an order, and 'note' is a text",
        "numbers, amounts, dates, times and durations have an order",
    ),
    (
        "pairs(«order», order.items) is set",
        "FK303",
        "a loop runs over a list, and 'order' is a whole order",
        "did you mean 'order.items'?",
    ),
    ("amount in «order»", "FK303", "'in' looks in a list, and 'order' is a whole order", "write: amount == order"),
    (
        "amount in [1, «'x'»]",
        "FK303",
        "'amount' is an amount of money, but 'x' is a text",
        "write a number, such as 12.50",
    ),
    ("order.status not in [«'packd'»]", "FK304", "'packd' is no option of 'order.status'", "did you mean 'packed'?"),
    (
        "new_day in ['2026-03-06', «'2026-02-30'»]",
        "FK303",
        "'2026-02-30' is not a date",
        "there is no such day in the calendar",
    ),
    ("tags == «'a'»", "FK303", "'tags' is a list of texts, but 'a' is a text", "write: 'a' in tags"),
    ("«tags > ['a']»", "FK303", "'tags' is a list of texts and has no order for '>'", "write '==' or '!='"),
    (
        "«item == order»",
        "FK303",
        "'item' is a whole thing, but 'order' is a whole order",
        "both sides of a comparison have one type",
    ),
    (
        "«amount is empty»",
        "FK303",
        "'amount' is an amount of money; only a list can be empty",
        "write: amount is not set",
    ),
    (
        "«wants_pause > true»",
        "FK303",
        "'wants_pause' is a yes or no by itself",
        "write: wants_pause, or: not wants_pause",
    ),
    (
        "not «amount»",
        "FK305",
        "'amount' is an amount of money; what follows 'not' is a yes or no",
        "compare it: amount > 0",
    ),
    (
        "wants_pause and «amount»",
        "FK305",
        "'amount' is an amount of money; what 'and' joins is a yes or no",
        "compare it: amount > 0",
    ),
    (
        "wants_pause and «order.items»",
        "FK305",
        "'order.items' is a list of things; what 'and' joins is a yes or no",
        "write: order.items is not empty",
    ),
    ("«'brokn'» == reason", "FK304", "'brokn' is no option of 'reason'", "did you mean 'broken'?"),
    ("today == «'06.03.2026'»", "FK303", "'06.03.2026' is not a date", "write year, month and day: '2026-03-06'"),
    (
        "«new_time == today»",
        "FK303",
        "'new_time' is a time, but 'today' is a date",
        "both sides of a comparison have one type",
    ),
    ("phone == «'call me'»", "FK303", "'call me' is not a phone number", "write it with its country: '+12125550100'"),
    (
        "«length» == 3",
        "FK302",
        "there is no 'length' here",
        "known here are 'amount', 'broken_def', 'count', 'email', 'first_name', 'item' and 19 more",
    ),
    (
        "order.eta.weekday == 'friday' and order.eta.«wekday» == 'x'",
        "FK302",
        "'order.eta' is a date and has no 'wekday'",
        "did you mean 'weekday'?",
    ),
    (
        "start.«hour» == 5",
        "FK302",
        "'start' is a date and time and has no 'hour'",
        "it has 'start.date' and 'start.time'",
    ),
    (
        "amount == «true»",
        "FK303",
        "'amount' is an amount of money, but true is a yes or no",
        "write a number, such as 12.50",
    ),
    (
        "«email == first_name»",
        "FK303",
        "'email' is an e-mail address, but 'first_name' is a name",
        "give both the same type where they are defined",
    ),
    (
        "amount < «'2026-03-06'»",
        "FK303",
        "'amount' is an amount of money, but '2026-03-06' is a text",
        "write a number, such as 12.50",
    ),
    (
        "done(refund_item, order_id=«note»)",
        "FK303",
        "'note' is a text, but a row of digits is wanted here",
        "give both the same type where they are defined",
    ),
    (
        "done(refund_item, amount=«order.items»)",
        "FK303",
        "'order.items' is a list of things, but an amount of money is wanted here",
        "pick one: order.items[0]",
    ),
    ("«-note» == note", "FK303", "'-' is of numbers, and 'note' is a text", "leave it out"),
    (
        "count == «count_of_things»",
        "FK302",
        "there is no 'count_of_things' here",
        "known here are 'amount', 'broken_def', 'count', 'email', 'first_name', 'item' and 19 more",
    ),
    ("amount > «refundcap»", "FK302", "there is no 'refundcap' here", "did you mean 'refund_cap'?"),
    (
        "«max(note, vip[0])» == note",
        "FK303",
        "'max' is of what has an order, and 'note' is a text",
        "numbers, amounts, dates, times and durations have an order",
    ),
    ("«note == tags»", "FK303", "'note' is a text, but 'tags' is a list of texts", "write: note in tags"),
    (
        "«tags == order.items»",
        "FK303",
        "'tags' is a list of texts, but 'order.items' is a list of things",
        "both sides of a comparison have one type",
    ),
    (
        "order_id in [«note», '12']",
        "FK303",
        "'order_id' is a row of digits, but 'note' is a text",
        "give both the same type where they are defined",
    ),
    (
        "new_time == «'24:00'»",
        "FK303",
        "'24:00' is not a time",
        "write hours and minutes, from '00:00' to '23:59': '09:30'",
    ),
    (
        "new_time == «'23:60'»",
        "FK303",
        "'23:60' is not a time",
        "write hours and minutes, from '00:00' to '23:59': '09:30'",
    ),
    (
        "«max(tags, vip)» == tags",
        "FK303",
        "'max' is of what has an order, and 'tags' is a list of texts",
        "write: max(amount for x in tags)",
    ),
    ("«5» in tags", "FK303", "'tags[0]' is a text, but 5 is a number", "write '5' in quotes"),
    (
        "any(«note == order_id» for t in tags)",
        "FK303",
        "'note' is a text, but 'order_id' is a row of digits",
        "give both the same type where they are defined",
    ),
    ("table['a'][«'smal'»] > 1", "FK302", "'table['a']' has no column 'smal'", "did you mean 'small'?"),
    ("table['a'][«'x'»] > 1", "FK302", "'table['a']' has no column 'x'", "its columns are 'small' and 'large'"),
    (
        "table['a'][«tags»] > 1",
        "FK303",
        "a column of a table is picked by one value, but 'tags' is a list of texts",
        "pick one: tags[0]",
    ),
    (
        "«order['eta']» is set",
        "FK303",
        "'order' is a whole order; brackets pick one of a list or map",
        "write: order.eta",
    ),
]


@pytest.mark.parametrize(("marked", "code", "message", "help"), MISTAKES)
def test_a_mistake_has_its_code_and_place_and_help(
    marked: str, code: str, message: str, help: str, names: Names
) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    checked = guard(marked.replace("«", "").replace("»", ""), names)
    (one,) = checked.diagnostics
    assert (one.kind.code, one.message, one.help) == (code, message, help)
    assert one.span == place(start, end)


def test_every_message_says_what_to_do() -> None:
    assert all(help for _, _, _, help in MISTAKES)


GOOD = [
    ("order.status == 'shipped' and order.eta is set", "order.status == 'shipped' and order.eta is set"),
    (
        "any(i.item_id == item.item_id and i.price == amount for i in order.items)",
        "any(i.item_id == item.item_id and i.price == amount for i in order.items)",
    ),
    ("order.eta >= today - days(30)", "order.eta >= today - days(30)"),
    ("new_day >= '2026-03-06'", "new_day >= '2026-03-06'"),
    ("amount <= refund_cap", "amount <= refund_cap"),
    ("wants_pause", "wants_pause"),
    ("item in order.items", "item in order.items"),
    ("'a' in tags", "'a' in tags"),
    ("note in tags", "note in tags"),
    ("order_id in vip", "order_id in vip"),
    ("order_id == '123 45'", "order_id == '12345'"),
    ("email == 'Ana@Example.com'", "email == 'ana@example.com'"),
    ("start >= now + hours(3)", "start >= now + hours(3)"),
    ("start.date == today", "start.date == today"),
    ("wait > days(1)", "wait > days(1)"),
    ("count < 2.5", "count < 2.5"),
    ("done(refund_item, order_id='123 45', amount=5)", "done(refund_item, order_id='12345', amount=5)"),
    ("records.order[order_id].status == 'packed'", "records.order[order_id].status == 'packed'"),
    ("records.stock['a', 'b'].left > 0", "records.stock['a', 'b'].left > 0"),
    ("order.items[0].price > 5", "order.items[0].price > 5"),
    ("sum(i.price for i in order.items) > 5", "sum(i.price for i in order.items) > 5"),
    ("count(i.price > 5 for i in order.items) > 1", "count(i.price > 5 for i in order.items) > 1"),
    ("max(i.price for i in order.items) > min(amount, 5)", "max(i.price for i in order.items) > min(amount, 5)"),
    ("length(order.items) == 2", "length(order.items) == 2"),
    ("order.items is empty", "order.items is empty"),
    (
        "all(p.first.price <= p.second.price for p in pairs(order.items, order.items))",
        "all(p.first.price <= p.second.price for p in pairs(order.items, order.items))",
    ),
    ('first_name == "José"', "first_name == 'José'"),
    ("order == order", "order == order"),
    ("phone == '+1 212 555 0100'", "phone == '+12125550100'"),
    ("amount in [1, 2.5]", "amount in [1, 2.5]"),
    ("tags == ['a', 'b']", "tags == ['a', 'b']"),
    ("1 < count < 2 < count", "1 < count and count < 2 and 2 < count"),
    ("true", "true"),
    ("now - '2026-03-06T10:00' > wait", "now - '2026-03-06T10:00' > wait"),
    ("'x' in [note, 'y']", "'x' in [note, 'y']"),
    ("item == item", "item == item"),
    ("records.order is empty", "records.order is empty"),
    ("email is not empty", "email is not empty"),
    ("'broken' == reason", "'broken' == reason"),
    ("postcode == 'sw1a 1aa'", "postcode == 'SW1A1AA'"),
    ("vip == ['x']", "vip == ['x']"),
    ("'x' in vip", "'x' in vip"),
    ("reason in vip", "reason in vip"),
    ("first_name in ['ana', 'Ben']", "first_name in ['ana', 'Ben']"),
    ("done(refund_item, order_id=order_id, amount=count)", "done(refund_item, order_id=order_id, amount=count)"),
    ("order.items[-1].qty * 2.5 > amount", "order.items[-1].qty * 2.5 > amount"),
    ("now.date.weekday in ['saturday', 'sunday']", "now.date.weekday in ['saturday', 'sunday']"),
    ("min(count, 2.5) < 3", "min(count, 2.5) < 3"),
    ("-wait < wait", "-wait < wait"),
    ("table[note]['small'] > 1", "table[note]['small'] > 1"),
    ("table[note][note] * count > 1", "table[note][note] * count > 1"),
    ("table['a'].large > 1", "table['a'].large > 1"),
    ("any(order_id in vip for t in tags)", "any(order_id in vip for t in tags)"),
    ("any(t == 'x' for t in tags)", "any(t == 'x' for t in tags)"),
    ("any(o.status == 'packed' for o in records.order)", "any(o.status == 'packed' for o in records.order)"),
]


@pytest.mark.parametrize(("text", "checked"), GOOD)
def test_what_fits_is_taken(text: str, checked: str, names: Names) -> None:
    result = guard(text, names)
    assert result.diagnostics == ()
    assert result.shape == Shape("yes_no")
    assert text_of(result.expr) == checked


def test_all_type_errors_of_an_expression_are_told_in_their_order(names: Names) -> None:
    checked = guard("order.status == 'a' or ordr.x == 1 or amount", names)
    assert [(one.kind.code, one.span.column) for one in checked.diagnostics] == [
        ("FK304", 17),
        ("FK302", 24),
        ("FK305", 39),
    ]


def test_the_middle_of_a_chain_is_reported_once(names: Names) -> None:
    checked = guard("1 < cuont < 5", names)
    assert [one.message for one in checked.diagnostics] == ["there is no 'cuont' here"]


@pytest.mark.parametrize(
    "text", ["broken_def == 5", "broken_def.x[0] in tags", "any(x.y for x in broken_def)", "broken_def"]
)
def test_nothing_is_said_of_a_name_whose_own_definition_is_wrong(text: str, names: Names) -> None:
    assert guard(text, names).diagnostics == ()


LITERALS = [
    ("new_day == '2026-03-06'", date(2026, 3, 6)),
    ("'2026-03-06' == new_day", date(2026, 3, 6)),
    ("new_time < '09:30'", time(9, 30)),
    ("start < '2026-03-06T09:30'", datetime(2026, 3, 6, 9, 30)),
    ("amount < 5", Decimal(5)),
    ("rate < 5", Decimal(5)),
    ("count < 5", 5),
    ("count < 5.5", Decimal("5.5")),
    ("order_id == '123-45'", "12345"),
    ("email == 'A@B.org'", "a@b.org"),
    ("postcode == 'sw1a 1aa'", "SW1A1AA"),
    ("phone == '+1 (212) 555-0100'", "+12125550100"),
    ("first_name == 'José'", "José"),
    ("reason == 'broken'", "broken"),
]


@pytest.mark.parametrize(("text", "value"), LITERALS)
def test_a_literal_becomes_a_value_of_the_other_side(text: str, value: Any, names: Names) -> None:
    checked = guard(text, names)
    assert checked.diagnostics == ()
    assert isinstance(checked.expr, Compare)
    (literal,) = [side for side in (checked.expr.left, checked.expr.right) if isinstance(side, Literal)]
    assert literal.value == value
    assert type(literal.value) is type(value)


def test_literals_in_lists_positions_ids_and_arguments_become_values_too(names: Names) -> None:
    members = guard("new_day in ['2026-03-06']", names).expr
    assert isinstance(members, Compare)
    assert isinstance(members.right, ListOf)
    assert members.right.items == (Literal(date(2026, 3, 6)),)
    days = guard("new_day - '2026-03-06' > days(1)", names)
    assert days.diagnostics == ()
    picked = check(parsed("records.order['123 45'].items[0]"), names)
    assert picked.diagnostics == ()
    assert text_of(picked.expr) == "records.order['12345'].items[0]"
    assert isinstance(picked.expr, Item)
    (position,) = picked.expr.keys
    assert isinstance(position, Literal)
    assert type(position.value) is int
    done = guard("done(refund_item, amount=5)", names).expr
    assert isinstance(done, Done)
    (value,) = [part for _, part in done.arguments]
    assert isinstance(value, Literal)
    assert type(value.value) is Decimal


def test_comparisons_note_by_whose_rule_they_compare(names: Names) -> None:
    def by(text: str) -> str:
        expr = guard(text, names).expr
        assert isinstance(expr, Compare)
        assert expr.by is not None
        return expr.by.type

    assert by("first_name == 'x'") == "name"
    assert by("'x' != first_name") == "name"
    assert by("'x' in [first_name]") == "name"
    assert by("first_name in ['x']") == "name"
    assert by("start < now") == "datetime"
    assert by("count == amount") == "money"
    assert by("order_id in vip") == "digits"


SHAPES = [
    ("count + 1", "integer"),
    ("count + 1.5", "number"),
    ("count * amount", "money"),
    ("amount * 2", "money"),
    ("amount - 2.5", "money"),
    ("rate * rate", "number"),
    ("new_day - today", "duration"),
    ("now - start", "duration"),
    ("today + days(3)", "date"),
    ("days(3) + today", "date"),
    ("start - hours(3)", "datetime"),
    ("wait - minutes(count)", "duration"),
    ("-wait", "duration"),
    ("-amount", "money"),
    ("today.weekday", "choice"),
    ("now.date", "date"),
    ("now.time", "time"),
    ("length(tags)", "integer"),
    ("count(i.qty > 1 for i in order.items)", "integer"),
    ("sum(i.price for i in order.items)", "money"),
    ("sum(i.price * i.qty for i in order.items)", "money"),
    ("max(i.qty for i in order.items)", "integer"),
    ("max(amount, 5)", "money"),
    ("min(5, 2)", "integer"),
    ("order.items[0].title", "text"),
    ("records.stock['a', 'b'].left", "integer"),
    ("5", "integer"),
    ("5.5", "number"),
    ("'x'", "text"),
    ("true", "yes_no"),
    ("done(hang_around)", "yes_no"),
]


@pytest.mark.parametrize(("text", "type_name"), SHAPES)
def test_every_part_has_its_shape(text: str, type_name: str, names: Names) -> None:
    checked = check(parsed(text), names)
    assert checked.diagnostics == ()
    assert checked.shape is not None
    assert checked.shape.single
    assert checked.shape.type == type_name


def test_things_keep_their_fields(names: Names) -> None:
    item = check(parsed("order.items[0]"), names).shape
    assert item is not None
    assert set(item.fields) == {"item_id", "title", "price", "qty", "gift"}
    pairs = check(parsed("pairs(order.items, tags)"), names).shape
    assert pairs is not None
    assert pairs.many
    assert pairs.fields["first"].fields == item.fields
    assert pairs.fields["second"] == Shape("text")


MONEY = Shape("money")
CHOICE = Shape(
    "choice", options=(Option("packed"), Option("shipped"), Option("delivered"), Option("cancelled"), Option("lost"))
)
ASSIGNED = [
    ("amount", MONEY, ""),
    ("count", MONEY, ""),
    ("refund_cap", MONEY, ""),
    ("5", MONEY, ""),
    ("amount", Shape("number"), "FK303"),
    ("rate", Shape("integer"), "FK303"),
    ("'5'", MONEY, "FK303"),
    ("order_id", Shape("text"), ""),
    ("reason", Shape("text"), ""),
    ("note", Shape("digits"), "FK303"),
    ("'broken'", Shape("digits"), "FK303"),
    ("order.status", CHOICE, ""),
    ("order.status", Shape("choice", options=(Option("packed"),)), "FK304"),
    ("'packt'", CHOICE, "FK304"),
    ("packed", CHOICE, "FK302"),
    ("item", Shape("text"), "FK303"),
    ("item.item_id", Shape("text"), ""),
    ("start", Shape("date"), "FK303"),
    ("start.date", Shape("date"), ""),
    ("'2026-03-06'", Shape("date"), ""),
    ("tags", Shape("text", many=True), ""),
    ("['a', note]", Shape("text", many=True), ""),
    ("[]", Shape("text", many=True), ""),
    ("note", Shape("text", many=True), "FK303"),
    ("tags", Shape("text"), "FK303"),
    ("tags == []", Shape("yes_no"), ""),
    ("count", Shape("yes_no"), "FK305"),
    ("vip[0]", Shape("email"), ""),
    ("order", Shape("object", record="order", fields={"x": Shape("text")}), ""),
    ("order", Shape("object", record="visit", fields={"order_id": Shape("text")}), "FK303"),
    ("item", Shape("object", fields={"title": Shape("text"), "more": Shape("text", optional=True)}), ""),
    ("item", Shape("object", fields={"title": Shape("text"), "more": Shape("text")}), "FK303"),
]


@pytest.mark.parametrize(("text", "wanted", "code"), ASSIGNED)
def test_a_value_is_of_the_shape_that_is_expected(text: str, wanted: Shape, code: str, names: Names) -> None:
    checked = check(parsed(text), names, wanted)
    assert [one.kind.code for one in checked.diagnostics] == ([code] if code else [])


NOT_WANTED = [
    ("order.items[0.5].title", Shape("text"), "FK303", "0.5 is no whole number", "write a number without decimals"),
    (
        "'x'",
        Shape("yes_no"),
        "FK303",
        "a yes or no is wanted here, but 'x' is a text",
        "write true or false, without quotes",
    ),
    ("5", Shape("yes_no"), "FK303", "a yes or no is wanted here, but 5 is a number", "write true or false"),
    (
        "true",
        Shape("money"),
        "FK303",
        "an amount of money is wanted here, but true is a yes or no",
        "write a number, such as 12.50",
    ),
    ("'x'", Shape("date"), "FK303", "'x' is not a date", "write year, month and day: '2026-03-06'"),
    ("'monday'", Shape("date"), "FK303", "'monday' is not a date", "write a day of the calendar"),
    ("'2026-03-06'", Shape("datetime"), "FK303", "'2026-03-06' is not a date and time", "write '2026-03-06T09:30'"),
    ("'09:30'", Shape("datetime"), "FK303", "'09:30' is not a date and time", "write '2026-03-06T09:30'"),
    ("5", Shape("date"), "FK303", "a date is wanted here, but 5 is a number", "write it in quotes: '2026-03-06'"),
    ("5", Shape("digits"), "FK303", "a row of digits is wanted here, but 5 is a number", "write '5' in quotes"),
    (
        "5",
        Shape("duration"),
        "FK303",
        "a duration is wanted here, but 5 is a number",
        "write days(5), hours(5) or minutes(5)",
    ),
    (
        "'x'",
        Shape("duration"),
        "FK303",
        "a duration is wanted here, but 'x' is a text",
        "write: days(3), hours(2) or minutes(90)",
    ),
    ("'x'", Shape("digits"), "FK303", "'x' is not made of digits", "it is kept as digits only; leave the rest out"),
    ("'x'", Shape("integer"), "FK303", "a whole number is wanted here, but 'x' is a text", "write a number, such as 3"),
    ("'5'", Shape("integer"), "FK303", "a whole number is wanted here, but '5' is a text", "write 5 without quotes"),
    ("2.5", Shape("integer"), "FK303", "2.5 is no whole number", "write a number without decimals"),
    ("'x'", ITEM, "FK303", "a whole thing is wanted here, but 'x' is a text", "name a whole thing"),
    (
        "5",
        Shape("text", many=True),
        "FK303",
        "a list of texts is wanted here, but 5 is a number",
        "write a list: [a, b]",
    ),
    ("'x'", Shape("choice", options=(Option("a"),)), "FK304", "'x' is no option here", "its options are 'a'"),
    (
        "item",
        Shape("text"),
        "FK303",
        "'item' is a whole thing, but a text is wanted here",
        "name its field: item.item_id",
    ),
    (
        "order.items",
        Shape("money"),
        "FK303",
        "'order.items' is a list of things, but an amount of money is wanted here",
        "pick one: order.items[0]",
    ),
    (
        "order.items",
        Shape("text", many=True),
        "FK303",
        "'order.items' is a list of things, but a list of texts is wanted here",
        "name the list of one of its fields: order.items.item_id",
    ),
    (
        "amount",
        Shape("money", many=True),
        "FK303",
        "'amount' is an amount of money, but a list of amounts of money is wanted here",
        "write a list: [amount]",
    ),
    ("note", ORDER, "FK303", "'note' is a text, but a whole order is wanted here", "name a whole order"),
    ("start", Shape("time"), "FK303", "'start' is a date and time, but a time is wanted here", "write: start.time"),
    (
        "count",
        Shape("yes_no"),
        "FK305",
        "'count' is a whole number, but a yes or no is wanted here",
        "compare it, or write: count is set",
    ),
    (
        "rate",
        Shape("integer"),
        "FK303",
        "'rate' is a number, but a whole number is wanted here",
        "a number with decimals is no whole number; give what is wanted the type 'number'",
    ),
    (
        "note",
        Shape("money"),
        "FK303",
        "'note' is a text, but an amount of money is wanted here",
        "write a number, such as 3",
    ),
    (
        "order.status",
        Shape("choice", options=(Option("packed"), Option("shipped"))),
        "FK304",
        "'order.status' can be 'cancelled' or 'delivered', which is no option here",
        "the options here are 'packed' and 'shipped'",
    ),
    (
        "records.order",
        Shape("text"),
        "FK303",
        "'records.order' is a map of things, but a text is wanted here",
        "pick one: records.order[id]",
    ),
    (
        "amount",
        Shape("text", keyed=True),
        "FK303",
        "'amount' is an amount of money, but a map of texts is wanted here",
        "name a map in the data",
    ),
]


@pytest.mark.parametrize(("text", "wanted", "code", "message", "help"), NOT_WANTED)
def test_a_value_of_another_shape_is_told_with_the_way_to_it(
    text: str, wanted: Shape, code: str, message: str, help: str, names: Names
) -> None:
    (one,) = check(parsed(text), names, wanted).diagnostics
    assert (one.kind.code, one.message, one.help) == (code, message, help)


def test_yaml_that_ate_the_quotes_gets_them_back(names: Names) -> None:
    (one,) = check(parsed("broken"), names, Shape("choice", options=(Option("broken"),))).diagnostics
    assert one.message == "there is no 'broken' here"
    assert one.help == "for the text itself write 'broken' in quotes"


def test_surroundings_without_constants_are_strict_with_texts(names: Names) -> None:
    class Strict:
        shape_of, known, tool_arguments = names.shape_of, names.known, names.tool_arguments

    (one,) = check_guard(parsed("order_id in vip"), Strict()).diagnostics
    assert one.kind.code == "FK303"


def test_checking_a_checked_expression_changes_nothing(names: Names) -> None:
    texts = [text for text, _ in GOOD]
    for text in texts:
        once = guard(text, names)
        twice = check_guard(once.expr, names)
        assert twice.diagnostics == ()
        assert twice.expr == once.expr


def test_a_field_of_a_list_wins_over_nothing_else(names: Names) -> None:
    # A thing may have a field named like a part of a date.
    fields = {"weekday": Shape("text")}

    class Own(type(names)):  # type: ignore[misc]
        def shape_of(self, name: str) -> Shape | None:
            return Shape("object", fields=fields) if name == "opening" else super().shape_of(name)

    checked = check(parsed("opening.weekday"), Own())
    assert checked.shape == Shape("text")


def test_every_kind_of_part_is_rewritten(names: Names) -> None:
    text = "not any(i.qty > 1 for i in order.items if i.price < 5) and max(count, 2) is set"
    expr = guard(text, names).expr
    assert isinstance(expr, And)
    refused, known = expr.parts
    assert isinstance(refused, Not)
    assert isinstance(refused.of, Loop)
    assert isinstance(refused.of.condition, Compare)
    assert refused.of.condition.right == Literal(Decimal(5))
    assert refused.of.condition.by == Shape("money")
    assert refused.of.by == Shape("yes_no")
    assert isinstance(known, Is)
    assert isinstance(known.of, Call)


def test_optional_fields_can_be_used_like_others(names: Names) -> None:
    assert guard("order.eta == today or any(i.gift for i in order.items)", names).diagnostics == ()
    shape = check(parsed("order.eta"), names).shape
    assert shape == replace(Shape("date"), optional=True)


def test_things_are_alike_if_they_are_of_one_record_or_have_the_same_fields(names: Names) -> None:
    fields = {"id": Shape("text")}
    shapes = {
        "a": Shape("object", record="a", fields=fields),
        "same_a": Shape("choice", record="a", fields={**fields, "more": Shape("text")}),
        "b": Shape("object", record="b", fields=fields),
        "plain": Shape("object", fields=fields),
        "other": Shape("object", fields={"name": Shape("text")}),
    }

    class Own(type(names)):  # type: ignore[misc]
        def shape_of(self, name: str) -> Shape | None:
            return shapes.get(name)

        def known(self) -> Iterable[str]:
            return shapes

    for text, alike in (("a == same_a", True), ("a == b", False), ("a == plain", True), ("plain == other", False)):
        found = check_guard(parsed(text), Own()).diagnostics
        assert [one.kind.code for one in found] == ([] if alike else ["FK303"])


def test_durations_are_printed_in_their_largest_whole_unit() -> None:
    for length, text in (
        (timedelta(days=2), "days(2)"),
        (timedelta(hours=36), "hours(36)"),
        (timedelta(minutes=90), "minutes(90)"),
        (timedelta(days=1, minutes=1), "minutes(1441)"),
    ):
        assert text_of(Literal(length)) == text
