"""Arguments that a model gives as lists and rows: each part comes from somewhere, rows are rows, field for field."""

import json

import pytest

from flowkit.engine.effects import AnswerCall
from tests.engine.shop_of_lists import begun, lists_program

DAY = "2026-03-09"
FOUND = [
    {"flight_number": "HA1", "day": DAY, "seats": 3},
    {"flight_number": "HA2", "day": "2026-03-10", "seats": 1},
]


@pytest.fixture(scope="module")
def program():
    return lists_program()


@pytest.fixture
def talk(program):
    """The call in a talk, with the flights of a search known."""
    talk = begun(program, "travel.serve")
    talk.caller("flights on March ninth for Ana Lopez, born May third 1990; and swap things in order 12345")
    talk.model(talk.call.floor.generating, c1=("search_flights", json.dumps({"day": DAY})))
    talk.tool("r1", result=FOUND)
    return talk


def call(talk, tool, **arguments):
    """What the model is answered; nothing is answered twice."""
    out = talk.model(talk.call.floor.generating, c9=(tool, json.dumps(arguments)))
    (answer,) = [one.output for one in out if isinstance(one, AnswerCall)]
    return answer["status"] if answer["status"] != "refused" else answer["because"]


def flight(number, day=DAY):
    return {"flight_number": number, "day": day}


@pytest.mark.parametrize(
    ("flights", "answer"),
    [
        ([flight("HA1")], "needs_consent"),
        ([flight("HA1"), flight("HA2", "2026-03-10")], "needs_consent"),
        ([flight("HA2"), flight("HA1")], "flights: the caller did not say it and it was not looked up"),
        ([flight("HA1"), flight("HA1")], "flights: the caller did not say it and it was not looked up"),
        ([flight("HA9")], "flights: the caller did not say it and it was not looked up"),
        ([{"flight_number": "HA1"}], "flights: day: missing"),
    ],
)
def test_a_row_is_one_that_was_returned(talk, flights, answer):
    assert call(talk, "book_flights", flights=flights) == answer


def test_rows_are_read_back_field_by_field(talk):
    call(talk, "book_flights", flights=[flight("HA1"), flight("HA2", "2026-03-10")])
    spoken = " ".join(talk.call.draft.statement.split())
    assert spoken == "I'll book H A 1 on Monday, March ninth H A 2 on Tuesday, March tenth ."
    assert talk.call.draft.arguments["flights"] == [flight("HA1"), flight("HA2", "2026-03-10")]


ANA = {"first_name": "Ana", "last_name": "Lopez", "born": "1990-05-03"}


@pytest.mark.parametrize(
    ("people", "answer"),
    [
        ([ANA], "needs_consent"),
        ([{**ANA, "born": "1990-05-04"}], "people: the caller did not say it and it was not looked up"),
        ([ANA, {**ANA, "first_name": "Eve"}], "people: the caller did not say it and it was not looked up"),
    ],
)
def test_of_a_person_the_caller_said_each_field(talk, people, answer):
    assert call(talk, "book_flights", flights=[flight("HA1")], people=people) == answer


MADE_UP = "item_ids: the caller did not say it and it was not looked up"


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ({"item_ids": ["i1", "i2"]}, "needs_consent"),
        ({"item_ids": ["i3", "i3"]}, "needs_consent"),
        ({"item_ids": ["i3", "i3", "i3"]}, MADE_UP),
        ({"item_ids": ["i1", "i1"]}, MADE_UP),
        ({"item_ids": ["i1", "i9"]}, MADE_UP),
        ({"item_ids": ["i1", "i3"], "prices": ["35.00", "90.00"]}, "needs_consent"),
        ({"item_ids": ["i1", "i3"], "prices": ["90.00", "35.00"]}, "these values do not belong together"),
    ],
)
def test_ids_are_named_as_often_as_they_stand_there(talk, arguments, answer):
    assert call(talk, "swap_items", order_id="12345", **arguments) == answer


@pytest.mark.parametrize(
    ("ids", "answer"),
    [
        (["v1", "v2"], "needs_consent"),
        (["v1", "v1"], "needs_consent"),
        (["v1", "v3"], "variant_ids: the caller did not say it and it was not looked up"),
    ],
)
def test_what_stands_in_a_map_by_id_can_be_named_as_often_as_is_wanted(talk, ids, answer):
    talk.model(talk.call.floor.generating, c2=("get_product", json.dumps({"product_id": "12345"})))
    variants = {each: {"variant_id": each, "color": color} for each, color in (("v1", "blue"), ("v2", "red"))}
    talk.tool("r2", result={"product_id": "12345", "variants": variants})
    assert call(talk, "choose_variants", variant_ids=ids) == answer


def test_lists_in_step_name_each_row_once(program):
    rows = [("m", "5.00"), ("m", "6.00"), ("c", "5.00")]
    items = [{"item_id": each, "title": each, "price": price} for each, price in rows]
    for prices, answer in (
        (["5.00", "6.00"], "needs_consent"),
        (["5.00", "5.00"], "these values do not belong together"),
    ):
        talk = begun(program, "travel.serve", order={"order_id": "12345", "items": items})
        talk.caller("swap two things")
        assert call(talk, "swap_items", order_id="12345", item_ids=["m", "m"], prices=prices) == answer


def test_rows_that_a_flow_passes_on_are_rows_too(program):
    talk = begun(program, "trip.find")
    talk.tool("r1", result=FOUND)
    talk.model(talk.call.floor.generating, "Which flights?")
    talk.caller("both of them")
    talk.model(talk.call.floor.generating, c1=("record", json.dumps({"picked": ["HA1", "HA2"]})))
    assert talk.call.draft.arguments["flights"] == [flight("HA1"), flight("HA2", "2026-03-10")]


def test_a_flow_passes_on_each_row_once(program):
    talk = begun(program, "trip.find")
    talk.tool("r1", result=FOUND)
    talk.model(talk.call.floor.generating, "Which flights?")
    talk.caller("the first one")
    talk.model(talk.call.floor.generating, c1=("record", json.dumps({"picked": ["HA1"]})))
    for u in ("statement_u", "question_u"):
        talk.heard(getattr(talk.call.draft, u))
    talk.caller("yes")
    talk.tool("r2", result={})
    assert talk.call.refused == (("book_flights", "refused"),)
    assert talk.call.draft is None
