"""What holds whatever happens on a call with limits across calls, a case, and an `ask` where some slots are enough."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from flowkit.engine import effects, events
from flowkit.engine.events import Can, FunctionCall
from flowkit.language.model import Ask
from tests.engine.conversation import program_of
from tests.engine.test_invariants import AnyCall
from tests.engine.test_reservations import CATALOG, DAILY, PROJECT

FLOW = """\
flow: give
title: Give
slots:
  amount: {type: money, ask: "How much?"}
  phone: {type: phone, ask: "Your phone number?"}
  postcode: {type: postcode, ask: "Your post code?"}
  name: {type: name, ask: "Your name?"}
start: who
states:
  who:
    ask: [phone, postcode, name]
    enough: 2
    question: "Two of phone number, post code and name?"
    next: ask
    outcomes: {cannot_say: {times: 2, go: who}}
  ask: {ask: amount, next: agree}
  agree:
    confirm: credit
    with: {amount: amount}
    next: bell
    outcomes: {daily: [{times: 1, clear: amount, go: ask}, {go: person}], closed: person}
  bell: {use: ring, next: done}
  done: {say: Done., end: resolved}
  person: {handoff: desk, outcomes: {failed: [{times: 1, go: bell}, {go: hang_up}]}}
"""
PROGRAM = program_of(
    {
        name: text.encode()
        for name, text in {"flowkit.yaml": PROJECT, "tools/bank.yaml": CATALOG, "give.yaml": FLOW}.items()
    }
)


class AnyCountedCall(AnyCall):
    """A call whose writes a store counts."""

    program = PROGRAM
    words = ("yes", "no", "thirty dollars", "make it forty", "10001", "Ana Silva", "212 555 0142", "a person", "")
    calls = (
        ("record", {"amount": "30.00"}),
        ("record", {"amount": "40.00"}),
        ("record", {"postcode": "10001", "name": "Ana Silva"}),
        ("record", {"phone": "212 555 0142"}),
        ("choose", {"option": "cannot_say"}),
        ("choose", {"option": "cannot_say_phone"}),
        ("choose", {"option": "cannot_say_name"}),
        ("request", {"kind": "person"}),
        ("wait", {}),
    )
    answers: dict = {"credit": {}, "ring": {}, "record_case": {}}  # noqa: RUF012

    def __init__(self):
        super().__init__()
        self.asked: list[str] = []
        self.granted: set[str] = set()
        self.refused: set[str] = set()
        self.released: list[str] = []
        self.ended: dict[str, str] = {}

    def _begin(self, data):
        self.tell(events.CallStarted("call_1", "text", given={"customer": {"id": "c1"}}))
        if data.draw(st.booleans()):
            self._until_read_back()

    def _until_read_back(self):
        self.tell(events.LineReady(Can()))
        self._heard()
        self._caller_writes("10001, Ana Silva, thirty dollars")
        facts = '{"postcode": "10001", "name": "Ana Silva", "amount": "30.00"}'
        self._replied("", FunctionCall("c0", "record", facts))
        assert self.call.draft.counting

    def _check(self, effect):
        super()._check(effect)
        match effect:
            case effects.Reserve(run=run):
                assert run not in self.asked, "a run is reserved once"
                self.asked.append(run)
            case effects.Release(run=run):
                assert run in self.asked, "only what was asked for is given back"
                assert self.ended.get(run) not in ("ok", "unknown", "timeout"), "what was done is not given back"
                self.released.append(run)
            case effects.RunTool(run=run):
                assert run in self.granted, "nothing runs without its share"
                assert run not in self.released
                assert effect.write, "all of these are writes"
                assert effect.key, "every write has a key"
            case effects.Transfer():
                assert self.call.giving is not None
                assert self.call.giving.case != "running", "the call is given away when its case is done"
            case effects.Say(text=text) if text.startswith("I'll credit"):
                assert not self.call.draft.counting, "nothing is read back before it was counted"

    def tell(self, event):
        match event:
            case events.Reserved(run=run, outcome="ok") if run in self.call.runs and self.call.runs[run].reserving:
                self.granted.add(run)
            case events.ToolDone(run=run, outcome=outcome) if run in self.running:
                self.ended.setdefault(run, outcome if outcome in ("ok", "unknown", "timeout") else "failed")
            case events.Tick(timer=timer) if timer.startswith("tool r"):
                self.ended.setdefault(timer.removeprefix("tool "), "timeout")
        super().tell(event)

    @precondition(lambda self: self.call.draft is not None and self.call.draft.counting)
    @rule(used=st.sampled_from(["0", "0", "20", "20.01"]), available=st.sampled_from([True] * 4 + [False]))
    def the_store_counts(self, used, available):
        self.tell(events.Counted(self.call.draft.id, {DAILY: used}, available))

    @precondition(lambda self: self.asked)
    @rule(outcome=st.sampled_from(["ok"] * 4 + ["over", "unavailable"]), data=st.data())
    def the_store_reserves(self, outcome, data):
        """Also what was answered before, or is not wanted any more."""
        waiting = [run for run, each in self.call.runs.items() if each.reserving]
        run = data.draw(st.sampled_from((waiting or self.asked)[-2:]))
        self.tell(events.Reserved(run, outcome, DAILY if outcome == "over" else ""))

    @rule(outcome=st.sampled_from(["connected", "failed", "no_answer"]))
    def the_desk_answers(self, outcome):
        if self.call.giving is not None and self.call.giving.given:
            self.tell(events.Transferred(outcome))

    @invariant()
    def what_was_not_done_is_given_back(self):
        for run in self.granted:
            if run in self.call.runs or run in self.released:
                continue
            assert self.ended.get(run) in ("ok", "unknown", "timeout") or self.call.over, "a share is lost"

    @invariant()
    def who_waits_for_the_store_has_a_timer(self):
        for run, each in self.call.runs.items():
            assert not each.reserving or f"count {run}" in self.call.timers
        draft = self.call.draft
        assert draft is None or not draft.counting or f"count {draft.id}" in self.call.timers

    @invariant()
    def an_ask_asks_for_something(self):
        """Where some slots are enough: not enough are set, and those that may still be asked would do."""
        if not self.call.frames or self.call.stage != "live" or self.call.floor.due:
            return
        state = self.program.state(self.call.top.flow, self.call.top.state)
        if isinstance(state.does, Ask) and state.does.enough:
            held = {name for name in state.does.slots if name in self.call.top.slots}
            left = set(state.does.slots) - held - set(self.call.top.declined)
            assert len(held) < 2
            assert len(held) + len(left) >= 2


AnyCountedCall.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyCountedCall = AnyCountedCall.TestCase
