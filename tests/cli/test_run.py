"""Whole calls from the command line: the real socket, the real journal, the real rows."""

import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import time

import pytest

ANA = ("ana@example.com and the postcode is 10001",)
MOVED = "select to_start from visit_moves"


def test_where_is_my_order(shop):
    ran = shop.call("flows/order_status.yaml", "my order is 12345", "ana@example.com, 10001")
    assert ran.code == 0, ran.err
    assert ran.end == {
        "type": "call_ended",
        "call": "call_1",
        "flow": "order_status",
        "outcome": "resolved",
        "state": "on_its_way",
        "flows": [
            {"flow": "auth", "outcome": "resolved", "state": "found"},
            {"flow": "order_status", "outcome": "resolved", "state": "on_its_way"},
        ],
        "turns": 2,
        "slots": ran.end["slots"],
        "tool_calls": ran.end["tool_calls"],
    }
    assert ran.end["slots"]["order_id"] == "12345"
    assert re.fullmatch(r"‹email:[0-9a-f]{4}›", ran.end["slots"]["email"])
    assert [call["tool"] for call in ran.end["tool_calls"]] == ["find_customer", "get_order"]
    assert "ana@example.com" not in str(ran.lines[-1])


@pytest.mark.parametrize(
    ("said", "outcome", "state"),
    [
        (
            ["where is order one two three four five", "ana at example dot com, postcode one oh oh oh one"],
            "resolved",
            "on_its_way",
        ),
        (["order 12-345 please", "My email is Ana@Example.com", "10001"], "resolved", "on_its_way"),
        (["order 12350", "ana@example.com 10001"], "resolved", "tell"),
        (["order 99999", "ana@example.com, 10001", "sorry, it's 12345"], "resolved", "on_its_way"),
        (["order number 22345", "ana@example.com, 10001"], "refused", "look"),
        (["I want to talk to a human being"], "handed_off", "person"),
        (
            ["my order is 12345", "ana@example.com, 99999", "nope@example.com, 10001", "x@example.com 10002"],
            "handed_off",
            "person",
        ),
        (["order 12345"], "abandoned", "which"),
    ],
)
def test_order_status_comes_to_its_outcome(shop, said, outcome, state):
    ran = shop.call("flows/order_status.yaml", *said)
    ended = {each["flow"]: each for each in ran.end["flows"]}
    assert ran.end["outcome"] == outcome, ran.out
    assert state in {each["state"] for each in ended.values()} or state == "which"
    assert ran.code == (1 if outcome == "abandoned" else 0)


def test_a_visit_moves_once_after_a_yes_to_the_exact_values(shop):
    ran = shop.call(
        "flows/reschedule.yaml",
        "Friday at ten please",
        "no wait, Saturday",
        "eleven",
        "yes, go ahead",
        given="customer=c1",
    )
    assert ran.end["outcome"] == "resolved", ran.out
    assert shop.rows(MOVED) == [("2026-03-07T11:00",)]


@pytest.mark.parametrize(
    "answer", ["yes, but Friday", "yes, but Saturday", "yes if it's free of charge", "who is this?", "hm"]
)
def test_a_yes_with_something_else_changes_nothing(shop, answer):
    ran = shop.call("flows/reschedule.yaml", "Friday at ten", answer, given="customer=c1")
    assert ran.end["outcome"] == "abandoned", ran.out
    assert shop.rows(MOVED) == []
    assert not any(line["type"] == "consent_given" for line in ran.lines)


def test_through_the_front_door_with_all_in_one_breath(shop):
    ran = shop.call(
        "flows/triage.yaml",
        "hi, I need to move my dentist visit to Friday",
        "ana@example.com, postcode 10001",
        "half past two",
        "yes",
        "no thanks",
    )
    assert ran.end["outcome"] == "resolved", ran.out
    assert shop.rows(MOVED) == [("2026-03-06T14:30",)]


def test_an_address_is_changed(shop):
    ran = shop.call(
        "flows/change_address.yaml",
        "12346",
        "12 Harbour Road",
        "Boston",
        "02139",
        "yes please",
        given="customer=c1",
    )
    assert ran.end["outcome"] == "resolved", ran.out
    (changed,) = shop.rows("select table_name, row_id from changes")
    assert "12346" in changed


