"""Who imports whom inside flowkit, read from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1] / "flowkit"

MAY_IMPORT: dict[str, set[str]] = {
    "language": set(),
    "lint": {"language", "compiler"},
    "compiler": {"language"},
    "graph": {"language"},
    "engine": {"language"},
    "lines": {"engine", "compiler", "language"},
    "tools": {"engine", "language"},
    "journal": {"engine", "language"},
    "carrier": {"lines", "tools", "journal", "engine", "compiler", "language"},
    "channels": {"carrier", "journal", "lines", "tools", "engine", "compiler", "language"},
    "simulator": set(),
    "editor": {"language", "lint"},
    "testing": {"simulator", "lines", "engine", "compiler", "language"},
    "cli": {
        "language",
        "lint",
        "compiler",
        "graph",
        "engine",
        "lines",
        "tools",
        "journal",
        "carrier",
        "channels",
        "simulator",
        "testing",
        "editor",
    },
}
"""The house's dependency table: each part, and what of ours it may import."""

PURE = ("language", "lint", "compiler", "graph", "engine", "lines", "testing")
"""Parts without I/O, clock, chance or event loop."""

IMPURE_MODULES = {
    "asyncio",
    "http",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "random",
    "secrets",
    "select",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "websockets",
    "openai",
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of a part of the house: (part, path)."""
    for path in sorted(ROOT.rglob("*.py")):
        inside = path.relative_to(ROOT).parts
        if len(inside) > 1:
            yield inside[0], path


def imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """What a module imports: (dotted name, line, at the module's top level)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    yield alias.name, node.lineno, id(node) in top
            case ast.ImportFrom(module=module) if module and not node.level:
                yield module, node.lineno, id(node) in top


def edges() -> dict[str, set[str]]:
    """Which part imports which, as the code stands."""
    found: dict[str, set[str]] = {part: set() for part in MAY_IMPORT}
    for part, path in modules():
        for name, _, _ in imports(path):
            words = name.split(".")
            if words[0] == "flowkit" and len(words) > 1 and words[1] in MAY_IMPORT and words[1] != part:
                found.setdefault(part, set()).add(words[1])
    return found
