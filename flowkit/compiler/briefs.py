"""Briefs: the fixed lines of the note that tells the model where the call is, one per state in which it can speak.

A place in braces is filled by the engine. `{known}`, `{missing}`, `{options}`, `{say}`, `{repeat}` and `{must_not}` are
lines of their own and are left out when there is nothing to put there; `{ask}` is the open question, `{goal}` the goal
of a `talk` that prints values, `{asked}` what the caller was asked to agree to. In a `talk` that takes the
place of its goal while a write is read back.

States of the other kinds need none: they do not listen, and their words stand in the brief of the state behind them.
"""

from collections.abc import Iterable, Iterator

from flowkit.compiler.wording import plain, quoted, sentence
from flowkit.language.expressions.syntax import Name
from flowkit.language.model import Ask, Choose, Confirm, Flow, Ladder, Project, State, Talk, Use
from flowkit.language.notes import ASKED
from flowkit.language.phrases import phrases
from flowkit.language.words import Printed, Words

NOTHING, OTHER = "nothing (the caller wants nothing else)", "other (it is none of these)"


def briefs_of(project: Project) -> dict[str, str]:
    """`flow.state` → the fixed lines of its brief; flows by name, states as they stand."""
    return {
        f"{name}.{state.name}": "\n".join(lines)
        for name, flow in sorted(project.flows.items())
        for state in flow.states.values()
        if (lines := list(_lines(project, flow, state)))
    }


def brief_of(project: Project, flow: Flow, state: State) -> str:
    """The fixed lines of a state's brief; empty for a state in which the model does not speak."""
    return "\n".join(_lines(project, flow, state))


def _lines(project: Project, flow: Flow, state: State) -> Iterator[str]:
    match state.does:
        case Ask(slots=slots, enough=enough):
            work = ["{missing}", "{options}"]
            unsayable = ["cannot_say", *(f"cannot_say_{name}" for name in (dict.fromkeys(slots) if enough else ()))]
            functions = ["record", f"choose({', '.join(unsayable)})"]
            yield from _brief(project, flow, state, sentence(flow.title), work, functions)
        case Choose(flows=flows):
            options = [*(_option(name, project.flows[name].title) for name in flows), NOTHING, OTHER]
            goal = "Find out what the caller wants."
            yield from _brief(project, flow, state, goal, [_options(options)], ["record", "choose"])
        case Talk(goal=goal, tools=tools):
            choose = ["choose"] if state.does.exits else []
            yield from _brief(
                project,
                flow,
                state,
                sentence(goal.source) if goal.fixed else "{goal}",
                _of_talk(project, state.does),
                [*tools, *choose, "record"],
            )
        case Confirm():
            yield from _brief(project, flow, state, ASKED, (), ["record"])
        case Use(tool=name):
            tool = project.tools[name]
            doing = "carried out" if tool.writes else "looked up"
            goal_of_use = f"{sentence(tool.about)} It is being {doing}; no result yet, promise none."
            yield from _brief(project, flow, state, goal_of_use, (), ["record"])


def _brief(
    project: Project, flow: Flow, state: State, goal: str, work: Iterable[str], functions: Iterable[str]
) -> Iterator[str]:
    yield f"Goal: {goal}"
    yield "{known}"
    yield from work
    yield "{say}"
    yield "{repeat}"
    if isinstance(state.does, Ask | Choose):
        yield "Then ask: {ask}"
    yield f"You may use: {', '.join([*functions, 'request', 'wait'])}."
    yield "{must_not}"
    yield f"If you cannot make it out, say: {_not_caught(project, flow, state)}"


def _of_talk(project: Project, talk: Talk) -> Iterator[str]:
    if talk.exits:
        yield _options(_option(name, about) for name, about in talk.exits.items())
    if talk.facts:
        yield f"Facts: {' '.join(sentence(project.facts[name]) for name in talk.facts)}"


def _options(options: Iterable[str]) -> str:
    return f"Options: {', '.join(options)}"


def _option(name: str, about: str) -> str:
    return f"{name} ({plain(about)})"


# The words for what could not be made out: the first rung of the nearest ladder, or those of the language.


def _not_caught(project: Project, flow: Flow, state: State) -> str:
    ladder = _nearest(project, flow, state)
    rung = ladder[0].say if ladder else None
    own = _with_question(rung) if rung is not None else None
    if own is not None:
        return own
    words = quoted(phrases(project.languages[0]).not_caught)
    return f'{words[:-1]} {{ask}}"' if isinstance(state.does, Ask | Choose) else words


def _nearest(project: Project, flow: Flow, state: State) -> Ladder | None:
    asked = state.does.slots if isinstance(state.does, Ask) else ()
    slots = [flow.slots.get(name) or project.slots.get(name) for name in asked] if len(asked) == 1 else []
    return next((place.no_match for place in (*slots, state, flow, project) if place and place.no_match), None)


def _with_question(words: Words) -> str | None:
    """The text in quotation marks with `{ask}` for the question; nothing if it prints anything else."""
    mark = "\0"
    text = ""
    for part in words.parts:
        match part:
            case str():
                text += part
            case Printed(expr=Name(name="question"), filters=()):
                text += mark
            case _:
                return None
    # A question at the very beginning has no words of its own before it; the built-in ones are better than none.
    if text.strip().startswith(mark):
        return None
    return quoted(text).replace(mark, "{ask}")
