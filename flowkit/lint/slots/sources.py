"""Arguments whose value comes from elsewhere than the tool lets it come from: refused on every call.

Theory of operation. `from` says where an argument may come from; the engine knows of each value where it came from, and
refuses what does not fit. From the flow most of that can be told beforehand: a field of a record comes from that field,
a choice from the list it was picked from, what is worked out is `computed` and comes from its parts as well. What the
caller says may be the key of anything, and who fills the slots of a flow that others run is not known here: those are
left alone. So what is told is certain.
"""

from collections.abc import Iterator

from flowkit.language.codes import WRONG_SOURCE
from flowkit.language.diagnostic import Diagnostic, Related, problem
from flowkit.language.expressions.paths import Path, names_in, path_of
from flowkit.language.expressions.syntax import Expr
from flowkit.language.expressions.unparse import quoted
from flowkit.language.model import Argument, Confirm, Project, Record, Source, Use
from flowkit.lint.slots.knowledge import Knowledge

_CLOCK = frozenset(("today", "now"))
Origins = frozenset[str]


def check_sources(known: Knowledge) -> Iterator[Diagnostic]:
    """Errors about arguments that cannot come from where they must."""
    flow, project = known.flow, known.project
    for state in flow.states.values():
        does = state.does
        if type(does) is not Use and type(does) is not Confirm:
            continue
        tool = project.tools[does.tool]
        for name, given in does.arguments.items():
            argument = tool.input.get(name)
            if argument is None or not argument.sources:
                continue
            if _is_told(given.expr, argument, known):
                continue
            origins = _origins(given.expr, known)
            if origins is None or any(_may_fit(origins, each, project) for each in argument.sources):
                continue
            wanted = " or ".join(dict.fromkeys(_spoken(each, project) for each in argument.sources))
            message = f"'{name}' must come from {wanted}, and {_came(given.expr, origins)}"
            help = f"'{tool.name}' would be refused on every call; give it what it asks for, or change its `from`"
            here = Related(tool.places.get(name, tool.span), f"'{tool.name}' says so")
            yield problem(WRONG_SOURCE, given.span, message, help, (here,))


def _is_told(expr: Expr, argument: Argument, known: Knowledge) -> bool:
    """Whether it is picked from a list that the flow kept, and must come from another: `origins` tells that."""
    path = path_of(expr)
    if path is None or len(path) != 2 or any(source.kind not in ("record", "field") for source in argument.sources):
        return False
    slot = known.flow.slots.get(path[0])
    source = slot.shape.options_from if slot is not None else None
    listed = path_of(source) if source is not None else path[:1]
    return listed is not None and listed[0] in known.kept


def _spoken(source: Source, project: Project) -> str:
    if source.kind == "record":
        record = project.records[source.path[0]]
        return " or ".join(f"'{record.name}.{part}'" for part in record.key)
    if source.path:
        return f"'{'.'.join(source.path)}'"
    return {"caller": "the caller", "channel": "the line"}.get(source.kind, "a computation")


def _came(expr: Expr, origins: Origins) -> str:
    if path_of(expr) is None or origins == {"computed"}:
        return f"{quoted(expr)} is computed"
    return f"{quoted(expr)} does not"


def _origins(expr: Expr, known: Knowledge, depth: int = 0) -> Origins | None:
    """Where a value came from, as the engine has it; None where that cannot be told from the flow."""
    path = path_of(expr)
    if path is None:
        parts = names_in(expr) - _CLOCK - known.project.constants.keys()
        return None if parts else frozenset(("computed",))
    name, rest = path[0], path[1:]
    flow, project = known.flow, known.project
    slot = flow.slots.get(name) or project.slots.get(name)
    if slot is not None:
        source = slot.shape.options_from
        if source is None or not rest:
            return None
        return _in_list(path_of(source), rest, slot.shape.record, known)
    if name in known.kept:
        return _in_list((name,), rest, "", known)
    if name in project.records:
        return frozenset((".".join(path),))
    computed = flow.let.get(name)
    if computed is not None:
        return _origins(computed.expr, known, depth + 1) if depth < 8 else None
    return frozenset(("computed",)) if name in _CLOCK or name in project.constants else None


def _in_list(source: Path | None, rest: Path, record: str, known: Knowledge) -> Origins | None:
    """The origins of what stands in a list: by the tool that returned it, and by its record."""
    if source is None:
        return None
    if source[0] in known.project.records:
        return frozenset((".".join((*source, *rest)),))
    saving = known.kept.get(source[0])
    if saving is None or not isinstance(saving.does, Use | Confirm):
        return None
    states = [state for state in known.flow.states.values() if _saves(state.does, source[0])]
    found: set[str] = set()
    for state in states:
        if not isinstance(state.does, Use | Confirm):
            return None
        found.add(".".join((state.does.tool, *source[1:], *rest)))
        output = known.project.tools[state.does.tool].output
        record = record or (output.record if output is not None and len(source) == 1 else "")
    if record:
        found.add(".".join((record, *rest)))
    return frozenset(found)


def _saves(does: object, name: str) -> bool:
    return getattr(does, "save_as", "") == name


def _may_fit(origins: Origins, source: Source, project: Project) -> bool:
    match source.kind:
        case "record":
            record = project.records[source.path[0]]
            return any(_may_be_key(origin, record, project) for origin in origins)
        case "field":
            return ".".join(source.path) in origins
        case "row":
            return True
        case kind:
            return kind in origins


def _may_be_key(origin: str, record: Record, project: Project) -> bool:
    """Whether a field may hold the key of a record: its own key, or in another one a field that is no key of that."""
    *before, name = origin.split(".")
    if not before:
        return True
    if name in record.key or record.name in name:
        return True
    owner = project.records.get(before[0])
    if len(before) > 1 or owner is None:
        return True
    return owner.name != record.name and name not in owner.key
