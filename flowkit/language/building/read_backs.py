"""Read-backs: the statement that speaks every value, and the question that speaks none.

The two are heard and answered apart, so the text is split at its last sentence. What is read back is what is done:
every argument has to be spoken, by its own name or by a field or label of the slot or record it came from; an argument
that is a thing with fields, or several, by its label or each of its fields.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from flowkit.language.building.expression_reading import read_words_from
from flowkit.language.building.mappings import Fields
from flowkit.language.building.scopes import Scope
from flowkit.language.building.world import ToolSource, World
from flowkit.language.codes import BAD_READ_BACK
from flowkit.language.expressions.paths import Path, path_of
from flowkit.language.expressions.spelling import listed
from flowkit.language.model import Argument, Expression, ReadBack
from flowkit.language.tree import Scalar
from flowkit.language.wording import always_printed, printed_unset
from flowkit.language.words import Words

MOST_WORDS: Final = 40
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+(?=\S)")
_ASKS_LEAVE = re.compile(
    r"(?:(?:so|ok|okay|then)[, ]+)?(?:(?:shall|should|may|can|could) I|(?:do you want|would you like) me to)\s+(?=\S)",
    re.IGNORECASE,
)
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OPENS, _CLOSES = re.compile(r"\{%-?\s*(?:if|for)\b"), re.compile(r"\{%-?\s*end")


def split(text: str) -> int:
    """Where the last sentence of a text begins; 0 if there is one sentence only. Ends inside `{{ }}` do not count."""
    plain = _CODE.sub(lambda code: "x" * len(code[0]), text)
    for end in reversed([match.end() for match in _SENTENCE_END.finditer(plain)]):
        before = text[:end]
        if len(_OPENS.findall(before)) == len(_CLOSES.findall(before)):
            return end
    return 0


def read_read_back(scalar: Scalar, scope: Scope, world: World) -> ReadBack | None:
    """A read-back in two parts; reports one that does not have them."""
    text = scalar.text.rstrip()
    start = split(text)
    statement, question = text[:start].rstrip(), text[start:]
    if start == 0 or not question.endswith("?") or "{{" in question or "{%" in question:
        _not_two_parts(scalar, text, start, world)
        return None
    said = read_words_from(scalar, statement, 0, scope, world.report)
    words = len(_CODE.sub("x", statement).split())
    if words > MOST_WORDS:
        world.report.add(
            BAD_READ_BACK,
            scalar,
            f"this statement has {words} words, and nobody keeps more than {MOST_WORDS} in mind",
            "say the values, and leave out the rest",
        )
    return ReadBack(said, read_words_from(scalar, question, start, scope, world.report))


def _not_two_parts(scalar: Scalar, text: str, start: int, world: World) -> None:
    if start and not text.endswith("?"):
        message, said = "a read-back ends with a question", text
    elif start:
        message = "the question of a read-back must not hold values: they belong into the statement"
        said = text[:start] + _told(text[start:])
    else:
        message = "a read-back has two sentences: the statement with every value, then a question"
        said = _told(text)
    statement = re.sub(r"[\s?!.]+$", "", said)
    fix = f"write: {statement}. Shall I do that?"
    if said.endswith("?"):
        fix = 'say every value in a statement, then ask without them: "I\'ll … . Shall I do that?"'
    world.report.add(BAD_READ_BACK, scalar, message, fix)


def _told(sentence: str) -> str:
    """A question for leave as the statement of what will be done; any other sentence as it is."""
    asks = _ASKS_LEAVE.match(sentence)
    return f"I'll {sentence[asks.end() :].rstrip(' ?')}." if asks and sentence.endswith("?") else sentence


def read_confirm_read_back(
    fields: Fields, tool: ToolSource, given: Mapping[str, Expression], scope: Scope, world: World
) -> ReadBack | None:
    """The read-back of a `confirm` that replaces the tool's; it may use the names of the flow and the arguments."""
    scalar = fields.scalar("read_back")
    if scalar is None:
        return None
    shapes = {name: argument.shape for name, argument in tool.arguments.items()}
    read_back = read_read_back(scalar, Scope(shapes, scope), world)
    if read_back is not None:
        origins = {name: [path] for name, expression in given.items() if (path := path_of(expression.expr)) is not None}
        check_spoken(scalar, read_back.statement, tool.arguments, origins, world)
    return read_back


def check_spoken(
    scalar: Scalar,
    statement: Words,
    arguments: Mapping[str, Argument],
    origins: Mapping[str, Sequence[Path]],
    world: World,
) -> None:
    """Reports arguments that a statement does not speak.

    Args:
        origins: Beside its sources, what else each argument came from: paths of slots and records.
    """
    missing = [
        part
        for name, argument in arguments.items()
        if _must_be_spoken(argument, world)
        for part in _unspoken(name, argument, statement, origins.get(name, ()))
    ]
    for name, argument in arguments.items():
        if argument.shape.optional and printed_unset(statement, [(name,), *origins.get(name, ())]):
            message = f"'{name}' may be left out, and then this read-back has a gap"
            help = f"write: {{% if {name} is set %}} … {{{{ {name} }}}} … {{% endif %}}"
            world.report.add(BAD_READ_BACK, scalar, message, help)
    if missing:
        named = listed([".".join(path) for path in missing], "and")
        values = " ".join(_printing(path) for path in missing)
        message = f"the read-back does not speak {named}; the caller would agree to what they did not hear"
        world.report.add(BAD_READ_BACK, scalar, message, f"add to the statement: {values}")


def _printing(path: Path) -> str:
    """How a missing value is printed: in a loop if it is a field of several things."""
    name, *field = path
    return f"{{{{ {name} }}}}" if not field else f"{{% for x in {name} %}}{{{{ x.{field[0]} }}}} {{% endfor %}}"


def _unspoken(name: str, argument: Argument, statement: Words, origins: Sequence[Path]) -> list[Path]:
    """What a statement does not always speak of an argument (one that may be left out: whenever it is there).

    A thing is spoken by its label, or field by field.
    """
    given = [(name,), *origins] if argument.shape.optional else ()
    printed = always_printed(statement, given)
    if not argument.shape.fields:
        return [] if any(_speaks(path, name, argument, origins) for path in printed) else [(name,)]
    whole = [(name,), *origins]
    if any(path in printed for path in whole):
        return []
    left = [
        field
        for field, shape in argument.shape.fields.items()
        if not shape.optional
        and shape.sensitive != "never_store"
        and not any(path[: len(of) + 1] == (*of, field) for of in whole for path in printed)
    ]
    return [(name,)] if len(left) == len(argument.shape.fields) > 1 else [(name, field) for field in left]


def _must_be_spoken(argument: Argument, world: World) -> bool:
    """All but what is not sent, what is never spoken, and ids from a record of which there is one."""
    if not argument.send or argument.shape.sensitive == "never_store":
        return False
    records = [world.records.get(source.path[0]) for source in argument.sources if source.path]
    return not (records and len(records) == len(argument.sources) and all(r is not None and r.single for r in records))


def _speaks(path: Path, name: str, argument: Argument, origins: Sequence[Path]) -> bool:
    """Whether a printed path speaks the argument. A number is spoken by itself alone, never by what it belongs to."""
    if path[0] == name:
        return True
    exactly = argument.shape.type in ("money", "number", "integer")
    for origin in origins:
        if path == origin or (not exactly and path[:1] == origin[:1]):
            return True
    for source in argument.sources:
        thing = source.path if source.kind == "record" else source.path[:-1]
        if path == source.path or (not exactly and thing and path[: len(thing)] == thing):
            return True
    return False
