"""Keys of shapes, slots, arguments, records, rules and options."""

from dataclasses import replace

from flowkit.language.building.table.forms import (
    Either,
    Flag,
    Guard,
    Key,
    Kind,
    ListOf,
    MapOf,
    Name,
    Of,
    OneOf,
    Several,
    Text,
)
from flowkit.language.building.table.way import LADDER

SHAPE = Either((Name("a type"), Of("shape", "a shape")), "a shape: a type, or a map with 'type', 'options' or 'fields'")
FIELDS = MapOf(SHAPE, "a map of fields", some=True)
SLOTS = MapOf(Of("slot", "a slot"), "a map of slots")
OPTIONS = Either(
    (
        ListOf(Text(), "a list of options"),
        MapOf(Of("option", "an option"), "a map of options", names=False),
        Name("a list in the data"),
    ),
    "a list of options, a map of them, or the name of a list in the data",
)
RULES = Several(Of("rule", "a rule"), "a rule, or a list of rules")
TOOL_RULES = Several(
    Either((Name("the name of a rule"), Of("tool rule", "a rule")), "a rule or its name"),
    "rules or their names",
)

SHAPE_KEYS = {
    "type": Key(SHAPE.forms[0], "The type of the value, or the record that it is."),
    "options": Key(OPTIONS, "The values of a choice: a list, a map of value to meaning, or a list in the data."),
    "fields": Key(FIELDS, "The fields of an object."),
    "many": Key(Flag(), "Whether it is a list of such values.", default="false"),
    "keyed": Key(Flag(), "Whether it is a map by id: loops go over its values, `[id]` picks one.", default="false"),
    "optional": Key(Flag(), "Whether it may be missing.", default="false"),
    "pattern": Key(Text(), "A regular expression for the whole value."),
    "label": Key(Text(prints=True), "How one such thing is spoken; it may print its fields."),
    "also": Key(
        Several(Text(prints=True), "a text, or a list of texts"),
        "Other ways to speak of it that count as naming it.",
    ),
    "about": Key(Text(), "What it is, for the model."),
    "sensitive": Key(
        OneOf(("mask", "never_store"), ("Shown and stored as a token only.", "Kept in memory only, never spoken.")),
        "`mask`: shown and stored as a token only; `never_store`: kept in memory only, never in an output or text.",
    ),
}

SHAPE_KIND = Kind("shape", "a shape", SHAPE_KEYS)

ARGUMENT_KIND = Kind(
    "argument",
    "an argument",
    {
        **SHAPE_KEYS,
        "from": Key(
            Several(Name("a source"), "a source, or a list of sources"),
            "Where its value may come from: caller, channel, computed, a record, or a field of a record or a result.",
        ),
        "send": Key(Flag(), "Whether it is passed to the backend; `false`: it is only for the rules.", default="true"),
    },
)

SLOT_KIND = Kind(
    "slot",
    "a slot",
    {
        **SHAPE_KEYS,
        "ask": Key(Text(prints=True), "The question that asks for it."),
        "only_if": Key(RULES, "It is accepted only if each rule holds; otherwise `because` is said, then asked again."),
        "key": Key(Name("a field"), "The field that tells the things of a list apart."),
        "take_single": Key(Flag(), "Whether a single option is taken without asking.", default="false"),
        "speak_as": Key(
            OneOf(("letters", "digits"), ("Letter by letter.", "Digit by digit.")),
            "How it is spoken: letter by letter, or digit by digit.",
        ),
        "check_back": Key(
            OneOf(
                ("none", "implicit", "explicit"),
                ("It is not repeated.", "The agent's next words repeat it.", "The agent asks whether it is right."),
            ),
            "`implicit`: the agent's next words repeat it; `explicit`: it asks whether it is right.",
            default="implicit for digits, name, email, phone, postcode; else none",
        ),
        "no_input": Key(LADDER, "What happens when the caller stays silent."),
        "no_match": Key(LADDER, "What happens when the caller is not understood."),
    },
)

OPTION_KIND = Kind(
    "option",
    "an option",
    {
        "about": Key(Text(), "What it means."),
        "label": Key(Text(), "How it is spoken.", default="the value, with blanks for underscores"),
        "examples": Key(Several(Text(), "a text, or a list of texts"), "Things callers say for it."),
    },
)

RULE_KIND = Kind(
    "rule",
    "a rule",
    {
        "rule": Key(Name("the name of a rule"), "Its name, which is an outcome that a flow can route."),
        "when": Key(Guard(), "What must be true.", required=True),
        "because": Key(Text(prints=True), "Why not, for the caller, when it is not true.", required=True),
    },
)

TOOL_RULE_KIND = Kind("tool rule", "a rule", {**RULE_KIND.keys, "rule": replace(RULE_KIND.keys["rule"], required=True)})

NAMED_RULE_KIND = Kind(
    "named rule",
    "a rule",
    {name: key for name, key in RULE_KIND.keys.items() if name != "rule"},
)

RECORD_KIND = Kind(
    "record",
    "a record",
    {
        "key": Key(
            Several(Name("a field"), "a field, or a list of fields", some=True),
            "The field or fields it is kept under.",
            required=True,
        ),
        "fields": Key(FIELDS, "What is known of it.", required=True),
        "label": SHAPE_KEYS["label"],
        "also": SHAPE_KEYS["also"],
        "about": SHAPE_KEYS["about"],
        "single": Key(
            Flag(), "Whether there is one in a call; a second one with another key is refused.", default="false"
        ),
    },
)
