"""What the caller is told after a write: that it was done.

Without words of its own the flow would go on as if nothing had happened, and the caller could not know.
"""

from collections.abc import Iterator

from flowkit.language.codes import NOTHING_SAID
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.model import Ask, Confirm, End, Flow, Speak, State


def check_saying(flow: Flow) -> Iterator[Diagnostic]:
    """Notes about writes after which the flow asks for the next thing, or ends, without a word about what was done."""
    for state in flow.states.values():
        if isinstance(state.does, Confirm):
            yield from (_unsaid(state, target, state.does.tool) for target in _silent(state, flow, set()))


def _unsaid(state: State, target: State, tool: str) -> Diagnostic:
    what = "asks on" if isinstance(target.does, Ask) else "ends the flow"
    message = f"nothing says that '{tool}' was done: '{target.name}' {what} without a word about it"
    help = f"add to '{target.name}', or to the edge that leads there: say: \"…\""
    return problem(NOTHING_SAID, state.span, message, help, (Related(target.span, "this comes next"),))


def _silent(state: State, flow: Flow, seen: set[str]) -> Iterator[State]:
    """The states that the flow comes to after a state without having said anything."""
    for edge in state.next:
        target = flow.states.get(edge.go)
        if edge.say is not None or target is None or target.say is not None or target.name in seen:
            continue
        seen.add(target.name)
        match target.does:
            case Ask(question=None) | End(outcome="resolved"):
                yield target
            case Speak():
                yield from _silent(target, flow, seen)
