"""English: the closed lists of claims, and what is said of the verbs that tools are named by."""

from typing import Final

from flowkit.language.claims.tables import ClaimTables, Verb, Words


def _words(text: str) -> Words:
    return frozenset(text.split())


_VERBS: Final = {
    "activate": Verb(("activated", "turned on"), ("activation",)),
    "add": Verb(("added",)),
    "apply": Verb(("applied",)),
    "approve": Verb(("approved",), ("approval",)),
    "assign": Verb(("assigned",)),
    "block": Verb(("blocked",)),
    "book": Verb(("booked", "reserved"), ("booking", "reservation")),
    "buy": Verb(("bought", "ordered", "purchased"), ("order", "purchase")),
    "cancel": Verb(("cancelled", "canceled"), ("cancellation",)),
    "change": Verb(("changed", "switched", "updated"), ("change", "switch", "update")),
    "charge": Verb(("charged",)),
    "clear": Verb(("cleared",)),
    "close": Verb(("closed",)),
    "confirm": Verb(("confirmed",), ("confirmation",)),
    "create": Verb(("created", "opened", "set up")),
    "credit": Verb(("credited",), ("credit",)),
    "deactivate": Verb(("deactivated", "turned off"), ("deactivation",)),
    "delete": Verb(("deleted", "removed"), ("deletion",)),
    "disable": Verb(("disabled", "turned off")),
    "enable": Verb(("enabled", "turned on")),
    "exchange": Verb(("exchanged", "swapped"), ("exchange",)),
    "extend": Verb(("extended", "renewed"), ("extension",)),
    "freeze": Verb(("frozen", "blocked")),
    "give": Verb(("given",)),
    "grant": Verb(("granted",)),
    "hold": Verb(("held", "held back", "kept back", "put on hold")),
    "issue": Verb(("issued",)),
    "lock": Verb(("locked",)),
    "make": Verb(("made",)),
    "move": Verb(("moved", "rescheduled"), ("move", "change")),
    "open": Verb(("opened",)),
    "order": Verb(("ordered",), ("order",)),
    "pause": Verb(("paused",)),
    "pay": Verb(("paid",), ("payment",)),
    "place": Verb(("placed", "ordered"), ("order",)),
    "put": Verb(("put",)),
    "reboot": Verb(("rebooted", "restarted")),
    "refund": Verb(("refunded", "reimbursed", "paid back"), ("refund", "reimbursement")),
    "register": Verb(("registered", "signed up"), ("registration",)),
    "remove": Verb(("removed", "deleted"), ("removal",)),
    "renew": Verb(("renewed", "extended"), ("renewal",)),
    "replace": Verb(("replaced",), ("replacement",)),
    "reschedule": Verb(("rescheduled", "moved"), ("change",)),
    "reserve": Verb(("reserved", "booked"), ("reservation", "booking")),
    "reset": Verb(("reset", "restarted", "rebooted"), ("reset", "restart")),
    "restart": Verb(("restarted", "rebooted"), ("restart",)),
    "resume": Verb(("resumed",)),
    "return": Verb(("returned",), ("return",)),
    "schedule": Verb(("scheduled", "booked"), ("booking", "appointment")),
    "send": Verb(("sent", "sent off", "sent out")),
    "set": Verb(("set", "changed", "updated"), ("change", "update")),
    "ship": Verb(("shipped", "sent off"), ("shipment",)),
    "start": Verb(("started",)),
    "stop": Verb(("stopped",)),
    "submit": Verb(("submitted",)),
    "switch": Verb(("switched", "changed"), ("switch", "change")),
    "terminate": Verb(("terminated", "cancelled", "canceled"), ("termination",)),
    "transfer": Verb(("transferred",), ("transfer",)),
    "unblock": Verb(("unblocked",)),
    "unlock": Verb(("unlocked",)),
    "update": Verb(("updated", "changed"), ("update", "change")),
    "upgrade": Verb(("upgraded",), ("upgrade",)),
    "void": Verb(("voided",)),
    "withdraw": Verb(("withdrawn",), ("withdrawal",)),
    "write": Verb(("written",)),
}

ENGLISH: Final = ClaimTables(
    verbs=_VERBS,
    finished=(
        *("issued", "processed", "completed", "complete", "made", "done", "submitted", "finalized", "finalised"),
        *("confirmed", "executed", "placed", "sent", "saved", "gone through"),
    ),
    anything=Verb(("done", "taken care of", "all set", "sorted", "arranged", "completed")),
    openers=_words(
        "and so okay ok alright right well great perfect good fine yes yeah yep sure done thanks there "
        "excellent wonderful but then now all absolutely certainly"
    ),
    leads=(
        ("i", "can", "confirm", "that"),
        ("i", "can", "confirm"),
        ("i", "can", "tell", "you", "that"),
        ("i", "can", "tell", "you"),
        ("i", "can", "see", "that"),
        ("i", "can", "see"),
        ("as", "you", "can", "see"),
        ("you", "can", "see", "that"),
        ("you", "will", "be", "happy", "to", "hear", "that"),
        ("you", "will", "be", "glad", "to", "hear", "that"),
        ("you", "will", "see", "that"),
        ("as", "you", "asked"),
        ("now", "that", "you", "said", "yes"),
        ("no", "problem"),
        ("no", "worries"),
    ),
    between=_words(
        "now just already also all both successfully officially finally then indeed fully been duly hereby properly "
        "safely ahead gone immediately automatically completely"
    ),
    passive="been",
    agents=_words("i we"),
    alike=_words("bid burst cast cut hit hurt let put quit rid set shed shut spit split spread thrust"),
    for_you=(("for", "you"), ("on", "your"), ("in", "our")),
    over=_words("now already successfully too and as properly up in again just"),
    present=_words("is are 's"),
    past=_words("was were got"),
    perfect=_words("has have had"),
    objects=_words("it that them this these those your the both all for to from over now successfully you and"),
    joiners=_words("and"),
    auxiliaries=_words("is are was were am has have had do does did can could shall should will would may might must"),
    question_words=_words("what when where which who whom whose why how"),
    subjects=_words("i you we they he she it that this these those there the a an your my our any anybody anyone not"),
    tags=_words("right correct yes no"),
    negations=_words("not never nothing none neither nor nobody no without hardly cannot unable yet"),
    nothings=_words("nothing none neither"),
    besides=_words("else but except more other further"),
    futures=_words("will would can could may might shall should must going gonna about be being ought"),
    conditions=_words(
        "if once when after before until till unless whether while whenever provided assuming soon case except "
        "make making ensure check"
    ),
    habits=_words("every always usually normally typically generally each often"),
    tellers=_words("you they he she caller customer it email message letter"),
    told=_words(
        "say says said tell tells told think thinks thought believe believed hear heard want wanted ask asked mean "
        "meant wish wished like liked need needed claim claimed mention mentioned"
    ),
    long_ago=_words("last ago yesterday previously earlier formerly originally"),
    days=_words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december"
    ),
    day_leads=_words("on in"),
)
