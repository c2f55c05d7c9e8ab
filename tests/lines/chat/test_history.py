"""The history of a chat line: always one that an endpoint takes, and never longer than it may be."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flowkit.lines.chat.history import (
    NEWEST,
    Entry,
    answered,
    bounded,
    called,
    is_open,
    messages,
    without_open_calls,
    without_words,
)


def note(text, **more):
    return Entry("note", text, **more)


def calling(u, *ids, text="", output=None):
    calls = tuple(replace(called(each, "record", "{}"), output=output) for each in ids)
    return Entry("assistant", text, u, calls=calls)


def check(sent):
    """As an endpoint judges them: outputs stand right behind their calls, one each."""
    owed = []
    for each in sent:
        if each["role"] == "tool":
            owed.remove(each["tool_call_id"])
            continue
        assert owed == []
        owed = [call["id"] for call in each.get("tool_calls", ())]
        assert each["content"] or owed
    assert owed == []


def test_outputs_follow_their_calls_however_late_they_come():
    history = (Entry("user", "hi"), calling("u1", "c1", "c2", text="Yes."), Entry("user", "and?"), note("STEP 1"))
    assert is_open(history)
    history = answered(answered(history, "c2", "two"), "c1", "one")
    assert not is_open(history)
    assert messages(history, "developer") == [
        {"role": "user", "content": "hi"},
        {
            "role": "assistant",
            "content": "Yes.",
            "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "record", "arguments": "{}"}},
                {"id": "c2", "type": "function", "function": {"name": "record", "arguments": "{}"}},
            ],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "one"},
        {"role": "tool", "tool_call_id": "c2", "content": "two"},
        {"role": "user", "content": "and?"},
        {"role": "developer", "content": "STEP 1"},
    ]
    assert messages((note("STEP 1"),), "system") == [{"role": "system", "content": "STEP 1"}]


def test_a_call_has_one_output():
    history = answered(answered((calling("u1", "c1"),), "c1", "one"), "c1", "two")
    assert messages(history, "system")[1]["content"] == "one"
    assert answered(history, "c9", "nine") == history


def test_words_that_nobody_got_go_and_calls_stay():
    history = (Entry("assistant", "a", "u1"), calling("u2", "c1", text="b", output="{}"), Entry("assistant", "c"))
    assert without_words(without_words(history, "u1"), "u2") == (replace(history[1], text=""), history[2])
    assert without_words(history, "") == history


def test_calls_that_will_have_no_output_go():
    half = Entry("assistant", "b", "u1", calls=(*calling("", "c1", output="{}").calls, called("c2", "record", "{}")))
    history = (calling("u0", "c0"), half, Entry("user", "x"))
    assert without_open_calls(history) == (replace(half, calls=half.calls[:1]), history[2])


def test_what_fits_stays_whole():
    history = tuple(Entry("user", "x" * 10) for _ in range(10))
    assert bounded(history, 100) is history


def test_replaced_briefs_go_first_then_the_oldest():
    old, new = note("b" * 30, brief=True), note("B" * 30, brief=True)
    words = tuple(Entry("user", f"{number:010d}") for number in range(12))
    history = (old, words[0], new, *words[1:])
    kept = bounded(history, 140)
    assert old not in kept
    assert new in kept
    assert kept[-NEWEST:] == words[-NEWEST:]
    assert sum(entry.size for entry in kept) <= 140 * 0.8
    dropped = [entry for entry in words if entry not in kept]
    assert dropped == list(words[: len(dropped)])  # the oldest
    assert dropped


def test_a_cut_leaves_room():
    """So that not every request that follows begins otherwise."""
    history = tuple(Entry("user", "x" * 10) for _ in range(11))
    kept = bounded(history, 100)
    assert bounded((*kept, Entry("user", "y" * 10)), 100)[0] is kept[0]


ENTRIES = st.lists(
    st.one_of(
        st.builds(lambda size: Entry("user", "u" * size), st.integers(1, 40)),
        st.builds(lambda size: note("n" * size, brief=True), st.integers(1, 40)),
        st.builds(
            lambda ids, output: calling("u1", *ids, output=output), st.just(("a", "b")), st.sampled_from((None, "o"))
        ),
    ),
    max_size=30,
)


@given(ENTRIES, st.integers(0, 400))
def test_a_cut_history_is_still_one(entries, allowed):
    numbered = [
        replace(each, u=f"u{place}", calls=tuple(replace(call, id=f"{call.id}{place}") for call in each.calls))
        for place, each in enumerate(entries)
    ]
    kept = bounded(tuple(numbered), allowed)
    assert [each for each in numbered if each in kept] == list(kept)
    assert all(each in kept for each in numbered if each.open)
    assert all(each in kept or each.brief for each in numbered[-NEWEST:])
    briefs = [each for each in numbered if each.brief]
    assert not briefs or briefs[-1] in kept
    check(messages(tuple(answered_all(kept)), "developer"))


def answered_all(history):
    for each in history:
        yield replace(each, calls=tuple(replace(call, output=call.output or "{}") for call in each.calls))
