"""The guarantees of a project, each proved over all ways through all calls, before any call is made.

Theory of operation. A sentence means here what it means while calls are watched: there, what would break it is refused;
here, it is shown that nothing ever would be. A sentence is an automaton with few states (`sentences`). Every flow, with
all that callers, tools and the model can bring about in it (`ways`), is explored for each state of the automaton that
it can be entered with, and its returns are told to all who run it (`exploring`). That is a reachability analysis of a
pushdown system by summaries; its work grows with the number of states and edges. Nothing of guards is followed at
first. Where the shortest conversation that breaks a sentence turns out to be kept by guards, by rules of tools or by
preconditions from happening, the facts that keep it are followed too (`facts`, `guards`, `witnesses`), and only those
(`proving`).

So a verdict is `proved` (there is no such conversation), `broken` (here is the shortest one, and every guard on it can
hold), or `unproved`, with the reason. What is taken to be possible is never less than what the engine does: all edges,
defaults, ladders, refusals, failures, corrections, digressions, flows under `anytime`, preconditions, look-ups of the
engine, people who do not pick up. Not looked at is how often a limit is reached, and that the line or the model breaks
down: then the call goes to a person, wherever it is.

`consent before every write` needs no search: a `use` of a write that callers have to agree to is refused when files are
read, and `confirm` and `talk` have no other way to a write than by their yes. Only what is written down costs anything;
a project without sentences, whose own `person` states all hand over, is not looked at at all.
"""

from collections.abc import Iterable, Mapping

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.model import Project
from flowkit.lint.outline import Outline

PERSON = "person"


def check_guarantees(project: Project, outlines: Mapping[str, Outline]) -> Iterable[Diagnostic]:
    """What is broken, empty or unproved of what the project and its flows guarantee, and of what is always on."""
    written = [("", each) for each in project.guarantees]
    own_person = False
    for name, outline in outlines.items():
        if outline.guarantees:
            written += [(name, each) for each in outline.guarantees]
        own_person = own_person or outline.person not in ("", "handoff")
    if not written and not own_person:
        return ()
    from flowkit.lint.policy.verdicts import Verdicts  # few projects need a proof

    return Verdicts(project, outlines).all(written)
