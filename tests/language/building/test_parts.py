"""What takes more than one place to go wrong, or to go right: files against each other, constants, shapes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

import pytest

from flowkit.language.building.cycles import circles
from flowkit.language.building.data import data_of, shape_of_data
from flowkit.language.building.durations import read_duration
from flowkit.language.building.names import meant, snake_case
from flowkit.language.building.read_backs import split
from flowkit.language.building.report import Report
from flowkit.language.building.scopes import Scope
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.locale import Locale
from flowkit.language.project import Reading
from flowkit.language.shapes import UNSET, Shape
from flowkit.language.speaking import speak
from flowkit.language.text import read
from flowkit.language.tree import Document, Scalar

ReadingOf = Callable[[dict[str, str]], Reading]


def told(reading: Reading) -> list[str]:
    return [f"{found.span.path}:{found.span.line}: {found.kind.code} {found.message}" for found in reading.diagnostics]


def changed(shop: dict[str, str], changes: Mapping[tuple[str, str], str]) -> dict[str, str]:
    for (path, old), new in changes.items():
        assert shop[path].count(old) == 1, old
        shop[path] = shop[path].replace(old, new)
    return shop


def test_a_value_that_must_be_heard_cannot_be_taken_without_asking(shop: dict[str, str], reading_of: ReadingOf) -> None:
    key = ("tools/shop.yaml", "input: {visit_id: {type: text, from: visit}, day: date}")
    files = changed(shop, {key: "input: {visit_id: {type: text, from: caller}, day: date}"})
    (found,) = reading_of(files).diagnostics
    assert (found.span.path, found.kind.code, found.related[0].span.path) == ("move.yaml", "FK407", "move.yaml")
    assert found.message == (
        "a single option of 'visit_chosen' is taken, not heard; 'visit_id' must come from the caller"
    )


def test_results_under_one_name_have_one_shape(shop: dict[str, str], reading_of: ReadingOf) -> None:
    files = changed(shop, {("move.yaml", "save_as: openings"): "save_as: visits"})
    (found,) = [one for one in reading_of(files).diagnostics if one.kind.code == "FK109"]
    assert found.message == "'visits' already names a result of another shape"
    assert found.related[0].span.line < found.span.line


def test_a_flow_that_gives_nothing_has_no_result(shop: dict[str, str], reading_of: ReadingOf) -> None:
    files = changed(shop, {("auth.yaml", "gives: email\n"): ""})
    assert told(reading_of(files)) == ["help.yaml:6: FK109 the flow 'auth' has no 'gives', so there is nothing to keep"]


def test_a_flow_that_is_offered_says_when_it_is_wanted(shop: dict[str, str], reading_of: ReadingOf) -> None:
    files = changed(shop, {("help.yaml", "about: Anything else.\n"): ""})
    (found,) = reading_of(files).diagnostics
    assert found.message == "the flow 'help' is offered to callers, so it needs 'about'"
    assert (str(found.span), str(found.related[0].span)) == ("help.yaml:1:7", "front.yaml:5:37")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n- b\n", "FK101 this file is a list, not a map of keys"),
        ("hello\n", "FK101 this file is text, not a map of keys"),
        ("flow: more\ntitle: More\nstart: a\nstates: {}\n", "FK103 a flow needs at least one state"),
        ("catalog: shop\ntools: {}\n", "FK107 there is another catalog 'shop'"),
    ],
)
def test_files_that_are_no_part_of_a_project(
    shop: dict[str, str], reading_of: ReadingOf, text: str, message: str
) -> None:
    found = told(reading_of({**shop, "zz.yaml": text}))
    assert f"zz.yaml:1: {message}" in found or f"zz.yaml:4: {message}" in found


def test_a_choice_may_take_its_options_from_a_constant(shop: dict[str, str], reading_of: ReadingOf) -> None:
    changes = {
        ("flowkit.yaml", "constants:\n"): "constants:\n  sizes: [small, large]\n",
        ("move.yaml", "slots:\n"): 'slots:\n  size: {type: choice, options: sizes, ask: "Which size?"}\n',
    }
    project = reading_of(changed(shop, changes)).project
    assert project is not None
    shape = project.flows["move"].slots["size"].shape
    assert [option.value for option in shape.options] == ["small", "large"]
    assert shape.options_from is None


def test_an_option_is_spoken_by_its_label(shop: dict[str, str], reading_of: ReadingOf) -> None:
    key = ("refund.yaml", "wrong_part: {about: Something else was in the box.}")
    reading = reading_of(changed(shop, {key: "wrong_part: {about: Something else was in the box., label: a mix-up}"}))
    assert told(reading) == []
    assert reading.project is not None
    shape = reading.project.flows["refund"].slots["reason"].shape
    locale = Locale(datetime(2026, 3, 2, 10))
    assert [speak(value, shape, locale) for value in ("broken", "wrong_part")] == ["broken", "a mix-up"]


def test_a_record_with_several_key_fields(shop: dict[str, str], reading_of: ReadingOf) -> None:
    stock = "  stock: {key: [place, box], fields: {place: text, box: text}}\n  visit: {key: id,"
    tool = (
        "  take_box:\n    about: Takes it.\n    effect: write\n"
        "    input: {place: {type: text, from: stock}, box: {type: text, from: stock}}\n"
        '    read_back: "I\'ll take {{ box }} from {{ place }}. Shall I do that?"\n'
        "    backend: python:backend.shop:take_box\n  ring_bell:\n"
    )
    files = changed(
        shop, {("tools/shop.yaml", "  visit: {key: id,"): stock, ("tools/shop.yaml", "  ring_bell:\n"): tool}
    )
    reading = reading_of(files)
    assert told(reading) == []
    assert reading.project is not None
    assert reading.project.records["stock"].key == ("place", "box")
    wrong = {
        **files,
        "tools/shop.yaml": files["tools/shop.yaml"].replace("{place: {type: text, from", "{spot: {type: text, from"),
    }
    assert any("kept under place, box, so 'spot' does not say which" in line for line in told(reading_of(wrong)))


def test_a_tool_knows_the_records_its_arguments_come_from_and_no_others(
    shop: dict[str, str], reading_of: ReadingOf
) -> None:
    files = changed(shop, {("tools/shop.yaml", "order_id: {type: digits, from: order}"): "order_id: digits"})
    assert told(reading_of(files)) == [], "the order is known by the other arguments"
    for path in ("order.parts.part_id", "order.parts.price"):
        files = changed(files, {("tools/shop.yaml", f", from: {path}}}"): "}"})
    found = told(reading_of(files))
    assert found
    assert all("there is no 'order' here" in line for line in found)


def test_a_rule_that_several_tools_share_is_checked_with_each(shop: dict[str, str], reading_of: ReadingOf) -> None:
    files = changed(
        shop, {("tools/shop.yaml", "    about: Lists visits.\n"): "    about: Lists visits.\n    only_if: own_order\n"}
    )
    found = told(reading_of(files))
    assert found == ["tools/shop.yaml:17: FK302 there is no 'order' here"]


# The small parts.


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("I'll do it. Shall I?", 12),
        ("One. Two! Shall I?", 10),
        ("I'll pay {{ a.b }}. Shall I?", 20),
        ("Only one sentence?", 0),
        ("A {{ x or 'y. z' }} thing?", 0),
        ("It costs 3.50 now. OK?", 19),
        ("{% if a %}One. {% else %}Two. {% endif %}Shall I?", 0),
        ("{% if a %}One.{% endif %} That is all. Shall I?", 39),
        ('I say "yes." Shall I?', 13),
    ],
)
def test_a_text_is_split_at_its_last_sentence_outside_of_values(text: str, start: int) -> None:
    assert split(text) == start


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("6 seconds", 6000),
        ("1 second", 1000),
        ("1.5 seconds", 1500),
        ("2 minutes", 120_000),
        ("250 ms", 250),
        ("500 milliseconds", 500),
        ("1 hour", 3_600_000),
        ("2 days", 172_800_000),
        ("3s", 3000),
    ],
)
def test_lengths_of_time(text: str, milliseconds: int) -> None:
    report = Report()
    scalar = Scalar(Document("x", text), 0, len(text), text, "")
    assert read_duration(scalar, 1, report) == milliseconds
    assert report.found == []


@pytest.mark.parametrize("text", ["0 seconds", "-1 seconds", "soon", "6 weeks", "5", "2 seconds later"])
def test_what_is_no_length_of_time(text: str) -> None:
    report = Report()
    assert read_duration(Scalar(Document("x", text), 0, len(text), text, ""), 77, report) == 77
    assert len(report.found) == 1


@pytest.mark.parametrize(
    ("text", "name"), [("New Day", "new_day"), ("newDay", "new_day"), ("3rd", "rd"), ("Über", "ber"), ("---", "")]
)
def test_names_are_offered_in_snake_case(text: str, name: str) -> None:
    assert snake_case(text) == name


def test_help_offers_the_nearest_name_or_the_list() -> None:
    assert meant("ordr", ["visit", "order"], "records") == "did you mean 'order'?"
    assert meant("zzz", ["visit", "order"], "records") == "records here: order, visit"
    assert meant("n0151", [f"n{i:04}" for i in range(0, 900, 2)], "records").startswith("did you mean 'n01")
    assert meant("zzz", [], "records") == "there are no records here"
    assert meant("zzz", [f"n{i:02}" for i in range(14)], "records").endswith("n11, and 2 more")


def test_constants_are_plain_data() -> None:
    root, _, _ = read(
        "x.yaml",
        b'a: 1\nb: 2.50\nc: true\nd: 2026-03-06\ne: 2026-03-06T10:00\nf: "10:30"\ng: 10:30\nh: [a]\ni: ~\n'
        b"j: 2026-13-06\n",
    )
    assert root is not None
    data = data_of(root)
    assert (data["a"], data["b"], data["c"], data["f"], data["h"], data["i"]) == (
        1,
        Decimal("2.50"),
        True,
        "10:30",
        ["a"],
        UNSET,
    )
    assert [type(data[name]).__name__ for name in "degj"] == ["date", "datetime", "time", "str"]


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (1, Shape("integer")),
        (Decimal("1.5"), Shape("number")),
        (True, Shape("yes_no")),
        ("x", Shape("text")),
        ([1, Decimal("1.5")], Shape("number", many=True)),
        (["x", 1], None),
        ({"a": 1, "b": 2}, Shape("integer", keyed=True)),
        ({"a": 1, "b": "x"}, Shape("object", fields={"a": Shape("integer"), "b": Shape("text")})),
        (
            [{"a": 1}, {"a": 2, "b": "x"}],
            Shape("object", many=True, fields={"a": Shape("integer"), "b": Shape("text", optional=True)}),
        ),
        ({"x": {"a": 1}, "y": {"a": 2}}, Shape("object", keyed=True, fields={"a": Shape("integer")})),
        ([[1], [2]], None),
        ([], Shape("text", many=True)),
    ],
)
def test_the_shape_of_a_constant(value: object, shape: Shape | None) -> None:
    assert shape_of_data(value) == shape


def test_each_circle_is_found_once_by_its_shortest_way() -> None:
    assert circles({"a": ["b"], "b": ["c", "a"], "c": ["c"]}) == [["a", "b", "a"], ["c", "c"]]
    assert circles({"a": ["b"], "b": []}) == []


def test_a_name_means_what_the_nearest_scope_says() -> None:
    asked: list[str] = []

    def work_out() -> Shape | None:
        asked.append("late")
        return inner.shape_of("late") or Shape("date")

    outer = Scope({"a": Shape("text"), "b": Shape("integer")}, constants=["b"])
    inner = Scope({"a": Shape("money"), "late": work_out, "lost": None}, outer)
    assert (inner.shape_of("a"), inner.shape_of("b")) == (Shape("money"), Shape("integer"))
    assert inner.shape_of("late") == inner.shape_of("late") == Shape("date")
    assert asked == ["late"], "a shape is worked out once, also where it is asked for meanwhile"
    assert (inner.is_constant("b"), inner.is_constant("a"), inner.is_constant("zz")) == (True, False, False)
    assert (inner.shape_of("lost"), "lost" in inner, "zz" in inner) == (None, True, False)
    assert list(inner.known()) == ["a", "late", "lost", "b"]


def test_a_problem_that_follows_from_another_is_not_told() -> None:
    from flowkit.language.codes import UNKNOWN_NAME, WRONG_TYPE
    from flowkit.language.diagnostic import problem
    from flowkit.language.span import NOWHERE

    report = Report()
    report.doubtful.add("order")
    report.add(UNKNOWN_NAME, NOWHERE, "there is no 'order'")
    report.add(UNKNOWN_NAME, NOWHERE, "there is no 'orders'")
    report.add(WRONG_TYPE, NOWHERE, "'order' is text")
    report.take([problem(UNKNOWN_NAME, NOWHERE, "no 'order'")])
    assert [found.message for found in report.found] == ["there is no 'orders'", "'order' is text"]
    report.incomplete = True
    report.add(UNKNOWN_NAME, NOWHERE, "there is no 'visit'")
    found: list[Diagnostic] = report.found
    assert len(found) == 2


def chain(template: str, length: int) -> str:
    return "".join(template.format(this=f"n{i}", next=f"n{i + 1}") for i in range(length))


@pytest.mark.parametrize("length", [15, 300])
def test_long_chains_of_definitions_are_read_or_told_but_never_followed_too_far(
    shop: dict[str, str], reading_of: ReadingOf, length: int
) -> None:
    lets = "let:\n" + chain("  {this}: {next}\n", length) + f"  n{length}: 1\n"
    records = chain("  {this}: {{key: a, fields: {{a: text, b: {next}}}}}\n", length)
    records += f"  n{length}: {{key: a, fields: {{a: text}}}}\n"
    for key, new in {
        ("move.yaml", "start: find\n"): f"{lets}start: find\n",
        ("tools/shop.yaml", "records:\n"): f"records:\n{records}",
        ("tools/shop.yaml", "    let: {days_ago: today - order.ordered_on}\n"): (
            "    let:\n      days_ago: today - order.ordered_on\n"
            + chain("      {this}: {next}\n", length)
            + f"      n{length}: 1\n"
        ),
    }.items():
        found = reading_of(changed(dict(shop), {key: new})).diagnostics
        if length < 20:
            assert found == (), key
        else:
            assert {one.kind.code for one in found} == {"FK008"}, key


def test_a_long_chain_of_routers_is_followed_to_its_ends(shop: dict[str, str], reading_of: ReadingOf) -> None:
    for i in range(300):
        shop[f"n{i}.yaml"] = (
            f"flow: n{i}\ntitle: N\nabout: N.\nstart: a\nstates:\n"
            f"  a: {{choose: n{i + 1}, next: b, question: Yes}}\n  b: {{end: resolved}}\n"
        )
    shop["n300.yaml"] = (
        "flow: n300\ntitle: N\nabout: N.\nstart: a\nstates:\n  a: {ask: order_id, next: b}\n  b: {end: far}\n"
    )
    files = changed(shop, {("move.yaml", "  bell: {use: ring_bell, next: done}"): "  bell: {run: n0, next: done}"})
    (found,) = reading_of(files).diagnostics
    assert found.message == "'n0' can also end as 'far'; say where the flow goes then"


def test_a_precondition_cannot_be_its_own_condition(shop: dict[str, str], reading_of: ReadingOf) -> None:
    files = changed(shop, {("flowkit.yaml", "when: customer is set"): "when: known or customer is set"})
    assert told(reading_of(files)) == ["flowkit.yaml:9: FK109 'known' is computed from itself"]


READ_BACKS = [
    ("I'll put it down{% if note is set %} with the note {{ note }}{% endif %}. Shall I do that?", []),
    ("I'll put it down with {{ note or 'no note' }}. Shall I do that?", []),
    (
        "I'll put it down with the note {{ note }}. Shall I do that?",
        ["may be left out"],
    ),
    ("I'll put it down. Shall I do that?", ["does not speak"]),
]


@pytest.mark.parametrize(("read_back", "messages"), READ_BACKS)
def test_a_read_back_speaks_an_optional_argument_if_it_is_there(
    shop: dict[str, str], reading_of: ReadingOf, read_back: str, messages: list[str]
) -> None:
    tool = f"""\
  write_down:
    about: Writes something down.
    effect: write
    input: {{note: {{type: text, optional: true}}}}
    read_back: "{read_back}"
    backend: python:backend.shop:write_down
