"""Slots: shapes that a caller fills, with their question, rules and ladders."""

import re
from dataclasses import replace
from typing import Final, Literal, cast

from flowkit.language.building.expression_reading import read_expression, read_words
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import meant
from flowkit.language.building.rules import read_rules
from flowkit.language.building.scopes import Scope
from flowkit.language.building.shape_reading import SPELT, check_no_fields, read_label, shape_of_fields, unknown_type
from flowkit.language.building.ways import Ways, read_ladder
from flowkit.language.building.world import World
from flowkit.language.codes import BAD_VALUE, KEY_NOT_HERE, MISSING_KEY, UNKNOWN_NAME, WRONG_TYPE
from flowkit.language.expressions.paths import path_of
from flowkit.language.expressions.syntax import Expr
from flowkit.language.mending import mended, named, quoted
from flowkit.language.model import Slot
from flowkit.language.shapes import TYPE_NAMES, Option, Shape
from flowkit.language.tree import Scalar

IMPLICIT: Final = frozenset(("digits", "name", "email", "phone", "postcode"))
"""Types whose values are repeated to the caller unless the slot says otherwise."""


PATH: Final = r"\w+(\.\w+|\[[^\]]*\])*"
"""How a list in the data is named, for the reader and for editors."""


def _own(text: str) -> list[str]:
    """Options that were written one after the other without brackets."""
    parts = [part.strip(" '\"") for part in re.split(r"[,;|/]" if re.search(r"[,;|/]", text) else r"\s+", text)]
    return [part if re.fullmatch(r"[A-Za-z_][\w -]*", part) else quoted(part) for part in parts if part]


_PLAIN: Final = ("text", "digits")
"""Types whose lists can be chosen from as they are, without a key: the value is the text itself."""


def slot_shape(fields: Fields, scope: Scope, world: World) -> Shape | None:
    """The shape of a slot; one that picks from a list in the data gets the fields of that list's things."""
    options = fields.scalar("options")
    shape = shape_of_fields(fields, world) if options is None else _picking(fields, options, scope, world)
    if shape is None:
        return None
    if options is None or shape.options:
        for key in ("key", "take_single"):
            if key in fields:
                world.report.add(KEY_NOT_HERE, fields.key(key), f"'{key}' is for options from a list in the data")
    if "speak_as" in fields and shape.type not in SPELT and not _is_plain(shape):
        message = f"'speak_as' is for texts, not for '{shape.type}'"
        help = f"leave it out: {_spoken_alike(shape)}"
        world.report.add(KEY_NOT_HERE, fields.key("speak_as"), message, help)
    speak_as = cast('Literal["", "letters", "digits"]', fields.word("speak_as"))
    return replace(shape, speak_as=speak_as) if speak_as else shape


def _spoken_alike(shape: Shape) -> str:
    """How a value is spoken by its type, or made to be spoken one by one."""
    one_by_one = "; to be spoken digit by digit it has the type 'digits'" if shape.type in ("integer", "number") else ""
    return f"it is spoken by its type{one_by_one}"


def _is_plain(shape: Shape) -> bool:
    """Whether it is a choice of bare texts in the data."""
    return shape.options_from is not None and not shape.fields


def _picking(fields: Fields, options: Scalar, scope: Scope, world: World) -> Shape | None:
    """The shape of a choice from a list in the data, or from a constant that is a list of texts."""
    if not _may_pick(fields, options, world):
        return None
    expression = read_expression(options, scope, world.report)
    if expression is None or expression.shape is None or not _says_how_many(fields):
        return None
    thing = expression.shape
    constant = world.constants.get(options.text)
    if constant is not None and thing.many and thing.type == "text":
        own = tuple(Option(value) for value in constant.value)
        return Shape("choice", options=own, many=fields.flag("many"), about=fields.text("about"))
    if thing.single or thing.type not in ("object", *_PLAIN) or path_of(expression.expr) is None:
        message = f"'{options.text}' is no list of things to choose from"
        help = "name a list that a tool returned, or a list in a record; options of your own stand in brackets"
        world.report.add(WRONG_TYPE, options, message, help)
        return None
    return _picked(fields, options, expression.expr, thing, world)


