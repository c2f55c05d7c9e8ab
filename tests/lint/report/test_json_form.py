"""The JSON report: everything that was found, in a form that has a version."""

import json

from flowkit.language.codes import BAD_YAML
from flowkit.language.diagnostic import Edit, Fix, problem
from flowkit.lint.report import json_report
from tests.lint.report.test_text import UNKNOWN, at


def test_json_holds_everything() -> None:
    assert json.loads(json_report([UNKNOWN], "1.2.3")) == {
        "schema_version": 1,
        "version": "1.2.3",
        "diagnostics": [
            {
                "path": "flows/refund.yaml",
                "line": 6,
                "column": 11,
                "end_line": 6,
                "end_column": 18,
                "code": "FK302",
                "slug": "unknown-in-guard",
                "severity": "error",
                "message": "unknown slot 'verifed'; did you mean 'verified'?",
                "help": "flowkit explain FK302",
                "related": [
                    {
                        "path": "flows/refund.yaml",
                        "line": 3,
                        "column": 3,
                        "end_line": 3,
                        "end_column": 11,
                        "message": "declared here",
                    }
                ],
                "fixes": [],
            }
        ],
    }


def test_a_fix_says_whether_it_is_safe_and_what_it_changes() -> None:
    fix = Fix("write 'flow'", (Edit(at(1, 1, 5), "flow"),), safe=False)
    [found] = json.loads(json_report([problem(BAD_YAML, at(1, 1, 5), "m", fixes=(fix,))], "1"))["diagnostics"]
    place = {"path": "flows/refund.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 5}
    assert found["fixes"] == [{"label": "write 'flow'", "safe": False, "edits": [{**place, "text": "flow"}]}]


def test_nothing_found_is_a_report_too() -> None:
    assert json.loads(json_report([], "1")) == {"schema_version": 1, "version": "1", "diagnostics": []}


def test_json_goes_through_any_pipe() -> None:
    report = json_report([problem(BAD_YAML, at(1, 1, 2, "caf\udce9.yaml"), "日本\x1b")], "1")
    assert report.isascii()
    assert json.loads(report)["diagnostics"][0]["message"] == "日本\x1b"
