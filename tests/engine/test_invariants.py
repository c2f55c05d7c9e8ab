"""What holds whatever happens, in whatever order: random callers, models, tools and lines against the engine."""

import json
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.codec import effect_from_json, event_from_json, to_json
from flowkit.engine.events import Can, FunctionCall
from flowkit.engine.step import step
from tests.engine.conversation import FLOWS, MONDAY, program_of, project_files

PROGRAM = program_of(project_files(FLOWS))

WORDS = [
    "yes",
    "no",
    "yes please",
    "yes, but Saturday",
    "no, make it Saturday",
    "Friday at ten",
    "eleven",
    "half past two",
    "where's my order 12345?",
    "ana@example.com, postcode 10001",
    "can I talk to someone",
    "forget it",
    "what does it cost?",
    "",
]
CALLS = [
    ("record", {"order_id": "12345"}),
    ("record", {"email": "ana@example.com", "postcode": "10001"}),
    ("record", {"new_day": "2026-03-06", "new_time": "ten"}),
    ("record", {"new_day": "2026-03-07"}),
    ("record", {"new_time": "2026-03-06T14:30"}),
    ("record", {"new_time": 7, "nonsense": [1]}),
    ("choose", {"option": "reschedule"}),
    ("choose", {"option": "order_status"}),
    ("choose", {"option": "nothing"}),
    ("choose", {"option": "cannot_say"}),
    ("request", {"kind": "person"}),
    ("request", {"kind": "cancel"}),
    ("request", {"kind": "switch", "flow": "order_status"}),
    ("wait", {}),
    ("move_visit", {"visit_id": "v1", "start": "2026-03-06T10:00"}),
]
ANSWERS = {
    "find_customer": {"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": "12.50"},
    "get_order": {"order_id": "12345", "customer_id": "c1", "status": "shipped", "eta": "2026-03-06", "items": []},
    "list_visits": [{"id": "v1", "title": "dentist", "start": "2026-03-03T09:00"}],
    "find_openings": [{"start": "2026-03-06T10:00"}, {"start": "2026-03-06T14:30"}],
    "move_visit": {},
    "set_address": {},
}


