"""What a project compiles to: one session per group, the fixed lines of all briefs, and the digest.

Theory of operation. Instructions and tools are the front of a model's prompt; to change them costs the whole cached
context. So there is one *head* (instructions and functions) per *group*, the set of preconditions that hold, and it
changes only with that set. Where the call is stands in *briefs*, short notes that are appended; their fixed lines are
made here and the engine fills in the rest. Compiling is pure: the same project gives the same bytes.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flowkit.compiler.briefs import briefs_of
from flowkit.compiler.digest import digest_of
from flowkit.compiler.functions import functions_of
from flowkit.compiler.groups import group_name, groups_of
from flowkit.compiler.instructions import instructions_of
from flowkit.compiler.reach import reachable_flows
from flowkit.language.model import Project

TRANSCRIPTION_MODEL = "gpt-transcribe"


@dataclass(frozen=True, slots=True)
class Group:
    """The head of the calls in which exactly the preconditions `holding` hold.

    `session` is a session object of the Realtime API. It lacks what channel and environment add at the start: the model
    and what only some models take, voice, formats, modalities.
    """

    holding: tuple[str, ...]
    session: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled project. `briefs` are by `flow.state`; `requires` are the preconditions of each flow."""

    digest: str
    groups: Mapping[str, Group]
    briefs: Mapping[str, str]
    requires: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sessions(self) -> dict[str, Mapping[str, Any]]:
        """Group → session, as a line takes them."""
        return {name: group.session for name, group in self.groups.items()}

    def to_json(self) -> dict[str, Any]:
        """The JSON that `flowkit compile` prints."""
        groups = {name: {"session": copy.deepcopy(group.session)} for name, group in self.groups.items()}
        return {"digest": self.digest, "groups": groups, "briefs": dict(self.briefs)}

    def select(self, flow: str) -> "Compiled":
        """The briefs of one flow, and the groups that it can run in; the digest stays that of the project.

        Raises:
            KeyError: the project has no flow of that name.
        """
        needed = self.requires[flow]
        return replace(
            self,
            groups={name: each for name, each in self.groups.items() if set(needed) <= set(each.holding)},
            briefs={name: text for name, text in self.briefs.items() if name.partition(".")[0] == flow},
            requires={flow: needed},
        )


def compile_project(project: Project) -> Compiled:
    """Compiles a project that was read without errors.

    Raises:
        TooManyGroups: its preconditions can hold in too many combinations.
    """
    flows = reachable_flows(project)
    instructions = instructions_of(project)
    groups = {
        group_name(holding): Group(holding, _session(project, instructions, flows, holding))
        for holding in groups_of(project)
    }
    requires = {name: flow.requires for name, flow in sorted(project.flows.items())}
    compiled = Compiled("", groups, briefs_of(project), requires)
    return replace(compiled, digest=digest_of(project, compiled.to_json()))


def _session(project: Project, instructions: str, flows: tuple[str, ...], holding: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "realtime",
        "instructions": instructions,
        "tools": functions_of(project, flows, holding),
        "tool_choice": "auto",
        "audio": {
            "input": {
                "transcription": {"model": TRANSCRIPTION_MODEL} | _spoken(project.languages),
                "turn_detection": _turn_detection(),
            }
        },
        "truncation": {"type": "retention_ratio", "retention_ratio": 0.8},
    }


def _spoken(languages: tuple[str, ...]) -> dict[str, Any]:
    tags = list(dict.fromkeys(tag.split("-")[0].lower() for tag in languages))
    return {"language": tags[0]} if len(tags) == 1 else {"languages": tags}


def _turn_detection() -> dict[str, Any]:
    """The server tells when somebody speaks; it starts and stops no response by itself, and never speaks unasked."""
    return {
        "type": "server_vad",
        "threshold": 0.6,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 500,
        "idle_timeout_ms": None,
        "create_response": False,
        "interrupt_response": False,
    }
