"""What an editor gets from `flowkit lsp`, asked by a real client over its pipes."""

import re
from collections.abc import Iterator
from time import perf_counter

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from tests.editor_server.bikes import BOOK, CATALOG, REPAIR, write
from tests.editor_server.client import Window, edited, position


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """An editor with the bikes as they are: each test leaves them so."""
    folder = tmp_path_factory.mktemp("workspace").resolve()
    write(folder / "bikes")
    with Window(folder) as opened:
        opened.open("bikes/book.yaml")
        opened.told("bikes/book.yaml", [])
        yield opened


BOOK_YAML = "bikes/book.yaml"


def labels(found: lsp.CompletionList) -> list[str]:
    return [item.label for item in found.items]


def test_findings_come_while_typing_and_go_when_mended(window: Window):
    window.change(BOOK_YAML, BOOK.replace("ask: time, next: agree", "ask: time, next: agre"))
    (found,) = window.told(BOOK_YAML, ["FK201"])
    assert found.message.splitlines() == ["there is no state 'agre'", "did you mean 'agree'?"]
    assert (found.range.start, found.range.end) == (lsp.Position(22, 26), lsp.Position(22, 30))
    assert found.source == "flowkit"
    assert found.severity is lsp.DiagnosticSeverity.Error
    assert found.code_description is not None
    assert found.code_description.href.endswith("/FK201.md")
    window.change(BOOK_YAML, BOOK)
    assert window.told(BOOK_YAML, []) == []


def test_what_nothing_leads_to_is_shown_as_unnecessary(window: Window):
    window.change(BOOK_YAML, BOOK.replace("  done:", "  lost: {say: Hello., end: resolved}\n  done:"))
    (found,) = window.told(BOOK_YAML, ["FK202"])
    assert list(found.tags or ()) == [lsp.DiagnosticTag.Unnecessary]
    assert found.severity is lsp.DiagnosticSeverity.Warning
    window.change(BOOK_YAML, BOOK)
    window.told(BOOK_YAML, [])


def test_what_is_wrong_in_a_file_that_is_not_open_is_told_there_and_taken_back(window: Window):
    window.change(BOOK_YAML, BOOK.replace("flow: book", "flow: bookings"))
    window.until("bikes/front_door.yaml", "FK108")
    window.change(BOOK_YAML, BOOK)
    assert window.told("bikes/front_door.yaml", []) == []


def test_related_places_and_columns_in_units_of_utf_16(window: Window):
    text = BOOK.replace("What day suits you?", "\U0001f6b2 What day?").replace(
        "  time: {type", '  due: {type: text, ask: "\U0001f6b2\U0001f6b2", patern: x}\n  day: {type'
    )
    window.change(BOOK_YAML, text)
    found = window.until(BOOK_YAML, "FK003")
    assert found.related_information is not None
    assert found.related_information[0].location.range.start == position(text, "  day:", 2)
    assert window.until(BOOK_YAML, "FK102").range.start == position(text, "patern")
    window.change(BOOK_YAML, BOOK)
    window.told(BOOK_YAML, [])


@pytest.mark.parametrize(
    ("mark", "shift", "says"),
    [
        ("day: day", 5, ["slot `day`** of `book`", "`date`", "What day suits you?", "asked in `when`"]),
        ("use: list_times", 6, ["tool `list_times`", "Lists the free times", "effect: `read`", "`day`: `date`"]),
        ("go: pick", 4, ["state `pick`** of `book`", "ask: time", "then `agree`"]),
        ("requires: identified", 12, ["precondition `identified`", "customer is set", "identify"]),
        ("times is empty", 1, ["result `times`", "list_times"]),
        ("customer.id", 1, ["record `customer`", "`first_name`: `name`"]),
        ("customer.id", 9, ["field `id`", "`text`"]),
        ("go: person", 4, ["Every flow has this state"]),
        ("save_as", 2, ["**`save_as`** of a state", "Keeps the result under this name."]),
        ("day >= today", 8, ["The day of the call"]),
    ],
)
def test_hover(window: Window, mark: str, shift: int, says: list[str]):
    found = window.ask("hover", BOOK_YAML, position(BOOK, mark, shift))
    for each in says:
        assert each in found.contents.value


