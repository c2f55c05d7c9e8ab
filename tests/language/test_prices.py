"""What models cost: by hand, from the table, and never nothing because nobody knows."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.language.prices import (
    NoPrice,
    Prices,
    cost_by_kind,
    cost_of,
    known_prices,
    prices_of,
    read_prices,
    rounded,
    tokens_by_kind,
)

KNOWN = known_prices(files("flowkit.language").joinpath("prices.json").read_text())
MODEL = KNOWN["gpt-realtime-2.1"]
USAGE = {
    "total_tokens": 253,
    "input_tokens": 132,
    "output_tokens": 121,
    "input_token_details": {
        "text_tokens": 119,
        "audio_tokens": 13,
        "image_tokens": 0,
        "cached_tokens": 64,
        "cached_tokens_details": {"text_tokens": 64, "audio_tokens": 0, "image_tokens": 0},
    },
    "output_token_details": {"text_tokens": 30, "audio_tokens": 91},
}


def test_a_response_costs_what_its_tokens_cost():
    by_hand = {
        "text in": 55 * Decimal("4.00") / 1_000_000,
        "text cached": 64 * Decimal("0.40") / 1_000_000,
        "audio in": 13 * Decimal("32.00") / 1_000_000,
        "text out": 30 * Decimal("24.00") / 1_000_000,
        "audio out": 91 * Decimal("64.00") / 1_000_000,
    }
    assert cost_by_kind(USAGE, MODEL) == by_hand
    assert cost_of(USAGE, MODEL) == sum(by_hand.values()) == Decimal("0.0072056")
    assert rounded(cost_of(USAGE, MODEL)) == "0.007206"


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({}, {}),
        ({"input_tokens": 10, "output_tokens": 5}, {"text in": 10, "text out": 5}),
        ({"input_tokens": 10, "input_token_details": {"cached_tokens": 4}}, {"text in": 6, "text cached": 4}),
        (
            {"input_tokens": 10, "input_token_details": {"text_tokens": 3, "audio_tokens": 7, "cached_tokens": 5}},
            {"text cached": 3, "audio in": 5, "audio cached": 2},
        ),
        (
            {"input_tokens": 10, "input_token_details": {"text_tokens": 10, "cached_tokens": 99}},
            {"text cached": 10},
        ),
        (
            {"output_tokens": 50, "output_token_details": {"text_tokens": 10, "audio_tokens": 5}},
            {"text out": 45, "audio out": 5},
        ),
        (
            {"prompt_tokens": 9, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 2}},
            {"text in": 7, "text cached": 2, "text out": 3},
        ),
        ({"input_tokens": "10", "output_tokens": -5, "input_token_details": [1]}, {}),
        ({"input_tokens": True}, {}),
    ],
)
def test_tokens_are_counted_once_each(usage, tokens):
    assert {name: count for name, count in tokens_by_kind(usage).items() if count} == tokens


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 1200), st.integers(0, 500), st.integers(0, 500))
def test_no_token_is_lost_or_counted_twice(text, audio, cached, out_text, out_audio):
    usage = {
        "input_tokens": text + audio,
        "output_tokens": out_text + out_audio,
        "input_token_details": {"text_tokens": text, "audio_tokens": audio, "cached_tokens": cached},
        "output_token_details": {"text_tokens": out_text, "audio_tokens": out_audio},
    }
    tokens = tokens_by_kind(usage)
    assert sum(tokens.values()) == text + audio + out_text + out_audio
    assert tokens["text cached"] + tokens["audio cached"] == min(cached, text + audio)
    assert min(tokens.values()) >= 0
    assert cost_of(usage, MODEL) >= 0


def test_transcription_costs_by_the_minute_or_the_token():
    assert cost_of({"type": "duration", "seconds": 90}, KNOWN["gpt-transcribe"]) == Decimal("0.00675")
    tokens = {
        "type": "tokens",
        "input_tokens": 300,
        "output_tokens": 10,
        "input_token_details": {"text_tokens": 0, "audio_tokens": 300},
    }
    assert cost_of(tokens, KNOWN["gpt-4o-transcribe"]) == Decimal("0.003")


def test_a_model_nobody_knows_the_price_of_is_a_problem():
    with pytest.raises(NoPrice, match="there is no price for the model 'gpt-unheard-of'"):
        prices_of("gpt-unheard-of", KNOWN)


def test_a_kind_without_a_price_is_a_problem_and_not_free():
    chat = read_prices("chat", {"text": {"in": 1, "out": 2}})
    assert cost_of({"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 10}}, chat) == Decimal("0.00001")
    with pytest.raises(NoPrice, match="'audio in' of 'chat' has no price"):
        cost_of({"input_token_details": {"audio_tokens": 1}}, chat)
    with pytest.raises(NoPrice, match="a minute of 'chat' has no price"):
        cost_of({"type": "duration", "seconds": 1}, chat)


def test_a_snapshot_has_the_prices_of_its_model_and_the_projects_own_go_first():
    assert prices_of("gpt-realtime-2025-08-28", KNOWN).model == "gpt-realtime"
    own = {"gpt-realtime": {"text": {"in": 1, "cached": "0.5", "out": Decimal("2.5")}}}
    assert prices_of("gpt-realtime-2025-08-28", KNOWN, own).tokens == {
        "text in": Decimal(1),
        "text cached": Decimal("0.5"),
        "text out": Decimal("2.5"),
    }
    assert prices_of("gpt-realtime-2.1", KNOWN, own) == MODEL


@pytest.mark.parametrize(
    "given_",
    [
        *([], {}, {"text": 4}, {"smell": {"in": 1}}, {"text": {"up": 1}}, {"text": {"in": "x"}}),
        *({"text": {"in": -1}}, {"text": {"in": True}}, {"minute": "NaN"}),
    ],
)
def test_what_is_no_price_is_told(given_):
    with pytest.raises(NoPrice) as problem:
        read_prices("mine", given_)
    assert "mine" in problem.value.message
    assert "per million tokens" in problem.value.hint


def test_every_price_has_a_source_and_a_day():
    for prices in KNOWN.values():
        assert prices.source.startswith("OpenAI, ")
        assert date.fromisoformat(prices.date)
        assert prices.currency == "USD"


@pytest.mark.parametrize("model", KNOWN)
def test_prices_go_to_json_and_back(model):
    assert Prices.from_json(KNOWN[model].to_json()) == KNOWN[model]
