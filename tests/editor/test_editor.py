"""What a designer sees in an editor: the real YAML language server on the real files, with the published schemas."""

import re
from pathlib import Path

import pytest

from flowkit.language.building.schema import FILES
from flowkit.language.building.schema_samples import SNIPPETS
from flowkit.language.building.table.kinds import FILE_KINDS, KINDS
from tests.editor.conftest import ROOT
from tests.editor.language_server import Editor, Page
from tests.editor.places import spots
from tests.language.building.conftest import TESTED

pytestmark = pytest.mark.system

REAL = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("flows/**/*.yaml"))
WHERE = {"project": "flowkit.yaml", "flow": "refund.yaml", "catalog": "tools/shop.yaml"}
WHERE |= {"suite": "tests/calls.yaml", "words": "words/es.yaml"}


def text_of(path: str) -> str:
    """A file of the small shop, naming its schema from a folder in the project."""
    schema = next(name for name, first in FILES.items() if TESTED[path].startswith(f"{first}:"))
    return f"# yaml-language-server: $schema=../schemas/{schema}.schema.json\n{TESTED[path]}"


@pytest.fixture(scope="module")
def page(editor: Editor) -> Page:
    return editor.open("flows/in_the_editor.yaml", text_of("refund.yaml"))[0]


@pytest.mark.parametrize("path", REAL)
def test_nothing_is_marked_in_the_files_of_the_demo(editor: Editor, path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert "$schema=" in text.splitlines()[0]
    assert editor.open(path, text)[1] == []


@pytest.mark.parametrize("path", sorted(TESTED))
def test_nothing_is_marked_in_files_that_the_reader_accepts(editor: Editor, page: Page, path: str) -> None:
    assert editor.rewrite(page, text_of(path)) == []


@pytest.mark.parametrize("schema", FILES)
def test_every_key_is_offered_and_explained(editor: Editor, page: Page, schema: str) -> None:
    """Completion and hover, in a map of every kind that stands in such a file, deep or not."""
    for name, spot in spots(schema, FILE_KINDS[FILES[schema]]).items():
        keys = {key: told for key, told in KINDS[name].keys.items() if not _stands(key, spot.text)}
        editor.write(page, spot.text)
        offers = editor.complete(page, spot.cursor)
        assert not set(keys) - set(offers), f"not offered in {name}: {spot.text}"
        for key, told in keys.items():
            assert offers[key].about.startswith(told.about), key
            editor.write(page, f"{spot.text}{key}: x\n")
            shown = editor.hover(page, spot.cursor)
            assert told.about in shown, f"{name}.{key}: {shown!r}"
            assert f"Default: {told.default}." in shown or not told.default, key


def _stands(key: str, text: str) -> bool:
    """Whether the first line after the schema is that key: it cannot be offered again."""
    return text.split("\n")[1].startswith(f"{key}:") and text.count("\n") == 2


MISSPELT = [
    ("project", "start: front", "«strat»: front", "Property strat is not allowed."),
    ("project", "automated: I am", "«automatted»: I am", "Property automatted is not allowed."),
    ("flow", "take_single: true", "«take_singel»: true", "Property take_singel is not allowed."),
    ("flow", "confirm: refund_part", "«comfirm»: refund_part", "Property comfirm is not allowed."),
    ("flow", "{go: person}", "{«goto»: person}", "Property goto is not allowed."),
    ("catalog", "about: Lists visits.", "«abuot»: Lists visits.", "Property abuot is not allowed."),
    ("catalog", "rule: recent", "«rool»: recent", "Property rool is not allowed."),
    ("suite", "expect: {state: move.pick", "expect: {«stat»: move.pick", "Property stat is not allowed."),
    ("suite", "barge_in: half", "«barge-in»: half", "Property barge-in is not allowed."),
    ("words", "texts:", "«text»:", "Property text is not allowed."),
]
WRONG = [
    ("project", "default: true}", "default: «always»}", 'Incorrect type. Expected "boolean".'),
    ("project", "currency: EUR", "currency: «Euro»", "write it like: USD"),
    ("flow", "key: part_id,", "key: part_id, check_back: «loud»,", 'Value is not accepted. Valid values: "none"'),
    ("flow", "times: 2", "times: «twice»", 'Incorrect type. Expected "integer".'),
    ("flow", "done: {say", "«Done»: {say", "names are lower_snake_case"),
    ("flow", "end: refused}", "end: refused, «next»: agree}", "this does not belong beside 'end'"),
    ("catalog", "effect: money", "effect: «cash»", 'Value is not accepted. Valid values: "read", "write", "money".'),
    ("catalog", "timeout: 2 seconds", "timeout: «2 moments»", "write it like: 6 seconds"),
    ("catalog", "retry: 2", "retry: «9»", "Value is above the maximum of 5."),
    ("catalog", "    timeout: 2 seconds", "    «consent»: heard", "this is for writes"),
    ("suite", "silence: 8 seconds", "silence: «8»", 'Incorrect type. Expected "string".'),
    ("suite", "nothing: true", "nothing: «yes»", 'Incorrect type. Expected "boolean".'),
    ("words", "words: es", "words: «Spanish»", "write it like: en"),
]


@pytest.mark.parametrize(("schema", "old", "new", "told"), [*MISSPELT, *WRONG])
def test_a_mistake_is_marked_at_its_place(
    editor: Editor, page: Page, schema: str, old: str, new: str, told: str
) -> None:
    text = text_of(WHERE[schema]).replace("languages: [en, es]\n", "")
    assert old in text
    changed = text.replace(old, new, 1)
    line = changed[: changed.index("«")].count("\n")
    marked = new[new.index("«") + 1 : new.index("»")]
    found = editor.rewrite(page, changed.replace("«", "").replace("»", ""))
    assert [mark for mark in found if (mark.text, mark.line) == (marked, line) and mark.message.startswith(told)], found


SNIPPET_PLACES = {
    "state": ("refund.yaml", "states:\n", "states:\n  fresh:\n    ¦\n"),
    "edge": ("refund.yaml", "      - {go: person}\n", "      - {go: person}\n      - ¦\n"),
    "rung": ("refund.yaml", "guarantees:\n", "no_input:\n  - Hello?\n  - ¦\nguarantees:\n"),
    "slot": ("refund.yaml", "slots:\n", "slots:\n  fresh:\n    ¦\n"),
    "rule": ("refund.yaml", "slots:\n", "slots:\n  fresh:\n    type: date\n    only_if:\n      - ¦\n"),
    "tool rule": ("tools/shop.yaml", "      - own_order\n", "      - own_order\n      - ¦\n"),
    "record": ("tools/shop.yaml", "records:\n", "records:\n  fresh:\n    ¦\n"),
    "tool": ("tools/shop.yaml", "tools:\n", "tools:\n  fresh:\n    ¦\n"),
    "test": ("tests/calls.yaml", "tests:\n", "tests:\n  a fresh test:\n    ¦\n"),
    "place": ("flowkit.yaml", "handoffs:\n  desk", "handoffs:\n  fresh:\n    ¦\n  desk"),
    "precondition": ("flowkit.yaml", "preconditions:\n", "preconditions:\n  fresh:\n    ¦\n"),
}


def test_every_snippet_has_a_place() -> None:
    assert set(SNIPPET_PLACES) == set(SNIPPETS)


@pytest.mark.parametrize("kind", SNIPPET_PLACES)
def test_what_a_snippet_writes_is_not_marked(editor: Editor, page: Page, kind: str) -> None:
    path, old, new = SNIPPET_PLACES[kind]
    text = text_of(path)
    assert old in text
    before, _, after = text.replace(old, new, 1).partition("¦")
    line = before[before.rfind("\n") + 1 :]
    cursor = {"line": before.count("\n"), "character": len(line)}
    for snippet in SNIPPETS[kind]:
        editor.write(page, before + after)
        offer = editor.complete(page, cursor)[snippet.label]
        assert offer.about == snippet.about
        indent = line[: len(line) - len(line.lstrip())]
        written = filled_in(offer.inserts).replace("\n", f"\n{indent}")
        assert editor.rewrite(page, before + written + after) == [], written


def filled_in(snippet: str) -> str:
    """The text that a snippet leaves when all its places are kept as they are, or filled with a name where empty."""
    plain = re.sub(r"\$\{\d+:((?:\\.|[^}\\])*)\}", r"\1", snippet)
    return re.sub(r"\$\{?\d+\}?", "some_name", plain).replace("\\}", "}").replace("\\$", "$")


def test_the_schemas_of_the_demo_are_all_five() -> None:
    named = {re.search(r"schemas/(\w+)\.schema", (ROOT / path).read_text(encoding="utf-8"))[1] for path in REAL}  # type: ignore[index]
    assert named == set(FILES)
    assert {path.name for path in Path(ROOT / "schemas").iterdir()} == {f"{name}.schema.json" for name in FILES}
