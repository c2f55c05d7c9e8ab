"""Giving the call to a person: the words, the case that is written meanwhile, and the summary."""

import pytest

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.effects import Note, RunTool, Say, Transfer
from flowkit.engine.handover.summaries import LONGEST, as_text
from flowkit.language.project import read_project
from tests.engine import workshop
from tests.engine.conversation import Conversation, program_of

PROJECT = """\
flowkit: 1
title: Desk
start: help
greeting: This is an automated assistant.
handoffs: {desk: {to: "sip:desk@example.com", default: true}, night: {to: "sip:night@example.com"}}
about_us: {automated: I am automated., recording: This call is not recorded., data: It is used for this call only.}
slots: {email: {type: email, ask: "What's your e-mail address?", sensitive: mask}}
CASE
"""
CASE = "case: {use: record_case, with: {customer_id: customer.id, text: summary}}"
CATALOG = """\
catalog: shop
records: {customer: {key: id, single: true, fields: {id: text, name: name, iban: {type: text, sensitive: mask}}}}
tools:
  find_customer:
    about: Finds a customer.
    effect: read
    input: {email: {type: email, from: caller}}
    output: customer
    backend: fixture:shop.yaml
  close_account:
    about: Closes the account.
    effect: write
    input: {email: {type: email, sensitive: mask}, reason: text}
    only_if: {rule: no_joke, when: "reason != 'joke'", because: I can't do that for a joke.}
    read_back: "I'll close the account of {{ email }}: {{ reason }}. Shall I do that?"
    backend: fixture:shop.yaml
  record_case:
    about: Writes a case.
    effect: write
    consent: none
    consent_because: Nothing changes for the caller.
    input: {customer_id: {type: text, from: customer, OPTIONAL}, text: text}
    output: {fields: {case_id: text}}
    timeout: 3 seconds
    LIMIT
    backend: fixture:shop.yaml
"""
FLOW = """\
flow: help
title: Closing an account
slots: {reason: {type: text, ask: "Why?"}}
start: who
states:
  who: {ask: email, next: find}
  find: {use: find_customer, with: {email: email}, next: why, outcomes: {failed: person}}
  why: {ask: reason, next: agree}
  agree: {confirm: close_account, with: {email: email, reason: reason}, next: gone, outcomes: {no_joke: gone}}
  gone: {handoff: night, say: "I give you to my colleague.", summary: "Wants {{ email }} closed.", outcomes: FAILED}
  again: {say: "Once more.", next: gone}
"""
ANA = {"id": "c1", "name": "Ana", "iban": "DE12 3456"}


def program(
    case: str = CASE,
    optional: str = "optional: true",
    limit: str = "",
    failed: str = "{}",
    single: str = "single: true, ",
):
    catalog = (
        CATALOG.replace("single: true, ", single)
        .replace("OPTIONAL", optional)
        .replace(", }", "}")
        .replace("    LIMIT\n", limit)
    )
    flow = FLOW.replace(", outcomes: FAILED", "") if failed == "{}" else FLOW.replace("FAILED", failed)
    files = {"flowkit.yaml": PROJECT.replace("CASE", case), "tools/shop.yaml": catalog, "help.yaml": flow}
    encoded = {path: text.encode() for path, text in files.items()}
    assert [each.message for each in read_project(encoded).diagnostics] == []
    return program_of(encoded)


def begun(**changes: str) -> Conversation:
    talk = Conversation(program(**changes), restore=True)
    talk.start()
    talk.ready()
    talk.heard("u1")
    return talk


def asked_why(talk: Conversation) -> None:
    talk.caller("ana@example.com")
    talk.model("u2", "", c1=("record", '{"email": "ana@example.com"}'))
    talk.tool("r1", "ok", ANA)
    talk.model(talk.call.floor.generating, "Why?")


