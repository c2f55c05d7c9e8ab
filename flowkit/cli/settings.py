"""What a folder wants to be told beside its project file: `[tool.flowkit]` in the nearest pyproject.toml.

    [tool.flowkit]
    select = ["FK2", "FK3"]
    ignore = ["nothing-said"]
    severity = {FK202 = "error"}
    per-file-ignores = {"flows/old/*.yaml" = ["FK5"]}
    fail-on = "warning"

What the project file says under `lint` wins, key by key.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from flowkit.cli.failures import UsageProblem
from flowkit.cli.files import shown
from flowkit.lint.selection import FAIL_ON, Settings, settings_of

_SEVERITIES: Final = ("error", "warning", "note", "off")
_KEYS: Final = ("select", "ignore", "severity", "per-file-ignores", "fail-on")


def settings_around(folder: Path) -> Settings:
    """The settings of the nearest pyproject.toml in a folder or above; none where there is none.

    Raises:
        UsageProblem: it cannot be read, or says something that means nothing.
    """
    here = folder.resolve()
    for each in (here, *here.parents):
        path = each / "pyproject.toml"
        if path.is_file():
            return _read(path)
    return Settings()


def check_names(names: Iterable[str], where: str) -> None:
    """Refuses names of rules that do not exist; `where` they stand, such as `--select`."""
    for name in names:
        from flowkit.language.rule_names import names_rules, probably

        if not names_rules(name):
            meant = probably(name)
            hint = f"did you mean '{meant}'?" if meant else "flowkit rules lists all of them"
            raise UsageProblem(f"there is no rule '{name}' ({where})", hint)


def _read(path: Path) -> Settings:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UsageProblem(f"cannot read '{shown(path)}': {problem.strerror}", "check the file's rights") from None
    if b"flowkit" not in data:
        return Settings()
    import tomllib  # five milliseconds

    try:
        table = tomllib.loads(data.decode()).get("tool", {}).get("flowkit", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageProblem(f"'{shown(path)}' cannot be read: {problem}") from None
    _check(table, f"[tool.flowkit] in {shown(path)}")
    keys = {key.replace("-", "_"): value for key, value in table.items()}
    return settings_of(keys, f"{path.parent}/")


def _check(table: Any, where: str) -> None:
    if not isinstance(table, dict):
        raise UsageProblem(f"{where} is no table", "write it like: [tool.flowkit]")
    for key, value in table.items():
        _check_key(key, where)
        match key.replace("_", "-"):
            case "severity":
                _check_severities(value, where)
            case "per-file-ignores":
                for path, rules in _table(value, "per-file-ignores", where).items():
                    check_names(_texts(rules, path, where), where)
            case "fail-on":
                _one_of(value, FAIL_ON, "fail-on", where)
            case _:
                check_names(_texts(value, key, where), where)


def _check_key(key: str, where: str) -> None:
    if key.replace("_", "-") not in _KEYS:
        from flowkit.language.expressions.spelling import did_you_mean

        hint = did_you_mean(key, _KEYS) or f"keys there: {', '.join(_KEYS)}"
        raise UsageProblem(f"there is no key '{key}' ({where})", hint)


def _check_severities(value: Any, where: str) -> None:
    severities = _table(value, "severity", where)
    check_names(severities, where)
    for severity in severities.values():
        _one_of(severity, _SEVERITIES, "severity", where)


def _one_of(value: Any, words: tuple[str, ...], key: str, where: str) -> None:
    if value not in words:
        raise UsageProblem(f"'{key}' is one of {', '.join(words)}, not '{value}' ({where})")


def _table(value: Any, key: str, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UsageProblem(f"'{key}' is a table ({where})", f"write it like: {key} = {{FK202 = …}}")
    return value


def _texts(value: Any, key: str, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UsageProblem(f"'{key}' is a list of rules ({where})", f'write it like: {key} = ["FK202"]')
    return value
