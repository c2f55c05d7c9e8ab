"""`with`: what a state gives to a tool or to another flow, name by name."""

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from decimal import Decimal

from flowkit.language import codes
from flowkit.language.building.expression_reading import Evaluator, parsed
from flowkit.language.building.mappings import Fields
from flowkit.language.building.names import meant
from flowkit.language.building.scopes import Scope
from flowkit.language.building.world import World
from flowkit.language.diagnostic import Diagnostic
from flowkit.language.expressions.check import check
from flowkit.language.expressions.spelling import listed, nearest
from flowkit.language.expressions.syntax import Expr, Literal, Name
from flowkit.language.mending import mended, quoted
from flowkit.language.model import Expression
from flowkit.language.shapes import Shape
from flowkit.language.tree import Mapping, Scalar


def read_arguments(
    fields: Fields, kind: str, wanted: MappingOf[str, Shape], scope: Scope, world: World, exactly: bool = True
) -> dict[str, Expression]:
    """The expressions under `with`.

    Args:
        kind: The key that names the tool or flow.
        wanted: What can be given, with its shapes.
        exactly: Whether all of it (but for what is optional) must be given.
    """
    given: dict[str, Expression] = {}
    entries = fields.map("with")
    node = fields.node("with")
    present = set(node.index) if isinstance(node, Mapping) else set()
    misspelt: set[str] = set()
    unknown = [name for name in present if name not in wanted]
    for entry in entries:
        name = entry.key.text
        if name not in wanted:
            left = [other for other in wanted if other not in present]
            needed = [other for other in left if not wanted[other].optional]
            # The only one that is given under a name nobody knows is the only one that is missing.
            only = needed[0] if exactly and len(needed) == len(unknown) == 1 else ""
            _unknown(fields, kind, entry.key, left, only, world)
            misspelt.add(only or nearest(name, left))
            continue
        assert isinstance(entry.value, Scalar)
        expression = read_argument(entry.value, scope, wanted[name], world)
        if expression is not None:
            given[name] = expression
    missing = [name for name, shape in wanted.items() if not shape.optional and name not in present | misspelt]
    if "with" in fields.misspelt:
        return given
    if exactly and missing and ("with" in fields or "with" not in fields.mapping):
        inside = ", ".join(f"{name}: …" for name in missing)
        world.report.add(
            codes.WRONG_ARGUMENTS,
            fields.key("with" if "with" in fields else kind),
            f"'{fields.text(kind)}' also needs {listed(missing, 'and')}",
            f"add to 'with': {inside}" if "with" in fields else f"add: with: {{{inside}}}",
        )
    return given


def _unknown(fields: Fields, kind: str, key: Scalar, left: list[str], only: str, world: World) -> None:
    what = "argument" if kind != "run" else "slot"
    world.report.add(
        codes.WRONG_ARGUMENTS,
        key,
        f"'{fields.text(kind)}' has no {what} '{key.text}'",
        f"did you mean '{only}'?" if only else meant(key.text, left, f"other {what}s"),
    )


def read_argument(scalar: Scalar, scope: Scope, expected: Shape, world: World) -> Expression | None:
    """One value that is given: an expression of the expected shape."""
    expr = parsed(scalar, scope, world.report)
    if expr is None:
        return None
    if isinstance(expr, Name) and expr.name not in scope:
        _bare_word(scalar, expr.name, scope, world)
        return None
    checked = check(expr, scope, expected)
    world.report.take(_in_both_quotes(scalar, expr, checked.diagnostics))
    return Expression(scalar.text, checked.expr, checked.shape, Evaluator(checked.expr), scalar.span)


def _in_both_quotes(scalar: Scalar, expr: Expr, found: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
    """A number alone where a text is wanted: its quotes have to stand inside those of YAML, which eats its own."""
    if not (isinstance(expr, Literal) and isinstance(expr.value, (int, Decimal)) and not isinstance(expr.value, bool)):
        return found
    fix = mended(scalar.document, scalar.start, scalar.end, quoted(f"'{scalar.text}'"))
    return [replace(each, help=fix) if each.help.endswith("in quotes") and fix else each for each in found]


def _bare_word(scalar: Scalar, name: str, scope: Scope, world: World) -> None:
    """A word that names nothing: misspelt, or a text whose quotes YAML has eaten."""
    text = f"for the text itself write \"'{name}'\""
    nearest = meant(name, scope.known(), "names")
    help = f"{nearest.rstrip('?')}? {text}" if scalar.plain and nearest.startswith("did you mean") else text
    world.report.add(codes.UNKNOWN_IN_GUARD, scalar, f"there is no slot '{name}'; {text}", "" if help == text else help)
