"""Values that are read where nothing, or not everything, has set them."""

import pytest

from tests.lint.slots.shop import CATALOG, FLOW, found_in, told


def test_what_is_set_on_every_way_is_clean() -> None:
    assert told(found_in(FLOW)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected", "way"),
    [
        (
            "{go: when}]",
            "{go: wrap}]\n    # when",
            ("FK330", "move.yaml:18:60", "'day' is read here, and nothing before 'agree' sets it"),
            "the shortest way here: which → look → wrap (when gift) → agree",
        ),
        (
            "number: number}\n    next",
            "number: number}\n    say: It is {{ order.status }}.\n    next",
            ("FK330", "move.yaml:13:19", "'order' is read here, and nothing before 'look' sets it"),
            "the shortest way here: which → look",
        ),
        (
            '{say: "Order {{ number }} is done."',
            '{say: "On {{ day }}."',
            ("FK333", "move.yaml:19:21", "'day' is not set on every way here"),
            "the shortest way here: which → look (when order.status == 'shipped') → late → bye",
        ),
        (
            "times: 2, clear: number, go: which}",
            "go: late}",
            ("FK333", "move.yaml:18:25", "'order' is not set on every way here"),
            "the shortest way here: which → look (not_found) → late",
        ),
        (
            "{ask: number, next: look}",
            "{ask: number, next: [{when: gift, go: bye}, {go: look}]}",
            ("FK330", "move.yaml:9:38", "'gift' is read here, and nothing before 'which' sets it"),
            "the flow starts with 'which'",
        ),
        (
            '{say: "It is {{ order.status }}."',
            '{say: "It comes {{ order.eta }}."',
            ("FK333", "move.yaml:18:28", "'order.eta' is optional, and nothing makes sure here that it is there"),
            "the shortest way here: which → look (when order.status == 'shipped') → late",
        ),
        (
            "{number: number, day: day}",
            "{number: number, day: order.eta}",
            ("FK332", "move.yaml:17:60", "'order.eta' is optional, and nothing makes sure here that it is there"),
            "let the edge that leads here ask for it: when: order.eta is set; the shortest way here: which → look",
        ),
    ],
)
def test_what_is_not_set_is_found_where_it_is_read(
    old: str, new: str, expected: tuple[str, str, str], way: str
) -> None:
    assert FLOW.count(old) == 1
    found = [each for each in found_in(FLOW.replace(old, new)) if each.kind.code not in ("FK336",)]
    assert told(found) == [expected]
    assert way in found[0].help


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Order {{ number }} is done.", "On {{ day or 'some day' }}."),
        ("Order {{ number }} is done.", "{% if day is set %}On {{ day }}.{% else %}Well.{% endif %}"),
        ("It is {{ order.status }}.", "It is {% if order.eta is set %}due {{ order.eta }}{% endif %}."),
        ("order.status == 'shipped', go: late", "order.eta is set, go: late"),
        ("order.status == 'shipped', go: late", "order.eta > today, go: late"),
    ],
)
def test_what_the_words_or_a_guard_ask_about_is_no_mistake(old: str, new: str) -> None:
    flow = FLOW.replace(old, new)
    if "go: late" in old:
        flow = flow.replace("It is {{ order.status }}.", "It is due {{ order.eta }}.")
    assert flow != FLOW
    assert told(found_in(flow)) == []


def test_a_way_that_its_own_guards_forbid_does_not_count() -> None:
    flow = FLOW.replace(
        '{say: "It is {{ order.status }}.", next: bye}',
        "{say: \"Hm.\", next: [{when: order.status == 'open', go: agree}, {go: bye}]}",
    )
    assert told(found_in(flow)) == []
    open_now = flow.replace("{when: order.status == 'open', go: agree}", "{when: number == '1', go: agree}")
    assert [each.kind.code for each in found_in(open_now)] == ["FK332"]


