"""The forms of a report by their names."""

from typing import Final

from flowkit.lint.report.findings import Findings
from flowkit.lint.report.json_form import json_report
from flowkit.lint.report.text import concise, full

FORMATS: Final = ("full", "concise", "json", "sarif", "github", "junit", "gitlab")


def written(format: str, findings: Findings, color: bool = False) -> str:
    """The report in one of the forms; a form for programs is whole even where nothing was found.

    Args:
        color: whether the full report has the escape sequences of terminals.
    """
    match format:
        case "json":
            return json_report(findings.told, findings.version)
        case "sarif":
            from flowkit.lint.report.sarif import sarif

            return sarif(findings)
        case "github":
            from flowkit.lint.report.github import github

            return github(findings.told)
        case "junit":
            from flowkit.lint.report.junit import junit

            return junit(findings)
        case "gitlab":
            from flowkit.lint.report.gitlab import gitlab

            return gitlab(findings)
        case "concise":
            return concise(findings.told)
        case _:
            return full(findings.told, findings.sources, color)
