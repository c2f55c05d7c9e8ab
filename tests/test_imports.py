"""The dependency table of the house, and what a start may cost."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.layers import IMPURE_MODULES, MAY_IMPORT, PURE, ROOT, edges, imports, modules


def test_every_folder_is_in_the_table():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(MAY_IMPORT)


@pytest.mark.parametrize("part", sorted(MAY_IMPORT))
def test_a_part_imports_only_what_it_may(part):
    assert edges()[part] <= MAY_IMPORT[part]


def test_pure_parts_touch_nothing_outside():
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for part, path in modules()
        if part in PURE
        for name, line, _ in imports(path)
        if name.split(".")[0] in IMPURE_MODULES
    ]
    assert broken == []


HEAVY = {"openai", "websockets", "networkx", "jsonschema", "jinja2", "asyncio", "importlib.metadata"}


def _modules_after(code: str) -> set[str]:
    report = f"{code}\nimport sys; print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, cwd=ROOT.parent, check=True)
    return set(done.stdout.splitlines()[-1].split())


def _validate(*paths: str) -> str:
    return (
        "from typer.testing import CliRunner\n"
        "from flowkit.cli.app import app\n"
        f"result = CliRunner().invoke(app, ['validate', *{list(paths)!r}])\n"
        "assert result.exit_code == 0, result.output\n"
    )


def test_validate_starts_light():
    assert _modules_after(_validate("flows")) & (HEAVY - {"asyncio", "importlib.metadata"}) == set()


NOT_FOR_A_CHECK = (
    # what evaluates, takes and speaks values
    "language.expressions.evaluate",
    "language.expressions.loops",
    "language.values",
    "language.acceptance",
    "language.single_values",
    "language.speaking",
    "language.words_plan",
    "language.words_speech",
    "language.readers",
    "language.answers",
    # what it knows of the world
    "language.countries",
    "language.currencies",
    "language.locale",
    # what explains what is wrong
    "language.yaml_errors",
    "language.inline_errors",
    "lint.report.frames",
    "lint.report.sarif",
    "lint.report.github",
    "lint.report.gitlab",
    "lint.report.junit",
    "lint.report.fingerprints",
    "lint.pages",
    "lint.fixing",
    "cli.mending",
    "cli.watching",
    "cli.writing",
    "lint.pages",
    # what carries calls
    "compiler",
    "graph",
    "engine",
    "carrier",
    "tools",
    "journal",
    "simulator",
)


FOR_VALUES_OF_TESTS = {
    "flowkit.language.acceptance",
    "flowkit.language.single_values",
    "flowkit.language.countries",
    "flowkit.language.currencies",
    "flowkit.language.locale",
}
"""A suite has results, slots and arguments; a check types them as a call would."""


def _needless(loaded: set[str]) -> set[str]:
    return {name for name in loaded for part in NOT_FOR_A_CHECK if f"{name}.".startswith(f"flowkit.{part}.")}


def test_a_clean_check_imports_nothing_that_it_does_not_need(tmp_path):
    shutil.copytree(ROOT.parent / "flows", tmp_path / "flows", ignore=shutil.ignore_patterns("tests"))
    loaded = _modules_after(_validate(str(tmp_path / "flows" / "order_status.yaml")))
    assert "flowkit.language.project" in loaded
    assert _needless(loaded) == set()


def test_a_clean_check_of_tests_imports_what_types_their_values():
    loaded = _modules_after(_validate("flows"))
    assert "flowkit.language.building.suite_reading" in loaded
    assert _needless(loaded) == FOR_VALUES_OF_TESTS


def test_jinja2_is_imported_only_where_a_text_has_statements(tmp_path):
    (tmp_path / "flowkit.yaml").write_text(
        'flowkit: 1\ntitle: Shop\nstart: hello\ngreeting: "Hello, this is an automated assistant."\n'
        "about_us: {automated: It is., recording: It is not., data: None is kept.}\n"
        'slots: {order_id: {type: digits, ask: "Which order?"}}\n'
        'handoffs: {desk: {to: "sip:desk@example.com", default: true}}\n'
    )
    flow = 'flow: hello\ntitle: Hello\nstart: bye\nstates:\n  bye: {say: "%s", end: resolved}\n'
    (tmp_path / "hello.yaml").write_text(flow % "Goodbye {{ order_id or 'you' }}.")
    compose = (
        "from pathlib import Path\n"
        "from tests.engine.conversation import Conversation, program_of, project_files\n"
        f"talk = Conversation(program_of(project_files(Path({str(tmp_path)!r}))))\n"
        "talk.start(); print([e.text for e in talk.ready()])\n"
    )
    assert "jinja2" not in _modules_after(compose)
    (tmp_path / "hello.yaml").write_text(flow % "{% if order_id is set %}Goodbye.{% else %}Bye.{% endif %}")
    assert "jinja2" in _modules_after(compose)


def test_nothing_heavy_at_the_top_of_a_light_part():
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for part, path in modules()
        if part in ("language", "lint", "compiler", "graph", "engine", "lines", "cli")
        for name, line, top in imports(path)
        if top and name.split(".")[0] in HEAVY - {"asyncio"}
    ]
    assert broken == []


def test_no_module_is_named_for_nothing():
    empty = {"utils", "helpers", "manager", "common", "misc"}
    assert [str(path) for _, path in modules() if path.stem in empty] == []
    assert not any(Path(ROOT / name).exists() for name in empty)
