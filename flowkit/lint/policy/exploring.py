"""All that can come of a call, as far as one sentence hears of it: flows explored once for each value they begin with.

Theory of operation. A flow that is begun with a value is a *run*. A run is explored once, whoever called it: its nodes
are (point, value), and how it can end, (outcome, value), is told to all its callers, also to those that come later. So
flows are neither copied into each other nor do their returns mix, and the work grows with the flows' size times the
few values that a sentence has. A heap takes the nearest node first, so that the first way found to each is the
shortest.

Corrections go back: where the caller, waiting at a node, changes a slot, the call returns to the first state *on its
way* that used it. They are added when all else is explored: for every node of such a state, a set of bits holds the
nodes that can be reached from it; where one of them waits with a value, the state may be entered anew with that value,
with what the correction forgets. This is repeated until nothing new is found.

`~a b` is the caller's turning to one of several flows; `-a` a flow that the sentence hears nothing of: it may end
anyhow and changes nothing; `!a` is a call that begins with a flow.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from flowkit.lint.policy.facts import Known
from flowkit.lint.policy.reach import Closures
from flowkit.lint.policy.values import Label, Value, Way
from flowkit.lint.policy.ways import Ways

Node = tuple[str, int, Known]
Exit = tuple[str, int, Known]
CORRECTION = 3


class TooMany(Exception):
    """More combinations of values than are worth looking at."""


class Step(NamedTuple):
    """How one node leads to another: by a way, by a run and what came of it, or by a correction."""

    source: Node
    label: Label
    run: "Run | None" = None
    exit: Exit | None = None
    then: Label = ()
    back: "Correction | None" = None


class Correction(NamedTuple):
    """The caller changes `slot` where a run waits; its flow goes back to the state of the node `to`."""

    to: Node
    slot: str
    asked: bool
    waiting: Node
    run: "Run | None"
    value: "Wait"


class Run:
    """One flow begun with one value, and what is known of it so far."""

    def __init__(self, flow: str, begun: Value) -> None:
        self.flow, self.begun = flow, begun
        self.first: Node = ("" if flow[0] in "~-!" else "?", *begun)
        self.far: dict[Node, int] = {}
        self.came: dict[Node, Step] = {}
        self.follow: dict[Node, dict[Node, Step]] = {}
        self.exits: dict[Exit, tuple[int, Step]] = {}
        self.callers: dict[tuple[Run, Node, Label], Way] = {}
        self.waits: dict[Wait, list[Node]] = {}
        self.calls: dict[Node, dict[Run, Way]] = {}


Wait = tuple[int, Known, bool]
"""A value with which a call waits, and whether the caller may change what is set."""


class Breach(NamedTuple):
    """A place where the sentence is broken."""

    run: Run
    step: Step
    far: int


class Exploration:
    """Everything that can happen, from some flows that a call begins with."""

    def __init__(self, ways: Ways, roots: Iterable[str], begun: Iterable[Value], most: int) -> None:
        self.ways, self.most = ways, most
        self.runs: dict[tuple[str, Value], Run] = {}
        self.breaches: list[Breach] = []
        self.nodes = 0
        self._waits: dict[Run, list[Wait]] = {}
        self._heap: list[tuple[int, int, Run, Node]] = []
        self._count = count()
        self.roots = [self.run(f"!{root}", value) for root in roots for value in begun]

    def explore(self) -> None:
        """Explores everything.

        Raises:
            TooMany: there is more than may be looked at.
        """
        self._spread()
        while not self.breaches and self._correct():
            self._spread()

    def run(self, flow: str, begun: Value) -> Run:
        """The run of a flow that begins with a value."""
        found = self.runs.get((flow, begun))
        if found is None:
            found = self.runs[flow, begun] = Run(flow, begun)
            self._reach(found, found.first, 0, None)
        return found

    # Spreading.

    def _reach(self, run: Run, node: Node, far: int, step: Step | None) -> None:
        if step is not None:
            run.follow.setdefault(step.source, {}).setdefault(node, step)
        known = run.far.get(node)
        if known is not None and known <= far:
            return
        if known is None:
            self.nodes += 1
            if self.nodes > self.most:
                raise TooMany
        run.far[node] = far
        if step is not None:
            run.came[node] = step
        heappush(self._heap, (far, next(self._count), run, node))

    def _spread(self) -> None:
        while self._heap:
            far, _, run, node = heappop(self._heap)
            if run.far[node] == far:
                for way in self.ways.of(run.flow, *node):
                    self._take(run, node, way, far)

    def _take(self, run: Run, node: Node, way: Way, far: int) -> None:
        if way.kind == "listen":
            run.waits.setdefault((way.state, way.known, not way.target), []).append(node)
        elif way.kind == "call":
            self._call(run, node, way)
        else:
            self._arrive(run, way, far + way.cost, Step(node, way.label))

    def _arrive(self, run: Run, way: Way, far: int, step: Step) -> None:
        match way.kind:
            case "go" if way.state != self.ways.sentence.stops_at:
                self._reach(run, (way.target, way.state, way.known), far, step)
            case "exit" if way.state != self.ways.sentence.stops_at:
                self._leave(run, (way.target, way.state, way.known), far, step)
            case "broken":
                self.breaches.append(Breach(run, step, far))
            case "end" if self.ways.owed_at_end(way.state, way.known):
                self.breaches.append(Breach(run, step, far))

    def _leave(self, run: Run, exit: Exit, far: int, step: Step) -> None:
        known = run.exits.get(exit)
        if known is not None and known[0] <= far:
            return
        run.exits[exit] = (far, step)
        for (caller, node, _), way in list(run.callers.items()):
            self._return(caller, node, way, run, exit, far)

    def _call(self, run: Run, node: Node, way: Way) -> None:
        if way.state == self.ways.sentence.stops_at:
            return
        if way.label[0] == "turns to" and self.ways.is_open(way.known, way.target):
            return
        flow = self.ways.instead_of(way.target)
        callee = self.run(flow, (way.state, self.ways.passed(way.known, run.flow, flow)))
        run.calls.setdefault(node, {})[callee] = way
        callee.callers[run, node, way.label] = way
        for exit, (far, _) in list(callee.exits.items()):
            self._return(run, node, way, callee, exit, far)

    def _return(self, run: Run, node: Node, way: Way, callee: Run, exit: Exit, far: int) -> None:
        assert way.then is not None
        outcome, state, known = exit
        known = self.ways.returned(known, way.known, run.flow, callee.flow)
        start = run.far[node] + way.cost + far
        for further in way.then(outcome, state, known):
            self._arrive(run, further, start + further.cost, Step(node, way.label, callee, exit, further.label))

    # Corrections.

    def _correct(self) -> bool:
        """Adds the nodes that corrections lead back to; whether there are new ones."""
        found = False
        self._waits.clear()
        for run in list(self.runs.values()):
            if run.flow[0] not in "~-!":
                found = self._correct_in(run) or found
        return found

    def _waiting(self, run: Run) -> dict[Wait, list[tuple[Node, Run | None]]]:
        """Where a run waits, itself or in what it has called, by the value as it is here."""
        found: dict[Wait, list[tuple[Node, Run | None]]] = {}
        for wait, nodes in run.waits.items():
            found.setdefault(wait, []).extend((node, None) for node in nodes)
        for node, calls in run.calls.items():
            for callee, way in calls.items():
                for state, known, free in self._inside(callee):
                    wait = state, self.ways.returned(known, way.known, run.flow, callee.flow), free
                    found.setdefault(wait, []).append((node, callee))
        return found

    def _inside(self, run: Run) -> list[Wait]:
        """The values with which a run, or what it has called, waits, as far as its caller knows of them."""
        found = self._waits.get(run)
        if found is None:
            waits: dict[Wait, None] = {}
            for each in below(run):
                for state, known, free in each.waits:
                    waits[state, self._outward(known, each.flow), free] = None
            found = self._waits[run] = list(waits)
        return found

    def _outward(self, known: Known, flow: str) -> Known:
        return self.ways.ended(known, flow) if flow[0] not in "~-!" else known

    def _correct_in(self, run: Run) -> bool:
        """Adds the corrections of one run: those nodes that are not known yet, where the state was passed before."""
        at: dict[str, list[Node]] = {}
        for node in run.far:
            at.setdefault(node[0], []).append(node)
        back_to = [each for each in self.ways.back_to(run.flow) if each[0] in at]
        waiting = self._waiting(run) if back_to else {}
        wanted = []
        for value in waiting:
            changed: dict[tuple[str, bool], Known] = {}
            for stop, slot, asked in back_to:
                if not value[2] and not asked:
                    continue
                if (slot, asked) not in changed:
                    changed[slot, asked] = self.ways.corrected(run.flow, slot, value[1], asked=asked)
                new = (stop, value[0], changed[slot, asked])
                if new[1] != self.ways.sentence.stops_at and not _is_known(new, at[stop]):
                    wanted.append((new, slot, asked, value))
        return bool(wanted) and self._go_back(run, at, waiting, wanted)

    def _go_back(
        self,
        run: Run,
        at: Mapping[str, Sequence[Node]],
        waiting: Mapping[Wait, Sequence[tuple[Node, Run | None]]],
        wanted: Iterable[tuple[Node, str, bool, Wait]],
    ) -> bool:
        reached = Closures(run.follow, list(run.far))
        places = {wait: reached.bits(node for node, _ in nodes) for wait, nodes in waiting.items()}
        found = False
        for new, slot, asked, value in wanted:
            nodes, bits = waiting[value], places[value]
            if slot[0] == "?":
                nodes = [each for each in nodes if each[1] is None and self.ways.asks(run.flow, each[0][0], slot[1:])]
                bits = reached.bits(node for node, _ in nodes)
            source = next((node for node in at[new[0]] if reached.after(node) & bits), None)
            if source is None or new in run.far:
                continue
            bits = reached.after(source)
            where, inner = next(each for each in nodes if bits & reached.bits(each[:1]))
            step = Step(where, ("correct", slot), back=Correction(source, slot, asked, where, inner, value))
            self._reach(run, new, run.far[where] + CORRECTION, step)
            found = True
        return found


def below(run: Run) -> Iterator[Run]:
    """A run and all that it has called."""
    waiting, seen = [run], {run}
    for one in waiting:
        yield one
        for calls in one.calls.values():
            new = [each for each in calls if each not in seen]
            seen.update(new)
            waiting += new


def _is_known(node: Node, others: Iterable[Node]) -> bool:
    """Whether a node, or one of which less is known, was reached already."""
    _, state, known = node
    for _, other, less in others:
        if other == state:
            mine = dict(known)
            if all(number in mine and not mine[number] & ~bits for number, bits in less):
                return True
    return False
