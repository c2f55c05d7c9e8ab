"""Reports: diagnostics as text for people and as JSON, XML and commands for programs.

Every report is sorted by file, place and code and says nothing twice. Nothing here reads or writes: the sources of the
code frames come in, a string goes out, without a last newline.
"""

from flowkit.lint.report.json_form import json_report
from flowkit.lint.report.order import ordered, summary
from flowkit.lint.report.text import concise, full

__all__ = ["concise", "full", "json_report", "ordered", "summary"]
