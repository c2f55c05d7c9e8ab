"""A device: the light, the plug, a restart that was agreed to, and a person where that does not help."""

ROUTER = "SELECT online FROM devices WHERE id = 'K7QX'"
RESTARTS = "SELECT id FROM devices WHERE restarted_at IS NOT NULL"


def test_a_device_that_is_online(shop):
    told = shop.call("device_help", "M3TR", customer="c1")
    assert told.flows["device_help"] == "resolved in fine"


def test_a_restart_brings_it_back(shop):
    told = shop.call(
        "device_help",
        "K 7 Q X",
        "it's red",
        "yes please",
        "yes",
        "is it online now?",
        customer="c1",
    )
    assert told.flows["device_help"] == "resolved in fine", told.agent
    assert told.tools == ["device_status ok", "reset_device ok", "device_status ok"]
    assert "I'll restart the home router now." in told.agent
    assert shop.rows(ROUTER) == [(1,)]
    assert shop.rows(RESTARTS) == [("K7QX",)]


def test_no_restart_without_a_yes(shop):
    told = shop.call(
        "device_help",
        "K7QX",
        "red",
        "yes please",
        "no",
        "I want to stop",
        customer="c1",
    )
    assert "I'll restart the home router now." in told.agent
    assert told.outcome in ("handed_off", "abandoned"), told.agent
    assert shop.rows(RESTARTS) == []


def test_the_plug_comes_first(shop):
    told = shop.call(
        "device_help",
        "K7QX",
        "it's off",
        "now it's green",
        "I have no time for this",
        customer="c1",
    )
    assert "Please make sure it's plugged in" in told.agent
    assert told.outcome == "handed_off", told.agent
    [transfer] = told.of("transfer")
    assert transfer["place"] == "technicians"


def test_a_light_that_stays_off_goes_to_a_person(shop):
    told = shop.call("device_help", "Z9WD", "off", "still off", "off", customer="c1")
    assert told.outcome == "handed_off", told.agent
    [(customer, note)] = shop.notes
    assert customer == "c1"
    assert "does not come online. The light is off." in note


def test_a_device_id_is_corrected(shop):
    told = shop.call("device_help", "A1A1", "sorry, M3TR", customer="c1")
    assert told.flows["device_help"] == "resolved in fine", told.agent


def test_another_customers_device_is_not_told(shop):
    told = shop.call("device_help", "K7QX", customer="c2")
    assert told.outcome == "refused"
    assert told.refused == [("device_status", "own_device")]
