"""What the engine costs: decisions alone, whole steps, steps with their rows for the journal, and memory per call.

Theory of operation. Times on a shared machine are noise, ratios are not. So every round runs each piece of work a few
times and, in between, a *yardstick* that never changes: a machine that is a table, whose state is a frozen value and
each of whose steps writes a row as JSON. What is compared from one day to another is how many yardsticks a piece of
work takes, as the median over the rounds.
"""

import json
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bench.projects import demo, orders
from bench.timing import alternate_by
from flowkit.engine import events
from flowkit.engine.call import Call
from flowkit.engine.codec import to_json
from flowkit.engine.effects import AnswerCall, Effect
from flowkit.engine.events import Can, Event, FunctionCall
from flowkit.engine.program import Program
from flowkit.engine.step import step
from flowkit.engine.tools.functions import judge_calls
from flowkit.engine.tools.tool_calls import judge_tools
from flowkit.engine.work import Work
from flowkit.journal.sqlite import dumped

MONDAY = 1_772_463_600_000
"""2026-03-02T10:00 in New York, a Monday."""

CUSTOMER = {"id": "c1", "first_name": "Ana", "email": "ana@example.com", "balance": "12.50"}
ORDER = {
    "order_id": "12345",
    "customer_id": "c1",
    "status": "delivered",
    "delivered_on": "2026-02-20",
    "items": [
        {"item_id": "i1", "title": "kettle", "price": "35.00"},
        {"item_id": "i2", "title": "desk lamp", "price": "49.00"},
    ],
}

Job = Callable[[], object]


# The yardstick.


@dataclass(frozen=True, slots=True)
class _State:
    name: str = "a"
    visits: int = 0
    log: tuple[str, ...] = ()
    note: str = ""
    open: bool = True


_TABLE = {("a", 0): "b", ("b", 1): "c", ("c", 2): "d", ("d", 3): "a"}


def yardstick() -> None:
    """Four transitions of a machine that is a table, each with a new frozen state and a row as JSON."""
    state = _State()
    for number in range(4):
        state = replace(state, name=_TABLE[state.name, number], visits=state.visits + 1)
        json.dumps({"type": "note", "kind": "state", "data": {"name": state.name, "visits": state.visits}})


# A call that is played.


class Played:
    """A typed call against the engine alone: what the line, the tools and the caller do, without their waiting."""

    def __init__(self, program: Program, begin: str, given: Mapping[str, object] | None = None) -> None:
        self.program = program
        self.call = Call()
        self.turns = 0
        self.out: tuple[Effect, ...] = ()
        self.tell(events.CallStarted("call_1", "text", begin=begin, given=dict(given or {})))
        self.tell(events.LineReady(Can(transfer=True)))
        self.spoken()

    def tell(self, event: Event) -> None:
        """One event, as the driver stamps it."""
        at = MONDAY + self.call.seq * 400
        self.call, self.out = step(self.program, self.call, replace(event, at=at, n=self.call.seq + 1))

    def spoken(self) -> None:
        """What is being generated and is the engine's own is generated, and reaches the caller."""
        while (u := self.call.floor.generating) and self.call.utterances[u].kind == "say":
            self.tell(events.Generated(u, "completed", self.call.utterances[u].text))
            self._heard(u)

    def _heard(self, u: str) -> None:
        self.tell(events.Audible(u))
        self.tell(events.Played(u, "full"))

    def caller(self, text: str) -> "Played":
        """The caller types something, once the model has said what it wants to."""
        if self.call.floor.generating:
            self.model("All right, and what is it that I should know?")
        self.turns += 1
        turn = f"turn_{self.turns}"
        for event in (events.TurnStarted(turn), events.TurnEnded(turn), events.Words(turn, text)):
            self.tell(event)
        self.spoken()
        return self

    def model(self, text: str, *calls: FunctionCall) -> "Played":
        """The model's turn: what it says and calls."""
        u = self.call.floor.generating
        self.tell(events.Generated(u, "completed", text, calls))
        if text and not self.call.utterances[u].void:
            self._heard(u)
        self.spoken()
        return self

    def tools(self, **results: object) -> "Played":
        """Every tool that runs returns its result."""
        for run, running in list(self.call.runs.items()):
            self.tell(events.ToolDone(run, "ok", results[running.tool]))
        self.spoken()
        return self


def _record(**values: object) -> FunctionCall:
    return FunctionCall("c1", "record", json.dumps(values))


# What is timed.


def jobs() -> dict[str, Job]:
    """All pieces of work, by name: a decision alone, the whole step of the reply, and the step with its rows."""
    found: dict[str, Job] = {}
    for name, (played, call) in scenes().items():
        event = events.Generated(
            played.call.floor.generating, "completed", "", (call,), at=MONDAY + 60_000, n=played.call.seq + 1
        )
        found[f"{name}: decided"] = _decided(played, event)
        found[f"{name}: whole step"] = _stepped(played, event)
        found[f"{name}: and its rows"] = _recorded(played, event)
    return found


