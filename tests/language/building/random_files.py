"""Files made at random from the table of keys, each with a wanted key in it."""

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from flowkit.language.building.schema_rules import RULES, When
from flowkit.language.building.table import forms, way
from flowkit.language.building.table.forms import Form, Key, Kind
from flowkit.language.building.table.kinds import KINDS

Draw = Callable[[st.SearchStrategy[Any]], Any]
Target = tuple[str, str]
"""A kind and one of its keys."""

NAMES: dict[str, tuple[str, ...]] = {
    "the name of a state": ("which", "look", "person"),
    "the name of a flow": ("help", "auth", "refund"),
    "a flow": ("help", "auth", "refund"),
    "a flow, or off": ("help", "off"),
    "a slot": ("order_id", "reason", "part"),
    "the name of a tool": ("get_order", "move_visit", "ring_bell"),
    "a precondition": ("known",),
    "the name of a handoff": ("desk", "workshop"),
    "a fact": ("hours",),
    "an outcome": ("resolved", "refused"),
    "a type": ("text", "digits", "date", "choice", "object", "yes_no"),
    "a list in the data": ("order.parts",),
    "a source": ("caller", "computed", "order"),
    "a field": ("id", "order_id"),
    "a record": ("order", "visit"),
    "the name of a catalog": ("shop",),
    "the name of a suite": ("calls",),
    "the name of a rule": ("own_order", "small"),
    "a flow, or flow.state": ("refund", "refund.agree", "help.answer"),
    "a state, or flow.state": ("refund.agree", "agree"),
    "a tool or a rule": ("refund_part", "small"),
    "a name": ("some_result", "other_result"),
}
"""Names of the shop, so that the reader goes on into what stands below them."""
MAP_KEYS: dict[str, tuple[str, ...]] = {
    "a map of catalogs to backends": ("shop",),
    "a map of handoffs to where they go": ("desk", "workshop"),
    "a map of tools to what they return": ("get_order", "ring_bell"),
    "a map of tools to arguments": ("get_order", "move_visit"),
    "a map of slots to values": ("order_id", "reason"),
    "a map of slots and records": ("order_id", "order"),
    "a map of flows to outcomes": ("refund", "front"),
    "a map of sentences to tests": ("a yes is heard", "a no is heard"),
    "a map of outcomes to ways on": ("not_found", "declined"),
    "a map of codes to severities": ("FK202", "FK212"),
    "a map of states": ("which", "look"),
    "a map of fields": ("id", "order_id"),
}
"""Keys of maps; those of all others are made from what they are, for nothing may have the name of another thing."""
FIRST: dict[str, Any] = {"flowkit": 1, "flow": "refund", "catalog": "shop", "suite": "calls", "words": "es"}
"""The first line of each kind of file; the file of that name is the one that the test replaces."""
DEEP = 8
"""Below this nothing is written that need not be: shapes may hold shapes without end."""
TYPE = forms.Name("a type")
THINGS = (When({}, "labels are for things", unless={"fields": None}, bars=("label", "also")),)
TEXTS = ("Good day.", "That is all.", "At the shop.")


def targets(file_kind: Kind) -> dict[Target, tuple[Target, ...]]:
    """Every key that can stand in a file of a kind, and the way to it: the keys to go through, itself last."""
    ways: dict[str, tuple[Target, ...]] = {file_kind.name: ()}
    waiting = [file_kind]
    found: dict[Target, tuple[Target, ...]] = {}
    while waiting:
        kind = waiting.pop(0)
        for name, key in kind.keys.items():
            found[kind.name, name] = (*ways[kind.name], (kind.name, name))
            for below in kinds_in(key.form):
                if below not in ways:
                    ways[below] = found[kind.name, name]
                    waiting.append(KINDS[below])
    return found


def kinds_in(form: Form) -> Iterator[str]:
    """The kinds of maps that may stand in a form."""
    match form:
        case forms.Of(kind=kind):
            yield kind
        case forms.MapOf(value=inner) | forms.ListOf(item=inner) | forms.Several(item=inner):
            yield from kinds_in(inner)
        case forms.Either(forms=alternatives):
            for each in alternatives:
                yield from kinds_in(each)


