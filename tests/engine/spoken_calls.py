"""Playing a spoken call against the engine alone, event by event: what sounds, what is heard, what the clock does."""

from dataclasses import dataclass, replace

from flowkit.engine import effects, events
from flowkit.engine.effects import Effect
from flowkit.engine.events import Can, FunctionCall
from tests.engine.conversation import Conversation

HEARD = Can(audio=True)
"""A line with sound, and no keys."""

AUDIO = Can(audio=True, queues_speech=True, proves_playback=True, keys=True, transfer=True)


@dataclass
class Spoken(Conversation):
    """A spoken call; time passes only by `wait` and `tick`."""

    can: Can = AUDIO

    def begun(self, flow: str = "", can: Can = HEARD) -> list[Effect]:
        """Until the greeting was heard."""
        self.start(flow)
        self.tell(events.LineReady(can))
        return self.spoken("u1")

    def ready(self) -> list[Effect]:
        return self.tell(events.LineReady(self.can))

    def wait(self, ms: int) -> None:
        self.at += ms

    def tick(self, name: str) -> list[Effect]:
        """The clock comes to a timer that is armed."""
        due = self.call.timers[name]
        self.at = max(self.at, due)
        return self.tell(events.Tick(name, due))

    def generated(self, u: str, text: str = "", *calls: FunctionCall, **made: tuple[str, str]) -> list[Effect]:
        """An utterance is there as it stands, or with these words, and does not sound yet."""
        calls += tuple(FunctionCall(name, function, arguments) for name, (function, arguments) in made.items())
        return self.tell(events.Generated(u, "completed", text or self.call.utterances[u].text, calls))

    def audible(self, u: str) -> list[Effect]:
        return self.tell(events.Audible(u))

    def played(self, u: str, extent: str = "full") -> list[Effect]:
        return self.tell(events.Played(u, extent))

    def spoken(self, u: str, text: str = "") -> list[Effect]:
        """An utterance, from its generation to its end for the caller."""
        return [*self.generated(u, text), *self.audible(u), *self.played(u)]

    def begins(self) -> list[Effect]:
        """The caller begins to speak."""
        self.turns += 1
        return self.tell(events.TurnStarted(f"t{self.turns}"))

    def ends(self, voiced_ms: int = 800) -> list[Effect]:
        return self.tell(events.TurnEnded(f"t{self.turns}", voiced_ms))

    def words(self, text: str, turn: str = "", problem: str = "") -> list[Effect]:
        return self.tell(events.Words(turn or f"t{self.turns}", text, problem or ("" if text else "empty")))

    def ear(self, hearing: str, turn: str = "") -> list[Effect]:
        """The model's own hearing of the last turn."""
        return self.tell(events.Witnessed(turn or f"t{self.turns}", hearing))

    def says(self, text: str, voiced_ms: int = 800) -> list[Effect]:
        """A whole turn of the caller, without what the model hears in it."""
        self.wait(300)
        out = self.begins()
        self.wait(900)
        return [*out, *self.ends(voiced_ms), *self.words(text)]

    def speaks(self, text: str, voiced_ms: int = 1000) -> list[Effect]:
        """A whole turn of the caller, in no time."""
        return [*self.begins(), *self.ends(voiced_ms), *self.words(text)]

    def answers(self, text: str, hearing: str) -> list[Effect]:
        """A whole answer, heard by both ears."""
        return [*self.says(text), *self.ear(hearing)]

    def agrees(self) -> None:
        """The words and the hearing of a turn that has ended are a yes, and nothing follows it."""
        self.words("yes")
        self.ear("yes")
        self.tick("settle")

    def key(self, digit: str) -> list[Effect]:
        return self.tell(events.Key(digit))

    def runs(self, tool: str) -> list[effects.RunTool]:
        """The runs of a tool so far."""
        return [e for _, out in self.log for e in out if isinstance(e, effects.RunTool) and e.tool == tool]

    @property
    def generating(self) -> str:
        """The utterance that is being generated."""
        return self.call.floor.generating

    def everything(self) -> list[Effect]:
        """All effects of the last step."""
        return list(self.log[-1][1])


def texts(out: list[Effect]) -> list[str]:
    """The words that the engine says."""
    return [effect.text for effect in out if isinstance(effect, effects.Say)]


def replies(out: list[Effect]) -> list[str]:
    """The replies that are asked for."""
    return [effect.u for effect in out if isinstance(effect, effects.Reply)]


def cancels(out: list[Effect]) -> list[str]:
    """What is taken back."""
    return [effect.u for effect in out if isinstance(effect, effects.Cancel)]


def briefs(out: list[Effect]) -> str:
    """The briefs that are sent, as one text."""
    return "\n".join(effect.text for effect in out if isinstance(effect, effects.Brief))


def without_keys(can: Can = AUDIO) -> Can:
    """The same line on which nobody can press a key."""
    return replace(can, keys=False)
