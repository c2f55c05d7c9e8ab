"""Limits within a call."""

from dataclasses import replace
from decimal import Decimal

import pytest

from flowkit.engine.call import Call, DoneTool, Frame
from flowkit.engine.tools.limits import across_calls, within
from flowkit.engine.work import Work
from flowkit.language.project import read_project
from tests.engine.conversation import MONDAY, program_of

PROJECT = """\
flowkit: 1
title: Credits
start: give
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
"""
CATALOG = """\
catalog: bank
tools:
  credit:
    about: Gives a credit.
    effect: money
    input: {account: text, amount: money}
    let: {doubled: amount * 2}
    limits: [at most 3 per call, at most 2 per account, amount at most 50, doubled at most 90 per account]
    read_back: "I'll credit {{ amount }} to account {{ account }}. Shall I do that?"
    backend: fixture:none.yaml
"""
FLOW = """\
flow: give
title: Give
slots: {account: {type: text, ask: "Which account?"}, amount: {type: money, ask: "How much?"}}
start: ask
states:
  ask: {ask: [account, amount], next: agree}
  agree: {confirm: credit, with: {account: account, amount: amount}, next: done}
  done: {say: Done., end: resolved}
"""
FILES = {"flowkit.yaml": PROJECT, "tools/bank.yaml": CATALOG, "give.yaml": FLOW}


@pytest.fixture(scope="module")
def program():
    files = {path: text.encode() for path, text in FILES.items()}
    assert [each.message for each in read_project(files).diagnostics] == []
    return program_of(files)


def kept(program, number, account, amount, *earlier):
    call = Call()
    call.done = tuple(DoneTool("credit", {"account": a, "amount": m}, outcome) for a, m, outcome in earlier)
    tool = program.project.tools["credit"]
    arguments = {"account": account, "amount": Decimal(amount)}
    return within(Work(program, call, MONDAY), Frame("give", "start"), tool, tool.limits[number], arguments)


def test_a_number_of_calls(program):
    done = [("a", "1.00", "ok"), ("b", "1.00", "unknown")]
    assert kept(program, 0, "c", "1", *done)
    assert not kept(program, 0, "c", "1", *done, ("c", "1.00", "ok"))
    assert kept(program, 0, "c", "1", *done, ("c", "1.00", "failed"))


def test_a_number_of_calls_for_each_value(program):
    done = [("a", "1.00", "ok"), ("a", "1.00", "ok")]
    assert not kept(program, 1, "a", "1", *done)
    assert kept(program, 1, "b", "1", *done)


def test_an_amount_in_all(program):
    assert kept(program, 2, "a", "50")
    assert not kept(program, 2, "a", "50.01")
    assert not kept(program, 2, "a", "30", ("b", "20.01", "unknown"))


def test_an_amount_that_is_computed(program):
    assert kept(program, 3, "a", "45")
    assert not kept(program, 3, "a", "45", ("a", "0.01", "ok"))
    assert kept(program, 3, "a", "45", ("b", "0.01", "ok"))


@pytest.mark.parametrize(("window", "across"), [("call", False), ("day", True), ("week", True), ("month", True)])
def test_which_limits_reach_across_calls(program, window, across):
    assert across_calls(replace(program.project.tools["credit"].limits[0], window=window)) == across
