"""Whatever comes, in whatever order: each write stands on its own proved consent, and no spoken call stands still."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.language.answers import read_answer
from flowkit.language.speaking import SpokenValue
from tests.engine.conversation import MONDAY
from tests.engine.repair_desk import KEY_QUESTION, QUESTION, begun, desk

PROGRAMS = {"two ears": desk(), "one ear": desk("witnesses: 1"), "key": desk("consent: key")}
STATED = [SpokenValue("digits", "12345", "1 2 3 4 5"), SpokenValue("date", "2026-03-06", "Friday, March sixth")]
WORDS = ("yes", "yes please", "no", "but Saturday", "what does it cost?", "mm", "")

ACTIONS = st.one_of(
    st.sampled_from(["generate", "generate", "audible", "play", "play", "cut", "begin", "end", "end", "blip", "tick"]),
    st.tuples(st.just("words"), st.sampled_from(WORDS), st.integers(0, 2)),
    st.tuples(st.just("ear"), st.sampled_from(["yes", "yes", "no", "other", "none"])),
    st.tuples(st.just("key"), st.sampled_from("12")),
    st.tuples(st.just("wait"), st.sampled_from([50, 400, 900])),
    st.sampled_from(["whole yes", "whole yes", "ask"]),
)


class Line:
    """What a line could do with a call, one action after another; it never says what did not happen."""

    def __init__(self, program):
        self.call = begun(program)
        self.open = ""
        self.silent: list[str] = []
        self.sounding: list[str] = []

    def does(self, action):
        if self.call.call.over or self.call.call.stage != "live":
            return
        match action:
            case "generate":
                self._generate()
            case "audible":
                u = next((u for u in self._under_way() if u not in self.sounding), "")
                if u:
                    self.sounding.append(u)
                    self.call.audible(u)
            case "play" | "cut":
                u = next(iter(self._under_way()), "")
                if u and self.call.call.utterances[u].status != "generating":
                    self.call.played(u, "full" if action == "play" else "cut")
            case "begin" if not self.open:
                self.call.begins()
                self.open = f"t{self.call.turns}"
                self.silent.append(self.open)
            case "end" | "blip" if self.open:
                self.call.tell(events.TurnEnded(self.open, 800 if action == "end" else 90))
                self.open = ""
            case ("words", text, which) if which < len(self.silent) and self.silent[which] != self.open:
                self.call.words(text, self.silent.pop(which))
            case ("ear", hearing) if self.call.turns:
                self.call.ear(hearing)
            case ("key", digit):
                self.call.key(digit)
            case ("wait", ms):
                self.call.wait(ms)
            case "tick":
                timers = {name: at for name, at in self.call.call.timers.items() if name != "call_max"}
                name = min(timers, key=lambda each: (timers[each], each), default="")
                if name:
                    self.call.tick(name)
            case "whole yes":
                for each in ("begin", "end", ("words", "yes", len(self.silent)), ("ear", "yes"), ("wait", 900), "tick"):
                    self.does(each)
            case "ask":
                for _ in range(3):
                    for each in ("generate", "audible", "play"):
                        self.does(each)

    def _generate(self):
        u = self.call.call.floor.generating
        said = self.call.call.utterances.get(u)
        if said is None:
            return
        status = "cancelled" if said.void else "completed"
        self.call.tell(events.Generated(u, status, said.text or "It costs nothing."))

    def _under_way(self):
        utterances = self.call.call.utterances
        return [u for u, each in utterances.items() if not each.extent and each.status != "cancelled"]


def holds(line, kind):
    """Judges every run against the events alone, without the engine's own account of them."""
    call = line.call
    seen = [event for event, _ in call.log]
    runs = [(i, e) for i, (_, out) in enumerate(call.log) for e in out if isinstance(e, effects.RunTool)]
    consents = [(i, e.data) for i, (_, out) in enumerate(call.log) for e in out if _is(e, "consent")]
    assert len(runs) <= 1
    assert len(runs) == len(consents)
    for (at, run), (noted, note) in zip(runs, consents, strict=True):
        assert (at, run.key) == (noted, note["key"])
        before = seen[: at + 1]
        question = note["question"]["u"]
        asked = [e.u for _, out in call.log[: at + 1] for e in out if _asks(e)]
        assert question == asked[-1], "a yes counts for the latest asking"
        sounds = [i for i, e in enumerate(before) if isinstance(e, events.Audible) and e.u == question]
        heard = [e.u for e in before if isinstance(e, events.Played) and e.extent == "full"]
        assert sounds
        assert note["statement"]["u"] in heard
        sounded = sounds[0]
        turns = [e.turn for e in before[sounded:] if isinstance(e, events.TurnStarted)]
        refused = [i for i, e in enumerate(before) if _refuses(e) and not _is_blip(before, e.turn)]
        assert all(i < sounded for i in refused), "a no, a change or a question takes a later asking"
        if "key" in note["answer"]:
            assert isinstance(before[-1], events.Key)
            assert before[-1].digit == "1"
            continue
        assert kind != "key"
        turns = [turn for turn in turns if not _is_blip(before, turn)]
        words = {e.turn: e.text for e in before if isinstance(e, events.Words)}
        assert turns
        assert _reading(" ".join(words[turn] for turn in turns)) == "yes"
        ended = max(e.at for e in before if isinstance(e, events.TurnEnded))
        assert before[-1].at >= ended + 700
        ear = [e.hearing for e in before if isinstance(e, events.Witnessed) and e.turn == turns[-1]][:1]
        assert ear == ["yes"] or (kind == "one ear" and ear in ([], ["none"]))
        assert note["witness"] == ("yes" if ear == ["yes"] else "one")


