"""The other commands: what they print, where, and their exit codes."""

import json

import pytest


def test_validate_clean(shop):
    ran = shop.flowkit("validate", "flows")
    assert (ran.code, ran.out) == (0, "")
    assert "no problems" in ran.err


def test_validate_tells_every_problem_of_every_file(shop):
    for name, old, new in (
        ("order_status.yaml", "go: tell}", "go: tel}"),
        ("order_status.yaml", "'shipped'", "'shiped'"),
        ("triage.yaml", "question: How", "questoin: How"),
    ):
        path = shop.folder / "flows" / name
        path.write_text(path.read_text().replace(old, new))
    ran = shop.flowkit("validate", "flows", "--format", "json")
    assert ran.code == 1
    report = json.loads(ran.out)
    assert set(report) == {"schema_version", "version", "diagnostics"}
    errors = [each for each in report["diagnostics"] if each["severity"] == "error"]
    assert {(each["path"], each["line"], each["column"], each["slug"]) for each in errors} == {
        ("flows/order_status.yaml", 17, 32, "unknown-option"),
        ("flows/order_status.yaml", 18, 32, "unknown-option"),
        ("flows/order_status.yaml", 20, 14, "unknown-state"),
        ("flows/triage.yaml", 9, 5, "unknown-key"),
    }
    for each in report["diagnostics"]:
        assert set(each) == {
            "path",
            "line",
            "column",
            "end_line",
            "end_column",
            "code",
            "slug",
            "severity",
            "message",
            "help",
            "related",
            "fixes",
        }
    one = shop.flowkit("validate", "flows/triage.yaml", "--format", "concise")
    assert one.out.startswith("flows/triage.yaml:9:5: FK102 ")
    assert len(one.out.splitlines()) == 1
    full = shop.flowkit("validate", "flows")
    assert "did you mean 'question'?" in full.out


def test_an_unreachable_state_is_a_warning(shop):
    path = shop.folder / "flows" / "order_status.yaml"
    path.write_text(path.read_text() + "  lost: {end: resolved}\n")
    ran = shop.flowkit("validate", "flows", "--format", "json")
    assert ran.code == 0
    assert [each["slug"] for each in json.loads(ran.out)["diagnostics"]] == ["unreachable-state"]


def test_a_flow_without_a_project(tmp_path, shop):
    alone = shop.folder / "alone"
    alone.mkdir()
    (alone / "hello.yaml").write_text(
        "flow: hello\ntitle: Hello\nstart: bye\nstates:\n  bye: {say: Goodbye., end: resolved}\n"
    )
    ran = shop.flowkit("validate", "alone/hello.yaml", "--format", "json")
    assert ran.code == 0
    assert [each["slug"] for each in json.loads(ran.out)["diagnostics"]] == ["no-project"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"",
        b"a: [" * 100_000,
        b"flow: x\nflow: y\n",
        b"a: &a [*a]\n",
        b"{}",
        b"- 1",
        b"\tx: 1\n",
        b"flow: 3",
    ],
)
def test_odd_files_get_a_sentence(shop, content):
    (shop.folder / "flows" / "odd.yaml").write_bytes(content)
    ran = shop.flowkit("validate", "flows/odd.yaml", "--format", "concise")
    assert ran.code == 1, ran.out + ran.err
    assert "Traceback" not in ran.err
    assert ran.out.startswith("flows/odd.yaml:")


def test_nothing_to_validate_is_an_error(shop):
    (shop.folder / "empty").mkdir()
    ran = shop.flowkit("validate", "empty")
    assert ran.code == 2
    assert "no flow was found" in ran.err


def test_compile(shop):
    whole = json.loads(shop.flowkit("compile", "flows").out)
    assert set(whole) == {"digest", "groups", "briefs"}
    assert set(whole["groups"]) == {"open", "authenticated"}
    assert "reschedule.which" in whole["briefs"]
    one = json.loads(shop.flowkit("compile", "flows/reschedule.yaml").out)
    assert one["digest"] == whole["digest"]
    assert set(one["briefs"]) == {
        "reschedule.find",
        "reschedule.which",
        "reschedule.look",
        "reschedule.pick",
        "reschedule.agree",
    }
    again = shop.flowkit("compile", "flows")
    assert json.loads(again.out) == whole


def test_graph(shop):
    drawn = shop.flowkit("graph", "flows/order_status.yaml")
    assert drawn.code == 0
    assert drawn.out.startswith("flowchart")
    assert "order.status == 'shipped'" in drawn.out.replace("#quot;", "'").replace("#39;", "'")


def test_version_and_help(shop):
    assert shop.flowkit("--version").out.startswith("flowkit 0.")
    assert "validate" in shop.flowkit("--help").out