"""
    shop["tools/shop.yaml"] += tool
    found = [found.message for found in reading_of(shop).diagnostics]
    assert len(found) == len(messages)
    assert all(part in message for part, message in zip(messages, found, strict=True))


def test_an_own_read_back_may_speak_an_optional_argument_by_what_it_comes_from(
    shop: dict[str, str], reading_of: ReadingOf
) -> None:
    shop["tools/shop.yaml"] += """\
  write_down:
    about: Writes something down.
    effect: write
    input: {note: {type: text, optional: true}}
    consent: heard
    read_back: "I'll put it down{% if note is set %} with {{ note }}{% endif %}. Shall I do that?"
    backend: python:backend.shop:write_down
"""
    words = "I'll note {% if reason is set %}{{ reason }}{% else %}nothing{% endif %}. Is that right?"
    state = "  agree:\n    confirm: refund_part"
    own = f'  note: {{confirm: write_down, with: {{note: reason}}, read_back: "{words}", next: done}}\n'
    files = changed(shop, {("refund.yaml", state): own + state})
    assert [found.message for found in reading_of(files).diagnostics] == []
    files["refund.yaml"] = files["refund.yaml"].replace(
        "{% if reason is set %}{{ reason }}", "{{ reason }}{% if dear %}"
    )
    (found,) = reading_of(files).diagnostics
    assert found.message == "'note' may be left out, and then this read-back has a gap"


def test_a_case_is_written_with_what_the_person_gets(shop: dict[str, str], reading_of: ReadingOf) -> None:
    shop["tools/shop.yaml"] += """\
  record_case:
    about: Writes a case.
    requires: []
    effect: write
    consent: none
    consent_because: Nothing changes for the caller.
    input: {customer_id: {type: text, optional: true}, text: text}
    backend: python:backend.shop:record_case