def read_back(talk: Conversation) -> None:
    """The closing of the account was read back, and the caller is asked."""
    asked_why(talk)
    talk.caller("too expensive")
    talk.model(talk.call.floor.generating, "", c2=("record", '{"reason": "too expensive"}'))
    talk.heard(talk.call.floor.generating)
    talk.heard(talk.call.floor.generating)


def at_the_end(talk: Conversation, outcome: str = "ok"):
    """The account was closed, or not, and the call is being given to a person; the effects of that."""
    read_back(talk)
    talk.caller("yes")
    return talk.tool("r2", outcome)


def wants_person(talk: Conversation):
    talk.caller("a person please")
    return talk.model(talk.call.floor.generating, "", c9=("request", '{"kind": "person"}'))


def case_run(out) -> RunTool:
    (run,) = [effect for effect in out if isinstance(effect, RunTool)]
    assert run.tool == "record_case"
    return run


def transfers(out) -> list[Transfer]:
    return [effect for effect in out if isinstance(effect, Transfer)]


def test_without_a_case_the_call_is_given_when_the_words_were_heard():
    talk = begun(case="")
    out = at_the_end(talk)
    assert [effect.text for effect in out if isinstance(effect, Say)] == ["I give you to my colleague."]
    assert not [effect for effect in out if isinstance(effect, RunTool)]
    (transfer,) = transfers(talk.heard(talk.call.floor.generating))
    assert (transfer.target, transfer.to) == ("night", "sip:night@example.com")
    assert "case" not in transfer.summary


def test_the_case_is_written_while_the_words_are_said_and_the_call_waits_for_both():
    talk = begun()
    out = at_the_end(talk)
    run = case_run(out)
    assert run.arguments["customer_id"] == "c1"
    assert (run.timeout_ms, run.write) == (3000, True)
    assert run.key.startswith("fk_")
    assert transfers(talk.heard(talk.call.floor.generating)) == []
    (transfer,) = transfers(talk.tool(run.run, "ok", {"case_id": "k7"}))
    assert transfer.summary["case"] == {"written": True, "case_id": "k7"}
    assert talk.notes("case") == [{"tool": "record_case", "written": True, "why": "ok"}]


def test_a_case_that_is_done_before_the_words_waits_for_them():
    talk = begun()
    run = case_run(at_the_end(talk))
    assert transfers(talk.tool(run.run, "ok", {"case_id": "k7"})) == []
    assert len(transfers(talk.heard(talk.call.floor.generating))) == 1


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("failed", {"written": False, "note": "no case was written"}),
        ("unknown", {"written": None, "note": "nobody knows whether a case was written"}),
        ("odd", {"written": False, "note": "no case was written"}),
    ],
)
def test_whatever_comes_of_the_case_the_call_is_given_away(outcome, told):
    talk = begun()
    run = case_run(at_the_end(talk))
    talk.heard(talk.call.floor.generating)
    (transfer,) = transfers(talk.tool(run.run, outcome))
    assert transfer.summary["case"] == told
    assert talk.notes("case")[0]["written"] is False


def test_the_case_is_waited_for_no_longer_than_its_time():
    talk = begun()
    run = case_run(at_the_end(talk))
    talk.heard(talk.call.floor.generating)
    due = talk.call.timers[f"tool {run.run}"]
    assert due == talk.at + 3500
    (transfer,) = transfers(talk.tell(events.Tick(f"tool {run.run}", due)))
    assert transfer.summary["case"]["written"] is None
    # The late answer changes nothing any more.
    assert transfers(talk.tool(run.run, "ok", {"case_id": "k7"})) == []


def test_a_killed_call_does_not_write_its_case_twice():
    talk = begun()
    run = case_run(at_the_end(talk))
    talk.heard(talk.call.floor.generating)
    talk.tell(events.Back("model", fresh=True, session=2))
    out = talk.tool(run.run, "unknown", reason="restarted")
    assert not [effect for effect in out if isinstance(effect, RunTool)]
    assert len(transfers(out)) == 1
    assert transfers(talk.heard(talk.call.floor.generating) if talk.call.floor.generating else []) == []


