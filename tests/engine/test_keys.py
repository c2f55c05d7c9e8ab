"""Idempotency keys: the same for the same write, also after a crash, and for no other."""

import pytest

from flowkit.engine import events
from flowkit.engine.effects import RunTool
from flowkit.engine.read_back.keys import digest_of, key_of
from tests.engine.conversation import FLOWS, Conversation, program_of, project_files
from tests.engine.talks import fixing, talks_program
from tests.engine.test_traces import to_friday_at_ten

KEY = ("call_1/abc", 1, "book", "d1")


def test_a_key_is_made_of_the_call_the_consent_the_tool_and_the_digest():
    assert key_of(*KEY) == key_of(*KEY)
    others = [("call_2/abc", 1, "book", "d1"), ("call_1/abd", 1, "book", "d1"), ("call_1/abc", 2, "book", "d1")]
    others += [("call_1/abc", 1, "move", "d1"), ("call_1/abc", 1, "book", "d2")]
    keys = {key_of(*KEY), *(key_of(*each) for each in others)}
    assert len(keys) == 6
    assert all(key.startswith("fk_") and len(key) == 29 for key in keys)


def test_a_digest_is_of_the_tool_and_its_arguments_in_any_order():
    digest = digest_of("book", {"day": "2026-03-06", "ticket": "12345"})
    assert digest == digest_of("book", {"ticket": "12345", "day": "2026-03-06"})
    assert digest != digest_of("book", {"day": "2026-03-07", "ticket": "12345"})
    assert digest != digest_of("move", {"day": "2026-03-06", "ticket": "12345"})


@pytest.fixture(scope="module")
def shop():
    return program_of(project_files(FLOWS))


class Named(Conversation):
    """A call with an id and a value of its own."""

    names = ("call_1", "")

    def tell(self, event):
        if isinstance(event, events.CallStarted):
            event = events.CallStarted(self.names[0], "text", given=event.given, begin=event.begin, nonce=self.names[1])
        return super().tell(event)


def moved(shop, *names):
    """The write of a call in which a visit was moved."""
    call = Named(shop)
    call.names = names
    to_friday_at_ten(call)
    call.caller("yes")
    (run,) = (e for _, out in call.log for e in out if isinstance(e, RunTool) and e.tool == "move_visit")
    return run


def test_the_same_write_of_two_calls_has_two_keys(shop):
    one = moved(shop, "call_1", "abc")
    assert moved(shop, "call_1", "abc") == one
    # In a new journal there is a `call_1` again; what it brings of its own tells the two apart.
    others = [moved(shop, "call_2", "abc"), moved(shop, "call_1", "abd")]
    assert [dict(each.arguments) for each in others] == [dict(one.arguments)] * 2
    assert len({one.key, *(each.key for each in others)}) == 3


def test_the_same_write_that_is_agreed_to_twice_has_two_keys():
    call = Conversation(talks_program())
    fixing(call)
    for _ in range(2):
        call.model(call.call.floor.generating, "Let's restart it. Shall I?")
        call.caller("yes please")
        made = f"c{call.call.visits}{call.turns}"
        call.model(call.call.floor.generating, **{made: ("reset_device", '{"serial": "K7QX"}')})
        call.heard(call.call.floor.generating)
        call.heard(call.call.floor.generating)
        call.caller("yes")
        call.tool(next(reversed(call.call.runs)), "failed")
    runs = [e for _, out in call.log for e in out if isinstance(e, RunTool) and e.tool == "reset_device"]
    assert len(runs) == 2
    assert dict(runs[0].arguments) == dict(runs[1].arguments)
    assert runs[0].key != runs[1].key
    assert [note["consent"] for note in call.notes("consent")] == [1, 2]
