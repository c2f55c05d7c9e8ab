"""Keys of catalogs and tools."""

from flowkit.language.building.table.flow import ARGUMENTS, LET, PRECONDITIONS, TEXTS
from flowkit.language.building.table.forms import (
    Duration,
    Either,
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
from flowkit.language.building.table.shape import SHAPE, TOOL_RULES

CATALOG_KIND = Kind(
    "catalog",
    "a catalog",
    {
        "catalog": Key(Name("the name of a catalog"), "The name of the catalog, in lower_snake_case.", required=True),
        "requires": Key(PRECONDITIONS, "For every tool below that has none of its own.", default="none"),
        "records": Key(
            MapOf(Of("record", "a record"), "a map of records"), "What tools return and the call remembers."
        ),
        "rules": Key(MapOf(Of("named rule", "a rule"), "a map of rules"), "Rules that several tools share."),
        "tools": Key(MapOf(Of("tool", "a tool"), "a map of tools"), "The tools, by name.", required=True),
    },
)

ARGUMENT = Either((Name("a type"), Of("argument", "a shape")), "a shape: a type, or a map with 'type'")

TOOL_KIND = Kind(
    "tool",
    "a tool",
    {
        "about": Key(Text(), "What it does, for the model.", required=True),
        "requires": Key(PRECONDITIONS, "Replaces the catalog's; `[]` for none.", default="the catalog's"),
        "effect": Key(
            OneOf(
                ("read", "write", "money"),
                ("It changes nothing.", "It changes something.", "It changes something, and moves money."),
            ),
            "`money` is a write that also needs a limit or a rule on its amount.",
            required=True,
        ),
        "input": Key(MapOf(ARGUMENT, "a map of arguments"), "Its arguments.", default="none"),
        "output": Key(SHAPE, "What it returns; a record (or a list of one) is remembered."),
        "outcomes": Key(
            MapOf(
                Either((Text(), Of("tool outcome", "a map with 'about' and 'status'")), "a text"),
                "a map of outcomes to texts",
            ),
            "Expected ends other than success; an error is not one, it is `failed`.",
        ),
        "let": Key(LET, "Computed from the arguments and records."),
        "only_if": Key(TOOL_RULES, "All must hold, checked before the read-back and again before the write."),
        "limits": Key(
            Several(
                Either((Text(), Of("limit", "a limit")), "a sentence, or a map with 'limit'"),
                "a sentence, or a list of sentences",
            ),
            "How often, or how much, at most: `at most 3 per call`, `amount at most 400 per customer per day`.",
        ),
        "read_back": Key(
            Text(prints=True), "At least two sentences: the statement with every argument, then a question."
        ),
        "consent": Key(
            OneOf(
                ("read_back", "heard", "key", "none"),
                (
                    "A yes to the read-back.",
                    "A yes to the agent's own words, if each value was spoken and heard.",
                    "A key pressed after the read-back.",
                    "Nothing is needed; `consent_because` says why.",
                ),
            ),
            "What counts as the caller's consent.",
            default="read_back",
        ),
        "consent_because": Key(Text(), "Why it needs no consent; required with `consent: none`."),
        "witnesses": Key(Whole(1, 2), "Ears that must hear the yes; money is always 2.", default="2"),
        "done_words": Key(TEXTS, "Words that claim that this was done.", default="by language, from the tool's verb"),
        "timeout": Key(Duration(), "After this a read has failed, and a write is unknown.", default="8 seconds"),
        "retry": Key(Whole(0, 5), "How often a read is tried again.", default="1"),
        "when_unknown": Key(
            Of("when unknown", "a map with 'use', 'with' and 'done_if'"), "How to look whether it was carried out."
        ),
        "changes": Key(
            Several(Name("a record"), "a record, or a list of records"), "Other records that this write changes."
        ),
        "idempotency": Key(
            OneOf(("key", "none")), "`none` if the system cannot take an idempotency key.", default="key"
        ),
        "role": Key(Text(), "A role that the project must hold."),
        "backend": Key(
            Text(),
            "What runs it: `python:module:function`, `http:operation`, `mcp:server/tool` or `fixture:file`.",
            required=True,
        ),
    },
)

TOOL_OUTCOME_KIND = Kind(
    "tool outcome",
    "an outcome",
    {
        "about": Key(Text(), "When the tool ends so.", required=True),
        "status": Key(Whole(201, 599), "The HTTP status that means it."),
    },
)

LIMIT_KIND = Kind(
    "limit",
    "a limit",
    {
        "limit": Key(Text(), "The sentence, such as `at most 3 per call`.", required=True),
        "rule": Key(Name("the name of a rule"), "Its name, which is an outcome that a flow can route."),
        "because": Key(Text(prints=True), "What the caller is told.", default="built-in words"),
    },
)

WHEN_UNKNOWN_KIND = Kind(
    "when unknown",
    "a way to look",
    {
        "use": Key(Name("the name of a tool"), "The read that shows it.", required=True),
        "with": Key(ARGUMENTS, "Its arguments."),
        "done_if": Key(Guard(), "True of `result` and the arguments: it was carried out.", required=True),
    },
)
