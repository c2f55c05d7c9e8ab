"""The read-back, explored completely: turns, statements and askings, and all that line, ears and clock do."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from flowkit.engine import effects, events
from flowkit.engine.call import Call
from flowkit.engine.events import Can, FunctionCall
from flowkit.engine.program import Program
from flowkit.engine.step import step
from tests.engine.conversation import MONDAY, program_of
from tests.engine.invariants.explore import Explored, Place, explore

PROJECT = """\
flowkit: 1
title: Visits
start: move
greeting: This is an automated assistant.
timezone: America/New_York
about_us: {automated: I'm a program., recording: Yes., data: It is deleted.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
FLOW = """\
flow: move
title: Move a visit
slots: {day: {type: date, ask: "Which day?", check_back: none}}
start: agree
states:
  agree: {confirm: move_visit, with: {day: day}, next: done, outcomes: {declined: stay, failed: person}}
  done: {say: It is moved., end: resolved}
  stay: {say: Then it stays., end: unresolved}
"""
CATALOG = """\
catalog: visits
tools:
  move_visit:
    about: Moves a visit.
    effect: write
    input: {day: date}
    read_back: "I'll move it to {{ day }}. Shall I do that?"
    backend: python:backend:move_visit
"""

WORDS = {"yes": "yes", "no": "no", "changed": "no, Friday", "other": "will it take long?", "unclear": "mm"}
AGAINST = ("no", "changed", "other")
EARS = ("yes", "no", "other", "none")
DECIDING = ("answer_wait", "settle", "hear_wait", "yield")
"""Timers of which the engine also looks at the time: an event may come after that, and before the tick."""

TROUBLE = ("generate", "play", "stuck")
"""Timers that fire when the line does not do what it should; what comes of it then, `lost`, is no further trouble."""

OTHERWISE = "I'll move it to Sunday."
"""What is said in place of exact words."""

FAR = ("call_max", "short_time", "renew", "renew_by", "progress", "tool")
"""Timers that are about something else."""


class Bounds(NamedTuple):
    """How much of everything there is."""

    turns: int = 3
    statements: int = 2
    askings: int = 2
    words: tuple[str, ...] = (*WORDS, "failed")
    blips: bool = True
    trouble: int = 1
    """How many things go wrong: utterances fail, are said otherwise, are cut or do not come, and turns do not end."""
    ears: tuple[str, ...] = EARS
    late: bool = True
    """Whether events also come after a deciding time has passed, and before its tick."""


class World(NamedTuple):
    """What the exploration keeps beside the call: what is proved, and what the line still owes."""

    now: int
    owed: frozenset[str] = frozenset()
    full: bool = False
    sounded: str = ""
    began: tuple[tuple[str, str], ...] = ()
    read: tuple[tuple[str, str], ...] = ()
    heard: tuple[tuple[str, str], ...] = ()
    askings: int = 0
    against: int = -1
    pressed: bool = False
    consented: bool = False
    wrong: int = 0

    def told(self, call: Call) -> "World":
        """What of it may still count: turns whose words are out, or that answer what is asked."""
        answers = call.draft.turns if call.draft is not None else ()
        alive = {name for name, turn in call.turns.items() if turn.text is None or name in answers}
        alive |= {next(reversed(call.turns), "")}
        began, read, heard = (tuple(x for x in each if x[0] in alive) for each in (self.began, self.read, self.heard))
        return self._replace(now=0, began=began, read=read, heard=heard)


@cache
def read_back_program() -> Program:
    """The project, ready to run."""
    files = {"flowkit.yaml": PROJECT, "move.yaml": FLOW, "tools/visits.yaml": CATALOG}
    return program_of({name: text.encode() for name, text in files.items()})


def begun(can: Can) -> Place:
    """A call whose disclosure was heard and whose read-back is about to be said."""
    call = Call()
    told = [
        events.CallStarted("call_1", "phone", given={"day": "2026-03-05"}, said=True),
        events.LineReady(can),
        events.Generated("u1", "completed", "This is an automated assistant."),
        events.Audible("u1"),
        events.Played("u1", "full"),
    ]
    for number, event in enumerate(told):
        call, _ = step(read_back_program(), call, at(event, MONDAY + number, number + 1))
    assert call.draft is not None
    assert call.draft.statement_u == "u2"
    return Place(call, World(MONDAY + len(told)))


class Moving:
    """What can happen in a state, each with its time."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds

    def __call__(self, place: Place) -> Iterator[events.Event]:
        call, now = place.call, place.world.now + 10
        if not call.can.audio and (call.floor.open_turn or _awaited(call)):
            # A typed message comes as a whole.
            yield from (at(event, now) for event in (*self._ears(place), *self._caller(call)))
            return
        trouble = place.world.wrong < self.bounds.trouble
        for event in (*self._line(call, trouble), *self._ears(place), *self._caller(call)):
            yield at(event, now)
            late = [due for name, due in call.timers.items() if name.split()[0] in DECIDING and due >= now]
            if self.bounds.late and late and not isinstance(event, events.Audible | events.Generated):
                yield at(event, min(late) + 10)
        for name, due in call.timers.items():
            kind = name.split()[0]
            if kind not in FAR and (trouble or kind not in TROUBLE):
                yield events.Tick(name, due, at=max(now, due))

    def _line(self, call: Call, trouble: bool) -> Iterator[events.Event]:
        u = call.floor.generating
        if u:
            yield from self._generated(call, u, trouble)
        waiting = [name for name, each in call.utterances.items() if _may_sound(call, name) and not each.extent]
        for place, name in enumerate(waiting):
            each = call.utterances[name]
            stopped = each.void or each.stopped
            if place == 0 and not each.sounds and not each.void:
                yield events.Audible(name)
            if each.sounds and name != u and place == 0:
                yield events.Played(name, "full")
            if (stopped or trouble) and name != u:
                yield events.Played(name, "cut" if each.sounds else "none")

    def _generated(self, call: Call, u: str, trouble: bool) -> Iterator[events.Event]:
        each = call.utterances[u]
        if each.void or each.stopped:
            yield events.Generated(u, "cancelled", each.text)
        if each.kind == "say":
            yield events.Generated(u, "completed", each.text)
            if trouble:
                yield events.Generated(u, "completed", OTHERWISE)
                yield events.Generated(u, "failed")
        else:
            yield events.Generated(u, "completed", "It takes a moment.")
            record = FunctionCall(f"c{call.utterance_count}", "record", '{"day": "2026-03-06"}')
            yield events.Generated(u, "completed", "", (record,))
            if trouble:
                yield events.Generated(u, "failed")

    def _ears(self, place: Place) -> Iterator[events.Event]:
        for turn, each in place.call.turns.items():
            if each.ended is not None and each.text is None:
                for name in self.bounds.words:
                    yield events.Words(turn, WORDS.get(name, ""), "" if name in WORDS else "failed")
        for turn in sorted(place.world.owed):
            yield from (events.Witnessed(turn, ear) for ear in self.bounds.ears)

    def _caller(self, call: Call) -> Iterator[events.Event]:
        if call.floor.open_turn:
            yield events.TurnEnded(call.floor.open_turn)
            if self.bounds.blips and call.can.audio:
                yield events.TurnEnded(call.floor.open_turn, 100)
        elif len(call.turns) < self.bounds.turns and (call.can.audio or not _awaited(call)):
            yield events.TurnStarted(f"t{len(call.turns) + 1}")
        if call.can.keys:
            yield from (events.Key(digit) for digit in "12")


def _awaited(call: Call) -> bool:
    return any(turn.text is None for turn in call.turns.values())


def _may_sound(call: Call, u: str) -> bool:
    return u in call.floor.playing or u == call.floor.generating


def at(event: events.Event, time: int, number: int = 0) -> events.Event:
    """The event at a time; `number` in its call, if that is known already."""
    return replace(event, at=time, n=number)


def follow(place: Place, event: events.Event, after: Call, out: tuple[effects.Effect, ...]) -> World:
    """What is proved after a step; a consent has to have all its proofs, and a write its consent."""
    before, world = place.call, place.world
    world = _told(world, event, before)._replace(wrong=world.wrong + _goes_wrong(before, event))
    judge_floor(before, event, after, out)
    draft = before.draft
    for effect in out:
        match effect:
            case effects.Witness(turn):
                world = world._replace(owed=world.owed | {turn})
            case effects.Say(u) if after.draft is not None and u == after.draft.question_u:
                world = world._replace(askings=world.askings + 1, sounded="", pressed=False)
            case effects.Say(u) if after.draft is not None and u == after.draft.statement_u:
                world = world._replace(full=False)
            case effects.Note(kind="consent", data=data):
                assert draft is not None
                judge_consent(world, data, draft.statement_u, draft.question_u, audio=before.can.audio)
                world = world._replace(consented=True)
            case effects.RunTool(write=True):
                assert world.consented, "a write without a consent"
    return world


def _goes_wrong(before: Call, event: events.Event) -> bool:
    """Whether it is one of the things that do not happen on a line that does what it should."""
    match event:
        case events.Tick(timer):
            return timer.split()[0] in TROUBLE
        case events.Generated(_, status, text):
            return status == "failed" or text == OTHERWISE
        case events.Played(u, extent):
            each = before.utterances[u]
            return extent != "full" and not (each.void or each.stopped)
    return False


def _told(world: World, event: events.Event, before: Call) -> World:
    draft = before.draft
    statement, question = (draft.statement_u, draft.question_u) if draft is not None else ("", "")
    world = world._replace(now=event.at)
    match event:
        case events.Played(u, "full") if u == statement:
            return world._replace(full=True)
        case events.Audible(u) if u == question:
            return world._replace(sounded=u)
        case events.TurnStarted(turn):
            return world._replace(began=(*world.began, (turn, world.sounded)))
        case events.Words(turn, text) if before.turns[turn].text is None:
            reading = next((name for name, words in WORDS.items() if words == text), "unclear")
            world = world._replace(read=(*world.read, (turn, reading)))
            return world._replace(against=world.askings) if reading in AGAINST else world
        case events.Witnessed(turn, ear):
            return world._replace(owed=world.owed - {turn}, heard=(*world.heard, (turn, ear)))
        case events.Key("1") if world.sounded and world.sounded == question:
            return world._replace(pressed=True)
    return world


def judge_consent(world: World, data: dict, statement: str, question: str, *, audio: bool) -> None:
    assert data["statement"]["u"] == statement, "another statement"
    if data.get("heard") == "unproved":
        assert "key" in data["answer"], "nothing is proved, and no key was pressed"
        return
    assert world.full, "the statement was not heard to its end"
    assert world.sounded, "the question did not sound"
    assert world.sounded == question == data["question"]["u"], "another question"
    assert world.against < world.askings, "something was said against it after this asking"
    if "key" in data["answer"]:
        assert world.pressed, "no key was pressed"
        return
    turns = data["answer"].get("turns") or [data["answer"]["turn"]]
    began, read, heard = dict(world.began), dict(world.read), dict(world.heard)
    assert all(began[turn] == question for turn in turns), "the answer began before the question sounded"
    assert all(turn in read for turn in turns), "an answer whose words are not known"
    assert read[turns[-1]] == "yes" or "yes" in [read[turn] for turn in turns], "nobody said yes"
    assert not any(read[turn] in AGAINST for turn in turns), "the answer is not a yes"
    if audio:
        assert heard.get(turns[-1]) == "yes", "the second ear did not hear a yes"


def judge_floor(before: Call, event: events.Event, after: Call, out: tuple[effects.Effect, ...]) -> None:
    """Never two utterances generating, none while the caller speaks, and something that ends all that is waited for."""
    begun = [effect.u for effect in out if isinstance(effect, effects.Say | effects.Reply)]
    assert len(begun) <= 1, f"{begun} begin at once"
    if begun:
        free = not before.floor.generating or before.floor.generating == getattr(event, "u", "")
        given_up = isinstance(event, events.Tick) and event.timer == "generate"
        assert free or given_up, f"{begun[0]} begins while {before.floor.generating} is generating"
        assert not after.floor.open_turn, f"{begun[0]} begins while the caller speaks"
    assert after.over or after.timers, "nothing will ever happen"
    assert not after.floor.generating or "generate" in after.timers, "an utterance may never come"
    assert all(f"play {u}" in after.timers for u in after.floor.playing), "an utterance may never be over"
    assert not after.floor.open_turn or "stuck" in after.timers, "a turn may never end"


class Ending:
    """The read-back is over, or beyond its bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds

    def __call__(self, place: Place) -> str:
        call, draft = place.call, place.call.draft
        if call.stage != "live":
            return f"stage {call.stage}"
        if call.top.state != "agree":
            return f"left for {call.top.state}"
        if draft is None:
            return "nothing is read back any more"
        if draft.phase == "running":
            return "agreed"
        if draft.id != "D1":
            return "another value is read back"
        if draft.attempts > self.bounds.statements:
            return "bound: statements"
        if place.world.askings > self.bounds.askings:
            return "bound: askings"
        return ""


def explore_read_back(can: Can, bounds: Bounds, most: int = 0) -> Explored:
    """Every state that the read-back can come to on a line."""
    return explore(read_back_program(), begun(can), Moving(bounds), follow, Ending(bounds), most)
