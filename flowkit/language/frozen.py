"""Frozen values whose classes are made quickly.

Theory of operation. `@frozen` gives what `@dataclass(frozen=True, slots=True)` gives, but `dataclass` writes and
compiles six functions for each class, which takes 0.5 to 1 ms, and every start makes about a hundred such classes.
Here only `__init__` is compiled, and only for a class of which many values are made; the first few are made by a
general function. A value of several fields is filled while it is of an open twin, a class with the same slots whose
fields can be set: changing the class twice costs less than passing `__setattr__` by for every field, and nobody else
has seen the value yet. The other functions are closures over a getter of the standard library that reads all fields at
once. The fields are collected by `dataclass` itself: `fields`, `replace`, `ClassVar`, `field(…)` and `__post_init__`
work as ever.

Not there, because nothing needs it: `kw_only`, `InitVar`, keeping values with fields that are no parameters, and
inheriting from a frozen class.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, Final, TypeVar, dataclass_transform

T = TypeVar("T")
Fields = tuple[Field[Any], ...]
Key = Callable[[Any], Any]
FEW: Final = 30
"""So many values are made before it pays to compile an `__init__`."""
_SEVERAL: Final = 3
"""So many fields are set faster in an open twin."""
_become: Final[Any] = vars(object)["__class__"].__set__


@dataclass_transform(frozen_default=True, kw_only_default=False, field_specifiers=(field,))
def frozen(plain: type[T]) -> type[T]:
    """The class with its annotated names as frozen fields in slots; give it a docstring.

    Raises:
        TypeError, ValueError: what `dataclass` raises for fields that cannot be.
    """
    collected: Any = dataclass(init=False, repr=False, eq=False, match_args=False)(plain)
    collected.__dataclass_params__.frozen = True
    members: Fields = fields(collected)
    names = tuple(each.name for each in members)
    key = _getter(tuple(each.name for each in members if each.compare))
    hashed = tuple(each.name for each in members if (each.compare if each.hash is None else each.hash))
    left_out = {*names, "__dict__", "__weakref__"}
    inside = {
        "__init__": _Initialiser(members),
        "__repr__": _represent,
        "__eq__": _equality(key),
        "__reduce__": _reduction(members),
        **{name: value for name, value in vars(plain).items() if name not in left_out},
        "__slots__": names,
        "__match_args__": tuple(each.name for each in members if each.init),
        "__setattr__": _refuse("assign to", names),
        "__delattr__": _refuse("delete", names),
    }
    if inside.get("__hash__") is None:
        inside["__hash__"] = _hashing(_getter(hashed))
    inside["__qualname__"] = plain.__qualname__
    metaclass: Callable[..., type[T]] = type(plain)
    return metaclass(plain.__name__, plain.__bases__, inside)


class _Initialiser:
    """Stands for `__init__` until many values were made, or somebody asks for its signature."""

    def __init__(self, members: Fields) -> None:
        self._members = members
        self._parameters = tuple(each.name for each in members if each.init)
        self._made = 0

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner

    def __get__(self, instance: object, owner: type) -> Any:
        self._made += 1
        if instance is not None and self._made <= FEW:
            return partial(self._fill, instance)
        return self._compiled() if instance is None else partial(self._compiled(), instance)

    def _compiled(self) -> Any:
        made = _initialiser(self._owner, self._members)
        self._owner.__init__ = made  # type: ignore[misc]
        return made

    def _fill(self, instance: Any, /, *given: Any, **named: Any) -> None:
        values = {**dict(zip(self._parameters, given, strict=False)), **named}
        missing = [each for each in self._members if each.name not in values]
        if (
            len(values) != len(given) + len(named)
            or not values.keys() <= set(self._parameters)
            or any(each.init and each.default is MISSING and each.default_factory is MISSING for each in missing)
        ):
            self._compiled()(instance, *given, **named)  # says what is wrong as any function does
            return
        for each in missing:
            if each.default_factory is not MISSING:
                values[each.name] = each.default_factory()
            elif each.default is not MISSING:
                values[each.name] = each.default
        for name, value in values.items():
            object.__setattr__(instance, name, value)
        if hasattr(instance, "__post_init__"):
            instance.__post_init__()


def _initialiser(owner: type, members: Fields) -> Any:
    known: dict[str, Any] = {"MISSING": MISSING}
    parameters, values = ["self"], {}
    for each in members:
        name = each.name
        known[f"set_{name}"], known[f"default_{name}"] = vars(owner)[name].__set__, each.default
        value = name
        if each.default_factory is not MISSING:
            known[f"default_{name}"], known[f"make_{name}"] = MISSING, each.default_factory
            value = f"make_{name}() if {name} is MISSING else {name}" if each.init else f"make_{name}()"
        elif not each.init:
            value = f"default_{name}"
        has_default = known[f"default_{name}"] is not MISSING or each.default_factory is not MISSING
        if each.init:
            parameters.append(f"{name}=default_{name}" if has_default else name)
        if each.init or has_default:
            values[name] = value
    if len(values) < _SEVERAL:
        lines = [f"set_{name}(self, {value})" for name, value in values.items()]
    else:
        known["_twin"], known["_become"] = _open_twin(owner, members), _become
        lines = ["_kind = self.__class__", "_become(self, _twin)"]
        lines += [f"self.{name} = {value}" for name, value in values.items()]
        lines.append("self.__class__ = _kind")
    if hasattr(owner, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n  ".join(lines or ["pass"])
    exec(f"def build({', '.join(known)}):\n def __init__({', '.join(parameters)}):\n  {body}\n return __init__", known)
    made = known["build"](**{name: value for name, value in known.items() if name not in ("build", "__builtins__")})
    made.__qualname__ = f"{owner.__qualname__}.__init__"
    made.__annotations__ = {**{each.name: each.type for each in members if each.init}, "return": None}
    return made


def _open_twin(owner: type, members: Fields) -> type:
    """A class of the same layout whose fields can be set."""
    return type(f"{owner.__name__}InTheMaking", owner.__bases__, {"__slots__": tuple(each.name for each in members)})


def _getter(names: tuple[str, ...]) -> Key:
    """Reads the fields as one tuple; `attrgetter` gives a tuple only for two names or more."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda value: ()
    only = attrgetter(*names)
    return lambda value: (only(value),)


def _equality(key: Key) -> Any:
    def __eq__(self: Any, other: object) -> bool:
        if other.__class__ is self.__class__:
            return key(self) == key(other)  # type: ignore[no-any-return]
        return NotImplemented

    return __eq__


def _hashing(key: Key) -> Any:
    def __hash__(self: Any) -> int:
        return hash(key(self))

    return __hash__


def _refuse(what: str, names: tuple[str, ...]) -> Any:
    def refuse(self: Any, name: str, *value: object) -> None:
        raise FrozenInstanceError(f"cannot {what} field {name!r}")

    return refuse


@recursive_repr()
def _represent(self: Any) -> str:
    told = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(told)})"


def _reduction(members: Fields) -> Any:
    """A value is copied and kept as its class and its fields: being frozen, it is made anew from all of them."""
    every = _getter(tuple(each.name for each in members))

    def __reduce__(self: Any) -> tuple[type, tuple[Any, ...]]:
        return self.__class__, every(self)

    return __reduce__
