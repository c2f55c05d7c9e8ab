"""Every name in a project is found, and means what the language takes it for."""

import re
from pathlib import Path

import pytest

from flowkit.editor.actions import actions, all_safe
from flowkit.editor.book import Book
from flowkit.editor.desk import Desk
from flowkit.editor.hovers import about
from flowkit.editor.mentions import Mention
from flowkit.language import codes
from flowkit.language.diagnostic import problem
from flowkit.language.expressions.types import PARTS
from flowkit.language.span import Span
from flowkit.language.tree import Document
from flowkit.lint.pages.library import shop
from flowkit.lint.told import told
from tests.editor_server.bikes import BOOK, CATALOG, FILES, files, in_spanish

ROOT = Path(__file__).parents[2]
ENGINES = {"cannot_say", "nothing", "other", "failed", "refused", "declined", "unknown", "too_long"}
"""Outcomes that are nobody's: the engine gives them."""
ENDS = {"cancelled", "refused", "unresolved", "resolved", "handed_off", "abandoned"}
_PARTS = {name for parts in PARTS.values() for name in parts}


def projects() -> dict[str, dict[str, bytes]]:
    """Projects without mistakes."""
    flows = {str(path): path.read_bytes() for path in sorted((ROOT / "flows").rglob("*.yaml"))}
    return {"bikes": files(), "shop": {path: text.encode() for path, text in shop().items()}, "flows": flows}


def is_the_engines(mention: Mention) -> bool:
    """Whether a name is one that no file defines."""
    kinds = {kind for kind, _ in mention.may_be}
    if mention.of is not None:
        return mention.name in _PARTS
    return mention.name in ENGINES | ENDS if kinds & {"outcome", "rule", "end", "exit"} else False


@pytest.mark.parametrize("name", sorted(projects()))
def test_every_name_means_something(name):
    book = Book(projects()[name])
    strange = [
        (page.path, page.document.place_of(mention.start), mention.name)
        for page in book.pages.values()
        for mention in page.names.mentions
        if not book.meanings(mention) and not is_the_engines(mention)
    ]
    assert strange == []


@pytest.mark.parametrize("name", sorted(projects()))
def test_a_name_stands_where_it_is_said_to(name):
    for page in Book(projects()[name]).pages.values():
        for mention in page.names.mentions:
            assert mention.exact
            assert page.document.text[mention.start : mention.end] == mention.name


@pytest.mark.parametrize("name", sorted(projects()))
def test_everything_can_be_told_about(name):
    book = Book(projects()[name])
    for thing in book.every():
        assert f"`{thing[2]}`" in about(book, thing)


def test_no_place_of_a_name_is_left_out():
    """Each word of a file that reads like a name of the project is one, or stands where it cannot be one."""
    book = Book(in_spanish())
    for name, left in (
        ("list_times", 0),
        ("get_repair", 0),
        ("identified", 0),
        ("book_time", 0),
        ("agree", 0),
        ("pick", 1),
    ):
        written = sum(len(re.findall(rf"\b{name}\b", page.document.text)) for page in book.pages.values())
        mentions = sum(len(page.by_name.get(name, ())) for page in book.pages.values())
        assert written - mentions == left, name  # "when can I pick it up"


def test_a_page_keeps_its_names_while_it_is_broken():
    before = Book(files())
    text = BOOK.replace("  pick: {ask: time", "  pick: {ask: [time").replace("flow: book", "flow: booking")
    book = Book(files(book=text), before)
    page = book.pages["book.yaml"]
    assert page.broken
    done = book.definitions(("state", "book", "done"))[0].place
    assert text[done.start : done.end] == "done"
    when = book.definitions(("state", "book", "when"))
    assert [text[each.place.start : each.place.end] for each in when] in ([], ["when"])
    assert Book(files(), book).pages["book.yaml"].broken is False


def test_what_did_not_change_is_not_read_again():
    before = Book(files())
    after = Book(files(book=BOOK + "\n"), before)
    same = [path for path in FILES if after.pages[path] is before.pages[path]]
    assert same == [path for path in FILES if path != "book.yaml"]


def test_all_is_mended_in_one_file_only():
    contents = files(
        book=BOOK.replace("day is set", "day is not unknown"), workshop=CATALOG.replace("about:", "abuot:")
    )
    found = all_safe("book.yaml", contents, lambda now: told(now).diagnostics)
    assert found == BOOK.encode()
    assert all_safe("book.yaml", files(), lambda now: told(now).diagnostics) is None


def test_no_comment_is_offered_where_it_would_be_text():
    text = "flow: a\nstates:\n  b:\n    say: |\n      One.\n      Two.\n    next: c  # x\n"
    documents = {"a.yaml": Document("a.yaml", text)}
    inside = problem(codes.UNREACHABLE_STATE, Span("a.yaml", 6, 7, 6, 10), "in a text")
    below = problem(codes.UNREACHABLE_STATE, Span("a.yaml", 7, 11, 7, 12), "in a line")
    assert actions([inside], documents) == []
    (action,) = actions([below], documents)
    assert action.changes[0].text == "    # flowkit: ignore[FK202] say here why it stays\n"
    error = problem(codes.UNKNOWN_STATE, Span("a.yaml", 7, 11, 7, 12), "an error")
    assert actions([error], documents) == []


class Disk:
    """Files in memory instead of on a disk."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self.contents = contents

    def root(self, path: Path) -> Path | None:
        return next((each for each in path.parents if f"{each}/flowkit.yaml" in self.contents), None)

    def read(self, root: Path) -> dict[str, bytes]:
        return {name: data for name, data in self.contents.items() if name.startswith(f"{root}/")}

    def name(self, path: Path) -> str:
        return str(path)

    def stamps(self, root: Path) -> object:
        return dict(self.contents)

    def tell(self, folder, contents, has_project):
        return told(contents).diagnostics


def test_a_file_moves_to_the_project_that_comes_around_it():
    disk = Disk({"/w/book.yaml": BOOK.encode()})
    desk = Desk(disk)
    alone = desk.open(Path("/w/book.yaml"), BOOK)
    assert alone is not None
    assert not alone.has_project
    disk.contents |= {f"/w/{name}": data for name, data in files().items()}
    moved = [*desk.sort_anew()]
    assert moved[0] is alone
    assert moved[1].has_project
    assert set(moved[1].files) == {f"/w/{name}" for name in FILES}
    assert alone.files == {}


def test_other_yaml_is_left_in_peace():
    desk = Desk(Disk({}))
    assert desk.open(Path("/w/compose.yaml"), "services:\n  flow: x\n") is None
    assert desk.open(Path("/w/a.yaml"), "# a comment\n\nflow: a\n") is not None
