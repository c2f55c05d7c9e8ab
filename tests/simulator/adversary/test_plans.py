"""When an adversary misbehaves: seeds and scripts, over the wire too."""

import json

import pytest

from flowkit.simulator import Seen, Speech
from flowkit.simulator.adversary import Adversary, ScriptError, Seeded, read_plan, read_script


def strikes(plan, responses=30, sessions=(1,)):
    adversary = Adversary(plan)
    for session in sessions:
        before = []
        for _ in range(responses):
            adversary.bend(Seen("", (), ()), (Speech("Hello there."),), before, session)
            before.append(())
    return [(strike.response, strike.name) for strike in adversary.strikes]


def test_a_seed_does_the_same_again():
    assert strikes(Seeded(7)) == strikes(Seeded(7))
    assert strikes(Seeded(7)) != strikes(Seeded(8))


def test_how_often():
    assert strikes(Seeded(7, 0.0)) == []
    assert len(strikes(Seeded(7, 1.0))) == 30
    assert 20 < len(strikes(Seeded(7), 100)) < 55


def test_a_seed_takes_only_from_some():
    assert {name for _, name in strikes(Seeded(7, 1.0, ("nothing", "refuse")))} == {"nothing", "refuse"}


def test_sessions_beside_each_other_do_not_change_each_other():
    alone = strikes(Seeded(7))
    both = strikes(Seeded(7), sessions=(1, 2))
    assert both[: len(alone)] == alone


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("2: nothing", [2]),
        ("2-4: nothing", [2, 3, 4]),
        ("28+: nothing", [28, 29, 30]),
        ("once: nothing", [1]),
        ("always: nothing", list(range(1, 31))),
        ("# first\n3: nothing # here\n\n5: nothing", [3, 5]),
    ],
)
def test_when_a_line_is_due(script, expected):
    assert [number for number, _ in strikes(read_script(script))] == expected


def test_once_waits_until_it_fits():
    assert strikes(read_script("once: obey_caller")) == []


def test_of_two_at_one_response_the_first_that_fits():
    assert strikes(read_script("1: obey_caller\n1: refuse\n1: nothing")) == [(1, "refuse")]


def test_plans_by_one_word():
    assert read_plan("seed:7") == Seeded(7)
    assert read_plan("seed:-7:0.5") == Seeded(-7, 0.5)
    assert read_plan("script.txt") is None
    assert len(strikes(read_plan("refuse"))) == 30


@pytest.mark.parametrize(
    ("script", "message", "hint"),
    [
        ("2: claim_sucess", "script, line 1: there is no misbehaviour 'claim_sucess'", "did you mean 'claim_success'?"),
        ("\n2: zzzz", "line 2: there is no misbehaviour 'zzzz'", "list"),
        ("hello", "'hello' cannot be read", "2: claim_success"),
        ("0: nothing", "no responses '0'", "counted from 1"),
        ("4-2: nothing", "no responses '4-2'", "counted from 1"),
        ("1: nothing at all", "nothing may stand behind 'nothing'", "leave it out"),
        ("# only this", "says nothing", "2: claim_success"),
    ],
)
def test_scripts_that_cannot_be_read(script, message, hint):
    with pytest.raises(ScriptError) as refused:
        read_script(script)
    assert message in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize("seed", ["seed:", "seed:x", "seed:1:2", "seed:1.5"])
def test_seeds_that_are_none(seed):
    with pytest.raises(ScriptError, match="is no seed"):
        read_plan(seed)


# Over the wire.


def served(talk, script, **settings):
    """The frames of two responses of a server whose model would say hello."""
    done = []

    async def client(client):
        await client.text_mode()
        for _ in range(2):
            await client.user("hello")
            done.append(await client.respond())

    adversary = Adversary(read_script(script))
    return talk(client, model=lambda seen: (Speech("Hello there, dear caller."),), adversary=adversary), done


def test_an_honest_response_stays_what_it_is(talk):
    _, (first, second) = served(talk, "2: refuse")
    assert first["output"][0]["content"][0]["text"] == "Hello there, dear caller."
    assert "can't help" in second["output"][0]["content"][0]["text"]


@pytest.mark.parametrize(("name", "reason"), [("cut_short", "max_output_tokens"), ("filtered", "content_filter")])
def test_an_incomplete_response_breaks_off(talk, name, reason):
    _, (first, second) = served(talk, f"1: {name}")
    assert first["status"] == "incomplete"
    assert first["status_details"] == {"type": "incomplete", "reason": reason}
    said = first["output"][0]["content"][0]["text"]
    assert "Hello there, dear caller.".startswith(said)
    assert said != "Hello there, dear caller."
    assert second["status"] == "completed"


def test_a_failed_response(talk):
    _, (first, second) = served(talk, "1: fail rate_limit_exceeded")
    assert first["status"] == "failed"
    assert first["status_details"]["error"]["code"] == "rate_limit_exceeded"
    assert second["status"] == "completed"


def test_events_that_come_twice(talk):
    simulator, _ = served(talk, "1: duplicate_events")
    sent = [frame.event for frame in simulator.frames if frame.sender == "server"]
    dones = [event for event in sent if event["type"] == "response.done"]
    assert len(dones) == 3
    assert dones[0] == dones[1]


def test_a_response_that_nobody_asked_for(talk):
    async def client(client):
        await client.text_mode()
        await client.user("hello")
        await client.respond(metadata={"fk": "u1"})
        done = await client.until("response.done")
        assert done["response"]["metadata"] is None
        assert "refunded already" in json.dumps(done["response"]["output"])

    talk(client, model=lambda seen: (Speech("Hello."),), adversary=Adversary(read_script("1: unsolicited")))


def test_one_that_is_never_done_ends_with_a_cancel(talk):
    async def client(client):
        await client.text_mode()
        await client.send("response.create")
        await client.until("response.output_item.done")
        await client.send("response.cancel")
        done = await client.until("response.done")
        assert done["response"]["status"] == "cancelled"

    talk(client, model=lambda seen: (Speech("Hello."),), adversary=Adversary(read_script("1: never_done")))


def test_one_that_is_deaf_does_not(talk):
    async def client(client):
        await client.text_mode()
        await client.send("response.create")
        await client.until("response.output_item.done")
        await client.send("response.cancel")
        await client.send("response.create")
        error = await client.until("error")
        assert error["error"]["code"] == "conversation_already_has_active_response"

    talk(client, model=lambda seen: (Speech("Hello."),), adversary=Adversary(read_script("1: deaf")))


def test_a_late_response_comes(talk):
    _, (first, _) = served(talk, "1: late 0.05")
    assert first["status"] == "completed"
