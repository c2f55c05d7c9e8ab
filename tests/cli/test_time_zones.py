"""`flowkit validate` on time zones that do not exist."""

import json
import zoneinfo

import pytest

from flowkit.cli.time_zones import time_zone_problems
from flowkit.language.project import read_project

PROJECT = """\
flowkit: 1
title: Desk
start: hello
greeting: "Hello, this is a machine."
timezone: "%s"
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
FLOW = 'flow: hello\ntitle: Hello\nstart: bye\nstates:\n  bye: {say: "Bye.", end: resolved}\n'


def found_in(name: str) -> list[tuple[str, str, str, str]]:
    files = {"flowkit.yaml": (PROJECT % name).encode(), "hello.yaml": FLOW.encode()}
    project = read_project(files).project
    assert project is not None
    return [(each.kind.code, str(each.span), each.message, each.help) for each in time_zone_problems(project, files)]


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("America/NewYork", "did you mean 'America/New_York'?"),
        ("Europe/Berln", "did you mean 'Europe/Berlin'?"),
        ("Berlin", "did you mean 'Europe/Berlin'?"),
        ("NewYork", "did you mean 'America/New_York'?"),
        ("America", "name one as 'Europe/Berlin' or 'America/New_York'"),
        ("Somewhere/Else", "name one as 'Europe/Berlin' or 'America/New_York'"),
    ],
)
def test_a_time_zone_that_does_not_exist_is_found_at_its_place(name: str, help: str) -> None:
    assert found_in(name) == [("FK109", "flowkit.yaml:5:11", f"there is no time zone '{name}'", help)]


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_a_time_zone_that_exists_is_clean(name: str) -> None:
    assert found_in(name) == []


def test_a_machine_that_knows_no_time_zones_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    assert found_in("America/NewYork") == []


def test_validate_tells_it(shop):
    path = shop.folder / "flows" / "flowkit.yaml"
    path.write_text(path.read_text().replace("America/New_York", "America/NewYork"))
    ran = shop.flowkit("validate", "flows", "--format", "json")
    assert ran.code == 1
    (found,) = json.loads(ran.out)["diagnostics"]
    assert (found["path"], found["line"], found["column"], found["end_column"]) == ("flows/flowkit.yaml", 8, 11, 26)
    assert "America/New_York" in found["help"]


def test_validate_of_one_flow_tells_it_too(shop):
    path = shop.folder / "flows" / "flowkit.yaml"
    path.write_text(path.read_text().replace("America/New_York", "America/NewYork"))
    ran = shop.flowkit("validate", "flows/triage.yaml", "--format", "json")
    assert ran.code == 1
    assert [found["path"] for found in json.loads(ran.out)["diagnostics"]] == ["flows/flowkit.yaml"]
