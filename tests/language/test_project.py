"""Reading a project: from the contents of its files to the model, with every problem of every file."""

from flowkit.language.diagnostic import Severity
from flowkit.language.project import read_project

PROJECT = b"""\
flowkit: 1
title: Desk
start: hello
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
FLOW = b"""\
flow: hello
title: Hello
start: hi
states:
  hi: {say: Hello., end: resolved}
"""


def test_a_project_is_read_from_paths_and_contents() -> None:
    reading = read_project({"flowkit.yaml": PROJECT, "hello.yaml": FLOW})
    assert reading.diagnostics == ()
    assert reading.project is not None
    assert reading.project.title == "Desk"
    assert reading.project.flows["hello"].states["hi"].span.line == 5
    assert reading.sources["hello.yaml"] == FLOW.decode()


def test_the_kind_of_a_file_is_told_by_its_first_key_not_by_its_path() -> None:
    reading = read_project({"hello.yaml": PROJECT, "flowkit.yaml": FLOW})
    assert reading.project is not None
    assert list(reading.project.flows) == ["hello"]


def test_the_first_key_says_what_a_file_is() -> None:
    reading = read_project(
        {"flowkit.yaml": PROJECT, "hello.yaml": b"title: Hello\nflow: hello\nstart: x\nstates: {}\n"}
    )
    assert [(str(found.span), found.kind.code, found.help) for found in reading.diagnostics] == [
        ("hello.yaml:1:1", "FK101", "put 'flow' first")
    ]


def test_every_problem_of_every_file_is_told_in_order() -> None:
    flow = FLOW.replace(b"start: hi", b"start: hii").replace(b"say:", b"sya:")
    project = PROJECT.replace(b"title:", b"titel:") + b"max_turns: 0\n"
    reading = read_project({"hello.yaml": flow, "flowkit.yaml": project})
    assert reading.project is None
    assert [(str(found.span), found.kind.code) for found in reading.diagnostics] == [
        ("flowkit.yaml:2:1", "FK102"),
        ("flowkit.yaml:7:12", "FK109"),
        ("hello.yaml:3:8", "FK201"),
        ("hello.yaml:5:8", "FK102"),
    ]


def test_what_a_broken_file_may_have_defined_is_not_called_unknown() -> None:
    flow = FLOW.replace(b"{say: Hello., end: resolved}", b"{use: get_it, next: there}") + b"  there: {end: done}\n"
    broken = b"catalog: shop\ntools: ]\n  get_it: x\n"
    reading = read_project({"flowkit.yaml": PROJECT, "hello.yaml": flow, "tools.yaml": broken})
    assert [found.span.path for found in reading.diagnostics] == ["tools.yaml"]
    other = b"catalog: shop\ntools: ]\n"
    elsewhere = read_project({"flowkit.yaml": PROJECT, "hello.yaml": flow, "tools.yaml": other})
    assert [found.span.path for found in elsewhere.diagnostics] == ["hello.yaml", "tools.yaml"]
    without = read_project({"flowkit.yaml": PROJECT, "hello.yaml": flow})
    assert [found.kind.code for found in without.diagnostics] == ["FK401"]


def test_a_flow_alone_is_checked_in_a_project_of_its_own() -> None:
    flow = FLOW.replace(b"end: resolved", b"next: desk") + b"  desk: {handoff: somewhere}\n"
    reading = read_project({"hello.yaml": flow})
    assert [(found.kind.code, found.severity) for found in reading.diagnostics] == [("FK112", Severity.NOTE)]
    assert reading.project is not None
    assert (reading.project.start, reading.project.title) == ("hello", "Hello")
    assert "somewhere" in reading.project.places
    assert reading.project.default_place is not None


def test_a_flow_alone_still_has_its_mistakes_told() -> None:
    reading = read_project({"hello.yaml": FLOW.replace(b"end: resolved", b"next: nowhere")})
    assert reading.project is None
    assert [found.kind.code for found in reading.diagnostics] == ["FK112", "FK201"]


def test_two_project_files_are_one_too_many() -> None:
    reading = read_project({"a.yaml": PROJECT, "b.yaml": PROJECT, "hello.yaml": FLOW})
    (found,) = reading.diagnostics
    assert (found.kind.code, found.span.path, found.related[0].span.path) == ("FK107", "b.yaml", "a.yaml")


def test_two_flows_of_one_name_are_told_with_both_places() -> None:
    reading = read_project({"flowkit.yaml": PROJECT, "a.yaml": FLOW, "b.yaml": FLOW})
    (found,) = reading.diagnostics
    assert (found.kind.code, str(found.span), str(found.related[0].span)) == ("FK107", "b.yaml:1:7", "a.yaml:1:7")


def test_tests_and_translations_are_read_and_do_not_keep_the_flows_from_being_looked_at() -> None:
    files = {
        "flowkit.yaml": PROJECT,
        "hello.yaml": FLOW,
        "tests/a.yaml": b"suite: a\nnow: 2026-03-02T10:00\ntests: {a call: {steps: [{agent: hello}]}}\n",
    }
    project = read_project(files).project
    assert project is not None
    assert [*project.suites["a"].tests] == ["a call"]
    files["tests/a.yaml"] = files["tests/a.yaml"].replace(b"tests:", b"test:")
    files["words/es.yaml"] = b'words: Spanish\ntexts: {"Hello.": "Hola."}\n'
    reading = read_project(files)
    assert reading.project is not None
    found = [(one.span.path, one.kind.code) for one in reading.diagnostics if one.kind.code != "FK510"]
    assert found == [("tests/a.yaml", "FK102"), ("words/es.yaml", "FK109")]


def test_no_files_are_no_project() -> None:
    assert read_project({}).project is None
