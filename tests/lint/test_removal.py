"""What nothing reads is taken out by a fix: its lines and nothing else, and no new finding comes of it."""

import pytest

from flowkit.language.project import read_project
from flowkit.lint.check import check
from flowkit.lint.fixing import fixed

PROJECT = """\
flowkit: 1
title: Desk
start: front
greeting: "Hello, this is a machine."
about_us: {automated: A machine., recording: No., data: None is kept.}
handoffs: {desk: {to: "sip:desk@example.com", default: true}}
"""
CATALOG = """\
catalog: shop
tools:
  get_size:
    about: Looks a size up.
    effect: read
    output: {fields: {size: number}}
    backend: fixture:shop.fixture
"""
FLOW = """\
flow: front
title: Front
slots:
  day: {type: date, ask: "Which day?"}
start: which
states:
  which: {ask: day, next: look}
  look:
    use: get_size
    next: bye
  bye: {say: "See you {{ day }}.", end: resolved}
"""


def _look(files):
    reading = read_project(files)
    assert reading.project is not None, [each.message for each in reading.diagnostics]
    return [*reading.diagnostics, *check(reading.project)]


def _mended(project: str = PROJECT, flow: str = FLOW) -> tuple[str, str, list[str]]:
    """Both files with all fixes, and the codes that were found before."""
    files = {"flowkit.yaml": project.encode(), "shop.yaml": CATALOG.encode(), "front.yaml": flow.encode()}
    found = _look(files)
    after = files | dict(fixed(files, _look, unsafe=True).files)
    assert _look(after) == []
    return after["flowkit.yaml"].decode(), after["front.yaml"].decode(), [each.kind.code for each in found]


def test_the_project_itself_is_clean() -> None:
    assert _mended() == (PROJECT, FLOW, [])


@pytest.mark.parametrize(
    ("added", "left", "code"),
    [
        ("constants:\n  cap: 20\n", "", "FK125"),
        ("constants: {cap: 20}\n", "", "FK125"),
        ("constants:\n  cap: 20  # dollars\n", "", "FK125"),
        ("constants:\n  table:\n    a: 1\n    b: 2\n# below\n", "# below\n", "FK125"),
        ("facts:\n  hours: >\n    From nine\n    to six.\n", "", "FK123"),
        ("facts: {hours: From nine to six., way: Along the river.}\n", "", "FK123"),
        ("slots:\n  number: {type: digits, ask: Which number}\n", "", "FK338"),
    ],
)
def test_what_the_project_says_for_nothing(added: str, left: str, code: str) -> None:
    project, flow, found = _mended(PROJECT + added)
    assert (project, flow) == (PROJECT + left, FLOW)
    assert set(found) == {code}


def test_what_stands_beside_it_stays_as_it_is() -> None:
    added = "constants:\n  # how much\n  cap: 20   # dollars\n  least: 2   # pieces\n\n# the end\n"
    flow = FLOW.replace("See you {{ day }}.", "See you {{ day }}, {{ least }} of you.")
    project, after, found = _mended(PROJECT + added, flow)
    assert project == PROJECT + "constants:\n  # how much\n  least: 2   # pieces\n\n# the end\n"
    assert (after, found) == (flow, ["FK125"])
    braces = "constants: {least: 2, cap: 20}   # both\n"
    assert _mended(PROJECT + braces, flow)[0] == PROJECT + "constants: {least: 2}   # both\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("start: which", "let: {late: day > today}\nstart: which"),
        ("start: which", "let:\n  late: day > today\nstart: which"),
        ("    next: bye\n", "    save_as: it\n    next: bye\n"),
    ],
)
def test_what_a_flow_works_out_for_nothing(old: str, new: str) -> None:
    project, flow, found = _mended(flow=FLOW.replace(old, new))
    assert (project, flow) == (PROJECT, FLOW)
    assert found == ["FK336"]


def test_a_constant_that_is_read_anywhere_is_left_alone() -> None:
    added = "constants: {cap: 20}\n"
    assert _mended(PROJECT + added, FLOW.replace("See you", "At most {{ cap }}. See you"))[2] == []
    about = PROJECT.replace("Hello, this", "Up to {{ cap }}. Hello, this")
    assert _mended(about + added)[2] == []
