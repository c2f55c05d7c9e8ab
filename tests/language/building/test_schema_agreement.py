"""Schemas and reader agree on files made at random, good and broken, with every key of the table in them.

What a schema refuses, the reader refuses. What a schema accepts, the reader accepts, but for what needs more than the
one file: names, expressions, words, and the few things that no schema can say (`BEYOND`).
"""

import functools
import json
import re
from collections import Counter
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flowkit.language import codes
from flowkit.language.building.schema import FILES, schema
from flowkit.language.building.table.kinds import FILE_KINDS
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.project import read_project
from tests.language.building.broken_files import broken
from tests.language.building.random_files import Maker, Target, targets

PATHS = {
    "project": "flowkit.yaml",
    "flow": "refund.yaml",
    "catalog": "tools/shop.yaml",
    "suite": "tests/calls.yaml",
    "words": "words/es.yaml",
}
AROUND = ("flowkit.yaml", "tools/shop.yaml", "front.yaml", "auth.yaml", "help.yaml", "refund.yaml")
"""What is read with it: enough for its names, and little enough to be read a thousand times."""
TRIES = 3
"""Good files for each key, and as many that are broken from them; more where there are few keys."""

QUICK = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],  # files are small as they are
    report_multiple_bugs=False,
    suppress_health_check=[*HealthCheck],
)

OF_SHAPE = (
    codes.UNKNOWN_KEY,
    codes.MISSING_KEY,
    codes.WRONG_TYPE,
    codes.SEVERAL_KINDS,
    codes.KEY_NOT_HERE,
    codes.NEXT_MISSING,
    codes.BAD_NAME,
    codes.BAD_STEP,
)
OF_SHAPE_TOO = re.compile(r"is from \d|' is one of|cannot stand under|needs a unit|no length of time|a fixed text")
"""Messages about shape under codes that are for other things too."""
BEYOND = re.compile(
    "one handoff must be the default"  # one of several maps
    "|'(label|also)' is for things with fields"  # a record has fields, and stands in another file
    "|options from a list need 'key'"  # a list of plain texts needs none
    "|no list of things to choose from"
    "|is offered to callers, so it needs 'about'"  # offered in another file
    "|so it needs 'ask'"  # asked for in another map
    "|'nothing: false' does not say"
    "|expected to be used and not to be used"
)
"""What only the reader can tell, and why."""


def of_shape(found: Diagnostic) -> bool:
    told = found.kind in OF_SHAPE or OF_SHAPE_TOO.search(found.message) is not None
    return told and not BEYOND.search(found.message)


@functools.cache
def check(name: str) -> Any:
    return jsonschema.Draft202012Validator(schema(name))


def found_in(path: str, data: Any, files: dict[str, bytes]) -> list[Diagnostic]:
    files = {**files, path: json.dumps(data, ensure_ascii=False).encode()}
    return [each for each in read_project(files).diagnostics if each.span.path == path]


@pytest.mark.parametrize("name", FILES)
def test_schema_and_reader_agree(name: str, tested: dict[str, str]) -> None:
    kind, files = FILE_KINDS[FILES[name]], {path: tested[path].encode() for path in AROUND}
    keys = targets(kind)
    used: set[Target] = set()
    seen: Counter[str] = Counter()
    for wanted in keys.values():

        @settings(QUICK, max_examples=max(TRIES, 20 // len(keys)))
        @given(st.data(), st.just(wanted))
        def agree(data: st.DataObject, wanted: tuple[Target, ...]) -> None:
            good = Maker(data.draw, wanted, used).kind(kind)
            before = compare(name, good, files, seen)
            compare(name, broken(data.draw, good, wanted[-1][1]), files, seen, before)

        agree()
    assert set(keys) <= used, "every key of the table stood in some file"
    assert seen["good refused"] * 20 <= seen["good accepted"], "good files are good"
    assert seen["broken refused"] * 8 > seen["broken accepted"], "broken files are broken"


def compare(
    name: str, data: Any, files: dict[str, bytes], seen: Counter[str], before: list[Diagnostic] | None = None
) -> list[Diagnostic]:
    found = found_in(PATHS[name], data, files)
    errors = [error.message for error in check(name).iter_errors(data)]
    which = "good" if before is None else "broken"
    seen[f"{which} {'refused' if errors else 'accepted'}"] += 1
    text = json.dumps(data, ensure_ascii=False)
    if not errors:
        wrong = [f"{each.kind.code} {each.message}" for each in found if of_shape(each)]
        assert not wrong, f"only the reader refuses {text}"
    else:
        old = {(each.kind.code, each.message) for each in before or ()}
        assert {(each.kind.code, each.message) for each in found} - old, f"only the schema refuses {text}"
    return found
