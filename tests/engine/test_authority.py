"""The verdict on a tool: preconditions, rules, limits and sources, and what is not known of them."""

from decimal import Decimal

import pytest

from flowkit.engine.asking.dependents import forget_dependents
from flowkit.engine.call import Call, Frame, RecordValue, Run, Saved, SlotValue, ToolEnd, Turn
from flowkit.engine.events import ToolDone
from flowkit.engine.tools.arguments import judge_given, read_arguments
from flowkit.engine.tools.authority import Allow, Refuse, judge, judge_values
from flowkit.engine.tools.limits import within
from flowkit.engine.tools.records import make_stale
from flowkit.engine.tools.rows import of_one_row
from flowkit.engine.tools.use import read_ended
from flowkit.engine.tools.writes import settled
from flowkit.engine.work import Work
from tests.engine.conversation import FLOWS, MONDAY, program_of, project_files

FILES = {
    "flowkit.yaml": """\
flowkit: 1
title: Bank
start: serve
greeting: This is an automated assistant.
preconditions: {adult: {when: customer.age >= 18, run: sign_in}}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
""",
    "sign_in.yaml": """\
flow: sign_in
title: Who is calling
start: ok
states: {ok: {end: resolved}}
""",
    "serve.yaml": """\
flow: serve
title: Serve
slots:
  which_one: {type: digits, ask: "Which account?", check_back: none}
  code: {type: digits, ask: "Your code word?", sensitive: never_store}
start: which
states:
  which: {ask: [which_one, code], next: note}
  note: {use: mark, with: {number: which_one}, next: help}
  help:
    talk: See to it.
    tools: [find_customer, get_account, order_card, close_account, unlock, mark, report]
    exits: {served: The caller has what they wanted.}
    next: done
  done: {end: resolved}
""",
    "tools/bank.yaml": """\
catalog: bank
records:
  customer:
    key: id
    single: true
    fields: {id: text, age: {type: integer, optional: true}, factor: {type: integer, optional: true}}
  account:
    key: number
    fields: {number: digits, open: yes_no, cards: {many: true, label: "{{ kind }}", fields: {kind: text, fee: money}}}
tools:
  find_customer:
    about: Finds the customer.
    effect: read
    input: {number: digits}
    output: customer
    outcomes: {not_found: There is no such customer.}
    backend: fixture:none.yaml
  get_account:
    about: Reads an account.
    effect: read
    requires: adult
    input: {number: digits}
    output: account
    backend: fixture:none.yaml
  order_card:
    about: Orders a card.
    effect: write
    input:
      number: {type: digits, from: account}
      kind: {type: text, from: account.cards.kind}
      fee: {type: money, from: account.cards.fee}
    let: {counted: fee * customer.factor}
    limits: counted at most 100 per call
    read_back: "I'll order the {{ kind }} card for {{ fee }} with account {{ number }}. Shall I do that?"
    backend: fixture:none.yaml
  close_account:
    about: Closes an account.
    effect: write
    input: {number: {type: digits, from: account}}
    only_if: {rule: old_enough, when: customer.age >= 21, because: That takes an older customer.}
    read_back: "I'll close account {{ number }}. Shall I do that?"
    backend: fixture:none.yaml
  unlock:
    about: Unlocks the caller's account.
    effect: write
    input: {code: {type: digits, sensitive: never_store, from: caller}}
    read_back: "I'll unlock it. Shall I do that?"
    backend: fixture:none.yaml
  mark:
    about: Marks an account.
    effect: write
    consent: none
    consent_because: It is a note for us.
    input: {number: {type: digits, from: account}}
    backend: fixture:none.yaml
  report:
    about: Reports whether it is urgent.
    effect: write
    consent: none
    consent_because: It is a note for us.
    input: {urgent: yes_no}
    backend: fixture:none.yaml
""",
}
PROGRAM = program_of({path: text.encode() for path, text in FILES.items()})
TOOLS = PROGRAM.project.tools


def account(number="111", kind="gold", fee="50"):
    return {"number": number, "open": True, "cards": [{"kind": kind, "fee": Decimal(fee)}]}


def working(*accounts, customer=None, **slots):
    """A call in the talk, in which these records are known; without an age or factor of the customer."""
    call = Call(frames=(Frame("serve", "start", "help", 1, slots=slots),), stage="live")
    call.records = {"account": {each["number"]: RecordValue(each) for each in accounts}}
    call.records["customer"] = {"c1": RecordValue({"id": "c1", **(customer or {})})}
    return Work(PROGRAM, call, MONDAY)


def judged(work, tool, **arguments):
    return judge_values(work, work.call.top, TOOLS[tool], arguments)


def test_a_precondition_that_does_not_hold_refuses():
    against = judged(working(customer={"age": 17}), "get_account", number="111")
    assert against == Refuse("refused", "", "the precondition 'adult' does not hold")
    assert judged(working(customer={"age": 18}), "get_account", number="111") is None


def test_a_precondition_that_nobody_can_judge_does_not_hold():
    against = judged(working(), "get_account", number="111")
    assert against == Refuse("refused", "", "the precondition 'adult' does not hold")


@pytest.mark.parametrize(("customer", "refused"), [({"age": 20}, True), ({}, True), ({"age": 21}, False)])
def test_a_rule_that_nobody_can_judge_does_not_hold(customer, refused):
    against = judged(working(account(), customer=customer), "close_account", number="111")
    assert against == (Refuse("old_enough", "That takes an older customer.") if refused else None)


def test_an_amount_that_is_not_known_keeps_no_limit():
    tool = TOOLS["order_card"]
    arguments = {"number": "111", "kind": "gold", "fee": Decimal(50)}
    for customer, kept in (({"factor": 2}, True), ({"factor": 3}, False), ({}, False)):
        work = working(account(), customer=customer)
        assert within(work, work.call.top, tool, tool.limits[0], arguments) is kept


