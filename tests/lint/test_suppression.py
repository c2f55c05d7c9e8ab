"""What the authors of a file keep, and why: comments that ignore findings."""

import pytest

from flowkit.language.codes import BAD_YAML, ENDLESS_LOOP, IDLE_STATE, UNREACHABLE_STATE
from flowkit.language.diagnostic import Code, problem
from flowkit.language.span import Span
from flowkit.lint.suppression import ignores_in, sift


def ignored(text: str) -> list[tuple[str, int | None, str]]:
    return [(each.name, each.line, each.reason) for each in ignores_in("a.yaml", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2  # flowkit: ignore[FK202] kept for the autumn\n", [("FK202", 2, "kept for the autumn")]),
        ("a: 1\n# flowkit: ignore[FK202] why\n\n# another word\nb: 2\n", [("FK202", 5, "why")]),
        ("a: 1\n# flowkit: ignore[FK202] why\n", [("FK202", 2, "why")]),
        ("# Ours.\n\n# flowkit: ignore[FK202] why\na: 1\n", [("FK202", None, "why")]),
        ("---\n# flowkit: ignore[FK202] why\na: 1\n", [("FK202", None, "why")]),
        ("a: 1 # flowkit:ignore[FK202,idle-state]: why\n", [("FK202", 1, "why"), ("idle-state", 1, "why")]),
        ("a: 1 # flowkit: ignore [FK202] - why\n", [("FK202", 1, "why")]),
        ("a: 1 # flowkit: ignore[FK202]\n", [("FK202", 1, "")]),
        ("a: 1 # flowkit: ignore\n", [("", 1, "")]),
        ("a: 1 # flowkit: ignore[] why\n", [("", 1, "why")]),
        ("a: 1 # flowkit: disable[FK202] why\n", [("", 1, "why")]),
        (
            "a: {b: 1,  # flowkit: ignore[FK202] one\n  c: 2}  # flowkit: ignore[FK212] two\n",
            [("FK202", 1, "one"), ("FK212", 2, "two")],
        ),
        ("a: |  # flowkit: ignore[FK202] why\n  text\n", [("FK202", 1, "why")]),
        ("a: |\n  text\n# flowkit: ignore[FK202] why\nb: 1\n", [("FK202", 4, "why")]),
        ("a: 1\r\nb: 2 # flowkit: ignore[FK202] why\r\n", [("FK202", 2, "why")]),
    ],
)
def test_a_comment_says_what_is_ignored_where_and_why(text: str, expected: list[tuple[str, int | None, str]]) -> None:
    assert ignored(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  say # flowkit: ignore[FK202] why\n",
        "a: |\n  # flowkit: ignore[FK202] why\n  text\n",
        "a: >-\n  text\n  # flowkit: ignore[FK202] why\n",
        "a: 'text # flowkit: ignore[FK202] why'\n",
        'a: "text\n  # flowkit: ignore[FK202] why"\n',
        "'a # flowkit: ignore[FK202] why': 1\n",
        "a: text#flowkit: ignore[FK202] why\n",
        "# flowkit: 1\na: 1\n",
        "# flowkit: ignored a lot\na: 1\n",
        "a: [1  # flowkit: ignore[FK202] of a file that cannot be read\n",
    ],
)
def test_what_is_no_comment_ignores_nothing(text: str) -> None:
    assert ignored(text) == []


def found(kind: Code, line: int, path: str = "a.yaml") -> tuple[Code, Span]:
    return kind, Span(path, line, 1, line, 2)


def test_a_finding_is_kept_on_its_line_only_and_of_its_rule_only() -> None:
    text = "a: 1\nb: 2  # flowkit: ignore[FK202, idle-state] for now\nc: 3\n"
    findings = [
        problem(kind, Span(path, line, 1, line, 2), f"{kind.slug} {line}")
        for path in ("a.yaml", "b.yaml")
        for kind in (UNREACHABLE_STATE, IDLE_STATE)
        for line in (1, 2)
    ]
    sifted = sift(findings, {"a.yaml": text, "b.yaml": "a: 1\n"})
    assert [(each.span.path, each.span.line, reason) for each, reason in sifted.kept] == [("a.yaml", 2, "for now")] * 2
    assert len(sifted.told) == 6
    assert sifted.comments == ()


