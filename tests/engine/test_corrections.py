"""A value that changes: the flow goes back as far as it has to, never past a question, and nothing broken stands."""

import pytest

from flowkit.engine.effects import RunTool
from tests.engine.conversation import program_of
from tests.engine.ferry import CUSTOMER, FILES, begun, ferry_program, record, says, settle

CODE = '{type: text, pattern: "TEA|MUG", '
SEARCHED = [{"name": "Morning Star"}]


@pytest.fixture(scope="module")
def program():
    return ferry_program()


def dated(program):
    talk = begun(program, "passage")
    record(talk, "Friday, back on Saturday", '{"out_day": "2026-03-06", "back_day": "2026-03-07"}')
    talk.tool("r1", result=SEARCHED)
    settle(talk)
    return talk


def sent_back(program):
    """The read-back was refused for the payment, which is asked for again."""
    talk = dated(program)
    given = '{"travellers": 2, "total_bags": 3, "payment": "voucher"}'
    record(talk, "two people, three bags, voucher", given)
    settle(talk)
    assert talk.call.top.state == "who"
    assert [name for name, _ in talk.call.top.path] == ["when", "look", "who", "agree", "who"]
    return talk


def test_it_does_not_lead_ahead_past_an_open_question(program):
    talk = sent_back(program)
    visit = talk.call.top.visit
    record(talk, "no, sixteen bags", '{"total_bags": 16}')
    assert (talk.call.top.state, talk.call.top.visit) == ("who", visit)
    assert talk.call.top.slots["total_bags"].value == 16
    assert talk.call.outcome == ""
    settle(talk)
    out = record(talk, "credit card", '{"payment": "credit card"}')
    assert says(out) == [
        "I'll book Friday, March sixth to Saturday, March seventh for two travellers with sixteen bags by credit card."
    ]


def test_it_goes_back_behind_the_open_question_where_that_used_the_value(program):
    talk = sent_back(program)
    out = record(talk, "no, back on Sunday", '{"back_day": "2026-03-08"}')
    assert talk.call.top.state == "look"
    assert [run.arguments for run in out if isinstance(run, RunTool)] == [{"back": "2026-03-08", "out": "2026-03-06"}]
    talk.tool("r2", result=SEARCHED)
    assert talk.call.top.state == "who"


def test_a_rule_is_judged_again_when_the_slot_that_it_names_changes(program):
    talk = dated(program)
    out = record(talk, "no, I leave next Sunday, the fifteenth", '{"out_day": "2026-03-15"}')
    assert says(out) == ["You can't be back before you leave."]
    assert "back_day" not in talk.call.top.slots
    assert talk.call.top.state == "when"
    settle(talk)
    out = record(talk, "the twentieth", '{"back_day": "2026-03-20"}')
    assert talk.call.top.state == "look"
    assert [run.arguments for run in out if isinstance(run, RunTool)] == [{"back": "2026-03-20", "out": "2026-03-15"}]


def test_a_rule_that_still_holds_leaves_the_slot_alone(program):
    talk = dated(program)
    out = record(talk, "no, I leave on Thursday", '{"out_day": "2026-03-05"}')
    assert says(out) == []
    assert talk.call.top.slots["back_day"].value.isoformat() == "2026-03-07"
    assert talk.call.top.state == "look"


def test_it_is_judged_again_at_the_question_itself(program):
    talk = begun(program, "passage")
    record(talk, "Friday", '{"out_day": "2026-03-06"}')
    settle(talk)
    talk.caller("Thursday")
    out = talk.model(talk.call.floor.generating, "When?", c9=("record", '{"back_day": "2026-03-05"}'))
    assert says(out) == ["You can't be back before you leave."]


