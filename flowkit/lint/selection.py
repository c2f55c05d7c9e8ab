"""What a project wants to be told: which rules, in which files, and how much a finding weighs.

A rule is named by its code, its slug, or the beginning of codes (`FK5`: all about words). Where `select` and `ignore`
both mean a rule, the closer name counts, and `ignore` where both are as close. A rule whose own severity is error
speaks of what keeps a flow from running: it is always told, and as an error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Final

from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.frozen import frozen
from flowkit.language.rule_names import named_by
from flowkit.language.shapes import Value

FAIL_ON: Final = ("error", "warning", "note", "never")
"""From which severity on a check fails."""


@frozen
class Settings:
    """What is to be told.

    `select` None: all rules. `per_file_ignores` are patterns of paths, as messages show these or whole, each with its
    rules; `here` is the folder that what messages show is relative to, as a whole path.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fail_on: str | None = None
    here: str = ""


def settings_of(lint: Mapping[str, Value], folder: str = "") -> Settings:
    """The settings that stand under `lint` in a project file, or in a table of the same keys.

    Args:
        folder: the path before those in `per_file_ignores`, as messages show it, or whole: `flows/`.
    """
    select, anchor = lint.get("select"), folder.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")
    files = lint.get("per_file_ignores", {})
    return Settings(
        None if select is None else tuple(select),
        tuple(lint.get("ignore", ())),
        dict(lint.get("severity", {})),
        tuple((f"{anchor}{path.removeprefix('./')}", tuple(rules)) for path, rules in files.items()),
        lint.get("fail_on"),
    )


def over(stronger: Settings, weaker: Settings) -> Settings:
    """Both settings; each key as the stronger one says, where it says anything."""
    return Settings(
        weaker.select if stronger.select is None else stronger.select,
        stronger.ignore or weaker.ignore,
        stronger.severity or weaker.severity,
        stronger.per_file_ignores or weaker.per_file_ignores,
        stronger.fail_on or weaker.fail_on,
        stronger.here or weaker.here,
    )


def narrowed(settings: Settings, select: tuple[str, ...], ignore: tuple[str, ...]) -> Settings:
    """The settings for one run: only the rules in `select`, whatever the files say, and none of `ignore`."""
    if select:
        settings = replace(settings, select=select, ignore=(), per_file_ignores=())
    return replace(settings, ignore=(*settings.ignore, *ignore))


def selected(found: Iterable[Diagnostic], settings: Settings) -> list[Diagnostic]:
    """The findings that are told, each with the severity that the settings give it."""
    if settings == _ALL:
        return [*found]
    told = []
    for each in found:
        if each.kind.severity is Severity.ERROR:
            told.append(each)
            continue
        closest = max(settings.severity, key=lambda name: named_by(each.kind, name), default="")
        severity = settings.severity[closest] if named_by(each.kind, closest) else each.severity.value
        if severity != "off" and _is_wanted(each, settings):
            told.append(replace(each, severity=Severity(severity)))
    return told


_ALL: Final = Settings()


def _is_wanted(found: Diagnostic, settings: Settings) -> bool:
    ignored = _closest(found, settings.ignore)
    if settings.select is None:
        return not ignored and not _is_ignored_here(found, settings)
    selected = _closest(found, settings.select)
    return selected > ignored and not _is_ignored_here(found, settings)


def _closest(found: Diagnostic, names: Iterable[str]) -> int:
    return max((named_by(found.kind, name) for name in names), default=0)


def _is_ignored_here(found: Diagnostic, settings: Settings) -> bool:
    if not settings.per_file_ignores:
        return False
    from fnmatch import fnmatchcase

    path = found.span.path
    paths = (path,) if not settings.here or path.startswith("/") else (path, f"{settings.here}/{path}")
    return any(
        _closest(found, rules) and any(fnmatchcase(each, pattern) for each in paths)
        for pattern, rules in settings.per_file_ignores
    )


def fails(told: Iterable[Diagnostic], fail_on: str) -> bool:
    """Whether a check fails: something weighs as much as `fail_on`, or more."""
    if fail_on == "never":
        return False
    weights = [severity.value for severity in Severity]
    return any(weights.index(each.severity.value) <= weights.index(fail_on) for each in told)
