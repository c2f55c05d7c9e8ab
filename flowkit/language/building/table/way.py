"""Keys of ways on: edges, rungs of ladders, and what callers may do anytime."""

from flowkit.language.building.table.forms import Either, Guard, Key, Kind, Name, Of, Several, Text, Whole

STATE_NAME = Name("the name of a state")
FLOW_NAME = Name("the name of a flow")
FLOW_NAMES = Several(FLOW_NAME, "a flow, or a list of flows")
WAY_ON = Several(
    Either((STATE_NAME, Of("edge", "an edge")), "a state or an edge"),
    "a state, an edge, or a list of edges",
)
LADDER = Several(
    Either((Text(prints=True), Of("rung", "an edge with 'go'")), "a text, or an edge with 'go'"),
    "a list of texts that ends with an edge",
)
ANYTIME = Of("anytime", "a map of repeat, wait, correct and cancel")
GUARANTEES = Several(Text(), "a sentence, or a list of sentences")

EDGE_KIND = Kind(
    "edge",
    "an edge",
    {
        "when": Key(Guard(), "Must be true; false and unknown pass on to the next edge.", default="true"),
        "times": Key(Whole(1, 99), "It fits this often in one run of the flow."),
        "say": Key(Text(prints=True), "Spoken on the way."),
        "clear": Key(
            Several(Name("a slot"), "a slot, or a list of slots", some=True),
            "Slots that are forgotten, with what depends on them.",
        ),
        "go": Key(STATE_NAME, "The state it leads to; `person` and `hang_up` always exist.", required=True),
    },
)

RUNG_KIND = Kind(
    "rung",
    "an edge",
    {
        "say": Key(Text(prints=True), "Spoken on the way; `question` is the open question."),
        "go": EDGE_KIND.keys["go"],
    },
)

_OFF = "`off` switches it off."
ANYTIME_KIND = Kind(
    "anytime",
    "a map of what callers may do anytime",
    {
        "repeat": Key(Name("a flow, or off"), f"The flow that runs on “say that again”; {_OFF}"),
        "wait": Key(Name("a flow, or off"), f"The flow that runs on “hold on”; {_OFF}"),
        "correct": Key(Name("a flow, or off"), f"The flow that runs on “no, I meant”; {_OFF}"),
        "cancel": Key(Name("a flow, or off"), f"The flow that runs on “forget it”; {_OFF}"),
    },
)

INHERITED_KEYS = {
    "no_input": Key(LADDER, "What happens when the caller stays silent; the nearest one wins whole."),
    "no_match": Key(LADDER, "What happens when the caller is not understood; the nearest one wins whole."),
    "anytime": Key(ANYTIME, "What callers may do anytime; the nearest one wins whole."),
    "digress": Key(
        FLOW_NAMES, "Flows that a caller may turn to meanwhile; `[]` for none.", default="every offered flow"
    ),
}
