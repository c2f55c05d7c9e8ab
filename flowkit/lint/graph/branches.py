"""Branches that are none: guards on ways that lead to the same place, and exits of a talk that nobody tells apart."""

from collections.abc import Iterator

from flowkit.language.codes import DECIDES_NOTHING, EXITS_ALIKE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.spelling import listed
from flowkit.language.model import Edge, State, Talk
from flowkit.lint.graph.routes import Routes


def check_branches(routes: Routes) -> Iterator[Diagnostic]:
    """Warnings about edges whose guard decides nothing, and about talks whose exits all lead the same way."""
    for state in routes.flow.states.values():
        if len(state.next) > 1:
            yield from _deciding_nothing(state.next)
        if state.outcomes:
            for way in state.outcomes.values():
                if len(way) > 1:
                    yield from _deciding_nothing(way)
        if isinstance(state.does, Talk):
            yield from _alike(state, state.does)


def _deciding_nothing(way: tuple[Edge, ...]) -> Iterator[Diagnostic]:
    """Edges right before the last one that lead where that leads, with the same words and clearing the same."""
    last, before = way[-1], way[-2]
    if before.go != last.go or last.when is not None or last.times is not None or not _same(before, last):
        return
    alike = [before]
    for edge in way[-3::-1]:
        if not _same(edge, last):
            break
        alike.append(edge)
    for edge in reversed(alike):
        condition = f"whether {_told(edge)} or not" if edge.when is not None else "however often"
        message = f"this decides nothing: {condition}, the flow goes on to '{last.go}' in the same way"
        help = "lead one of the two elsewhere, or leave this edge out"
        yield problem(
            DECIDES_NOTHING, edge.span, message, help, (Related(last.span, "where it does not fit, this does"),)
        )


def _same(one: Edge, other: Edge) -> bool:
    return one.go == other.go and set(one.clear) == set(other.clear) and _words(one) == _words(other)


def _words(edge: Edge) -> str:
    return "" if edge.say is None else " ".join(edge.say.source.split())


def _told(edge: Edge) -> str:
    source = " ".join(edge.when.source.split()) if edge.when is not None else ""
    return f"'{source}' holds" if len(source) <= 60 else "its guard holds"


def _alike(state: State, talk: Talk) -> Iterator[Diagnostic]:
    unnamed = [name for name in talk.exits if name not in state.outcomes]
    if not unnamed or len(unnamed) + (talk.until is not None) < 2 or not state.next:
        return
    reasons = [f"'{name}'" for name in unnamed]
    if talk.until is not None and len(unnamed) == 1:
        message = f"the exit {reasons[0]} goes on by 'next' as if '{talk.until.source}' held"
    else:
        message = f"the exits {listed(unnamed, 'and')} all go on by 'next'"
    help = f"say where the flow goes then: outcomes: {{{unnamed[-1]}: …}}"
    where = state.next[0].span
    yield problem(EXITS_ALIKE, state.does_span, message, help, (Related(where, "they lead here"),))
