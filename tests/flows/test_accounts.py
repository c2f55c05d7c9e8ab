"""The account: the balance, a charge, another plan."""

import pytest

from tests.flows.conftest import ANA

PLAN = "SELECT plan_id FROM customers WHERE id = 'c1'"


# Balance


@pytest.mark.parametrize(
    ("cents", "answer"),
    [
        (1250, "Your balance is twelve dollars fifty."),
        (0, "Nothing is due. You're all paid up."),
        (-3300, "Nothing is due; you have a credit of thirty-three dollars."),
    ],
)
def test_the_balance_is_told(shop, cents, answer):
    shop.do(f"UPDATE customers SET balance_cents = {cents} WHERE id = 'c1'")
    told = shop.call("account", customer="c1")
    assert (told.outcome, told.last) == ("resolved", answer)


def test_the_balance_after_a_refund_is_looked_up_anew(shop):
    told = shop.call(
        "triage",
        *(
            "I want a refund, order 12347",
            ANA,
            "mug set",
            "broken",
            "yes",
            "what's my balance",
            "no, that's all",
        ),
    )
    assert told.outcome == "resolved", told.agent
    assert "you have a credit of five dollars fifty" in told.agent


# A charge


def test_a_charge_is_explained(shop):
    told = shop.call("charges", "Plus plan, March 2026", "yes", customer="c1")
    assert told.flows["charges"] == "resolved in done", told.agent
    assert "That's the price of your plan for a month: twelve dollars fifty." in told.agent


def test_another_charge_is_meant(shop):
    said = (
        "Plus plan, March 2026, no, the payment from February",
        "the payment from February",
        "yes",
    )
    told = shop.call("charges", *said, customer="c1")
    assert told.flows["charges"] == "resolved in done", told.agent
    assert "Plus plan, March 2026, or Payment, February 2026?" in told.agent
    assert "That's what you paid us on Tuesday, February third: twelve dollars fifty." in told.agent


def test_who_disputes_a_charge_gets_a_person_who_knows_which(shop):
    told = shop.call(
        "charges",
        "Plus plan, March 2026",
        "no",
        "I cancelled it in January",
        customer="c1",
    )
    assert told.outcome == "handed_off", told.agent
    [transfer] = told.of("transfer")
    assert transfer["place"] == "billing"
    [(customer, note)] = shop.notes
    assert customer == "c1"
    for text in (transfer["text"], note):
        assert "Plus plan, March 2026" in text
        assert "I cancelled it in January" in text


def test_an_account_without_charges(shop):
    told = shop.call("charges", customer="c3")
    assert (told.outcome, told.last) == (
        "resolved",
        "There is no charge on your account.",
    )


# Another plan


def test_a_plan_changes_after_a_yes_to_what_it_costs(shop):
    told = shop.call("switch_plan", "family", "yes please", customer="c1")
    assert told.outcome == "resolved", told.agent
    assert "You're on Plus, for twelve dollars fifty a month." in told.agent
    assert "you pay nineteen dollars ninety a month instead of twelve dollars fifty" in told.agent
    assert shop.rows(PLAN) == [("family",)]
    assert shop.written == [("customers", "c1")]


def test_a_plan_stays_after_a_no(shop):
    told = shop.call("switch_plan", "family", "no", "forget it", customer="c1")
    assert told.flows["switch_plan"].startswith("cancelled"), told.agent
    assert shop.rows(PLAN) == [("plus",)]


def test_another_plan_at_the_read_back_is_read_back_in_turn(shop):
    """Whatever becomes of "no, studio", a yes to it never books the plan that was read back before."""
    told = shop.call("switch_plan", "family", "no, the Studio plan", "yes", customer="c1")
    assert shop.rows(PLAN) != [("family",)], told.agent


def test_the_plan_one_has(shop):
    told = shop.call("switch_plan", "plus", "oh, then basic", "yes", customer="c1")
    assert told.outcome == "resolved", told.agent
    assert "That's the plan you're on." in told.agent
    assert shop.rows(PLAN) == [("basic",)]


def test_a_person_instead_of_a_plan(shop):
    told = shop.call("switch_plan", "let me talk to a person", customer="c1")
    assert told.outcome == "handed_off"
    assert shop.written == []
