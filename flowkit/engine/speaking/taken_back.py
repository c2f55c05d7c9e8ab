"""Words that are taken back: they are not said any more, wherever on their way they are."""

from flowkit.engine.effects import Cancel
from flowkit.engine.work import Work


def take_back(work: Work, u: str) -> None:
    """Takes back words that are generated, queued or sounding; typed words stand as soon as they are there."""
    utterance = work.call.utterances.get(u)
    if utterance is None or utterance.void or utterance.stopped or utterance.extent or not work.call.can.audio:
        return
    work.change_utterance(u, void=True)
    work.emit(Cancel(u))
    work.set_floor(playing=tuple(other for other in work.call.floor.playing if other != u))
