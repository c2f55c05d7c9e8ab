"""Texts that do not read aloud."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lint.voice.desk import PROJECT, findings, saying, told


@pytest.mark.parametrize(
    ("text", "slug", "piece"),
    [
        ("See www.example.com/returns for that.", "spoken-address", "www.example.com/returns"),
        ("It is on example.com today.", "spoken-address", "example.com"),
        ("Write to help@example.com now.", "spoken-address", "help@example.com"),
        ("Terms & conditions.", "not-speakable", "&"),
        ("You get 20% back.", "not-speakable", "%"),
        ("Take ticket #5.", "not-speakable", "#"),
        ("Open the menu → settings.", "not-speakable", "→"),
        ("All good 👍 now.", "not-speakable", " 👍"),
        ("It is ready (mostly).", "not-speakable", "(mostly)"),
        ("Take him and/or her.", "not-speakable", "and/or"),
        ("That is in order_status.", "not-speakable", "order_status"),
        ("It is **very** late.", "spoken-markup", "**very**"),
        ("Hold <break time='1s'/> on.", "spoken-markup", "<break time='1s'/>"),
        ("It takes approx. a week.", "abbreviated", "approx."),
        ("Fruit, e.g. pears.", "abbreviated", "e.g."),
        ("It comes w/ a plug.", "abbreviated", "w/"),
        ("It takes 5 min.", "abbreviated", "min."),
        ("We do NOT do that.", "in-capitals", "NOT"),
        ("LAST CHANCE today.", "in-capitals", "LAST CHANCE"),
        ("Call 555 123 4567.", "long-number", "555 123 4567"),
        ("Case 48213377 is open.", "long-number", "48213377"),
        ("Since 2026-01-31.", "long-number", "2026-01-31"),
        ("It was 3/14/2026.", "long-number", "3/14/2026"),
        ("It costs $25.", "value-in-words", "$25"),
        ("It costs twenty dollars.", "value-in-words", "twenty dollars"),
        ("We close on March 3.", "value-in-words", "March 3"),
    ],
)
def test_what_does_not_read_aloud_is_told_at_its_letters(text, slug, piece):
    (found,) = told(saying(text))
    column = saying(text).splitlines()[4].index(piece) + 1
    assert found.startswith(f"desk.yaml:5:{column} {slug}: ")
    assert f"'{piece}" in found or slug == "not-speakable"


@pytest.mark.parametrize(
    "text",
    [
        "We're open from 9 to 5, Monday to Saturday – and on Sundays, too.",
        "I'm an AI assistant; your PIN and the SIM ID stay with you.",
        "It's a one-way trip: 24/7 there is somebody, in 2026 as well.",
        "Say 4 7 1 1, or 'four seven eleven'…",
        "You may stay until the second of June.",
        "I saw the min and max values, and the info.",
    ],
)
def test_what_reads_well_is_left_alone(text):
    assert told(saying(text)) == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Terms & conditions.", "Terms and conditions."),
        ("You get 20% back.", "You get 20 percent back."),
        ("It is **very** late.", "It is very late."),
        ("All good 👍 now.", "All good now."),
        ("Fruit, e.g. pears.", "Fruit, for example pears."),
        ("It takes 5 min.", "It takes 5 minutes."),
        ("Take him and/or her.", "Take him or her."),
    ],
)
def test_a_fix_gives_a_text_that_reads_well(text, mended):
    flow = saying(text)
    (found,) = findings(flow)
    (edit,) = found.fixes[0].edits
    line = flow.splitlines()[4]
    line = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
    assert line == saying(mended).splitlines()[4]
    assert told(saying(mended)) == []


def test_a_stretch_is_found_in_a_text_over_several_lines():
    flow = """\
flow: desk
title: Desk
start: speak
states:
  speak:
    say: >-
      This goes on,
      and here are terms & conditions
      until the end.
    end: resolved
