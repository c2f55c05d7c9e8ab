"""What a call costs, and what happens when its budget is reached."""

from dataclasses import replace
from decimal import Decimal

import pytest

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.effects import Note, Reply, Say
from flowkit.engine.events import FunctionCall
from flowkit.language.prices import cost_of, read_prices
from tests.engine.conversation import Conversation, program_of
from tests.engine.talks import FILES

PRICES = read_prices("mine", {"text": {"in": 10, "cached": 1, "out": 100}})
USAGE = {"input_tokens": 1000, "output_tokens": 100, "input_token_details": {"cached_tokens": 400}}
EACH = Decimal("0.0164")


def program(budget="", prices=PRICES):
    files = {path: text.encode() for path, text in FILES.items()}
    if budget:
        files["flowkit.yaml"] += f"budget: {budget}\n".encode()
    return replace(program_of(files), prices=prices)


@pytest.fixture(params=[False, True], ids=["", "restored from its snapshot before every event"])
def calling(request):
    def begin(budget="", prices=PRICES):
        talk = Conversation(program(budget, prices), restore=request.param)
        talk.start()
        talk.ready()
        talk.heard("u1")
        return talk

    return begin


def model(talk, text="", status="completed", usage=USAGE, **calls):
    """The reply that was asked for, with its usage."""
    u = next(e.u for _, out in reversed(talk.log) for e in reversed(out) if isinstance(e, Reply))
    made = tuple(FunctionCall(name, function, arguments) for name, (function, arguments) in calls.items())
    out = talk.tell(events.Generated(u, status, text, made, usage=usage))
    if text and talk.call.utterances[u].status == "completed":
        talk.tell(events.Audible(u))
        out += talk.tell(events.Played(u, "full"))
    return out


def chooses(talk, flow, usage=USAGE):
    talk.caller("something else")
    return model(talk, c=("choose", f'{{"option": "{flow}"}}'), usage=usage)


def test_every_response_costs():
    assert cost_of(USAGE, PRICES) == EACH
    talk = Conversation(program())
    talk.start()
    talk.ready()
    talk.heard("u1")
    talk.caller("hello")
    model(talk, "Hello! How can I help?")
    assert talk.call.cost == EACH
    talk.caller("hm")
    model(talk, status="failed")
    assert talk.call.cost == 2 * EACH
    talk.tell(events.Generated("u99", "cancelled", usage=USAGE))
    assert talk.call.cost == 3 * EACH
    assert Call.from_json(talk.call.to_json()) == talk.call


def test_an_event_that_was_seen_costs_once(calling):
    talk = calling()
    talk.caller("hello")
    model(talk, "Hello!")
    event = next(event for event, _ in reversed(talk.log) if isinstance(event, events.Generated))
    from flowkit.engine.step import step

    assert step(talk.program, talk.call, event) == (talk.call, ())


def test_without_prices_nothing_is_counted(calling):
    talk = calling("0.01", prices=None)
    for _ in range(3):
        talk.caller("hello")
        model(talk, "How can I help?")
    assert talk.call.cost == 0
    assert not talk.call.budget_reached


def test_below_its_budget_a_call_goes_on(calling):
    talk = calling("0.05")
    chooses(talk, "device_help")
    assert talk.call.top.flow == "device_help"
    assert talk.notes("budget") == []


def test_once_reached_what_is_under_way_goes_on_without_side_topics(calling):
    talk = calling("0.03")
    chooses(talk, "device_help")
    model(talk, "Read me the last four characters of the ID.")
    assert talk.notes("budget") == [{"spent": "0.0328", "budget": "0.03"}]
    assert (talk.call.stage, talk.call.top.flow) == ("live", "device_help")
    talk.caller("what about my order?")
    model(talk, c2=("request", '{"kind": "switch", "flow": "orders"}'), usage={})
    assert [frame.flow for frame in talk.call.frames] == ["front", "device_help"]
    refused = [e.output for _, out in talk.log for e in out if isinstance(e, effects.AnswerCall)][-1]
    assert refused["status"] == "refused"


def test_a_wish_that_was_kept_lapses(calling):
    talk = calling("0.03")
    chooses(talk, "device_help")
    talk.call.wish = "orders"
    model(talk, "Read me the last four characters of the ID.")
    assert talk.call.wish == ""


def test_a_side_topic_is_taken_below_the_budget(calling):
    talk = calling("3")
    chooses(talk, "device_help")
    model(talk, "Read me the last four characters of the ID.")
    talk.caller("when are you open?")
    model(talk, c2=("request", '{"kind": "switch", "flow": "questions"}'))
    assert talk.call.top.flow == "questions"


def test_the_next_wish_goes_to_a_person(calling):
    talk = calling("0.015")
    chooses(talk, "device_help")
    assert talk.call.stage == "transfer"
    assert talk.notes("budget") == [{"spent": "0.0164", "budget": "0.015"}]
    assert any(isinstance(e, Say) and "colleague" in e.text for _, out in talk.log for e in out)


def test_whoever_wants_nothing_else_takes_their_leave(calling):
    talk = calling("0.015")
    talk.caller("nothing, thanks")
    model(talk, c=("choose", '{"option": "nothing"}'))
    assert talk.call.stage == "ending"


def test_a_good_deal_over_the_budget_the_call_goes_to_a_person_wherever_it_is(calling):
    talk = calling("0.03")
    chooses(talk, "device_help")
    model(talk, "Read me the last four characters of the ID.")
    assert talk.call.stage == "live"
    talk.caller("hm")
    model(talk, "The last four, please.")
    assert talk.call.cost == Decimal("0.0492")
    assert talk.call.stage == "transfer"
    assert len(talk.notes("budget")) == 1


def test_what_has_no_price_is_told(calling):
    talk = calling("0.03")
    talk.caller("hello")
    out = model(talk, "How can I help?", usage={"input_token_details": {"audio_tokens": 5}})
    assert Note("trouble", {"kind": "price", "detail": "'audio in' of 'mine' has no price"}) in out
    assert talk.call.cost == 0
