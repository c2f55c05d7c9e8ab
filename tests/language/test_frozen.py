"""`frozen` against the dataclass that it stands for."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.language.frozen import FEW, frozen


def _plain() -> type[Any]:
    class Leg:
        """A stretch."""

        kind: ClassVar[str] = "leg"
        name: str
        length: float
        stops: tuple[Any, ...] = ()
        notes: dict[str, int] = field(default_factory=dict, hash=False)
        place: int = field(default=0, compare=False)
        secret: str = field(default="", repr=False)

        @property
        def long(self) -> bool:
            return self.length > 10

    return Leg


@frozen
class Ours:
    """Can be pickled, having a name in its module."""

    name: str
    parts: tuple[int, ...] = ()


@frozen
class Single:
    """One field."""

    value: Any


@frozen
class Nothing:
    """No field."""


FROZEN, STANDARD = frozen(_plain()), dataclass(frozen=True, slots=True)(_plain())
_values = st.tuples(
    st.sampled_from(["a", "b"]),
    st.sampled_from([1.0, 12.0, float("nan")]),
    st.lists(st.integers(0, 1), max_size=2).map(tuple),
    st.dictionaries(st.sampled_from("xy"), st.integers(0, 1), max_size=2),
    st.integers(0, 1),
    st.sampled_from(["", "s"]),
)
_given = st.tuples(_values, st.integers(2, 6), st.integers(0, 6))


def _make(kind: type[Any], drawn: tuple[tuple[Any, ...], int, int]) -> Any:
    """A value with the first so many fields given, of which some by position and the others by name."""
    values, many, positional = drawn
    names = [each.name for each in fields(kind)][:many]
    return kind(*values[: min(many, positional)], **dict(list(zip(names, values, strict=False))[positional:]))


@given(_given, _given)
def test_values_are_as_those_of_a_dataclass(first, second):
    ours, theirs = (
        [_make(FROZEN, each) for each in (first, second)],
        [_make(STANDARD, each) for each in (first, second)],
    )
    assert (ours[0] == ours[1]) is (theirs[0] == theirs[1])
    assert [hash(each) for each in ours] == [hash(each) for each in theirs]
    assert [repr(each) for each in ours] == [repr(each) for each in theirs]
    assert ours[0].long is theirs[0].long
    assert repr(replace(ours[0], length=3.0, notes={})) == repr(replace(theirs[0], length=3.0, notes={}))
    assert copy.deepcopy(ours[0]).stops == ours[0].stops
    assert copy.copy(ours[0]) == ours[0]


@given(st.lists(st.sampled_from(["name", "length", "stops", "colour"]), max_size=3, unique=True), st.integers(0, 8))
def test_what_cannot_be_made_is_refused_alike(named, positional):
    def outcome(kind: type[Any]) -> str:
        try:
            return repr(kind(*[1] * positional, **dict.fromkeys(named, 2)))
        except TypeError as error:
            return str(error).replace("_plain.<locals>.", "")

    assert outcome(frozen(_plain())) == outcome(STANDARD)


def test_the_general_and_the_compiled_init_make_the_same():
    kind = frozen(_plain())
    made = [kind("a", 1.0, place=number % 2) for number in range(FEW + 3)]
    assert inspect.isfunction(vars(kind)["__init__"])
    assert len({repr(each).replace("place=1", "place=0") for each in made}) == 1
    assert {type(each) for each in made} == {kind}
    assert [each.place for each in made[-3:]] == [number % 2 for number in range(FEW, FEW + 3)]
    assert all(one.notes is not other.notes for one in made for other in made if one is not other)


def test_a_class_is_as_that_of_a_dataclass():
    assert is_dataclass(FROZEN)
    assert [each.name for each in fields(FROZEN)] == [each.name for each in fields(STANDARD)]
    assert (FROZEN.__match_args__, FROZEN.__slots__) == (STANDARD.__match_args__, STANDARD.__slots__)
    assert (FROZEN.__doc__, FROZEN.__qualname__, FROZEN.kind) == (STANDARD.__doc__, STANDARD.__qualname__, "leg")
    assert list(inspect.signature(FROZEN).parameters) == list(inspect.signature(STANDARD).parameters)
    assert not hasattr(FROZEN("a", 1.0), "__dict__")


def test_nothing_can_be_changed():
    value = FROZEN("a", 1.0)
    for change in (lambda: setattr(value, "name", "b"), lambda: setattr(value, "new", 1)):
        with pytest.raises(FrozenInstanceError, match="cannot assign to field"):
            change()
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del value.name
    assert value.name == "a"


def test_pickles_and_patterns():
    value = Ours("x", (1, 2))
    assert pickle.loads(pickle.dumps(value)) == value
    match value:
        case Ours(name, parts):
            assert (name, parts) == ("x", (1, 2))


def test_one_field_and_none():
    nan = float("nan")
    assert Single(nan) == Single(nan)  # as in a tuple: the same object is equal
    assert hash(Single(1)) == hash((1,))
    assert Single(1) != Ours("1")
    assert Nothing() == Nothing()
    assert repr(Nothing()) == "Nothing()"


def test_a_value_that_holds_itself_can_be_shown():
    held: list[Any] = []
    held.append(Single(held))
    assert repr(held[0]) == "Single(value=[...])"


def test_fields_that_are_worked_out():
    @frozen
    class Sum:
        """Of two."""

        one: int
        other: int
        total: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "total", self.one + self.other)

    assert [Sum(1, 2).total for _ in range(FEW + 2)] == [3] * (FEW + 2)
    with pytest.raises(TypeError, match="total"):
        Sum(1, 2, total=4)
    assert replace(Sum(1, 2), one=5).total == 7


def test_a_mutable_default_is_refused():
    class Wrong:
        """A list for a default."""

        items: list[int] = []  # noqa: RUF012

    with pytest.raises(ValueError, match="mutable default"):
        frozen(Wrong)
