"""Rules: what must be true, and the sentence that says why it is not."""

from flowkit.language.building.expression_reading import read_guard, read_words
from flowkit.language.building.mappings import Fields, open_mapping
from flowkit.language.building.names import check_name
from flowkit.language.building.scopes import Scope
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.building.world import World
from flowkit.language.model import Rule
from flowkit.language.tree import Mapping

_RULE = KINDS["rule"]


def read_rules(fields: Fields, scope: Scope, world: World) -> tuple[Rule, ...]:
    """The rules under `only_if` of a slot, whose names may be left out."""
    rules = []
    for node in fields.items("only_if"):
        assert isinstance(node, Mapping)
        opened = open_mapping(_RULE, node, fields.key("only_if"), world.report)
        name = opened.scalar("rule")
        if name is not None:
            check_name(name, "a rule", world.report)
        rule = read_rule(opened, "" if name is None else name.text, scope, world)
        if rule is not None:
            rules.append(rule)
    return tuple(rules)


def read_rule(fields: Fields, name: str, scope: Scope, world: World) -> Rule | None:
    """An opened rule in a scope; None if a part of it is missing or cannot be read."""
    when, because = fields.scalar("when"), fields.scalar("because")
    guard = None if when is None else read_guard(when, scope, world.report)
    words = read_words(because, scope, world.report)
    if guard is None or words is None:
        return None
    return Rule(name, guard, words, fields.mapping.span)