# Where values come from.


def slot(value, *, heard=True):
    return SlotValue(value, "caller", "t1", 1, heard)


def test_an_argument_of_a_flow_is_the_key_of_a_record_that_is_known():
    given = PROGRAM.state("serve", "note").does.arguments
    known = working(account("111"), which_one=slot("111"))
    assert isinstance(judge(known, known.call.top, TOOLS["mark"], given), Allow)
    # The read that could tell it needs an older customer.
    other = working(account("222"), customer={"age": 17}, which_one=slot("111"))
    other.call.looked_up = ("get_account 111",)
    verdict = judge(other, other.call.top, TOOLS["mark"], given)
    assert verdict == Refuse("refused", "", "number does not come from account")


def test_the_yes_of_some_record_is_no_yes_of_the_callers():
    work = working(account(), customer={"age": 30})
    verdict = judge_given(work, work.call.top, TOOLS["report"], {"urgent": True})
    assert verdict.reason == "urgent: the caller did not say it and it was not looked up"
    work.call.turns = {"t1": Turn(MONDAY, MONDAY, "yes")}
    verdict = judge_given(work, work.call.top, TOOLS["report"], {"urgent": True})
    assert isinstance(verdict, Allow)


def test_the_model_does_not_fill_in_what_it_must_not_see():
    work = working(code=slot("4711"))
    assert read_arguments(work, TOOLS["unlock"], {"code": "4711"}) == "there is no 'code'"
    assert read_arguments(work, TOOLS["unlock"], {}) == {"code": "4711"}


def test_a_row_is_one_of_the_record_that_is_named():
    work = working(account("111", "gold", "50"), account("222", "plain", "5"))

    def fits(**arguments):
        return of_one_row(work, work.call.top, TOOLS["order_card"], arguments)

    assert fits(number="111", kind="gold", fee=Decimal(50))
    assert not fits(number="111", kind="plain", fee=Decimal(5))
    assert not fits(number="111", kind="gold", fee=Decimal(5))


# What a read returned.


def ended(work, tool, arguments, outcome="ok", result=None, visit=1):
    running = Run(tool, arguments, visit, MONDAY, "call")
    return read_ended(work, ToolDone("r1", outcome, result), running)


def test_of_a_single_record_there_is_no_second_one_in_a_call():
    work = working()
    end = ended(work, "find_customer", {"number": "111"}, result={"id": "c2"})
    assert end.refusal == Refuse("refused", "", "another customer is known in this call already")
    assert list(work.call.records["customer"]) == ["c1"]
    assert ended(work, "find_customer", {"number": "111"}, result={"id": "c1", "age": 30}).refusal is None
    assert work.call.records["customer"]["c1"].value["age"] == 30


def test_an_outcome_that_no_tool_declares_is_a_failure():
    work = working()
    assert ended(work, "find_customer", {"number": "111"}, "not_found").outcome == "not_found"
    assert ended(work, "find_customer", {"number": "111"}, "out_of_office").outcome == "failed"
    assert [each.outcome for each in work.call.done] == ["not_found", "failed"]


def test_a_read_of_a_state_that_was_left_is_remembered_and_is_not_here():
    work = working(customer={"age": 30})
    result = {"number": "111", "open": True, "cards": []}
    assert not ended(work, "get_account", {"number": "111"}, result=result, visit=7).here
    assert "111" in work.call.records["account"]
    assert ended(work, "get_account", {"number": "111"}, result=result, visit=1).here


def test_what_the_model_read_before_a_write_does_not_stand_after_it():
    """Even if the record was looked up again since: what the model was told of it is what it was before."""
    work = working(account("111"), account("222"))
    ends = [ToolEnd("get_account", {"number": each}, {"number": each}, (("account", each),)) for each in ("111", "222")]
    work.call.tool_ends = tuple(ends)
    make_stale(work, TOOLS["mark"], {"number": "111"})
    assert work.call.tool_ends == (ends[1],)


@pytest.mark.parametrize("result", ["nonsense", {"number": "111"}, {"number": "111", "open": "maybe", "cards": []}])
def test_a_result_that_is_not_what_its_tool_declares_is_a_failure(result):
    work = working(customer={"age": 30})
    end = ended(work, "get_account", {"number": "111"}, result=result)
    assert (end.outcome, end.value) == ("failed", None)
    assert work.call.records["account"] == {}


@pytest.mark.parametrize(("outcome", "stale"), [("ok", True), ("unknown", True), ("failed", False)])
def test_a_write_makes_its_record_stale_unless_nothing_was_done(outcome, stale):
    work = working(account("111"))
    work.call.runs = {"r1": Run("mark", {"number": "111"}, 7, MONDAY, "use")}
    settled(work, "r1", outcome)
    assert work.call.records["account"]["111"].stale is stale


# What was made of a value.


def test_what_was_looked_up_or_chosen_with_a_value_goes_with_it():
    """The day goes, with it the openings that were looked up for it, and the time that was chosen from them."""
    program = program_of(project_files(FLOWS))
    openings = [{"start": "2026-03-06T10:00"}]
    saved = {
        "openings": Saved(openings, "find_openings", frozenset({"new_day"})),
        "visits": Saved([], "list_visits", frozenset({"visit"})),
    }
    slots = {name: SlotValue(value, "caller") for name, value in (("new_day", 1), ("new_time", openings[0]))}
    call = Call(frames=(Frame("reschedule", "start", "when", 1, slots=slots, saved=saved),))
    work = Work(program, call, MONDAY)
    forget_dependents(work, 0, ("new_day",))
    assert list(work.call.top.saved) == ["visits"]
    assert list(work.call.top.slots) == ["new_day"]
