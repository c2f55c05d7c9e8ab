"""The front door: what callers want, one wish after the other, and what they ask on the way."""

import pytest

from tests.flows.conftest import ANA

GREETING = "Hi, you're talking to the demo shop's AI assistant. This call is recorded."


def test_the_first_words_say_who_is_talking(shop):
    told = shop.call("triage", "no thanks, bye")
    assert told.of("agent")[0]["text"].startswith(GREETING)
    assert told.of("agent")[0]["exact"]


@pytest.mark.parametrize(
    ("wish", "flow"),
    [
        ("where's my order", "order_status"),
        ("I need to move my appointment", "reschedule"),
        ("I'd like to change the delivery address", "change_address"),
        ("I want a refund", "refund"),
        ("what's my balance", "account"),
        ("why was I charged", "charges"),
        ("I want to change my plan", "switch_plan"),
        ("my router is offline", "device_help"),
        ("when are you open?", "faq"),
    ],
)
def test_every_wish_has_its_flow(shop, wish, flow):
    told = shop.call("triage", wish)
    assert flow in told.flows, told.agent


def test_one_wish_after_the_other_and_nobody_is_asked_twice_who_they_are(shop):
    told = shop.call(
        "triage",
        *(
            "where's my order 12345?",
            ANA,
            "what's my balance",
            "how long is the warranty?",
            "no, that's all, thanks",
        ),
    )
    assert told.outcome == "resolved", told.agent
    assert list(told.flows) == ["auth", "order_status", "account", "faq", "triage"]
    assert told.tools.count("find_customer ok") == 1
    assert told.last == "Thanks for calling. Goodbye."


def test_an_order_number_is_asked_for_once(shop):
    told = shop.call(
        "triage",
        "where's my order 12346?",
        ANA,
        "I'd like to change its delivery address",
    )
    assert told.agent.count("What's the order number?") == 0
    assert "What's the new street and number?" in told.agent


def test_another_question_in_the_middle_and_back(shop):
    told = shop.call(
        "refund",
        "12347",
        "the mug set",
        "what's my balance",
        "it came broken",
        "yes",
        customer="c1",
    )
    assert told.outcome == "resolved", told.agent
    assert told.flows == {"account": "resolved in due", "refund": "resolved in done"}
    assert shop.rows("SELECT amount_cents FROM refunds WHERE item_id = 'i5'") == [(1800,)]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("are you a real person?", "I'm an AI assistant, not a person."),
        ("are you recording me?", "Yes, this call is recorded"),
        (
            "what happens with my information?",
            "We use what you say to help you, and for nothing else.",
        ),
    ],
)
@pytest.mark.parametrize(
    "before",
    [[], ["where is my order"], ["I want a refund for order 12347", ANA, "mug set"]],
)
def test_what_callers_ask_about_the_agent_is_answered_at_any_time(shop, asked, answer, before):
    told = shop.call("triage", *before, asked)
    assert answer in told.last, told.agent


@pytest.mark.parametrize("before", [[], ["where is my order"], ["I want a refund for order 12347", ANA]])
def test_a_person_is_always_within_reach(shop, before):
    told = shop.call("triage", *before, "let me talk to a human")
    assert told.outcome == "handed_off"
    assert len(told.of("transfer")) == 1
    assert shop.written == []
    [(customer, _)] = shop.notes
    assert customer == ("c1" if ANA in before else None)


def test_a_second_call_adds_to_the_open_case(shop):
    for _ in range(2):
        shop.call("triage", "I want a refund for order 12349", ANA, "broken")
    opened = "SELECT count(*) FROM changes WHERE table_name = 'cases' AND before IS NULL"
    assert shop.rows(opened) == [(1,)]
    assert len(shop.notes) == 2
