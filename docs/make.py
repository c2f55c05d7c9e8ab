"""Writes the parts of the documentation that follow from the code: `python -m docs.make`.

A test calls `pages()` and fails when a page is not as it would be written now.
"""

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from docs.examples import mistakes
from docs.keys import key_tables
from docs.noticing import checks_table

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- made by docs/make.py -->", "<!-- end -->"

CARRIES = ("carrier", "tools", "journal", "channels", "simulator", "cli")


def architecture() -> str:
    """The picture of folders and who imports whom."""
    from tests.layers import MAY_IMPORT, edges

    found = edges()
    lines = ["```mermaid", "flowchart BT"]
    lines += [f"  {part}[{part}/]" if part not in CARRIES else f"  {part}[({part}/)]" for part in MAY_IMPORT]
    for part in MAY_IMPORT:
        direct = found[part] - {far for near in found[part] for far in _reached(near, found)}
        lines += [f"  {part} --> {other}" for other in MAY_IMPORT if other in direct and part != "cli"]
    return "\n".join([*lines, "```"])


def _reached(part: str, found: dict[str, set[str]]) -> set[str]:
    todo, seen = list(found[part]), set[str]()
    while todo:
        each = todo.pop()
        if each not in seen:
            seen.add(each)
            todo.extend(found[each])
    return seen


def modules() -> str:
    """Every module with the first sentence of its docstring."""
    import ast

    from tests.layers import MAY_IMPORT
    from tests.layers import ROOT as HOUSE

    lines: list[str] = []
    for part in MAY_IMPORT:
        lines += [f"\n### {part}/\n"]
        for path in sorted((HOUSE / part).rglob("*.py")):
            text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            if text and path.name != "__init__.py":
                first = re.split(r"(?<=[.:])\s", text.replace("\n", " "), maxsplit=1)[0]
                lines.append(f"- `{path.relative_to(HOUSE / part)}` {first.rstrip(':')}")
    return "\n".join(lines).strip()


def commands() -> str:
    """The help of every command."""
    from typer.testing import CliRunner

    from flowkit.cli.app import app

    runner = CliRunner()
    parts: list[str] = []
    os.environ["COLUMNS"] = "100"
    names = [command.callback.__name__ for command in app.registered_commands if command.callback]
    for name in ("", *names):
        shown = runner.invoke(app, [*filter(None, [name]), "--help"], prog_name="flowkit").output
        parts.append(f"## flowkit {name}".rstrip() + f"\n\n```text\n{_trimmed(shown)}\n```")
    return "\n\n".join(parts)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def transcript(block: str) -> str:
    """A console block with every command's output as it is now."""
    out: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            out += [line, *_run(line[2:])]
    return "\n".join(out)


def _run(command: str) -> Iterator[str]:
    words = shlex.split(command)
    assert words[0] == "flowkit", command
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "SHOP_DATABASE": _fresh("shop.db")}
    journal = _fresh("calls.db")
    words += ["--journal", journal] if words[1] == "run" else []
    done = subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    yield from (done.stdout + done.stderr).replace(journal, ".flowkit/calls.db").rstrip().splitlines()


def _fresh(name: str) -> str:
    import tempfile

    return str(Path(tempfile.mkdtemp()) / name)


def rule_pages() -> dict[Path, str]:
    """The pages of all rules and the list of them, as they would be written now; they have a test of their own."""
    from flowkit.cli.examples_there import findings_there
    from flowkit.language.rule_names import all_rules
    from flowkit.lint.pages.library import page_names
    from flowkit.lint.pages.rendering import index, markdown

    folder, kinds = ROOT / "docs" / "rules", all_rules()
    made = {folder / f"{name}.md": markdown(kinds[name], findings_there) for name in page_names() if name in kinds}
    return {folder / "README.md": index(), **made}


def _between(text: str, made: str, which: str) -> str:
    begin = BEGIN.replace("made", f"{which} made")
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(END)
    return f"{before}{begin}\n{made}\n{END}{after}"


def pages() -> dict[Path, str]:
    """Every page that is made, as it would be written now."""
    architecture_page = ROOT / "docs" / "architecture.md"
    text = architecture_page.read_text(encoding="utf-8")
    text = _between(_between(text, architecture(), "picture"), modules(), "modules")
    readme = ROOT / "README.md"
    language_page = ROOT / "docs" / "language.md"
    language = language_page.read_text(encoding="utf-8")
    language = _between(_between(language, mistakes(language), "mistakes"), key_tables(), "keys")
    safety_page = ROOT / "docs" / "safety.md"
    safety = _between(safety_page.read_text(encoding="utf-8"), checks_table(), "checks")
    return {
        architecture_page: text,
        language_page: language,
        safety_page: safety,
        ROOT / "docs" / "cli.md": f"# The command line\n\n{commands()}\n",
        readme: _console(_flow(readme.read_text(encoding="utf-8"))),
    }


def _flow(text: str) -> str:
    """The README with the order status flow as it stands in the demo project."""
    flow = (ROOT / "flows" / "order_status.yaml").read_text(encoding="utf-8")
    return re.sub(r"```yaml\n# yaml-language-server.*?```", lambda _: f"```yaml\n{flow}```", text, flags=re.DOTALL)


def _console(text: str) -> str:
    return re.sub(r"(```console\n)(.*?)(\n```)", lambda m: m[1] + transcript(m[2]) + m[3], text, flags=re.DOTALL)


def main() -> None:
    """Writes all pages."""
    with redirect_stdout(io.StringIO()):
        made = pages() | rule_pages()
    for path, text in made.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
