"""What is told about a project on disk: by its own settings and those around it, of the files that were named."""

import os
from collections.abc import Mapping
from dataclasses import replace

from flowkit.cli.failures import Bug
from flowkit.cli.files import Files
from flowkit.cli.found import find
from flowkit.cli.settings import settings_around
from flowkit.language.building.declaring import kind_of_unreadable
from flowkit.language.diagnostic import Diagnostic, Severity
from flowkit.language.frozen import frozen
from flowkit.lint.selection import narrowed
from flowkit.lint.told import Found, Told, found_in, settled, wanted


@frozen
class Chosen:
    """What one command wants to be told: `select` in place of what the files say, and none of `ignore`.

    `use_kept`: whether what was found before counts, and is kept for the next time.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    use_kept: bool = True


def tell(files: Files, chosen: Chosen | None = None) -> Told:
    """The findings of one project, on the files that were named.

    Raises:
        Bug: a rule could not cope with a file.
    """
    around = replace(settings_around(files.folder), here=os.getcwd())
    chosen = chosen or Chosen()
    found = _found(files, chosen.use_kept)
    settings = narrowed(wanted(found, around), chosen.select, chosen.ignore)
    told = settled(found, settings)
    if files.named:
        about = tuple(each for each in told.diagnostics if _concerns(each, files, told.sources))
        kept = tuple(each for each in told.kept if each[0].span.path in files.named)
        told = replace(told, diagnostics=about, kept=kept)
    return replace(told, fail_on=chosen.fail_on or told.fail_on)


def _found(files: Files, use_kept: bool) -> Found:
    try:
        return find(files, use_kept)
    except Exception as unexpected:
        raise Bug(_place_of_bug(files, type(unexpected)), unexpected) from unexpected


def _place_of_bug(files: Files, kind: type[Exception]) -> str:
    """The first file that alone brings the same exception; else the folder of all of them."""
    for path, data in files.contents.items():
        try:
            found_in({path: data})
        except Exception as again:
            if type(again) is kind:
                return path
    return str(files.folder)


def _concerns(found: Diagnostic, files: Files, sources: Mapping[str, str]) -> bool:
    """Whether a finding is about the files that were named, or about what they stand on.

    That is an error in the project file or a catalog, and any file that could not be read at all: without them nobody
    can tell whether what the named files say is right.
    """
    path = found.span.path
    if path in files.named or not path:
        return True
    if found.severity is not Severity.ERROR:
        return False
    kind, _ = kind_of_unreadable(sources.get(path, ""))
    return kind in ("flowkit", "catalog", "") or (kind == "flow" and found.kind.code.startswith("FK0"))
