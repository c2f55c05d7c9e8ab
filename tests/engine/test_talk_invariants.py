"""What holds whatever a model does that may call tools: right and wrong ones, twice, at any time."""

import json
import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from flowkit.engine import effects, events
from flowkit.engine.events import Can, FunctionCall
from flowkit.language.model import Confirm, Talk, Use
from tests.engine.talks import OFFLINE, ORDER, talks_program
from tests.engine.test_invariants import AnyCall

INVENTED = "ZZZZ"
"""Nobody says it and no tool returns it."""

WORDS = [
    "yes",
    "yes please",
    "no",
    "no, the other one",
    "will it take long?",
    "K7QX, and the light is red",
    "keep 12345 back",
    "refund the kettle of 12345",
    "when are you open?",
    "I've had enough",
    "thanks",
    "a person please",
    "",
]
CALLS = [
    ("device_status", {"serial": "K7QX"}),
    ("device_status", {"serial": "K7QX"}),
    ("device_status", {"serial": INVENTED}),
    ("reset_device", {"serial": "K7QX"}),
    ("reset_device", {"serial": "K7QX"}),
    ("reset_device", {"serial": INVENTED}),
    ("reset_device", {"serial": 7, "nonsense": [1]}),
    ("log_step", {"serial": "K7QX"}),
    ("get_order", {"order_id": "12345"}),
    ("hold_order", {"order_id": "12345"}),
    ("refund_item", {"order_id": "12345", "item_id": "i1", "amount": "35.00"}),
    ("refund_item", {"order_id": "12345", "item_id": "i1", "amount": "900.00"}),
    ("refund_item", {"order_id": "12345", "item_id": "i2", "amount": "900.00"}),
    ("find_customer", {"email": "eve@example.com"}),
    ("record", {"serial": "K7QX", "light": "red"}),
    ("record", {"light": "green"}),
    ("choose", {"option": "gave_up"}),
    ("choose", {"option": "served"}),
    ("choose", {"option": "device_help"}),
    ("choose", {"option": "answered"}),
    ("request", {"kind": "person"}),
    ("request", {"kind": "cancel"}),
    ("request", {"kind": "switch", "flow": "questions"}),
    ("wait", {}),
]
OFTEN = [*CALLS[:14] * 6, *CALLS]
"""What a model calls that mostly talks about the matter."""

ANSWERS = {
    "find_customer": {"id": "c1", "email": "ana@example.com", "balance": "12.50"},
    "get_order": ORDER,
    "device_status": OFFLINE,
    "reset_device": {},
    "log_step": {},
    "hold_order": {},
    "refund_item": {},
    "list_plans": [],
    "buy_plan": {},
}


class AnyTalk(AnyCall):
    """A talk in which anything may come at any time."""

    program = talks_program()
    words = WORDS
    calls = CALLS
    answers = ANSWERS

    def _begin(self, data):
        """At the front door, or in a talk, or where the model has called a write in one."""
        begin = data.draw(st.sampled_from(["", "device_help.fix", "device_help.fix", "orders.serve"]))
        given = {"customer": {"id": "c1", "email": "ana@example.com", "balance": "12.50"}}
        if begin == "device_help.fix":
            given |= {"device": OFFLINE, "serial": "K7QX"}
        self.tell(events.CallStarted("call_1", "text", given=given, begin=begin))
        if begin:
            self.tell(events.LineReady(Can()))
            self._heard()
            self._replied("How can I help?")
            self._caller_writes("it is K7QX, or my order 12345")

    @rule(seed=st.integers(0, 2**32))
    def it_goes_well_for_a_while(self, seed):
        """What is said is heard, tools answer, and a caller who is asked mostly agrees."""
        chance = random.Random(seed)
        for _ in range(chance.randint(4, 24)):
            if not self.call.over and self.call.stage not in ("new", "starting"):
                self._goes_well(chance)

    def _goes_well(self, chance):
        u, draft = self.floor.generating, self.call.draft
        if u and self.call.utterances[u].kind == "say":
            self._heard()
        elif u:
            self._model_calls(chance.choices(OFTEN, k=chance.choice([1, 1, 2, 3])))
        elif self.call.runs:
            run = chance.choice(sorted(self.call.runs))
            self.tell(events.ToolDone(run, "ok", self.answers[self.call.runs[run].tool]))
        elif not self.floor.open_turn:
            agrees = draft is not None and chance.random() < 0.8
            self._caller_writes("yes" if agrees else chance.choice(self.words))

    def _model_calls(self, calls):
        made = []
        for name, arguments in calls:
            self.made += 1
            made.append(FunctionCall(f"c{self.made}", name, json.dumps(arguments)))
        self._replied("", *made)

    def _check(self, effect):
        super()._check(effect)
        if not isinstance(effect, effects.RunTool):
            return
        assert INVENTED not in effect.arguments.values(), "nothing that was made up is passed on"
        run = self.call.runs.get(effect.run)
        if run is None:
            return
        state = self.program.state(self.call.top.flow, self.call.top.state)
        match state.does:
            case Talk(tools=tools):
                assert run.purpose in ("record", "look") or run.tool in tools, "no tool outside of its state"
            case Use(tool=tool) | Confirm(tool=tool):
                assert run.purpose in ("record", "look") or run.tool == tool
            case _:
                raise AssertionError(f"a tool runs in a state without one: {state.name}")


AnyTalk.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyTalk = AnyTalk.TestCase