def scenes() -> dict[str, tuple[Played, FunctionCall]]:
    """Calls that wait for the model, each with what it calls next."""
    shop, desk = demo(), orders()
    triage = Played(shop, "triage").caller("where's my order 12345 please")
    auth = Played(shop, "order_status").caller("ana@example.com, postcode 10001")
    packed, shipped = at_the_desk(desk, "packed"), at_the_desk(desk, "shipped")
    return {
        "one value recorded": (triage, _record(order_id="12345")),
        "two values recorded, a tool run": (auth, _record(email="ana@example.com", postcode="10001")),
        "a flow chosen": (triage, FunctionCall("c1", "choose", '{"option": "order_status"}')),
        "a tool called, allowed": (packed, FunctionCall("c1", "hold_order", '{"order_id": "12345"}')),
        "a tool called, a rule refuses": (shipped, FunctionCall("c1", "hold_order", '{"order_id": "12345"}')),
        "a tool called, made up": (packed, FunctionCall("c1", "hold_order", '{"order_id": "54321"}')),
        "a call that is none": (triage, FunctionCall("c1", "get_order", "{}")),
    }


def at_the_desk(program: Program, status: str) -> Played:
    """A talk in which an order was looked up, and the caller asks to keep it back."""
    played = Played(program, "orders").caller("it's about order 12345")
    played.model("", FunctionCall("c0", "get_order", '{"order_id": "12345"}'))
    played.tools(get_order={"order_id": "12345", "customer_id": "c1", "status": status, "total": "40.00"})
    played.model("That one is on its way to you. What should I do with it?")
    return played.caller("please keep it back")


def _decided(played: Played, event: events.Generated) -> Job:
    program, call = played.program, played.call
    reply = call.utterances[event.u]

    def decide() -> Work:
        work = Work(program, call.copy(), event.at)
        judge_tools(work, reply, judge_calls(work, reply, event.calls).tools)
        return work

    assert _answers(decide().effects), "nothing was decided"
    return decide


def _stepped(played: Played, event: Event) -> Job:
    program, call = played.program, played.call
    assert _answers(step(program, call, event)[1]), "nothing was decided"
    return lambda: step(program, call, event)


def _recorded(played: Played, event: Event) -> Job:
    program, call = played.program, played.call

    def record() -> list[str]:
        _, out = step(program, call, event)
        return [dumped(to_json(each)) for each in (event, *out)]

    return record


def _answers(out: Sequence[Effect]) -> bool:
    """Whether the call was decided: it has its output, or what it called was sent off."""
    return any(isinstance(each, AnswerCall) or type(each).__name__ == "RunTool" for each in out)


def timed(rounds: int = 200, each: int = 20) -> Iterator[str]:
    """The table of times: microseconds, and how many yardsticks they are."""
    yield f"{'function calls':50} {'median':>9} {'least':>9} {'yardsticks':>11}"
    for name, measured in alternate_by(yardstick, jobs(), rounds, each).items():
        yield f"{name:50} {measured.median * 1e6:6.1f} µs {measured.least * 1e6:6.1f} µs {measured.ratio:11.2f}"


# Memory.


def middle(program: Program) -> Call:
    """A call in the middle of a flow: who calls is known, an order was looked up, the caller is asked what of it."""
    played = Played(program, "triage").caller("hello, my order 12345 came broken, and I want a refund")
    played.model("", FunctionCall("c1", "record", '{"order_id": "12345"}'))
    played.model("", FunctionCall("c2", "choose", '{"option": "refund"}'))
    played.caller("ana@example.com, and the postcode is 10001")
    played.model("", FunctionCall("c3", "record", '{"email": "ana@example.com", "postcode": "10001"}'))
    played.tools(find_customer=dict(CUSTOMER))
    played.tools(get_order=dict(ORDER))
    return played.call


def long(program: Program, turns: int = 40) -> Call:
    """A call of many turns: a talk in which five orders are looked up one after the other and spoken of."""
    played = Played(program, "orders")
    for number in range(turns):
        order = str(10_000 + number // 8)
        played.caller(f"and what about number {order}, which I ordered for my sister last week")
        if number % 8 == 0:
            arguments = f'{{"order_id": "{order}"}}'
            played.model("", FunctionCall(f"call_{number}", "get_order", arguments))
            row = {"order_id": order, "customer_id": "c1", "status": "packed", "total": "40.00"}
            played.tools(get_order=row)
        played.model(f"Order {order} is packed, and leaves tomorrow. Is there anything else you want to know?")
    return played.call


def bytes_of(make: Callable[[Program], Call], program: Program, calls: int) -> float:
    """Bytes that one of so many calls takes; what they share is not counted."""
    make(program)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    held = [make(program) for _ in range(calls)]
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / len(held)


def memory(calls: int = 1000) -> Iterator[str]:
    """The table of memory."""
    yield f"{'memory':50} {'per call':>9}"
    yield f"{'in the middle of a flow':50} {bytes_of(middle, demo(), calls) / 1000:6.1f} kB"
    yield f"{'after 40 turns in a talk':50} {bytes_of(long, orders(), max(calls // 10, 1)) / 1000:6.1f} kB"


def main() -> None:
    """Measures and prints."""
    began = time.perf_counter()
    for line in (*timed(), *memory()):
        print(line)
    print(f"measured in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
