"""The book: all pages of a project, and what each name in them means.

A name means the first thing that exists of those that it may be where it stands. Fields are told by the shapes that the
language itself works out: the book opens the pages' trees as reading a project does, when a field is first asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from flowkit.editor.mentions import ANY, IN_TEXT, START, Mention, Role, Thing
from flowkit.editor.pages import Page, is_unchanged
from flowkit.language.building.assembling import open_some
from flowkit.language.building.report import Report
from flowkit.language.building.scopes import Scope
from flowkit.language.building.world import World
from flowkit.language.expressions.check import check
from flowkit.language.expressions.names import LoopNames, Names
from flowkit.language.expressions.syntax import Expr, Name
from flowkit.language.expressions.types import one_of
from flowkit.language.frozen import frozen
from flowkit.language.shapes import Shape
from flowkit.language.tree import Mapping as Tree
from flowkit.language.tree import Node, Scalar

BUILT_IN_STATES: Final = ("person", "hang_up")


@frozen
class Place:
    """A stretch of a file as it stands: offsets in its text."""

    path: str
    start: int
    end: int


@frozen
class Found:
    """A mention with the page it stands on, and where it stands now."""

    page: Page
    mention: Mention
    place: Place


class Book:
    """The pages of a project by their paths."""

    def __init__(self, files: Mapping[str, bytes], before: "Book | None" = None) -> None:
        old = {} if before is None else before.pages
        self.pages: dict[str, Page] = {}
        for path, data in files.items():
            page = old.get(path)
            self.pages[path] = page if page is not None and is_unchanged(page, data) else Page(path, data, page)

    @cached_property
    def _defined(self) -> Mapping[Thing, list[tuple[Page, Mention]]]:
        found: dict[Thing, list[tuple[Page, Mention]]] = {}
        for page in self.pages.values():
            for mention in page.names.mentions:
                if mention.defines is not None:
                    found.setdefault((*mention.defines, mention.name), []).append((page, mention))
        return found

    @cached_property
    def _owners(self) -> Mapping[tuple[str, str], list[str]]:
        owners: dict[tuple[str, str], list[str]] = {}
        for kind, owner, name in self._defined:
            owners.setdefault((kind, name), []).append(owner)
        return owners

    @cached_property
    def _texts(self) -> Mapping[str, list[tuple[tuple[Role, ...], Role]]]:
        texts: dict[str, list[tuple[tuple[Role, ...], Role]]] = {}
        for page in self.pages.values():
            for text, roles, scope in page.names.texts:
                texts.setdefault(text, []).append((roles, scope))
        return texts

    @cached_property
    def start(self) -> str:
        """The flow that every call begins with; empty if no project file says so."""
        for page in self.pages.values():
            if page.names.kind == "flowkit" and isinstance(page.root, Tree):
                start = page.root.get("start")
                return start.text if isinstance(start, Scalar) else ""
        return ""

    @cached_property
    def world(self) -> World:
        """What has a name in the project, opened by the language itself."""
        world = World(Report())
        kinds = ((page.names.kind, page.root) for page in self.pages.values())
        open_some([(kind, root) for kind, root in kinds if kind and isinstance(root, Tree)], world)
        return world

    def every(self) -> Iterable[Thing]:
        """All things that have a name."""
        return self._defined

    def of_kind(self, kind: str, owner: str = "") -> list[str]:
        """The names of all things of a kind that belong to something."""
        return [name for other, of, name in self._defined if other == kind and owner in (of, ANY)]

    def definitions(self, thing: Thing) -> list[Found]:
        """Where a thing gets its name; a result may be kept at several places."""
        return [*_now(self._defined.get(thing, ()))]

    def meanings(self, mention: Mention) -> tuple[Thing, ...]:
        """What a mention stands for; several things only where nothing tells them apart."""
        if mention.defines is not None:
            return ((*mention.defines, mention.name),)
        if mention.of is not None:
            shape = self.shape(mention.of, mention.scope, mention.loops)
            return self._field(shape, mention.name)
        return self._first(mention.may_be, mention.name, mention.scope)

    def _first(self, roles: Iterable[Role], name: str, scope: Role) -> tuple[Thing, ...]:
        for kind, owner in roles:
            if kind == IN_TEXT:
                return self._in_text(owner, name)
            if kind == "built in" or (kind == "state" and name in BUILT_IN_STATES and not self._is(kind, owner, name)):
                return (("built in", "", name),)
            if kind == "field of":
                return self._field(self.shape(Name(owner), scope, ()), name)
            owners = self._owners.get((kind, name), []) if owner == ANY else [self.start if owner == START else owner]
            found = tuple((kind, each, name) for each in owners if self._is(kind, each, name))
            if found:
                return found
        return ()

    def _is(self, kind: str, owner: str, name: str) -> bool:
        return (kind, owner, name) in self._defined

    def _in_text(self, text: str, name: str) -> tuple[Thing, ...]:
        """What a name in a translation stands for: whatever it stands for where the text is written."""
        things: dict[Thing, None] = {}
        for roles, scope in self._texts.get(text, ()):
            things |= dict.fromkeys(self._first(roles, name, scope))
        return tuple(things)

    def _field(self, shape: Shape | None, name: str) -> tuple[Thing, ...]:
        field = None if shape is None else shape.fields.get(name)
        if field is None:
            return ()
        thing = ("field", f"{field.span.path}:{field.span.line}:{field.span.column}", name)
        return (thing,) if thing in self._defined else ()

    def scope(self, role: Role) -> Scope | None:
        """The scope of a flow, a tool, or the project, with the shapes of all names in it."""
        world, (kind, name) = self.world, role
        if kind == "flow":
            return world.flows[name].scope if name in world.flows else None
        if kind == "tool" and name in world.tools:
            shapes = {argument: value.shape for argument, value in world.tools[name].arguments.items()}
            return Scope({**shapes}, world.flow_scope)
        if kind == "source":
            reads = {tool: source.output for tool, source in world.tools.items() if source.output is not None}
            return Scope({**reads}, world.flow_scope)
        if kind == "result of" and name in world.tools:
            looked = world.tools[name].fields.node("when_unknown")
            use = looked.get("use") if isinstance(looked, Tree) else None
            read = world.tools.get(use.text) if isinstance(use, Scalar) else None
            return Scope({"result": None if read is None else read.output}, self.scope(("tool", name)))
        return world.flow_scope

    def shape(self, expr: Expr, role: Role, loops: Iterable[tuple[str, Expr]] = ()) -> Shape | None:
        """The shape of an expression where it stands; None if that cannot be told."""
        if role[0] == IN_TEXT:
            scopes = [scope for _, scope in self._texts.get(role[1], ())]
            shapes = (self.shape(expr, scope, loops) for scope in dict.fromkeys(scopes))
            return next((shape for shape in shapes if shape is not None), None)
        scope: Names | None = self.scope(role)
        if scope is None:
            return None
        for name, source in loops:
            over = check(source, scope).shape
            scope = LoopNames(scope, name, None if over is None or over.single else one_of(over))
        return check(expr, scope).shape

    def at(self, path: str, offset: int) -> tuple[Found, tuple[Thing, ...]] | None:
        """The name at a place, with what it means; None if no name stands there that is known."""
        page = self.pages.get(path)
        for mention in () if page is None else page.at(offset):
            if things := self.meanings(mention):
                assert page is not None
                for found in _now([(page, mention)]):
                    return found, things
        return None

    def mentions(self, thing: Thing) -> Iterator[tuple[Found, tuple[Thing, ...]]]:
        """All places that may mean a thing, each with all that it may mean there."""
        for page in self.pages.values():
            for found in _now([(page, mention) for mention in page.by_name.get(thing[2], ())]):
                things = self.meanings(found.mention)
                if thing in things:
                    yield found, things

    def value(self, thing: Thing) -> Node | None:
        """What stands under the name of a thing where it is defined."""
        for page, mention in self._defined.get(thing, ()):
            if page.root is not None and (node := _below(page.root, mention.start)) is not None:
                return node
        return None


def _now(mentions: Iterable[tuple[Page, Mention]]) -> Iterator[Found]:
    for page, mention in mentions:
        place = page.now(mention.start, mention.end)
        if place is not None:
            yield Found(page, mention, Place(page.path, *place))


def _below(root: Node, start: int) -> Node | None:
    """What stands under the key at an offset; the whole map where it is the value of a file's first key."""
    node = root
    while isinstance(node, Tree):
        inner: Node | None = None
        for entry in node:
            if entry.key.start <= start <= entry.key.end:
                return entry.value
            if entry.value.start <= start <= entry.value.end:
                inner = node if isinstance(entry.value, Scalar) else entry.value
        if inner is None or inner is node:
            return inner
        node = inner
    return None
