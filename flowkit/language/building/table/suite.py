"""Keys of conversation tests."""

from flowkit.language.building.table.forms import (
    Data,
    Duration,
    Either,
    Flag,
    Key,
    Kind,
    MapOf,
    Name,
    Of,
    Several,
    Text,
)
from flowkit.language.building.table.project import LANGUAGE

_TOOLS = Several(Name("the name of a tool"), "a tool, or a list of tools")
_RESULTS = MapOf(Data(), "a map of tools to what they return")
_VALUES = MapOf(Data(), "a map of slots to values")
_ARGUMENTS = MapOf(Data(), "a map of arguments to values")
_HEARD = "or `/a regular expression/`"

SUITE_KIND = Kind(
    "suite",
    "a suite of tests",
    {
        "suite": Key(Name("the name of a suite"), "The name of the suite, in lower_snake_case.", required=True),
        "now": Key(
            Text(pattern=r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", like="2026-03-02T10:00"),
            "The clock at the start of each test, in the project's time zone.",
            default="the time it is",
        ),
        "language": Key(LANGUAGE, "The language of the calls.", default="the project's first"),
        "results": Key(
            _RESULTS,
            "What each tool returns: its output, `{outcome: failed}`, or `{in_turn: [first, second]}`.",
        ),
        "tests": Key(
            MapOf(Of("test", "a test"), "a map of sentences to tests", names=False, some=True),
            "The tests, each under a sentence that says what holds.",
            required=True,
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
        "given": Key(
            MapOf(Data(), "a map of slots and records"),
            "Slots, records and kept results at the start; what was chosen from a list by its key.",
        ),
        "results": Key(
            _RESULTS, "What tools return in this test; for a tool that stands here the suite's is not used."
        ),
        "steps": Key(
            Several(Of("step", "a step"), "a list of steps", some=True),
            "What happens, one key for each step.",
            required=True,
        ),
        "ends": Key(
            MapOf(Name("an outcome"), "a map of flows to outcomes"), "How flows have ended at the end of the steps."
        ),
    },
)

_STEP_KEYS = {
    "caller": Key(Text(), "What the caller says."),
    "agent": Key(Text(), f"Text that must be in the reply, {_HEARD}."),
    "silence": Key(Duration(), "Nothing is said for so long, such as `4 minutes`."),
    "keys": Key(Text(pattern=r"[0-9*#]+", like='"123#"'), "Keys that the caller presses, in quotes."),
    "barge_in": Key(Text(), "What the caller says while the agent speaks."),
    "model": Key(Of("model step", "a map of what the model does"), "What the model does instead."),
    "expect": Key(Of("expect", "a map of what is expected"), "What must be so now."),
}
STEP_KIND = Kind("step", "a step", _STEP_KEYS, exclusive=tuple(_STEP_KEYS), needs_one=True)

MODEL_STEP_KIND = Kind(
    "model step",
    "what the model does",
    {
        "record": Key(MapOf(Data(), "a map of slots to values", some=True), "It reports these values of slots."),
        "use": Key(Name("the name of a tool"), "It calls this tool, whether it is offered or not."),
        "with": Key(_ARGUMENTS, "The arguments of `use`, as the model sends them.", on=("use",)),
        "says": Key(Text(), "It says this."),
        "nothing": Key(Flag(), "`true`: it does nothing."),
    },
    exclusive=("record", "use", "says", "nothing"),
    needs_one=True,
)

EXPECT_KIND = Kind(
    "expect",
    "what is expected",
    {
        "state": Key(Name("a state, or flow.state"), "The state that the call is in."),
        "slots": Key(_VALUES, "Values that slots have; what was chosen from a list by its key."),
        "used": Key(
            Either(
                (_TOOLS, MapOf(_ARGUMENTS, "a map of tools to arguments")),
                "a tool, a list of tools, or a map of tools to arguments",
            ),
            "Tools that were carried out since the test began, if it matters with these arguments.",
        ),
        "not_used": Key(_TOOLS, "Tools that were not carried out since the test began."),
        "refused": Key(
            Several(Name("a tool or a rule"), "a tool or rule, or a list of them"),
            "Tools and rules that were refused in the last turn.",
        ),
        "said": Key(Several(Text(), "a text, or a list of texts"), f"Text that was said in the last turn, {_HEARD}."),
        "outcome": Key(Name("an outcome"), "How the call has ended, which is how the flow ended that the test starts."),
    },
)
