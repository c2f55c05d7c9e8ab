"""Proving one sentence: exploring with few facts, and with more where a conversation turns out to be impossible.

Theory of operation. First nothing is followed but the sentence itself: what holds then holds whatever guards say. Where
it can be broken, the shortest conversation is played with all facts. If it can happen, the sentence is broken. If it
cannot, the facts that stop it are followed too, and all is explored anew. Each round knows more facts, so there is an
end; where the rounds or the nodes become too many, or where no fact explains why a conversation cannot happen, the
sentence is unproved, and never passed for proved. Flows of which the sentence hears nothing are first taken to end
anyhow; a conversation that leads through one of them is looked for anew with all flows.
"""

from enum import Enum
from typing import NamedTuple

from flowkit.language.expressions.paths import children
from flowkit.language.expressions.syntax import Done, Expr
from flowkit.lint.policy.exploring import Exploration, TooMany
from flowkit.lint.policy.facts import NO, TRUE, UNSET, Known, facts_in
from flowkit.lint.policy.followed import Followed
from flowkit.lint.policy.playing import Told, play
from flowkit.lint.policy.relevance import relevant_flows
from flowkit.lint.policy.sentences import Sentence
from flowkit.lint.policy.values import Value
from flowkit.lint.policy.ways import Ways
from flowkit.lint.policy.witnesses import root_of, shortest
from flowkit.lint.policy.world import World

ROUNDS = 12
_NODES, _NODES_PER_STATE = 20_000, 40


class Verdict(Enum):
    """What came of a proof."""

    PROVED = "proved"
    BROKEN = "broken"
    UNPROVED = "unproved"


class Proof(NamedTuple):
    """What came of a proof, with the conversation that breaks the sentence, or why it could not be told."""

    verdict: Verdict
    told: tuple[Told, ...] = ()
    why: str = ""


def prove(world: World, sentence: Sentence, roots: tuple[str, ...]) -> Proof:
    """Whether a sentence holds on every call that begins with one of the flows."""
    facts = world.guards.facts
    numbers = _first_facts(world, sentence)
    if numbers:
        world.meet_facts()
    _leave_out_sure_tools(world, sentence, numbers)
    if not sentence.forbid and sentence.form in ("before", "never_after", "only_if"):
        return Proof(Verdict.PROVED)
    most = _NODES + _NODES_PER_STATE * sum(len(each.stops) for each in world.outlines.values())
    every_flow = False
    for _ in range(ROUNDS):
        followed = Followed(facts, numbers, world.keys)
        ways = Ways(world, sentence, followed, None if every_flow else relevant_flows(world, sentence, followed))
        exploration = Exploration(ways, roots, [begun(world, sentence, followed)], most)
        try:
            exploration.explore()
        except TooMany:
            return Proof(Verdict.UNPROVED, (), "there are too many combinations of values to look at")
        if not exploration.breaches:
            return Proof(Verdict.PROVED)
        found = _checked(world, sentence, exploration)
        if isinstance(found, Proof):
            if any(each.flow[0] == "-" for each in found.told):
                # It leads through a flow that was not looked into: whether it can end that way is still to be seen.
                every_flow = True
                continue
            return found
        if found <= numbers:
            found |= {number for formula in sentence.formulas() for number in facts_in(formula)}
        if found <= numbers:
            return Proof(Verdict.UNPROVED, (), "guards that belong together cannot be told apart")
        numbers |= found
    return Proof(Verdict.UNPROVED, (), "it takes too many guards to tell")


def _first_facts(world: World, sentence: Sentence) -> frozenset[int]:
    """The facts without which nothing can be shown: what the sentence asks, and what rules of its tools ask."""
    numbers: set[int] = set()
    if sentence.owner:
        numbers.add(world.guards.opened(sentence.owner).number)
    for formula in sentence.formulas():
        numbers |= facts_in(formula)
    heard = {thing[5:] for thing in sentence.things if thing.startswith("tool ")}
    for thing in sentence.forbid if sentence.form == "never_after" else ():
        tool = world.project.tools.get(thing[5:]) if thing.startswith("tool ") else None
        for rule in tool.only_if if tool is not None else ():
            numbers.update(world.guards.ran(name).number for name in done_in(rule.when.expr) if name in heard)
    return frozenset(numbers)


def _leave_out_sure_tools(world: World, sentence: Sentence, numbers: frozenset[int]) -> None:
    """Leaves out the tools whose own preconditions make sure of what the sentence asks, whatever calls them."""
    if sentence.condition is None:
        return
    followed = Followed(world.guards.facts, numbers, world.keys)
    for thing in sorted(sentence.forbid):
        tool = world.project.tools.get(thing[5:]) if thing.startswith("tool ") else None
        known = followed.refined((), world.look_ups.requirements(tool), TRUE) if tool is not None else ()
        if known is None or followed.refined(known, sentence.condition, sentence.broken_by) is None:
            sentence.forbid -= {thing}


def _checked(world: World, sentence: Sentence, exploration: Exploration) -> Proof | set[int]:
    """The proof that a sentence is broken, or the facts that keep the conversation from happening."""
    acts = shortest(exploration)
    if acts is None:
        return Proof(Verdict.UNPROVED, (), "the only ways that break it lead through several corrections")
    world.meet_facts()
    facts = world.guards.facts
    followed = Followed(facts, frozenset(range(len(facts.all))), world.keys)
    ways = Ways(world, sentence, followed, exploration.ways.relevant)
    root = root_of(exploration, acts)
    told, stopped, done = play(ways, root.flow, begun(world, sentence, followed), acts)
    return Proof(Verdict.BROKEN, tuple(told)) if done else stopped


def begun(world: World, sentence: Sentence, followed: Followed) -> Value:
    """The value that a call begins with: nothing was carried out or looked up, and no flow is open.

    What the line brings stands in slots of the project. (Only designers' tests can begin with records, or inside a
    flow; what comes before counts there as having happened.)
    """
    known: dict[int, int] = {}
    for number in followed.numbers:
        fact = followed.facts.all[number]
        if fact.kind in ("open", "ran"):
            known[number] = NO
        elif fact.kind == "term" and not fact.scope and fact.path[0] in world.project.records:
            known[number] = UNSET
    ordered: Known = tuple(sorted(known.items()))
    return 0, ordered


def done_in(expr: Expr) -> set[str]:
    """The tools of which an expression asks whether they were carried out."""
    found = {expr.tool} if isinstance(expr, Done) else set[str]()
    return found.union(*(done_in(part) for part in children(expr)))