def test_a_slot_that_is_read_before_it_is_asked_may_have_been_said_already() -> None:
    flow = FLOW.replace("{go: when}]", "{when: day == today, go: bye}, {go: when}]")
    assert told(found_in(flow)) == [
        ("FK331", "move.yaml:13:64", "'day' is read here, and nothing before 'look' sets it")
    ]


def test_a_slot_of_the_project_that_the_flow_does_not_ask_for() -> None:
    other = (
        "flow: other\ntitle: O\nabout: O.\nstart: go\nstates: {go: {ask: number, next: end}, end: {end: resolved}}\n"
    )
    flow = FLOW.replace("which: {ask: number, next: look}", "which: {say: Hm., next: look}")
    found = found_in(flow, other=other)
    assert told(found) == [
        ("FK332", "move.yaml:12:20", "'number' may not be known here: 'get_order' would be refused"),
    ]
    assert "the shortest way here: which → look" in found[0].help


def test_a_slot_that_nothing_asks_for_and_one_that_another_flow_gives() -> None:
    flow = FLOW.replace("{ask: day, next: wrap}", "{say: Hm., next: wrap}")
    found = found_in(flow)
    assert told(found) == [
        ("FK335", "move.yaml:5:3", "nothing asks for 'day', and no flow gives it, so it stays unset")
    ]
    states = "{go: {run: move, with: {day: today}, next: end}, end: {end: resolved}}"
    other = f"flow: other\ntitle: O\nstart: go\nstates: {states}\n"
    assert [each for each in told(found_in(flow, other=other)) if each[0] == "FK335"] == []


PICK = """\
slots:
  day: {type: date, ask: "Which day?"}
  hour: {type: choice, options: hours, key: id, label: "{{ start }}", ask: "What time?"}
start: when
states:
  when: {ask: day, next: find}
  find: {use: find_hours, with: {day: day}, save_as: hours, next: pick}
  pick: {ask: hour, next: [{when: number == '1', clear: CLEAR, go: number}, {go: number}]}
  number: {ask: number, next: [{when: day is set, go: bye}, {go: when}]}
  bye: {say: "At {{ hour.start }}.", end: resolved}
"""


def test_what_was_chosen_goes_with_what_it_was_looked_up_with() -> None:
    without = PICK.replace("[{when: day is set, go: bye}, {go: when}]", "bye")
    found = found_in(without.replace("CLEAR", "day"))
    assert [each for each in told(found) if each[0] == "FK333"] == [
        ("FK333", "move.yaml:13:21", "'hour' is not set on every way here")
    ]
    assert [each.kind.code for each in found_in(without.replace("clear: CLEAR, ", ""))] == []


def test_a_guard_of_several_parts_that_was_passed_over_is_passed_over_again() -> None:
    both = "number == '1' and order.status == 'open'"
    flow = FLOW.replace("{go: when}]", f'{{when: "{both}", go: when}}, {{go: late}}]')
    flow = flow.replace(
        '{say: "It is {{ order.status }}.", next: bye}', f"{{next: [{{when: {both}, go: agree}}, {{go: bye}}]}}"
    )
    assert told(found_in(flow)) == []


def test_several_arguments_that_lack_the_same_value_are_told_once() -> None:
    catalog = CATALOG.replace(
        "number: {type: digits, from: order}, day: date}",
        "number: {type: digits, from: order}, day: date, until: date}",
    )
    catalog = catalog.replace("{{ number }} to {{ day }}", "{{ number }} to {{ day }} or {{ until }}")
    flow = FLOW.replace("number: number, day: day", "number: number, day: day, until: day").replace(
        "go: late}, {go: when}", "go: late}, {go: agree}"
    )
    found = [each for each in told(found_in(flow, catalog)) if each[1].startswith("move.yaml:17:")]
    assert found == [("FK330", "move.yaml:17:60", "'day' is read here, and nothing before 'agree' sets it")]
