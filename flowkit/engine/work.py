"""One step's work: the copy of the call that the step writes to, and the effects it has come to so far.

Everything a step does goes through here, so that effects keep their order, ids are counted in one place, and every
change of state has a note with its cause.
"""

from collections.abc import Mapping
from typing import Any

from flowkit.engine.altering import altered
from flowkit.engine.call import Call, Due, Frame, SpokenValues, Turn, Utterance
from flowkit.engine.effects import Cancel, Effect, Note, Timer
from flowkit.engine.program import Program
from flowkit.language.frozen import frozen
from flowkit.language.locale import Locale
from flowkit.language.model import Flow, State

KEPT_UTTERANCES = 20
KEPT_TURNS = 20


@frozen
class Came:
    """What a state came to: an outcome by name (`next`: it did its job), and the reason where there is one."""

    outcome: str
    because: str = ""


NEXT = Came("next")


class Work:
    """The work of one step on one call, at one time (milliseconds)."""

    __slots__ = ("_frame", "_locale", "_state", "at", "call", "effects", "program")

    def __init__(self, program: Program, call: Call, at: int) -> None:
        self.program = program
        self.call = call
        self.at = at
        self.effects: list[Effect] = []
        self._locale: Locale | None = None
        self._frame: Frame | None = None
        self._state: State

    # Looking.

    @property
    def locale(self) -> Locale:
        """How values are read and spoken at this moment of this call."""
        if self._locale is None:
            self._locale = self.program.locale(self.at, self.call.language)
        return self._locale

    @property
    def flow(self) -> Flow:
        """The flow that is being carried on."""
        return self.program.flow(self.call.top.flow)

    @property
    def state(self) -> State:
        """The state the call is in."""
        frame = self.call.frames[-1]
        if frame is not self._frame:
            # Frames never change, so it is the state of this frame for as long as this is the one on top.
            self._frame, self._state = frame, self.program.state(frame.flow, frame.state)
        return self._state

    def turn_number(self, turn: str) -> int:
        """The place of a turn among those remembered; -1 if it is not."""
        return list(self.call.turns).index(turn) if turn in self.call.turns else -1

    @property
    def last_turn(self) -> str:
        """The caller's latest turn."""
        return next(reversed(self.call.turns), "")

    # Effects.

    def emit(self, effect: Effect) -> None:
        """Adds an effect; effects go out in the order in which they were added."""
        self.effects.append(effect)
        if type(effect) is Cancel and effect.u == self.call.floor.generating:
            # From now on its end is waited for, and no longer what it brings.
            self.clear_timer("generate")

    def clear_timer(self, name: str) -> None:
        """Takes a timer back, so that it is armed anew from now if it is still wanted."""
        if self.call.timers.pop(name, None) is not None:
            self.emit(Timer(name))

    def note(self, kind: str, data: Mapping[str, Any]) -> None:
        """Puts something on record."""
        self.effects.append(Note(kind, data))

    # Changing the call.

    def set_frame(self, frame: Frame, index: int = -1) -> None:
        """Replaces an open flow's frame."""
        frames = list(self.call.frames)
        frames[index] = frame
        self.call.frames = tuple(frames)

    def set_floor(self, **changes: Any) -> None:
        """Changes who may speak."""
        self.call.floor = altered(self.call.floor, **changes)

    def due(self, text: str, purpose: str, *, yields: Any = "at_once", values: SpokenValues = ()) -> None:
        """Queues exact words."""
        if text:
            floor = self.call.floor
            self.call.floor = altered(floor, due=(*floor.due, Due(text, purpose, yields, values)))

    def want_reply(self, tool: str = "auto") -> None:
        """Asks for the model's turn as soon as the floor is free; several reasons make one reply."""
        self.set_floor(want_reply=True, reply_tool=tool)

    def new_utterance(self, utterance: Utterance) -> str:
        """Numbers an utterance and remembers it; the oldest is forgotten."""
        call = self.call
        call.utterance_count += 1
        u = f"u{call.utterance_count}"
        call.utterances[u] = utterance
        while len(call.utterances) > KEPT_UTTERANCES:
            del call.utterances[next(iter(call.utterances))]
        return u

    def change_utterance(self, u: str, **changes: Any) -> Utterance | None:
        """Changes a remembered utterance, if it is remembered."""
        found = self.call.utterances.get(u)
        if found is None:
            return None
        changed = self.call.utterances[u] = altered(found, **changes)
        return changed

    def new_turn(self, turn: str, value: Turn) -> None:
        """Remembers a turn; the oldest is forgotten."""
        self.call.turns[turn] = value
        self.call.turn_count += 1
        while len(self.call.turns) > KEPT_TURNS:
            del self.call.turns[next(iter(self.call.turns))]

    def new_version(self, slot: str) -> int:
        """The next version number of a slot's value; it goes on when the slot was cleared in between."""
        version = self.call.versions.get(slot, 0) + 1
        self.call.versions[slot] = version
        return version
