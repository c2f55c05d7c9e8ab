"""Fixes: patches of the text, until nothing is left to mend."""

from collections.abc import Iterable, Mapping

import pytest

from flowkit.language.codes import BAD_YAML, UNKNOWN_KEY, UNKNOWN_STATE, UNREACHABLE_STATE
from flowkit.language.diagnostic import Code, Diagnostic, Edit, Fix, problem
from flowkit.language.span import Span
from flowkit.lint.fixing import difference, fixed
from flowkit.lint.told import told
from tests.lint.graph.test_reaching import FLOW, PROJECT


def finding(*edits: tuple[int, int, int, str], safe: bool = True, kind: Code = UNKNOWN_STATE) -> Diagnostic:
    """One whose fix changes (line, column, end, text) of a.yaml."""
    spans = [(Span("a.yaml", line, column, line, end), text) for line, column, end, text in edits]
    fix = Fix("mend it", tuple(Edit(span, text) for span, text in spans), safe)
    return problem(kind, spans[0][0], "m", fixes=(fix,))


def once(data: bytes, *findings: Diagnostic, unsafe: bool = False) -> bytes:
    """The file after the fixes of these findings, which are there the first time only."""
    rounds = [findings]
    result = fixed({"a.yaml": data}, lambda _: rounds.pop() if rounds else (), unsafe)
    return result.files.get("a.yaml", data)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a: 1\nb: tel # x\n", b"a: 1\nb: tell # x\n"),
        (b"a: 1\r\nb: tel # x\r\n", b"a: 1\r\nb: tell # x\r\n"),
        (b"\xef\xbb\xbfa: 1\nb: tel", b"\xef\xbb\xbfa: 1\nb: tell"),
        ("ä: é\nb: tel\n# 日本".encode(), "ä: é\nb: tell\n# 日本".encode()),
        (b"a: 1\rb: tel\n", b"a: 1\rb: tell\n"),
    ],
)
def test_everything_around_an_edit_is_kept(before: bytes, after: bytes) -> None:
    assert once(before, finding((2, 4, 7, "tell"))) == after


def test_a_new_line_ends_as_the_others_do() -> None:
    assert once(b"a: 1\r\nb: 2\r\n", finding((2, 1, 1, "x: 3\n"))) == b"a: 1\r\nx: 3\r\nb: 2\r\n"
    assert once(b"a: 1\nb: 2\n", finding((2, 1, 1, "x: 3\n"))) == b"a: 1\nx: 3\nb: 2\n"


def test_a_fix_is_made_whole_or_not_at_all() -> None:
    assert once(b"abcdef\n", finding((1, 1, 2, "x"), (1, 5, 6, "y"))) == b"xbcdyf\n"
    assert once(b"abcdef\n", finding((1, 1, 2, "x"), (9, 1, 2, "y"))) == b"abcdef\n"
    assert once(b"abcdef\n", finding((1, 1, 2, "x"), (1, 5, 99, "y"))) == b"abcdef\n"


