"""Completion: what may be written at a place, told from the text up to it and from the book.

Theory of operation. `cursor` tells the keys that lead to the place; along them the table of keys tells the forms of
what may stand there. A map offers its keys, or the names that it goes by; a value offers what its form names. Texts
that print are completed inside their braces, wherever they stand.
"""

import re
from collections.abc import Iterator
from typing import Final, get_args

from flowkit.editor import offers
from flowkit.editor.book import Book, Place
from flowkit.editor.cursor import Frame, cursor
from flowkit.editor.half_typed import FIELD, in_expression
from flowkit.editor.hovers import key_text
from flowkit.editor.mentions import ANY, START, Role
from flowkit.editor.offers import BUILT_IN_STATES, Offer
from flowkit.editor.spots import Spot, forms_at
from flowkit.language.building.declaring import kind_of_unreadable
from flowkit.language.building.outcomes import PASSED_ON
from flowkit.language.building.table.forms import (
    Flag,
    Form,
    Guard,
    Kind,
    MapOf,
    Name,
    Of,
    OneOf,
    Text,
)
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.words import Filter

_NAMED: Final[dict[str, tuple[Role, ...]]] = {
    "the name of a flow": (("flow", ""),),
    "the name of a tool": (("tool", ""),),
    "a precondition": (("precondition", ""),),
    "a fact": (("fact", ""),),
    "the name of a handoff": (("handoff", ""),),
    "a record": (("record", ""),),
    "a source": (("record", ""), ("tool", "")),
    "a tool or a rule": (("tool", ""), ("rule", ANY)),
}
_FIXED_OUTCOMES: Final = {"ask": ("cannot_say",), "choose": ("nothing", "other"), "handoff": ("failed",)}
_OF_TOOLS: Final = {"use": ("refused", "failed", "unknown"), "confirm": ("declined", "refused", "failed", "unknown")}
_ENDS: Final = ("resolved", "cancelled", "refused", "unresolved")


def complete(book: Book, path: str, offset: int) -> tuple[list[Offer], Place]:
    """What may be written at a place, and the stretch of what is typed already that it replaces."""
    page = book.pages[path]
    text = page.document.text
    at = cursor(text, offset)
    replaced = Place(path, at.word, offset)
    begin, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    line = text[begin : len(text) if end < 0 else end]
    if "#" in text[begin:offset] and re.search(r"(^|\s)#", text[begin:offset]):
        return [*_rules(text[begin:offset])], replaced
    kind, name = kind_of_unreadable(text)
    if not kind and not at.path():
        return [*_first_keys()], replaced
    spot = Spot(book, at, line, kind, name, tuple(forms_at(kind, at)))
    printed = _printed(text[begin:offset])
    found = [*_in_braces(spot, printed)] if printed is not None else [*_offers(spot)]
    return [*{(each.label, each.kind): each for each in found}.values()], replaced


def _first_keys() -> Iterator[Offer]:
    for first in ("flow", "catalog", "suite", "words", "flowkit"):
        kind = KINDS["project" if first == "flowkit" else first]
        yield Offer(first, "key", kind.what, f"{first}: ", kind.keys[first].about)


def _rules(line: str) -> Iterator[Offer]:
    """The codes of rules, in a comment that ignores some."""
    if re.search(r"#\s*flowkit\s*:\s*ignore\s*\[[^\]]*$", line):
        from flowkit.language.diagnostic import Severity
        from flowkit.language.rule_names import all_rules

        rules = (kind for kind in all_rules().values() if kind.severity is not Severity.ERROR)
        yield from (Offer(kind.code, "rule", kind.slug) for kind in rules)


def _printed(typed: str) -> str | None:
    """What is typed inside braces that print, which are still open."""
    opened = max(typed.rfind("{{"), typed.rfind("{%"))
    if opened < 0 or max(typed.rfind("}}"), typed.rfind("%}")) > opened:
        return None
    inner = typed[opened + 2 :]
    return re.sub(r"^\s*(?:if|elif|for \w+ in)\s", "", inner) if typed[opened + 1] == "%" else inner


def _in_braces(spot: Spot, typed: str) -> Iterator[Offer]:
    if "|" in typed:
        yield from (Offer(name, "filter") for name in get_args(Filter))
    else:
        yield from in_expression(spot, typed)


def _offers(spot: Spot) -> Iterator[Offer]:
    for form, kind, key in spot.forms:
        match form:
            case Of(kind=inner) if spot.at.is_key:
                yield from _keys(KINDS[inner], spot.at.frames[-1])
            case MapOf() if spot.at.is_key:
                yield from _map_names(spot, kind, key)
            case _ if not spot.at.is_key or spot.at.in_list:
                yield from _value(spot, form, kind, key)


def _keys(kind: Kind, frame: Frame) -> Iterator[Offer]:
    """The keys that can still stand in a map."""
    there = {key for key, _ in frame.others}
    ones = [each for each in kind.exclusive if each in there]
    for name, key in kind.keys.items():
        fits = not key.on or any(one in key.on for one in ones or [""]) or (not ones and bool(kind.exclusive))
        if name in there or (ones and name in kind.exclusive) or not fits:
            continue
        detail = "required" if key.required and not (set(key.unless) & there) else key.form.what
        yield Offer(name, "key", detail, f"{name}: ", key_text(kind.name, name, key))


