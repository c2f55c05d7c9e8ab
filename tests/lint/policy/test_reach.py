"""Dominators and closures, against networkx."""

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.lint.policy.dominators import Dominators
from flowkit.lint.policy.reach import Closures

graphs = st.dictionaries(st.integers(0, 9).map(str), st.lists(st.integers(0, 9).map(str), max_size=4), max_size=10)


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_the_tree_is_that_of_networkx(found):
    targets = {str(number): found.get(str(number), []) for number in range(10)}
    graph = networkx.DiGraph([(a, b) for a, all_of in targets.items() for b in all_of])
    graph.add_nodes_from(targets)
    tree = Dominators("0", targets)
    above = networkx.immediate_dominators(graph, "0")
    assert {name: tree.above(name) for name in above if name != "0"} == {n: a for n, a in above.items() if n != "0"}

    def dominates(one, other):
        while other != "0" and other != one:
            other = above[other]
        return one == other

    names = [name for name in targets if name in above and int(name) % 2]
    top = {name for name in names if not any(dominates(other, name) for other in names if other != name)}
    assert set(tree.topmost(names)) == top


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_the_closures_are_those_of_networkx(found):
    nodes = [str(number) for number in range(10)]
    graph = networkx.DiGraph([(a, b) for a, all_of in found.items() for b in all_of])
    graph.add_nodes_from(nodes)
    closures = Closures(found, nodes)
    for node in nodes:
        assert closures.after(node) == closures.bits({node, *networkx.descendants(graph, node)})
