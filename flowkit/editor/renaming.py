"""Renaming a thing in all files of a project, where that changes nothing but its name.

Theory of operation. Every mention that means the thing gets the new name. Whether that is sound is not argued but
looked at: the changed files make a book of their own, in which every mention must mean what it meant before. So a name
that is taken, that a loop or an argument hides, or that a test means another thing by, is refused, with the place.
"""

from itertools import zip_longest
from typing import Final

from flowkit.editor.book import Book, Found, Place
from flowkit.editor.mentions import Mention, Thing
from flowkit.editor.pages import BYTE_ORDER_MARK, Page
from flowkit.language.building.names import GRAMMAR, RESERVED, is_name
from flowkit.language.frozen import frozen
from flowkit.language.shapes import TYPE_NAMES

WHAT: Final = {
    "state": "a state",
    "slot": "a slot",
    "flow": "a flow",
    "tool": "a tool",
    "let": "a computed value",
    "result": "a result",
    "record": "a record",
    "precondition": "a precondition",
    "constant": "a constant",
    "fact": "a fact",
    "handoff": "a handoff",
}
"""The kinds of things that can be renamed, and how one is spoken of."""
_MEANS_NOTHING: Final = frozenset(("null", *GRAMMAR))
_ENDS_OF_FLOWS: Final = frozenset(("consent", "handoff"))


@frozen
class Refused:
    """Why a thing cannot be renamed, in a sentence."""

    message: str


@frozen
class Renaming:
    """The places that get the new name."""

    places: tuple[Place, ...]
    name: str


def renamable(book: Book, path: str, offset: int) -> tuple[Thing, Place] | Refused:
    """The thing at a place that can be renamed, and where its name stands there."""
    at = book.at(path, offset)
    if at is None:
        return Refused("no name of a state, slot, flow or tool stands here")
    found, things = at
    if len(things) > 1:
        return Refused(f"'{found.mention.name}' means several things here: {_listed(things)}")
    thing = things[0]
    if thing[0] == "built in":
        return Refused(f"'{thing[2]}' is a word of the language")
    if thing[0] not in WHAT:
        return Refused(f"{_spoken(thing)} cannot be renamed from here; states, slots, flows and tools can")
    if not found.mention.exact:
        return Refused(f"'{thing[2]}' does not stand letter by letter here; rename it where it is defined")
    return thing, found.place


def rename(book: Book, path: str, offset: int, name: str) -> Renaming | Refused:
    """All places that must change so that the thing at a place has another name."""
    at = renamable(book, path, offset)
    if isinstance(at, Refused):
        return at
    thing, _ = at
    if name == thing[2]:
        return Renaming((), name)
    if (why := _no_name(name, thing) or _taken(book, name, thing)) or (why := _unreadable(book)):
        return Refused(why)
    places: list[Place] = []
    for found, things in book.mentions(thing):
        if len(things) > 1:
            told = f"'{thing[2]}' at {_at(found)} may be {_listed(things)}"
            return Refused(f"{told}; say there which one is meant, or rename by hand")
        if not found.mention.exact:
            return Refused(f"'{thing[2]}' at {_at(found)} is written with escapes; write it plainly first")
        places.append(found.place)
    places = [*dict.fromkeys(places)]
    return _checked(book, thing, Renaming(tuple(places), name))


def _no_name(name: str, thing: Thing) -> str:
    """Why a text can name no such thing."""
    what = WHAT[thing[0]]
    if not is_name(name):
        return f"'{name}' cannot name {what}; names are lower_snake_case"
    if thing[0] == "state" and thing[2] == "person":
        return "the state 'person' is where callers get a person, in every flow; it keeps its name"
    reserved = _MEANS_NOTHING | {"person", "hang_up"} if thing[0] == "state" else RESERVED | _MEANS_NOTHING
    if name in reserved:
        return f"'{name}' is a word of the language; give {what} another name"
    if thing[0] == "record" and name in TYPE_NAMES:
        return f"'{name}' is a type; give the record another name"
    return f"'{name}' has a meaning in guarantees; give {what} another name" if name in _ENDS_OF_FLOWS else ""