def test_an_optional_argument_that_is_not_known_is_left_out():
    talk = begun()
    run = case_run(wants_person(talk))
    assert list(run.arguments) == ["text"]
    assert run.arguments["text"].startswith("Closing an account\n")


def test_in_the_case_a_record_is_the_one_that_the_flow_looked_up_last():
    talk = begun(single="")
    assert case_run(at_the_end(talk)).arguments["customer_id"] == "c1"
    nothing = begun(single="")
    assert list(case_run(wants_person(nothing)).arguments) == ["text"]


def test_a_case_that_cannot_be_filled_is_left_out_and_the_record_says_so():
    talk = begun(optional="")
    out = wants_person(talk)
    assert not [effect for effect in out if isinstance(effect, RunTool)]
    note = {"tool": "record_case", "written": False, "why": "not known: customer_id"}
    assert [dict(effect.data) for effect in out if isinstance(effect, Note) and effect.kind == "case"] == [note]
    (transfer,) = transfers(talk.heard(talk.call.floor.generating))
    assert transfer.summary["case"] == {"written": False, "note": "no case was written"}


def test_a_case_that_a_limit_refuses_is_left_out():
    talk = begun(limit="    limits: {limit: at most 1 per call, rule: once}\n", failed="{failed: again}")
    run = case_run(at_the_end(talk))
    talk.heard(talk.call.floor.generating)
    talk.tool(run.run, "ok", {"case_id": "k7"})
    out = talk.tell(events.Transferred("no_answer"))
    assert not [effect for effect in out if isinstance(effect, RunTool)]
    assert talk.notes("case")[-1]["why"] == "once"


def test_a_second_handoff_writes_it_again_with_another_key():
    talk = begun(failed="{failed: again}")
    first = case_run(at_the_end(talk))
    talk.heard(talk.call.floor.generating)
    talk.tool(first.run, "ok", {"case_id": "k7"})
    second = case_run(talk.tell(events.Transferred("no_answer")))
    assert second.run != first.run
    assert second.key != first.key
    talk.tool(second.run, "ok", {"case_id": "k7"})
    while talk.call.floor.generating:
        out = talk.heard(talk.call.floor.generating)
    assert len(transfers(out)) == 1
    talk.tell(events.Transferred("connected"))
    assert talk.call.outcome == "handed_off"


def test_a_caller_who_hangs_up_meanwhile_ends_the_call_when_the_case_is_done():
    talk = begun()
    run = case_run(at_the_end(talk))
    talk.tell(events.Lost("caller"))
    assert talk.call.stage == "draining"
    talk.tool(run.run, "ok", {"case_id": "k7"})
    assert talk.call.over
    assert talk.notes("case")[0]["written"] is True


def test_a_write_that_is_on_its_way_is_waited_for_first():
    talk = begun()
    read_back(talk)
    talk.caller("yes")
    out = talk.tell(events.Trouble("fatal", "gone"))
    assert not [effect for effect in out if isinstance(effect, RunTool)]
    talk.heard(talk.call.floor.generating)
    out = talk.tool("r2", "ok")
    run = case_run(out)
    assert "Done: close_account (email: ‹email›, reason: too expensive): ok" in run.arguments["text"]
    assert len(transfers(talk.tool(run.run, "ok", {"case_id": "k7"}))) == 1


def test_a_write_that_takes_too_long_is_handed_over_as_not_known():
    talk = begun()
    read_back(talk)
    talk.caller("yes")
    talk.tell(events.Trouble("fatal", "gone"))
    talk.heard(talk.call.floor.generating)
    due = talk.call.timers["write_wait"]
    assert due == talk.at + 5000
    run = case_run(talk.tell(events.Tick("write_wait", due)))
    assert "Nobody knows whether it was carried out: close_account" in run.arguments["text"]
    (transfer,) = transfers(talk.tool(run.run, "ok", {"case_id": "k7"}))
    assert transfer.summary["unknown"] == ["close_account"]


