"""The rules of one flow's graph, in one: they share its routes."""

from collections.abc import Iterator

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Flow, Project
from flowkit.lint.graph.after_writes import check_saying
from flowkit.lint.graph.branches import check_branches
from flowkit.lint.graph.endings import check_endings
from flowkit.lint.graph.failures import check_failures
from flowkit.lint.graph.ladders import check_ladders
from flowkit.lint.graph.loops import check_loops
from flowkit.lint.graph.routes import routes
from flowkit.lint.graph.states import check_states
from flowkit.lint.graph.tries import check_tries
from flowkit.lint.graph.unreached import check_unreached


def check_graph(flow: Flow, project: Project) -> Iterator[Diagnostic]:
    """What is wrong with the graph of a flow: its ways, loops, ladders, ends, and its states one by one."""
    known = routes(flow, project)
    yield from check_unreached(known)
    loops = yield from check_loops(known)
    yield from check_endings(known, loops)
    yield from check_branches(known)
    yield from check_failures(known)
    yield from check_tries(known)
    yield from check_ladders(known)
    yield from check_states(known)
    yield from check_saying(flow)
