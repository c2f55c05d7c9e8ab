"""The words that come with a language: what the agent says where the flow says nothing.

One table per language; a missing language falls back to English, and the linter says so.
"""

from collections.abc import Mapping

from flowkit.language.frozen import frozen


@frozen
class Phrases:
    """Built-in words of one language. Texts in `no_input` are rungs.

    `{question}` is the open question, `{hours}` when somebody is there.
    """

    what_to_change: str
    person: str
    failed: str
    unknown: str
    not_found: str
    refused: str
    nobody: str
    lost: str
    say_yes_or_no: str
    already_sent: str
    still_there: str
    goodbye: str
    not_caught: str
    cancelled: str
    not_done: str
    filler: tuple[str, ...]
    is_that_right: str
    did_you_say: str
    not_caught_again: str
    for_example: str
    other_words: str
    either: str
    examples: Mapping[str, str]
    already_done: str
    none: str
    yes_no_or_key: str
    press_to_confirm: str
    say_again: str
    connecting: str
    closed: str
    open_hours: str
    nobody_picked_up: str
    call_later: str
    minutes_left: str


ENGLISH = Phrases(
    what_to_change="What should I change?",
    person="I'll put you through to a colleague.",
    failed="I'm sorry, that didn't work.",
    unknown="I can't tell whether it went through.",
    not_found="I can't find that.",
    refused="I'm sorry, I can't do that.",
    nobody="Nobody picked up, I'm sorry. Please call again later. Goodbye.",
    lost="Sorry, I lost you for a moment.",
    say_yes_or_no="Please say yes or no.",
    already_sent="I have already sent it; let me see how it went.",
    still_there="Are you still there?",
    goodbye="I can't hear you, so I'll hang up now. Goodbye.",
    not_caught="Sorry, I didn't catch that.",
    cancelled="All right, I've stopped that.",
    not_done="Sorry, that has not been done yet.",
    filler=("One moment.", "Still checking.", "Thanks for waiting."),
    is_that_right="Is that right?",
    did_you_say="Did you say {value}?",
    not_caught_again="Sorry, I still didn't get that.",
    for_example="You can say, for example, {example}.",
    other_words="Please say it in other words.",
    either="or",
    examples={
        "name": "'Smith', and spell it: 'S, M, I, T, H'",
        "digits": "'four seven one one', digit by digit",
        "integer": "'twelve'",
        "number": "'two and a half'",
        "money": "'twelve dollars fifty'",
        "date": "'Friday', or 'March sixth'",
        "time": "'half past two in the afternoon'",
        "datetime": "'Friday at ten in the morning'",
        "duration": "'half an hour'",
        "phone": "your number digit by digit",
        "email": "'ana at example dot com'",
        "postcode": "your postcode sign by sign",
        "yes_no": "'yes' or 'no'",
    },
    already_done="{what}: that has already been done.",
    none="none",
    yes_no_or_key="Please say yes or no, or press 1 for yes.",
    press_to_confirm="Please press 1 to confirm, or 2 to leave it as it is.",
    say_again="Sorry, let me say that again.",
    connecting="One moment, then I connect you.",
    closed="Nobody is there to take your call just now.",
    open_hours="Somebody is there {hours}.",
    nobody_picked_up="Nobody picked up, I'm sorry.",
    call_later="Please call again later. Goodbye.",
    minutes_left="We have a few minutes left.",
)

PHRASES: Mapping[str, Phrases] = {"en": ENGLISH}


def phrases(language: str) -> Phrases:
    """The built-in words of a language (BCP 47), English where there are none."""
    return PHRASES.get(language.split("-")[0], ENGLISH)
