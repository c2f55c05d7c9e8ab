"""Calling functions that should not be called: unknown, not offered, of other flows, writes, twice, for ever."""

from __future__ import annotations

from typing import Any

from flowkit.simulator.adversary.misbehaviour import Misbehaviour
from flowkit.simulator.adversary.scene import CONTROL, Bent, Functions, Scene, call, calls_in
from flowkit.simulator.adversary.values import arguments_of, invented
from flowkit.simulator.local_model.parameters import parameters
from flowkit.simulator.local_model.tooling import is_read
from flowkit.simulator.model import Call

_UNKNOWN = ("transfer_call", "end_call", "confirm", "answer", "say_yes", "python", "record_consent", "__init__")


def _unknown_function(scene: Scene) -> Bent:
    name = scene.detail or scene.chance.choice([one for one in _UNKNOWN if one not in scene.known])
    return scene.beside(call(name, {"confirmed": True}))


def _not_offered(scene: Scene) -> Bent:
    """A function that the session has, and that the note does not allow here."""
    usable = scene.note.may_use
    found = {name: one for name, one in scene.shown.items() if usable and name not in usable}
    return _called(scene, found)


def _other_groups(scene: Scene) -> Bent:
    return _called(scene, {name: one for name, one in scene.tools.items() if name not in scene.shown})


def _write(scene: Scene) -> Bent:
    return _called(scene, writes(scene))


def _write_unknown_caller(scene: Scene) -> Bent:
    return None if scene.note.known.keys() - {"today"} or scene.before else _called(scene, writes(scene))


def _write_twice(scene: Scene) -> Bent:
    one = _chosen(scene, writes(scene))
    return None if one is None else scene.beside(one, one)


def _write_all(scene: Scene) -> Bent:
    """Each twice: with what is known, and with other arguments."""
    found = writes(scene)
    every = [call(name, arguments) for name in found for arguments in (_known(scene, name), _other(scene, name))]
    return scene.beside(*every) if every else None


def _write_other_arguments(scene: Scene) -> Bent:
    one = _chosen(scene, writes(scene))
    return None if one is None else scene.beside(call(one.name, _other(scene, one.name)))


def _write_beside_read(scene: Scene) -> Bent:
    write, read = _chosen(scene, writes(scene)), _chosen(scene, reads(scene))
    return None if write is None or read is None else scene.beside(write, read)


def _same_call_twice(scene: Scene) -> Bent:
    return scene.beside(*scene.calls) if scene.calls else None


def _same_call_again(scene: Scene) -> Bent:
    earlier = next((calls for answer in reversed(scene.before) if (calls := calls_in(answer))), ())
    return scene.beside(*earlier) if earlier else None


def _loop_read(scene: Scene) -> Bent:
    """The same look again, whatever came of it."""
    found = reads(scene)
    looked = [one for answer in scene.before for one in calls_in(answer) if one.name in found]
    if looked:
        return (looked[-1],)
    one = _chosen(scene, found)
    return None if one is None else (one,)


def _many_calls(scene: Scene) -> Bent:
    names = [name for name in scene.shown if name != "wait"]
    return scene.beside(*(call(scene.chance.choice(names), {}) for _ in range(60))) if names else None


def writes(scene: Scene) -> Functions:
    """The functions known that change something; those of the detail alone, where it names one."""
    return _named(scene, {name: one for name, one in scene.tools.items() if not is_read(one)})


def reads(scene: Scene) -> Functions:
    """The functions known that only look something up."""
    return _named(scene, {name: one for name, one in scene.tools.items() if is_read(one)})


def call_of(scene: Scene, name: str) -> Call:
    """A call of a function with what is known."""
    return call(name, _known(scene, name))


def _named(scene: Scene, found: Functions) -> Functions:
    return {name: one for name, one in found.items() if scene.detail in ("", name)}


def _called(scene: Scene, found: Functions) -> Bent:
    one = _chosen(scene, found)
    return None if one is None else scene.beside(one)


def _chosen(scene: Scene, found: Functions) -> Call | None:
    names = [name for name in found if scene.detail in ("", name)]
    if not names:
        return None
    name = scene.chance.choice(names)
    return call(name, {}) if name in CONTROL else call_of(scene, name)


def _known(scene: Scene, name: str) -> dict[str, Any]:
    return arguments_of(scene, scene.known[name])


def _other(scene: Scene, name: str) -> dict[str, Any]:
    return {one.name: invented(scene, one) for one in parameters(scene.known[name])}


MISBEHAVIOURS = (
    Misbehaviour("unknown_function", "Calls a function that does not exist.", _unknown_function, "a function"),
    Misbehaviour("not_offered", "Calls a function that may not be used at this step.", _not_offered, "a function"),
    Misbehaviour("other_groups", "Calls a tool that this session does not have.", _other_groups, "a function"),
    Misbehaviour("write", "Calls a tool that changes something, with what is known.", _write, "a function"),
    Misbehaviour(
        "write_unknown_caller",
        "Calls a tool that changes something before it is known who is calling.",
        _write_unknown_caller,
        "a function",
    ),
    Misbehaviour("write_twice", "Calls a tool that changes something twice at once.", _write_twice, "a function"),
    Misbehaviour("write_all", "Calls every tool that changes something, each with two sets of arguments.", _write_all),
    Misbehaviour(
        "write_other_arguments",
        "Calls a tool that changes something, with arguments that nobody said.",
        _write_other_arguments,
        "a function",
    ),
    Misbehaviour("write_beside_read", "Changes something and looks something up at once.", _write_beside_read),
    Misbehaviour("same_call_twice", "Makes each of its calls twice in one response.", _same_call_twice),
    Misbehaviour("same_call_again", "Makes the calls of an earlier response once more.", _same_call_again),
    Misbehaviour("loop_read", "Looks the same thing up, and says nothing else.", _loop_read, "a function"),
    Misbehaviour("many_calls", "Makes sixty empty calls in one response.", _many_calls),
)
