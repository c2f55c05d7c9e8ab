"""A person is reachable from every state, and every call ends."""

from tests.lint.policy.shop import codes, proved

PERSON = "  person: {{{0}}}\n  done: {{say: Done., end: resolved}}"


def with_person(text, more=""):
    return [("move_it.yaml", "  done: {say: Done., end: resolved}", PERSON.format(text) + more)]


def test_a_person_that_hands_over_needs_no_proof():
    assert proved() == []
    assert proved(with_person("handoff: desk")) == []
    assert proved(with_person("say: One moment., next: give", "\n  give: {handoff: desk}")) == []
    asks = with_person('ask: day, next: give, no_input: ["Hello?", {go: give}]', "\n  give: {handoff: desk}")
    assert proved(asks) == []


PERHAPS = with_person("ask: day, next: [{when: day is set, go: done}, {go: give}]", "\n  give: {handoff: desk}")


def test_a_way_from_a_person_to_the_end_is_found_at_that_state():
    (found,) = proved(PERHAPS)
    assert (found.kind.code, str(found.span)) == ("FK703", "move_it.yaml:9:3")
    assert found.message == "a caller who asks for a person here may not get one"
    assert "move_it.when (move_it.yaml:7): the caller asks for a person" in found.help


def test_what_is_told_of_the_flow_alone_is_not_told_again():
    assert proved(with_person("say: There is nobody., end: unresolved")) == []


def test_guards_that_keep_a_caller_from_the_end_count():
    kept = with_person("next: [{when: day is set, go: done}, {go: give}]", "\n  give: {handoff: desk}")
    asked = [*kept, ("move_it.yaml", "when: {ask: day, next: agree}", "when: {ask: day, next: give}")]
    assert proved(asked) == []


def test_a_flow_below_may_hand_over_for_the_one_on_top():
    below = [
        (
            "asking.yaml",
            "",
            'flow: asking\ntitle: A\nslots: {well: {type: yes_no, ask: "Well?"}}\nstart: a\nstates:\n'
            "  a: {ask: well, next: b}\n  b: {end: resolved}\n  out: {end: wants_person}\n  give: {handoff: desk}\n"
            "  person: {next: [{when: order_id is set, go: out}, {go: give}]}\n",
        ),
        (
            "move_it.yaml",
            "next: agree}\n  agree",
            "next: asks}\n  asks: {run: asking, next: agree, outcomes: {wants_person: person}}\n  agree",
        ),
    ]
    assert proved(below) == []
    assert codes([*below, ("move_it.yaml", "wants_person: person", "wants_person: done")]) == ["FK703"]


def test_a_person_that_goes_round_without_end_is_found():
    (found,) = proved(
        with_person(
            "talk: Ask for their number., exits: {given: They gave it.}, next: give", "\n  give: {handoff: desk}"
        )
    )
    assert (found.kind.code, found.message) == (
        "FK704",
        "a call that is to go to a person can go round here without end: 'person'",
    )


def test_ends_within_is_broken_by_the_same():
    sentence = "every call ends within 9 turns"
    found = proved(PERHAPS, project=sentence)
    assert [each.kind.code for each in found] == ["FK701", "FK703"]
    assert "when the limit is reached the call goes to 'person'" in found[0].message
    assert proved(project=sentence) == []
