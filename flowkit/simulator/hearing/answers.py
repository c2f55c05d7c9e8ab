"""Short answers and asides: yes, no, thanks, hello, "I don't know", "hold on"."""

from __future__ import annotations

import re

from flowkit.simulator.hearing.words import Utterance

_YES = (
    r"yes|y|yeah|yep|yup|sure|correct|right|exactly|absolutely|definitely|of course|go ahead|do it|do that|please do|"
    r"that is right|that right|sounds good|okay|ok|fine|i do|i am|it is|they are|affirmative|indeed|why not|certainly"
)
_NO = r"no|nope|nah|not really|not at all|negative|dont|do not|never|i dont|it isnt|it is not|they arent|not yet|isnt"
_THANKS = r"thanks|thank you|cheers|great|perfect|lovely|wonderful|okay|ok|alright|all right|got it|fine|cool|good|nice"
_GREETING = (
    r"hello|hi|hey|hiya|good (?:morning|afternoon|evening|day)|how are you|how do you do|greetings|are you there|"
    r"anybody there|there|today|doing|you"
)
_DONE = (
    r"no|nope|nah|nothing|else|more|that all|that is all|that it|that everything|that will be all|that would be all|"
    r"i good|i am good|i fine|i am fine|all good|all set|i done|i am done|not today|not now|for now|for today|"
    r"at the moment|not right now|right now|"
    r"bye|goodbye|good bye|bye bye|see you|have a (?:nice|good|great) (?:day|one|evening|weekend)|that is it|you too|"
    r"we are done|i all set|i all good|thats all|dont need anything|i dont need anything|i dont|anything|is|was|it|i|"
    r"and|that|oh|so|you have been|very|much|a lot|so much|lot|help|helpful|for your help|for the help|your|for|the|"
    r"sorry|apologies|wrong number|"
    r"wrong line|(?:i|must) have the|dial(?:l?ed)"
)
_DONE_CORE = (
    r"no|nope|nah|nothing|that all|that it|that everything|that is|all set|all good|good|done|bye|goodbye|need|fine|"
    r"be all|not (?:right )?now|not today|wrong number|wrong line"
)
_WAIT = (
    r"hold on|hang on|one moment|one second|one sec|one minute|just a (?:moment|second|sec|minute)|wait|"
    r"give me a (?:moment|second|sec|minute)|bear with me|a moment|a second|"
    r"let me (?:check|look|see|find|get)(?: \w+){0,4}|"
    r"just|there|i|for|up|a|second|moment|minute|sec|while|the|my|get|need|okay|ok|can|you|will|while"
)
_WAIT_CORE = r"hold on|hang on|moment|second|sec|minute|wait|bear with me|let me (?:check|look|see|find|get)"
_CLEAR_WAIT = r"(?:hold on|hang on|bear with me|hold the line)(?: a (?:moment|second|minute))?$"
_DONT_KNOW = (
    r"dont know|do not know|no idea|not sure|no clue|dont have|do not have|havent got|cant find|cannot find|"
    r"cant remember|dont remember|dont recall|lost (?:it|that|them)|forgot(?:ten)?|cant say|couldnt say|cant tell|"
    r"couldnt tell|unsure|never (?:had|got) (?:one|it)|dont see|who knows|cant see"
)
_REFUSING = (
    r"(?:rather|prefer) not|(?:dont|do not|not going to|wont|will not) (?:want to )?(?:give|tell|share|say|reveal)|"
    r"not (?:giving|telling|sharing|saying)|not comfortable|none of your business"
)
_CORRECTION = (
    r"i meant|i mean|no wait|wait no|sorry|actually|instead|rather|change (?:it|that)|make (?:it|that)|correction|"
    r"scratch that|not that|that wrong|that is wrong|that not right|i said|oops|my mistake|should be|better"
)


def is_yes(utterance: Utterance) -> bool:
    """Whether the words begin as a yes and hold no no."""
    return _begins(utterance, _YES) and not _begins(utterance, _NO) and not utterance.has(r"no|not|dont|but")


def is_no(utterance: Utterance) -> bool:
    """Whether the words begin as a no."""
    return _begins(utterance, _NO)


def is_thanks(utterance: Utterance) -> bool:
    """Whether the words are thanks or an acknowledgement and nothing else."""
    return bool(utterance.words) and _only(
        utterance, rf"{_THANKS}|very|much|so|a lot|that is|that|is|you|for|your|help"
    )


def is_greeting(utterance: Utterance) -> bool:
    """Whether the words are a greeting and nothing else."""
    return bool(utterance.words) and _only(utterance, _GREETING)


def is_done(utterance: Utterance) -> bool:
    """Whether the words say that nothing more is wanted: "no thanks", "that's all", "bye"."""
    return utterance.has(_DONE_CORE) and _only(utterance, rf"{_DONE}|{_THANKS}")


def is_wait(utterance: Utterance) -> bool:
    """Whether the caller asks for a moment: and says nothing else, or says it without doubt ("hold on")."""
    return (utterance.has(_WAIT_CORE) and _only(utterance, _WAIT)) or utterance.has(_CLEAR_WAIT)


def is_dont_know(utterance: Utterance) -> bool:
    """Whether the caller does not know or does not have what was asked, or will not tell it."""
    return utterance.has(_DONT_KNOW) or utterance.has(_REFUSING)


def correction_place(utterance: Utterance) -> int | None:
    """The index of the last word of what marks a correction ("no wait, I meant"), if there is one."""
    places = [span.last for span, _ in utterance.spans(_CORRECTION)]
    return max(places, default=None)


def _begins(utterance: Utterance, words: str) -> bool:
    return re.match(rf"(?:oh |um |so |and )?(?:{words})\b", utterance.plain) is not None


def _only(utterance: Utterance, words: str) -> bool:
    return re.fullmatch(rf"(?:(?:{words})(?: |$))+", utterance.plain) is not None
