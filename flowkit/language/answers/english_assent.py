"""English: how callers agree, and what stands around it. `tables` says what each table does."""

from typing import Final

_GOOD: Final = "good|great|fine|perfect|right|correct|excellent|wonderful|lovely|accurate"
_SO_SO: Final = "okay|ok|alright|all_right"
"""Good enough with "for me"; but "that's okay" and "it's fine" may as well mean that nothing need be done."""
_VERY: Final = "exactly|absolutely|perfectly|totally|completely|very|really|all|just|quite|pretty"

ASSENT: Final = (
    "yes|yeah|yea|yep|yup|aye",
    "ok|okay|okey|alright|all_right|sure|surely|certainly|absolutely|definitely|indeed|exactly|precisely",
    "correct|affirmative|agreed|confirmed|confirm|approved|accepted|deal|perfect",
    "okie|okey dokie|dokey",
    "sure_thing|for_sure|of_course|by_all_means|very_well|you_bet|you_betcha|with_pleasure",
    "please? just? do it|that|this|so then|please|for_me?",
    "please do",
    "do please|go_ahead|proceed",
    "please? just? go right? ahead then?",
    "please? go right? ahead with it|that|this",
    "please? go ahead with the|that|this|those change|changes|request|plan",
    "please? proceed with the|that|this|those change|changes|request|plan",
    "let us go_ahead|proceed with the|that|this|those change|changes|request|plan",
    "the|that|this date|day|time|order|card|address|amount|number|email|name|item|account is|looks all? right|correct",
    "go right? ahead and do it|that|so|this",
    "please? go for it",
    "please? proceed",
    "please? proceed with|as it|that|this|planned|described",
    "please? make that|the|this|those|these change|changes|update|updates",
    "please? process|complete|submit|finalize|finalise it|that|this",
    "please? get it done",
    "let us just? do it|that|this|so then|please?",
    "let us go ahead with? it|that|this|then?",
    "let us go ahead",
    "let us go for it|that|this",
    "let us go with that|this|it",
    "let us proceed with? it|that|this?",
    "let us proceed",
    "you can|may do it|that|so?",
    "you can|may just? go_ahead|proceed|do_it|do_that|do_so",
    "i|we agree to|with? it|that|this|everything?",
    "i|we agree",
    "i|we hereby|do|can|gladly? confirm|accept|approve|authorize|authorise it|that|this|everything|"
    "those_details|the_details?",
    "i|we consent to? that|this|it?",
    "i am ok|okay|fine|happy|good|comfortable with that|it|this|everything",
    "i am happy to proceed|go_ahead",
    "i am ready to proceed|go_ahead",
    "i would like|love that|to please?",
    "i would like|want to proceed|go_ahead with? that|this|it?",
    "i would like|want to proceed|go_ahead",
    "i want to proceed|go_ahead|do_it|do_that",
    "i would like you to? do_it|do_that|go_ahead|proceed",
    "i want you to",
    "i want you to do_it|do_that|go_ahead|proceed",
    "i would appreciate that|it",
    "i|we do",
    f"that|this|that_all is|looks|sounds {_VERY}? {_GOOD}|{_SO_SO} to|with|for|by me|us",
    f"that|this|that_all|all_that is|looks|sounds {_VERY}? {_GOOD}",
    f"that|this|that_all|it|everything|all|all_of_that|all_of_it looks|sounds {_VERY}? {_GOOD}",
    f"it|everything|all|all_of_that|all_of_it is {_VERY}? right|correct|accurate",
    f"the|those|these|all_the|both details|dates|times|date_and_time|day_and_time are|look {_VERY}? {_GOOD}",
    "that is the right|correct one|address|date|day|time|order|card|amount|number|email|name|item|account",
    f"sounds|looks {_VERY}? {_GOOD}|{_SO_SO} to|for me|us",
    f"sounds|looks {_VERY}? {_GOOD}",
    "sounds|looks like a plan|good_plan",
    "that|it|this works for me|us",
    "that|this works fine|great|well|perfectly?",
    "works for me|us",
    "fine|okay|ok|good|great|perfect with|by|for me|us",
    "that|it|this suits me fine?",
    "suits me fine?",
    f"that|this will|would be just|really? {_GOOD}|{_SO_SO}",
    "that|this will|would be nice|super|awesome|fantastic|amazing|brilliant|much_appreciated|helpful",
    "that is exactly|just|precisely? what i want|wanted|need|needed|would_like|asked_for|had_in_mind|meant",
    "exactly|just|precisely what i want|wanted|need|needed|would_like|asked_for|had_in_mind|meant",
    "that is the one",
    "you have? got? it|that right",
    "you are right|correct",
    "quite right|so",
    "very good yes",
)

CONFIRMATIONS: Final = (
    "it|that is|does|works|will",
    "you|we can|may|should|could",
    "it|that would|will be",
    "i|we do|would|am",
    "to that|this|it|all|everything",
)

CHOOSING: Final = (
    "let us go with|for the?",
    "i will take|have|go_with the?",
    "go with the?",
    "i am ok|okay|fine|happy|good with the?",
    "please? confirm",
)

PRAISE: Final = (
    f"is|sounds|looks|will_be|would_be {_VERY}? {_GOOD}|{_SO_SO} for|with|by me|us",
    f"is|sounds|looks|will_be|would_be {_VERY}? {_GOOD}|{_SO_SO}",
    "works for|with me|us",
    "works fine|great|well|perfectly?",
    "suits me fine?",
    "it is",
    f"{_GOOD} for me|us",
)

