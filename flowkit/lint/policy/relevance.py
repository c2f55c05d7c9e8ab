"""The flows that a sentence hears of: those in which something happens, however deep, that it or a followed fact knows.

Whatever happens in the others, they end, and the call goes on as it was. A sentence that hears of people, or of the end
of the call, hears of all flows, for everywhere callers may ask for a person.
"""

from flowkit.lint.policy.followed import Followed
from flowkit.lint.policy.sentences import HANDOFF, Sentence
from flowkit.lint.policy.world import World


def relevant_flows(world: World, sentence: Sentence, followed: Followed) -> frozenset[str] | None:
    """The flows that have to be explored; None: all."""
    things = set(sentence.things)
    if sentence.form in ("leads_to", "person") or HANDOFF in things:
        return None
    case = world.project.case
    if case is not None and f"tool {case.tool}" in things:
        return None
    for number in followed.numbers:
        fact = followed.facts.all[number]
        if fact.kind == "ran":
            things.add(f"tool {fact.key}")
        elif fact.kind == "open":
            things.add(f"flow {fact.key}")
        for flow, name in fact.roots:
            things.update(_of_root(world, flow, name))
    heard = {name for name in world.outlines if things & world.happenings(name)}
    if sentence.owner:
        heard.add(sentence.owner)
    return frozenset(_with_callers(world, heard))


def _of_root(world: World, flow: str, name: str) -> set[str]:
    """What changes a name: tools that bring a record, writes that make it stale, flows that ask for a slot."""
    if name.startswith("ran "):
        return {f"tool {name[4:]}"}
    record = name.removeprefix("rows ")
    if record in world.project.records:
        tools = [*world.look_ups.bringing.get(record, ()), *(t.name for t in world.project.tools.values() if t.writes)]
        return {f"tool {tool}" for tool in tools}
    found = {f"flow {flow}"} if flow else set()
    return found | ({f"clear {name}", f"slot {name}"} if not flow else set())


def _with_callers(world: World, heard: set[str]) -> set[str]:
    """The flows, and all that run them on top of themselves."""
    callers: dict[str, list[str]] = {}
    for name in world.outlines:
        for other in world.runs(name):
            callers.setdefault(other, []).append(name)
    todo = list(heard)
    while todo:
        new = [name for name in callers.get(todo.pop(), ()) if name not in heard]
        heard.update(new)
        todo += new
    return heard
