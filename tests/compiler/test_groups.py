"""Groups: which sets of preconditions can hold, their names, and their tools."""

from typing import Any

import pytest

from flowkit.compiler import Compiled, TooManyGroups
from flowkit.compiler.groups import MOST_GROUPS, group_name, groups_of
from flowkit.language.expressions.syntax import And, Expr, Is, Name, Not, Or
from flowkit.language.model import AboutUs, Expression, Flow, Precondition, Project
from flowkit.language.shapes import Shape
from flowkit.language.words import Words

SET = Is(Name("customer"), "set", False)


def _project(**preconditions: Expr) -> Project:
    made = {
        name: Precondition(name, Expression("", expr, Shape("yes_no"), lambda scope: True), "a")
        for name, expr in preconditions.items()
    }
    flows = {"a": Flow("a", "A", "s", {})}
    return Project("P", "a", Words("Hi", ("Hi",)), AboutUs("a", "r", "d"), flows, preconditions=made)


def test_nothing_holds() -> None:
    assert groups_of(_project()) == ((),)
    assert group_name(()) == "open"


def test_every_set_small_ones_first_in_the_order_of_the_project() -> None:
    groups = groups_of(_project(zed=SET, amy=SET))
    assert groups == ((), ("zed",), ("amy",), ("zed", "amy"))
    assert group_name(groups[-1]) == "zed+amy"


def test_what_builds_on_another_never_holds_without_it() -> None:
    project = _project(gold=And((Name("member"), SET)), member=SET, deep=Name("gold"))
    assert groups_of(project) == ((), ("member",), ("gold", "member"), ("gold", "member", "deep"))


@pytest.mark.parametrize("expr", [Or((Name("member"), SET)), Not(Name("member"))])
def test_what_only_speaks_of_another_may_hold_without_it(expr: Expr) -> None:
    assert ("other",) in groups_of(_project(member=SET, other=expr))


def test_there_is_a_bound() -> None:
    assert len(groups_of(_project(**{f"p{n}": SET for n in range(8)}))) == MOST_GROUPS
    with pytest.raises(TooManyGroups, match="9 preconditions can hold in more than 256 combinations") as caught:
        groups_of(_project(**{f"p{n}": SET for n in range(9)}))
    assert "authenticated and" in caught.value.hint


def test_a_long_chain_is_no_trouble() -> None:
    chain: dict[str, Any] = {"p0": SET} | {f"p{n}": Name(f"p{n - 1}") for n in range(1, 60)}
    assert len(groups_of(_project(**chain))) == 61


def test_a_group_has_the_tools_whose_preconditions_hold(compiled: Compiled) -> None:
    tools = {name: [each["name"] for each in group.session["tools"][4:]] for name, group in compiled.groups.items()}
    assert tools == {
        "open": ["find_bike"],
        "member": ["find_bike"],
        "member+gold": ["find_bike", "list_bikes"],
    }


def test_tools_of_a_flow_that_cannot_run_are_not_there(reads: Any, files: Any) -> None:
    from flowkit.compiler import compile_project

    talk = files["talk_bikes.yaml"].replace("about: Anything", "requires: member\nabout: Anything")
    compiled = compile_project(reads({"talk_bikes.yaml": talk}))
    assert [each["name"] for each in compiled.groups["open"].session["tools"]] == [
        "record",
        "choose",
        "request",
        "wait",
    ]
