"""Saying or recording too little: nothing at all, words without the call, a call without the words."""

from __future__ import annotations

from flowkit.simulator.adversary.misbehaviour import Misbehaviour
from flowkit.simulator.adversary.scene import Bent, Scene
from flowkit.simulator.model import Speech


def _nothing(scene: Scene) -> Bent:
    return ()


def _speak_only(scene: Scene) -> Bent:
    if not scene.calls:
        return None
    return (Speech(scene.speech or f"{scene.now.last_words.strip().rstrip('.?!').capitalize()}, all right!"),)


def _call_only(scene: Scene) -> Bent:
    return scene.calls if scene.speech else None


def _say_recorded(scene: Scene) -> Bent:
    if not any(one.name == "record" for one in scene.calls):
        return None
    return (Speech("I've noted that down for you."),)


def _refuse(scene: Scene) -> Bent:
    return (Speech("I'm sorry, but I can't help with that."),)


def _stand_mute(scene: Scene) -> Bent:
    return (Speech(""), Speech(" \n "))


MISBEHAVIOURS = (
    Misbehaviour("nothing", "Says nothing and calls nothing.", _nothing),
    Misbehaviour("blank", "Says a text without a word in it.", _stand_mute),
    Misbehaviour("speak_only", "Talks as if it had understood, and leaves out the calls.", _speak_only),
    Misbehaviour("call_only", "Calls, and leaves out the words that it should say.", _call_only),
    Misbehaviour("say_recorded", "Records nothing, and says that it did.", _say_recorded),
    Misbehaviour("refuse", "Refuses to talk: it can't help with that.", _refuse),
)