"""
    assert told(flow) == [
        "desk.yaml:8:26 not-speakable: '&' is a sign for the eye; a voice reads it as it likes, or not at all"
    ]


def test_a_list_for_the_eye_is_told():
    flow = (
        saying("").replace('""', "|\n      Do this:\n      - restart\n      - wait\n     ").replace("{say", "\n    say")
    )
    flow = flow.replace(", end: resolved}", "").rstrip() + "\n    end: resolved\n"
    assert [each.split(" ")[1] for each in told(flow)] == ["spoken-markup:", "spoken-markup:"]


def test_values_are_no_signs():
    flow = """\
flow: desk
title: Desk
slots: {number: {type: digits, ask: "Which number?"}}
start: which
states:
  which: {ask: number, next: speak}
  speak: {say: "{{ number | spell }} - {{ number or 'none' }}, {% if number is set %}good{% endif %}.", end: resolved}
"""
    assert told(flow) == []


def test_texts_of_the_project_have_a_place_too():
    project = PROJECT.replace("Nothing is kept.", "See www.example.com.") + 'facts: {cost: "It is $5 & more."}\n'
    assert [each.partition(" is ")[0] for each in told(saying("Hello."), project)] == [
        "flowkit.yaml:5:78 spoken-address: 'www.example.com'",
        "flowkit.yaml:7:25 not-speakable: '&'",
    ]


def test_a_language_without_words_of_its_own_is_judged_by_its_signs_only():
    project = PROJECT + "languages: [de]\n"
    assert told(saying("Das ist NICHT so, z.B. min. 5."), project) == []
    assert "not-speakable" in told(saying("Rabatt: 5% & mehr."), project)[0]


def test_ids_are_spelt():
    flow = """\
flow: desk
title: Desk
slots:
  number: {type: digits, ask: "Which number?"}
  code: {type: text, pattern: "[A-Z]{3}[0-9]{4}", ask: "Which code?"}
  short_code: {type: text, pattern: "[A-Z0-9]{4}", ask: "Which one?"}
start: which
states:
  which: {ask: [number, code, short_code], next: look}
  look:
    use: get_order
    with: {number: number}
    next: speak
    outcomes: {not_found: person}
  speak: {say: "{{ order.tracking_code }}, {{ code }}, {{ code | spell }}, {{ short_code }}.", end: resolved}
"""
    found = findings(flow)
    assert [(str(each.span), each.kind.slug) for each in found] == [
        ("desk.yaml:15:20", "id-not-spelt"),
        ("desk.yaml:15:47", "id-not-spelt"),
    ]
    assert found[1].fixes[0].edits[0].text == " | spell"
    assert str(found[1].fixes[0].edits[0].span) == "desk.yaml:15:51"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000, "a-" * 100_000, "a." * 100_000, "& " * 100_000, "one " * 50_000, "(" * 200_000, "A " * 100_000,
        "what and " * 20_000,
        "I've done it. " * 15_000, "a_" * 100_000, "1 " * 100_000, "you'll " * 30_000, "? " * 100_000,
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_no_text_takes_long(text):
    start = time.process_time()
    assert len(told(saying(text))) <= 3
    assert len(told(saying(text[:1_900]))) <= 14
    assert time.process_time() - start < 1


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab AB19&%#()[]<>*_/@.:,?!'’-–→😀é$€\u4e2d", max_size=60).filter(str.strip))
def test_every_finding_has_its_place_in_the_text(text):
    flow = saying("x").replace('"x"', json.dumps(text, ensure_ascii=False))
    for one in findings(flow):
        assert (one.span.path, one.span.line, one.span.end_line) == ("desk.yaml", 5, 5)
        assert 16 <= one.span.column < one.span.end_column <= 16 + len(text) + 2
        for fix in one.fixes:
            assert all(edit.span == one.span for edit in fix.edits)


def test_many_options_that_sound_alike_are_told_in_time():
    names = ", ".join(f"{'a' * n}b" for n in range(1, 400))
    flow = "flow: desk\ntitle: Desk\nslots: {kind: {type: choice, ask: 'Which?', options: [" + names + "]}}\nstart: a\n"
    start = time.process_time()
    assert 0 < len(findings(flow + "states:\n  a: {ask: kind, next: b}\n  b: {end: resolved}\n")) <= 10
    assert time.process_time() - start < 1