"""
    case = "case: {use: record_case, with: {customer_id: customer.id, text: summary}}\nroles: [refunds]"
    reading = reading_of(changed(shop, {("flowkit.yaml", "roles: [refunds]"): case}))
    assert reading.diagnostics == ()
    assert reading.project is not None
    assert reading.project.case is not None
    assert reading.project.case.tool == "record_case"
    assert list(reading.project.case.arguments) == ["customer_id", "text"]


def test_the_summary_is_known_in_the_case_alone(shop: dict[str, str], reading_of: ReadingOf) -> None:
    files = changed(shop, {("auth.yaml", "with: {email: email}"): "with: {email: summary}"})
    assert [found.kind.code for found in reading_of(files).diagnostics] == ["FK302"]


def test_some_of_the_slots_of_an_ask_are_enough(shop: dict[str, str], reading_of: ReadingOf) -> None:
    state = '{ask: [part, reason], enough: 1, question: "Which part, or what was wrong?", next: agree}'
    files = changed(shop, {("refund.yaml", "{ask: [part, reason], next: agree}"): state})
    reading = reading_of(files)
    assert reading.diagnostics == ()
    assert reading.project is not None
    does = reading.project.flows["refund"].states["details"].does
    assert (does.slots, does.enough) == (("part", "reason"), 1)
