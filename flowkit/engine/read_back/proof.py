"""What can be proved of what the caller heard.

The disclosure, which comes before all else and yields to nobody, is also the probe: if the line does not tell that it
was played, although the time for it is up, the line cannot tell it on this call. Then what was generated is taken to
have been heard for the sake of the conversation, and never for a consent (`confirm`): a key or a person is needed.
"""

from typing import Literal

from flowkit.engine.altering import altered
from flowkit.engine.work import Work


def presumed(work: Work, u: str) -> Literal["full", "cut"]:
    """How far an utterance is taken to have been heard of which the line has told nothing in time."""
    call = work.call
    utterance = call.utterances.get(u)
    if not call.can.audio or utterance is None or utterance.void or utterance.stopped:
        return "cut"
    if utterance.purpose == "disclosure" and not call.disclosed and call.can.proves_playback:
        call.can = altered(call.can, proves_playback=False)
        work.note("trouble", {"kind": "line", "detail": "it does not tell what was played"})
    return "cut" if call.can.proves_playback else "full"