def test_how_a_write_ended_is_on_record_even_when_the_caller_is_with_a_person_already():
    talk = begun(case="")
    read_back(talk)
    talk.caller("yes")
    talk.tell(events.Trouble("fatal", "gone"))
    talk.heard(talk.call.floor.generating)
    talk.tell(events.Tick("write_wait", talk.call.timers["write_wait"]))
    talk.tell(events.Transferred("connected"))
    assert (talk.call.stage, talk.call.outcome) == ("draining", "handed_off")
    talk.tell(events.Lost("caller"))
    talk.tool("r2", "ok")
    assert talk.call.over
    assert talk.notes("closed") == [{"outcome": "handed_off", "by": "handoff", "unknown": []}]
    assert [(entry.tool, entry.outcome) for entry in talk.call.done][-1] == ("close_account", "ok")


# The summary.


def test_what_the_person_gets():
    talk = begun()
    run = case_run(at_the_end(talk))
    text = run.arguments["text"]
    assert text.split("\n") == [
        "Closing an account: Wants ‹email› closed.",
        "Who: customer c1 (find_customer)",
        "Done: close_account (email: ‹email›, reason: too expensive): ok",
        "Known: email = ‹email› (from caller)",
        "Known: reason = too expensive (from caller)",
        "Last words:",
        "- caller: ‹email›",
        "- agent: Why?",
        "- caller: too expensive",
        "- agent: I'll close the account of ‹email›: too expensive.",
        "- agent: Shall I do that?",
        "- caller: yes",
    ]


def test_what_was_being_read_back_stands_in_it_and_cannot_be_agreed_to_any_more():
    talk = begun()
    asked_why(talk)
    talk.caller("too expensive")
    talk.model(talk.call.floor.generating, "", c2=("record", '{"reason": "too expensive"}'))
    run = case_run(talk.tell(events.Trouble("fatal", "gone")))
    assert "Not agreed to: close_account was being read back" in run.arguments["text"].split("\n")
    assert talk.call.draft is None
    talk.caller("yes")
    assert talk.notes("consent") == []


def test_a_refusal_stands_in_it():
    talk = begun()
    asked_why(talk)
    talk.caller("joke")
    run = case_run(talk.model(talk.call.floor.generating, "", c2=("record", '{"reason": "joke"}')))
    assert "Refused: close_account, by no_joke" in run.arguments["text"].split("\n")


def test_sensitive_values_stand_masked_in_it_wherever_they_were_said():
    talk = begun()
    asked_why(talk)
    talk.caller("because ANA@example.com gets spam, and my iban is DE12 3456")
    talk.model(talk.call.floor.generating, "I am sorry that ana@example.com gets spam.")
    run = case_run(wants_person(talk))
    talk.heard(talk.call.floor.generating)
    (transfer,) = transfers(talk.tool(run.run, "failed"))
    for told in (str(transfer.summary), run.arguments["text"]):
        assert "example.com" not in told.lower()
        assert "DE12" not in told
        assert "because ‹email› gets spam, and my iban is ‹iban›" in told
    assert transfer.summary["slots"]["email"]["value"] == "‹email›"