class AnyCall(RuleBasedStateMachine):
    """A call in which anything may come at any time."""

    program = PROGRAM
    words = WORDS
    calls = CALLS
    answers = ANSWERS

    def __init__(self):
        super().__init__()
        self.call = Call()
        self.at = MONDAY
        self.turns = 0
        self.made = 0
        self.open_calls: dict[str, int] = {}
        self.consents: list[dict] = []
        self.keys: list[str] = []
        self.running: dict[str, effects.RunTool] = {}
        self.log: list[tuple[events.Event, tuple[effects.Effect, ...]]] = []
        self.disclosed = False

    @initialize(data=st.data())
    def a_call_begins(self, data):
        """Anew, or where the caller has just been asked to agree."""
        self._begin(data)

    def _begin(self, data):
        begin = data.draw(st.sampled_from(["triage", "reschedule", "asked", "asked"]))
        given = {"customer": {"id": "c1", "first_name": "Ana"}}
        self.tell(events.CallStarted("call_1", "text", given=given, begin="" if begin == "triage" else "reschedule"))
        if begin == "asked":
            self._until_asked()

    def _until_asked(self):
        self.tell(events.LineReady(Can()))
        self.tell(events.ToolDone("r1", "ok", self.answers["list_visits"]))
        self._heard()
        self._replied("What day suits you?")
        self._caller_writes("Friday at ten")
        self._replied("", FunctionCall("c0", "record", '{"new_day": "2026-03-06", "new_time": "ten"}'))
        self.tell(events.ToolDone("r2", "ok", self.answers["find_openings"]))
        self._heard()
        self._heard()
        assert self.call.draft.phase == "listening"

    def _heard(self):
        u = self.floor.generating
        self.disclosed = True
        self.tell(events.Generated(u, "completed", self.call.utterances[u].text))
        self.tell(events.Audible(u))
        self.tell(events.Played(u, "full"))

    def _replied(self, text, *calls):
        u = self.floor.generating
        self.open_calls.update({call.id: 0 for call in calls})
        self.tell(events.Generated(u, "completed", text, calls))
        if text:
            self.tell(events.Audible(u))
            self.tell(events.Played(u, "full"))

    def tell(self, event):
        self.at += 10
        event = replace(event, at=self.at, n=self.call.seq + 1)
        before = self.call
        frozen = json.dumps(before.to_json())
        self.call, out = step(self.program, before, event)
        assert json.dumps(before.to_json()) == frozen, "the call before a step stays as it was"
        self.log.append((event, out))
        for effect in out:
            self._check(effect)

    def _check(self, effect):
        match effect:
            case effects.AnswerCall(id=call_id):
                assert self.open_calls.get(call_id) == 0, "a call has exactly one output"
                self.open_calls[call_id] = 1
            case effects.Note(kind="consent", data=data):
                self.consents.append(dict(data))
            case effects.RunTool():
                self.running[effect.run] = effect
                tool = self.program.project.tools[effect.tool]
                if tool.writes and tool.consent != "none":
                    self._check_write(effect)
            case effects.Reply():
                assert self.disclosed, "no reply before the disclosure was heard"
            case effects.Say() | effects.HangUp() | effects.Transfer():
                assert not any(isinstance(e, events.Lost) and e.what == "caller" for e, _ in self.log[:-1])

    def _check_write(self, run):
        consent = self.consents[-1]
        assert consent["tool"] == run.tool
        assert consent["arguments"] == run.arguments
        assert consent["key"] == run.key
        assert run.key not in self.keys, "one consent, one run, one key"
        self.keys.append(run.key)
        assert consent["statement"]["extent"] == "full"
        assert consent["answer"]["reading"] == "yes"
        question, answer = consent["question"]["u"], consent["answer"]["turn"]
        order = [
            e.u if isinstance(e, events.Audible) else e.turn
            for e, _ in self.log
            if isinstance(e, events.Audible | events.TurnStarted)
        ]
        assert order.index(question) < order.index(answer), "the answer began after the question sounded"

    @property
    def floor(self):
        return self.call.floor

    # What can happen.

    @rule()
    def line_is_ready(self):
        if self.call.stage == "starting":
            self.tell(events.LineReady(Can()))

    @precondition(lambda self: not self.floor.open_turn)
    @rule(data=st.data())
    def caller_writes(self, data):
        self._caller_writes(data.draw(st.sampled_from(self.words)))

    def _caller_writes(self, words):
        self.turns += 1
        turn = f"t{self.turns}"
        for event in (events.TurnStarted(turn), events.TurnEnded(turn), events.Words(turn, words)):
            self.tell(event)

    @rule()
    def caller_begins(self):
        self.turns += 1
        self.tell(events.TurnStarted(f"t{self.turns}"))

    @precondition(lambda self: self.floor.open_turn)
    @rule(data=st.data())
    def caller_ends(self, data):
        words = data.draw(st.sampled_from(self.words))
        turn = self.floor.open_turn
        self.tell(events.TurnEnded(turn))
        self.tell(events.Words(turn, words))

    @precondition(lambda self: self.floor.generating)
    @rule(
        text=st.sampled_from(["", "Okay.", "It's moved.", "Friday?"]),
        data=st.data(),
        status=st.sampled_from(["completed"] * 6 + ["failed", "incomplete", "cancelled"]),
    )
    def model_answers(self, text, data, status):
        u = self.floor.generating
        calls = data.draw(st.lists(st.sampled_from(self.calls), max_size=3))
        if self.call.utterances[u].kind == "say":
            text, calls = self.call.utterances[u].text, []
        made = []
        for name, arguments in calls:
            self.made += 1
            made.append(FunctionCall(f"c{self.made}", name, json.dumps(arguments)))
            self.open_calls[f"c{self.made}"] = 0
        self.tell(events.Generated(u, status, text, tuple(made)))
        if not self.call.over:
            waiting = {call.id for call in self.call.tool_calls if not call.answered}
            unanswered = {call.id for call in made if not self.open_calls[call.id]}
            assert unanswered <= waiting, "every call is answered, or waits for a tool"

    @rule(extent=st.sampled_from(["full"] * 5 + ["cut", "none"]), data=st.data())
    def line_plays(self, extent, data):
        u = data.draw(st.sampled_from([u for u, x in self.call.utterances.items() if not x.extent] or ["u99"]))
        said = self.call.utterances.get(u)
        self.disclosed |= bool(said and said.purpose == "disclosure" and extent == "full")
        self.tell(events.Audible(u))
        self.tell(events.Played(u, extent))

    @precondition(lambda self: self.call.runs)
    @rule(outcome=st.sampled_from(["ok"] * 6 + ["failed", "timeout", "unknown", "not_found", "odd"]), data=st.data())
    def tool_ends(self, outcome, data):
        run = data.draw(st.sampled_from(sorted(self.call.runs)))
        result = self.answers.get(self.call.runs[run].tool, {}) if outcome == "ok" else None
        self.tell(events.ToolDone(run, outcome, result))

    @rule(data=st.data())
    def a_timer_fires(self, data):
        if self.call.timers:
            name = data.draw(st.sampled_from(sorted(self.call.timers)))
            self.tell(events.Tick(name, self.call.timers[name]))

    @rule()
    def the_model_comes_back(self):
        if self.call.stage not in ("new", "starting"):
            for call in self.call.tool_calls:
                # The session that made the call is gone: there is nobody to give its output to.
                self.open_calls[call.id] = 1
            self.tell(events.Lost("model"))
            self.tell(events.Back("model", True, self.call.session + 1))

    @rule()
    def an_old_event_comes_again(self):
        event, _ = self.log[-1]
        assert step(self.program, self.call, event) == (self.call, ())

    @precondition(lambda self: self.turns > 6)
    @rule()
    def caller_hangs_up(self):
        self.tell(events.Lost("caller"))

    # What holds.

    @invariant()
    def something_is_pending(self):
        call = self.call
        assert call.over or call.timers or call.stage in ("new", "starting")

    @invariant()
    def it_is_over_only_once(self):
        closed = [e for _, out in self.log for e in out if isinstance(e, effects.Note) and e.kind == "closed"]
        assert len(closed) == (1 if self.call.over else 0)

    @invariant()
    def a_call_that_waits_has_a_timer(self):
        for call in self.call.tool_calls:
            if not call.answered:
                assert f"progress {call.run}" in self.call.timers, "a call is answered within moments"
                assert self.call.runs[call.run].filler == 0

    @invariant()
    def the_end_leaves_no_call_open(self):
        assert not self.call.over or all(self.open_calls.values()), "every call is answered"

    @invariant()
    def the_snapshot_is_the_call(self):
        assert Call.from_json(json.loads(json.dumps(self.call.to_json()))) == self.call

    @invariant()
    def the_record_gives_the_call_again(self):
        if len(self.log) % 7:
            return
        call = Call()
        for event, out in self.log:
            told = event_from_json(json.loads(json.dumps(to_json(event))))
            call, again = step(self.program, call, told)
            assert [to_json(effect) for effect in again] == [to_json(effect) for effect in out]
            assert [effect_from_json(to_json(effect)) for effect in out] == list(out)
        assert call == self.call


AnyCall.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyCall = AnyCall.TestCase
