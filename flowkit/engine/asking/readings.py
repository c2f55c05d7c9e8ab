"""What the caller's words may say where the model reported nothing: a flow on offer, or values that it should record.

A flow is taken without the model where the words are one of its examples or its title and fit no other flow. Values are
not: there are several for the slot that was asked, or one for a slot that was not. The model is told of them and has to
record what was meant.
"""

from collections.abc import Iterator

from flowkit.engine.asking.ask import asked_now
from flowkit.engine.asking.facts import held_value, owner_of
from flowkit.engine.asking.hearing import unserved_readings
from flowkit.engine.asking.options import candidates, say_value
from flowkit.engine.call import Turn, Utterance
from flowkit.engine.speaking.faithful import brings, plain
from flowkit.engine.work import Work
from flowkit.language.answers import is_courtesy
from flowkit.language.model import Ask, Choose, Slot
from flowkit.language.readers import Candidate, Reading, has_question, negates, read
from flowkit.language.shapes import Shape
from flowkit.language.values import canonical

TELLING = ("date", "time", "datetime", "duration", "money", "phone", "email", "postcode", "choice", "digits")
"""Types whose values tell by their form what they are, so that one may be meant for a slot that was not asked."""

MOST = 4
"""Values of one slot that the model is told of."""

_FLOW = Shape("choice")


def named_flow(work: Work, reply: Utterance) -> str:
    """The only flow of a `choose` that the words which a reply answers name; empty if it is none or several.

    Words that hold a whole title or example do; less than that does where the reply asks nothing back. Words that deny
    name only what denies itself: `it won't connect`.
    """
    does, said = work.state.does, _said_here(work, reply.upto_turn)
    if not isinstance(does, Choose) or said is None:
        return ""
    text = said.text or ""
    flows = {name: work.program.flow(name) for name in does.flows}
    words, denied = plain(text), negates(text)
    named = {
        name: [one for one in (flow.title, *flow.examples) if not denied or negates(one)]
        for name, flow in flows.items()
    }
    whole = [name for name, texts in named.items() if any(plain(one) in words for one in texts)]
    if whole or denied or "?" in reply.text or has_question(text):
        return whole[0] if len(whole) == 1 else ""
    options = [Candidate(name, name, flow.title, (), flow.examples) for name, flow in flows.items()]
    found = read(_FLOW, text, work.locale, options)
    return str(found[0].value) if len(found) == 1 and not found[0].doubt else ""


def maybe(work: Work, reply: Utterance) -> tuple[str, ...]:
    """What the words that a reply answers may say, each slot with its values; nothing where the reply speaks of it."""
    turn, said = reply.upto_turn, _said_here(work, reply.upto_turn)
    if not isinstance(work.state.does, Ask) or said is None:
        return ()
    if has_question(said.text or "") or negates(said.text or ""):
        return ()
    told = []
    for slot, readings in _readings(work, turn):
        values = [(slot.shape.type, canonical(slot.shape, each.value), _spoken(work, slot, each)) for each in readings]
        if reply.text and all(brings(reply.text, value, work.locale) for value in values):
            return ()
        told.append(f"{slot.name} {' or '.join(spoken for _, _, spoken in values[:MOST])}")
    return tuple(told)


def _said_here(work: Work, turn: str) -> Turn | None:
    """A turn of this visit that says more than a courtesy."""
    said = work.call.turns.get(turn)
    if said is None or not said.text or work.turn_number(turn) <= work.turn_number(work.call.top.since):
        return None
    return None if is_courtesy(said.text, work.locale) else said


def _readings(work: Work, turn: str) -> Iterator[tuple[Slot, tuple[Reading, ...]]]:
    """Slots that are not filled, with what the words may say for them: several for one that was asked, else one."""
    asked = asked_now(work)
    flow = work.flow
    for name in dict.fromkeys((*asked, *flow.slots, *work.program.project.slots)):
        owner = owner_of(work, name)
        if owner is None or held_value(work, owner[0], name) is not None:
            continue
        slot = owner[1]
        if slot.shape.many or slot.shape.sensitive == "never_store":
            continue
        if name not in asked and slot.shape.type not in TELLING:
            continue
        found = unserved_readings(work, turn, slot.shape, candidates(work, work.call.top, slot) or ())
        if any(each.doubt for each in found):
            continue
        if len(found) > 1 if name in asked else len(found) == 1:
            yield slot, found


def _spoken(work: Work, slot: Slot, reading: Reading) -> str:
    return say_value(work, slot.shape, reading.value)
