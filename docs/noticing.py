"""The table of docs/safety.md: each check, what would become of a caller without it, and the test that notices."""

from tests.mutants.table import Group, Mutant, groups, noticed


def checks_table() -> str:
    """All groups of checks, a table each."""
    found = {name: each.test for name, each in noticed().items()}
    whole = groups()
    count = sum(len(group.mutants) for group in whole)
    parts = [f"{count} checks of {len(whole)} rules."]
    return "\n\n".join([*parts, *(_group(group, found) for group in whole)])


def _group(group: Group, found: dict[str, str]) -> str:
    lines = [f"### {group.name}", "", group.rule, "", "| without the check | where | noticed by |", "|---|---|---|"]
    return "\n".join([*lines, *(_row(each, found.get(each.name, "")) for each in group.mutants)])


def _row(mutant: Mutant, test: str) -> str:
    place = mutant.file.removeprefix("flowkit/")
    return f"| {mutant.without} | [{place}](../{mutant.file}) | {_told(test)} |"


def _told(test: str) -> str:
    """A test by its name, which is a sentence, with the way to its file."""
    if not test:
        return "**nothing**"
    path, *_, name = test.split("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"
