"""Keys of the project file."""

from flowkit.language.building.table.flow import ARGUMENTS, TEXTS, TOOL_NAME
from flowkit.language.building.table.forms import (
    Amount,
    Data,
    Either,
    Flag,
    Guard,
    Key,
    Kind,
    MapOf,
    Of,
    OneOf,
    Several,
    Text,
    Whole,
)
from flowkit.language.building.table.shape import SLOTS
from flowkit.language.building.table.way import FLOW_NAME, GUARANTEES, INHERITED_KEYS

LANGUAGE = Text(pattern="[a-z]{2,3}(-[A-Z]{2})?", like="en")
OPERATIONS = Of("operations", "a map of how calls are run")

PROJECT_KIND = Kind(
    "project",
    "a project",
    {
        "flowkit": Key(Whole(1, 1), "The version of the language.", required=True),
        "title": Key(Text(), "What the project is called where people read it.", required=True),
        "start": Key(FLOW_NAME, "The flow that every call begins with.", required=True),
        "greeting": Key(
            Text(prints=True), "First words, exact: says that this is an automated assistant.", required=True
        ),
        "persona": Key(Text(), "Manner of speaking; never rules."),
        "languages": Key(
            Several(LANGUAGE, "a language, or a list of languages", some=True, once=True),
            "Languages of the calls; the files are written in the first.",
            default="[en]",
        ),
        "timezone": Key(
            Text(pattern="[A-Za-z]+(/[A-Za-z0-9_+-]+)*", like="America/New_York"),
            "Such as `America/New_York`.",
            default="UTC",
        ),
        "currency": Key(Text(pattern="[A-Z]{3}", like="USD"), "Such as `USD`.", default="USD"),
        "country": Key(Text(pattern="[A-Z]{2}", like="US"), "Such as `US`.", default="US"),
        "preconditions": Key(
            MapOf(Of("precondition", "a map with 'when' and 'run'"), "a map of preconditions"),
            "What flows and tools may require.",
        ),
        "slots": Key(SLOTS, "Slots that live for the whole call."),
        "constants": Key(MapOf(Data(), "a map of constants"), "Data for guards: numbers, texts, lists, tables."),
        "facts": Key(MapOf(Text(), "a map of facts"), "Texts that `talk` may state."),
        "handoffs": Key(
            MapOf(Of("place", "a map with 'to'"), "a map of handoffs"),
            "Places that a call can be given to; one is the default.",
            required=True,
        ),
        "case": Key(
            Of("case", "a map with 'use' and 'with'"),
            "The write that opens or updates a case whenever a call is given to a person.",
        ),
        "max_turns": Key(Whole(1, 1000), "Turns per call, at most.", default="60"),
        "max_minutes": Key(Whole(1, 600), "Minutes per call, at most.", default="15"),
        "clips": Key(Text(), "The synthesiser for exact words when the model cannot be had to say them."),
        "roles": Key(TEXTS, "Roles that the project holds towards its tools."),
        "environments": Key(
            MapOf(Of("environment", "an environment"), "a map of environments"),
            "What may differ between the places where the project runs.",
        ),
        "about_us": Key(
            Of("about us", "a map of automated, recording and data"),
            "Answers to what callers ask about the agent itself.",
            required=True,
        ),
        "budget": Key(Amount(), "Money per call; when it is reached: no more side topics, then a person."),
        "guarantees": Key(GUARANTEES, "Sentences about whole calls that are proved, and watched on every call."),
        **INHERITED_KEYS,
        "lint": Key(
            Of("lint", "a map of select, ignore, severity, per_file_ignores and fail_on"),
            "What `flowkit validate` reports.",
        ),
        "operations": Key(OPERATIONS, "How calls are run; never part of the digest or of a proof."),
    },
)

PRECONDITION_KIND = Kind(
    "precondition",
    "a precondition",
    {
        "when": Key(Guard(), "It holds while this is true.", required=True),
        "run": Key(FLOW_NAME, "The flow that makes it hold.", required=True),
    },
)

PLACE_KIND = Kind(
    "place",
    "a handoff",
    {
        "to": Key(Text(), "Where the call goes: a SIP address or a number.", required=True),
        "default": Key(Flag(), "Whether it is used where none is named.", default="false"),
        "hours": Key(Text(), "When somebody is there."),
        "callback": Key(FLOW_NAME, "The flow that runs when nobody is there."),
    },
)

CASE_KIND = Kind(
    "case",
    "'case'",
    {
        "use": Key(TOOL_NAME, "A write with `consent: none`.", required=True),
        "with": Key(ARGUMENTS, "Its arguments; `summary` is the text that the person gets."),
    },
)

ABOUT_US_KIND = Kind(
    "about us",
    "'about_us'",
    {
        "automated": Key(Text(), "The answer to “are you a person?”.", required=True),
        "recording": Key(Text(), "The answer to “are you recording this?”.", required=True),
        "data": Key(Text(), "The answer to “what happens with my data?”.", required=True),
    },
)

ENVIRONMENT_KIND = Kind(
    "environment",
    "an environment",
    {
        "model": Key(Text(), "The model."),
        "voice": Key(Text(), "The voice."),
        "backends": Key(
            MapOf(Either((Text(), Of("backend", "a backend")), "a backend"), "a map of catalogs to backends"),
            "What runs the tools of a catalog here.",
        ),
        "handoffs": Key(MapOf(Text(), "a map of handoffs to where they go"), "Where handoffs go here."),
        "roles": Key(TEXTS, "Roles that the project holds here."),
        "operations": Key(OPERATIONS, "How calls are run here."),
    },
)

BACKEND_KIND = Kind(
    "backend",
    "a backend",
    {
        "openapi": Key(Text(), "The OpenAPI file that describes it."),
        "base_url": Key(Text(), "Where it is.", on=("openapi",)),
        "headers": Key(
            MapOf(Text(), "a map of headers", names=False),
            "Headers; a secret is written `env:NAME`.",
            on=("openapi", "url"),
        ),
        "command": Key(
            Several(Text(), "a command, or a list of its words", some=True), "The command of an MCP server."
        ),
        "url": Key(Text(), "Where an MCP server is."),
    },
    exclusive=("openapi", "command", "url"),
    needs_one=True,
)

LINT_KIND = Kind(
    "lint",
    "what is reported",
    {
        "select": Key(TEXTS, "Rules that are reported: codes, names, or beginnings of codes.", default="all"),
        "ignore": Key(TEXTS, "Rules that are not reported."),
        "severity": Key(
            MapOf(OneOf(("error", "warning", "note", "off")), "a map of codes to severities", names=False),
            "Severities that differ from the usual ones.",
        ),
        "per_file_ignores": Key(
            MapOf(TEXTS, "a map of paths to rules", names=False),
            "Rules that are not reported in some files; the paths begin at this file's folder, `*` stands for any.",
        ),
        "fail_on": Key(
            OneOf(("error", "warning", "note", "never")), "The severity that fails a check.", default="error"
        ),
    },
)

_ANY = Data("data")
OPERATIONS_KIND = Kind(
    "operations",
    "how calls are run",
    {
        "capacity": Key(_ANY, "How many calls at once."),
        "tiers": Key(_ANY, "Which calls are served first."),
        "rollout": Key(_ANY, "How a new version takes over."),
        "targets": Key(_ANY, "What is aimed at."),
        "retention": Key(_ANY, "How long records are kept."),
        "store": Key(_ANY, "Where records are kept."),
        "prices": Key(_ANY, "What the model costs."),
        "channels": Key(_ANY, "Where callers come from."),
    },
)