def test_fixes_that_touch_wait_for_the_next_round() -> None:
    first, second, apart = finding((1, 1, 3, "X")), finding((1, 3, 4, "Y")), finding((1, 6, 7, "Z"))
    seen: list[bytes] = []

    def look(files: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        seen.append(files["a.yaml"])
        return (first, second, apart) if len(seen) == 1 else ()

    assert fixed({"a.yaml": b"abcdefg\n"}, look).files == {"a.yaml": b"XcdeZg\n"}
    assert seen == [b"abcdefg\n", b"XcdeZg\n"]


def test_what_may_be_meant_otherwise_is_left_unless_it_is_wanted() -> None:
    unsafe = finding((1, 1, 2, "x"), safe=False)
    assert once(b"abc\n", unsafe) == b"abc\n"
    assert once(b"abc\n", unsafe, unsafe=True) == b"xbc\n"


def test_yaml_comes_first_then_keys_then_the_rest() -> None:
    findings = [
        finding((1, 1, 2, "Y"), kind=BAD_YAML),
        finding((1, 3, 4, "K"), kind=UNKNOWN_KEY),
        finding((1, 5, 6, "S"), kind=UNKNOWN_STATE),
    ]
    seen: list[bytes] = []

    def look(files: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        seen.append(files["a.yaml"])
        return findings[len(seen) - 1 :]

    fixed({"a.yaml": b"abcdef\n"}, look)
    assert seen == [b"abcdef\n", b"Ybcdef\n", b"YbKdef\n", b"YbKdSf\n"]


def test_it_ends_where_two_fixes_undo_each_other() -> None:
    def look(files: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        return [finding((1, 1, 2, "b" if files["a.yaml"] == b"a\n" else "a"))]

    assert fixed({"a.yaml": b"a\n"}, look).files == {"a.yaml": b"b\n"}


def test_a_file_that_could_be_read_stays_readable() -> None:
    spoils, mends = finding((1, 1, 2, "[")), finding((2, 1, 2, "x"), kind=UNREACHABLE_STATE)

    def look(files: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        data = files["a.yaml"]
        if b"[" in data:
            return [problem(BAD_YAML, Span("a.yaml", 1, 1, 1, 2), "m")]
        return [spoils, mends] if b"x" not in data else [spoils]

    both = fixed({"a.yaml": b"a\nb\n"}, look)
    assert b"[" not in both.files.get("a.yaml", b"")


def test_what_is_not_utf_8_stays_as_it_is() -> None:
    assert once(b"\xff\xfea: 1\n", finding((1, 1, 2, "x"))) == b"\xff\xfea: 1\n"


def test_a_difference_is_a_unified_diff() -> None:
    before, after = b"a\nb\nc", b"a\nB\nc"
    assert difference("f.yaml", before, after) == (
        "--- f.yaml\n+++ f.yaml\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n\\ No newline at end of file\n"
    )
    assert difference("f.yaml", before, before) == ""
    assert difference("f.yaml", b"a\r\n", b"b\r\n").endswith("-a\r\n+b\r\n")


def mended(flow: str, unsafe: bool = False) -> tuple[str, list[str]]:
    """A flow after its fixes, and the codes of what is told of it then."""
    files = {"flowkit.yaml": PROJECT.encode(), "hello.yaml": flow.encode()}
    result = fixed(files, lambda some: told(some).diagnostics, unsafe)
    left = told({**files, **result.files}).diagnostics
    assert not fixed({**files, **result.files}, lambda some: told(some).diagnostics, unsafe).files
    return result.files.get("hello.yaml", flow.encode()).decode(), [each.kind.code for each in left]


def with_guard(guard: str) -> str:
    return FLOW.replace("{when: day > today, go: later}", f'{{when: "{guard}", go: later}}')


def test_the_flow_itself_is_clean() -> None:
    assert mended(FLOW) == (FLOW, [])
    assert mended(with_guard("day > today")) == (with_guard("day > today"), [])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("day > today && day is set", "day > today and day is set"),
        ("day > today || day is set", "day > today or day is set"),
        ("day = today", "day == today"),
        ("day === today", "day == today"),
        ("day <> today", "day != today"),
        ("day => today", "day >= today"),
        ("day > today AND day is set", "day > today and day is set"),
        ("day equals today", "day == today"),
        ("day gt today", "day > today"),
        ("day == null", "day is not set"),
        ("day != null", "day is set"),
        ("day is null", "day is not set"),
        ("day is not null", "day is set"),
        ("day is not None", "day is set"),
        ("day is set()", "day is set"),
        ("day is not set()", "day is not set"),
        ("(day is set) is true", "(day is set)"),
        ("if day is set", "day is set"),
        ("day is '2026-03-06'", "day == '2026-03-06'"),
        ("day is not '2026-03-06'", "day != '2026-03-06'"),
        ("day > today + 3days", "day > today + days(3)"),
        ("dayy > todayy && day < days(2) + today", "day > today and day < days(2) + today"),
    ],
)
def test_a_guard_is_mended_where_one_thing_only_can_be_meant(wrong: str, right: str) -> None:
    text, left = mended(with_guard(wrong))
    assert text == with_guard(right)
    assert left == mended(with_guard(right))[1]
    assert not {"FK301", "FK302"} & {*left}


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("next: bye", "nxet: bye"),
        ("{say: Sorry., next: bye}", "{say: Sorry, bye., next: bye}"),
        ("title: Hello", "title:Hello"),
        ("title: Hello", "title:\tHello"),
        ("title: Hello", "title: Hello\ntitle: Hello"),
        ("{say: Later then., next: bye}", "{say: Later then., next: bye}  # flowkit: ignore[FK202] why"),
        ("  later: {say", "  # flowkit: ignore[FK202] why\n  later: {say"),
        ("  bye: {end: resolved}\n", "  bye: {end: resolved}\n# flowkit: ignore[FK202] why"),
    ],
)
def test_the_text_is_mended_and_stays_so(wrong: str, right: str) -> None:
    assert FLOW.count(wrong)
    text, left = mended(FLOW.replace(wrong, right, 1))
    assert left == []
    assert text in (FLOW, FLOW.replace("say: Sorry.,", 'say: "Sorry, bye.",', 1))


def test_one_of_several_rules_is_taken_out_of_a_comment() -> None:
    lost = FLOW + "  lost: {end: resolved}"
    for rules in ("FK202, FK212", "FK212, FK202", "FK212 , idle-state, FK202"):
        text, left = mended(f"{lost}  # flowkit: ignore[{rules}] why\n")
        assert (text, left) == (f"{lost}  # flowkit: ignore[FK202] why\n", [])


def test_a_short_or_doubtful_name_is_mended_only_where_that_is_wanted() -> None:
    wrong = FLOW.replace("next: bye", "next: by", 1)
    assert mended(wrong) == (wrong, ["FK201"])
    assert mended(wrong, unsafe=True) == (FLOW, [])
    two = FLOW.replace("next: bye", "next: soory", 1)
    assert mended(two)[0] == FLOW.replace("next: bye", "next: sorry", 1)
    tied = wrong + "  bya: {end: resolved}\n"
    assert mended(tied, unsafe=True)[0] == tied


def test_where_a_comma_may_be_missing_no_quotes_are_written() -> None:
    wrong = FLOW.replace("{say: Sorry., next: bye}", "{say: So sorry. next: bye}")
    text, left = mended(wrong, unsafe=True)
    assert (text, left) == (wrong, ["FK012"])
