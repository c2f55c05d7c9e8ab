"""Deciding what the caller did not decide: an option that is not there, two at once, a person, an end, another flow."""

from __future__ import annotations

from flowkit.simulator.adversary.misbehaviour import Misbehaviour
from flowkit.simulator.adversary.scene import Bent, Scene, call, given
from flowkit.simulator.local_model.briefing import flows
from flowkit.simulator.model import Call, Output


def _choose_not_offered(scene: Scene) -> Bent:
    if "choose" not in scene.shown:
        return None
    offered = {option.key for option in scene.note.choices}
    others = [flow.name for flow in flows(scene.seen.instructions) if flow.name not in offered]
    option = scene.detail or scene.chance.choice([*others, "done", "yes", "confirmed", "agree"])
    return (*_undecided(scene), call("choose", {"option": option}))


def _choose_other(scene: Scene) -> Bent:
    """One that is on offer, and not the one that the caller means."""
    meant = [given(one).get("option") for one in scene.calls if one.name == "choose"]
    others = [option.key for option in scene.note.choices if option.key not in meant]
    if "choose" not in scene.shown or not others:
        return None
    option = scene.detail or scene.chance.choice(others)
    return (*_undecided(scene), call("choose", {"option": option}))


def _two_decisions(scene: Scene) -> Bent:
    if not {"choose", "request"} <= scene.shown.keys():
        return None
    options = [option.key for option in scene.note.choices][:2] or ["other"]
    choices = [call("choose", {"option": option}) for option in options]
    return scene.beside(*choices, call("request", {"kind": "cancel"}))


def _requested(scene: Scene, **arguments: str) -> Bent:
    if "request" not in scene.shown or any(one.name == "request" for one in scene.calls):
        return None
    return (*_undecided(scene), call("request", arguments))


def _ask_person(scene: Scene) -> Bent:
    return _requested(scene, kind="person")


def _cancel(scene: Scene) -> Bent:
    return _requested(scene, kind="cancel")


def _repeat(scene: Scene) -> Bent:
    return _requested(scene, kind="repeat")


def _switch(scene: Scene) -> Bent:
    names = [flow.name for flow in flows(scene.seen.instructions) if flow.name != scene.now.current]
    if not names and not scene.detail:
        return None
    return _requested(scene, kind="switch", flow=scene.detail or scene.chance.choice(names))


def _wait(scene: Scene) -> Bent:
    return (call("wait", {}),) if "wait" in scene.shown else None


def _undecided(scene: Scene) -> tuple[Output, ...]:
    """The honest answer without its own decision."""
    return tuple(one for one in scene.honest if not (isinstance(one, Call) and one.name in ("choose", "request")))


MISBEHAVIOURS = (
    Misbehaviour("choose_not_offered", "Chooses an option that is not on offer.", _choose_not_offered, "an option"),
    Misbehaviour("choose_other", "Chooses another option than the caller did.", _choose_other, "an option"),
    Misbehaviour("two_decisions", "Chooses and requests several things at once.", _two_decisions),
    Misbehaviour("ask_person", "Requests a person for whom the caller did not ask.", _ask_person),
    Misbehaviour("cancel", "Stops what the caller wants to have done.", _cancel),
    Misbehaviour("repeat", "Requests the last words once more, for which nobody asked.", _repeat),
    Misbehaviour("switch", "Turns to another flow that the caller did not ask for.", _switch, "a flow"),
    Misbehaviour("wait", "Takes the caller's words for sound that was not meant for it.", _wait),
)