def test_hover_over_a_rule_in_a_comment(window: Window):
    text = BOOK.replace("  done:", "  # flowkit: ignore[FK202] kept for the autumn\n  done:")
    window.change(BOOK_YAML, text)
    found = window.ask("hover", BOOK_YAML, position(text, "FK202", 2))
    assert found.contents.value.startswith("**FK202 unreachable-state**")
    window.change(BOOK_YAML, BOOK)


def test_nothing_is_said_where_nothing_stands(window: Window):
    assert window.ask("hover", BOOK_YAML, position(BOOK, "What day", 1)) is None


def test_definition_in_another_file(window: Window):
    (found,) = window.ask("definition", BOOK_YAML, position(BOOK, "use: list_times", 8))
    assert found.uri == window.uri("bikes/tools/workshop.yaml")
    assert found.range.start == position(CATALOG, "list_times:")


def test_references_across_files_guards_words_and_tests(window: Window):
    context = lsp.ReferenceContext(include_declaration=True)
    found = window.ask("references", BOOK_YAML, position(BOOK, "day:", 1), context=context)
    by_file = {uri: sum(each.uri == uri for each in found) for uri in {each.uri for each in found}}
    # Its name, its own guard and words, asked, given, printed, cleared, in a guarantee; given and expected in the test.
    assert by_file == {window.uri(BOOK_YAML): 8, window.uri("bikes/tests/booking.yaml"): 2}
    context = lsp.ReferenceContext(include_declaration=False)
    assert len(window.ask("references", BOOK_YAML, position(BOOK, "day:", 1), context=context)) == 9


def test_rename_of_a_slot(window: Window):
    at = position(BOOK, "ask: day", 6)
    prepared = window.ask("prepare_rename", BOOK_YAML, at)
    assert prepared.placeholder == "day"
    found = window.ask("rename", BOOK_YAML, at, new_name="arrival")
    assert set(found.changes) == {window.uri(BOOK_YAML), window.uri("bikes/tests/booking.yaml")}
    text = edited(BOOK, found.changes[window.uri(BOOK_YAML)])
    assert '{when: arrival >= today, because: "{{ arrival }} has passed."}' in text
    assert "with: {day: arrival}" in text
    assert "book_time only if arrival is set" in text


@pytest.mark.parametrize(
    ("mark", "shift", "name", "why"),
    [
        ("ask: day", 6, "New Day", "'New Day' cannot name a slot; names are lower_snake_case"),
        ("ask: day", 6, "today", "'today' is a word of the language; give a slot another name"),
        ("ask: day", 6, "time", "'time' is already the name of a slot of 'book' (bikes/book.yaml:11:3)"),
        ("ask: day", 6, "repair", "'repair' is already the name of a record (bikes/tools/workshop.yaml:8:3)"),
        ("go: pick", 4, "done", "'done' is already the name of a state of 'book' (bikes/book.yaml:28:3)"),
        ("go: person", 4, "clerk", "'person' is a word of the language"),
    ],
)
def test_rename_is_refused_with_the_reason(window: Window, mark: str, shift: int, name: str, why: str):
    with pytest.raises(JsonRpcException, match=f"^{re.escape(why)}$"):
        window.ask("rename", BOOK_YAML, position(BOOK, mark, shift), new_name=name)


