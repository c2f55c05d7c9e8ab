"""Answers that do not arrive as they should: cut, failed, late, never, twice, or without having been asked for."""

from __future__ import annotations

from flowkit.simulator.adversary.claiming import participle
from flowkit.simulator.adversary.misbehaviour import Misbehaviour
from flowkit.simulator.adversary.scene import Bent, Scene
from flowkit.simulator.delivery import Delivered, Delivery
from flowkit.simulator.model import Speech

LATE_S = 2.0


def _delivered(scene: Scene, delivery: Delivery) -> Bent:
    return Delivered(scene.honest, delivery)


def _cut_short(scene: Scene) -> Bent:
    return _delivered(scene, Delivery(incomplete="max_output_tokens"))


def _filtered(scene: Scene) -> Bent:
    return _delivered(scene, Delivery(incomplete="content_filter"))


def _fail(scene: Scene) -> Bent:
    return _delivered(scene, Delivery(failed=scene.detail or "server_error"))


def _late(scene: Scene) -> Bent:
    return _delivered(scene, Delivery(late_s=seconds(scene.detail)))


def seconds(text: str) -> float:
    """The seconds that a script asks for; two without any."""
    try:
        return min(max(float(text), 0.0), 3600.0)
    except ValueError:
        return LATE_S


def _never_done(scene: Scene) -> Bent:
    return _delivered(scene, Delivery(hangs=True))


def _deaf(scene: Scene) -> Bent:
    return _delivered(scene, Delivery(deaf=True))


def _duplicate_events(scene: Scene) -> Bent:
    return _delivered(scene, Delivery(twice=True))


def _unsolicited(scene: Scene) -> Bent:
    """What the honest answer calls once more, and a claim."""
    verb = participle("refund")
    return _delivered(scene, Delivery(unasked=(Speech(f"By the way, that's been {verb} already."), *scene.calls)))


MISBEHAVIOURS = (
    Misbehaviour("cut_short", "Ends incomplete, halfway: its tokens are used up.", _cut_short),
    Misbehaviour("filtered", "Ends incomplete, halfway: a filter stopped it.", _filtered),
    Misbehaviour("fail", "Ends failed, with a server error.", _fail, "a code"),
    Misbehaviour("late", "Answers late, by two seconds if the script says nothing else.", _late, "seconds"),
    Misbehaviour("never_done", "Is never done, unless it is cancelled.", _never_done),
    Misbehaviour("deaf", "Is never done, and hears no cancel.", _deaf),
    Misbehaviour("duplicate_events", "Sends each of its events twice.", _duplicate_events),
    Misbehaviour("unsolicited", "Sends a second response that nobody asked for.", _unsolicited),
)
