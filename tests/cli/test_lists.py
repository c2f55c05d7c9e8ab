"""Whole calls about several things at once, from the command line, with the local model and a backend of their own."""

import json

import pytest

from tests.conftest import Shop
from tests.engine.shop_of_lists import CUSTOMER, FILES, ORDER

BACKEND = f"""
import json

ORDER, CUSTOMER = json.loads({json.dumps(json.dumps(ORDER))}), json.loads({json.dumps(json.dumps(CUSTOMER))})


def get_customer():
    return CUSTOMER


def get_order(order_id):
    return {{**ORDER, "order_id": order_id}}


def get_booking(code):
    return {{"code": code, "customer_id": "c1"}}


def write(**given):
    with open("written.json", "a") as file:
        file.write(json.dumps(given, default=str) + "\\n")


return_items = drop_booking = swap_items = search_flights = book_flights = invite = write
get_product = choose_variants = write
"""
READS = """tools:
  get_customer: {about: Reads the customer., effect: read, output: customer, backend: "python:backend:get_customer"}
  get_order: {about: Reads an order., effect: read, input: {order_id: digits}, output: order,
    backend: "python:backend:get_order"}
"""
START = """start: begin
states:
  begin: {use: get_customer, next: number}
  number: {ask: order_id, next: look}
  look: {use: get_order, with: {order_id: order_id}, next: what}
"""


@pytest.fixture
def lists(tmp_path):
    """A folder with the project of lists, in which flows look up what they need."""
    files = dict(FILES)
    files["tools/shop.yaml"] = files["tools/shop.yaml"].replace("tools:\n", READS, 1)
    files["send_back.yaml"] = files["send_back.yaml"].replace("start: what\nstates:\n", START)
    files["codes.yaml"] = files["codes.yaml"].replace(
        "start: ask_which\nstates:\n", "start: begin\nstates:\n  begin: {use: get_customer, next: ask_which}\n"
    )
    files["flowkit.yaml"] += 'slots: {order_id: {type: digits, pattern: "[0-9]{5}", ask: "Which order?"}}\n'
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "backend.py").write_text(BACKEND)
    return Shop(tmp_path)


def written(lists):
    """What the backend was given."""
    path = lists.folder / "written.json"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.parametrize(
    ("said", "ids", "amount"),
    [
        (["the kettle and the lamp", "broken", "yes please"], ["i1", "i2"], "55.00"),
        (["everything except the lamp", "they are broken", "yes please"], ["i1", "i3", "i3"], "215.00"),
        (["both chairs", "broken", "yes please"], ["i3", "i3"], "180.00"),
        (["the kettle", "broken", "and the lamp too", "yes please"], ["i1", "i2"], "55.00"),
        (["the kettle and the lamp", "broken", "not the lamp", "yes please"], ["i1"], "35.00"),
        (["the first two", "broken", "a chair instead of the lamp", "yes please"], ["i1", "i3"], "125.00"),
        (["the kettle", "broken", "yes, but both chairs too", "yes please"], ["i1", "i3", "i3"], "215.00"),
    ],
)
def test_items_are_sent_back(lists, said, ids, amount):
    ran = lists.call("send_back", "order 12345", *said)
    assert ran.end["outcome"] == "resolved", ran.out + ran.err
    assert written(lists) == [{"order_id": "12345", "item_ids": ids, "why": ["broken"], "amount": amount}]
    assert "catch that" not in ran.out


def test_nothing_is_sent_back_without_a_yes(lists):
    lists.call("send_back", "order 12345", "the kettle", "broken", "hm, what does that cost?")
    assert written(lists) == []


@pytest.mark.parametrize("said", ["the second one", "M2ZZ", "M two Z Z"])
def test_a_code_is_picked_from_a_list_of_texts(lists, said):
    ran = lists.call("codes", said, "yes please")
    assert ran.end["outcome"] == "resolved", ran.out + ran.err
    assert written(lists) == [{"code": "M2ZZ", "ticket": "4711"}]
    assert "K 7 Q X or M 2 Z Z" in ran.out
