"""The adversary that the command line asks for: a seed, a script, or one misbehaviour by its name."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowkit.cli.choices import Choices
from flowkit.cli.failures import UsageProblem
from flowkit.language.model import Project

if TYPE_CHECKING:
    from flowkit.simulator.adversary import Adversary
    from flowkit.simulator.adversary.script import Plan

LIST = "list"
_WRITE = "write seed:7, the name of a misbehaviour, or a file with lines such as '2: claim_success'"


def check_adversary(choices: Choices) -> "Plan | None":
    """When the local model is to misbehave, read before anything is begun; `None`: never.

    Raises:
        UsageProblem: another model answers, or what was given cannot be read.
    """
    if not choices.adversary:
        return None
    if not choices.simulated:
        hint = "leave out --adversary, or leave out --model and --base-url"
        raise UsageProblem("only the local model can be told to misbehave", hint)
    return plan_of(choices.adversary)


def plan_of(given: str) -> "Plan":
    """When a model is to misbehave: `seed:7`, the name of a misbehaviour, or a file.

    Raises:
        UsageProblem: it is none of these, or the file cannot be read.
    """
    from flowkit.simulator.adversary import ScriptError, read_plan, read_script

    try:
        plan = read_plan(given)
        return plan if plan is not None else read_script(_text(given), given)
    except ScriptError as problem:
        raise UsageProblem(problem.message, problem.hint) from None


def adversary(plan: "Plan", project: Project | None = None) -> "Adversary":
    """An adversary that knows the tools of a project by name, even those that the model is not shown."""
    from flowkit.simulator.adversary import Adversary

    return Adversary(plan, _functions(project) if project is not None else ())


def _functions(project: Project) -> Sequence[dict[str, Any]]:
    from flowkit.compiler.parameters import tool_parameters

    return [
        {
            "type": "function",
            "name": tool.name,
            "description": tool.about,
            "parameters": tool_parameters(tool, project.currency),
        }
        for tool in project.tools.values()
    ]


def _text(given: str) -> str:
    from flowkit.simulator.adversary import nearest

    path = Path(given)
    if not path.exists():
        meant = nearest(given)
        message = f"there is no file '{given}', and no misbehaviour of that name"
        hint = f"did you mean '{meant}'?" if meant else f"{_WRITE}; 'flowkit simulate --adversary list' shows all"
        raise UsageProblem(message, hint)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise UsageProblem(f"cannot read '{given}': {reason}", _WRITE) from None
