"""Renaming changes a name everywhere, and nothing else: what is found in a project is the same afterwards."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.editor.book import Book
from flowkit.editor.mentions import Thing
from flowkit.editor.renaming import WHAT, Refused, Renaming, edited, rename
from flowkit.lint.pages.library import shop
from flowkit.lint.told import told
from tests.editor_server.bikes import BOOK, IDENTIFY, REPAIR, SUITE, files, in_spanish

ROOT = Path(__file__).parents[2]
NEW = "_anew"

# Mistakes that a renaming must keep as they are, too.
_BROKEN = files(book=BOOK.replace("go: pick", "go: pock").replace("day >= today", "day >= tody"))


def _flows() -> dict[str, bytes]:
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in sorted((ROOT / "flows").rglob("*.yaml"))}


def _shop() -> dict[str, bytes]:
    return {path: text.encode() for path, text in shop().items()}


PROJECTS = {"bikes": files, "spanish": in_spanish, "broken": lambda: _BROKEN, "shop": _shop, "flows": _flows}


@cache
def opened(name: str) -> tuple[Book, tuple[object, ...]]:
    """A project's book, and what is found in it."""
    contents = PROJECTS[name]()
    return Book(contents), found(contents)


def found(contents: Mapping[str, bytes]) -> tuple[object, ...]:
    """What is found, by file and line; the new name counts as the old one."""
    return tuple(
        sorted(
            (each.kind.code, each.severity, each.span.path, each.span.line, re.sub(rf"{NEW}\b", "", each.message))
            for each in told(contents).diagnostics
        )
    )


def renamed(book: Book, thing: Thing, name: str) -> Renaming | Refused:
    place = book.definitions(thing)[0].place
    return rename(book, place.path, place.start, name)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(PROJECTS)), st.randoms(use_true_random=False))
def test_what_is_found_is_the_same_after_a_renaming(name, chance):
    book, before = opened(name)
    thing = chance.choice([each for each in book.every() if each[0] in WHAT and each[2] != "person"])
    renaming = renamed(book, thing, f"{thing[2]}{NEW}")
    assert isinstance(renaming, Renaming)
    after = {**{path: page.data for path, page in book.pages.items()}, **edited(book, renaming)}
    assert found(after) == before
    again = Book(after)
    assert not again.definitions(thing)
    back = renamed(again, (thing[0], thing[1], f"{thing[2]}{NEW}"), thing[2])
    assert isinstance(back, Renaming)
    assert {**after, **edited(again, back)} == {path: page.data for path, page in book.pages.items()}


def changes(contents: Mapping[str, bytes], thing: Thing, name: str) -> dict[str, str]:
    book = Book(contents)
    renaming = renamed(book, thing, name)
    assert isinstance(renaming, Renaming), renaming
    return {path: data.decode() for path, data in edited(book, renaming).items()}


def refused(contents: Mapping[str, bytes], thing: Thing, name: str) -> str:
    renaming = renamed(Book(contents), thing, name)
    assert isinstance(renaming, Refused)
    return renaming.message


def test_a_slot_is_renamed_in_translations_with_both_of_their_texts():
    words = changes(in_spanish(), ("slot", "book", "day"), "arrival")["words/es.yaml"]
    assert '"There\'s nothing free on {{ arrival }}.": "No hay nada libre el {{ arrival }}."' in words


def test_a_flow_is_renamed_where_it_is_run_offered_and_tested():
    changed = changes(files(), ("flow", "", "book"), "booking")
    assert set(changed) == {"book.yaml", "front_door.yaml", "tests/booking.yaml"}
    assert "start: booking\n" in changed["tests/booking.yaml"]
    assert "state: booking.agree" in changed["tests/booking.yaml"]


def test_a_tool_is_renamed_in_fixtures_sources_and_results():
    changed = changes(files(), ("tool", "", "list_times"), "free_times")
    assert set(changed) == {"tools/workshop.yaml", "data.yaml", "book.yaml", "tests/booking.yaml"}
    assert "from: free_times.start" in changed["tools/workshop.yaml"]
    assert "free_times before book_time" in changed["book.yaml"]


def test_a_state_of_another_flow_keeps_its_name():
    changed = changes(files(identify=IDENTIFY.replace("found", "look")), ("state", "book", "look"), "search")
    assert set(changed) == {"book.yaml"}


def test_names_in_texts_of_every_style_are_found():
    book = BOOK.replace(
        'say: "There\'s nothing free on {{ day }}."', 'say: "There\\"s nothing\\\n          free on {{ day }}."'
    ).replace('because: "{{ day }} has passed."', "because: 'It''s {{ day }}.'")
    book = book.replace("  - book_time only if day is set", "  - >-\n    book_time only if\n    day is set")
    changed = changes(files(book=book), ("slot", "book", "day"), "arrival")["book.yaml"]
    assert not re.search(r"\bday\b", changed.replace("with: {day:", "").replace("What day", "").replace("say:", ""))
    assert changed.count("arrival") == len(re.findall(r"\bday\b", book)) - 2


def test_what_a_loop_would_hide_is_refused():
    book = BOOK.replace("times is empty, go: person", "any(t.start == time.start for t in times), go: person")
    told_why = refused(files(book=book), ("slot", "book", "time"), "t")
    assert told_why == "'t' would mean something else at book.yaml:21:31; choose another name"


def test_what_an_argument_would_hide_is_refused():
    project = files()["flowkit.yaml"].decode() + "constants:\n  most: 2\n"
    told_why = refused(files(flowkit=project), ("constant", "", "most"), "start")
    assert told_why == "'start' is already the name of an argument of 'book_time' (tools/workshop.yaml:41:7)"


def test_what_an_argument_would_hide_in_a_read_back_is_refused():
    own = '    read_back: "I book {{ start }} on {{ day }}. Shall I do that?"\n    next: done'
    book = BOOK.replace("    next: done", own)
    told_why = refused(files(book=book), ("slot", "book", "day"), "customer_id")
    assert told_why == "'customer_id' would mean something else at book.yaml:27:42; choose another name"


def test_a_state_that_a_test_may_mean_otherwise_is_refused():
    suite = SUITE.replace("book.agree", "look")
    told_why = refused(files(booking=suite), ("state", "book", "look"), "search")
    assert told_why.startswith("'look' at tests/booking.yaml:12:25 may be ")
    assert "a state of 'book'" in told_why
    assert "a state of 'repair_status'" in told_why


def test_names_of_the_language_are_refused():
    repair = REPAIR.replace("  not_yet:", "  person: {handoff: counter}\n  not_yet:")
    assert refused(files(), ("state", "book", "pick"), "person") == (
        "'person' is a word of the language; give a state another name"
    )
    assert "keeps its name" in refused(files(repair_status=repair), ("state", "repair_status", "person"), "clerk")
    assert refused(files(), ("record", "", "repair"), "date") == "'date' is a type; give the record another name"
    assert "is a word of the language" in refused(files(), ("slot", "book", "day"), "null")


@pytest.mark.parametrize("thing", [("rule", "book", "x"), ("argument", "book_time", "start")])
def test_other_things_are_not_renamed(thing):
    book = Book(files())
    if book.definitions(thing):
        assert isinstance(renamed(book, thing, "other"), Refused)
