"""The store of limits across calls: exact, atomic, once per run, from several processes too."""

import asyncio
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.engine.effects import Count, Counter, Release, Reserve
from flowkit.journal import SqliteJournal
from flowkit.journal.limits import SqliteLimits


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "calls.db"
    SqliteJournal(made).close()
    return made


def amount(value: str, at_most: str = "10", key: str = "credit c1", window: str = "2026-03-02") -> Counter:
    return Counter(f"amount at most {at_most} per customer per day", key, window, value, at_most)


def reserve(store: SqliteLimits, run: str, *counters: Counter) -> tuple[str, str]:
    answer = asyncio.run(store.reserve(Reserve(run, counters)))
    assert answer.run == run
    return answer.outcome, answer.limit


def used(store: SqliteLimits, *counters: Counter) -> dict[str, str]:
    counted = asyncio.run(store.count(Count("D1", counters)))
    assert (counted.draft, counted.available) == ("D1", True)
    return dict(counted.used)


def test_shares_add_up_to_the_limit_and_no_further(path: Path) -> None:
    store = SqliteLimits(path, "call_1")
    one = amount("6")
    assert used(store, one) == {one.limit: "0"}
    assert reserve(store, "r1", one) == ("ok", "")
    assert used(store, one) == {one.limit: "6"}
    assert reserve(store, "r2", amount("4.01")) == ("over", one.limit)
    assert reserve(store, "r3", amount("4.00")) == ("ok", "")
    assert reserve(store, "r4", amount("0.01")) == ("over", one.limit)


def test_other_calls_share_the_totals_and_other_values_and_windows_do_not(path: Path) -> None:
    reserve(SqliteLimits(path, "call_1"), "r1", amount("10"))
    other = SqliteLimits(path, "call_2")
    assert reserve(other, "r1", amount("1"))[0] == "over"
    assert reserve(other, "r1", amount("1", key="credit c2"))[0] == "ok"
    assert reserve(other, "r2", amount("1", window="2026-03-03"))[0] == "ok"


def test_the_same_run_takes_its_share_once(path: Path) -> None:
    store = SqliteLimits(path, "call_1")
    for _ in range(3):
        assert reserve(store, "r1", amount("6")) == ("ok", "")
    assert used(store, amount("0")) == {amount("0").limit: "6"}


def test_what_is_given_back_is_free_again_and_only_once(path: Path) -> None:
    store = SqliteLimits(path, "call_1")
    reserve(store, "r1", amount("6"))
    reserve(store, "r2", amount("4"))
    for _ in range(2):
        asyncio.run(store.release(Release("r1")))
        assert used(store, amount("0")) == {amount("0").limit: "4"}
    asyncio.run(SqliteLimits(path, "call_2").release(Release("r2")))
    assert used(store, amount("0")) == {amount("0").limit: "4"}


def test_all_of_its_shares_or_none(path: Path) -> None:
    store = SqliteLimits(path, "call_1")
    small = Counter("at most 1 per day", "credit calls", "2026-03-02", "1", "1")
    reserve(store, "r1", small)
    assert reserve(store, "r2", amount("5"), small) == ("over", small.limit)
    assert used(store, amount("0")) == {amount("0").limit: "0"}


def test_two_limits_on_one_thing_count_it_once_and_the_tighter_one_holds(path: Path) -> None:
    store = SqliteLimits(path, "call_1")
    assert reserve(store, "r1", amount("5", "10"), amount("5", "8")) == ("ok", "")
    assert reserve(store, "r2", amount("4", "10"), amount("4", "8")) == ("over", amount("4", "8").limit)
    assert used(store, amount("0", "8")) == {amount("0", "8").limit: "5"}


def test_a_store_that_is_not_there_or_busy_is_not_available(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("no database")
    store = SqliteLimits(tmp_path / "other.db", "call_1")
    assert reserve(store, "r1", amount("1"))[0] == "unavailable"
    assert asyncio.run(store.count(Count("D1", (amount("1"),)))).available is False
    asyncio.run(store.release(Release("r1")))
    with sqlite3.connect(path) as busy:
        busy.execute("BEGIN IMMEDIATE")
        assert reserve(SqliteLimits(path, "call_1"), "r1", amount("1"))[0] == "unavailable"
        busy.execute("ROLLBACK")
    busy.close()
    assert reserve(SqliteLimits(path, "call_1"), "r1", amount("1"))[0] == "ok"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["0.10", "3", "4.95"]), st.booleans()), max_size=12))
def test_totals_are_what_the_runs_hold(
    tmp_path_factory: pytest.TempPathFactory, wishes: list[tuple[int, str, bool]]
) -> None:
    path = tmp_path_factory.mktemp("limits") / "calls.db"
    SqliteJournal(path).close()
    store = SqliteLimits(path, "call_1")
    held: dict[str, Decimal] = {}
    for number, value, give_back in wishes:
        run = f"r{number}"
        if give_back:
            asyncio.run(store.release(Release(run)))
            held.pop(run, None)
            continue
        outcome, _ = reserve(store, run, amount(value))
        fits = run in held or sum(held.values()) + Decimal(value) <= 10
        assert outcome == ("ok" if fits else "over")
        if fits:
            held.setdefault(run, Decimal(value))
    assert Decimal(used(store, amount("0"))[amount("0").limit]) == sum(held.values())


SCRIPT = """
import asyncio, sys
from flowkit.engine.effects import Counter, Release, Reserve
from flowkit.journal.limits import SqliteLimits

async def main(path, call):
    store, granted, number, unavailable = SqliteLimits(path, call), 0, 0, 0
    one = Counter("at most 30 per day", "credit calls", "2026-03-02", "1", "30")
    while unavailable < 50:
        number += 1
        outcome = (await store.reserve(Reserve(f"r{number}", (one,)))).outcome
        if outcome == "over":
            break
        unavailable += outcome == "unavailable"
        granted += outcome == "ok"
        if outcome == "ok" and number % 5 == 0:
            await store.release(Release(f"r{number}"))
            granted -= 1
    print(granted)

asyncio.run(main(*sys.argv[1:]))
"""


def test_two_processes_at_once_cannot_exceed_a_limit(path: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, str(path), f"call_{n}"], stdout=subprocess.PIPE, text=True)
        for n in range(3)
    ]
    granted = [int(process.communicate(timeout=60)[0]) for process in started]
    assert sum(granted) == 30
    assert used(SqliteLimits(path, "call_9"), Counter("n", "credit calls", "2026-03-02", "1", "30")) == {"n": "30"}
