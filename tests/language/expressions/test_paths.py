"""What an expression reads: names and paths, through loops and brackets."""

import pytest

from flowkit.language.expressions.parser import parse
from flowkit.language.expressions.paths import children, levels, names_in, path_of, paths_in
from flowkit.language.expressions.syntax import Expr, Loop
from flowkit.language.span import NOWHERE


def parsed(text: str) -> Expr:
    expr, found = parse(text, lambda start, end: NOWHERE)
    assert found == []
    assert expr is not None
    return expr


PATHS = [
    ("1 == 2", "", ""),
    ("order.status == 'shipped' and order.eta is set", "order", "order.status order.eta"),
    ("a.b.c + a.b.c", "a", "a.b.c"),
    ("order.items[0].price", "order", "order.items.price"),
    ("order.items[n].price", "order n", "order.items.price n"),
    ("records.stock[shop, x.item].left", "records shop x", "records.stock.left shop x.item"),
    ("any(i.price > cap for i in order.items)", "order cap", "order.items order.items.price cap"),
    ("sum(i.price for i in xs if i.open)", "xs", "xs xs.price xs.open"),
    ("any(any(j.n == i.n for j in i.parts) for i in xs)", "xs", "xs xs.parts xs.parts.n xs.n"),
    ("all(p.first.x == p.second.y for p in pairs(a, b.c))", "a b", "a b.c a.x b.c.y"),
    ("any(x for x in [a, b])", "a b", "a b"),
    ("any(i for i in i)", "i", "i"),
    ("done(refund, amount=a.b)", "a", "a.b"),
    ("not (a or -b * length(c)) in [d]", "a b c d", "a b c d"),
    ("[a, today] == x[min(b, 1)]", "a today x b", "a today x b"),
]


@pytest.mark.parametrize(("text", "names", "paths"), PATHS)
def test_names_and_paths(text: str, names: str, paths: str) -> None:
    expr = parsed(text)
    assert names_in(expr) == frozenset(names.split())
    assert paths_in(expr) == tuple(tuple(path.split(".")) for path in paths.split())


def test_a_path_is_a_path_only_as_a_whole() -> None:
    assert path_of(parsed("order.items[0].price")) == ("order", "items", "price")
    assert path_of(parsed("order.price + 1")) is None
    assert path_of(parsed("length(order)")) is None
    assert path_of(parsed("x.price"), {"x": ("order", "items")}) == ("order", "items", "price")
    assert path_of(parsed("x.price"), {"x": None}) is None


def test_levels_count_parts_inside_parts() -> None:
    assert levels(parsed("a")) == 1
    assert levels(parsed("a.b + 1")) == 3
    assert levels(parsed("any(any(x for x in b) for a in c)"), Loop) == 2
    assert levels(parsed("a"), Loop) == 0


def test_every_part_has_its_children() -> None:
    expr = parsed("any(a for x in b if c)")
    assert children(expr) == (parsed("a"), parsed("b"), parsed("c"))
    assert children(parsed("x")) == ()
