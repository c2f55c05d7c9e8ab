"""What can be reached from where, in one pass: sets of nodes as bits, for the nodes of each knot together."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)


class Closures(Generic[N]):
    """For each node the set of nodes that a way, of no edges at least, leads to.

    Nodes that lead to each other (a knot) share one set. Knots are closed in the order in which a walk in depth leaves
    them (Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972), so that all they lead to is known then.
    """

    def __init__(self, edges: Mapping[N, Iterable[N]], nodes: Sequence[N]) -> None:
        self._numbers = {node: place for place, node in enumerate(nodes)}
        targets = [[self._numbers[each] for each in edges.get(node, ()) if each in self._numbers] for node in nodes]
        self._reached = [0] * len(nodes)
        for knot in knots(targets):
            bits = 0
            for one in knot:
                bits |= 1 << one
                for target in targets[one]:
                    bits |= self._reached[target]
            for one in knot:
                self._reached[one] = bits

    def bits(self, nodes: Iterable[N]) -> int:
        """A set of nodes."""
        bits = 0
        for node in nodes:
            bits |= 1 << self._numbers[node]
        return bits

    def after(self, node: N) -> int:
        """The set of what a node leads to, with itself."""
        return self._reached[self._numbers[node]]


def knots(targets: Sequence[Sequence[int]]) -> Iterable[list[int]]:
    """The sets of nodes that lead to each other, each after those that it leads to."""
    found: list[list[int]] = []
    index = [-1] * len(targets)
    low = [0] * len(targets)
    inside = [False] * len(targets)
    stack: list[int] = []
    clock = 0
    for root in range(len(targets)):
        if index[root] >= 0:
            continue
        walk = [(root, iter(targets[root]))]
        index[root] = low[root] = clock
        clock += 1
        stack.append(root)
        inside[root] = True
        while walk:
            node, rest = walk[-1]
            following = next(rest, -1)
            if following < 0:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_taken(stack, inside, node))
            elif index[following] < 0:
                index[following] = low[following] = clock
                clock += 1
                stack.append(following)
                inside[following] = True
                walk.append((following, iter(targets[following])))
            elif inside[following]:
                low[node] = min(low[node], index[following])
    return found


def _taken(stack: list[int], inside: list[bool], node: int) -> list[int]:
    knot = []
    while True:
        one = stack.pop()
        inside[one] = False
        knot.append(one)
        if one == node:
            return knot