@pytest.mark.parametrize(
    ("before", "typed", "offers"),
    [
        ("ask: day, next: look", "ask: ", ["day", "time", "ticket"]),
        ("go: pick", "go: ", ["when", "look", "pick", "agree", "done", "person", "hang_up"]),
        ("use: list_times", "use: ", ["find_customer", "get_repair", "list_times", "book_time"]),
        ("requires: identified", "requires: ", ["identified"]),
        ("customer.id", "customer.", ["id", "first_name"]),
        ("{{ day }} has", "{{ day | ", ["spell", "digits", "date", "time", "weekday"]),
        ("{{ day }} has", "{{ d", ["day", "time", "times"]),
        ("type: date", "type: ", ["text", "date", "phone", "customer", "repair"]),
        ("with: {day: day}", "with: {", ["day"]),
        ("    save_as: times", "    s", ["say", "save_as", "outcomes"]),
    ],
)
def test_completion_in_half_typed_lines(window: Window, before: str, typed: str, offers: list[str]):
    at = BOOK.index(before) + len(typed)
    end = BOOK.index("\n", BOOK.index(before))
    text = f"{BOOK[: BOOK.index(before)]}{typed}{BOOK[end:]}"
    window.change(BOOK_YAML, text)
    found = labels(window.ask("completion", BOOK_YAML, _position_at(text, at)))
    assert [each for each in offers if each not in found] == []
    window.change(BOOK_YAML, BOOK)


def _position_at(text: str, offset: int) -> lsp.Position:
    return lsp.Position(text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1)


def test_options_are_completed_behind_a_comparison(window: Window):
    window.open("bikes/repair_status.yaml")
    found = window.ask("completion", "bikes/repair_status.yaml", position(REPAIR, "'ready'", 1))
    assert labels(found) == ["waiting", "in_work", "ready"]
    outcomes = REPAIR.replace("      not_found:", "      \n      not_found:")
    window.change("bikes/repair_status.yaml", outcomes)
    at = lsp.Position(outcomes[: outcomes.index("      \n")].count("\n"), 6)
    assert {"refused", "failed"} <= set(labels(window.ask("completion", "bikes/repair_status.yaml", at)))
    window.close("bikes/repair_status.yaml")


def test_an_entry_of_completion_is_explained_when_it_is_looked_at(window: Window):
    found = window.ask("completion", BOOK_YAML, position(BOOK, "use: list_times", 5))
    item = next(each for each in found.items if each.label == "list_times")
    assert "Lists the free times of a day." in window.resolve(item).documentation.value


def test_everything_else_works_while_a_line_is_broken(window: Window):
    text = BOOK.replace("  pick: {ask: time, next: agree}", "  pick: {ask: time, next: [agree")
    window.change(BOOK_YAML, text)
    window.told(BOOK_YAML, ["FK002"])
    found = window.ask("hover", BOOK_YAML, position(text, "use: list_times", 6))
    assert "tool `list_times`" in found.contents.value
    (place,) = window.ask("definition", BOOK_YAML, position(text, "go: pick", 5))
    assert place.range.start == position(text, "pick:")
    (behind,) = window.ask("definition", BOOK_YAML, position(text, "confirm: book_time", 10))
    assert behind.uri == window.uri("bikes/tools/workshop.yaml")
    with pytest.raises(JsonRpcException, match="cannot be read just now"):
        window.ask("rename", BOOK_YAML, position(text, "go: pick", 5), new_name="choose_time")
    window.change(BOOK_YAML, BOOK)
    window.told(BOOK_YAML, [])


def test_fixes(window: Window):
    text = BOOK.replace("ask: time, next: agree", "ask: time, next: agre").replace("title: Bring", "titel: Bring")
    window.change(BOOK_YAML, text)
    window.until(BOOK_YAML, "FK102")
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(40, 0))
    found = window.code_actions(BOOK_YAML, whole, ["quickfix"])
    fix = next(each for each in found if "title" in each.title)
    assert fix.edit is not None
    assert fix.edit.changes is not None
    assert "\ntitle: Bring" in edited(text, fix.edit.changes[window.uri(BOOK_YAML)])
    assert [each.code for each in fix.diagnostics or ()] == ["FK102"]
    assert all(each.kind == "quickfix" for each in found)
    window.change(BOOK_YAML, BOOK)
    window.told(BOOK_YAML, [])


