"""Orders: where they are, where they go, and money back."""

import pytest

from tests.flows.conftest import ANA

ADDRESS = ("12 Harbour Road", "Boston", "02139")
ADDRESS_ROW = "SELECT street, city, postcode FROM orders WHERE id = '12346'"
REFUNDS = "SELECT item_id, amount_cents FROM refunds WHERE item_id IN ('i4', 'i5', 'i6', 'i7')"


# Where is my order


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("12345", "It's on its way and should be there Friday, March sixth."),
        ("12351", "It's on its way, but the carrier hasn't given us a day yet."),
        ("12347", "It was delivered Friday, February twentieth."),
        ("12346", "Order 1 2 3 4 6 is packed."),
        ("12350", "Order 1 2 3 5 0 is cancelled."),
    ],
)
def test_where_an_order_is(shop, order, answer):
    told = shop.call("order_status", f"where is order {order}", customer="c1")
    assert told.outcome == "resolved"
    assert told.last == answer
    assert shop.written == []


def test_another_customers_order_is_not_told(shop):
    told = shop.call("order_status", "22345", customer="c1")
    assert told.outcome == "refused"
    assert told.refused == [("get_order", "own_order")]
    assert told.last == "That order isn't on your account."
    assert "office chair" not in told.agent


def test_a_number_that_was_wrong_is_corrected(shop):
    told = shop.call("order_status", "99999", "sorry, it's 12347", customer="c1")
    assert told.outcome == "resolved"
    assert told.tools == ["get_order not_found", "get_order ok"]


def test_after_three_wrong_numbers_a_person(shop):
    told = shop.call("order_status", "99999", "99998", "99997", customer="c1")
    assert told.outcome == "handed_off"
    assert told.tools.count("get_order not_found") == 3
    [(customer, note)] = shop.notes
    assert customer == "c1"
    assert "99997" in note.replace(" ", "")


# Another address


def test_an_address_changes_after_a_yes(shop):
    told = shop.call("change_address", "order 12346", *ADDRESS, "yes, that's right", customer="c1")
    assert told.outcome == "resolved", told.agent
    assert shop.rows(ADDRESS_ROW) == [ADDRESS]
    assert shop.written == [("orders", "12346")]


def test_an_address_stays_after_a_no(shop):
    told = shop.call("change_address", "order 12346", *ADDRESS, "no", "forget it", customer="c1")
    assert told.flows["change_address"].startswith("cancelled"), told.agent
    assert shop.written == []


def test_a_city_is_corrected_at_the_read_back(shop):
    told = shop.call(
        "change_address",
        "12346",
        *ADDRESS,
        "no, the city is Cambridge",
        "yes",
        customer="c1",
    )
    assert told.outcome == "resolved", told.agent
    assert shop.rows(ADDRESS_ROW) == [("12 Harbour Road", "Cambridge", "02139")]


def test_what_has_left_keeps_its_address(shop):
    told = shop.call("change_address", "12345", customer="c1")
    assert told.flows["change_address"] == "refused in too_late"
    assert shop.written == []


def test_somebody_asks_for_a_person_before_the_address_is_whole(shop):
    told = shop.call(
        "change_address",
        "12346",
        "12 Harbour Road",
        "can I talk to somebody?",
        customer="c1",
    )
    assert told.outcome == "handed_off"
    assert shop.written == []


# Money back


def test_a_refund_is_booked_after_a_yes(shop):
    told = shop.call(
        "refund",
        "order 12347",
        "the coffee grinder",
        "it came broken",
        "yes please",
        customer="c1",
    )
    assert told.outcome == "resolved", told.agent
    assert "I'll refund forty-five dollars fifty for the coffee grinder of order 1 2 3 4 7" in told.agent
    assert told.last == "That's refunded. It's on your card in five to seven business days."
    assert shop.rows(REFUNDS) == [("i4", 4550)]
    assert shop.rows("SELECT balance_cents FROM customers WHERE id = 'c1'") == [(1250 - 4550,)]


