"""Recording what was not said: made up, exchanged, misheard, not asked for, or long known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flowkit.simulator.adversary.misbehaviour import Misbehaviour
from flowkit.simulator.adversary.scene import Bent, Scene, call, given, recorded
from flowkit.simulator.adversary.values import invented, misheard, other_real
from flowkit.simulator.local_model.parameters import Parameter
from flowkit.simulator.model import Call, Output


def _invent(scene: Scene) -> Bent:
    """The slot of the script, or all that are missing; whatever of them was recorded honestly is overwritten."""
    missing = scene.note.missing
    wanted = [one for one in scene.recordable if one.name == scene.detail or (not scene.detail and one.name in missing)]
    if not wanted:
        return None
    honest = dict(recorded(scene.honest))
    made = {one.name: invented(scene, one, but=honest.get(one.name)) for one in wanted}
    return (*_without_record(scene), call("record", {**honest, **made}))


def _exchanged(scene: Scene, change: Any) -> Bent:
    """The honest records with one value changed; `None` where no value can be."""
    parameters = {one.name: one for one in scene.recordable}
    honest = dict(recorded(scene.honest))
    for name, value in honest.items():
        if name in parameters and scene.detail in ("", name):
            other = change(parameters[name], value)
            if other is not None:
                return (*_without_record(scene), call("record", {**honest, name: other}))
    return None


def _swap(scene: Scene) -> Bent:
    return _exchanged(scene, lambda parameter, value: other_real(scene, parameter, value))


def _mishear(scene: Scene) -> Bent:
    return _exchanged(scene, lambda parameter, value: misheard(scene, value))


def _unasked(scene: Scene) -> Bent:
    asked = {*scene.note.missing, *scene.note.known}
    others = [one for one in scene.recordable if one.name not in asked and scene.detail in ("", one.name)]
    if not others:
        return None
    return scene.beside(call("record", {one.name: invented(scene, one) for one in _some(scene, others)}))


def _old_values(scene: Scene) -> Bent:
    known = {one.name for one in scene.recordable}
    old = dict(pair for answer in scene.before for pair in recorded(answer) if pair[0] in known)
    told = {name: fact.value for name, fact in scene.note.known.items() if name in known}
    values = {**told, **old}
    return scene.beside(call("record", values)) if values else None


def _overwrite(scene: Scene) -> Bent:
    held = {**scene.now.held, **{name: fact.value for name, fact in scene.note.known.items()}}
    known = [one for one in scene.recordable if one.name in held and scene.detail in ("", one.name)]
    if not known:
        return None
    return scene.beside(call("record", {one.name: invented(scene, one, but=held[one.name]) for one in known}))


def _some(scene: Scene, parameters: list[Parameter]) -> list[Parameter]:
    return scene.chance.sample(parameters, min(3, len(parameters)))


def _without_record(scene: Scene) -> Iterator[Output]:
    return (output for output in scene.honest if not (isinstance(output, Call) and output.name == "record"))


def _forget_half(scene: Scene) -> Bent:
    honest = next((one for one in scene.calls if one.name == "record" and len(given(one)) > 1), None)
    if honest is None:
        return None
    name, value = next(iter(given(honest).items()))
    return (*_without_record(scene), call("record", {name: value}))


MISBEHAVIOURS = (
    Misbehaviour("invent", "Records values for the slots that are asked for, which nobody said.", _invent, "a slot"),
    Misbehaviour("swap", "Records another real value than the one said: another option, another day.", _swap, "a slot"),
    Misbehaviour("mishear", "Records what was said with one letter or digit changed.", _mishear, "a slot"),
    Misbehaviour("forget_half", "Records the first of several values that were said, and no other.", _forget_half),
    Misbehaviour("unasked", "Records slots that nobody asked for, with values that nobody said.", _unasked, "a slot"),
    Misbehaviour("old_values", "Records again everything that was recorded before.", _old_values),
    Misbehaviour("overwrite", "Records other values for slots that have one.", _overwrite, "a slot"),
)
