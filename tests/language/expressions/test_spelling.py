"""Did you mean: close words are found, far ones are not."""

import pytest

from flowkit.language.expressions.spelling import did_you_mean, listed, nearest

KNOWN = ["status", "shipped", "delivered", "order_id", "id", "eta", "email"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("shiped", "shipped"),
        ("Shipped", "shipped"),
        ("statsu", "status"),
        ("order-id", "order_id"),
        ("orderid", "order_id"),
        ("order_ids", "order_id"),
        ("deliverd", "delivered"),
        ("dlvrd", ""),
        ("edlivered", "delivered"),
        ("deliveredd", "delivered"),
        ("elivere", "delivered"),
        ("tea", "eta"),
        ("e_mail", "email"),
        ("ets", "eta"),
        ("xy", ""),
        ("cancelled", ""),
        ("", ""),
    ],
)
def test_nearest(word: str, found: str) -> None:
    assert nearest(word, KNOWN) == found
    assert did_you_mean(word, KNOWN) == (f"did you mean '{found}'?" if found else "")


def test_of_two_that_are_as_close_the_first_in_the_alphabet_is_taken() -> None:
    assert nearest("bat", ["cat", "bar", "hat"]) == "bar"


def test_lists_are_read_out_and_cut_short() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "'a'"
    assert listed(["a", "b"]) == "'a' or 'b'"
    assert listed(["a", "b", "c"], "and") == "'a', 'b' and 'c'"
    assert listed("abcdefghij", at_most=3) == "'a', 'b', 'c' and 7 more"
