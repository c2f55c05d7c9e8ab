"""What is sure to be known when a call comes to a state: the quick look.

Theory of operation. What is sure at a state is what is sure on every edge to it. An `ask` that did its job sets its
slots, a tool that worked its result; an edge with `clear` forgets its own, and everything made of them: results that
were looked up with them, choices from these. The start of a flow, and every state that a ladder leads to, are sure of
nothing. From "all are set" everywhere else the sets only shrink, until they fit together. Sets are bits of a number,
one for each name. Wherever it cannot be told from the flow whether a slot outlives a step, it counts as forgotten:
slots of the project while other flows run, choices from a list while the list is renewed. An `ask` that is content
with some of its slots makes none of them sure; that it has enough of them is a fact of its own, which is gone as soon
as one of them may be forgotten.
"""

from collections.abc import Iterator

from flowkit.language.expressions.paths import names_in
from flowkit.language.expressions.syntax import And, Calculate, Compare, Expr, Field, Is, Literal, Name, Not, Or
from flowkit.language.model import Ask, Choose, Confirm, Edge, Flow, Ladder, Project, Run, State, Talk, Use

EVERYTHING = -1
Moves = list[tuple[bool, int, str]]
_PARTED = frozenset((Compare, Calculate))


class Knowledge:
    """What is sure in one flow, by state, on coming to it.

    `bits` has the bit of every slot and result; of what is computed, those of its parts and one of its own
    (`computed`), which nothing makes sure. `at` is what is sure at a state, `EVERYTHING` where nothing leads to it.
    `read` is what was asked for so far with `mask`, `kept` the states that keep a result under a name. `asked` and
    `cleared` are all names that some state asks for, or some edge clears; `optional` remembers which fields are.
    """

    __slots__ = (
        "_made",
        "_next",
        "_whole",
        "asked",
        "asks",
        "at",
        "bits",
        "cleared",
        "computed",
        "effects",
        "flow",
        "kept",
        "moves",
        "optional",
        "project",
        "read",
    )

    def __init__(self, flow: Flow, project: Project) -> None:
        self.flow = flow
        self.project = project
        self.bits: dict[str, int] = {}
        self._next = 1
        self.computed = self.read = 0
        self.kept: dict[str, State] = {}
        self._made: list[tuple[int, int]] = []
        self._whole: dict[int, int] = {}
        self.effects: dict[str, tuple[int, int]] = {}
        self.moves: dict[str, Moves] = {}
        self.asks: list[tuple[str, bool, int, Edge]] = []
        self.cleared: set[str] = set()
        self.asked: set[str] = set()
        self.optional: dict[tuple[str, str], bool] = {}
        for name in flow.slots:
            self._bit(name)
        for name in project.slots:
            self._bit(name)
        self._read_states()
        self.at = self._settled()

    def _bit(self, name: str) -> int:
        bit = self.bits[name] = self._next
        self._next = bit << 1
        return bit

    def mask(self, expr: Expr) -> int:
        """The bits of the names that an expression reads."""
        kind = type(expr)
        while kind is Field:
            expr = expr.of  # type: ignore[union-attr]
            kind = type(expr)
        if kind is Name:
            name = expr.name  # type: ignore[union-attr]
            found = self.bits.get(name)
            if found is None:
                found = self._outer(name)
            self.read |= found
            return found
        if kind is Literal:
            return 0
        if kind in _PARTED:
            return self.mask(expr.left) | self.mask(expr.right)  # type: ignore[union-attr]
        if kind is And or kind is Or:
            found = 0
            for part in expr.parts:  # type: ignore[union-attr]
                found |= self.mask(part)
            return found
        if kind is Is or kind is Not:
            return self.mask(expr.of)  # type: ignore[union-attr]
        found = 0
        for name in names_in(expr):
            bit = self.bits.get(name)
            found |= self._outer(name) if bit is None else bit
        self.read |= found
        return found

    def _outer(self, name: str) -> int:
        """The bits of a name that no slot has: it is computed, or a record; others are always known, or no value."""
        computed = self.flow.let.get(name)
        if computed is not None:
            own = self._bit(name)
            self.computed |= own
            self.bits[name] = whole = own | self.mask(computed.expr)
            return whole
        if name in self.project.records:
            return self._bit(name)
        self.bits[name] = 0
        return 0

    # What states do.

    def _read_states(self) -> None:
        flow, project, bits = self.flow, self.project, self.bits
        made: list[tuple[int, int]] = []
        facts: list[tuple[int, int]] = []
        shared = 0
        for name in project.slots:
            shared |= bits[name]
        for state in flow.states.values():
            does = state.does
            kind = type(does)
            if kind is Ask:
                self.asked.update(does.slots)  # type: ignore[union-attr]
                enough = does.enough  # type: ignore[union-attr]
                found = self._asked(does)  # type: ignore[arg-type]
                if enough:
                    fact = enough_of(does)  # type: ignore[arg-type]
                    found = bits.get(fact) or self._bit(fact)
                    facts.append((found, self._slots(does)))  # type: ignore[arg-type]
                self.effects[state.name] = (0, found)
            elif kind is Use or kind is Confirm or kind is Run:
                taken = 0
                for given in does.arguments.values():  # type: ignore[union-attr]
                    taken |= self.mask(given.expr)
                found = sure = 0
                if does.save_as:  # type: ignore[union-attr]
                    self.kept.setdefault(does.save_as, state)  # type: ignore[union-attr]
                for name, is_sure in results_of(does, project):
                    bit = bits.get(name) or self._bit(name)
                    found |= bit
                    sure |= bit if is_sure else 0
                if found:
                    made.append((found, taken))
                self.effects[state.name] = (found, sure)
            elif kind is Talk:
                found = 0
                for name, _ in results_of(does, project):
                    found |= bits.get(name) or self._bit(name)
                if found:
                    made.append((found, (1 << len(flow.slots) + len(project.slots)) - 1))
                self.effects[state.name] = (found, 0)
        self._made = made
        made += facts
        for slots in (flow.slots, project.slots):
            for name, slot in slots.items():
                source = slot.shape.options_from
                if source is not None:
                    made.append((bits[name], self.mask(source)))
        self._read_moves(shared)

    def _read_moves(self, shared: int) -> None:
        flow, whole = self.flow, self.whole
        states, kept_when_shared = flow.states, EVERYTHING
        if shared:
            kept_when_shared = ~(shared | _touched(self._made, shared, self.bits, self.flow))
        for name, state in states.items():
            renewed, found = self.effects.get(name, (0, 0))
            keep = ~whole(renewed) if renewed else EVERYTHING
            kind = type(state.does)
            if kind is Run or kind is Choose:
                keep &= kept_when_shared
            self.effects[name] = (keep, found)
            moves: Moves = []
            for edge in state.next:
                self._move(moves, edge, True, name, states)
            for way in state.outcomes.values():
                for edge in way:
                    self._move(moves, edge, False, name, states)
            self.moves[name] = moves

    def _move(self, moves: Moves, edge: Edge, did: bool, source: str, states: object) -> None:
        target = self.flow.states.get(edge.go)
        if edge.clear:
            self.cleared.update(edge.clear)
        if target is None:
            return
        keep = EVERYTHING
        for name in edge.clear:
            keep &= ~self.whole(self.bits.get(name, 0))
        moves.append((did, keep, edge.go))
        if type(target.does) is Ask:
            self.asks.append((source, did, keep, edge))

    def _slots(self, does: Ask) -> int:
        found = 0
        for name in does.slots:
            found |= self.bits.get(name, 0)
        return found

    def _asked(self, does: Ask) -> int:
        """The slots that are sure to be set when an `ask` did its job; it does not wait for optional ones."""
        found = 0
        if not does.enough:
            own, shared = self.flow.slots, self.project.slots
            for name in does.slots:
                slot = own.get(name) or shared.get(name)
                if slot is not None and not slot.shape.optional:
                    found |= self.bits[name]
        return found

    def whole(self, names: int) -> int:
        """The names, and everything that is made of them in turn."""
        found = self._whole.get(names)
        if found is None:
            found, before = names, 0
            while found != before:
                before = found
                for made, sources in self._made:
                    if sources & found:
                        found |= made
            self._whole[names] = found
        return found

    # What is sure.

    def _settled(self) -> dict[str, int]:
        at = dict.fromkeys(self.flow.states, EVERYTHING)
        waiting = [name for name in (*_left_to(self.flow, self.project), "person", self.flow.start) if name in at]
        for name in waiting:
            at[name] = 0
        effects, all_moves = self.effects, self.moves
        while waiting:
            name = waiting.pop()
            here = at[name]
            keep, found = effects[name]
            kept = here & keep
            did = kept | found
            for works, stays, target in all_moves[name]:
                before = at[target]
                after = before & (did if works else kept) & stays
                if after != before:
                    at[target] = after
                    waiting.append(target)
        return at

    def after(self, source: str, did: bool, stays: int = EVERYTHING) -> int:
        """What is sure when the call leaves a state: by `next` (`did`), or otherwise."""
        keep, found = self.effects[source]
        kept = self.at[source] & keep
        return (kept | found if did else kept) & stays

    def nothing_to_ask(self, does: Ask, sure: int) -> bool:
        """Whether an `ask` would be passed over where these names are sure."""
        if does.enough:
            enough = self.bits.get(enough_of(does), 0)
            return bool(sure & enough) or (sure & self._slots(does)).bit_count() >= does.enough
        wanted = self._asked(does)
        return not wanted & ~sure