def test_above_the_first_line_it_holds_for_the_whole_file() -> None:
    finding = problem(UNREACHABLE_STATE, Span("a.yaml", 9, 1, 9, 2), "m")
    sifted = sift([finding], {"a.yaml": "# flowkit: ignore[unreachable-state] it is a draft\na: 1\n"})
    assert (sifted.told, sifted.kept, sifted.comments) == ((), ((finding, "it is a draft"),), ())


def told_of(text: str, *findings: tuple[Code, int], complete: bool = True) -> list[tuple[str, str, str]]:
    given = [problem(kind, Span("a.yaml", line, 1, line, 2), "m") for kind, line in findings]
    return [
        (f"{each.span.line}:{each.span.column}", each.kind.code, each.message)
        for each in sift(given, {"a.yaml": text}, complete).comments
    ]


def test_a_comment_that_meets_nothing_is_told() -> None:
    text = "a: 1  # flowkit: ignore[FK202, FK212] why\n"
    assert told_of(text, (IDLE_STATE, 1)) == [
        ("1:25", "FK901", "nothing is told as 'FK202' here, so there is nothing to ignore")
    ]
    assert told_of(text, (IDLE_STATE, 1), complete=False) == []
    assert told_of(f"# flowkit: ignore[FK202] why\n{text}", (UNREACHABLE_STATE, 2), (IDLE_STATE, 2)) == []
    assert told_of("# flowkit: ignore[FK202] why\na: 1\n") == [
        ("1:19", "FK901", "nothing is told as 'FK202' in this file, so there is nothing to ignore")
    ]


def test_a_comment_without_a_reason_is_told_and_works() -> None:
    text = "a: 1  # flowkit: ignore[FK202]\n"
    assert told_of(text, (UNREACHABLE_STATE, 1)) == [("1:7", "FK902", "it does not say why this is ignored")]
    assert len(sift([problem(UNREACHABLE_STATE, Span("a.yaml", 1, 1, 1, 2), "m")], {"a.yaml": text}).kept) == 1


@pytest.mark.parametrize(
    ("comment", "place", "message", "help"),
    [
        (
            "ignore[unreachable-sate] why",
            "1:25",
            "there is no rule 'unreachable-sate'",
            "did you mean 'unreachable-state'?",
        ),
        ("ignore[FK2] why", "1:25", "there is no rule 'FK2'", "flowkit rules lists all of them"),
        ("ignore why", "1:7", "this comment ignores no rule", "write it like: # flowkit: ignore[FK202] why it stays"),
        (
            "noqa[FK202] why",
            "1:7",
            "this comment ignores no rule",
            "write it like: # flowkit: ignore[FK202] why it stays",
        ),
    ],
)
def test_a_comment_that_names_no_rule_is_told(comment: str, place: str, message: str, help: str) -> None:
    [each] = sift([], {"a.yaml": f"a: 1  # flowkit: {comment}\n"}).comments
    assert (f"{each.span.line}:{each.span.column}", each.kind.code) == (place, "FK903")
    assert (each.message, each.help) == (message, help)


@pytest.mark.parametrize("kind", [BAD_YAML, ENDLESS_LOOP])
def test_an_error_cannot_be_ignored_whether_reading_or_a_rule_found_it(kind: Code) -> None:
    finding = problem(kind, Span("a.yaml", 1, 1, 1, 2), "m")
    sifted = sift([finding], {"a.yaml": f"a: 1  # flowkit: ignore[{kind.slug}] why\n"})
    assert (sifted.told, sifted.kept) == ((finding,), ())
    [each] = sifted.comments
    assert (each.kind.code, each.message) == ("FK904", f"'{kind.slug}' is an error, and errors cannot be ignored")
