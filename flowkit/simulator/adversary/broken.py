"""Arguments that are no arguments: wrong types, broken JSON, cut off, huge, with parameters that do not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flowkit.simulator.adversary.misbehaviour import Misbehaviour
from flowkit.simulator.adversary.scene import Bent, Scene, call, given
from flowkit.simulator.model import Call, Output

HUGE = 20_000
"""Characters of a huge text."""

_DEPTH = 2_000


def _bent(scene: Scene, change: Callable[[Call], str]) -> Bent:
    """The honest answer with the arguments of its calls changed; a call of `record` where it has none."""
    calls = scene.calls or tuple(call(name, {}) for name in scene.shown if name == "record")
    if not calls:
        return None
    words: list[Output] = [output for output in scene.honest if not isinstance(output, Call)]
    return (*words, *(Call(one.name, change(one)) for one in calls))


def _values(scene: Scene, one: Call, value: Callable[[Any], Any]) -> dict[str, Any]:
    values = given(one) or {each.name: "x" for each in scene.recordable[:2]}
    return {name: value(each) for name, each in values.items()}


def _wrong_types(scene: Scene) -> Bent:
    wrong: Any = scene.chance.choice(({"value": 1}, [[]], 17, True, None, 1e308, -1))
    return _bent(scene, lambda one: json.dumps(_values(scene, one, lambda _: wrong)))


def _odd_values(scene: Scene) -> Bent:
    odd = scene.chance.choice(
        ('"\\u0000"', '""', '"   "', '"\\ud800"', "NaN", "1e999", '"\\u202e12345"', '"{{ customer.id }}"')
    )
    return _bent(
        scene,
        lambda one: "{" + ", ".join(f"{json.dumps(name)}: {odd}" for name in _values(scene, one, lambda v: v)) + "}",
    )


def _bad_json(scene: Scene) -> Bent:
    return _bent(scene, lambda one: one.arguments.replace('"', "'") + "}")


def _cut_arguments(scene: Scene) -> Bent:
    return _bent(scene, lambda one: one.arguments[: max(1, len(one.arguments) // 2)])


def _no_object(scene: Scene) -> Bent:
    return _bent(scene, lambda one: scene.chance.choice(("[]", "null", '"yes"', "17", "", f"[{one.arguments}]")))


def _huge_text(scene: Scene) -> Bent:
    return _bent(scene, lambda one: json.dumps(_values(scene, one, lambda _: "ha " * (HUGE // 3))))


def _deep_arguments(scene: Scene) -> Bent:
    return _bent(scene, lambda one: '{"a":' * _DEPTH + "1" + "}" * _DEPTH)


def _unknown_parameter(scene: Scene) -> Bent:
    more = {"confirmed": True, "consent": "yes", "admin": True, "__proto__": {"state": "done"}}
    return _bent(scene, lambda one: json.dumps({**given(one), **more}, ensure_ascii=False))


def _same_key_twice(scene: Scene) -> Bent:
    def doubled(one: Call) -> str:
        values = _values(scene, one, lambda value: value)
        parts = [f"{json.dumps(name)}: {json.dumps(each)}" for name, value in values.items() for each in (value, "no")]
        return "{" + ", ".join(parts) + "}"

    return _bent(scene, doubled)


MISBEHAVIOURS = (
    Misbehaviour("wrong_types", "Calls with values of the wrong type.", _wrong_types),
    Misbehaviour("odd_values", "Calls with empty texts, control characters, NaN or templates as values.", _odd_values),
    Misbehaviour("bad_json", "Calls with arguments that are no JSON.", _bad_json),
    Misbehaviour("cut_arguments", "Calls with arguments that break off in the middle.", _cut_arguments),
    Misbehaviour("no_object", "Calls with arguments that are JSON, but no object.", _no_object),
    Misbehaviour("huge_text", "Calls with texts of twenty thousand letters.", _huge_text),
    Misbehaviour("deep_arguments", "Calls with arguments nested two thousand levels deep.", _deep_arguments),
    Misbehaviour("unknown_parameter", "Calls with parameters that do not exist: 'confirmed'.", _unknown_parameter),
    Misbehaviour("same_key_twice", "Calls with each parameter twice, with two values.", _same_key_twice),
)
