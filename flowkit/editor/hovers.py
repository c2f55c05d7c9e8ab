"""Hovers: what a name, a key or the code of a rule stands for, as Markdown."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from flowkit.editor.book import Book, Place
from flowkit.editor.mentions import KeyPlace, Thing
from flowkit.language.building.table.flow import KIND_KEYS
from flowkit.language.building.table.forms import Key, OneOf
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.frozen import frozen
from flowkit.language.tree import Mapping, Node, Scalar, Sequence

_IGNORE: Final = re.compile(r"#[ \t]*flowkit[ \t]*:[ \t]*ignore[ \t]*\[([^\]\r\n]*)\]")
_BUILT_IN: Final = {
    "person": "Every flow has this state: the default handoff, a person.",
    "hang_up": "Every flow has this state: the call ends.",
    "today": "The day of the call, in the project's time zone.",
    "now": "The day and time of the call, in the project's time zone.",
    "result": "What the tool returned that looks whether a write was carried out.",
    "records": "All records that were looked up in this call: `records.repair[ticket]`.",
    "question": "The question that is open.",
    "summary": "The text that the person gets.",
}


@frozen
class Hover:
    """What is shown, as Markdown, and about which stretch of the file."""

    text: str
    place: Place


def hover(book: Book, path: str, offset: int) -> Hover | None:
    """What stands at a place."""
    page = book.pages.get(path)
    if page is None:
        return None
    if (found := _rule(page.document.text, path, offset)) is not None:
        return found
    if (at := book.at(path, offset)) is not None:
        name, things = at
        return Hover("\n\n---\n\n".join(about(book, thing) for thing in things[:3]), name.place)
    for key in page.names.keys:
        place = page.now(key.start, key.end)
        if place is not None and place[0] <= offset < place[1]:
            return Hover(about_key(key), Place(path, *place))
    return None


def _rule(text: str, path: str, offset: int) -> Hover | None:
    """The help of a rule that a comment ignores."""
    line = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    sign = _IGNORE.search(text, line, len(text) if end < 0 else end)
    for name in re.finditer(r"[^\s,]+", sign[1]) if sign else ():
        start, stop = sign.start(1) + name.start(), sign.start(1) + name.end()  # type: ignore[union-attr]
        if start <= offset <= stop:
            from flowkit.lint.pages.library import find
            from flowkit.lint.pages.rendering import hover as page_of

            kind = find(name[0])
            return None if kind is None else Hover(page_of(kind), Place(path, start, stop))
    return None


def about_key(at: KeyPlace) -> str:
    """What a key means, or one of the words it takes."""
    key = KINDS[at.kind].keys[at.key]
    if at.word and isinstance(key.form, OneOf) and at.word in key.form.words and key.form.means:
        return f"`{at.key}: {at.word}` · {key.form.means[key.form.words.index(at.word)]}"
    return key_text(at.kind, at.key, key)


def key_text(kind: str, name: str, key: Key) -> str:
    """A key with what it takes and means."""
    facts = [f"takes {key.form.what}"]
    facts += ["required"] if key.required else [f"left out: {key.default}"] if key.default else []
    beside = [other for other in key.on if other]
    facts += [f"beside {', '.join(f'`{other}`' for other in beside)}"] if beside and len(beside) < 5 else []
    return f"**`{name}`** of {KINDS[kind].what}\n\n{key.about}\n\n*{'; '.join(facts)}*"


def about(book: Book, thing: Thing) -> str:
    """What is known of a thing."""
    kind, owner, name = thing
    if kind == "built in":
        return f"**`{name}`**\n\n{_BUILT_IN.get(name, 'A word of the language.')}"
    node = book.value(thing)
    of = f" of `{owner}`" if owner and kind != "field" else ""
    head = f"**{_KINDS.get(kind, kind)} `{name}`**{of}"
    told = _ABOUT.get(kind, _plainly)
    parts = [head, *(each for each in told(book, thing, node) if each)]
    return "\n\n".join(parts)


def brief(book: Book, thing: Thing) -> str:
    """The same in a few words, for a list of completions."""
    kind, _, _ = thing
    node = book.value(thing)
    if isinstance(node, Scalar):
        return _short(node)
    if not isinstance(node, Mapping):
        return _KINDS.get(kind, kind)
    match kind:
        case "state":
            key = next((each for each in KIND_KEYS if each in node), "")
            return f"{key}: {_short(node.get(key))}" if key else "speaks and branches"
        case "slot" | "argument" | "field":
            return _type(node)
        case "flow":
            return _text(node, "title")
        case "tool":
            return f"{_text(node, 'effect')} · {_text(node, 'about')}"
        case "precondition" | "rule":
            return _text(node, "when")
        case _:
            return _text(node, "about") or _short(node)


_KINDS: Final = {"let": "computed value", "end": "outcome", "fact": "fact", "handoff": "handoff"}


def _slot(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if not isinstance(node, Mapping):
        return
    yield f"type: {_type(node)}"
    yield _said("asks", node.get("ask"))
    options = node.get("options")
    if isinstance(options, Mapping | Sequence):
        names = [*options.index] if isinstance(options, Mapping) else [_short(each) for each in options]
        yield "options: " + ", ".join(f"`{each}`" for each in names)
    yield _asked_in(book, thing)
    yield _code("only if", node.get("only_if"))
    yield _plain("sensitive", node.get("sensitive"))


def _asked_in(book: Book, thing: Thing) -> str:
    """The states that ask for a slot."""
    states = []
    for flow in [thing[1]] if thing[1] else book.of_kind("flow"):
        root = book.value(("flow", "", flow))
        nodes = root.get("states") if isinstance(root, Mapping) else None
        for entry in nodes if isinstance(nodes, Mapping) else ():
            asked = entry.value.get("ask") if isinstance(entry.value, Mapping) else None
            if thing[2] in [each.text for each in _items(asked) if isinstance(each, Scalar)]:
                states.append(f"`{entry.key.text}`" if thing[1] else f"`{flow}.{entry.key.text}`")
    return f"asked in {', '.join(states)}" if states else "asked in no state"


def _tool(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if not isinstance(node, Mapping):
        return
    yield _text(node, "about")
    yield f"effect: `{_text(node, 'effect')}`"
    arguments = node.get("input")
    for entry in arguments if isinstance(arguments, Mapping) else ():
        yield f"- `{entry.key.text}`: {_type(entry.value)}"
    yield _code("returns", node.get("output"))
    outcomes = node.get("outcomes")
    for entry in outcomes if isinstance(outcomes, Mapping) else ():
        text = entry.value.get("about") if isinstance(entry.value, Mapping) else entry.value
        yield f"- ends `{entry.key.text}`: {_short(text)}"
    yield _code("requires", node.get("requires"))
    yield _plain("limits", node.get("limits"))
    yield _said("reads back", node.get("read_back"))


def _state(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if not isinstance(node, Mapping):
        return
    key = next((each for each in KIND_KEYS if each in node), "")
    yield f"`{key}: {_short(node.get(key))}`" if key else "speaks and branches at once"
    yield _said("says", node.get("say"))
    targets = _targets(node.get("next"))
    yield f"then {', '.join(targets)}" if targets else ""
    outcomes = node.get("outcomes")
    for entry in outcomes if isinstance(outcomes, Mapping) else ():
        yield f"- `{entry.key.text}` → {', '.join(_targets(entry.value))}"


def _targets(node: Node | None) -> list[str]:
    """Where a way on leads, each with its guard."""
    told = []
    for item in _items(node):
        if isinstance(item, Mapping):
            when = f" when `{_short(item.get('when'))}`" if "when" in item else ""
            told.append(f"`{_short(item.get('go'))}`{when}")
        else:
            told.append(f"`{_short(item)}`")
    return told


def _flow(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if not isinstance(node, Mapping):
        return
    yield _text(node, "title")
    yield _text(node, "about")
    yield _plain("callers say", node.get("examples"))
    yield _code("requires", node.get("requires"))
    yield _code("gives", node.get("gives"))
    states = node.get("states")
    yield f"{len(states)} states, from `{_text(node, 'start')}`" if isinstance(states, Mapping) else ""


def _record(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if not isinstance(node, Mapping):
        return
    yield _text(node, "about")
    yield _code("key", node.get("key"))
    fields = node.get("fields")
    for entry in fields if isinstance(fields, Mapping) else ():
        yield f"- `{entry.key.text}`: {_type(entry.value)}"


def _precondition(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield _code("holds when", node.get("when"))
        yield _code("made to hold by", node.get("run"))


def _rule_of(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield _code("when", node.get("when"))
        yield _said("else", node.get("because"))
        yield _code("limit", node.get("limit"))


def _shape(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if node is not None:
        yield f"type: {_type(node)}"
        yield _text(node, "about") if isinstance(node, Mapping) else ""


def _plainly(book: Book, thing: Thing, node: Node | None) -> Iterator[str]:
    if node is not None and thing[0] not in ("end", "result"):
        yield f"`{_short(node)}`"
    elif thing[0] == "result" and isinstance(node, Mapping):
        yield f"what `{_short(node.get('use') or node.get('confirm') or node.get('run'))}` gave"


_ABOUT: Final[dict[str, Callable[[Book, Thing, Node | None], Iterator[str]]]] = {
    "slot": _slot,
    "tool": _tool,
    "state": _state,
    "flow": _flow,
    "record": _record,
    "precondition": _precondition,
    "rule": _rule_of,
    "argument": _shape,
    "field": _shape,
}


def _type(node: Node) -> str:
    """A shape in a few words."""
    if not isinstance(node, Mapping):
        return f"`{_short(node)}`"
    named = node.get("type")
    base = _short(named) if named is not None else "choice" if "options" in node else "object"
    marks = [mark for mark in ("many", "keyed", "optional") if _short(node.get(mark)) == "true"]
    options = node.get("options")
    of = f" from `{_short(options)}`" if isinstance(options, Scalar) else ""
    source = f", from `{_short(node.get('from'))}`" if "from" in node else ""
    return f"`{base}`{of}{''.join(f', {mark}' for mark in marks)}{source}"


def _items(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.items if isinstance(node, Sequence) else [node]


def _text(node: Node | None, key: str) -> str:
    found = node.get(key) if isinstance(node, Mapping) else None
    return " ".join(found.text.split()) if isinstance(found, Scalar) else ""


def _short(node: Node | None) -> str:
    """A node on one line, as it is written."""
    if node is None:
        return ""
    text = node.text if isinstance(node, Scalar) else node.document.text[node.start : node.end]
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST: Final = 160


def _said(what: str, node: Node | None) -> str:
    return f"{what}: “{_short(node)}”" if node is not None else ""


def _code(what: str, node: Node | None) -> str:
    return f"{what}: `{_short(node)}`" if node is not None else ""


def _plain(what: str, node: Node | None) -> str:
    return f"{what}: {_short(node)}" if node is not None else ""
