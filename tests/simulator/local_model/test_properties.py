"""What holds for the local model whatever a caller says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Hear = Callable[[str, str], str]
Said = Callable[[str, str], dict[str, Any]]

STEPS = ["shop.help", "shop.auth", "shop.time", "shop.confirm", "shop.details", "shop.fix", "clinic.when", "hotel.stay"]
VOCABULARY = """
    yes no order 12345 one two double friday tomorrow the first second at ten half past three pm kettle broken red
    my name is Ana a@b.com dot at SW1A K7QX refund where when is it not or actually I meant move to and , . ? 10001
    please someone nothing cancel hold on don't know march 6th may visit for people breakfast with without
"""
WORDS = VOCABULARY.split()
SPOKEN = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
QUICK = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
CLAIMS = re.compile(r"\b(moved|refunded|cancelled|booked|restarted|changed|sent|done)\b", re.IGNORECASE)


def calls(outputs: str) -> list[tuple[str, dict[str, Any]]]:
    found = re.findall(r"(?:^| \+ )(\w+)(\{.*?\})(?= \+ |$)", outputs)
    return [(name, json.loads(arguments)) for name, arguments in found]


@QUICK
@given(step=st.sampled_from(STEPS), words=SPOKEN)
def test_what_it_records_fits_the_schema(
    hear: Hear, record_schema: Callable[[str], Any], step: str, words: str
) -> None:
    for name, arguments in calls(hear(step, words)):
        if name == "record":
            assert arguments
            jsonschema.validate(arguments, record_schema(step.partition(".")[0]))


@QUICK
@given(step=st.sampled_from(STEPS), words=SPOKEN)
def test_it_decides_one_thing_at_a_time_and_speaks_or_calls(hear: Hear, step: str, words: str) -> None:
    made = calls(hear(step, words))
    assert len([name for name, _ in made if name in ("choose", "request", "wait")]) <= 1
    assert len({name for name, _ in made}) == len(made)


@QUICK
@given(step=st.sampled_from(STEPS), words=SPOKEN)
def test_it_never_claims_anything(hear: Hear, step: str, words: str) -> None:
    speech = " ".join(re.findall(r'"([^"{}]*)"', re.sub(r"\{.*?\}", "", hear(step, words))))
    assert not CLAIMS.search(speech)


@QUICK
@given(step=st.sampled_from(STEPS), words=st.text(max_size=60))
def test_any_text_is_answered(hear: Hear, step: str, words: str) -> None:
    assert hear(step, words)


@QUICK
@given(note=st.text(max_size=200))
def test_any_note_is_read(speak: Callable[..., str], say: Said, note: str) -> None:
    assert speak("shop", f"STEP 1\n{note}", say("user", "order 12345"))


@pytest.mark.parametrize("step", STEPS)
def test_the_same_words_are_answered_the_same_way(hear: Hear, step: str) -> None:
    assert len({hear(step, "Friday at ten, order 12345") for _ in range(3)}) == 1
