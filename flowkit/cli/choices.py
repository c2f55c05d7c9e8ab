"""The options of `flowkit run`."""

from pathlib import Path

from flowkit.language.frozen import frozen

LOCAL, OPENAI = "local", "openai"
CHAT_PREFIX = "chat:"
OPENAI_MODEL = "gpt-realtime-2.1"


@frozen
class Choices:
    """What was given on the command line."""

    flow: str | None
    say: tuple[str, ...]
    script: Path | None
    start: str
    given: tuple[str, ...]
    model: str
    base_url: str
    environment: str
    journal: Path
    resume: str
    now: str
    seed: int | None
    json: bool
    trace: bool
    color: str
    adversary: str = ""

    @property
    def scripted(self) -> bool:
        """Whether a script speaks for the caller."""
        return bool(self.say) or self.script is not None

    @property
    def simulated(self) -> bool:
        """Whether the stand-in on this machine answers."""
        return self.model == LOCAL and not self.base_url

    @property
    def chats(self) -> bool:
        """Whether a chat endpoint answers."""
        return self.model.startswith(CHAT_PREFIX)

    @property
    def virtual(self) -> bool:
        """Whether the clock is virtual: a script speaks for the caller, or a program reads the story."""
        return self.scripted or self.json
