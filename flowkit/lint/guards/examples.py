"""Examples: the values of one case, fitted together, in a designer's words.

A case says of each value, and of each sum of several, in which cell it is. Values for all of them at once are looked
for one after another; where none are found it stays open whether there are any, and nothing may be said of the case.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any, Final

from flowkit.language.expressions.paths import Path
from flowkit.language.expressions.spelling import listed
from flowkit.language.expressions.syntax import Literal
from flowkit.language.expressions.types import WEEKDAY
from flowkit.language.expressions.unparse import text_of
from flowkit.language.shapes import UNSET
from flowkit.language.values import number_text
from flowkit.lint.guards.cells import OTHER, step
from flowkit.lint.guards.sums import DAY, value_of
from flowkit.lint.guards.surroundings import CLOCK
from flowkit.lint.guards.table import Table
from flowkit.lint.guards.variables import Variable

SOME_DAY: Final = Decimal(date(2026, 3, 2).toordinal() * DAY)
_SOME: Final = {"date": SOME_DAY, "datetime": SOME_DAY + 600, "time": Decimal(600), "duration": Decimal(60)}
_MOST_TERMS: Final = 5
Numbers = dict[str, Decimal]


def example(table: Table, case: Mapping[str, int]) -> str:
    """What a case of some values is like: `order.status is 'lost' and amount is 100.01`; "" if that is in doubt."""
    chosen = [table.variables[key] for key in table.variables if key in case]
    values = {each.key: each.cells[case[each.key]] for each in chosen}
    if not all(_apart(one, other) for place, one in enumerate(chosen) for other in chosen[:place]):
        return ""
    numbers = _fitted(table, chosen, values)
    if numbers is None or not _days_fit(chosen, values, numbers):
        return ""
    return " and ".join(dict.fromkeys(_told(table, chosen, values, numbers)))


# Whether there are such values.


def _apart(one: Variable, other: Variable) -> bool:
    """Whether what two values are has nothing to do with each other, or is in the table."""
    if not (one.obscure or other.obscure):
        return True
    for whole, part in ((one, other), (other, one)):
        if whole.kind == "list" and part.source == whole.path:
            return True
    return not any(_touch(a, b) for a in one.depends for b in other.depends)


def _touch(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _fitted(table: Table, chosen: list[Variable], values: Mapping[str, Any]) -> Numbers | None:
    """Numbers for all values that sums are made of, and for those of the case that are numbers."""
    fixed = {each.key: values[each.key] for each in chosen if each.kind == "number" and values[each.key] is not UNSET}
    forms = [each for each in chosen if each.kind == "form"]
    if not forms:
        return fixed
    terms = list(dict.fromkeys(key for form in forms for key, _ in form.terms))
    # The numbers that stand for the cells of the terms may do as they are; else one of them follows from the others.
    for given in (fixed, {}):
        for order in permutations(terms[:_MOST_TERMS]):
            found = _solved(table, forms, values, fixed, given, order)
            if found is not None:
                return found
    return None


def _solved(
    table: Table,
    forms: list[Variable],
    values: Mapping[str, Any],
    fixed: Numbers,
    given: Numbers,
    order: tuple[str, ...],
) -> Numbers | None:
    """Gives the terms their values in an order: those given, and of each sum the last one follows from the others."""
    found: Numbers = {}
    for key in order:
        variable = table.variables[key]
        wanted = given[key] if key in given else _wanted(forms, values, found, variable, table.currency)
        if wanted is None:
            wanted = fixed.get(key, _SOME.get(variable.type, Decimal(10)))
        if not _is_value(variable, wanted, table.currency):
            return None
        found[key] = wanted
    for form in forms:
        total = sum((factor * found[key] for key, factor in form.terms if key in found), Decimal(0))
        if not _same_cell(form, total, values[form.key]):
            return None
    for key, number in fixed.items():
        if key in found and not _same_cell(table.variables[key], found[key], number):
            return None
    return {**fixed, **found}


def _wanted(
    forms: list[Variable], values: Mapping[str, Any], found: Numbers, variable: Variable, currency: str
) -> Decimal | None:
    """What a term must be for a sum whose other terms are known to be what it is in the case, or close to it."""
    key = variable.key
    for form in forms:
        terms = dict(form.terms)
        if key in terms and all(other in found for other in terms if other != key):
            rest = sum((factor * found[other] for other, factor in form.terms if other != key), Decimal(0))
            exact: Decimal = (values[form.key] - rest) / terms[key]
            unit = step(variable, currency)
            if unit is None or exact % unit == 0:
                return exact
            below = exact // unit * unit - (unit if exact < 0 else 0)
            close = [
                each for each in (below, below + unit) if _same_cell(form, rest + terms[key] * each, values[form.key])
            ]
            return close[0] if close else exact
    return None


def _is_value(variable: Variable, number: Decimal, currency: str) -> bool:
    unit = step(variable, currency)
    if unit is not None and number % unit:
        return False
    if variable.type == "time":
        return 0 <= number < DAY
    return variable.type not in ("date", "datetime") or value_of(number, variable.type) is not None


def _same_cell(variable: Variable, one: Decimal, other: Decimal) -> bool:
    return all((one > each) - (one < each) == (other > each) - (other < each) for each in variable.constants)


def _days_fit(chosen: list[Variable], values: Mapping[str, Any], numbers: Numbers) -> bool:
    """Whether parts of a date (its weekday) can be what they are; moves the date within its cell if need be."""
    by_path = {each.path: each for each in chosen if each.path}
    for part in chosen:
        whole = by_path.get(part.path[:-1])
        if whole is None or whole.key not in numbers:
            continue
        number = numbers[whole.key]
        moved = (number + sign * ahead * DAY for ahead in range(7) for sign in (1, -1))
        same = (each for each in moved if _same_cell(whole, each, number))
        fits = next((each for each in same if _is_on(each, values[part.key])), None)
        if part.path[-1] != "weekday" or fits is None or (fits != number and len(numbers) > 1):
            return False
        numbers[whole.key] = fits
    return True


def _is_on(number: Decimal, weekday: Any) -> bool:
    day = value_of(number, "date")
    return day is not None and WEEKDAY.options[day.weekday()].value == weekday


# How it is told.


def _told(table: Table, chosen: list[Variable], values: Mapping[str, Any], numbers: Numbers) -> Iterator[str]:
    """One clause for each value; terms of a sum that is told as such are told with it."""
    for each in chosen:
        value = values[each.key]
        if each.kind == "form":
            yield from _sum_told(table, each, numbers)
        elif value is UNSET:
            yield f"'{each.key}' is unknown" if each.obscure else f"{each.key} is unset"
        elif each.kind == "number":
            yield f"{_name(each)} is {_number(numbers[each.key], each.type)}"
        else:
            yield _plainly(each, value)


def _plainly(variable: Variable, value: Any) -> str:
    match variable.kind:
        case "opaque":
            return f"'{variable.key}' is {'true' if value else 'false'}"
        case "truth":
            return f"{variable.key} is {'true' if value else 'false'}"
        case "list":
            return f"{variable.key} is empty" if value == 0 else f"{variable.key} holds {_many(value)}"
        case "thing":
            return f"{variable.key} is set"
    if value is not OTHER:
        return f"{variable.key} is {_text(variable.constants.get(value, value))}"
    named = [str(each) for each in variable.constants.values()]
    return f"{variable.key} is {'not' if len(named) == 1 else 'none of'} {listed(named)}" if named else variable.key


def _many(count: Decimal) -> str:
    return "one" if count == 1 else number_text(count)


def _text(value: Any) -> str:
    return text_of(Literal(value))


def _name(variable: Variable) -> str:
    return f"'{variable.key}'" if variable.obscure else variable.key


def _number(number: Decimal, type: str) -> str:
    value = value_of(number, type)
    if isinstance(value, Decimal):
        return number_text(value)
    return number_text(number) if value is None else _text(value).strip("'")


def _sum_told(table: Table, form: Variable, numbers: Numbers) -> Iterator[str]:
    """Two days, or one and today, by how far they are apart; anything else by its values."""
    keys = [key for key, _ in form.terms]
    first = table.variables[keys[0]]
    if len(form.terms) == 2 and form.terms[1][1] == -1 and first.type in ("date", "datetime"):
        one, other = keys
        apart = numbers[one] - numbers[other]
        if one in CLOCK:
            one, other, apart = other, one, -apart
        yield f"{one} is {_apart_by(apart, first.type)} {other}" if apart else f"{one} is {other}"
        return
    for key in keys:
        variable = table.variables[key]
        if key not in CLOCK:
            yield f"{_name(variable)} is {_number(numbers[key], variable.type)}"


def _apart_by(apart: Decimal, type: str) -> str:
    length, unit = (abs(apart) / DAY, "day") if type == "date" or apart % DAY == 0 else (abs(apart), "minute")
    if unit == "minute" and length % 60 == 0:
        length, unit = length / 60, "hour"
    return f"{number_text(length)} {unit}{'' if length == 1 else 's'} {'after' if apart > 0 else 'before'}"
