"""The journal in a SQLite file: what goes in comes out, whole steps only, from several threads and processes."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowkit.engine.codec import effect_from_json, event_from_json, to_json
from flowkit.engine.effects import Effect, HangUp, Must, Reply
from flowkit.engine.events import FunctionCall, Generated
from flowkit.journal import Entry, JournalError, Row, SqliteJournal
from flowkit.journal import sqlite as module

FILES = {"flowkit.yaml": b"flowkit: 1\n", "front.yaml": "flow: früh\n".encode()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a journal may be; its folder does not exist."""
    return tmp_path / "calls" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    """A new journal with one call."""
    with SqliteJournal(path) as made:
        made.begin("call_a", "d0", FILES, {"folder": "/flows", "start": "front"}, started=5)
        yield made


def row(step: int, kind: Any = "event", **body: Any) -> Row:
    """A row with a body."""
    return Row(step, kind, {"type": "words", "at": 7, **body})


# What goes in comes out.


def test_rows_come_back_in_their_order(journal: SqliteJournal) -> None:
    journal.append("call_a", [row(2, n=1), row(2, "effect", n=2), row(2, "effect", n=3)])
    journal.append("call_a", [row(1, n=0)])
    journal.append("call_a", [row(3, n=4), row(4, n=5)])
    found = journal.rows("call_a")
    assert [each.body["n"] for each in found] == [0, 1, 2, 3, 4, 5]
    assert [(each.step, each.kind) for each in found[1:3]] == [(2, "event"), (2, "effect")]
    assert found[0].name == "words"


def test_events_and_effects_survive(journal: SqliteJournal) -> None:
    event = Generated("u1", "completed", "Hé", (FunctionCall("c1", "record", "{}"),), at=9, n=2)
    effects: list[Effect] = [Reply("u2", must=(Must("Hi", (("date", "2026-03-06", "Friday"),)),)), HangUp()]
    journal.append("call_a", [Row(0, "event", to_json(event)), *(Row(0, "effect", to_json(each)) for each in effects)])
    first, *others = journal.rows("call_a")
    assert event_from_json(first.body) == event
    assert [effect_from_json(each.body) for each in others] == effects


TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(st.dictionaries(TEXTS, JSON, max_size=3), max_size=4))
def test_every_body_survives(bodies: list[dict[str, Any]], journal: SqliteJournal) -> None:
    call = journal.next_call_id()
    journal.begin(call, "d0", {}, {})
    rows = [Row(0, "effect", {**body, "type": "note", "at": None}) for body in bodies]
    journal.append(call, rows)
    assert journal.rows(call) == rows


def test_half_a_character_survives(journal: SqliteJournal) -> None:
    journal.append("call_a", [row(0, text="\ud83d and é")])
    assert journal.rows("call_a") == [row(0, text="\ud83d and é")]


def test_what_is_no_json_is_refused_and_nothing_is_written(journal: SqliteJournal) -> None:
    with pytest.raises((TypeError, ValueError)):
        journal.append("call_a", [row(0), row(0, x=float("nan"))])
    with pytest.raises((TypeError, ValueError)):
        journal.append("call_a", [row(0), row(0, x=object())])
    assert journal.rows("call_a") == []


def test_the_header_is_what_a_call_needs_to_go_on(journal: SqliteJournal, path: Path) -> None:
    with SqliteJournal(path) as other:
        header = other.header("call_a")
    assert (header.call, header.digest, header.started) == ("call_a", "d0", 5)
    assert header.files == FILES
    assert header.settings == {"folder": "/flows", "start": "front"}


def test_calls_of_different_files_have_each_their_own(journal: SqliteJournal, path: Path) -> None:
    """Also where the digest is the same: a comment is in the files and not in the digest."""
    changed = {**FILES, "front.yaml": b"# later\n"}
    journal.begin("call_b", "d0", changed, {})
    journal.begin("call_c", "d0", dict(reversed(list(FILES.items()))), {})
    assert [journal.header(call).files for call in ("call_a", "call_b", "call_c")] == [FILES, changed, FILES]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM files").fetchone() == (4,), "the same files are kept once"