def _is(effect, kind):
    return isinstance(effect, effects.Note) and effect.kind == kind


def _asks(effect):
    return isinstance(effect, effects.Say) and effect.text in (QUESTION, KEY_QUESTION)


def _is_blip(before, turn):
    return any(isinstance(e, events.TurnEnded) and e.turn == turn and e.voiced_ms < 150 for e in before)


def _reading(text):
    locale = PROGRAMS["two ears"].locale(MONDAY, "en")
    return read_answer(text, STATED, locale, stated="I'll book it. Shall I do that?").reading


def _refuses(event):
    return isinstance(event, events.Words) and _reading(event.text) in ("no", "changed", "other")


def _still(call):
    floor = call.call.floor
    pending = floor.generating or floor.open_turn or call.call.timers or call.call.over
    assert pending, "something is always pending"


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(PROGRAMS)), st.lists(ACTIONS, min_size=5, max_size=45))
def test_every_write_stands_on_its_own_consent(kind, actions):
    line = Line(PROGRAMS[kind])
    for action in actions:
        line.does(action)
        _still(line.call)
    holds(line, kind)
    assert Call.from_json(json.loads(json.dumps(line.call.call.to_json()))) == line.call.call


@settings(max_examples=60, deadline=None)
@given(st.permutations(["words t1", "ear t1", "played s", "played q"]), st.sampled_from(["yes", "no", "mm"]))
def test_the_order_of_what_comes_in_does_not_matter(order, words):
    call = begun(PROGRAMS["two ears"])
    call.generated("u2")
    call.audible("u2")
    call.generated("u3")
    call.audible("u3")
    call.begins()
    call.ends()
    steps = {
        "words t1": lambda: call.words(words, "t1"),
        "ear t1": lambda: call.ear("yes", "t1"),
        "played s": lambda: call.played("u2"),
        "played q": lambda: call.played("u3", "cut"),
    }
    for step in order:
        steps[step]()
    if "settle" in call.call.timers:
        call.tick("settle")
    assert len(call.runs("book")) == (words == "yes")


def test_the_property_is_not_empty():
    """A line that only does what it should comes to a write, which is then judged."""
    line = Line(PROGRAMS["two ears"])
    for action in ("ask", "whole yes", "tick"):
        line.does(action)
    assert len(line.call.runs("book")) == 1
    holds(line, "two ears")
