"""English, second part: what callers say around values, answers, names, and words that are none.

Phrases are written with blanks here; `phrases` divides them as utterances are divided.
"""

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from flowkit.language.readers.vocabulary import Phrase, Phrases

Of = TypeVar("Of")

_PART: Final = re.compile(r"'s\b|[a-z]+(?:'(?!s\b)[a-z]+)*|\S")


def phrases(*texts: str) -> Phrases:
    """The phrases in parts, by their first word, longest first."""
    return {first: tuple(phrase for phrase, _ in all_) for first, all_ in valued(dict.fromkeys(texts, True)).items()}


def valued(table: Mapping[str, Of]) -> Mapping[str, tuple[tuple[Phrase, Of], ...]]:
    """Phrases that mean something, in parts, by their first word, longest first."""
    index: dict[str, list[tuple[Phrase, Of]]] = {}
    for text, value in table.items():
        phrase = tuple(_PART.findall(text))
        index.setdefault(phrase[0], []).append((phrase, value))
    return {first: tuple(sorted(all_, key=lambda one: -len(one[0]))) for first, all_ in index.items()}


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


FILLERS: Final = words(
    "uh um er erm ehm ah hm hmm mm well so like okay ok right now then just maybe actually yeah yes oh"
)
POLITENESS: Final = words("please thanks thank you kindly sorry cheers")

CORRECTIONS: Final = phrases(
    "no wait", "wait no", "no no", "no sorry", "sorry no", "no i mean", "i mean", "i meant", "no i meant", "wait",
    "no actually", "actually no", "actually", "make that", "make it", "no make it", "no make that", "or rather",
    "rather", "scratch that", "strike that", "correction", "sorry", "no it 's", "no it is", "no that 's",
    "let me correct that", "let 's say", "no let 's say", "oops", "my mistake", "no sorry i mean", "hold on",
    "hang on", "sorry i mean", "sorry i meant", "wait no i mean", "oh wait", "oh no", "better", "on second thought",
    "on second thoughts", "excuse me", "i take that back", "nope", "no",
)  # fmt: skip

NOES: Final = words("no nope nah")
NEGATORS: Final = words(
    "not never except excluding without neither nor cannot don't can't won't isn't doesn't didn't wouldn't "
    "couldn't shouldn't wasn't aren't haven't hasn't hadn't weren't ain't dont cant wont isnt doesnt didnt wouldnt "
    "couldnt besides instead than but hate dislike avoid"
)
NEGATED_LINKS: Final = words(
    "on at the for a an do make have want like take need use say said mean with in to be is it 's my any that come "
    "go work of until really pick choose book get come manage able so quite"
)
NEGATED_AFTER: Final = phrases(
    "does not", "doesn't", "doesnt", "do not work", "don't work", "dont work", "will not", "won't", "wont",
    "would not", "wouldn't", "is not", "isn't", "isnt", "can't", "cannot", "can not", "'s not", "is no good",
    "'s no good", "no good", "is out", "'s out", "is bad", "'s bad", "is impossible", "'s impossible", "is wrong",
    "'s wrong", "was wrong", "is no", "'s no", "was not", "wasn't", "are not", "aren't", "is too", "'s too",
)  # fmt: skip
SUGGESTIONS: Final = words("why if")
HARMLESS_NOES: Final = phrases(
    "no problem", "no worries", "no wait", "wait no", "no rush", "not a problem", "no trouble", "why not",
    "why don't", "no matter", "don't worry", "don't mind", "not only", "no sorry", "sorry no", "no i mean",
    "no i meant", "no make it", "no make that", "no actually", "actually no", "no doubt", "can't wait",
    "no let 's say", "not at all",
)  # fmt: skip
QUESTIONS: Final = words("what when where which who whom whose why how")
HELPING_VERBS: Final = words(
    "is are am was were do does did can could will would should shall may might have has had isn't aren't don't "
    "doesn't didn't can't couldn't won't wouldn't shouldn't haven't hasn't"
)
PERSONS: Final = words(
    "i you we he she it they there that this these those the a an my your our any somebody anyone one"
)

