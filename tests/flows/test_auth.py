"""Who is calling: any two of four, three attempts, then a person."""

import pytest

KNOWN = "resolved in found"


@pytest.mark.parametrize(
    "said",
    [
        ["ana@example.com, and the postcode is 10001"],
        ["it's ana at example dot com", "one double oh oh one"],
        ["my phone number is 212 555 0142", "ana@example.com"],
        ["ana@example.com", "I don't know my postcode", "212 555 0142"],
        ["ana@example.com", "my card ends in 4242"],
        ["I don't have an e-mail", "I don't know it", "212-555-0142", "4242"],
    ],
)
def test_two_of_four_are_enough(shop, said):
    told = shop.call("auth", *said)
    assert told.flows["auth"] == KNOWN, told.agent
    assert told.last == "Thanks, Ana."
    assert told.tools == ["find_customer ok"]


def test_the_two_that_are_asked_for_come_first(shop):
    told = shop.call("auth", "ana@example.com")
    assert told.last == "And the postcode?"


def test_a_correction_before_the_second_is_said(shop):
    told = shop.call("auth", "anna@example.com", "no, ana@example.com", "10001")
    assert told.flows["auth"] == KNOWN, told.agent
    assert told.tools == ["find_customer ok"]


def test_three_attempts_and_then_a_person(shop):
    told = shop.call("auth", *["ana@example.com, 10002"] * 5)
    assert told.outcome == "handed_off"
    assert told.tools[:3] == ["find_customer not_found"] * 3
    assert told.tools.count("find_customer not_found") == 3
    assert told.agent.count("I can't find an account with those. Let's try again.") == 2
    assert shop.written == []


def test_nobody_learns_which_one_was_wrong(shop):
    """A wrong postcode and an unknown address are answered with the same words."""
    one = shop.call("auth", "ana@example.com, 99999")
    other = shop.call("auth", "nobody@example.com, 10001")
    assert one.agent == other.agent
    assert "I can't find an account with those." in one.agent


def test_who_cannot_say_one_is_asked_for_another(shop):
    told = shop.call("auth", "I don't have an e-mail address", "I don't know that")
    assert told.last == "What phone number is on the account?", told.agent


def test_a_note_goes_to_the_person_who_takes_over(shop):
    told = shop.call(
        "auth",
        "I'd rather not say",
        "no, I don't want to give you that",
        "I don't know",
    )
    assert told.outcome == "handed_off", told.agent
    [(customer, note)] = shop.notes
    assert customer is None
    assert "could not be identified" in note


def test_what_identifies_somebody_is_shown_as_a_token(shop):
    told = shop.call("auth", "ana@example.com", "my card ends in 4242")
    assert told.flows["auth"] == KNOWN, told.agent
    shown = str([line for line in told.lines if line["type"] != "caller"])
    assert "ana@example.com" not in shown
    assert "4242" not in shown
    assert "‹last_four:" in shown
