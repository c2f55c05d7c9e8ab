"""What callers say beside the matter: a person please, say that again, forget it, are you a robot?"""

from __future__ import annotations

from collections.abc import Sequence

from flowkit.simulator.hearing.likeness import Topic, best, stems
from flowkit.simulator.hearing.words import Utterance
from flowkit.simulator.local_model.briefing import Answer

_STAFF = (
    r"(?:real |live |actual |human )?(?:person|human|human being|agent|representative|rep|operator|advisor|adviser|"
    r"manager|supervisor|colleague|staff|member of staff|customer service|customer support|somebody|someone|people)"
)
_PERSON = (
    rf"(?:talk|speak|chat) (?:to|with) (?:\w+ ){{0,2}}?{_STAFF}|"
    rf"(?:put me through|connect me|transfer me|pass me|hand me)|"
    rf"(?:want|need|get me|give me|like|prefer|is there|can i have|can i get) (?:a|an|the|your|any|some) {_STAFF}|"
    r"real person|live agent|human please|human agent"
)
_BARE_PERSON = rf"(?:an? |the )?{_STAFF}"
_NOT_STAFF = r"someone|somebody|people"
_REPEAT = (
    r"say (?:that|it|this) again|repeat(?: that| it| please| yourself| the question)?|come again|what was that|"
    r"what did you say|one more time|say again|once more|pardon|pardon me|(?:didnt|did not|couldnt) (?:quite )?"
    r"(?:catch|hear|get|understand) (?:that|you|it)|beg your pardon|can you repeat"
)
_BARE_REPEAT = r"what|sorry|huh|excuse me|sorry what|what sorry|come again|again"
_CANCEL = (
    r"forget (?:about )?(?:it|this|that)|never ?mind|nevermind|leave it|drop it|dont bother|"
    r"(?:stop|cancel|abort|quit) (?:this|that|it|everything|all of it|the whole thing)|"
    r"(?:dont|do not|no longer) want (?:to do )?(?:this|that|it)(?: any ?more)?|let not|i changed my mind|"
    r"lets? stop|let stop"
)
_OPTIONS = (
    r"(?:what|which) (?:\w+ ){0,2}?(?:do|have|can|did) (?:you|i) (?:have|got|offer|choose|pick|do|take)|"
    r"(?:what|which) (?:\w+ ){0,2}?(?:is|are|else is|else are) (?:there|free|open|available|possible|left|on offer)|"
    r"what are (?:the|my) (?:\w+ )?(?:options|choices|times|days|possibilities)|what (?:are )?(?:my )?options|"
    r"(?:what|which) (?:can|could) (?:i|you) (?:choose|pick|have|take|offer)|what can i choose from|"
    r"what (?:have you|you) got|(?:tell|give|read) me (?:the|my) (?:options|choices)|what else|any others?"
)
_BARE_OPTIONS = r"(?:which|what) ones?(?: are (?:there|they)| do you have)?|which|like what|such as"
_BARE_CANCEL = r"cancel|stop|abort|quit|(?:no )?forget it|stop please"
_WISH = (
    r"want|need|like (?:to|a|an|the|my|some)|can i|could i|can you|could you|can we|could we|move|change|book|reserve|"
    r"schedule|reschedule|make it|bring|push|looking (?:to|for)|hoping|trying to|wish|may i|i have to|would you|"
    r"help me|refund|cancel|i like|get (?:a|an|me|my)|report|order a"
)
_TOPIC_WORDS = (
    (
        r"person|human|automated|robot|machine|bot",
        r"(?:are|am|is) .*\b(?:person|human|robot|bot|machine|ai|real|computer|automated|recording)\b",
    ),
    (r"record", r"(?:record(?:ed|ing|s)?|taped?|taping)\b"),
    (r"data|privacy", r"\b(?:data|privacy|personal (?:information|details)|my (?:information|details)|stored?|gdpr)\b"),
)


def wants_person(heard: Utterance) -> bool:
    """Whether the caller asks for a person."""
    if is_about_agent(heard):
        return False
    bare = len(heard.words) <= 3 and heard.has(rf"^(?:{_BARE_PERSON})$") and not heard.has(_NOT_STAFF)
    return bare or heard.has(_PERSON)


def wants_repeat(heard: Utterance) -> bool:
    """Whether the caller wants to hear the last words again."""
    return heard.has(_REPEAT) or heard.has(rf"^(?:{_BARE_REPEAT})$")


def wants_cancel(heard: Utterance) -> bool:
    """Whether the caller wants to stop what is going on."""
    return heard.has(_CANCEL) or heard.has(rf"^(?:no )?(?:{_BARE_CANCEL})$")


def asks_options(heard: Utterance) -> bool:
    """Whether the caller asks what there is to choose from."""
    return heard.has(_OPTIONS) or heard.has(rf"^(?:and |okay |ok |so )?(?:{_BARE_OPTIONS})$")


def is_wish(heard: Utterance) -> bool:
    """Whether the words say that something is wanted."""
    return heard.has(_WISH)


def is_about_agent(heard: Utterance) -> bool:
    """Whether the caller asks what they are talking to."""
    return heard.has(
        r"(?:are you|is this|am i (?:talking|speaking) (?:to|with)) (?:\w+ ){0,3}"
        r"(?:person|human|robot|bot|machine|ai|real|computer|automated)"
    )


def about_us(heard: Utterance, known: Sequence[Answer]) -> str | None:
    """What the instructions say to a question about the agent, the recording or the data."""
    for answer in known:
        for named, asked in _TOPIC_WORDS:
            if Utterance(answer.topic).has(rf"\w*(?:{named})\w*"):
                if named.startswith("person"):
                    if is_about_agent(heard):
                        return answer.text
                elif heard.is_question and heard.has(asked):
                    return answer.text
    return None


def fact_about(heard: Utterance, facts: Sequence[str], subject: str = "") -> str | None:
    """The fact that answers the words best, if one does clearly enough."""
    topics = []
    for fact in facts:
        title, mark, text = fact.partition(": ")
        titled = bool(mark) and " " not in title
        # What a sentence is about stands at its beginning: "Delivery is …", not "… of delivery".
        subject_of = " ".join(fact.split()[:2])
        topics.append(Topic(text if titled else fact, title if titled else subject_of, text if titled else fact))
    fit = best(
        stems(f"{heard.plain} {subject}"), [Topic(str(i), t.title, t.about) for i, t in enumerate(topics)], 0.4, 1.1
    )
    return topics[int(fit.name)].name if fit else None
