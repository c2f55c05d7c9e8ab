"""Ends, branches, failures, ladders and tries: each mistake at its place, and what is meant so is left alone."""

import pytest

from tests.lint.graph.graphs import check, project_of, told

SLOTS = 'slots: {more: {type: yes_no, ask: "More?"}}\n'
SHOPPING = "flow: shopping\ntitle: S\nabout: They want to buy.\nstart: a\nstates:\n  a: {say: Yes., end: resolved}\n"
WAY = "confirm: change_it, with: {number: number}"

MISTAKES = {
    "a menu that only leads to itself": (
        "hi: {choose: [shopping], next: hi, outcomes: {nothing: hi}}",
        "FK215 hello.yaml:5:3 nothing in this flow leads to an end: 'hi' → 'hi'",
    ),
    "a way into a part without an end": (
        """hi: {ask: number, next: [{when: number == '1', go: bye}, {go: menu}]}
        menu: {choose: [shopping], next: again, outcomes: {nothing: again}}
        again: {say: Once more., next: menu}
        bye: {end: resolved}""",
        "FK215 hello.yaml:5:60 from 'menu' on no way leads to an end of the flow: 'menu' → 'again' → 'menu'",
    ),
    "a part that only a failure leads out of": (
        """hi: {choose: [shopping], next: look, outcomes: {nothing: look}}
        look: {use: get_customer, with: {number: number}, next: hi, outcomes: {not_found: hi, failed: person}}""",
        "FK215 hello.yaml:5:3 nothing in this flow leads to an end: 'hi' → 'look' → 'hi'",
    ),
    "nothing counts as done": (
        """hi: {ask: number, next: bye}
        bye: {say: Bye., end: unresolved}""",
        "FK216 hello.yaml:6:25 'hello' never ends `resolved`, only 'unresolved': it never counts as done",
    ),
    "a ladder back to its own state": (
        """hi: {ask: number, next: bye, no_match: [Sorry, {go: hi}]}
        bye: {end: resolved}""",
        "FK217 hello.yaml:5:50 this ladder leads back to 'hi' itself, so a caller who is not "
        "understood is asked for ever",
    ),
    "two ladders that lead to each other": (
        """hi: {ask: number, next: bye, no_input: [Hey, {go: say_it}]}
        say_it: {say: Well., next: other}
        other: {ask: more, next: bye, no_input: [Hey, {go: hi}]}
        bye: {end: resolved}""",
        "FK217 hello.yaml:7:49 this ladder leads back round: 'hi' → 'other' → 'hi', so a caller "
        "who says nothing is asked for ever",
    ),
    "a guard that decides nothing": (
        """hi: {ask: number, next: [{when: number == '1', go: bye}, {go: bye}]}
        bye: {end: resolved}""",
        "FK218 hello.yaml:5:28 this decides nothing: whether 'number == '1'' holds or not, the "
        "flow goes on to 'bye' in the same way",
    ),
    "an exit as good as the goal": (
        """hi: {talk: Help., until: number is set, exits: {gave_up: No.}, next: bye}
        bye: {end: resolved}""",
        "FK219 hello.yaml:5:14 the exit 'gave_up' goes on by 'next' as if 'number is set' held",
    ),
    "exits that nobody tells apart": (
        """hi: {talk: Help., exits: {gave_up: No., done_it: Yes.}, next: bye}
        bye: {end: resolved}""",
        "FK219 hello.yaml:5:14 the exits 'gave_up' and 'done_it' all go on by 'next'",
    ),
    "a write done again though nobody knows": (
        f"""hi: {{ask: number, next: do}}
        do: {{{WAY}, next: bye, outcomes: {{unknown: {{say: Again., go: sorry}}}}}}
        sorry: {{say: Sorry., next: redo}}
        redo: {{{WAY}, next: bye}}
        bye: {{say: Done., end: resolved}}""",
        "FK220 hello.yaml:6:83 nobody knows whether 'change_it' was done, and 'redo' would do it once more",
    ),
    "a failure that counts as done": (
        f"""hi: {{ask: number, next: do}}
        do: {{{WAY}, next: fine, outcomes: {{failed: bye}}}}
        fine: {{say: Done., end: resolved}}
        bye: {{say: Sorry., end: resolved}}""",
        "FK221 hello.yaml:6:83 'failed' leads to 'bye', which ends the flow as `resolved`, as if all had gone well",
    ),
    "a refusal that leads where success does": (
        f"""hi: {{ask: number, next: do}}
        do: {{{WAY}, next: fine, outcomes: {{small: fine}}}}
        fine: {{say: Done., end: resolved}}""",
        "FK221 hello.yaml:6:82 'small' leads to 'fine', where the flow goes when 'change_it' was carried out",
    ),
    "what has failed used again": (
        """hi: {ask: number, next: look}
        look: {use: get_customer, with: {number: number}, next: bye, outcomes: {not_found: person, failed: again}}
        again: {use: get_customer, with: {number: number}, next: bye, outcomes: {not_found: person}}
        bye: {end: resolved}""",
        "FK222 hello.yaml:6:102 'get_customer' has just failed, and 'again' uses it again at once",
    ),
    "a person who is none": (
        """hi: {ask: number, next: bye}
        bye: {end: resolved}
        person: {say: Nobody is here., end: unresolved}""",
        "FK223 hello.yaml:7:3 callers who ask for a person come to this state, and it leads to no handoff",
    ),
    "a count of what happens once": (
        """hi: {ask: number, next: [{when: number == '1', times: 2, go: bye}, {go: other}]}
        other: {say: Other., next: bye}
        bye: {end: resolved}""",
        "FK229 hello.yaml:5:28 no way leads from 'bye' back to 'hi', so `times` counts nothing",
    ),
    "a success that ends as a failure": (
        f"""hi: {{ask: number, next: do}}
        do: {{{WAY}, next: [{{when: number == '1', go: bye}}, {{go: fine}}]}}
        fine: {{say: Done., end: resolved}}
        bye: {{say: Done., end: unresolved}}""",
        "FK230 hello.yaml:8:26 'change_it' was carried out, and then the flow ends `unresolved`, as if it were not",
    ),
    "a success that a branch behind it ends as cancelled": (
        f"""hi: {{ask: number, next: do}}
        do: {{{WAY}, next: sort}}
        sort: {{next: [{{when: number == '1', go: bye}}, {{go: fine}}]}}
        fine: {{say: Done., end: resolved}}
        bye: {{say: Done., end: cancelled}}""",
        "FK230 hello.yaml:9:26 'change_it' was carried out, and then the flow ends `cancelled`, as if it were not",
    ),
}


