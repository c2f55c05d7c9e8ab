"""A small interpreter of calls, written without the prover: all that can happen, one step after the other.

A call is a value; `steps` gives every call that can come of it in one step, with what happened on the way. It knows the
parts of the language that the random projects of these tests are made of, as the engine carries them out: slots with
two values, records, preconditions, digressions, corrections, ladders, `times`, `anytime`, failures, people.
"""

from dataclasses import dataclass, replace

from flowkit.language.expressions.paths import names_in
from flowkit.language.model import Ask, Choose, Confirm, End, Handoff, Run, Speak, State, Talk, Use
from flowkit.language.shapes import UNSET

VALUES = {"choice": ("a", "b"), "yes_no": (True, False)}


@dataclass(frozen=True)
class Frame:
    flow: str
    why: str
    point: str = "?"
    slots: tuple = ()
    path: tuple = ()
    counts: tuple = ()


@dataclass(frozen=True)
class Call:
    frames: tuple
    slots: tuple = ()
    customer: bool | None = None
    stale: bool = False
    done: frozenset = frozenset()

    @property
    def top(self):
        return self.frames[-1]

    def with_top(self, **changes):
        return replace(self, frames=(*self.frames[:-1], replace(self.top, **changes)))


class Interpreter:
    def __init__(self, project):
        self.project = project

    # Values.

    def lookup(self, call, frame):
        project = self.project

        class Scope:
            def lookup(self, name):
                held = dict(frame.slots) if frame is not None else {}
                if name in held:
                    return held[name]
                if name in dict(call.slots):
                    return dict(call.slots)[name]
                if name == "customer" and call.customer is not None:
                    return {"id": "c1"} if call.stale else {"id": "c1", "gold": call.customer}
                if name in project.preconditions:
                    return project.preconditions[name].when.evaluate(self)
                return UNSET

            def done(self, tool, arguments):
                return tool in call.done

        return Scope()

    def true(self, call, expression, frame):
        return expression.evaluate(self.lookup(call, frame)) is True

    def holds(self, call, name):
        return self.true(call, self.project.preconditions[name].when, None)

    def state(self, frame, name):
        return self.project.flows[frame.flow].states.get(name) or State("person", Handoff("desk"))

    def reads(self, frame, name):
        state = self.state(frame, name)
        exprs = [edge.when.expr for way in (state.next, *state.outcomes.values()) for edge in way if edge.when]
        if isinstance(state.does, Use | Confirm | Run):
            exprs += [each.expr for each in state.does.arguments.values()]
        if isinstance(state.does, Talk) and state.does.until:
            exprs.append(state.does.until.expr)
        return {name for expr in exprs for name in names_in(expr)}

    # Steps: each gives (things that happened or were about to, call or how it ended).

    def steps(self, call):
        point = call.top.point
        if point.startswith("?"):
            yield from self.begin(call, point[1:])
        elif point.endswith("!"):
            yield from self.waiting(call, self.state(call.top, point[:-1]))
        elif point.endswith("="):
            yield from self.result(call, self.state(call.top, point[:-1]))
        else:
            yield from self.enter(call, self.state(call.top, point))

    def begin(self, call, state):
        flow = self.project.flows[call.top.flow]
        for name in flow.requires:
            if not self.holds(call, name):
                yield [], self.push(call, self.project.preconditions[name].run, "requires")
                return
        if state:
            yield [], call.with_top(point=state)
        else:
            for slots in self.said_before(call.top, flow):
                yield [("try", f"start {flow.name}", call)], call.with_top(point=flow.start, slots=slots)

    @staticmethod
    def said_before(frame, flow):
        """What a flow may hold when it begins: what it was given, and what the caller has said already."""
        ways = [dict(frame.slots)]
        for name, slot in flow.slots.items():
            if name not in dict(frame.slots):
                ways += [{**way, name: value} for way in ways for value in VALUES[slot.shape.type]]
        return [tuple(sorted(way.items())) for way in ways]

    @staticmethod
    def push(call, flow, why, slots=()):
        return replace(call, frames=(*call.frames, Frame(flow, why, slots=tuple(sorted(slots)))))

    def enter(self, call, state):
        frame = call.top
        call = call.with_top(path=frame.path if state.name in frame.path else (*frame.path, state.name))
        thing = f"state {frame.flow}.{state.name}"
        tried = [] if state.name == "person" or isinstance(state.does, Handoff) else [("try", thing, call)]
        happened = [*tried, ("did", thing, call)]
        match state.does:
            case Speak():
                yield from self.leave(call, state, "next", happened)
            case Ask(slots=slots) if not self.missing(call, slots):
                yield from self.leave(call, state, "next", happened)
            case Ask() | Choose() | Talk():
                yield happened, call.with_top(point=f"{state.name}!")
            case Use() | Confirm():
                yield from self.judged(call, state, happened)
            case Run(flow=flow, arguments=arguments):
                scope = self.lookup(call, frame)
                given = [(name, each.evaluate(scope)) for name, each in arguments.items()]
                yield happened, self.push(call, flow, "run", [pair for pair in given if pair[1] is not UNSET])
            case Handoff():
                yield from self.handed_off(call, state, happened)
            case End(outcome=outcome):
                yield from self.end(call, outcome, happened)

    def missing(self, call, slots):
        held = {**dict(call.slots), **dict(call.top.slots)}
        return [name for name in slots if name not in held]

    def leave(self, call, state, outcome, happened):
        way = state.next if outcome == "next" else state.outcomes[outcome]
        frame = call.top
        for number, edge in enumerate(way):
            if edge.when is not None and not self.true(call, edge.when, frame):
                continue
            key = f"{state.name}/{outcome}/{number}"
            taken = dict(frame.counts).get(key, 0)
            if edge.times is not None:
                if taken >= edge.times:
                    continue
                call = call.with_top(counts=tuple(sorted({**dict(frame.counts), key: taken + 1}.items())))
            yield from self.along(call, edge, happened)
            return
        yield happened, call.with_top(point="person")

    def along(self, call, edge, happened):
        call = call.with_top(slots=tuple(pair for pair in call.top.slots if pair[0] not in edge.clear))
        call = replace(call, slots=tuple(pair for pair in call.slots if pair[0] not in edge.clear))
        if edge.go == "hang_up":
            yield [*happened, ("end", "flow", call)], None
        else:
            yield happened, call.with_top(point=edge.go)

    def end(self, call, outcome, happened):
        flow = self.project.flows[call.top.flow]
        outcomes = [outcome, "unresolved"] if outcome == "resolved" and flow.router else [outcome]
        for each in outcomes:
            told = list(happened)
            if each == "resolved":
                told += [("try", f"flow {flow.name}", call), ("did", f"flow {flow.name}", call)]
            yield from self.pop(call, each, told)

    def pop(self, call, outcome, happened):
        ended, frames = call.top, call.frames[:-1]
        if not frames:
            yield [*happened, ("end", "flow", call)], None
            return
        call = replace(call, frames=frames)
        state = self.state(call.top, call.top.point.strip("?!="))
        match ended.why:
            case "requires":
                name = next(n for n, p in self.project.preconditions.items() if p.run == ended.flow)
                if self.holds(call, name):
                    yield happened, call
                else:
                    yield from self.pop(call, "refused", happened)
            case "choose":
                yield from self.leave(call, state, "next", happened)
            case "run" if outcome == "resolved":
                yield from self.leave(call, state, "next", happened)
            case "run" if outcome in state.outcomes:
                yield from self.leave(call, state, outcome, happened)
            case "run":
                yield from self.end(call, outcome, happened)
            case "cancel" if outcome == "cancelled":
                yield from self.pop(call, "cancelled", happened)
            case _:
                yield happened, call.with_top(point=f"?{state.name}")

    def handed_off(self, call, state, happened):
        told = [*happened, ("try", "handoff", call), ("did", "handoff", call)]
        yield [*told, ("end", "handoff", call)], None
        if "failed" in state.outcomes:
            yield from self.leave(call, state, "failed", told)

    # Tools.

    def allows(self, call, tool, arguments):
        scope = self.lookup(call, call.top)
        if any(each.evaluate(scope) is UNSET for each in arguments.values()):
            return False
        if not all(self.holds(call, name) for name in tool.requires):
            return False
        return all(self.true(call, rule.when, None) for rule in tool.only_if)

    def judged(self, call, state, happened):
        tool = self.project.tools[state.does.tool]
        if not self.allows(call, tool, state.does.arguments):
            yield from self.outcome(call, state, "refused", happened)
            return
        yield [*happened, ("try", f"tool {tool.name}", call)], call.with_top(point=f"{state.name}!")

    def outcome(self, call, state, outcome, happened):
        if outcome in state.outcomes or outcome == "next":
            yield from self.leave(call, state, outcome, happened)
        elif outcome == "refused":
            yield from self.end(call, "refused", happened)
        else:
            yield happened, call.with_top(point="person")

    def carried_out(self, call, tool):
        """The calls in which a tool was carried out."""
        call = replace(call, done=call.done | {tool.name})
        if tool.writes and "customer" in tool.changes:
            call = replace(call, stale=call.customer is not None)
        if tool.output is not None and tool.output.record == "customer":
            return [replace(call, customer=gold, stale=False) for gold in (True, False)]
        return [call]

    def result(self, call, state):
        """How a tool that runs ends."""
        tool = self.project.tools[state.does.tool]
        yield from self.outcome(call, state, "failed", [])
        for outcome in tool.outcomes:
            yield from self.outcome(call, state, outcome, [])
        for after in self.carried_out(call, tool):
            yield from self.outcome(after, state, "next", [("did", f"tool {tool.name}", after)])
        if tool.writes:
            yield from self.outcome(call, state, "unknown", [("did", f"unknown {tool.name}", call)])

    # Waiting.

    def waiting(self, call, state):
        match state.does:
            case Use():
                yield from self.result(call, state)
            case Confirm(tool=tool, arguments=arguments):
                if self.allows(call, self.project.tools[tool], arguments):
                    agreed = [("did", "consent", call), ("try", f"tool {tool}", call)]
                    yield agreed, call.with_top(point=f"{state.name}=")
                else:
                    yield from self.outcome(call, state, "refused", [])
                if "declined" in state.outcomes:
                    yield from self.leave(call, state, "declined", [])
                yield [], call.with_top(point="person")
            case Choose(flows=flows):
                for flow in flows:
                    yield [], self.push(call, flow, "choose")
                if "nothing" in state.outcomes:
                    yield from self.leave(call, state, "nothing", [])
                else:
                    yield from self.end(call, "resolved", [])
            case Talk(tools=tools, exits=exits, until=until):
                for name in tools:
                    yield from self.called(call, state, self.project.tools[name])
                for name in exits:
                    yield from self.leave(call, state, name if name in state.outcomes else "next", [])
                if until is not None and self.true(call, until, call.top):
                    yield from self.leave(call, state, "next", [])
                yield from self.outcome(call, state, "too_long", [])
        yield from self.anyway(call, state)

    def called(self, call, state, tool):
        if not self.allows(call, tool, {}):
            return
        tried = [("try", f"tool {tool.name}", call)]
        asked = tool.writes and tool.consent != "none"
        tried = [*tried, *([("did", "consent", call)] if asked else [])]
        if asked:
            yield tried, call
        for after in self.carried_out(call, tool):
            yield [*tried, ("did", f"tool {tool.name}", after)], after
        if tool.writes:
            yield from self.outcome(call, state, "unknown", [*tried, ("did", f"unknown {tool.name}", call)])

    def anyway(self, call, state):
        """What callers do anyway, and say unasked."""
        yield [], call.with_top(point="person")
        yield from self.ladders(call, state)
        flow = self.project.flows[call.top.flow]
        anytime = next((e for e in (state.anytime, flow.anytime, self.project.anytime) if e is not None), {})
        opened = {frame.flow for frame in call.frames}
        cancel = anytime.get("cancel", "")
        if cancel and cancel != "off" and cancel not in opened:
            yield [], self.push(call, cancel, "cancel")
        elif cancel != "off":
            yield from self.pop(call, "cancelled", [])
        turns = {name for what, name in anytime.items() if what != "cancel" and name != "off"}
        states = [each.does for other in self.project.flows.values() for each in other.states.values()]
        offered = [name for does in states if isinstance(does, Choose) for name in does.flows]
        nearest = next((e for e in (state.digress, flow.digress, self.project.digress) if e is not None), offered)
        for name in sorted({*turns, *nearest} - opened):
            yield [], self.push(call, name, "digression")
        yield from self.said(call, state, anytime)

    def ladders(self, call, state):
        flow = self.project.flows[call.top.flow]
        for which in ("no_input", "no_match"):
            if isinstance(state.does, Use):
                continue
            ladder = next((e for e in (getattr(p, which) for p in (state, flow, self.project)) if e), None)
            if ladder is not None:
                if which == "no_input" or not isinstance(state.does, Confirm):
                    yield from self.along(call, next(rung.edge for rung in ladder if rung.edge), [])
            elif which == "no_input" and not isinstance(state.does, Confirm):
                yield [("end", "flow", call)], None

    def said(self, call, state, anytime):
        """The caller fills a slot, or changes one."""
        flow = self.project.flows[call.top.flow]
        for name, slot in {**self.project.slots, **flow.slots}.items():
            own = name in flow.slots
            held = dict(call.top.slots if own else call.slots)
            for value in VALUES[slot.shape.type]:
                if name in held and (held[name] == value or "correct" in anytime):
                    continue
                slots = tuple(sorted({**held, name: value}.items()))
                after = call.with_top(slots=slots) if own else replace(call, slots=slots)
                if name in held:
                    after = self.corrected(after, name)
                elif isinstance(state.does, Ask) and not self.missing(after, state.does.slots):
                    yield from self.leave(after, state, "next", [])
                    continue
                yield [], after
        for index in range(len(call.frames) - 1):
            yield from self.said_below(call, index)

    def said_below(self, call, index):
        """The caller says or changes a slot of a flow below, which is open too."""
        frame = call.frames[index]
        for name, slot in self.project.flows[frame.flow].slots.items():
            held = dict(frame.slots)
            for value in VALUES[slot.shape.type]:
                if held.get(name) != value:
                    slots = tuple(sorted({**held, name: value}.items()))
                    frames = (*call.frames[:index], replace(frame, slots=slots), *call.frames[index + 1 :])
                    after = replace(call, frames=frames)
                    yield [], self.corrected(after, name) if name in held else after

    def corrected(self, call, name):
        """The call after a slot has another value: back at the first state on the way that used it, if one did."""
        for index in range(len(call.frames) - 1, -1, -1):
            frame = call.frames[index]
            top = index == len(call.frames) - 1
            used = next((k for k, each in enumerate(frame.path) if name in self.reads(frame, each)), None)
            if used is None:
                continue
            does = self.state(frame, frame.point.strip("?!=")).does
            missing = set(self.missing(call, does.slots)) if top and isinstance(does, Ask) else set()
            asking = next((k for k, each in enumerate(frame.path) if self.asks(frame, each) & missing), used)
            place = min(used, asking)
            target = frame.path[place]
            if missing and (target == frame.point.strip("?!=") or self.reads(frame, target) & missing):
                return call
            back = replace(frame, path=frame.path[:place], point=target)
            return replace(call, frames=(*call.frames[:index], back))
        return call

    def asks(self, frame, name):
        does = self.state(frame, name).does
        return set(does.slots) if isinstance(does, Ask) else set()
