"""Files made to hurt: each ends with a clear error, soon, and never with a crash."""

import time

import pytest

from flowkit.language.text import MAX_BYTES, MAX_FOUND, MAX_NODES, read
from flowkit.language.tree import MAX_DEPTH, Mapping, Sequence
from tests.pace import unit

LAUGHS = "a0: &a0 ha\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
DIRECTIVES = "".join(f"%TAG !a{n}! b\n" for n in range(100_000))


def filled(stretch: str) -> str:
    return stretch * (MAX_BYTES // len(stretch.encode()) - 5)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("[" * 200_000, "1:65 FK008 lists and mappings are nested more than 64 deep here; a flow never needs that"),
        ("- " * 200_000, "1:129 FK008 lists and mappings are nested more than 64 deep here; a flow never needs that"),
        ("{a: " * 200_000, "1:257 FK008 lists and mappings are nested more than 64 deep here; a flow never needs that"),
        ("? " * 200_000, "1:129 FK008 lists and mappings are nested more than 64 deep here; a flow never needs that"),
        (LAUGHS, "1:5 FK004 '&a0' is a YAML anchor, which flows do not have; write the value out in each place"),
        ("a: &a [*a]\n", "1:4 FK004 '&a' is a YAML anchor, which flows do not have; write the value out in each place"),
        ("a" * 10_000_000, "1:1 FK009 this file has 10,000,000 bytes, and flowkit reads up to 2,000,000"),
        (filled("- a\n"), "100001:3 FK009 this file holds more than 100,000 values; split it into several files"),
        ("[" + filled("a,"), "1:200002 FK009 this file holds more than 100,000 values; split it into several files"),
        (DIRECTIVES + "---\na: 1\n", "1:1 FK002 a line that begins with '%' is an instruction to YAML"),
        ("{}\n" + DIRECTIVES, "2:1 FK006 a second document begins here"),
        ("a: 1\n...\n" + DIRECTIVES, "3:1 FK006 a second document begins here"),
        ("a: " + filled("b: "), "1:4 FK012 a text with ': ' in it must be in quotes"),
        ("a: '" + filled("b "), "1:4 FK002 the quote that opens here is never closed"),
        (" " * (MAX_BYTES - 9) + "a: b: c", "1:1999995 FK012 a text with ': ' in it must be in quotes"),
        ("[" + filled("{a b},"), "1:3 FK012 'a b' has no value here"),
        ("[" + filled("{{a}},"), "1:2 FK012 a text that begins with '{{' must be in quotes"),
        ("[" + filled("{x:1},"), "1:3 FK012 'x:1' needs a space after the ':'"),
        (filled("- &a x\n"), "1:3 FK004 '&a' is a YAML anchor"),
        (filled("- !a x\n"), "1:3 FK005 '!a' is a YAML tag"),
        ("a: !" + filled("x"), f"1:4 FK005 '!{'x' * 59}…' is a YAML tag, which flows do not have"),
        (filled("\t"), "1:1 FK007 this line is indented with a tab"),
        (filled("a: 1\n"), "2:1 FK003 the key 'a' stands twice here"),
        ("a: b\n" + "\n" * 1_000_000 + "  c: d", "1000002:4 FK002 this cannot be read as YAML here"),
    ],
)
def test_a_hostile_file_ends_soon_with_a_clear_error(source: str, told: str) -> None:
    data = source.encode()
    before = time.process_time()
    _, _, found = read("f", data)
    took = (time.process_time() - before) / unit()
    first = found[0]
    assert f"{first.span.line}:{first.span.column} {first.kind.code} {first.message}".startswith(told)
    assert len(found) <= MAX_FOUND
    assert all(len(one.message) + len(one.help) < 600 for one in found)
    assert took < 60_000, f"{took:.0f} units"


def test_the_limits_themselves_are_allowed() -> None:
    root, _, found = read("f", b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    assert isinstance(root, Sequence)
    assert not found
    root, _, found = read("f", b"- a\n" * (MAX_NODES - 1))
    assert isinstance(root, Sequence)
    assert len(root) == MAX_NODES - 1
    assert not found
    root, _, found = read("f", b"a: " + b"x" * (MAX_BYTES - 3))
    assert isinstance(root, Mapping)
    assert not found


@pytest.mark.parametrize("extra", [b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), b"- a\n" * MAX_NODES])
def test_one_more_is_too_much(extra: bytes) -> None:
    root, _, found = read("f", extra)
    assert root is None
    assert len(found) == 1
