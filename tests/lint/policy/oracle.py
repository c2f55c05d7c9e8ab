"""What is true of sentences: found by going through all calls, one by one, with the engine's own automata."""

from collections import deque

from flowkit.engine.watch.guarantees import after, compile_sentences
from flowkit.lint.outline import outline
from flowkit.lint.policy.facts import Facts
from flowkit.lint.policy.guards import Guards
from flowkit.lint.policy.proving import prove
from flowkit.lint.policy.sentences import compiled
from flowkit.lint.policy.world import World
from tests.lint.policy.calls import Call, Frame, Interpreter


class Truth:
    """Whether a sentence can be broken on some call that begins with a flow."""

    def __init__(self, project, sentence, forbid, limit=30_000):
        self.calls, self.sentence, self.forbid, self.limit = Interpreter(project), sentence, forbid, limit

    def of(self, roots):
        brought = [(), *((("vip", value),) for value in (True, False))]
        start = [(Call((Frame(root, "start"),), slots), 0) for root in roots for slots in brought]
        came = dict.fromkeys(start)
        queue = deque(start)
        while queue:
            if len(came) > self.limit:
                return "?", []
            node = queue.popleft()
            call, state = node
            for happened, new in self.calls.steps(call):
                at = self.along(state, happened)
                if at is None:
                    return "broken", self.way(came, node, happened)
                if new is not None and (new, at) not in came:
                    came[new, at] = node
                    queue.append((new, at))
        return "holds", []

    def along(self, state, happened):
        """The state of the sentence after things happened; None if they break it."""
        for kind, thing, call in happened:
            if kind == "try" and self.breaks(state, thing, call):
                return None
            if kind == "end" and self.sentence.form == "leads_to" and state == 1:
                return None
            if kind == "did":
                if self.sentence.form == "leads_to" and thing in self.sentence.subject and not self.speaks(call):
                    continue
                state = after(self.sentence, state, thing)
        return state

    def speaks(self, call):
        return not self.sentence.flow or any(frame.flow == self.sentence.flow for frame in call.frames)

    def breaks(self, state, thing, call):
        sentence = self.sentence
        if thing not in self.forbid or not self.speaks(call):
            return False
        if "consent" in sentence.subject and sentence.form == "before" and thing.startswith("tool "):
            return sentence.explicit and self.calls.project.tools[thing[5:]].consent == "none"
        frame = next((each for each in reversed(call.frames) if each.flow == sentence.flow), None)
        scope = self.calls.lookup(call, frame)
        match sentence.form:
            case "before":
                return state != 1 if sentence.holds is None else sentence.holds.evaluate(scope) is not True
            case "never_after":
                return state != 0 if sentence.holds is None else sentence.holds.evaluate(scope) is True
            case "only_if":
                return sentence.when.evaluate(scope) is not True
        return False

    @staticmethod
    def way(came, node, happened):
        told = [happened]
        while node is not None:
            told.append(" > ".join(f"{f.flow}.{f.point}{dict(f.slots) or ''}" for f in node[0].frames))
            node = came[node]
        return told[::-1]


def check_project(project, limit=30_000):
    """Each sentence of a project: (sentence, what the prover says, what is true, how)."""
    outlines = {name: outline(flow) for name, flow in project.flows.items()}
    world = World(project, outlines, Guards(project, Facts()))
    sentences = compile_sentences(project)
    forbidden = {}
    for thing, each in sentences.forbid.items():
        for sentence in each:
            forbidden.setdefault(sentence.number, set()).add(thing)
    known = {}
    for each in (*sentences.owed, *(s for all_of in sentences.forbid.values() for s in all_of)):
        known[each.number] = each
    number = -1
    for owner, guarantees in (("", project.guarantees), *((n, f.guarantees) for n, f in project.flows.items())):
        for guarantee in guarantees:
            number += 1
            sentence = known.get(number)
            if sentence is None:
                continue
            proof = prove(world, compiled(guarantee, owner, project, outlines, world.guards), world.roots())
            truth, way = Truth(project, sentence, forbidden.get(number, set()), limit).of(world.roots())
            yield f"[{owner}] {guarantee.sentence}", proof.verdict.value, truth, (way, proof)
