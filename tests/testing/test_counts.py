"""What is used up of limits across calls: taken whole or not at all, and given back."""

from flowkit.engine.effects import Count, Counter, Release, Reserve
from flowkit.testing.counts import Counts

DAY = Counter("amount at most 400 per day", "refund amount", "2026-03-02", "300", "400")
CALLS = Counter("at most 2 per day", "refund calls", "2026-03-02", "1", "2")


def test_shares_are_taken_together_or_not_at_all():
    counts = Counts()
    assert counts.reserve(Reserve("r1", (CALLS, DAY))).outcome == "ok"
    over = counts.reserve(Reserve("r2", (CALLS, DAY)))
    assert (over.outcome, over.limit) == ("over", DAY.limit)
    assert counts.count(Count("d1", (CALLS, DAY))).used == {CALLS.limit: "1", DAY.limit: "300"}


def test_what_was_given_back_can_be_taken_again():
    counts = Counts()
    counts.reserve(Reserve("r1", (DAY,)))
    counts.release(Release("r1"))
    counts.release(Release("r1"))
    assert counts.count(Count("d1", (DAY,))).used == {DAY.limit: "0"}
    assert counts.reserve(Reserve("r2", (DAY,))).outcome == "ok"


def test_two_limits_on_the_same_count_use_it_once():
    counts = Counts()
    looser = Counter("amount at most 900 per day", DAY.key, DAY.window, DAY.amount, "900")
    counts.reserve(Reserve("r1", (DAY, looser)))
    assert counts.count(Count("d1", (looser,))).used == {looser.limit: "300"}
