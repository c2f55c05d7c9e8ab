"""Where the arguments of a tool go in an operation: into its path, its query, its headers, or its JSON body."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from flowkit.language.expressions.spelling import did_you_mean, listed
from flowkit.language.model import Tool
from flowkit.language.shapes import Shape
from flowkit.tools.json_schema import Schema, match_name
from flowkit.tools.openapi import Operation, Parameter, is_json

KEY_HEADER: Final = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Placing:
    """Where each argument goes, and why some have no place: sentences without the tool's name.

    `fields` are those of the body: the argument's name, its name there, and its schema.
    """

    parameters: tuple[tuple[str, Parameter], ...]
    fields: tuple[tuple[str, str, Schema], ...]
    problems: tuple[str, ...] = field(default=())


def placed(tool: Tool, operation: Operation, headers: Collection[str]) -> Placing:
    """Places the arguments of a tool in an operation.

    Args:
        headers: the names of the headers that the environment gives.
    """
    sent = {name: argument.shape for name, argument in tool.input.items() if argument.send}
    given = {each.lower() for each in headers} | ({KEY_HEADER.lower()} if tool.writes and tool.takes_key else set())
    open_parameters = [
        each for each in operation.parameters if each.place != "header" or each.name.lower() not in given
    ]
    parameters = [(name, each) for each in open_parameters if (name := match_name(each.name, sent))]
    has_body = bool(operation.body_type) and is_json(operation.body_type)
    properties = operation.body.properties() if has_body else {}
    fields = [(name, each, schema) for each, schema in properties.items() if (name := match_name(each, sent))]
    homeless = [name for name in sent if name not in {one for one, *_ in (*parameters, *fields)}]
    if has_body and operation.body.takes_any_name():
        fields += [(name, name, Schema(operation.body.root)) for name in homeless]
        homeless = []
    known = [*(each.name for each in open_parameters), *properties]
    taken = {*(each.name for _, each in parameters), *(theirs for _, theirs, _ in fields)}
    problems = [
        *(_no_place(name, known, [each for each in known if each not in taken]) for name in homeless),
        *_body_problems(operation, has_body),
        *_missing(tool, operation, open_parameters, parameters, fields),
        *(what for name, each in parameters for what in _style(name, each, sent[name])),
    ]
    return Placing(
        tuple(parameters), tuple(fields), tuple(f"the operation '{operation.name}' {what}" for what in problems)
    )


def _no_place(name: str, known: list[str], free: list[str]) -> str:
    hint = did_you_mean(name, free) or (f"it takes {listed(known, 'and')}" if known else "it takes nothing")
    return f"has no place for '{name}'; {hint}"


def _body_problems(operation: Operation, has_body: bool) -> Iterator[str]:
    if not has_body:
        if operation.body_required:
            yield f"takes a body of the kind '{operation.body_type}', and only JSON can be sent"
        return
    types = operation.body.types()
    if types and "object" not in types:
        yield f"takes a body that is no object but of the type {listed(sorted(types))}"


def _missing(
    tool: Tool,
    operation: Operation,
    open_parameters: list[Parameter],
    parameters: list[tuple[str, Parameter]],
    fields: list[tuple[str, str, Schema]],
) -> Iterator[str]:
    """What the operation needs and a call may not bring."""
    filled: Mapping[str, str] = {
        **{theirs: name for name, theirs, _ in fields},
        **{each.name: name for name, each in parameters},
    }
    needed = [each.name for each in open_parameters if each.required]
    # A body that need not be there needs nothing, as long as nothing is put into it.
    if fields or operation.body_required:
        needed += operation.body.required()
    for each in dict.fromkeys(needed):
        what = _why_not_given(tool, each, filled.get(each, ""))
        if what:
            yield what


def _why_not_given(tool: Tool, wanted: str, name: str) -> str:
    if name:
        if tool.input[name].shape.optional:
            return f"needs '{wanted}', which is optional in the tool; take away 'optional: true'"
        return ""
    hidden = match_name(wanted, [each.name for each in tool.input.values() if not each.send])
    if hidden:
        return f"needs '{wanted}', which is only for the rules (send: false)"
    if wanted.lower() == KEY_HEADER.lower():
        return f"needs '{KEY_HEADER}', and the tool {'is a read' if not tool.writes else 'says idempotency: none'}"
    return f"needs '{wanted}', which is no argument of the tool; add it to 'input'"


def _style(name: str, parameter: Parameter, shape: Shape) -> Iterator[str]:
    """What cannot be written where the parameter stands."""
    if parameter.place == "cookie":
        yield f"takes '{parameter.name}' in a cookie, and no cookie is sent"
        return
    if parameter.as_json or parameter.place == "query":
        known = ("form", "spaceDelimited", "pipeDelimited", "deepObject")
        if not parameter.as_json and parameter.style not in known:
            yield f"takes '{parameter.name}' in the style '{parameter.style}', which is not known in a query"
        return
    if parameter.style != "simple":
        yield f"takes '{parameter.name}' in the style '{parameter.style}', and only 'simple' is known there"
    if shape.keyed or (shape.type == "object" and not shape.key):
        yield f"takes '{name}' in a {parameter.place}, where a thing with fields has no room"