TRUTH: Final = ("is absolutely|exactly|all? right|correct",)

NODS: Final = (
    "right|good|great|wonderful|lovely|awesome|brilliant|fantastic|excellent|super|amazing|cool|nice|fine|marvellous",
    "very good|nice|well",
    "got it|that",
    "i see|understand",
    "understood|noted",
    "all good",
    f"that|it|this|everything|all is {_VERY}? {_GOOD}|{_SO_SO}",
    "i want|would_like that|it|this",
    "i am absolutely|very|quite|pretty? sure|certain|positive",
    "that|this one|date|day|time|order|card|address|amount|number|option|appointment|email|name|item|account",
    "the one you said|mentioned|read",
    "as discussed|planned|described|agreed|requested|stated",
    "as|like|just_as|just_like|exactly_as you said|described|read_it|put_it",
    "that is it|all|everything",
    "that|it is my email|e_mail|email_address|address|number|name|card|order|phone_number|postcode|zip_code",
    "that|this will|would be all|everything",
    "that is all i need|needed|wanted",
    "for me",
    "uh huh",
    "mm hmm|hm",
    "then",
)

POLITE: Final = (
    "please|kindly|pls",
    "please and thank you",
    "thanks|thank_you|thankyou|cheers|ta",
    "thanks|thank_you very|so much",
    "thanks|thank_you a lot|bunch|million|ton",
    "thanks|thank_you for your|the|all_your|all_the help|time|patience|assistance|support",
    "thanks|thank_you for helping|that|everything|asking|checking|explaining|clarifying|letting_me_know that?",
    "thanks|thank_you again|kindly",
    "many thanks",
    "much appreciated",
    "i really|do|very_much? appreciate it|that|your_help|the_help",
    "appreciate it|that|your_help",
    "that is|would_be very|so|really? kind|nice|helpful of_you?",
    "you are|have_been very|so|really|most? kind|helpful",
    "bye|goodbye|bye_bye",
    "have a good|great|nice|lovely|wonderful day|one|evening|afternoon|weekend",
    "🙏|👍|🙂|😊",
)

FILLERS: Final = ("uh|um|uhm|er|erm|ah|oh|hmm|hm|mm|mmm|mhm",)

ADDRESS: Final = ("sir|ma'am|madam|miss|man|mate|buddy|dear|love|hon|honey|friend|my_friend|boss|dude|darling|folks",)

JOINERS: Final = ("and|so|well",)

LEADS: Final = (
    "on|at|to|for|with|of|in|the|my|your|a|an",
    "on|at|to|for|with|of|in the|my|your",
    "for the|my|your",
    "it|that|this|which is the|on|at|for|to|my?",
    "it|that|this will|would be the|on|at|for|to?",
    "the one at|on|for|with|called",
    "the one|card|account|number? ending|that_ends in|with?",
    "order|account|booking|reference|confirmation|tracking|serial|phone|card|device|room|flight|invoice|ticket number?",
    "ending in|with",
    "last four|three digits?",
    "the? last four digits?",
    "number",
    "use|take the|my?",
)

WISHES: Final = (
    "i|we want|need|would_like|would_love|wish to",
    "i|we want|need|would_like|would_love you to",
    "you can|may just? go_ahead_and?",
    "go right? ahead and|to",
    "go ahead with",
    "proceed with|to",
    "let us go_ahead_and?",
    "i am ready|happy|willing|glad to",
    "processing|completing|issuing|making|starting|submitting",
    "just",
)

NOUN_LEADS: Final = (
    "i|we want|need|would_like the|my|that|this",
    "go ahead on|with the|this|that|my|your",
    "proceed to|with the|this|that|my|your",
    "confirm|process|complete|issue|make|start|initiate|submit|do|finalize|finalise the|this|that|my",
    "processing|completing|issuing|making|starting|submitting the|this|that|my",
    "i agree|consent to the|this|that|my",
    "with|to the|this|that|my",
    "the|this|that|my",
)

OBJECTS: Final = ("request|process", "it|that|this|me then?", "it|that|this? for me|us")

AT_ONCE: Final = ("now|right_now|right_away|straight_away|immediately",)

OPENERS: Final = (
    "i|we will",
    "i|we would",
    "i|we can",
    "i|we am|are going to",
    "shall i|we",
    "you want|would_like me|us? to",
)

SIDE_LEADS: Final = ("and? also|then|oh|afterwards|after_that|by_the_way|separately also|then?", "and|oh by the way")

SIDE_TOPICS: Final = (
    "i have|need|want|would_like one_more|another question|thing|request|issue "
    "about|with|for something|someone else|different",
    "i have|need|want|would_like one_more|another question|thing|request|issue "
    "about|with|for a|my|the different|other|separate order|account|booking|matter|subject|visit|appointment",
    "i have|need|want|would_like one_more|another question|thing|request|issue afterwards|after_this|after_that|later",
    "i need|want|would_like your|some? help with something else|different afterwards|after_this|after_that|later|next?",
    "i need|want|would_like your|some? help with a|my|the different|other|separate "
    "order|account|booking|matter|subject|visit|appointment afterwards|after_this|after_that|later|next?",
)