def test_the_same_seed_gives_the_same_story(shop):
    words = ("where's my order 12345?", "ana@example.com, 10001", "no, thanks")
    first = shop.call("flows/triage.yaml", *words, journal="one.db")
    again = shop.call("flows/triage.yaml", *words, journal="two.db")
    assert first.out == again.out


def test_a_script_and_colour(shop):
    (shop.folder / "script.txt").write_text("hello\n\norder 12345\nana@example.com, 10001\n")
    words = ("run", "order_status", "--script", "script.txt", "--now", "2026-03-02T10:00")
    plain = shop.flowkit(*words)
    assert "\x1b[" not in plain.out
    assert "Call call_1 ended: resolved" in plain.out
    assert "consent" not in plain.out
    painted = shop.flowkit(*words, "--color", "always")
    assert "\x1b[" in painted.out


def test_start_inside_a_flow(shop):
    ran = shop.call("flows/reschedule.yaml", start="reschedule.nothing_booked", given="new_day=2026-03-06")
    assert ran.end["outcome"] == "unresolved", ran.out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("run", "nothing.yaml"), 2, "there is no file or folder 'nothing.yaml'"),
        (("run", "nothing"), 2, "there is no flow 'nothing'"),
        (("run", "triage", "--start", "nothing", "--say", "hi"), 2, "there is no flow 'nothing'"),
        (("run", "triage", "--start", "triage.nothing", "--say", "hi"), 2, "there is no state 'nothing'"),
        (("run", "triage", "--now", "yesterday", "--say", "hi"), 2, "'yesterday' is no time"),
        (("run", "triage", "--given", "customer", "--say", "hi"), 2, "cannot be read"),
        (("run", "reschedule", "--given", "custmer=c1", "--say", "hi"), 2, "there is no slot or record 'custmer'"),
        (("run", "reschedule", "--given", "new_day=soon", "--say", "hi"), 2, "does not fit: not a day"),
        (("run", "triage", "--script", "nothing.txt"), 2, "cannot read the script"),
        (("run", "triage", "--model", "openai", "--say", "hi"), 2, "there is no API key"),
        (("run", "triage", "--base-url", "http://127.0.0.1:9/v1", "--say", "hi"), 1, "nothing answers"),
        (("run", "--resume", "call_99"), 1, "there is no call 'call_99'"),
        (("run", "triage", "--journal", "/proc/no/calls.db", "--say", "hi"), 1, "cannot be written"),
        (("compile", "nowhere/"), 2, "there is no file or folder"),
        (("graph", "triage", "--format", "png"), 2, "there is no format 'png'"),
    ],
)
def test_what_a_user_can_do_wrong(shop, words, code, sentence):
    shop.environment.pop("OPENAI_API_KEY", None)
    ran = shop.flowkit(*words)
    assert ran.code == code, ran.err
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) <= 2


def test_flows_with_errors_are_not_run(shop):
    flow = shop.folder / "flows" / "triage.yaml"
    flow.write_text(flow.read_text().replace("next: more", "next: mor"))
    ran = shop.flowkit("run", "flows/triage.yaml", "--say", "hi")
    assert ran.code == 1
    assert "did you mean 'more'?" in ran.err


def test_a_tool_that_raises_and_a_backend_that_is_missing(shop):
    (shop.folder / "flows" / "backend" / "shop.py").write_text(
        "def find_customer(email='', **more):\n    raise RuntimeError('secret ' + email)\n"
        + "".join(f"def {name}(**given):\n    return {{}}\n" for name in _functions(shop.folder) - {"find_customer"})
    )
    ran = shop.call("flows/order_status.yaml", "12345", "ana@example.com, 10001")
    assert ran.end["outcome"] == "handed_off", ran.out
    assert "Traceback" not in ran.err
    assert "secret" not in ran.out
    (shop.folder / "flows" / "backend" / "shop.py").write_text("")
    ran = shop.call("flows/order_status.yaml", "12345")
    assert ran.code == 2
    assert "find_customer" in ran.err


