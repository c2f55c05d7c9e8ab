"""Slots cleared, given and asked for in vain; records that were not looked up, or are stale."""

import pytest

from tests.lint.slots.shop import CATALOG, FLOW, PROJECT, found_in, told


def test_the_flow_itself_is_clean() -> None:
    assert told(found_in(FLOW)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "{go: bye}]}\n  agree",
            "{clear: gift, go: bye}]}\n  agree",
            ("FK334", "move.yaml:16:53", "'gift' is cleared here, and nothing that follows asks for it again"),
        ),
        (
            "clear: number, go: which",
            "clear: [number, gift], go: which",
            ("FK334", "move.yaml:14:27", "'gift' is cleared here, but it is never set on a way to 'look'"),
        ),
        (
            "[{when: gift, go: agree}, {go: bye}]",
            "agree",
            ("FK336", "move.yaml:6:3", "'gift' is asked for, and nothing reads it"),
        ),
        (
            "start: which",
            "let: {late: order.status == 'open'}\nstart: which",
            ("FK336", "move.yaml:7:13", "nothing reads 'late'"),
        ),
        (
            "    with: {number: number}\n",
            "    with: {number: number}\n    save_as: it\n",
            ("FK336", "move.yaml:10:3", "nothing reads 'it', which 'look' keeps"),
        ),
        (
            "start: which",
            "gives: day\nstart: which",
            ("FK337", "move.yaml:20:3", "'move' gives 'day', but can end here 'resolved' without it"),
        ),
    ],
)
def test_what_is_done_for_nothing(old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert FLOW.count(old) == 1
    flow = FLOW.replace(old, new)
    assert told(found_in(flow)) == [expected]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{go: bye}]}\n  agree", "{times: 1, clear: gift, go: wrap}, {go: bye}]}\n  agree"),
        ("{go: bye}]}\n  agree", "{clear: number, go: bye}]}\n  agree"),
        ("next: look}", "next: {say: \"For {{ gift or 'you' }}.\", go: look}}"),
        ("[{when: gift, go: agree}, {go: bye}]", "{go: person}"),
    ],
    ids=["asked again", "for the next flow", "spoken if it is known", "goes to a person"],
)
def test_what_is_not_in_vain(old: str, new: str) -> None:
    assert FLOW.count(old) == 1
    flow = FLOW.replace(old, new)
    assert [each for each in told(found_in(flow)) if each[0] in ("FK334", "FK336")] == []


def test_a_slot_of_the_project_that_no_flow_uses() -> None:
    project = PROJECT.replace("slots: {", 'slots: {more: {type: text, ask: "What else?"}, ')
    assert told(found_in(FLOW, project=project)) == [("FK338", "flowkit.yaml:7:9", "no flow uses the slot 'more'")]


BOOK = """\
slots:
  day: {type: date, ask: "Which day?"}
  hour: {type: digits, ask: "Which hour?"}
start: when
states:
  when: {ask: day, next: look}
  look: {use: find_hours, with: {day: day}, next: pick}
  pick: {ask: hour, next: agree}
  agree: {confirm: book_hour, with: {hour: hour}, next: bye}
  bye: {say: "Done.", end: resolved}
"""


def test_an_argument_has_to_be_looked_up_on_every_way() -> None:
    alone = PROJECT[: PROJECT.index("slots:")]
    assert told(found_in(BOOK, project=alone)) == []
    past = BOOK.replace("{ask: day, next: look}", "{ask: day, next: [{when: day == today, go: pick}, {go: look}]}")
    found = found_in(past, project=alone)
    message = "'hour' must come from 'find_hours', which is not looked up on every way here"
    assert told(found) == [("FK440", "move.yaml:12:44", message)]
    assert "the shortest way here: when (when day == today) → pick → agree" in found[0].help
    assert [each.message for each in found[0].related][1:] == ["the call comes here first", "then here"]


def test_what_the_engine_looks_up_by_itself_need_not_be_looked_up() -> None:
    flow = FLOW.replace("{ask: number, next: look}", "{ask: number, next: when}")
    assert [each for each in told(found_in(flow)) if each[0] == "FK440"] == []
    two = (
        CATALOG
        + '  other: {about: O, effect: read, input: {number: digits}, output: order, backend: "fixture:shop.fixture"}\n'
    )
    assert [each[0] for each in told(found_in(flow, catalog=two)) if each[0] == "FK440"] == ["FK440"]


LATER = FLOW.replace("day: day}, next: bye}", "day: day}, next: [{when: order.status == 'open', go: wrap}, {go: bye}]}")
BY_NUMBER_AND_DAY = CATALOG.replace(
    "input: {number: digits}\n    output: order", "input: {number: digits, day: date}\n    output: order"
)


def test_a_record_is_read_after_a_write_has_changed_it() -> None:
    assert told(found_in(LATER)) == []  # the engine reads it again from its key
    flow = LATER.replace("with: {number: number}\n", "with: {number: number, day: today}\n")
    found = found_in(flow, catalog=BY_NUMBER_AND_DAY)
    message = "'order' is read here after 'move_order' has changed it, so only its key is known"
    assert [each for each in told(found) if each[0] == "FK441"] == [("FK441", "move.yaml:17:80", message)]
    returned = BY_NUMBER_AND_DAY.replace(
        "effect: write\n    input: {number", "effect: write\n    output: order\n    input: {number"
    )
    assert [each for each in told(found_in(flow, catalog=returned)) if each[0] == "FK441"] == []


@pytest.mark.parametrize("key", ["number", "due"])
def test_the_key_of_a_stale_record_stays_known(key: str) -> None:
    guard = "order.number == '1'" if key == "number" else "order.due > today"
    flow = LATER.replace("with: {number: number}\n", "with: {number: number, day: today}\n").replace(
        "order.status == 'open'", guard
    )
    found = told(found_in(flow, catalog=BY_NUMBER_AND_DAY))
    assert [each[0] for each in found if each[0] == "FK441"] == ([] if key == "number" else ["FK441"])


def test_a_talk_may_fill_what_nothing_asks_for_but_not_before_it() -> None:
    flow = """\
slots: {day: {type: date, ask: "Which day?"}}
start: look
states:
  look: {use: find_hours, with: {day: DAY}, next: chat}
  chat: {talk: Find a day., until: day is set, next: again}
  again: {use: find_hours, with: {day: day}, next: bye}
  bye: {end: resolved}
"""
    assert told(found_in(flow.replace("DAY", "today"))) == []
    assert told(found_in(flow.replace("DAY", "day"))) == [
        ("FK332", "move.yaml:7:39", "'day' may not be known here: 'find_hours' would be refused")
    ]


def test_the_way_on_which_a_flow_does_not_give_what_it_says() -> None:
    (found,) = found_in(FLOW.replace("start: which", "gives: day\nstart: which"))
    assert found.help.endswith("the shortest way: which → look (when order.status == 'shipped') → late → bye")
