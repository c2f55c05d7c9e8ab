"""The whole way from files to what is told of them."""

from flowkit.lint.selection import Settings
from flowkit.lint.told import Found, found_in, settled, told, wanted
from tests.lint.graph.test_reaching import FLOW, PROJECT

LOST = FLOW + "  lost: {end: resolved}\n"


def files(flow: str, project: str = PROJECT) -> dict[str, bytes]:
    return {"shop/flowkit.yaml": project.encode(), "shop/hello.yaml": flow.encode()}


def codes(flow: str, project: str = PROJECT, around: Settings | None = None) -> list[str]:
    return [f"{each.kind.code} {each.severity}" for each in told(files(flow, project), around).diagnostics]


def test_what_rules_find_is_told_in_order() -> None:
    assert codes(FLOW) == []
    assert codes(LOST) == ["FK202 warning"]
    two = told(files(LOST + "  gone: {end: resolved}\n")).diagnostics
    assert [each.span.line for each in two] == [11, 12]


def test_a_comment_keeps_a_finding_and_what_is_wrong_with_it_is_told() -> None:
    kept = told(files(LOST.rstrip() + "  # flowkit: ignore[FK202] for now\n"))
    assert kept.diagnostics == ()
    assert [(each.kind.code, reason) for each, reason in kept.kept] == [("FK202", "for now")]
    assert codes(FLOW + "# flowkit: ignore[FK202] for now\n") == ["FK901 warning"]


def test_a_comment_for_a_rule_that_is_off_is_no_stale_one() -> None:
    off = PROJECT + "lint: {ignore: FK202}\n"
    result = told(files(LOST.rstrip() + "  # flowkit: ignore[FK202] for now\n", off))
    assert (result.diagnostics, result.kept) == ((), ())


def test_what_is_wrong_with_comments_can_be_ignored_by_the_project_only() -> None:
    stale = FLOW + "# flowkit: ignore[FK202] for now\n"
    assert codes(stale, PROJECT + "lint: {ignore: FK901}\n") == []
    both = FLOW + "# flowkit: ignore[FK901] no\n# flowkit: ignore[FK202] for now\n"
    assert codes(both) == ["FK901 warning", "FK901 warning"]


def test_a_warning_that_is_raised_to_an_error_can_still_be_kept() -> None:
    raised = PROJECT + "lint: {severity: {FK202: error}}\n"
    assert codes(LOST, raised) == ["FK202 error"]
    assert codes(LOST.rstrip() + "  # flowkit: ignore[FK202] for now\n", raised) == []


def test_the_project_file_wins_over_what_is_around_it() -> None:
    around = Settings(severity={"FK202": "note"}, per_file_ignores=(("other/*", ("FK202",)),))
    assert codes(LOST, around=around) == ["FK202 note"]
    assert codes(LOST, PROJECT + "lint: {severity: {FK202: error}}\n", around) == ["FK202 error"]
    per_file = 'lint: {per_file_ignores: {"hel*.yaml": FK202}}\n'
    assert codes(LOST, PROJECT + per_file) == []


def test_found_elsewhere_it_is_settled_in_the_same_way() -> None:
    found = found_in(files(LOST))
    again = Found(found.project, found.diagnostics, found.sources, found.lint, found.path, found.complete)
    assert settled(again, wanted(again)) == told(files(LOST))
    assert found.path == "shop/flowkit.yaml"


def test_whether_a_comment_is_stale_is_not_told_where_the_rules_could_not_look() -> None:
    broken = FLOW.replace("next: bye", "next: nowhere", 1)
    assert codes(broken + "# flowkit: ignore[FK202] for now\n") == ["FK201 error"]