def test_a_long_one_keeps_what_matters():
    told = {
        "text": "Wants out.",
        "who": {"customer": "c1", "verified_by": "given"},
        "ended": [{"flow": "who", "outcome": "resolved"}],
        "where": {"flow": "help", "state": "gone"},
        "unknown": ["close_account"],
        "done": [],
        "refused": [],
        "consent": {"tool": "close_account", "given": False},
        "slots": {"reason": {"value": "x" * 3000, "source": "caller"}},
        "turns": [f"caller: {number} " + "y" * 300 for number in range(6)],
    }
    text = as_text(told, "Help")
    assert len(text) <= LONGEST
    assert text.startswith("Help: Wants out.\nNobody knows whether it was carried out: close_account\n")
    assert "Who: customer c1 (given)\nFlow ended: who, resolved\n" in text
    assert "caller: 5 " in text
    assert "caller: 0 " not in text
    assert "Not agreed to: close_account was being read back" in text
    told["slots"]["reason"]["value"] = "x" * 5000
    assert len(as_text(told, "Help")) == LONGEST


def test_the_summary_is_the_snapshots_too():
    talk = begun()
    case_run(at_the_end(talk))
    assert Call.from_json(talk.call.to_json()) == talk.call
    assert talk.call.giving is not None
    assert any(isinstance(effect, effects.RunTool) for _, out in talk.log for effect in out)


def test_the_wish_is_not_what_only_finds_out_who_it_is():
    talk = workshop.begun("tell")
    assert workshop.where(talk) == "sign_in.who"
    workshop.says_and_calls(talk, "a person please", "request", '{"kind": "person"}')
    (transfer,) = transfers(workshop.settle(talk))
    assert (transfer.summary["wish"], transfer.summary["text"]) == ("tell", "Status")
    assert transfer.summary["who"] == {}
    assert transfer.summary["where"] == {"flow": "sign_in", "state": "person"}


def test_who_it_is_and_how_that_is_known():
    talk = workshop.begun("tell")
    workshop.says_and_calls(talk, "4711", "record", '{"number": "4711"}')
    talk.tool("r1", "ok", {"id": "c1", "name": "Ana"})
    workshop.settle(talk)
    workshop.says_and_calls(talk, "a person please", "request", '{"kind": "person"}')
    (transfer,) = transfers(workshop.settle(talk))
    told = transfer.summary
    assert told["who"] == {"customer": "c1", "verified_by": "find_customer"}
    assert "Who: customer c1 (find_customer)" in as_text(told, "Status").split("\n")


def test_what_is_sensitive_in_a_key_or_in_what_the_case_returned_is_not_told():
    catalog = CATALOG.replace("{id: text, name: name", "{id: {type: text, sensitive: mask}, name: name").replace(
        "output: {fields: {case_id: text}}", "output: {fields: {case_id: text, pin: {type: text, sensitive: mask}}}"
    )
    files = {"flowkit.yaml": PROJECT.replace("CASE", CASE), "tools/shop.yaml": catalog, "help.yaml": FLOW}
    files["help.yaml"] = FLOW.replace(", outcomes: FAILED", "")
    files["tools/shop.yaml"] = catalog.replace("OPTIONAL", "optional: true").replace("    LIMIT\n", "")
    talk = Conversation(program_of({path: text.encode() for path, text in files.items()}), restore=True)
    talk.start()
    talk.ready()
    talk.heard("u1")
    run = case_run(at_the_end(talk))
    assert "c1" not in run.arguments["text"]
    talk.heard(talk.call.floor.generating)
    (transfer,) = transfers(talk.tool(run.run, "ok", {"case_id": "k7", "pin": "9999", "more": "secret"}))
    assert transfer.summary["case"] == {"written": True, "case_id": "k7"}
    assert transfer.summary["who"] == {"customer": "‹id›", "verified_by": "find_customer"}


def test_a_case_that_a_guarantee_forbids_is_left_out_and_the_sentence_goes_on_record():
    talk = begun(case=f"{CASE}\nguarantees: close_account before record_case\n")
    out = wants_person(talk)
    assert not [effect for effect in out if isinstance(effect, RunTool)]
    (note,) = talk.notes("guarantee")
    assert (note["sentence"], note["why"]) == ("close_account before record_case", "record_case was refused")
    assert talk.notes("case")[-1]["why"] == "the guarantee 'close_account before record_case'"