def test_the_list_of_calls(journal: SqliteJournal) -> None:
    before = time.time_ns() // 1_000_000
    journal.begin("call_0", "d1", {}, {"start": "x"})
    first, second = journal.calls()
    assert first == Entry("call_a", "d0", 5, {"folder": "/flows", "start": "front"})
    assert second.call == "call_0"
    assert before <= second.started <= before + 60_000


def test_it_is_opened_again_as_it_was(journal: SqliteJournal, path: Path) -> None:
    journal.append("call_a", [row(0)])
    journal.close()
    with SqliteJournal(path, create=False) as again:
        assert again.rows("call_a") == [row(0)]
        assert len(again.calls()) == 1


def test_an_empty_append_is_nothing(journal: SqliteJournal) -> None:
    journal.append("call_a", [])
    assert journal.rows("call_a") == []


# Rules of the file.


def test_only_this_user_may_read_it(journal: SqliteJournal, path: Path) -> None:
    journal.append("call_a", [row(0)])
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(modes) == {"journal.db", "journal.db-wal", "journal.db-shm"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_step_is_on_the_disk_when_it_is_written(journal: SqliteJournal) -> None:
    assert journal._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert journal._connection.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"


def test_what_is_written_is_never_changed(journal: SqliteJournal, path: Path) -> None:
    journal.append("call_a", [row(0)])
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="only appended to"):
        connection.execute("UPDATE rows SET body = '{}'")


def test_a_step_is_written_once(journal: SqliteJournal, path: Path) -> None:
    journal.append("call_a", [row(0), row(0, "effect")])
    with SqliteJournal(path) as other, pytest.raises(JournalError, match=r"is in .* already") as caught:
        other.append("call_a", [row(1), row(0)])
    assert "another process" in caught.value.hint
    assert [each.step for each in journal.rows("call_a")] == [0, 0], "nothing of it was written"
    journal.append("call_a", [row(1)])


def test_no_such_call(journal: SqliteJournal) -> None:
    for ask in (journal.rows, journal.header, lambda call: journal.append(call, [row(0)])):
        with pytest.raises(JournalError, match="there is no call 'call_9'"):
            ask("call_9")


def test_a_call_begins_once(journal: SqliteJournal) -> None:
    with pytest.raises(JournalError, match="there is already a call 'call_a'"):
        journal.begin("call_a", "d9", {}, {})
    assert journal.header("call_a").digest == "d0"


def test_nothing_of_a_caller_stands_in_a_representation(journal: SqliteJournal) -> None:
    one = row(0, text="ana@example.com")
    journal.append("call_a", [one])
    header, (entry,) = journal.header("call_a"), journal.calls()
    for shown in (repr(one), repr(journal.rows("call_a")), repr(header), repr(entry), str(journal)):
        assert "ana@" not in shown
        assert "/flows" not in shown


# What can be wrong with the file.


def _wrong(path: Path, message: str, **more: Any) -> JournalError:
    with pytest.raises(JournalError, match=message) as caught:
        SqliteJournal(path, **more)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Buy milk. " * 200)
    _wrong(path, "is not a journal of flowkit")
    assert path.read_text().startswith("Buy milk.")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE calls (x)")
    before = path.read_bytes()
    _wrong(path, "is not a journal of flowkit")
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with SqliteJournal(path) as journal:
        assert journal.calls() == []


def test_a_journal_of_a_newer_flowkit(journal: SqliteJournal, path: Path) -> None:
    journal.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    _wrong(path, "is a journal of version 7; this flowkit knows versions up to 2")


def test_a_journal_of_an_older_flowkit_is_brought_up_to_date(journal: SqliteJournal, path: Path) -> None:
    journal.append("call_a", [row(0)])
    journal.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE used")
        connection.execute("DROP TABLE reserved")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    for _ in range(2):
        with SqliteJournal(path) as again:
            assert len(again.rows("call_a")) == 1
    with sqlite3.connect(path) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    connection.close()
    assert tables >= {"calls", "rows", "used", "reserved"}