@pytest.mark.parametrize("order", [("out_day", "back_day"), ("back_day", "out_day")])
@pytest.mark.parametrize(("leave", "come"), [("third", "fourth"), ("sixteenth", "seventeenth")])
def test_two_days_that_change_together_are_judged_together(program, order, leave, come):
    numbers = {"third": "03", "fourth": "04", "sixteenth": "16", "seventeenth": "17"}
    talk = dated(program)
    days = {"out_day": f"2026-03-{numbers[leave]}", "back_day": f"2026-03-{numbers[come]}"}
    given = ", ".join(f'"{name}": "{days[name]}"' for name in order)
    out = record(talk, f"no, out on March {leave} and back on March {come}", f"{{{given}}}")
    assert says(out) == []
    assert {name: talk.call.top.slots[name].value.isoformat() for name in days} == days
    assert talk.call.top.state == "look"


def test_a_rule_is_judged_again_at_the_read_back(program):
    talk = dated(program)
    record(talk, "two, three bags, gift card", '{"travellers": 2, "total_bags": 3, "payment": "gift card"}')
    settle(talk)
    assert talk.call.draft.phase == "listening"
    out = record(talk, "no, I leave on the fifteenth", '{"out_day": "2026-03-15"}')
    assert talk.call.draft is None
    assert talk.call.top.state == "when"
    assert says(out) == ["You can't be back before you leave."]


# At a read-back.


def bags(program):
    talk = begun(program, "bags", customer=CUSTOMER)
    record(talk, "ABC123", '{"trip": "ABC123"}')
    talk.tool("r1", result={"code": "ABC123"})
    settle(talk)
    record(talk, "three", '{"total_bags": 3}')
    settle(talk)
    assert talk.call.draft.phase == "listening"
    return talk


@pytest.mark.parametrize("words", ["no, DEF456", "no, the other booking, DEF456", "DEF456", "yes but DEF456"])
def test_another_option_behind_the_read_back_is_a_correction(program, words):
    talk = bags(program)
    talk.caller(words)
    assert [note["reading"] for note in talk.notes("state") if "reading" in note] == ["changed"]
    out = talk.model(talk.call.floor.generating, "Okay.")
    assert talk.call.top.slots["trip"].value == "DEF456"
    assert talk.call.draft is None
    assert [run.arguments for run in out if isinstance(run, RunTool)] == [{"code": "DEF456"}]
    talk.tool("r2", result={"code": "DEF456"})
    assert talk.call.draft.arguments == {"bags": 3, "code": "DEF456"}


def test_a_question_about_another_option_is_none(program):
    talk = bags(program)
    talk.caller("is that DEF456?")
    assert [note["reading"] for note in talk.notes("state") if "reading" in note] == ["other"]


@pytest.mark.parametrize("words", ["no, the mug set", "the mug set please", "no, I want the mug set"])
def test_another_plain_option_is_a_correction(program, words):
    talk = begun(program, "gift")
    record(talk, "the tea set", '{"present": "tea set"}')
    settle(talk)
    talk.caller(words)
    out = talk.model(talk.call.floor.generating, "Okay.")
    assert says(out) == ["I'll send the mug set."]


def test_another_code_is_a_correction():
    files = dict(FILES)
    files["gift.yaml"] = files["gift.yaml"].replace("{options: [tea set, mug set, lamp], ", CODE)
    talk = begun(program_of({path: text.encode() for path, text in files.items()}), "gift")
    record(talk, "TEA", '{"present": "TEA"}')
    settle(talk)
    talk.caller("no, MUG")
    out = talk.model(talk.call.floor.generating, "Okay.")
    assert says(out) == ["I'll send the MUG."]


def test_after_a_refusal_that_was_not_understood_all_is_stated_again(program):
    talk = bags(program)
    talk.caller("no, the blue thing from the brochure")
    out = talk.model(talk.call.floor.generating, "Nothing is done yet.")
    assert [words for words in says(out) if words] == ["I'll set booking A B C, 1 2 3 to three bags."]


def test_after_a_question_only_the_question_is_asked_again(program):
    talk = bags(program)
    talk.caller("what do you mean by bags?")
    out = talk.model(talk.call.floor.generating, "Suitcases.")
    assert says(out) == ["Shall I do that?"]