def _map_names(spot: Spot, kind: str, key: str) -> Iterator[Offer]:
    """The names that a map goes by."""
    there = {name for name, _ in spot.at.frames[-1].others}
    for offer in offers.things(spot.book, _roles(spot, kind, key)):
        if offer.label not in there:
            yield Offer(offer.label, offer.kind, offer.detail, f"{offer.label}: ", thing=offer.thing)
    if (kind, key) == ("state", "outcomes"):
        own, _ = _state(spot)
        engines = PASSED_ON if own == "run" else _FIXED_OUTCOMES.get(own, ()) or _OF_TOOLS.get(own, ("too_long",))
        yield from (Offer(each, "outcome", "", f"{each}: ") for each in engines if each not in there)


def _state(spot: Spot) -> tuple[str, str]:
    """What the state around the cursor does, and with what."""
    for frame in reversed(spot.at.frames):
        kind, name = frame.other("use", "confirm", "run", "ask", "choose", "talk", "handoff")
        if kind:
            return kind, name
    return "", ""


def _roles(spot: Spot, kind: str, key: str) -> tuple[Role, ...]:
    """What the names of a map are, where they are given elsewhere."""
    own, name = _state(spot)
    flow = _tested(spot)
    match kind, key:
        case (("state" | "case" | "when unknown" | "model step"), "with"):
            return (("slot", name),) if own == "run" else (("argument", name),)
        case "state", "outcomes":
            state = spot.at.path()[1] if len(spot.at.path()) > 1 else ""
            ends: tuple[Role, ...] = (("outcome", name), ("rule", name), ("exit", f"{spot.flow}.{state}"))
            return (("end", name),) if own == "run" else ends
        case _, "results":
            return (("tool", ""),)
        case "test", "given":
            return (("slot", flow), ("result", flow), ("slot", ""), ("record", ""))
        case ("expect", "slots") | ("model step", "record"):
            return (("slot", flow), ("slot", ""))
        case "test", "ends":
            return (("flow", ""),)
        case "expect", "used":
            used = spot.at.path()[-1]
            return (("tool", ""),) if used == "used" else (("argument", used),)
        case "environment", "handoffs":
            return (("handoff", ""),)
        case "environment", "backends":
            return (("catalog", ""),)
        case _:
            return ()


def _tested(spot: Spot) -> str:
    """The flow that the test around the cursor starts in."""
    for frame in spot.at.frames:
        key, start = frame.other("start")
        if key and spot.file_kind == "suite":
            return start.partition(".")[0]
    return START


def _value(spot: Spot, form: Form, kind: str, key: str) -> Iterator[Offer]:
    """What a single value may be."""
    match form:
        case Name(what=what):
            yield from _named(spot, what, kind, key)
        case Guard():
            yield from in_expression(spot, spot.at.typed.lstrip("\"'"))
        case OneOf(words=words, means=means):
            yield from (Offer(word, "word", dict(zip(words, means, strict=False)).get(word, "")) for word in words)
        case Flag():
            yield from (Offer(word, "word") for word in ("true", "false"))
        case Text() if key == "guarantees":
            roles: tuple[Role, ...] = (("tool", ""), ("flow", ""), ("state", spot.flow), ("precondition", ""))
            yield from offers.things(spot.book, roles)


def _named(spot: Spot, what: str, kind: str, key: str) -> Iterator[Offer]:
    """The names that a value may be, by what the table says of it."""
    book = spot.book
    match what:
        case "the name of a state":
            yield from offers.things(book, [("state", spot.flow)])
            yield from BUILT_IN_STATES if key != "start" else ()
        case "a slot":
            yield from offers.things(book, [("slot", spot.flow), ("slot", "")])
        case "a flow, or off":
            yield from (*offers.things(book, [("flow", "")]), Offer("off", "word"))
        case "a type":
            yield from offers.types(book)
        case "a list in the data":
            yield from in_expression(spot, spot.at.typed)
        case "an outcome":
            yield from (Offer(end, "outcome") for end in _ENDS)
            yield from offers.things(book, [("end", spot.flow or _tested(spot))])
        case "the name of a rule" if key == "only_if":
            yield from offers.things(book, [("rule", spot.name)])
        case "a flow, or flow.state" | "a state, or flow.state":
            yield from _positions(spot, what)
        case "a field":
            yield from (Offer(name, "field") for name in _sibling_fields(spot))
        case "a source" if (path := FIELD.search(spot.at.typed)) is not None:
            yield from offers.fields(book, path[1], ("source", ""), ())
        case _:
            yield from offers.things(book, _NAMED.get(what, ()))
            if what == "a source":
                yield from (Offer(word, "word") for word in ("caller", "channel", "computed"))


def _positions(spot: Spot, what: str) -> Iterator[Offer]:
    flow, dot, _ = spot.at.typed.partition(".")
    if dot:
        yield from offers.things(spot.book, [("state", flow)])
        return
    yield from offers.things(spot.book, [("flow", "")])
    if what.startswith("a state"):
        yield from offers.things(spot.book, [("state", _tested(spot))])


def _sibling_fields(spot: Spot) -> list[str]:
    """The fields of the record around the cursor, or of the list that a slot picks from."""
    last = spot.at.frames[-1]
    _, options = last.other("options")
    if options:
        return [each.label for each in offers.fields(spot.book, options, spot.scope, ())]
    path = spot.at.path()
    thing = ("record", "", path[1]) if path[:1] == ("records",) and len(path) > 1 else None
    node = spot.book.value(thing) if thing is not None else None
    fields = node.get("fields") if node is not None and hasattr(node, "get") else None
    return [*fields.index] if fields is not None and hasattr(fields, "index") else []