def _may_pick(fields: Fields, options: Scalar, world: World) -> bool:
    """Whether the slot is a choice and its options are a path; what is wrong is reported."""
    type_name = fields.scalar("type")
    if type_name is not None and type_name.text != "choice":
        if type_name.text in TYPE_NAMES or type_name.text in world.record_sources:
            message = f"'options' belongs to the type 'choice', not to '{type_name.text}'"
            world.report.add(KEY_NOT_HERE, fields.key("options"), message, "write: type: choice")
        else:
            unknown_type(type_name, world)
        return False
    check_no_fields(fields, "choice", world)
    if re.fullmatch(PATH, options.text) is None:
        message = f"{named(options.text)} is no list: options of your own stand in brackets"
        fix = mended(options.document, options.start, options.end, f"[{', '.join(_own(options.text))}]")
        world.report.add(WRONG_TYPE, options, message, fix)
        return False
    return True


def _picked(fields: Fields, options: Scalar, source: Expr, thing: Shape, world: World) -> Shape:
    """The shape of what is picked: a thing of the list by its key, or one of its texts as it is."""
    plain = thing.type in _PLAIN
    if plain and "key" in fields:
        message = f"'{options.text}' is a list of texts, which have no fields to tell them apart by"
        world.report.add(KEY_NOT_HERE, fields.key("key"), message, "leave 'key' out")
    label, also = read_label(fields, thing.fields, thing.label, thing.also, world)
    return Shape(
        "choice",
        options_from=source,
        key="" if plain else _key(fields, thing, world),
        many=fields.flag("many"),
        speak_as="digits" if thing.type == "digits" else thing.speak_as,
        fields=thing.fields,
        record=thing.record,
        label=label,
        also=also,
        optional=fields.flag("optional"),
        about=fields.text("about"),
        sensitive=cast('Literal["", "mask", "never_store"]', fields.word("sensitive")),
        span=fields.place.span,
    )


def _says_how_many(fields: Fields) -> bool:
    """Whether it can be told if a slot holds one or several; what is wrong with it was reported."""
    return "many" not in fields.misspelt and ("many" in fields or "many" not in fields.mapping)


def _key(fields: Fields, thing: Shape, world: World) -> str:
    scalar = fields.scalar("key")
    if scalar is None:
        if "key" not in fields.mapping:
            help = meant("", thing.fields, "fields")
            world.report.add(
                MISSING_KEY,
                fields.key("options"),
                "options from a list need 'key', the field that tells them apart",
                help,
            )
        return ""
    if scalar.text not in thing.fields and scalar.text not in world.report.doubtful:
        help = meant(scalar.text, thing.fields, "fields")
        world.report.add(UNKNOWN_NAME, scalar, f"these options have no field '{scalar.text}'", help)
    return scalar.text


def read_slot(name: str, fields: Fields, ways: Ways, world: World) -> Slot | None:
    """A slot of a flow or of the project; None if its shape cannot be told.

    Args:
        ways: Where the slot lives: the scope of its words, and the states that its ladders may lead to.
    """
    scope, report = ways.scope, world.report
    shape = scope.shape_of(name)
    ask = read_words(fields.scalar("ask"), scope, report)
    rules = read_rules(fields, scope, world)
    no_input = read_ladder(fields, "no_input", ways, world)
    no_match = read_ladder(fields, "no_match", ways, world)
    if shape is None:
        return None
    return Slot(
        name,
        shape,
        ask=ask,
        only_if=rules,
        take_single=fields.flag("take_single"),
        check_back=_check_back(fields, shape, world),
        no_input=no_input,
        no_match=no_match,
        span=fields.place.span,
    )


def _check_back(fields: Fields, shape: Shape, world: World) -> Literal["none", "implicit", "explicit"]:
    hidden = shape.sensitive == "never_store"
    usual = "implicit" if shape.type in IMPLICIT and shape.single and not hidden else "none"
    word = fields.word("check_back", usual)
    if hidden and word != "none":
        world.report.add(
            BAD_VALUE,
            fields.key("check_back"),
            "a 'never_store' value is never spoken, so it cannot be checked back",
            "write: check_back: none",
        )
    return cast('Literal["none", "implicit", "explicit"]', word)