def _touched(made: list[tuple[int, int]], shared: int, bits: dict[str, int], flow: Flow) -> int:
    """The facts about slots some of which belong to the project."""
    facts = 0
    for state in flow.states.values():
        if isinstance(state.does, Ask) and state.does.enough:
            facts |= bits[enough_of(state.does)]
    return sum({fact for fact, slots in made if fact & facts and slots & shared})


def asked(does: Ask, flow: Flow, project: Project) -> tuple[str, ...]:
    """The slots that are sure to be set when an `ask` did its job; it does not wait for optional ones."""
    slots = {} if does.enough else {**project.slots, **flow.slots}
    return tuple(name for name in does.slots if name in slots and not slots[name].shape.optional)


def enough_of(does: Ask) -> str:
    """The fact that an `ask` has enough of its slots; it looks like no name."""
    return f"{does.enough} of {', '.join(sorted(does.slots))}"


def results_of(does: object, project: Project) -> Iterator[tuple[str, bool]]:
    """The names under which a state keeps results, and whether each is sure to be known once it did its job.

    A tool that returns several records makes none of them the one that the record's name means.
    """
    match does:
        case Use(tool=name, save_as=saved) | Confirm(tool=name, save_as=saved):
            tool = project.tools.get(name)
            shape = tool.output if tool is not None else None
            sure = shape is not None and not shape.optional
            if saved:
                yield saved, sure
            if shape is not None and shape.record:
                yield shape.record, sure and shape.single
        case Talk(tools=names):
            for name in names:
                record = record_of(name, project)
                if record:
                    yield record, False
        case Run(save_as=saved) if saved:
            yield saved, True


def record_of(name: str, project: Project) -> str:
    """The record that a tool returns; "" if it returns none."""
    tool = project.tools.get(name)
    return tool.output.record if tool is not None and tool.output is not None else ""


def ladders_of(flow: Flow, project: Project) -> Iterator[Ladder]:
    """All ladders of the flow, its states and slots, and the project."""
    for each in (flow, project):
        if each.no_input:
            yield each.no_input
        if each.no_match:
            yield each.no_match
        for slot in each.slots.values():
            if slot.no_input:
                yield slot.no_input
            if slot.no_match:
                yield slot.no_match
    for state in flow.states.values():
        if state.no_input:
            yield state.no_input
        if state.no_match:
            yield state.no_match


def _left_to(flow: Flow, project: Project) -> Iterator[str]:
    """The states that some ladder leads to."""
    yield from (rung.edge.go for ladder in ladders_of(flow, project) for rung in ladder if rung.edge is not None)