def test_a_warning_can_be_kept_with_a_reason(window: Window):
    text = BOOK.replace("  done:", "  lost: {say: Hello., end: resolved}\n  done:")
    window.change(BOOK_YAML, text)
    (found,) = window.told(BOOK_YAML, ["FK202"])
    (action,) = [each for each in window.code_actions(BOOK_YAML, found.range) if "ignore" in each.title.lower()]
    assert action.edit is not None
    assert action.edit.changes is not None
    kept = edited(text, action.edit.changes[window.uri(BOOK_YAML)])
    assert "\n  # flowkit: ignore[FK202] say here why it stays\n  lost:" in kept
    window.change(BOOK_YAML, kept)
    assert window.told(BOOK_YAML, []) == []
    window.change(BOOK_YAML, BOOK)


def test_all_that_can_mean_one_thing_only_is_mended_at_once(window: Window):
    text = BOOK.replace("day is set", "day is not unknown")
    window.change(BOOK_YAML, text)
    window.until(BOOK_YAML, "FK301")
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    found = window.code_actions(BOOK_YAML, whole, ["source.fixAll"])
    assert [each.kind for each in found] == ["source.fixAll.flowkit"]
    assert found[0].edit is not None
    assert found[0].edit.changes is not None
    assert edited(text, found[0].edit.changes[window.uri(BOOK_YAML)]) == BOOK
    window.change(BOOK_YAML, BOOK)
    window.told(BOOK_YAML, [])


def test_the_outline_of_a_flow(window: Window):
    (flow,) = window.symbols(BOOK_YAML)
    assert (flow.name, flow.kind) == ("book", lsp.SymbolKind.Module)
    assert flow.range.start == lsp.Position(0, 0)
    names = [each.name for each in flow.children or ()]
    assert names == ["day", "time", "when", "look", "pick", "agree", "done"]
    look = (flow.children or ())[3]
    assert look.range.start == position(BOOK, "  look:", 2)
    assert [each.name for each in look.children or ()] == ["times"]


def test_names_are_found_in_the_whole_workspace(window: Window):
    found = {each.name: each for each in window.find("list")}
    assert found["list_times"].location.uri == window.uri("bikes/tools/workshop.yaml")


def test_what_changes_on_the_disk_is_seen(window: Window):
    path = window.folder / "bikes" / "tools" / "workshop.yaml"
    path.write_text(CATALOG.replace("  list_times:", "  list_free:"), encoding="utf-8")
    window.changed_on_disk("bikes/tools/workshop.yaml")
    window.until(BOOK_YAML, "FK401")
    path.write_text(CATALOG, encoding="utf-8")
    window.changed_on_disk("bikes/tools/workshop.yaml")
    window.told(BOOK_YAML, [])
    assert window.registered == [lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES]


def test_several_projects_and_files_that_belong_to_none(window: Window):
    write(window.folder / "other")
    window.open("other/book.yaml", BOOK.replace("go: pick", "go: pock"))
    assert "FK201" in [each.code for each in window.told("other/book.yaml")]
    assert window.told(BOOK_YAML) == []
    window.open(
        "alone.yaml", "flow: alone\ntitle: Alone\nstart: hello\nstates:\n  hello: {say: Hello., next: nowhere}\n"
    )
    assert "FK201" in [each.code for each in window.told("alone.yaml")]
    window.open("compose.yaml", "services: {web: {image: nginx}}\n")
    assert window.ask("hover", "compose.yaml", lsp.Position(0, 2)) is None
    assert window.uri("compose.yaml") not in window.told_files()
    window.close("alone.yaml")
    assert window.told("alone.yaml", []) == []
    window.close("other/book.yaml")


def test_answers_are_quick(window: Window):
    """A tenth of a second at most for a question about a project with a change of a moment ago."""
    taken = []
    for number in range(5):
        window.change(BOOK_YAML, BOOK.replace("That", f"That {number}"))
        began = perf_counter()
        window.ask("completion", BOOK_YAML, position(BOOK, "go: pick", 4))
        taken.append(perf_counter() - began)
    window.change(BOOK_YAML, BOOK)
    assert min(taken) < 0.1, taken
