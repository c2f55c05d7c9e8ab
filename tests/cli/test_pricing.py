"""Calls whose model has a price: what they cost is told, kept, and counted again from the record."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from flowkit.cli.choices import LOCAL, OPENAI, Choices
from flowkit.cli.failures import UsageProblem
from flowkit.cli.loading import in_environment, load, loaded_from
from flowkit.cli.pricing import prices_for, recorded_prices
from flowkit.cli.run import run
from flowkit.engine.call import Call
from flowkit.engine.codec import effect_from_json, event_from_json
from flowkit.engine.step import step
from flowkit.journal.sqlite import SqliteJournal
from flowkit.language.prices import cost_of
from flowkit.language.project import read_project

PROJECT = """
flowkit: 1
title: Shop
start: front
greeting: "Hi, this is the shop's automated assistant."
about_us: {automated: I'm a program., recording: Yes., data: It is deleted.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
FLOW = """
flow: front
title: Front
slots: {order_id: {type: digits, pattern: "[0-9]{5}", ask: "Which order?"}}
start: which
states:
  which: {ask: order_id, next: done}
  done: {say: "Thank you.", end: resolved}
"""
PRICES = "operations: {prices: {flowkit-local: {text: {in: 4.00, cached: 0.40, out: 24}}}}\n"


def project(folder: Path, more: str = "") -> Path:
    (folder / "flowkit.yaml").write_text(PROJECT + more)
    (folder / "front.yaml").write_text(FLOW)
    return folder


def choices(folder: Path, model: str = LOCAL, environment: str = "") -> Choices:
    return Choices(
        flow=str(folder),
        say=("12345",),
        script=None,
        start="",
        given=(),
        model=model,
        base_url="",
        environment=environment,
        journal=folder / "calls.db",
        resume="",
        now="2026-03-02T10:00",
        seed=1,
        json=True,
        trace=False,
        color="never",
    )


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def prices_in(folder: Path, model: str = LOCAL, environment: str = ""):
    loaded, found = in_environment(load(str(folder)), environment)
    return prices_for(choices(folder, model, environment), loaded.project, found)


def test_the_cost_of_a_call_is_told_and_is_that_of_its_responses(tmp_path, capsys):
    assert run(choices(project(tmp_path, PRICES))) == 0
    end = told(capsys)
    journal = SqliteJournal(tmp_path / "calls.db")
    usages = [row.body["usage"] for row in journal.rows("call_1") if row.name == "generated"]
    prices = recorded_prices(journal.header("call_1").settings)
    assert prices is not None
    spent = sum((cost_of(usage, prices) for usage in usages if usage), Decimal(0))
    assert Decimal(end["cost"]) == spent.quantize(Decimal("0.000001"))
    assert spent > 0
    assert end["currency"] == "USD"


@pytest.mark.parametrize("budget", ["", "budget: 0.0001\n"])
def test_the_record_gives_the_same_effects_whatever_the_project_says_of_prices_today(tmp_path, budget):
    from flowkit.cli.beginning import program_of

    run(choices(project(tmp_path, PRICES + budget)))
    journal = SqliteJournal(tmp_path / "calls.db")
    header = journal.header("call_1")
    project(tmp_path, PRICES.replace("4.00", "4000"))
    loaded = loaded_from(header.files, Path(header.settings["folder"]))
    program, _ = program_of(loaded, None, recorded_prices(header.settings), runs=False)
    call, rows = Call(), journal.rows("call_1")
    for row in rows:
        if row.kind == "event":
            call, made = step(program, call, event_from_json(row.body))
            kept = [effect_from_json(each.body) for each in rows if each.kind == "effect" and each.step == row.step]
            assert list(made) == kept
    assert call.over
    assert call.budget_reached == bool(budget)


def test_without_a_price_nothing_is_told(tmp_path, capsys):
    run(choices(project(tmp_path)))
    assert "cost" not in told(capsys)


def test_the_stand_in_costs_nothing_and_needs_no_price_for_a_budget(tmp_path):
    assert prices_in(project(tmp_path, "budget: 1.50\n")) is None


def test_a_model_without_a_price_and_a_budget_do_not_go_together(tmp_path):
    assert prices_in(project(tmp_path), model="gpt-unheard-of") is None
    with pytest.raises(UsageProblem) as problem:
        prices_in(project(tmp_path, "budget: 1.50\n"), model="gpt-unheard-of")
    assert problem.value.message == "there is no price for the model 'gpt-unheard-of' and the project has a 'budget'"
    assert "operations: {prices:" in problem.value.hint


def test_the_usual_model_has_a_price_and_an_environment_may_have_its_own(tmp_path):
    more = """
environments:
  test: {model: gpt-realtime-mini, operations: {prices: {gpt-realtime-mini: {text: {in: 1, out: 2}}}}}
  live: {model: gpt-realtime-mini}
"""
    folder = project(tmp_path, more)
    assert prices_in(folder, OPENAI).model == "gpt-realtime-2.1"
    assert prices_in(folder, OPENAI, "live").tokens["text in"] == Decimal("0.60")
    assert prices_in(folder, OPENAI, "test").tokens == {"text in": Decimal(1), "text out": Decimal(2)}


@pytest.mark.parametrize(
    ("prices", "message"),
    [
        ("4", "'prices' is no map"),
        ("{m: 4}", "the price of 'm' is no map"),
        ("{m: {text: {in: dear}}}", "the price 'text in' of 'm' is no amount: dear"),
        ("{m: {smell: {in: 4}}}", "'smell' is no kind of price of 'm'"),
    ],
)
def test_what_is_no_price_is_reported_where_it_stands(tmp_path, prices, message):
    files = {"flowkit.yaml": f"{PROJECT}operations: {{prices: {prices}}}\n".encode(), "front.yaml": FLOW.encode()}
    (problem,) = [each for each in read_project(files).diagnostics if each.severity.value == "error"]
    assert problem.message == message
