"""What holds for every expression: held against a second evaluator, and against values nobody foresaw."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.expressions.check import check, check_guard
from flowkit.language.expressions.evaluate import compile_expression
from flowkit.language.expressions.parser import CHARACTERS, LOOPS, parse
from flowkit.language.expressions.paths import levels, names_in, paths_in
from flowkit.language.expressions.reading import LEVELS
from flowkit.language.expressions.syntax import Expr, Loop
from flowkit.language.expressions.unparse import text_of
from flowkit.language.shapes import UNSET
from flowkit.language.span import Span
from tests.language.expressions.reference import evaluate
from tests.language.expressions.trees import SHAPES, Tools, conditions, junk, scopes, trees


def place(start: int, end: int) -> Span:
    return Span("flow.yaml", 1, start + 1, 1, end + 1)


class Scope:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def lookup(self, name: str) -> Any:
        return self.values.get(name, UNSET)

    def done(self, tool: str, arguments: Mapping[str, Any]) -> bool:
        return carried_out(tool, arguments)


def carried_out(tool: str, arguments: Mapping[str, Any]) -> bool:
    return bool(arguments.get("n") == 1)


@settings(max_examples=400, deadline=None)
@given(conditions(), scopes())
def test_it_evaluates_as_the_plain_evaluator_does(expr: Expr, values: dict[str, Any]) -> None:
    wanted = evaluate(expr, values, carried_out)
    result = compile_expression(expr)(Scope(values))
    assert result is (UNSET if wanted is None else wanted)


@settings(max_examples=400, deadline=None)
@given(conditions(), scopes())
def test_a_well_typed_condition_passes_the_checker_and_keeps_its_value(expr: Expr, values: dict[str, Any]) -> None:
    checked = check_guard(expr, Tools())
    truths = [one for one in checked.diagnostics if "by itself" not in one.message]
    assert truths == []
    wanted = evaluate(checked.expr, values, carried_out)
    result = compile_expression(checked.expr)(Scope(values))
    assert result is (UNSET if wanted is None else wanted)
    assert wanted == evaluate(expr, values, carried_out)


@settings(max_examples=300, deadline=None)
@given(conditions(knows=False), scopes(), scopes())
def test_what_is_known_stays_so_whatever_the_unknown_turns_out_to_be(
    expr: Expr, values: dict[str, Any], later: dict[str, Any]
) -> None:
    before = compile_expression(expr)(Scope(values))
    if before is not UNSET:
        told = {name: later[name] if value is UNSET else value for name, value in values.items()}
        assert compile_expression(expr)(Scope(told)) is before


@settings(max_examples=500, deadline=None)
@given(trees())
def test_what_is_printed_is_parsed_to_the_same_tree(expr: Expr) -> None:
    text = text_of(expr)
    again, found = parse(text, place)
    if len(text) > CHARACTERS or levels(expr) > LEVELS or levels(expr, Loop) > LOOPS:
        assert len(found) == 1
    else:
        assert found == []
        assert again == expr
        assert again is not None
        assert text_of(again) == text


@settings(max_examples=500, deadline=None)
@given(trees(), st.fixed_dictionaries({name: junk() for name in SHAPES}))
def test_no_tree_and_no_value_raises(expr: Expr, values: dict[str, Any]) -> None:
    compile_expression(expr)(Scope(values))
    checked = check(expr, Tools())
    compile_expression(checked.expr)(Scope(values))


@settings(max_examples=300, deadline=None)
@given(trees())
def test_checking_finds_each_problem_once_and_in_order(expr: Expr) -> None:
    again, _ = parse(text_of(expr), place)
    if again is not None:
        found = check(again, Tools()).diagnostics
        assert list(found) == sorted(set(found), key=lambda one: one.sort_key)
        assert all(one.message and one.span != Span("", 1, 1, 1, 1) for one in found)


SIGNS = "()[]{},.:=<>!&|+-*/%^'\"@#$?; \n\\‘’`~é٣𝟙"
WORDS = "== and or not in is set empty for if x any( done( min( length( 1 2.5 null True {{ }} 'a' order.status"
PIECES = st.sampled_from([*SIGNS, *WORDS.split()])


@settings(max_examples=800, deadline=None)
@given(st.text(max_size=40) | st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES, max_size=14).map("".join))
def test_any_text_gives_a_tree_or_one_message_inside_it(text: str) -> None:
    expr, found = parse(text, place)
    assert (expr is None) == (len(found) == 1)
    for one in found:
        assert one.message
        assert one.help
        assert 1 <= one.span.column <= one.span.end_column <= len(text) + 1
    if expr is not None:
        assert {path[0] for path in paths_in(expr)} <= names_in(expr)
