"""What the model is told of its own last turn, and of the time that is left; lines of the next brief."""

from collections.abc import Mapping

from flowkit.engine.work import Work

_OF_LAST_REPLY: Mapping[str, str] = {
    "cut off": "You were cut off by a noise: finish in one sentence.",
    "shorter": "Your last answer was too long: say it shorter, in one or two sentences.",
}
_TIME = "Time is almost up: finish what is under way, and begin nothing new."


def lines(work: Work) -> list[str]:
    """The lines that stand in the brief now."""
    told = [_OF_LAST_REPLY[work.call.advice]] if work.call.advice else []
    return [*told, _TIME] if work.call.time == "short" else told