@pytest.mark.parametrize(("states", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_at_its_place(states: str, message: str) -> None:
    assert told(check(project_of(states, SLOTS, shopping=SHOPPING))) == [message]


CLEAN = {
    "a menu that nothing leads out of but no more wishes": "hi: {choose: [shopping], next: hi}",
    "only a person at the end": """hi: {ask: number, next: out}
        out: {handoff: desk, outcomes: {failed: end_it}}
        end_it: {end: unresolved}""",
    "an end of its own": "hi: {ask: number, next: bye}\nbye: {end: booked_out}",
    "a flow that only says no": "hi: {say: We can't., end: refused}",
    "no guard fits, a person": """hi: {ask: number, next: [{when: number == '1', times: 2, clear: number, go: hi},
          {when: number == '2', go: hi2}]}
        hi2: {say: Two., next: bye}
        bye: {end: resolved}""",
    "a ladder to another question": """hi: {ask: number, next: bye, no_match: [Hm, {go: other}]}
        other: {ask: more, next: bye}
        bye: {end: resolved}""",
    "a branch with other words": """hi: {ask: number, next: [{when: number == '1', say: One., go: bye}, {go: bye}]}
        bye: {end: resolved}""",
    "one of two exits named": """hi: {talk: Help., exits: {gave_up: No., done_it: Yes.}, next: bye,
          outcomes: {gave_up: person}}
        bye: {end: resolved}""",
    "declined, and on": f"""hi: {{ask: number, next: do}}
        do: {{{WAY}, next: {{say: Done., go: bye}}, outcomes: {{declined: bye}}}}
        bye: {{say: Bye., end: resolved}}""",
    "unknown, a person": f"""hi: {{ask: number, next: do}}
        do: {{{WAY}, next: bye, outcomes: {{unknown: person}}}}
        bye: {{say: Done., end: resolved}}""",
    "a person by way of words": """hi: {ask: number, next: bye}
        bye: {end: resolved}
        person: {say: Wait., next: give}
        give: {handoff: desk}""",
    "tries counted": """hi: {ask: number, next: [{when: number == '1', times: 2, clear: number, go: hi},
          {go: bye}]}
        bye: {end: resolved}""",
}


@pytest.mark.parametrize("states", CLEAN.values(), ids=CLEAN)
def test_what_is_meant_so_is_left_alone(states: str) -> None:
    assert told(check(project_of(states, SLOTS, shopping=SHOPPING))) == []


def test_a_lost_state_shows_the_edge_that_leads_past_it() -> None:
    states = "hi: {ask: number, next: bye}\nthanks: {say: Thanks., next: bye}\nbye: {end: resolved}"
    (found,) = check(project_of(states))
    assert found.message == "nothing leads to the state 'thanks'"
    assert [(str(each.span), each.message) for each in found.related] == [("hello.yaml:5:27", "this leads past it")]


def test_a_lost_state_shows_two_edges_that_lead_to_the_same() -> None:
    states = """hi: {ask: number, next: [{when: number == '1', say: A, go: bye}, {when: more, go: on}, {go: bye}]}
    on: {say: Other., next: bye}
    lost: {say: Lost., end: resolved}
    bye: {end: resolved}"""
    (found,) = check(project_of(states, SLOTS))
    assert [str(each.span) for each in found.related] == ["hello.yaml:5:28", "hello.yaml:5:90"]


def test_a_misspelt_end_brings_its_fix() -> None:
    (found,) = check(project_of("hi: {say: Bye., end: resolvd}"))
    (edit,) = found.fixes[0].edits
    assert (str(found.span), str(edit.span), edit.text) == ("hello.yaml:5:24", "hello.yaml:5:24", "resolved")
