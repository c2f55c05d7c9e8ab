"""`--adversary`: the local model misbehaves on purpose, and the screen says so."""

import pytest


def test_the_list_has_a_sentence_for_each(shop):
    ran = shop.flowkit("simulate", "--adversary", "list")
    assert ran.code == 0
    assert "claim_success [words]" in ran.out
    assert "Says nothing and calls nothing." in ran.out


def test_a_call_with_a_model_that_claims(shop):
    (shop.folder / "wrong.txt").write_text("2: claim_success It's been moved.   # before anything was\n")
    words = ("--adversary", "wrong.txt", "--now", "2026-03-02T10:00", "--given", "customer=c1", "--seed", "1")
    ran = shop.flowkit("run", "flows/reschedule.yaml", *words, "--say", "Friday", "--say", "at ten", "--say", "yes")
    assert "It misbehaves on purpose: wrong.txt" in ran.out
    assert "misbehaves: claim_success It's been moved." in ran.out
    assert "agent   Sorry, that has not been done yet." in ran.out
    assert "agent   It's been moved." not in ran.out
    assert shop.rows("SELECT visit_id, to_start FROM visit_moves") == [("v1", "2026-03-06T10:00")]


def test_a_seed_and_json(shop):
    ran = shop.call("flows/faq.yaml", "when are you open?", adversary="seed:3:1")
    assert [line["type"] for line in ran.lines if line["type"] == "misbehaviour"]
    assert ran.lines[-1]["type"] == "call_ended"


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ("claim_sucess", "there is no file 'claim_sucess', and no misbehaviour of that name", "'claim_success'"),
        ("seed:x", "'seed:x' is no seed", "seed:7"),
        ("nowhere.txt", "there is no file 'nowhere.txt'", "--adversary list"),
        ("flows", "cannot read 'flows'", "a file"),
    ],
)
@pytest.mark.parametrize("command", [("run", "flows/faq.yaml", "--say", "hi"), ("simulate", "--port", "0")])
def test_what_cannot_be_read(shop, command, given, message, hint):
    ran = shop.flowkit(*command, "--adversary", given)
    assert ran.code == 2
    assert message in ran.err
    assert hint in ran.err
    assert "Traceback" not in ran.err


def test_an_unknown_name_in_a_script_is_told_with_its_line(shop):
    (shop.folder / "wrong.txt").write_text("2: claim_success\n3: inven\n")
    ran = shop.flowkit("run", "flows/faq.yaml", "--say", "hi", "--adversary", "wrong.txt")
    assert ran.code == 2
    assert "wrong.txt, line 2: there is no misbehaviour 'inven'" in ran.err
    assert "did you mean 'invent'?" in ran.err


def test_only_the_local_model_can_be_told_to(shop):
    ran = shop.flowkit("run", "flows/faq.yaml", "--say", "hi", "--adversary", "seed:7", "--base-url", "http://x/v1")
    assert ran.code == 2
    assert "only the local model can be told to misbehave" in ran.err
