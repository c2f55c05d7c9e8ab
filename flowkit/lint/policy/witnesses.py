"""The shortest conversation that breaks a sentence: found in what was explored, and played through with all facts.

Theory of operation. An exploration follows few facts, or none. So what it finds may be a conversation that guards do
not let happen. The conversation is therefore written down as a list of labels and played once more while *all* facts
are followed: if every step is possible, it is shown; if not, the facts that made a step impossible are followed in the
next exploration. As facts are judged one by one in both, a step that cannot be for all facts cannot be for those.
"""

from collections import deque
from heapq import heappop, heappush
from itertools import count

from flowkit.lint.policy.exploring import Breach, Correction, Exit, Exploration, Node, Run, Step
from flowkit.lint.policy.playing import Act, Back
from flowkit.lint.policy.values import Label
from flowkit.lint.policy.ways import Ways


def shortest(exploration: Exploration) -> list[Act] | None:
    """The shortest conversation that breaks the sentence; None if it cannot be told from what was explored."""
    far, came = _contexts(exploration)
    found = sorted(
        (far[each.run] + each.far, n, each) for n, each in enumerate(exploration.breaches) if each.run in far
    )
    for _, _, breach in found[:20]:
        acts = _Telling(exploration.ways).whole(came, breach)
        if acts is not None:
            return acts
    return None


def root_of(exploration: Exploration, breach_acts: list[Act]) -> Run:
    """The run that a conversation begins with."""
    first = breach_acts[0]
    return next(root for root in exploration.roots if not isinstance(first, Back) and root.flow == f"!{first[1]}")


Came = dict[Run, tuple[Run, Node, Label] | None]


def _contexts(exploration: Exploration) -> tuple[dict[Run, int], Came]:
    """How far each run is from the beginning of a call, and who called it there."""
    order, far, came = count(), dict[Run, int](), Came()
    heap: list[tuple[int, int, Run, tuple[Run, Node, Label] | None]] = []
    for root in exploration.roots:
        heappush(heap, (0, next(order), root, None))
    while heap:
        distance, _, run, caller = heappop(heap)
        if run in far:
            continue
        far[run], came[run] = distance, caller
        for node, calls in run.calls.items():
            for callee, way in calls.items():
                if callee not in far:
                    heappush(heap, (distance + run.far[node] + way.cost, next(order), callee, (run, node, way.label)))
    return far, came


class _Telling:
    """Writes conversations down, from the steps that were kept while exploring."""

    def __init__(self, ways: Ways) -> None:
        self.ways = ways

    def whole(self, came: Came, breach: Breach) -> list[Act] | None:
        chain: list[tuple[Run, Node, Label]] = []
        run = breach.run
        while (caller := came[run]) is not None:
            chain.append(caller)
            run = caller[0]
        acts: list[Act] = []
        for above, node, label in reversed(chain):
            way = self._to_node(above, node)
            if way is None:
                return None
            acts += [*way, label]
        before = self._to_node(breach.run, breach.step.source)
        last = self._of_step(breach.step)
        return None if before is None or last is None else [*acts, *before, *last]

    def _to_node(self, run: Run, node: Node) -> list[Act] | None:
        """How a run comes to a node."""
        parts: list[list[Act]] = []
        while node != run.first:
            step = run.came.get(node)
            if step is None:
                return None
            if step.back is not None:
                part = self._back(run, node, step)
                node = step.back.to
            else:
                part = self._of_step(step)
                node = step.source
            if part is None:
                return None
            parts.append(part)
        return [act for part in reversed(parts) for act in part]

    def _of_step(self, step: Step) -> list[Act] | None:
        if step.run is None or step.exit is None:
            return [step.label]
        inside = self._to_exit(step.run, step.exit)
        return None if inside is None else [step.label, *inside, step.then]

    def _to_exit(self, run: Run, exit: Exit) -> list[Act] | None:
        _, step = run.exits[exit]
        before, last = self._to_node(run, step.source), self._of_step(step)
        return None if before is None or last is None else [*before, *last]

    def _back(self, run: Run, node: Node, step: Step) -> list[Act] | None:
        """On from the state that was passed to where the call waits, and the correction there."""
        back = step.back
        assert back is not None
        there, on = self._between(run, back.to, back.waiting), self._from_there(run, node, back)
        return None if there is None or on is None else [*there, *on]

    def _from_there(self, run: Run, node: Node, back: Correction) -> list[Act] | None:
        """The correction, from where the call waits on."""
        inside: list[Act] | None = [("listen",)] if back.run is None else self._to_wait(run, back)
        return None if inside is None else [*inside, Back(run.flow, back.slot, back.asked, node[0])]

    def _to_wait(self, below: Run, back: Correction) -> list[Act] | None:
        """Into a run that was called, and to where the call waits in it, or in what it calls, with the same value."""
        assert back.run is not None
        first = below.calls[back.waiting][back.run]
        queue: deque[tuple[Run, list[Act]]] = deque([(back.run, [first.label])])
        seen = {back.run}
        while queue:
            one, acts = queue.popleft()
            for (state, known, free), nodes in one.waits.items():
                outside = known if one.flow[0] in "~-!" else self.ways.ended(known, one.flow)
                if (state, self.ways.returned(outside, first.known, below.flow, back.run.flow), free) != back.value:
                    continue
                before = self._to_node(one, nodes[0])
                if before is not None:
                    return [*acts, *before, ("listen",)]
            for node, calls in one.calls.items():
                for callee, way in calls.items():
                    further = self._to_node(one, node) if callee not in seen else None
                    if further is not None:
                        seen.add(callee)
                        queue.append((callee, [*acts, *further, way.label]))
        return None

    def _between(self, run: Run, start: Node, goal: Node) -> list[Act] | None:
        """The fewest steps from one node of a run to another."""
        came: dict[Node, Step | None] = {start: None}
        queue = deque([start])
        while queue and goal not in came:
            node = queue.popleft()
            for target, step in run.follow.get(node, {}).items():
                if target not in came:
                    came[target] = step
                    queue.append(target)
        if goal not in came:
            return None
        parts: list[list[Act]] = []
        node = goal
        while (last := came[node]) is not None:
            part = self._of_step(last) if last.back is None else self._from_there(run, node, last.back)
            if part is None:
                return None
            parts.append(part)
            node = last.source
        return [act for part in reversed(parts) for act in part]
