"""What is said of guards against what the language itself makes of them, value by value.

Random lists of guards over a few values are tried with every value that could make a difference, and some between.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.language.diagnostic import Diagnostic
from flowkit.language.expressions.paths import paths_in
from flowkit.language.model import Edge, Flow, Project, WayOn
from flowkit.language.shapes import UNSET, Value
from flowkit.lint.guards.check import check_guards
from flowkit.lint.guards.plain import Plain
from tests.lint.guards.desk import project

DAY = date(2026, 3, 2)
VALUES: Mapping[str, tuple[Value, ...]] = {
    "n": tuple(range(-2, 9)),
    "m": tuple(range(-4, 8)),
    "amount": tuple(
        map(Decimal, ["-3", "-1", "-0.5", "0", "0.5", "1", "1.5", "1.99", "2", "2.01", "3", "4", "50", "50.01", "51"])
    ),
    "sure": (True, False),
    "order.status": ("packed", "shipped", "delivered", "lost"),
    "order.gift": (True, False, UNSET),
    "order.day": tuple(DAY + timedelta(days=each) for each in range(-4, 12)),
    "extra": ("x", "y", "z", UNSET),
    "few": tuple(range(1, 11)),
    "today": (DAY,),
}
WEEK = tuple(DAY + timedelta(days=each) for each in range(7))
_COMPARED = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])


def _tests() -> st.SearchStrategy[str]:
    several = [
        st.builds("n {} {}".format, _COMPARED, st.integers(1, 5)),
        st.builds("amount {} {}".format, _COMPARED, st.sampled_from([1, "1.5", 2, 3])),
        st.builds("few {} {}".format, _COMPARED, st.sampled_from([0, 1, 3, 10])),
        st.sampled_from(
            ["sure", "order.gift", "order.gift is set", "extra is not set", "extra == 'x'", "extra != 'x'"]
        ),
        st.builds("order.status {} '{}'".format, st.sampled_from(["==", "!="]), st.sampled_from(["packed", "lost"])),
        st.builds("order.status {} ['packed', 'shipped']".format, st.sampled_from(["in", "not in"])),
        st.builds("order.day {} today - days({})".format, _COMPARED, st.integers(0, 2)),
        st.builds("today - order.day {} days({})".format, _COMPARED, st.integers(0, 2)),
        st.builds("order.day.weekday == '{}'".format, st.sampled_from(["monday", "sunday"])),
        st.builds("m + 1 {} n".format, _COMPARED),
        st.builds("2 * n {} 5".format, st.sampled_from(["<", ">="])),
        st.just("big"),
    ]
    return st.one_of(*several)


_GUARDS = st.recursive(
    _tests(),
    lambda part: st.one_of(
        st.builds("({} and {})".format, part, part),
        st.builds("({} or {})".format, part, part),
        st.builds("not ({})".format, part),
    ),
    max_leaves=4,
)
_TIMES = st.sampled_from(["", "", "", "2x "])
_LISTS = st.builds(
    lambda guards, last: [times + guard for times, guard in guards] + (["else"] if last else []),
    st.lists(st.tuples(_TIMES, _GUARDS), min_size=1, max_size=4),
    st.booleans(),
)


class _Values:
    def __init__(self, flow: Flow, values: Mapping[str, Value]) -> None:
        order = {key.removeprefix("order."): each for key, each in values.items() if key.startswith("order.")}
        self.values = {**values, "order": {key: each for key, each in order.items() if each is not UNSET}}
        self.flow = flow

    def lookup(self, name: str) -> Value:
        computed = self.flow.let.get(name)
        return self.values.get(name, UNSET) if computed is None else computed.evaluate(self)

    def done(self, tool: str, arguments: Mapping[str, Value]) -> bool:
        return False


class _Tried:
    """Every combination of values that the guards read."""

    def __init__(self, desk: Project) -> None:
        self.flow = desk.flows["desk"]
        self.way = self.flow.states["look"].next
        self.read = _read(self.way)
        self.first_taken: set[int] = set()
        self.ever_true: set[int] = set()
        self.ever_not_true: set[int] = set()
        self.open: list[dict[str, Value]] = []
        for values in product(*self.read.values()):
            self._try(dict(zip(self.read, values, strict=True)))

    def _try(self, values: dict[str, Value]) -> None:
        scope = _Values(self.flow, values)
        fits = [edge.when is None or edge.when.evaluate(scope) is True for edge in self.way]
        self.ever_true.update(number for number, fit in enumerate(fits) if fit)
        self.ever_not_true.update(number for number, fit in enumerate(fits) if not fit)
        if not any(fits):
            self.open.append(values)
        for number, edge in enumerate(self.way):
            if fits[number]:
                self.first_taken.add(number)
                if edge.times is None:
                    break

    def number(self, finding: Diagnostic) -> int:
        return next(number for number, edge in enumerate(self.way) if _stands_in(finding, edge))


def _stands_in(finding: Diagnostic, edge: Edge) -> bool:
    return edge.span.line == finding.span.line


def _read(way: WayOn) -> dict[str, Sequence[Value]]:
    """The values to be tried: of all that the guards read; of every day of a week, where weekdays are asked for."""
    paths = {".".join(path[:2]) for edge in way if edge.when is not None for path in paths_in(edge.when.expr)}
    paths |= {"amount"} if "big" in paths else set()
    weekday = any("weekday" in edge.when.source for edge in way if edge.when is not None)
    return {key: WEEK if weekday and key == "today" else VALUES[key] for key in VALUES if key in paths}


def _small(desk: Project) -> bool:
    size = 1
    for values in _read(desk.flows["desk"].states["look"].next).values():
        size *= len(values)
    return size <= 2000


@settings(max_examples=150, deadline=None)
@given(guards=_LISTS)
def test_what_is_said_is_what_the_language_makes_of_it(guards):
    desk = project(guards)
    if not _small(desk):
        return
    tried = _Tried(desk)
    findings = list(check_guards(desk.flows["desk"], desk))
    codes: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        codes.setdefault(finding.kind.code, []).append(finding)
    told_open = codes.get("FK308", []) + codes.get("FK309", [])
    assert bool(told_open) == bool(tried.open)
    for finding in told_open:
        assert _is_open(desk, tried, finding.message), finding.message
    for finding in codes.get("FK310", []):
        assert tried.number(finding) not in tried.ever_true
    for code in ("FK311", "FK312", "FK315"):
        for finding in codes.get(code, []):
            assert tried.number(finding) not in tried.first_taken
    for finding in codes.get("FK313", []):
        assert tried.number(finding) not in tried.ever_not_true
    _nothing_missed(tried, findings)


def _nothing_missed(tried: _Tried, findings: list[Diagnostic]) -> None:
    """Every guard that no value ever makes true, and every edge that is never taken, is told, or one before it is."""
    told = {tried.number(each) for each in findings if each.kind.code in ("FK310", "FK311", "FK312", "FK313")}
    for number, edge in enumerate(tried.way):
        if edge.when is None:
            break
        if number not in tried.first_taken:
            assert any(each <= number for each in told), (number, [each.message for each in findings])


def _is_open(desk: Project, tried: _Tried, message: str) -> bool:
    """Whether nothing is taken for the values of a message, whatever those are that it does not tell of."""
    if message == "no edge is ever taken here":
        return not tried.first_taken
    flow, told = desk.flows["desk"], message.split(" when ")[-1].split(" while ")[-1].split(" and ")
    clauses = [clause.partition(" is ")[::2] for clause in told]
    named = {key.removesuffix(".weekday") for key, _ in clauses}
    choices = {key: [each for each in tried.read[key] if each is not UNSET or key in named] for key in tried.read}
    weekday = next((what.strip("'") for key, what in clauses if key.endswith("weekday")), "")
    cases = []
    for today in WEEK if weekday else [DAY]:
        if "today" in choices:
            choices["today"] = [today]
        for key, what in clauses:
            if key in choices and not key.endswith("weekday"):
                choices[key] = _meant(key, what, today)
        cases += [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
    if weekday:
        cases = [each for each in cases if each["order.day"].strftime("%A").lower() == weekday]
    return bool(cases) and not any(
        edge.when is None or edge.when.evaluate(_Values(flow, values)) is True for values in cases for edge in tried.way
    )


def _meant(key: str, what: str, today: date) -> list[Any]:
    """The values that a clause tells of."""
    match what.split():
        case ["unset"]:
            return [UNSET]
        case ["set"]:
            return [each for each in VALUES[key] if each is not UNSET]
        case ["true" | "false"]:
            return [what == "true"]
        case [number, "day" | "days", side, "today"]:
            return [today + timedelta(days=int(number) * (1 if side == "after" else -1))]
        case ["today"]:
            return [today]
        case ["not", text]:
            return [each for each in VALUES[key] if each is not UNSET and each != text.strip("'")]
        case [text] if text.startswith("'"):
            return [text.strip("'")]
    return [int(what) if key in ("n", "few") else Decimal(what)]


@settings(max_examples=150, deadline=None)
@given(guards=_LISTS)
def test_the_cheap_look_passes_nothing_over(guards):
    desk = project(guards)
    flow = desk.flows["desk"]
    way = flow.states["look"].next
    if not Plain(flow, desk).list(way) or not _small(desk):
        return
    tried = _Tried(desk)
    assert not tried.open
    assert tried.first_taken == set(range(len(way)))