class Maker:
    """Makes one file. `wanted`: the way to the key that must stand in it."""

    def __init__(self, draw: Draw, wanted: tuple[Target, ...], used: set[Target]) -> None:
        self.draw = draw
        self.wanted = dict(wanted)
        self.goal = wanted[-1]
        self.used = used

    def pick(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(tuple(choices)))

    def chance(self, of: int) -> bool:
        return bool(self.draw(st.integers(0, of)) == of)

    def kind(self, kind: Kind, depth: int = 0, on_way: bool = True) -> dict[str, Any]:
        must = self.wanted.get(kind.name, "") if on_way else ""
        names = self._keys(kind, must, depth)
        made = {name: self.key(kind, name, depth, on_way) for name in names}
        if kind.name == "case":  # a write that needs no consent; the reader looks into no other
            made["use"] = "ring_bell"
        made |= {name: value for name, value in FIRST.items() if depth == 0 and name in made}
        if "enough" in made:  # of several: fewer than there are
            made |= {"enough": 1, "ask": ["reason", "part"]}
        for _ in range(3):
            for rule in (*RULES.get(kind.name, ()), *(THINGS if "fields" in kind.keys and "type" in kind.keys else ())):
                if applies(rule, made):
                    self._mend(rule, made, must, kind, depth)
        self.used.update((kind.name, name) for name in made)
        return made

    def key(self, kind: Kind, name: str, depth: int, on_way: bool = False) -> Any:
        below = self._below(kind, name) if on_way else ""
        form = kind.keys[name].form
        if name == "options" and kind.name != "slot" and isinstance(form, forms.Either):
            form = forms.Either(form.forms[:2], form.what)  # only a slot picks from a list in the data
        return self.value(form, depth + 1, below)

    def _below(self, kind: Kind, name: str) -> str:
        """The kind that the way leads on to below this key."""
        if self.wanted.get(kind.name) != name or (kind.name, name) == self.goal:
            return ""
        order = list(self.wanted)
        return order[order.index(kind.name) + 1]

    def _keys(self, kind: Kind, must: str, depth: int) -> list[str]:
        one = self._one(kind, must)
        names = []
        for name, key in kind.keys.items():
            if name in kind.exclusive:
                stands = name == one
            elif key.on and one not in key.on:
                stands = False
            elif key.required:
                stands = one not in key.unless
            else:
                stands = name == must or (depth <= DEEP and self.chance(2 + 2 * depth))
            if stands:
                names.append(name)
        return names

    def _one(self, kind: Kind, must: str) -> str:
        """The kind key, one that the wanted key may stand beside."""
        if not kind.exclusive or must in kind.exclusive:
            return must if must in kind.exclusive else ""
        key: Key | None = kind.keys.get(must)
        choices = [*kind.exclusive] if kind.needs_one else ["", *kind.exclusive]
        if key is not None:
            choices = [each for each in choices if (not key.on or each in key.on) and each not in key.unless]
        return str(self.pick(choices))

    def _mend(self, rule: When, made: dict[str, Any], must: str, kind: Kind, depth: int) -> None:
        for name in rule.bars:
            if name == must and name in made:
                self._dodge(rule, made, kind, depth)
            elif applies(rule, made):
                made.pop(name, None)
        if rule.needs and applies(rule, made) and not any(name in made for name in rule.needs):
            name = rule.needs[0] if depth > DEEP else self.pick(rule.needs)
            made[name] = self.key(kind, name, depth)

    def _dodge(self, rule: When, made: dict[str, Any], kind: Kind, depth: int) -> None:
        """Changes another key so that the rule bars nothing."""
        for name, value in rule.unless.items():
            if value is None or value is str:
                for other in ("type", "options", "fields"):
                    made.pop(other, None)
            if value is None:
                made[name] = self.key(kind, name, depth)
            else:
                made[name] = value[0] if isinstance(value, tuple) else "order.parts"
            return
        for name, value in rule.where.items():
            if value is str:
                made[name] = ["one", "other"]
            elif name == "effect":
                made[name] = "write" if value == ("read",) else "read"
            else:
                made.pop(name)
            return

    def value(self, form: Form, depth: int, below: str = "") -> Any:
        match form:
            case forms.Text(pattern=pattern, like=like):
                return like.strip('"') if pattern else self.pick(TEXTS)
            case forms.Name(what=what):
                return self.pick(NAMES[what])
            case forms.Flag():
                return self.pick((True, False))
            case forms.Whole(least=least, most=most):
                return self.pick((least, most))
            case forms.Amount():
                return self.pick((2, 12.5))
            case forms.Duration():
                return self.pick(("6 seconds", "250 ms", "1.5 minutes"))
            case forms.OneOf(words=words):
                return self.pick(words)
            case forms.Guard():
                return self.pick(("order_id", "order.status == 'packed'", True, 3))
            case forms.Data():
                return self.pick(("x", 1, True, ["x"], {"id": "x"}))
            case forms.Of(kind=kind):
                return self.kind(KINDS[kind], depth, on_way=kind == below or not below)
            case forms.Either(forms=(first, *_)) if first == TYPE and not below and (depth > DEEP or self.chance(1)):
                return self.pick(("text", "digits", "date"))  # a choice and an object need more than their name
            case forms.Either(forms=alternatives):
                return self.value(self._alternative(alternatives, depth, below), depth, below)
            case forms.MapOf() | forms.ListOf() | forms.Several():
                return self._many(form, depth, below)

    def _alternative(self, alternatives: tuple[Form, ...], depth: int, below: str) -> Form:
        fitting = [each for each in alternatives if below and below in kinds_in(each)]
        return self.pick(fitting or [each for each in alternatives if each != TYPE] or alternatives)  # type: ignore[no-any-return]

    def _many(self, form: forms.MapOf | forms.ListOf | forms.Several, depth: int, below: str) -> Any:
        if isinstance(form, forms.MapOf):
            word = form.what.split()[-1]
            names = MAP_KEYS.get(form.what, (f"{word}_one", f"{word}_two"))
            chosen = names if self.chance(2) else names[:1]
            return {name: self.value(form.value, depth + 1, below) for name in chosen}
        if form is way.LADDER:
            return [*(self.pick(TEXTS) for _ in range(self.pick((0, 1)))), self.kind(KINDS["rung"], depth)]
        if isinstance(form, forms.Several) and self.chance(1):
            return self.value(form.item, depth + 1, below)
        made = [self.value(form.item, depth + 1, below) for _ in range(self.pick((1, 2)))]
        plain = all(isinstance(each, str) for each in made)
        return list(dict.fromkeys(made)) if plain else made


def applies(rule: When, made: dict[str, Any]) -> bool:
    """Whether a rule says something of a map."""

    def stands(name: str, value: Any) -> bool:
        if name not in made or value is None:
            return name in made
        return isinstance(made[name], str) if value is str else made[name] in value

    return all(stands(*each) for each in rule.where.items()) and not any(stands(*each) for each in rule.unless.items())
