"""Lists in files: rows as arguments, choices of bare texts and of several things, what tests give of them."""

import pytest

from flowkit.language.model import Source
from flowkit.language.project import read_project
from flowkit.language.shapes import StandsFor
from tests.engine.shop_of_lists import FILES

FLIGHTS = "{many: true, from: search_flights, fields: {flight_number: text, day: date}}"
SPEAKS = "I'll book {% for f in flights %}{{ f.flight_number | spell }} on {{ f.day }} {% endfor %}"
SWAPS = "item_ids: {type: text, many: true, from: order.items.item_id}\n      prices"


def read(*changes, more=()):
    """The project with texts replaced, each of which stands there; and further files."""
    files = {**FILES, **dict(more)}
    for path, old, new in changes:
        assert old in files[path], old
        files[path] = files[path].replace(old, new)
    return read_project({path: text.encode() for path, text in files.items()})


def told(*changes, more=()):
    """What is said of it: code, message, help."""
    return [(one.kind.code, one.message, one.help) for one in read(*changes, more=more).diagnostics]


def shop(old, new):
    return "tools/shop.yaml", old, new


def test_nothing_is_wrong_with_the_project():
    assert told() == []


def test_an_argument_can_be_rows_of_a_result_or_of_a_record():
    project = read(shop(SWAPS, SWAPS.replace("{type: text, many: true, from: order.items.item_id}", ROWS))).project
    assert project is not None
    swap, book = project.tools["swap_items"].input["item_ids"], project.tools["book_flights"].input["flights"]
    assert swap.sources == (Source("row", ("order", "items")),)
    assert book.sources == (Source("row", ("search_flights",)),)
    assert book.shape.label is None
    # The label of the rows speaks of the argument too, where it has the fields that the label prints.
    assert swap.shape.label is not None
    assert swap.shape.label.source == "{{ title }}"
    assert not isinstance(swap.shape.stands_for, StandsFor)


ROWS = "{many: true, from: order.items, fields: {item_id: text, title: text}}"


@pytest.mark.parametrize(
    ("fields", "message", "help"),
    [
        (
            "flight_numbr: text, day: date",
            "this argument has the field 'flight_numbr', but 'search_flights' has none",
            "did you mean 'flight_number'?",
        ),
        (
            "flight_number: text, day: text",
            "'day' is 'text' here, but 'search_flights.day' is 'date'",
            "write: day: date",
        ),
    ],
)
def test_the_fields_of_rows_are_those_of_the_source(fields, message, help):
    changed = FLIGHTS.replace("flight_number: text, day: date", fields)
    assert ("FK407", message, help) in told(shop(FLIGHTS, changed))


@pytest.mark.parametrize(
    ("spoken", "missing", "printing"),
    [
        ("I'll book {% for f in flights %}{{ f.day }} {% endfor %}", "'flights.flight_number'", "flights"),
        ("I'll book something {% for f in flights %}x {% endfor %}", "'flights'", ""),
    ],
)
def test_a_read_back_speaks_every_field_of_rows(spoken, missing, printing):
    help = "{% for x in flights %}{{ x.flight_number }} {% endfor %}" if printing else "{{ flights }}"
    assert told(shop(SPEAKS, spoken)) == [
        (
            "FK404",
            f"the read-back does not speak {missing}; the caller would agree to what they did not hear",
            f"add to the statement: {help}",
        )
    ]


def test_the_label_speaks_of_rows_too():
    labelled = FLIGHTS.replace("many: true,", 'many: true, label: "{{ flight_number }} on {{ day }}",')
    assert told(shop(FLIGHTS, labelled), shop(SPEAKS, "I'll book {{ flights }} ")) == []


def test_texts_have_no_key():
    (found,) = told(("codes.yaml", "options: customer.bookings,", "options: customer.bookings, key: code,"))
    assert found == (
        "FK111",
        "'customer.bookings' is a list of texts, which have no fields to tell them apart by",
        "leave 'key' out",
    )


def test_a_choice_of_bare_digits_is_digits():
    project = read().project
    assert project is not None
    shape = project.flows["codes"].slots["ticket"].shape
    assert (shape.type, shape.key, shape.speak_as) == ("choice", "", "digits")


SUITE = """
suite: lists
tests:
  it is given:
    start: send_back.agree
    given:
      customer: {id: c1, bookings: [K7QX], tickets: ["4711"]}
      order: {order_id: "12345", items: [{item_id: i1, title: kettle, price: 35}, {item_id: i2, title: lamp, price: 2}]}
      things: [i1, i2]
      why: [broken]
    steps: [{expect: {slots: {things: [i2]}}}]
  a code is given:
    start: codes.look
    given: {customer: {id: c1, bookings: [K7QX], tickets: ["4711"]}, which: K7QX, ticket: "4711"}
    steps: [{expect: {slots: {which: K7QX}}}]
"""


def test_what_was_chosen_stands_in_a_test_by_its_keys():
    project = read(more={"tests/lists.yaml": SUITE}.items()).project
    assert project is not None
    several, code = project.suites["lists"].tests.values()
    assert [one["title"] for one in several.given.slots["things"]] == ["kettle", "lamp"]
    assert several.given.slots["why"] == ["broken"]
    assert several.steps[0].slots == {"things": [{"item_id": "i2"}]}
    assert code.given.slots == {"which": "K7QX", "ticket": "4711"}
    assert code.steps[0].slots == {"which": "K7QX"}


@pytest.mark.parametrize(
    ("old", "new", "message", "help"),
    [
        ("things: [i1, i2]", "things: i1", "'things' is a list of what was chosen", "write: things: [i1]"),
        (
            "things: [i1, i2]",
            "things: [i1, i3]",
            "'order.items' has no entry with the item_id 'i3'",
            "did you mean 'i1'?",
        ),
        ("which: K7QX, t", "which: K7QY, t", "'customer.bookings' has no entry 'K7QY'", "did you mean 'K7QX'?"),
        (
            "which: K7QX, t",
            "which: {code: K7QX}, t",
            "what was chosen for 'which' is written as it stands in the list",
            "write: which: …",
        ),
    ],
)
def test_what_is_not_in_the_list_cannot_be_given(old, new, message, help):
    assert old in SUITE
    found = told(more={"tests/lists.yaml": SUITE.replace(old, new)}.items())
    assert ("FK605", message, help) in found