def test_what_to_change_is_asked_again_and_then_the_ladder_ends_it(program):
    talk = bags(program)
    assert says(talk.caller("no")) == ["What should I change?"]
    settle(talk)
    for _ in range(2):
        talk.caller("the blurb of the thing")
        out = talk.model(talk.call.floor.generating, "Nothing is done yet.")
        assert says(out) == ["What should I change?"]
        settle(talk)
    talk.caller("the blurb of the thing")
    talk.model(talk.call.floor.generating, "Nothing is done yet.")
    assert talk.call.top.state == "person"


def test_a_model_that_asks_itself_is_not_repeated(program):
    talk = bags(program)
    talk.caller("no")
    settle(talk)
    talk.caller("the blurb of the thing")
    out = talk.model(talk.call.floor.generating, "Sorry, what should I change?")
    assert says(out) == []


# Asking for time, and giving up.


def test_hold_on_at_a_read_back_waits_in_silence(program):
    from dataclasses import replace

    from flowkit.engine import events

    talk = bags(program)
    talk.call.can = replace(talk.call.can, audio=True)
    out = talk.caller("hold on")
    assert [type(effect).__name__ for effect in out] == ["Witness"]
    assert talk.call.draft.phase == "listening"
    assert talk.call.timers["no_input"] - talk.at == 60_000
    talk.caller("yes")
    talk.tell(events.Witnessed(f"t{talk.turns}", "yes"))
    talk.at = talk.call.timers["settle"]
    out = talk.tell(events.Tick("settle", talk.at))
    assert [run.tool for run in out if isinstance(run, RunTool)] == ["add_bags"]


def test_hold_on_before_the_question_keeps_it_back_until_the_caller_is_there_again(program):
    talk = begun(program, "gift")
    record(talk, "the tea set", '{"present": "tea set"}')
    out = talk.caller("one moment please")
    assert says(out) == []
    statement = talk.call.draft.statement_u
    assert says(talk.heard(statement)) == []
    out = talk.caller("so, yes")
    assert says(out) == ["Shall I do that?"]
    assert [run for run in out if isinstance(run, RunTool)] == []


def test_when_nobody_comes_back_the_question_is_asked(program):
    from flowkit.engine import events

    talk = begun(program, "gift")
    record(talk, "the tea set", '{"present": "tea set"}')
    talk.caller("one moment please")
    talk.heard(talk.call.draft.statement_u)
    talk.at = talk.call.timers["no_input"]
    assert says(talk.tell(events.Tick("no_input", talk.at))) == ["Are you still there?"]
    assert says(talk.heard(talk.call.floor.generating)) == ["Shall I do that?"]


@pytest.mark.parametrize(
    "words",
    [
        "forget it",
        "never mind, leave it",
        "cancel that whole thing",
        "no, forget it",
        "forget the whole thing",
        "okay, forget it please",
    ],
)
def test_giving_up_at_a_read_back_ends_the_flow(program, words):
    talk = bags(program)
    out = talk.caller(words)
    assert "All right, I've stopped that." in says(out)
    assert [(end.flow, end.outcome) for end in talk.call.ended] == [("bags", "cancelled")]


@pytest.mark.parametrize("words", ["no", "don't", "stop", "nope", "no thanks", "don't do that"])
def test_a_plain_no_stays_a_no(program, words):
    talk = bags(program)
    assert says(talk.caller(words)) == ["What should I change?"]


def test_words_of_the_read_back_itself_give_nothing_up(program):
    """`Cancel that whole thing` to "I'll cancel the whole thing" would be a yes, and is never a no."""
    files = dict(FILES)
    files["tools/harbour.yaml"] = files["tools/harbour.yaml"].replace("I'll send the", "I'll cancel the whole thing:")
    talk = begun(program_of({path: text.encode() for path, text in files.items()}), "gift")
    record(talk, "the tea set", '{"present": "tea set"}')
    settle(talk)
    talk.caller("cancel that whole thing")
    assert talk.call.ended == ()
    assert talk.call.draft is not None


