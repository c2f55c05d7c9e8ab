"""English: how callers refuse, hedge, change and ask. `tables` says what each table does."""

from typing import Final

REFUSALS: Final = (
    "no|nope|nah|never|negative|wrong|incorrect|nothing",
    "no way|sir|deal|go|chance",
    "no i am good|fine|okay|ok|alright",
    "stop it|that|this|there|now|please?",
    "wait",
    "not a chance",
    "not yet|now|today|really|at_all|for_me|interested|that|this|it|that_one|this_one|okay|ok|correct|right|"
    "good|anymore",
    "not like that|this",
    "do not do|proceed|go_ahead|continue|bother it|that|this|so|with_it|with_that|yet|now|please?",
    "do not",
    "do not do it|that yet|now",
    "i|we would rather|prefer|better|sooner not to?",
    "rather|better not",
    "i|we do not want|like|need|agree to? it|that|this|so|to|you_to?",
    "i|we do not want|agree with|to that|this|it",
    "i|we do not want you|us|me to do_it|do_that|go_ahead|proceed?",
    "i|we do not want to do_it|do_that|go_ahead|proceed?",
    "i|we do not think so|that_is_right|that_is_correct?",
    "i|we am|are not interested|ready|happy|okay|ok|comfortable with? that|this|it?",
    "i|we refuse|decline|disagree|object",
    "i|we can not do? it|that|this?",
    "absolutely|certainly|definitely|of_course|probably|actually|please not",
    "never mind",
    "nevermind",
    "forget|drop|skip|leave|scrap about? it|that|this",
    "leave it as_it_is|alone|be|like_that|like_it_is",
    "i|we have? changed my|our mind",
    "i|we have? changed my|our mind about? it|that|this",
    "that|it|this is|was|sounds|looks not all|quite? right|correct|okay|ok|good|fine|it|true|what_i_want|"
    "what_i_wanted|what_i_said|what_i_meant",
    "that|it|this is|was|sounds|looks all|totally|completely? wrong|incorrect",
    "that|it|this does not work|suit|sound_right|sound_good|look_right for? me|us?",
    "let us not do? it|that|this?",
    "uh uh",
    "nuh|nu|unh uh|unh",
    "hell no",
    "count me out",
    "please not",
)

LEAVING_OUT: Final = (
    "no|nope|nah|none|nothing|pass|without",
    "none|nothing of them|those|these|it|that",
    "none|nothing at_all|really|else|more|special|in_particular|for_me|today|right_now|to_add|i_can_think_of",
    "no there|it is|are not|none|nothing",
    "not really|at_all|today|now|any|for_me",
    "without any|one|it|that|them",
    "please? skip|leave it|that|this|them|one|that_one|this_one out?",
    "let us skip|leave it|that|this|them out?",
    "skip",
    "no comment|comments|need|preference",
    "i|we do not want|need|have any|one|anything|some|none|nothing|it|that|this|them?",
    "i|we would like|want|take|have none|nothing",
    "i|we have none|nothing|no",
    "i|we would rather|prefer not to? say|answer?",
    "there is|are none|nothing",
    "that is all|it",
)

REFUSAL_LEADS: Final = (
    "not on|at|for|to|with? the|my|your|a|that|this?",
    "please? do not",
    "i|we do not want|need|like to? the|my|a|that|this?",
    "i|we do not want you to",
)

REFUSAL_TAILS: Final = (
    "actually|sorry|but|honestly",
    "i am sorry|afraid",
    "i am good|fine|okay|ok",
    "that is not it",
    "do it|that",
)

VETOES: Final = (
    "yeah right",
    "uh uh",
    "nuh|nu|unh uh|unh",
    "yes and no",
    "hold",
    "hang",
    "stop",
    "wait",
    "forget",
    "cancel_that",
    "says|said_yes|told",
    "explain",
    "question first",
    "let_me check|think|see|look|ask",
)

CONDITIONS: Final = (
    "if|unless|provided|providing|assuming|whenever|until|till|depends|depending|otherwise|except|supposing",
    "as long as",
    "as soon as",
    "on condition",
    "only when|once|after|with|for|because",
    "once i|we|you|it|the|my|that|they",
    "when i|we|you|it|the|my|that|they|he|she",
    "after i|we|you|it|the|my|they|he|she",
    "before i|we|you|it|the|my|that|they",
    "in case",
)

CONTRASTS: Final = ("but|instead|actually|rather|however|although|though|except",)

CUES: Final = (
    "make it|that|them",
    "change|switch|move it|that|them|this|the|my to",
    "change|switch it|that|them|this",
    "i meant|mean",
    "i|we would|would_rather? prefer|rather",
    "i prefer",
    "let us do|try|take|say",
    "what|how about",
    "on second thought|thoughts",
    "can|could|would you make|change|switch|move|do",
)

POINTERS: Final = (
    "better|earlier|later|sooner|elsewhere",
    "the other one|day|time|card|option|way|order|address|account",
    "another one|day|time|card|option|way|order|address|account",
    "a? different one|day|time|card|option|way|order|address|account",
    "somebody|someone|something|somewhere else",
)

HEDGES: Final = (
    "maybe|perhaps|probably|possibly|hopefully|whatever|supposedly|apparently|presumably|almost|nearly|mostly|partly",
    "i guess|suppose|think|believe|reckon so?",
    "kind|sort of",
    "kinda|sorta",
    "might|ish",
    "not so? sure|certain",
    "i am not so? sure|certain",
    "i do not know",
)

NEGATIONS: Final = (
    "no|not|nope|nah|never|none|nothing|neither|nor|without|negative|wrong|incorrect|refuse|decline|against",
    "nobody|nowhere|hardly|barely",
)

QUESTIONS: Final = (
    "what|how|when|where|why|who|which|whose|whom",
    "is|are|was|were|am|does|did|can|could|will|would|should|shall|has|may|might it|that|this|there|you|i|we|"
    "they|the|my|your|he|she|those|these|any|anyone|anything|not",
    "do you|i|we|they|these|those",
    "have you|i|we|they",
    "is|are",
)

QUESTION_WORDS: Final = (
    "tell me",
    "i have|had a|one|another|some|few|a_few more|quick? question|questions",
    "question",
    "i want|would_like|need to know|ask|understand|hear",
    "i wonder|am_wondering|was_wondering",
    "do you know|have|think|mean",
    "can|could you tell|explain|repeat|say|check|give",
    "explain",
)
