"""`python:` backends at start: every misfit is a sentence that says what to do."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

GOOD = """
def get_order(order_id): ...
def search(
    day=None, at=None, hour=None, least=None, weight=None, lasts=None, pieces=None, open=None, place=None, days=None
): ...
def pay(order_id, key): ...
"""


def test_what_fits_is_no_problem(bench: Any) -> None:
    assert bench.write(GOOD).check() == []


def _problems(bench: Any, tool: str, source: str) -> list[str]:
    bench.write(GOOD + "\n" + source)
    found: list[str] = bench.check()
    assert all(each.startswith(f"tool '{tool}': ") for each in found), found
    return [each.removeprefix(f"tool '{tool}': ") for each in found]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("get_order = 5", "'get_order' in the module 'M' is no function"),
        ("del get_order", "the module 'M' has no function 'get_order'; it has 'search' and 'pay'"),
        (
            "del get_order\ndef get_orders(order_id): ...",
            "the module 'M' has no function 'get_order'; did you mean 'get_orders'?",
        ),
    ],
)
def test_a_function_that_is_not_there(bench: Any, source: str, sentence: str) -> None:
    assert _problems(bench, "get_order", source) == [sentence.replace("'M'", f"'{bench.module}'")]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("def get_order(): ...", "has no parameter 'order_id' that can be given by name"),
        (
            "def get_order(order_ids=''): ...",
            "has no parameter 'order_id' that can be given by name; did you mean 'order_ids'?",
        ),
        ("def get_order(order_id, shop): ...", "needs 'shop', which is no argument of the tool"),
        (
            "def get_order(order_id, key): ...",
            "needs 'key', but a read has no idempotency key; give the parameter a default",
        ),
        ("def search(day, **rest): ...", "needs 'day', which is optional; give the parameter a default"),
        ("def pay(order_id, why): ...", "needs 'why', which is only for the rules (send: false)"),
    ],
)
def test_a_function_that_does_not_fit(bench: Any, source: str, what: str) -> None:
    name = source.removeprefix("def ").partition("(")[0]
    assert _problems(bench, name, source) == [f"the function '{name}' in the module '{bench.module}' {what}"]


def test_positional_parameters_cannot_be_given_by_name(bench: Any) -> None:
    found = _problems(bench, "get_order", "def get_order(order_id, /): ...")
    assert found[0].endswith("has no parameter 'order_id' that can be given by name")


@pytest.mark.parametrize(
    "source",
    ["def get_order(**all): ...", "async def get_order(order_id): ...", "get_order = lambda order_id, more=1: 1"],
)
def test_other_functions_that_fit(bench: Any, source: str) -> None:
    assert _problems(bench, "get_order", source) == []


def test_a_key_that_the_tool_says_the_system_cannot_take(bench: Any) -> None:
    bench.write(GOOD)
    (found,) = bench.check({"effect: write": "effect: write\n    idempotency: none"})
    assert found.endswith("needs 'key', but the tool says 'idempotency: none'")


# Modules.


def test_no_such_module(bench: Any) -> None:
    found = bench.check()
    assert found[0] == (
        f"tool 'get_order': there is no module '{bench.module}'; it is looked for in {bench.folder} first, "
        f"as {bench.module}.py"
    )


def test_a_module_that_was_missing_is_found_once_it_is_there(bench: Any) -> None:
    before = bench.folder.stat()
    assert bench.check() != []
    bench.write(GOOD)
    # File systems with coarse times do not show that a folder has changed.
    os.utime(bench.folder, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert bench.check() == []


def test_a_module_that_needs_another_one(bench: Any) -> None:
    bench.write("import surely_not_installed_anywhere")
    assert bench.check()[0].endswith("needs 'surely_not_installed_anywhere', which is not installed")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("def x(:", "SyntaxError: invalid syntax"),
        ("raise SystemExit", "SystemExit"),
    ],
)
def test_a_module_that_cannot_be_imported(bench: Any, source: str, told: str) -> None:
    bench.write(source)
    assert f"the module '{bench.module}' cannot be imported: {told}" in bench.check()[0]


def test_the_projects_folder_comes_first(bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / f"{bench.module}.py").write_text("get_order = 5")
    monkeypatch.syspath_prepend(str(other))
    assert bench.write(GOOD).check() == []


def test_a_module_may_import_its_neighbours_when_it_is_called(bench: Any) -> None:
    (bench.folder / f"{bench.module}_beside.py").write_text("ANSWER = 42")
    bench.write(f"def get_order(order_id):\n    from {bench.module}_beside import ANSWER\n    return ANSWER")
    assert bench.run("get_order", order_id="1").result == 42


def test_two_projects_with_a_module_of_one_name(bench: Any, tmp_path: Path) -> None:
    assert bench.write(GOOD).check() == []
    bench.folder = tmp_path / "second"
    bench.folder.mkdir()
    bench.write(GOOD)
    found = bench.check()
    assert f"the module '{bench.module}' was already imported from " in found[0]
    assert "processes of their own" in found[0]


def test_a_module_is_imported_once(bench: Any) -> None:
    bench.write("import builtins\ndef get_order(order_id): return 1\ntimes = 1")
    bench.run("get_order", order_id="1")
    sys.modules[bench.module].times = 7  # type: ignore[attr-defined]
    bench.run("get_order", order_id="1")
    assert sys.modules[bench.module].times == 7
