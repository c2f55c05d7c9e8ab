"""The rules of reading an answer, one by one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from flowkit.language.answers import Answer, mentions_other_value, read_answer
from flowkit.language.locale import Locale
from flowkit.language.speaking import SpokenValue

Read = Callable[..., Answer]


def reading(text: str, *values: SpokenValue, stated: str = "", options: tuple[str, ...] = (), **place: Any) -> str:
    locale = Locale(now=datetime(2026, 3, 2, 10, 0), **place)
    return read_answer(text, values, locale, options, stated=stated).reading


def date(text: str, spoken: str = "") -> SpokenValue:
    return SpokenValue("date", text, spoken)


def test_nothing_is_a_yes_to_a_machine_without_words_for_the_language() -> None:
    assert reading("yes", language="de") == "other"
    assert reading("  ", language="de") == "unclear"
    assert reading("yes", language="en-GB") == "yes"


@pytest.mark.parametrize("text", ["", " ", "...", "!?", "—"])
def test_no_words_are_unclear(text: str) -> None:
    assert reading(text) == "unclear"


def test_long_talk_is_neither(answer: Read) -> None:
    assert answer("yes " * 30).reading == "yes"
    assert answer("yes " * 60).reading == "other"
    assert answer("no " * 60).reading == "other"
    assert answer("yes " * 1000).why == "a longer talk"


@pytest.mark.parametrize("end", ["...", "…", " -", "—", ",", ":"])
def test_a_cut_off_yes_is_none(answer: Read, end: str) -> None:
    assert answer("yes" + end).reading == "unclear"
    assert answer("no" + end).reading == "no"


@pytest.mark.parametrize("mark", ["?", "？", "؟", "?!"])
def test_a_question_mark_anywhere_denies(answer: Read, mark: str) -> None:
    assert answer(f"yes{mark}").reading == "other"
    assert answer(f"Saturday{mark} yes").reading != "yes"
    assert answer(f"no{mark}").reading == "other"


@pytest.mark.parametrize(
    ("text", "spelt"),
    [("yes, don't", "other"), ("yes, dont", "other"), ("YES", "yes"), ("ｙｅｓ", "yes"), ("уes", "other")],
)
def test_spelling(answer: Read, text: str, spelt: str) -> None:
    assert answer(text).reading == spelt


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_contractions_are_written_out(answer: Read, apostrophe: str) -> None:
    assert answer(f"that{apostrophe}s right").reading == "yes"
    assert answer(f"that isn{apostrophe}t right").reading == "no"
    assert answer(f"don{apostrophe}t").reading == "no"


DAY = date("2026-05-28", "Thursday, May twenty-eighth")


@pytest.mark.parametrize(
    "said",
    [
        "Thursday",
        "the twenty-eighth",
        "May 28",
        "28 May",
        "the 28th of May",
        "May the twenty-eighth",
        "May 28th, 2026",
        "5/28",
        "5/28/26",
        "2026-05-28",
        "Thursday May twenty-eighth twenty twenty six",
        "on Thursday",
    ],
)
def test_a_day_in_whole_or_part(said: str) -> None:
    assert reading(f"yes, {said}", DAY) == "yes"
    assert reading(f"{said}, yes", DAY) == "yes"
    assert reading(f"yes, {said}", date("2026-06-12")) != "yes"
    assert reading(said, DAY) != "yes"


@pytest.mark.parametrize(
    "said", ["Friday the 28th", "June 28", "May 21", "May 28, 2027", "28/5", "the 8th", "May", "28"]
)
def test_one_wrong_part_makes_another_day(said: str) -> None:
    assert reading(f"yes, {said}", DAY) != "yes"


def test_day_and_month_stand_as_the_country_writes_them() -> None:
    assert reading("yes, 28/5", DAY, country="GB") == "yes"
    assert reading("yes, 5/28", DAY, country="GB") != "yes"


def test_days_are_counted_from_the_day_of_the_call() -> None:
    assert reading("yes, tomorrow", date("2026-03-03")) == "yes"
    assert reading("yes, tomorrow", date("2026-03-04")) == "changed"
    assert reading("yes, this Friday", date("2026-03-06")) == "yes"
    assert reading("yes, this Friday", date("2026-03-13")) != "yes"
    assert reading("yes, next Friday", date("2026-03-13")) != "yes"


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("ten", "10:00"),
        ("ten am", "10:00"),
        ("10 a.m.", "10:00"),
        ("10:00", "10:00"),
        ("ten o'clock", "10:00"),
        ("in the morning", "10:00"),
        ("half past two", "14:30"),
        ("two thirty", "14:30"),
        ("2:30 pm", "14:30"),
        ("14:30", "14:30"),
        ("quarter to three", "14:45"),
        ("ten past two", "14:10"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("in the evening", "19:00"),
    ],
)
def test_a_time_in_whole_or_part(said: str, clock: str) -> None:
    assert reading(f"yes, {said}", SpokenValue("time", clock, "")) == "yes"
    assert reading(f"yes, at {said}", SpokenValue("time", clock, "")) == "yes" or said.startswith("in")
    assert reading(f"yes, {said}", SpokenValue("time", "08:20" if clock != "10:00" else "20:20", "")) != "yes"


@pytest.mark.parametrize(
    "said", ["ten thirty", "ten pm", "half past ten", "10:05", "ten to ten", "in the evening", "am"]
)
def test_one_wrong_part_makes_another_time(said: str) -> None:
    assert reading(f"yes, {said}", SpokenValue("time", "10:00", "ten am")) != "yes"


def test_the_evening_is_not_the_afternoon() -> None:
    assert reading("yes, in the evening", SpokenValue("time", "13:00", "one pm")) == "changed"


def test_a_day_and_a_time_are_read_together() -> None:
    day, time = date("2026-03-07"), SpokenValue("time", "11:00", "eleven am")
    assert reading("yes, Saturday at eleven", day, time) == "yes"
    assert reading("yes, Saturday at ten", day, time) != "yes"
    assert reading("yes, March eleven", day, time) != "yes"
    tuesday, friday = (SpokenValue("datetime", at, "") for at in ("2026-03-03T09:00", "2026-03-06T10:00"))
    assert reading("yes, Friday at ten", tuesday, friday) == "yes"
    assert reading("yes, Friday at nine", tuesday, friday) != "yes"


def test_two_days_in_one_breath_are_none() -> None:
    assert reading("yes, Saturday, Saturday", date("2026-03-07")) == "yes"
    assert reading("yes, Sunday, Saturday", date("2026-03-07")) != "yes"
    assert reading("yes, Saturday, Sunday", date("2026-03-07")) != "yes"


def test_three_in_the_night_is_written_with_a_zero() -> None:
    assert reading("yes, 3:00", SpokenValue("time", "15:00", "three pm")) == "yes"
    assert reading("yes, 03:00", SpokenValue("time", "15:00", "three pm")) != "yes"


def test_an_option_whose_key_is_a_time_is_one() -> None:
    option = SpokenValue("choice", "2026-03-07T11:00", "Saturday, March seventh at eleven am")
    assert reading("yes, the 7th", option) == "yes"
    assert reading("yes, 3/7", option) == "yes"
    assert reading("yes, the 8th", option) == "changed"


def test_a_part_that_fits_two_values_fits_none() -> None:
    first, last = date("2026-05-21"), date("2026-05-28")
    assert reading("yes, the 21st", first, last) == "yes"
    assert reading("yes, Thursday", first, last) != "yes"
    assert reading("yes, Thursday", first, date("2026-05-29")) == "yes"
    ten, other_ten = SpokenValue("integer", "10", "ten"), SpokenValue("time", "10:00", "ten am")
    assert reading("yes, ten", ten) == "yes"
    assert reading("yes, ten", ten, other_ten) != "yes"
    visa, second = (
        SpokenValue("choice", "1", "Visa ending in 1 2 3 4"),
        SpokenValue("choice", "2", "Visa ending in 5 5 5 5"),
    )
    assert reading("yes, the Visa", visa, second) != "yes"
    assert reading("yes, the Visa ending in 1234", visa, second) == "yes"


@pytest.mark.parametrize("said", ["$12.50", "twelve fifty", "12.50", "twelve dollars fifty", "12 dollars and 50 cents"])
def test_money(said: str) -> None:
    assert reading(f"yes, {said}", SpokenValue("money", "12.50", "twelve dollars fifty")) == "yes"
    assert reading(f"yes, {said}", SpokenValue("money", "12.05", "twelve dollars and five cents")) != "yes"
    assert reading(f"yes, {said}", SpokenValue("money", "125.00", "")) != "yes"


@pytest.mark.parametrize(
    "said",
    ["twelve", "twelve dollars", "fifty cents", "twelve five", "12.50 euros", "€12.50", "twelve fifty a month", "1250"],
)
def test_part_of_an_amount_is_another_amount(said: str) -> None:
    assert reading(f"yes, {said}", SpokenValue("money", "12.50", "twelve dollars fifty")) != "yes"


def test_twelve_five_is_no_amount() -> None:
    assert reading("yes, twelve five", SpokenValue("money", "12.05", "")) != "yes"
    assert reading("yes, twelve oh five", SpokenValue("money", "12.05", "")) != "yes"
    assert reading("yes, fifty cents", SpokenValue("money", "0.50", "fifty cents")) == "yes"


def test_money_is_in_the_projects_currency() -> None:
    assert reading("yes, 20 euros", SpokenValue("money", "20.00", ""), currency="EUR") == "yes"
    assert reading("yes, 20 dollars", SpokenValue("money", "20.00", ""), currency="EUR") != "yes"


def test_numbers() -> None:
    assert reading("yes, for two", SpokenValue("integer", "2", "two")) == "yes"
    assert reading("yes, at two", SpokenValue("integer", "2", "two")) == "changed"
    assert reading("yes, two pm", SpokenValue("integer", "2", "two")) != "yes"
    assert reading("yes, 21 Thursday", SpokenValue("integer", "21", ""), date("2026-05-28")) != "yes"
    nine = SpokenValue("time", "09:00", "nine am")
    assert reading("yes, eleven in the morning", SpokenValue("integer", "11", ""), nine) != "yes"
    assert reading("yes, twenty", SpokenValue("integer", "25", "twenty-five")) != "yes"
    assert reading("yes, one hundred and five", SpokenValue("integer", "105", "")) == "yes"
    assert reading("yes, a hundred", SpokenValue("integer", "100", "")) == "yes"
    assert reading("yes, two thousand three hundred", SpokenValue("integer", "2300", "")) == "yes"
    assert reading("yes, 2,300", SpokenValue("integer", "2300", "")) == "yes"


ORDER = SpokenValue("digits", "12345", "1 2 3 4 5")


@pytest.mark.parametrize(
    "said", ["12345", "1-2-3-4-5", "#12345", "one two three four five", "twelve three forty-five", "345"]
)
def test_digits_in_any_grouping_and_by_their_last(said: str) -> None:
    assert reading(f"yes, {said}", ORDER) == "yes"


@pytest.mark.parametrize("said", ["123", "1234", "45", "123456", "54321", "one two three four", "12345 6"])
def test_other_digits(said: str) -> None:
    assert reading(f"yes, {said}", ORDER) != "yes"


def test_repeated_figures() -> None:
    assert reading("yes, double four seven oh", SpokenValue("digits", "4470", "4 4 7 0")) == "yes"


def test_codes_and_addresses_sign_by_sign() -> None:
    code, mail = (
        SpokenValue("text", "K7QX", "K 7 Q X"),
        SpokenValue("email", "ana.lo@example.com", "ana dot lo at example dot com"),
    )
    assert reading("yes, k 7 q x", code) == "yes"
    assert reading("yes, K7QX", code) == "yes"
    for other in ("K 7 Q", "K7QZ", "K 7 Q X 2", "Q X"):
        assert reading(f"yes, {other}", code) != "yes"
    assert reading("yes, K 7 Q X 2", code, SpokenValue("integer", "2", "two")) != "yes"
    assert reading("yes, ana.lo@example.com", mail) == "yes"
    assert reading("yes, ana dot lo at example dot com", mail) == "yes"
    for other in ("ana at example dot com", "ana@example.com", "ana dot lo at example dot org", "example dot com"):
        assert reading(f"yes, {other}", mail) != "yes"
    phone = SpokenValue("phone", "+15551234567", "5 5 5, 1 2 3, 4 5 6 7")
    assert reading("yes, 555-123-4567", phone) == "yes"
    assert reading("yes, ending in 4567", phone) == "yes"
    assert reading("yes, ending in 4568", phone) != "yes"


def test_things_by_words_of_their_label() -> None:
    kettle = SpokenValue("choice", "i1", "blue kettle with a lid")
    assert reading("yes, the kettle", kettle) == "yes"
    assert reading("yes, the blue kettle", kettle) == "yes"
    assert reading("yes, the red kettle", kettle) != "yes"
    assert reading("yes, the kettle and the toaster", kettle) != "yes"
    assert reading("yes, with a", kettle) != "yes"


def test_a_day_in_a_label_is_not_taken_for_the_day_that_was_read_back() -> None:
    visit = SpokenValue("choice", "v1", "dentist on Tuesday, March third at nine am")
    assert reading("yes, Tuesday", visit) == "yes"
    assert reading("yes, Tuesday", visit, date("2026-03-06")) != "yes"
    assert reading("yes, the dentist", visit, date("2026-03-06")) == "yes"
    march = SpokenValue("choice", "v2", "dentist in March")
    assert reading("yes, the dentist in March", march, date("2026-04-07")) == "yes"
    assert reading("yes, the dentist in March seventh", march, date("2026-04-07")) != "yes"


def test_a_value_that_is_yes_or_no_is_not_repeated() -> None:
    assert reading("yes", SpokenValue("yes_no", "false", "no")) == "yes"
    assert reading("yes, no", SpokenValue("yes_no", "false", "no")) != "yes"


def test_a_label_with_a_veto_in_it_cannot_be_repeated() -> None:
    assert reading("yes, the no name kettle", SpokenValue("choice", "1", "no name kettle")) != "yes"


def test_other_options_are_a_change(answer: Read) -> None:
    visa, labels = SpokenValue("choice", "1", "Visa ending in 1 2 3 4"), ("Visa ending in 1 2 3 4", "gift card")
    assert reading("yes, the gift card", visa, options=labels) == "changed"
    assert reading("yes, the gift card", visa) == "other"
    locale = Locale(now=datetime(2026, 3, 2, 10, 0))
    assert mentions_other_value("the gift card", [visa], locale, labels) == "gift"
    assert mentions_other_value("the Visa", [visa], locale, labels) == ""
    assert mentions_other_value("wait a second, you may be right", [visa], locale) == ""
    assert mentions_other_value("half past nine", [visa], locale) == "half past nine"


STATED = "I'll cancel your membership at the end of the month."


@pytest.mark.parametrize(
    "text",
    [
        "yes, cancel it",
        "please go ahead and cancel my membership",
        "go ahead with the cancellation",
        "yes, I want you to cancel it",
        "yes, at the end of the month",
        "yes, cancel my membership at the end of the month",
        "yes, my membership",
    ],
)
def test_the_read_backs_own_verb_and_words(text: str) -> None:
    assert reading(text, stated=STATED) == "yes"
    assert reading(text) != "yes"
    assert reading(text, stated="I'll renew your subscription in a year.") != "yes"


@pytest.mark.parametrize(
    "text",
    [
        "cancel it",
        "cancel",
        "I want to cancel it",
        "yes, cancel",
        "yes, cancel them",
        "yes, cancel order",
        "yes, it is cancelling",
        "yes, this month",
        "yes, cancel my membership at the end of the year",
        "yes, cancel it now",
        "yes, end",
    ],
)
def test_what_the_read_backs_words_do_not_cover(text: str) -> None:
    assert (reading(text, stated=STATED) == "yes") == (text == "yes, cancel")


def test_now_is_agreed_to_only_where_it_was_said() -> None:
    assert reading("yes, do it now", stated="I'll restart the device now.") == "yes"
    assert reading("yes, do it now", stated="I'll restart the device.") != "yes"
    assert reading("yes, do it now") != "yes"


def test_a_stretch_does_not_end_inside_a_value() -> None:
    money, stated = (
        SpokenValue("money", "12.50", "twelve dollars fifty"),
        "I'll charge twelve dollars fifty to the Visa.",
    )
    assert reading("yes, charge twelve dollars fifty", money, stated=stated) == "yes"
    assert reading("yes, charge twelve dollars", money, stated=stated) != "yes"
    assert reading("yes, charge twelve dollars fifty to the Visa", money, stated=stated) == "yes"


def test_a_stretch_does_not_end_inside_a_day(answer: Read) -> None:
    assert answer("yes, move my dentist to Saturday, March seventh").reading == "yes"
    assert answer("yes, move my dentist to Saturday, March eleven").reading != "yes"


def test_our_own_verb_is_no_refusal() -> None:
    assert reading("stop it", stated="I'll stop your subscription.") != "no"
    assert reading("stop it", stated="I'll move your subscription.") == "no"
    assert reading("no, don't stop it", stated="I'll stop your subscription.") != "yes"


def test_a_refusal_of_our_value_is_a_no(answer: Read) -> None:
    assert answer("no, not Saturday").reading == "no"
    assert answer("no, not Sunday").reading == "changed"
    assert answer("no, Saturday").reading != "no"
    assert answer("don't move my dentist").reading == "no"


@pytest.mark.parametrize(
    "text",
    [
        "Yes. Also, I have another question about a different order.",
        "Yes. By the way, I need help with something else.",
        "yes please. I have one more request afterwards",
    ],
)
def test_a_side_topic_that_is_announced_leaves_the_yes(answer: Read, text: str) -> None:
    assert answer(text).reading == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "Yes. Also, I have a question.",
        "Yes. Also, I have another question about it.",
        "Yes. Also, make it two.",
        "Yes. Also, cancel the other order.",
        "Yes. Also, what about my other order?",
        "I have another question about a different order.",
        "Yes. Also",
        "Yes. I have another question about a different order. And not this one.",
    ],
)
def test_anything_else_beside_a_yes_does_not(answer: Read, text: str) -> None:
    assert answer(text).reading != "yes"


@pytest.mark.parametrize(
    "text", ["it works", "I'll take the kettle", "the kettle is fine", "I want it", "it's fine", "that's okay"]
)
def test_contentment_with_something_else_is_no_assent(answer: Read, text: str) -> None:
    assert answer(text, "refund").reading != "yes"


def test_a_full_stop_parts_a_phrase(answer: Read) -> None:
    assert answer("It works for me.", "device").reading == "yes"
    assert answer("It works. For me.", "device").reading != "yes"
    assert answer("Yeah, right.").why == "not only assent: yeah right"


def test_fillers_do_not_complete_an_answer(answer: Read) -> None:
    assert answer("yes and uh").reading == "unclear"
    assert answer("yes and thanks").reading == "yes"
    assert answer("okay so").reading == "unclear"
    assert answer("yes on").reading != "yes"
    assert answer("yes I want to").reading != "yes"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("yes", "only assent"),
        ("no", "only refusal"),
        ("yes, Friday", "another value: friday"),
        ("yes, if it is free", "a condition: if"),
        ("is it free", "a question"),
        ("hold on", "asks to wait"),
        ("pardon", "asks to hear it again"),
        ("I guess", "a hedge: i guess"),
        ("yeah, no", "assent and refusal in one answer"),
        ("go ahead and explain", "not only assent: explain"),
        ("the other one", "a change: the other one"),
        ("Saturday", "no assent and no refusal"),
        ("yes, the doctor", "more than an answer: the doctor"),
        ("yes...", "cut off"),
    ],
)
def test_the_record_says_why(answer: Read, text: str, why: str) -> None:
    assert answer(text).why == why


def test_courtesy_is_told_beside_the_reading(answer: Read) -> None:
    assert answer("okay").courtesy
    assert answer("thanks").courtesy
    assert not answer("yes").courtesy
    assert not answer("thanks, Friday").courtesy
