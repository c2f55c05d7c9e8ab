"""Keys that the table of keys cannot tell: whose arguments stand under `with`, what a test names, and the like.

Each takes in the names below one key, and tells whether that was all, or the table is to be asked as well.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flowkit.editor import suites
from flowkit.editor.mentions import IN_TEXT, Mention, Role
from flowkit.editor.printed import Here, in_expression, in_words
from flowkit.editor.sentences import RULE_ANYWHERE, guarantee, limit, part
from flowkit.language.building.table.flow import KIND_KEYS
from flowkit.language.building.table.forms import MapOf
from flowkit.language.building.table.kinds import KINDS
from flowkit.language.frozen import frozen
from flowkit.language.translation import key_of
from flowkit.language.tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from flowkit.editor.walking import Walk

_LABELS: Final = ("label", "also")


@frozen
class Around:
    """What stands around a node: the flow, tool and state it belongs to, and what bare names are there."""

    here: Here
    flow: str = ""
    tool: str = ""
    state: str = ""
    name: str = ""
    """The name that the nearest map stands under."""


def _first(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    """The name of a flow or catalog."""
    if isinstance(entry.value, Scalar):
        walk.define(entry.value, (entry.key.text, ""), node.end)
    return True


def _rule(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    if isinstance(entry.value, Scalar):
        walk.define(entry.value, ("rule", around.tool or around.flow), node.end)
    return True


def _result(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    if isinstance(entry.value, Scalar):
        walk.define(entry.value, ("result", around.flow), entry.value.end)
    return True


def _end(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    if isinstance(entry.value, Scalar) and entry.value.text:
        role = ("end", around.flow)
        walk.mentions.append(part(entry.value, 0, len(entry.value.text), (role,), role))
    return True


def _text_under(node: Mapping, *keys: str) -> tuple[str, str]:
    """The first of the keys that stands there, with the text under it."""
    for key in keys:
        if isinstance(found := node.get(key), Scalar):
            return key, found.text
    return "", ""


def _with(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    """What is given to a tool, or to slots of another flow."""
    kind, name = _text_under(node, "use", "confirm", "run")
    role: Role = ("slot", name) if kind == "run" else ("argument", name)
    if isinstance(entry.value, Mapping):
        for each in entry.value:
            walk.mentions.append(part(each.key, 0, len(each.key.text), (role,)))
            if isinstance(each.value, Scalar) and each.value.text:
                walk.take(in_expression(each.value, around.here))
    return True


def _done_if(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    if isinstance(entry.value, Scalar):
        walk.take(in_expression(entry.value, replace(around.here, scope=("result of", around.tool))))
    return True


def _outcomes(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    """How a state can end, each with a way on."""
    kind, name = _text_under(node, "use", "confirm", "run", *KIND_KEYS)
    roles: tuple[Role, ...] = (("end", name),) if kind == "run" else (("outcome", name), ("rule", name), *RULE_ANYWHERE)
    if kind == "talk":
        roles = (("exit", f"{around.flow}.{around.state}"), *RULE_ANYWHERE)
    form = KINDS["state"].forms["outcomes"]
    if isinstance(entry.value, Mapping) and isinstance(form, MapOf):
        for each in entry.value:
            walk.mentions.append(part(each.key, 0, len(each.key.text), roles))
            walk.value(form.value, each.value, around, "state", "outcomes")
    return True


def _read_back(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    """The read-back of a `confirm`: it knows the arguments of its tool."""
    if isinstance(entry.value, Scalar):
        _, tool = _text_under(node, "confirm")
        walk.words(entry.value, Here((("argument", tool), *around.here.values), around.here.scope))
    return True


def _label(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    """How a thing is spoken: by its own fields, which stand beside it, or are those of the list it is picked from."""
    fields = node.get("fields")
    roles: list[Role] = []
    for each in fields if isinstance(fields, Mapping) else ():
        span = each.value.span
        roles.append(("field", f"{span.path}:{span.line}:{span.column}"))
    here = Here(tuple(roles) or (("field of", around.name),), around.here.scope)
    for item in entry.value.items if isinstance(entry.value, Sequence) else [entry.value]:
        if isinstance(item, Scalar):
            walk.words(item, here)
    return True


def _key_fields(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    """The field or fields that a record is kept under, or that tell the things of a list apart."""
    fields = node.get("fields")
    for item in entry.value.items if isinstance(entry.value, Sequence) else [entry.value]:
        if not isinstance(item, Scalar):
            continue
        field = fields.entry(item.text) if isinstance(fields, Mapping) else None
        if field is not None:
            span = field.value.span
            walk.mentions.append(part(item, 0, len(item.text), (("field", f"{span.path}:{span.line}:{span.column}"),)))
        else:
            mention = part(item, 0, len(item.text), (("field of", around.name),))
            walk.mentions.append(replace(mention, scope=around.here.scope))
    return True


def _guarantees(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    for item in entry.value.items if isinstance(entry.value, Sequence) else [entry.value]:
        if isinstance(item, Scalar):
            walk.take(guarantee(item, around.flow, around.here))
    return True


def _limits(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    for item in entry.value.items if isinstance(entry.value, Sequence) else [entry.value]:
        if isinstance(item, Scalar):
            walk.take(limit(item, around.tool))
        elif isinstance(item, Mapping):
            walk.mapping("limit", item, around)
    return True


def _limit(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    if isinstance(entry.value, Scalar):
        walk.take(limit(entry.value, around.tool))
    return True


def _keys_are(role: str) -> Callable[["Walk", Mapping, Entry, Around], bool]:
    def take(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
        for each in entry.value if isinstance(entry.value, Mapping) else ():
            walk.mentions.append(part(each.key, 0, len(each.key.text), ((role, ""),)))
        return False

    return take


def _tests(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    """The tests of a suite; the keys of the language in them are walked as everywhere."""
    for each in entry.value if isinstance(entry.value, Mapping) else ():
        walk.stretches.append((Mention(each.key.text, each.key.start, each.key.end, (), ("test", "")), each.value.end))
        if isinstance(each.value, Mapping):
            walk.take(suites.test(each.value))
    return False


def _results(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    walk.take(suites.tool_keys(entry.value))
    return True


def _texts(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    """Translations: both texts print what the text of the flows prints."""
    for each in entry.value if isinstance(entry.value, Mapping) else ():
        text = (IN_TEXT, key_of(each.key.text))
        here = Here((text,), text)
        walk.take(in_words(each.key, here))
        if isinstance(each.value, Scalar):
            walk.take(in_words(each.value, here))
    return True


def _nothing(walk: "Walk", node: Mapping, entry: Entry, around: Around) -> bool:
    return True


SPECIAL: Final[dict[tuple[str, str], Callable[["Walk", Mapping, Entry, Around], bool]]] = {
    ("flow", "flow"): _first,
    ("catalog", "catalog"): _first,
    ("state", "save_as"): _result,
    ("state", "end"): _end,
    ("state", "with"): _with,
    ("case", "with"): _with,
    ("when unknown", "with"): _with,
    ("when unknown", "done_if"): _done_if,
    ("state", "outcomes"): _outcomes,
    ("state", "read_back"): _read_back,
    ("rule", "rule"): _rule,
    ("tool rule", "rule"): _rule,
    ("limit", "rule"): _rule,
    ("limit", "limit"): _limit,
    ("tool", "limits"): _limits,
    ("flow", "guarantees"): _guarantees,
    ("project", "guarantees"): _guarantees,
    **{(kind, key): _label for kind in ("shape", "slot", "argument", "record") for key in _LABELS},
    ("record", "key"): _key_fields,
    ("slot", "key"): _key_fields,
    ("environment", "handoffs"): _keys_are("handoff"),
    ("environment", "backends"): _keys_are("catalog"),
    ("suite", "suite"): _nothing,
    ("suite", "results"): _results,
    ("suite", "tests"): _tests,
    **{("test", key): _nothing for key in ("start", "given", "results", "ends")},
    **{("expect", key): _nothing for key in ("state", "slots", "used", "not_used", "refused")},
    **{("model step", key): _nothing for key in ("record", "use", "with")},
    ("words", "texts"): _texts,
}
"""What the table cannot tell; true: all of it was taken, and the table is not asked any more."""
