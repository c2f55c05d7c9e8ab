"""Whatever is typed, every question gets an answer: nothing that an editor can send makes one fail."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.editor.actions import actions
from flowkit.editor.book import Book
from flowkit.editor.completion import complete
from flowkit.editor.findings import underlined
from flowkit.editor.hovers import hover
from flowkit.editor.renaming import rename
from flowkit.editor.symbols import outline, search
from flowkit.lint.told import told
from tests.editor_server.bikes import FILES, files

START = Book(files())
PIECES = st.one_of(
    st.text("{}[]:,-'\"# \n\t|>.=ab", max_size=5),
    st.sampled_from(
        ["day", "{{ ", " }}", "- {when: ", "go: ", "use: list_times", "\n    with: {", "states:\n", "\U0001f6b2"]
    ),
)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 30), PIECES), max_size=3),
    st.data(),
)
def test_every_question_is_answered(name, typed, data):
    text = FILES[name]
    book = START
    for at, left_out, piece in typed:
        at = min(at, len(text))
        text = text[:at] + piece + text[at + left_out :]
        book = Book({**files(), name: text.encode()}, book)
    document = book.pages[name].document
    for offset in {0, len(text), *(data.draw(st.integers(0, len(text))) for _ in range(4))}:
        found = hover(book, name, offset)
        assert found is None or 0 <= found.place.start <= found.place.end <= len(document.text)
        offers, replaced = complete(book, name, offset)
        assert replaced.start <= replaced.end == offset
        assert all(each.label for each in offers)
        rename(book, name, offset, "something_else")
        if (at_offset := book.at(name, offset)) is not None:
            for thing in at_offset[1]:
                assert all(
                    place.place.end <= len(book.pages[place.place.path].document.text)
                    for place, _ in book.mentions(thing)
                )
    outline(book, name)
    assert all(each.name for each in search(book, "a"))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 2000), st.integers(0, 12), PIECES)
def test_every_finding_can_be_shown_and_every_fix_offered(name, at, left_out, piece):
    text = FILES[name][:at] + piece + FILES[name][at + left_out :]
    contents = {**files(), name: text.encode()}
    documents = {path: page.document for path, page in Book(contents).pages.items()}
    found = told(contents).diagnostics
    shown = underlined(found, documents)
    assert sum(map(len, shown.values())) == len(found)
    for action in actions(found, documents):
        for change in action.changes:
            assert 0 <= change.place.start <= change.place.end <= len(documents[change.place.path].text)
