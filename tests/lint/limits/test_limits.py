"""What the API takes, and what models follow."""

import json
import subprocess
import sys

import pytest

from flowkit.compiler import compile_project
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.project import read_project
from flowkit.language.tokens import tokens
from flowkit.lint.limits import check_limits, check_limits_of_project, numbers
from flowkit.lint.outline import outline
from tests.lint.voice.desk import CATALOG, PROJECT

FLOW = """\
flow: desk
title: Desk
about: The caller wants help.
start: help
states:
  help:
    talk: Help the caller.
    tools: [get_order]
    exits: {done: The caller is happy.}
    next: bye
  bye: {end: resolved}
"""


def _read(flow: str, project: str, catalog: str):
    files = {"flowkit.yaml": project, "desk.yaml": flow, "tools/shop.yaml": catalog}
    reading = read_project({path: text.encode() for path, text in files.items()})
    assert reading.project is not None, [(str(each.span), each.message) for each in reading.diagnostics]
    return reading.project


def found(flow: str = FLOW, project: str = PROJECT, catalog: str = CATALOG) -> list[Diagnostic]:
    """What the rules of limits find."""
    model = _read(flow, project, catalog)
    outlines = {name: outline(each) for name, each in model.flows.items()}
    own = [one for each in model.flows.values() for one in check_limits(each, model)]
    return [*own, *check_limits_of_project(model, outlines)]


def told(flow: str = FLOW, project: str = PROJECT, catalog: str = CATALOG) -> list[str]:
    """The same as `place slug: message`."""
    return [f"{each.span} {each.kind.slug}: {each.message}" for each in found(flow, project, catalog)]


def _tool(name: str, about: str = "Reads it.", input: str = "{number: digits}") -> str:
    return (
        f"  {name}:\n    about: {about}\n    effect: read\n    input: {input}\n    output: text\n   "
        f" backend: fixture:shop.yaml\n"
    )


def test_an_ordinary_project_is_far_from_every_limit():
    assert told() == []


def test_names_and_descriptions_of_functions():
    name = "look_" * 13 + "up"
    catalog = CATALOG + _tool(name, "Reads it. " * 110)
    flow = FLOW.replace("[get_order]", f"[get_order, {name}]")
    assert told(flow, catalog=catalog) == [
        "tools/shop.yaml:18:3 long-name: the name of this tool has 67 characters; the API refuses "
        "functions with more than 64",
        "tools/shop.yaml:19:12 long-description: this 'about' has 1099 characters; a function's "
        "description may have 1024",
    ]
    assert told(catalog=catalog) == []  # no talk offers it, so no model is given it


def test_tools_of_one_talk():
    names = [f"read_{number}" for number in range(11)]
    catalog = CATALOG + "".join(map(_tool, names))
    assert told(FLOW.replace("[get_order]", f"[{', '.join(names)}]"), catalog=catalog) == [
        "desk.yaml:7:11 many-tools: this talk offers 11 tools; beyond 10 the wrong one is taken"
    ]
    assert told(FLOW.replace("[get_order]", f"[{', '.join(names[:10])}]"), catalog=catalog) == []


def test_functions_of_a_session():
    names = [f"read_{number}" for number in range(numbers.MOST_FUNCTIONS)]
    flow = FLOW.replace("[get_order]", f"[{', '.join(names)}]")
    slugs = [each.kind.slug for each in found(flow, catalog=CATALOG + "".join(map(_tool, names)))]
    assert "many-functions" in slugs


def test_arguments_of_arguments():
    deep = "{fields: {a: {fields: {b: {fields: {c: {fields: {d: {fields: {e: {fields: {f: text}}}}}}}}}}}}"
    catalog = CATALOG + _tool("read_deep", input="{thing: " + deep + "}")
    flow = FLOW.replace("[get_order]", "[read_deep]")
    (only,) = told(flow, catalog=catalog)
    assert only.startswith("tools/shop.yaml:21:12 deep-arguments: 'thing' has things within things, 6 deep")


@pytest.mark.parametrize(("pattern", "what"), [("(?i)[a-z]+", "flag"), ("(?P<x>[0-9])", "name"), ("[0-9]++", "never")])
def test_patterns_that_json_schema_does_not_know(pattern, what):
    slots = f'slots: {{code: {{type: text, pattern: "{pattern}", ask: "Which code?"}}}}\nstart: help'
    (only,) = found(FLOW.replace("start: help", slots))
    assert only.kind.slug == "odd-pattern"
    assert only.span.line == 4
    assert what in only.message
    assert found(FLOW.replace("start: help", slots.replace(pattern, "(?:[A-Z]{2})+[0-9]"))) == []


def test_a_long_brief():
    (only,) = told(FLOW.replace("Help the caller.", "Help the caller with whatever it may be today. " * 60))
    assert only.startswith("desk.yaml:7:11 long-brief: the brief of 'help' has about ")
    model = _read(FLOW, PROJECT, CATALOG)
    assert tokens(compile_project(model).briefs["desk.help"]) < numbers.LONG_BRIEF / 2


def _wide(count: int) -> str:
    slots = "".join(
        f'  s{n}: {{type: text, ask: "What is the answer to question number {n} of them all?"}}\n' for n in range(count)
    )
    return FLOW.replace("start: help", f"slots:\n{slots}start: help")


def test_the_head_is_what_is_compiled():
    (only,) = found(_wide(300))
    assert only.kind.slug == "long-head"
    model = _read(_wide(300), PROJECT, CATALOG)
    session = next(iter(compile_project(model).groups.values())).session
    functions = tokens(json.dumps(session["tools"], ensure_ascii=False))
    # A flow that nobody offers stands in no instructions; all else is the same.
    assert f"instructions ({tokens(session['instructions']):,}) and functions ({functions:,})" in only.message
    (refused,) = found(_wide(700))
    assert (refused.kind.slug, refused.severity.value) == ("head-too-long", "error")


def test_flows_that_no_call_comes_to_are_not_counted():
    start = "flow: start\ntitle: Start\nstart: a\nstates: {a: {end: resolved}}\n"
    project = PROJECT.replace("start: desk", "start: start")
    files = {"flowkit.yaml": project, "desk.yaml": _wide(700), "start.yaml": start, "tools/shop.yaml": CATALOG}
    model = read_project({path: text.encode() for path, text in files.items()}).project
    outlines = {name: outline(each) for name, each in model.flows.items()}
    assert list(check_limits_of_project(model, outlines)) == []


def test_sets_of_preconditions():
    names = [f"p{n}" for n in range(9)]
    slots = "slots: {" + ", ".join(f"{name}_ok: {{type: yes_no, ask: 'Ready?'}}" for name in names) + "}\n"
    project = PROJECT + slots + "preconditions:\n" + "".join(f"  {n}: {{when: {n}_ok, run: desk}}\n" for n in names)
    (only,) = told(project=project)
    assert only.startswith("flowkit.yaml:9:3 too-many-groups: 9 preconditions can hold in more than 256 combinations")


def test_an_ordinary_check_does_not_load_the_compiler():
    code = (
        "import sys; from flowkit.lint.check import check; from flowkit.language.project import read_project\n"
        "from pathlib import Path\n"
        "files = {str(p): p.read_bytes() for p in Path('flows').rglob('*.yaml')}\n"
        "check(read_project(files).project)\n"
        "print([name for name in sys.modules if name.startswith('flowkit.compiler')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