def test_another_item_is_meant(shop):
    told = shop.call(
        "refund",
        "12347",
        "the coffee grinder",
        "wrong item",
        "no, the mug set",
        "yes please",
        customer="c1",
    )
    assert told.outcome == "resolved", told.agent
    assert shop.rows(REFUNDS) == [("i5", 1800)]


def test_no_refund_without_a_yes(shop):
    told = shop.call(
        "refund",
        "12347",
        "mug set",
        "I've changed my mind",
        "no",
        "never mind",
        customer="c1",
    )
    assert told.flows["refund"].startswith("cancelled"), told.agent
    assert shop.rows(REFUNDS) == []


@pytest.mark.parametrize(
    ("order", "state", "because"),
    [
        ("12348", "too_late", "that was delivered more than thirty days ago"),
        ("12345", "not_there_yet", "hasn't been delivered"),
        ("12350", "not_there_yet", "hasn't been delivered"),
    ],
)
def test_a_refund_is_refused_before_anybody_is_asked_for_a_reason(shop, order, state, because):
    told = shop.call("refund", order, customer="c1")
    assert told.flows["refund"] == f"refused in {state}"
    assert because in told.last
    assert "What was wrong" not in told.agent
    assert shop.rows(REFUNDS) == []


def test_more_than_the_cap_goes_to_a_person_who_knows_what_it_is_about(shop):
    told = shop.call("refund", "12349", "it arrived damaged", customer="c1")
    assert told.outcome == "handed_off"
    assert told.refused == [("refund_item", "under_cap")]
    [transfer] = told.of("transfer")
    assert transfer["place"] == "billing"
    for known in ("espresso machine", "two hundred forty-nine dollars", "broken"):
        assert known in transfer["text"]
    assert shop.written == []
    [(customer, note)] = shop.notes
    assert customer == "c1"
    assert "espresso machine" in note


def test_more_than_the_cap_of_a_day_goes_to_a_person(shop):
    """Three refunds of 150 dollars, each in a call of its own."""
    shop.do("INSERT INTO orders VALUES ('12399', 'c1', '2026-02-20', 'delivered', '12 Mercer Street', 'NY', '10001')")
    shop.do("INSERT INTO shipments VALUES (9001, '12399', 'DS1', '2026-02-22', '2026-02-24', '2026-02-24')")
    for number, title in enumerate(("red lamp", "blue chair", "green clock"), 9001):
        shop.do(f"INSERT INTO order_items VALUES ('i{number}', '12399', '{title}', 15000)")
    calls = [
        shop.call("refund", "12399", f"the {title}", "broken", "yes", customer="c1")
        for title in ("red lamp", "blue chair", "green clock")
    ]
    assert [call.outcome for call in calls] == ["resolved", "resolved", "handed_off"], calls[0].agent
    assert calls[2].refused == [("refund_item", "day_cap")]
    assert shop.rows("SELECT item_id FROM refunds WHERE item_id LIKE 'i900%'") == [
        ("i9001",),
        ("i9002",),
    ]


def test_an_item_is_refunded_once(shop):
    first = shop.call("refund", "12347", "mug set", "broken", "yes", customer="c1")
    again = shop.call("refund", "12347", "mug set", "broken", "yes", customer="c1")
    assert (first.outcome, again.outcome) == ("resolved", "refused")
    assert again.refused == [("refund_item", "not_twice")]
    assert again.last == "That one has been refunded already."
    assert shop.rows(REFUNDS) == [("i5", 1800)]


def test_no_new_address_after_a_refund(shop):
    told = shop.call(
        "triage",
        *("I want a refund for order 12347", ANA, "the mug set", "broken", "yes"),
        *("can you send order 12346 to another address", "no, 12346", *ADDRESS),
    )
    assert told.outcome == "handed_off", told.agent
    assert ("set_address", "not_after_refund") in told.refused
    assert "After a refund, a colleague has to do that." in told.agent
    assert shop.rows(REFUNDS) == [("i5", 1800)]
    assert ("orders", "12346") not in shop.written