def _taken(book: Book, name: str, thing: Thing) -> str:
    """What has the name already, where two things of one name cannot be."""
    kind, owner, _ = thing
    if kind in ("state", "fact", "handoff"):
        others = [(kind, owner, name)]
    else:
        across = [(each, "", name) for each in ("flow", "tool", "record", "precondition", "constant", "slot")]
        flows = [owner] if owner else book.of_kind("flow")
        within = [(each, of, name) for of in flows for each in ("slot", "let", "result")]
        tools = book.of_kind("tool") if kind in ("record", "constant") else []
        others = [*across, *within, *((each, of, name) for of in tools for each in ("argument", "let"))]
    for other in others:
        if found := book.definitions(other):
            return f"'{name}' is already the name of {_spoken(other)} ({_at(found[0])})"
    return ""


def _unreadable(book: Book) -> str:
    """Which file cannot be read, so that nobody knows what stands in it."""
    for page in book.pages.values():
        if page.broken and page.document.text.strip():
            return f"'{page.path}' cannot be read just now; mend it first, then rename"
    return ""


def _checked(book: Book, thing: Thing, renaming: Renaming) -> Renaming | Refused:
    """The renaming, if everything means afterwards what it meant before."""
    changed = edited(book, renaming)
    after = Book({**{path: page.data for path, page in book.pages.items()}, **changed}, book)
    new = (thing[0], thing[1], renaming.name)
    for path, page in book.pages.items():
        wrong = _differs(book, after, page, after.pages[path], thing, new)
        if wrong is not None:
            return Refused(f"'{renaming.name}' would mean something else at {_at(wrong)}; choose another name")
    return renaming


def _differs(before: Book, after: Book, old: Page, new: Page, thing: Thing, changed: Thing) -> Found | None:
    """The first mention of a page that means something else after `thing` has become `changed`."""
    pairs = zip_longest(old.names.mentions, new.names.mentions)
    for one, other in pairs:
        if one is None or other is None or other.name not in (one.name, changed[2]):
            return _found(old, one or old.names.mentions[-1])
        meant = [_followed(each, thing, changed) for each in before.meanings(one)]
        means = [_followed(each, thing, changed) for each in after.meanings(other)]
        if sorted(meant) != sorted(means):
            return _found(old, one)
    return None


def _found(page: Page, mention: Mention) -> Found:
    return Found(page, mention, Place(page.path, mention.start, mention.end))


def _followed(each: Thing, thing: Thing, new: Thing) -> Thing:
    """What a thing is after the renaming: what belongs to a renamed flow, tool or state belongs to its new name."""
    if each == thing:
        return new
    kind, owner, name = each
    if kind == "field":  # told by its place, of which the columns may change with the names before it
        return kind, owner.rpartition(":")[0], name
    flow, dot, state = owner.partition(".")
    if thing[0] in ("flow", "tool") and flow == thing[2]:
        owner = f"{new[2]}{dot}{state}"
    elif thing[0] == "state" and flow == thing[1] and state == thing[2] and dot:
        owner = f"{flow}.{new[2]}"
    return kind, owner, name


def edited(book: Book, renaming: Renaming) -> dict[str, bytes]:
    """The files with the new name in its places."""
    by_path: dict[str, list[Place]] = {}
    for place in renaming.places:
        by_path.setdefault(place.path, []).append(place)
    changed = {}
    for path, places in by_path.items():
        page = book.pages[path]
        text = page.document.text
        for place in sorted(places, key=lambda each: each.start, reverse=True):
            text = text[: place.start] + renaming.name + text[place.end :]
        mark = BYTE_ORDER_MARK if page.data.startswith(BYTE_ORDER_MARK.encode()) else ""
        changed[path] = (mark + text).encode()
    return changed


def _at(found: Found) -> str:
    line, column = found.page.document.place_of(found.place.start)
    return f"{found.place.path}:{line}:{column}"


def _spoken(thing: Thing) -> str:
    """A thing as a sentence speaks of it."""
    kind, owner, name = thing
    what = WHAT.get(kind) or f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    of = f" of '{owner}'" if owner and kind != "field" else ""
    return f"{what}{of}" if kind != "field" else f"the field '{name}'"


def _listed(things: tuple[Thing, ...]) -> str:
    return " or ".join(_spoken(thing) for thing in things)
