"""Making the database: by whoever comes first, once, whole, and for the day it is."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from backend import database, seed, shop

FLOWS = Path(__file__).parents[2] / "flows"


def dump(path: Path) -> str:
    """Everything in a database, as text."""
    connection = sqlite3.connect(path)
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


def start(code: str, path: Path, **environment: str) -> subprocess.Popen[str]:
    """Another process that works with the same database."""
    variables = {**os.environ, "SHOP_DATABASE": str(path), "PYTHONPATH": str(FLOWS), **environment}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code], env=variables, stdout=pipe, stderr=pipe, text=True)


def online(serial: str) -> object:
    """Whether a device is online."""
    found = shop.device_status(serial)
    assert isinstance(found, dict)
    return found["online"]


def outputs(processes: list[subprocess.Popen[str]]) -> list[str]:
    """What the processes printed, once all have ended well."""
    found = []
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        found.append(out.strip())
    return found


def test_first_call_makes_the_database(shop_database: Path) -> None:
    assert not shop_database.exists()
    shop.list_plans()
    assert "260 customers, 1209 orders, 0 changes" in database.about(database.connection(database.settings()))


def test_default_place_is_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_DATABASE")
    monkeypatch.chdir(tmp_path)
    shop.list_plans()
    assert (tmp_path / ".flowkit" / "shop.db").is_file()


def test_same_seed_and_now_same_bytes(shop_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.list_plans()
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "other.db"))
    shop.list_plans()
    assert dump(tmp_path / "other.db") == dump(shop_database)
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "third.db"))
    monkeypatch.setenv("SHOP_SEED", "8")
    shop.list_plans()
    assert dump(tmp_path / "third.db") != dump(shop_database)


def test_processes_that_start_at_once_make_one_database(shop_database: Path, tmp_path: Path) -> None:
    code = "from backend import shop; print(shop.get_order('12345')['status'], len(shop.list_orders('c1')))"
    assert outputs([start(code, shop_database) for _ in range(4)]) == ["shipped 7"] * 4
    alone = tmp_path / "alone.db"
    outputs([start(code, alone)])
    assert dump(shop_database) == dump(alone)


def test_threads_that_start_at_once_make_one_database(shop_database: Path) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(shop.list_orders("c1")))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [7] * 6


def test_who_waited_for_the_lock_does_not_fill_again(shop_database: Path) -> None:
    """The other one has made the database, and written to it, while we waited to make it."""
    using = database.settings()
    ours = database._open(using.database)
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(online("K7QX")))
    with database.transaction(ours):
        database._create(ours)
        seed.fill(ours, using.now, using.seed)
        ours.execute("UPDATE devices SET online = 1 WHERE id = 'K7QX'")
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "it did not wait"
    thread.join()
    assert found == [True]


def test_crash_while_filling_leaves_nothing_behind(shop_database: Path) -> None:
    code = """
import os
from backend import database, population, seed
real = seed.fill
def dies(*given):
    real(*given)
    os._exit(3)
database.fill = dies
from backend import shop
shop.list_plans()
"""
    process = start(code, shop_database)
    process.communicate(timeout=60)
    assert process.returncode == 3
    assert "CREATE TABLE" not in dump(shop_database)
    assert len(shop.list_orders("c1")) == 7


def test_another_day_makes_the_data_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(shop.list_visits("c1")[0]["start"]) == "2026-03-03 09:00:00"
    monkeypatch.setenv("SHOP_NOW", "2026-03-02T18:30")
    assert str(shop.list_visits("c1")[0]["start"]) == "2026-03-03 09:00:00"
    monkeypatch.setenv("SHOP_NOW", "2026-05-11T08:00")
    assert str(shop.list_visits("c1")[0]["start"]) == "2026-05-12 09:00:00"


def test_data_made_anew_are_those_made_at_first(
    shop_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.list_plans()
    monkeypatch.setenv("SHOP_NOW", "2026-05-11T08:00")
    shop.list_plans()
    monkeypatch.setenv("SHOP_DATABASE", str(tmp_path / "fresh.db"))
    shop.list_plans()
    assert dump(shop_database) == dump(tmp_path / "fresh.db")


def test_another_seed_makes_the_data_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shop.list_visits("c4"), shop.list_orders("c4")
    monkeypatch.setenv("SHOP_SEED", "8")
    assert (shop.list_visits("c4"), shop.list_orders("c4")) != before


def test_another_day_keeps_what_was_written(shop_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.reset_device(serial="K7QX", key="k")
    before = dump(shop_database)
    monkeypatch.setenv("SHOP_NOW", "2026-05-11T08:00")
    monkeypatch.setenv("SHOP_SEED", "8")
    assert online("K7QX") is True
    assert dump(shop_database) == before


def test_deleted_file_is_made_again(shop_database: Path) -> None:
    shop.reset_device(serial="K7QX", key="k")
    for file in shop_database.parent.glob("shop.db*"):
        file.unlink()
    assert online("K7QX") is False


def test_file_of_another_version_is_left_alone(shop_database: Path) -> None:
    connection = sqlite3.connect(shop_database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ValueError, match="is of version 99, this backend needs 1; delete the file"):
        shop.list_plans()


@pytest.mark.parametrize(("name", "value"), [("SHOP_NOW", "soon"), ("SHOP_SEED", "seven")])
def test_settings_that_make_no_sense(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=rf"'{value}' is no .*{name}"):
        shop.list_plans()


def test_clock_with_a_time_zone_is_the_shops_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_NOW", "2026-03-03T02:30+00:00")
    assert database.settings().now.isoformat() == "2026-03-02T21:30:00"


def test_constraints_are_on() -> None:
    connection = database.connection(database.settings())
    for statement in (
        "INSERT INTO order_items (id, order_id, title, price_cents) VALUES ('i99999', '99', 'x', 1)",
        "UPDATE orders SET status = 'lost' WHERE id = '12345'",
        "UPDATE shipments SET eta = 'Friday' WHERE order_id = '12345'",
        "UPDATE visits SET opening_id = (SELECT opening_id FROM visits WHERE id = 'v2') WHERE id = 'v1'",
        "UPDATE customers SET balance_cents = '12.50' WHERE id = 'c1'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    tables = connection.execute("PRAGMA table_list").fetchall()
    assert [row["name"] for row in tables if not row["strict"] and not row["name"].startswith("sqlite_")] == []


def test_command_makes_and_remakes(shop_database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--database", str(shop_database), "--now", "2026-03-02T10:00"]
    assert seed.main(arguments) == 0
    assert "1209 orders, 0 changes; made for 2026-03-02T10:00, seed 7" in capsys.readouterr().out
    shop.reset_device(serial="K7QX", key="k")
    assert seed.main(arguments) == 0
    assert "1 changes" in capsys.readouterr().out
    assert online("K7QX") is True
    assert seed.main([*arguments, "--seed", "9", "--again"]) == 0
    assert "0 changes; made for 2026-03-02T10:00, seed 9" in capsys.readouterr().out


def test_command_explains_what_it_cannot_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert seed.main(["--now", "soon"]) == 2
    assert capsys.readouterr().err == (
        "error: 'soon' is no date and time for the shop's clock (SHOP_NOW); write it like 2026-03-02T10:00\n"
    )


def test_command_runs_as_a_module(shop_database: Path) -> None:
    variables = {**os.environ, "SHOP_DATABASE": str(shop_database)}
    command = [sys.executable, "-m", "backend.seed", "--seed", "3"]
    ran = subprocess.run(command, cwd=FLOWS, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "seed 3" in ran.stdout
