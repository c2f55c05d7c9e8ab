"""What rules are called."""

import pytest

from flowkit.language.codes import UNREACHABLE_STATE
from flowkit.language.rule_names import all_rules, named_by, names_rules, probably, rule


@pytest.mark.parametrize(
    ("name", "closely"),
    [
        ("FK202", 5),
        ("unreachable-state", 5),
        ("FK20", 4),
        ("FK2", 3),
        ("FK", 2),
        ("FK201", 0),
        ("FK21", 0),
        ("F", 0),
        ("", 0),
        ("fk202", 0),
        ("unreachable", 0),
    ],
)
def test_a_name_means_a_rule_more_or_less_closely(name: str, closely: int) -> None:
    assert named_by(UNREACHABLE_STATE, name) == closely
    assert (rule(name) is UNREACHABLE_STATE) == (closely == 5)


def test_a_name_that_means_nothing_has_one_that_was_probably_meant() -> None:
    assert [name for name in ("FK202", "FK9", "FK", "idle-state", "FK7777", "FK2O2", "") if names_rules(name)] == [
        "FK202",
        "FK9",
        "FK",
        "idle-state",
    ]
    assert (probably("fk202"), probably("FK2O2"), probably("unreachable_state")) == (
        "FK202",
        "FK202",
        "unreachable-state",
    )
    assert probably("something else") == ""


def test_no_two_rules_have_one_name() -> None:
    slugs = [kind.slug for kind in all_rules().values()]
    assert len(slugs) == len(set(slugs))
    assert not any(slug.startswith("FK") for slug in slugs)
