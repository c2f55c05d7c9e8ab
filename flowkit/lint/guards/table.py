"""The table of all cases of a list of guards, as sets of bits.

Each value that is tested has cells; a case is one cell of each. Case number `n` has bit `n` in every set. Where a
condition is true is one set, where it is false another; in the rest it is unknown. `and`, `or` and `not` are one or two
operations on such numbers, however many cases there are.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from flowkit.language.shapes import UNSET
from flowkit.lint.guards.cells import OTHER, fill, stretch
from flowkit.lint.guards.conditions import All, Condition, Fixed, Opposite, Some, Test
from flowkit.lint.guards.variables import Variable

_ONE: Final = Decimal(1)
MOST_CASES: Final = 20_000
"""Beyond so many cases a list of guards is not looked through, and a note says so."""


class TooManyCases(Exception):
    """The cells of the values of some guards have too many combinations."""


class Table:
    """The cases of some values.

    Raises:
        TooManyCases: there would be more than `MOST_CASES`.
    """

    def __init__(self, variables: Mapping[str, Variable], currency: str) -> None:
        self.variables = variables
        self.currency = currency
        size = 1
        for variable in variables.values():
            fill(variable, currency)
            variable.stride = size
            size *= len(variable.cells)
            if size > MOST_CASES:
                raise TooManyCases
        self.size = size
        self.all = (1 << size) - 1
        self._cells: dict[tuple[str, int], int] = {}
        self._tests: dict[Test, tuple[int, int]] = {}
        self._possible: int | None = None

    # Sets of cases.

    def cell(self, variable: Variable, number: int) -> int:
        """The cases in which a value is in one of its cells."""
        key = (variable.key, number)
        found = self._cells.get(key)
        if found is None:
            stride = variable.stride
            block = ((1 << stride) - 1) << (stride * number)
            period = stride * len(variable.cells)
            found = self._cells[key] = block * (self.all // ((1 << period) - 1))
        return found

    def unset(self, variable: Variable) -> int:
        """The cases in which a value is unset; for a sum: in which one of its terms is."""
        if variable.kind == "form":
            found = 0
            for key, _ in variable.terms:
                found |= self.unset(self.variables[key])
            return found
        return self.cell(variable, 0) if variable.can_be_unset else 0

    def of(self, condition: Condition, unset_passes: Collection[str] = ()) -> tuple[int, int]:
        """The cases in which a condition is true, and those in which it is false.

        Args:
            unset_passes: values whose being unset is taken for passing what says that they are *not* something.
        """
        kind = type(condition)
        if kind is Test:
            return self._test(condition)  # type: ignore[arg-type]
        if kind is Opposite:
            true, false = self.of(condition.of, unset_passes)  # type: ignore[union-attr]
            if unset_passes:
                for test in _denied(condition.of):  # type: ignore[union-attr]
                    for key in unset_passes:
                        if key in self.read_by(test):
                            false |= self.unset(self.variables[key]) & ~true
            return false, true
        if kind is Fixed:
            value = condition.value  # type: ignore[union-attr]
            return (self.all if value is True else 0), (self.all if value is False else 0)
        true, false = (self.all, 0) if kind is All else (0, self.all)
        for part in condition.parts:  # type: ignore[union-attr]
            one, other = self.of(part, unset_passes)
            if kind is All:
                true &= one
                false |= other
            else:
                true |= one
                false &= other
        return true, false

    def _test(self, test: Test) -> tuple[int, int]:
        found = self._tests.get(test)
        if found is None:
            variable, passes = self.variables[test.key], _PASSES[test.operator]
            true = 0
            for number, value in enumerate(variable.cells):
                if value is not UNSET and passes(value, test.value):
                    true |= self.cell(variable, number)
            unset = self.unset(variable)
            if test.operator in ("set", "empty"):
                found = true, self.all & ~true
            else:
                found = true & ~unset, self.all & ~true & ~unset
            self._tests[test] = found
        return found

    def read_by(self, test: Test) -> tuple[str, ...]:
        """The values that a test reads: one, or the terms of a sum."""
        variable = self.variables[test.key]
        return tuple(key for key, _ in variable.terms) if variable.kind == "form" else (test.key,)

    def misfits(self, test: Test) -> bool:
        """Whether a text is tested for something that its pattern does not allow."""
        variable = self.variables[test.key]
        return variable.kind == "words" and test.operator == "==" and test.value not in variable.cells

    # What can be.

    @property
    def possible(self) -> int:
        """The cases that can be: fields of what is unset are unset, a loop over nothing finds nothing."""
        if self._possible is None:
            self._possible = self.all
            for variable in self.variables.values():
                self._possible &= ~self._impossible(variable)
        return self._possible

    def _impossible(self, variable: Variable) -> int:
        if variable.kind == "form":
            return self._out_of_reach(variable)
        found = 0
        path = variable.path or variable.source
        if not path or not variable.can_be_unset:
            return 0
        set_here = self.all & ~self.unset(variable)
        for length in range(1, len(path) + bool(variable.source)):
            parent = self.variables.get(".".join(path[:length]))
            if parent is not None and parent is not variable:
                found |= self.unset(parent) & set_here
        source = self.variables.get(".".join(variable.source)) if variable.source else None
        if source is not None and source.kind == "list" and variable.kind == "opaque":
            empty = self.cell(source, source.cells.index(0))
            found |= empty & ~self.cell(variable, variable.cells.index(variable.when_empty))
        return found

    def _out_of_reach(self, form: Variable) -> int:
        """The cases in which a sum of two values is what it cannot be where they are what they are."""
        terms = [self.variables[key] for key, _ in form.terms]
        if len(terms) != 2 or not any(each.constants for each in terms):
            return 0
        found = 0
        first, second = (self._stretches(each, factor) for each, (_, factor) in zip(terms, form.terms, strict=True))
        sums = self._stretches(form)
        for one, least, most in first:
            for other, least_too, most_too in second:
                for whole, lowest, highest in sums:
                    if highest < least + least_too or lowest > most + most_too:
                        found |= whole & one & other
        return found

    def _stretches(self, variable: Variable, factor: Decimal = _ONE) -> list[tuple[int, Decimal, Decimal]]:
        """The cases of each cell of a number with its least and its largest value, times a factor."""
        found = []
        for number, value in enumerate(variable.cells):
            if value is not UNSET:
                one, other = (each * factor for each in stretch(variable, value, self.currency))
                found.append((self.cell(variable, number), min(one, other), max(one, other)))
        return found

    def all_set(self, but: Collection[str] = ()) -> int:
        """The cases in which every value is set, but for these."""
        found = self.all
        for key, variable in self.variables.items():
            if key not in but and variable.can_be_unset:
                found &= ~self.unset(variable)
        return found

    # One case.

    def case(self, cases: int) -> dict[str, int]:
        """The first of some cases: of each value the number of its cell."""
        number = (cases & -cases).bit_length() - 1
        return {key: number // variable.stride % len(variable.cells) for key, variable in self.variables.items()}

    def matters(self, case: Mapping[str, int], within: int, possible: int) -> dict[str, int]:
        """Those values of a case of a set that decide that it is in the set; the others may be anything that can be."""
        kept = dict(case)
        for key in sorted(case, key=lambda each: self.variables[each].obscure, reverse=True):
            cube = possible
            for other, number in kept.items():
                if other != key:
                    cube &= self.cell(self.variables[other], number)
            if not cube & ~within:
                del kept[key]
        return kept

    def cases_of(self, case: Mapping[str, int]) -> int:
        """The set of cases with these cells."""
        found = self.all
        for key, number in case.items():
            found &= self.cell(self.variables[key], number)
        return found


def _denied(condition: Condition) -> Iterable[Test]:
    """The tests that a `not` stands before: of a value itself, or of one after another."""
    if isinstance(condition, Test) and condition.operator not in ("set", "empty"):
        yield condition
    elif isinstance(condition, Some) and len({part.key for part in condition.parts if isinstance(part, Test)}) == 1:
        yield from (part for part in condition.parts if isinstance(part, Test))


def _same(value: Any, other: Any) -> bool:
    return value is not OTHER and bool(value == other)


_PASSES: Final[Mapping[str, Any]] = {
    "<": lambda value, other: value < other,
    "<=": lambda value, other: value <= other,
    ">": lambda value, other: value > other,
    ">=": lambda value, other: value >= other,
    "==": _same,
    "true": lambda value, _: value is True,
    "set": lambda value, _: True,
    "empty": lambda value, _: value == 0,
}
