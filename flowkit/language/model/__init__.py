"""The model: what the files of a project say, typed, with every name resolved and every place kept.

It is what everything else works on: the linter, the compiler, the graph, the engine. All of it is frozen; a project
does not change while calls run on it. Sections and defaults are those of the language page. Where a key was left out,
the value here is the default of the language if that is a constant, and empty or `None` if it depends on where it is
looked up (ladders, `anytime`, `digress`, patience). Tests and translations are in `suites` and `translations`, which
calls that need neither do not load.
"""

from flowkit.language.model.flows import Flow, Guarantee, Slot
from flowkit.language.model.projects import AboutUs, Case, Environment, Place, Precondition, Project
from flowkit.language.model.states import (
    Anytime,
    Ask,
    Choose,
    Confirm,
    Does,
    End,
    Handoff,
    Patience,
    ReadBack,
    Run,
    Speak,
    State,
    Talk,
    Use,
)
from flowkit.language.model.tools import Argument, Limit, Record, Source, Tool, WhenUnknown
from flowkit.language.model.ways import Edge, Expression, Ladder, Outcome, Rule, Rung, WayOn

__all__ = [
    "AboutUs",
    "Anytime",
    "Argument",
    "Ask",
    "Case",
    "Choose",
    "Confirm",
    "Does",
    "Edge",
    "End",
    "Environment",
    "Expression",
    "Flow",
    "Guarantee",
    "Handoff",
    "Ladder",
    "Limit",
    "Outcome",
    "Patience",
    "Place",
    "Precondition",
    "Project",
    "ReadBack",
    "Record",
    "Rule",
    "Run",
    "Rung",
    "Slot",
    "Source",
    "Speak",
    "State",
    "Talk",
    "Tool",
    "Use",
    "WayOn",
    "WhenUnknown",
]
