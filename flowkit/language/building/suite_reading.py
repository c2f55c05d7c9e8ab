"""Suites: conversation tests, typed and found in the project that they are about.

A broken test is left out and reported; it never keeps the flows from being read, nor do their problems hide those of a
test. What follows from a problem of a flow alone is not told again.
"""

import re
from datetime import datetime

from flowkit.language import codes
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import check_name, meant
from flowkit.language.building.report import related
from flowkit.language.building.suite_expecting import read_ends
from flowkit.language.building.suite_given import read_given
from flowkit.language.building.suite_names import Setting, find_position
from flowkit.language.building.suite_results import read_results
from flowkit.language.building.suite_steps import read_step
from flowkit.language.building.table.forms import Text
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import World
from flowkit.language.locale import Locale
from flowkit.language.mending import mended, quoted
from flowkit.language.model import Project
from flowkit.language.model.suites import Agent, Expect, Position, Step, Suite, Test
from flowkit.language.span import Span
from flowkit.language.tree import Entry, Mapping, Scalar

_TEST = KINDS["test"]


def read_suites(world: World, project: Project) -> dict[str, Suite]:
    """The suites of a project, by name.

    Args:
        project: as far as it could be read.
    """
    # Values of tests need country and currency, and no clock.
    locale = Locale(datetime(2000, 1, 1), project.languages[0], project.country, project.currency)
    setting = Setting(world, project, locale)
    suites: dict[str, Suite] = {}
    names: dict[str, Scalar] = {}
    for fields in world.suites:
        scalar = fields.scalar("suite")
        name = "" if scalar is None else scalar.text
        if scalar is not None and check_name(scalar, "a suite", world.report, frozenset()):
            before = names.setdefault(name, scalar)
            if before is not scalar:
                place = related(before, "it is here")
                help = "give one of them another name"
                world.report.add(codes.NAME_TAKEN, scalar, f"there is another suite '{name}'", help, place)
        suite = Suite(name, _tests(fields, setting), fields.place.span, _places(fields))
        suites.setdefault(name, suite)
    return suites


def _tests(suite: Fields, setting: Setting) -> dict[str, Test]:
    base = _language(suite, setting) or setting.project.languages[0]
    outer = Test("", Position(), (), base, _now(suite, setting), results=read_results(suite, setting))
    tests: dict[str, Test] = {}
    said: dict[str, Scalar] = {}
    for entry in suite.map("tests"):
        test = _test(entry, outer, setting)
        if _is_sentence(entry.key, said, setting):
            tests[test.name] = test
    return tests


def _is_sentence(key: Scalar, said: dict[str, Scalar], setting: Setting) -> bool:
    """Whether the name of a test says what holds, and is no other test's."""
    report, text = setting.world.report, " ".join(key.text.split())
    before = said.setdefault(text.casefold(), key)
    if before is not key:
        place = related(before, "the other one is here")
        message = f"another test is called '{before.text}'"
        report.add(codes.BAD_TEST_NAME, key, message, "say what is different in this one", place)
    elif " " not in text:
        words = text.replace("_", " ").replace("-", " ").strip()
        if " " in words:
            plain = words.replace(" ", "").isalnum()
            help = mended(key.document, key.start, key.end, words if plain else quoted(words))
        else:
            help = "write it like: a yes to other values is not consent"
        report.add(codes.BAD_TEST_NAME, key, "the name of a test is a sentence that says what holds", help)
    return before is key


def _test(entry: Entry, outer: Test, setting: Setting) -> Test:
    assert isinstance(entry.value, Mapping)
    fields = open_mapping(_TEST, entry.value, entry.key, setting.world.report)
    scalar = fields.scalar("start")
    start = find_position(scalar, setting) if scalar is not None else Position(setting.project.start)
    flow = None if start is None else setting.world.flows.get(start.flow)
    read = [read_step(node, flow, setting) for node in fields.items("steps") if isinstance(node, Mapping)]
    steps = tuple(step for step in read if step is not None)
    test = Test(
        entry.key.text,
        start or Position(),
        steps,
        _language(fields, setting) or outer.language,
        _now(fields, setting) or outer.now,
        read_given(fields, flow, setting) if start is not None else outer.given,
        {**outer.results, **read_results(fields, setting)},
        read_ends(fields, setting),
        entry.key.span,
        _places(fields),
    )
    _check_that_it_checks(fields, read, setting)
    return test


def _places(fields: Fields) -> dict[str, Span]:
    """Where the tools stand that have results here, and the flows under `ends`."""
    keys = [key for key in ("results", "ends") if key in fields.mapping]
    return {f"{key}.{entry.key.text}": entry.key.span for key in keys for entry in fields.map(key)}


def _check_that_it_checks(fields: Fields, read: list[Step | None], setting: Setting) -> None:
    """A test that can never fail says nothing."""
    if "steps" not in fields or "ends" in fields.mapping:
        return
    if not any(step is None or isinstance(step, Agent | Expect) for step in read):
        message = "this test expects nothing, so it can never fail"
        help = "add a step with 'agent' or 'expect', or 'ends'"
        setting.world.report.add(codes.CHECKS_NOTHING, fields.place, message, help)


def _language(fields: Fields, setting: Setting) -> str:
    scalar = fields.scalar("language")
    if scalar is None or scalar.text in setting.project.languages:
        return "" if scalar is None else scalar.text
    if _has_its_form(scalar, "language", fields):
        help = meant(scalar.text, setting.project.languages, "languages")
        setting.unknown(scalar, f"the project has no calls in '{scalar.text}'", help)
    return ""


def _has_its_form(scalar: Scalar, key: str, fields: Fields) -> bool:
    """Whether a text looks as its key wants it; one that does not has been reported already."""
    form = fields.kind.keys[key].form
    return not isinstance(form, Text) or re.fullmatch(form.pattern, scalar.text) is not None


def _now(fields: Fields, setting: Setting) -> datetime | None:
    scalar = fields.scalar("now")
    if scalar is None:
        return None
    try:
        return datetime.fromisoformat(scalar.text)
    except ValueError:
        if _has_its_form(scalar, "now", fields):
            setting.wrong(scalar, f"there is no such day or time as '{scalar.text}'", "write it like: 2026-03-02T10:00")
        return None
