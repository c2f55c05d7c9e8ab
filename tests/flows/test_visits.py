"""Visits: an appointment moves, or it stays."""

MOVES = "SELECT visit_id, to_start FROM visit_moves"


def test_a_visit_moves(shop):
    told = shop.call("reschedule", "Friday at ten", "yes", customer="c1")
    assert told.outcome == "resolved"
    assert shop.rows(MOVES) == [("v1", "2026-03-06T10:00")]


def test_one_of_several_visits_is_chosen(shop):
    told = shop.call("reschedule", "the dentist", "Friday at half past two", "yes", customer="c2")
    assert told.outcome == "resolved", told.agent
    assert shop.rows(MOVES) == [("v4", "2026-03-06T14:30")]


def test_a_day_with_nothing_free_is_asked_again(shop):
    told = shop.call(
        "reschedule",
        "Wednesday",
        "then Saturday",
        "at nine",
        "yes please",
        customer="c1",
    )
    assert told.outcome == "resolved", told.agent
    assert "There's nothing free that day." in told.agent
    assert shop.rows(MOVES) == [("v1", "2026-03-07T09:00")]


def test_a_correction_after_the_read_back(shop):
    told = shop.call(
        "reschedule",
        "Friday at ten",
        "no wait, Saturday",
        "eleven",
        "yes",
        customer="c1",
    )
    assert told.outcome == "resolved", told.agent
    assert shop.rows(MOVES) == [("v1", "2026-03-07T11:00")]


def test_a_no_moves_nothing(shop):
    told = shop.call("reschedule", "Friday at ten", "no", "forget it", customer="c1")
    assert told.flows["reschedule"].startswith("cancelled"), told.agent
    assert shop.written == []


def test_who_has_no_visit_is_told_so(shop):
    told = shop.call("reschedule", customer="c3")
    assert told.flows["reschedule"] == "unresolved in nothing_booked"


def test_four_full_days_and_then_a_person(shop):
    told = shop.call("reschedule", *["Wednesday"] * 4, customer="c1")
    assert told.outcome == "handed_off", told.agent
    [transfer] = told.of("transfer")
    assert transfer["place"] == "scheduling"
    assert transfer["text"].startswith("Wants to move dentist to Wednesday, March fourth.")
    assert shop.written == []
    [(customer, note)] = shop.notes
    assert customer == "c1"
    assert "dentist" in note