_YES: Final = (
    "i said yes", "i'm saying yes", "yes", "yeah", "yep", "yup", "yea", "ya", "yah", "aye", "uh huh", "uh - huh",
    "mm hmm", "mm - hmm", "mhm", "mmhmm", "sure", "sure thing", "for sure", "of course", "certainly", "definitely",
    "absolutely", "exactly", "indeed", "correct", "that 's correct", "that is correct", "right", "that 's right",
    "that is right", "true", "that 's true", "affirmative", "ok", "okay", "fine", "that 's fine", "all right",
    "alright", "i do", "i am", "i have", "i did", "i would", "i will", "i can", "we do", "we are", "we have", "we did",
    "we can", "it is", "it does", "it has", "it did", "it was", "they are", "they do", "i think so", "i believe so",
    "i guess so", "i suppose so", "i 'd like that", "i'd like that", "i'd love to", "yes i do", "go ahead", "please do",
    "by all means", "why not", "totally", "sounds good", "you bet", "i guess", "of course i do", "naturally",
    "positive", "that works", "it works", "i'd like to", "i've got it", "i already have", "i already did", "she is",
    "he is", "she does", "he does", "do it", "do that", "let 's do it", "let 's do that", "i'm afraid so", "i suppose",
    "no doubt", "could be", "probably", "kind of", "sort of", "more or less", "i hope so", "i'd guess so",
    "i imagine so", "i would think so", "i'd think so", "most likely", "if i have to", "if i must", "works for me",
    "perfect", "great", "that 's fine with me", "fine by me", "it 's fine", "it 's okay", "it 's ok", "that 's okay",
    "that 's ok", "it 's all right", "that 's all right", "it 's good", "that 's good", "i'm fine with that",
    "fine with me", "no objections", "very much so", "without a doubt", "one hundred percent", "that 's it",
    "that 's the one", "roger", "agreed", "yes indeed", "please", "we will", "we would", "we could",
)  # fmt: skip
_NO: Final = (
    "i said no", "i'm saying no", "i guess not", "i suppose not", "i think not", "i believe not", "no", "nope", "nah",
    "naw", "no way", "no thanks", "no thank you", "never", "not really", "not at all", "not yet", "not now",
    "not today", "not quite", "not exactly", "definitely not", "absolutely not", "certainly not", "of course not",
    "of course i don't", "i don't think so", "i do not think so", "i dont think so", "i don't believe so",
    "don't think so", "i'm afraid not", "afraid not", "i don't", "i do not", "i dont", "i'm not", "i am not", "im not",
    "i haven't", "i have not", "havent", "i didn't", "i did not", "i wouldn't", "i would not", "i can't", "i cannot",
    "i won't", "i will not", "we don't", "we do not", "we haven't", "we didn't", "we can't", "we aren't", "we're not",
    "it isn't", "it is not", "it 's not", "it doesn't", "it does not", "it hasn't", "it has not", "it didn't",
    "it wasn't", "it was not", "they aren't", "they don't", "that 's wrong", "that is wrong", "that 's not right",
    "that 's incorrect", "incorrect", "false", "negative", "uh uh", "uh - uh", "mm mm", "i don't want to",
    "i'd rather not", "rather not", "i'd prefer not to", "not that i know of", "not as far as i know", "not me",
    "nothing", "no sir", "no ma'am", "hell no", "by no means", "there isn't", "there aren't", "she isn't", "he isn't",
    "she doesn't", "he doesn't", "i've not", "not me", "not for me", "not correct", "not right", "not true",
    "that 's not correct", "that 's not true", "don't", "please don't", "it won't", "it will not", "it can't",
    "neither", "wrong", "don't do it", "don't do that", "do not do it", "do not do that", "do not", "please do not",
    "not a chance", "no chance", "probably not", "i hope not", "possibly not", "i'd guess not", "likely not",
    "not entirely", "not right now", "not this time", "not anymore", "not any more", "not in the least",
    "under no circumstances", "no thank you very much", "i disagree", "we will not", "we won't", "we wouldn't",
    "i could not", "not ever", "not today thanks", "i refuse", "no need", "that won't be necessary", "there 's no need",
    "that is not right", "that is not correct", "that is not true", "that 's false", "that is false",
    "that isn't right", "that isn't correct", "that isn't true", "not so",
)  # fmt: skip
_NEITHER: Final = (
    "no problem", "not a problem", "i'm not so sure", "not so sure", "i'm not too sure", "not too sure", "not sure",
    "i'm not sure", "i am not sure", "im not sure", "i don't know", "i do not know", "i dont know", "dunno", "no idea",
    "i have no idea", "i've no idea", "maybe", "perhaps", "possibly", "it depends", "that depends",
    "i'm not really sure", "not really sure", "i'm not entirely sure", "not entirely sure", "i'm not quite sure",
    "not quite sure", "i'm not completely sure", "i'm not totally sure", "i am not really sure", "i'm unsure",
    "no clue", "i have no clue", "i can't remember", "i don't remember", "i can't tell", "i cannot say", "i can't say",
    "right now", "i have a question", "no idea i'm afraid", "i don't mind", "i don't care", "what", "pardon",
    "i'm not certain", "i didn't catch that", "i didn't hear", "i didn't understand", "i don't understand",
    "i did not understand", "i don't follow", "fine print", "right hand", "right away", "all right let me",
    "let me check", "sure i'm not", "i think", "i am calling", "it is about", "i would like", "i can see",
    "not so fast", "i do wonder", "not certain", "what do you mean", "true or false", "yes or no", "no one",
    "no matter", "not if", "i will think", "i have to think", "never mind", "i will check", "i have to check",
    "no wonder", "no doubt about", "i'm not sure i do", "don't know", "don't remember", "can't remember",
    "i wouldn't know", "i couldn't say", "i couldn't tell you", "hard to say",
)  # fmt: skip
UNSURE_ANSWERS: Final = phrases(
    "i guess so", "i suppose so", "i guess not", "i suppose not", "i guess", "i suppose", "no doubt", "could be",
    "probably", "probably not", "kind of", "sort of", "more or less", "i hope so", "i hope not", "possibly not",
    "i'd guess so", "i'd guess not", "i imagine so", "i would think so", "i'd think so", "most likely", "likely not",
    "not exactly", "not quite", "not entirely", "if i have to", "if i must", "please",
)  # fmt: skip
"""Answers that are half one; each is in `ANSWERS` too."""
ANSWERS: Final = valued({**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False), **dict.fromkeys(_NEITHER, None)})

