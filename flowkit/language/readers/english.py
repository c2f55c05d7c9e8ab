"""English: the tables that readers go by."""

from typing import Final

from flowkit.language.readers import english_numbers as numbers
from flowkit.language.readers import english_phrases as said
from flowkit.language.readers.english_money import MONEY, MONEY_OF
from flowkit.language.readers.english_names import (
    ALPHABET,
    LETTER_NAMES,
    LETTER_SOUNDS,
    MONTHS,
    ORDINALS,
    SMALL,
    TENS,
    WEEKDAYS,
)
from flowkit.language.readers.english_phrases import phrases, valued, words
from flowkit.language.readers.vocabulary import Vocabulary

_LENGTHS: Final = {
    "second seconds sec secs": (1, False),
    "minute minutes min mins": (60, False),
    "hour hours hr hrs h": (3600, False),
    "day days": (86_400, False),
    "week weeks wk wks": (7 * 86_400, False),
    "fortnight fortnights": (14 * 86_400, False),
    "month months": (30 * 86_400, True),
    "year years": (365 * 86_400, True),
}
_LENGTH_UNITS: Final = {word: length for names, length in _LENGTHS.items() for word in names.split()}
_MAIL_HOSTS: Final = {
    "gmail": "gmail.com", "googlemail": "googlemail.com", "hotmail": "hotmail.com", "yahoo": "yahoo.com",
    "outlook": "outlook.com", "icloud": "icloud.com", "aol": "aol.com", "protonmail": "protonmail.com",
    "msn": "msn.com", "live": "live.com", "gmx": "gmx.de", "comcast": "comcast.net", "verizon": "verizon.net",
}  # fmt: skip

