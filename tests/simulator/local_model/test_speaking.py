"""What the model says when it is its turn and no new words of the caller wait."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Speak = Callable[..., str]
Say = Callable[[str, str], dict[str, Any]]

ACCOUNT = "I need to find your account first. What's your e-mail address and your postcode?"


def call(name: str, call_id: str = "call_1", **arguments: object) -> dict[str, Any]:
    text = json.dumps(arguments)
    return {"type": "function_call", "status": "completed", "name": name, "call_id": call_id, "arguments": text}


def output(value: object, call_id: str = "call_1") -> dict[str, Any]:
    text = value if isinstance(value, str) else json.dumps(value)
    return {"type": "function_call_output", "status": "completed", "call_id": call_id, "output": text}


def test_says_exactly_what_it_is_told(speak: Speak) -> None:
    told = "Say exactly the following, in a calm, clear voice, and nothing else:\nI'll move it to Friday at ten am."
    assert speak("shop", instructions=told, tools=(), tool_choice="none") == '"I\'ll move it to Friday at ten am."'


def test_repeats_the_value_with_its_noun_and_asks(speak: Speak, say: Say) -> None:
    items = (say("user", "where's my order 12345?"), call("record", order_id="12345"), output({"kept": ["order_id"]}))
    assert speak("shop", *items, "auth") == f'"Order 1 2 3 4 5. {ACCOUNT}"'


def test_says_what_comes_first_then_asks(speak: Speak, say: Say) -> None:
    items = (say("user", "12345"), call("record"), output({"kept": []}), "RESULT get_order: ok", "more")
    first = "Thanks, Ana. It's on its way and should be there Friday, March sixth."
    assert speak("shop", *items) == f'"{first} Is there anything else?"'


def test_says_what_comes_first_only_once(speak: Speak, say: Say) -> None:
    first = "Thanks, Ana. It's on its way and should be there Friday, March sixth."
    items = ("more", say("assistant", f"{first} Is there anything else?"), say("user", "hello"))
    assert speak("shop", *items) == '"Hello! Is there anything else?"'


def test_says_nothing_while_the_caller_is_asked_for_consent(speak: Speak, say: Say) -> None:
    asked = {"status": "needs_consent", "note": "It will be read to the caller. Say nothing about it."}
    items = ("fix", say("user", "yes"), call("reset_device", serial="K7QX"), output(asked))
    assert speak("shop", *items) == ""


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"kept": ["email"], "missing": ["postcode"]}, f'"Order 1 2 3 4 5. {ACCOUNT}"'),
        (
            {"refused": {"postcode": "That is not a postcode."}},
            f'"That is not a postcode. Order 1 2 3 4 5. {ACCOUNT}"',
        ),
        (
            {"refused": {"postcode": "That is not a postcode."}, "note": "The caller is being told why."},
            f'"Order 1 2 3 4 5. {ACCOUNT}"',
        ),
        ({"refused": {"postcode": "not heard"}}, f'"Order 1 2 3 4 5. {ACCOUNT}"'),
        (
            {"status": "refused", "because": "It has already shipped."},
            f'"It has already shipped. Order 1 2 3 4 5. {ACCOUNT}"',
        ),
        ({"status": "over", "now": "Who is calling."}, f'"Order 1 2 3 4 5. {ACCOUNT}"'),
    ],
)
def test_tells_why_only_when_nobody_else_does(speak: Speak, say: Say, answer: object, expected: str) -> None:
    assert speak("shop", say("user", "10001"), call("record", postcode="10001"), output(answer), "auth") == expected


def test_a_no_behind_what_else_ends_it(speak: Speak, say: Say) -> None:
    items = (say("user", "yes"), say("assistant", "Of course. What can I do for you?"), say("user", "no"), "more")
    assert speak("shop", *items) == 'choose{"option": "nothing"}'


def test_tells_what_a_tool_answered(speak: Speak, say: Say) -> None:
    result = {"serial": "K7QX", "online": False}
    items = ("fix", say("user", "is it online?"), call("device_status", serial="K7QX"), output(result))
    assert speak("shop", *items) == '"It is not online. Let\'s restart it. Shall I?"'


def test_tells_what_came_late(speak: Speak, say: Say) -> None:
    asked = ("fix", say("user", "is it online?"), call("device_status", serial="K7QX"), output({"status": "running"}))
    assert speak("shop", *asked) == ""
    late = 'RESULT device_status: {"serial":"K7QX","online":true}'
    assert speak("shop", *asked, say("assistant", "One moment."), late) == '"It is online."'


def test_one_of_two_answers_is_told_while_the_other_is_looked_up(speak: Speak, say: Say) -> None:
    calls = (call("device_status", "c1", serial="K7QX"), call("device_status", "c2", serial="M3TR"))
    ends = (output({"serial": "K7QX", "online": True}, "c1"), output({"status": "running"}, "c2"))
    assert speak("shop", "fix", say("user", "and these two?"), *calls, *ends) == '"It is online."'


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        (
            {"because": "I'm sorry, I can't do that.", "note": "The caller is being told why."},
            "What would you like instead?",
        ),
        ({"because": "serial: missing"}, "I'm sorry, I can't do that. I can put you through to a person, if you like."),
        ({"because": "It has gone already."}, "It has gone already. What would you like instead?"),
    ],
)
def test_does_not_offer_again_what_was_refused(speak: Speak, say: Say, refused: object, expected: str) -> None:
    items = ("fix", say("user", "yes please"), call("reset_device", serial="K7QX"))
    assert speak("shop", *items, output({"status": "refused", **refused})) == f'"{expected}"'


def test_once_more_means_the_last_tool_that_did_something(speak: Speak, say: Say) -> None:
    items = ("fix", call("reset_device", "c1", serial="K7QX"), output({"status": "needs_consent"}, "c1"))
    looked = (call("device_status", "c2", serial="K7QX"), output({"serial": "K7QX", "online": False}, "c2"))
    again = (say("assistant", "It is not online."), say("user", "try it again"))
    assert speak("shop", *items, *looked, *again) == 'reset_device{"serial": "K7QX"}'


def test_another_value_alone_is_looked_at_as_the_one_before(speak: Speak, say: Say) -> None:
    first = (call("get_order", "c1", order_id="12345"), output({"status": "packed"}, "c1"))
    more = (say("assistant", "The status is packed."), say("user", "and 12346?"))
    expected = 'record{"order_id": "12346"} + get_order{"order_id": "12346"}'
    assert speak("shop", "balance_with_order", *first, *more) == expected


def test_the_words_that_led_into_a_talk_may_lead_out_of_it(speak: Speak, say: Say) -> None:
    wish = (say("user", "that charge is wrong"), call("choose", option="account"), output({"status": "ok"}))
    assert speak("shop", *wish, "balance") == 'choose{"option": "disputes"}'


def test_tells_the_field_that_was_asked_for(speak: Speak, say: Say) -> None:
    result = {"order_id": "12345", "status": "shipped", "price": 35.0, "eta": "2026-03-06"}
    items = ("balance", say("user", "what's the price of 12345"), call("get_order", order_id="12345"), output(result))
    assert speak("shop", *items) == '"The price is 35.0."'


def test_offers_what_the_goal_offers(speak: Speak, say: Say) -> None:
    items = (
        say("user", "K7QX, red"),
        call("record"),
        output({"kept": ["serial", "light"]}),
        "RESULT device_status: ok",
    )
    assert speak("shop", *items, "fix") == '"Let\'s restart it. Shall I?"'


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("ok", "All right. Tell me what you see now."),
        ("declined", "All right, I'll leave that. What would you like instead?"),
        ("failed", "That didn't work, I'm sorry."),
    ],
)
def test_goes_on_after_what_was_done(speak: Speak, say: Say, outcome: str, expected: str) -> None:
    items = ("fix", say("assistant", "Shall I?"), say("user", "yes"), call("reset_device", serial="K7QX"))
    assert speak("shop", *items, f"RESULT reset_device: {outcome}") == f'"{expected}"'


def test_answers_the_question_that_led_into_the_step(speak: Speak, say: Say) -> None:
    items = (say("user", "when are you open?"), call("choose", option="faq"), output({"status": "ok"}), "faq")
    expected = '"We are open from nine to six, Monday to Saturday." + choose{"option": "answered"}'
    assert speak("shop", *items) == expected


def test_answers_the_wish_after_something_else_was_asked(speak: Speak, say: Say) -> None:
    wish = (say("user", "what's my balance?"), call("choose", option="account"), output({"status": "ok"}))
    asked = ("auth", say("assistant", ACCOUNT), say("user", "ana@example.com 10001"), call("record", "c2"))
    done = (output({"kept": ["email", "postcode"]}, "c2"), "RESULT find_customer: ok")
    expected = '"The balance is twelve dollars fifty."'
    assert speak("shop", *wish, *asked, *done, "balance") == expected


def test_a_flow_that_was_asked_for_is_not_asked_for_again(speak: Speak, say: Say) -> None:
    again = ("auth", say("assistant", ACCOUNT), say("user", "I'd like to know where my order is"))
    assert speak("shop", *again) == 'request{"kind": "switch", "flow": "order_status"}'
    asked = (say("user", "where's my order?"), call("choose", option="order_status"), output({"status": "ok"}))
    assert speak("shop", *asked, *again) == f'"Sorry, I didn\'t catch that. {ACCOUNT}"'


def test_promises_nothing_while_a_tool_runs(speak: Speak, say: Say) -> None:
    assert speak("shop", say("user", "yes"), say("assistant", "All right."), "running") == '"One moment, please."'


def test_words_answered_by_a_void_call_are_still_open(speak: Speak, say: Say) -> None:
    items = ("order", say("user", "12345"), call("record", order_id="12345"), output({"status": "void"}))
    assert speak("shop", *items) == 'record{"order_id": "12345"}'


def test_words_answered_by_half_a_sentence_are_still_open(speak: Speak, say: Say) -> None:
    half = {**say("assistant", "What's the"), "status": "incomplete"}
    assert speak("shop", "order", say("user", "12345"), half) == 'record{"order_id": "12345"}'


def test_several_new_messages_are_read_together(speak: Speak, say: Say) -> None:
    items = ("auth", say("assistant", ACCOUNT), say("user", "ana@example.com"), say("user", "postcode 10001"))
    assert speak("shop", *items) == 'record{"email": "ana@example.com", "postcode": "10001"}'


def test_old_words_are_not_read_again(speak: Speak, say: Say) -> None:
    items = (say("user", "12345"), say("assistant", "What's the order number?"), "order")
    assert speak("shop", *items) == '"What\'s the order number?"'


def test_audio_that_nobody_understood_gets_the_words_for_it(speak: Speak) -> None:
    part = {"type": "input_audio", "transcript": None}
    heard = {"type": "message", "role": "user", "status": "completed", "content": [part]}
    assert speak("shop", "order", heard) == "\"Sorry, I didn't catch that. What's the order number?\""


def test_the_latest_note_counts(speak: Speak, say: Say) -> None:
    assert speak("shop", "order", "time", say("assistant", "What time?"), say("user", "ten")) == (
        'record{"new_time": "2026-03-06T10:00"}'
    )


def test_calls_only_what_the_note_allows(speak: Speak, say: Say) -> None:
    note = 'STEP 2\nGoal: Wait.\nYou may use: wait.\nIf you cannot make it out, say: "Hm?"'
    assert speak("shop", note, say("user", "order 12345")) == '"Hm?"'


def test_calls_nothing_that_it_has_not(speak: Speak, say: Say) -> None:
    assert speak("shop", "order", say("user", "12345"), tools=()) == (
        "\"Sorry, I didn't catch that. What's the order number?\""
    )


def test_without_any_note_it_works_from_the_functions(speak: Speak, say: Say) -> None:
    assert speak("shop", say("user", "my postcode is 10001")) == 'record{"postcode": "10001"}'
    assert speak("shop", say("user", "hello"), tools=(), instructions="") == '"Hello! How can I help?"'


ANSWER = {
    "type": "function",
    "name": "answer",
    "description": "How the caller answered.",
    "parameters": {
        "type": "object",
        "properties": {"answer": {"type": "string", "enum": ["yes", "no", "other"]}},
        "required": ["answer"],
    },
}


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("yes please", "yes"),
        ("go ahead", "yes"),
        ("no", "no"),
        ("is it the dentist?", "other"),
        ("yes, but at two", "other"),
    ],
)
def test_a_forced_answer_is_a_hearing(speak: Speak, say: Say, words: str, heard: str) -> None:
    items = (say("assistant", "I'll move it to Friday."), say("assistant", "Shall I do that?"), say("user", words))
    choice = {"type": "function", "name": "answer"}
    assert (
        speak("shop", *items, tools=(ANSWER,), tool_choice=choice, instructions="") == f'answer{{"answer": "{heard}"}}'
    )


def test_a_forced_record_may_be_empty(speak: Speak, say: Say) -> None:
    choice = {"type": "function", "name": "record"}
    assert speak("shop", "order", say("user", "hm, well"), tool_choice=choice) == "record{}"
    assert speak("shop", "order", say("user", "12345"), tool_choice=choice) == 'record{"order_id": "12345"}'


def test_required_always_calls(speak: Speak, say: Say) -> None:
    assert speak("shop", "order", say("user", "hello"), tool_choice="required") == "record{}"
    assert speak("shop", "help", say("user", "track a package"), tool_choice="required") == (
        'choose{"option": "order_status"}'
    )


def test_none_never_calls(speak: Speak, say: Say) -> None:
    assert speak("shop", "order", say("user", "12345"), tool_choice="none").startswith('"')


@pytest.mark.parametrize("words", ["yes", "yes please", "no"])
def test_a_bare_answer_to_an_earlier_question_is_not_said_to_be_unclear(speak: Speak, say: Say, words: str) -> None:
    # "It is 4 7 1 1. Right?" was asked and its answer read without the model: the note behind it asks the next thing.
    said = speak("shop", say("assistant", "4 7 1 1. Is that right?"), say("user", words), "help")
    assert said == '"How can I help?"'


def test_other_words_before_a_note_are_still_to_be_dealt_with(speak: Speak, say: Say) -> None:
    said = speak("shop", say("assistant", "4 7 1 1. Is that right?"), say("user", "hm, blue cheese"), "help")
    assert said == '"Sorry, I didn\'t catch that. How can I help?"'
