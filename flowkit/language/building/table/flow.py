"""Keys of flows and states."""

from flowkit.language.building.table.forms import (
    Flag,
    Guard,
    Key,
    Kind,
    MapOf,
    Name,
    Of,
    OneOf,
    Several,
    Text,
    Whole,
)
from flowkit.language.building.table.shape import SLOTS
from flowkit.language.building.table.way import (
    FLOW_NAME,
    GUARANTEES,
    INHERITED_KEYS,
    STATE_NAME,
    WAY_ON,
)

LET = MapOf(Guard(), "a map of names to expressions")
ARGUMENTS = MapOf(Guard(), "a map of names to expressions")
PRECONDITIONS = Several(Name("a precondition"), "a precondition, or a list of preconditions")
TEXTS = Several(Text(), "a text, or a list of texts", once=True)
TOOL_NAME = Name("the name of a tool")

FLOW_KIND = Kind(
    "flow",
    "a flow",
    {
        "flow": Key(FLOW_NAME, "The name of the flow, in lower_snake_case.", required=True),
        "title": Key(Text(), "What it is called where people read it.", required=True),
        "about": Key(Text(), "When the caller wants this; required if some state offers the flow."),
        "examples": Key(TEXTS, "Things callers say when they want this."),
        "requires": Key(PRECONDITIONS, "On entry, each that does not hold runs its flow first.", default="none"),
        "slots": Key(SLOTS, "What the caller gives; live from entry to end of this flow."),
        "let": Key(LET, "Computed values, always current."),
        "gives": Key(Several(Name("a slot"), "a slot, or a list of slots"), "Slots that `run` returns."),
        "start": Key(STATE_NAME, "The first state.", required=True),
        "states": Key(MapOf(Of("state", "a state"), "a map of states"), "The states, by name.", required=True),
        "guarantees": Key(GUARANTEES, "Sentences that are proved, and watched on every call."),
        **INHERITED_KEYS,
    },
)

KIND_KEYS = ("ask", "choose", "use", "confirm", "talk", "run", "handoff", "end")
_LEAVING = ("end", "handoff")

STATE_KIND = Kind(
    "state",
    "a state",
    {
        "ask": Key(Several(Name("a slot"), "a slot, or a list of slots", some=True), "Fills these slots."),
        "choose": Key(
            Several(FLOW_NAME, "a flow, or a list of flows", some=True),
            "Finds out what the caller wants, and runs that flow.",
        ),
        "use": Key(TOOL_NAME, "Runs a read, or a write that needs no consent."),
        "confirm": Key(TOOL_NAME, "Read-back, consent, then the write."),
        "talk": Key(Text(prints=True), "Free conversation with this goal."),
        "run": Key(FLOW_NAME, "Runs another flow, then comes back."),
        "handoff": Key(Name("the name of a handoff"), "Gives the call to a person there."),
        "end": Key(Name("an outcome"), "Ends the flow with this outcome."),
        "say": Key(
            Text(prints=True),
            "Spoken on entry; on `use` instead of the filler, while the tool runs.",
            on=("", *(kind for kind in KIND_KEYS if kind != "confirm")),
        ),
        "exact": Key(Flag(), "Whether the words of this state are spoken as written.", default="false"),
        "question": Key(Text(prints=True), "Asked first, instead of the slot's own question.", on=("ask", "choose")),
        "enough": Key(
            Whole(1, 100), "So many of its slots are enough, whichever they are.", on=("ask",), default="all of them"
        ),
        "with": Key(
            ARGUMENTS,
            "Exactly the tool's arguments, or the other flow's slots that are filled from here.",
            on=("use", "confirm", "run"),
        ),
        "save_as": Key(Name("a name"), "Keeps the result under this name.", on=("use", "confirm", "run")),
        "read_back": Key(Text(prints=True), "Replaces the tool's read-back.", on=("confirm",)),
        "tools": Key(Several(TOOL_NAME, "a tool, or a list of tools"), "What the model may use here.", on=("talk",)),
        "facts": Key(
            Several(Name("a fact"), "a fact, or a list of facts"), "Project facts it may state here.", on=("talk",)
        ),
        "until": Key(Guard(), "When it holds, the engine moves on, whatever the model does.", on=("talk",)),
        "exits": Key(
            MapOf(Text(), "a map of exits to texts", some=True), "What the model may report, and when.", on=("talk",)
        ),
        "max_turns": Key(Whole(1, 200), "After so many turns the outcome is `too_long`.", on=("talk",), default="12"),
        "summary": Key(Text(prints=True), "For the person; slots and what was done are added.", on=("handoff",)),
        "next": Key(
            WAY_ON,
            "Where the flow goes when the state did its job.",
            required=True,
            on=("", "ask", "choose", "use", "confirm", "talk", "run"),
            unless=_LEAVING,
        ),
        "outcomes": Key(
            MapOf(WAY_ON, "a map of outcomes to ways on"),
            "The named exceptions: what happens when the state ends otherwise.",
            on=("ask", "choose", "use", "confirm", "talk", "run", "handoff"),
        ),
        "patience": Key(
            OneOf(("short", "normal", "long"), ("300 ms.", "500 ms.", "900 ms.")),
            "How long a pause ends the caller's turn: 300, 500 or 900 ms.",
            default="by slot type",
        ),
        **INHERITED_KEYS,
    },
    exclusive=KIND_KEYS,
)
