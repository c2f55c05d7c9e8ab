"""Keys of conversation tests."""

from flowkit.language.building.table.forms import Data, Either, Flag, Key, Kind, ListOf, MapOf, Name, Of, Several, Text
from flowkit.language.building.table.project import LANGUAGE

_RESULTS = MapOf(Data(), "a map of tools to their outputs")
_WORD = Text()

SUITE_KIND = Kind(
    "suite",
    "a suite of tests",
    {
        "suite": Key(Name("the name of a suite"), "The name of the suite.", required=True),
        "now": Key(
            Text(pattern=r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", like="2026-03-02T10:00"),
            "The clock at the start of each test.",
        ),
        "language": Key(LANGUAGE, "The language of the calls.", default="the project's first"),
        "results": Key(_RESULTS, "What the tools return, unless a test says otherwise."),
        "tests": Key(
            MapOf(Of("test", "a test"), "a map of sentences to tests", names=False), "The tests.", required=True
        ),
    },
)

TEST_KIND = Kind(
    "test",
    "a test",
    {
        "start": Key(Name("a flow, or flow.state"), "Where it starts.", default="the project's start"),
        "now": SUITE_KIND.keys["now"],
        "language": SUITE_KIND.keys["language"],
        "given": Key(MapOf(Data(), "a map of slots and records"), "Slots and records at the start."),
        "results": Key(_RESULTS, "What the tools return in this test."),
        "steps": Key(ListOf(Of("step", "a step"), "a list of steps"), "What happens, one key each.", required=True),
        "ends": Key(
            MapOf(Name("an outcome"), "a map of flows to outcomes"), "How flows have ended at the end of the steps."
        ),
    },
)

_STEP_KEYS = {
    "caller": Key(_WORD, "What the caller says."),
    "agent": Key(_WORD, "Text that must be in the reply, or `/a regular expression/`."),
    "silence": Key(_WORD, "Nothing is said for so long, such as `8 seconds`."),
    "keys": Key(_WORD, "Keys that the caller presses."),
    "barge_in": Key(_WORD, "What the caller says while the agent speaks."),
    "model": Key(Of("model step", "a map of what the model does"), "What the model does instead."),
    "expect": Key(Of("expect", "a map of what is expected"), "What must be so now."),
}
STEP_KIND = Kind("step", "a step", _STEP_KEYS, exclusive=tuple(_STEP_KEYS))

MODEL_STEP_KIND = Kind(
    "model step",
    "what the model does",
    {
        "record": Key(MapOf(Data(), "a map of slots to values"), "It reports these values."),
        "use": Key(Name("the name of a tool"), "It calls this tool."),
        "with": Key(MapOf(Data(), "a map of arguments"), "The arguments of `use`."),
        "says": Key(_WORD, "It says this."),
        "nothing": Key(Flag(), "It does nothing."),
    },
)

EXPECT_KIND = Kind(
    "expect",
    "what is expected",
    {
        "state": Key(Name("a state, or flow.state"), "The state that the call is in."),
        "slots": Key(MapOf(Data(), "a map of slots to values"), "Values of slots."),
        "used": Key(
            Either(
                (
                    Several(Name("the name of a tool"), "a tool, or a list of tools"),
                    MapOf(Data(), "a map of tools to arguments"),
                ),
                "tools, or a map of tools to arguments",
            ),
            "Tools that were used.",
        ),
        "not_used": Key(Several(Name("the name of a tool"), "a tool, or a list of tools"), "Tools that were not."),
        "refused": Key(
            Several(Name("a tool or a rule"), "a tool or rule, or a list of them"), "What was refused in this turn."
        ),
        "said": Key(Several(_WORD, "a text, or a list of texts"), "What was said in this turn."),
        "outcome": Key(Name("an outcome"), "How the flow has ended."),
    },
)