def _functions(folder):
    """The functions that the tools of the project call."""
    catalogs = (path.read_text() for path in (folder / "flows" / "tools").glob("*.yaml"))
    return {name for catalog in catalogs for name in re.findall(r"python:backend\.shop:(\w+)", catalog)}


def test_a_finished_call_does_not_go_on(shop):
    shop.call("flows/order_status.yaml", "order 12345", "ana@example.com 10001")
    ran = shop.flowkit("run", "--resume", "call_1", "--say", "hi")
    assert ran.code == 2
    assert "the call 'call_1' is over: resolved" in ran.err
    assert ran.out == ""


def test_a_taken_port(shop):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = shop.flowkit("simulate", "--port", str(taken.getsockname()[1]))
    assert ran.code == 1
    assert "the port is taken" in ran.err


def test_another_terminal_and_a_server_of_its_own(shop):
    """`flowkit simulate` in one process, `flowkit run` in another, over the network."""
    server = subprocess.Popen(
        shop.command("simulate", "--port", "0"),
        cwd=shop.folder,
        env=shop.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = re.search(r"http://\S+", server.stdout.readline())[0]
        ran = shop.call("flows/order_status.yaml", "order 12345", "ana@example.com 10001", **{"base-url": url})
        assert ran.end["outcome"] == "resolved", ran.out + ran.err
    finally:
        server.terminate()
        server.wait(10)


# Killed, and taken up again.


def _killed(shop, after):
    """A call that is killed as soon as its journal holds a row of that name."""
    words = ["run", "flows/reschedule.yaml", "--json", "--now", "2026-03-02T10:00", "--given", "customer=c1"]
    for said in ("Friday at ten", "yes please"):
        words += ["--say", said]
    process = subprocess.Popen(
        shop.command(*words), cwd=shop.folder, env=shop.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    journal = shop.folder / ".flowkit" / "calls.db"
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if journal.exists() and after in _names(journal):
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.001)
    process.wait(10)
    process.stdout.close()
    process.stderr.close()


def _names(journal):
    try:
        connection = sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=1)
        try:
            return {name for (name,) in connection.execute("select name from rows")}
        finally:
            connection.close()
    except sqlite3.Error:
        return set()


@pytest.mark.parametrize("after", ["call_started", "audible", "words", "tool_done", "run", "note", "hang_up"])
def test_a_killed_call_is_taken_up_again_and_nothing_is_done_twice(shop, after):
    _killed(shop, after)
    said = ["--say", "Friday at ten", "--say", "yes", "--say", "yes"]
    ran = shop.flowkit("run", "--resume", "call_1", "--json", *said)
    assert "Traceback" not in ran.err
    if ran.code == 0:
        assert ran.end["outcome"] in ("resolved", "handed_off"), ran.out
        assert ran.end["tool_calls"][0]["tool"] == "list_visits"
    assert len(shop.rows(MOVED)) <= 1
    keys = shop.rows("select key from changes where table_name = 'visit_moves'")
    assert len(keys) <= 1


# A terminal.


def test_a_live_call_in_a_terminal(shop):
    main, terminal = pty.openpty()
    process = subprocess.Popen(
        shop.command("run", "flows/triage.yaml", "--now", "2026-03-02T10:00"),
        cwd=shop.folder,
        env={**shop.environment, "TERM": "xterm", "NO_COLOR": ""},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    seen = ""
    try:
        for prompt, answer in (
            ("How can I help?", "where is order 12345"),
            ("e-mail", "ana@example.com, 10001"),
            ("anything else?", "no thanks"),
        ):
            seen += _until(main, prompt, "you ")
            os.write(main, f"{answer}\n".encode())
        seen += _until(main, "Call call_1 ended")
        assert process.wait(30) == 0
    finally:
        process.kill()
        os.close(main)
    assert "\x1b[" in seen
    assert "Friday, March sixth" in seen


def _until(descriptor, *wanted):
    seen, until = "", time.monotonic() + 40
    while time.monotonic() < until:
        ready, _, _ = select.select([descriptor], [], [], 0.5)
        if ready:
            try:
                seen += os.read(descriptor, 4096).decode(errors="replace")
            except OSError:
                break
        if all(each in seen for each in wanted):
            return seen
    raise AssertionError(f"{wanted} never came: {seen}")
