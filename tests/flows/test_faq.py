"""Questions: the facts, and a person where there is none."""

import pytest


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("when are you open?", "We're open from nine to six, Monday to Saturday."),
        ("how long is the warranty?", "Devices are under warranty for two years."),
        (
            "how long does a refund take?",
            "A refund takes five to seven business days to reach your card.",
        ),
    ],
)
def test_a_fact_is_told(shop, asked, answer):
    told = shop.call("faq", asked)
    assert answer in told.agent
    assert told.tools == []


def test_what_no_fact_answers_goes_to_a_person(shop):
    told = shop.call("faq", "do you sell bicycles?")
    assert told.outcome == "handed_off", told.agent
    assert "I don't know that, but a colleague will." in told.agent
    [(customer, note)] = shop.notes
    assert customer is None
    assert "do you sell bicycles" in note


def test_nobody_has_to_say_who_they_are_for_a_fact(shop):
    told = shop.call("triage", "when are you open?", "no thanks")
    assert told.outcome == "resolved", told.agent
    assert "nine to six" in told.agent
    assert "auth" not in told.flows