STATEMENTS: Final = valued(
    {
        **dict.fromkeys(
            (
                "i do",
                "we do",
                "i did",
                "we did",
                "i have it",
                "i have one",
                "i have them",
                "i've got",
                "i have got",
                "we have it",
                "we have one",
            ),
            True,
        ),
        **dict.fromkeys(
            (
                "i don't",
                "i do not",
                "i dont",
                "we don't",
                "we do not",
                "i haven't",
                "i have not",
                "we haven't",
                "i didn't",
                "i did not",
                "we didn't",
                "it isn't",
                "it is not",
                "it 's not",
                "it doesn't",
                "it does not",
                "it hasn't",
                "it wasn't",
                "it didn't",
                "they aren't",
                "they don't",
                "i can't",
                "i cannot",
                "i won't",
                "i'm not",
                "i am not",
                "there isn't",
                "there 's no",
                "there is no",
                "i have no",
                "i've no",
                "we have no",
                "it won't",
                "i wouldn't",
            ),
            False,
        ),
    }
)

CALLING_NUMBER: Final = phrases(
    *(
        f"{first} {middle} {last}"
        for first in ("number", "phone", "line", "one", "phone number")
        for middle in ("i'm", "i am", "im", "we're", "i 'm")
        for last in ("calling from", "calling you from", "calling on", "calling with", "using", "using now", "on",
                     "on now", "calling you on", "phoning from", "ringing from", "speaking on", "talking on")
    ),
    "number i call from", "number i called from", "number i'm calling", "this number", "this same number",
    "same number", "this phone", "the number you see",
    "number on your screen", "number on your display", "number that shows up",
    "this phone number", "number you have there", "this line", "my caller id", "caller id", "current number",
    "same one i'm calling from", "same number i'm calling from", "number i am calling from", "number you can see",
)  # fmt: skip

_ONE_WORD: Final = (
    "all one word", "one word", "as one word", "no spaces", "no space", "with no spaces", "without spaces",
    "all together", "altogether", "together", "all joined up", "without a space", "with no space",
    "all in one word", "in one word",
)  # fmt: skip
_SMALL: Final = (
    "all lowercase", "lowercase", "all lower case", "lower case", "in lowercase", "in lower case", "all small letters",
    "small letters", "in small letters", "all small", "all in lowercase", "all in lower case", "all caps", "uppercase",
)  # fmt: skip
MAIL_ASIDES: Final = valued({**dict.fromkeys(_ONE_WORD, True), **dict.fromkeys(_SMALL, False)})

