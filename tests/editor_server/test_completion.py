"""What completion offers, in every kind of file, along the table of keys."""

import pytest

from flowkit.editor.book import Book
from flowkit.editor.completion import complete
from flowkit.language.building.table.kinds import KINDS
from tests.editor_server.bikes import FILES, files


def offered(path: str, before: str, typed: str) -> list[str]:
    """What is offered where `typed`, up to its mark, stands in place of `before`."""
    text = FILES[path].replace(before, typed, 1)
    assert text.count("¦") == 1, "the mark of the cursor"
    at = text.index("¦")
    book = Book({**files(), path: text.replace("¦", "").encode()}, Book(files()))
    found, place = complete(book, path, at)
    assert place.end == at
    return [each.label for each in found]


@pytest.mark.parametrize(
    ("path", "before", "typed", "wanted"),
    [
        ("flowkit.yaml", "start: front_door", "start: ¦", ["front_door", "identify", "book"]),
        ("flowkit.yaml", "run: identify", "run: ¦", ["identify"]),
        ("flowkit.yaml", "when: customer is set", "when: ¦", ["customer", "ticket"]),
        ("flowkit.yaml", "title:", "per¦\ntitle:", ["persona", "facts", "languages"]),
        ("tools/workshop.yaml", "output: customer", "output: ¦", ["customer", "repair", "date"]),
        ("tools/workshop.yaml", "requires: []", "requires: [¦]", ["identified"]),
        ("tools/workshop.yaml", "from: list_times.start", "from: list_times.¦", ["start"]),
        ("tools/workshop.yaml", "from: customer", "from: ¦", ["caller", "computed", "customer", "list_times"]),
        ("tools/workshop.yaml", "{{ start }}", "{{ ¦", ["start", "customer_id"]),
        ("tools/workshop.yaml", "effect: write", "effect: ¦", ["read", "write", "money"]),
        ("tools/workshop.yaml", "single: true", "single: ¦", ["true", "false"]),
        ("tools/workshop.yaml", "key: id", "key: ¦", ["id", "first_name"]),
        ("identify.yaml", "with: {phone: phone}", "with: {¦", ["phone"]),
        ("identify.yaml", "      not_found:\n", "      ¦\n", ["not_found", "refused", "failed"]),
        ("identify.yaml", "clear: phone", "clear: ¦", ["phone", "ticket"]),
        ("book.yaml", "time.start", "time.¦", ["start"]),
        ("book.yaml", "times is empty, times", "any(t.¦ for t in times), times", ["start"]),
        ("book.yaml", "day >= today", "day.¦", ["weekday"]),
        ("book.yaml", "- list_times before", "- ¦", ["list_times", "when", "identified"]),
        ("front_door.yaml", "choose: [repair_status, book]", "choose: [repair_status, ¦", ["book", "identify"]),
        ("front_door.yaml", "outcomes: {nothing: goodbye}", "outcomes: {¦", ["nothing", "other"]),
        ("tests/booking.yaml", "start: book", "start: book.¦", ["when", "agree"]),
        ("tests/booking.yaml", "day: 2026-03-06}\n", "¦}\n", ["day", "time", "times", "repair", "ticket"]),
        ("tests/booking.yaml", "      list_times:", "      ¦\n      list_times:", ["get_repair"]),
        ("tests/booking.yaml", "not_used: book_time", "not_used: ¦", ["book_time"]),
        ("tests/booking.yaml", "slots: {day: 2026-03-06}", "slots: {¦}", ["day", "time"]),
        ("tests/booking.yaml", "      - expect:", "      - ¦\n      - expect:", ["caller", "expect", "silence"]),
        ("tests/booking.yaml", "ends: {}", "ends: {¦}", ["book", "identify"]),
        ("book.yaml", "flow: book\n", "# flowkit: ignore[¦\nflow: book\n", ["FK202"]),
    ],
)  # fmt: skip
def test_what_may_stand_is_offered(path, before, typed, wanted):
    found = offered(path, before, typed)
    assert [each for each in wanted if each not in found] == []


def test_what_stands_already_or_cannot_stand_is_not_offered():
    keys = offered("book.yaml", "    save_as: times", "    ¦")
    assert not {"use", "with", "next", "ask", "confirm", "exits", "question"} & set(keys)
    slots = offered("book.yaml", "    ask: What day suits you?", "    ¦")
    assert set(slots) == set(KINDS["slot"].keys) - {"type", "only_if"}
    assert offered("identify.yaml", "with: {phone: phone}", "with: {phone: phone, ¦}") == []


def test_an_empty_file_begins_with_its_kind():
    found, _ = complete(Book({"new.yaml": b""}), "new.yaml", 0)
    assert [each.label for each in found] == ["flow", "catalog", "suite", "words", "flowkit"]


def test_a_comment_and_a_text_offer_nothing():
    assert offered("book.yaml", "start: when", "start: when  # the f¦") == []
    assert offered("book.yaml", "ask: What day suits you?", "ask: What ¦") == []
