"""`flowkit explain` and `flowkit rules`: what the checks are about."""

import sys

from flowkit import __version__
from flowkit.cli.failures import UsageProblem
from flowkit.cli.terminal import wants_color
from flowkit.language.rule_names import probably
from flowkit.lint.pages.library import find

RULES_FORMATS = ("text", "json")
SCHEMA_VERSION = 1
"""Of the list as JSON: it grows when something in it changes its meaning or goes away."""
_BOLD = ("\x1b[1m", "\x1b[0m")


def explain(name: str, color: str) -> int:
    """Prints the page of a rule, by its code or its slug."""
    kind = find(name)
    if kind is None:
        raise UsageProblem(f"there is no rule '{name}'", _meant(name))
    from flowkit.cli.examples_there import findings_there
    from flowkit.lint.pages.rendering import terminal

    print(terminal(kind, _BOLD if wants_color(color, sys.stdout) else ("", ""), findings_there))
    return 0


def _meant(name: str) -> str:
    """The rule that was probably meant."""
    wanted = name.strip()
    meant = probably(wanted.upper()) if wanted[:2].upper() == "FK" else probably(wanted.casefold())
    return f"did you mean '{meant}'?" if meant else "all rules: flowkit rules"


def rules(format: str) -> int:
    """Lists all rules."""
    if format not in RULES_FORMATS:
        raise UsageProblem(f"there is no format '{format}'", f"formats: {', '.join(RULES_FORMATS)}")
    from flowkit.lint.pages.rendering import entries

    if format == "json":
        import json

        listed = {"schema_version": SCHEMA_VERSION, "version": __version__, "rules": entries()}
        print(json.dumps(listed, indent=2, ensure_ascii=False))
        return 0
    fixes = {"none": "", "safe": "fix", "unsafe": "unsafe fix"}
    rows = [(each["code"], each["slug"], each["severity"], fixes[each["fix"]], each["title"]) for each in entries()]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[4]]).rstrip())
    return 0
