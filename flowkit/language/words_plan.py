"""Plans: words compiled once to a function that makes their text.

Words without statements become fixed stretches and printed values in turn. Words with `{% %}` become a template
(`words_template`), whose conditions and loops are evaluated here: a loop binds its name in a scope of its own.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from flowkit.language.expressions.evaluate import Evaluate, Scope, compile_expression
from flowkit.language.expressions.loops import rows_of
from flowkit.language.expressions.unparse import text_of
from flowkit.language.shapes import UNSET, Shape, Value
from flowkit.language.words import Printed, Statement, Words
from flowkit.language.words_template import Numbered, render

if TYPE_CHECKING:
    from flowkit.language.words_speech import Speech

Plan = Callable[["Speech"], str]

_KEPT: Final = 4096
_plans: OrderedDict[int, tuple[Words, Plan]] = OrderedDict()


def plan_of(words: Words) -> Plan:
    """The plan of words, made once. Words are told apart by identity: equal ones may have other shapes."""
    kept = _plans.get(id(words))
    if kept is not None and kept[0] is words:
        return kept[1]
    plan = _plan(words)
    _plans[id(words)] = (words, plan)
    if len(_plans) > _KEPT:
        _plans.popitem(last=False)
    return plan


def _plan(words: Words) -> Plan:
    if words.branches:
        return _template_plan(words)
    pieces = [_printing(part) if isinstance(part, Printed) else str(part) for part in words.parts]
    return lambda speech: "".join(piece if isinstance(piece, str) else piece(speech) for piece in pieces)


def _printing(printed: Printed) -> Plan:
    """Speaks the first alternative that is set."""
    exprs = printed.alternatives
    shapes = printed.shapes if len(printed.shapes) == len(exprs) else (None,) * len(exprs)
    choices: list[tuple[Evaluate, Shape | None]] = [
        (compile_expression(expr), shape) for expr, shape in zip(exprs, shapes, strict=True)
    ]
    written = text_of(exprs[0])

    def say(speech: "Speech") -> str:
        for evaluate, shape in choices:
            value = evaluate(speech.scope)
            if value is not UNSET:
                return speech.begun(speech.say(value, shape, printed.filters))
        speech.unset.append(written)
        return ""

    return say


def _template_plan(words: Words) -> Plan:
    parts = words.parts
    evaluators = {
        number: compile_expression(part.expr)
        for number, part in enumerate(parts)
        if isinstance(part, Statement) and part.expr is not None
    }
    printing = {number: _printing(part) for number, part in enumerate(parts) if isinstance(part, Printed)}

    def fill(speech: "Speech") -> str:
        around, names = speech.scope, LoopScope(speech.scope)
        speech.scope = names

        def numbered(number: int) -> str | Numbered:
            part = parts[number]
            if isinstance(part, str):
                return part
            if isinstance(part, Printed):
                return Numbered(said=lambda: printing[number](speech))
            if part.keyword == "for":
                return Numbered(rounds=lambda: _rounds(part, evaluators[number], names, speech))
            return Numbered(holds=lambda: evaluators[number](names) is True)

        try:
            return render(parts, numbered)
        finally:
            speech.scope = around

    return fill


def _rounds(loop: Statement, source: Evaluate, names: "LoopScope", speech: "Speech") -> Iterator[None]:
    """One round for each thing of a list, with the loop's name bound to it."""
    things = source(names)
    if things is UNSET and loop.expr is not None:
        speech.unset.append(text_of(loop.expr))
    for thing in rows_of(things) or ():
        if speech.rounds <= 0:
            return
        speech.rounds -= 1
        names.bound[loop.name] = thing
        yield
    names.bound.pop(loop.name, None)


class LoopScope:
    """The names of `{% for %}` in front of those around."""

    def __init__(self, around: Scope) -> None:
        self._around = around
        self.bound: dict[str, Value] = {}
        self.done = around.done

    def lookup(self, name: str) -> Value:
        """The value of a name, or `UNSET`."""
        return self.bound[name] if name in self.bound else self._around.lookup(name)
