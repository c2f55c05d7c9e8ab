"""Every frame that a line can send is one that the `openai` package knows, down to its last field."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.engine import effects
from flowkit.engine.events import Can
from flowkit.lines import frames
from flowkit.lines.realtime import Message, Opened, Realtime


@pytest.fixture(scope="module")
def known() -> Any:
    """Validates a frame against the client events of the SDK; unknown fields do not survive it."""
    from openai.types.realtime import RealtimeClientEventParam
    from pydantic import TypeAdapter

    adapter: TypeAdapter[Any] = TypeAdapter(RealtimeClientEventParam)

    def check(frame: dict[str, Any]) -> None:
        assert plain(adapter.validate_python(frame, strict=True)) == frame
        assert len(frame["event_id"]) <= 32

    return check


def plain(value: Any) -> Any:
    """Iterators that the SDK's types leave unread, as lists."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else [plain(inner) for inner in value]


def test_the_check_finds_a_field_that_does_not_exist(known):
    with pytest.raises(AssertionError):
        known({"type": "response.cancel", "event_id": "e1", "response": "r1"})
    with pytest.raises(ValueError):
        known({"type": "response.cancelled", "event_id": "e1"})


def test_every_kind_of_frame(known, said):
    for model, audio in (("gpt-realtime-2.1", False), ("gpt-realtime", False), ("gpt-realtime-2.1", True)):
        extras = {"model": model, "parallel_tool_calls": True, "reasoning": {"effort": "low"}}
        bench = said.bench(Realtime.new(said.sessions, extras, can=Can(audio=audio)))
        bench.put(Opened(1), effects.Configure("authenticated", "long")).updated()
        bench.put(effects.Seed((("system", "a"), ("user", "b"), ("assistant", "c"))))
        bench.put(effects.Brief("STEP 1", "d"), effects.Result("x: ok"), Message("hello"), effects.Say("u0", "Hi."))
        for number, tool in enumerate(("auto", "none", "required", "record"), 1):
            u = f"u{number}"
            bench.put(effects.Reply(u, tool)).created(f"r{number}", u).put(effects.Cancel(u))
            bench.done(f"r{number}", u, said.message("x", f"item_{number}"), said.call(f"c{number}"))
        bench.put(effects.AnswerCall("c1", {"status": "void"}))
        assert set(bench.kinds) == {
            "session.update",
            "conversation.item.create",
            "conversation.item.delete",
            "response.create",
            "response.cancel",
        }
        for frame in bench.frames:
            known(frame)


def test_ids_differ_from_session_to_session(bench):
    bench.opened().put(Message("a"), Opened(2), Message("b"))
    items = [frame["item"]["id"] for frame in bench.frames]
    assert len(set(items)) == 2
    assert all(item.replace("_", "").replace("-", "").isalnum() and len(item) <= 32 for item in items)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=9
    )
)
def test_equal_values_make_equal_texts(value):
    def turned(inner: Any) -> Any:
        if isinstance(inner, dict):
            return {name: turned(inner[name]) for name in reversed(list(inner))}
        return [turned(each) for each in inner] if isinstance(inner, list) else inner

    assert frames.compact(value) == frames.compact(turned(value))