NAME_LEADS: Final = phrases(
    "my name is", "my name 's", "my full name is", "my name would be", "name is", "name 's", "the name is",
    "the name 's", "you're speaking with", "you are speaking with", "you're speaking to", "you are speaking to",
    "call me", "name of", "in the name of", "under the name", "under the name of", "they call me", "i go by",
    "put down", "name", "name :", "my name", "the full name is", "full name is", "full name",
)  # fmt: skip
NAME_WEAK_LEADS: Final = phrases(
    "this is", "it 's", "it is", "i'm", "i am", "im", "that 's", "that is", "it would be", "under", "it 's under",
    "it 's for", "for", "that would be", "here is", "put it under", "speaking with", "yes this is", "hi this is",
)  # fmt: skip
GIVEN_LEADS: Final = phrases(
    "first name is", "first name 's", "first name", "my first name is", "my first name 's", "given name is",
    "given name", "forename is", "forename", "christian name is",
)  # fmt: skip
FAMILY_LEADS: Final = phrases(
    "last name is", "last name 's", "last name", "my last name is", "and last name", "surname is", "surname 's",
    "surname", "family name is", "family name 's", "family name", "second name is", "second name",
)  # fmt: skip
NAME_FOLLOWS: Final = words("speaking here calling")
NAME_TITLES: Final = words("mr mrs ms miss mister missus dr doctor prof professor sir madam mx")
NAME_PARTICLES: Final = words(
    "los las du af av van von der den de del della da di do dos das la le el al bin ibn ter ten zu zur st san y e"
)
SPELT_LEADS: Final = phrases(
    "it 's spelled", "it 's spelt", "it is spelled", "it is spelt", "that 's spelled", "that 's spelt", "spelled",
    "spelt", "spelling is", "you spell it", "i spell it", "spell it", "that is spelled", "that is spelt",
    "which is spelled", "which is spelt", "so that 's", "that 's", "as in",
)  # fmt: skip

COMMON: Final = words(
    "a about above account actually address after afternoon again ago ah all already alright also always am an and "
    "another any anybody anyone anything appointment are aren't around as ask at away back bad be because been "
    "before being best better between big bit book booked both bring broken but buy by bye call called caller "
    "calling came can can't cancel card change check code come coming company correct could couldn't course "
    "customer date day days delivered delivery did didn't different do does doesn't doing don't done down dunno "
    "each eight eleven email else english er erm even evening ever every everything excuse exactly false few "
    "fifteen fifty fine first five for forty four fourteen friday from full gave get gets getting give given go "
    "goes going good got great guess had half happened has have haven't having he hear heard hello help her here "
    "hey hi him his hm hmm hold home hour hours house how huh hundred i i'd i'll i'm i've idea if in information "
    "into is isn't issue it item just keep kind know last late later least leave left less let letter like line "
    "little live long look looking lot made mail make many maybe me mean mine minute minutes mistake moment monday "
    "money month more morning most move much must my myself name near need never new next night nine no nobody "
    "none noon nope nor not nothing now number o'clock of off oh ok okay old on once one only open option or order "
    "other our out over own package pardon parcel part people perhaps person phone place please point pound "
    "problem product put question questions quite rather ready really receive received refund remember repeat "
    "reschedule right same saturday say saying second see seem seems sell send sent seven several shall she should "
    "show side since six sixteen sixty so some somebody someone something soon sorry speak speaking spell spelled "
    "spelling spelt start still stop street sunday support sure surname take talk tell ten than thank thanks that "
    "that's the their them then there they thing things think third thirteen thirty this those though thought "
    "thousand three through thursday time times title to today together tomorrow tonight too track tried true try "
    "trying tuesday twelve twenty two uh um under understand until up us use used very visit wait waiting want "
    "wanted wants was wasn't way we wednesday week weekend weeks well went were what when where whether which "
    "while who whole why will wish with without won't word words work working works would wouldn't wrong yeah year "
    "years yep yes yesterday yet you your yourself yup zero hang nah mm again wants whatever agent human operator "
    "representative colleague goodbye cheers dear absolutely certainly definitely nevermind mind care"
)

IDLE: Final = words(
    "a an the at on in of for to and or is it 's that this my your our i me you we one ones with by from be please "
    "thanks am pm o'clock no not yes yeah uh um er well so just would like want take do have make s"
)
TEXT_LEADS: Final = phrases(
    "it 's", "it is", "that 's", "that would be", "it would be", "i'd say", "it says", "the address is",
    "the answer is", "my answer is", "the street is", "the city is", "it reads", "that is", "it 's called",
    "i live at", "i live in",
)  # fmt: skip