ENGLISH: Final = Vocabulary(
    small=SMALL,
    tens=TENS,
    hundreds=words("hundred hundreds"),
    scales={"thousand": 1000, "million": 10**6, "billion": 10**9},
    zeros=words("zero oh o nought naught nil"),
    articles=words("a an"),
    joins=words("and"),
    minus=words("minus negative"),
    points=words("point"),
    repeats={"double": 2, "triple": 3, "treble": 3, "quadruple": 4},
    dozens=words("dozen"),
    couples=words("couple"),
    halves=words("half"),
    quarters=words("quarter quarters"),
    ordinals=ORDINALS,
    ordinal_endings=words("st nd rd th"),
    pronoun="one",
    pronoun_after=words(
        "the this that which another no any every each first second third fourth fifth last other same wrong right "
        "some old new only next good some red green blue black white big small best better earlier later early "
        "late long short o'clock"
    ),
    pronoun_before=words("of moment sec second thing please's is's who that which with where on in day"),
    alphabet=ALPHABET,
    letter_names=LETTER_NAMES,
    letter_sounds=LETTER_SOUNDS,
    double_letters=valued({"double u": "w", "double you": "w", "double - u": "w", "x ray": "x", "x - ray": "x"}),
    letter_zeros=words("oh o"),
    one_letter_words=words("a i"),
    letter_words=words("letter letters initial initials"),
    partial_words=words("starts begins starting beginning ends ending"),
    end_words=words("first last"),
    like_digits=words("won ate too tree fore"),
    like_first_digits=words("for to"),
    other_numbers=words(
        "order account invoice ticket customer reference case tracking member membership policy contract serial booking"
    ),
    text_links=words("is 's no nr would be it the id code"),
    street_words=words("street road avenue lane drive boulevard way court place st ave rd blvd ln dr square highway"),
    unclear_phrases=phrases("the rest", "can't read", "cannot read", "can not read", "can't make out", "question mark"),
    unclear_words=words("something whatever blah unreadable"),
    sign_nouns=words("number digit figure numeral"),
    letter_marks=words("capital uppercase lowercase letter upper lower small big"),
    letter_like=phrases("as in", "like in", "like", "for", "is for", "as"),
    signs={
        "dot": ".",
        "point": ".",
        "period": ".",
        "underscore": "_",
        "dash": "-",
        "hyphen": "-",
        "minus": "-",
        "plus": "+",
        "percent": "%",
        "ampersand": "&",
        "apostrophe": "'",
        "slash": "/",
    },
    at_behind=words("sign"),
    at_words=words("at @"),
    dot_words=words("dot . point period"),
    weekdays=WEEKDAYS,
    doubtful_weekdays=words("sat sun wed mon"),
    months=MONTHS,
    day_words={"today": 0, "tonight": 0, "tomorrow": 1, "tomorrows": 1, "yesterday": -1, "tmrw": 1, "overmorrow": 2},
    day_after=valued(
        {
            **dict.fromkeys(("day after tomorrow", "the day after tomorrow"), 2),
            **dict.fromkeys(("day before yesterday", "the day before yesterday"), -2),
            **dict.fromkeys(("this morning", "this afternoon", "this evening", "later today"), 0),
            **dict.fromkeys(("a week tomorrow", "tomorrow week"), 8),
            **dict.fromkeys(("a week today", "today week"), 7),
            "last night": -1,
        }
    ),
    feasts=valued(
        {
            "christmas eve": (12, 24),
            **dict.fromkeys(("christmas day", "christmas", "xmas"), (12, 25)),
            "boxing day": (12, 26),
            **dict.fromkeys(("new year 's eve", "new years eve"), (12, 31)),
            **dict.fromkeys(("new year 's day", "new years day"), (1, 1)),
            **dict.fromkeys(("valentine 's day", "valentines day"), (2, 14)),
            "halloween": (10, 31),
        }
    ),
    day_leads=words("on this next last coming until till by before after every for or and from"),
    next_words=words("next following"),
    this_words=words("this"),
    last_words=words("last past"),
    weekday_ties=words("the a which is 's that on"),
    any_words=words("a any every each some most another other"),
    feast_weekdays=words("good black cyber ash palm holy easter super shrove maundy whit giving"),
    coming_words=words("coming upcoming"),
    of_words=words("of in"),
    the_words=words("the"),
    in_words=words("in"),
    from_words=words("from on"),
    now_words=words("now today"),
    ago_words=words("ago"),
    before_words=words("before"),
    before_after=words("before after until till by since from past"),
    after_words=words("after"),
    open_ends=phrases("at the latest", "at the earliest", "or later", "or earlier", "or after", "or before", "onwards"),
    day_ties=words("or and to till until through thru"),
    weekends=words("weekend"),
    ends={"end": "end", "beginning": "start", "start": "start"},
    ordinal_nouns=words(
        "century birthday grade anniversary place edition round week weekend year month day quarterfinal one ones "
        "things times option time thing item choice appointment visit order line floor door street avenue slot "
        "person name number address half quarter class try attempt call email letter digit part half's opinion "
        "hand car two three four"
    ),
    days={"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14},
    calendar={"week": "week", "month": "month", "months": "month", "year": "year", "years": "year"},
    clock_words={"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0), "noontime": (12, 0)},
    past_words=words("past after"),
    to_words=words("to of till before til"),
    oclock=words("o'clock oclock clock"),
    oclock_leads=words("o"),
    half_letters={"a": "am", "p": "pm"},
    half_letter_end="m",
    minutes=words("minute minutes min mins"),
    hours=words("hours hour hrs h"),
    am=words("am"),
    pm=words("pm"),
    parts={
        "morning": "am",
        "mornings": "am",
        "afternoon": "pm",
        "evening": "evening",
        "tonight": "night",
        "night": "night",
        "lunchtime": "pm",
    },
    part_leads=words("in at this tomorrow during monday tuesday wednesday thursday friday saturday sunday the on"),
    greetings=words("good"),
    time_leads=words("at around about by maybe say for or until till before after between from past to make it is"),
    time_follows=words(
        "please thanks thank works work is 's would will then or and on in at for to if should sounds that this "
        "tomorrow today tonight monday tuesday wednesday thursday friday saturday sunday not but so too no wait "
        "sorry maybe i is't could can may suits fits seems looks good great fine okay ok perfect again what with "
        "actually rather sharp exactly ish next instead it you yes"
    ),
    numbered=words(
        "number option order room line page apartment flat unit platform gate bus flight channel chapter step "
        "grade level size age aged ticket case item items house building floor code nr no section street avenue "
        "version"
    ),
    about=numbers.ABOUT,
    about_behind=numbers.ABOUT_BEHIND,
    hedges=words("maybe perhaps possibly probably"),
    about_before=numbers.ABOUT_BEFORE,
    between=words("between"),
    denominators=numbers.DENOMINATORS,
    roughly=words(
        "about around roughly approximately circa nearly almost before after by until till from past ish than"
    ),
    lengths=_LENGTH_UNITS,
    waits=words("just wait on me"),
    percents=words("percent %"),
    rates=words("each apiece per every once twice times x"),
    length_marks={"s": 1, "m": 60, "d": 86_400, "w": 7 * 86_400},
    money=MONEY,
    money_of=valued(MONEY_OF),
    thousand_marks={"k": 1000, "grand": 1000},
    fillers=said.FILLERS,
    hesitations=words("uh um er erm ehm ah hm hmm"),
    politeness=said.POLITENESS,
    ors=words("or"),
    digit_gaps=words("uh um er erm and then dash hyphen space slash comma ah minus"),
    counted=frozenset(_LENGTH_UNITS)
    | (frozenset(MONEY) - {"$", "£", "€", "¥", "₹", "₩"})
    | words("percent % o'clock am pm times"),
    plural_ending="s",
    never_counted=words(
        "this does always perhaps besides was yes unless plus minus less otherwise sometimes across its"
    ),
    corrections=said.CORRECTIONS,
    noes=said.NOES,
    negators=said.NEGATORS,
    negator_leads={
        "but": words("anything anytime anyone any everything all day time days times one"),
        "than": words("rather other"),
    },
    negator_follows={"instead": words("of")},
    negated_links=said.NEGATED_LINKS,
    negated_after=said.NEGATED_AFTER,
    suggestions=said.SUGGESTIONS,
    harmless_noes=said.HARMLESS_NOES,
    questions=said.QUESTIONS,
    helping_verbs=said.HELPING_VERBS,
    persons=said.PERSONS,
    command_verbs=words("do have may might"),
    speakers=words("i you we they"),
    plain_answers=words("yes yeah yep yup yea no nope nah"),
    answers=said.ANSWERS,
    unsure_answers=said.UNSURE_ANSWERS,
    intensifiers=words("definitely absolutely certainly positively totally really very"),
    conditions=words("but if unless except only provided depending depends until"),
    statements=said.STATEMENTS,
    links=words("but and because cause so though since as if then when or that anymore already anyway either too at"),
    calling_number=said.CALLING_NUMBER,
    extension=words("extension ext"),
    mail_stops=words(
        "is 's was email e-mail mail address my the under use to it be should would and with on for yes me you "
        "that this uh um er well so sure okay ok right from in i'm it's please no not sorry actually wait mean "
        "meant make have got a an of account name say new old write send reach i spelled spelt like just then also "
        "as comes goes that'd it'd contact through by"
    ),
    mail_hosts=_MAIL_HOSTS,
    domain_ends=words("com org net edu gov io co uk de fr es it nl eu info biz me us ca au ch at be ie dev app"),
    mail_asides=said.MAIL_ASIDES,
    letter_tails=phrases("with a", "with an", "with one", "with two", "with"),
    name_leads=said.NAME_LEADS,
    name_follows=said.NAME_FOLLOWS,
    others_names=words("his her their your its whose company brand street product user file domain"),
    name_titles=said.NAME_TITLES,
    name_particles=said.NAME_PARTICLES,
    name_weak_leads=said.NAME_WEAK_LEADS,
    self_leads=words("i'm i im"),
    spelling_words=words("that 's it is spelled spelt which so as"),
    spelt_leads=said.SPELT_LEADS,
    family_leads=said.FAMILY_LEADS,
    given_leads=said.GIVEN_LEADS,
    common=said.COMMON,
    names_too=words("will may mark bill art best day long little case price good house street way card mine dear"),
    option_nouns=words("option number choice nr item"),
    ordinal_ones=words(
        "one option choice slot time appointment item visit card order booking ticket package parcel plan line entry "
        "offer date"
    ),
    last_option=words("last latter"),
    middle_option=words("middle"),
    other_option=words("other"),
    offering_verbs=words("can could may might would shall"),
    idle=said.IDLE,
    text_leads=said.TEXT_LEADS,
    list_joins=phrases("and", "and then", "as well as", "plus", "along with", "together with", "and also"),
    everything=words("all everything every each"),
    all_follows=words("of the these those them my our that items things please one except but besides excluding"),
    that_is=words("'s is that's thats at are be was"),
    both_words=words("both"),
    rest_words=words("rest others"),
    exceptions=words("except excluding without besides but minus"),
    taking_away=words("remove drop delete exclude skip leave"),
    keeping_back=words("keep"),
    additions=phrases("too", "also", "as well", "add", "plus", "another", "in addition", "on top"),
    swaps=phrases("instead of", "rather than", "in place of"),
)
