"""What is around a call: a line, a caller, a model, tools, a store and a clock, of which anything may come at any time.

What the engine asks for is pending until it is delivered: in order or not, late, twice, or never. Beside that the world
does what nobody asked for: callers speak and leave, sessions are lost and come back, and things are told that are wrong
or about nothing known.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flowkit.engine import effects, events
from flowkit.engine.events import Can, FunctionCall
from tests.engine.conversation import MONDAY
from tests.engine.invariants.pools import ANSWERS, CALLED, Pool
from tests.engine.invariants.watch import Watch

Choose = Callable[[Sequence[Any]], Any]
"""Chance: one of several."""

TEXT = Can(transfer=True)
WEB = Can(audio=True, keys=False, plays_clips=True)
PHONE = Can(audio=True, queues_speech=False, keys=True)
UNPROVED = Can(audio=True, proves_playback=False, keys=True)
CANS = {"text": TEXT, "web": WEB, "phone": PHONE, "unproved": UNPROVED}

TEXTS = ("", "", "Okay.", "It's moved, all done.", "Which day?", "I'll refund $99 now.", "One moment.")
BAD_JSON = ("", "{", "[1]", "7", '{"order_id": {"deep": [[[]]]}}', '"record"', "null", '{"amount": 1e400}')
DELAYS = (10, 10, 10, 300, 1200)


@dataclass(frozen=True)
class Due:
    """Something that the world owes the engine; `u` has to be made up when it is delivered."""

    event: events.Event | None
    u: str = ""
    cancelled: bool = False


class World:
    """A call with everything around it."""

    def __init__(self, pool: Pool, can: Can, watch: Watch, choose: Choose) -> None:
        self.pool, self.can, self.watch, self.choose = pool, can, watch, choose
        self.at = MONDAY
        self.due: list[Due] = []
        self.turns = self.calls = 0
        self.told: list[events.Event] = []
        self.cancelled: set[str] = set()
        self.begin = ("", {})
        self.words = (*ANSWERS, *pool.words, *pool.words)
        self.functions = (*CALLED, *pool.calls, *pool.calls, *pool.calls)

    # Telling the engine.

    def tell(self, event: events.Event) -> None:
        """Tells the engine, and takes note of what it wants."""
        event = replace(event, at=self.at)
        self.told = [*self.told[-11:], event]
        for effect in self.watch.tell(event):
            self._owe(effect)
        if self.watch.call.over:
            self.watch.counts["situation over"] += not self.watch.before.over

    def _owe(self, effect: effects.Effect) -> None:
        match effect:
            case effects.Say(u) | effects.Reply(u):
                self.due.append(Due(None, u))
            case effects.Cancel(u):
                self._cancelled(u)
            case effects.RunTool(run, tool):
                self.due.append(Due(self._end_of(run, tool)))
            case effects.Count(draft, counters):
                used = {each.limit: self.choose(("0", "0", "20", "20.01")) for each in counters}
                self.due.append(Due(events.Counted(draft, used, self.choose((True,) * 5 + (False,)))))
            case effects.Reserve(run, counters):
                outcome = self.choose(("ok",) * 4 + ("over", "unavailable"))
                self.due.append(Due(events.Reserved(run, outcome, counters[0].limit if outcome == "over" else "")))
            case effects.Witness(turn):
                self.due.append(Due(events.Witnessed(turn, self.choose(("yes",) * 6 + ("no", "other", "none")))))
            case effects.Transfer():
                self.due.append(Due(events.Transferred(self.choose(("connected", "failed", "no_answer")))))

    def _end_of(self, run: str, tool: str) -> events.ToolDone:
        outcome = self.choose(("ok",) * 8 + ("failed", "timeout", "unknown", "not_found", "odd", "wrong"))
        if outcome == "wrong":
            return events.ToolDone(run, "ok", self.choose((None, [], {"id": 7}, "text", [{"x": [1]}], {"online": "?"})))
        answers = self.pool.answers.get(tool, {})
        answer = self.choose(answers) if isinstance(answers, tuple) else answers
        return events.ToolDone(run, outcome, answer if outcome == "ok" else None)

    def _cancelled(self, u: str) -> None:
        """The line was told to cancel; whether the end overtakes it is chance."""
        self.cancelled.add(u)
        self.due = [replace(each, cancelled=True) if each.u == u else each for each in self.due]
        for place, each in enumerate(self.due):
            if isinstance(each.event, events.Played) and each.event.u == u:
                self.due[place] = Due(events.Played(u, self.choose(("cut", "none", "full"))))

    # What can happen.

    def start(self) -> None:
        """The call begins; mostly with its line."""
        self.begin = self.choose(self.pool.begins)
        begin, given = self.begin
        said = bool(given) and self.choose((True, True, False))
        self.tell(events.CallStarted("call_1", self.choose(("text", "phone")), given=given, begin=begin, said=said))
        if self.choose((True,) * 5 + (False,)):
            self.tell(events.LineReady(self.can))

    def wait(self) -> None:
        self.at += self.choose(DELAYS)

    def line_comes_up(self) -> None:
        if self.watch.call.stage == "starting":
            self.tell(events.LineReady(self.can))

    def deliver(self) -> None:
        """Something that is owed comes, mostly the oldest."""
        if self.due:
            place = self.choose((0, 0, 0, 0, 0, 1, 2, -1))
            self._deliver(self.due.pop(min(place, len(self.due) - 1)))

    def _deliver(self, due: Due, well: bool = False) -> None:
        self.at += self.choose((0, 1, 10, 50))
        if due.event is None:
            self._well(due) if well and not due.cancelled else self._generated(due)
        elif well and isinstance(due.event, events.Played) and due.event.u not in self.cancelled:
            self.tell(replace(due.event, extent="full"))
        else:
            self.tell(due.event)

    def _well(self, due: Due) -> None:
        """What is said is said as it stands, and heard; a model calls what belongs to the matter, or only speaks."""
        said = self.watch.record.said[due.u]
        made: tuple[FunctionCall, ...] = ()
        text = said.text
        if said.kind == "reply":
            text = self.choose(("", "", "All right."))
            name, arguments = self.choose(self.pool.calls)
            self.calls += 1
            made = () if text else (FunctionCall(f"c{self.calls}", name, json.dumps(arguments)),)
        self.tell(events.Generated(due.u, "completed", text, made))
        if text:
            self.due += [Due(events.Audible(due.u)), Due(events.Played(due.u, "full"))]

    def _generated(self, due: Due) -> None:
        said = self.watch.record.said[due.u]
        if said.kind == "say":
            status = "cancelled" if due.cancelled else self.choose(("completed",) * 8 + ("failed", "incomplete"))
            text = said.text if self.choose((True,) * 9 + (False,)) else self.choose(TEXTS)
            made: tuple[FunctionCall, ...] = ()
        else:
            text = self.choose(TEXTS)
            made = self._made(self.choose((0, 1, 1, 1, 2, 3)))
            usual = ("cancelled", "completed") if due.cancelled else ("completed",) * 8
            status = self.choose((*usual, "failed", "incomplete"))
        sounds = [events.Audible(due.u), events.Played(due.u, self.choose(("full",) * 6 + ("cut", "none")))]
        if self.can.audio and self.choose((True, False)):
            self.tell(sounds.pop(0))
        self.tell(events.Generated(due.u, status, text, made, usage={"total_tokens": 9}))
        if text and status == "completed" and not due.cancelled:
            self.due += [Due(each) for each in sounds]

    def _made(self, number: int) -> tuple[FunctionCall, ...]:
        made = []
        for _ in range(number):
            name, arguments = self.choose(self.functions)
            self.calls += self.choose((1,) * 12 + (0,)) or not self.calls
            text = json.dumps(arguments) if self.choose((True,) * 12 + (False,)) else self.choose(BAD_JSON)
            made.append(FunctionCall(f"c{self.calls}", name, text, self.choose((True,) * 12 + (False,))))
        return tuple(made)

    def lose(self) -> None:
        """Something that is owed never comes."""
        if self.due:
            self.due.pop(self.choose(range(len(self.due))))
            self.watch.counts["situation lost event"] += 1

    def comes_again(self) -> None:
        """Something that was told is told again: as the same event, or as another one of the same content."""
        if self.told:
            self.watch.counts["situation told again"] += 1
            self.tell(self.choose(self.told[-8:]))

    def timer(self) -> None:
        """The timer that is due first fires, or any other, on time or late."""
        timers = self.watch.call.timers
        if timers:
            first = min(timers, key=lambda name: timers[name])
            name = self.choose((first, first, first, *timers))
            self.at = max(self.at, timers[name]) + self.choose((0, 0, 40))
            self.tell(events.Tick(name, timers[name]))

    def stale_timer(self) -> None:
        """A tick for a time that is not armed any more."""
        names = [*self.watch.call.timers, "no_input", "generate", "settle", "short_turn", "stuck", "answer_wait"]
        self.tell(events.Tick(self.choose(names), self.at - 1))

    def caller_writes(self) -> None:
        """A turn with its end and its words in one go."""
        turn = self._begin_turn()
        if self.can.audio and self.choose((True, False)):
            self._owe_turn(turn)
            return
        words = self.choose(self.words)
        self.tell(events.TurnEnded(turn, self.choose((1000, 1000, 1000, 100))))
        self.tell(self._words(turn, words))

    def _begin_turn(self) -> str:
        self.turns += 1
        self.at += self.choose((0, 10))
        self.tell(events.TurnStarted(f"t{self.turns}"))
        return f"t{self.turns}"

    def _words(self, turn: str, words: str) -> events.Words:
        return events.Words(turn, words, self.choose(("",) * 8 + ("failed",)) if words else "empty")

    def _owe_turn(self, turn: str) -> None:
        self.due.append(Due(events.TurnEnded(turn, self.choose((1000, 1000, 100)))))
        self.due.append(Due(self._words(turn, self.choose(self.words))))

    def caller_begins(self) -> None:
        """A turn whose end and words come later."""
        self._owe_turn(self._begin_turn())

    def key(self) -> None:
        self.tell(events.Key(self.choose("1122#9")))

    def model_is_lost(self) -> None:
        if self.watch.call.stage != "new":
            self.tell(events.Lost(self.choose(("model", "model", "media"))))
            if self.choose((True, True, False)):
                fresh = self.choose((True, False))
                self.due.insert(0, Due(events.Back("model", fresh, self.watch.call.session + fresh)))

    def comes_back(self) -> None:
        if self.watch.call.stage not in ("new", "starting"):
            what, fresh = self.choose((("model", True), ("model", False), ("media", False)))
            self.tell(events.Back(what, fresh, self.watch.call.session + 1))

    def trouble(self) -> None:
        self.tell(events.Trouble(self.choose(("rate", "config", "bug", "unsolicited", "fatal")), "x1"))

    def nonsense(self) -> None:
        """Something that is about nothing known, or comes at no time for it."""
        made = self._made(self.choose((0, 1)))
        options = (
            events.Generated("x1", "completed", "Hello there.", made),
            events.Generated("u1", "completed", "It's done.", made),
            events.Audible("u99"),
            events.Played("u1", "full"),
            events.ToolDone("r99", "ok", {"id": "c9"}),
            events.ToolDone("r1", "ok", {"id": "c9"}),
            events.Witnessed("t1", "yes"),
            events.Counted("D1", {}),
            events.Reserved("r99", "ok"),
            events.Transferred("connected"),
            events.Words("t99", "yes"),
            events.TurnEnded("t99"),
        )
        self.tell(self.choose(options))

    def caller_hangs_up(self) -> None:
        if self.watch.call.stage != "new" and (self.turns > 3 or self.choose((True, False, False))):
            self.tell(events.Lost("caller"))

    def goes_well(self) -> None:
        """For a while what is owed comes in order, and a caller who is asked mostly agrees."""
        for _ in range(self.choose((4, 8, 12, 20))):
            if self.watch.call.over:
                return
            if self._is_read_back() and self.choose((True,) + (False,) * 4):
                self._speaks_early()
            elif self.due:
                self._deliver(self.due.pop(0), well=True)
            elif self.watch.call.stage == "starting":
                self.line_comes_up()
            elif self._settles():
                self.timer()
            elif not self.watch.call.floor.open_turn:
                self._answers()

    def _is_read_back(self) -> bool:
        draft, floor = self.watch.call.draft, self.watch.call.floor
        return draft is not None and draft.phase != "running" and not floor.open_turn

    def _speaks_early(self) -> None:
        """The caller does not wait for the question, or goes on after an answer; the words come when they come."""
        turn = self._begin_turn()
        words = self.choose(("yes", "yes", "yes please", "no", "no, make it Saturday", "will it take long?", "mm"))
        self.due += [Due(events.TurnEnded(turn)), Due(events.Words(turn, words))]

    def _settles(self) -> bool:
        """Whether the engine waits for a moment to pass before it acts."""
        return any(name.split()[0] in ("settle", "yield", "hear_wait", "short_turn") for name in self.watch.call.timers)

    def _answers(self) -> None:
        """The caller answers what is asked."""
        draft = self.watch.call.draft
        if draft is not None and draft.keyed and self.choose((True, True, False)):
            self.tell(events.Key("1"))
            return
        turn = self._begin_turn()
        agrees = draft is not None and self.choose((True,) * 5 + (False,))
        words = self.choose(("yes", "yes please", "yes, please do")) if agrees else self.choose(self.words)
        if self.can.audio and self.choose((True, False)):
            self.due += [Due(events.TurnEnded(turn)), Due(events.Words(turn, words))]
            return
        self.tell(events.TurnEnded(turn))
        self.tell(events.Words(turn, words))


ACTIONS = (
    *("deliver",) * 20,
    *("goes_well",) * 24,
    *("caller_writes",) * 6,
    *("caller_begins",) * 3,
    *("timer",) * 4,
    *("comes_again",) * 3,
    *("wait", "wait", "lose", "lose", "stale_timer", "nonsense", "nonsense", "key", "trouble"),
    *("model_is_lost", "comes_back", "caller_hangs_up", "line_comes_up"),
)
"""What may happen next, by weight."""