@pytest.mark.parametrize("words", ["forget it", "no, forget it", "never mind, leave it"])
def test_giving_up_goes_where_the_flow_sends_a_caller_who_declines(words):
    """A flow that names what happens then may have more to offer than to stop."""
    files = dict(FILES)
    files["gift.yaml"] = files["gift.yaml"].replace(
        "with: {gift: present}, next: done}",
        "with: {gift: present}, next: done, outcomes: {declined: other}}\n"
        "  other: {say: Then take the lamp., next: done}",
    )
    talk = begun(program_of({path: text.encode() for path, text in files.items()}), "gift")
    record(talk, "the tea set", '{"present": "tea set"}')
    settle(talk)
    out = talk.caller(words)
    assert "other" in [note.get("state") for note in talk.notes("state")]
    assert "All right, I've stopped that." not in says(out)
    assert [run for run in out if isinstance(run, RunTool)] == []


def test_times_go_on_counting_over_a_correction():
    files = dict(FILES)
    talk = begun(program_of({path: text.encode() for path, text in files.items()}), "passage")
    record(talk, "Friday, back on Saturday", '{"out_day": "2026-03-06", "back_day": "2026-03-07"}')
    run = 1
    talk.tool(f"r{run}", result=SEARCHED)
    settle(talk)
    given = '{"travellers": 2, "total_bags": 3, "payment": "voucher"}'
    record(talk, "two people, three bags, voucher", given)
    settle(talk)
    assert talk.call.top.counts == {"agree/covered/0": 1}
    record(talk, "no, back on Sunday", '{"back_day": "2026-03-08"}')
    talk.tool("r2", result=SEARCHED)
    assert talk.call.top.counts == {"agree/covered/0": 1}
    settle(talk)
    record(talk, "voucher", '{"payment": "voucher"}')
    settle(talk)
    assert talk.call.top.counts == {"agree/covered/0": 2}
    record(talk, "voucher", '{"payment": "voucher"}')
    assert talk.call.top.state == "person"


def test_a_value_said_before_its_rule_can_be_judged_waits_for_its_question():
    files = dict(FILES)
    files["bags.yaml"] = files["bags.yaml"].replace(
        'total_bags: {type: integer, ask: "How many bags in all?"}',
        "total_bags:\n    type: integer\n    ask: How many bags in all?\n"
        '    only_if: {when: "total_bags < length(booking.code) - 1", because: That is too many.}',
    )
    program = program_of({path: text.encode() for path, text in files.items()})
    for number, kept in ((3, True), (7, False)):
        talk = begun(program, "bags", customer=CUSTOMER)
        out = record(talk, f"ABC123, with {number} bags", f'{{"trip": "ABC123", "total_bags": {number}}}')
        assert says(out) == []
        assert "total_bags" in talk.call.waiting
        out = talk.tool("r1", result={"code": "ABC123"})
        assert ("total_bags" in talk.call.top.slots) is kept
        assert ("That is too many." in says(out)) is not kept


def test_a_value_that_changes_while_a_read_runs_with_it_is_read_with_the_new_one(program):
    talk = begun(program, "passage")
    record(talk, "Friday, back on Saturday", '{"out_day": "2026-03-06", "back_day": "2026-03-07"}')
    assert list(talk.call.runs) == ["r1"]
    out = record(talk, "no, back on Sunday", '{"back_day": "2026-03-08"}')
    assert [type(effect).__name__ for effect in out if type(effect).__name__ in ("Abandon", "RunTool")] == [
        "Abandon",
        "RunTool",
    ]
    assert talk.call.runs["r2"].arguments == {"back": "2026-03-08", "out": "2026-03-06"}
    talk.tool("r1", result=SEARCHED)
    assert talk.call.top.state == "look"
