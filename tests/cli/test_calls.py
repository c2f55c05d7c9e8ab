"""`flowkit calls` and `--trace`: a recorded call listed, told with its reasons, and traced."""

import pytest

SAID = ("where is my order 12345?", "ana@example.com and the postcode is 10001", "no thanks")
SHOWN = "flowkit: there is no call 'call_9' in .flowkit/calls.db\n  name one of the calls that it holds\n"


@pytest.fixture
def recorded(shop):
    """A folder with one recorded call, and what `flowkit run --trace` printed of it."""
    said = [word for line in SAID for word in ("--say", line)]
    ran = shop.flowkit("run", "flows/triage.yaml", "--now", "2026-03-02T10:00", "--trace", *said)
    assert ran.code == 0, ran.err
    return shop, ran.out


def test_a_call_is_listed_with_its_outcome(recorded):
    shop, _ = recorded
    (entry,) = shop.flowkit("calls", "list", "--json").lines
    assert (entry["call"], entry["ended"], entry["model"]) == ("call_1", "resolved", "local")


def test_a_call_is_told_with_what_was_decided_and_why(recorded):
    shop, _ = recorded
    shown = shop.flowkit("calls", "show", "call_1")
    assert (shown.code, shown.err) == (0, "")
    lines = [line.strip() for line in shown.out.splitlines()]
    assert lines[0].startswith("Call call_1, 2026-03-02 10:00, files ")
    assert "model   record(order_id 12345), choose(option order_status)" in lines
    assert "slot    order_id = 12345  (the caller, t1)" in lines
    assert "state   auth.find  (next)" in lines
    assert lines.index("line    hung up") < lines.index("Call call_1 ended: resolved in triage.goodbye after 3 turns")
    assert "ana@example.com" not in shown.out


def test_a_trace_has_every_event_and_effect_and_no_sensitive_value(recorded):
    shop, printed = recorded
    out = shop.flowkit("calls", "show", "call_1", "--trace").out
    steps = [line for line in out.splitlines() if line[14:15] == ">"]
    assert "call_started call=call_1" in steps[0]
    assert [int(line[:4]) for line in steps] == list(range(1, len(steps) + 1))
    assert any(line.lstrip().startswith("< run run=r1 tool=find_customer") for line in out.splitlines())
    assert "ana@example.com" not in out
    assert [line for line in printed.splitlines() if line[14:15] == "<"] == [
        line for line in out.splitlines() if line[14:15] == "<"
    ]


def test_a_trace_as_json_has_the_journal_rows(recorded):
    shop, _ = recorded
    first, *_, last = shop.flowkit("calls", "show", "call_1", "--trace", "--json").lines
    assert first["event"]["type"] == "call_started"
    assert [each["kind"] for each in last["effects"] if each["type"] == "note"] == ["closed"]


def test_a_call_that_is_not_there_and_a_journal_that_is_not(recorded):
    shop, _ = recorded
    shown = shop.flowkit("calls", "show", "call_9")
    assert (shown.code, shown.err) == (1, SHOWN)
    listed = shop.flowkit("calls", "list", "--journal", "none.db")
    assert listed.code == 1
    assert "there is no journal at none.db" in listed.err
    assert not (shop.folder / "none.db").exists()
