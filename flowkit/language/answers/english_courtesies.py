"""English: greetings, goodbyes and requests that have their own answer. `tables` says what each table does."""

from typing import Final

WAITS: Final = (
    "hold|hang on for? a|one? second|sec|moment|minute|bit|while?",
    "hold on",
    "hang on",
    "please? hold",
    "wait for? a|one? second|sec|moment|minute|bit|while",
    "please? wait please?",
    "just? a|one second|sec|moment|minute",
    "just? a few seconds|minutes",
    "give me just? a|one second|sec|moment|minute",
    "bear with me",
    "let me check|see|think|look|find|get|grab|ask|have_a_look|have_a_think",
    "i need a|one? second|sec|moment|minute",
    "one moment",
    "i will be right back",
    "be right back",
)

REPEATS: Final = (
    "say|repeat it|that|this again|please|one_more_time|once_more?",
    "say again",
    "come again",
    "repeat please?",
    "repeat yourself|the_question|the_last_part",
    "can|could|would you please? repeat|say it|that|this|yourself|the_question again|please?",
    "one more time|once_more",
    "what was that|it",
    "what did you say",
    "i did not catch|hear|get it|that|you|what_you_said",
    "i could not|can_not hear|understand you|that",
    "did not catch|hear|get it|that|you",
    "i missed that",
    "i beg your pardon",
    "beg your pardon",
    "pardon me?",
    "read|tell|ask that|it|me|me_that again|back|once_more",
)

REPEATS_ALONE: Final = ("what|huh|sorry|pardon|eh|excuse_me|again|what_was_that|say_what|come_again|i_am_sorry",)

GIVING_UP: Final = (
    "never mind",
    "nevermind",
    "forget about? it|that|this|the_whole_thing|the_whole_call",
    "drop it|that",
    "leave it",
    "scrap that|it",
    "cancel|stop|drop|scrap the|this|that whole thing|matter|business",
    "cancel|stop|drop everything|all_of_it|all_of_that|all_of_this",
    "skip it|that",
    "let us leave|forget|drop|stop it|that|this",
    "i give up",
    "do not bother",
    "i do not want to do? it|this|that anymore",
    "i do not need it|this|that|anything anymore",
)

PERSON_CALLS: Final = (
    "speak|talk|chat with|to",
    "connect|transfer|put|get|pass|forward|send|switch|hand me|us over|through? with|to?",
    "get me|us to?",
    "get me through to",
    "i want|need|prefer|would_like|demand",
    "give me",
    "can|could|may i|we get|have|speak_to|speak_with|talk_to|talk_with",
    "let me speak|talk with|to",
    "is there",
)

PERSONS: Final = (
    "a|an|the|your|some|another|any? real|live|actual|human|proper|service|support|customer|customer_service|sales? "
    "person|human|agent|representative|rep|operator|human_being|advisor|adviser|colleague|supervisor|manager|"
    "associate|specialist",
    "someone|somebody|a_person real|human|else|in_charge|there?",
    "customer|human service|support|care|services",
    "people|a_real_people",
)

PERSON_ASIDES: Final = ("now|right_now|immediately|here|instead|not_a_machine|not_a_bot|not_a_robot|who_can_help",)

GREETINGS: Final = (
    "hello|hi|hey|hiya|howdy|greetings|yo",
    "hello|hi|hey there|again|everyone",
    "good morning|afternoon|evening|day",
    "morning|evening|afternoon",
    "how are you doing|today?",
    "how is it going",
    "how do you do",
    "nice|pleased|good to meet|talk|hear you|to_you|from_you",
)

REPLIES: Final = (
    "i am doing? fine|good|well|great|okay|ok|alright|very_well|all_right and|how_about|what_about? you|yourself?",
    "and|how_about|what_about? you|yourself",
    "not too? bad|too_bad",
    "you too|as_well",
    "same to you",
    "likewise",
    "you are very? welcome",
    "welcome",
    "no problem|worries",
    "my pleasure",
    "okay|ok|alright|all_right|right|good|great|fine|cool|nice|lovely|perfect|wonderful|awesome",
    "that is|was very|so|really? good|great|nice|kind|helpful|lovely|wonderful to_hear|to_know|of_you?",
    "got it",
    "i see|understand",
    "understood",
)

FAREWELLS: Final = (
    "bye|goodbye|bye_bye|good_bye|good_night|cheerio|ciao|farewell|so_long",
    "bye for? now",
    "see you later|soon|then?",
    "talk to you later|soon",
    "take care",
    "have a|yourself_a good|great|nice|lovely|wonderful|fantastic|pleasant day|one|evening|afternoon|weekend|"
    "night|time|rest_of_your_day",
    "have a good|great|nice|lovely rest of your|the day|evening",
    "you have a good|great|nice|lovely day|one|evening|afternoon|weekend|night",
    "enjoy your|the rest_of_your? day|evening|afternoon|weekend",
)

CLOSINGS: Final = (
    "no|nope|nah",
    "no|nope|nah|yes|yeah|yep that|this is|will_be|would_be it|all|everything",
    "that|this is|will_be|would_be|was it|all|everything for? now|today|me|i_need|i_needed|i_wanted|from_me?",
    "nothing else",
    "i am all? done|set|good",
    "i have|got everything i need|needed|wanted?",
    "i think that is all|everything|it",
    "i have to go|run",
    "i got to go|run",
    "talk soon",
    "you too|as_well",
    "yes|yeah|okay|ok|alright|all_right|great|good|perfect|cool|fine|right|sure|well|lovely|wonderful|and|then",
    "the same to you",
    "same to you",
)
