"""What is read from the shop: names resolved, defaults filled in, shapes of things and ids."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from flowkit.language.expressions.syntax import Field, Name
from flowkit.language.expressions.unparse import text_of
from flowkit.language.model import Ask, Choose, Confirm, Edge, End, Handoff, Project, Run, Source, Speak, Talk, Use
from flowkit.language.project import Reading


@pytest.fixture
def project(shop: dict[str, str], reading_of: Callable[[dict[str, str]], Reading]) -> Project:
    reading = reading_of(shop)
    assert [str(found.span) + found.message for found in reading.diagnostics] == []
    assert reading.project is not None
    return reading.project


def test_a_project_without_problems_has_all_its_parts_in_the_order_of_the_files(project: Project) -> None:
    assert list(project.flows) == ["front", "auth", "refund", "move", "help"]
    assert list(project.records) == ["customer", "order", "visit"]
    assert list(project.tools)[:3] == ["find_customer", "get_order", "list_visits"]
    assert (project.start, project.timezone, project.currency, project.country) == (
        "front",
        "Europe/Berlin",
        "EUR",
        "DE",
    )
    assert (project.languages, project.max_turns, project.max_minutes) == (("en",), 60, 15)
    assert project.default_place is not None
    assert project.default_place.name == "desk"
    assert project.places["workshop"].callback == "help"
    assert project.about_us.data == "It is kept for a week."
    assert project.preconditions["known"].run == "auth"
    assert project.environments["live"].handoffs == {"desk": "sip:live@example.com"}
    assert project.environments["local"].backends == {"shop": "fixture:fixtures/shop.yaml"}


def test_constants_are_data_and_unquoted_days_are_dates(project: Project) -> None:
    assert project.constants == {
        "most_refund": 200,
        "closed_days": [date(2026, 12, 25), date(2026, 12, 26)],
        "fees": {"basic": 10, "gold": 0},
    }


def test_each_state_does_what_its_kind_key_says(project: Project) -> None:
    refund, move, help = project.flows["refund"].states, project.flows["move"].states, project.flows["help"].states
    assert refund["which"].does == Ask(("order_id",))
    assert isinstance(project.flows["front"].states["more"].does, Choose)
    assert isinstance(refund["look"].does, Use)
    assert isinstance(refund["agree"].does, Confirm)
    assert isinstance(help["again"].does, Run)
    assert help["again"].does.save_as == "who_it_is"
    assert isinstance(refund["person"].does, Handoff)
    assert refund["done"].does == End("resolved")
    assert move["pick"].patience == "long"
    talk = help["answer"].does
    assert isinstance(talk, Talk)
    assert (talk.tools, talk.facts, talk.max_turns, list(talk.exits)) == (
        ("get_order", "refund_part"),
        ("hours",),
        5,
        ["answered", "gave_up"],
    )


def test_ways_on_keep_their_order_and_parts(project: Project) -> None:
    look = project.flows["refund"].states["look"]
    assert [edge.go for edge in look.next] == ["details", "which", "person"]
    second = look.next[1]
    assert (second.times, second.clear, second.say and second.say.source) == (2, ("order_id",), "Still on its way.")
    assert second.when is not None
    assert text_of(second.when.expr) == "order.status == 'shipped'"
    assert look.outcomes["not_found"] == (Edge("person"),)
    ladder = project.flows["help"].states["answer"].no_match
    assert ladder is not None
    assert ladder[0].say is not None
    assert ladder[-1].edge is not None
    assert ladder[-1].edge.go == "person"


def test_a_state_without_a_kind_speaks(reading_of: Callable[..., Any], shop: dict[str, str]) -> None:
    shop["front.yaml"] = shop["front.yaml"].replace("  bye:", "  hum: {say: Hm., next: more}\n  bye:")
    read = reading_of(shop).project
    assert read is not None
    assert read.flows["front"].states["hum"].does == Speak()


def test_a_slot_that_picks_from_a_list_has_the_shape_of_its_things(project: Project) -> None:
    part = project.flows["refund"].slots["part"]
    assert (part.shape.type, part.shape.key, list(part.shape.fields)) == (
        "choice",
        "part_id",
        ["part_id", "title", "price"],
    )
    assert part.shape.options_from is not None
    assert text_of(part.shape.options_from) == "order.parts"
    assert part.shape.label is not None
    assert part.shape.label.source == "{{ title }}"
    assert part.take_single
    visit = project.flows["move"].slots["visit_chosen"].shape
    assert (visit.record, visit.options_from) == ("visit", Name("visits"))
    hour = project.flows["move"].slots["hour"].shape
    assert hour.label is not None
    assert hour.label.source == "{{ start.time }}"
    assert (hour.fields["start"].type, hour.single) == ("datetime", True)


def test_digits_and_the_like_are_checked_back_unless_the_slot_says_otherwise(project: Project) -> None:
    assert project.slots["order_id"].check_back == "implicit"
    assert project.flows["auth"].slots["email"].check_back == "none"
    assert project.flows["refund"].slots["reason"].check_back == "none"


def test_options_keep_their_meaning_and_examples(project: Project) -> None:
    first, second = project.flows["refund"].slots["reason"].shape.options
    assert (first.value, first.about, first.examples) == ("broken", "It does not work.", ("it's cracked",))
    assert second.examples == ()


def test_arguments_know_their_sources_and_what_thing_they_stand_for(project: Project) -> None:
    arguments = project.tools["refund_part"].input
    assert arguments["order_id"].sources == (Source("record", ("order",)),)
    assert arguments["part_id"].sources == (Source("field", ("order", "parts", "part_id")),)
    part = arguments["part_id"].shape.stands_for
    assert part is not None
    assert (part.source, part.key) == (Field(Name("order"), "parts"), "part_id")
    assert part.shape.label is not None
    assert part.shape.single
    order = arguments["order_id"].shape.stands_for
    assert order is not None
    assert (order.source, order.key, order.shape.record) == (Field(Name("records"), "order"), "order_id", "order")
    assert arguments["amount"].shape.stands_for is None, "an amount is spoken as an amount"
    assert project.tools["move_visit"].input["start"].shape.stands_for is None


def test_tools_have_their_defaults_and_their_catalogs_preconditions(project: Project) -> None:
    refund, opening = project.tools["refund_part"], project.tools["find_openings"]
    assert (refund.catalog, refund.requires, refund.timeout_ms, refund.retry) == ("shop", ("known",), 8000, 0)
    assert (refund.consent, refund.witnesses, refund.takes_key, refund.role) == ("read_back", 2, True, "refunds")
    assert (opening.timeout_ms, opening.retry) == (2000, 2)
    assert project.tools["find_customer"].requires == ()
    assert refund.changes == ("customer",)
    assert [rule.name for rule in refund.only_if] == ["own_order", "recent", "small"]
    assert list(refund.let) == ["days_ago"]
    assert refund.let["days_ago"].shape is not None
    assert refund.let["days_ago"].shape.type == "duration"


def test_limits_are_taken_apart(project: Project) -> None:
    once, daily = project.tools["refund_part"].limits
    assert (once.at_most, once.amount, once.per, once.window, once.rule) == (Decimal(1), "", "part_id", "call", "")
    assert (daily.at_most, daily.amount, daily.per, daily.window, daily.rule) == (
        Decimal(400),
        "amount",
        "customer",
        "day",
        "daily",
    )
    assert daily.because is not None


def test_a_read_back_is_split_at_its_last_sentence(project: Project) -> None:
    read_back = project.tools["move_visit"].read_back
    assert read_back is not None
    assert read_back.statement.source == "I'll move your {{ visit.title }} to {{ start }}."
    assert read_back.question.source == "Shall I do that?"
    assert read_back.question.fixed
    assert (read_back.question.span.column, read_back.question.span.end_column) == (66, 82)


def test_when_unknown_reads_and_judges(project: Project) -> None:
    unknown = project.tools["move_visit"].when_unknown
    assert unknown is not None
    assert (unknown.use, list(unknown.arguments)) == ("list_visits", ["customer_id"])


def test_guarantees_name_states_with_their_flow(project: Project) -> None:
    first, only, never, known, leads = project.flows["refund"].guarantees
    assert (first.form, first.subject, first.object) == ("before", "get_order", "refund_part")
    assert (only.form, only.subject, only.when is not None) == ("only_if", "refund_part", True)
    assert (never.form, never.subject, never.object) == ("never_after", "move_visit", "refund_part")
    assert (known.form, known.subject) == ("before", "known")
    assert (leads.form, leads.subject, leads.object) == ("leads_to", "refund.agree", "handoff")
    every, ends = project.guarantees
    assert (every.subject, every.object) == ("consent", "every write of shop")
    assert (ends.form, ends.number, ends.unit) == ("ends_within", 40, "turns")


def test_a_flow_whose_only_listening_states_are_choose_is_a_router(project: Project) -> None:
    assert [flow.name for flow in project.flows.values() if flow.router] == ["front"]


def test_a_result_of_a_flow_has_the_slots_that_it_gives(project: Project) -> None:
    assert project.flows["auth"].gives == ("email",)
    run = project.flows["help"].states["again"].does
    assert isinstance(run, Run)