def test_no_file_where_one_is_to_be_read(path: Path) -> None:
    _wrong(path, "there is no journal at", create=False)
    assert not path.parent.exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    _wrong(tmp_path / "file" / "journal.db", "cannot be written: ")


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    _wrong(tmp_path, "cannot be written: is a directory")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        _wrong(tmp_path / "journal.db", "cannot be written: permission denied")
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk(journal: SqliteJournal) -> None:
    journal.append("call_a", [row(0)])
    pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
    journal._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(JournalError, match="the disk is full") as caught:
        journal.append("call_a", [row(1), row(1, "effect", text="x" * 100_000)])
    assert "xxx" not in str(caught.value)
    journal._connection.execute("PRAGMA max_page_count = 100000")
    assert journal.rows("call_a") == [row(0)], "nothing of the step was written"
    journal.append("call_a", [row(1)])


def test_another_process_that_holds_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_MS", 100)
    with SqliteJournal(path) as journal:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="another process has held the journal"):
            journal.begin("call_1", "d", {}, {})
        holder.execute("ROLLBACK")
        holder.close()
        journal.begin("call_1", "d", {}, {})


def test_a_damaged_file(journal: SqliteJournal, path: Path) -> None:
    journal.append("call_a", [row(n, text="x" * 3000) for n in range(40)])
    journal.close()
    data = bytearray(path.read_bytes())
    data[8192:-4096] = b"\xff" * (len(data) - 12288)
    path.write_bytes(data)
    with pytest.raises(JournalError, match=r"is damaged|is not a journal"), SqliteJournal(path) as broken:
        broken.rows("call_a")


# Several at once.


def test_several_threads(journal: SqliteJournal) -> None:
    def work(name: str) -> None:
        journal.begin(name, "d", {}, {})
        for step in range(25):
            journal.append(name, [row(step), row(step, "effect")])

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(journal.rows(f"t{n}")) == 50 for n in range(4))


def _start(script: str, *arguments: object) -> "subprocess.Popen[str]":
    code = "import sys\nfrom flowkit.journal import Row, SqliteJournal\n" + textwrap.dedent(script)
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_several_processes_make_the_file_and_share_its_ids(path: Path) -> None:
    script = """
        with SqliteJournal(sys.argv[1]) as journal:
            for _ in range(20):
                call = journal.next_call_id()
                journal.begin(call, "d", {"a": b"x"}, {})
                journal.append(call, [Row(0, "event", {"type": "x"})])
                print(call)
    """
    started = [_start(script, path) for _ in range(4)]
    ended = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0] * 4, ended
    ids = [call for out, _ in ended for call in out.split()]
    assert sorted(ids, key=lambda call: int(call[5:])) == [f"call_{n}" for n in range(1, 81)]
    with SqliteJournal(path) as journal:
        assert len(journal.calls()) == 80


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.15])
def test_a_killed_process_leaves_whole_steps_and_all_that_it_was_told_are_there(path: Path, wait: float) -> None:
    script = """
        import itertools
        journal = SqliteJournal(sys.argv[1])
        journal.begin("call_1", "d", {}, {})
        for step in itertools.count():
            rows = [Row(step, "event", {"type": "e"})]
            rows += [Row(step, "effect", {"type": "f", "n": n, "text": "x" * 2000}) for n in range(30)]
            journal.append("call_1", rows)
            print(step, flush=True)
    """
    process = _start(script, path)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(5)]
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    told += [int(line) for line in process.communicate(timeout=30)[0].split()]
    with SqliteJournal(path) as journal:
        found = [(each.step, each.body.get("n", -1)) for each in journal.rows("call_1")]
        last = found[-1][0]
        assert found == [(step, n) for step in range(last + 1) for n in range(-1, 30)], "whole steps, none missing"
        assert last >= told[-1]
        journal.append("call_1", [row(last + 1)])
        assert json.dumps(journal.header("call_1").settings) == "{}"
