"""The tables of keys on the language page, made from the table that the reader and the schemas are made from."""

from flowkit.language.building.table.forms import Key, Kind, OneOf
from flowkit.language.building.table.kinds import KINDS

HEADS = {
    "project": "the project file",
    "place": "a handoff of the project",
    "environment": "an environment",
    "backend": "a backend of an environment",
    "precondition": "a precondition",
    "about us": "`about_us`",
    "lint": "`lint`",
    "operations": "`operations`",
    "flow": "a flow file",
    "state": "a state",
    "edge": "an edge",
    "rung": "the last rung of a ladder",
    "anytime": "`anytime`",
    "slot": "a slot",
    "shape": "a shape",
    "option": "an option of a choice",
    "rule": "a rule",
    "tool rule": "a rule of a tool",
    "catalog": "a catalog file",
    "record": "a record",
    "named rule": "a rule under `rules`",
    "tool": "a tool",
    "argument": "an argument of a tool",
    "tool outcome": "an outcome of a tool",
    "limit": "a limit",
    "when unknown": "`when_unknown`",
    "suite": "a suite file",
    "test": "a test",
    "step": "a step",
    "model step": "`model` in a step",
    "expect": "`expect`",
    "words": "a words file",
}
"""The kinds of maps in the order of the page; a kind that is missing here comes last."""


def key_tables() -> str:
    """All tables, each under its heading."""
    order = [*(name for name in HEADS if name in KINDS), *(name for name in KINDS if name not in HEADS)]
    return "\n\n".join(_table(KINDS[name]) for name in order)


def _table(kind: Kind) -> str:
    on = any(key.on for key in kind.keys.values())
    lines = [f"### {HEADS.get(kind.name, kind.what)}", ""]
    lines += ["| key | on | takes | if left out | meaning |" if on else "| key | takes | if left out | meaning |"]
    lines += ["|---|---|---|---|---|" if on else "|---|---|---|---|"]
    for name, key in kind.keys.items():
        cells = [f"`{name}`", *([_on(key)] if on else []), _takes(key), _left_out(key), key.about]
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines)


def _on(key: Key) -> str:
    kinds = [kind or "no kind" for kind in key.on]
    return "all but confirm" if len(kinds) > 7 else ", ".join(kinds)


def _takes(key: Key) -> str:
    if isinstance(key.form, OneOf):
        return ", ".join(f"`{word}`" for word in key.form.words)
    return key.form.what


def _left_out(key: Key) -> str:
    if key.required and key.unless:
        return "**required** unless " + " or ".join(f"`{other}`" for other in key.unless)
    if key.required:
        return "**required**"
    return key.default or "–"
