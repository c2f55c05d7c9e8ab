"""What the agent says on its way to the caller: it is generated, begins to sound, and comes to its end for them.

Exact words stand between the agent and silence until they were played. Those that could not be generated, or that were
not heard although they must be, are said again.
"""

from flowkit.engine.altering import altered
from flowkit.engine.asking.askings import began_to_sound
from flowkit.engine.call import Due, Utterance
from flowkit.engine.events import Audible, Generated, Played
from flowkit.engine.handover import handoff
from flowkit.engine.read_back import confirm
from flowkit.engine.speaking import failures, repairs
from flowkit.engine.walking import walk
from flowkit.engine.work import Work

NOT_TAKEN_IN = 400
"""How much of what sounded last, in milliseconds, a caller who speaks over it has not taken in."""

DISCLOSURES = 3
"""How often the disclosure is said before a person is called."""

LAST_WORDS = 2
"""How often last words are said of which nothing sounded."""


def audible(work: Work, event: Audible) -> None:
    """An utterance began to reach the caller. One that was taken back before does not count any more."""
    utterance = work.call.utterances.get(event.u)
    if utterance is None or (utterance.void and work.call.can.audio):
        return
    work.change_utterance(event.u, sounds=True)
    began_to_sound(work, event.u)
    confirm.audible(work, event.u)


def will_sound(work: Work, u: str) -> None:
    """An utterance that was generated stands between the agent and silence until it was played."""
    if u not in work.call.utterances or not work.call.utterances[u].extent:
        work.set_floor(playing=(*work.call.floor.playing, u))


def said(work: Work, event: Generated, utterance: Utterance) -> None:
    """Exact words were generated, or were not."""
    if utterance.extent or (utterance.void and work.call.can.audio):
        return
    if event.status == "completed" and repairs.spoken_otherwise(work, event, utterance):
        return
    if event.status == "completed" or utterance.stopped:
        work.call.malformed = 0
        will_sound(work, event.u)
    elif not utterance.void:
        failures.say_failed(work, event.u, utterance, event.error or event.status)


def played(work: Work, event: Played) -> None:
    """An utterance came to its end for the caller."""
    utterance = work.call.utterances.get(event.u)
    if utterance is None or utterance.extent:
        if utterance is None and event.u in work.call.floor.playing:
            # It is so old that it was forgotten, and must not keep the floor.
            _leaves_the_floor(work, event.u)
        return
    work.change_utterance(event.u, extent=event.extent)
    _leaves_the_floor(work, event.u)
    if event.extent == "cut" and event.total_ms > 0:
        heard = max(event.heard_ms - NOT_TAKEN_IN, 0) * len(utterance.text) // event.total_ms
        work.note("state", {"cut": event.u, "heard": heard, "characters": len(utterance.text)})
    match utterance.purpose:
        case "disclosure" | "handoff" if utterance.void and work.call.can.audio:
            # It was taken back, and is said again.
            pass
        case "disclosure":
            _disclosed(work, utterance, event.extent)
        case "handoff" if work.call.stage == "transfer":
            _last_words(work, event, utterance)
        case _:
            if event.extent == "none" and work.call.can.audio:
                _not_heard(work, event.u, utterance)
            walk.came(work, confirm.played(work, event.u, event.extent))


def _leaves_the_floor(work: Work, u: str) -> None:
    work.set_floor(playing=tuple(each for each in work.call.floor.playing if each != u))


def _last_words(work: Work, event: Played, utterance: Utterance) -> None:
    """Last words that went with what they queued behind are said again, once."""
    unheard = event.extent == "none" and work.call.can.audio and utterance.status == "completed"
    if unheard and utterance.repeats < LAST_WORDS - 1:
        work.set_floor(due=(_once_more(utterance), *work.call.floor.due))
    else:
        handoff.said(work, event.u)


BINDING = ("edge", "result", "because", "repair", "last")
"""Purposes of words that have to be heard: they go with what they queue behind, and are said again."""


def _not_heard(work: Work, u: str, utterance: Utterance) -> None:
    """Words that bind and queued behind what was stopped went with it."""
    if utterance.purpose in BINDING and utterance.status == "completed" and not (utterance.void or utterance.repeats):
        work.set_floor(due=(_once_more(utterance), *work.call.floor.due))


def _once_more(utterance: Utterance) -> Due:
    due = Due(utterance.text, utterance.purpose, utterance.yields, utterance.values)
    return altered(due, repeats=utterance.repeats + 1)


def _disclosed(work: Work, utterance: Utterance, extent: str) -> None:
    times = sum(each.purpose == "disclosure" for each in work.call.utterances.values())
    if extent == "full":
        work.call.disclosed = True
    elif times < DISCLOSURES:
        work.due(utterance.text, "disclosure", yields="never", values=utterance.values)
    else:
        handoff.give_up(work, "the disclosure could not be said")
